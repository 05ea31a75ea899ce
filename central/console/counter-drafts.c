/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-drafts.h"

#include <sodium.h>
#include <string.h>
#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "app/domain/text.h"

/* Of all clerks together: an afternoon of 126 desks fits many times. */
#define MAX_SCAN_BYTES (256 * 1024 * 1024)

struct _McCounterDrafts
{
  GMutex lock;
  GHashTable *drafts; /* (owned) (element-type utf8 Entry) (locked-by lock) */
  gsize scan_bytes;   /* (atomic), of all drafts */
};

/* The table's lock is never held while an entry's is waited for. */
typedef struct
{
  McCounterDraft draft; /* (locked-by lock) */
  GMutex lock;
  gint references;   /* (atomic) */
  gint64 touched_at; /* (locked-by the table) */
  gsize *all_scans;  /* (unowned), of the table, which lives longer */
} Entry;

static void
scan_free (gpointer data)
{
  McCounterScan *scan = data;

  g_bytes_unref (scan->image);
  g_free (scan);
}

static void
entry_unref (gpointer data)
{
  Entry *entry = data;
  McCounterDraft *draft = &entry->draft;

  if (!g_atomic_int_dec_and_test (&entry->references))
    return;

  __atomic_sub_fetch (entry->all_scans, draft->scan_bytes, __ATOMIC_RELAXED);
  g_mutex_clear (&entry->lock);
  g_free (draft->id);
  if (draft->token != NULL)
    sodium_memzero (draft->token, strlen (draft->token));
  g_free (draft->token);
  g_free (draft->login);
  mc_draft_free (draft->draft);
  g_clear_pointer (&draft->owner, mc_applicant_free);
  g_free (draft->language);
  g_free (draft->limit_case);
  g_hash_table_unref (draft->scans);
  g_hash_table_unref (draft->typed);
  g_hash_table_unref (draft->tried);
  g_free (draft->notice);
  g_free (entry);
}

/**
 * mc_counter_draft_close:
 * @self: (transfer full): a draft that was begun or opened
 *
 * Lets it go; another request may have it now.
 */
void
mc_counter_draft_close (McCounterDraft *self)
{
  Entry *entry = (Entry *) self;

  g_mutex_unlock (&entry->lock);
  entry_unref (entry);
}

/**
 * mc_counter_draft_get_typed:
 * @self: a draft
 * @name: an input's name
 *
 * Returns: (transfer none) (nullable): what was typed there and refused
 */
const char *
mc_counter_draft_get_typed (McCounterDraft *self, const char *name)
{
  return g_hash_table_lookup (self->typed, name);
}

/**
 * mc_counter_draft_set_typed:
 * @self: a draft
 * @name: an input's name
 * @text: (nullable): what was typed there and refused; %NULL forgets it
 */
void
mc_counter_draft_set_typed (McCounterDraft *self, const char *name, const char *text)
{
  if (text == NULL)
    g_hash_table_remove (self->typed, name);
  else
    g_hash_table_insert (self->typed, g_strdup (name), g_strdup (text));
}

/**
 * mc_counter_draft_was_tried:
 * @self: a draft
 * @name: an input's name
 *
 * Returns: whether it was sent once: an input that nobody saw yet is empty, not wrong
 */
gboolean
mc_counter_draft_was_tried (McCounterDraft *self, const char *name)
{
  return g_hash_table_contains (self->tried, name);
}

/**
 * mc_counter_draft_note_tried:
 * @self: a draft
 * @name: an input's name
 */
void
mc_counter_draft_note_tried (McCounterDraft *self, const char *name)
{
  g_hash_table_add (self->tried, g_strdup (name));
}

/**
 * mc_counter_draft_forget_procedure:
 * @self: a draft that got another procedure
 *
 * Forgets what belonged to the former one's papers and limit; the persons stay.
 */
void
mc_counter_draft_forget_procedure (McCounterDraft *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->typed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, MC_COUNTER_PAPER_PREFIX))
      g_hash_table_iter_remove (&iter);
  g_hash_table_remove_all (self->tried);
  g_clear_pointer (&self->limit_case, g_free);
  g_hash_table_remove_all (self->scans);
  __atomic_sub_fetch (((Entry *) self)->all_scans, self->scan_bytes, __ATOMIC_RELAXED);
  self->scan_bytes = 0;
}

/**
 * mc_counter_draft_set_notice:
 * @self: a draft
 * @badge: its colour
 * @text: what the next page says at its top, once
 */
void
mc_counter_draft_set_notice (McCounterDraft *self, McBadge badge, const char *text)
{
  g_free (self->notice);
  self->notice = g_strdup (text);
  self->notice_badge = badge;
}

/**
 * mc_counter_draft_get_scans:
 * @self: a draft
 * @document: a document's key
 *
 * Returns: (transfer none) (element-type McCounterScan): its pages, in order
 */
GPtrArray *
mc_counter_draft_get_scans (McCounterDraft *self, const char *document)
{
  GPtrArray *scans = g_hash_table_lookup (self->scans, document);

  if (scans == NULL)
    {
      scans = g_ptr_array_new_with_free_func (scan_free);
      g_hash_table_insert (self->scans, g_strdup (document), scans);
    }

  return scans;
}

/**
 * mc_counter_draft_add_scan:
 * @self: a draft
 * @document: a document's key
 * @image: the page
 * @type: its media type, a static string
 *
 * Returns: %FALSE when that would be more than a dossier, or all drafts together, may hold
 */
gboolean
mc_counter_draft_add_scan (McCounterDraft *self,
                           const char *document,
                           GBytes *image,
                           const char *type)
{
  gsize *all = ((Entry *) self)->all_scans, size = g_bytes_get_size (image);
  McCounterScan *scan;

  if (self->scan_bytes + size > MC_COUNTER_SCANS_MAX)
    return FALSE;
  if (__atomic_add_fetch (all, size, __ATOMIC_RELAXED) > MAX_SCAN_BYTES)
    {
      __atomic_sub_fetch (all, size, __ATOMIC_RELAXED);
      return FALSE;
    }

  self->scan_bytes += size;
  scan = g_new0 (McCounterScan, 1);
  scan->image = g_bytes_ref (image);
  scan->type = type;
  g_ptr_array_add (mc_counter_draft_get_scans (self, document), scan);
  return TRUE;
}

/**
 * mc_counter_draft_remove_scan:
 * @self: a draft
 * @document: a document's key
 * @index: which page; one that is not there is removed already
 */
void
mc_counter_draft_remove_scan (McCounterDraft *self, const char *document, guint index)
{
  GPtrArray *scans = mc_counter_draft_get_scans (self, document);
  gsize size;

  if (index >= scans->len)
    return;

  size = g_bytes_get_size (((McCounterScan *) g_ptr_array_index (scans, index))->image);
  self->scan_bytes -= size;
  __atomic_sub_fetch (((Entry *) self)->all_scans, size, __ATOMIC_RELAXED);
  g_ptr_array_remove_index (scans, index);
}

/**
 * mc_counter_drafts_new:
 *
 * Returns: (transfer full): an empty table. Its functions may be called from any thread
 */
McCounterDrafts *
mc_counter_drafts_new (void)
{
  McCounterDrafts *self = g_new0 (McCounterDrafts, 1);

  g_mutex_init (&self->lock);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_unref);
  return self;
}

/**
 * mc_counter_drafts_free:
 * @self: (transfer full) (nullable): a table whose drafts are all closed
 *
 * Forgets them.
 */
void
mc_counter_drafts_free (McCounterDrafts *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->drafts);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_old (gpointer key, gpointer value, gpointer now)
{
  return ((Entry *) value)->touched_at < *(gint64 *) now - MC_COUNTER_LIFE_S;
}

/* The lock is held. */
static void
expire (McCounterDrafts *self, gint64 now)
{
  g_hash_table_foreach_remove (self->drafts, is_old, &now);
}

static guint
count_of (McCounterDrafts *self, const char *login)
{
  GHashTableIter iter;
  gpointer entry;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    n += g_str_equal (((Entry *) entry)->draft.login, login);

  return n;
}

static Entry *
entry_new (McCounterDrafts *self,
           const char *login,
           const McPoint *point,
           McProcedure *procedure,
           gint64 now)
{
  Entry *entry = g_new0 (Entry, 1);
  McCounterDraft *draft = &entry->draft;
  guint8 random[10], secret[MC_TOKEN_RANDOM_BYTES];

  randombytes_buf (random, sizeof random);
  randombytes_buf (secret, sizeof secret);
  g_mutex_init (&entry->lock);
  entry->references = 1;
  entry->touched_at = now;
  entry->all_scans = &self->scan_bytes;
  draft->id = mc_uuid_new_v7 (now * 1000, random);
  draft->token = mc_token_new (secret);
  sodium_memzero (secret, sizeof secret);
  draft->login = g_strdup (login);
  draft->point = point;
  draft->draft = mc_draft_new ();
  mc_draft_set_procedure (draft->draft, procedure);
  mc_draft_prefill (draft->draft);
  draft->language = g_strdup (MC_LANGUAGE_VI);
  draft->scans =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  draft->typed =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mc_text_free_secret);
  draft->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return entry;
}

/**
 * mc_counter_drafts_begin:
 * @self: a table
 * @login: whose draft it becomes
 * @point: the desk where it is filed; must live as long as the table
 * @procedure: what is filed
 * @now: the time
 *
 * Mints the dossier's id and status token: whatever happens later, it is filed once.
 *
 * Returns: (transfer full) (nullable): a draft to be closed, or %NULL when @login has too many
 */
McCounterDraft *
mc_counter_drafts_begin (McCounterDrafts *self,
                         const char *login,
                         const McPoint *point,
                         McProcedure *procedure,
                         gint64 now)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  expire (self, now);
  if (count_of (self, login) >= MC_COUNTER_MAX_DRAFTS)
    {
      g_mutex_unlock (&self->lock);
      return NULL;
    }
  entry = entry_new (self, login, point, procedure, now);
  g_hash_table_insert (self->drafts, entry->draft.id, entry);
  g_atomic_int_inc (&entry->references);
  g_mutex_unlock (&self->lock);

  g_mutex_lock (&entry->lock);
  return &entry->draft;
}

/**
 * mc_counter_drafts_open:
 * @self: a table
 * @id: a draft's id
 * @login: who asks
 * @now: the time
 *
 * Waits while another request has it.
 *
 * Returns: (transfer full) (nullable): the draft, to be closed; %NULL when @login has no such one
 */
McCounterDraft *
mc_counter_drafts_open (McCounterDrafts *self, const char *id, const char *login, gint64 now)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  expire (self, now);
  entry = g_hash_table_lookup (self->drafts, id);
  if (entry != NULL && !g_str_equal (entry->draft.login, login))
    entry = NULL;
  if (entry != NULL)
    {
      entry->touched_at = now;
      g_atomic_int_inc (&entry->references);
    }
  g_mutex_unlock (&self->lock);
  if (entry == NULL)
    return NULL;

  g_mutex_lock (&entry->lock);
  return &entry->draft;
}

/**
 * mc_counter_drafts_drop:
 * @self: a table
 * @id: a draft's id
 * @login: who asks
 *
 * Forgets it, when it is theirs.
 */
void
mc_counter_drafts_drop (McCounterDrafts *self, const char *id, const char *login)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = g_hash_table_lookup (self->drafts, id);

  if (entry != NULL && g_str_equal (entry->draft.login, login))
    g_hash_table_remove (self->drafts, id);
}

static void
summary_free (gpointer data)
{
  McCounterSummary *summary = data;

  g_free (summary->id);
  g_object_unref (summary->procedure);
  g_free (summary->name);
  g_free (summary);
}

static McCounterSummary *
summarise (Entry *entry, gint64 touched_at)
{
  McCounterSummary *summary = g_new0 (McCounterSummary, 1);
  McDraft *draft = entry->draft.draft;

  summary->id = g_strdup (entry->draft.id);
  summary->procedure = g_object_ref (mc_draft_get_procedure (draft));
  summary->name = g_strdup (mc_applicant_get_display_name (mc_draft_get_applicant (draft)));
  summary->touched_at = touched_at;
  return summary;
}

static gint
compare_summaries (gconstpointer a, gconstpointer b)
{
  const McCounterSummary *left = *(McCounterSummary *const *) a;
  const McCounterSummary *right = *(McCounterSummary *const *) b;

  if (left->touched_at != right->touched_at)
    return left->touched_at > right->touched_at ? -1 : 1;
  return strcmp (right->id, left->id);
}

/**
 * mc_counter_drafts_list:
 * @self: a table
 * @login: who asks
 * @now: the time
 *
 * Returns: (transfer full) (element-type McCounterSummary): their drafts, latest first
 */
GPtrArray *
mc_counter_drafts_list (McCounterDrafts *self, const char *login, gint64 now)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_unref);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *list = g_ptr_array_new_with_free_func (summary_free);
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->lock);
  expire (self, now);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!g_str_equal (entry->draft.login, login))
        continue;
      g_atomic_int_inc (&entry->references);
      g_ptr_array_add (entries, entry);
      g_array_append_val (times, entry->touched_at);
    }
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      g_mutex_lock (&entry->lock);
      g_ptr_array_add (list, summarise (entry, g_array_index (times, gint64, i)));
      g_mutex_unlock (&entry->lock);
    }
  g_ptr_array_sort (list, compare_summaries);
  return list;
}
