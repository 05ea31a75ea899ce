/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/timed-journal.h"

struct _TimedJournal
{
  GObject parent_instance;

  McPrintJournal *journal; /* (owned) */
  gint64 drawn, begun;     /* (atomic) */
};

static void timed_journal_iface_init (McPrintJournalInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TimedJournal, timed_journal, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MC_TYPE_PRINT_JOURNAL, timed_journal_iface_init))
/* clang-format on */

static void
note_time (gint64 *place)
{
  __atomic_store_n (place, g_get_monotonic_time (), __ATOMIC_SEQ_CST);
}

static gboolean
timed_journal_begin (McPrintJournal *journal,
                     const char *job_uuid,
                     const char *transport,
                     const char *uri,
                     double length_mm,
                     GError **error)
{
  TimedJournal *self = TIMED_JOURNAL (journal);
  gboolean done;

  note_time (&self->drawn);
  done = mc_print_journal_begin (self->journal, job_uuid, transport, uri, length_mm, error);
  note_time (&self->begun);
  return done;
}

static gboolean
timed_journal_note_job (McPrintJournal *journal, const char *job_uuid, int job_id, GError **error)
{
  return mc_print_journal_note_job (TIMED_JOURNAL (journal)->journal, job_uuid, job_id, error);
}

static gboolean
timed_journal_settle (McPrintJournal *journal,
                      const char *job_uuid,
                      McPrintOutcome outcome,
                      const char *reason,
                      GError **error)
{
  return mc_print_journal_settle (
      TIMED_JOURNAL (journal)->journal, job_uuid, outcome, reason, error);
}

static void
timed_journal_iface_init (McPrintJournalInterface *iface)
{
  iface->begin = timed_journal_begin;
  iface->note_job = timed_journal_note_job;
  iface->settle = timed_journal_settle;
}

static void
timed_journal_finalize (GObject *object)
{
  g_object_unref (TIMED_JOURNAL (object)->journal);
  G_OBJECT_CLASS (timed_journal_parent_class)->finalize (object);
}

static void
timed_journal_class_init (TimedJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = timed_journal_finalize;
}

static void
timed_journal_init (TimedJournal *self)
{
}

TimedJournal *
timed_journal_new (McPrintJournal *journal)
{
  TimedJournal *self = g_object_new (TIMED_TYPE_JOURNAL, NULL);

  self->journal = g_object_ref (journal);
  return self;
}

gint64
timed_journal_get_drawn (TimedJournal *self)
{
  return __atomic_load_n (&self->drawn, __ATOMIC_SEQ_CST);
}

gint64
timed_journal_get_begun (TimedJournal *self)
{
  return __atomic_load_n (&self->begun, __ATOMIC_SEQ_CST);
}
