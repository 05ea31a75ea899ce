/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-printer"

#include "config.h"

#include "printing/transports/worker-printer.h"

#include "printing/transports/health-steady.h"

/* From the beginning of one look to that of the next; with the looks' own patience and a second one
 * in doubt, whatever is wrong shows within 3 s. */
#define LOOK_INTERVAL_US (1 * G_USEC_PER_SEC)
#define LOOK_AGAIN_US (G_USEC_PER_SEC / 2)
/* Printers that were seen to answer slowly, or not at all by now, get more time. */
#define LOOK_PATIENCE_MS 700
#define LOOK_PATIENCE_MAX_MS 3000
/* A job that got lost may still be arriving: how long it is looked for, and how closely at first,
 * since a spooler that was restarted prints at once. */
#define LOOSE_US (60 * G_USEC_PER_SEC)
#define LOOSE_CLOSE_US (30 * G_USEC_PER_SEC)
#define LOOSE_INTERVAL_US (G_USEC_PER_SEC / 10)

/* What the printer and its threads share; they may outlive it by one look. */
typedef struct
{
  gatomicrefcount ref_count;
  const McPrintCalls *calls;
  gpointer transport;      /* (owned) */
  McPrintJournal *journal; /* (owned) */
  guint start_patience_ms;
  GAsyncQueue *requests;  /* (owned) (element-type GTask); the sentinels below, too */
  GPtrArray *unforgotten; /* (owned) (element-type utf8): settled jobs; the worker thread's */
  GMainContext *context;  /* (owned), where the printer was made */
  GWeakRef printer;
  GCancellable *cancellable; /* (owned), cancelled when the printer is disposed of */

  GMutex mutex;
  GCond cond;
  gboolean stopped;   /* (locked-by mutex) */
  gboolean wanted;    /* (locked-by mutex): a look at once */
  gboolean sweeping;  /* (locked-by mutex): one is queued or under way */
  gboolean held;      /* (locked-by mutex): something of ours would not end */
  gboolean printing;  /* (locked-by mutex): a job is under way */
  gboolean unswept;   /* (locked-by mutex): nobody has looked for what may still be somewhere */
  gint64 loose_since; /* (locked-by mutex): 0: nothing of ours can still be anywhere */
} Worker;

/* For what was left behind to end, between two citizens. */
#define SWEEP_PATIENCE_MS 1000

/* In place of a GTask among the requests. */
static char sentinel_stop, sentinel_sweep;

/**
 * McWorkerPrinter:
 *
 * A printer on top of a transport's blocking calls. One thread prints, another looks after the
 * printer's health. Every job's row is begun before the transport hears of it, and settled by the
 * one table of outcomes. What may still be waiting somewhere after its outcome was told is looked
 * for and canceled before anything else is printed.
 */
struct _McWorkerPrinter
{
  GObject parent_instance;

  Worker *worker;  /* (owned) (nullable), until disposed */
  GThread *thread; /* (owned) (nullable), until disposed */

  McPrinterHealth health;
  char *health_reason; /* (owned) (nullable) */
};

/* One look, on its way to the main context. */
typedef struct
{
  Worker *worker; /* (owned) */
  McPrinterHealth health;
  char *reason; /* (owned) (nullable) */
} HealthNews;

/* A request to the worker thread, as its GTask's data. */
typedef struct
{
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
} McWorkerPrinterProperty;

static void mc_worker_printer_iface_init (McPrinterInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McWorkerPrinter, mc_worker_printer, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MC_TYPE_PRINTER, mc_worker_printer_iface_init))
/* clang-format on */

static void
request_free (gpointer data)
{
  Request *request = data;

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ending, ending_free)

static Worker *
worker_ref (Worker *worker)
{
  g_atomic_ref_count_inc (&worker->ref_count);
  return worker;
}

static void
worker_unref (Worker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->ref_count))
    return;
  worker->calls->free (worker->transport);
  g_object_unref (worker->journal);
  g_object_unref (worker->cancellable);
  g_async_queue_unref (worker->requests);
  g_ptr_array_unref (worker->unforgotten);
  g_main_context_unref (worker->context);
  g_weak_ref_clear (&worker->printer);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
  g_free (worker);
}

static void
want_look (Worker *worker)
{
  g_mutex_lock (&worker->mutex);
  worker->wanted = TRUE;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

static void
set_printing (Worker *worker, gboolean printing)
{
  g_mutex_lock (&worker->mutex);
  worker->printing = printing;
  worker->wanted |= !printing;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

/* Something of ours may still be somewhere. */
static void
note_loose (Worker *worker)
{
  g_mutex_lock (&worker->mutex);
  worker->loose_since = g_get_monotonic_time ();
  worker->unswept = TRUE;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

static gboolean
is_loose (Worker *worker)
{
  gboolean loose;

  g_mutex_lock (&worker->mutex);
  loose = worker->loose_since != 0;
  g_mutex_unlock (&worker->mutex);
  return loose;
}

/* The worker thread: one request after the other, until it is told to stop. */

/* What was settled needs no evidence any more. */
static void
forget (Worker *worker, const char *job_uuid)
{
  g_auto (McPrintJob) job = { NULL };

  mc_print_job_init (&job, worker->journal, job_uuid);
  if (worker->calls->forget != NULL && !worker->calls->forget (worker->transport, &job))
    g_ptr_array_add (worker->unforgotten, g_strdup (job_uuid));
}

static void
forget_all (Worker *worker)
{
  g_autoptr (GPtrArray) uuids = g_steal_pointer (&worker->unforgotten);

  worker->unforgotten = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < uuids->len; i++)
    forget (worker, g_ptr_array_index (uuids, i));
}

static McSweep
sweep (Worker *worker, guint patience_ms, GCancellable *cancellable)
{
  McSweep result = worker->calls->sweep (worker->transport, patience_ms, cancellable);

  if (result == MC_SWEEP_CLEAR)
    forget_all (worker);
  g_mutex_lock (&worker->mutex);
  worker->wanted |=
      worker->held != (result == MC_SWEEP_HELD) || (worker->unswept && result == MC_SWEEP_CLEAR);
  worker->held = result == MC_SWEEP_HELD;
  worker->unswept &= result != MC_SWEEP_CLEAR;
  if (result == MC_SWEEP_CLEAR && g_get_monotonic_time () - worker->loose_since >= LOOSE_US)
    worker->loose_since = 0;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
  return result;
}

static void
run_sweep (Worker *worker)
{
  if (!g_cancellable_is_cancelled (worker->cancellable))
    sweep (worker, SWEEP_PATIENCE_MS, worker->cancellable);
  g_mutex_lock (&worker->mutex);
  worker->sweeping = FALSE;
  g_mutex_unlock (&worker->mutex);
}

/* By the table of outcomes, for good. */
static gboolean
settle (Worker *worker,
        const McPrintJob *job,
        const McPrintEvidence *seen,
        Ending *ending,
        GError **error)
{
  const char *reason = NULL;

  ending->outcome = mc_print_evidence_decide (seen, &reason);
  ending->reason = g_strdup (reason);
  g_message ("job %s: %s%s%s",
             job->uuid,
             mc_print_outcome_to_string (ending->outcome),
             reason != NULL ? ", " : "",
             reason != NULL ? reason : "");
  if (mc_print_evidence_is_loose (seen))
    note_loose (worker);
  if (!mc_print_journal_settle (worker->journal, job->uuid, ending->outcome, ending->reason, error))
    return FALSE;
  forget (worker, job->uuid);
  return TRUE;
}

/* (transfer full) (nullable): why nothing may be printed, with a former citizen's paper on its way
 * or nobody to say that it is not. */
static char *
find_former (Worker *worker, GCancellable *cancellable)
{
  McSweep result = sweep (worker, SWEEP_PATIENCE_MS, cancellable);
  McPrinterHealth health = MC_PRINTER_UNKNOWN;
  g_autofree char *reason = NULL;
  gboolean unswept;

  g_mutex_lock (&worker->mutex);
  unswept = worker->unswept;
  g_mutex_unlock (&worker->mutex);
  if (result == MC_SWEEP_CLEAR || (result == MC_SWEEP_NO_ANSWER && !unswept))
    return NULL;
  if (result == MC_SWEEP_NO_ANSWER && worker->calls->look != NULL)
    worker->calls->look (worker->transport, LOOK_PATIENCE_MAX_MS, &health, &reason);
  return health == MC_PRINTER_FAULT && reason != NULL ? g_steal_pointer (&reason)
                                                      : g_strdup ("former-job");
}

static gboolean
print (Worker *worker,
       const McPage *page,
       const char *job_uuid,
       GCancellable *cancellable,
       Ending *ending,
       GError **error)
{
  g_auto (McPrintEvidence) seen = { NULL };
  g_auto (McPrintJob) job = { NULL };
  g_autoptr (GError) problem = NULL;
  g_autofree char *uri = worker->calls->describe (worker->transport);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  mc_print_job_init (&job, worker->journal, job_uuid);
  if (!mc_print_journal_begin (worker->journal,
                               job_uuid,
                               worker->calls->name,
                               uri,
                               page->height_mm * page->n_pages,
                               error))
    return FALSE;
  forget_all (worker);
  if (is_loose (worker))
    seen.refusal = find_former (worker, cancellable);
  if (seen.refusal != NULL)
    return settle (worker, &job, &seen, ending, error);
  if (!worker->calls->print (worker->transport, page, &job, cancellable, &seen, &problem))
    {
      /* Stopped by us it goes on, for the next process to settle. */
      if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        note_loose (worker);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return settle (worker, &job, &seen, ending, error);
}

static void
run_print (Worker *worker, GTask *task, Request *request)
{
  g_autoptr (Ending) ending = g_new0 (Ending, 1);
  GError *error = NULL;
  gboolean done;

  set_printing (worker, TRUE);
  done = print (
      worker, request->page, request->job_uuid, g_task_get_cancellable (task), ending, &error);
  set_printing (worker, FALSE);
  if (done)
    g_task_return_pointer (task, g_steal_pointer (&ending), ending_free);
  else
    g_task_return_error (task, error);
}

static void
run_settle (Worker *worker, GTask *task, Request *request)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  guint patience_ms = request->open_uuids->len > 0 ? worker->start_patience_ms : SWEEP_PATIENCE_MS;
  GError *error = NULL;

  if (sweep (worker, patience_ms, cancellable) != MC_SWEEP_CLEAR)
    note_loose (worker);
  for (guint i = 0; i < request->open_uuids->len && error == NULL; i++)
    {
      g_auto (McPrintEvidence) seen = { NULL };
      g_auto (McPrintJob) job = { NULL };
      g_autoptr (Ending) ending = g_new0 (Ending, 1);

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        break;
      mc_print_job_init (&job, worker->journal, g_ptr_array_index (request->open_uuids, i));
      worker->calls->settle (worker->transport, &job, cancellable, &seen);
      settle (worker, &job, &seen, ending, &error);
    }
  want_look (worker);
  if (error == NULL && !g_cancellable_set_error_if_cancelled (cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gpointer
worker_main (gpointer data)
{
  Worker *worker = data;

  for (;;)
    {
      gpointer item = g_async_queue_pop (worker->requests);
      g_autoptr (GTask) task = NULL;
      Request *request;

      if (item == &sentinel_stop)
        break;
      if (item == &sentinel_sweep)
        {
          run_sweep (worker);
          continue;
        }
      task = item;
      request = g_task_get_task_data (task);
      if (request->page != NULL)
        run_print (worker, task, request);
      else
        run_settle (worker, task, request);
    }
  worker_unref (worker);
  return NULL;
}

/* The health thread. */

static void
set_health (McWorkerPrinter *self, McPrinterHealth health, const char *reason)
{
  gboolean other_reason = g_strcmp0 (self->health_reason, reason) != 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->health != health)
    {
      self->health = health;
      g_object_notify (G_OBJECT (self), "health");
    }
  if (other_reason)
    {
      g_free (self->health_reason);
      self->health_reason = g_strdup (reason);
      g_object_notify (G_OBJECT (self), "health-reason");
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
on_health_news (gpointer data)
{
  HealthNews *news = data;
  g_autoptr (McWorkerPrinter) self = g_weak_ref_get (&news->worker->printer);

  if (self != NULL)
    set_health (self, news->health, news->reason);
  return G_SOURCE_REMOVE;
}

static void
health_news_free (gpointer data)
{
  HealthNews *news = data;

  worker_unref (news->worker);
  g_free (news->reason);
  g_free (news);
}

static void
tell_health (Worker *worker, McPrinterHealth health, const char *reason)
{
  HealthNews *news = g_new0 (HealthNews, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->worker = worker_ref (worker);
  news->health = health;
  news->reason = g_strdup (reason);
  /* Not g_main_context_invoke (): before the main loop runs, nobody owns its context, and the news
   * would be told here, in the midst of what the main thread is building. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_health_news, news, health_news_free);
  g_source_attach (source, worker->context);
}

/* Adapts how long the next look may take to how long this one took. */
static guint
choose_patience (gboolean answered, guint misses, gint64 took_us)
{
  if (!answered)
    return misses < 2 ? LOOK_PATIENCE_MS : LOOK_PATIENCE_MAX_MS;
  return CLAMP ((guint) (2 * took_us / 1000), LOOK_PATIENCE_MS, LOOK_PATIENCE_MAX_MS);
}

/* Looks after what may still come out, and tells when to look again. */
static gint64
plan (Worker *worker, gint64 start, gboolean soon)
{
  gint64 interval = soon ? LOOK_AGAIN_US : LOOK_INTERVAL_US;

  if (worker->loose_since == 0)
    return start + interval;
  if (!worker->sweeping)
    {
      worker->sweeping = TRUE;
      g_async_queue_push (worker->requests, &sentinel_sweep);
    }
  if (start - worker->loose_since < LOOSE_CLOSE_US)
    interval = MIN (interval, LOOSE_INTERVAL_US);
  return start + interval;
}

static gpointer
watch_main (gpointer data)
{
  Worker *worker = data;
  McHealthSteady steady = { MC_PRINTER_UNKNOWN };
  guint patience_ms = LOOK_PATIENCE_MS;
  gboolean stopped = FALSE;

  while (!stopped)
    {
      McPrinterHealth health = MC_PRINTER_UNKNOWN;
      g_autofree char *reason = NULL;
      gint64 start = g_get_monotonic_time (), next;
      gboolean answered = worker->calls->look (worker->transport, patience_ms, &health, &reason);
      gboolean returned = answered && steady.misses >= 2, soon, held;

      soon = mc_health_steady_see (&steady, answered, health, reason);
      patience_ms = choose_patience (answered, steady.misses, g_get_monotonic_time () - start);
      if (returned)
        note_loose (worker);

      g_mutex_lock (&worker->mutex);
      /* Nobody is offered paper while the former one's may still come out. */
      held = worker->held ||
             (worker->unswept && !worker->printing && steady.health != MC_PRINTER_FAULT);
      next = plan (worker, start, soon);
      g_mutex_unlock (&worker->mutex);
      if (held)
        tell_health (worker, MC_PRINTER_FAULT, "former-job");
      else
        tell_health (worker, steady.health, steady.reason);

      g_mutex_lock (&worker->mutex);
      while (!worker->stopped && (soon || !worker->wanted) &&
             g_cond_wait_until (&worker->cond, &worker->mutex, next))
        ;
      worker->wanted = FALSE;
      stopped = worker->stopped;
      g_mutex_unlock (&worker->mutex);
    }
  mc_health_steady_clear (&steady);
  worker_unref (worker);
  return NULL;
}

/* The interface. */

static void
push_request (McWorkerPrinter *self, GTask *task /* (transfer full) */, Request *request)
{
  g_task_set_task_data (task, request, request_free);
  /* The outcome of a print is worth more than the wish to stop: the worker decides. */
  g_task_set_check_cancellable (task, FALSE);
  g_async_queue_push (self->worker->requests, task);
}

static void
mc_worker_printer_print_async (McPrinter *printer,
                               McPage *page,
                               const char *job_uuid,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (printer, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, mc_worker_printer_print_async);
  request->page = page;
  request->job_uuid = g_strdup (job_uuid);
  push_request (MC_WORKER_PRINTER (printer), task, request);
}

static McPrintOutcome
mc_worker_printer_print_finish (McPrinter *printer,
                                GAsyncResult *result,
                                char **reason,
                                GError **error)
{
  g_autoptr (Ending) ending = NULL;

  g_return_val_if_fail (g_task_is_valid (result, printer), MC_PRINT_UNKNOWN);

  ending = g_task_propagate_pointer (G_TASK (result), error);
  if (ending == NULL)
    return MC_PRINT_UNKNOWN;
  *reason = g_steal_pointer (&ending->reason);
  return ending->outcome;
}

static void
mc_worker_printer_settle_async (McPrinter *printer,
                                GPtrArray *open_job_uuids,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (printer, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, mc_worker_printer_settle_async);
  request->open_uuids = open_job_uuids;
  push_request (MC_WORKER_PRINTER (printer), task, request);
}

static gboolean
mc_worker_printer_settle_finish (McPrinter *printer, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, printer), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
mc_worker_printer_iface_init (McPrinterInterface *iface)
{
  iface->print_async = mc_worker_printer_print_async;
  iface->print_finish = mc_worker_printer_print_finish;
  iface->settle_async = mc_worker_printer_settle_async;
  iface->settle_finish = mc_worker_printer_settle_finish;
}

static void
mc_worker_printer_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  McWorkerPrinter *self = MC_WORKER_PRINTER (object);

  switch ((McWorkerPrinterProperty) id)
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
mc_worker_printer_dispose (GObject *object)
{
  McWorkerPrinter *self = MC_WORKER_PRINTER (object);

  if (self->worker != NULL)
    {
      g_cancellable_cancel (self->worker->cancellable);
      g_mutex_lock (&self->worker->mutex);
      self->worker->stopped = TRUE;
      g_cond_signal (&self->worker->cond);
      g_mutex_unlock (&self->worker->mutex);

      /* Each task holds a reference on us, so the worker has nothing left to do. The last one may
       * be dropped by the worker itself, though, which cannot wait for its own end. */
      g_async_queue_push (self->worker->requests, &sentinel_stop);
      if (self->thread == g_thread_self ())
        g_thread_unref (self->thread);
      else
        g_thread_join (self->thread);
      self->thread = NULL;
      g_clear_pointer (&self->worker, worker_unref);
    }
  G_OBJECT_CLASS (mc_worker_printer_parent_class)->dispose (object);
}

static void
mc_worker_printer_finalize (GObject *object)
{
  g_free (MC_WORKER_PRINTER (object)->health_reason);
  G_OBJECT_CLASS (mc_worker_printer_parent_class)->finalize (object);
}

static void
mc_worker_printer_class_init (McWorkerPrinterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mc_worker_printer_get_property;
  object_class->dispose = mc_worker_printer_dispose;
  object_class->finalize = mc_worker_printer_finalize;
  g_object_class_override_property (object_class, PROP_HEALTH, "health");
  g_object_class_override_property (object_class, PROP_HEALTH_REASON, "health-reason");
}

static void
mc_worker_printer_init (McWorkerPrinter *self)
{
  self->health = MC_PRINTER_UNKNOWN;
}

/**
 * mc_worker_printer_new:
 * @journal: written before a job is handed over and once its outcome is known
 * @calls: (transfer none): the transport's calls, for ever
 * @transport: (transfer full): their data
 * @start_patience_ms: how long the first settlement waits for somebody to answer, who may be
 *   starting as we are
 *
 * Makes the printer and starts its threads. The thread that calls this gets the results and the
 * notifications in its thread-default main context.
 *
 * Returns: (transfer full): the printer
 */
McPrinter *
mc_worker_printer_new (McPrintJournal *journal,
                       const McPrintCalls *calls,
                       gpointer transport,
                       guint start_patience_ms)
{
  McWorkerPrinter *self;
  Worker *worker;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);
  g_return_val_if_fail (calls != NULL && transport != NULL, NULL);

  self = g_object_new (MC_TYPE_WORKER_PRINTER, NULL);
  worker = g_new0 (Worker, 1);
  g_atomic_ref_count_init (&worker->ref_count);
  worker->calls = calls;
  worker->transport = transport;
  worker->journal = g_object_ref (journal);
  worker->start_patience_ms = start_patience_ms;
  worker->requests = g_async_queue_new ();
  worker->unforgotten = g_ptr_array_new_with_free_func (g_free);
  worker->cancellable = g_cancellable_new ();
  worker->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&worker->printer, self);
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  self->worker = worker;
  self->thread = g_thread_new ("printer", worker_main, worker_ref (worker));
  if (calls->look != NULL)
    g_thread_unref (g_thread_new ("printer-health", watch_main, worker_ref (worker)));
  return MC_PRINTER (self);
}
