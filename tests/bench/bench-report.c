/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-report DATABASE: the city's report of the last year over a database of bench-city, once, in
 * a process of its own as the sqlite3 shell's peer is. Prints one line of JSON. */

#include "config.h"

#include "app/domain/datetime.h"
#include "central/reports/figures.h"
#include "central/storage/storage-sqlite.h"

#include <stdio.h>
#include <sysexits.h>

int
main (int argc, char **argv)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC, started;
  const McPeriod year = { MC_PERIOD_RANGE, now - (gint64) 366 * 24 * 3600, now + 24 * 3600 };
  g_autoptr (McStorage) storage = NULL;
  g_autoptr (McFigures) figures = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    return EX_USAGE;
  storage = mc_storage_sqlite_new (argv[1], &error);
  if (storage != NULL)
    {
      started = g_get_monotonic_time ();
      figures = mc_figures_read (MC_FACTS (storage), &year, NULL, now, &error);
    }
  if (figures == NULL)
    {
      g_printerr ("bench-report: %s\n", error->message);
      return EX_IOERR;
    }

  printf ("{\"ms\": %.1f, \"received\": %" G_GUINT64_FORMAT ", \"units\": %u}\n",
          (g_get_monotonic_time () - started) / 1000.0,
          mc_tally_get_received (&figures->total),
          figures->units->len);
  return EX_OK;
}
