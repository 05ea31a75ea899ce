/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-memory"

#include "config.h"

#include "app/domain/datetime.h"
#include "central/storage/storage-memory-private.h"

static gboolean
try_card (McPickups *pickups,
          const char *dossier,
          gboolean matches,
          const GDate *day,
          McFactorOutcome *outcome,
          guint *tries_left,
          GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (pickups);
  g_autofree char *name = g_strdup_printf ("cards %u %s", g_date_get_julian (day), dossier);
  guint failures = mc_memory_state_get (state, name);

  *outcome = failures >= MC_CARD_TRIES_A_DAY ? MC_FACTOR_LOCKED
             : matches                       ? MC_FACTOR_MATCH
                                             : MC_FACTOR_WRONG;
  if (*outcome == MC_FACTOR_WRONG)
    mc_memory_state_set (state, name, ++failures);
  *tries_left = MC_CARD_TRIES_A_DAY - MIN (failures, MC_CARD_TRIES_A_DAY);

  return TRUE;
}

static McPickupRecord *
find_by_id (McMemoryState *state, const char *id)
{
  for (guint i = 0; i < state->pickups->len; i++)
    {
      McPickupRecord *pickup = g_ptr_array_index (state->pickups, i);

      if (g_str_equal (pickup->id, id))
        return pickup;
    }

  return NULL;
}

static gboolean
is_of_day (const McPickupRecord *pickup, const GDate *day)
{
  GDate date;

  mc_time_get_local_date (pickup->at, &date);
  return g_date_compare (&date, day) == 0;
}

static gboolean
is_waiting (const McPickupRecord *pickup)
{
  return pickup->ended_at == MC_TIME_NONE;
}

static McPickupRecord *
find_waiting (McMemoryState *state, const char *dossier, const GDate *day)
{
  for (guint i = 0; i < state->pickups->len; i++)
    {
      McPickupRecord *pickup = g_ptr_array_index (state->pickups, i);

      if (is_waiting (pickup) && g_str_equal (pickup->dossier, dossier) && is_of_day (pickup, day))
        return pickup;
    }

  return NULL;
}

static void
end_waiting (McMemoryState *state, const char *dossier, const char *ending, gint64 at)
{
  for (guint i = 0; i < state->pickups->len; i++)
    {
      McPickupRecord *pickup = g_ptr_array_index (state->pickups, i);

      if (!is_waiting (pickup) || !g_str_equal (pickup->dossier, dossier))
        continue;
      pickup->ended_at = at;
      pickup->ending = g_strdup (ending);
    }
}

static guint
find_next_number (McMemoryState *state, const char *point_code, const GDate *day)
{
  guint last = 0;

  for (guint i = 0; i < state->pickups->len; i++)
    {
      const McPickupRecord *pickup = g_ptr_array_index (state->pickups, i);

      if (g_str_equal (pickup->point_code, point_code) && is_of_day (pickup, day))
        last = MAX (last, pickup->number);
    }

  return last + 1;
}

static const McDossierRecord *
find_dossier (McMemoryState *state, const char *id, GError **error)
{
  const McDossierRecord *record = g_hash_table_lookup (state->dossiers, id);

  if (record == NULL)
    g_set_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "there is no dossier %s", id);

  return record;
}

static McPickupRecord *
take (McPickups *pickups,
      const McPickupRecord *pickup,
      const GDate *day,
      McPickupOutcome *outcome,
      GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (pickups);
  McPickupRecord *known = find_by_id (state, pickup->id);
  const McDossierRecord *record;

  if (known != NULL)
    {
      *outcome = mc_pickup_record_is_same (known, pickup) ? MC_PICKUP_SAME : MC_PICKUP_CONFLICT;
      return mc_pickup_record_copy (known);
    }

  record = find_dossier (state, pickup->dossier, error);
  if (record == NULL)
    return NULL;
  known = find_waiting (state, pickup->dossier, day);
  *outcome = known != NULL ? MC_PICKUP_WAITING : MC_PICKUP_NEW;
  if (known == NULL)
    {
      end_waiting (state, pickup->dossier, MC_PICKUP_ENDING_LEFT, pickup->at);
      known = mc_pickup_record_copy (pickup);
      g_free (known->code);
      known->code = g_strdup (record->code);
      known->number = find_next_number (state, pickup->point_code, day);
      known->ended_at = MC_TIME_NONE;
      g_clear_pointer (&known->ending, g_free);
      g_ptr_array_add (state->pickups, known);
    }
  known->check = MAX (known->check, pickup->check);

  return mc_pickup_record_copy (known);
}

static gboolean
end (McPickups *pickups, const char *dossier, const char *ending, gint64 at, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (pickups);

  if (find_dossier (state, dossier, error) == NULL)
    return FALSE;
  end_waiting (state, dossier, ending, at);

  return TRUE;
}

static McPickupRecord *
find (McPickups *pickups, const char *id, GError **error)
{
  const McPickupRecord *pickup = find_by_id (mc_storage_memory_lock (pickups), id);
  McPickupRecord *copy = pickup == NULL ? NULL : mc_pickup_record_copy (pickup);

  mc_storage_memory_unlock (pickups);

  return copy;
}

static gint
compare_arrivals (gconstpointer a, gconstpointer b)
{
  const McPickupRecord *first = *(const McPickupRecord *const *) a;
  const McPickupRecord *second = *(const McPickupRecord *const *) b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  return (gint) first->number - (gint) second->number;
}

static GPtrArray *
list_waiting (McPickups *pickups, const char *point_code, gint64 since, GError **error)
{
  GPtrArray *waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_pickup_record_free);
  McMemoryState *state = mc_storage_memory_lock (pickups);

  for (guint i = 0; i < state->pickups->len; i++)
    {
      const McPickupRecord *pickup = g_ptr_array_index (state->pickups, i);

      if (is_waiting (pickup) && pickup->at >= since &&
          g_str_equal (pickup->point_code, point_code))
        g_ptr_array_add (waiting, mc_pickup_record_copy (pickup));
    }
  mc_storage_memory_unlock (pickups);
  g_ptr_array_sort (waiting, compare_arrivals);

  return waiting;
}

/*
 * mc_storage_memory_pickups_init:
 *
 * Fills the interface.
 */
void
mc_storage_memory_pickups_init (McPickupsInterface *iface)
{
  iface->try_card = try_card;
  iface->take = take;
  iface->end = end;
  iface->find = find;
  iface->list_waiting = list_waiting;
}
