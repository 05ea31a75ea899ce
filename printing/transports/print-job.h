/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/print-journal.h"
#include "printing/transports/outcome.h"

G_BEGIN_DECLS

/* Whose jobs these are in a spooler and in the printer's own list: never a person's account. */
#define MC_PRINT_USER "motcua"

/* One job as a transport gets it. */
typedef struct
{
  McPrintJournal *journal; /* (unowned) */
  const char *uuid;        /* (unowned) */
  char *name;              /* (owned): "motcua-UUID", the only thing that it is found by */
} McPrintJob;

void mc_print_job_init (McPrintJob *self, McPrintJournal *journal, const char *uuid);
void mc_print_job_clear (McPrintJob *self);
gboolean mc_print_job_note (const McPrintJob *self, int id, GError **error);
gboolean mc_print_job_name_is (const char *told, const char *name);
gboolean mc_print_job_name_is_ours (const char *name);

/* How a job is followed: asked by whatever name or number `job` holds. Blocking. */
typedef struct
{
  guint poll_ms;      /* at first, at most four times as long later */
  guint lost_poll_ms; /* while nobody answers */
  void (*look) (gpointer job, McJobSight *sight /* (inout), empty */);
  gboolean (*cancel) (gpointer job); /* whether somebody took it */
} McJobWatch;

gboolean mc_job_follow (McJobCourse *course,
                        const McJobWatch *watch,
                        gpointer job,
                        GCancellable *cancellable,
                        McJobSight *last);
gboolean mc_print_wait (GCancellable *cancellable, guint ms);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McPrintJob, mc_print_job_clear)

G_END_DECLS
