/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/procedure.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void
check_message (const char *message)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  g_assert_true (g_utf8_validate (message, -1, NULL));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_str_has_prefix (lines[i], "f:"));
      g_assert_true (g_ascii_isdigit (lines[i][2]));
      g_assert_nonnull (strstr (lines[i], ": /"));
    }
}

/* Any bytes are a procedure that can be used, or a message of file:line: mistakes. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McProcedure) procedure =
                 mc_procedure_new_from_json ((const char *) data, size, "f", &error);
  g_autoptr (McAnswers) answers = mc_answers_new ();
  g_autoptr (McAnswers) kept = NULL;
  g_autofree char *fee = NULL;
  g_autofree char *limit = NULL;

  g_assert_true ((procedure == NULL) == (error != NULL));
  if (procedure == NULL)
    {
      check_message (error->message);
      return 0;
    }
  g_assert_nonnull (mc_procedure_get_name (procedure, "vi"));
  g_assert_nonnull (mc_procedure_get_name (procedure, "en"));
  fee = mc_procedure_describe_fee (procedure, "vi");
  limit = mc_procedure_describe_limit (procedure, NULL, "en");
  g_assert_true (fee != NULL && limit != NULL);
  mc_procedure_prefill (procedure, NULL, answers);
  kept = mc_procedure_keep_visible (procedure, answers);
  mc_procedure_get_fee (procedure, kept, NULL);
  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      mc_form_page_is_visible (page, kept);
      g_assert_nonnull (mc_form_page_get_title (page, "vi"));
      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        g_assert_nonnull (mc_field_get_key (mc_form_page_get_field (page, j)));
    }
  return 0;
}
