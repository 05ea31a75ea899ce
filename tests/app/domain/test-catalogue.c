/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/domain/forms.h"

#include <string.h>

static void
assert_best (const char *query, const char *language, const char *code)
{
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day ("2025-07-02");
  g_autoptr (GPtrArray) found = mc_catalogue_search (catalogue, query, language, &day);

  if (code == NULL)
    {
      g_assert_cmpuint (found->len, ==, 0);
      return;
    }
  if (found->len == 0)
    g_error ("nothing found for \"%s\"", query);
  g_assert_cmpstr (mc_procedure_get_code (g_ptr_array_index (found, 0)), ==, code);
}

/* What people type finds what they mean: without accents, in other words, in part, by code. */
static void
test_search (void)
{
  assert_best ("khai sinh", "vi", "1.001193");
  assert_best ("dang ky khai sinh", "vi", "1.001193");
  assert_best ("KHAI SINH", "vi", "1.001193");
  assert_best ("ket hon", "vi", "1.000894");
  assert_best ("khai tử", "vi", "1.000656");
  assert_best ("doc than", "vi", "1.004873");
  assert_best ("sao y", "vi", "2.000815");
  assert_best ("cong chung", "vi", "2.000815");
  assert_best ("trich luc", "vi", "2.000635");
  assert_best ("chu ky", "vi", "2.000884");
  assert_best ("mo cua hang", "vi", "1.001612");
  assert_best ("cong ty", "vi", "2.001583");
  assert_best ("nguoi gia", "vi", "1.014027");
  assert_best ("giay phep xay dung", "vi", "1.009998");
  assert_best ("so goc", "vi", "2.000908");
  assert_best ("1.0011", "vi", "1.001193");
  assert_best ("birth", "en", "1.001193");
  assert_best ("wedding", "en", "1.000894");
  assert_best ("company", "en", "2.001583");
  assert_best ("birth", "vi", "1.001193"); /* people mix languages */
  assert_best ("máy bay", "vi", NULL);
  assert_best ("khai sinh máy bay", "vi", NULL);
}

/* A blank query offers everything, by name. */
static void
test_search_blank (void)
{
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day ("2025-07-02");
  g_autoptr (GPtrArray) found = mc_catalogue_search (catalogue, "   ", "vi", &day);

  g_assert_cmpuint (found->len, ==, 12);
  g_assert_cmpstr (mc_procedure_get_name (g_ptr_array_index (found, 0), "vi"),
                   ==,
                   "Cấp bản sao trích lục hộ tịch");
}

/* What is not in force on the day is not offered. */
static void
test_search_day (void)
{
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate trial = forms_day ("2025-06-20");
  GDate later = forms_day ("2027-03-01");
  g_autoptr (GPtrArray) in_trial = mc_catalogue_search (catalogue, "", "vi", &trial);
  g_autoptr (GPtrArray) births = mc_catalogue_search (catalogue, "khai sinh", "vi", &later);

  g_assert_cmpuint (in_trial->len, ==, 10); /* two came on 1 July 2025 */
  g_assert_cmpuint (births->len, ==, 0);    /* the new law on civil status */
}

static McProcedure *
load_version (const char *version, const char *from)
{
  gsize length;
  g_autofree char *text = forms_read ("procedures", "2.000884.json", &length);
  g_autoptr (GString) changed = g_string_new (text);
  g_autofree char *version_member = g_strdup_printf ("\"version\": \"%s\"", version);
  g_autofree char *from_member = g_strdup_printf ("\"valid_from\": \"%s\"", from);
  g_autoptr (GError) error = NULL;
  McProcedure *procedure;

  g_assert_cmpuint (g_string_replace (changed, "\"version\": \"1\"", version_member, 0), ==, 1);
  g_assert_cmpuint (
      g_string_replace (changed, "\"valid_from\": \"2025-06-01\"", from_member, 0), ==, 1);
  procedure = mc_procedure_new_from_json (changed->str, changed->len, "changed", &error);
  g_assert_no_error (error);
  return procedure;
}

/* Of two versions in force the later one counts, 10 after 9; a dossier's own is still found. */
static void
test_versions (void)
{
  g_autoptr (McCatalogue) catalogue = mc_catalogue_new ();
  g_autoptr (McProcedure) ninth = load_version ("9", "2025-06-01");
  g_autoptr (McProcedure) tenth = load_version ("10", "2025-08-01");
  g_autoptr (McProcedure) again = load_version ("10", "2025-08-01");
  GDate july = forms_day ("2025-07-15");
  GDate august = forms_day ("2025-08-15");
  GDate may = forms_day ("2025-05-15");

  mc_catalogue_add (catalogue, tenth);
  mc_catalogue_add (catalogue, ninth);
  g_assert_true (mc_catalogue_find (catalogue, "2.000884", &july) == ninth);
  g_assert_true (mc_catalogue_find (catalogue, "2.000884", &august) == tenth);
  g_assert_null (mc_catalogue_find (catalogue, "2.000884", &may));
  g_assert_true (mc_catalogue_find_version (catalogue, "2.000884", "9") == ninth);
  g_assert_null (mc_catalogue_find_version (catalogue, "2.000884", "11"));

  mc_catalogue_add (catalogue, again); /* the same version again replaces the former */
  g_assert_true (mc_catalogue_find (catalogue, "2.000884", &august) == again);
  {
    g_autoptr (GPtrArray) found = mc_catalogue_search (catalogue, "", "vi", &august);

    g_assert_cmpuint (found->len, ==, 1);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/catalogue/search", test_search);
  g_test_add_func ("/domain/catalogue/search/blank", test_search_blank);
  g_test_add_func ("/domain/catalogue/search/day", test_search_day);
  g_test_add_func ("/domain/catalogue/versions", test_versions);

  return g_test_run ();
}
