/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite.h"

#include "central/storage/storage-sqlite-private.h"

/* One connection writes, under a lock held from begin to commit: SQLite has one writer at a time
 * anyway, and its own waiting is not fair (measured: seconds). Readers take a connection from a
 * pool; in WAL mode they never wait for the writer. */
struct _McStorageSqlite
{
  GObject parent_instance;

  char *path;       /* (owned) */
  GMutex writing;   /* held by the thread in a transaction */
  GThread *owner;   /* (unowned) (nullable) (atomic), that thread */
  McSqlite *writer; /* (owned) (locked-by writing) */

  GMutex pool_lock;
  GPtrArray *pool; /* (owned) (element-type McSqlite) (locked-by pool_lock) */

  GMutex version_lock;
  McSqlite *version_reader; /* (owned) (locked-by version_lock): data_version is per connection */

  McTokenMemory *tokens; /* (owned) */
};

static void storage_iface_init (McStorageInterface *iface);

static void
facts_iface_init (McFactsInterface *iface)
{
  mc_storage_sqlite_facts_init (iface);
}

static void
people_iface_init (McPeopleInterface *iface)
{
  mc_storage_sqlite_people_init (iface);
}

static void
work_iface_init (McWorkInterface *iface)
{
  mc_storage_sqlite_work_init (iface);
}

static void
pickups_iface_init (McPickupsInterface *iface)
{
  mc_storage_sqlite_pickups_init (iface);
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McStorageSqlite, mc_storage_sqlite, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_STORAGE, storage_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_FACTS, facts_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PEOPLE, people_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_WORK, work_iface_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PICKUPS, pickups_iface_init))
/* clang-format on */

#define POOL_MAX 8

/* 6 MiB: the receipts of a city that somebody looks at in a month. */
#define TOKENS_REMEMBERED (256 * 1024)

static McSqlite *
take_reader (McStorageSqlite *self, GError **error)
{
  McSqlite *reader = NULL;

  if (g_atomic_pointer_get (&self->owner) == g_thread_self ())
    return self->writer;

  g_mutex_lock (&self->pool_lock);
  if (self->pool->len > 0)
    reader = g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1);
  g_mutex_unlock (&self->pool_lock);

  return reader != NULL ? reader : mc_sqlite_open (self->path, FALSE, error);
}

static void
give_reader (McStorageSqlite *self, McSqlite *reader)
{
  if (reader == self->writer)
    return;

  g_mutex_lock (&self->pool_lock);
  if (self->pool->len < POOL_MAX)
    g_ptr_array_add (self->pool, g_steal_pointer (&reader));
  g_mutex_unlock (&self->pool_lock);
  mc_sqlite_free (reader);
}

/*
 * mc_reader_take:
 *
 * Within a transaction, on its thread, this is the writer.
 */
McReader
mc_reader_take (gpointer storage, GError **error)
{
  return (McReader){ storage, take_reader (MC_STORAGE_SQLITE (storage), error) };
}

/*
 * mc_reader_give:
 *
 * Gives it back; its statements must have been reset before.
 */
void
mc_reader_give (McReader *self)
{
  if (self->db != NULL)
    give_reader (MC_STORAGE_SQLITE (self->storage), g_steal_pointer (&self->db));
}

static gboolean
storage_begin (McStorage *storage, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);

  g_mutex_lock (&self->writing);
  if (mc_sqlite_run (self->writer, "BEGIN IMMEDIATE", error, ""))
    {
      g_atomic_pointer_set (&self->owner, g_thread_self ());
      return TRUE;
    }

  g_mutex_unlock (&self->writing);
  return FALSE;
}

static void
leave (McStorageSqlite *self)
{
  g_atomic_pointer_set (&self->owner, NULL);
  g_mutex_unlock (&self->writing);
}

static void
storage_rollback (McStorage *storage)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);

  /* After some errors SQLite has rolled back by itself. */
  if (!sqlite3_get_autocommit (self->writer->db))
    mc_sqlite_run (self->writer, "ROLLBACK", NULL, "");
  leave (self);
}

static gboolean
storage_commit (McStorage *storage, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);

  if (mc_sqlite_run (self->writer, "COMMIT", error, ""))
    {
      leave (self);
      return TRUE;
    }

  storage_rollback (storage);
  return FALSE;
}

static McSqlite *
writer_of (McStorage *storage)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);

  /* A write outside its transaction would be acknowledged before it is kept. */
  g_assert (g_atomic_pointer_get (&self->owner) == g_thread_self ());

  return self->writer;
}

/*
 * mc_storage_sqlite_get_writer:
 *
 * The connection of the transaction that this thread began.
 */
McSqlite *
mc_storage_sqlite_get_writer (gpointer storage)
{
  return writer_of (MC_STORAGE (storage));
}

static gboolean
storage_receive_dossier (McStorage *storage,
                         const McDossierRecord *record,
                         const char *token,
                         const McEventRecord *event,
                         McReceived *received,
                         GError **error)
{
  return mc_sqlite_receive_dossier (writer_of (storage), record, token, event, received, error);
}

static gboolean
storage_note_refused (McStorage *storage, const char *kiosk_key, guint64 sequence, GError **error)
{
  return mc_sqlite_note_position (writer_of (storage), kiosk_key, sequence, error);
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
  return mc_sqlite_put_blob (writer_of (storage), digest, sealed, kiosk_key, at, created, error);
}

static gboolean
storage_record_step (McStorage *storage,
                     const char *id,
                     guint64 expected_revision,
                     const McEventRecord *event,
                     guint64 *revision,
                     GError **error)
{
  return mc_sqlite_record_step (writer_of (storage), id, expected_revision, event, revision, error);
}

static gboolean
storage_add_token (McStorage *storage,
                   const char *id,
                   const char *token,
                   const char *purpose,
                   gint64 at,
                   GError **error)
{
  return mc_sqlite_add_token (writer_of (storage), id, token, purpose, at, error);
}

static gboolean
storage_take_number (McStorage *storage, const char *series, guint *number, GError **error)
{
  return mc_sqlite_take_number (writer_of (storage), series, number, error);
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
  return mc_sqlite_add_rating (writer_of (storage), id, kiosk, score, language, at, outcome, error);
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
  return mc_sqlite_try_second_factor (
      writer_of (storage), code, id_last4, birth_year, today, outcome, error);
}

static gboolean
storage_add_enrolment (McStorage *storage, const McEnrolmentRecord *record, GError **error)
{
  return mc_sqlite_add_enrolment (writer_of (storage), record, error);
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
  return mc_sqlite_redeem_enrolment (
      writer_of (storage), lookup_id, public_key, now, outcome, kiosk, error);
}

static gboolean
storage_revoke_kiosk (McStorage *storage, const char *name, gint64 at, GError **error)
{
  return mc_sqlite_revoke_kiosk (writer_of (storage), name, at, error);
}

static gboolean
storage_record_heartbeat (McStorage *storage,
                          const char *key_id,
                          const char *health,
                          gint64 at,
                          GError **error)
{
  return mc_sqlite_record_heartbeat (writer_of (storage), key_id, health, at, error);
}

static gboolean
storage_set_safe (McStorage *storage, const char *key_id, guint64 sequence, GError **error)
{
  return mc_sqlite_set_safe (writer_of (storage), key_id, sequence, error);
}

/* Every reading verb is the same: a connection, the verb, the connection back. */
#define READ_VERB(Type, name, Argument)                                                            \
  static Type storage_##name (McStorage *storage, Argument argument, GError **error)               \
  {                                                                                                \
    McStorageSqlite *self = MC_STORAGE_SQLITE (storage);                                           \
    McSqlite *reader = take_reader (self, error);                                                  \
    Type result = NULL;                                                                            \
                                                                                                   \
    if (reader == NULL)                                                                            \
      return NULL;                                                                                 \
    result = mc_sqlite_##name (reader, argument, error);                                           \
    give_reader (self, reader);                                                                    \
                                                                                                   \
    return result;                                                                                 \
  }

typedef McDossierRecord *McDossierRecordPtr;
typedef McEnrolmentRecord *McEnrolmentRecordPtr;
typedef McKioskRecord *McKioskRecordPtr;
typedef GPtrArray *GPtrArrayPtr;
typedef GBytes *GBytesPtr;
typedef const char *Text;
typedef const guint8 *Octets;

READ_VERB (McDossierRecordPtr, find_by_id, Text)
READ_VERB (McDossierRecordPtr, find_by_code, Text)
READ_VERB (McDossierRecordPtr, find_by_token, Text)
READ_VERB (McDossierRecordPtr, load_sealed, Text)
READ_VERB (GPtrArrayPtr, list_events, Text)
READ_VERB (GBytesPtr, load_blob, Text)
READ_VERB (McEnrolmentRecordPtr, find_enrolment, Octets)
READ_VERB (McKioskRecordPtr, find_kiosk, Text)

static McDossierRecord *
storage_find_public (McStorage *storage, const char *token, GPtrArray **events, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  McSqlite *reader = take_reader (self, error);
  McDossierRecord *record;

  if (reader == NULL)
    return NULL;
  record = mc_sqlite_find_public (
      reader, reader == self->writer ? NULL : self->tokens, token, events, error);
  give_reader (self, reader);

  return record;
}

static GPtrArray *
storage_list_kiosks (McStorage *storage, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  McSqlite *reader = take_reader (self, error);
  GPtrArray *kiosks;

  if (reader == NULL)
    return NULL;
  kiosks = mc_sqlite_list_kiosks (reader, error);
  give_reader (self, reader);

  return kiosks;
}

static gboolean
storage_get_position (McStorage *storage, const char *key_id, guint64 *contiguous, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  McSqlite *reader = take_reader (self, error);
  gboolean done;

  if (reader == NULL)
    return FALSE;
  done = mc_sqlite_get_position (reader, key_id, contiguous, error);
  give_reader (self, reader);

  return done;
}

static gboolean
storage_count_states (McStorage *storage, guint64 *counts, guint64 *attention, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  McSqlite *reader = take_reader (self, error);
  gboolean done;

  if (reader == NULL)
    return FALSE;
  done = mc_sqlite_count_states (reader, counts, attention, error);
  give_reader (self, reader);

  return done;
}

static gboolean
storage_get_version (McStorage *storage, guint64 *version, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->version_lock);
  g_autoptr (McRows) rows = NULL;

  if (self->version_reader == NULL)
    self->version_reader = mc_sqlite_open (self->path, FALSE, error);
  if (self->version_reader == NULL)
    return FALSE;

  rows = mc_sqlite_query (self->version_reader, "PRAGMA data_version", error, "");
  if (rows == NULL || !mc_sqlite_next (self->version_reader, rows, error))
    return FALSE;

  *version = sqlite3_column_int64 (rows, 0);

  return TRUE;
}

static gboolean
storage_backup (McStorage *storage, const char *path, GError **error)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (storage);
  g_autoptr (McSqlite) reader = mc_sqlite_open (self->path, FALSE, error);
  g_autoptr (GPtrArray) kiosks = reader == NULL ? NULL : mc_sqlite_copy (reader, path, error);

  if (kiosks == NULL || !mc_storage_begin (storage, error))
    return FALSE;

  for (guint i = 0; i < kiosks->len; i++)
    {
      const McKioskRecord *kiosk = g_ptr_array_index (kiosks, i);

      if (!mc_storage_set_safe (storage, kiosk->key_id, kiosk->safe_sequence, error))
        {
          mc_storage_rollback (storage);
          return FALSE;
        }
    }

  return mc_storage_commit (storage, error);
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
mc_storage_sqlite_finalize (GObject *object)
{
  McStorageSqlite *self = MC_STORAGE_SQLITE (object);

  g_clear_pointer (&self->version_reader, mc_sqlite_free);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  g_clear_pointer (&self->writer, mc_sqlite_free);
  g_mutex_clear (&self->version_lock);
  mc_token_memory_free (self->tokens);
  g_mutex_clear (&self->pool_lock);
  g_mutex_clear (&self->writing);
  g_free (self->path);

  G_OBJECT_CLASS (mc_storage_sqlite_parent_class)->finalize (object);
}

static void
mc_storage_sqlite_class_init (McStorageSqliteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mc_storage_sqlite_finalize;
  /* Its statistics of memory would make all readers wait for one lock. Refused, and no harm, when
   * somebody uses SQLite already. */
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
}

static void
mc_storage_sqlite_init (McStorageSqlite *self)
{
  g_mutex_init (&self->writing);
  g_mutex_init (&self->pool_lock);
  g_mutex_init (&self->version_lock);
  self->tokens = mc_token_memory_new (TOKENS_REMEMBERED);
  self->pool = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_sqlite_free);
}

/**
 * mc_storage_sqlite_new:
 * @path: the database file; made when it is not there
 * @error: return location for an error
 *
 * Opens the file and brings its schema up to date, in one transaction; a newer schema or another
 * program's file is refused with %MC_STORAGE_ERROR_SCHEMA and left as it is. Several processes may
 * have it open. Any thread.
 *
 * Returns: (transfer full): a storage, or %NULL with an error
 */
McStorage *
mc_storage_sqlite_new (const char *path, GError **error)
{
  g_autoptr (McStorageSqlite) self = g_object_new (MC_TYPE_STORAGE_SQLITE, NULL);

  self->path = g_strdup (path);
  self->writer = mc_sqlite_open (path, TRUE, error);
  if (self->writer == NULL)
    return NULL;
  if (!mc_sqlite_migrate (self->writer, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  /* What a process before us wrote and could not sync may look committed: put into the database and
   * synced it is. */
  if (!mc_sqlite_execute (self->writer, "PRAGMA wal_checkpoint (PASSIVE)", error))
    return NULL;

  return MC_STORAGE (g_steal_pointer (&self));
}
