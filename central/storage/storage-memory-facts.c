/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-memory"

#include "config.h"

#include "central/storage/storage-memory-private.h"

static gboolean
put (McFacts *facts, const char *id, const McFact *fact, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (facts);
  const McFact *known = g_hash_table_lookup (state->facts, id);
  McFact *kept;

  if (!g_hash_table_contains (state->dossiers, id))
    return mc_storage_memory_set_not_found (id, error);
  kept = mc_fact_copy (fact);
  kept->rating = known == NULL ? 0 : known->rating;
  kept->rated_at = known == NULL ? MC_TIME_NONE : known->rated_at;
  g_hash_table_replace (state->facts, g_strdup (id), kept);

  return TRUE;
}

static gboolean
fits (const McFact *fact, const McFactQuery *query)
{
  return (query->to == MC_TIME_NONE || fact->filed_at < query->to) &&
         (fact->ended_at == MC_TIME_NONE || fact->ended_at >= query->from ||
          (fact->rated_at != MC_TIME_NONE && fact->rated_at >= query->from)) &&
         (query->resolver == NULL || g_str_equal (query->resolver, fact->resolver));
}

static gboolean
each (McFacts *facts, const McFactQuery *query, McFactFunc func, gpointer data, GError **error)
{
  GHashTableIter iter;
  const McFact *fact;

  g_hash_table_iter_init (&iter, mc_storage_memory_lock (facts)->facts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &fact))
    if (fits (fact, query) && !func (fact, data))
      break;
  mc_storage_memory_unlock (facts);

  return TRUE;
}

/* A dossier with the time by which its list is sorted; of equal times the earlier one came first.
 */
typedef struct
{
  const McDossierRecord *record;
  gint64 at;
} Line;

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *left = a, *right = b;

  return (left->at > right->at) - (left->at < right->at);
}

static GPtrArray *
take_records (GArray *lines, guint limit)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_dossier_record_free);

  g_array_sort (lines, compare_lines);
  for (guint i = 0; i < MIN (lines->len, limit); i++)
    g_ptr_array_add (records, mc_dossier_record_copy (g_array_index (lines, Line, i).record));

  return records;
}

static GPtrArray *
list_register (McFacts *facts, const char *unit, gint64 from, gint64 to, GError **error)
{
  McMemoryState *state = mc_storage_memory_lock (facts);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GPtrArray *records;

  for (guint i = 0; i < state->order->len; i++)
    {
      const char *id = g_ptr_array_index (state->order, i);
      const McFact *fact = g_hash_table_lookup (state->facts, id);
      const Line line = { g_hash_table_lookup (state->dossiers, id), fact->accepted_at };

      if (g_str_equal (fact->unit, unit) && fact->accepted_at != MC_TIME_NONE &&
          fact->accepted_at >= from && fact->accepted_at < to)
        g_array_append_val (lines, line);
    }
  records = take_records (lines, G_MAXUINT);
  mc_storage_memory_unlock (facts);

  return records;
}

static GPtrArray *
list_overdue (McFacts *facts, const char *resolver, gint64 now, guint limit, GError **error)
{
  McMemoryState *state = mc_storage_memory_lock (facts);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GPtrArray *records;

  for (guint i = 0; i < state->order->len; i++)
    {
      const char *id = g_ptr_array_index (state->order, i);
      const McFact *fact = g_hash_table_lookup (state->facts, id);
      const Line line = { g_hash_table_lookup (state->dossiers, id), fact->due_at };

      if (fact->due_at != MC_TIME_NONE && fact->due_at < now && fact->state >= MC_STATE_RECEIVED &&
          fact->state <= MC_STATE_DEPARTMENT_APPROVED &&
          (resolver == NULL || g_str_equal (resolver, fact->resolver)))
        g_array_append_val (lines, line);
    }
  records = take_records (lines, limit);
  mc_storage_memory_unlock (facts);

  return records;
}

/*
 * mc_storage_memory_facts_init:
 *
 * Fills the interface.
 */
void
mc_storage_memory_facts_init (McFactsInterface *iface)
{
  iface->put = put;
  iface->each = each;
  iface->list_register = list_register;
  iface->list_overdue = list_overdue;
}
