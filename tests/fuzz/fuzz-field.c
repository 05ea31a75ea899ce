/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/field.h"
#include "tests/fuzz/fuzz.h"

/* The first byte is the kind, "A" the first of them; the rest is what was typed. What is taken
 * once is canonical: it is valid UTF-8 and taken again as it is. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *raw = NULL;
  g_autofree char *value = NULL;
  g_autofree char *again = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *words = NULL;
  McFieldProblem problem;
  McFieldKind kind;
  GDate today;

  if (size == 0)
    return 0;
  kind = (McFieldKind) ((guint) (data[0] - 'A') % (MC_FIELD_ADDRESS + 1));
  raw = g_strndup ((const char *) data + 1, size - 1);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, G_DATE_JUNE, 2025);

  problem = mc_field_kind_validate (kind, raw, &today, &value, &detail);
  words = mc_field_problem_describe (problem, detail);
  g_assert_true (g_utf8_validate (words, -1, NULL));
  if (problem != MC_FIELD_PROBLEM_NONE)
    {
      g_assert_null (value);
      return 0;
    }
  g_assert_true (g_utf8_validate (value, -1, NULL));
  g_assert_cmpint (
      mc_field_kind_validate (kind, value, &today, &again, NULL), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_cmpstr (again, ==, value);
  return 0;
}
