/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-print-queue"
#include "config.h"

#include "app/kiosk/print-queue.h"

#include "app/kiosk/staff-document.h"
#include "printing/documents/pickup-slip-page.h"
#include "printing/documents/receipt-page.h"

struct _McPrintQueue
{
  GObject parent_instance;

  McOutbox *outbox;          /* (owned) */
  McPrinter *printer;        /* (owned) */
  McMedium medium;           /* what it holds */
  char *printer_name;        /* (owned) (nullable): how it is reached */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  GSource *hold;             /* (owned) (nullable): new jobs wait until it fires */
  char *job;                 /* (owned) (nullable): uuid of the job at the printer */
  gboolean unwritten;        /* its end could not be written down: before anything else it is */
  gboolean started;
  gboolean ready; /* what an earlier process left open is settled */
  gboolean busy;  /* asking the outbox, or a job is at the printer */
  gboolean again; /* kicked while busy */
};

typedef enum
{
  PROP_SETTLING = 1,
} McPrintQueueProperty;

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McPrintQueue, mc_print_queue, G_TYPE_OBJECT)

typedef struct
{
  McWantedPrint *print;      /* (owned) */
  McStaffDocument *document; /* (owned) (nullable): of a staff paper */
  GError *problem;           /* (owned) (nullable): why there is none */
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  mc_wanted_print_free (wanted->print);
  g_clear_pointer (&wanted->document, mc_staff_document_free);
  g_clear_error (&wanted->problem);
  g_free (wanted);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

typedef struct
{
  char *job;    /* (owned) */
  char *reason; /* (owned) (nullable) */
} Settlement;

static void
settlement_free (Settlement *settlement)
{
  g_free (settlement->job);
  g_free (settlement->reason);
  g_free (settlement);
}

static void next (McPrintQueue *self);

static void
clear_hold (McPrintQueue *self)
{
  if (self->hold != NULL)
    g_source_destroy (self->hold);
  g_clear_pointer (&self->hold, g_source_unref);
}

/* In the outbox's thread: a row that the printer left unsettled is settled here, so that no job is
 * handed over twice. Returns the outcome as a number plus one. */
static gpointer
work_settle (McOutbox *outbox, gpointer data, GError **error)
{
  Settlement *settlement = data;
  g_autoptr (GError) local_error = NULL;
  McPrintOutcome outcome = mc_outbox_get_print (outbox, settlement->job, NULL, &local_error);

  if (local_error == NULL && (outcome == MC_PRINT_QUEUED || outcome == MC_PRINT_OPEN))
    {
      /* Never begun is failed; begun and not told is unknown, whatever was said. */
      outcome = outcome == MC_PRINT_QUEUED ? MC_PRINT_FAILED : MC_PRINT_UNKNOWN;
      mc_print_journal_settle (
          MC_PRINT_JOURNAL (outbox), settlement->job, outcome, settlement->reason, &local_error);
    }
  if (local_error == NULL)
    return GUINT_TO_POINTER (outcome + 1);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
on_settled_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint outcome = GPOINTER_TO_UINT (mc_outbox_run_finish (MC_OUTBOX (source), result, &error));
  g_autoptr (McPrintQueue) self = NULL;
  g_autofree char *job = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (user_data);
  self->busy = FALSE;
  self->unwritten = error != NULL;
  if (error != NULL)
    {
      /* The disk is full, or the outbox out of service. The row stays as it is and nothing more is
       * printed: else a job that is still queued would come out for the next citizen. */
      g_message ("a print job could not be settled: %s", error->message);
      g_signal_emit (self, signals[SIGNAL_SETTLED], 0, self->job, MC_PRINT_UNKNOWN);
      return;
    }
  job = g_steal_pointer (&self->job);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0, job, (McPrintOutcome) (outcome - 1));
  next (self);
}

static void
settle (McPrintQueue *self, const char *reason)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  settlement->job = g_strdup (self->job);
  settlement->reason = g_strdup (reason);
  mc_outbox_run_async (self->outbox,
                       work_settle,
                       settlement,
                       (GDestroyNotify) settlement_free,
                       NULL,
                       self->cancellable,
                       on_settled_ready,
                       self);
}

static void
on_print_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  McPrintQueue *self;

  /* The outcome itself stands in the journal by now. */
  mc_printer_print_finish (MC_PRINTER (source), result, &reason, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = MC_PRINT_QUEUE (user_data);
  if (error != NULL)
    g_message ("print job %s: %s", self->job, error->message);
  settle (self, error != NULL ? error->message : reason);
}

/* In the outbox's thread: what is wanted, with all that it says. */
static gpointer
work_next_print (McOutbox *outbox, gpointer data, GError **error)
{
  McWantedPrint *print = mc_outbox_next_print (outbox, error);
  Wanted *wanted;

  if (print == NULL)
    return NULL;
  wanted = g_new0 (Wanted, 1);
  wanted->print = print;
  if (print->staff_paper != NULL)
    wanted->document = mc_staff_document_load (outbox, print, &wanted->problem);
  return wanted;
}

static McPage *
draw (McPrintQueue *self, Wanted *wanted, GError **error)
{
  if (wanted->print->receipt != NULL)
    return mc_receipt_page_new (wanted->print->receipt, self->medium, error);
  if (wanted->print->pickup != NULL)
    return mc_pickup_page_new (wanted->print->pickup, self->medium, error);
  if (wanted->document != NULL)
    return mc_staff_document_draw (wanted->document, self->medium, self->printer_name, error);

  g_propagate_error (error, g_steal_pointer (&wanted->problem));
  return NULL;
}

static void
on_next_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Wanted) wanted = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  McPrintQueue *self;
  McPage *page;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = MC_PRINT_QUEUE (user_data);
  if (wanted == NULL)
    {
      if (error != NULL)
        g_message ("%s", error->message);
      self->busy = FALSE;
      if (self->again && error == NULL)
        next (self);
      return;
    }
  self->job = g_steal_pointer (&wanted->print->job);
  page = draw (self, wanted, &error);
  if (page == NULL)
    settle (self, error->message);
  else
    mc_printer_print_async (
        self->printer, page, self->job, self->cancellable, on_print_ready, self);
}

static void
next (McPrintQueue *self)
{
  self->again = self->busy;
  if (!self->ready || self->busy || self->hold != NULL)
    return;
  self->busy = TRUE;
  if (self->unwritten)
    {
      settle (self, "interrupted");
      return;
    }
  mc_outbox_run_async (self->outbox,
                       work_next_print,
                       NULL,
                       NULL,
                       (GDestroyNotify) wanted_free,
                       self->cancellable,
                       on_next_ready,
                       self);
}

static void
on_settle_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  McPrintQueue *self;

  mc_printer_settle_finish (MC_PRINTER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = MC_PRINT_QUEUE (user_data);
  if (error != NULL)
    g_message ("what was left at the printer could not be settled: %s", error->message);
  self->ready = TRUE;
  g_object_notify (G_OBJECT (self), "settling");
  next (self);
}

static gpointer
work_list_open (McOutbox *outbox, gpointer data, GError **error)
{
  return mc_outbox_list_open_prints (outbox, error);
}

static void
on_open_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *jobs = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  McPrintQueue *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = MC_PRINT_QUEUE (user_data);
  if (jobs == NULL)
    {
      g_message ("nothing is printed: %s", error->message);
      self->started = FALSE; /* the next start tries again */
      g_object_notify (G_OBJECT (self), "settling");
      return;
    }
  mc_printer_settle_async (self->printer, jobs, self->cancellable, on_settle_ready, self);
}

static gboolean
on_hold_over (gpointer user_data)
{
  McPrintQueue *self = user_data;

  clear_hold (self);
  next (self);
  return G_SOURCE_REMOVE;
}

static void
mc_print_queue_dispose (GObject *object)
{
  McPrintQueue *self = MC_PRINT_QUEUE (object);

  g_cancellable_cancel (self->cancellable);
  clear_hold (self);

  G_OBJECT_CLASS (mc_print_queue_parent_class)->dispose (object);
}

static void
mc_print_queue_finalize (GObject *object)
{
  McPrintQueue *self = MC_PRINT_QUEUE (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->outbox);
  g_clear_object (&self->printer);
  g_free (self->printer_name);
  g_free (self->job);

  G_OBJECT_CLASS (mc_print_queue_parent_class)->finalize (object);
}

static void
mc_print_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch ((McPrintQueueProperty) id)
    {
    case PROP_SETTLING:
      g_value_set_boolean (value, mc_print_queue_is_settling (MC_PRINT_QUEUE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
mc_print_queue_class_init (McPrintQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_print_queue_dispose;
  object_class->finalize = mc_print_queue_finalize;
  object_class->get_property = mc_print_queue_get_property;

  /**
   * McPrintQueue:settling:
   *
   * Whether what an earlier process left at the printer is not settled yet: a new citizen waits.
   */
  g_object_class_install_property (
      object_class,
      PROP_SETTLING,
      g_param_spec_boolean ("settling",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY));

  /**
   * McPrintQueue::settled:
   * @job_uuid: the job
   * @outcome: a #McPrintOutcome
   *
   * A job came to its end, and its row says so.
   */
  signals[SIGNAL_SETTLED] = g_signal_new ("settled",
                                          MC_TYPE_PRINT_QUEUE,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          2,
                                          G_TYPE_STRING,
                                          G_TYPE_INT);
}

static void
mc_print_queue_init (McPrintQueue *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_print_queue_new:
 * @outbox: holds what is wanted and what became of it
 * @printer: whose journal is @outbox
 *
 * Returns: (transfer full): a queue that was not started yet
 */
McPrintQueue *
mc_print_queue_new (McOutbox *outbox, McPrinter *printer)
{
  McPrintQueue *self;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (MC_IS_PRINTER (printer), NULL);

  self = g_object_new (MC_TYPE_PRINT_QUEUE, NULL);
  self->outbox = g_object_ref (outbox);
  self->printer = g_object_ref (printer);
  return self;
}

/**
 * mc_print_queue_set_medium:
 * @medium: what the printer holds
 *
 * Lays later papers out for it.
 */
void
mc_print_queue_set_medium (McPrintQueue *self, McMedium medium)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  self->medium = medium;
}

/**
 * mc_print_queue_set_printer_name:
 * @name: (nullable): how it is reached
 *
 * What a test page calls the printer.
 */
void
mc_print_queue_set_printer_name (McPrintQueue *self, const char *name)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  g_free (self->printer_name);
  self->printer_name = g_strdup (name);
}

static gboolean
on_idle_warm_fonts (gpointer data)
{
  mc_receipt_page_warm ((McMedium) GPOINTER_TO_UINT (data));
  return G_SOURCE_REMOVE;
}

/**
 * mc_print_queue_start:
 *
 * For the owner of the state folder alone. First cancels and settles what an earlier process left
 * open (printing.md section 3, "our process died"); only then new jobs are taken.
 */
void
mc_print_queue_start (McPrintQueue *self)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  if (self->started)
    return;
  self->started = TRUE;
  g_object_notify (G_OBJECT (self), "settling");
  /* In the thread that draws, once it has nothing better to do. */
  g_idle_add_full (
      G_PRIORITY_LOW, on_idle_warm_fonts, GUINT_TO_POINTER ((guint) self->medium), NULL);
  mc_outbox_run_async (self->outbox,
                       work_list_open,
                       NULL,
                       NULL,
                       (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable,
                       on_open_listed,
                       self);
}

/**
 * mc_print_queue_kick:
 *
 * Something new may be wanted. Before the start, nothing happens.
 */
void
mc_print_queue_kick (McPrintQueue *self)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  next (self);
}

/**
 * mc_print_queue_hold:
 * @max_ms: after which jobs are taken again by themselves
 *
 * Holds back new jobs; one at the printer goes on. A later call sets a new time.
 */
void
mc_print_queue_hold (McPrintQueue *self, guint max_ms)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  clear_hold (self);
  self->hold = g_timeout_source_new (max_ms);
  g_source_set_callback (self->hold, on_hold_over, self, NULL);
  g_source_attach (self->hold, g_main_context_get_thread_default ());
}

/**
 * mc_print_queue_release:
 *
 * Ends a hold, if any.
 */
void
mc_print_queue_release (McPrintQueue *self)
{
  g_return_if_fail (MC_IS_PRINT_QUEUE (self));

  if (self->hold == NULL)
    return;
  clear_hold (self);
  next (self);
}

/**
 * mc_print_queue_is_idle:
 *
 * Returns: whether nothing is at the printer, nothing was left unsettled, and nothing more was
 *   wanted when it looked last
 */
gboolean
mc_print_queue_is_idle (McPrintQueue *self)
{
  g_return_val_if_fail (MC_IS_PRINT_QUEUE (self), TRUE);

  return self->ready && !self->busy && !self->again && self->hold == NULL;
}

/**
 * mc_print_queue_is_settling:
 *
 * Returns: #McPrintQueue:settling
 */
gboolean
mc_print_queue_is_settling (McPrintQueue *self)
{
  g_return_val_if_fail (MC_IS_PRINT_QUEUE (self), FALSE);

  return self->started && !self->ready;
}

/**
 * mc_print_queue_get_printer:
 *
 * Returns: (transfer none): the printer
 */
McPrinter *
mc_print_queue_get_printer (McPrintQueue *self)
{
  g_return_val_if_fail (MC_IS_PRINT_QUEUE (self), NULL);

  return self->printer;
}
