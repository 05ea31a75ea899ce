/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-pin"
#include "config.h"

#include "app/store/staff-pin.h"

#include <sodium.h>
#include <string.h>

#include "app/domain/text.h"
#include "app/store/db.h"
#include "app/store/outbox-private.h"

typedef struct
{
  const char *hash; /* (unowned) (nullable) */
  gint64 now;
  McStaffPinState state;
  McStaffPinVerdict verdict;
  char *found; /* (owned) (nullable): the hash to judge by */
  gint64 try;  /* which one it is */
} Pin;

/* What a try's thread gets and gives. */
typedef struct
{
  char *pin; /* (owned) */
  McStaffPinState state;
} Try;

static void
try_free (gpointer data)
{
  Try *try = data;

  mc_text_free_secret (try->pin);
  g_free (try);
}

/* 15 s after the fifth, doubled by each further one. */
static gint64
get_wait (gint64 tries)
{
  return tries < MC_STAFF_PIN_FREE_TRIES
             ? 0
             : (gint64) MC_STAFF_PIN_FIRST_WAIT_S << (tries - MC_STAFF_PIN_FREE_TRIES);
}

/**
 * mc_staff_pin_check_shape:
 * @pin: what somebody wants as PIN
 *
 * Returns: %FALSE with %G_IO_ERROR_INVALID_DATA when it is no PIN, or one that is tried first
 */
gboolean
mc_staff_pin_check_shape (const char *pin, GError **error)
{
  const gsize length = strlen (pin);
  gboolean same = TRUE, up = TRUE, down = TRUE;

  if (length < MC_STAFF_PIN_MIN || length > MC_STAFF_PIN_MAX ||
      strspn (pin, "0123456789") != length)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_DATA,
                   "a PIN has %d to %d digits, and nothing else",
                   MC_STAFF_PIN_MIN,
                   MC_STAFF_PIN_MAX);
      return FALSE;
    }
  for (gsize i = 1; i < length; i++)
    {
      same = same && pin[i] == pin[i - 1];
      up = up && (pin[i] - '0') == (pin[i - 1] - '0' + 1) % 10;
      down = down && (pin[i - 1] - '0') == (pin[i] - '0' + 1) % 10;
    }
  if (!same && !up && !down)
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       "that PIN is among the first that anybody tries; choose another one");
  return FALSE;
}

static gboolean
work_set (McStoreThread *store, gpointer data, GError **error)
{
  Pin *pin = data;

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE staff SET pin = ?, tries = 0, tried_at = 0",
                     "s",
                     pin->hash) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_staff_pin_set:
 * @pin: MC_STAFF_PIN_MIN to MC_STAFF_PIN_MAX digits
 *
 * Sets a new PIN and forgets the wrong tries. Takes some tenths of a second: no interface's thread.
 *
 * Returns: whether it is durable; %G_IO_ERROR_INVALID_DATA for what is no PIN
 */
gboolean
mc_staff_pin_set (McOutbox *outbox, const char *pin, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];
  Pin work = { .hash = hash };

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), FALSE);
  g_return_val_if_fail (pin != NULL, FALSE);

  if (!mc_staff_pin_check_shape (pin, error))
    return FALSE;
  if (crypto_pwhash_str_alg (hash,
                             pin,
                             strlen (pin),
                             crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE,
                             crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_NO_SPACE,
                           "there is not enough memory for the hash of a PIN");
      return FALSE;
    }
  return mc_store_thread_run (outbox->store, work_set, &work, error);
}

/**
 * mc_staff_pin_clear:
 *
 * Forgets the PIN: nobody opens the staff's screens until another one is set.
 *
 * Returns: whether it is durable
 */
gboolean
mc_staff_pin_clear (McOutbox *outbox, GError **error)
{
  Pin work = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), FALSE);

  return mc_store_thread_run (outbox->store, work_set, &work, error);
}

/* A clock that went back behind the last try (a dead battery) must not end the wait: it begins
 * anew.
 */
static gboolean
read_state (McStoreThread *store, Pin *pin, gboolean *behind, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store), error, "SELECT pin, tries, tried_at FROM staff", "");
  gboolean row = FALSE;
  gint64 tried_at, left;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED, "the row of the staff's PIN is gone");
      return FALSE;
    }
  pin->found = mc_db_dup_text (statement, 0);
  pin->state.set = pin->found != NULL;
  pin->state.tries = (guint) sqlite3_column_int (statement, 1);
  pin->state.locked = pin->state.tries >= MC_STAFF_PIN_TRIES;
  tried_at = sqlite3_column_int64 (statement, 2);
  *behind = pin->now < tried_at;
  left = get_wait (pin->state.tries) - (*behind ? 0 : pin->now - tried_at);
  pin->state.wait_s = pin->state.locked ? 0 : (guint) MAX (left, 0);
  return TRUE;
}

static gboolean
work_get_state (McStoreThread *store, gpointer data, GError **error)
{
  gboolean behind;

  return read_state (store, data, &behind, error);
}

/**
 * mc_staff_pin_get_state:
 * @state: (out caller-allocates)
 *
 * Whether there is a PIN, and whether a try would be judged now.
 */
gboolean
mc_staff_pin_get_state (McOutbox *outbox, McStaffPinState *state, GError **error)
{
  Pin pin = { NULL };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  pin.now = mc_clock_now (outbox->clock);
  done = mc_store_thread_run (outbox->store, work_get_state, &pin, error);
  mc_text_free_secret (pin.found);
  *state = pin.state;
  return done;
}

static gboolean
count (McStoreThread *store, const Pin *pin, gboolean counts, GError **error)
{
  return mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE staff SET tries = tries + ?, tried_at = ?",
                     "ii",
                     (gint64) counts,
                     pin->now) &&
         mc_store_thread_commit (store, error);
}

/* Counted and synced: only then may it be judged. */
static gboolean
work_begin_try (McStoreThread *store, gpointer data, GError **error)
{
  Pin *pin = data;
  gboolean behind;

  if (!mc_store_thread_begin (store, error) || !read_state (store, pin, &behind, error))
    return FALSE;
  if (pin->found == NULL || pin->state.locked || pin->state.wait_s > 0)
    {
      pin->verdict = pin->found == NULL  ? MC_STAFF_PIN_UNSET
                     : pin->state.locked ? MC_STAFF_PIN_LOCKED
                                         : MC_STAFF_PIN_WAIT;
      return behind ? count (store, pin, FALSE, error) : mc_store_thread_commit (store, error);
    }
  pin->verdict = MC_STAFF_PIN_WRONG;
  pin->try = ++pin->state.tries;
  pin->state.locked = pin->state.tries >= MC_STAFF_PIN_TRIES;
  pin->state.wait_s = pin->state.locked ? 0 : (guint) get_wait (pin->state.tries);
  return count (store, pin, TRUE, error);
}

/* Unless the PIN was changed meanwhile. */
static gboolean
work_end_try (McStoreThread *store, gpointer data, GError **error)
{
  Pin *pin = data;
  sqlite3 *db = mc_store_thread_get_db (store);

  if (!mc_store_thread_begin (store, error) ||
      !mc_db_exec (
          db, error, "UPDATE staff SET tries = 0, tried_at = 0 WHERE pin = ?", "s", pin->found))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    {
      pin->verdict = MC_STAFF_PIN_RIGHT;
      memset (&pin->state, 0, sizeof pin->state);
      pin->state.set = TRUE;
    }
  return mc_store_thread_commit (store, error);
}

/**
 * mc_staff_pin_try:
 * @pin: what was typed
 * @state: (out caller-allocates): as it is after this try
 *
 * Counts the try, waits until that is on the disk, and only then judges. Takes some tenths of a
 * second: no interface's thread.
 *
 * Returns: the verdict; with @error, %MC_STAFF_PIN_WRONG, and nothing was judged
 */
McStaffPinVerdict
mc_staff_pin_try (McOutbox *outbox, const char *pin, McStaffPinState *state, GError **error)
{
  Pin work = { .verdict = MC_STAFF_PIN_WRONG };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), MC_STAFF_PIN_WRONG);
  g_return_val_if_fail (pin != NULL && state != NULL, MC_STAFF_PIN_WRONG);

  work.now = mc_clock_now (outbox->clock);
  done = mc_store_thread_run (outbox->store, work_begin_try, &work, error);
  if (done && work.try > 0 && crypto_pwhash_str_verify (work.found, pin, strlen (pin)) == 0)
    done = mc_store_thread_run (outbox->store, work_end_try, &work, error);
  mc_text_free_secret (work.found);
  *state = work.state;
  return done ? work.verdict : MC_STAFF_PIN_WRONG;
}

static void
run_try (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Try *try = data;
  g_autoptr (GError) error = NULL;
  McStaffPinVerdict verdict = mc_staff_pin_try (source, try->pin, &try->state, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, verdict);
}

/**
 * mc_staff_pin_try_async:
 * @pin: (transfer full): what was typed; overwritten when it is not needed any more
 *
 * As mc_staff_pin_try (), in a thread of its own.
 */
void
mc_staff_pin_try_async (McOutbox *outbox,
                        char *pin,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Try *try = g_new0 (Try, 1);

  g_return_if_fail (MC_IS_OUTBOX (outbox));

  try->pin = pin;
  task = g_task_new (outbox, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_staff_pin_try_async);
  g_task_set_task_data (task, try, try_free);
  g_task_run_in_thread (task, run_try);
}

/**
 * mc_staff_pin_try_finish:
 * @state: (out caller-allocates): as it is after this try
 *
 * Returns: as mc_staff_pin_try ()
 */
McStaffPinVerdict
mc_staff_pin_try_finish (McOutbox *outbox,
                         GAsyncResult *result,
                         McStaffPinState *state,
                         GError **error)
{
  gssize verdict;

  g_return_val_if_fail (g_task_is_valid (result, outbox), MC_STAFF_PIN_WRONG);

  *state = ((Try *) g_task_get_task_data (G_TASK (result)))->state;
  verdict = g_task_propagate_int (G_TASK (result), error);
  return verdict < 0 ? MC_STAFF_PIN_WRONG : (McStaffPinVerdict) verdict;
}
