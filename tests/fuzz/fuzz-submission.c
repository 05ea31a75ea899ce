/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/assets.h"
#include "app/domain/dossier.h"
#include "tests/fuzz/fuzz.h"

/* Any bytes are a draft that passes its procedure's check and survives the way through JSON, or an
 * error. The procedures are the shipped ones ($MOTCUA_ASSETS). */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static McCatalogue *catalogue = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = NULL;
  McProcedure *procedure;
  GDate today;

  if (catalogue == NULL)
    {
      catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
      g_assert_no_error (error);
    }
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 2, G_DATE_JULY, 2025);
  dossier = mc_dossier_from_submission ((const char *) data, size, "f", catalogue, &today, &error);
  g_assert_true ((dossier == NULL) == (error != NULL));
  if (dossier == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  procedure = mc_catalogue_find (catalogue, dossier->procedure, &today);
  mc_dossier_check (dossier, procedure, &today, &error);
  g_assert_no_error (error);
  {
    json_t *json = mc_dossier_to_json (dossier);
    g_autoptr (McApplicant) applicant =
                   mc_applicant_from_json (json_object_get (json, "applicant"), &error);

    g_assert_no_error (error);
    json_decref (json);
  }
  return 0;
}
