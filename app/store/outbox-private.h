/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"
#include "app/store/store-thread.h"

G_BEGIN_DECLS

/* What the rooms of the outbox share; each room is one file outbox-<room>.c. */

/* reliability.md T18, and what PUT /v1/blobs and PUT /v1/dossiers take */
#define MC_OUTBOX_MAX_PAGE (1024 * 1024)
#define MC_OUTBOX_MAX_DOSSIER (12 * 1024 * 1024)

#define MC_OUTBOX_DIGEST_LENGTH 32

struct _McOutbox
{
  GObject parent_instance;

  McStoreThread *store; /* (owned) (nullable) before it was opened */
  McClock *clock;       /* (owned) (nullable) before it was opened */
  GSource *emitter;     /* (owned), of the creator's context: emits "changed" there */
  char *damaged_file;   /* (owned) (nullable) */

  /* In the store's thread alone */
  GHashTable
      *contents; /* (owned) (element-type utf8 GBytes): content digests by id, this process */
  guint64 reserve;
  GDate floor; /* no earlier date is minted: the program's build date */
};

/* outbox.c */
void mc_outbox_set_date_floor (McOutbox *self, const GDate *floor); /* tests */
gboolean mc_outbox_hmac (McStoreThread *store,
                         const char *key_name,
                         const void *data,
                         gsize length,
                         guint8 digest[MC_OUTBOX_DIGEST_LENGTH],
                         GError **error);

/* outbox-identity.c */
gboolean mc_outbox_load_enrolment (McStoreThread *store, McEnrolment **enrolment, GError **error);

/* outbox-content.c: what a draft says, and what of it is sealed. `pages` are McPlainPage (nullable)
 */
gboolean mc_content_check (const McDossier *dossier, GPtrArray *pages, GError **error);
gboolean mc_content_digest (McStoreThread *store,
                            McDossier *dossier,
                            GPtrArray *pages,
                            guint8 digest[MC_OUTBOX_DIGEST_LENGTH],
                            GError **error);
void mc_content_drop_pages (McDossier *dossier);
GPtrArray *mc_content_seal_pages (McDossier *dossier,
                                  GPtrArray *pages,
                                  const McEnrolment *enrolment,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of GBytes */
GBytes *mc_content_seal_dossier (McDossier *dossier,
                                 GPtrArray *sealed_pages,
                                 const McEnrolment *enrolment,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* outbox-records.c */
#define MC_RECORD_COLUMNS                                                                          \
  "d.sequence, d.id, d.code, d.state, d.attempts, d.next_attempt, d.last_error, d.submitted_at,"   \
  " d.shown, d.digest, d.kiosk, d.token, d.receipt, d.mac,"                                        \
  " (SELECT count (*) FROM prints p WHERE p.sequence = d.sequence),"                               \
  " (SELECT p.outcome FROM prints p WHERE p.sequence = d.sequence ORDER BY p.rowid DESC LIMIT 1)," \
  " max (d.sequence - (SELECT base FROM identity), 0)"

gboolean mc_record_mac (McStoreThread *store,
                        guint64 sequence,
                        const char *id,
                        const char *code,
                        const char *kiosk,
                        gint64 submitted_at,
                        const char *digest,
                        const char *token,   /* (nullable) once purged */
                        const char *receipt, /* (nullable) once purged */
                        guint8 mac[MC_OUTBOX_DIGEST_LENGTH],
                        GError **error);
gboolean mc_record_find_sequence (McStoreThread *store,
                                  const char *key,
                                  gint64 *sequence,
                                  GError **error); /* NOT_FOUND */
McPrintOutcome mc_record_outcome_from_string (const char *text);
gboolean mc_record_parse_receipt (const char *text, McReceipt **receipt);
McReceipt *mc_record_load_receipt (McStoreThread *store,
                                   gint64 sequence,
                                   guint copy,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
McOutboxRecord *mc_record_load (McStoreThread *store,
                                sqlite3_stmt *row,
                                gboolean *intact,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
mc_record_quarantine (McStoreThread *store, gint64 sequence, const char *why, GError **error);

/* outbox-prints.c */
void mc_outbox_print_journal_init (McPrintJournalInterface *iface);
char *mc_print_insert (McStoreThread *store, gint64 sequence, gint64 now, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* within a transaction */
gboolean mc_print_forget_slips (McStoreThread *store, gint64 older_than, GError **error);

G_END_DECLS
