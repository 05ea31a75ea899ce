/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/outcome.h"

#include <string.h>

/* A job that one look misses may be on its way from one list to another, or still arriving. */
#define ABSENCE_US (1 * G_USEC_PER_SEC)

/**
 * mc_job_state_is_final:
 * @state: a state
 *
 * Returns: whether nothing more will become of a job in it. Any thread
 */
gboolean
mc_job_state_is_final (McJobState state)
{
  return state >= MC_JOB_SENT;
}

/**
 * mc_job_sight_clear:
 * @self: what was seen
 *
 * Empties it: nobody answered.
 */
void
mc_job_sight_clear (McJobSight *self)
{
  g_free (self->fault);
  memset (self, 0, sizeof *self);
  self->impressions = -1;
}

/**
 * mc_print_evidence_clear:
 * @self: what was seen of a job
 *
 * Empties it.
 */
void
mc_print_evidence_clear (McPrintEvidence *self)
{
  g_free (self->refusal);
  g_free (self->fault);
  g_free (self->spooler.fault);
  g_free (self->printer.fault);
  memset (self, 0, sizeof *self);
}

static McPrintOutcome
tell (McPrintOutcome outcome, const char *why, const char **reason)
{
  if (reason != NULL)
    *reason = why;
  return outcome;
}

/* Why a job was stopped. A fault explains our own deadline; else it may be an old one. */
static const char *
explain_stop (const McPrintEvidence *self, McJobState state)
{
  if (!self->watched)
    return "interrupted";
  if (self->canceled)
    return self->fault != NULL ? self->fault : "deadline";
  return state == MC_JOB_ABORTED ? "aborted" : "canceled";
}

static const char *
explain_unfinished (const McPrintEvidence *self)
{
  if (!self->canceled)
    return "still-printing";
  return self->fault != NULL ? self->fault : "not-canceled";
}

/* Why the printer's own job says nothing. */
static const char *
explain_printer (const McPrintEvidence *self)
{
  return self->printer.state == MC_JOB_ABSENT    ? "job-not-found"
         : self->printer.state == MC_JOB_FOREIGN ? "job-id-reused"
                                                 : "unreachable";
}

/* Some printers never tell when they began. */
static gboolean
is_unbegun (const McPrintEvidence *self)
{
  return self->printer.unbegun && !self->begun && self->printer.impressions <= 0;
}

/* The printer's own job decides wherever the printer remembers it. FALSE: it does not. */
static gboolean
decide_by_printer (const McPrintEvidence *self, McPrintOutcome *outcome, const char **reason)
{
  const McJobSight *sight = &self->printer;

  switch (sight->state)
    {
    case MC_JOB_COMPLETED:
      if (sight->spoilt)
        *outcome = tell (MC_PRINT_UNKNOWN, "completed-with-errors", reason);
      else if (sight->fault != NULL)
        *outcome = tell (MC_PRINT_UNKNOWN, sight->fault, reason);
      else
        *outcome = tell (
            MC_PRINT_CONFIRMED, sight->completed > 1 ? "printed-more-than-once" : NULL, reason);
      return TRUE;
    case MC_JOB_ABORTED:
      *outcome =
          tell (sight->impressions == 0 || is_unbegun (self) ? MC_PRINT_FAILED : MC_PRINT_UNKNOWN,
                explain_stop (self, MC_JOB_ABORTED),
                reason);
      return TRUE;
    case MC_JOB_CANCELED:
      /* The impressions prove nothing here: printers finish the page that they are at, and some
       * never count. */
      *outcome = tell (is_unbegun (self) ? MC_PRINT_FAILED : MC_PRINT_UNKNOWN,
                       explain_stop (self, MC_JOB_CANCELED),
                       reason);
      return TRUE;
    case MC_JOB_WAITING:
    case MC_JOB_ACTIVE:
      *outcome = tell (MC_PRINT_UNKNOWN, explain_unfinished (self), reason);
      return TRUE;
    case MC_JOB_SENT:
      *outcome = tell (MC_PRINT_SENT, NULL, reason);
      return TRUE;
    case MC_JOB_NO_ANSWER:
    case MC_JOB_ABSENT:
    case MC_JOB_FOREIGN:
    default:
      return FALSE;
    }
}

/* Watched all the time, never given over as far as the spooler knew, and not known to a printer
 * that was on all the time: no paper. A printer that is silent, or was switched off and on, may
 * have printed it before the spooler heard of it; so may one that says nothing until our deadline
 * or until the spooler takes the job back, unless it remembers what it has done. */
static gboolean
was_never_there (const McPrintEvidence *self)
{
  return self->watched && !self->handed_over && self->asked && self->steady &&
         self->printer.state == MC_JOB_ABSENT &&
         (self->printer.remembers || (!self->canceled && !self->resent));
}

/* A spooler also calls completed what the printer forgot, what it aborted within the first second,
 * and somebody else's job that got our job's number when the printer was restarted: without the
 * printer's own word it proves no paper. */
static McPrintOutcome
decide_by_spooler (const McPrintEvidence *self, const char **reason)
{
  const McJobSight *sight = &self->spooler;

  switch (sight->state)
    {
    case MC_JOB_COMPLETED:
      if (!self->hears)
        return tell (MC_PRINT_SENT, NULL, reason);
      if (sight->forgotten)
        return tell (MC_PRINT_UNKNOWN, "missing-job-history", reason);
      if (sight->fault != NULL)
        return tell (MC_PRINT_UNKNOWN, sight->fault, reason);
      return tell (
          MC_PRINT_UNKNOWN, self->asked ? explain_printer (self) : "printer-not-asked", reason);
    case MC_JOB_ABORTED:
    case MC_JOB_CANCELED:
      return tell (sight->unbegun || was_never_there (self) ? MC_PRINT_FAILED : MC_PRINT_UNKNOWN,
                   explain_stop (self, sight->state),
                   reason);
    case MC_JOB_WAITING:
    case MC_JOB_ACTIVE:
      return tell (MC_PRINT_UNKNOWN, explain_unfinished (self), reason);
    case MC_JOB_SENT:
      return tell (MC_PRINT_SENT, NULL, reason);
    case MC_JOB_ABSENT:
      return tell (MC_PRINT_UNKNOWN, "job-not-found", reason);
    case MC_JOB_FOREIGN:
      return tell (MC_PRINT_UNKNOWN, "job-id-reused", reason);
    case MC_JOB_NO_ANSWER:
    default:
      return tell (MC_PRINT_UNKNOWN, "spooler-unreachable", reason);
    }
}

/**
 * mc_print_evidence_decide:
 * @self: all that was seen of a job
 * @reason: (out) (optional) (nullable) (transfer none): a keyword for staff, that @self may own
 *
 * The table of outcomes (printing.md section 3) for every transport: confirmed is paper, failed is
 * certainly none, sent is all that can be known of a printer without a word of its own, and
 * whatever is none of these is unknown.
 *
 * Returns: the outcome. Any thread
 */
McPrintOutcome
mc_print_evidence_decide (const McPrintEvidence *self, const char **reason)
{
  McPrintOutcome outcome = MC_PRINT_UNKNOWN;

  g_return_val_if_fail (self != NULL, MC_PRINT_UNKNOWN);

  if (self->refusal != NULL)
    return tell (MC_PRINT_FAILED, self->refusal, reason);
  if (decide_by_printer (self, &outcome, reason))
    return outcome;
  if (self->spooled)
    return decide_by_spooler (self, reason);
  return tell (MC_PRINT_UNKNOWN, explain_printer (self), reason);
}

static gboolean
is_unfinished (McJobState state)
{
  return state == MC_JOB_WAITING || state == MC_JOB_ACTIVE;
}

/**
 * mc_print_evidence_is_loose:
 * @self: all that was seen of a job
 *
 * Tells whether the job may still be somewhere and come out later, in front of the next citizen.
 *
 * Returns: whether it has to be looked for and canceled before anything else is printed. Any thread
 */
gboolean
mc_print_evidence_is_loose (const McPrintEvidence *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (self->refusal != NULL)
    return FALSE;
  if (is_unfinished (self->printer.state))
    return TRUE;
  /* Printers were seen to say so at once, and to finish the page. */
  if (self->printer.state == MC_JOB_CANCELED && !is_unbegun (self))
    return TRUE;
  if (self->spooled &&
      (is_unfinished (self->spooler.state) || self->spooler.state == MC_JOB_NO_ANSWER))
    return TRUE;
  if (self->spooled && self->spooler.unbegun && mc_job_state_is_final (self->spooler.state))
    return FALSE;
  /* It was given to a printer that says nothing, or nothing yet: it may be just arriving. */
  return self->asked && !mc_job_state_is_final (self->printer.state);
}

/**
 * mc_job_course_begin:
 * @self: (out caller-allocates): a course
 * @deadlines: of its phases
 * @handed_over: whether the printer has all of the job
 * @now: monotonic time
 *
 * Begins with the phase that @handed_over says.
 */
void
mc_job_course_begin (McJobCourse *self,
                     const McPrintDeadlines *deadlines,
                     gboolean handed_over,
                     gint64 now)
{
  g_return_if_fail (self != NULL && deadlines != NULL);

  memset (self, 0, sizeof *self);
  self->deadlines = *deadlines;
  self->handed_over = handed_over;
  self->phase_end =
      now + (handed_over ? deadlines->print_ms : deadlines->hand_over_ms) * (gint64) 1000;
}

/**
 * mc_job_course_clear:
 * @self: a course
 *
 * Empties it.
 */
void
mc_job_course_clear (McJobCourse *self)
{
  g_free (self->fault);
  memset (self, 0, sizeof *self);
}

/**
 * mc_job_course_cancel:
 * @self: a course
 * @now: monotonic time
 *
 * The job is to be canceled: what is left to see is whether it ends.
 */
void
mc_job_course_cancel (McJobCourse *self, gint64 now)
{
  g_return_if_fail (self != NULL);

  self->canceled = TRUE;
  self->cancel_end = now + self->deadlines.cancel_ms * (gint64) 1000;
}

/* What is left to do with a job that is to be canceled. */
static McCourseStep
press_cancel (const McJobCourse *self, gint64 now)
{
  if (now >= self->cancel_end)
    return MC_COURSE_END;
  return self->cancel_taken ? MC_COURSE_WAIT : MC_COURSE_CANCEL;
}

static McCourseStep
see_silence (McJobCourse *self, gint64 now)
{
  if (self->gap_since == 0)
    self->gap_since = now;
  self->absent_since = 0;
  if (self->patience_ms > 0 && now - self->gap_since >= self->patience_ms * (gint64) 1000)
    return MC_COURSE_END;
  if (!self->canceled && now >= self->phase_end)
    mc_job_course_cancel (self, now);
  return self->canceled ? press_cancel (self, now) : MC_COURSE_WAIT;
}

static McCourseStep
see_absence (McJobCourse *self, gint64 now)
{
  self->gap_since = 0;
  if (self->absent_since == 0)
    self->absent_since = now;
  return now - self->absent_since >= ABSENCE_US ? MC_COURSE_END : MC_COURSE_WAIT;
}

static McCourseStep
see_unfinished (McJobCourse *self, const McJobSight *sight, gint64 now)
{
  /* It sends again what may be in the printer by now: two papers. */
  if (sight->restarted && !self->canceled)
    {
      self->resent = TRUE;
      mc_job_course_cancel (self, now);
    }
  self->begun |= sight->state == MC_JOB_ACTIVE;
  self->gap_since = self->absent_since = 0;
  if (sight->fault != NULL)
    {
      g_free (self->fault);
      self->fault = g_strdup (sight->fault);
    }
  if (sight->handed_over && !self->handed_over)
    {
      self->handed_over = TRUE;
      self->phase_end = now + self->deadlines.print_ms * (gint64) 1000;
    }
  if (!self->canceled && now >= self->phase_end)
    mc_job_course_cancel (self, now);
  return self->canceled ? press_cancel (self, now) : MC_COURSE_WAIT;
}

/**
 * mc_job_course_see:
 * @self: a course
 * @sight: what the latest look showed
 * @now: monotonic time of it
 *
 * Takes in one look. At a phase's deadline the job is to be canceled, and again until somebody took
 * the cancel; then it has the time of a cancel to really end.
 *
 * Returns: what to do next
 */
McCourseStep
mc_job_course_see (McJobCourse *self, const McJobSight *sight, gint64 now)
{
  g_return_val_if_fail (self != NULL && sight != NULL, MC_COURSE_END);

  switch (sight->state)
    {
    case MC_JOB_NO_ANSWER:
      return see_silence (self, now);
    case MC_JOB_ABSENT:
    case MC_JOB_FOREIGN:
      return see_absence (self, now);
    case MC_JOB_WAITING:
    case MC_JOB_ACTIVE:
      return see_unfinished (self, sight, now);
    case MC_JOB_SENT:
    case MC_JOB_COMPLETED:
    case MC_JOB_ABORTED:
    case MC_JOB_CANCELED:
    default:
      self->handed_over |= sight->handed_over;
      return MC_COURSE_END;
    }
}
