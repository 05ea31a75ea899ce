/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "central/storage/storage-memory-private.h"

static GPtrArray *
find_list (GHashTable *lists, const char *id, GDestroyNotify destroy)
{
  GPtrArray *list = g_hash_table_lookup (lists, id);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (destroy);
      g_hash_table_insert (lists, g_strdup (id), list);
    }

  return list;
}

static guint
take_number (McMemoryState *state, const char *counter)
{
  guint number = mc_memory_state_get (state, counter) + 1;

  mc_memory_state_set (state, counter, number);

  return number;
}

static gboolean
add_attachment (McWork *work, const char *id, const McAttachmentRecord *attachment, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (work);
  McAttachmentRecord *kept;

  if (!g_hash_table_contains (state->dossiers, id))
    return mc_storage_memory_set_not_found (id, error);

  kept = mc_attachment_record_copy (attachment);
  kept->number = take_number (state, "attachments");
  g_ptr_array_add (find_list (state->attachments, id, (GDestroyNotify) mc_attachment_record_free),
                   kept);

  return TRUE;
}

static gboolean
add_movement (McWork *work, const char *id, const McMovementRecord *movement, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (work);
  McMovementRecord *kept;

  if (!g_hash_table_contains (state->dossiers, id))
    return mc_storage_memory_set_not_found (id, error);

  kept = mc_movement_record_copy (movement);
  kept->number = take_number (state, "movements");
  g_free (kept->dossier);
  kept->dossier = g_strdup (id);
  g_ptr_array_add (find_list (state->movements, id, (GDestroyNotify) mc_movement_record_free),
                   kept);

  return TRUE;
}

static gboolean
add_problem (McWork *work, const McProblemRecord *problem, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (work);
  const McDossierRecord *record = g_hash_table_lookup (state->dossiers, problem->dossier);
  McProblemRecord *kept;

  if (record == NULL)
    return mc_storage_memory_set_not_found (problem->dossier, error);

  kept = mc_problem_record_copy (problem);
  kept->number = take_number (state, "problems");
  g_free (kept->code);
  kept->code = g_strdup (record->code);
  g_free (kept->unit);
  kept->unit = g_strdup (record->resolver);
  g_ptr_array_add (state->problems, kept);

  return TRUE;
}

static gboolean
solve_problem (McWork *work,
               const char *id,
               guint64 number,
               gint64 at,
               const char *solution,
               GError **error)
{
  GPtrArray *problems = mc_storage_memory_get_working (work)->problems;

  for (guint i = 0; i < problems->len; i++)
    {
      McProblemRecord *problem = g_ptr_array_index (problems, i);

      if (problem->number != number || !g_str_equal (problem->dossier, id))
        continue;
      if (problem->solved_at != MC_TIME_NONE)
        {
          g_set_error (error,
                       MC_STORAGE_ERROR,
                       MC_STORAGE_ERROR_CONFLICT,
                       "problem %" G_GUINT64_FORMAT " was solved before",
                       number);
          return FALSE;
        }
      problem->solved_at = at;
      problem->solution = g_strdup (solution);
      return TRUE;
    }

  g_set_error (error,
               MC_STORAGE_ERROR,
               MC_STORAGE_ERROR_NOT_FOUND,
               "dossier %s has no problem %" G_GUINT64_FORMAT,
               id,
               number);
  return FALSE;
}

/* A dossier, and where it stands in the order of arrival. */
typedef struct
{
  const McDossierRecord *record; /* (unowned) */
  guint place;
} Row;

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* Every string that narrows: NULL and "" do not. */
static gboolean
fits (const char *wanted, const char *value)
{
  return is_empty (wanted) || g_strcmp0 (wanted, value) == 0;
}

static gboolean
waits_so (const McDossierRecord *record, const McInboxQuery *query)
{
  gint64 due = mc_work_get_due (record);
  McRole turn;

  return mc_state_get_turn (record->state, &turn) && turn == query->turn &&
         fits (query->unit, record->unit) && fits (query->resolver, record->resolver) &&
         (fits (query->department, record->department) || is_empty (record->department)) &&
         fits (query->assignee, record->assignee) &&
         fits (query->state, mc_state_to_string (record->state)) && due >= query->due_from &&
         (query->due_before == MC_TIME_NONE || due < query->due_before);
}

static gint
compare_due (gconstpointer a, gconstpointer b)
{
  const Row *one = a, *other = b;
  gint64 due = mc_work_get_due (one->record), other_due = mc_work_get_due (other->record);

  if (due != other_due)
    return due < other_due ? -1 : 1;

  return one->place < other->place ? -1 : 1;
}

static guint
find_place (McMemoryState *state, const char *id)
{
  for (guint i = 0; id != NULL && i < state->order->len; i++)
    if (g_str_equal (g_ptr_array_index (state->order, i), id))
      return i;

  return G_MAXUINT;
}

static GArray *
select_waiting (McMemoryState *state, const McInboxQuery *query)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  guint after = find_place (state, query->after_id);

  for (guint i = 0; i < state->order->len; i++)
    {
      Row row = { g_hash_table_lookup (state->dossiers, g_ptr_array_index (state->order, i)), i };
      gint64 due = mc_work_get_due (row.record);

      if (waits_so (row.record, query) &&
          (due > query->after_due || (due == query->after_due && i > after)))
        g_array_append_val (rows, row);
    }
  g_array_sort (rows, compare_due);

  return rows;
}

static GPtrArray *
copy_rows (GArray *rows, guint limit)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_dossier_record_free);

  for (guint i = 0; i < MIN (rows->len, limit); i++)
    {
      McDossierRecord *record = mc_dossier_record_copy (g_array_index (rows, Row, i).record);

      g_clear_pointer (&record->sealed, g_bytes_unref);
      g_clear_pointer (&record->page_digests, g_strfreev);
      g_ptr_array_add (records, record);
    }

  return records;
}

static GPtrArray *
list_inbox (McWork *work, const McInboxQuery *query, GError **error)
{
  g_autoptr (GArray) rows = select_waiting (mc_storage_memory_lock (work), query);
  GPtrArray *records = copy_rows (rows, query->limit);

  mc_storage_memory_unlock (work);

  return records;
}

static gboolean
count_inbox (McWork *work, const McInboxQuery *query, guint most, guint *count, GError **error)
{
  g_autoptr (GArray) rows = select_waiting (mc_storage_memory_lock (work), query);

  mc_storage_memory_unlock (work);
  *count = MIN (rows->len, most);

  return TRUE;
}

static gboolean
holds_word (GPtrArray *words, const char *word, gboolean unfinished)
{
  for (guint i = 0; i < words->len; i++)
    if (unfinished ? g_str_has_prefix (g_ptr_array_index (words, i), word)
                   : g_str_equal (g_ptr_array_index (words, i), word))
      return TRUE;

  return FALSE;
}

static gboolean
holds_words (const char *text, const char *wanted, gboolean unfinished)
{
  g_autoptr (GPtrArray) words = mc_work_split_words (text);
  g_autoptr (GPtrArray) wanted_words = mc_work_split_words (wanted);

  for (guint i = 0; i < wanted_words->len; i++)
    {
      const char *word = g_ptr_array_index (wanted_words, i);
      gboolean begins =
          unfinished && i + 1 == wanted_words->len && strlen (word) >= MC_CODE_BEGINNING;

      if (!holds_word (words, word, begins))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_found (const McDossierRecord *record, const McSearchQuery *query)
{
  return (fits (query->unit, record->unit) || fits (query->unit, record->resolver)) &&
         fits (query->id_number, record->id_number) && record->received_at >= query->from &&
         (query->to == MC_TIME_NONE || record->received_at < query->to) &&
         holds_words (record->applicant_name, query->name, FALSE) &&
         holds_words (record->code, query->code, TRUE);
}

static GPtrArray *
search (McWork *work, const McSearchQuery *query, GError **error)
{
  McMemoryState *state = mc_storage_memory_lock (work);
  guint before = find_place (state, query->before_id);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  GPtrArray *records;

  for (guint i = MIN (before, state->order->len); i > 0 && rows->len < query->limit; i--)
    {
      const char *id = g_ptr_array_index (state->order, i - 1);
      Row row = { g_hash_table_lookup (state->dossiers, id), i - 1 };

      if (is_found (row.record, query))
        g_array_append_val (rows, row);
    }
  records = copy_rows (rows, query->limit);
  mc_storage_memory_unlock (work);

  return records;
}

static GPtrArray *
copy_list (McWork *work,
           const char *id,
           gboolean movements,
           gpointer (*copy) (gconstpointer),
           GDestroyNotify destroy)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (destroy);
  McMemoryState *state = mc_storage_memory_lock (work);
  GPtrArray *list = g_hash_table_lookup (movements ? state->movements : state->attachments, id);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_ptr_array_add (copies, copy (g_ptr_array_index (list, i)));
  mc_storage_memory_unlock (work);

  return copies;
}

static GPtrArray *
list_attachments (McWork *work, const char *id, GError **error)
{
  return copy_list (work,
                    id,
                    FALSE,
                    (gpointer) mc_attachment_record_copy,
                    (GDestroyNotify) mc_attachment_record_free);
}

static GPtrArray *
list_movements (McWork *work, const char *id, GError **error)
{
  return copy_list (
      work, id, TRUE, (gpointer) mc_movement_record_copy, (GDestroyNotify) mc_movement_record_free);
}

static gint
compare_movements (gconstpointer a, gconstpointer b)
{
  const McMovementRecord *one = *(const McMovementRecord *const *) a;
  const McMovementRecord *other = *(const McMovementRecord *const *) b;

  return one->number < other->number ? 1 : one->number > other->number ? -1 : 0;
}

static GPtrArray *
list_takings (McWork *work, const char *login, guint limit, GError **error)
{
  GPtrArray *takings = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_movement_record_free);
  McMemoryState *state = mc_storage_memory_lock (work);
  GHashTableIter iter;
  gpointer list;

  g_hash_table_iter_init (&iter, state->movements);
  while (g_hash_table_iter_next (&iter, NULL, &list))
    for (guint i = 0; i < ((GPtrArray *) list)->len; i++)
      {
        const McMovementRecord *movement = g_ptr_array_index ((GPtrArray *) list, i);

        if (g_str_equal (movement->taker, login))
          g_ptr_array_add (takings, mc_movement_record_copy (movement));
      }
  mc_storage_memory_unlock (work);
  g_ptr_array_sort (takings, compare_movements);
  if (takings->len > limit)
    g_ptr_array_set_size (takings, limit);

  return takings;
}

static gint
compare_problems (gconstpointer a, gconstpointer b)
{
  const McProblemRecord *one = *(const McProblemRecord *const *) a;
  const McProblemRecord *other = *(const McProblemRecord *const *) b;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return one->number < other->number ? -1 : 1;
}

static gint
compare_problems_newest (gconstpointer a, gconstpointer b)
{
  return compare_problems (b, a);
}

static GPtrArray *
select_problems (McWork *work,
                 const char *id,
                 const char *unit,
                 gint64 from,
                 gint64 to,
                 gboolean unsolved)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_problem_record_free);
  GPtrArray *problems = mc_storage_memory_lock (work)->problems;

  for (guint i = 0; i < problems->len; i++)
    {
      const McProblemRecord *problem = g_ptr_array_index (problems, i);

      if (fits (id, problem->dossier) && fits (unit, problem->unit) && problem->at >= from &&
          (to == MC_TIME_NONE || problem->at < to) &&
          (!unsolved || problem->solved_at == MC_TIME_NONE))
        g_ptr_array_add (found, mc_problem_record_copy (problem));
    }
  mc_storage_memory_unlock (work);

  return found;
}

static GPtrArray *
list_problems (McWork *work,
               const char *id,
               const char *unit,
               gint64 from,
               gint64 to,
               GError **error)
{
  GPtrArray *problems = select_problems (work, id, unit, from, to, FALSE);

  g_ptr_array_sort (problems, compare_problems_newest);

  return problems;
}

static GPtrArray *
list_unsolved (McWork *work, const char *unit, guint limit, GError **error)
{
  GPtrArray *problems = select_problems (work, NULL, unit, MC_TIME_NONE, MC_TIME_NONE, TRUE);

  g_ptr_array_sort (problems, compare_problems);
  g_ptr_array_set_size (problems, MIN (problems->len, limit));

  return problems;
}

/*
 * mc_storage_memory_work_init:
 *
 * Fills the interface.
 */
void
mc_storage_memory_work_init (McWorkInterface *iface)
{
  iface->add_attachment = add_attachment;
  iface->add_movement = add_movement;
  iface->add_problem = add_problem;
  iface->solve_problem = solve_problem;
  iface->list_inbox = list_inbox;
  iface->count_inbox = count_inbox;
  iface->search = search;
  iface->list_attachments = list_attachments;
  iface->list_movements = list_movements;
  iface->list_takings = list_takings;
  iface->list_problems = list_problems;
  iface->list_unsolved = list_unsolved;
}
