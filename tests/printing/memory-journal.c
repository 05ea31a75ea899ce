/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/memory-journal.h"

static void memory_journal_iface_init (McPrintJournalInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryJournal, memory_journal, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MC_TYPE_PRINT_JOURNAL, memory_journal_iface_init))
/* clang-format on */

static gboolean
memory_journal_begin (McPrintJournal *journal,
                      const char *job_uuid,
                      const char *transport,
                      const char *uri,
                      double length_mm,
                      GError **error)
{
  MemoryJournal *self = TEST_JOURNAL (journal);

  g_assert_cmpfloat (length_mm, >, 0);
  if (self->fail_begin)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return FALSE;
    }
  g_assert_cmpint (uri[0], !=, '\0');
  g_ptr_array_add (self->calls,
                   g_strdup_printf ("begin %s %s jobs=%d",
                                    job_uuid,
                                    transport,
                                    self->count_jobs != NULL ? self->count_jobs () : 0));
  return TRUE;
}

static gboolean
memory_journal_note_job (McPrintJournal *journal, const char *job_uuid, int job_id, GError **error)
{
  MemoryJournal *self = TEST_JOURNAL (journal);

  if (self->fail_note)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return FALSE;
    }
  g_assert_cmpint (job_id, >, 0);
  g_ptr_array_add (self->calls, g_strdup_printf ("note %s", job_uuid));
  return TRUE;
}

static gboolean
memory_journal_settle (McPrintJournal *journal,
                       const char *job_uuid,
                       McPrintOutcome outcome,
                       const char *reason,
                       GError **error)
{
  MemoryJournal *self = TEST_JOURNAL (journal);

  if (self->fail_settle)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return FALSE;
    }
  g_ptr_array_add (
      self->calls,
      g_strdup_printf ("settle %s %s", job_uuid, mc_print_outcome_to_string (outcome)));
  return TRUE;
}

static void
memory_journal_iface_init (McPrintJournalInterface *iface)
{
  iface->begin = memory_journal_begin;
  iface->note_job = memory_journal_note_job;
  iface->settle = memory_journal_settle;
}

static void
memory_journal_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_JOURNAL (object)->calls);
  G_OBJECT_CLASS (memory_journal_parent_class)->finalize (object);
}

static void
memory_journal_class_init (MemoryJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_journal_finalize;
}

static void
memory_journal_init (MemoryJournal *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_free);
}

MemoryJournal *
memory_journal_new (void)
{
  return g_object_new (TEST_TYPE_JOURNAL, NULL);
}

/* (transfer none): the latest call */
const char *
memory_journal_get_last (MemoryJournal *self)
{
  g_assert_cmpuint (self->calls->len, >, 0);
  return g_ptr_array_index (self->calls, self->calls->len - 1);
}
