/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-store"
#include "config.h"

#include "app/store/store-thread.h"

#include "app/store/db.h"
#include "app/store/outbox.h"
#include "app/store/schema.h"
#include "app/store/state-file.h"

/* Pages in the log after which it is written back into the file: 4 MiB of 4 KiB pages. */
#define CHECKPOINT_PAGES 1000

struct _McStoreThread
{
  char *state_dir;        /* (owned) */
  char *path;             /* (owned) */
  McClock *clock;         /* (owned) */
  McStoreChanged changed; /* (nullable) */
  gpointer user_data;     /* (unowned) */
  GThread *thread;        /* (owned) */
  GAsyncQueue *jobs;      /* (owned) (element-type Job) */

  /* In the thread alone */
  sqlite3 *db;        /* (owned) (nullable): closed while broken and not reopened */
  sqlite3 *reader;    /* (owned) (nullable), from the first commit on: reads it back */
  char *broken;       /* (owned) (nullable): why nothing may go on */
  gboolean committed; /* the work under way committed something */
  int wal_pages;      /* in the log after the last commit */
  gboolean quit;
  gboolean orphaned; /* freed from within: the thread frees what is left */

  GMutex lock;
  char *damaged_file; /* (owned) (nullable) (locked-by lock) */
};

typedef struct
{
  McStoreWork work;         /* (nullable) with a task */
  gpointer data;            /* (owned) when data_free is set, else (unowned) */
  GDestroyNotify data_free; /* (nullable) */
  gboolean even_broken;     /* opening and ending work on a broken store, too */

  GTask *task;                     /* (owned) (nullable) */
  void (*task_work) (GTask *task); /* (nullable) */

  /* Somebody waits for the outcome */
  gboolean waited_for;
  GMutex lock;
  GCond cond;
  gboolean done;    /* (locked-by lock) */
  gboolean outcome; /* (locked-by lock) */
  GError *error;    /* (owned) (nullable) (locked-by lock) */
} Job;

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_mutex_clear (&job->lock);
  g_cond_clear (&job->cond);
  g_free (job);
}

static Job *
job_new (McStoreWork work, gpointer data, GDestroyNotify data_free)
{
  Job *job = g_new0 (Job, 1);

  job->work = work;
  job->data = data;
  job->data_free = data_free;
  g_mutex_init (&job->lock);
  g_cond_init (&job->cond);
  return job;
}

static int
on_wal_commit (gpointer user_data, sqlite3 *db, const char *name, int pages)
{
  McStoreThread *self = user_data;

  self->wal_pages = pages;
  return SQLITE_OK;
}

/* Between two jobs, so that no citizen waits for it. SQLite's own automatic one ignores a failed
 * sync, after which the kernel calls the lost pages clean; here that ends the work. */
static void
write_back (McStoreThread *self)
{
  int code;

  if (self->db == NULL || self->broken != NULL || self->wal_pages < CHECKPOINT_PAGES)
    return;
  code = sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (code == SQLITE_OK)
    self->wal_pages = 0;
  else if ((code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED &&
           (code & 0xff) != SQLITE_FULL) /* the log still holds everything: later */
    mc_store_thread_break (self, sqlite3_errmsg (self->db));
}

static void
close_db (McStoreThread *self)
{
  g_clear_pointer (&self->reader, mc_db_close);
  g_clear_pointer (&self->db, mc_db_close);
}

static gboolean
check_small_tables (sqlite3 *db, GError **error)
{
  /* The sealed bytes carry their own digests, which are looked at whenever they are read; reading
   * gigabytes of them here would keep the welcome screen waiting after a power cut. */
  static const char *const tables[] = { "secrets", "identity", "counters", "dossiers",
                                        "prints",  "ratings",  "rolls",    "staff" };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("PRAGMA quick_check (%s)", tables[i]);
      g_autoptr (sqlite3_stmt) statement = mc_db_prepare (db, error, sql, "");
      gboolean row = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (!row || g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") != 0)
        {
          g_set_error (error,
                       MC_OUTBOX_ERROR,
                       MC_OUTBOX_ERROR_DAMAGED,
                       "table %s: %s",
                       tables[i],
                       row ? (const char *) sqlite3_column_text (statement, 0) : "no answer");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
try_open (McStoreThread *self, gboolean *damaged, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *damaged = FALSE;
  if (!mc_state_file_create (self->state_dir, self->path, error) ||
      !mc_state_file_check_header (self->path, error))
    return FALSE;
  self->db = mc_db_open (self->path, &local_error);
  if (self->db != NULL &&
      mc_schema_migrate (
          self->db, mc_schema_get_newest (), mc_clock_now (self->clock), &local_error) &&
      check_small_tables (self->db, &local_error))
    {
      sqlite3_wal_hook (self->db, on_wal_commit, self);
      self->wal_pages = CHECKPOINT_PAGES; /* the header tells the version once it is written back */
      write_back (self);
      if (self->broken == NULL)
        return TRUE;
      g_set_error (&local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_STORAGE, "%s", self->broken);
    }
  *damaged = g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED);
  close_db (self);
  if (g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NEWER))
    g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", self->path);
  else
    g_set_error (
        error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN, "%s: %s", self->path, local_error->message);
  return FALSE;
}

static gboolean
work_open (McStoreThread *self, gpointer data, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;
  gboolean damaged = FALSE;

  close_db (self);
  g_clear_pointer (&self->broken, g_free);
  if (try_open (self, &damaged, &local_error))
    return TRUE;
  if (!damaged)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* Kept for a human; a new file takes over. It knows no enrolment, and a new enrolment brings a
   * new range of serials, so that no code can be minted twice. */
  name = mc_state_file_set_aside (self->state_dir, self->path, mc_clock_now (self->clock), error);
  if (name == NULL)
    return FALSE;
  g_message ("%s; set aside as %s", local_error->message, name);
  g_mutex_lock (&self->lock);
  g_free (self->damaged_file);
  self->damaged_file = g_steal_pointer (&name);
  g_mutex_unlock (&self->lock);
  return try_open (self, &damaged, error);
}

static gboolean
work_quit (McStoreThread *self, gpointer data, GError **error)
{
  if (self->db != NULL && self->broken == NULL)
    sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  close_db (self);
  self->quit = TRUE;
  return TRUE;
}

static gboolean
refuse_broken (McStoreThread *self, GError **error)
{
  if (self->broken == NULL && self->db != NULL)
    return FALSE;
  g_set_error (error,
               MC_OUTBOX_ERROR,
               MC_OUTBOX_ERROR_STORAGE,
               "%s: out of service until reopened: %s",
               self->path,
               self->broken != NULL ? self->broken : "not open");
  return TRUE;
}

static void
end_failed_work (McStoreThread *self)
{
  int code;

  if (self->db == NULL)
    return;
  code = sqlite3_errcode (self->db) & 0xff;
  if (code == SQLITE_IOERR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    mc_store_thread_break (self, sqlite3_errmsg (self->db));
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

static void
note_changes (McStoreThread *self)
{
  if (self->committed && self->changed != NULL)
    self->changed (self->user_data);
  self->committed = FALSE;
}

static gboolean
run_here (McStoreThread *self,
          McStoreWork work,
          gpointer data,
          gboolean even_broken,
          GError **error)
{
  if (!even_broken && refuse_broken (self, error))
    return FALSE;
  if (work (self, data, error))
    {
      g_assert (self->db == NULL || sqlite3_get_autocommit (self->db));
      return TRUE;
    }
  end_failed_work (self);
  return FALSE;
}

static void
handle (McStoreThread *self, Job *job)
{
  g_autoptr (GError) error = NULL;
  gboolean outcome = TRUE;

  if (job->task != NULL)
    job->task_work (job->task); /* calls back through mc_store_thread_run () */
  else
    outcome = run_here (self, job->work, job->data, job->even_broken, &error);
  note_changes (self);

  if (job->waited_for)
    {
      g_mutex_lock (&job->lock);
      job->outcome = outcome;
      job->error = g_steal_pointer (&error);
      job->done = TRUE;
      g_cond_signal (&job->cond);
      g_mutex_unlock (&job->lock);
      return; /* whoever waits frees it */
    }
  if (error != NULL)
    g_message ("%s", error->message);
  job_free (job);
}

static void
free_rest (McStoreThread *self)
{
  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->lock);
  g_object_unref (self->clock);
  g_free (self->broken);
  g_free (self->damaged_file);
  g_free (self->state_dir);
  g_free (self->path);
  g_free (self);
}

static gpointer
run_thread (gpointer data)
{
  McStoreThread *self = data;

  while (!self->quit)
    {
      handle (self, g_async_queue_pop (self->jobs));
      write_back (self);
    }
  if (self->orphaned)
    free_rest (self);
  return NULL;
}

static gboolean
run_and_wait (McStoreThread *self,
              McStoreWork work,
              gpointer data,
              gboolean even_broken,
              GError **error)
{
  Job *job;
  gboolean outcome;

  if (g_thread_self () == self->thread)
    return run_here (self, work, data, even_broken, error);

  job = job_new (work, data, NULL);
  job->even_broken = even_broken;
  job->waited_for = TRUE;
  g_async_queue_push (self->jobs, job);
  g_mutex_lock (&job->lock);
  while (!job->done)
    g_cond_wait (&job->cond, &job->lock);
  outcome = job->outcome;
  if (job->error != NULL)
    g_propagate_error (error, g_steal_pointer (&job->error));
  g_mutex_unlock (&job->lock);
  job_free (job);
  return outcome;
}

/**
 * mc_store_thread_new:
 * @state_dir: the kiosk's state folder, made when missing
 * @clock: dates the ledger and the name of a file that is set aside
 * @changed: (nullable): called in the thread after work that committed something
 *
 * Starts the thread and opens the file in it.
 *
 * Returns: (transfer full): the thread, or %NULL
 */
McStoreThread *
mc_store_thread_new (const char *state_dir,
                     McClock *clock,
                     McStoreChanged changed,
                     gpointer user_data,
                     GError **error)
{
  McStoreThread *self = g_new0 (McStoreThread, 1);

  self->state_dir = g_strdup (state_dir);
  self->path = g_build_filename (state_dir, MC_STATE_FILE_NAME, NULL);
  self->clock = g_object_ref (clock);
  self->changed = changed;
  self->user_data = user_data;
  self->jobs = g_async_queue_new ();
  g_mutex_init (&self->lock);
  self->thread = g_thread_new ("mc-store", run_thread, self);
  if (mc_store_thread_reopen (self, error))
    return self;
  mc_store_thread_free (self);
  return NULL;
}

/**
 * mc_store_thread_free:
 *
 * Does what is still queued, writes the log back, closes the file and ends the thread.
 */
void
mc_store_thread_free (McStoreThread *self)
{
  Job *job;

  if (g_thread_self () != self->thread)
    {
      run_and_wait (self, work_quit, NULL, TRUE, NULL);
      g_thread_join (self->thread);
      free_rest (self);
      return;
    }

  /* The last reference to an outbox may go with a task, in the thread itself. */
  self->changed = NULL;
  self->orphaned = TRUE;
  g_thread_unref (self->thread);
  job = job_new (work_quit, NULL, NULL);
  job->even_broken = TRUE;
  g_async_queue_push (self->jobs, job);
}

/**
 * mc_store_thread_run:
 * @work: what to do in the thread; may call this again
 *
 * Waits until @work is done. While the store is broken, @work is not called and
 * %MC_OUTBOX_ERROR_STORAGE returned. A transaction that @work leaves open is rolled back.
 *
 * Returns: what @work returned
 */
gboolean
mc_store_thread_run (McStoreThread *self, McStoreWork work, gpointer data, GError **error)
{
  return run_and_wait (self, work, data, FALSE, error);
}

/**
 * mc_store_thread_post:
 * @data: (transfer full)
 *
 * Returns at once; a failure is only logged.
 */
void
mc_store_thread_post (McStoreThread *self,
                      McStoreWork work,
                      gpointer data,
                      GDestroyNotify data_free)
{
  g_async_queue_push (self->jobs, job_new (work, data, data_free));
}

/**
 * mc_store_thread_run_task:
 * @work: called in the thread; returns the task's value or error
 * @task: (transfer full)
 */
void
mc_store_thread_run_task (McStoreThread *self, void (*work) (GTask *task), GTask *task)
{
  Job *job = job_new (NULL, NULL, NULL);

  job->task = task;
  job->task_work = work;
  g_async_queue_push (self->jobs, job);
}

/**
 * mc_store_thread_reopen:
 *
 * Closes the file when it is open, opens and verifies it again, and goes back into service.
 */
gboolean
mc_store_thread_reopen (McStoreThread *self, GError **error)
{
  return run_and_wait (self, work_open, NULL, TRUE, error);
}

/**
 * mc_store_thread_dup_damaged_file:
 *
 * Returns: (transfer full) (nullable): the name of the last file that was set aside while opening
 */
char *
mc_store_thread_dup_damaged_file (McStoreThread *self)
{
  char *name;

  g_mutex_lock (&self->lock);
  name = g_strdup (self->damaged_file);
  g_mutex_unlock (&self->lock);
  return name;
}

/**
 * mc_store_thread_get_db:
 *
 * Returns: (transfer none): the connection, in the thread alone
 */
sqlite3 *
mc_store_thread_get_db (McStoreThread *self)
{
  g_assert (g_thread_self () == self->thread);
  return self->db;
}

/**
 * mc_store_thread_open_reader:
 *
 * Opens, unless it is open, a second connection that reads back what the first one committed. In
 * the thread alone, and outside of a transaction.
 *
 * Returns: (transfer none): the connection, or %NULL
 */
sqlite3 *
mc_store_thread_open_reader (McStoreThread *self, GError **error)
{
  g_assert (g_thread_self () == self->thread);
  if (self->reader == NULL)
    self->reader = mc_db_open_reader (self->path, error);
  return self->reader;
}

/**
 * mc_store_thread_get_path:
 *
 * Returns: (transfer none): the file's name
 */
const char *
mc_store_thread_get_path (McStoreThread *self)
{
  return self->path;
}

/**
 * mc_store_thread_begin:
 *
 * Takes the write lock at once, so that what is read next cannot change before the commit.
 */
gboolean
mc_store_thread_begin (McStoreThread *self, GError **error)
{
  return mc_db_exec (self->db, error, "BEGIN IMMEDIATE", "");
}

/**
 * mc_store_thread_commit:
 *
 * Commits and returns only when the log was synced. After any failure nothing is known for sure
 * about what the disk holds: the store is out of service until it was opened and verified again
 * (what PostgreSQL learned about fsync in 2018).
 */
gboolean
mc_store_thread_commit (McStoreThread *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (mc_db_exec (self->db, &local_error, "COMMIT", ""))
    {
      self->committed = TRUE;
      return TRUE;
    }
  mc_store_thread_break (self, local_error->message);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * mc_store_thread_break:
 * @why: for the log and for every later error
 *
 * Takes the store out of service.
 */
void
mc_store_thread_break (McStoreThread *self, const char *why)
{
  if (self->broken != NULL)
    return;
  self->broken = g_strdup (why);
  g_message ("%s: out of service: %s", self->path, why);
}
