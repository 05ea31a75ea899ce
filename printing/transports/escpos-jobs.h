/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/escpos-link.h"
#include "printing/transports/worker-printer.h"

G_BEGIN_DECLS

/* A printer that speaks ESC/POS, with the blocking calls that print on it. */
typedef struct
{
  char *uri; /* (owned) */
  McEscposHead head;
  McPrintDeadlines deadlines;

  GMutex talking; /* of what follows: the line is one, and two threads ask */
  McEscposLink link;
  gboolean dirty; /* something of ours may be in the printer … */
  gboolean torn;  /* … and hang out of it, without its end */

  GMutex seen;            /* of what follows: the latest word, for whoever cannot ask */
  McPrinterHealth health; /* (locked-by seen) */
  const char *reason;     /* (nullable) (locked-by seen) */
  guint misses;           /* (locked-by seen): in a row */
  gint64 seen_at;         /* (locked-by seen) */
} McEscposTarget;

extern const McPrintCalls mc_escpos_target_calls;

G_END_DECLS
