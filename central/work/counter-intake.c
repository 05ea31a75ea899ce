/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/counter-intake.h"

#include "app/domain/code.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "central/kiosks/contents.h"
#include "central/storage/serials.h"
#include "central/work/action.h"

#include <sodium.h>
#include <string.h>

#define CODE_DIGITS 6

/**
 * mc_counter_filing_new:
 * @dossier: (transfer full): whole but for kiosk and code: mc_dossier_check () was happy with it
 * @receive: whether the papers are complete
 *
 * Returns: (transfer full): a filing without scanned pages
 */
McCounterFiling *
mc_counter_filing_new (McDossier *dossier, gboolean receive)
{
  McCounterFiling *self = g_new0 (McCounterFiling, 1);

  self->dossier = dossier;
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->receive = receive;
  return self;
}

/**
 * mc_counter_filing_free:
 * @self: (transfer full) (nullable): a filing
 */
void
mc_counter_filing_free (McCounterFiling *self)
{
  if (self == NULL)
    return;

  mc_dossier_free (self->dossier);
  g_ptr_array_unref (self->pages);
  g_free (self);
}

/**
 * mc_counter_filing_add_page:
 * @self: a filing
 * @central: central, to whose key it is sealed
 * @document: key of a document that the dossier has
 * @type: image/jpeg or image/png
 * @image: the page's bytes
 * @error: return location for an #McEnvelopeError
 *
 * Seals a page before it is written anywhere, and names it in the dossier. Any thread.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_counter_filing_add_page (McCounterFiling *self,
                            McCentral *central,
                            const char *document,
                            const char *type,
                            GBytes *image,
                            GError **error)
{
  McDossierDocument *paper = mc_dossier_find_document (self->dossier, document);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autofree char *digest = NULL;
  GBytes *sealed;

  g_return_val_if_fail (paper != NULL, FALSE);

  envelope = mc_envelope_new_page (self->dossier->id, document, paper->pages->len);
  sealed = mc_envelope_seal (
      envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), image, error);
  if (sealed == NULL)
    return FALSE;

  digest = mc_digest_hex (sealed);
  mc_dossier_document_add_page (paper, digest, type, g_bytes_get_size (sealed));
  g_ptr_array_add (self->pages, sealed);
  return TRUE;
}

/**
 * mc_counter_get_name:
 * @point: a receiving point
 *
 * Returns: (transfer full): what stands in place of a kiosk's name for what is filed at its desk.
 *   No kiosk can be enrolled by such a name. Any thread
 */
char *
mc_counter_get_name (const McPoint *point)
{
  return g_strconcat (MC_COUNTER_PREFIX, point->code, NULL);
}

/* Nobody has the secret half of such a key: it is a name, and signs nothing. */
static void
derive_key (const McPoint *point, guint generation, guint8 key[32])
{
  g_autofree char *seed = g_strdup_printf ("motcua-counter\n%s\n%u", point->code, generation);

  crypto_hash_sha256 (key, (const guint8 *) seed, strlen (seed));
}

/* In one go, so that nobody else can ever redeem the code. */
static McKioskRecord *
enrol (McStorage *storage, const McPoint *point, const guint8 key[32], gint64 now, GError **error)
{
  g_autoptr (McEnrolmentRecord) record = mc_enrolment_record_new ();
  g_autoptr (McKioskRecord) counter = NULL;
  McRedeemOutcome outcome;

  randombytes_buf (record->lookup_id, sizeof record->lookup_id);
  randombytes_buf (record->proof_key, sizeof record->proof_key);
  record->name = mc_counter_get_name (point);
  record->point_code = g_strdup (point->code);
  record->agency_code = g_strdup (point->agency_code);
  record->expires_at = now + 1;
  if (!mc_storage_add_enrolment (storage, record, error) ||
      !mc_storage_redeem_enrolment (
          storage, record->lookup_id, key, now, &outcome, &counter, error))
    return NULL;

  g_assert (outcome == MC_REDEEM_NEW);
  return g_steal_pointer (&counter);
}

/* The serial of the day, when the counter's range still holds it. */
static gboolean
take_serial (McStorage *storage,
             const McKioskRecord *counter,
             const GDate *day,
             guint *serial,
             GError **error)
{
  g_autofree char *series = g_strdup_printf ("counter-%s-%04u%02u%02u",
                                             counter->key_id,
                                             (guint) g_date_get_year (day),
                                             (guint) g_date_get_month (day),
                                             (guint) g_date_get_day (day));

  if (!mc_storage_take_number (storage, series, serial, error))
    return FALSE;

  *serial += counter->serial_first - 1;
  return TRUE;
}

/* A counter is an enrolment like a kiosk's, so that no kiosk ever gets its serials. A further one
 * takes its place when its range is used up for the day, when the agency's code changed, and after
 * a restore: a backup's copy revokes them, since its original went on minting. */
static McKioskRecord *
take_code (McStorage *storage,
           const McPoint *point,
           const GDate *day,
           gint64 now,
           char **code,
           GError **error)
{
  for (guint generation = 1;; generation++)
    {
      g_autoptr (McKioskRecord) counter = NULL;
      g_autoptr (GError) problem = NULL;
      g_autofree char *key_id = NULL;
      guint8 key[32];
      guint serial;

      derive_key (point, generation, key);
      key_id = mc_key_id_new (key);
      counter = mc_storage_find_kiosk (storage, key_id, &problem);
      if (counter == NULL && problem == NULL)
        counter = enrol (storage, point, key, now, &problem);
      if (counter == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (counter->revoked_at != MC_TIME_NONE ||
          g_strcmp0 (counter->agency_code, point->agency_code) != 0)
        continue;
      if (!take_serial (storage, counter, day, &serial, error))
        return NULL;
      if (serial > counter->serial_last)
        continue;

      *code = mc_code_format (counter->agency_code, day, serial, CODE_DIGITS, error);
      return *code == NULL ? NULL : g_steal_pointer (&counter);
    }
}

static McDossierRecord *
make_record (McCounterFiling *self,
             McCentral *central,
             const McKioskRecord *counter,
             gint64 now,
             char **token,
             GError **error)
{
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (json_t) object = mc_dossier_to_json (self->dossier);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GBytes) payload = NULL;
  char *text = mc_json_to_string (object);

  payload = g_bytes_new_take (text, strlen (text));
  for (guint i = 0; i < self->pages->len; i++)
    g_ptr_array_add (digests, mc_digest_hex (g_ptr_array_index (self->pages, i)));
  g_ptr_array_add (digests, NULL);
  envelope = mc_envelope_new_dossier (
      self->dossier->id, self->dossier->code, (const char *const *) digests->pdata);
  record->sealed = mc_envelope_seal (
      envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), payload, error);
  if (record->sealed == NULL)
    return NULL;

  record->id = g_strdup (self->dossier->id);
  record->code = g_strdup (self->dossier->code);
  record->kiosk = g_strdup (counter->name);
  record->kiosk_key = g_strdup (counter->key_id);
  record->digest = mc_digest_hex (record->sealed);
  record->page_digests = g_strdupv ((char **) digests->pdata);
  record->received_at = now;
  *token = mc_contents_read (central, payload, envelope, counter, record);
  return g_steal_pointer (&record);
}

static gboolean
receive_record (McCounterFiling *self,
                McStorage *storage,
                const McDossierRecord *record,
                const char *token,
                const char *login,
                GError **error)
{
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_auto (McReceived) received = { 0 };

  for (guint i = 0; i < self->pages->len; i++)
    {
      gboolean created;

      if (!mc_storage_put_blob (storage,
                                record->page_digests[i],
                                g_ptr_array_index (self->pages, i),
                                record->kiosk_key,
                                record->received_at,
                                &created,
                                error))
        return FALSE;
    }

  event->action = g_strdup ("submit");
  event->role = MC_ROLE_CITIZEN;
  event->from = MC_STATE_DRAFT;
  event->to = MC_STATE_SUBMITTED;
  event->step = 1;
  event->at = record->submitted_at;
  event->actor = g_strdup (login);
  if (!mc_storage_receive_dossier (storage, record, token, event, &received, error))
    return FALSE;

  g_assert (received.outcome == MC_RECEIVE_NEW);
  return TRUE;
}

/* What lay on the counter is what was checked. */
static McEventData *
list_checked (const McDossier *dossier)
{
  McEventData *data = mc_event_data_new ();

  for (guint i = 0; i < dossier->documents->len; i++)
    {
      const McDossierDocument *paper = g_ptr_array_index (dossier->documents, i);

      mc_event_data_add_checked (
          data, paper->key, paper->originals, paper->certified, paper->copies);
    }

  return data;
}

static McDossierRecord *
do_step_2 (McCounterFiling *self,
           McCentral *central,
           McStorage *storage,
           const char *login,
           gint64 now,
           GError **error)
{
  g_autoptr (McEventData) data = list_checked (self->dossier);
  const McOrder order = { .action = "receive",
                          .role = MC_ROLE_RECEPTION,
                          .actor = login,
                          .due_at = MC_TIME_NONE,
                          .data = data };
  g_auto (McCase) dossier = { 0 };

  if (!mc_case_load (&dossier, central, self->dossier->id, error) ||
      !mc_action_run (central, storage, &dossier, &order, now, error))
    return NULL;

  return g_steal_pointer (&dossier.record);
}

/**
 * mc_counter_filing_write:
 * @self: a filing; gets the code and the name of the counter. May be written again when the
 *   transaction was rolled back
 * @central: central
 * @storage: in a transaction
 * @login: the clerk
 * @error: return location for an error of the storage (%MC_STORAGE_ERROR_EXHAUSTED: the agency has
 *   no serials left), an #McWorkflowError or %MC_CALENDAR_ERROR; roll back then
 *
 * Mints the code and keeps the dossier as a kiosk's is kept: sealed, with its first event, and read
 * by the same eyes; and does step 2 when the papers are complete. A dossier that is there already
 * stays as it is. The transaction's thread.
 *
 * Returns: (transfer full) (nullable): the dossier as it is now part of the transaction
 */
McDossierRecord *
mc_counter_filing_write (McCounterFiling *self,
                         McCentral *central,
                         McStorage *storage,
                         const char *login,
                         GError **error)
{
  const gint64 now = self->dossier->submitted_at;
  const McPoint *point = mc_central_find_point (central, self->dossier->point_code);
  g_autoptr (GError) problem = NULL;
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (storage, self->dossier->id, &problem);
  g_autoptr (McKioskRecord) counter = NULL;
  g_autofree char *token = NULL;
  GDate day;

  g_return_val_if_fail (point != NULL, NULL);

  if (record != NULL)
    return g_steal_pointer (&record);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  mc_time_get_local_date (self->dossier->submitted_at, &day);
  g_clear_pointer (&self->dossier->code, g_free);
  counter = take_code (storage, point, &day, now, &self->dossier->code, error);
  if (counter == NULL)
    return NULL;
  record = make_record (self, central, counter, now, &token, error);
  if (record == NULL || !receive_record (self, storage, record, token, login, error))
    return NULL;
  if (self->receive)
    return do_step_2 (self, central, storage, login, now, error);

  return mc_storage_find_by_id (storage, self->dossier->id, error);
}
