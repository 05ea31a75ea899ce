/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-memory"

#include "config.h"

#include "central/storage/storage-memory.h"

#include <string.h>
#include "central/storage/serials.h"
#include "central/storage/storage-memory-private.h"

struct _McStorageMemory
{
  GObject parent_instance;

  GMutex writing;
  GThread *owner; /* (unowned) (nullable) (atomic) */

  GMutex lock;              /* of the committed state */
  McMemoryState *committed; /* (owned) (locked-by lock) */
  McMemoryState *working;   /* (owned) (nullable) (locked-by writing) */
  guint64 version;          /* (locked-by lock) */
  gboolean fail_next;       /* (locked-by lock) */
};

static void storage_iface_init (McStorageInterface *iface);

static void
facts_iface_init (McFactsInterface *iface)
{
  mc_storage_memory_facts_init (iface);
}

static void
people_iface_init (McPeopleInterface *iface)
{
  mc_storage_memory_people_init (iface);
}

static void
work_iface_init (McWorkInterface *iface)
{
  mc_storage_memory_work_init (iface);
}

static void
pickups_iface_init (McPickupsInterface *iface)
{
  mc_storage_memory_pickups_init (iface);
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McStorageMemory, mc_storage_memory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_STORAGE, storage_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_FACTS, facts_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PEOPLE, people_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_WORK, work_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PICKUPS, pickups_iface_init))
/* clang-format on */

static McMemoryState *
writing_state (McStorage *storage)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);

  g_assert (g_atomic_pointer_get (&self->owner) == g_thread_self ());

  return self->working;
}

/* Its own transaction's state to the thread that writes, the committed one to all others. */
static McMemoryState *
lock_reading (McStorageMemory *self)
{
  g_mutex_lock (&self->lock);

  return g_atomic_pointer_get (&self->owner) == g_thread_self () ? self->working : self->committed;
}

/*
 * mc_storage_memory_get_working:
 *
 * The state that the transaction of this thread works on.
 */
McMemoryState *
mc_storage_memory_get_working (gpointer storage)
{
  return writing_state (MC_STORAGE (storage));
}

/*
 * mc_storage_memory_lock:
 *
 * The state to read, until mc_storage_memory_unlock ().
 */
McMemoryState *
mc_storage_memory_lock (gpointer storage)
{
  return lock_reading (MC_STORAGE_MEMORY (storage));
}

/*
 * mc_storage_memory_unlock:
 *
 * Ends a reading.
 */
void
mc_storage_memory_unlock (gpointer storage)
{
  g_mutex_unlock (&MC_STORAGE_MEMORY (storage)->lock);
}

static gboolean
storage_begin (McStorage *storage, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);

  g_mutex_lock (&self->writing);
  g_mutex_lock (&self->lock);
  self->working = mc_memory_state_copy (self->committed);
  g_mutex_unlock (&self->lock);
  g_atomic_pointer_set (&self->owner, g_thread_self ());

  return TRUE;
}

static void
storage_rollback (McStorage *storage)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);

  g_clear_pointer (&self->working, mc_memory_state_free);
  g_atomic_pointer_set (&self->owner, NULL);
  g_mutex_unlock (&self->writing);
}

static gboolean
storage_commit (McStorage *storage, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  McMemoryState *former = NULL;
  gboolean fails;

  g_mutex_lock (&self->lock);
  fails = self->fail_next;
  self->fail_next = FALSE;
  if (!fails)
    {
      former = g_steal_pointer (&self->committed);
      self->committed = g_steal_pointer (&self->working);
      self->version++;
    }
  g_mutex_unlock (&self->lock);
  mc_memory_state_free (former);
  storage_rollback (storage);
  if (!fails)
    return TRUE;

  g_set_error_literal (
      error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE, "the next commit was told to fail");
  return FALSE;
}

static char *
hash_name (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

static char *
lookup_name (const guint8 lookup_id[16])
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < 16; i++)
    g_string_append_printf (name, "%02x", lookup_id[i]);

  return g_string_free (name, FALSE);
}

static McDossierRecord *
find_code (McMemoryState *state, const char *code)
{
  for (guint i = 0; i < state->order->len; i++)
    {
      McDossierRecord *record =
          g_hash_table_lookup (state->dossiers, g_ptr_array_index (state->order, i));

      if (g_str_equal (record->code, code))
        return record;
    }

  return NULL;
}

static gboolean
storage_note_refused (McStorage *storage, const char *kiosk_key, guint64 sequence, GError **error)
{
  g_autofree char *name = g_strdup_printf ("position %s %" G_GUINT64_FORMAT, kiosk_key, sequence);

  mc_memory_state_set (writing_state (storage), name, 1);

  return TRUE;
}

static guint64
count_contiguous (McMemoryState *state, const char *key_id)
{
  for (guint64 sequence = 1;; sequence++)
    {
      g_autofree char *name = g_strdup_printf ("position %s %" G_GUINT64_FORMAT, key_id, sequence);

      if (mc_memory_state_get (state, name) == 0)
        return sequence - 1;
    }
}

static gboolean
storage_receive_dossier (McStorage *storage,
                         const McDossierRecord *record,
                         const char *token,
                         const McEventRecord *event,
                         McReceived *received,
                         GError **error)
{
  McMemoryState *state = writing_state (storage);
  const McDossierRecord *known = g_hash_table_lookup (state->dossiers, record->id);
  McDossierRecord *kept;
  McEventRecord *first;
  GPtrArray *events;
  McFact fact;

  if (known != NULL)
    {
      received->received_at = known->received_at;
      received->outcome =
          g_str_equal (known->digest, record->digest) && g_str_equal (known->kiosk, record->kiosk)
              ? MC_RECEIVE_SAME
              : MC_RECEIVE_CONFLICT;
      return record->sequence == 0 ||
             storage_note_refused (storage, record->kiosk_key, record->sequence, error);
    }

  for (char **page = record->page_digests; page != NULL && *page != NULL; page++)
    if (!g_hash_table_contains (state->blobs, *page))
      {
        if (received->missing == NULL)
          received->missing = g_ptr_array_new_with_free_func (g_free);
        g_ptr_array_add (received->missing, g_strdup (*page));
      }
  if (received->missing != NULL)
    {
      received->outcome = MC_RECEIVE_PAGES_MISSING;
      return TRUE;
    }

  received->outcome = MC_RECEIVE_NEW;
  received->received_at = record->received_at;

  kept = mc_dossier_record_copy (record);
  kept->state = event->to;
  kept->revision = 1;
  kept->updated_at = event->at;
  if (kept->page_digests == NULL)
    kept->page_digests = g_new0 (char *, 1);
  if (find_code (state, record->code) != NULL)
    {
      g_free (kept->attention);
      kept->attention = record->attention == NULL
                            ? g_strdup ("code already used")
                            : g_strconcat (record->attention, "; code already used", NULL);
    }
  g_hash_table_insert (state->dossiers, g_strdup (kept->id), kept);
  g_ptr_array_add (state->order, g_strdup (kept->id));

  first = mc_event_record_copy (event);
  first->revision = 1;
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);
  g_ptr_array_add (events, first);
  g_hash_table_insert (state->events, g_strdup (kept->id), events);

  mc_fact_init_filed (&fact, record, event);
  g_hash_table_insert (state->facts, g_strdup (kept->id), mc_fact_copy (&fact));

  if (token != NULL)
    {
      g_autofree char *hash = hash_name (token);

      if (!g_hash_table_contains (state->tokens, hash))
        g_hash_table_insert (state->tokens, g_steal_pointer (&hash), g_strdup (kept->id));
    }

  return record->sequence == 0 ||
         storage_note_refused (storage, record->kiosk_key, record->sequence, error);
}

static gboolean
storage_put_blob (McStorage *storage,
                  const char *digest,
                  GBytes *sealed,
                  const char *kiosk_key,
                  gint64 at,
                  gboolean *created,
                  GError **error)
{
  McMemoryState *state = writing_state (storage);

  *created = !g_hash_table_contains (state->blobs, digest);
  if (*created)
    g_hash_table_insert (state->blobs, g_strdup (digest), g_bytes_ref (sealed));

  return TRUE;
}

/*
 * mc_storage_memory_set_not_found:
 *
 * Says that there is no such dossier; always %FALSE.
 */
gboolean
mc_storage_memory_set_not_found (const char *id, GError **error)
{
  g_set_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "there is no dossier %s", id);
  return FALSE;
}

static gboolean
storage_record_step (McStorage *storage,
                     const char *id,
                     guint64 expected_revision,
                     const McEventRecord *event,
                     guint64 *revision,
                     GError **error)
{
  McMemoryState *state = writing_state (storage);
  McDossierRecord *record = g_hash_table_lookup (state->dossiers, id);
  McEventRecord *kept;

  if (record == NULL)
    return mc_storage_memory_set_not_found (id, error);
  if (record->revision != expected_revision)
    {
      g_set_error (error,
                   MC_STORAGE_ERROR,
                   MC_STORAGE_ERROR_CONFLICT,
                   "dossier %s is at another revision",
                   id);
      return FALSE;
    }

  kept = mc_event_record_copy (event);
  kept->revision = ++record->revision;
  g_ptr_array_add (g_hash_table_lookup (state->events, id), kept);
  record->state = event->to;
  record->updated_at = event->at;
  if (event->due_at != MC_TIME_NONE)
    record->due_at = event->due_at;
  if (event->limit_case != NULL)
    {
      g_free (record->limit_case);
      record->limit_case = g_strdup (event->limit_case);
    }
  if (event->department != NULL)
    {
      g_free (record->department);
      record->department = g_strdup (event->department);
    }
  if (event->assignee != NULL)
    {
      g_free (record->assignee);
      record->assignee = g_strdup (event->assignee);
    }
  if (revision != NULL)
    *revision = record->revision;

  return TRUE;
}

static gboolean
storage_add_token (McStorage *storage,
                   const char *id,
                   const char *token,
                   const char *purpose,
                   gint64 at,
                   GError **error)
{
  McMemoryState *state = writing_state (storage);
  g_autofree char *hash = hash_name (token);

  if (!g_hash_table_contains (state->dossiers, id))
    return mc_storage_memory_set_not_found (id, error);
  if (!g_hash_table_contains (state->tokens, hash))
    g_hash_table_insert (state->tokens, g_steal_pointer (&hash), g_strdup (id));

  return TRUE;
}

static gboolean
storage_take_number (McStorage *storage, const char *series, guint *number, GError **error)
{
  McMemoryState *state = writing_state (storage);
  g_autofree char *name = g_strconcat ("series ", series, NULL);

  *number = mc_memory_state_get (state, name) + 1;
  mc_memory_state_set (state, name, *number);

  return TRUE;
}

static gboolean
storage_add_rating (McStorage *storage,
                    const char *id,
                    const char *kiosk,
                    guint score,
                    const char *language,
                    gint64 at,
                    McRatingOutcome *outcome,
                    GError **error)
{
  McMemoryState *state = writing_state (storage);
  McDossierRecord *record = g_hash_table_lookup (state->dossiers, id);
  McFact *fact = g_hash_table_lookup (state->facts, id);

  if (record == NULL || (kiosk != NULL && !g_str_equal (record->kiosk, kiosk)))
    *outcome = MC_RATING_UNKNOWN;
  else if (record->rating != 0)
    *outcome = record->rating == score ? MC_RATING_SAME : MC_RATING_OTHER;
  else
    {
      record->rating = fact->rating = score;
      fact->rated_at = at;
      *outcome = MC_RATING_NEW;
    }

  return TRUE;
}

static gboolean
storage_try_second_factor (McStorage *storage,
                           const char *code,
                           const char *id_last4,
                           guint birth_year,
                           const GDate *today,
                           McFactorOutcome *outcome,
                           GError **error)
{
  McMemoryState *state = writing_state (storage);
  const McDossierRecord *record = find_code (state, code);
  g_autofree char *name = g_strdup_printf ("failures %u %s", g_date_get_julian (today), code);
  guint failures = mc_memory_state_get (state, name);

  if (failures >= MC_FACTOR_TRIES_A_DAY)
    *outcome = MC_FACTOR_LOCKED;
  else if (record != NULL && record->id_number != NULL && birth_year != 0 &&
           strlen (id_last4) == 4 && g_str_has_suffix (record->id_number, id_last4) &&
           record->birth_year == birth_year)
    *outcome = MC_FACTOR_MATCH;
  else
    {
      *outcome = MC_FACTOR_WRONG;
      mc_memory_state_set (state, name, failures + 1);
    }

  return TRUE;
}

static guint
peek_serial (McMemoryState *state, const char *agency_code)
{
  g_autofree char *name = g_strconcat ("serial ", agency_code, NULL);
  guint next = mc_memory_state_get (state, name);

  return next == 0 ? MC_SERIAL_FIRST : next;
}

static gboolean
storage_add_enrolment (McStorage *storage, const McEnrolmentRecord *record, GError **error)
{
  McMemoryState *state = writing_state (storage);

  if (!mc_serials_check (record->agency_code, peek_serial (state, record->agency_code), error))
    return FALSE;

  g_hash_table_insert (
      state->enrolments, lookup_name (record->lookup_id), mc_enrolment_record_copy (record));

  return TRUE;
}

static gboolean
revoke_name (McMemoryState *state, const char *name, gint64 at)
{
  GHashTableIter iter;
  McKioskRecord *kiosk;
  gboolean found = FALSE;

  g_hash_table_iter_init (&iter, state->kiosks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kiosk))
    if (g_str_equal (kiosk->name, name) && kiosk->revoked_at == MC_TIME_NONE)
      {
        kiosk->revoked_at = at;
        found = TRUE;
      }

  return found;
}

static gboolean
storage_redeem_enrolment (McStorage *storage,
                          const guint8 lookup_id[16],
                          const guint8 public_key[32],
                          gint64 now,
                          McRedeemOutcome *outcome,
                          McKioskRecord **kiosk,
                          GError **error)
{
  McMemoryState *state = writing_state (storage);
  g_autofree char *name = lookup_name (lookup_id);
  McEnrolmentRecord *record = g_hash_table_lookup (state->enrolments, name);
  g_autofree char *key_id = mc_key_id_new (public_key);
  const McKioskRecord *known = g_hash_table_lookup (state->kiosks, key_id);
  g_autofree char *serial = NULL;
  McKioskRecord *made;
  guint next;

  *outcome = mc_redeem_decide (record, known, key_id, now);
  if (*outcome == MC_REDEEM_SAME)
    *kiosk = mc_kiosk_record_copy (known);
  if (*outcome != MC_REDEEM_NEW)
    return TRUE;

  next = peek_serial (state, record->agency_code);
  if (!mc_serials_check (record->agency_code, next, error))
    return FALSE;
  serial = g_strconcat ("serial ", record->agency_code, NULL);
  mc_memory_state_set (state, serial, next + MC_SERIALS_A_KIOSK);

  revoke_name (state, record->name, now);
  made = mc_kiosk_record_new ();
  made->key_id = g_strdup (key_id);
  made->name = g_strdup (record->name);
  made->point_code = g_strdup (record->point_code);
  made->agency_code = g_strdup (record->agency_code);
  memcpy (made->public_key, public_key, sizeof made->public_key);
  made->serial_first = next;
  made->serial_last = next + MC_SERIALS_A_KIOSK - 1;
  made->enrolled_at = now;
  g_hash_table_insert (state->kiosks, g_strdup (key_id), made);
  g_ptr_array_add (state->kiosk_order, g_strdup (key_id));
  record->used_by = g_steal_pointer (&key_id);
  *kiosk = mc_kiosk_record_copy (made);

  return TRUE;
}

static gboolean
is_waiting_for (gpointer key, gpointer value, gpointer name)
{
  const McEnrolmentRecord *record = value;

  return record->used_by == NULL && g_str_equal (record->name, name);
}

static gboolean
storage_revoke_kiosk (McStorage *storage, const char *name, gint64 at, GError **error)
{
  McMemoryState *state = writing_state (storage);

  g_hash_table_foreach_remove (state->enrolments, is_waiting_for, (gpointer) name);
  if (revoke_name (state, name, at))
    return TRUE;

  g_set_error (
      error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "no enrolled kiosk is called %s", name);
  return FALSE;
}

static gboolean
storage_record_heartbeat (McStorage *storage,
                          const char *key_id,
                          const char *health,
                          gint64 at,
                          GError **error)
{
  McKioskRecord *kiosk = g_hash_table_lookup (writing_state (storage)->kiosks, key_id);

  if (kiosk != NULL)
    {
      g_free (kiosk->health);
      kiosk->health = g_strdup (health);
      kiosk->seen_at = at;
    }

  return TRUE;
}

static gboolean
storage_set_safe (McStorage *storage, const char *key_id, guint64 sequence, GError **error)
{
  McKioskRecord *kiosk = g_hash_table_lookup (writing_state (storage)->kiosks, key_id);

  if (kiosk != NULL)
    kiosk->safe_sequence = MAX (kiosk->safe_sequence, sequence);

  return TRUE;
}

static McDossierRecord *
copy_without_contents (const McDossierRecord *record)
{
  McDossierRecord *copy = record == NULL ? NULL : mc_dossier_record_copy (record);

  if (copy != NULL)
    {
      g_clear_pointer (&copy->sealed, g_bytes_unref);
      g_clear_pointer (&copy->page_digests, g_strfreev);
    }

  return copy;
}

static McDossierRecord *
storage_find_by_id (McStorage *storage, const char *id, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  McDossierRecord *copy =
      copy_without_contents (g_hash_table_lookup (lock_reading (self)->dossiers, id));

  g_mutex_unlock (&self->lock);

  return copy;
}

static McDossierRecord *
storage_find_by_code (McStorage *storage, const char *code, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  McDossierRecord *copy = copy_without_contents (find_code (lock_reading (self), code));

  g_mutex_unlock (&self->lock);

  return copy;
}

static McDossierRecord *
storage_find_by_token (McStorage *storage, const char *token, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  g_autofree char *hash = hash_name (token);
  McMemoryState *state = lock_reading (self);
  const char *id = g_hash_table_lookup (state->tokens, hash);
  McDossierRecord *copy =
      id == NULL ? NULL : copy_without_contents (g_hash_table_lookup (state->dossiers, id));

  g_mutex_unlock (&self->lock);

  return copy;
}

/* As SQLite reads it: what is not the public's is not there. */
static McDossierRecord *
copy_public (const McDossierRecord *record)
{
  McDossierRecord *copy = mc_dossier_record_new ();

  copy->id = g_strdup (record->id);
  copy->code = g_strdup (record->code);
  copy->received_at = record->received_at;
  copy->procedure = g_strdup (record->procedure);
  copy->version = g_strdup (record->version);
  copy->point_code = g_strdup (record->point_code);
  copy->agency_code = g_strdup (record->agency_code);
  copy->language = g_strdup (record->language);
  copy->limit_case = g_strdup (record->limit_case);
  copy->submitted_at = record->submitted_at;
  copy->expected_due = record->expected_due;
  copy->by_city = record->by_city;
  copy->state = record->state;
  copy->revision = record->revision;
  copy->due_at = record->due_at;
  copy->updated_at = record->updated_at;
  copy->rating = record->state == MC_STATE_RETURNED ? record->rating : 0;

  return copy;
}

static GPtrArray *
copy_public_events (const GPtrArray *events)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);

  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      McEventRecord *copy = mc_event_record_new ();

      copy->revision = event->revision;
      copy->action = g_strdup (event->action);
      copy->to = event->to;
      copy->step = event->step;
      copy->at = event->at;
      copy->place = g_strdup (event->place);
      if (event->to == MC_STATE_SUPPLEMENT_ASKED)
        copy->data = g_strdup (event->data);
      g_ptr_array_add (copies, copy);
    }

  return copies;
}

static McDossierRecord *
storage_find_public (McStorage *storage, const char *token, GPtrArray **events, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  g_autofree char *hash = hash_name (token);
  McMemoryState *state = lock_reading (self);
  const char *id = g_hash_table_lookup (state->tokens, hash);
  McDossierRecord *copy = NULL;

  if (id != NULL)
    {
      copy = copy_public (g_hash_table_lookup (state->dossiers, id));
      *events = copy_public_events (g_hash_table_lookup (state->events, id));
    }
  g_mutex_unlock (&self->lock);

  return copy;
}

static McDossierRecord *
storage_load_sealed (McStorage *storage, const char *id, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  const McDossierRecord *record = g_hash_table_lookup (lock_reading (self)->dossiers, id);
  McDossierRecord *copy = record == NULL ? NULL : mc_dossier_record_copy (record);

  g_mutex_unlock (&self->lock);

  return copy;
}

static GPtrArray *
storage_list_events (McStorage *storage, const char *id, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  GPtrArray *events = g_hash_table_lookup (lock_reading (self)->events, id);
  GPtrArray *copy = events == NULL
                        ? g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free)
                        : mc_memory_state_copy_events (events);

  g_mutex_unlock (&self->lock);

  return copy;
}

static GBytes *
storage_load_blob (McStorage *storage, const char *digest, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  GBytes *blob = g_hash_table_lookup (lock_reading (self)->blobs, digest);

  if (blob != NULL)
    g_bytes_ref (blob);
  g_mutex_unlock (&self->lock);

  return blob;
}

static McEnrolmentRecord *
storage_find_enrolment (McStorage *storage, const guint8 lookup_id[16], GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  g_autofree char *name = lookup_name (lookup_id);
  const McEnrolmentRecord *record = g_hash_table_lookup (lock_reading (self)->enrolments, name);
  McEnrolmentRecord *copy = record == NULL ? NULL : mc_enrolment_record_copy (record);

  g_mutex_unlock (&self->lock);

  return copy;
}

static McKioskRecord *
storage_find_kiosk (McStorage *storage, const char *key_id, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  const McKioskRecord *kiosk = g_hash_table_lookup (lock_reading (self)->kiosks, key_id);
  McKioskRecord *copy = kiosk == NULL ? NULL : mc_kiosk_record_copy (kiosk);

  g_mutex_unlock (&self->lock);

  return copy;
}

static gint
compare_kiosks (gconstpointer a, gconstpointer b)
{
  const McKioskRecord *left = *(const McKioskRecord *const *) a;
  const McKioskRecord *right = *(const McKioskRecord *const *) b;
  int names = strcmp (left->name, right->name);

  return names != 0
             ? names
             : (left->enrolled_at > right->enrolled_at) - (left->enrolled_at < right->enrolled_at);
}

static GPtrArray *
storage_list_kiosks (McStorage *storage, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  GPtrArray *kiosks = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_kiosk_record_free);
  McMemoryState *state = lock_reading (self);

  for (guint i = 0; i < state->kiosk_order->len; i++)
    g_ptr_array_add (kiosks,
                     mc_kiosk_record_copy (g_hash_table_lookup (
                         state->kiosks, g_ptr_array_index (state->kiosk_order, i))));
  g_mutex_unlock (&self->lock);
  g_ptr_array_sort (kiosks, compare_kiosks);

  return kiosks;
}

static gboolean
storage_get_position (McStorage *storage, const char *key_id, guint64 *contiguous, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);

  *contiguous = count_contiguous (lock_reading (self), key_id);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
storage_count_states (McStorage *storage, guint64 *counts, guint64 *attention, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);
  GHashTableIter iter;
  const McDossierRecord *record;

  memset (counts, 0, MC_N_STATES * sizeof *counts);
  *attention = 0;
  g_hash_table_iter_init (&iter, lock_reading (self)->dossiers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      counts[record->state]++;
      *attention += record->attention != NULL;
    }
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
storage_get_version (McStorage *storage, guint64 *version, GError **error)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (storage);

  g_mutex_lock (&self->lock);
  *version = self->version;
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
storage_backup (McStorage *storage, const char *path, GError **error)
{
  g_set_error_literal (
      error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNSUPPORTED, "memory has no backup");
  return FALSE;
}

static void
storage_iface_init (McStorageInterface *iface)
{
  iface->begin = storage_begin;
  iface->commit = storage_commit;
  iface->rollback = storage_rollback;
  iface->receive_dossier = storage_receive_dossier;
  iface->note_refused = storage_note_refused;
  iface->put_blob = storage_put_blob;
  iface->record_step = storage_record_step;
  iface->add_token = storage_add_token;
  iface->take_number = storage_take_number;
  iface->add_rating = storage_add_rating;
  iface->try_second_factor = storage_try_second_factor;
  iface->add_enrolment = storage_add_enrolment;
  iface->redeem_enrolment = storage_redeem_enrolment;
  iface->revoke_kiosk = storage_revoke_kiosk;
  iface->record_heartbeat = storage_record_heartbeat;
  iface->set_safe = storage_set_safe;
  iface->find_by_id = storage_find_by_id;
  iface->find_by_code = storage_find_by_code;
  iface->find_by_token = storage_find_by_token;
  iface->find_public = storage_find_public;
  iface->load_sealed = storage_load_sealed;
  iface->list_events = storage_list_events;
  iface->load_blob = storage_load_blob;
  iface->find_enrolment = storage_find_enrolment;
  iface->find_kiosk = storage_find_kiosk;
  iface->list_kiosks = storage_list_kiosks;
  iface->get_position = storage_get_position;
  iface->count_states = storage_count_states;
  iface->get_version = storage_get_version;
  iface->backup = storage_backup;
}

static void
mc_storage_memory_finalize (GObject *object)
{
  McStorageMemory *self = MC_STORAGE_MEMORY (object);

  mc_memory_state_free (self->committed);
  mc_memory_state_free (self->working);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->writing);

  G_OBJECT_CLASS (mc_storage_memory_parent_class)->finalize (object);
}

static void
mc_storage_memory_class_init (McStorageMemoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mc_storage_memory_finalize;
}

static void
mc_storage_memory_init (McStorageMemory *self)
{
  g_mutex_init (&self->writing);
  g_mutex_init (&self->lock);
  self->committed = mc_memory_state_new ();
}

/**
 * mc_storage_memory_new:
 *
 * Returns: (transfer full): an empty storage, for tests
 */
McStorageMemory *
mc_storage_memory_new (void)
{
  return g_object_new (MC_TYPE_STORAGE_MEMORY, NULL);
}

/**
 * mc_storage_memory_fail_next_commit:
 * @self: a storage
 *
 * The next commit fails with %MC_STORAGE_ERROR_UNAVAILABLE and keeps nothing. Any thread.
 */
void
mc_storage_memory_fail_next_commit (McStorageMemory *self)
{
  g_return_if_fail (MC_IS_STORAGE_MEMORY (self));

  g_mutex_lock (&self->lock);
  self->fail_next = TRUE;
  g_mutex_unlock (&self->lock);
}
