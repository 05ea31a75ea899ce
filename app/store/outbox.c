/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/store/build-date.h"
#include "app/store/db.h"

/* reliability.md R4: below this no new citizen session begins */
#define DEFAULT_RESERVE_BYTES (64 * 1024 * 1024)

/* clang-format off */
G_DEFINE_QUARK (mc-outbox-error-quark, mc_outbox_error)
/* clang-format on */

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McOutbox, mc_outbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PRINT_JOURNAL,
                                                      mc_outbox_print_journal_init))
/* clang-format on */

/* Brings "changed" from the store's thread to the creator's context, many changes in one. */
typedef struct
{
  GSource source;
  GWeakRef outbox;
} Emitter;

static gboolean
emitter_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_autoptr (McOutbox) outbox = NULL;

  g_source_set_ready_time (source, -1);
  outbox = g_weak_ref_get (&((Emitter *) source)->outbox);
  if (outbox != NULL)
    g_signal_emit (outbox, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

static void
emitter_finalize (GSource *source)
{
  g_weak_ref_clear (&((Emitter *) source)->outbox);
}

static GSourceFuncs emitter_funcs = {
  .dispatch = emitter_dispatch,
  .finalize = emitter_finalize,
};

static void
on_store_changed (gpointer user_data)
{
  McOutbox *self = user_data;

  g_source_set_ready_time (self->emitter, 0);
}

static void
mc_outbox_finalize (GObject *object)
{
  McOutbox *self = MC_OUTBOX (object);

  g_clear_pointer (&self->store, mc_store_thread_free);
  g_source_destroy (self->emitter);
  g_source_unref (self->emitter);
  g_clear_object (&self->clock);
  g_free (self->damaged_file);
  g_hash_table_unref (self->contents);

  G_OBJECT_CLASS (mc_outbox_parent_class)->finalize (object);
}

static void
mc_outbox_class_init (McOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mc_outbox_finalize;

  /**
   * McOutbox::changed:
   *
   * This process changed a record or a print row. Main context of the creator; several changes may
   * come as one. What another process writes is told by #McStateLock::woken.
   */
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", MC_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mc_outbox_init (McOutbox *self)
{
  self->contents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->reserve = DEFAULT_RESERVE_BYTES;
  g_date_clear (&self->floor, 1);
  g_assert (mc_date_from_iso (MC_BUILD_DATE, &self->floor));

  self->emitter = g_source_new (&emitter_funcs, sizeof (Emitter));
  g_weak_ref_init (&((Emitter *) self->emitter)->outbox, self);
  g_source_set_ready_time (self->emitter, -1);
  g_source_attach (self->emitter, g_main_context_get_thread_default ());
}

/**
 * mc_outbox_open:
 * @state_dir: the kiosk's state folder; made with mode 700 when missing
 * @clock: dates what is committed; called in the outbox's thread
 *
 * Opens the outbox, brings an older file up to date, and verifies its tables. A file of a newer
 * program is left untouched (%MC_OUTBOX_ERROR_NEWER). A damaged one is set aside, see
 * mc_outbox_get_damaged_file (), and an empty one begun, which has to be enrolled anew.
 *
 * Returns: (transfer full): the outbox, or %NULL
 */
McOutbox *
mc_outbox_open (const char *state_dir, McClock *clock, GError **error)
{
  g_autoptr (McOutbox) self = NULL;

  g_return_val_if_fail (state_dir != NULL, NULL);
  g_return_val_if_fail (MC_IS_CLOCK (clock), NULL);

  if (!mc_keys_init (error))
    return NULL;
  self = g_object_new (MC_TYPE_OUTBOX, NULL);
  self->clock = g_object_ref (clock);
  self->store = mc_store_thread_new (state_dir, clock, on_store_changed, self, error);
  if (self->store == NULL)
    return NULL;
  self->damaged_file = mc_store_thread_dup_damaged_file (self->store);
  return g_steal_pointer (&self);
}

/**
 * mc_outbox_get_damaged_file:
 *
 * Returns: (transfer none) (nullable): where a damaged file was set aside by mc_outbox_open ()
 */
const char *
mc_outbox_get_damaged_file (McOutbox *self)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  return self->damaged_file;
}

/**
 * mc_outbox_reopen:
 *
 * Goes back into service after %MC_OUTBOX_ERROR_STORAGE: closes, opens and verifies the file.
 */
gboolean
mc_outbox_reopen (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);

  return mc_store_thread_reopen (self->store, error);
}

typedef struct
{
  McOutbox *self; /* (unowned) */
  guint64 bytes;
  GDate date;
} Setting;

static gboolean
work_set_reserve (McStoreThread *store, gpointer data, GError **error)
{
  Setting *setting = data;

  setting->self->reserve = setting->bytes;
  return TRUE;
}

/**
 * mc_outbox_set_reserve:
 * @bytes: free space that a commit must leave
 */
void
mc_outbox_set_reserve (McOutbox *self, guint64 bytes)
{
  Setting setting = { .self = self, .bytes = bytes };

  g_return_if_fail (MC_IS_OUTBOX (self));

  mc_store_thread_run (self->store, work_set_reserve, &setting, NULL);
}

static gboolean
work_set_floor (McStoreThread *store, gpointer data, GError **error)
{
  Setting *setting = data;

  setting->self->floor = setting->date;
  return TRUE;
}

/**
 * mc_outbox_set_date_floor:
 * @floor: the earliest date that may be minted, in place of the build date
 *
 * For tests, whose clocks stand where they need them.
 */
void
mc_outbox_set_date_floor (McOutbox *self, const GDate *floor)
{
  Setting setting = { .self = self, .date = *floor };

  mc_store_thread_run (self->store, work_set_floor, &setting, NULL);
}

typedef struct
{
  McOutboxWork work;
  gpointer data;              /* (owned) when data_free is set */
  GDestroyNotify data_free;   /* (nullable) */
  GDestroyNotify result_free; /* (nullable) */
} Call;

static void
call_free (Call *call)
{
  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

static void
run_call (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;
  result = call->work (g_task_get_source_object (task), call->data, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, call->result_free);
}

/**
 * mc_outbox_run_async:
 * @work: called in the outbox's thread; every synchronous call of the outbox is at hand there
 * @data: (transfer full) (nullable)
 * @result_free: (nullable): frees a result that nobody takes
 *
 * For the interface, which never waits for a disk.
 */
void
mc_outbox_run_async (McOutbox *self,
                     McOutboxWork work,
                     gpointer data,
                     GDestroyNotify data_free,
                     GDestroyNotify result_free,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  Call *call;

  g_return_if_fail (MC_IS_OUTBOX (self));

  call = g_new0 (Call, 1);
  call->work = work;
  call->data = data;
  call->data_free = data_free;
  call->result_free = result_free;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_outbox_run_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  mc_store_thread_run_task (self->store, run_call, task);
}

/**
 * mc_outbox_run_finish:
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
mc_outbox_run_finish (McOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mc_outbox_hmac:
 * @key_name: "content-key" or "record-key": random, made with the file, never leaving it
 *
 * HMAC-SHA-256 with a key of this file, so that a digest of personal data says nothing without it.
 */
gboolean
mc_outbox_hmac (McStoreThread *store,
                const char *key_name,
                const void *data,
                gsize length,
                guint8 digest[MC_OUTBOX_DIGEST_LENGTH],
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (mc_store_thread_get_db (store),
                                                      error,
                                                      "SELECT value FROM secrets WHERE name = ?",
                                                      "s",
                                                      key_name);
  GHmac *hmac;
  gsize digest_length = MC_OUTBOX_DIGEST_LENGTH;
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (!row || sqlite3_column_bytes (statement, 0) != 32)
    {
      g_set_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED, "no %s", key_name);
      return FALSE;
    }
  hmac = g_hmac_new (G_CHECKSUM_SHA256, sqlite3_column_blob (statement, 0), 32);
  g_hmac_update (hmac, data, length);
  g_hmac_get_digest (hmac, digest, &digest_length);
  g_hmac_unref (hmac);
  return TRUE;
}

/**
 * mc_delivery_state_to_string:
 *
 * Returns: the state's name, as it stands in the file and in motcua-ctl's output
 */
const char *
mc_delivery_state_to_string (McDeliveryState state)
{
  static const char *const names[] = {
    [MC_DELIVERY_QUEUED] = "queued",       [MC_DELIVERY_SENT] = "sent",
    [MC_DELIVERY_CONFIRMED] = "confirmed", [MC_DELIVERY_SAFE] = "safe",
    [MC_DELIVERY_PURGED] = "purged",       [MC_DELIVERY_QUARANTINED] = "quarantined",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "unknown");

  return names[state];
}

/**
 * mc_outbox_record_free:
 */
void
mc_outbox_record_free (McOutboxRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->code);
  g_free (self->last_error);
  g_free (self->digest);
  g_free (self);
}

/**
 * mc_plain_page_free:
 */
void
mc_plain_page_free (McPlainPage *self)
{
  if (self == NULL)
    return;
  g_free (self->document);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}
