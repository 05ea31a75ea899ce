/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/receipt.h"
#include "tests/app/domain/forms.h"

#define TOKEN "0123456789ABCDEFGHJKMNPQRS"
#define URL "https://motcua.hanoi.gov.vn"

typedef struct
{
  McCatalogue *catalogue; /* (owned) */
  McCalendar *calendar;   /* (owned) */
  McProcedure *procedure; /* (unowned) */
  McDossier *dossier;     /* (owned) */
  McPoint *point;         /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GDate today = forms_day ("2025-06-20");
  gsize length;

  fixture->catalogue = forms_catalogue ();
  fixture->calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  fixture->procedure = mc_catalogue_find (fixture->catalogue, "1.001193", &today);
  text = forms_read ("examples", "birth.json", &length);
  fixture->dossier =
      mc_dossier_from_submission (text, length, "birth.json", fixture->catalogue, &today, &error);
  g_assert_no_error (error);
  fixture->dossier->code = g_strdup ("H26.107-250620-070012");
  fixture->dossier->status_token = g_strdup (TOKEN);
  fixture->dossier->kiosk = g_strdup ("HK-03");
  g_assert_true (
      mc_time_from_rfc3339 ("2025-06-20T16:00:00+07:00", &fixture->dossier->submitted_at, NULL));
  fixture->point = g_new0 (McPoint, 1);
  fixture->point->code = g_strdup ("00070");
  fixture->point->name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  fixture->point->agency_name = g_strdup ("UBND phường Hoàn Kiếm");
  fixture->point->counter = g_strdup ("2");
  fixture->point->hours = MC_HOURS_DEFAULT;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mc_point_free (fixture->point);
  mc_dossier_free (fixture->dossier);
  g_assert_finalize_object (fixture->calendar);
  g_assert_finalize_object (fixture->catalogue);
}

static McReceipt *
create_receipt (Fixture *fixture)
{
  return mc_receipt_new (
      fixture->dossier, fixture->procedure, fixture->point, fixture->calendar, URL);
}

/* Friday 16:00 is after the cut-off: due on Monday at closing time, and the slip can say why. */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = create_receipt (fixture);
  g_autofree char *due = mc_time_to_rfc3339 (receipt->expected_due);

  g_assert_cmpstr (due, ==, "2025-06-23T17:00:00+07:00");
  g_assert_cmpint (receipt->due_reasons & MC_DUE_REASON_AFTER_CUT_OFF, !=, 0);
  g_assert_cmpstr (receipt->limit_text, ==, "Trong ngày");
}

/* Past the calendar no due time is guessed. */
static void
test_due_beyond (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = NULL;

  g_assert_true (
      mc_time_from_rfc3339 ("2035-06-20T10:00:00+07:00", &fixture->dossier->submitted_at, NULL));
  receipt = create_receipt (fixture);
  g_assert_cmpint (receipt->expected_due, ==, MC_TIME_NONE);
  g_assert_cmpint (receipt->due_reasons, ==, MC_DUE_REASON_NONE);
}

/* The slip carries a masked name, no id number, and no name of the child or its parents. */
static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = create_receipt (fixture);
  g_autoptr (json_t) json = mc_receipt_to_json (receipt);
  g_autofree char *text = mc_json_to_string (json);

  g_assert_cmpstr (receipt->masked_name, ==, "Trần Thị Bích N•••");
  g_assert_null (strstr (text, "Ngọc"));
  g_assert_null (strstr (text, "Khuê"));
  g_assert_null (strstr (text, "001198004321"));
  g_assert_null (strstr (text, "0912345678"));
}

/* Fee, papers and places are those of this dossier. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = create_receipt (fixture);

  g_assert_cmpstr (receipt->code, ==, "H26.107-250620-070012");
  g_assert_cmpstr (receipt->status_url, ==, "HTTPS://MOTCUA.HANOI.GOV.VN/T/" TOKEN);
  g_assert_cmpstr (receipt->unit_name, ==, "UBND phường Hoàn Kiếm");
  g_assert_cmpstr (receipt->procedure_name, ==, "Đăng ký khai sinh");
  g_assert_cmpstr (receipt->fee_text, ==, "Miễn phí");
  g_assert_cmpstr (receipt->counter, ==, "2");
  g_assert_null (receipt->address);
  g_assert_cmpuint (receipt->papers->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (receipt->papers, 1), ==, "Giấy chứng sinh (bản chính)");
  g_assert_cmpuint (receipt->copy, ==, 1);
  g_assert_false (receipt->delivered);
}

/* An English dossier gets an English slip. */
static void
test_english (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = NULL;

  g_free (fixture->dossier->language);
  fixture->dossier->language = g_strdup ("en");
  receipt = create_receipt (fixture);
  g_assert_cmpstr (receipt->procedure_name, ==, "Birth registration");
  g_assert_cmpstr (receipt->limit_text, ==, "Same day");
  g_assert_cmpstr (receipt->fee_text, ==, "Free");
  g_assert_cmpstr (
      g_ptr_array_index (receipt->papers, 1), ==, "Birth notice of the hospital (original)");
}

/* A birth declared late is no longer said to be free. */
static void
test_late_fee (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = NULL;

  mc_answers_set (fixture->dossier->answers, "child_birth_date", "2025-04-20"); /* 61 days */
  receipt = create_receipt (fixture);
  g_assert_cmpstr (receipt->fee_text, ==, "Cán bộ báo tại quầy");
}

/* A receipt that is kept reads back the same, and a copy is equal. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = create_receipt (fixture);
  g_autoptr (McReceipt) copy = mc_receipt_copy (receipt);
  g_autoptr (McReceipt) read = NULL;
  g_autoptr (json_t) json = mc_receipt_to_json (receipt);
  g_autoptr (json_t) copied = mc_receipt_to_json (copy);
  g_autoptr (json_t) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (json_equal (json, copied));
  read = mc_receipt_from_json (json, &error);
  g_assert_no_error (error);
  again = mc_receipt_to_json (read);
  g_assert_true (json_equal (json, again));
}

/* What is not a receipt is refused, member by member. */
static void
test_strict (Fixture *fixture, gconstpointer data)
{
  static const char *const WRONG[] = { "code", "language", "due_reasons", "papers", "copy", NULL };
  g_autoptr (McReceipt) receipt = create_receipt (fixture);
  g_autoptr (json_t) json = mc_receipt_to_json (receipt);

  for (guint i = 0; WRONG[i] != NULL; i++)
    {
      g_autoptr (json_t) copy = json_copy (json);
      g_autoptr (GError) error = NULL;
      g_autofree char *beginning = g_strdup_printf ("/%s: ", WRONG[i]);

      json_object_set_new (copy, WRONG[i], json_null ());
      g_assert_null (mc_receipt_from_json (copy, &error));
      g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, beginning));
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (mc_receipt_from_json (NULL, &error));
    g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID);
  }
}

/* The QR's text stays within the alphanumeric mode of QR. */
static void
test_url_new (void)
{
  g_autofree char *url = mc_status_url_new ("https://Kiosk-1.local:8443/", TOKEN);

  g_assert_cmpstr (url, ==, "HTTPS://KIOSK-1.LOCAL:8443/T/" TOKEN);
  g_assert_cmpuint (
      strspn (url, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), ==, strlen (url));
  g_assert_null (mc_status_url_new ("https://host/path", TOKEN));
  g_assert_null (mc_status_url_new ("ftp://host", TOKEN));
  g_assert_null (mc_status_url_new ("https://", TOKEN));
  g_assert_null (mc_status_url_new ("https://user@host", TOKEN));
}

/* Only our own QR gives a token; every shortening, another host or path gives none. */
static void
test_url_parse (void)
{
  static const char *const FOREIGN[] = {
    "HTTPS://MOTCUA.HANOI.GOV.VN.EVIL.COM/T/" TOKEN,
    "HTTPS://MOTCUA.HANOI.GOV.VN@EVIL.COM/T/" TOKEN,
    "HTTP://MOTCUA.HANOI.GOV.VN/T/" TOKEN,
    "HTTPS://MOTCUA.HANOI.GOV.VN/X/" TOKEN,
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/" TOKEN "0",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/" TOKEN "?lang=en",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/U123456789ABCDEFGHJKMNPQRS",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/0123-456789ABCDEFGHJKMNPQRS",
    "001304000028||Trần Thị B|29022004|Nữ|Hà Nội|01082024",
    "",
  };
  const char *good = "HTTPS://MOTCUA.HANOI.GOV.VN/T/" TOKEN;
  g_autofree char *lower = g_ascii_strdown (good, -1);
  char token[MC_TOKEN_LENGTH + 1] = "unchanged";

  for (guint i = 0; i < G_N_ELEMENTS (FOREIGN); i++)
    g_assert_false (mc_status_url_parse (FOREIGN[i], URL, token));
  for (gsize i = 0; i < strlen (good); i++)
    {
      g_autofree char *shorter = g_strndup (good, i);

      g_assert_false (mc_status_url_parse (shorter, URL, token));
    }
  g_assert_cmpstr (token, ==, "unchanged");
  g_assert_true (mc_status_url_parse (good, URL, token));
  g_assert_cmpstr (token, ==, TOKEN);
  token[0] = '\0';
  g_assert_true (mc_status_url_parse (lower, URL "/", token));
  g_assert_cmpstr (token, ==, TOKEN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/domain/receipt/due", test_due);
  ADD ("/domain/receipt/due/beyond", test_due_beyond);
  ADD ("/domain/receipt/private", test_private);
  ADD ("/domain/receipt/contents", test_contents);
  ADD ("/domain/receipt/english", test_english);
  ADD ("/domain/receipt/late-fee", test_late_fee);
  ADD ("/domain/receipt/round-trip", test_round_trip);
  ADD ("/domain/receipt/strict", test_strict);
#undef ADD
  g_test_add_func ("/domain/status-url/new", test_url_new);
  g_test_add_func ("/domain/status-url/parse", test_url_parse);

  return g_test_run ();
}
