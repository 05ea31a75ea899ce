/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-paper-roll"
#include "config.h"

#include "app/kiosk/paper-roll.h"

/**
 * McPaperRoll:
 *
 * Looks at the journal whenever it changed; what motcua-ctl wrote is told by the state lock.
 */
struct _McPaperRoll
{
  GObject parent_instance;

  McOutbox *outbox;          /* (owned) */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  McRoll roll;
  guint usual_length_m;
  gboolean looking;
  gboolean look_again;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McPaperRoll, mc_paper_roll, G_TYPE_OBJECT)

static void look (McPaperRoll *self);

/**
 * mc_paper_roll_compute_left_mm:
 * @roll: a roll
 *
 * Returns: what should be left of it; 0 when more was printed than it had
 */
guint
mc_paper_roll_compute_left_mm (const McRoll *roll)
{
  return roll->printed_mm < roll->length_mm ? roll->length_mm - roll->printed_mm : 0;
}

/**
 * mc_paper_roll_compute_low:
 * @roll: a roll
 *
 * Returns: whether at most %MC_PAPER_ROLL_LOW_PERCENT of it are left; never before somebody put one
 *   in
 */
gboolean
mc_paper_roll_compute_low (const McRoll *roll)
{
  return roll->begun && (guint64) mc_paper_roll_compute_left_mm (roll) * 100 <=
                            (guint64) roll->length_mm * MC_PAPER_ROLL_LOW_PERCENT;
}

static gpointer
read_roll (McOutbox *outbox, gpointer data, GError **error)
{
  g_autofree McRoll *roll = g_new0 (McRoll, 1);

  return mc_outbox_get_roll (outbox, roll, error) ? g_steal_pointer (&roll) : NULL;
}

static void
take (McPaperRoll *self, const McRoll *roll)
{
  if (self->roll.begun == roll->begun && self->roll.length_mm == roll->length_mm &&
      self->roll.printed_mm == roll->printed_mm && self->roll.begun_at == roll->begun_at)
    return;
  self->roll = *roll;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_roll_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree McRoll *roll = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  g_autoptr (McPaperRoll) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self may be gone */
  self = g_object_ref (user_data);
  self->looking = FALSE;
  if (roll != NULL)
    take (self, roll);
  else
    g_message ("Cannot tell how much paper is left: %s", error->message);
  if (self->look_again)
    look (self);
}

/* One look at a time; what changes meanwhile makes one more. */
static void
look (McPaperRoll *self)
{
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  mc_outbox_run_async (
      self->outbox, read_roll, NULL, NULL, g_free, self->cancellable, on_roll_ready, self);
}

static gpointer
begin_roll (McOutbox *outbox, gpointer length_m, GError **error)
{
  mc_outbox_begin_roll (outbox, GPOINTER_TO_UINT (length_m) * 1000, error);
  return NULL;
}

static void
on_begin_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Cannot note the new roll: %s", error->message);
}

static void
mc_paper_roll_dispose (GObject *object)
{
  g_cancellable_cancel (MC_PAPER_ROLL (object)->cancellable);

  G_OBJECT_CLASS (mc_paper_roll_parent_class)->dispose (object);
}

static void
mc_paper_roll_finalize (GObject *object)
{
  McPaperRoll *self = MC_PAPER_ROLL (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (mc_paper_roll_parent_class)->finalize (object);
}

static void
mc_paper_roll_class_init (McPaperRollClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_paper_roll_dispose;
  object_class->finalize = mc_paper_roll_finalize;

  /**
   * McPaperRoll::changed:
   *
   * More was printed, or another roll was put in.
   */
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", MC_TYPE_PAPER_ROLL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mc_paper_roll_init (McPaperRoll *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_paper_roll_new:
 * @outbox: whose journal counts the paper
 * @lock: tells when another process wrote to it
 * @usual_length_m: metres on a new roll here, above 0
 *
 * Thread: the one that made @outbox; so for every call on it.
 *
 * Returns: (transfer full): the roll in the printer
 */
McPaperRoll *
mc_paper_roll_new (McOutbox *outbox, McStateLock *lock, guint usual_length_m)
{
  McPaperRoll *self;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), NULL);

  self = g_object_new (MC_TYPE_PAPER_ROLL, NULL);
  self->outbox = g_object_ref (outbox);
  self->usual_length_m = usual_length_m;
  g_signal_connect_object (outbox, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lock, "woken", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}

/**
 * mc_paper_roll_get_usual_length_m:
 *
 * Returns: `[printer] roll-length-m`
 */
guint
mc_paper_roll_get_usual_length_m (McPaperRoll *self)
{
  g_return_val_if_fail (MC_IS_PAPER_ROLL (self), 0);

  return self->usual_length_m;
}

/**
 * mc_paper_roll_get:
 *
 * Returns: (transfer none): the roll as it was looked at last
 */
const McRoll *
mc_paper_roll_get (McPaperRoll *self)
{
  g_return_val_if_fail (MC_IS_PAPER_ROLL (self), NULL);

  return &self->roll;
}

/**
 * mc_paper_roll_get_left_mm:
 *
 * Returns: as mc_paper_roll_compute_left_mm ()
 */
guint
mc_paper_roll_get_left_mm (McPaperRoll *self)
{
  g_return_val_if_fail (MC_IS_PAPER_ROLL (self), 0);

  return mc_paper_roll_compute_left_mm (&self->roll);
}

/**
 * mc_paper_roll_is_low:
 *
 * Returns: as mc_paper_roll_compute_low ()
 */
gboolean
mc_paper_roll_is_low (McPaperRoll *self)
{
  g_return_val_if_fail (MC_IS_PAPER_ROLL (self), FALSE);

  return mc_paper_roll_compute_low (&self->roll);
}

/**
 * mc_paper_roll_begin:
 * @length_m: metres on it, 1 to %MC_PAPER_ROLL_MAX_M
 *
 * Staff put a new roll in; "changed" follows when it is durable.
 */
void
mc_paper_roll_begin (McPaperRoll *self, guint length_m)
{
  g_return_if_fail (MC_IS_PAPER_ROLL (self));
  g_return_if_fail (length_m > 0 && length_m <= MC_PAPER_ROLL_MAX_M);

  mc_outbox_run_async (self->outbox,
                       begin_roll,
                       GUINT_TO_POINTER (length_m),
                       NULL,
                       NULL,
                       NULL,
                       on_begin_ready,
                       NULL);
}
