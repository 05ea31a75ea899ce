/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "app/domain/procedure.h"
#include "central/storage/records.h"

G_BEGIN_DECLS

/* A paper that a supplement is asked for: one of the procedure's documents, or in the clerk's
 * words. */
typedef struct
{
  char *document; /* (owned) (nullable), its key in the procedure: may be shown to the public */
  char *name;     /* (owned) (nullable), of no document of the procedure: never on a public page */
  char *text;     /* (owned) (nullable), what is wrong or wanted: never on a public page */
} McMissingPaper;

/* A document that the desk saw and took. */
typedef struct
{
  char *document; /* (owned), its key in the procedure */
  guint originals, certified, copies;
} McCheckedPaper;

/* What an action wrote down beyond its reason, kept as JSON in McEventRecord.data. Members that an
 * action does not have are 0 and NULL. */
typedef struct
{
  guint number;          /* of the form that it prints, in its unit, kind and year */
  guint register_number; /* receive, supplement: in the receiving unit's register of the year */
  GPtrArray *checked;    /* (owned) (nullable) (element-type McCheckedPaper): receive, supplement */
  GPtrArray *missing;    /* (owned) (nullable) (element-type McMissingPaper): ask_supplement */
  char *result_number;   /* (owned) (nullable): register_result */
  char *receiver;        /* (owned) (nullable): return, the name of who collected */
  char *receiver_id;     /* (owned) (nullable): return, their identity number */
  char *authorisation; /* (owned) (nullable): return, the delegate's paper; NULL = the owner came */
  char *decision;      /* (owned) (nullable): stop, what was decided */
  char *money;         /* (owned) (nullable): stop, what becomes of what was paid */
} McEventData;

McEventData *mc_event_data_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_event_data_free (McEventData *self);
void mc_event_data_add_missing (McEventData *self,
                                const char *document,
                                const char *name,
                                const char *text);
const char *mc_missing_paper_get_name (const McMissingPaper *self,
                                       McProcedure *procedure,
                                       const char *language); /* (nullable) */
gboolean mc_event_data_says (const McEventData *self, const char *note);
void mc_event_data_add_checked (McEventData *self,
                                const char *document,
                                guint originals,
                                guint certified,
                                guint copies);
McEventData *mc_event_data_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mc_event_data_to_string (const McEventData *self) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McEventData, mc_event_data_free)

G_END_DECLS
