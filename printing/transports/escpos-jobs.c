/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-escpos-jobs"

#include "config.h"

#include "printing/transports/escpos-jobs.h"

#include "printing/transports/escpos-course.h"

#include <string.h>

#define LOOK_AGAIN_MS 100
#define ASK_US (G_USEC_PER_SEC)
/* What a look saw is good for so long while the line is busy. */
#define FRESH_US (2 * G_USEC_PER_SEC)
/* The slowest heads, and a second for the cut. */
#define SLOWEST_MM_S 50
#define CUT_US G_USEC_PER_SEC

static char *
describe (gpointer transport)
{
  const McEscposTarget *self = transport;

  return g_strdup (self->uri);
}

/* One miss changes nothing: whoever looks twice in a moment sees the same one. */
static void
publish (McEscposTarget *self, McPrinterHealth health, const char *reason, gboolean answered)
{
  g_mutex_lock (&self->seen);
  self->misses = answered ? 0 : self->misses + 1;
  if (self->misses != 1)
    {
      self->health = health;
      self->reason = reason;
    }
  self->seen_at = g_get_monotonic_time ();
  g_mutex_unlock (&self->seen);
}

/* Ready is only what says so. FALSE: it does not answer. */
static gboolean
judge (const McEscposTarget *self,
       McEscposReply reply,
       McPrinterHealth *health,
       const char **reason)
{
  switch (reply)
    {
    case MC_ESCPOS_TOLD:
      *health = mc_escpos_status_judge (&self->link.status, reason);
      return TRUE;
    case MC_ESCPOS_UNREADABLE: /* at another speed a picture is letters without end */
      *health = MC_PRINTER_FAULT;
      *reason = "unreadable-answer";
      return TRUE;
    case MC_ESCPOS_TAKEN:
      *health = MC_PRINTER_FAULT;
      *reason = "in-use";
      return TRUE;
    case MC_ESCPOS_SILENT:
      if (self->link.spoke)
        break;
      *health = MC_PRINTER_UNKNOWN;
      *reason = "silent";
      return TRUE;
    case MC_ESCPOS_HELD:
      *health = MC_PRINTER_FAULT;
      *reason = "offline";
      return FALSE;
    case MC_ESCPOS_UNREACHABLE:
    default:
      break;
    }
  *health = MC_PRINTER_FAULT;
  *reason = "unreachable";
  return FALSE;
}

static McEscposReply
ask (McEscposTarget *self, gint64 deadline, McPrinterHealth *health, const char **reason)
{
  McEscposReply reply = mc_escpos_link_ask (&self->link, deadline);
  gboolean answered = judge (self, reply, health, reason);

  publish (self, *health, *reason, answered);
  return reply;
}

static void
on_status (gpointer data, gboolean answered)
{
  McEscposTarget *self = data;
  const char *reason;
  McPrinterHealth health;

  judge (self, answered ? MC_ESCPOS_TOLD : MC_ESCPOS_UNREACHABLE, &health, &reason);
  publish (self, health, reason, answered);
}

/* While a receipt is printed the line is busy, and what is asked on its way is what is known. */
static gboolean
look (gpointer transport, guint timeout_ms, McPrinterHealth *health, char **reason)
{
  McEscposTarget *self = transport;
  gboolean answered, stale;

  if (g_mutex_trylock (&self->talking))
    {
      const char *ignored;

      ask (self, g_get_monotonic_time () + timeout_ms * (gint64) 1000, health, &ignored);
      g_mutex_unlock (&self->talking);
    }
  g_mutex_lock (&self->seen);
  stale = g_get_monotonic_time () - self->seen_at >= FRESH_US;
  answered = self->misses == 0 && !stale;
  *health = stale ? MC_PRINTER_FAULT : self->health;
  *reason = g_strdup (stale ? "unreachable" : self->reason);
  g_mutex_unlock (&self->seen);
  return answered;
}

/* Takes back what may still be in the printer, and parts a torn receipt from the next one, as far
 * as the printer lets us. Whether nothing is left to do. */
static gboolean
tidy (McEscposTarget *self, gint64 deadline)
{
  McPrinterHealth health;
  const char *reason;
  McEscposReply reply;

  if (!self->dirty && !self->torn)
    return TRUE;
  reply = ask (self, MIN (deadline, g_get_monotonic_time () + ASK_US), &health, &reason);
  if (reply != MC_ESCPOS_TOLD && (reply != MC_ESCPOS_SILENT || self->link.spoke))
    return FALSE;
  if (self->dirty && !mc_escpos_link_empty (&self->link, self->torn, deadline))
    return FALSE;
  self->dirty = FALSE;
  if (self->torn && health != MC_PRINTER_FAULT)
    {
      g_autoptr (GBytes) end = mc_escpos_document_create_end (&self->head);

      self->torn = !mc_escpos_link_say_all (&self->link, end, deadline);
    }
  return !self->torn;
}

/* Nothing is sent to a printer that says it cannot print. Two looks, since one may fall into a
 * moment of its own. */
static char *
find_obstacle (McEscposTarget *self, gint64 deadline, GCancellable *cancellable)
{
  for (guint i = 0;; i++)
    {
      gint64 patience = ASK_US + (self->link.late_since != 0 ? MC_ESCPOS_LATE_US : 0);
      gint64 end = MIN (deadline, g_get_monotonic_time () + patience);
      McPrinterHealth health;
      const char *reason;
      McEscposReply reply = ask (self, end, &health, &reason);

      if (health != MC_PRINTER_FAULT && (reply == MC_ESCPOS_TOLD || reply == MC_ESCPOS_SILENT))
        break;
      if (i == 1)
        return g_strdup (reason);
      mc_print_wait (cancellable, LOOK_AGAIN_MS);
    }
  if (!tidy (self, deadline))
    return g_strdup ("former-job");
  /* A printer that is still at work without a word is not to be cut short. */
  if (self->link.spoke && !mc_escpos_link_empty (&self->link, FALSE, deadline))
    return g_strdup ("former-job");
  return NULL;
}

static GPtrArray *
draw (const McEscposTarget *self, const McPage *page, const char *id, char **refusal)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *steps;

  if (page->drawings->len < page->n_pages)
    {
      *refusal = g_strdup ("too-many-pages");
      return NULL;
    }
  steps = mc_escpos_document_new (page, &self->head, id, &error);
  if (steps != NULL)
    return steps;
  g_message ("%s", error->message);
  *refusal = g_strdup (
      g_error_matches (error, MC_PAGE_ERROR, MC_PAGE_ERROR_TOO_WIDE) ? "too-wide" : "not-drawn");
  return NULL;
}

/* At once where that is possible; else by and by, by sweeps. */
static void
take_back (McEscposTarget *self, const char *fault, guint patience_ms, McPrintEvidence *seen)
{
  gboolean done = tidy (self, g_get_monotonic_time () + patience_ms * (gint64) 1000);

  seen->printer.state = done ? MC_JOB_CANCELED : MC_JOB_ACTIVE;
  g_mutex_lock (&self->seen);
  if (fault == NULL && !done && self->health == MC_PRINTER_FAULT)
    fault = self->reason;
  g_mutex_unlock (&self->seen);
  seen->fault = g_strdup (fault);
}

static void
give_up (McEscposTarget *self,
         const McEscposCourse *course,
         McPrintEvidence *seen,
         guint patience_ms)
{
  seen->canceled = TRUE;
  mc_escpos_link_abandon (&self->link);
  self->dirty = TRUE;
  self->torn |= course->started;
  take_back (self, course->fault, patience_ms, seen);
}

static void
see_end (McEscposTarget *self, const McEscposCourse *course, McEscposEnd end, McPrintEvidence *seen)
{
  switch (end)
    {
    case MC_ESCPOS_PRINTED:
      seen->printer.state = MC_JOB_COMPLETED;
      seen->printer.completed = 1;
      return;
    case MC_ESCPOS_SENT:
      seen->printer.state = MC_JOB_SENT;
      return;
    case MC_ESCPOS_LOST:
      mc_escpos_link_abandon (&self->link);
      self->dirty = TRUE;
      self->torn |= course->started;
      break;
    case MC_ESCPOS_FAULT:
    case MC_ESCPOS_TOO_LATE:
    case MC_ESCPOS_INTERRUPTED:
    case MC_ESCPOS_GOES_ON:
    default:
      give_up (self, course, seen, self->deadlines.cancel_ms);
      break;
    }
  if (!course->started)
    seen->refusal = g_strdup (course->fault != NULL   ? course->fault
                              : end == MC_ESCPOS_LOST ? "unreachable"
                                                      : "deadline");
}

/* As the printer is to say it: any four characters that no earlier receipt is likely to have had.
 */
static void
make_id (const char *job_uuid, char id[MC_ESCPOS_ID_LENGTH + 1])
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, job_uuid, -1);

  for (guint i = 0; i < MC_ESCPOS_ID_LENGTH; i++)
    id[i] = (char) ('!' + (g_ascii_xdigit_value (sum[2 * i]) * 16 +
                           g_ascii_xdigit_value (sum[2 * i + 1])) %
                              ('~' - '!' + 1));
  id[MC_ESCPOS_ID_LENGTH] = '\0';
}

static gboolean
print_steps (McEscposTarget *self,
             GPtrArray *steps,
             const char *id,
             double length_mm,
             const McPrintJob *job,
             GCancellable *cancellable,
             McPrintEvidence *seen,
             GError **error)
{
  McEscposCourse course = {
    .link = &self->link,
    .steps = steps,
    .id = self->head.process_id ? id : NULL,
    .hand_over_us = self->deadlines.hand_over_ms * (gint64) 1000,
    .print_us = self->deadlines.print_ms * (gint64) 1000,
    .paper_us = (gint64) (length_mm / SLOWEST_MM_S * G_USEC_PER_SEC) + CUT_US,
    .tell = on_status,
    .data = self,
  };
  McEscposEnd end = mc_escpos_course_run (&course, cancellable);

  seen->handed_over = course.started;
  seen->asked = self->link.spoke;
  see_end (self, &course, end, seen);
  if (end != MC_ESCPOS_INTERRUPTED || !course.started)
    return TRUE;
  g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped in the midst of job %s", job->uuid);
  return FALSE;
}

static gboolean
print (gpointer transport,
       const McPage *page,
       const McPrintJob *job,
       GCancellable *cancellable,
       McPrintEvidence *seen,
       GError **error)
{
  McEscposTarget *self = transport;
  g_autoptr (GPtrArray) steps = NULL;
  gint64 deadline = g_get_monotonic_time () + self->deadlines.hand_over_ms * (gint64) 1000;
  char id[MC_ESCPOS_ID_LENGTH + 1];
  gboolean done = TRUE;

  make_id (job->uuid, id);
  seen->watched = TRUE;
  steps = draw (self, page, id, &seen->refusal);
  if (steps == NULL)
    return TRUE;
  g_mutex_lock (&self->talking);
  seen->refusal = find_obstacle (self, deadline, cancellable);
  if (seen->refusal == NULL)
    done = print_steps (
        self, steps, id, page->height_mm * page->n_pages, job, cancellable, seen, error);
  g_mutex_unlock (&self->talking);
  return done;
}

/* Never held: as long as a printer without paper cannot be told to forget, its own fault is what
 * staff must see. */
static McSweep
sweep (gpointer transport, guint patience_ms, GCancellable *cancellable)
{
  McEscposTarget *self = transport;
  gint64 deadline = g_get_monotonic_time () + patience_ms * (gint64) 1000;
  gboolean tidied;

  for (;;)
    {
      g_mutex_lock (&self->talking);
      tidied = tidy (self, MAX (deadline, g_get_monotonic_time () + ASK_US));
      g_mutex_unlock (&self->talking);
      if (tidied || g_get_monotonic_time () >= deadline ||
          !mc_print_wait (cancellable, LOOK_AGAIN_MS))
        return tidied ? MC_SWEEP_CLEAR : MC_SWEEP_NO_ANSWER;
    }
}

/* A printer without memory: all that is known is that nobody saw the end. */
static void
settle (gpointer transport, const McPrintJob *job, GCancellable *cancellable, McPrintEvidence *seen)
{
  McEscposTarget *self = transport;

  g_mutex_lock (&self->talking);
  self->dirty = self->torn = TRUE;
  seen->canceled = TRUE;
  take_back (self, NULL, ASK_US / 1000, seen);
  g_mutex_unlock (&self->talking);
}

static void
release (gpointer transport)
{
  McEscposTarget *self = transport;

  mc_escpos_link_clear (&self->link);
  g_mutex_clear (&self->talking);
  g_mutex_clear (&self->seen);
  g_free (self->uri);
  g_free (self);
}

const McPrintCalls mc_escpos_target_calls = {
  .name = "escpos",
  .describe = describe,
  .look = look,
  .print = print,
  .sweep = sweep,
  .settle = settle,
  .free = release,
};
