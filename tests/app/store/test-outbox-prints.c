/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/store/storage.h"

#include <string.h>

static char *
next (Storage *self, guint copy, gboolean delivered)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (self->outbox, &error);

  g_assert_no_error (error);
  if (wanted == NULL)
    return NULL;
  g_assert_null (wanted->pickup);
  g_assert_cmpuint (wanted->receipt->copy, ==, copy);
  g_assert_cmpint (wanted->receipt->delivered, ==, delivered);
  return g_steal_pointer (&wanted->job);
}

static void
assert_outcome (Storage *self,
                const char *job,
                McPrintOutcome expected,
                const char *expected_reason)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mc_outbox_get_print (self->outbox, job, &reason, &error), ==, expected);
  g_assert_no_error (error);
  g_assert_cmpstr (reason, ==, expected_reason);
}

/* The way of one job: wanted with the commit, open before the first byte leaves, settled once. A
 * job that was begun is never handed out again. */
static void
test_way (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  g_autofree char *job = next (self, 1, FALSE);
  g_autofree char *none = NULL;
  g_autoptr (GPtrArray) open_jobs = NULL;
  g_autoptr (GError) error = NULL;

  assert_outcome (self, job, MC_PRINT_QUEUED, NULL);
  g_assert_false (mc_print_journal_note_job (journal, job, 7, &error)); /* not begun */
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (mc_print_journal_begin (journal, job, "cups", "ipp://x", 100, &error));
  assert_outcome (self, job, MC_PRINT_OPEN, NULL);
  none = next (self, 0, FALSE);
  g_assert_null (none);
  g_assert_false (mc_print_journal_begin (journal, job, "cups", "ipp://x", 100, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (mc_print_journal_note_job (journal, job, 7, &error));

  storage_close (self); /* a crash here leaves it open for whoever starts next */
  storage_open (self);
  journal = MC_PRINT_JOURNAL (self->outbox);
  open_jobs = mc_outbox_list_open_prints (self->outbox, &error);
  g_assert_cmpuint (open_jobs->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (open_jobs, 0), ==, job);
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_UNKNOWN, "no answer", &error));
  assert_outcome (self, job, MC_PRINT_UNKNOWN, "no answer");
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, &error));
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, &error));
  g_assert_false (mc_print_journal_settle (journal, job, MC_PRINT_FAILED, "late", &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
  assert_outcome (self, job, MC_PRINT_CONFIRMED, NULL);
}

/* Copy numbers count the papers that may exist: one that failed made none, one that is unknown or
 * was only sent may have. Asked for twice before it is handed over, it is one job. */
static void
test_copies (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  g_autoptr (GError) error = NULL;
  static const struct
  {
    McPrintOutcome outcome;
    guint copy;
  } steps[] = {
    { MC_PRINT_FAILED, 1 }, { MC_PRINT_UNKNOWN, 1 },   { MC_PRINT_CONFIRMED, 2 },
    { MC_PRINT_SENT, 3 },   { MC_PRINT_CONFIRMED, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *job = next (self, steps[i].copy, i > 1);
      g_autofree char *again = NULL;
      g_autofree char *twice = NULL;

      g_assert_nonnull (job);
      g_assert_true (mc_print_journal_begin (journal, job, "cups", "ipp://x", 100, &error));
      g_assert_true (mc_print_journal_settle (journal, job, steps[i].outcome, NULL, &error));
      again = mc_outbox_add_print (self->outbox, draft->code, &error);
      twice = mc_outbox_add_print (self->outbox, draft->id, &error);
      g_assert_cmpstr (again, ==, twice);
      if (i == 1)
        mc_outbox_mark_confirmed (self->outbox, draft->id, &error);
    }
  g_assert_no_error (error);
}

/* Jobs come in the order in which they were wanted, whoever was confirmed meanwhile. */
static void
test_order (Storage *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
    }
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (self->outbox, NULL);
      g_autofree char *code = g_strdup_printf ("H26.107-250620-%06u", 70000 + i);

      g_assert_cmpstr (wanted->receipt->code, ==, code);
      g_assert_true (mc_print_journal_settle (
          MC_PRINT_JOURNAL (self->outbox), wanted->job, MC_PRINT_FAILED, "drawn badly", NULL));
    }
}

/* Who wants no paper gets no job; a job nobody knows is an error. */
static void
test_none (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = mc_outbox_commit (
      self->outbox, draft, NULL, self->procedure, self->calendar, FALSE, NULL);
  g_autofree char *job = next (self, 0, FALSE);
  g_autoptr (McOutboxRecord) record = mc_outbox_find (self->outbox, draft->id, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (receipt);
  g_assert_null (job);
  g_assert_cmpuint (record->copies, ==, 0);
  g_assert_false (mc_print_journal_begin (
      MC_PRINT_JOURNAL (self->outbox), "no-such-job", "cups", "ipp://x", 100, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
}

static McPickup *
create_pickup (Storage *self)
{
  McPickup *pickup = mc_pickup_new ();

  pickup->id = g_strdup ("01977a2e-0000-7000-8000-000000000001");
  pickup->code = g_strdup ("H26.104-250620-200012"); /* filed elsewhere */
  pickup->procedure_name = g_strdup ("Đăng ký khai sinh");
  pickup->point_name = g_strdup ("Điểm số 1");
  pickup->number = 7;
  pickup->at = mc_clock_now (MC_CLOCK (self->clock));
  pickup->language = g_strdup ("en");
  pickup->masked_name = g_strdup ("Trần Thị CANARY-B•••");
  return pickup;
}

static McPickup *
next_pickup (Storage *self, char **job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (self->outbox, &error);

  g_assert_no_error (error);
  if (wanted == NULL)
    return NULL;
  g_assert_null (wanted->receipt);
  *job = g_steal_pointer (&wanted->job);
  return g_steal_pointer (&wanted->pickup);
}

static gboolean
file_has (Storage *self, const char *needle)
{
  g_autofree char *path = storage_get_path (self);
  const char *names[] = { path, NULL };
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  gboolean found = FALSE;

  names[1] = wal;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_get_contents (names[i], &content, &length, NULL))
        found = found || memmem (content, length, needle, strlen (needle)) != NULL;
    }
  return found;
}

/* The slip of who came for a result goes the same way, of a dossier that was never here; once it is
 * settled nothing of what it said is in the row. */
static void
test_pickup (Storage *self, gconstpointer data)
{
  g_autoptr (McPickup) pickup = create_pickup (self);
  g_autoptr (McPickup) found = NULL;
  g_autoptr (McPickup) none = NULL;
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  g_autofree char *job = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;

  job = mc_outbox_add_pickup_print (self->outbox, pickup, &error);
  g_assert_no_error (error);
  again = mc_outbox_add_pickup_print (self->outbox, pickup, &error);
  g_assert_cmpstr (again, ==, job);
  found = next_pickup (self, &other);
  g_assert_cmpstr (other, ==, job);
  g_assert_cmpuint (found->number, ==, 7);
  g_assert_cmpuint (found->copy, ==, 1);
  g_assert_cmpstr (found->masked_name, ==, pickup->masked_name);
  g_assert_cmpstr (found->language, ==, "en");
  g_assert_true (file_has (self, "CANARY"));

  g_assert_true (mc_print_journal_begin (journal, job, "cups", "ipp://x", 100, &error));
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, &error));
  g_clear_pointer (&other, g_free);
  none = next_pickup (self, &other);
  g_assert_null (none);
  storage_close (self); /* the last connection puts the log into the file */
  g_assert_false (file_has (self, "CANARY"));
  storage_open (self);
}

/* A second and a third paper say so; there is no fourth, whatever is tapped. */
static void
test_pickup_copies (Storage *self, gconstpointer data)
{
  g_autoptr (McPickup) pickup = create_pickup (self);
  McPrintJournal *journal = MC_PRINT_JOURNAL (self->outbox);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (McPickup) found = NULL;
      g_autofree char *job = mc_outbox_add_pickup_print (self->outbox, pickup, &error);
      g_autofree char *same = NULL;

      g_assert_no_error (error);
      found = next_pickup (self, &same);
      g_assert_cmpuint (found->copy, ==, MAX (i, 1)); /* the first one failed and made no paper */
      g_assert_true (mc_print_journal_settle (
          journal, job, i == 0 ? MC_PRINT_FAILED : MC_PRINT_CONFIRMED, NULL, &error));
    }
  g_assert_null (mc_outbox_add_pickup_print (self->outbox, pickup, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
}

/* A paper that waited too long, over a power cut for one, is for nobody any more: it fails, and
 * what comes after it is printed. Old rows go with the purge. */
static void
test_late (Storage *self, gconstpointer data)
{
  g_autoptr (McPickup) pickup = create_pickup (self);
  g_autoptr (McDossier) former = storage_create_draft (self);
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) former_receipt = storage_commit (self, former, NULL);
  g_autofree char *late = mc_outbox_add_pickup_print (self->outbox, pickup, NULL);
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McOutboxRecord) record = NULL;
  g_autofree char *job = NULL;
  g_autoptr (GError) error = NULL;

  test_clock_advance (self->clock, 121);
  receipt = storage_commit (self, draft, NULL);
  job = next (self, 1, FALSE);
  g_assert_nonnull (job);
  record = mc_outbox_find (self->outbox, former->id, NULL);
  g_assert_cmpint (record->print, ==, MC_PRINT_FAILED);
  assert_outcome (self, late, MC_PRINT_FAILED, "it is too late for that paper");
  test_clock_advance (self->clock, 10);
  mc_outbox_purge (self->outbox, mc_clock_now (MC_CLOCK (self->clock)), &error);
  g_assert_no_error (error);
  mc_outbox_get_print (self->outbox, late, NULL, &error);
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
  assert_outcome (self, job, MC_PRINT_QUEUED, NULL);
}

/* After a power cut the clock may have lost its date: what was wanted in the future was wanted
 * before that. */
static void
test_lost_date (Storage *self, gconstpointer data)
{
  g_autoptr (McPickup) pickup = create_pickup (self);
  g_autofree char *former = mc_outbox_add_pickup_print (self->outbox, pickup, NULL);
  g_autoptr (McWantedPrint) wanted = NULL;
  g_autoptr (GError) error = NULL;

  test_clock_set (self->clock, "2020-01-01T00:00:00Z");
  wanted = mc_outbox_next_print (self->outbox, &error);
  g_assert_no_error (error);
  g_assert_null (wanted);
  assert_outcome (self, former, MC_PRINT_FAILED, "it is too late for that paper");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add (
      "/store/prints/lost-date", Storage, NULL, storage_set_up, test_lost_date, storage_tear_down);
  g_test_add ("/store/prints/way", Storage, NULL, storage_set_up, test_way, storage_tear_down);
  g_test_add (
      "/store/prints/copies", Storage, NULL, storage_set_up, test_copies, storage_tear_down);
  g_test_add ("/store/prints/order", Storage, NULL, storage_set_up, test_order, storage_tear_down);
  g_test_add ("/store/prints/none", Storage, NULL, storage_set_up, test_none, storage_tear_down);
  g_test_add (
      "/store/prints/pickup", Storage, NULL, storage_set_up, test_pickup, storage_tear_down);
  g_test_add ("/store/prints/pickup/copies",
              Storage,
              NULL,
              storage_set_up,
              test_pickup_copies,
              storage_tear_down);
  g_test_add ("/store/prints/late", Storage, NULL, storage_set_up, test_late, storage_tear_down);
  return g_test_run ();
}
