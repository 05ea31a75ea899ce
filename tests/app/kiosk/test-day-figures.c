/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/datetime.h"
#include "app/kiosk/day-figures.h"

#define FIRST 500000
#define LAST 500999

typedef struct
{
  const char *serial;
  const char *at;
  guint copies, papers, confirmed;
  McPrintOutcome print;
  McDeliveryState state;
  guint sent;
} Row;

static GPtrArray *
create (const Row *rows, guint n)
{
  GPtrArray *papers = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_staff_paper_free);

  for (guint i = 0; i < n; i++)
    {
      McStaffPaper *paper = g_new0 (McStaffPaper, 1);
      g_autofree char *day = g_strndup (rows[i].at + 8, 2);

      g_assert_true (mc_time_from_rfc3339 (rows[i].at, &paper->submitted_at, NULL));
      paper->code = g_strdup_printf ("H26.107-2603%s-%s", day, rows[i].serial);
      paper->copies = rows[i].copies;
      paper->papers = rows[i].papers;
      paper->confirmed = rows[i].confirmed;
      paper->sent = rows[i].sent;
      paper->job = rows[i].copies > 0 ? g_strdup ("job") : NULL;
      paper->print = rows[i].print;
      paper->state = rows[i].state;
      g_ptr_array_add (papers, paper);
    }
  return papers;
}

static McDayFigures *
count (GPtrArray *papers)
{
  McEnrolment *enrolment = g_new0 (McEnrolment, 1);
  GDate date;

  enrolment->kiosk = g_strdup ("HK-03");
  enrolment->serial_first = FIRST;
  enrolment->serial_last = LAST;
  g_assert_true (mc_date_from_iso ("2026-03-02", &date));
  return mc_day_figures_new (papers, &date, enrolment);
}

/* Each dossier counts once, by the best that is known of its papers; copies stand beside. */
static void
test_sums (void)
{
  static const Row rows[] = {
    /* one paper, surely */
    { "500000", "2026-03-02T08:00:00+07:00", 1, 1, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_SAFE },
    /* failed, then a first one that came out */
    { "500001", "2026-03-02T08:05:00+07:00", 2, 1, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_CONFIRMED },
    /* one that may be there, and a reprint that surely is */
    { "500002", "2026-03-02T08:10:00+07:00", 2, 2, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_SENT },
    /* one that surely is, and two reprints of which the last is lost */
    { "500003", "2026-03-02T08:15:00+07:00", 3, 3, 2, MC_PRINT_UNKNOWN, MC_DELIVERY_QUEUED },
    /* lost */
    { "500004", "2026-03-02T08:20:00+07:00", 1, 1, 0, MC_PRINT_UNKNOWN, MC_DELIVERY_QUARANTINED },
    /* lost, and a reprint that failed */
    { "500005", "2026-03-02T08:25:00+07:00", 2, 1, 0, MC_PRINT_FAILED, MC_DELIVERY_SAFE },
    /* failed */
    { "500006", "2026-03-02T08:30:00+07:00", 1, 0, 0, MC_PRINT_FAILED, MC_DELIVERY_SAFE },
    /* never asked for */
    { "500007", "2026-03-02T08:35:00+07:00", 0, 0, 0, MC_PRINT_QUEUED, MC_DELIVERY_SAFE },
    /* at the printer */
    { "500008", "2026-03-02T23:59:59+07:00", 1, 1, 0, MC_PRINT_OPEN, MC_DELIVERY_PURGED },
    /* to a printer that cannot tell, and a reprint that got lost */
    { "500009", "2026-03-02T12:00:00+07:00", 2, 2, 0, MC_PRINT_UNKNOWN, MC_DELIVERY_SAFE, 1 },
    /* other days */
    { "500000", "2026-03-01T23:59:59+07:00", 1, 1, 0, MC_PRINT_UNKNOWN, MC_DELIVERY_SAFE },
    { "500000", "2026-03-03T00:00:00+07:00", 1, 1, 0, MC_PRINT_UNKNOWN, MC_DELIVERY_SAFE },
  };
  g_autoptr (McDayFigures) day = count (create (rows, G_N_ELEMENTS (rows)));

  g_assert_cmpuint (day->dossiers, ==, 10);
  g_assert_cmpuint (day->confirmed, ==, 4);
  g_assert_cmpuint (day->unknown, ==, 2);
  g_assert_cmpuint (day->sent, ==, 1);
  g_assert_cmpuint (day->failed, ==, 1);
  g_assert_cmpuint (day->waiting, ==, 1);
  g_assert_cmpuint (day->not_asked, ==, 1);
  g_assert_cmpuint (day->dossiers,
                    ==,
                    day->confirmed + day->sent + day->unknown + day->failed + day->waiting +
                        day->not_asked);
  g_assert_cmpuint (day->reprints, ==, 4);
  g_assert_cmpuint (day->undelivered->len, ==, 3);
  g_assert_cmpuint (day->lost->len, ==, 2);
  g_assert_cmpstr (
      ((McDossierToWatch *) g_ptr_array_index (day->lost, 0))->code, ==, "H26.107-260302-500004");
  g_assert_cmpuint (day->quarantined, ==, 1);
  g_assert_cmpuint (day->first_serial, ==, 500000);
  g_assert_cmpuint (day->last_serial, ==, 500009);
  g_assert_cmpuint (day->gaps->len, ==, 0);
}

/* Numbers that should be there and are not are named; those of an earlier enrolment are no gap, nor
 * is the rest of the range. */
static void
test_gaps (void)
{
  static const Row rows[] = {
    { "410007", "2026-03-02T07:40:00+07:00", 1, 1, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_SAFE },
    { "500004", "2026-03-02T09:00:00+07:00", 1, 1, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_SAFE },
    { "500001", "2026-03-02T08:00:00+07:00", 1, 1, 1, MC_PRINT_CONFIRMED, MC_DELIVERY_SAFE },
  };
  static const McSerialGap expected[] = { { 500000, 500000 }, { 500002, 500003 } };
  g_autoptr (McDayFigures) day = count (create (rows, G_N_ELEMENTS (rows)));

  g_assert_cmpuint (day->dossiers, ==, 3);
  g_assert_cmpmem (
      day->gaps->data, day->gaps->len * sizeof (McSerialGap), expected, sizeof expected);
}

/* A day without a dossier is one, too. */
static void
test_empty (void)
{
  g_autoptr (McDayFigures) day = count (create (NULL, 0));

  g_assert_cmpuint (day->dossiers, ==, 0);
  g_assert_cmpuint (day->first_serial, ==, 0);
  g_assert_cmpuint (day->gaps->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/day-figures/sums", test_sums);
  g_test_add_func ("/kiosk/day-figures/gaps", test_gaps);
  g_test_add_func ("/kiosk/day-figures/empty", test_empty);
  return g_test_run ();
}
