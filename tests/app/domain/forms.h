/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/domain/dossier.h"

/* What the tests of forms share: the shipped files and a Friday of the trial. */

static inline GDate
forms_day (const char *iso)
{
  GDate date;

  g_assert_true (mc_date_from_iso (iso, &date));
  return date;
}

static inline McCatalogue *
forms_catalogue (void)
{
  g_autoptr (GError) error = NULL;
  McCatalogue *catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);

  g_assert_no_error (error);
  return catalogue;
}

static inline char *
forms_read (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (mc_assets_get_default_dir (), folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  return data;
}
