/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/domain/forms.h"

#include <string.h>

/* The twelve shipped procedures against the domain reference, section 5. */

#define DAY "2025-07-02"

typedef struct
{
  const char *code;
  const char *limits; /* case kind amount, … */
  const char *fee;    /* described */
  gboolean organisation;
  McLevel level;
  const char *example; /* a submission */
  gint64 example_fee;
} Row;

static const Row ROWS[] = {
  { "1.001193",
    "plain same_day 54000",
    "Miễn phí trong 60 ngày; quá hạn: cán bộ báo tại quầy",
    FALSE,
    MC_LEVEL_COMMUNE,
    "birth.json",
    0 },
  { "1.000894",
    "plain same_day 54000, with_verification days 5",
    "Miễn phí",
    FALSE,
    MC_LEVEL_COMMUNE,
    "marriage.json",
    0 },
  { "1.000656",
    "plain same_day 54000, with_verification days 3",
    "Miễn phí trong 15 ngày; quá hạn: cán bộ báo tại quầy",
    FALSE,
    MC_LEVEL_COMMUNE,
    "death.json",
    0 },
  { "1.004873",
    "plain days 3, with_verification days 23",
    "15.000\u00a0đ một trường hợp",
    FALSE,
    MC_LEVEL_COMMUNE,
    "marital-status.json",
    15000 },
  { "2.000635",
    "plain same_day 54000",
    "8.000\u00a0đ một bản sao",
    FALSE,
    MC_LEVEL_COMMUNE,
    "extract.json",
    24000 },
  { "2.000815",
    "plain same_day 54000, extended days 2",
    "2.000\u00a0đ một trang; từ trang thứ 3: 1.000\u00a0đ một trang; tối đa 200.000\u00a0đ một bản",
    TRUE,
    MC_LEVEL_COMMUNE,
    "certified-copy.json",
    14000 },
  { "2.000884",
    "plain same_day 54000",
    "10.000\u00a0đ một trường hợp",
    FALSE,
    MC_LEVEL_COMMUNE,
    "signature.json",
    10000 },
  { "2.000908",
    "plain same_day 54000",
    "Miễn phí",
    TRUE,
    MC_LEVEL_COMMUNE,
    "register-copy.json",
    0 },
  { "1.001612",
    "plain days 3",
    "100.000\u00a0đ một lần đăng ký",
    FALSE,
    MC_LEVEL_COMMUNE,
    "household-business.json",
    100000 },
  { "1.009998",
    "plain days 5",
    "10.000\u00a0đ một giấy phép",
    TRUE,
    MC_LEVEL_COMMUNE,
    "permit-extension.json",
    10000 },
  { "2.001583",
    "plain days 3",
    "50.000\u00a0đ một lần đăng ký",
    TRUE,
    MC_LEVEL_CITY,
    "company.json",
    50000 },
  { "1.014027", "plain days 10", "Miễn phí", FALSE, MC_LEVEL_COMMUNE, "social-pension.json", 0 },
};

static char *
describe_limits (McProcedure *procedure)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mc_procedure_get_n_limits (procedure); i++)
    {
      const char *name = mc_procedure_get_limit_name (procedure, i);
      const McLimit *limit = mc_procedure_get_limit (procedure, name);
      gboolean same_day = limit->kind == MC_LIMIT_SAME_DAY;

      g_assert_true (same_day || limit->kind == MC_LIMIT_WORKING_DAYS);
      g_string_append_printf (text,
                              "%s%s %s %u",
                              i == 0 ? "" : ", ",
                              name,
                              same_day ? "same_day" : "days",
                              same_day ? limit->cut_off : limit->amount);
      g_assert_nonnull (mc_procedure_get_limit_title (procedure, name, "en"));
    }
  return g_string_free (text, FALSE);
}

/* There are exactly the twelve. */
static void
test_all (void)
{
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);
  g_autoptr (GPtrArray) all = mc_catalogue_search (catalogue, "", "vi", &day);

  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (ROWS));
}

/* Limits, fee, level and who may file are what the reference says. */
static void
test_reference (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);
  McProcedure *procedure = mc_catalogue_find (catalogue, row->code, &day);
  g_autofree char *limits = NULL;
  g_autofree char *fee = NULL;

  g_assert_nonnull (procedure);
  limits = describe_limits (procedure);
  fee = mc_procedure_describe_fee (procedure, "vi");
  g_assert_cmpstr (limits, ==, row->limits);
  g_assert_cmpstr (fee, ==, row->fee);
  g_assert_true (mc_procedure_accepts (procedure, MC_APPLICANT_PERSON));
  g_assert_cmpint (
      mc_procedure_accepts (procedure, MC_APPLICANT_ORGANISATION), ==, row->organisation);
  g_assert_cmpint (mc_procedure_get_level (procedure), ==, row->level);
  g_assert_cmpint (
      mc_procedure_get_agency_code (procedure) != NULL, ==, row->level == MC_LEVEL_CITY);
  g_assert_cmpuint (mc_procedure_get_n_legal_bases (procedure), >, 0);
  g_assert_cmpuint (mc_procedure_get_n_documents (procedure), >, 0);
  g_assert_cmpuint (g_strv_length ((GStrv) mc_procedure_get_keywords (procedure, "vi")), >, 1);
  g_assert_cmpuint (g_strv_length ((GStrv) mc_procedure_get_keywords (procedure, "en")), >, 0);
}

static gboolean
has_vietnamese_marks (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) > 0x7f)
      return TRUE;
  return FALSE;
}

static void
assert_words (const char *vi, const char *en)
{
  g_assert_nonnull (vi);
  g_assert_nonnull (en);
  g_assert_cmpuint (strlen (vi), >, 1);
  g_assert_cmpuint (strlen (en), >, 1);
}

/* Every page asks a question in both languages, as to a person; one or two fields a page, three
 * where one paper or account is described by them; labels are short; id numbers are masked. */
static void
test_form (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);
  McProcedure *procedure = mc_catalogue_find (catalogue, row->code, &day);
  guint last_section = 0;

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);
      const char *vi = mc_form_page_get_title (page, "vi");
      const char *en = mc_form_page_get_title (page, "en");

      assert_words (vi, en);
      if (!g_str_has_suffix (vi, "?") || !g_str_has_suffix (en, "?") || !has_vietnamese_marks (vi))
        g_error ("%s: no question: %s / %s", row->code, vi, en);
      assert_words (mc_form_page_get_section_title (page, "vi"),
                    mc_form_page_get_section_title (page, "en"));
      g_assert_cmpuint (mc_form_page_get_section (page), >=, last_section);
      last_section = mc_form_page_get_section (page);
      g_assert_cmpuint (mc_form_page_get_n_fields (page), <=, 3);
      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        {
          const McField *field = mc_form_page_get_field (page, j);
          const char *label = mc_field_get_label (field, "vi");

          assert_words (label, mc_field_get_label (field, "en"));
          g_assert_cmpint (g_utf8_strlen (label, -1), <=, 50);
          g_assert_cmpint (
              mc_field_get_help (field, "vi") == NULL, ==, mc_field_get_help (field, "en") == NULL);
          g_assert_true (mc_procedure_find_field (procedure, mc_field_get_key (field)) == field);
          if (mc_field_get_kind (field) == MC_FIELD_ID_NUMBER)
            g_assert_true (mc_field_is_masked (field));
        }
    }
  g_assert_cmpuint (last_section + 1, ==, mc_procedure_get_n_sections (procedure));
}

/* The submission file that ships with it goes all the way: read, checked, and its fee counted. */
static void
test_example (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *text = NULL;
  McProcedure *procedure = mc_catalogue_find (catalogue, row->code, &day);
  gsize length;

  text = forms_read ("examples", row->example, &length);
  dossier = mc_dossier_from_submission (text, length, row->example, catalogue, &day, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier->procedure, ==, row->code);
  g_assert_true (mc_dossier_check (dossier, procedure, &day, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mc_procedure_get_fee (procedure, dossier->answers, &day), ==, row->example_fee);
}

/* Whatever is chosen, the form can be walked to its end: each way through the choices leaves
 * fields that can all be answered, and the papers that are needed are known. */
static void
test_paths (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);
  McProcedure *procedure = mc_catalogue_find (catalogue, row->code, &day);

  for (guint turn = 0; turn < 12; turn++)
    {
      g_autoptr (McAnswers) answers = mc_answers_new ();
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
        {
          const McFormPage *page = mc_procedure_get_page (procedure, i);

          if (!mc_form_page_is_visible (page, answers))
            continue;
          for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
            {
              static const char *const TRIALS[] = { "1",          "Hà",         "1950-01-01",
                                                    "1990",       "08:00",      "001150000017",
                                                    "0100109106", "0912345678", "a@b.vn",
                                                    "yes",        "2025-07-02", "một hai ba",
                                                    "2024-01-01", "12" };
              const McField *field = mc_form_page_get_field (page, j);
              g_autofree char *value = NULL;
              guint n = mc_field_get_n_choices (field);

              if (!mc_field_is_visible (field, answers))
                continue;
              if (n > 0)
                value = g_strdup (mc_field_get_choice (field, turn % n, "vi").value);
              else if (mc_field_get_kind (field) == MC_FIELD_YES_NO)
                value = g_strdup (turn % 2 == 0 ? "yes" : "no");
              for (guint k = 0; value == NULL && k < G_N_ELEMENTS (TRIALS); k++)
                mc_field_validate (field, TRIALS[k], &day, &value, NULL);
              if (value == NULL && mc_field_is_required (field))
                g_error ("%s: nothing answers %s", row->code, mc_field_get_key (field));
              if (value != NULL)
                mc_answers_set (answers, mc_field_get_key (field), value);
            }
        }
      mc_procedure_check_answers (procedure, answers, &day, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/procedures/all", test_all);
  for (guint i = 0; i < G_N_ELEMENTS (ROWS); i++)
    {
      static const struct
      {
        const char *name;
        GTestDataFunc func;
      } tests[] = { { "reference", test_reference },
                    { "form", test_form },
                    { "example", test_example },
                    { "paths", test_paths } };

      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path =
              g_strdup_printf ("/domain/procedures/%s/%s", ROWS[i].code, tests[j].name);

          g_test_add_data_func (path, &ROWS[i], tests[j].func);
        }
    }

  return g_test_run ();
}
