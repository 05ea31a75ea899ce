/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/domain/forms.h"

#include <string.h>

typedef struct
{
  McCatalogue *catalogue; /* (owned) */
  GDate today;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->catalogue = forms_catalogue ();
  fixture->today = forms_day ("2025-07-02");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->catalogue);
}

static McProcedure *
find (Fixture *fixture, const char *code)
{
  McProcedure *procedure = mc_catalogue_find (fixture->catalogue, code, &fixture->today);

  g_assert_nonnull (procedure);
  return procedure;
}

/* Thông tư 226/2016: 2,000 đ a page, 1,000 from the third on, at most 200,000 a copy. */
static void
test_fee_pages (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *pages;
    const char *copies;
    gint64 fee;
  } rows[] = {
    { "1", "1", 2000 },     { "2", "1", 4000 },     { "3", "1", 5000 },
    { "5", "1", 7000 },     { "250", "1", 200000 }, { "198", "1", 200000 },
    { "197", "1", 199000 }, { "5", "3", 21000 },    { "250", "2", 400000 },
  };
  McProcedure *procedure = find (fixture, "2.000815");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (McAnswers) answers = mc_answers_new ();

      mc_answers_set (answers, "pages", rows[i].pages);
      mc_answers_set (answers, "copies", rows[i].copies);
      g_assert_cmpint (mc_procedure_get_fee (procedure, answers, NULL), ==, rows[i].fee);
    }
  g_assert_cmpint (mc_procedure_get_fee (procedure, NULL, NULL), ==, -1);
}

/* A birth costs nothing up to the sixtieth day; later the counter tells. */
static void
test_fee_in_time (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.001193");
  g_autoptr (McAnswers) answers = mc_answers_new ();
  g_autofree char *free_text = NULL;
  g_autofree char *late_text = NULL;
  g_autofree char *unknown_text = NULL;

  g_assert_cmpint (mc_procedure_get_fee (procedure, answers, &fixture->today), ==, -1);
  unknown_text = mc_procedure_format_fee (procedure, NULL, NULL, "en");
  g_assert_cmpstr (unknown_text, ==, "Free within 60 days; later: told at the counter");

  mc_answers_set (answers, "child_birth_date", "2025-05-03"); /* day 60 */
  g_assert_cmpint (mc_procedure_get_fee (procedure, answers, &fixture->today), ==, 0);
  free_text = mc_procedure_format_fee (procedure, answers, &fixture->today, "en");
  g_assert_cmpstr (free_text, ==, "Free");

  mc_answers_set (answers, "child_birth_date", "2025-05-02"); /* day 61 */
  g_assert_cmpint (mc_procedure_get_fee (procedure, answers, &fixture->today), ==, -1);
  late_text = mc_procedure_format_fee (procedure, answers, &fixture->today, "en");
  g_assert_cmpstr (late_text, ==, "Told at the counter");
}

/* Limits are found by their case, and told in words. */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.000894");
  g_autofree char *plain = mc_procedure_describe_limit (procedure, NULL, "vi");
  g_autofree char *other = mc_procedure_describe_limit (procedure, "with_verification", "vi");
  g_autofree char *english = mc_procedure_describe_limit (procedure, "with_verification", "en");

  g_assert_cmpstr (plain, ==, "Trong ngày");
  g_assert_cmpstr (other, ==, "5 ngày làm việc");
  g_assert_cmpstr (english, ==, "5 working days");
  g_assert_null (mc_procedure_get_limit (procedure, "never"));
  g_assert_null (mc_procedure_describe_limit (procedure, "never", "vi"));
}

/* The civil-status files end when the new law begins; both days count. */
static void
test_valid (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.001193");
  const struct
  {
    const char *day;
    gboolean valid;
  } rows[] = {
    { "2025-05-31", FALSE }, { "2025-06-01", TRUE }, { "2027-02-28", TRUE }, { "2027-03-01", FALSE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate day = forms_day (rows[i].day);

      g_assert_cmpint (mc_procedure_is_valid_on (procedure, &day), ==, rows[i].valid);
    }
}

static McApplicant *
create_applicant (void)
{
  McApplicant *applicant = mc_applicant_new (MC_APPLICANT_PERSON);

  applicant->name = g_strdup ("Trần Thị Bích Ngọc");
  applicant->id_number = g_strdup ("001198004321");
  applicant->birth_date = forms_day ("1998-03-08");
  applicant->sex = MC_SEX_FEMALE;
  applicant->address = g_strdup ("Số 12, phố Hàng Bông, Hà Nội");
  return applicant;
}

/* Prefilling takes the applicant's data and the defaults, and leaves what is answered alone. */
static void
test_prefill (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.000894");
  g_autoptr (McApplicant) applicant = create_applicant ();
  g_autoptr (McAnswers) answers = mc_answers_new ();

  mc_answers_set (answers, "self_residence", "Nơi khác");
  mc_procedure_prefill (procedure, applicant, answers);
  g_assert_cmpstr (mc_answers_get (answers, "self_name"), ==, "Trần Thị Bích Ngọc");
  g_assert_cmpstr (mc_answers_get (answers, "self_sex"), ==, "female");
  g_assert_cmpstr (mc_answers_get (answers, "self_birth_date"), ==, "1998-03-08");
  g_assert_cmpstr (mc_answers_get (answers, "self_id"), ==, "001198004321");
  g_assert_cmpstr (mc_answers_get (answers, "self_ethnicity"), ==, "kinh");
  g_assert_cmpstr (mc_answers_get (answers, "self_residence"), ==, "Nơi khác");
  g_assert_null (mc_answers_get (answers, "partner_name"));
}

/* What the applicant's data cannot fill is left open, and nobody at all fills the defaults. */
static void
test_prefill_little (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.000894");
  g_autoptr (McApplicant) applicant = mc_applicant_new (MC_APPLICANT_PERSON);
  g_autoptr (McAnswers) answers = mc_answers_new ();

  applicant->name = g_strdup ("R2-D2"); /* what no name field takes */
  mc_procedure_prefill (procedure, applicant, answers);
  mc_procedure_prefill (procedure, NULL, answers);
  g_assert_null (mc_answers_get (answers, "self_name"));
  g_assert_null (mc_answers_get (answers, "self_birth_date"));
  g_assert_null (mc_answers_get (answers, "self_sex"));
  g_assert_cmpstr (mc_answers_get (answers, "self_times"), ==, "1");
}

/* An answer that a later choice has hidden falls away, and what hung on it too. */
static void
test_keep_visible (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.001193");
  g_autoptr (McAnswers) answers = mc_answers_new ();
  g_autoptr (McAnswers) kept = NULL;
  const McFormPage *page = NULL;

  mc_answers_set (answers, "has_father", "no");
  mc_answers_set (answers, "father_name", "Nguyễn Văn Hải");
  mc_answers_set (answers, "father_ethnicity", "other");
  mc_answers_set (answers, "father_ethnicity_other", "Pu Péo");
  mc_answers_set (answers, "child_name", "Trần Minh Khuê");
  kept = mc_procedure_keep_visible (procedure, answers);
  g_assert_cmpuint (mc_answers_get_size (kept), ==, 2);
  g_assert_cmpstr (mc_answers_get (kept, "child_name"), ==, "Trần Minh Khuê");
  g_assert_cmpstr (mc_answers_get (kept, "has_father"), ==, "no");

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    if (g_str_equal (
            mc_field_get_key (mc_form_page_get_field (mc_procedure_get_page (procedure, i), 0)),
            "father_name"))
      page = mc_procedure_get_page (procedure, i);
  g_assert_false (mc_form_page_is_visible (page, answers));
  mc_answers_set (answers, "has_father", "yes");
  g_assert_true (mc_form_page_is_visible (page, answers));
  g_assert_false (mc_form_page_is_visible (page, NULL));
}

/* Papers follow the answers. */
static void
test_documents (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "1.014027");
  const McDocument *authorisation = mc_procedure_find_document (procedure, "authorisation");
  g_autoptr (McAnswers) answers = mc_answers_new ();

  mc_answers_set (answers, "relation", "self");
  g_assert_false (mc_document_is_needed (authorisation, answers));
  mc_answers_set (answers, "relation", "parent");
  g_assert_true (mc_document_is_needed (authorisation, answers));
  g_assert_cmpint (mc_document_get_scan (authorisation), ==, MC_SCAN_OPTIONAL);
  g_assert_cmpuint (mc_document_get_originals (authorisation), ==, 1);
  g_assert_null (mc_procedure_find_document (procedure, "passport_photo"));
}

/* The first wrong answer is named by its key, without its value. */
static void
test_check_answers (Fixture *fixture, gconstpointer data)
{
  McProcedure *procedure = find (fixture, "2.000815");
  g_autoptr (McAnswers) answers = mc_answers_new ();
  g_autoptr (GError) error = NULL;

  mc_answers_set (answers, "document_name", "Bằng tốt nghiệp");
  mc_answers_set (answers, "foreign", "no");
  mc_answers_set (answers, "copies", "1");
  g_assert_false (mc_procedure_check_answers (procedure, answers, &fixture->today, &error));
  g_assert_error (error, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_ANSWER);
  g_assert_cmpstr (error->message, ==, "pages: must be answered");
  g_clear_error (&error);

  mc_answers_set (answers, "pages", "9999");
  g_assert_false (mc_procedure_check_answers (procedure, answers, &fixture->today, &error));
  g_assert_cmpstr (error->message, ==, "pages: is too large: at most 2000");
  g_clear_error (&error);

  mc_answers_set (answers, "pages", "5");
  g_assert_true (mc_procedure_check_answers (procedure, answers, &fixture->today, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/domain/procedure/fee/pages", test_fee_pages);
  ADD ("/domain/procedure/fee/in-time", test_fee_in_time);
  ADD ("/domain/procedure/limits", test_limits);
  ADD ("/domain/procedure/valid", test_valid);
  ADD ("/domain/procedure/prefill", test_prefill);
  ADD ("/domain/procedure/prefill/little", test_prefill_little);
  ADD ("/domain/procedure/keep-visible", test_keep_visible);
  ADD ("/domain/procedure/documents", test_documents);
  ADD ("/domain/procedure/check-answers", test_check_answers);
#undef ADD

  return g_test_run ();
}
