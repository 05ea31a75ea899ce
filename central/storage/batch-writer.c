/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/batch-writer.h"

#include <sysexits.h>
#include <unistd.h>
#include "central/log.h"

/* Measured: 128 waiting requests a batch write four times as fast as one; more gains little, and
 * one bad disk second then delays more of them. */
#define MAX_BATCH 256

/* Beyond this many waiting, new ones are told to come later: the disk does not keep up. */
#define MAX_WAITING 4096

typedef struct
{
  McWriteRun run;
  McWriteDone done;
  gpointer data; /* (unowned) */
  GError *error; /* (owned) (nullable) */
} Write;

struct _McBatchWriter
{
  McStorage *storage; /* (owned) */
  McMetrics *metrics; /* (unowned) */
  GThread *thread;    /* (owned) (nullable) once stopped */

  GMutex lock;
  GCond changed;
  GArray *waiting; /* (owned) (element-type Write) (locked-by lock) */
  gboolean ending; /* (locked-by lock) */
};

/* Nothing of the batch was acknowledged, and nothing may be from now on. Whoever starts us again
 * opens the files anew. */
static void
end_when_broken (const GError *error)
{
  if (!g_error_matches (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_BROKEN))
    return;

  mc_log (MC_LOG_ERROR, "disk-broken", "error", error->message, NULL);
  _exit (EX_IOERR);
}

static void
fail_all (GArray *batch, const GError *error)
{
  for (guint i = 0; i < batch->len; i++)
    {
      Write *write = &g_array_index (batch, Write, i);

      if (write->error == NULL)
        write->error = g_error_copy (error);
    }
}

/* One write that fails spoils its batch: the transaction holds a part of it. */
static gboolean
run_together (McBatchWriter *self, GArray *batch)
{
  g_autoptr (GError) error = NULL;

  if (!mc_storage_begin (self->storage, &error))
    {
      fail_all (batch, error);
      return TRUE;
    }
  for (guint i = 0; i < batch->len; i++)
    {
      Write *write = &g_array_index (batch, Write, i);

      if (!write->run (self->storage, write->data, &write->error))
        {
          mc_storage_rollback (self->storage);
          return FALSE;
        }
    }
  if (!mc_storage_commit (self->storage, &error))
    {
      mc_log (MC_LOG_ERROR, "commit-failed", "error", error->message, NULL);
      fail_all (batch, error);
    }

  return TRUE;
}

/* The bad one is found by running each in a transaction of its own; the good ones go on. */
static void
run_one_by_one (McBatchWriter *self, GArray *batch)
{
  for (guint i = 0; i < batch->len; i++)
    {
      Write *write = &g_array_index (batch, Write, i);

      g_clear_error (&write->error);
      if (!mc_storage_begin (self->storage, &write->error))
        continue;
      if (!write->run (self->storage, write->data, &write->error))
        mc_storage_rollback (self->storage);
      else if (!mc_storage_commit (self->storage, &write->error))
        mc_log (MC_LOG_ERROR, "commit-failed", "error", write->error->message, NULL);
    }
}

static void
finish (McBatchWriter *self, GArray *batch)
{
  guint failed = 0;

  for (guint i = 0; i < batch->len; i++)
    end_when_broken (g_array_index (batch, Write, i).error);

  for (guint i = 0; i < batch->len; i++)
    {
      Write *write = &g_array_index (batch, Write, i);

      failed += write->error != NULL;
      write->done (write->data, write->error);
      g_clear_error (&write->error);
    }

  mc_metrics_add (self->metrics, MC_METRIC_BATCHES, 1);
  mc_metrics_add (self->metrics, MC_METRIC_BATCHED_REQUESTS, batch->len);
  mc_metrics_add (self->metrics, MC_METRIC_WRITES_FAILED, failed);
}

static gboolean
take_batch (McBatchWriter *self, GArray *batch)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint count;

  while (self->waiting->len == 0 && !self->ending)
    g_cond_wait (&self->changed, &self->lock);

  count = MIN (self->waiting->len, MAX_BATCH);
  g_array_set_size (batch, 0);
  g_array_append_vals (batch, self->waiting->data, count);
  if (count > 0)
    g_array_remove_range (self->waiting, 0, count);

  return count > 0;
}

static gpointer
write_batches (gpointer data)
{
  McBatchWriter *self = data;
  g_autoptr (GArray) batch = g_array_new (FALSE, FALSE, sizeof (Write));

  while (take_batch (self, batch))
    {
      if (!run_together (self, batch))
        run_one_by_one (self, batch);
      finish (self, batch);
    }

  return NULL;
}

/**
 * mc_batch_writer_new:
 * @storage: where to write
 * @metrics: (unowned): counters; must live longer
 *
 * Starts the thread.
 *
 * Returns: (transfer full): a writer
 */
McBatchWriter *
mc_batch_writer_new (McStorage *storage, McMetrics *metrics)
{
  McBatchWriter *self = g_new0 (McBatchWriter, 1);

  self->storage = g_object_ref (storage);
  self->metrics = metrics;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Write));
  self->thread = g_thread_new ("mc-writer", write_batches, self);

  return self;
}

/**
 * mc_batch_writer_submit:
 * @self: a writer
 * @run: writes, inside a transaction
 * @done: called once, when it is durable or failed
 * @data: for both; must live until @done
 *
 * Puts a write into the next batch, in the order of the calls. Any thread.
 *
 * Returns: %FALSE when too many wait already or the writer ends; @done is then never called
 */
gboolean
mc_batch_writer_submit (McBatchWriter *self, McWriteRun run, McWriteDone done, gpointer data)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Write write = { run, done, data, NULL };

  if (self->ending || self->waiting->len >= MAX_WAITING)
    return FALSE;

  g_array_append_val (self->waiting, write);
  if (self->waiting->len == 1)
    g_cond_signal (&self->changed);

  return TRUE;
}

typedef struct
{
  McWriteRun run;
  gpointer data; /* (unowned) */

  GMutex lock;
  GCond changed;
  gboolean over; /* (locked-by lock) */
  GError *error; /* (owned) (nullable) (locked-by lock) */
} Waiting;

static gboolean
run_waiting (McStorage *storage, gpointer data, GError **error)
{
  Waiting *waiting = data;

  return waiting->run (storage, waiting->data, error);
}

static void
on_waiting_done (gpointer data, const GError *error)
{
  Waiting *waiting = data;

  g_mutex_lock (&waiting->lock);
  waiting->error = error == NULL ? NULL : g_error_copy (error);
  waiting->over = TRUE;
  g_cond_signal (&waiting->changed);
  g_mutex_unlock (&waiting->lock);
}

/**
 * mc_batch_writer_run:
 * @self: a writer
 * @run: writes, inside a transaction
 * @data: for it
 * @error: return location for an error; %MC_STORAGE_ERROR_UNAVAILABLE when too many wait
 *
 * As mc_batch_writer_submit (), and waits until it is durable. Blocks: workers' threads only, never
 * an HTTP thread nor the writer's own.
 *
 * Returns: %TRUE when it is kept
 */
gboolean
mc_batch_writer_run (McBatchWriter *self, McWriteRun run, gpointer data, GError **error)
{
  Waiting waiting = { .run = run, .data = data };

  g_mutex_init (&waiting.lock);
  g_cond_init (&waiting.changed);
  if (mc_batch_writer_submit (self, run_waiting, on_waiting_done, &waiting))
    {
      g_mutex_lock (&waiting.lock);
      while (!waiting.over)
        g_cond_wait (&waiting.changed, &waiting.lock);
      g_mutex_unlock (&waiting.lock);
    }
  else
    waiting.error = g_error_new_literal (
        MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE, "too many writes wait");
  g_cond_clear (&waiting.changed);
  g_mutex_clear (&waiting.lock);
  if (waiting.error == NULL)
    return TRUE;

  g_propagate_error (error, waiting.error);
  return FALSE;
}

/**
 * mc_batch_writer_stop:
 * @self: a writer
 *
 * Writes what waits, then ends the thread; from now on mc_batch_writer_submit () says %FALSE.
 */
void
mc_batch_writer_stop (McBatchWriter *self)
{
  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * mc_batch_writer_free:
 * @self: (transfer full) (nullable): a writer; stopped when it is not yet
 */
void
mc_batch_writer_free (McBatchWriter *self)
{
  if (self == NULL)
    return;

  if (self->thread != NULL)
    mc_batch_writer_stop (self);
  g_array_unref (self->waiting);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_object_unref (self->storage);
  g_free (self);
}
