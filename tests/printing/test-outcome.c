/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/health-steady.h"
#include "printing/transports/outcome.h"
#include "printing/transports/print-job.h"

/* The table of outcomes, printing.md section 3, and what else can be seen, row by row. A row names
 * only what differs from: watched from the beginning, a spooler that hears, nothing handed over. */
typedef struct
{
  const char *name;
  McPrintEvidence seen;
  McPrintOutcome outcome;
  const char *reason; /* (nullable) */
  gboolean loose;
} Row;

#define SPOOL(what, ...)                                                                           \
  .spooled = TRUE, .hears = TRUE, .watched = TRUE,                                                 \
  .spooler = { .state = MC_JOB_##what, __VA_ARGS__ }
#define PRINTER(what, ...)                                                                         \
  .asked = TRUE, .printer = { .state = MC_JOB_##what, .handed_over = TRUE, __VA_ARGS__ }
#define DIRECT .watched = TRUE, .handed_over = TRUE

static const Row rows[] = {
  /* refused at hand-over, options rejected, no connection before any byte */
  { "refused", { .refusal = (char *) "refused" }, MC_PRINT_FAILED, "refused", FALSE },
  { "refused/no-connection",
    { .refusal = (char *) "unreachable", SPOOL (NO_ANSWER) },
    MC_PRINT_FAILED,
    "unreachable",
    FALSE },

  /* completed, no fault keyword, name matches, no missing history */
  { "completed/direct",
    { DIRECT, PRINTER (COMPLETED, .completed = 1) },
    MC_PRINT_CONFIRMED,
    NULL,
    FALSE },
  { "completed/spooler-alone",
    { SPOOL (COMPLETED) },
    MC_PRINT_UNKNOWN,
    "printer-not-asked",
    FALSE },
  { "completed/both",
    { SPOOL (COMPLETED), PRINTER (COMPLETED, .completed = 1) },
    MC_PRINT_CONFIRMED,
    NULL,
    FALSE },
  /* the queue's reasons go stale: the printer's own word counts */
  { "completed/stale-queue",
    { SPOOL (COMPLETED, .forgotten = TRUE, .fault = (char *) "media-empty"),
      PRINTER (COMPLETED, .completed = 1) },
    MC_PRINT_CONFIRMED,
    NULL,
    FALSE },
  { "completed/after-our-cancel",
    { DIRECT, .canceled = TRUE, PRINTER (COMPLETED, .completed = 1) },
    MC_PRINT_CONFIRMED,
    NULL,
    FALSE },
  { "completed/twice",
    { SPOOL (CANCELED), .handed_over = TRUE, PRINTER (COMPLETED, .completed = 2) },
    MC_PRINT_CONFIRMED,
    "printed-more-than-once",
    FALSE },

  /* completed, but */
  { "completed/fault",
    { DIRECT, PRINTER (COMPLETED, .completed = 1, .fault = (char *) "media-jam") },
    MC_PRINT_UNKNOWN,
    "media-jam",
    FALSE },
  { "completed/fault-in-queue",
    { SPOOL (COMPLETED, .fault = (char *) "media-jam") },
    MC_PRINT_UNKNOWN,
    "media-jam",
    FALSE },
  { "completed/with-errors",
    { DIRECT, PRINTER (COMPLETED, .completed = 1, .spoilt = TRUE) },
    MC_PRINT_UNKNOWN,
    "completed-with-errors",
    FALSE },
  { "completed/missing-history",
    { SPOOL (COMPLETED, .forgotten = TRUE), .handed_over = TRUE, PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "missing-job-history",
    TRUE },
  /* the printer was restarted, and somebody's document has our job's number now */
  { "completed/printer-knows-nothing",
    { SPOOL (COMPLETED), .handed_over = TRUE, PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "job-not-found",
    TRUE },
  { "completed/printer-silent",
    { SPOOL (COMPLETED), .handed_over = TRUE, PRINTER (NO_ANSWER) },
    MC_PRINT_UNKNOWN,
    "unreachable",
    TRUE },
  { "completed/printer-aborted",
    { SPOOL (COMPLETED), PRINTER (ABORTED, .impressions = 0) },
    MC_PRINT_FAILED,
    "aborted",
    FALSE },
  { "absent/direct", { DIRECT, PRINTER (ABSENT) }, MC_PRINT_UNKNOWN, "job-not-found", TRUE },
  { "absent/spooler", { SPOOL (ABSENT) }, MC_PRINT_UNKNOWN, "job-not-found", FALSE },
  { "id-reused/direct", { DIRECT, PRINTER (FOREIGN) }, MC_PRINT_UNKNOWN, "job-id-reused", TRUE },
  { "id-reused/spooler",
    { SPOOL (FOREIGN), PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "job-id-reused",
    TRUE },

  /* aborted or canceled before all of it was in the printer */
  { "stopped/before",
    { SPOOL (ABORTED), .steady = TRUE, PRINTER (ABSENT) },
    MC_PRINT_FAILED,
    "aborted",
    TRUE },
  { "stopped/before/unbegun",
    { SPOOL (CANCELED, .unbegun = TRUE), PRINTER (NO_ANSWER) },
    MC_PRINT_FAILED,
    "canceled",
    FALSE },
  /* it may have printed at once, and forgotten since */
  { "stopped/before/restarted",
    { SPOOL (CANCELED), PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "stopped/before/silent",
    { SPOOL (CANCELED), .steady = TRUE, PRINTER (NO_ANSWER) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "stopped/before/not-asked",
    { SPOOL (CANCELED), .steady = TRUE },
    MC_PRINT_UNKNOWN,
    "canceled",
    FALSE },

  /* aborted or canceled after it */
  { "stopped/after",
    { SPOOL (CANCELED), .handed_over = TRUE },
    MC_PRINT_UNKNOWN,
    "canceled",
    FALSE },
  { "stopped/after/printer-silent",
    { SPOOL (CANCELED), .handed_over = TRUE, PRINTER (NO_ANSWER) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "stopped/after/blank",
    { SPOOL (CANCELED), .handed_over = TRUE, PRINTER (ABORTED, .impressions = 0) },
    MC_PRINT_FAILED,
    "aborted",
    FALSE },
  { "stopped/after/printed",
    { DIRECT, PRINTER (ABORTED, .impressions = 1) },
    MC_PRINT_UNKNOWN,
    "aborted",
    FALSE },
  { "stopped/after/uncounted",
    { DIRECT, PRINTER (ABORTED, .impressions = -1) },
    MC_PRINT_UNKNOWN,
    "aborted",
    FALSE },
  /* printers finish the page that they are at, and some never count */
  { "stopped/after/canceled-zero",
    { DIRECT, PRINTER (CANCELED, .impressions = 0) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "stopped/after/canceled-unbegun",
    { DIRECT, PRINTER (CANCELED, .unbegun = TRUE) },
    MC_PRINT_FAILED,
    "canceled",
    FALSE },

  /* some never tell when they began */
  { "stopped/after/canceled-untimed",
    { DIRECT, .begun = TRUE, PRINTER (CANCELED, .unbegun = TRUE) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "stopped/after/canceled-unbegun-counted",
    { DIRECT, PRINTER (CANCELED, .unbegun = TRUE, .impressions = 1) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },

  /* a deadline passed: as the rows above, with a reason of its own */
  { "deadline/before",
    { SPOOL (CANCELED), .canceled = TRUE, .steady = TRUE, PRINTER (ABSENT, .remembers = TRUE) },
    MC_PRINT_FAILED,
    "deadline",
    TRUE },
  /* it may have printed ours, and forgotten it */
  { "deadline/before/forgetful",
    { SPOOL (CANCELED), .canceled = TRUE, .steady = TRUE, PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "deadline",
    TRUE },
  /* taken back by a queue that stopped: the same */
  { "taken-back/forgetful",
    { SPOOL (CANCELED), .resent = TRUE, .steady = TRUE, PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "canceled",
    TRUE },
  { "taken-back/known",
    { SPOOL (CANCELED), .resent = TRUE, .steady = TRUE, PRINTER (ABSENT, .remembers = TRUE) },
    MC_PRINT_FAILED,
    "canceled",
    TRUE },
  { "deadline/after",
    { DIRECT, .canceled = TRUE, .fault = (char *) "media-empty", PRINTER (CANCELED) },
    MC_PRINT_UNKNOWN,
    "media-empty",
    TRUE },
  { "deadline/not-canceled",
    { DIRECT, .canceled = TRUE, PRINTER (ACTIVE) },
    MC_PRINT_UNKNOWN,
    "not-canceled",
    TRUE },
  { "deadline/queue-canceled-printer-goes-on",
    { SPOOL (CANCELED), .canceled = TRUE, PRINTER (ACTIVE) },
    MC_PRINT_UNKNOWN,
    "not-canceled",
    TRUE },
  { "deadline/silent", { DIRECT, PRINTER (NO_ANSWER) }, MC_PRINT_UNKNOWN, "unreachable", TRUE },
  { "deadline/spooler-silent",
    { SPOOL (NO_ANSWER), PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "spooler-unreachable",
    TRUE },
  { "deadline/spooler-silent-printer-done",
    { SPOOL (NO_ANSWER), PRINTER (COMPLETED, .completed = 1) },
    MC_PRINT_CONFIRMED,
    NULL,
    TRUE },

  /* our process died */
  { "settle/completed",
    { .spooled = TRUE, .hears = TRUE, .spooler = { MC_JOB_COMPLETED }, PRINTER (COMPLETED) },
    MC_PRINT_CONFIRMED,
    NULL,
    FALSE },
  { "settle/not-asked",
    { .spooled = TRUE, .hears = TRUE, .spooler = { MC_JOB_COMPLETED } },
    MC_PRINT_UNKNOWN,
    "printer-not-asked",
    FALSE },
  { "settle/never-begun",
    { .spooled = TRUE, .hears = TRUE, .spooler = { MC_JOB_CANCELED, .unbegun = TRUE } },
    MC_PRINT_FAILED,
    "interrupted",
    FALSE },
  { "settle/canceled",
    { .spooled = TRUE,
      .hears = TRUE,
      .spooler = { MC_JOB_CANCELED },
      .steady = TRUE,
      PRINTER (ABSENT) },
    MC_PRINT_UNKNOWN,
    "interrupted",
    TRUE },
  { "settle/no-answer", { .spooled = TRUE }, MC_PRINT_UNKNOWN, "spooler-unreachable", TRUE },
  { "settle/no-answer/direct", { PRINTER (NO_ANSWER) }, MC_PRINT_UNKNOWN, "unreachable", TRUE },

  /* no way to tell */
  { "sent/spooler",
    { .spooled = TRUE, .watched = TRUE, .spooler = { MC_JOB_COMPLETED } },
    MC_PRINT_SENT,
    NULL,
    FALSE },
  { "sent/line", { .watched = TRUE, .printer = { MC_JOB_SENT } }, MC_PRINT_SENT, NULL, FALSE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const char *reason = "never told";

  g_assert_cmpstr (mc_print_outcome_to_string (mc_print_evidence_decide (&row->seen, &reason)),
                   ==,
                   mc_print_outcome_to_string (row->outcome));
  g_assert_cmpstr (reason, ==, row->reason);
  g_assert_cmpint (mc_print_evidence_is_loose (&row->seen), ==, row->loose);
}

/* Whatever is seen, confirmed needs a printer that says completed, failed somebody who says that
 * there is none, and sent a line that took everything or a spooler that hears nothing. All
 * combinations of two witnesses. */
static void
test_never_invented (void)
{
  guint n_confirmed = 0;

  for (guint i = 0; i < 9 * 9 * 64; i++)
    {
      const McPrintEvidence seen = { .spooled = (i & 1) != 0,
                                     .hears = (i & 2) != 0,
                                     .watched = (i & 4) != 0,
                                     .handed_over = (i & 8) != 0,
                                     .canceled = (i & 16) != 0,
                                     .asked = (i & 32) != 0,
                                     .steady = TRUE,
                                     .spooler = { .state = (McJobState) (i / 64 % 9) },
                                     .printer = { .state = (McJobState) (i / 64 / 9) } };
      McPrintOutcome outcome = mc_print_evidence_decide (&seen, NULL);

      g_assert_cmpint (outcome, >=, MC_PRINT_CONFIRMED);
      if (outcome == MC_PRINT_CONFIRMED)
        {
          g_assert_true (seen.printer.state == MC_JOB_COMPLETED);
          n_confirmed++;
        }
      if (outcome == MC_PRINT_SENT)
        g_assert_true (seen.printer.state == MC_JOB_SENT ||
                       (seen.spooled && (seen.spooler.state == MC_JOB_SENT ||
                                         (!seen.hears && seen.spooler.state == MC_JOB_COMPLETED))));
      if (outcome == MC_PRINT_FAILED)
        g_assert_false (seen.printer.state == MC_JOB_COMPLETED ||
                        seen.printer.state == MC_JOB_ACTIVE ||
                        seen.printer.state == MC_JOB_CANCELED);
    }
  g_assert_cmpuint (n_confirmed, >, 0);
}

/* The course of a job: a look at a time, times in milliseconds. */

static const McPrintDeadlines deadlines = { 1000, 5000, 2000 };

static McCourseStep
see (McJobCourse *course, gint64 ms, McJobSight sight)
{
  return mc_job_course_see (course, &sight, ms * 1000);
}

#define SIGHT(what, ...) ((McJobSight){ .state = MC_JOB_##what, __VA_ARGS__ })

/* Each phase has its own deadline; once canceled, the job has the time of a cancel to end. */
static void
test_deadlines (void)
{
  g_auto (McJobCourse) course = { 0 };

  mc_job_course_begin (&course, &deadlines, FALSE, 0);
  g_assert_cmpint (see (&course, 0, SIGHT (WAITING)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 900, SIGHT (ACTIVE, .handed_over = TRUE)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 5800, SIGHT (ACTIVE, .handed_over = TRUE)), ==, MC_COURSE_WAIT);
  g_assert_false (course.canceled);
  g_assert_cmpint (
      see (&course, 5900, SIGHT (ACTIVE, .handed_over = TRUE, .fault = (char *) "cover-open")),
      ==,
      MC_COURSE_CANCEL);
  /* nobody took the cancel */
  g_assert_cmpint (see (&course, 6000, SIGHT (ACTIVE)), ==, MC_COURSE_CANCEL);
  course.cancel_taken = TRUE;
  g_assert_cmpint (see (&course, 7800, SIGHT (ACTIVE)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 7900, SIGHT (ACTIVE)), ==, MC_COURSE_END);
  g_assert_true (course.canceled && course.handed_over);
  g_assert_cmpstr (course.fault, ==, "cover-open");
}

static void
test_hand_over_deadline (void)
{
  g_auto (McJobCourse) course = { 0 };

  mc_job_course_begin (&course, &deadlines, FALSE, 0);
  g_assert_cmpint (see (&course, 999, SIGHT (WAITING)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 1000, SIGHT (WAITING)), ==, MC_COURSE_CANCEL);
  course.cancel_taken = TRUE;
  g_assert_cmpint (see (&course, 1100, SIGHT (CANCELED)), ==, MC_COURSE_END);
  g_assert_false (course.handed_over);
}

/* One look that misses a job proves nothing; a second without it is the end. */
static void
test_absence (void)
{
  g_auto (McJobCourse) course = { 0 };

  mc_job_course_begin (&course, &deadlines, TRUE, 0);
  g_assert_cmpint (see (&course, 100, SIGHT (ABSENT)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 1000, SIGHT (ACTIVE, .handed_over = TRUE)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 1200, SIGHT (ABSENT)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 2100, SIGHT (FOREIGN)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 2200, SIGHT (ABSENT)), ==, MC_COURSE_END);
}

/* A printer that is away may be back before the deadline, and while it is told to cancel; with
 * patience it is given up earlier. */
static void
test_silence (void)
{
  g_auto (McJobCourse) course = { 0 };
  g_auto (McJobCourse) impatient = { 0 };

  mc_job_course_begin (&course, &deadlines, TRUE, 0);
  g_assert_cmpint (see (&course, 100, SIGHT (NO_ANSWER)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 4900, SIGHT (NO_ANSWER)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 4950, SIGHT (ACTIVE, .handed_over = TRUE)), ==, MC_COURSE_WAIT);
  g_assert_false (course.canceled);
  g_assert_cmpint (see (&course, 5000, SIGHT (NO_ANSWER)), ==, MC_COURSE_CANCEL);
  g_assert_cmpint (see (&course, 6900, SIGHT (NO_ANSWER)), ==, MC_COURSE_CANCEL);
  g_assert_cmpint (see (&course, 7000, SIGHT (NO_ANSWER)), ==, MC_COURSE_END);
  g_assert_true (course.canceled);

  mc_job_course_begin (&impatient, &deadlines, TRUE, 0);
  impatient.patience_ms = 3000;
  g_assert_cmpint (see (&impatient, 100, SIGHT (NO_ANSWER)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&impatient, 3000, SIGHT (NO_ANSWER)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&impatient, 3100, SIGHT (NO_ANSWER)), ==, MC_COURSE_END);
}

/* The double: a spooler that was restarted sends everything again, and is told at once not to; what
 * its reasons still say of the former attempt counts for nothing. One that was only slow is left
 * alone. */
static void
test_resent (void)
{
  g_auto (McJobCourse) course = { 0 };
  g_auto (McJobCourse) slow = { 0 };

  mc_job_course_begin (&course, &deadlines, FALSE, 0);
  see (&course, 100, SIGHT (ACTIVE, .handed_over = TRUE));
  g_assert_cmpint (see (&course, 200, SIGHT (NO_ANSWER)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&course, 300, SIGHT (ACTIVE, .handed_over = TRUE, .restarted = TRUE)),
                   ==,
                   MC_COURSE_CANCEL);
  g_assert_true (course.resent);

  mc_job_course_begin (&slow, &deadlines, FALSE, 0);
  see (&slow, 100, SIGHT (ACTIVE, .handed_over = TRUE));
  see (&slow, 200, SIGHT (NO_ANSWER));
  g_assert_cmpint (see (&slow, 300, SIGHT (ACTIVE, .handed_over = TRUE)), ==, MC_COURSE_WAIT);
  g_assert_cmpint (see (&slow, 400, SIGHT (ACTIVE)), ==, MC_COURSE_WAIT);
  g_assert_false (slow.resent || slow.canceled);
}

/* What is shown of one look after the other. */

static void
test_steady_gone (void)
{
  McHealthSteady steady = { MC_PRINTER_UNKNOWN };

  g_assert_false (mc_health_steady_see (&steady, TRUE, MC_PRINTER_READY, NULL));
  g_assert_cmpint (steady.health, ==, MC_PRINTER_READY);
  /* one miss is no news, and is looked after soon */
  g_assert_true (mc_health_steady_see (&steady, FALSE, MC_PRINTER_FAULT, "unreachable"));
  g_assert_cmpint (steady.health, ==, MC_PRINTER_READY);
  g_assert_false (mc_health_steady_see (&steady, TRUE, MC_PRINTER_READY, NULL));
  g_assert_true (mc_health_steady_see (&steady, FALSE, MC_PRINTER_FAULT, "unreachable"));
  g_assert_false (mc_health_steady_see (&steady, FALSE, MC_PRINTER_FAULT, "unreachable"));
  g_assert_cmpint (steady.health, ==, MC_PRINTER_FAULT);
  g_assert_cmpstr (steady.reason, ==, "unreachable");
  mc_health_steady_clear (&steady);
}

/* A worn sensor that flickers at each look stays a fault; a fault itself shows at once. */
static void
test_steady_flicker (void)
{
  McHealthSteady steady = { MC_PRINTER_UNKNOWN };

  mc_health_steady_see (&steady, TRUE, MC_PRINTER_READY, NULL);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_false (mc_health_steady_see (&steady, TRUE, MC_PRINTER_FAULT, "media-empty"));
      g_assert_cmpint (steady.health, ==, MC_PRINTER_FAULT);
      g_assert_true (mc_health_steady_see (&steady, TRUE, MC_PRINTER_READY, NULL));
      g_assert_cmpint (steady.health, ==, MC_PRINTER_FAULT);
    }
  mc_health_steady_see (&steady, TRUE, MC_PRINTER_READY, NULL);
  g_assert_cmpint (steady.health, ==, MC_PRINTER_READY);
  g_assert_null (steady.reason);
  mc_health_steady_clear (&steady);
}

/* Nobody else's document, whatever it is called. */
static void
test_names (void)
{
  g_assert_true (mc_print_job_name_is_ours ("motcua-6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
  g_assert_true (mc_print_job_name_is_ours ("motcua-6ba7b810-9dad-41d1-80b4-0")); /* cut */
  g_assert_true (mc_print_job_name_is_ours ("12 - motcua-6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
  g_assert_false (mc_print_job_name_is_ours ("12 - minutes of a meeting"));
  g_assert_false (mc_print_job_name_is_ours ("12 - "));
  g_assert_true (mc_print_job_name_is ("12 - motcua-6ba7b810-9dad-41d1-80b4-0",
                                       "motcua-6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
  g_assert_false (mc_print_job_name_is ("motcua-6ba7b810-9dad-41d1-80b4-1",
                                        "motcua-6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
  g_assert_false (mc_print_job_name_is_ours ("motcua-6ba7b810-9dad-4"));
  g_assert_false (mc_print_job_name_is_ours ("motcua-6ba7b810-9dad-41d1-80b4/0"));
  g_assert_false (mc_print_job_name_is_ours ("motcua-handbook.pdf"));
  g_assert_false (mc_print_job_name_is_ours ("motcua-handbook-of-the-printer.pdf"));
  g_assert_false (mc_print_job_name_is_ours ("motcua-6ba7b810-9dad-41d1-80b4-00c04fd430c8.pdf"));
  g_assert_false (mc_print_job_name_is_ours ("6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
  g_assert_false (mc_print_job_name_is_ours (""));
  g_assert_false (mc_print_job_name_is_ours (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/printing/outcome/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/printing/outcome/never-invented", test_never_invented);
  g_test_add_func ("/printing/course/deadlines", test_deadlines);
  g_test_add_func ("/printing/course/hand-over-deadline", test_hand_over_deadline);
  g_test_add_func ("/printing/course/absence", test_absence);
  g_test_add_func ("/printing/course/silence", test_silence);
  g_test_add_func ("/printing/course/resent", test_resent);
  g_test_add_func ("/printing/health/gone", test_steady_gone);
  g_test_add_func ("/printing/health/flicker", test_steady_flicker);
  g_test_add_func ("/printing/job/names", test_names);
  return g_test_run ();
}
