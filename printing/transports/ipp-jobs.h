/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/ipp-link.h"
#include "printing/transports/worker-printer.h"

G_BEGIN_DECLS

/* A printer that speaks IPP, with the blocking calls that print on it. */
typedef struct
{
  char *uri;         /* (owned) */
  char *certificate; /* (owned) (nullable) */
  McPrintDeadlines deadlines;
  McIppLink link; /* the worker thread's alone */
} McIppTarget;

extern const McPrintCalls mc_ipp_target_calls;

G_END_DECLS
