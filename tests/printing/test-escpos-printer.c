/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <string.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/escpos-printer.h"
#include "tests/printing/escpos-device.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/print-run.h"
#include "tests/printing/samples.h"

/* Receipts over a line, with a printer at its end that works off every byte: what the journal says
 * is held against the papers that lie under its blade. Every receipt has a code of its own, so that
 * nobody's can pass for another's. */
typedef struct
{
  PrintRun run;
  EscposDevice *device; /* (owned) */
  McEscposHead head;
  McPrintDeadlines deadlines;
  guint n_rows; /* printed before */
} Fixture;

#define DOTS 576

static void
set_up_url (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (fixture->run.job_uuid);

  g_string_replace (text, "-", "", 0);
  g_string_truncate (text, 26);
  g_string_ascii_up (text);
  g_free (fixture->run.status_url);
  fixture->run.status_url = g_strconcat ("HTTPS://MOTCUA.HANOI.EXAMPLE/T/", text->str, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  print_run_init (&fixture->run);
  set_up_url (fixture);
  fixture->device = escpos_device_new (GPOINTER_TO_UINT (data), DOTS);
  fixture->head = (McEscposHead){ .dots = DOTS, .dpi = 203, .cutter = TRUE, .process_id = TRUE };
  fixture->deadlines = (McPrintDeadlines){ 2000, 4000, 1000 };
}

static void
set_up_printer (Fixture *fixture)
{
  fixture->run.printer = mc_escpos_printer_new (MC_PRINT_JOURNAL (fixture->run.journal),
                                                escpos_device_get_uri (fixture->device),
                                                &fixture->head,
                                                &fixture->deadlines);
  /* as the kiosk does before it takes anybody */
  print_run_settle (&fixture->run, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  print_run_clear (&fixture->run);
  escpos_device_free (fixture->device);
}

static void
renew (Fixture *fixture)
{
  print_run_renew (&fixture->run);
  set_up_url (fixture);
}

/* How many papers hold that code; one that holds two receipts is a mistake by itself. */
static guint
count_papers_with (Fixture *fixture, const char *url)
{
  guint n = 0;

  for (guint i = 0; i < escpos_device_count_papers (fixture->device); i++)
    {
      g_autoptr (EscposPaper) paper = escpos_device_dup_paper (fixture->device, i);
      g_autofree char *text = escpos_paper_decode (paper);

      g_assert_null (strchr (text, '\n'));
      n += g_str_equal (text, url);
    }
  return n;
}

static void
assert_paper (Fixture *fixture)
{
  g_assert_cmpuint (count_papers_with (fixture, fixture->run.status_url), ==, 1);
}

static gboolean
is_clean (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (EscposPaper) hanging = escpos_device_dup_hanging (fixture->device);

  return escpos_device_get_waiting (fixture->device) == 0 && !escpos_paper_has_ink (hanging);
}

/* The next citizen's receipt comes out whole, alone on its paper, as the only one more. */
static void
assert_next_prints (Fixture *fixture)
{
  g_autofree char *former = g_strdup (fixture->run.status_url);
  guint n_former, before;

  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  print_wait_until (is_clean, fixture, 10);
  n_former = count_papers_with (fixture, former);
  before = escpos_device_count_papers (fixture->device);
  renew (fixture);
  print_run_print (&fixture->run);
  print_run_assert (
      &fixture->run, fixture->head.process_id ? MC_PRINT_CONFIRMED : MC_PRINT_SENT, NULL);
  g_assert_cmpuint (escpos_device_count_papers (fixture->device), ==, before + 1);
  assert_paper (fixture);
  g_assert_cmpuint (count_papers_with (fixture, former), ==, n_former);
  g_assert_cmpuint (escpos_device_count_strangers (fixture->device), ==, 0);
}

/* A printer that names the receipt it has printed: confirmed, and the paper is what was drawn. */
static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *begin = g_strdup_printf ("begin %s escpos jobs=0", fixture->run.job_uuid);
  g_autoptr (EscposPaper) paper = NULL;

  set_up_printer (fixture);
  g_assert_cmpuint (escpos_device_count_rows (fixture->device), ==, 0);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpstr (g_ptr_array_index (fixture->run.journal->calls, 0), ==, begin);
  g_assert_cmpuint (escpos_device_count_papers (fixture->device), ==, 1);
  g_assert_cmpuint (escpos_device_count_strangers (fixture->device), ==, 0);
  assert_paper (fixture);
  if (g_getenv ("MC_TEST_PAPERS") != NULL)
    {
      g_autofree char *path = g_build_filename (g_getenv ("MC_TEST_PAPERS"), "escpos.pbm", NULL);

      paper = escpos_device_dup_paper (fixture->device, 0);
      escpos_paper_write (paper, path);
    }
  assert_next_prints (fixture);
}

/* One that only says how it is: everything was taken, and that is all that is said. */
static void
test_sent (Fixture *fixture, gconstpointer data)
{
  fixture->head.process_id = FALSE;
  set_up_printer (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_SENT, NULL);
  assert_paper (fixture);
  assert_next_prints (fixture);
}

static gboolean
has_papers (gpointer data)
{
  Fixture *fixture = data;

  return escpos_device_count_papers (fixture->device) > 0;
}

/* One that says nothing is never ready and never confirmed; the paper comes all the same. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  fixture->head.process_id = FALSE;
  escpos_device_set_manners (fixture->device, ESCPOS_SILENT);
  set_up_printer (fixture);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_UNKNOWN, "silent");
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_SENT, NULL);
  print_wait_until (has_papers, fixture, 10);
  assert_paper (fixture);
  g_assert_cmpuint (escpos_device_count_strangers (fixture->device), ==, 0);
}

/* Lesser printers, and those that chat. */
static void
test_manners (Fixture *fixture, gconstpointer data)
{
  static const EscposManners manners[] = {
    ESCPOS_NO_ORDER,
    ESCPOS_NO_CLEAR,
    ESCPOS_CHATTY,
    ESCPOS_NO_ORDER | ESCPOS_NO_CLEAR | ESCPOS_CHATTY,
  };

  fixture->head.process_id = FALSE;
  fixture->deadlines.print_ms = 10000;
  for (guint i = 0; i < G_N_ELEMENTS (manners); i++)
    {
      escpos_device_set_manners (fixture->device, manners[i]);
      set_up_printer (fixture);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
      renew (fixture);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, MC_PRINT_SENT, NULL);
      g_assert_cmpuint (escpos_device_count_papers (fixture->device), ==, i + 1);
      assert_paper (fixture);
      g_assert_finalize_object (fixture->run.printer);
    }
  g_assert_cmpuint (escpos_device_count_strangers (fixture->device), ==, 0);
  set_up_printer (fixture);
}

/* Configured as one that names receipts, and it does not: nobody knows. */
static void
test_no_id (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 1500;
  escpos_device_set_manners (fixture->device, ESCPOS_NO_ID);
  set_up_printer (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "deadline");
}

/* What it says of some other receipt is no word for this one. */
static void
test_other_id (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 1500;
  escpos_device_set_manners (fixture->device, ESCPOS_OTHER_ID);
  set_up_printer (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "deadline");
}

static const struct
{
  EscposFault fault;
  const char *reason;
} faults[] = {
  { ESCPOS_PAPER_END, "media-empty" },
  { ESCPOS_COVER, "cover-open" },
  { ESCPOS_CUTTER, "cutter-jam" },
  { ESCPOS_OFF_LINE, "offline" },
};

/* Whatever stands against printing, nothing is sent, and nothing comes out once it is put right. */
static void
test_not_ready (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint n_rows = escpos_device_count_rows (fixture->device);

      g_test_message ("%s", faults[i].reason);
      escpos_device_set_faults (fixture->device, faults[i].fault);
      renew (fixture);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, MC_PRINT_FAILED, faults[i].reason);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, faults[i].reason);
      escpos_device_set_faults (fixture->device, 0);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
      g_assert_cmpuint (escpos_device_count_rows (fixture->device), ==, n_rows);
      assert_next_prints (fixture);
    }
}

/* Paper that nearly ends is a warning, and prints. */
static void
test_near_end (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture);
  escpos_device_set_faults (fixture->device, ESCPOS_NEAR_END);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_WARNING, "media-low");
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_paper (fixture);
}

/* Torn in its midst, at many places: the rest is taken back while the printer is still in trouble,
 * nothing of it comes out afterwards, and what hangs out is parted from the next one's. */
static void
test_torn (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint row;
    guint fault; /* of `faults` */
  } places[] = { { 1, 0 }, { 60, 1 }, { 200, 0 }, { 420, 2 }, { 700, 1 } };

  escpos_device_set_speed (fixture->device, 4000);
  set_up_printer (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      EscposFault fault = faults[places[i].fault].fault;
      const char *reason = faults[places[i].fault].reason;
      guint n_rows = escpos_device_count_rows (fixture->device);

      g_test_message ("%s at row %u", reason, places[i].row);
      escpos_device_trip_at_row (fixture->device, places[i].row, fault);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, reason);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, reason);
      g_assert_cmpuint (escpos_device_count_rows (fixture->device), ==, n_rows + places[i].row);
      if (fault == ESCPOS_PAPER_END)
        escpos_device_tear_off (fixture->device);
      escpos_device_set_faults (fixture->device, 0);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
      print_wait_until (is_clean, fixture, 10);
      g_assert_cmpuint (escpos_device_count_rows (fixture->device),
                        <=,
                        n_rows + places[i].row + ESCPOS_BLADE_ROWS);
      assert_next_prints (fixture);
    }
}

/* A printer that cannot be told to forget prints what it has already, two steps at most, and then
 * is parted from it, too. */
static void
test_torn_without_clear (Fixture *fixture, gconstpointer data)
{
  guint n_rows;

  escpos_device_set_manners (fixture->device, ESCPOS_NO_CLEAR);
  escpos_device_set_speed (fixture->device, 4000);
  set_up_printer (fixture);
  escpos_device_trip_at_row (fixture->device, 100, ESCPOS_PAPER_END);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "media-empty");
  g_assert_cmpuint (escpos_device_get_waiting (fixture->device), >, 0);
  n_rows = escpos_device_count_rows (fixture->device);

  /* not even tried while it is so */
  renew (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "media-empty");

  escpos_device_set_faults (fixture->device, 0);
  assert_next_prints (fixture);
  g_assert_cmpuint (count_papers_with (fixture, fixture->run.status_url), ==, 1);
  {
    g_autoptr (EscposPaper) stub = escpos_device_dup_paper (fixture->device, 0);

    g_test_message ("%u rows, of which %u after paper was loaded",
                    escpos_paper_get_n_rows (stub),
                    escpos_paper_get_n_rows (stub) - n_rows);
    g_assert_cmpuint (escpos_paper_get_n_rows (stub), <, n_rows + 400);
  }
}

/* Off while it prints, and on again with an empty memory. */
static void
test_power_cut (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 2500;
  escpos_device_set_speed (fixture->device, 4000);
  set_up_printer (fixture);
  escpos_device_lose_power_at_row (fixture->device, 150);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "unreachable");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");
  escpos_device_set_power (fixture->device, TRUE);
  assert_next_prints (fixture);
}

/* Off before anything was sent: certainly no paper, not now and not when it is back. */
static void
test_away (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  escpos_device_set_power (fixture->device, FALSE);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "unreachable");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");
  escpos_device_set_power (fixture->device, TRUE);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (escpos_device_count_rows (fixture->device), ==, 0);
  assert_next_prints (fixture);
}

static gboolean
is_printing (gpointer data)
{
  Fixture *fixture = data;

  return escpos_device_count_rows (fixture->device) > fixture->n_rows + 50;
}

/* A cable that was pulled: nobody is told, and the line looks as before. */
static void
test_unplugged (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 1500;
  set_up_printer (fixture);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  escpos_device_set_unplugged (fixture->device, TRUE);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "unreachable");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");
  escpos_device_set_unplugged (fixture->device, FALSE);
  assert_next_prints (fixture);

  escpos_device_set_speed (fixture->device, 500);
  fixture->n_rows = escpos_device_count_rows (fixture->device);
  renew (fixture);
  print_run_start (&fixture->run);
  print_wait_until (is_printing, fixture, 10);
  escpos_device_set_unplugged (fixture->device, TRUE);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "unreachable");
  escpos_device_set_unplugged (fixture->device, FALSE);
  escpos_device_set_speed (fixture->device, 0);
  assert_next_prints (fixture);
}

/* Slow, with a small buffer that holds us back: late, and right. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 15000;
  escpos_device_set_buffer (fixture->device, 256);
  escpos_device_set_speed (fixture->device, 400);
  set_up_printer (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_paper (fixture);
}

/* Slower than the deadline: what is left is taken back, and does not come out behind it. */
static void
test_too_slow (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines.print_ms = 1000;
  escpos_device_set_speed (fixture->device, 200);
  set_up_printer (fixture);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "deadline");
  escpos_device_set_speed (fixture->device, 0);
  print_wait_until (is_clean, fixture, 10);
  g_assert_cmpuint (escpos_device_count_rows (fixture->device), <, 600);
  assert_next_prints (fixture);
}

/* Somebody holds the feed button for a while: the receipt goes on where it was. */
static void
test_pause (Fixture *fixture, gconstpointer data)
{
  escpos_device_set_speed (fixture->device, 4000);
  set_up_printer (fixture);
  escpos_device_trip_at_row (fixture->device, 100, ESCPOS_OFF_LINE);
  print_run_start (&fixture->run);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "offline");
  g_assert_false (fixture->run.done);
  escpos_device_set_faults (fixture->device, 0);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_paper (fixture);
}

/* Another speed than the printer's, another kind of device: no picture for it. */
static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  escpos_device_set_manners (fixture->device, ESCPOS_GARBAGE);
  set_up_printer (fixture);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreadable-answer");
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "unreadable-answer");
  g_assert_cmpuint (escpos_device_count_rows (fixture->device), ==, 0);
}

static void
on_health (McPrinter *printer, GParamSpec *spec, gpointer data)
{
  g_autofree char *reason = NULL;

  g_object_get (printer, "health-reason", &reason, NULL);
  g_assert_cmpstr (reason, !=, "cover-open");
  g_assert_cmpstr (reason, !=, "media-empty");
}

/* Answers that come after the question was given up are not taken for answers to the next. */
static void
test_late_answers (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture);
  g_signal_connect (fixture->run.printer, "notify::health-reason", G_CALLBACK (on_health), NULL);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  escpos_device_set_answer_delay (fixture->device, 1300);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");
  escpos_device_set_answer_delay (fixture->device, 0);
  assert_next_prints (fixture);
}

/* Our process ends while a receipt is printed; the next one knows that it does not know. */
static void
test_settle (Fixture *fixture, gconstpointer data)
{
  guint before;

  escpos_device_set_speed (fixture->device, 1000);
  set_up_printer (fixture);
  print_run_start (&fixture->run);
  print_wait_until (is_printing, fixture, 10);
  g_cancellable_cancel (fixture->run.cancellable);
  print_run_finish (&fixture->run);
  g_assert_error (fixture->run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (fixture->run.printer);
  before = escpos_device_count_rows (fixture->device);

  g_clear_object (&fixture->run.cancellable);
  fixture->run.cancellable = g_cancellable_new ();
  set_up_printer (fixture);
  print_run_settle (&fixture->run, fixture->run.job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " unknown"));
  g_assert_cmpuint (escpos_device_count_rows (fixture->device), <, before + 200);
  assert_next_prints (fixture);
}

/* Two programs on one line would read each other's answers. */
static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  Fixture other = { .head = fixture->head, .deadlines = fixture->deadlines };

  set_up_printer (fixture);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  print_run_init (&other.run);
  other.device = fixture->device;
  set_up_printer (&other);
  print_run_wait_for_health (&other.run, MC_PRINTER_FAULT, "in-use");
  print_run_print (&other.run);
  print_run_assert (&other.run, MC_PRINT_FAILED, "in-use");
  print_run_clear (&other.run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
}

static void
test_health (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gint64 start;

      print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
      start = g_get_monotonic_time ();
      escpos_device_set_faults (fixture->device, faults[i].fault);
      print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, faults[i].reason);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
      escpos_device_set_faults (fixture->device, 0);
    }
}

typedef void (*Test) (Fixture *fixture, gconstpointer data);

int
main (int argc, char **argv)
{
  static const char *const ways[] = { "usb", "serial", "socket" };
  static const struct
  {
    const char *name;
    Test func;
    guint ways; /* bits */
  } tests[] = {
    { "confirmed", test_confirmed, 7 }, { "sent", test_sent, 7 },
    { "silent", test_silent, 7 },       { "manners", test_manners, 5 },
    { "no-id", test_no_id, 4 },         { "other-id", test_other_id, 4 },
    { "not-ready", test_not_ready, 7 }, { "near-end", test_near_end, 4 },
    { "torn", test_torn, 7 },           { "torn-without-clear", test_torn_without_clear, 7 },
    { "power-cut", test_power_cut, 7 }, { "away", test_away, 7 },
    { "unplugged", test_unplugged, 7 }, { "slow", test_slow, 7 },
    { "too-slow", test_too_slow, 7 },   { "pause", test_pause, 4 },
    { "garbage", test_garbage, 7 },     { "late-answers", test_late_answers, 7 },
    { "settle", test_settle, 7 },       { "in-use", test_in_use, 3 },
    { "health", test_health, 7 },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
      if ((tests[i].ways & 1u << way) != 0)
        {
          g_autofree char *path =
              g_strconcat ("/printing/escpos/", ways[way], "/", tests[i].name, NULL);

          g_test_add (path, Fixture, GUINT_TO_POINTER (way), set_up, tests[i].func, tear_down);
        }
  return g_test_run ();
}
