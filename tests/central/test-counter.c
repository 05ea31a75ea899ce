/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/assets.h"
#include "app/domain/code.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/receipt.h"
#include "app/protocol/envelope.h"
#include "central/console/counter-drafts.h"
#include "central/storage/serials.h"
#include "central/storage/storage-sqlite.h"
#include "central/work/action.h"
#include "central/work/counter-intake.h"
#include "central/work/event-data.h"
#include "tests/central/filing.h"
#include "tests/printing/page-reader.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define CLERK "hoa"
#define NASTY "<script>alert(1)</script>\"'&"

static Desk *
new_desk (DeskStorage storage)
{
  Desk *desk = desk_new (storage);

  official_add (desk, CLERK, "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00070", NULL);
  return desk;
}

static char *
dup_json (json_t *value)
{
  char *text = mc_json_to_string (value);

  json_decref (value);
  return text;
}

static void
fill_example (Desk *desk, Browser *browser, const char *name)
{
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr (json_t) example =
                 filing_load_example (desk->central->assets_dir, name, &data, &length);

  filing_fill (browser, example);
}

static McDossierRecord *
load_record (Desk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  McDossierRecord *record = mc_storage_find_by_id (desk->central->storage, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  return record;
}

static json_t *
documents_to_json (const McDossier *dossier)
{
  g_autoptr (json_t) object = mc_dossier_to_json (dossier);

  return json_incref (json_object_get (object, "documents"));
}

static void
assert_same_json (json_t *got, json_t *expected)
{
  g_autofree char *left = dup_json (got);
  g_autofree char *right = dup_json (expected);

  g_assert_cmpstr (left, ==, right);
}

static void
assert_same (const McDossier *got, const McDossier *expected)
{
  assert_same_json (mc_applicant_to_json (got->applicant),
                    mc_applicant_to_json (expected->applicant));
  g_assert_true ((got->owner == NULL) == (expected->owner == NULL));
  if (got->owner != NULL)
    assert_same_json (mc_applicant_to_json (got->owner), mc_applicant_to_json (expected->owner));
  assert_same_json (mc_answers_to_json (got->answers), mc_answers_to_json (expected->answers));
  assert_same_json (documents_to_json (got), documents_to_json (expected));
  g_assert_cmpstr (got->procedure, ==, expected->procedure);
  g_assert_cmpstr (got->version, ==, expected->version);
  g_assert_cmpstr (got->language, ==, expected->language);
  g_assert_cmpstr (got->limit_case, ==, expected->limit_case);
  g_assert_cmpint (got->consent_sms, ==, expected->consent_sms);
  g_assert_cmpint (got->consent_survey, ==, expected->consent_survey);
}

/* Each procedure, filled in page by page as a citizen tells it, becomes the dossier that the kiosk
 * would have made of it: the same answers, persons, papers and limit. */
static void
test_examples (void)
{
  static const char *const names[] = {
    "birth.json",     "certified-copy.json",     "company.json",        "death.json",
    "extract.json",   "household-business.json", "marital-status.json", "marriage.json",
    "signature.json", "permit-extension.json",   "register-copy.json",  "social-pension.json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
      g_autoptr (Browser) browser = browser_new (desk, CLERK);
      g_autofree char *data = NULL;
      gsize length;
      g_autoptr (json_t) example =
                     filing_load_example (desk->central->assets_dir, names[i], &data, &length);
      g_autoptr (McDossier) expected = NULL;
      g_autoptr (McDossier) got = NULL;
      g_autoptr (McDossierRecord) record = NULL;
      g_autofree char *id = NULL;
      GDate today;

      g_test_message ("%s", names[i]);
      desk_set_time (desk, "2025-07-15T09:00:00+07:00"); /* all twelve are in force */
      mc_time_get_local_date (mc_clock_now (desk->central->clock), &today);
      expected = mc_dossier_from_submission (
          data, length, names[i], desk->central->catalogue, &today, NULL);
      g_assert_nonnull (expected);

      filing_fill (browser, example);
      id = filing_dup_id (browser);
      g_assert_cmpuint (browser_press (browser, "", "/submit"), ==, 200);
      record = load_record (desk, id);
      g_assert_true (browser_shows (browser, record->code));
      g_assert_cmpstr (record->attention, ==, NULL);
      g_assert_cmpstr (record->channel, ==, "assisted");
      g_assert_cmpstr (record->unit, ==, "00070");
      g_assert_cmpint (record->state, ==, MC_STATE_SUBMITTED);
      got = mc_central_open_dossier (desk->central, id, NULL);
      g_assert_nonnull (got);
      assert_same (got, expected);
    }
}

static void
add_all_kinds (Desk *desk)
{
  g_autofree char *path = g_build_filename (desk->central->assets_dir,
                                            "..",
                                            "tests",
                                            "app",
                                            "domain",
                                            "corpus",
                                            "procedures",
                                            "good",
                                            "all-kinds.json",
                                            NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McProcedure) procedure = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  procedure = mc_procedure_new_from_json (data, length, path, &error);
  g_assert_no_error (error);
  mc_catalogue_add (desk->central->catalogue, procedure);
  desk_set_time (desk, "2025-07-15T09:00:00+07:00");
}

static void
type_somebody (Browser *browser)
{
  browser_type (
      browser,
      "applicant.card",
      "001198004321||Trần Thị Bích Ngọc|08031998|Nữ|Số 12, phố Hàng Bông, Hà Nội|01012022");
  browser_press (browser, "go", "card");
}

/* Every kind of field takes what is right and tells, beside the field, what is wrong; what was
 * typed stays there, and nothing goes on before it is right. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *key, *wrong, *words, *right, *canonical;
  } cases[] = {
    { "k_text",
      "a\xe2\x80\xae"
      "b",
      "không nhìn thấy",
      "Tầng 2, nhà B",
      "Tầng 2, nhà B" },
    { "k_long_text",
      "a\xe2\x80\x8b",
      "không nhìn thấy",
      "dòng một\r\ndòng hai",
      "dòng một\ndòng hai" },
    { "k_name", "Nguyễn 2", "Tên chỉ gồm chữ cái", "H'Hen Niê", "H'Hen Niê" },
    { "k_date", "29/2/2025", "Lịch không có ngày này", "28/2/2025", "2025-02-28" },
    { "k_year", "85", "Năm có bốn chữ số", "1985", "1985" },
    { "k_time", "25:00", "Giờ ghi như", "7h30", "07:30" },
    { "k_number", "hai", "Ở đây chỉ ghi chữ số", "1.000", "1000" },
    { "k_money", "-5", "Ở đây chỉ ghi chữ số", "2.000.000 đ", "2000000" },
    { "k_id_number", "00119800432", "đúng 12 chữ số", "001 198 004 321", "001198004321" },
    { "k_tax_code", "01234", "10 hoặc 13", "0101234567-001", "0101234567001" },
    { "k_phone", "12345", "10 chữ số", "+84 912 345 678", "0912345678" },
    { "k_email", "ai@", "ten@vidu.vn", "ai@vidu.vn", "ai@vidu.vn" },
    { "k_address",
      "a\x01"
      "b",
      "không nhìn thấy",
      "Số 1, phố Huế",
      "Số 1, phố Huế" },
    { "sheets", "1.00", "Ở đây phải là số", "12", "12" },
    { "born", "31/12/1899", "Sớm nhất là 1/1/1900", "1/1/2000", "2000-01-01" },
  };
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *id = NULL;

  add_all_kinds (desk);
  filing_begin (browser, "9.000001");
  type_somebody (browser);
  browser_press (browser, "go", "next");
  g_assert_nonnull (strstr (browser_get_address (browser), "/form"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *control = g_strconcat ("f.", cases[i].key, NULL);

      browser_type (browser, control, cases[i].wrong);
    }
  browser_type (browser, "f.k_yes_no", "no");
  browser_press (browser, "go", "next");
  g_assert_nonnull (strstr (browser_get_address (browser), "/form"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *control = g_strconcat ("f.", cases[i].key, NULL);
      g_autofree char *mistake = browser_dup_mistake (browser, control);

      g_test_message ("%s: %s", cases[i].key, mistake);
      g_assert_nonnull (mistake);
      g_assert_nonnull (strstr (mistake, cases[i].words));
      if (!g_str_equal (cases[i].key, "k_address")) /* HTML cannot carry a control character */
        g_assert_cmpstr (browser_read (browser, control), ==, cases[i].wrong);
      browser_type (browser, control, cases[i].right);
    }
  empty = browser_dup_mistake (browser, "f.colour");
  g_assert_cmpstr (empty, ==, "Chưa chọn. Xin chọn một mục.");
  browser_type (browser, "f.colour", "blue");
  browser_press (browser, "go", "next");
  g_assert_true (g_str_has_suffix (browser_get_address (browser), "/papers"));
  browser_press (browser, "go", "next");
  id = filing_dup_id (browser);
  g_assert_cmpuint (browser_press (browser, "", "/submit"), ==, 200);

  dossier = mc_central_open_dossier (desk->central, id, NULL);
  g_assert_nonnull (dossier);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mc_answers_get (dossier->answers, cases[i].key), ==, cases[i].canonical);
  g_assert_cmpstr (mc_answers_get (dossier->answers, "colour"), ==, "blue");
  g_assert_cmpstr (mc_answers_get (dossier->answers, "k_yes_no"), ==, "no");
}

/* The person's own fields are judged as at the kiosk, and nothing is told before it was sent. */
static void
test_applicant (void)
{
  static const struct
  {
    const char *control, *value, *words;
  } wrong[] = {
    { "applicant.name", "", "Ô này còn trống" },
    { "applicant.name", "Ngọc 3", "Tên chỉ gồm chữ cái" },
    { "applicant.id_number", "001197004321", "không khớp" },
    { "applicant.id_number", "1234", "đúng 12 chữ số" },
    { "applicant.birth_date", "31/12/2099", "muộn quá" },
    { "applicant.address", "", "Ô này còn trống" },
    { "applicant.phone", "0", "10 chữ số" },
    { "applicant.email", "a b", "không có dấu cách" },
  };
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);

  filing_begin (browser, "1.001193");
  g_assert_false (browser_shows (browser, "Xin sửa"));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *mistake = NULL;

      browser_type (browser, "applicant.name", "Trần Thị Bích Ngọc");
      browser_type (browser, "applicant.id_number", "001198004321");
      browser_type (browser, "applicant.birth_date", "8/3/1998");
      browser_type (browser, "applicant.address", "Số 12, phố Hàng Bông");
      browser_type (browser, "applicant.phone", "0912 345 678");
      browser_type (browser, "applicant.email", "");
      browser_type (browser, wrong[i].control, wrong[i].value);
      browser_press (browser, "go", "next");
      g_assert_true (g_str_has_suffix (browser_get_address (browser), "/applicant"));
      mistake = browser_dup_mistake (browser, wrong[i].control);
      if (i == 2) /* said at whichever of the two came later */
        {
          g_free (mistake);
          mistake = browser_dup_mistake (browser, "applicant.birth_date");
        }
      g_test_message ("%s %s: %s", wrong[i].control, wrong[i].value, mistake);
      g_assert_nonnull (mistake);
      g_assert_nonnull (strstr (mistake, wrong[i].words));
      g_assert_cmpstr (browser_read (browser, wrong[i].control), ==, wrong[i].value);
      g_assert_true (browser_shows (browser, "Xin sửa 1 chỗ"));
    }

  /* Number and date of another person, typed over both at once, go together. */
  browser_type (browser, "applicant.name", "Nguyễn Văn Hải");
  browser_type (browser, "applicant.id_number", "001096001234");
  browser_type (browser, "applicant.birth_date", "20/11/1996");
  browser_type (browser, "applicant.email", "");
  browser_press (browser, "go", "next");
  g_assert_nonnull (strstr (browser_get_address (browser), "/form"));
}

/* A card that does not read says so and changes nothing; a good one fills what it knows and leaves
 * the rest as typed; what is typed over it is not the card's any more. */
static void
test_card (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);

  filing_begin (browser, "1.001193");
  browser_type (browser, "applicant.phone", "0912345678");
  browser_type (browser, "applicant.card", "HTTPS://MOTCUA/T/ABC");
  browser_press (browser, "go", "next");
  g_assert_true (browser_shows (browser, "Chưa đọc được mã trên thẻ"));
  g_assert_cmpstr (browser_read (browser, "applicant.card"), ==, "");
  g_assert_cmpstr (browser_read (browser, "applicant.phone"), ==, "0912345678");
  g_assert_false (browser_shows (browser, "Xin sửa"));

  browser_type (
      browser, "applicant.card", "001098004321||Trần Thị Bích Ngọc|08031998|Nữ|Số 12|01012022");
  browser_press (browser, "go", "card");
  g_assert_true (browser_shows (browser, "không khớp nhau"));

  type_somebody (browser);
  g_assert_true (browser_shows (browser, "Đã đọc thẻ của Trần Thị Bích Ngọc"));
  g_assert_true (browser_shows (browser, "Đọc từ mã trên thẻ"));
  g_assert_cmpstr (browser_read (browser, "applicant.birth_date"), ==, "8/3/1998");
  g_assert_cmpstr (browser_read (browser, "applicant.phone"), ==, "0912345678");
  browser_open (browser, browser_get_address (browser));
  g_assert_false (browser_shows (browser, "Đã đọc thẻ của")); /* said once */

  browser_type (browser, "applicant.address", "Số 14, phố Hàng Bông, Hà Nội");
  browser_press (browser, "go", "next");
  browser_press (browser, "go", "back");
  g_assert_false (browser_shows (browser, "Đọc từ mã trên thẻ"));
  g_assert_cmpstr (browser_read (browser, "applicant.address"), ==, "Số 14, phố Hàng Bông, Hà Nội");
}

/* Answers bring up and hide others without any script; what is hidden does not travel, and stands
 * there again when it is asked again. */
static void
test_visibility (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree char *here = NULL;

  filing_begin (browser, "1.001193");
  type_somebody (browser);
  browser_press (browser, "go", "next");
  browser_type (browser, "f.relation", "mother");
  browser_press (browser, "go", "next");
  g_assert_false (browser_has (browser, "f.child_ethnicity_other"));
  browser_type (browser, "f.child_name", "Nguyễn Minh Khuê");
  browser_type (browser, "f.child_sex", "female");
  browser_type (browser, "f.child_birth_date", "14/6/2025");
  browser_type (browser, "f.child_birth_place", "Bệnh viện Phụ sản Trung ương");
  browser_type (browser, "f.child_native_place", "Xã Sóc Sơn, Hà Nội");
  browser_type (browser, "f.child_ethnicity", "other");
  here = g_strdup (browser_get_address (browser));
  browser_press (browser, "go", "next");

  g_assert_cmpstr (browser_get_address (browser), ==, here);
  g_assert_true (browser_shows (browser, "mở thêm câu hỏi"));
  g_assert_false (browser_shows (browser, "Xin sửa")); /* nobody saw the new one yet */
  browser_press (browser, "go", "next");
  g_assert_true (browser_shows (browser, "Xin sửa 1 chỗ"));
  browser_type (browser, "f.child_ethnicity_other", "Ê Đê");
  browser_press (browser, "go", "next");
  g_assert_cmpstr (browser_get_address (browser), !=, here);

  browser_open (browser, here);
  browser_type (browser, "f.child_ethnicity", "kinh");
  browser_press (browser, "go", "review");
  g_assert_false (browser_shows (browser, "Ê Đê"));
  browser_open (browser, here);
  browser_type (browser, "f.child_ethnicity", "other");
  browser_press (browser, "go", "next");
  browser_open (browser, here);
  g_assert_cmpstr (browser_read (browser, "f.child_ethnicity_other"), ==, "Ê Đê");
}

/* Going anywhere, right or wrong, keeps what stands on the page; the review says what is open and
 * leads there. */
static void
test_steps (void)
{
  static const char *const steps[] = { "form", "papers", "review", "procedure" };
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree char *id = NULL;
  g_autofree char *review = NULL;
  g_autofree char *applicant = NULL;

  filing_begin (browser, "1.001193");
  id = filing_dup_id (browser);
  review = g_strdup_printf ("/console/counter/%s/review", id);
  applicant = g_strdup_printf ("/console/counter/%s/applicant", id);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *typed = g_strdup_printf ("Trần %u Ngọc", i);

      browser_open (browser, applicant);
      browser_type (browser, "applicant.name", typed);
      g_assert_cmpuint (browser_press (browser, "go", steps[i]), ==, 200);
      g_assert_nonnull (strstr (browser_get_address (browser), steps[i]));
      browser_open (browser, applicant);
      g_assert_cmpstr (browser_read (browser, "applicant.name"), ==, typed);
    }

  browser_open (browser, review);
  g_assert_true (browser_shows (browser, "Còn "));
  g_assert_false (browser_shows (browser, "Nộp hồ sơ"));
  g_assert_true (browser_shows (browser, "Còn thiếu"));
  g_assert_nonnull (strstr (browser_get_page (browser), applicant));

  /* Nobody gets past it by sending the last form all the same. */
  {
    g_autofree char *submit = g_strdup_printf ("/console/counter/%s/submit", id);
    g_autoptr (McAnswer) answer = official_post (desk, CLERK, submit, "");

    g_assert_cmpuint (answer->status, ==, 303);
    g_assert_cmpstr (answer_get_header (answer, "Location"), ==, review);
    g_assert_null (mc_storage_find_by_id (desk->central->storage, id, NULL));
  }
}

/* Markup is text, wherever it is typed and wherever it is shown. */
static void
test_markup (void)
{
  static const char *const pages[] = { "applicant", "form?section=1", "papers", "review", NULL };
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *id = NULL;

  add_all_kinds (desk);
  filing_begin (browser, "9.000001");
  id = filing_dup_id (browser);
  type_somebody (browser);
  browser_type (browser, "applicant.name", NASTY);
  browser_type (browser, "applicant.address", NASTY);
  browser_type (browser, "applicant.phone", NASTY);
  browser_type (browser, "applicant.email", NASTY);
  browser_press (browser, "go", "owner");
  browser_type (browser, "owner.name", NASTY);
  browser_press (browser, "go", "form");
  browser_type (browser, "f.k_text", NASTY);
  browser_type (browser, "f.k_long_text", NASTY "\n" NASTY);
  browser_type (browser, "f.k_address", NASTY);
  browser_type (browser, "f.sheets", NASTY);
  browser_type (browser, "f.k_date", NASTY);
  browser_press (browser, "go", "next");
  for (guint language = 0; language < 2; language++)
    for (guint i = 0; pages[i] != NULL; i++)
      {
        g_autofree char *path = g_strdup_printf ("/console/counter/%s/%s", id, pages[i]);

        browser_set_language (browser, language == 0 ? "vi" : "en");
        g_assert_cmpuint (browser_open (browser, path), ==, 200);
        g_assert_null (strstr (browser_get_page (browser), "<script>alert"));
        g_assert_null (strstr (browser_get_page (browser), "\"'&<"));
      }
  browser_open (browser, "/console/counter?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'%26&desk=%3C");
  g_assert_null (strstr (browser_get_page (browser), "<script>alert"));
  g_assert_cmpstr (browser_read (browser, "q"), ==, NASTY);

  /* Where a text may hold it, it is filed as it is. */
  browser_set_language (browser, "vi");
  {
    g_autofree char *path = g_strdup_printf ("/console/counter/%s/applicant", id);

    browser_open (browser, path);
    browser_press (browser, "go", "no-owner");
    browser_type (browser, "applicant.name", "Trần Thị Bích Ngọc");
    browser_type (browser, "applicant.phone", "");
    browser_type (browser, "applicant.email", "");
    browser_press (browser, "go", "next");
    browser_type (browser, "f.colour", "red");
    browser_type (browser, "f.sheets", "1");
    browser_type (browser, "f.k_date", "");
    browser_type (browser, "f.born", "1/1/2000");
    browser_press (browser, "go", "next");
    browser_press (browser, "go", "next");
    browser_press (browser, "", "/submit");
  }
  dossier = mc_central_open_dossier (desk->central, id, NULL);
  g_assert_nonnull (dossier);
  g_assert_cmpstr (mc_answers_get (dossier->answers, "k_text"), ==, NASTY);
  g_assert_cmpstr (mc_answers_get (dossier->answers, "k_long_text"), ==, NASTY "\n" NASTY);
  g_assert_cmpstr (dossier->applicant->address, ==, NASTY);
}

/* A second click, a reload and the browser's way back file nothing twice. */
static void
test_double_submit (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autoptr (McAnswer) first_answer = NULL;
  g_autoptr (McAnswer) second_answer = NULL;
  g_autoptr (McAnswer) third_answer = NULL;
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *id = NULL;
  g_autofree char *submit = NULL;
  guint64 counts[MC_N_STATES], attention;
  Click *first, *second;

  fill_example (desk, browser, "signature.json");
  id = filing_dup_id (browser);
  first = browser_begin_press (browser, "", "/submit");
  second = browser_begin_press (browser, "", "/submit");
  click_handle (first);
  click_handle (second);
  first_answer = click_finish (first);
  second_answer = click_finish (second);
  g_assert_cmpuint (first_answer->status, ==, 303);
  g_assert_cmpuint (second_answer->status, ==, 303);
  g_assert_cmpstr (answer_get_header (first_answer, "Location"),
                   ==,
                   answer_get_header (second_answer, "Location"));

  submit = g_strdup_printf ("/console/counter/%s/submit", id);
  third_answer = official_post (desk, CLERK, submit, "");
  g_assert_cmpuint (third_answer->status, ==, 303);
  g_assert_cmpstr (answer_get_header (third_answer, "Location"),
                   ==,
                   answer_get_header (first_answer, "Location"));

  /* Every page of the draft leads to what became of it. */
  browser_open (browser, browser_get_address (browser));
  g_assert_true (browser_shows (browser, "Hồ sơ đã nộp, chờ tiếp nhận"));
  record = load_record (desk, id);
  g_assert_true (browser_shows (browser, record->code));
  g_assert_cmpuint (record->revision, ==, 1);
  g_assert_true (mc_storage_count_states (desk->central->storage, counts, &attention, NULL));
  g_assert_cmpuint (counts[MC_STATE_SUBMITTED], ==, 2); /* with the desk's own */

  events = mc_storage_list_events (desk->central->storage, id, NULL);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (((McEventRecord *) g_ptr_array_index (events, 0))->action, ==, "submit");
  g_assert_cmpstr (((McEventRecord *) g_ptr_array_index (events, 0))->actor, ==, CLERK);
}

/* What the trail knows of a dossier, in order: all of it by the clerk, in their unit. */
static void
assert_trail (Desk *desk, const char *id, const char *expected)
{
  const McTrailQuery query = { .dossier = id, .limit = 10 };
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  g_autoptr (GString) actions = g_string_new (NULL);

  for (guint i = lines->len; i > 0; i--)
    {
      const McTrailRecord *line = g_ptr_array_index (lines, i - 1);

      g_assert_cmpstr (line->login, ==, CLERK);
      g_assert_cmpstr (line->unit, ==, "00070");
      g_string_append_printf (actions, "%s ", line->action);
    }
  g_assert_cmpstr (actions->str, ==, expected);
}

/* With complete papers step 2 is done in the same breath, with the numbers that were counted; not
 * while something that was wanted does not lie there. */
static void
test_receive (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_auto (McCase) dossier = { 0 };
  g_autoptr (McEventData) data = NULL;
  g_autofree char *id = NULL;
  g_autofree char *papers = NULL;
  const McEventRecord *received;
  const McCheckedPaper *notice = NULL;

  fill_example (desk, browser, "birth.json");
  id = filing_dup_id (browser);
  papers = g_strdup_printf ("/console/counter/%s/papers", id);
  browser_open (browser, papers);
  g_assert_cmpstr (browser_read (browser, "n.birth_notice.originals"), ==, "1");
  browser_type (browser, "n.birth_notice.originals", "0");
  browser_press (browser, "go", "next");
  g_assert_true (browser_shows (browser, "chưa nộp"));
  browser_type (browser, "receive", "yes");
  browser_press (browser, "", "/submit");
  g_assert_true (browser_shows (browser, "Chưa nộp: Giấy chứng sinh"));
  g_assert_null (mc_storage_find_by_id (desk->central->storage, id, NULL));

  browser_open (browser, papers);
  browser_type (browser, "n.birth_notice.originals", "x");
  browser_press (browser, "go", "next");
  g_assert_true (browser_shows (browser, "Số bản là một số từ 0 đến 99"));
  g_assert_cmpstr (browser_read (browser, "n.birth_notice.originals"), ==, "x");
  browser_type (browser, "n.birth_notice.originals", "1");
  browser_type (browser, "n.birth_notice.copies", "2");
  browser_press (browser, "go", "next");
  browser_type (browser, "receive", "yes");
  browser_press (browser, "", "/submit");
  g_assert_true (browser_shows (browser, "Hồ sơ đã nộp và tiếp nhận"));
  g_assert_true (browser_shows (browser, "17:00 hôm nay"));

  g_assert_true (mc_case_load (&dossier, desk->central, id, NULL));
  g_assert_cmpint (dossier.record->state, ==, MC_STATE_RECEIVED);
  g_assert_cmpint (dossier.record->due_at, ==, desk_time ("2025-06-20T17:00:00+07:00"));
  g_assert_cmpuint (dossier.events->len, ==, 2);
  received = mc_case_find_last (&dossier, "receive");
  g_assert_cmpstr (received->actor, ==, CLERK);
  g_assert_cmpint (received->role, ==, MC_ROLE_RECEPTION);
  assert_trail (desk, id, "counter step view ");
  data = mc_event_data_parse (received->data);
  g_assert_cmpuint (data->register_number, ==, 1);
  for (guint i = 0; i < data->checked->len; i++)
    if (g_str_equal (((McCheckedPaper *) g_ptr_array_index (data->checked, i))->document,
                     "birth_notice"))
      notice = g_ptr_array_index (data->checked, i);
  g_assert_nonnull (notice);
  g_assert_cmpuint (notice->originals, ==, 1);
  g_assert_cmpuint (notice->copies, ==, 2);
}

/* The trail says who filed it, and who saw and printed what names the citizen. */
static void
test_trail (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree char *id = NULL;
  g_autofree char *slip = NULL;

  fill_example (desk, browser, "signature.json");
  id = filing_dup_id (browser);
  browser_press (browser, "", "/submit");
  slip = g_strdup_printf ("/console/counter/%s/slip", id);
  mc_answer_free (official_post (desk, CLERK, slip, ""));
  assert_trail (desk, id, "counter view print ");
}

/* In points; a height of 0 is as long as it gets. */
static void
assert_slip_size (Desk *desk, const char *path, const char *body, double width, double height)
{
  g_autoptr (McAnswer) answer = official_post (desk, CLERK, path, body);
  const McPage page = { .pdf = answer->body };
  g_autofree char *pdf = mc_test_write_pdf (&page);
  g_autofree char *info = mc_test_run ((const char *const[]){ "pdfinfo", pdf, NULL });
  const char *size = strstr (info, "Page size:");
  double seen_width, seen_height;

  g_assert_nonnull (size);
  g_assert_cmpint (sscanf (size, "Page size: %lf x %lf", &seen_width, &seen_height), ==, 2);
  g_assert_cmpfloat (ABS (seen_width - width), <, 0.1);
  if (height > 0)
    g_assert_cmpfloat (ABS (seen_height - height), <, 0.1);
  g_remove (pdf);
}

/* The slip's QR leads to the dossier by a token of its own: another at each print, none of them the
 * one inside. */
static void
test_slip (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *id = NULL;
  g_autofree char *slip = NULL;
  g_autofree char *form = NULL;
  char tokens[2][MC_TOKEN_LENGTH + 1];

  if (!mc_test_has_programs ())
    {
      g_test_skip ("no pdftoppm or zbarimg");
      return;
    }

  fill_example (desk, browser, "signature.json");
  id = filing_dup_id (browser);
  browser_press (browser, "", "/submit");
  slip = g_strdup_printf ("/console/counter/%s/slip", id);
  dossier = mc_central_open_dossier (desk->central, id, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (McAnswer) answer = official_post (desk, CLERK, slip, "");
      const McPage page = { .pdf = answer->body };
      g_autoptr (McDossierRecord) record = NULL;
      g_autofree char *url = NULL;

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (answer->content_type, ==, "application/pdf");
      url = mc_test_read_qr (&page, 203);
      g_assert_true (mc_status_url_parse (url, desk->central->public_url, tokens[i]));
      record = mc_storage_find_by_token (desk->central->storage, tokens[i], NULL);
      g_assert_nonnull (record);
      g_assert_cmpstr (record->id, ==, id);
      g_assert_cmpstr (tokens[i], !=, dossier->status_token);
    }
  g_assert_cmpstr (tokens[0], !=, tokens[1]);
  assert_slip_size (desk, slip, "", 226, 0);
  assert_slip_size (desk, slip, "media=a5", 419.5, 595.3);
  assert_slip_size (desk, slip, "media=a9", 226, 0);

  form = g_strdup_printf ("/console/dossiers/%s/actions/receive", id);
  g_assert_nonnull (strstr (browser_get_page (browser), form));
}

/* Once it is received form 01 is printed from where one stands, and the slip is none any more. */
static void
test_form_01 (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autoptr (McAnswer) receipt = NULL;
  g_autoptr (McAnswer) answer = NULL;
  g_autofree char *id = NULL;
  g_autofree char *slip = NULL;
  g_autofree char *form = NULL;

  fill_example (desk, browser, "signature.json");
  id = filing_dup_id (browser);
  browser_type (browser, "receive", "yes");
  browser_press (browser, "", "/submit");
  slip = g_strdup_printf ("/console/counter/%s/slip", id);
  g_assert_null (strstr (browser_get_page (browser), slip));
  answer = official_post (desk, CLERK, slip, "");
  g_assert_cmpuint (answer->status, ==, 303);
  form = g_strdup_printf ("/console/dossiers/%s/forms/receipt", id);
  g_assert_nonnull (strstr (browser_get_page (browser), form));
  receipt = official_post (desk, CLERK, form, "");
  g_assert_cmpuint (receipt->status, ==, 200);
  g_assert_cmpstr (receipt->content_type, ==, "application/pdf");
}

/* What is signed at the counter is printed from where one stands, received or not; a procedure that
 * has no such paper offers none. */
static void
test_declaration (void)
{
  static const char *const examples[] = { "permit-extension.json", "signature.json" };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
      g_autoptr (Browser) browser = browser_new (desk, CLERK);
      g_autoptr (McAnswer) answer = NULL;
      g_autofree char *id = NULL;
      g_autofree char *form = NULL;
      const gboolean there = i == 0;

      fill_example (desk, browser, examples[i]);
      id = filing_dup_id (browser);
      browser_press (browser, "", "/submit");
      form = g_strdup_printf ("/console/dossiers/%s/forms/declaration", id);
      g_assert_true ((strstr (browser_get_page (browser), form) != NULL) == there);
      answer = official_post (desk, CLERK, form, "");
      g_assert_cmpuint (answer->status, ==, there ? 200 : 404);
    }
}

static guint
file_one (Desk *desk, const char *login, char **code)
{
  g_autoptr (Browser) browser = browser_new (desk, login);
  g_autoptr (McDossierRecord) record = NULL;
  g_autofree char *id = NULL;
  McCode parsed;

  fill_example (desk, browser, "signature.json");
  id = filing_dup_id (browser);
  browser_press (browser, "", "/submit");
  record = load_record (desk, id);
  g_assert_true (mc_code_parse (record->code, &parsed, NULL));
  g_assert_cmpstr (parsed.agency, ==, "H26.104");
  if (code != NULL)
    *code = g_strdup (record->code);
  return parsed.serial;
}

/* Two clerks who file at the same instant get different codes; each day counts anew; another desk
 * counts by itself. */
static void
test_codes (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) hoa = browser_new (desk, CLERK);
  g_autoptr (Browser) lan = browser_new (desk, "lan");
  g_autofree char *hoa_id = NULL;
  g_autofree char *lan_id = NULL;
  g_autoptr (McDossierRecord) hoa_record = NULL;
  g_autoptr (McDossierRecord) lan_record = NULL;
  g_autofree char *tomorrow = NULL;
  Click *first, *second;
  McCode hoa_code, lan_code;
  guint serial;

  official_add (desk, "lan", "Lê Thị Lan", MC_ROLE_RECEPTION, "00070", NULL);
  fill_example (desk, hoa, "signature.json");
  fill_example (desk, lan, "birth.json");
  hoa_id = filing_dup_id (hoa);
  lan_id = filing_dup_id (lan);
  first = browser_begin_press (hoa, "", "/submit");
  second = browser_begin_press (lan, "", "/submit");
  click_handle (first);
  click_handle (second);
  mc_answer_free (click_finish (first));
  mc_answer_free (click_finish (second));
  hoa_record = load_record (desk, hoa_id);
  lan_record = load_record (desk, lan_id);
  g_assert_true (mc_code_parse (hoa_record->code, &hoa_code, NULL));
  g_assert_true (mc_code_parse (lan_record->code, &lan_code, NULL));
  g_assert_cmpuint (lan_code.serial, ==, hoa_code.serial + 1);
  g_assert_cmpuint (hoa_code.serial, >=, MC_SERIAL_FIRST);

  desk_set_time (desk, "2025-06-23T08:00:00+07:00");
  serial = file_one (desk, CLERK, &tomorrow);
  g_assert_cmpuint (serial, ==, hoa_code.serial);
  g_assert_nonnull (strstr (tomorrow, "-250623-"));
}

/* Enrols a kiosk as the service does. */
static McKioskRecord *
enrol_kiosk (McStorage *storage, const char *name, guint8 seed)
{
  g_autoptr (McEnrolmentRecord) record = mc_enrolment_record_new ();
  McKioskRecord *kiosk = NULL;
  McRedeemOutcome outcome;
  guint8 key[32];

  memset (key, seed, sizeof key);
  memset (record->lookup_id, seed, sizeof record->lookup_id);
  record->name = g_strdup (name);
  record->point_code = g_strdup ("00070");
  record->agency_code = g_strdup ("H26.104");
  record->expires_at = 1000;
  g_assert_true (mc_storage_begin (storage, NULL));
  g_assert_true (mc_storage_add_enrolment (storage, record, NULL));
  g_assert_true (
      mc_storage_redeem_enrolment (storage, record->lookup_id, key, 0, &outcome, &kiosk, NULL));
  g_assert_cmpint (outcome, ==, MC_REDEEM_NEW);
  g_assert_true (mc_storage_commit (storage, NULL));
  return kiosk;
}

static gboolean
overlaps (const McKioskRecord *kiosk, guint serial)
{
  return serial >= kiosk->serial_first && serial <= kiosk->serial_last;
}

/* Kiosks enrolled before and after a counter's first dossier never get its serials; a counter that
 * used up its range on one day takes a further one. */
static void
test_serials (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (McKioskRecord) before = enrol_kiosk (desk->central->storage, "HK-07", 7);
  guint serial = file_one (desk, CLERK, NULL);
  g_autoptr (McKioskRecord) after = enrol_kiosk (desk->central->storage, "HK-08", 8);
  g_autoptr (GPtrArray) kiosks = mc_storage_list_kiosks (desk->central->storage, NULL);
  const McKioskRecord *counter = NULL;
  g_autofree char *series = NULL;
  guint number, last;

  g_assert_false (overlaps (before, serial));
  g_assert_false (overlaps (after, serial));
  for (guint i = 0; i < kiosks->len; i++)
    if (mc_serials_is_counter (g_ptr_array_index (kiosks, i)))
      counter = g_ptr_array_index (kiosks, i);
  g_assert_nonnull (counter);
  g_assert_cmpstr (counter->name, ==, "QUẦY-00070");
  g_assert_true (overlaps (counter, serial));

  series = g_strdup_printf ("counter-%s-20250620", counter->key_id);
  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  do
    g_assert_true (mc_storage_take_number (desk->central->storage, series, &number, NULL));
  while (number < MC_SERIALS_A_KIOSK - 1);
  g_assert_true (mc_storage_commit (desk->central->storage, NULL));
  last = file_one (desk, CLERK, NULL);
  g_assert_cmpuint (last, ==, counter->serial_last);
  last = file_one (desk, CLERK, NULL);
  g_assert_false (overlaps (counter, last));
  g_assert_false (overlaps (before, last));
  g_assert_false (overlaps (after, last));
  g_assert_cmpuint (file_one (desk, CLERK, NULL), ==, last + 1);
}

/* The original goes on after its backup; who is restored from the copy mints nothing that it may
 * have minted. */
static void
test_restore (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_SQLITE);
  g_autofree char *path = g_build_filename (desk->dir, "copy.db", NULL);
  guint serial = file_one (desk, CLERK, NULL), restored;
  McStorage *original = desk->central->storage;
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_backup (original, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (file_one (desk, CLERK, NULL), ==, serial + 1);

  desk->central->storage = mc_storage_sqlite_new (path, &error);
  g_assert_no_error (error);
  restored = file_one (desk, CLERK, NULL);
  g_assert_cmpuint (restored, >=, serial + MC_SERIALS_GAP);
  g_clear_object (&desk->central->storage);
  desk->central->storage = original;
}

static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13 };
static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0 };

/* Pages are taken by what they are; too large ones and others are told by name; what was taken can
 * be taken away again, and is kept sealed with the dossier. */
static void
test_scans (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree guint8 *large = g_malloc0 (1024 * 1024);
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *id = NULL;
  g_autofree char *papers = NULL;
  const McDossierDocument *paper;

  fill_example (desk, browser, "birth.json");
  id = filing_dup_id (browser);
  papers = g_strdup_printf ("/console/counter/%s/papers", id);
  memcpy (large, jpeg, sizeof jpeg);
  browser_open (browser, papers);
  browser_choose_file (browser, "n.birth_notice.scan", "a.exe", "MZ........", 10);
  browser_choose_file (browser, "n.birth_notice.scan", "<b>.png", png, sizeof png);
  browser_choose_file (browser, "n.birth_notice.scan", "to.jpg", large, 1024 * 1024);
  browser_choose_file (browser, "n.birth_notice.scan", "b.jpg", jpeg, sizeof jpeg);
  browser_type (browser, "n.birth_notice.copies", "3");
  browser_press (browser, "go", "next");
  g_assert_true (g_str_has_suffix (browser_get_address (browser), "/papers"));
  g_assert_true (browser_shows (browser, "“a.exe” không phải ảnh JPEG hoặc PNG"));
  g_assert_true (browser_shows (browser, "“to.jpg” lớn hơn 1 MB"));
  g_assert_true (browser_shows (browser, "Trang 2"));
  g_assert_false (browser_shows (browser, "Trang 3"));
  g_assert_cmpstr (browser_read (browser, "n.birth_notice.copies"), ==, "3");

  browser_choose_file (browser, "n.birth_notice.scan", "c.jpg", jpeg, sizeof jpeg);
  browser_press (browser, "go", "upload");
  g_assert_true (browser_shows (browser, "Trang 3"));
  browser_press (browser, "go", "remove.birth_notice.1");
  g_assert_false (browser_shows (browser, "Trang 3"));
  browser_press (browser, "go", "next");
  g_assert_true (browser_shows (browser, "2 trang quét"));
  browser_press (browser, "", "/submit");

  dossier = mc_central_open_dossier (desk->central, id, NULL);
  paper = mc_dossier_find_document (dossier, "birth_notice");
  g_assert_cmpuint (paper->pages->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const McPageRef *ref = g_ptr_array_index (paper->pages, i);
      g_autoptr (GBytes) sealed = mc_storage_load_blob (desk->central->storage, ref->sha256, NULL);
      g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, NULL);
      g_autoptr (GBytes) image =
                     mc_envelope_open (envelope, mc_keys_get_sealing (desk->central->keys), NULL);
      g_autoptr (GBytes) expected = i == 0 ? g_bytes_new_static (png, sizeof png)
                                           : g_bytes_new_static (jpeg, sizeof jpeg);

      g_assert_cmpstr (ref->type, ==, i == 0 ? "image/png" : "image/jpeg");
      g_assert_cmpuint (ref->size, ==, g_bytes_get_size (sealed));
      g_assert_true (g_bytes_equal (image, expected));
      g_assert_cmpstr (envelope->id, ==, id);
      g_assert_cmpuint (envelope->page, ==, i);
    }
}

/* A desk is its own unit's; a draft is its own clerk's; who has several desks says which. */
static void
test_access (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) hoa = browser_new (desk, CLERK);
  g_autoptr (Browser) mai = browser_new (desk, "mai");
  g_autoptr (Browser) an = browser_new (desk, "an");
  g_autoptr (McDossierRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autofree char *applicant = NULL;
  g_autofree char *filed = NULL;
  g_autofree char *slip = NULL;

  official_add (desk, "mai", "Trần Mai", MC_ROLE_RECEPTION, "00004", NULL);
  official_add (desk, "an", "Lê Văn An", MC_ROLE_CHAIRMAN, "00070", NULL);
  g_assert_cmpuint (browser_open (an, "/console/counter"), ==, 403);
  {
    g_autoptr (McAnswer) answer =
                   official_post (desk, "an", "/console/counter", "procedure=1.001193&desk=00070");

    g_assert_cmpuint (answer->status, ==, 403);
  }
  {
    g_autoptr (McAnswer) answer =
                   official_post (desk, "mai", "/console/counter", "procedure=1.001193&desk=00070");

    g_assert_cmpuint (answer->status, ==, 403);
  }

  fill_example (desk, hoa, "signature.json");
  id = filing_dup_id (hoa);
  applicant = g_strdup_printf ("/console/counter/%s/applicant", id);
  filed = g_strdup_printf ("/console/counter/%s", id);
  slip = g_strdup_printf ("/console/counter/%s/slip", id);
  g_assert_cmpuint (browser_open (mai, applicant), ==, 404);
  g_assert_cmpuint (browser_open (an, applicant), ==, 404);
  g_assert_false (browser_shows (an, "Trần"));
  g_assert_cmpuint (browser_open (mai, "/console/counter"), ==, 200);
  g_assert_false (browser_shows (mai, "đang làm dở"));
  g_assert_cmpuint (browser_open (hoa, "/console/counter"), ==, 200);
  g_assert_true (browser_shows (hoa, "đang làm dở"));
  browser_open (hoa, applicant);
  browser_press (hoa, "go", "review");
  browser_press (hoa, "", "/submit");
  g_assert_cmpuint (browser_open (mai, filed), ==, 404);
  g_assert_cmpuint (browser_open (an, filed), ==, 404);
  {
    g_autoptr (McAnswer) answer = official_post (desk, "mai", slip, "");

    g_assert_cmpuint (answer->status, ==, 404);
  }
  /* Nor is a kiosk's dossier one of the counter's. */
  g_assert_cmpuint (browser_open (hoa, "/console/counter/" DESK_ID), ==, 404);

  official_add (desk, CLERK, "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00004", NULL);
  browser_open (hoa, "/console/counter");
  browser_type (hoa, "desk", "00004");
  browser_press (hoa, "procedure", "2.000884");
  g_assert_true (browser_shows (hoa, "Ba Đình"));
}

/* Another procedure keeps who files and forgets the rest; the same one keeps all. */
static void
test_change_procedure (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree char *id = NULL;
  g_autofree char *change = NULL;
  g_autofree char *form = NULL;

  filing_begin (browser, "1.001193");
  id = filing_dup_id (browser);
  change = g_strdup_printf ("/console/counter/%s/procedure", id);
  form = g_strdup_printf ("/console/counter/%s/form", id);
  type_somebody (browser);
  browser_press (browser, "go", "next");
  browser_type (browser, "f.relation", "mother");
  browser_press (browser, "go", "procedure");
  browser_press (browser, "procedure", "1.001193");
  browser_open (browser, form);
  g_assert_cmpstr (browser_read (browser, "f.relation"), ==, "mother");

  browser_open (browser, change);
  browser_press (browser, "procedure", "2.001583");
  g_assert_true (browser_has (browser, "applicant.name"));
  g_assert_cmpstr (browser_read (browser, "applicant.name"), ==, "Trần Thị Bích Ngọc");
  browser_press (browser, "go", "applicant-organisation");
  g_assert_true (browser_has (browser, "applicant.tax_code"));
  g_assert_cmpstr (browser_read (browser, "applicant.name"), ==, "Trần Thị Bích Ngọc");
  browser_open (browser, form);
  g_assert_false (browser_has (browser, "f.relation"));
}

/* The search takes accents or not, and says what a procedure needs. */
static void
test_search (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);

  browser_open (browser, "/console/counter?q=khai%20sinh");
  g_assert_true (browser_shows (browser, "Đăng ký khai sinh"));
  g_assert_true (browser_shows (browser, "3 giấy tờ"));
  g_assert_true (browser_shows (browser, "Trong ngày"));
  g_assert_true (browser_shows (browser, "Miễn phí trong 60 ngày"));
  g_assert_false (browser_shows (browser, "Gia hạn giấy phép"));
  browser_open (browser, "/console/counter?q=zzz");
  g_assert_true (browser_shows (browser, "Không có thủ tục nào khớp"));
  browser_set_language (browser, "en");
  browser_open (browser, "/console/counter?q=birth");
  g_assert_true (browser_shows (browser, "Birth registration"));
}

/* Drafts end: after two hours untouched, when discarded, and at most thirty a clerk. */
static void
test_drafts (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  g_autoptr (Browser) browser = browser_new (desk, CLERK);
  g_autofree char *first = NULL;
  guint n = 0;

  filing_begin (browser, "1.001193");
  first = g_strdup (browser_get_address (browser));
  desk_set_time (desk, "2025-06-20T11:40:00+07:00");
  g_assert_cmpuint (browser_open (browser, first), ==, 200);
  desk_set_time (desk, "2025-06-20T13:41:00+07:00");
  g_assert_cmpuint (browser_open (browser, first), ==, 404);
  g_assert_true (browser_shows (browser, "Bản khai này không còn ở đây"));

  for (n = 0; n < MC_COUNTER_MAX_DRAFTS; n++)
    filing_begin (browser, "1.001193");
  g_free (first);
  first = g_strdup (browser_get_address (browser));
  browser_open (browser, "/console/counter");
  g_assert_cmpuint (browser_press (browser, "procedure", "1.001193"), ==, 429);
  browser_open (browser, first);
  g_assert_cmpuint (browser_press (browser, "", "/discard"), ==, 200);
  g_assert_cmpuint (browser_open (browser, first), ==, 404);
  filing_begin (browser, "1.001193");
}

typedef struct
{
  Desk *desk;
  guint number;
} Clerk;

/* Some pages at once, of one clerk's browser and of others'. */
static gpointer
click_about (gpointer data)
{
  Clerk *clerk = data;
  McCentral *central = clerk->desk->central;
  const McPoint *point = mc_central_find_point (central, "00070");
  McProcedure *procedure = mc_catalogue_find_version (central->catalogue, "1.001193", "1");
  g_autofree char *login = g_strdup_printf ("clerk-%u", clerk->number / 2); /* two of each */
  g_autoptr (GRand) rand = g_rand_new_with_seed (clerk->number);
  g_autoptr (GBytes) image = g_bytes_new_static (jpeg, sizeof jpeg);

  for (guint i = 0; i < 2000; i++)
    {
      gint64 now = 1000 + i * 10;
      g_autoptr (GPtrArray) list = mc_counter_drafts_list (central->drafts, login, now);
      g_autoptr (McCounterDraft) draft = NULL;

      if (list->len < 3 || g_rand_boolean (rand))
        draft = mc_counter_drafts_begin (central->drafts, login, point, procedure, now);
      else
        draft = mc_counter_drafts_open (
            central->drafts, ((McCounterSummary *) g_ptr_array_index (list, 1))->id, login, now);
      if (draft == NULL)
        {
          if (list->len > 0)
            mc_counter_drafts_drop (
                central->drafts, ((McCounterSummary *) g_ptr_array_index (list, 0))->id, login);
          continue;
        }
      mc_counter_draft_set_typed (draft, "owner.name", "Nguyễn");
      mc_counter_draft_note_tried (draft, "owner.name");
      mc_counter_draft_add_scan (draft, "birth_notice", image, "image/jpeg");
      if (g_rand_boolean (rand))
        mc_counter_draft_remove_scan (draft, "birth_notice", 0);
      mc_counter_draft_set_notice (draft, MC_BADGE_GOOD, "…");
    }

  return NULL;
}

/* Drafts are begun, opened, listed, dropped and outlived from many threads at once. */
static void
test_threads (void)
{
  g_autoptr (Desk) desk = new_desk (DESK_MEMORY);
  GThread *threads[8];
  Clerk clerks[G_N_ELEMENTS (threads)];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      clerks[i] = (Clerk){ desk, i };
      threads[i] = g_thread_new ("clerk", click_about, &clerks[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/search", test_search);
  g_test_add_func ("/counter/examples", test_examples);
  g_test_add_func ("/counter/kinds", test_kinds);
  g_test_add_func ("/counter/applicant", test_applicant);
  g_test_add_func ("/counter/card", test_card);
  g_test_add_func ("/counter/visibility", test_visibility);
  g_test_add_func ("/counter/steps", test_steps);
  g_test_add_func ("/counter/markup", test_markup);
  g_test_add_func ("/counter/change-procedure", test_change_procedure);
  g_test_add_func ("/counter/scans", test_scans);
  g_test_add_func ("/counter/double-submit", test_double_submit);
  g_test_add_func ("/counter/receive", test_receive);
  g_test_add_func ("/counter/trail", test_trail);
  g_test_add_func ("/counter/slip", test_slip);
  g_test_add_func ("/counter/form-01", test_form_01);
  g_test_add_func ("/counter/declaration", test_declaration);
  g_test_add_func ("/counter/codes", test_codes);
  g_test_add_func ("/counter/serials", test_serials);
  g_test_add_func ("/counter/restore", test_restore);
  g_test_add_func ("/counter/access", test_access);
  g_test_add_func ("/counter/drafts", test_drafts);
  g_test_add_func ("/counter/threads", test_threads);

  return g_test_run ();
}
