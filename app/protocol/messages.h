/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "app/domain/workflow.h"

G_BEGIN_DECLS

/* What central tells about a dossier: the answer of POST /v1/lookups and GET /v1/status/{token},
 * and what the status page and the return-result screen show. No personal data. */
typedef struct
{
  guint step;     /* 1 to 8 */
  gint64 done_at; /* MC_TIME_NONE when not done */
  char *place;    /* (owned) (nullable), office or department, never a person */
} McStepStatus;

typedef struct
{
  char *code;           /* (owned) */
  char *procedure;      /* (owned) */
  char *procedure_name; /* (owned), in the language asked for */
  char *unit_name;      /* (owned) */
  char *point_name;     /* (owned) */
  char *address;        /* (owned) (nullable) */
  char *counter;        /* (owned) (nullable) */
  McState state;
  guint status; /* national code 1 to 10 */
  gint64 submitted_at;
  gint64 expected_due; /* or MC_TIME_NONE */
  gint64 due_at;       /* binding, from step 2; or MC_TIME_NONE */
  gint64 updated_at;
  gboolean overdue;
  gboolean rated;
  gboolean refusal;   /* the result is a written refusal, after appraisal */
  GPtrArray *missing; /* (owned) (nullable) (element-type utf8), names of the procedure's documents
                         that a supplement is asked for, in the language asked for; never what a
                         clerk wrote */
  McStepStatus steps[8];
} McStatus;

void mc_status_free (McStatus *self);
json_t *mc_status_to_json (const McStatus *self) G_GNUC_WARN_UNUSED_RESULT;
McStatus *mc_status_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* RFC 9457 problem details. Types are "urn:motcua:problem:" and a name of the table in messages.c
 */
typedef struct
{
  guint status;
  char *type; /* (owned), the name alone: "clock-skew", "conflict", "pages-missing", "revoked", … */
  char *title;   /* (owned) */
  char *detail;  /* (owned) (nullable) */
  json_t *extra; /* (owned) (nullable), further members: "missing", "server_time" */
} McProblem;

McProblem *mc_problem_new (const char *type, const char *detail) G_GNUC_WARN_UNUSED_RESULT;
void mc_problem_free (McProblem *self);
json_t *mc_problem_to_json (const McProblem *self) G_GNUC_WARN_UNUSED_RESULT;
McProblem *mc_problem_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One deadline formula for both sides, in milliseconds: 30 s + length / 8 000 bytes a second. */
guint mc_transfer_deadline_ms (gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McStatus, mc_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McProblem, mc_problem_free)

G_END_DECLS
