/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/storage-memory-state.h"

static GHashTable *
new_table (GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
}

/*
 * mc_memory_state_new:
 *
 * Everything empty.
 */
McMemoryState *
mc_memory_state_new (void)
{
  McMemoryState *state = g_new0 (McMemoryState, 1);

  state->dossiers = new_table ((GDestroyNotify) mc_dossier_record_free);
  state->order = g_ptr_array_new_with_free_func (g_free);
  state->events = new_table ((GDestroyNotify) g_ptr_array_unref);
  state->tokens = new_table (g_free);
  state->blobs = new_table ((GDestroyNotify) g_bytes_unref);
  state->kiosks = new_table ((GDestroyNotify) mc_kiosk_record_free);
  state->kiosk_order = g_ptr_array_new_with_free_func (g_free);
  state->enrolments = new_table ((GDestroyNotify) mc_enrolment_record_free);
  state->users = new_table ((GDestroyNotify) mc_user_record_free);
  state->sessions = new_table ((GDestroyNotify) mc_session_record_free);
  state->tries = new_table (g_free);
  state->trail = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_trail_record_free);
  state->attachments = new_table ((GDestroyNotify) g_ptr_array_unref);
  state->movements = new_table ((GDestroyNotify) g_ptr_array_unref);
  state->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_problem_record_free);
  state->facts = new_table ((GDestroyNotify) mc_fact_free);
  state->pickups = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_pickup_record_free);
  state->counters = new_table (NULL);

  return state;
}

/*
 * mc_memory_state_free:
 *
 * Frees it; %NULL is allowed.
 */
void
mc_memory_state_free (McMemoryState *state)
{
  if (state == NULL)
    return;

  g_hash_table_unref (state->dossiers);
  g_ptr_array_unref (state->order);
  g_hash_table_unref (state->events);
  g_hash_table_unref (state->tokens);
  g_hash_table_unref (state->blobs);
  g_hash_table_unref (state->kiosks);
  g_ptr_array_unref (state->kiosk_order);
  g_hash_table_unref (state->enrolments);
  g_hash_table_unref (state->users);
  g_hash_table_unref (state->sessions);
  g_hash_table_unref (state->tries);
  g_ptr_array_unref (state->trail);
  g_hash_table_unref (state->attachments);
  g_hash_table_unref (state->movements);
  g_ptr_array_unref (state->problems);
  g_hash_table_unref (state->facts);
  g_ptr_array_unref (state->pickups);
  g_hash_table_unref (state->counters);
  g_free (state);
}

static gpointer
copy_itself (gconstpointer value)
{
  return (gpointer) value;
}

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

static gpointer
copy_event (gconstpointer event, gpointer data)
{
  return mc_event_record_copy (event);
}

/*
 * mc_memory_state_copy_events:
 *
 * A copy of a history with its events.
 */
gpointer
mc_memory_state_copy_events (gconstpointer events)
{
  GPtrArray *copy = g_ptr_array_copy ((GPtrArray *) events, (GCopyFunc) copy_event, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) mc_event_record_free);

  return copy;
}

static void
copy_table (GHashTable *from, GHashTable *to, gpointer (*copy) (gconstpointer))
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), copy (value));
}

static GPtrArray *
copy_names (GPtrArray *names)
{
  GPtrArray *copy = g_ptr_array_copy (names, (GCopyFunc) copy_text, NULL);

  g_ptr_array_set_free_func (copy, g_free);

  return copy;
}

static gpointer
copy_tries (gconstpointer value)
{
  return g_memdup2 (value, sizeof (McMemoryTries));
}

static gpointer
copy_session (gconstpointer value)
{
  const McSessionRecord *session = value;
  McSessionRecord *copy = mc_session_record_new ();

  *copy = *session;
  copy->login = g_strdup (session->login);

  return copy;
}

static void
copy_list (GPtrArray *from, GPtrArray *to, gpointer (*copy) (gconstpointer))
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, copy (g_ptr_array_index (from, i)));
}

static gpointer
copy_attachments (gconstpointer attachments)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_attachment_record_free);

  copy_list ((GPtrArray *) attachments, copy, (gpointer) mc_attachment_record_copy);

  return copy;
}

static gpointer
copy_movements (gconstpointer movements)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_movement_record_free);

  copy_list ((GPtrArray *) movements, copy, (gpointer) mc_movement_record_copy);

  return copy;
}

/*
 * mc_memory_state_copy:
 *
 * An independent copy, on which a transaction works.
 */
McMemoryState *
mc_memory_state_copy (McMemoryState *from)
{
  McMemoryState *to = mc_memory_state_new ();

  copy_table (from->dossiers, to->dossiers, (gpointer) mc_dossier_record_copy);
  copy_table (from->events, to->events, mc_memory_state_copy_events);
  copy_table (from->tokens, to->tokens, (gpointer) g_strdup);
  copy_table (from->blobs, to->blobs, (gpointer) g_bytes_ref);
  copy_table (from->kiosks, to->kiosks, (gpointer) mc_kiosk_record_copy);
  copy_table (from->enrolments, to->enrolments, (gpointer) mc_enrolment_record_copy);
  copy_table (from->users, to->users, (gpointer) mc_user_record_copy);
  copy_table (from->sessions, to->sessions, copy_session);
  copy_table (from->tries, to->tries, copy_tries);
  copy_list (from->trail, to->trail, (gpointer) mc_trail_record_copy);
  copy_table (from->attachments, to->attachments, copy_attachments);
  copy_table (from->movements, to->movements, copy_movements);
  copy_list (from->problems, to->problems, (gpointer) mc_problem_record_copy);
  copy_table (from->facts, to->facts, (gpointer) mc_fact_copy);
  copy_list (from->pickups, to->pickups, (gpointer) mc_pickup_record_copy);
  copy_table (from->counters, to->counters, copy_itself);
  g_ptr_array_unref (to->order);
  to->order = copy_names (from->order);
  g_ptr_array_unref (to->kiosk_order);
  to->kiosk_order = copy_names (from->kiosk_order);

  return to;
}

/*
 * mc_memory_state_get:
 *
 * A counter's value; 0 when it was never set.
 */
guint
mc_memory_state_get (McMemoryState *state, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (state->counters, name));
}

/*
 * mc_memory_state_set:
 *
 * Sets a counter.
 */
void
mc_memory_state_set (McMemoryState *state, const char *name, guint value)
{
  g_hash_table_insert (state->counters, g_strdup (name), GUINT_TO_POINTER (value));
}
