/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* What one look at a job shows, told by a spooler or by the printer itself. */
typedef enum
{
  MC_JOB_NO_ANSWER,
  MC_JOB_ABSENT,  /* an answer: there is no such job */
  MC_JOB_FOREIGN, /* its number belongs to another job now */
  MC_JOB_WAITING, /* not begun yet */
  MC_JOB_ACTIVE,
  MC_JOB_SENT, /* all of it was taken by a line that brings no word back */
  MC_JOB_COMPLETED,
  MC_JOB_ABORTED,
  MC_JOB_CANCELED,
} McJobState;

typedef struct
{
  McJobState state;
  gboolean handed_over; /* all of it is in the printer: the point of no return */
  gboolean unbegun;     /* said never to have been processed */
  gboolean forgotten;   /* a spooler that lost sight of the printer's own job */
  gboolean restarted; /* a spooler that began anew since the last look, and all its jobs with it */
  gboolean spoilt;    /* completed, by its own word with errors */
  gboolean remembers; /* a printer that tells of jobs that have ended */
  int impressions;    /* -1: not told */
  guint completed;    /* how many jobs of that name are completed; more than one: sent twice */
  char *fault;        /* (owned) (nullable): keyword of what is wrong with the printer just now */
} McJobSight;

/* All that was seen of a job in the end. */
typedef struct
{
  char *refusal;        /* (owned) (nullable): nothing was taken, and why */
  gboolean spooled;     /* a spooler stands between: `spooler` is its last word */
  gboolean hears;       /* whether that spooler hears back from the printer */
  gboolean asked;       /* the printer can be asked: `printer` is its last word */
  gboolean watched;     /* from its beginning: what was not seen did not happen */
  gboolean steady;      /* the printer was on all the time: it would know what it was given */
  gboolean handed_over; /* at some time */
  gboolean begun;       /* seen under way in the printer, whatever that says later */
  gboolean canceled;    /* by us, at a deadline */
  gboolean resent;      /* the spooler took it back, or began to send it a second time */
  char *fault;          /* (owned) (nullable): the last one while it was under way */
  McJobSight spooler;
  McJobSight printer;
} McPrintEvidence;

McPrintOutcome mc_print_evidence_decide (const McPrintEvidence *self, const char **reason);
gboolean mc_print_evidence_is_loose (const McPrintEvidence *self);
void mc_print_evidence_clear (McPrintEvidence *self);
void mc_job_sight_clear (McJobSight *self);
gboolean mc_job_state_is_final (McJobState state);

typedef enum
{
  MC_COURSE_WAIT,   /* look again */
  MC_COURSE_CANCEL, /* cancel the job, then look again */
  MC_COURSE_END,    /* what was seen last is all there will be */
} McCourseStep;

/* A job on its way, as one look after the other shows it. Times are monotonic, in microseconds. */
typedef struct
{
  McPrintDeadlines deadlines;
  guint patience_ms;     /* how long nobody may answer; 0: until the deadline */
  gint64 phase_end;      /* deadline of the present phase */
  gint64 cancel_end;     /* deadline of the cancel */
  gint64 gap_since;      /* 0: the last look had an answer */
  gint64 absent_since;   /* 0: the job is there */
  gboolean handed_over;  /* at some time */
  gboolean begun;        /* seen under way */
  gboolean canceled;     /* a deadline passed, or it would be sent twice */
  gboolean resent;       /* a spooler began to send it a second time */
  gboolean cancel_taken; /* set by whoever carries out MC_COURSE_CANCEL */
  char *fault;           /* (owned) (nullable): the last one seen while it was under way */
} McJobCourse;

void mc_job_course_begin (McJobCourse *self,
                          const McPrintDeadlines *deadlines,
                          gboolean handed_over,
                          gint64 now);
void mc_job_course_cancel (McJobCourse *self, gint64 now);
McCourseStep mc_job_course_see (McJobCourse *self, const McJobSight *sight, gint64 now);
void mc_job_course_clear (McJobCourse *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McJobSight, mc_job_sight_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McPrintEvidence, mc_print_evidence_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McJobCourse, mc_job_course_clear)

G_END_DECLS
