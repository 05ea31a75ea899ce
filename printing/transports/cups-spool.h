/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include "printing/transports/cups-jobs.h"

G_BEGIN_DECLS

/* Before the uuid in a job's name: what bears it is ours to cancel. */
#define MC_CUPS_JOB_PREFIX "motcua-"

/* A connection to the cupsd of a queue, and what is asked and told there. Blocking; one thread. */
typedef struct
{
  const McCupsQueue *queue; /* (unowned) */
  http_t *http;             /* (owned) (nullable) */
  char uri[512];            /* of the queue, as cupsd knows it */
} McCupsSpool;

typedef enum
{
  MC_CUPS_LOOK_OK,
  MC_CUPS_LOOK_NO_ANSWER,
  MC_CUPS_LOOK_ABSENT,
} McCupsLookResult;

/* What cupsd says about a job at one moment. */
typedef struct
{
  ipp_jstate_t state;
  gboolean handed_over; /* all of it is in the printer: the point of no return */
  gboolean no_history;  /* the printer forgot the job before it was seen to end */
  gboolean foreign;     /* another job has the id now */
  gboolean started;     /* it was processed at some time */
  char *fault;          /* (owned) (nullable), keyword of the first fault */
} McCupsLook;

gboolean mc_cups_spool_open (McCupsSpool *self, const McCupsQueue *queue, guint timeout_ms);
void mc_cups_spool_close (McCupsSpool *self);
const char *mc_cups_spool_find_obstacle (McCupsSpool *self);
gboolean mc_cups_spool_hand_over (McCupsSpool *self,
                                  const McPage *page,
                                  const char *job_uuid,
                                  const char *job_name,
                                  int *job_id,
                                  const char **failure,
                                  GError **error);
McCupsLookResult
mc_cups_spool_look (McCupsSpool *self, int job_id, const char *job_name, McCupsLook *look);
gboolean mc_cups_spool_find_job (McCupsSpool *self, const char *job_name, int *job_id);
void mc_cups_spool_cancel (McCupsSpool *self, int job_id, gboolean purge);
void mc_cups_spool_cancel_leftovers (McCupsSpool *self);
void mc_cups_look_clear (McCupsLook *look);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McCupsSpool, mc_cups_spool_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McCupsLook, mc_cups_look_clear)

G_END_DECLS
