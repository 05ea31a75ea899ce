/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* A queue of a cupsd with the blocking calls that print through it. Never changes once made, so
 * threads share it; only one may print at a time. */
typedef struct
{
  gatomicrefcount ref_count;
  McPrintJournal *journal; /* (owned) */
  char *server;            /* (owned) (nullable), as cupsd names itself */
  char *queue;             /* (owned) */
  char *device_uri;        /* (owned) (nullable) */
  guint hand_over_deadline_ms;
  guint print_deadline_ms;
} McCupsQueue;

McCupsQueue *mc_cups_queue_ref (McCupsQueue *self);
void mc_cups_queue_unref (McCupsQueue *self);
gboolean mc_cups_queue_print (const McCupsQueue *self,
                              const McPage *page,
                              const char *job_uuid,
                              GCancellable *cancellable,
                              McPrintOutcome *outcome,
                              char **reason,
                              GError **error);
gboolean mc_cups_queue_settle (const McCupsQueue *self,
                               GPtrArray *job_uuids,
                               GCancellable *cancellable,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McCupsQueue, mc_cups_queue_unref)

G_END_DECLS
