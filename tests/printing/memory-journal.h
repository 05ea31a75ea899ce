/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/print-journal.h"

/* A journal in memory that notes each call as "begin UUID TRANSPORT jobs=N", "note UUID" or "settle
 * UUID OUTCOME". The worker writes it, the test reads it once a print is done. */
#define TEST_TYPE_JOURNAL (memory_journal_get_type ())
G_DECLARE_FINAL_TYPE (MemoryJournal, memory_journal, TEST, JOURNAL, GObject)

struct _MemoryJournal
{
  GObject parent_instance;

  GPtrArray *calls;         /* (owned) (element-type utf8) */
  int (*count_jobs) (void); /* (nullable): what the other side has at each begin */
  gboolean fail_begin;
  gboolean fail_note;
  gboolean fail_settle;
};

MemoryJournal *memory_journal_new (void) G_GNUC_WARN_UNUSED_RESULT;
const char *memory_journal_get_last (MemoryJournal *self);
