/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* Which dossiers wait for somebody, first what is due first: by the binding due time, else the
 * expected one, else the arrival; then by arrival. Other strings do not narrow when they are NULL
 * or "". A page at a time. */
typedef struct
{
  McRole turn;      /* whose it is, see mc_state_get_turn (); MC_ROLE_CITIZEN: we wait for them */
  const char *unit; /* (nullable): received there */
  const char *resolver;   /* (nullable): decided there; one of both is given */
  const char *department; /* (nullable): of this department, or of none yet */
  const char *assignee;   /* (nullable): of this specialist */
  const char *state;      /* (nullable): in this state only */
  gint64 due_from;        /* in [due_from, due_before), by the same time as the order; */
  gint64 due_before;      /* MC_TIME_NONE does not narrow */
  gint64 after_due;       /* mc_work_get_due () of the page before's last row; or MC_TIME_NONE */
  const char *after_id;   /* (nullable), that row */
  guint limit;            /* 1 to MC_INBOX_MAX */
} McInboxQuery;

#define MC_INBOX_MAX 200

/* What NULL or "" does not narrow. */
typedef struct
{
  const char *unit; /* (nullable): received or decided there; NULL = everywhere */
  const char *code; /* (nullable): groups of it, the last one as far as it was typed, from
                       MC_CODE_BEGINNING characters on: "250620-2000", "200012", the whole */
  const char *name; /* (nullable): words, all of which the applicant's name holds, marks or not */
  const char *id_number; /* (nullable): exactly */
  gint64 from, to;       /* arrived in [from, to); MC_TIME_NONE does not narrow */
  const char *before_id; /* (nullable), the last row of the page before; newest first */
  guint limit;           /* 1 to MC_SEARCH_MAX */
} McSearchQuery;

#define MC_SEARCH_MAX 200
#define MC_CODE_BEGINNING 4 /* shorter ones begin the groups of half the city's codes */

/* A file of the agency's side; its bytes, sealed to central's key, stand in the blobs. */
typedef struct
{
  guint64 number; /* set by the storage */
  char *kind;     /* (owned), "result" or "paper" */
  char *name;     /* (owned), file name as uploaded, cleaned */
  char *type;     /* (owned), application/pdf, image/jpeg or image/png */
  guint64 size;   /* bytes of the plain file */
  char *digest;   /* (owned), hex SHA-256 of the sealed bytes: mc_storage_load_blob () */
  char *login;    /* (owned) */
  gint64 at;
} McAttachmentRecord;

McAttachmentRecord *mc_attachment_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McAttachmentRecord *
mc_attachment_record_copy (const McAttachmentRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_attachment_record_free (McAttachmentRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McAttachmentRecord, mc_attachment_record_free)

/* The paper folder went from hand to hand. */
typedef struct
{
  guint64 number; /* set by the storage */
  char *dossier;  /* (owned) (nullable), its id, when read */
  char *giver;    /* (owned) (nullable): the first one has it from the citizen */
  char *taker;    /* (owned), login */
  gint64 at;
} McMovementRecord;

McMovementRecord *mc_movement_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McMovementRecord *mc_movement_record_copy (const McMovementRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_movement_record_free (McMovementRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McMovementRecord, mc_movement_record_free)

/* What hindered, noted by an official at some step. */
typedef struct
{
  guint64 number; /* set by the storage */
  char *dossier;  /* (owned), its id */
  char *code;     /* (owned) (nullable), its code, when read */
  char *unit;     /* (owned) (nullable), its resolver, when read */
  guint step;     /* 1 to 8, that was under way */
  char *login;    /* (owned) */
  gint64 at;
  char *hindrance;  /* (owned) */
  char *proposal;   /* (owned) (nullable) */
  gint64 solved_at; /* or MC_TIME_NONE */
  char *solution;   /* (owned) (nullable) */
} McProblemRecord;

McProblemRecord *mc_problem_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McProblemRecord *mc_problem_record_copy (const McProblemRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_problem_record_free (McProblemRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McProblemRecord, mc_problem_record_free)

/* The officials' work: every McStorage of the service is a McWork, too, under the same rules. */
#define MC_TYPE_WORK (mc_work_get_type ())
G_DECLARE_INTERFACE (McWork, mc_work, MC, WORK, GObject)

struct _McWorkInterface
{
  GTypeInterface parent_iface;

  gboolean (*add_attachment) (McWork *self,
                              const char *id,
                              const McAttachmentRecord *attachment,
                              GError **error);
  gboolean (*add_movement) (McWork *self,
                            const char *id,
                            const McMovementRecord *movement,
                            GError **error);
  gboolean (*add_problem) (McWork *self, const McProblemRecord *problem, GError **error);
  gboolean (*solve_problem) (McWork *self,
                             const char *id,
                             guint64 number,
                             gint64 at,
                             const char *solution,
                             GError **error);

  GPtrArray *(*list_inbox) (McWork *self, const McInboxQuery *query, GError **error);
  gboolean (*count_inbox) (McWork *self,
                           const McInboxQuery *query,
                           guint most,
                           guint *count,
                           GError **error);
  GPtrArray *(*search) (McWork *self, const McSearchQuery *query, GError **error);
  GPtrArray *(*list_attachments) (McWork *self, const char *id, GError **error);
  GPtrArray *(*list_movements) (McWork *self, const char *id, GError **error);
  GPtrArray *(*list_takings) (McWork *self, const char *login, guint limit, GError **error);
  GPtrArray *(*list_problems) (McWork *self,
                               const char *id,
                               const char *unit,
                               gint64 from,
                               gint64 to,
                               GError **error);
  GPtrArray *(*list_unsolved) (McWork *self, const char *unit, guint limit, GError **error);
};

gboolean mc_work_add_attachment (McWork *self,
                                 const char *id,
                                 const McAttachmentRecord *attachment,
                                 GError **error);
gboolean mc_work_add_movement (McWork *self,
                               const char *id,
                               const McMovementRecord *movement,
                               GError **error);
gboolean mc_work_add_problem (McWork *self, const McProblemRecord *problem, GError **error);
gboolean mc_work_solve_problem (McWork *self,
                                const char *id, /* its dossier's */
                                guint64 number,
                                gint64 at,
                                const char *solution,
                                GError **error);

GPtrArray *mc_work_list_inbox (McWork *self,
                               const McInboxQuery *query,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McDossierRecord */
gboolean mc_work_count_inbox (McWork *self,
                              const McInboxQuery *query, /* its page does not matter */
                              guint most,                /* counts no further */
                              guint *count,
                              GError **error);
GPtrArray *mc_work_search (McWork *self,
                           const McSearchQuery *query,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McDossierRecord */
GPtrArray *mc_work_list_attachments (McWork *self, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McAttachmentRecord, oldest first */
GPtrArray *mc_work_list_movements (McWork *self, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McMovementRecord, oldest first */
GPtrArray *mc_work_list_takings (McWork *self, const char *login, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McMovementRecord, into these hands, newest first */
GPtrArray *mc_work_list_problems (McWork *self,
                                  const char *id,   /* (nullable): of one dossier */
                                  const char *unit, /* (nullable): of dossiers decided there */
                                  gint64 from,      /* MC_TIME_NONE does not narrow */
                                  gint64 to,
                                  GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McProblemRecord, newest first */
GPtrArray *mc_work_list_unsolved (McWork *self, const char *unit, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McProblemRecord, oldest first */

/* What the implementations share. */
gint64 mc_work_get_due (const McDossierRecord *record);
GPtrArray *mc_work_split_words (const char *text) /* (nullable) */
    G_GNUC_WARN_UNUSED_RESULT;                    /* of utf8: folded */

G_END_DECLS
