/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/kiosk-fixture.h"

static void
spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_print (KioskFixture *fixture, McIntakePrint print)
{
  while (mc_intake_controller_get_print (fixture->intake) != print)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_records (KioskFixture *fixture)
{
  g_autoptr (GPtrArray) records = mc_outbox_list (fixture->outbox, NULL);

  return records->len;
}

/* From card to receipt: what was filed is in the outbox, and shown only once it was painted. */
static void
test_journey (KioskFixture *fixture, gconstpointer data)
{
  const McReceipt *receipt;
  g_autoptr (McOutboxRecord) record = NULL;
  g_autoptr (McOutboxRecord) painted = NULL;

  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  receipt = mc_intake_controller_get_receipt (fixture->intake);
  g_assert_nonnull (receipt);
  g_assert_true (g_str_has_prefix (receipt->status_url, "HTTPS://MOTCUA.EXAMPLE/T/"));
  g_assert_nonnull (mc_intake_controller_get_qr (fixture->intake));
  g_assert_cmpstr (receipt->masked_name, ==, "Trần Thị B•••");
  g_assert_cmpuint (receipt->papers->len, ==, 3);
  g_assert_cmpuint (mc_intake_controller_get_rating (fixture->intake), ==, 0);

  record = kiosk_fixture_find (fixture, receipt->code);
  g_assert_false (record->shown);
  mc_intake_controller_note_painted (fixture->intake);
  painted = kiosk_fixture_find (fixture, receipt->code);
  g_assert_true (painted->shown);
  g_assert_cmpuint (count_records (fixture), ==, 1);
}

/* Five taps on Submit, before, during and after: one dossier. */
static void
test_taps (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  for (guint i = 0; i < 5; i++)
    {
      mc_intake_controller_submit (fixture->intake);
      spin ();
    }
  kiosk_fixture_wait_state (fixture, MC_INTAKE_ACCEPTED);
  mc_intake_controller_submit (fixture->intake);
  spin ();
  g_assert_cmpint (mc_intake_controller_get_state (fixture->intake), ==, MC_INTAKE_ACCEPTED);
  g_assert_cmpuint (count_records (fixture), ==, 1);
}

/* A full disk is said, the draft stays, and the same submit succeeds when there is room again. */
static void
test_full (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  mc_outbox_set_reserve (fixture->outbox, G_GUINT64_CONSTANT (1) << 60);
  g_test_expect_message ("mc-intake-submit", G_LOG_LEVEL_WARNING, "Cannot commit*");
  mc_intake_controller_submit (fixture->intake);
  kiosk_fixture_wait_state (fixture, MC_INTAKE_FAILED);
  g_test_assert_expected_messages ();
  g_assert_cmpint (mc_intake_controller_get_problem (fixture->intake), ==, MC_INTAKE_PROBLEM_FULL);
  g_assert_null (mc_intake_controller_get_receipt (fixture->intake));
  g_assert_cmpstr (
      mc_intake_controller_get_raw (fixture->intake, "child_name"), ==, "Nguyễn Minh Khuê");

  mc_outbox_set_reserve (fixture->outbox, 0);
  mc_intake_controller_submit (fixture->intake);
  kiosk_fixture_wait_state (fixture, MC_INTAKE_ACCEPTED);
  g_assert_cmpuint (count_records (fixture), ==, 1);
}

/* A machine that is not set up says so, and takes nothing. */
static void
test_not_enrolled (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  mc_intake_controller_submit (fixture->intake);
  g_assert_cmpint (
      mc_intake_controller_get_problem (fixture->intake), ==, MC_INTAKE_PROBLEM_NOT_ENROLLED);
  g_assert_cmpuint (count_records (fixture), ==, 0);
}

/* Without the notice nothing is filed, and a hole in the form is found at the latest at submit. */
static void
test_incomplete (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  mc_intake_controller_set_answer (fixture->intake, "mother_name", "1234", NULL);
  mc_intake_controller_submit (fixture->intake);
  g_assert_cmpint (
      mc_intake_controller_get_problem (fixture->intake), ==, MC_INTAKE_PROBLEM_INCOMPLETE);
  g_assert_cmpstr (mc_intake_controller_get_raw (fixture->intake, "mother_name"), ==, "1234");
  g_assert_cmpuint (count_records (fixture), ==, 0);
}

/* The slip goes to the printer only when its wording is known, and every end of it is told. */
static void
test_print (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  mc_intake_controller_submit (fixture->intake);
  kiosk_fixture_wait_state (fixture, MC_INTAKE_CONFIRMING);
  g_assert_cmpuint (stub_printer_get_n_jobs (fixture->printer), ==, 0);
  kiosk_fixture_wait_state (fixture, MC_INTAKE_ACCEPTED);
  g_assert_false (mc_intake_controller_can_reprint (fixture->intake));
  wait_print (fixture, MC_INTAKE_PRINT_PRINTING);
  stub_printer_end_job (fixture->printer, MC_PRINT_FAILED);
  wait_print (fixture, MC_INTAKE_PRINT_FAILED);

  g_assert_true (mc_intake_controller_can_reprint (fixture->intake));
  mc_intake_controller_reprint (fixture->intake);
  g_assert_cmpint (mc_intake_controller_get_print (fixture->intake), ==, MC_INTAKE_PRINT_WAITING);
  mc_intake_controller_reprint (fixture->intake);
  stub_printer_end_job (fixture->printer, MC_PRINT_SENT);
  wait_print (fixture, MC_INTAKE_PRINT_SENT);
  g_assert_cmpuint (stub_printer_get_n_jobs (fixture->printer), ==, 2);

  mc_intake_controller_reprint (fixture->intake);
  stub_printer_end_job (fixture->printer, MC_PRINT_UNKNOWN);
  wait_print (fixture, MC_INTAKE_PRINT_UNKNOWN);
  g_assert_false (mc_intake_controller_can_reprint (fixture->intake));
}

/* A printer that says it cannot gets no job that would come out for somebody else later. */
static void
test_no_paper (KioskFixture *fixture, gconstpointer data)
{
  stub_printer_set_health (fixture->printer, MC_PRINTER_FAULT, "media-empty");
  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  g_assert_cmpint (mc_intake_controller_get_print (fixture->intake), ==, MC_INTAKE_PRINT_NONE);
  stub_printer_set_health (fixture->printer, MC_PRINTER_READY, NULL);
  spin ();
  g_assert_cmpuint (stub_printer_get_n_jobs (fixture->printer), ==, 0);
  g_assert_true (mc_intake_controller_can_reprint (fixture->intake));
}

/* Nothing is left after the end of a visit; the dossier stays. */
static void
test_wipe (KioskFixture *fixture, gconstpointer data)
{
  const McApplicant *applicant;

  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  mc_visit_end (fixture->visit, MC_VISIT_END_DONE);
  applicant = mc_intake_controller_get_applicant (fixture->intake);
  g_assert_cmpint (mc_intake_controller_get_state (fixture->intake), ==, MC_INTAKE_EMPTY);
  g_assert_null (applicant->name);
  g_assert_null (applicant->id_number);
  g_assert_null (mc_intake_controller_get_receipt (fixture->intake));
  g_assert_null (mc_intake_controller_get_qr (fixture->intake));
  g_assert_null (mc_intake_controller_get_procedure (fixture->intake));
  g_assert_null (mc_intake_controller_get_raw (fixture->intake, "child_name"));
  g_assert_false (mc_intake_controller_get_noticed (fixture->intake));
  g_assert_cmpuint (count_records (fixture), ==, 1);
}

/* What the card told is not asked again, is renewed by another card, and a typed change stays. */
static void
test_prefill (KioskFixture *fixture, gconstpointer data)
{
  McCardWarnings warnings;
  const McField *field;

  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  g_assert_cmpstr (
      mc_intake_controller_get_raw (fixture->intake, "requester_name"), ==, "Trần Thị Bình");
  g_assert_cmpint (
      mc_intake_controller_take_scan (fixture->intake, KIOSK_FIXTURE_OTHER_CARD, &warnings, NULL),
      ==,
      MC_SCAN_RESULT_CARD);
  mc_intake_controller_begin_form (fixture->intake);
  g_assert_cmpstr (
      mc_intake_controller_get_raw (fixture->intake, "requester_name"), ==, "Nguyễn Văn An");
  field = mc_form_page_get_field (
      mc_procedure_get_page (mc_intake_controller_get_procedure (fixture->intake),
                             mc_intake_controller_get_page (fixture->intake)),
      0);
  g_assert_cmpstr (mc_field_get_key (field), !=, "requester_name");

  mc_intake_controller_set_answer (fixture->intake, "requester_name", "Lê Thị Cúc", NULL);
  mc_intake_controller_take_scan (fixture->intake, KIOSK_FIXTURE_CARD, &warnings, NULL);
  mc_intake_controller_begin_form (fixture->intake);
  g_assert_cmpstr (
      mc_intake_controller_get_raw (fixture->intake, "requester_name"), ==, "Lê Thị Cúc");
}

/* A change from the review comes straight back, unless it opened a new question. */
static void
test_change (KioskFixture *fixture, gconstpointer data)
{
  const int n_pages =
      (kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê"),
       (int) mc_procedure_get_n_pages (mc_intake_controller_get_procedure (fixture->intake)));

  g_assert_cmpint (mc_intake_controller_get_page (fixture->intake), ==, n_pages);
  g_assert_true (mc_intake_controller_change (fixture->intake, "child_name"));
  mc_intake_controller_set_answer (fixture->intake, "child_name", "Nguyễn Minh An", NULL);
  g_assert_false (mc_intake_controller_next_page (fixture->intake));
  g_assert_null (mc_intake_controller_get_changing (fixture->intake));

  g_assert_true (mc_intake_controller_change (fixture->intake, "child_ethnicity"));
  mc_intake_controller_set_answer (fixture->intake, "child_ethnicity", "other", NULL);
  g_assert_true (mc_intake_controller_next_page (fixture->intake));
  mc_intake_controller_set_answer (fixture->intake, "child_ethnicity_other", "Chăm", NULL);
  g_assert_false (mc_intake_controller_next_page (fixture->intake));

  g_assert_false (mc_intake_controller_change (fixture->intake, "applicant.name"));
  mc_intake_controller_end_change (fixture->intake);
  g_assert_cmpint (mc_intake_controller_get_page (fixture->intake), ==, n_pages);
}

/* The review shows each answer once, the id masked, and nothing that is not asked any more. */
static void
test_review (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sections = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean masked = FALSE;

  kiosk_fixture_fill (fixture, "Nguyễn Minh Khuê");
  mc_intake_controller_set_answer (fixture->intake, "has_father", "no", NULL);
  sections = mc_intake_controller_create_review (fixture->intake);
  for (guint i = 0; i < sections->len; i++)
    {
      const McReviewSection *section = g_ptr_array_index (sections, i);

      g_assert_cmpint (section->title == NULL, ==, i == 0);
      for (guint j = 0; j < section->lines->len; j++)
        {
          const McReviewLine *line = g_ptr_array_index (section->lines, j);

          g_assert_true (g_hash_table_add (seen, line->key));
          if (g_str_equal (line->key, "applicant.id_number"))
            masked = g_strcmp0 (line->masked, "•••• •••• 0028") == 0;
        }
    }
  g_assert_true (masked);
  g_assert_true (g_hash_table_contains (seen, "child_name"));
  g_assert_false (g_hash_table_contains (seen, "father_name"));
  g_assert_false (g_hash_table_contains (seen, "requester_name"));
}

/* Typed data is checked like a card's: the number's year of birth must be the date's. */
static void
test_typed (KioskFixture *fixture, gconstpointer data)
{
  g_autofree char *detail = NULL;
  McIntakeController *intake = fixture->intake;

#define SET(field, raw) mc_intake_controller_set_applicant_field (intake, field, raw, NULL)
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_ID_NUMBER, ""), ==, MC_FIELD_PROBLEM_REQUIRED);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_ID_NUMBER, "00130400002"), !=, MC_FIELD_PROBLEM_NONE);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_ID_NUMBER, "001304000028"), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_NAME, "Trần Thị B1"), ==, MC_FIELD_PROBLEM_CHARACTERS);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_NAME, "Trần Thị Bình"), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_cmpint (mc_intake_controller_set_applicant_field (
                       intake, MC_APPLICANT_FIELD_BIRTH_DATE, "28/2/2003", &detail),
                   ==,
                   MC_FIELD_PROBLEM_FORMAT);
  g_assert_cmpstr (detail, ==, "birth-date");
  g_assert_cmpint (
      SET (MC_APPLICANT_FIELD_BIRTH_DATE, "30/2/2004"), ==, MC_FIELD_PROBLEM_NO_SUCH_DATE);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_BIRTH_DATE, "29/2/2004"), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_false (mc_intake_controller_has_applicant (intake));
  g_assert_cmpint (
      SET (MC_APPLICANT_FIELD_ADDRESS, "Số 5 Lý Thường Kiệt"), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_cmpint (SET (MC_APPLICANT_FIELD_PHONE, ""), ==, MC_FIELD_PROBLEM_NONE);
  g_assert_true (mc_intake_controller_has_applicant (intake));
  g_assert_cmpint (mc_intake_controller_get_applicant (intake)->sex, ==, MC_SEX_FEMALE);
#undef SET
}

/* Scans of other things are named for what they are. */
static void
test_scans (KioskFixture *fixture, gconstpointer data)
{
  McCardWarnings warnings;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (
      mc_intake_controller_take_scan (
          fixture->intake, "HTTPS://MOTCUA.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS", &warnings, NULL),
      ==,
      MC_SCAN_RESULT_RECEIPT);
  g_assert_cmpint (
      mc_intake_controller_take_scan (fixture->intake, "8934588063053", &warnings, NULL),
      ==,
      MC_SCAN_RESULT_OTHER);
  g_assert_cmpint (
      mc_intake_controller_take_scan (fixture->intake,
                                      "001304000028||Trần Thị Bình|29022003|Nữ|Thôn 1|01082024",
                                      &warnings,
                                      &error),
      ==,
      MC_SCAN_RESULT_BAD_CARD);
  g_assert_error (error, MC_CARD_ERROR, MC_CARD_ERROR_BIRTH_DATE);
  g_assert_null (mc_intake_controller_get_applicant (fixture->intake)->name);
}

static void
ask_all (McIntakeController *intake)
{
  mc_intake_controller_can_reprint (intake);
  mc_intake_controller_get_receipt (intake);
  mc_intake_controller_get_qr (intake);
  mc_intake_controller_get_rating (intake);
}

/* A screen asks again at each notify, also amid the wiping of a receipt. */
static void
test_asked_while_wiped (KioskFixture *fixture, gconstpointer data)
{
  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  g_signal_connect (fixture->intake, "notify", G_CALLBACK (ask_all), NULL);
  mc_visit_end (fixture->visit, MC_VISIT_END_ERASED);
  g_assert_false (mc_intake_controller_can_reprint (fixture->intake));
}

/* Submits and ends of visits in any order: whoever stands here never sees another's receipt. */
static void
test_interleaving (KioskFixture *fixture, gconstpointer data)
{
  const guint steps = g_test_slow () ? 100000 : 10000;
  guint filled = 0;
  gboolean mine = FALSE;

  stub_printer_set_health (fixture->printer, MC_PRINTER_FAULT, "media-empty");
  for (guint i = 0; i < steps; i++)
    {
      const int dice = g_test_rand_int_range (0, 100);

      if (dice < 2 && mc_intake_controller_get_state (fixture->intake) == MC_INTAKE_EMPTY)
        {
          g_autofree char *child = g_strdup_printf ("Trẻ %c", 'A' + (int) (filled++ % 26));

          kiosk_fixture_fill (fixture, child);
        }
      else if (dice < 10)
        {
          mc_intake_controller_submit (fixture->intake);
          mine = mine || mc_intake_controller_get_state (fixture->intake) == MC_INTAKE_COMMITTING;
        }
      else if (dice < 14)
        {
          mc_visit_end (fixture->visit, MC_VISIT_END_ERASED);
          mine = FALSE;
        }
      else
        g_main_context_iteration (NULL, FALSE);

      if (!mine)
        {
          g_assert_null (mc_intake_controller_get_receipt (fixture->intake));
          g_assert_cmpint (
              mc_intake_controller_get_state (fixture->intake), <, MC_INTAKE_COMMITTING);
          g_assert_false (mc_intake_controller_get_delivered (fixture->intake));
        }
    }
  g_assert_cmpuint (filled, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                                  \
  g_test_add (path, KioskFixture, data, kiosk_fixture_set_up, function, kiosk_fixture_tear_down)
  ADD ("/kiosk/intake/journey", NULL, test_journey);
  ADD ("/kiosk/intake/taps", NULL, test_taps);
  ADD ("/kiosk/intake/full", NULL, test_full);
  ADD ("/kiosk/intake/not-enrolled", "not-enrolled", test_not_enrolled);
  ADD ("/kiosk/intake/incomplete", NULL, test_incomplete);
  ADD ("/kiosk/intake/print", NULL, test_print);
  ADD ("/kiosk/intake/no-paper", NULL, test_no_paper);
  ADD ("/kiosk/intake/wipe", NULL, test_wipe);
  ADD ("/kiosk/intake/asked-while-wiped", NULL, test_asked_while_wiped);
  ADD ("/kiosk/intake/prefill", NULL, test_prefill);
  ADD ("/kiosk/intake/change", NULL, test_change);
  ADD ("/kiosk/intake/review", NULL, test_review);
  ADD ("/kiosk/intake/typed", NULL, test_typed);
  ADD ("/kiosk/intake/scans", NULL, test_scans);
  ADD ("/kiosk/intake/interleaving", NULL, test_interleaving);

  return g_test_run ();
}
