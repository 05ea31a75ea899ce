/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <jansson.h>
#include <locale.h>
#include <string.h>
#include "printing/transports/escpos-printer.h"
#include "tests/printing/escpos-device.h"
#include "tests/printing/print-run.h"

/* One cell of the matrix of faults of ESC/POS printers, in a process of its own: a citizen's
 * receipt, a fault, and the next citizen's. Prints what came of it as a line of JSON;
 * escpos-faults.py judges it.
 *
 *   escpos-cell WAY PRINTER FAULT ROW
 *
 * WAY: usb, serial, socket. PRINTER: id (names the receipt that it printed), plain (does not),
 * clone (cannot be told to forget, either). ROW: of the print when the fault comes; 0: before it
 * begins. */

#define DOTS 576
#define SPEED 2000
#define SLOW 60
#define HEALTH_LIMIT_S 6.0

static const McPrintDeadlines deadlines = { 2000, 5000, 1000 };

typedef struct
{
  PrintRun run;
  EscposDevice *device; /* (owned) */
  McEscposHead head;
  guint row;
  guint n_rows;   /* printed before */
  json_t *report; /* (owned) */
} Cell;

typedef struct
{
  const char *name;
  EscposFault fault; /* 0: another kind */
  const char *reason;
} Fault;

static const Fault faults[] = {
  { "none", 0, NULL },
  { "paper-out", ESCPOS_PAPER_END, "media-empty" },
  { "cover-open", ESCPOS_COVER, "cover-open" },
  { "cutter-jam", ESCPOS_CUTTER, "cutter-jam" },
  { "off-line", ESCPOS_OFF_LINE, "offline" },
  { "power", 0, "unreachable" },
  { "unplugged", 0, "unreachable" },
  { "slow", 0, NULL },
  { "kiosk-killed", 0, NULL },
};

static void
note (Cell *cell, const char *key, json_t *value /* (transfer full) */)
{
  json_object_set_new (cell->report, key, value);
}

static double
get_seconds (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* A code of its own on each receipt. */
static void
set_url (Cell *cell)
{
  g_autoptr (GString) text = g_string_new (cell->run.job_uuid);

  g_string_replace (text, "-", "", 0);
  g_string_truncate (text, 26);
  g_string_ascii_up (text);
  g_free (cell->run.status_url);
  cell->run.status_url = g_strconcat ("HTTPS://MOTCUA.HANOI.EXAMPLE/T/", text->str, NULL);
}

static void
create_printer (Cell *cell)
{
  cell->run.printer = mc_escpos_printer_new (MC_PRINT_JOURNAL (cell->run.journal),
                                             escpos_device_get_uri (cell->device),
                                             &cell->head,
                                             &deadlines);
}

static guint
count_inked_rows (const EscposPaper *paper)
{
  gsize stride = (paper->dots + 7) / 8;
  guint n = 0;

  for (guint y = 0; y < escpos_paper_get_n_rows (paper); y++)
    for (gsize i = 0; i < stride; i++)
      if (paper->rows->data[y * stride + i] != 0)
        {
          n++;
          break;
        }
  return n;
}

typedef struct
{
  guint n_codes; /* papers with that code */
  guint n_torn;  /* pieces with ink and without any code */
  guint n_ink;   /* rows */
  guint n_mixed; /* papers with two codes */
} Papers;

static void
look_at_paper (const EscposPaper *paper, const char *url, Papers *papers)
{
  g_autofree char *text = escpos_paper_decode (paper);

  papers->n_ink += count_inked_rows (paper);
  papers->n_codes += strstr (text, url) != NULL;
  papers->n_mixed += strchr (text, '\n') != NULL;
  papers->n_torn += escpos_paper_has_ink (paper) && *text == '\0';
}

/* All that came out, the piece that still hangs there as well. */
static Papers
look_at_papers (Cell *cell, const char *url)
{
  Papers papers = { 0 };
  g_autoptr (EscposPaper) hanging = escpos_device_dup_hanging (cell->device);

  for (guint i = 0; i < escpos_device_count_papers (cell->device); i++)
    {
      g_autoptr (EscposPaper) paper = escpos_device_dup_paper (cell->device, i);

      look_at_paper (paper, url, &papers);
    }
  look_at_paper (hanging, url, &papers);
  return papers;
}

static void
raise_fault (Cell *cell, const Fault *fault)
{
  if (fault->fault != 0)
    escpos_device_set_faults (cell->device, fault->fault);
  else if (g_str_equal (fault->name, "power"))
    escpos_device_set_power (cell->device, FALSE);
  else if (g_str_equal (fault->name, "unplugged"))
    escpos_device_set_unplugged (cell->device, TRUE);
  else if (g_str_equal (fault->name, "slow"))
    escpos_device_set_speed (cell->device, SLOW);
  else if (g_str_equal (fault->name, "kiosk-killed"))
    g_cancellable_cancel (cell->run.cancellable);
}

static void
heal (Cell *cell)
{
  escpos_device_set_faults (cell->device, 0);
  escpos_device_set_power (cell->device, TRUE);
  escpos_device_set_unplugged (cell->device, FALSE);
  escpos_device_set_speed (cell->device, SPEED);
}

static gboolean
is_at_row (gpointer data)
{
  Cell *cell = data;

  return cell->run.done || escpos_device_is_stopped (cell->device) ||
         escpos_device_count_rows (cell->device) >= cell->n_rows + cell->row;
}

static gboolean
is_done (gpointer data)
{
  return ((Cell *) data)->run.done;
}

static gboolean
shows (Cell *cell, const char *reason)
{
  g_autofree char *shown = NULL;

  g_object_get (cell->run.printer, "health-reason", &shown, NULL);
  return mc_printer_get_health (cell->run.printer) == MC_PRINTER_FAULT &&
         g_strcmp0 (shown, reason) == 0;
}

static void
note_health (Cell *cell, const char *reason, gint64 start)
{
  if (reason == NULL)
    return;
  while (!shows (cell, reason) && get_seconds (start) < HEALTH_LIMIT_S)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
  note (cell, "health_s", shows (cell, reason) ? json_real (get_seconds (start)) : json_null ());
  note (cell, "wanted_health", json_string (reason));
}

static void
begin_again (Cell *cell)
{
  const char *last;

  g_assert_finalize_object (cell->run.printer);
  g_clear_object (&cell->run.cancellable);
  cell->run.cancellable = g_cancellable_new ();
  create_printer (cell);
  if (!g_error_matches (cell->run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  print_run_settle (&cell->run, cell->run.job_uuid);
  last = strrchr (memory_journal_get_last (cell->run.journal), ' ') + 1;
  cell->run.outcome = MC_PRINT_CONFIRMED;
  while (!g_str_equal (mc_print_outcome_to_string (cell->run.outcome), last))
    cell->run.outcome++;
}

static void
print_through (Cell *cell, const Fault *fault)
{
  gint64 start;

  if (cell->row > 0)
    {
      if (fault->fault != 0)
        escpos_device_trip_at_row (cell->device, cell->row, fault->fault);
      if (g_str_equal (fault->name, "power"))
        escpos_device_lose_power_at_row (cell->device, cell->row);
      print_run_start (&cell->run);
      print_wait_until (is_at_row, cell, 20);
    }
  start = g_get_monotonic_time ();
  if (cell->row == 0 || (fault->fault == 0 && !g_str_equal (fault->name, "power")))
    raise_fault (cell, fault);
  note_health (cell, fault->reason, start);
  if (cell->row == 0)
    print_run_start (&cell->run);
  print_wait_until (is_done, cell, 30);
  heal (cell);
  if (g_str_equal (fault->name, "kiosk-killed"))
    begin_again (cell);
  note (cell, "outcome", json_string (mc_print_outcome_to_string (cell->run.outcome)));
  note (cell, "reason", cell->run.reason != NULL ? json_string (cell->run.reason) : json_null ());
}

static gboolean
is_clean (gpointer data)
{
  Cell *cell = data;
  g_autoptr (EscposPaper) hanging = escpos_device_dup_hanging (cell->device);

  return escpos_device_get_waiting (cell->device) == 0 && !escpos_paper_has_ink (hanging);
}

static void
print_next (Cell *cell, guint n_ink)
{
  g_autofree char *former = g_strdup (cell->run.status_url);
  gint64 start = g_get_monotonic_time ();
  Papers papers, own;

  print_run_wait_for_health (&cell->run, MC_PRINTER_READY, NULL);
  print_wait_until (is_clean, cell, 20);
  note (cell, "recovery_s", json_real (get_seconds (start)));
  note (cell, "late_rows", json_integer (look_at_papers (cell, former).n_ink - n_ink));
  print_run_renew (&cell->run);
  set_url (cell);
  print_run_print (&cell->run);
  papers = look_at_papers (cell, former);
  own = look_at_papers (cell, cell->run.status_url);
  note (cell, "next_outcome", json_string (mc_print_outcome_to_string (cell->run.outcome)));
  note (cell, "next_papers", json_integer (own.n_codes));
  note (cell, "papers", json_integer (papers.n_codes));
  note (cell, "torn", json_integer (papers.n_torn));
  note (cell, "mixed", json_integer (papers.n_mixed));
  note (cell, "strangers", json_integer (escpos_device_count_strangers (cell->device)));
}

int
main (int argc, char **argv)
{
  Cell cell = { .head = { DOTS, 203, TRUE, FALSE } };
  const Fault *fault = NULL;
  EscposWay way = ESCPOS_USB;
  g_autofree char *line = NULL;
  guint n_ink;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].name, argv[3]))
      fault = &faults[i];
  g_assert_nonnull (fault);
  if (g_str_equal (argv[1], "serial"))
    way = ESCPOS_SERIAL;
  if (g_str_equal (argv[1], "socket"))
    way = ESCPOS_SOCKET;
  cell.head.process_id = g_str_equal (argv[2], "id");
  cell.row = (guint) g_ascii_strtoull (argv[4], NULL, 10);
  cell.report = json_object ();
  cell.device = escpos_device_new (way, DOTS);
  escpos_device_set_speed (cell.device, SPEED);
  if (g_str_equal (argv[2], "clone"))
    escpos_device_set_manners (cell.device, ESCPOS_NO_CLEAR | ESCPOS_NO_ID);
  print_run_init (&cell.run);
  set_url (&cell);
  create_printer (&cell);
  print_run_settle (&cell.run, NULL);
  print_run_wait_for_health (&cell.run, MC_PRINTER_READY, NULL);

  print_through (&cell, fault);
  n_ink = look_at_papers (&cell, cell.run.status_url).n_ink;
  print_next (&cell, n_ink);
  line = json_dumps (cell.report, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION (3));
  g_print ("%s\n", line);
  print_run_clear (&cell.run);
  escpos_device_free (cell.device);
  json_decref (cell.report);
  return 0;
}
