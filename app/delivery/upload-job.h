/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"

G_BEGIN_DECLS

/* What the uploader sends next, fetched and settled in the outbox's own thread. */
typedef struct
{
  McOutboxRecord *record; /* (owned) (nullable) */
  GBytes *sealed;         /* (owned) (nullable), the record's envelope */
  char **pages;           /* (owned) (nullable), digests of all of the record's pages */

  char *rating_id; /* (owned) (nullable): a rating instead of a record */
  guint rating;    /* 1 to 5 */
  char *language;  /* (owned) (nullable) */

  char **to_send; /* (owned) (nullable), digests of the pages that go before the record */
  guint n_sent;   /* how many of them went */
  guint rounds;   /* how often central asked for pages */
  gboolean confirmed;
} McUploadJob;

void mc_upload_job_free (McUploadJob *self);
void mc_upload_job_send_pages (McUploadJob *self, const char *const *digests);
char *mc_upload_job_dup_path (McUploadJob *self, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_upload_job_create_rating (McUploadJob *self) G_GNUC_WARN_UNUSED_RESULT;

/* A look into the outbox: is there work now, or when? */
typedef struct
{
  gint64 now;
  guint64 last_sequence; /* of the look before: a later one was just added by a citizen */
  gboolean reset;        /* make everything due first */
  gboolean paused;       /* take nothing but what was just added */
  gboolean told_to_wait; /* not even that */

  McUploadJob *job; /* (owned) (nullable) */
  McOutboxSummary summary;
  gint64 next_attempt; /* MC_TIME_NONE: nothing waits */
} McUploadLook;

void mc_upload_look_free (gpointer look);
gpointer mc_upload_look_work (McOutbox *outbox, gpointer look, GError **error);

typedef enum
{
  MC_UPLOAD_CONFIRMED,
  MC_UPLOAD_RETRY,
  MC_UPLOAD_REFUSED,
} McUploadOutcome;

typedef struct
{
  McUploadOutcome outcome;
  char *id;        /* (owned) */
  gboolean rating; /* of the rating, not of the record */
  gint64 next;     /* when to retry */
  char *why;       /* (owned) (nullable), for staff */
} McUploadSettlement;

void mc_upload_settlement_free (gpointer settlement);
gpointer mc_upload_settle_work (McOutbox *outbox, gpointer settlement, GError **error);
gpointer mc_upload_page_work (McOutbox *outbox, gpointer digest, GError **error);
gpointer mc_upload_sent_work (McOutbox *outbox, gpointer id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McUploadJob, mc_upload_job_free)

G_END_DECLS
