/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/medium.h"
#include "printing/transports/printer.h"
#include "tests/printing/memory-journal.h"
#include "tests/printing/samples.h"

/* One print as the kiosk does it, for every transport: make a journal, give it a printer, start,
 * wait for the end. */
typedef struct
{
  MemoryJournal *journal;    /* (owned) */
  McPrinter *printer;        /* (owned) (nullable): set by the test */
  McMedium medium;           /* an 80 mm roll, unless the test says otherwise */
  McSampleLength length;     /* of the receipt: short, unless the test says otherwise */
  char *job_uuid;            /* (owned) */
  char *status_url;          /* (owned) (nullable): another one on the receipt */
  GCancellable *cancellable; /* (owned) */
  gboolean done;
  McPrintOutcome outcome;
  char *reason;  /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
} PrintRun;

void print_run_init (PrintRun *self);
void print_run_clear (PrintRun *self);
void print_run_renew (PrintRun *self); /* the next citizen's job */
void print_run_start (PrintRun *self);
void print_run_finish (PrintRun *self);
void print_run_print (PrintRun *self); /* both */
void print_run_settle (PrintRun *self, const char *job_uuid);
void print_run_assert (PrintRun *self, McPrintOutcome outcome, const char *reason);
void print_run_wait_for_health (PrintRun *self, McPrinterHealth health, const char *reason);
void print_run_wait_for_health_within (PrintRun *self,
                                       McPrinterHealth health,
                                       const char *reason,
                                       guint limit_s);

typedef gboolean (*PrintCondition) (gpointer data);

/* Lets the main context work until the condition holds; fails after so many seconds. */
#define print_wait_until(condition, data, limit_s)                                                 \
  print_wait_for (condition, data, limit_s, #condition, G_STRLOC)
void print_wait_for (PrintCondition condition,
                     gpointer data,
                     guint limit_s,
                     const char *what,
                     const char *where);
