/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include "printing/transports/cups-jobs.h"

G_BEGIN_DECLS

/* A connection to the cupsd of a queue, and what is asked and told there. Blocking; one thread. */
typedef struct
{
  const McCupsQueue *queue; /* (unowned) */
  http_t *http;             /* (owned) (nullable) */
  char uri[512];            /* of the queue, as cupsd knows it */
  gboolean broken;          /* the connection, since the last look at a job */
  int begun_at;             /* when the job that is looked at was begun last; 0: it was not */
} McCupsSpool;

/* What a queue says of itself. */
typedef struct
{
  const char *obstacle; /* (nullable): why it would not print now */
  gboolean hears;       /* its device says what becomes of a job; else it only swallows bytes */
  char *device_uri;     /* (owned) (nullable): of a printer that can be asked in plain ipp:// */
} McCupsQueueLook;

gboolean mc_cups_spool_open (McCupsSpool *self, const McCupsQueue *queue, guint timeout_ms);
void mc_cups_spool_close (McCupsSpool *self);
void mc_cups_queue_look_clear (McCupsQueueLook *look);
gboolean mc_cups_spool_look_at_queue (McCupsSpool *self, McCupsQueueLook *look);
char *mc_cups_spool_create_media (const McPage *page) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_cups_spool_hand_over (McCupsSpool *self,
                                  const McPage *page,
                                  const McPrintJob *job,
                                  int *job_id,
                                  const char **failure,
                                  GError **error);
void
mc_cups_spool_look_at_job (McCupsSpool *self, int job_id, const char *job_name, McJobSight *sight);
gboolean mc_cups_spool_find_job (McCupsSpool *self, const char *job_name, int *job_id);
gboolean mc_cups_spool_cancel (McCupsSpool *self, int job_id, gboolean purge);
int mc_cups_spool_cancel_ours (McCupsSpool *self, GHashTable *canceled);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McCupsSpool, mc_cups_spool_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McCupsQueueLook, mc_cups_queue_look_clear)

G_END_DECLS
