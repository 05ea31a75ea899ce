/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* What the printer itself knows of a job. */
typedef enum
{
  MC_DEVICE_JOB_NO_ANSWER,
  MC_DEVICE_JOB_ABSENT, /* the printer answered and knows no such job */
  MC_DEVICE_JOB_ACTIVE,
  MC_DEVICE_JOB_COMPLETED,
  MC_DEVICE_JOB_STOPPED_BLANK,   /* aborted or canceled, no impression made */
  MC_DEVICE_JOB_STOPPED_PRINTED, /* aborted or canceled after some ink, or it cannot tell */
} McDeviceJob;

gboolean
mc_ipp_device_look (const char *uri, guint timeout_ms, McPrinterHealth *health, char **reason);
McDeviceJob mc_ipp_device_find_job (const char *uri, const char *job_name, guint timeout_ms);

/* For the queue's side too. */
char **mc_ipp_dup_keywords (ipp_t *answer, const char *name) G_GNUC_WARN_UNUSED_RESULT;
int mc_ipp_on_timeout (http_t *http, void *user_data);

G_END_DECLS
