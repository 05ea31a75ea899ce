/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-printer"

#include "config.h"

#include "printing/transports/cups-printer.h"

#include "printing/transports/cups-jobs.h"
#include "printing/transports/ipp-device.h"

#define HEALTH_INTERVAL_MS 2000
#define HEALTH_TIMEOUT_MS 3000
/* The second look at a printer that did not answer comes sooner. */
#define HEALTH_SECOND_LOOK_MS 500

/**
 * McCupsPrinter:
 *
 * A printer behind a queue of a cupsd, which should be the kiosk's own: jobs named `motcua-…` that
 * wait in it are taken for ours. One thread prints, another asks the printer's own URI for its
 * health, so that a long job does not hide an open cover. cupsd's policy must let the user "motcua"
 * cancel its own jobs.
 */
struct _McCupsPrinter
{
  GObject parent_instance;

  McCupsQueue *queue;         /* (owned), shared with both threads */
  GAsyncQueue *requests;      /* (owned) (element-type GTask), shared with the worker */
  GThread *worker;            /* (owned) (nullable), until disposed */
  struct _HealthWatch *watch; /* (owned) (nullable), when there is a device URI */

  McPrinterHealth health;
  char *health_reason; /* (owned) (nullable) */
};

/* What the health thread and the printer share; the thread may outlive the printer by one look. */
typedef struct _HealthWatch
{
  gatomicrefcount ref_count;
  McCupsQueue *queue;    /* (owned) */
  GMainContext *context; /* (owned), where the printer was made */
  GWeakRef printer;
  GMutex mutex;
  GCond cond;
  gboolean stopped; /* (locked-by mutex) */
} HealthWatch;

/* One look, on its way to the main context. */
typedef struct
{
  HealthWatch *watch; /* (owned) */
  McPrinterHealth health;
  char *reason; /* (owned) (nullable) */
} HealthNews;

/* A request to the worker thread, as its GTask's data. */
typedef struct
{
  McCupsQueue *queue;    /* (owned) */
  McPage *page;          /* (owned) (nullable) when it settles */
  char *job_uuid;        /* (owned) (nullable) when it settles */
  GPtrArray *open_uuids; /* (owned) (nullable) when it prints */
} Request;

/* What a print ended with, as its GTask's result. */
typedef struct
{
  McPrintOutcome outcome;
  char *reason; /* (owned) (nullable) */
} Ending;

typedef enum
{
  PROP_HEALTH = 1,
  PROP_HEALTH_REASON,
} McCupsPrinterProperty;

static void mc_cups_printer_iface_init (McPrinterInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McCupsPrinter, mc_cups_printer, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MC_TYPE_PRINTER, mc_cups_printer_iface_init))
/* clang-format on */

static void
request_free (gpointer data)
{
  Request *request = data;

  mc_cups_queue_unref (request->queue);
  mc_page_free (request->page);
  g_free (request->job_uuid);
  g_clear_pointer (&request->open_uuids, g_ptr_array_unref);
  g_free (request);
}

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_free (ending->reason);
  g_free (ending);
}

static void
health_watch_unref (HealthWatch *watch)
{
  if (!g_atomic_ref_count_dec (&watch->ref_count))
    return;
  mc_cups_queue_unref (watch->queue);
  g_main_context_unref (watch->context);
  g_weak_ref_clear (&watch->printer);
  g_mutex_clear (&watch->mutex);
  g_cond_clear (&watch->cond);
  g_free (watch);
}

/* The worker: one request after the other, until it is handed itself. */

static void
run_print (GTask *task, Request *request)
{
  Ending *ending = g_new0 (Ending, 1);
  GError *error = NULL;

  if (mc_cups_queue_print (request->queue,
                           request->page,
                           request->job_uuid,
                           g_task_get_cancellable (task),
                           &ending->outcome,
                           &ending->reason,
                           &error))
    g_task_return_pointer (task, ending, ending_free);
  else
    {
      ending_free (ending);
      g_task_return_error (task, error);
    }
}

static void
run_settle (GTask *task, Request *request)
{
  GError *error = NULL;

  if (mc_cups_queue_settle (
          request->queue, request->open_uuids, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gpointer
worker_main (gpointer data)
{
  g_autoptr (GAsyncQueue) requests = data;

  for (;;)
    {
      gpointer item = g_async_queue_pop (requests);
      g_autoptr (GTask) task = NULL;
      Request *request;

      if (item == requests)
        return NULL;
      task = item;
      request = g_task_get_task_data (task);
      if (request->page != NULL)
        run_print (task, request);
      else
        run_settle (task, request);
    }
}

/* The health watch. */

static void
set_health (McCupsPrinter *self, McPrinterHealth health, const char *reason)
{
  if (self->health != health)
    {
      self->health = health;
      g_object_notify (G_OBJECT (self), "health");
    }
  if (g_strcmp0 (self->health_reason, reason) != 0)
    {
      g_free (self->health_reason);
      self->health_reason = g_strdup (reason);
      g_object_notify (G_OBJECT (self), "health-reason");
    }
}

static gboolean
on_health_news (gpointer data)
{
  HealthNews *news = data;
  g_autoptr (McCupsPrinter) self = g_weak_ref_get (&news->watch->printer);

  if (self != NULL)
    set_health (self, news->health, news->reason);
  return G_SOURCE_REMOVE;
}

static void
health_news_free (gpointer data)
{
  HealthNews *news = data;

  health_watch_unref (news->watch);
  g_free (news->reason);
  g_free (news);
}

static void
tell_health (HealthWatch *watch, McPrinterHealth health, const char *reason)
{
  HealthNews *news = g_new0 (HealthNews, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->watch = watch;
  g_atomic_ref_count_inc (&watch->ref_count);
  news->health = health;
  news->reason = g_strdup (reason);
  /* Not g_main_context_invoke (): before the main loop runs, nobody owns its context, and the news
   * would be told here, in the midst of what the main thread is building. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_health_news, news, health_news_free);
  g_source_attach (source, watch->context);
}

static gpointer
watch_main (gpointer data)
{
  HealthWatch *watch = data;
  guint misses = 0;
  gboolean stopped = FALSE;

  while (!stopped)
    {
      McPrinterHealth health;
      g_autofree char *reason = NULL;
      gint64 next;

      if (mc_ipp_device_look (watch->queue->device_uri, HEALTH_TIMEOUT_MS, &health, &reason))
        misses = 0;
      else
        misses++;
      /* Two looks before it is declared gone: it may be restarting, or changing its address. */
      if (misses != 1)
        tell_health (watch, health, reason);

      next = g_get_monotonic_time () +
             (misses == 1 ? HEALTH_SECOND_LOOK_MS : HEALTH_INTERVAL_MS) * 1000LL;
      g_mutex_lock (&watch->mutex);
      while (!watch->stopped && g_cond_wait_until (&watch->cond, &watch->mutex, next))
        ;
      stopped = watch->stopped;
      g_mutex_unlock (&watch->mutex);
    }
  health_watch_unref (watch);
  return NULL;
}

static void
start_watch (McCupsPrinter *self)
{
  HealthWatch *watch = g_new0 (HealthWatch, 1);

  g_atomic_ref_count_init (&watch->ref_count);
  watch->queue = mc_cups_queue_ref (self->queue);
  watch->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&watch->printer, self);
  g_mutex_init (&watch->mutex);
  g_cond_init (&watch->cond);
  self->watch = watch;
  g_atomic_ref_count_inc (&watch->ref_count);
  g_thread_unref (g_thread_new ("printer-health", watch_main, watch));
}

/* The interface. */

static void
push_request (McCupsPrinter *self, GTask *task /* (transfer full) */, Request *request)
{
  request->queue = mc_cups_queue_ref (self->queue);
  g_task_set_task_data (task, request, request_free);
  /* The outcome of a print is worth more than the wish to stop: the worker decides. */
  g_task_set_check_cancellable (task, FALSE);
  g_async_queue_push (self->requests, task);
}

static void
mc_cups_printer_print_async (McPrinter *printer,
                             McPage *page,
                             const char *job_uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (printer, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, mc_cups_printer_print_async);
  request->page = page;
  request->job_uuid = g_strdup (job_uuid);
  push_request (MC_CUPS_PRINTER (printer), task, request);
}

static McPrintOutcome
mc_cups_printer_print_finish (McPrinter *printer,
                              GAsyncResult *result,
                              char **reason,
                              GError **error)
{
  Ending *ending;
  McPrintOutcome outcome;

  g_return_val_if_fail (g_task_is_valid (result, printer), MC_PRINT_UNKNOWN);

  ending = g_task_propagate_pointer (G_TASK (result), error);
  if (ending == NULL)
    return MC_PRINT_UNKNOWN;
  outcome = ending->outcome;
  *reason = g_steal_pointer (&ending->reason);
  ending_free (ending);
  return outcome;
}

static void
mc_cups_printer_settle_async (McPrinter *printer,
                              GPtrArray *open_job_uuids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (printer, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, mc_cups_printer_settle_async);
  request->open_uuids = open_job_uuids;
  push_request (MC_CUPS_PRINTER (printer), task, request);
}

static gboolean
mc_cups_printer_settle_finish (McPrinter *printer, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, printer), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
mc_cups_printer_iface_init (McPrinterInterface *iface)
{
  iface->print_async = mc_cups_printer_print_async;
  iface->print_finish = mc_cups_printer_print_finish;
  iface->settle_async = mc_cups_printer_settle_async;
  iface->settle_finish = mc_cups_printer_settle_finish;
}

static void
mc_cups_printer_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  McCupsPrinter *self = MC_CUPS_PRINTER (object);

  switch ((McCupsPrinterProperty) id)
    {
    case PROP_HEALTH:
      g_value_set_enum (value, self->health);
      break;
    case PROP_HEALTH_REASON:
      g_value_set_string (value, self->health_reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
mc_cups_printer_dispose (GObject *object)
{
  McCupsPrinter *self = MC_CUPS_PRINTER (object);

  if (self->watch != NULL)
    {
      g_mutex_lock (&self->watch->mutex);
      self->watch->stopped = TRUE;
      g_cond_signal (&self->watch->cond);
      g_mutex_unlock (&self->watch->mutex);
      g_clear_pointer (&self->watch, health_watch_unref);
    }
  if (self->worker != NULL)
    {
      /* Each task holds a reference on us, so the worker has nothing left to do. The last one may
       * be dropped by the worker itself, though, which cannot wait for its own end. */
      g_async_queue_push (self->requests, self->requests);
      if (self->worker == g_thread_self ())
        g_thread_unref (self->worker);
      else
        g_thread_join (self->worker);
      self->worker = NULL;
    }
  G_OBJECT_CLASS (mc_cups_printer_parent_class)->dispose (object);
}

static void
mc_cups_printer_finalize (GObject *object)
{
  McCupsPrinter *self = MC_CUPS_PRINTER (object);

  g_async_queue_unref (self->requests);
  g_clear_pointer (&self->queue, mc_cups_queue_unref);
  g_free (self->health_reason);
  G_OBJECT_CLASS (mc_cups_printer_parent_class)->finalize (object);
}

static void
mc_cups_printer_class_init (McCupsPrinterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mc_cups_printer_get_property;
  object_class->dispose = mc_cups_printer_dispose;
  object_class->finalize = mc_cups_printer_finalize;
  g_object_class_override_property (object_class, PROP_HEALTH, "health");
  g_object_class_override_property (object_class, PROP_HEALTH_REASON, "health-reason");
}

static void
mc_cups_printer_init (McCupsPrinter *self)
{
  self->health = MC_PRINTER_UNKNOWN;
  self->requests = g_async_queue_new ();
}

/**
 * mc_cups_printer_new:
 * @journal: written before a job is handed over and once its outcome is known
 * @server: (nullable): cupsd's socket path or host:port in the very spelling that cupsd uses for
 *   itself; %NULL for the system's
 * @queue: the queue's name
 * @device_uri: (nullable): the printer's own ipp:// URI, asked for its health and for what became
 *   of a job where cupsd cannot tell; without it the health stays unknown
 * @hand_over_deadline: seconds until the printer must have taken all of a job
 * @print_deadline: seconds from then until the paper must be out
 *
 * Makes the printer and starts its threads. The thread that calls this gets the results and the
 * notifications in its thread-default main context.
 *
 * Returns: (transfer full): the printer
 */
McPrinter *
mc_cups_printer_new (McPrintJournal *journal,
                     const char *server,
                     const char *queue,
                     const char *device_uri,
                     guint hand_over_deadline,
                     guint print_deadline)
{
  McCupsPrinter *self;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);
  g_return_val_if_fail (queue != NULL && hand_over_deadline > 0 && print_deadline > 0, NULL);

  self = g_object_new (MC_TYPE_CUPS_PRINTER, NULL);
  self->queue = g_new0 (McCupsQueue, 1);
  g_atomic_ref_count_init (&self->queue->ref_count);
  self->queue->journal = g_object_ref (journal);
  self->queue->server = g_strdup (server);
  self->queue->queue = g_strdup (queue);
  self->queue->device_uri = g_strdup (device_uri);
  self->queue->hand_over_deadline_ms = hand_over_deadline * 1000;
  self->queue->print_deadline_ms = print_deadline * 1000;
  self->worker = g_thread_new ("printer", worker_main, g_async_queue_ref (self->requests));
  if (device_uri != NULL)
    start_watch (self);
  return MC_PRINTER (self);
}
