/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/worker-printer.h"

G_BEGIN_DECLS

/* A queue of a cupsd with the blocking calls that print through it. Never changes once made, so
 * that threads share it. */
typedef struct
{
  char *server;      /* (owned) (nullable), as cupsd names itself */
  char *queue;       /* (owned) */
  char *device_uri;  /* (owned) (nullable) */
  char *certificate; /* (owned) (nullable), of the device */
  McPrintDeadlines deadlines;
} McCupsQueue;

extern const McPrintCalls mc_cups_queue_calls;

G_END_DECLS
