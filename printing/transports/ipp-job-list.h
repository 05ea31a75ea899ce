/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/outcome.h"

G_BEGIN_DECLS

/* One job of a printer's answer. */
typedef struct
{
  int id;           /* 0: not told */
  char *name;       /* (owned) (nullable) */
  char *user;       /* (owned) (nullable) */
  McJobState state; /* MC_JOB_NO_ANSWER: none that there is */
  gboolean unbegun; /* said never to have been processed */
  gboolean spoilt;  /* said to have ended with errors */
  gboolean passed;  /* said to be in a device that brings no word back */
  int impressions;  /* -1: not told */
} McIppJob;

GPtrArray *mc_ipp_job_list_read (GBytes *answer, int *status) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_ipp_job_is (const McIppJob *self, const char *name);
gboolean mc_ipp_job_is_ours (const McIppJob *self);
void mc_ipp_job_list_sum_up (GPtrArray *jobs, const char *name, McJobSight *sight);

G_END_DECLS
