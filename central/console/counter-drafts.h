/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/draft.h"
#include "central/central.h"
#include "central/console/shell.h"

G_BEGIN_DECLS

/* What clerks are filing for citizens and have not filed yet. It stands in memory alone: nothing of
 * it touches a disk or a URL, and pages can be left, gone back to and loaded again. A restart
 * forgets it: nothing was acknowledged. Of several machines behind one address each has its own: a
 * browser must stay with one. */
#define MC_COUNTER_MAX_DRAFTS 30                 /* a clerk */
#define MC_COUNTER_SCANS_MAX (12 * 1024 * 1024)  /* a dossier's pages, as at the kiosk */
#define MC_COUNTER_SCAN_MAX (1024 * 1024 - 1024) /* a page: 1 MiB when it is sealed */
#define MC_COUNTER_LIFE_S (2 * 3600)             /* untouched */

/* Names of the inputs of papers begin with it, those of the form's answers with the other. */
#define MC_COUNTER_PAPER_PREFIX "n."
#define MC_COUNTER_FIELD_PREFIX "f."

/* A scanned page. */
typedef struct
{
  GBytes *image;    /* (owned) */
  const char *type; /* static, image/jpeg or image/png */
} McCounterScan;

/* One dossier in the making. Held by one thread at a time. */
typedef struct
{
  char *id;             /* (owned), UUIDv7: also the dossier's */
  char *token;          /* (owned), status token of the dossier */
  char *login;          /* (owned), whose it is */
  const McPoint *point; /* (unowned), where it is filed */
  McDraft *draft;       /* (owned) */
  McApplicant *owner;   /* (owned) (nullable), whom it concerns when not the applicant */
  char *language;       /* (owned), of the citizen's papers */
  char *limit_case;     /* (owned) (nullable): the first */
  gboolean consent_sms, consent_survey;
  GHashTable *scans; /* (owned) (element-type utf8 GPtrArray), document → McCounterScan */
  gsize scan_bytes;
  GHashTable *typed; /* (owned) (element-type utf8 utf8), what a person or a paper's count was
                        refused for, as typed */
  GHashTable *tried; /* (owned), names of inputs that were sent once: only then a mistake is told */
  char *notice;      /* (owned) (nullable), for the top of the next page, once */
  McBadge notice_badge;
} McCounterDraft;

void mc_counter_draft_close (McCounterDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McCounterDraft, mc_counter_draft_close)

const char *mc_counter_draft_get_typed (McCounterDraft *self, const char *name); /* (nullable) */
void mc_counter_draft_set_typed (McCounterDraft *self,
                                 const char *name,
                                 const char *text); /* (nullable): forget it */
gboolean mc_counter_draft_was_tried (McCounterDraft *self, const char *name);
void mc_counter_draft_note_tried (McCounterDraft *self, const char *name);
void mc_counter_draft_forget_procedure (McCounterDraft *self); /* papers, not the persons */
void mc_counter_draft_set_notice (McCounterDraft *self, McBadge badge, const char *text);
GPtrArray *mc_counter_draft_get_scans (McCounterDraft *self,
                                       const char *document); /* of McCounterScan; may be empty */
gboolean mc_counter_draft_add_scan (McCounterDraft *self,
                                    const char *document,
                                    GBytes *image,
                                    const char *type); /* FALSE: too much in all */
void mc_counter_draft_remove_scan (McCounterDraft *self, const char *document, guint index);

/* A line of the clerk's unfinished ones. */
typedef struct
{
  char *id;               /* (owned) */
  McProcedure *procedure; /* (owned) */
  char *name;             /* (owned), the applicant's; "" when not given yet */
  gint64 touched_at;
} McCounterSummary;

McCounterDrafts *mc_counter_drafts_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_counter_drafts_free (McCounterDrafts *self);
McCounterDraft *mc_counter_drafts_begin (McCounterDrafts *self,
                                         const char *login,
                                         const McPoint *point,
                                         McProcedure *procedure,
                                         gint64 now) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McCounterDraft *mc_counter_drafts_open (McCounterDrafts *self,
                                        const char *id,
                                        const char *login,
                                        gint64 now) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_counter_drafts_drop (McCounterDrafts *self, const char *id, const char *login);
GPtrArray *mc_counter_drafts_list (McCounterDrafts *self, const char *login, gint64 now)
    G_GNUC_WARN_UNUSED_RESULT; /* of McCounterSummary, latest first */

G_END_DECLS
