/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/ipp-link.h"
#include "printing/transports/print-job.h"
#include "printing/transports/printer-facts.h"
#include "printing/transports/worker-printer.h"

G_BEGIN_DECLS

/* What is asked of the printer itself, whichever way the jobs take. Blocking. */
gboolean mc_ipp_device_look (const char *uri,
                             const char *certificate,
                             guint timeout_ms,
                             McPrinterHealth *health,
                             char **reason);
gboolean mc_ipp_device_get_facts (McIppLink *link,
                                  gint64 deadline,
                                  McPrinterFacts *facts,
                                  McPrinterHealth *health,
                                  char **reason);

/* A job of ours in the printer. */
typedef struct
{
  McIppLink *link;   /* (unowned) */
  const char *name;  /* (unowned), which it is found by */
  int id;            /* 0: not known, or not its own any more */
  gint64 next_facts; /* when to ask for the printer's state again */
  char *fault;       /* (owned) (nullable), what it said */
} McIppDeviceJob;

extern const McJobWatch mc_ipp_device_watch; /* of a McIppDeviceJob */
void mc_ipp_device_job_clear (McIppDeviceJob *self);
int mc_ipp_device_cancel_ours (McIppLink *link, GHashTable *canceled);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McIppDeviceJob, mc_ipp_device_job_clear)

G_END_DECLS
