/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/print-queue.h"

#include <sqlite3.h>
#include "app/kiosk/staff-document.h"
#include "tests/app/kiosk/fake-printer.h"
#include "tests/app/store/storage.h"

typedef struct
{
  Storage storage;
  FakePrinter *printer; /* (owned) */
  McPrintQueue *queue;  /* (owned) */
  GPtrArray *settled;   /* (owned) (element-type utf8): "uuid outcome" */
} Fixture;

static void
on_settled (McPrintQueue *queue, const char *job, int outcome, Fixture *fixture)
{
  g_ptr_array_add (
      fixture->settled,
      g_strdup_printf ("%s %s", job, mc_print_outcome_to_string ((McPrintOutcome) outcome)));
}

static void
create_queue (Fixture *fixture)
{
  fixture->printer = fake_printer_new (MC_PRINT_JOURNAL (fixture->storage.outbox));
  fixture->queue = mc_print_queue_new (fixture->storage.outbox, MC_PRINTER (fixture->printer));
  g_signal_connect (fixture->queue, "settled", G_CALLBACK (on_settled), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  storage_set_up (&fixture->storage, NULL);
  fixture->settled = g_ptr_array_new_with_free_func (g_free);
  create_queue (fixture);
}

static void
drop_queue (Fixture *fixture)
{
  McOutboxSummary summary;

  /* What was under way comes back cancelled, and must not touch the queue any more. */
  g_object_unref (fixture->queue);
  mc_outbox_get_summary (fixture->storage.outbox, &summary, NULL); /* after all that it asked */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  drop_queue (fixture);
  g_assert_finalize_object (fixture->printer);
  g_ptr_array_unref (fixture->settled);
  storage_tear_down (&fixture->storage, NULL);
}

static char *
commit (Fixture *fixture)
{
  g_autoptr (McDossier) draft = storage_create_draft (&fixture->storage);
  g_autoptr (McReceipt) receipt = storage_commit (&fixture->storage, draft, NULL);

  return g_strdup (draft->id);
}

static void
wait_settled (Fixture *fixture, guint n)
{
  while (fixture->settled->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_idle (Fixture *fixture)
{
  while (!mc_print_queue_is_idle (fixture->queue))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_print (Fixture *fixture, const char *id, McPrintOutcome outcome)
{
  g_autoptr (McOutboxRecord) record = mc_outbox_find (fixture->storage.outbox, id, NULL);

  g_assert_cmpint (record->print, ==, outcome);
}

/* What waited before the start and what is wanted later comes out, in order, each once. */
static void
test_prints (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = commit (fixture);
  g_autofree char *second = commit (fixture);
  g_autofree char *third = NULL;
  g_autofree char *copy = NULL;

  mc_print_queue_kick (fixture->queue); /* not started: nothing */
  g_assert_false (mc_print_queue_is_idle (fixture->queue));
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 2);
  wait_idle (fixture);
  third = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 3);
  copy = mc_outbox_add_print (fixture->storage.outbox, first, NULL);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 4);
  wait_idle (fixture);
  g_assert_cmpuint (fake_printer_get_papers (fixture->printer)->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (fake_printer_get_papers (fixture->printer), 3), ==, copy);
  assert_print (fixture, second, MC_PRINT_CONFIRMED);
  assert_print (fixture, third, MC_PRINT_CONFIRMED);
}

/* A job that the printer refuses before it began is failed; one that it began and left open is
 * unknown, whatever it said; neither is handed over again, and the next one goes on. */
static void
test_settles_for_it (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = commit (fixture);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  fake_printer_set_mode (fixture->printer, FAKE_REFUSES);
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 1);
  wait_idle (fixture);
  assert_print (fixture, first, MC_PRINT_FAILED);
  fake_printer_set_mode (fixture->printer, FAKE_LEAVES_OPEN);
  second = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 2);
  wait_idle (fixture);
  assert_print (fixture, second, MC_PRINT_UNKNOWN);
  fake_printer_set_mode (fixture->printer, FAKE_PRINTS);
  third = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 3);
  assert_print (fixture, third, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (fake_printer_get_papers (fixture->printer)->len, ==, 1);
}

static void
run_sql (Fixture *fixture, const char *sql)
{
  g_autofree char *path = storage_get_path (&fixture->storage);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* A disk that is full for a while: the job whose end could not be written is told as unknown, ends
 * once there is room, and does not come out for the next citizen. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = commit (fixture);
  g_autofree char *second = NULL;

  run_sql (fixture,
           "CREATE TRIGGER full BEFORE UPDATE ON prints"
           " BEGIN SELECT raise (ABORT, 'no space'); END");
  fake_printer_set_mode (fixture->printer, FAKE_REFUSES);
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 1);
  g_assert_true (g_str_has_suffix (g_ptr_array_index (fixture->settled, 0), " unknown"));
  assert_print (fixture, first, MC_PRINT_QUEUED);

  run_sql (fixture, "DROP TRIGGER full");
  fake_printer_set_mode (fixture->printer, FAKE_PRINTS);
  second = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 3);
  wait_idle (fixture);
  assert_print (fixture, first, MC_PRINT_FAILED);
  assert_print (fixture, second, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (fake_printer_get_papers (fixture->printer)->len, ==, 1);
}

/* The number of who came for a result is printed like any other paper; a page that cannot be drawn
 * would fail here. */
static void
test_pickup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McPickup) pickup = mc_pickup_new ();
  g_autofree char *receipt = commit (fixture);
  g_autofree char *job = NULL;
  g_autoptr (GError) error = NULL;

  pickup->id = g_strdup ("01977a2e-0000-7000-8000-000000000001");
  pickup->code = g_strdup ("H26.104-250620-200012");
  pickup->procedure_name = g_strdup ("Đăng ký khai sinh");
  pickup->point_name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  pickup->number = 7;
  pickup->at = mc_clock_now (MC_CLOCK (fixture->storage.clock));
  pickup->language = g_strdup ("vi");
  job = mc_outbox_add_pickup_print (fixture->storage.outbox, pickup, &error);
  g_assert_no_error (error);
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 2);
  g_assert_cmpint (
      mc_outbox_get_print (fixture->storage.outbox, job, NULL, NULL), ==, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (fake_printer_get_papers (fixture->printer)->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (fake_printer_get_papers (fixture->printer), 1), ==, job);
  assert_print (fixture, receipt, MC_PRINT_CONFIRMED);
}

/* Papers are laid out for what the printer holds, from when it was told on. */
static void
test_medium (Fixture *fixture, gconstpointer data)
{
  g_autofree char *receipt = commit (fixture);
  g_autofree char *later = NULL;

  mc_print_queue_set_medium (fixture->queue, MC_MEDIUM_ROLL_58);
  mc_print_queue_set_printer_name (fixture->queue, "ipp://192.0.2.9/ipp/print");
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 1);
  g_assert_cmpfloat (ABS (fake_printer_get_page (fixture->printer)->width_mm - 57.86), <, 0.01);
  mc_print_queue_set_medium (fixture->queue, MC_MEDIUM_A5);
  later = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 2);
  g_assert_cmpfloat (ABS (fake_printer_get_page (fixture->printer)->width_mm - 148), <, 0.01);
  g_assert_cmpfloat (ABS (fake_printer_get_page (fixture->printer)->height_mm - 210), <, 0.01);
  assert_print (fixture, receipt, MC_PRINT_CONFIRMED);
  assert_print (fixture, later, MC_PRINT_CONFIRMED);
}

/* A test page names the printer, by a line that is not there of one without a name. */
static void
test_printer_name (Fixture *fixture, gconstpointer data)
{
  double heights_mm[2];

  mc_print_queue_start (fixture->queue);
  for (guint i = 0; i < G_N_ELEMENTS (heights_mm); i++)
    {
      g_autofree char *job =
          mc_outbox_add_staff_print (fixture->storage.outbox, MC_STAFF_DOCUMENT_TEST, "vi", NULL);

      mc_print_queue_set_printer_name (fixture->queue, i == 0 ? NULL : "ipp://192.0.2.9/ipp/print");
      mc_print_queue_kick (fixture->queue);
      wait_settled (fixture, i + 1);
      wait_idle (fixture);
      heights_mm[i] = fake_printer_get_page (fixture->printer)->height_mm;
    }
  g_assert_cmpfloat (heights_mm[1] - heights_mm[0], >, 3);
  g_assert_cmpfloat (heights_mm[1] - heights_mm[0], <, 6);
}

/* A staff paper of a kind that only a newer program knows fails, and what waits behind it comes. */
static void
test_strange_paper (Fixture *fixture, gconstpointer data)
{
  g_autofree char *job = mc_outbox_add_staff_print (fixture->storage.outbox, "poster", "vi", NULL);
  g_autofree char *receipt = commit (fixture);

  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 2);
  g_assert_cmpint (
      mc_outbox_get_print (fixture->storage.outbox, job, NULL, NULL), ==, MC_PRINT_FAILED);
  assert_print (fixture, receipt, MC_PRINT_CONFIRMED);
}

/* What an earlier process left open is settled before anything new is taken. */
static void
test_left_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = commit (fixture);
  g_autofree char *second = commit (fixture);
  g_autoptr (McWantedPrint) wanted = mc_outbox_next_print (fixture->storage.outbox, NULL);

  g_assert_true (mc_print_journal_begin (
      MC_PRINT_JOURNAL (fixture->storage.outbox), wanted->job, "cups", "ipp://x", 100, NULL));
  mc_print_queue_start (fixture->queue);
  wait_settled (fixture, 1);
  wait_idle (fixture);
  g_assert_cmpuint (fake_printer_get_n_settled (fixture->printer), ==, 1);
  assert_print (fixture, first, MC_PRINT_UNKNOWN);
  assert_print (fixture, second, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (fake_printer_get_papers (fixture->printer)->len, ==, 1);
}

/* Held back, nothing new leaves; released, or when the time is over, it does. */
static void
test_hold (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  mc_print_queue_start (fixture->queue);
  wait_idle (fixture);
  mc_print_queue_hold (fixture->queue, 60000);
  first = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  assert_print (fixture, first, MC_PRINT_QUEUED); /* waits for what the kick may have asked */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_print (fixture, first, MC_PRINT_QUEUED);
  mc_print_queue_release (fixture->queue);
  wait_settled (fixture, 1);
  assert_print (fixture, first, MC_PRINT_CONFIRMED);
  mc_print_queue_hold (fixture->queue, 20);
  second = commit (fixture);
  mc_print_queue_kick (fixture->queue);
  wait_settled (fixture, 2);
  assert_print (fixture, second, MC_PRINT_CONFIRMED);
}

/* Freed while a job is at the printer: the answer that comes later touches nothing, and the row
 * stays for the next start to ask about. */
static void
test_freed_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = commit (fixture);

  fake_printer_set_mode (fixture->printer, FAKE_WAITS);
  mc_print_queue_start (fixture->queue);
  while (!fake_printer_is_busy (fixture->printer))
    g_main_context_iteration (NULL, TRUE);
  assert_print (fixture, first, MC_PRINT_OPEN);
  drop_queue (fixture);
  fake_printer_finish (fixture->printer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->settled->len, ==, 0);
  g_assert_finalize_object (fixture->printer);
  create_queue (fixture);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/kiosk/print-queue/prints", test_prints },
    { "/kiosk/print-queue/settles-for-it", test_settles_for_it },
    { "/kiosk/print-queue/full-disk", test_full_disk },
    { "/kiosk/print-queue/pickup", test_pickup },
    { "/kiosk/print-queue/medium", test_medium },
    { "/kiosk/print-queue/printer-name", test_printer_name },
    { "/kiosk/print-queue/strange-paper", test_strange_paper },
    { "/kiosk/print-queue/left-open", test_left_open },
    { "/kiosk/print-queue/hold", test_hold },
    { "/kiosk/print-queue/freed-busy", test_freed_busy },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
