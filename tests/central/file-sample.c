/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fills an empty data folder with one filed dossier, for tests of the real service. */

#include "config.h"

#include "tests/central/desk.h"

int
main (int argc, char **argv)
{
  g_autoptr (Desk) desk = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: file-sample DIR\n");
      return 64;
    }

  desk = desk_new_in (argv[1], DESK_SQLITE);
  g_print (DESK_CODE " " DESK_TOKEN "\n");
  return 0;
}
