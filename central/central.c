/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/central.h"

#include "app/domain/json.h"
#include "app/domain/language.h"
#include "app/protocol/envelope.h"
#include "central/console/counter-drafts.h"

#define MAX_PAYLOAD (1024 * 1024)

/**
 * mc_central_free:
 * @self: (transfer full) (nullable): central
 */
void
mc_central_free (McCentral *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->storage);
  g_clear_pointer (&self->keys, mc_keys_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->calendar);
  g_clear_pointer (&self->points_by_code, g_hash_table_unref);
  g_clear_pointer (&self->points, g_ptr_array_unref);
  g_clear_pointer (&self->openapi, g_bytes_unref);
  g_clear_pointer (&self->metrics, mc_metrics_free);
  g_clear_pointer (&self->pages, mc_page_cache_free);
  g_clear_pointer (&self->drafts, mc_counter_drafts_free);
  g_free (self->public_url);
  g_free (self->data_dir);
  g_free (self->assets_dir);
  g_free (self);
}

/**
 * mc_central_find_point:
 * @self: central
 * @code: (nullable): code of a receiving point
 *
 * Returns: (transfer none) (nullable): the point. Any thread
 */
const McPoint *
mc_central_find_point (McCentral *self, const char *code)
{
  if (g_once_init_enter (&self->points_by_code))
    {
      GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint i = 0; i < self->points->len; i++)
        {
          McPoint *point = g_ptr_array_index (self->points, i);

          g_hash_table_insert (table, point->code, point);
        }
      g_once_init_leave (&self->points_by_code, table);
    }

  return code == NULL ? NULL : g_hash_table_lookup (self->points_by_code, code);
}

/**
 * mc_central_get_unit_name:
 * @self: central
 * @unit: (nullable): a unit's or branch's code, a city department's agency code, or "*"
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none) (nullable): its name; %NULL when it is not known here. Any thread
 */
const char *
mc_central_get_unit_name (McCentral *self, const char *unit, const char *language)
{
  if (g_strcmp0 (unit, MC_UNIT_ALL) == 0)
    return mc_pick (language, "Thành phố Hà Nội", "City of Hanoi");

  for (guint i = 0; unit != NULL && i < self->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (self->points, i);

      if (g_str_equal (mc_point_get_unit (point), unit))
        return point->unit_code != NULL && *point->unit_code != '\0' ? point->unit_name
                                                                     : point->name;
    }

  return unit == NULL ? NULL : mc_catalogue_find_agency_name (self->catalogue, unit, language);
}

/**
 * mc_central_find_unit_of_agency:
 * @self: central
 * @agency: (nullable): an agency's code
 *
 * Returns: (transfer none) (nullable): the unit whose agency it is. Any thread
 */
const char *
mc_central_find_unit_of_agency (McCentral *self, const char *agency)
{
  for (guint i = 0; agency != NULL && i < self->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (self->points, i);

      if (g_str_equal (point->agency_code, agency))
        return mc_point_get_unit (point);
    }

  return NULL;
}

/**
 * mc_central_get_agency_name:
 * @self: central
 * @unit: (nullable): as McDossierRecord.resolver
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none) (nullable): the agency that decides there, "UBND phường Hoàn Kiếm", "Sở
 *   Tài chính". Any thread
 */
const char *
mc_central_get_agency_name (McCentral *self, const char *unit, const char *language)
{
  for (guint i = 0; unit != NULL && i < self->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (self->points, i);

      if (g_str_equal (mc_point_get_unit (point), unit))
        return point->agency_name;
    }

  return unit == NULL ? NULL : mc_catalogue_find_agency_name (self->catalogue, unit, language);
}

/**
 * mc_central_is_city_department:
 * @self: central
 * @unit: (nullable): as McDossierRecord.resolver
 *
 * Returns: whether it decides for the whole city, and is no ward or commune. Any thread
 */
gboolean
mc_central_is_city_department (McCentral *self, const char *unit)
{
  for (guint i = 0; unit != NULL && i < self->points->len; i++)
    if (g_str_equal (mc_point_get_unit (g_ptr_array_index (self->points, i)), unit))
      return FALSE;

  return unit != NULL && mc_catalogue_find_agency_name (self->catalogue, unit, NULL) != NULL;
}

/**
 * mc_central_write:
 * @self: central
 * @run: writes, inside a transaction; may be run again
 * @data: for it
 * @error: return location for an error
 *
 * For what cannot wait for a route's `write`, and for commands. Blocks: a worker's thread or a
 * command's main thread, never an HTTP thread.
 *
 * Returns: %TRUE when it is durable; %FALSE when nothing of it is kept
 */
gboolean
mc_central_write (McCentral *self, McWriteRun run, gpointer data, GError **error)
{
  if (self->writer != NULL)
    return mc_batch_writer_run (self->writer, run, data, error);

  if (!mc_storage_begin (self->storage, error))
    return FALSE;
  if (run (self->storage, data, error))
    return mc_storage_commit (self->storage, error);

  mc_storage_rollback (self->storage);
  return FALSE;
}

static GBytes *
open_record (McCentral *self, const McDossierRecord *record, GError **error)
{
  g_autoptr (McEnvelope) envelope = mc_envelope_parse (record->sealed, error);
  const McSealingKey *key;

  if (envelope == NULL)
    return NULL;
  key = mc_keys_find_sealing (self->keys, envelope->seal_key_id);
  if (key != NULL)
    return mc_envelope_open (envelope, key, error);

  g_set_error (error,
               MC_ENVELOPE_ERROR,
               MC_ENVELOPE_ERROR_KEY,
               "the sealing key %s is not in DATA/keys",
               envelope->seal_key_id);
  return NULL;
}

/**
 * mc_central_open_dossier:
 * @self: central
 * @id: a dossier's id
 * @error: return location for an error of the storage, the envelope, or %MC_DOSSIER_ERROR
 *
 * Opens what was received, for forms. Any thread.
 *
 * Returns: (transfer full): the dossier, or %NULL with an error
 */
McDossier *
mc_central_open_dossier (McCentral *self, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) record = mc_storage_load_sealed (self->storage, id, &local_error);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (json_t) object = NULL;
  const char *data;
  gsize length;

  if (record == NULL && local_error == NULL)
    g_set_error (
        &local_error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "there is no dossier %s", id);
  if (record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  payload = open_record (self, record, error);
  if (payload == NULL)
    return NULL;
  data = g_bytes_get_data (payload, &length);
  object = mc_json_parse (data == NULL ? "" : data, length, MAX_PAYLOAD, "dossier", error);

  return object == NULL ? NULL : mc_dossier_from_json (object, error);
}
