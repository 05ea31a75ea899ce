/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "central/storage/records.h"

G_BEGIN_DECLS

#define MC_STORAGE_ERROR (mc_storage_error_quark ())
GQuark mc_storage_error_quark (void);

typedef enum
{
  MC_STORAGE_ERROR_NOT_FOUND,
  MC_STORAGE_ERROR_CONFLICT,    /* the revision is not the expected one: somebody else acted */
  MC_STORAGE_ERROR_EXHAUSTED,   /* an agency has no serial range left */
  MC_STORAGE_ERROR_UNAVAILABLE, /* disk full, I/O error, locked: nothing was kept, try later */
  MC_STORAGE_ERROR_BROKEN,      /* a sync failed: nothing here can be trusted until a restart */
  MC_STORAGE_ERROR_SCHEMA,      /* made by a newer program, or a migration failed */
  MC_STORAGE_ERROR_UNSUPPORTED,
} McStorageError;

typedef enum
{
  MC_RECEIVE_NEW,
  MC_RECEIVE_SAME,          /* id and content again: a success */
  MC_RECEIVE_CONFLICT,      /* id known with other content, or from another kiosk */
  MC_RECEIVE_PAGES_MISSING, /* nothing kept; `missing` says which */
} McReceiveOutcome;

typedef struct
{
  McReceiveOutcome outcome;
  gint64 received_at; /* of the first time */
  GPtrArray *missing; /* (owned) (nullable) (element-type utf8), hex digests */
} McReceived;

void mc_received_clear (McReceived *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McReceived, mc_received_clear)

typedef enum
{
  MC_FACTOR_MATCH,
  MC_FACTOR_WRONG, /* also for a code that is not known: nobody learns which */
  MC_FACTOR_LOCKED,
} McFactorOutcome;

#define MC_FACTOR_TRIES_A_DAY 5

typedef enum
{
  MC_RATING_NEW,
  MC_RATING_SAME,
  MC_RATING_OTHER,   /* rated before with another score: the first one stays */
  MC_RATING_UNKNOWN, /* no such dossier, or not this kiosk's */
} McRatingOutcome;

typedef enum
{
  MC_REDEEM_NEW,
  MC_REDEEM_SAME,      /* same code, same key: the same answer */
  MC_REDEEM_UNKNOWN,   /* no such code, or too late */
  MC_REDEEM_OTHER_KEY, /* used by another key */
} McRedeemOutcome;

/* What central remembers, in the words of its work; never SQL.
 *
 * Write verbs (first group) run between begin and commit, on the thread that began: in the service
 * that is the batch writer's (see McRoute.write), in a command the main thread. Nothing is kept
 * until mc_storage_commit () returned TRUE. After any error: mc_storage_rollback ().
 * Read verbs run on any thread and see what was committed; inside a transaction, on its thread,
 * they see its own writes. Absent things are NULL without an error. */
#define MC_TYPE_STORAGE (mc_storage_get_type ())
G_DECLARE_INTERFACE (McStorage, mc_storage, MC, STORAGE, GObject)

struct _McStorageInterface
{
  GTypeInterface parent_iface;

  gboolean (*begin) (McStorage *self, GError **error);
  gboolean (*commit) (McStorage *self, GError **error);
  void (*rollback) (McStorage *self);

  gboolean (*receive_dossier) (McStorage *self,
                               const McDossierRecord *record,
                               const char *token,
                               const McEventRecord *event,
                               McReceived *received,
                               GError **error);
  gboolean (*note_refused) (McStorage *self,
                            const char *kiosk_key,
                            guint64 sequence,
                            GError **error);
  gboolean (*put_blob) (McStorage *self,
                        const char *digest,
                        GBytes *sealed,
                        const char *kiosk_key,
                        gint64 at,
                        gboolean *created,
                        GError **error);
  gboolean (*record_step) (McStorage *self,
                           const char *id,
                           guint64 expected_revision,
                           const McEventRecord *event,
                           guint64 *revision,
                           GError **error);
  gboolean (*add_token) (McStorage *self,
                         const char *id,
                         const char *token,
                         const char *purpose,
                         gint64 at,
                         GError **error);
  gboolean (*take_number) (McStorage *self, const char *series, guint *number, GError **error);
  gboolean (*add_rating) (McStorage *self,
                          const char *id,
                          const char *kiosk,
                          guint score,
                          const char *language,
                          gint64 at,
                          McRatingOutcome *outcome,
                          GError **error);
  gboolean (*try_second_factor) (McStorage *self,
                                 const char *code,
                                 const char *id_last4,
                                 guint birth_year,
                                 const GDate *today,
                                 McFactorOutcome *outcome,
                                 GError **error);
  gboolean (*add_enrolment) (McStorage *self, const McEnrolmentRecord *record, GError **error);
  gboolean (*redeem_enrolment) (McStorage *self,
                                const guint8 lookup_id[16],
                                const guint8 public_key[32],
                                gint64 now,
                                McRedeemOutcome *outcome,
                                McKioskRecord **kiosk,
                                GError **error);
  gboolean (*revoke_kiosk) (McStorage *self, const char *name, gint64 at, GError **error);
  gboolean (*record_heartbeat) (McStorage *self,
                                const char *key_id,
                                const char *health,
                                gint64 at,
                                GError **error);
  gboolean (*set_safe) (McStorage *self, const char *key_id, guint64 sequence, GError **error);

  McDossierRecord *(*find_by_id) (McStorage *self, const char *id, GError **error);
  McDossierRecord *(*find_by_code) (McStorage *self, const char *code, GError **error);
  McDossierRecord *(*find_by_token) (McStorage *self, const char *token, GError **error);
  McDossierRecord *(*find_public) (McStorage *self,
                                   const char *token,
                                   GPtrArray **events,
                                   GError **error);
  McDossierRecord *(*load_sealed) (McStorage *self, const char *id, GError **error);
  GPtrArray *(*list_events) (McStorage *self, const char *id, GError **error);
  GBytes *(*load_blob) (McStorage *self, const char *digest, GError **error);
  McEnrolmentRecord *(*find_enrolment) (McStorage *self,
                                        const guint8 lookup_id[16],
                                        GError **error);
  McKioskRecord *(*find_kiosk) (McStorage *self, const char *key_id, GError **error);
  GPtrArray *(*list_kiosks) (McStorage *self, GError **error);
  gboolean (*get_position) (McStorage *self,
                            const char *key_id,
                            guint64 *contiguous,
                            GError **error);
  gboolean (*count_states) (McStorage *self, guint64 *counts, guint64 *attention, GError **error);
  gboolean (*get_version) (McStorage *self, guint64 *version, GError **error);
  gboolean (*backup) (McStorage *self, const char *path, GError **error);
};

gboolean mc_storage_begin (McStorage *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_storage_commit (McStorage *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_storage_rollback (McStorage *self);

/* Dossiers. `token` and `event` (the submit event) may be NULL when the contents are unreadable. */
gboolean mc_storage_receive_dossier (McStorage *self,
                                     const McDossierRecord *record,
                                     const char *token,
                                     const McEventRecord *event,
                                     McReceived *received,
                                     GError **error);
gboolean
mc_storage_note_refused (McStorage *self,
                         const char *kiosk_key,
                         guint64 sequence,
                         GError **error); /* else the safe position waits for it for ever */
gboolean mc_storage_put_blob (McStorage *self,
                              const char *digest,
                              GBytes *sealed,
                              const char *kiosk_key,
                              gint64 at,
                              gboolean *created,
                              GError **error);
gboolean mc_storage_record_step (McStorage *self,
                                 const char *id,
                                 guint64 expected_revision,
                                 const McEventRecord *event,
                                 guint64 *revision,
                                 GError **error);
gboolean mc_storage_add_token (McStorage *self,
                               const char *id,
                               const char *token,   /* of mc_token_new (); only its hash is kept */
                               const char *purpose, /* "receipt", "supplement", … */
                               gint64 at,
                               GError **error);
gboolean mc_storage_take_number (McStorage *self,
                                 const char *series, /* "register-00070-2025": 1, 2, 3… */
                                 guint *number,
                                 GError **error);
gboolean mc_storage_add_rating (McStorage *self,
                                const char *id,
                                const char *kiosk, /* (nullable): from the citizen's page */
                                guint score,
                                const char *language,
                                gint64 at,
                                McRatingOutcome *outcome,
                                GError **error);
gboolean mc_storage_try_second_factor (McStorage *self,
                                       const char *code,
                                       const char *id_last4,
                                       guint birth_year,
                                       const GDate *today,
                                       McFactorOutcome *outcome,
                                       GError **error);

/* Kiosks. */
gboolean
mc_storage_add_enrolment (McStorage *self, const McEnrolmentRecord *record, GError **error);
gboolean mc_storage_redeem_enrolment (McStorage *self,
                                      const guint8 lookup_id[16],
                                      const guint8 public_key[32],
                                      gint64 now,
                                      McRedeemOutcome *outcome,
                                      McKioskRecord **kiosk,
                                      GError **error);
gboolean mc_storage_revoke_kiosk (McStorage *self, const char *name, gint64 at, GError **error);
gboolean mc_storage_record_heartbeat (McStorage *self,
                                      const char *key_id,
                                      const char *health,
                                      gint64 at,
                                      GError **error);
gboolean
mc_storage_set_safe (McStorage *self, const char *key_id, guint64 sequence, GError **error);

/* Reading. */
McDossierRecord *mc_storage_find_by_id (McStorage *self,
                                        const char *id,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McDossierRecord *mc_storage_find_by_typed_code (McStorage *self, const char *typed, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McDossierRecord *mc_storage_find_by_code (McStorage *self, const char *code, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McDossierRecord *mc_storage_find_by_token (McStorage *self, const char *token, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McDossierRecord *
mc_storage_find_public (McStorage *self, const char *token, GPtrArray **events, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable); without anybody's name */
McDossierRecord *mc_storage_load_sealed (McStorage *self, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable); with `sealed` and `page_digests` */
GPtrArray *mc_storage_list_events (McStorage *self, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McEventRecord, oldest first; NULL is an error */
GBytes *mc_storage_load_blob (McStorage *self,
                              const char *digest,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McEnrolmentRecord *
mc_storage_find_enrolment (McStorage *self,
                           const guint8 lookup_id[16],
                           GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McKioskRecord *mc_storage_find_kiosk (McStorage *self,
                                      const char *key_id,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
GPtrArray *mc_storage_list_kiosks (McStorage *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McKioskRecord, by name, then enrolment */
gboolean mc_storage_get_position (McStorage *self,
                                  const char *key_id,
                                  guint64 *contiguous,
                                  GError **error); /* all 1 to here were received or refused */
gboolean mc_storage_count_states (McStorage *self,
                                  guint64 *counts, /* of MC_N_STATES */
                                  guint64 *attention,
                                  GError **error);
gboolean mc_storage_get_version (McStorage *self,
                                 guint64 *version,
                                 GError **error); /* changes with every commit, of anybody */
gboolean mc_storage_backup (McStorage *self,
                            const char *path,
                            GError **error); /* outside any transaction; also sets safe positions */

G_END_DECLS
