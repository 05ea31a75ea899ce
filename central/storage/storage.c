/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/storage.h"

#include "app/domain/code.h"

/* clang-format off */
G_DEFINE_QUARK (mc-storage-error-quark, mc_storage_error)
/* clang-format on */
G_DEFINE_INTERFACE (McStorage, mc_storage, G_TYPE_OBJECT)

static void
mc_storage_default_init (McStorageInterface *iface)
{
}

/**
 * mc_received_clear:
 * @self: what mc_storage_receive_dossier () told
 *
 * Frees what @self holds; it may be used again.
 */
void
mc_received_clear (McReceived *self)
{
  g_clear_pointer (&self->missing, g_ptr_array_unref);
}

/**
 * mc_storage_begin:
 * @self: a storage
 * @error: return location for an error
 *
 * Begins the one write transaction; waits while another thread or process has one. Any thread.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_begin (McStorage *self, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);

  return MC_STORAGE_GET_IFACE (self)->begin (self, error);
}

/**
 * mc_storage_commit:
 * @self: a storage
 * @error: return location for an error
 *
 * Makes all since mc_storage_begin () durable: acknowledge nothing before this returned %TRUE. On
 * failure the transaction is over and nothing of it was kept. The thread that began.
 *
 * Returns: %TRUE when it is on the disk
 */
gboolean
mc_storage_commit (McStorage *self, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);

  return MC_STORAGE_GET_IFACE (self)->commit (self, error);
}

/**
 * mc_storage_rollback:
 * @self: a storage
 *
 * Ends the transaction and keeps nothing of it. The thread that began.
 */
void
mc_storage_rollback (McStorage *self)
{
  g_return_if_fail (MC_IS_STORAGE (self));

  MC_STORAGE_GET_IFACE (self)->rollback (self);
}

/**
 * mc_storage_receive_dossier:
 * @self: a storage, in a transaction
 * @record: the dossier, with `sealed` and `page_digests`
 * @token: (nullable): its status token; only the hash is kept
 * @event: its first event, normally "submit"
 * @received: (out caller-allocates): what became of it
 * @error: return location for an error
 *
 * Takes a dossier in, once: the same id with the same digest from the same kiosk is the same
 * dossier again, whenever it comes (keys never expire), also within one transaction. Pages that it
 * names must have come before.
 *
 * Returns: %TRUE when @received is set, whatever the outcome
 */
gboolean
mc_storage_receive_dossier (McStorage *self,
                            const McDossierRecord *record,
                            const char *token,
                            const McEventRecord *event,
                            McReceived *received,
                            GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (record != NULL && record->id != NULL && record->digest != NULL, FALSE);
  g_return_val_if_fail (record->sealed != NULL && event != NULL && received != NULL, FALSE);

  *received = (McReceived){ 0 };
  return MC_STORAGE_GET_IFACE (self)->receive_dossier (self, record, token, event, received, error);
}

/**
 * mc_storage_note_refused:
 * @self: a storage, in a transaction
 * @kiosk_key: key id of the kiosk
 * @sequence: its sequence number, from 1
 * @error: return location for an error
 *
 * Notes that a dossier was refused for good: it stays in quarantine at its kiosk, and the position
 * up to which all is safe must not wait for it.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_note_refused (McStorage *self, const char *kiosk_key, guint64 sequence, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (kiosk_key != NULL && sequence > 0, FALSE);

  return MC_STORAGE_GET_IFACE (self)->note_refused (self, kiosk_key, sequence, error);
}

/**
 * mc_storage_put_blob:
 * @self: a storage, in a transaction
 * @digest: hex SHA-256 of @sealed, which the caller has checked
 * @sealed: a sealed page
 * @kiosk_key: key id of the kiosk that brought it
 * @at: now
 * @created: (out): whether it was new
 * @error: return location for an error
 *
 * Keeps a page under its digest: the same page again is no change.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_put_blob (McStorage *self,
                     const char *digest,
                     GBytes *sealed,
                     const char *kiosk_key,
                     gint64 at,
                     gboolean *created,
                     GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (digest != NULL && sealed != NULL && created != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->put_blob (
      self, digest, sealed, kiosk_key, at, created, error);
}

/**
 * mc_storage_record_step:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @expected_revision: the revision that the decision was based on
 * @event: what happened; its own `revision` is not looked at
 * @revision: (out) (optional): the new revision
 * @error: return location for an error
 *
 * Appends to the history and moves the current state with it. %MC_STORAGE_ERROR_CONFLICT when
 * somebody else acted since @expected_revision, %MC_STORAGE_ERROR_NOT_FOUND without such a dossier.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_record_step (McStorage *self,
                        const char *id,
                        guint64 expected_revision,
                        const McEventRecord *event,
                        guint64 *revision,
                        GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (id != NULL && event != NULL && event->action != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->record_step (
      self, id, expected_revision, event, revision, error);
}

/**
 * mc_storage_add_token:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @token: a token of mc_token_new (), 26 characters; only its SHA-256 is kept
 * @purpose: key of the document that carries it
 * @at: now
 * @error: return location for an error
 *
 * Lets one more printed document lead to the dossier.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_add_token (McStorage *self,
                      const char *id,
                      const char *token,
                      const char *purpose,
                      gint64 at,
                      GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (id != NULL && token != NULL && purpose != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->add_token (self, id, token, purpose, at, error);
}

/**
 * mc_storage_take_number:
 * @self: a storage, in a transaction
 * @series: name of a series
 * @number: (out): 1, 2, 3…
 * @error: return location for an error
 *
 * Takes the next number of a series without gaps, as a register needs (Thông tư 01/2018 art. 10):
 * a transaction that is rolled back takes none.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_take_number (McStorage *self, const char *series, guint *number, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (series != NULL && number != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->take_number (self, series, number, error);
}

/**
 * mc_storage_add_rating:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @kiosk: (nullable): name of the kiosk that asks, which must be the dossier's own; %NULL for the
 *   citizen's page, which the token has led to the dossier
 * @score: 1 to 5
 * @language: (nullable): of the screen
 * @at: now
 * @outcome: (out): what became of it
 * @error: return location for an error
 *
 * Keeps one rating a dossier: the first.
 *
 * Returns: %TRUE when @outcome is set
 */
gboolean
mc_storage_add_rating (McStorage *self,
                       const char *id,
                       const char *kiosk,
                       guint score,
                       const char *language,
                       gint64 at,
                       McRatingOutcome *outcome,
                       GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (id != NULL && outcome != NULL, FALSE);
  g_return_val_if_fail (score >= 1 && score <= 5, FALSE);

  return MC_STORAGE_GET_IFACE (self)->add_rating (
      self, id, kiosk, score, language, at, outcome, error);
}

/**
 * mc_storage_try_second_factor:
 * @self: a storage, in a transaction
 * @code: a dossier code, known or not
 * @id_last4: last four digits of the id number
 * @birth_year: year of birth
 * @today: the local date
 * @outcome: (out): whether it fits
 * @error: return location for an error
 *
 * Counts and compares in one step, so that a hundred guesses at once are still five: after
 * %MC_FACTOR_TRIES_A_DAY wrong ones in a day even the right one is refused. Unknown codes are
 * counted and answered alike.
 *
 * Returns: %TRUE when @outcome is set
 */
gboolean
mc_storage_try_second_factor (McStorage *self,
                              const char *code,
                              const char *id_last4,
                              guint birth_year,
                              const GDate *today,
                              McFactorOutcome *outcome,
                              GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (code != NULL && id_last4 != NULL && outcome != NULL, FALSE);
  g_return_val_if_fail (today != NULL && g_date_valid (today), FALSE);

  return MC_STORAGE_GET_IFACE (self)->try_second_factor (
      self, code, id_last4, birth_year, today, outcome, error);
}

/**
 * mc_storage_add_enrolment:
 * @self: a storage, in a transaction
 * @record: a code that waits
 * @error: return location for an error
 *
 * Fails with %MC_STORAGE_ERROR_EXHAUSTED when the agency has no serial range left to give.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_add_enrolment (McStorage *self, const McEnrolmentRecord *record, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (record != NULL && record->name != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->add_enrolment (self, record, error);
}

/**
 * mc_storage_redeem_enrolment:
 * @self: a storage, in a transaction
 * @lookup_id: of the one-time code
 * @public_key: the kiosk's new key; its proof has been checked
 * @now: now
 * @outcome: (out): what became of it
 * @kiosk: (out) (nullable) (transfer full): the enrolled kiosk, when new or the same
 * @error: return location for an error
 *
 * Enrols a kiosk: a new key under the name, with the agency's next thousand serials, which nobody
 * ever had (from 100000; a counter's is one of them). An earlier enrolment of the same name is
 * revoked by it. The same key gets the same answer again, so that a lost reply costs nothing.
 *
 * Returns: %TRUE when @outcome is set
 */
gboolean
mc_storage_redeem_enrolment (McStorage *self,
                             const guint8 lookup_id[16],
                             const guint8 public_key[32],
                             gint64 now,
                             McRedeemOutcome *outcome,
                             McKioskRecord **kiosk,
                             GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (outcome != NULL && kiosk != NULL, FALSE);

  *kiosk = NULL;
  return MC_STORAGE_GET_IFACE (self)->redeem_enrolment (
      self, lookup_id, public_key, now, outcome, kiosk, error);
}

/**
 * mc_storage_revoke_kiosk:
 * @self: a storage, in a transaction
 * @name: a kiosk's name
 * @at: now
 * @error: return location for an error
 *
 * Revokes its enrolment for good and leaves a tombstone, so that the kiosk can be told. Codes that
 * wait for that name are void. %MC_STORAGE_ERROR_NOT_FOUND when no valid enrolment has that name.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_revoke_kiosk (McStorage *self, const char *name, gint64 at, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->revoke_kiosk (self, name, at, error);
}

/**
 * mc_storage_record_heartbeat:
 * @self: a storage, in a transaction
 * @key_id: the kiosk's key
 * @health: JSON of what it says
 * @at: now
 * @error: return location for an error
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_record_heartbeat (McStorage *self,
                             const char *key_id,
                             const char *health,
                             gint64 at,
                             GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (key_id != NULL && health != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->record_heartbeat (self, key_id, health, at, error);
}

/**
 * mc_storage_set_safe:
 * @self: a storage, in a transaction
 * @key_id: a kiosk's key
 * @sequence: all up to here are in a backup or on a standby too
 * @error: return location for an error
 *
 * Never goes back: an older backup does not make a newer one undone.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_set_safe (McStorage *self, const char *key_id, guint64 sequence, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (key_id != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->set_safe (self, key_id, sequence, error);
}

/**
 * mc_storage_find_by_id:
 * @self: a storage
 * @id: a UUIDv7
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the dossier without its sealed bytes; %NULL without an error
 *   when there is none
 */
McDossierRecord *
mc_storage_find_by_id (McStorage *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->find_by_id (self, id, error);
}

/**
 * mc_storage_find_by_code:
 * @self: a storage
 * @code: a dossier code
 * @error: return location for an error
 *
 * Finds the first that came with that code: a later one is held with its `attention` set.
 *
 * Returns: (transfer full) (nullable): as mc_storage_find_by_id ()
 */
McDossierRecord *
mc_storage_find_by_code (McStorage *self, const char *code, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (code != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->find_by_code (self, code, error);
}

/**
 * mc_storage_find_by_typed_code:
 * @self: a storage
 * @typed: a dossier code as a hand typed it: without its marks, in small letters, with spaces
 * @error: return location for an error
 *
 * Tries what mc_code_list_readings () makes of it. Where two dossiers could be meant, none is.
 *
 * Returns: (transfer full) (nullable): as mc_storage_find_by_id ()
 */
McDossierRecord *
mc_storage_find_by_typed_code (McStorage *self, const char *typed, GError **error)
{
  g_auto (GStrv) readings = NULL;
  g_autoptr (McDossierRecord) found = NULL;

  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (typed != NULL, NULL);

  readings = mc_code_list_readings (typed);
  for (char **reading = readings; *reading != NULL; reading++)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (McDossierRecord) record = mc_storage_find_by_code (self, *reading, &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (record != NULL && found != NULL)
        return NULL;
      if (record != NULL)
        found = g_steal_pointer (&record);
    }

  return g_steal_pointer (&found);
}

/**
 * mc_storage_find_by_token:
 * @self: a storage
 * @token: what mc_token_parse () gave
 * @error: return location for an error
 *
 * Looks for the SHA-256 of @token through a unique index, so that time tells nothing about it.
 *
 * Returns: (transfer full) (nullable): as mc_storage_find_by_id ()
 */
McDossierRecord *
mc_storage_find_by_token (McStorage *self, const char *token, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->find_by_token (self, token, error);
}

/**
 * mc_storage_find_public:
 * @self: a storage
 * @token: what mc_token_parse () gave
 * @events: (out) (transfer full) (element-type McEventRecord): its history, oldest first; unchanged
 *   when there is no dossier
 * @error: return location for an error
 *
 * What a citizen's page is drawn from, as of one moment: of the dossier nobody's name or number; of
 * its events `revision`, `action`, `to`, `step`, `at` and `place`, neither who nor why, and `data`
 * only where papers were asked for; `rating` only of one that was returned. Nothing else is read.
 * Any thread.
 *
 * Returns: (transfer full) (nullable): as mc_storage_find_by_token (), without `kiosk`,
 * `kiosk_key`, `digest`, `attention`, `applicant_name`, `id_number`, `birth_year`, `channel`,
 * `unit`, `resolver`, `department` and `assignee`
 */
McDossierRecord *
mc_storage_find_public (McStorage *self, const char *token, GPtrArray **events, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (token != NULL && events != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->find_public (self, token, events, error);
}

/**
 * mc_storage_load_sealed:
 * @self: a storage
 * @id: a UUIDv7
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the dossier with `sealed` and `page_digests`
 */
McDossierRecord *
mc_storage_load_sealed (McStorage *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->load_sealed (self, id, error);
}

/**
 * mc_storage_list_events:
 * @self: a storage
 * @id: a dossier's id
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type McEventRecord): the history, oldest first; empty for an
 *   unknown id; %NULL with an error
 */
GPtrArray *
mc_storage_list_events (McStorage *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->list_events (self, id, error);
}

/**
 * mc_storage_load_blob:
 * @self: a storage
 * @digest: hex SHA-256
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the sealed page
 */
GBytes *
mc_storage_load_blob (McStorage *self, const char *digest, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (digest != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->load_blob (self, digest, error);
}

/**
 * mc_storage_find_enrolment:
 * @self: a storage
 * @lookup_id: of a one-time code
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the code that waits or was used, also when it is too late
 */
McEnrolmentRecord *
mc_storage_find_enrolment (McStorage *self, const guint8 lookup_id[16], GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);

  return MC_STORAGE_GET_IFACE (self)->find_enrolment (self, lookup_id, error);
}

/**
 * mc_storage_find_kiosk:
 * @self: a storage
 * @key_id: id of its signing key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the enrolment, also a revoked one
 */
McKioskRecord *
mc_storage_find_kiosk (McStorage *self, const char *key_id, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);
  g_return_val_if_fail (key_id != NULL, NULL);

  return MC_STORAGE_GET_IFACE (self)->find_kiosk (self, key_id, error);
}

/**
 * mc_storage_list_kiosks:
 * @self: a storage
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type McKioskRecord): all enrolments, by name and time
 */
GPtrArray *
mc_storage_list_kiosks (McStorage *self, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), NULL);

  return MC_STORAGE_GET_IFACE (self)->list_kiosks (self, error);
}

/**
 * mc_storage_get_position:
 * @self: a storage
 * @key_id: a kiosk's key
 * @contiguous: (out): all from 1 to here were received, or refused for good; 0 = none
 * @error: return location for an error
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_get_position (McStorage *self, const char *key_id, guint64 *contiguous, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (key_id != NULL && contiguous != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->get_position (self, key_id, contiguous, error);
}

/**
 * mc_storage_count_states:
 * @self: a storage
 * @counts: (array): room for %MC_N_STATES counts, by #McState
 * @attention: (out): how many need attention
 * @error: return location for an error
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_count_states (McStorage *self, guint64 *counts, guint64 *attention, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (counts != NULL && attention != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->count_states (self, counts, attention, error);
}

/**
 * mc_storage_get_version:
 * @self: a storage
 * @version: (out): a number that is another one after any commit, also another process's
 * @error: return location for an error
 *
 * For caches of what was read: read the version first, then the data. Comparable within one
 * process only.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_get_version (McStorage *self, guint64 *version, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (version != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->get_version (self, version, error);
}

/**
 * mc_storage_backup:
 * @self: a storage, in no transaction
 * @path: the file to make; replaced only when the new one is complete and on the disk
 * @error: return location for an error
 *
 * Copies all that was committed while others go on working, then notes for every kiosk up to where
 * the copy holds everything: heartbeats tell it, and the kiosk may purge.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_storage_backup (McStorage *self, const char *path, GError **error)
{
  g_return_val_if_fail (MC_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return MC_STORAGE_GET_IFACE (self)->backup (self, path, error);
}
