/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/datetime.h"
#include "tests/app/store/storage.h"

#include <string.h>

#define PAPER_MM 120.0

static gint64
now (Storage *self)
{
  return mc_clock_now (MC_CLOCK (self->clock));
}

/* Files one dossier; its paper ends so, or stays queued. Returns its print job. */
static char *
file_one (Storage *self, McPrintOutcome outcome)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (self->outbox, NULL);
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);

  g_assert_nonnull (receipt);
  g_assert_cmpstr (wanted->receipt->code, ==, draft->code);
  if (outcome == MC_PRINT_QUEUED)
    return g_steal_pointer (&wanted->job);
  g_assert_true (mc_print_journal_begin (journal, wanted->job, "ipp", "ipp://x", PAPER_MM, NULL));
  if (outcome != MC_PRINT_OPEN)
    g_assert_true (mc_print_journal_settle (journal, wanted->job, outcome, "media-empty", NULL));
  return g_steal_pointer (&wanted->job);
}

static GPtrArray *
list (Storage *self)
{
  g_autoptr (GError) error = NULL;
  GDate today;
  gint64 from;
  GPtrArray *papers;

  g_date_clear (&today, 1);
  mc_time_get_local_date (now (self), &today);
  from = mc_time_from_local (&today, 0);
  papers = mc_outbox_list_papers (self->outbox, from, from + 86400, &error);
  g_assert_no_error (error);
  return papers;
}

static guint
count_unresolved (Storage *self)
{
  g_autoptr (GPtrArray) papers = list (self);
  guint n = 0;

  while (n < papers->len && ((McStaffPaper *) g_ptr_array_index (papers, n))->unresolved)
    n++;
  for (guint i = n; i < papers->len; i++)
    g_assert_false (((McStaffPaper *) g_ptr_array_index (papers, i))->unresolved); /* first */
  return n;
}

/* Today's, with what became of their papers; those that somebody has to see to come first, and of
 * them those of days before, too. */
static void
test_list (Storage *self, gconstpointer data)
{
  g_autofree char *old_lost = file_one (self, MC_PRINT_UNKNOWN);
  g_autofree char *old_good = file_one (self, MC_PRINT_CONFIRMED);
  g_autofree char *good = NULL, *failed = NULL, *lost = NULL, *sent = NULL, *queued = NULL;
  g_autoptr (GPtrArray) papers = NULL;
  const char *expected[] = { NULL, NULL, NULL, NULL, NULL, NULL };

  test_clock_advance (self->clock, 86400);
  good = file_one (self, MC_PRINT_CONFIRMED);
  failed = file_one (self, MC_PRINT_FAILED);
  lost = file_one (self, MC_PRINT_UNKNOWN);
  sent = file_one (self, MC_PRINT_SENT);
  queued = file_one (self, MC_PRINT_QUEUED);
  expected[0] = old_lost;
  expected[1] = failed;
  expected[2] = lost;
  expected[3] = good;
  expected[4] = sent;
  expected[5] = queued;
  papers = list (self);
  g_assert_cmpuint (papers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < papers->len; i++)
    {
      const McStaffPaper *paper = g_ptr_array_index (papers, i);

      g_assert_cmpstr (paper->job, ==, expected[i]);
      g_assert_cmpint (paper->unresolved, ==, i < 3);
      g_assert_cmpuint (paper->copy, ==, 1);
      g_assert_cmpstr (paper->procedure_name, ==, "Đăng ký khai sinh");
      g_assert_nonnull (strstr (paper->masked_name, "•"));
      g_assert_cmpint (paper->state, ==, MC_DELIVERY_QUEUED);
    }
  g_assert_cmpstr (((McStaffPaper *) g_ptr_array_index (papers, 1))->reason, ==, "media-empty");
  g_assert_nonnull (old_good);
}

/* What is unknown is settled by who looked: it came out, or it did not. What failed may be given
 * up. Neither may be said of a paper that is known to be there, nor twice. */
static void
test_resolve (Storage *self, gconstpointer data)
{
  g_autofree char *seen = file_one (self, MC_PRINT_UNKNOWN);
  g_autofree char *gone = file_one (self, MC_PRINT_UNKNOWN);
  g_autofree char *failed = file_one (self, MC_PRINT_FAILED);
  g_autofree char *good = file_one (self, MC_PRINT_CONFIRMED);
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count_unresolved (self), ==, 3);
  g_assert_true (mc_outbox_note_paper_out (self->outbox, seen, &error));
  g_assert_cmpint (mc_outbox_get_print (self->outbox, seen, &reason, NULL), ==, MC_PRINT_CONFIRMED);
  g_assert_cmpstr (reason, ==, "staff");
  g_assert_true (mc_outbox_discard_paper (self->outbox, gone, &error));
  g_assert_cmpint (mc_outbox_get_print (self->outbox, gone, NULL, NULL), ==, MC_PRINT_FAILED);
  g_assert_true (mc_outbox_discard_paper (self->outbox, failed, &error));
  g_clear_pointer (&reason, g_free);
  mc_outbox_get_print (self->outbox, failed, &reason, NULL);
  g_assert_cmpstr (reason, ==, "media-empty"); /* why it failed is still known */
  g_assert_cmpuint (count_unresolved (self), ==, 0);

  g_assert_false (mc_outbox_note_paper_out (self->outbox, failed, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (mc_outbox_discard_paper (self->outbox, good, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
}

/* A further copy takes the place of the one that was lost, and is marked as one. */
static void
test_print_again (Storage *self, gconstpointer data)
{
  g_autofree char *lost = file_one (self, MC_PRINT_UNKNOWN);
  g_autoptr (GPtrArray) papers = list (self);
  const char *code = ((McStaffPaper *) g_ptr_array_index (papers, 0))->code;
  g_autofree char *job = mc_outbox_add_print (self->outbox, code, NULL);
  g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (self->outbox, NULL);
  g_autoptr (GPtrArray) after = NULL;
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  const McStaffPaper *paper;

  g_assert_cmpstr (wanted->job, ==, job);
  g_assert_cmpuint (wanted->receipt->copy, ==, 2);
  g_assert_cmpuint (count_unresolved (self), ==, 0);
  g_assert_true (mc_print_journal_begin (journal, job, "ipp", "ipp://x", PAPER_MM, NULL));
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, NULL));
  after = list (self);
  paper = g_ptr_array_index (after, 0);
  g_assert_cmpuint (paper->copies, ==, 2);
  g_assert_cmpuint (paper->papers, ==, 2);
  g_assert_cmpuint (paper->confirmed, ==, 1);
  g_assert_cmpuint (paper->copy, ==, 2);
}

static McRoll
get_roll (Storage *self)
{
  McRoll roll;

  g_assert_true (mc_outbox_get_roll (self->outbox, &roll, NULL));
  return roll;
}

/* Every paper that came out or may have is taken from the roll; what failed is not, nor what
 * somebody saw did not come out. A new roll begins at nothing; a power cut changes nothing. */
static void
test_roll (Storage *self, gconstpointer data)
{
  g_autofree char *before = file_one (self, MC_PRINT_CONFIRMED);
  g_autofree char *good = NULL, *failed = NULL, *lost = NULL, *sent = NULL;
  g_autofree char *open = NULL, *next = NULL;

  g_assert_false (get_roll (self).begun);
  g_assert_true (mc_outbox_begin_roll (self->outbox, 80000, NULL));
  g_assert_true (get_roll (self).begun);
  g_assert_cmpuint (get_roll (self).length_mm, ==, 80000);
  g_assert_cmpuint (get_roll (self).printed_mm, ==, 0);
  good = file_one (self, MC_PRINT_CONFIRMED);
  failed = file_one (self, MC_PRINT_FAILED);
  lost = file_one (self, MC_PRINT_UNKNOWN);
  sent = file_one (self, MC_PRINT_SENT);
  open = file_one (self, MC_PRINT_OPEN);
  g_assert_cmpuint (get_roll (self).printed_mm, ==, 4 * PAPER_MM);
  g_assert_true (mc_outbox_discard_paper (self->outbox, lost, NULL));
  g_assert_cmpuint (get_roll (self).printed_mm, ==, 3 * PAPER_MM);
  storage_close (self);
  storage_open (self);
  g_assert_cmpuint (get_roll (self).printed_mm, ==, 3 * PAPER_MM);

  test_clock_advance (self->clock, 60);
  g_assert_true (mc_outbox_begin_roll (self->outbox, 50000, NULL));
  g_assert_cmpuint (get_roll (self).printed_mm, ==, 0);
  g_assert_cmpint (get_roll (self).begun_at, ==, now (self));
  next = file_one (self, MC_PRINT_CONFIRMED);
  /* what was begun on the old roll is not taken from the new one */
  g_assert_true (mc_print_journal_settle (
      MC_PRINT_JOURNAL (self->outbox), open, MC_PRINT_CONFIRMED, NULL, NULL));
  g_assert_cmpuint (get_roll (self).printed_mm, ==, PAPER_MM);
}

/* Staff's own papers wait in the same queue, are nobody's dossier, and are forgotten after a month;
 * the paper that they took is not. Late, they do not come out at all. */
static void
test_staff_papers (Storage *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  g_autofree char *job = NULL, *late = NULL;
  g_autoptr (McWantedPrint) wanted = NULL;
  g_autoptr (McWantedPrint) none = NULL;
  g_autoptr (GPtrArray) papers = NULL;
  McPaperSum sum;

  g_assert_true (mc_outbox_begin_roll (self->outbox, 80000, &error));
  job = mc_outbox_add_staff_print (self->outbox, "day", "{\"dossiers\":3}", &error);
  wanted = mc_outbox_next_print (self->outbox, &error);
  g_assert_cmpstr (wanted->job, ==, job);
  g_assert_cmpstr (wanted->staff_paper, ==, "day");
  g_assert_cmpstr (wanted->slip, ==, "{\"dossiers\":3}");
  g_assert_null (wanted->receipt);
  g_assert_null (wanted->pickup);
  g_assert_true (mc_print_journal_begin (journal, job, "ipp", "ipp://x", PAPER_MM, &error));
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, &error));
  papers = list (self);
  g_assert_cmpuint (papers->len, ==, 0);
  g_assert_true (mc_outbox_sum_papers (self->outbox, now (self), now (self) + 1, &sum, &error));
  g_assert_cmpuint (sum.papers, ==, 1);
  g_assert_cmpuint (sum.pickup_slips, ==, 0);
  g_assert_cmpfloat (sum.length_mm, ==, PAPER_MM);

  late = mc_outbox_add_staff_print (self->outbox, "test", NULL, &error);
  test_clock_advance (self->clock, 121);
  none = mc_outbox_next_print (self->outbox, &error);
  g_assert_null (none);
  g_assert_cmpint (mc_outbox_get_print (self->outbox, late, NULL, NULL), ==, MC_PRINT_FAILED);

  mc_outbox_purge (self->outbox, now (self), &error);
  g_assert_no_error (error);
  mc_outbox_get_print (self->outbox, job, NULL, &error);
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
  g_assert_cmpuint (get_roll (self).printed_mm, ==, PAPER_MM);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Storage *self, gconstpointer data);
  } tests[] = {
    { "/store/papers/list", test_list },
    { "/store/papers/resolve", test_resolve },
    { "/store/papers/print-again", test_print_again },
    { "/store/papers/roll", test_roll },
    { "/store/papers/staff", test_staff_papers },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Storage, NULL, storage_set_up, tests[i].run, storage_tear_down);
  return g_test_run ();
}
