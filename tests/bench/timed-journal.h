/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/print-journal.h"

/* Another journal, which does all the work, and when it was written: monotonic times. */
#define TIMED_TYPE_JOURNAL (timed_journal_get_type ())
G_DECLARE_FINAL_TYPE (TimedJournal, timed_journal, TIMED, JOURNAL, GObject)

TimedJournal *timed_journal_new (McPrintJournal *journal);
gint64 timed_journal_get_drawn (TimedJournal *self); /* the printer got the page */
gint64 timed_journal_get_begun (TimedJournal *self); /* and wrote its row */
