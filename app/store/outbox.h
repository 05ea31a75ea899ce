/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "app/domain/clock.h"
#include "app/domain/pickup.h"
#include "app/domain/print-journal.h"
#include "app/domain/receipt.h"
#include "app/protocol/enrolment.h"

G_BEGIN_DECLS

#define MC_OUTBOX_ERROR (mc_outbox_error_quark ())
GQuark mc_outbox_error_quark (void);

typedef enum
{
  MC_OUTBOX_ERROR_OPEN,    /* the message names the file */
  MC_OUTBOX_ERROR_NEWER,   /* written by a newer program: left untouched */
  MC_OUTBOX_ERROR_STORAGE, /* any SQLite failure; after a failed commit the outbox refuses to go on
                            */
  MC_OUTBOX_ERROR_FULL,    /* below the reserve of free space */
  MC_OUTBOX_ERROR_NOT_ENROLLED,
  MC_OUTBOX_ERROR_SERIALS,  /* the day's range is used up */
  MC_OUTBOX_ERROR_CONFLICT, /* same id, other content */
  MC_OUTBOX_ERROR_NOT_FOUND,
  MC_OUTBOX_ERROR_INVALID,   /* the draft cannot be a dossier: id, token, page of no document */
  MC_OUTBOX_ERROR_TOO_LARGE, /* a page above 1 MiB or a dossier above 12 MiB, sealed */
  MC_OUTBOX_ERROR_DAMAGED,   /* the bytes at rest changed: the record was quarantined */
} McOutboxError;

typedef enum
{
  MC_DELIVERY_QUEUED,
  MC_DELIVERY_SENT,
  MC_DELIVERY_CONFIRMED,
  MC_DELIVERY_SAFE,
  MC_DELIVERY_PURGED,
  MC_DELIVERY_QUARANTINED,
} McDeliveryState;

const char *mc_delivery_state_to_string (McDeliveryState state);

typedef struct
{
  char *id;         /* (owned) */
  char *code;       /* (owned) */
  guint64 sequence; /* in this outbox, from 1 */
  guint64 position; /* under the present enrolment, from 1; 0 = committed before it */
  McDeliveryState state;
  guint attempts;
  gint64 next_attempt; /* MC_TIME_NONE = now */
  char *last_error;    /* (owned) (nullable), for staff */
  gint64 submitted_at;
  gboolean shown;
  char *digest;         /* (owned), of the sealed dossier; of a purged one, too */
  guint copies;         /* print jobs so far, of any outcome */
  McPrintOutcome print; /* of the latest copy; means nothing when there are none */
} McOutboxRecord;

typedef struct
{
  char *document; /* (owned), document key */
  char *type;     /* (owned), image/jpeg or image/png */
  GBytes *bytes;  /* (owned), plain, in memory only */
} McPlainPage;

/* A paper that is wanted, and what it says: one of the three. */
typedef struct
{
  char *job;          /* (owned), uuid */
  McReceipt *receipt; /* (owned) (nullable): `delivered` as the record stands at this moment */
  McPickup *pickup;   /* (owned) (nullable) */
  char *staff_paper;  /* (owned) (nullable): its kind, of those who asked for it */
  char *slip;         /* (owned) (nullable): what it says, in words of its own */
  gint64 wanted_at;
} McWantedPrint;

/* A dossier of this kiosk as its staff look at it: nothing that its receipt does not say. */
typedef struct
{
  char *id;             /* (owned) */
  char *code;           /* (owned) */
  char *procedure_name; /* (owned) (nullable) once purged */
  char *masked_name;    /* (owned) (nullable) once purged */
  gint64 submitted_at;
  McDeliveryState state;
  guint copies;         /* print jobs so far, of any outcome */
  guint papers;         /* of them those that made a paper, or may have */
  guint confirmed;      /* of them those that surely did */
  guint sent;           /* of them those whose printer cannot tell */
  char *job;            /* (owned) (nullable): uuid of the latest one */
  guint copy;           /* its number */
  McPrintOutcome print; /* what became of it */
  char *reason;         /* (owned) (nullable): why */
  gint64 settled_at;    /* or MC_TIME_NONE */
  gboolean unresolved;  /* it failed or is unknown, and nobody has seen to it */
} McStaffPaper;

/* Papers of any kind that came out, or may have. */
typedef struct
{
  guint papers;
  guint pickup_slips; /* of them numbers for results */
  double length_mm;
} McPaperSum;

typedef struct
{
  gboolean begun;   /* FALSE: nobody has said yet that a roll was put in */
  guint length_mm;  /* of the whole roll */
  guint printed_mm; /* from it, or perhaps */
  gint64 begun_at;
} McRoll;

/* What a heartbeat and the staff screen tell. */
typedef struct
{
  guint pending;          /* queued or sent, not confirmed yet */
  guint quarantined;      /* refused for good or damaged: staff act */
  gint64 oldest_pending;  /* submitted_at of the oldest pending one, or MC_TIME_NONE */
  guint64 last_sequence;  /* 0: nothing was ever committed */
  guint prints_unsettled; /* queued or open print jobs */
} McOutboxSummary;

void mc_outbox_record_free (McOutboxRecord *self);
void mc_plain_page_free (McPlainPage *self);
void mc_wanted_print_free (McWantedPrint *self);
void mc_staff_paper_free (McStaffPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McOutboxRecord, mc_outbox_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPlainPage, mc_plain_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McWantedPrint, mc_wanted_print_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McStaffPaper, mc_staff_paper_free)

/* The kiosk's durable state: one SQLite file, one thread that owns the connection. Sync calls post
 * to that thread and wait; async calls answer on the caller's main context. Implements
 * McPrintJournal. */
#define MC_TYPE_OUTBOX (mc_outbox_get_type ())
G_DECLARE_FINAL_TYPE (McOutbox, mc_outbox, MC, OUTBOX, GObject)

McOutbox *
mc_outbox_open (const char *state_dir, McClock *clock, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The interface's thread must not wait for a disk: `work` runs in the outbox's thread, where the
 * synchronous calls below answer at once, and what it returns comes back in finish. */
typedef gpointer (*McOutboxWork) (McOutbox *self, gpointer data, GError **error);
void mc_outbox_run_async (McOutbox *self,
                          McOutboxWork work,
                          gpointer data,              /* (transfer full) (nullable) */
                          GDestroyNotify data_free,   /* (nullable) */
                          GDestroyNotify result_free, /* (nullable) */
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gpointer mc_outbox_run_finish (McOutbox *self, GAsyncResult *result, GError **error);

/* Free space below which nothing new is taken; 64 MiB until set. */
void mc_outbox_set_reserve (McOutbox *self, guint64 bytes);
/* Would a commit be taken now? NOT_ENROLLED, FULL or STORAGE say why not: no new citizen then. */
gboolean mc_outbox_check_ready (McOutbox *self, GError **error);
/* After STORAGE: closes, opens and verifies the file again. */
gboolean mc_outbox_reopen (McOutbox *self, GError **error);
const char *mc_outbox_get_damaged_file (McOutbox *self); /* (nullable): set aside while opening */

/* Enrolment: kept with the kiosk's private key, in the same file (mode 600). */
gboolean mc_outbox_set_pending_key (McOutbox *self,
                                    const McSigningKey *key,
                                    GError **error); /* before the request leaves */
McSigningKey *mc_outbox_dup_pending_key (McOutbox *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): a repeated enrolment goes on with it */
McSigningKey *mc_outbox_dup_key (McOutbox *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): not enrolled */
gboolean mc_outbox_set_enrolment (McOutbox *self,
                                  const McEnrolment *enrolment,
                                  const char *url,
                                  GError **error);
McEnrolment *mc_outbox_dup_enrolment (McOutbox *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* NULL: not enrolled */
char *mc_outbox_dup_url (McOutbox *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_outbox_set_public_url (McOutbox *self, const char *public_url, GError **error);

/* COMMIT: mints the code, seals, and writes dossier, pages, receipt record and print job in one
 * transaction. Fills dossier->code; returns the receipt. Same id again: the first answer. */
McReceipt *mc_outbox_commit (McOutbox *self,
                             McDossier *dossier,
                             GPtrArray *pages, /* (element-type McPlainPage) (nullable) */
                             McProcedure *procedure,
                             McCalendar *calendar,
                             gboolean want_print,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_outbox_commit_async (McOutbox *self,
                             McDossier *dossier, /* (transfer full) */
                             GPtrArray *pages,   /* (transfer full) (nullable) */
                             McProcedure *procedure,
                             McCalendar *calendar,
                             gboolean want_print,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
McReceipt *mc_outbox_commit_finish (McOutbox *self,
                                    GAsyncResult *result,
                                    McDossier **dossier,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_outbox_mark_shown (McOutbox *self,
                           const char *id); /* returns at once; written in the thread */

/* Records. `key` is a dossier's id, its code, or its status token (what a scanned slip holds). */
GPtrArray *mc_outbox_list (McOutbox *self,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McOutboxRecord */
McOutboxRecord *
mc_outbox_find (McOutbox *self, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
McReceipt *
mc_outbox_dup_receipt (McOutbox *self, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_outbox_get_summary (McOutbox *self, McOutboxSummary *summary, GError **error);

/* Delivery. The next record that is due, oldest first; NULL with no error when none is. */
McOutboxRecord *
mc_outbox_next_due (McOutbox *self, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, newest first: a citizen at the screen does not wait behind a backlog. */
McOutboxRecord *
mc_outbox_newest_due (McOutbox *self, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64 mc_outbox_next_attempt (McOutbox *self, GError **error); /* MC_TIME_NONE: nothing waits */
/* The network came back, or the clock was set: every record and rating that waits is due now. */
gboolean mc_outbox_retry_now (McOutbox *self, GError **error);
gboolean mc_outbox_queue_again (McOutbox *self, GError **error);
GBytes *
mc_outbox_dup_sealed (McOutbox *self, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char **mc_outbox_dup_page_digests (McOutbox *self,
                                   const char *id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *
mc_outbox_dup_page (McOutbox *self, const char *digest, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_outbox_mark_sent (McOutbox *self, const char *id, GError **error);
gboolean mc_outbox_mark_confirmed (McOutbox *self, const char *id, GError **error);
gboolean mc_outbox_mark_retry (McOutbox *self,
                               const char *id,
                               gint64 next_attempt,
                               const char *why,
                               GError **error);
gboolean
mc_outbox_mark_quarantined (McOutbox *self, const char *id, const char *why, GError **error);
gboolean mc_outbox_set_aside (McOutbox *self, const char *why, GError **error);
gboolean mc_outbox_mark_safe (McOutbox *self, guint64 up_to_position, GError **error);
guint mc_outbox_purge (McOutbox *self, gint64 older_than, GError **error);

/* Ratings wait here too, so that one tap is never lost. */
gboolean mc_outbox_add_rating (McOutbox *self, const char *id, guint score, GError **error);
/* The next rating that is due and whose dossier central has; *id NULL when none is. */
gboolean mc_outbox_next_rating (McOutbox *self,
                                gint64 now,
                                char **id,
                                guint *score,
                                char **language,
                                GError **error);
gboolean mc_outbox_mark_rating_done (McOutbox *self,
                                     const char *id,
                                     const char *refusal, /* (nullable): central took it */
                                     GError **error);
gboolean
mc_outbox_mark_rating_retry (McOutbox *self, const char *id, gint64 next_attempt, GError **error);

/* Printing: queued jobs, oldest first; a further copy makes a new row. Asked for twice before it
 * was handed over, it is one job. A pickup's slip, and what staff want printed, come out while
 * somebody stands there, or not at all. */
#define MC_OUTBOX_PICKUP_COPIES 3 /* for a jam, not to empty the roll */
char *mc_outbox_add_print (McOutbox *self,
                           const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT; /* job uuid */
char *mc_outbox_add_pickup_print (McOutbox *self, const McPickup *pickup, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* job uuid; CONFLICT: there are copies enough */
char *mc_outbox_add_staff_print (McOutbox *self,
                                 const char *kind,
                                 const char *slip,                          /* (nullable) */
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* job uuid */
McWantedPrint *mc_outbox_next_print (McOutbox *self,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McPrintOutcome
mc_outbox_get_print (McOutbox *self, const char *job_uuid, char **reason, GError **error);
GPtrArray *mc_outbox_list_open_prints (McOutbox *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of utf8 uuid */

/* The staff's view. Those of a span of time, and before them those of any time that are unresolved;
 * each part oldest first. */
GPtrArray *mc_outbox_list_papers (McOutbox *self, gint64 from, gint64 to, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McStaffPaper */
gboolean
mc_outbox_sum_papers (McOutbox *self, gint64 from, gint64 to, McPaperSum *sum, GError **error);
gboolean mc_outbox_note_paper_out (McOutbox *self, const char *job_uuid, GError **error);
gboolean mc_outbox_discard_paper (McOutbox *self, const char *job_uuid, GError **error);

/* Paper on the roll, counted by what was printed. */
gboolean mc_outbox_begin_roll (McOutbox *self, guint length_mm, GError **error);
gboolean mc_outbox_get_roll (McOutbox *self, McRoll *roll, GError **error);

/* Signal "changed": a record or print row changed (main context of the creator). */

G_END_DECLS
