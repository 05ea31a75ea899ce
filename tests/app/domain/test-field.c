/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/field.h"
#include "app/domain/procedure.h"
#include "tests/app/domain/forms.h"

#include <string.h>

typedef struct
{
  McFieldKind kind;
  const char *raw;
  McFieldProblem problem;
  const char *result; /* the canonical value, or the detail of the problem */
} Row;

#define OK(kind, raw, value)                                                                       \
  {                                                                                                \
    MC_FIELD_##kind, raw, MC_FIELD_PROBLEM_NONE, value                                             \
  }
#define NO(kind, raw, why, detail)                                                                 \
  {                                                                                                \
    MC_FIELD_##kind, raw, MC_FIELD_PROBLEM_##why, detail                                           \
  }

static const Row ROWS[] = {
  /* names: all of Vietnam's peoples, no digits, nothing that only looks like a letter */
  OK (NAME, "Nguyễn Minh Khuê", "Nguyễn Minh Khuê"),
  OK (NAME, "  Nguyễn   Minh  Khuê ", "Nguyễn Minh Khuê"),
  OK (NAME, "H'Hen Niê", "H'Hen Niê"),
  OK (NAME, "H’Hen Niê", "H’Hen Niê"),
  OK (NAME, "Nguyê\u0303n Đư\u0301c", "Nguyễn Đức"),
  OK (NAME, "Y Mơ\u0306 Kbuôr", "Y Mơ\u0306 Kbuôr"),
  OK (NAME, "Trần Thị Kim-Anh Jr.", "Trần Thị Kim-Anh Jr."),
  OK (NAME, "Ý", "Ý"),
  NO (NAME, "Nguyễn Văn 2", CHARACTERS, "2"),
  NO (NAME, "Nguyễn Văn A!", CHARACTERS, "!"),
  NO (NAME, "Ðức", CHARACTERS, "Ð"), /* U+00D0 */
  NO (NAME, "Nguyễn\u200bA", CHARACTERS, "U+200B"),
  NO (NAME, "Nguyễn \u202eA", CHARACTERS, "U+202E"),
  NO (NAME, "Нгуен", CHARACTERS, "Н"),           /* Cyrillic */
  NO (NAME, "\xef\xbc\xa1nh", CHARACTERS, "Ａ"), /* full-width A */
  NO (NAME, "A\u0301\u0301\u0301\u0301", CHARACTERS, "U+0301"),
  NO (NAME, "- '", FORMAT, NULL),
  NO (NAME, "", REQUIRED, NULL),
  NO (NAME, " \t ", REQUIRED, NULL),
  NO (NAME, NULL, REQUIRED, NULL),
  /* dates */
  OK (DATE, "14/06/2025", "2025-06-14"),
  OK (DATE, "14/6/2025", "2025-06-14"),
  OK (DATE, "2025-06-14", "2025-06-14"),
  OK (DATE, " 1-2-2024 ", "2024-02-01"),
  OK (DATE, "1.2.2024", "2024-02-01"),
  OK (DATE, "29/02/2024", "2024-02-29"),
  NO (DATE, "29/02/2023", NO_SUCH_DATE, NULL),
  NO (DATE, "29/02/1900", NO_SUCH_DATE, NULL),
  OK (DATE, "29/02/2000", "2000-02-29"),
  NO (DATE, "31/04/2025", NO_SUCH_DATE, NULL),
  NO (DATE, "2025-13-01", NO_SUCH_DATE, NULL),
  NO (DATE, "0/1/2025", NO_SUCH_DATE, NULL),
  NO (DATE, "14/6/25", FORMAT, NULL),
  NO (DATE, "14/6", FORMAT, NULL),
  NO (DATE, "14//2025", FORMAT, NULL),
  NO (DATE, "14/6/2025/", FORMAT, NULL),
  NO (DATE, "14/6/20255", FORMAT, NULL),
  NO (DATE, "2025-6-1", FORMAT, NULL),
  NO (DATE, "14/6/2025x", CHARACTERS, "x"),
  NO (DATE, "１４/6/2025", CHARACTERS, "１"),
  NO (DATE, "21/6/2025", TOO_LATE, "20/6/2025"),
  NO (DATE, "31/12/1899", TOO_EARLY, "1/1/1900"),
  OK (DATE, "20/6/2025", "2025-06-20"),
  OK (DATE, "1/1/1900", "1900-01-01"),
  /* years and times */
  OK (YEAR, "1998", "1998"),
  NO (YEAR, "98", FORMAT, NULL),
  NO (YEAR, "1899", TOO_EARLY, "1900"),
  NO (YEAR, "2026", TOO_LATE, "2025"),
  NO (YEAR, "199x", CHARACTERS, "x"),
  OK (TIME, "8:05", "08:05"),
  OK (TIME, "08h05", "08:05"),
  OK (TIME, "8h", "08:00"),
  OK (TIME, "23:59", "23:59"),
  NO (TIME, "24:00", FORMAT, NULL),
  NO (TIME, "8:60", FORMAT, NULL),
  NO (TIME, "8:5", FORMAT, NULL),
  NO (TIME, "8", FORMAT, NULL),
  NO (TIME, ":30", FORMAT, NULL),
  /* numbers and money */
  OK (NUMBER, "007", "7"),
  OK (NUMBER, "0", "0"),
  OK (NUMBER, "1.000.000", "1000000"),
  OK (NUMBER, "1 000 000", "1000000"),
  NO (NUMBER, "1 2", FORMAT, NULL),
  OK (NUMBER, "999999999999999", "999999999999999"),
  NO (NUMBER, "1.00", FORMAT, NULL),
  NO (NUMBER, "1.0000", FORMAT, NULL),
  NO (NUMBER, ".5", FORMAT, NULL),
  NO (NUMBER, "-5", CHARACTERS, "-"),
  NO (NUMBER, "5a", CHARACTERS, "a"),
  NO (NUMBER, "٥", CHARACTERS, "٥"), /* Arabic five */
  NO (NUMBER, "1000000000000000", TOO_LARGE, "999999999999999"),
  OK (MONEY, "50.000.000 đ", "50000000"),
  OK (MONEY, "50000000 đồng", "50000000"),
  OK (MONEY, "50000 VNĐ", "50000"),
  NO (MONEY, "đ", FORMAT, NULL),
  NO (MONEY, "50 triệu", CHARACTERS, "t"),
  /* yes and no */
  OK (YES_NO, "yes", "yes"),
  NO (YES_NO, "có", NOT_A_CHOICE, NULL),
  /* identity numbers: twelve digits, a birth year that has been */
  OK (ID_NUMBER, "001198004321", "001198004321"),
  OK (ID_NUMBER, "001 198 004 321", "001198004321"),
  OK (ID_NUMBER, "001325000017", "001325000017"),
  NO (ID_NUMBER, "001326000017", FORMAT, NULL), /* born in 2026 */
  NO (ID_NUMBER, "00119800432", TOO_SHORT, "12"),
  NO (ID_NUMBER, "0011980043210", TOO_LONG, "12"),
  NO (ID_NUMBER, "00119800432000000000", TOO_LONG, "12"),
  NO (ID_NUMBER, "00119800432O", CHARACTERS, "O"),
  NO (ID_NUMBER, "００１198004321", CHARACTERS, "０"),
  /* tax codes */
  OK (TAX_CODE, "0100109106", "0100109106"),
  OK (TAX_CODE, "0100109106-001", "0100109106001"),
  NO (TAX_CODE, "01001091", FORMAT, NULL),
  NO (TAX_CODE, "010010910600", FORMAT, NULL),
  /* phones */
  OK (PHONE, "0912345678", "0912345678"),
  OK (PHONE, "0912 345.678", "0912345678"),
  OK (PHONE, "+84 912 345 678", "0912345678"),
  OK (PHONE, "0084912345678", "0912345678"),
  OK (PHONE, "(024) 3825 1234", "02438251234"),
  NO (PHONE, "1912345678", FORMAT, NULL),
  NO (PHONE, "0112345678", FORMAT, NULL),
  NO (PHONE, "09123456789", FORMAT, NULL),
  NO (PHONE, "+1 212 555 0100", FORMAT, NULL),
  NO (PHONE, "+", FORMAT, NULL),
  NO (PHONE, "0912345678901234567890", FORMAT, NULL),
  NO (PHONE, "0912x45678", CHARACTERS, "x"),
  /* e-mail */
  OK (EMAIL, "Ngoc.Tran@Example.VN", "Ngoc.Tran@example.vn"),
  OK (EMAIL, "a+b@x-y.gov.vn", "a+b@x-y.gov.vn"),
  NO (EMAIL, "ngoc", FORMAT, NULL),
  NO (EMAIL, "@example.vn", FORMAT, NULL),
  NO (EMAIL, "a@b", FORMAT, NULL),
  NO (EMAIL, "a@b..vn", FORMAT, NULL),
  NO (EMAIL, "a.@b.vn", FORMAT, NULL),
  NO (EMAIL, "a@-b.vn", FORMAT, NULL),
  NO (EMAIL, "a@b@c.vn", FORMAT, NULL),
  NO (EMAIL, "a b@c.vn", CHARACTERS, "U+0020"),
  NO (EMAIL, "ngọc@example.vn", CHARACTERS, "ọ"),
  NO (EMAIL, "<a@b.vn>", CHARACTERS, "<"),
  /* text and addresses */
  OK (TEXT, "Bệnh viện số 1, phòng 5/2", "Bệnh viện số 1, phòng 5/2"),
  OK (ADDRESS, "Số 12, ngõ 5 & 7 <b>", "Số 12, ngõ 5 & 7 <b>"), /* escaped where it is drawn */
  NO (TEXT, "a\nb", CHARACTERS, "U+000A"),
  NO (TEXT, "a\x07", CHARACTERS, "U+0007"),
  NO (TEXT, "\xe1\xba", CHARACTERS, NULL),
  NO (TEXT, "\xed\xa0\x80", CHARACTERS, NULL), /* a lone surrogate */
  OK (LONG_TEXT, "một\r\nhai \n\n", "một\nhai"),
  NO (LONG_TEXT, "một\u2028hai", CHARACTERS, "U+2028"),
};

/* Every kind of field, with what people type and what they must not. */
static void
test_kinds (void)
{
  GDate today = forms_day ("2025-06-20");

  for (guint i = 0; i < G_N_ELEMENTS (ROWS); i++)
    {
      const Row *row = &ROWS[i];
      g_autofree char *value = NULL;
      g_autofree char *detail = NULL;
      McFieldProblem problem =
          mc_field_kind_validate (row->kind, row->raw, &today, &value, &detail);
      gboolean right = row->problem == MC_FIELD_PROBLEM_NONE;

      if (problem != row->problem || g_strcmp0 (right ? value : detail, row->result) != 0 ||
          (right ? detail : value) != NULL)
        g_error ("row %u, \"%s\": problem %d, value \"%s\", detail \"%s\"",
                 i,
                 row->raw,
                 problem,
                 value,
                 detail);
    }
}

/* What is canonical stays as it is: a second check changes nothing. */
static void
test_idempotent (void)
{
  GDate today = forms_day ("2025-06-20");

  for (guint i = 0; i < G_N_ELEMENTS (ROWS); i++)
    if (ROWS[i].problem == MC_FIELD_PROBLEM_NONE)
      {
        g_autofree char *value = NULL;

        g_assert_cmpint (
            mc_field_kind_validate (ROWS[i].kind, ROWS[i].result, &today, &value, NULL),
            ==,
            MC_FIELD_PROBLEM_NONE);
        g_assert_cmpstr (value, ==, ROWS[i].result);
      }
}

/* A megabyte is refused by every kind, unread and at once. */
static void
test_huge (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, '1');
  g_autoptr (GTimer) timer = g_timer_new ();

  for (guint kind = MC_FIELD_TEXT; kind <= MC_FIELD_ADDRESS; kind++)
    {
      g_autofree char *detail = NULL;

      g_assert_cmpint (mc_field_kind_validate ((McFieldKind) kind, huge, NULL, NULL, &detail),
                       ==,
                       MC_FIELD_PROBLEM_TOO_LONG);
      g_assert_nonnull (detail);
    }
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 1.0);
}

/* The 134 Vietnamese letters pass composed and decomposed, and come out the same. */
static void
test_letters (void)
{
  static const char *const LETTERS =
      "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
      "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ";
  guint n = 0;

  for (const char *p = LETTERS; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *letter = g_strndup (p, g_utf8_next_char (p) - p);
      g_autofree char *name = g_strconcat ("Bi", letter, "n", NULL);
      g_autofree char *nfd = g_utf8_normalize (name, -1, G_NORMALIZE_NFD);
      g_autofree char *from_nfc = NULL;
      g_autofree char *from_nfd = NULL;

      g_assert_cmpint (mc_field_kind_validate (MC_FIELD_NAME, name, NULL, &from_nfc, NULL),
                       ==,
                       MC_FIELD_PROBLEM_NONE);
      g_assert_cmpint (mc_field_kind_validate (MC_FIELD_NAME, nfd, NULL, &from_nfd, NULL),
                       ==,
                       MC_FIELD_PROBLEM_NONE);
      g_assert_cmpstr (from_nfc, ==, name);
      g_assert_cmpstr (from_nfd, ==, name);
      n++;
    }
  g_assert_cmpuint (n, ==, 146); /* the 134 with a mark, and a e i o u y in both cases */
}

static McProcedure *
load_form (const char *field, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "{\"format\":1,\"code\":\"9.000001\",\"version\":\"1\",\"valid_from\":\"2025-01-01\","
      "\"name\":{\"vi\":\"A\",\"en\":\"A\"},\"summary\":{\"vi\":\"A\",\"en\":\"A\"},"
      "\"field\":{\"code\":\"a\",\"name\":{\"vi\":\"A\",\"en\":\"A\"}},\"level\":\"commune\","
      "\"applicants\":[\"person\"],\"result\":{\"kind\":\"paper\",\"name\":{\"vi\":\"A\",\"en\":"
      "\"A\"}},\"hand_over\":{\"delegate\":true},\"limits\":[{\"case\":\"plain\",\"name\":{\"vi\":"
      "\"A\",\"en\":\"A\"},\"kind\":\"working_days\",\"amount\":1}],\"fee\":{\"kind\":\"free\"},"
      "\"documents\":[],\"legal_basis\":[{\"vi\":\"A\",\"en\":\"A\"}],\"form\":[{\"title\":{\"vi\":"
      "\"A\",\"en\":\"A\"},\"pages\":[{\"fields\":[{\"key\":\"f\",\"label\":{\"vi\":\"Nhãn\","
      "\"en\":\"Label\"},%s}]}]}]}",
      field);

  return mc_procedure_new_from_json (text, strlen (text), "form", error);
}

static void
assert_field (const char *definition, const char *raw, McFieldProblem problem, const char *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McProcedure) procedure = load_form (definition, &error);
  g_autofree char *value = NULL;
  g_autofree char *detail = NULL;
  GDate today = forms_day ("2025-06-20");

  g_assert_no_error (error);
  g_assert_cmpint (
      mc_field_validate (mc_procedure_find_field (procedure, "f"), raw, &today, &value, &detail),
      ==,
      problem);
  g_assert_cmpstr (problem == MC_FIELD_PROBLEM_NONE ? value : detail, ==, result);
}

/* Bounds that stand on the day of filing move with it. */
static void
test_bounds (void)
{
  const char *adult = "\"kind\":\"date\",\"max\":\"today-18y\"";
  const char *soon = "\"kind\":\"date\",\"min\":\"today\",\"max\":\"today+2m\"";
  const char *count = "\"kind\":\"number\",\"min\":1,\"max\":20";
  const char *year = "\"kind\":\"year\",\"min\":1945,\"max\":\"today-1y\"";

  assert_field (adult, "20/6/2007", MC_FIELD_PROBLEM_NONE, "2007-06-20");
  assert_field (adult, "21/6/2007", MC_FIELD_PROBLEM_TOO_LATE, "20/6/2007");
  assert_field (soon, "19/6/2025", MC_FIELD_PROBLEM_TOO_EARLY, "20/6/2025");
  assert_field (soon, "20/8/2025", MC_FIELD_PROBLEM_NONE, "2025-08-20");
  assert_field (soon, "21/8/2025", MC_FIELD_PROBLEM_TOO_LATE, "20/8/2025");
  assert_field (count, "0", MC_FIELD_PROBLEM_TOO_SMALL, "1");
  assert_field (count, "21", MC_FIELD_PROBLEM_TOO_LARGE, "20");
  assert_field (count, "20", MC_FIELD_PROBLEM_NONE, "20");
  assert_field (year, "1944", MC_FIELD_PROBLEM_TOO_EARLY, "1945");
  assert_field (year, "2025", MC_FIELD_PROBLEM_TOO_LATE, "2024");
}

/* Lengths count characters, not bytes; a blank optional field is no answer and no problem. */
static void
test_lengths (void)
{
  const char *word = "\"kind\":\"text\",\"min_length\":2,\"max_length\":4";
  const char *optional = "\"kind\":\"date\",\"required\":false";

  assert_field (word, "ạ", MC_FIELD_PROBLEM_TOO_SHORT, "2");
  assert_field (word, "ạạạạ", MC_FIELD_PROBLEM_NONE, "ạạạạ");
  assert_field (word, "ạạạạạ", MC_FIELD_PROBLEM_TOO_LONG, "4");
  assert_field (optional, "", MC_FIELD_PROBLEM_NONE, NULL);
  assert_field (optional, "  ", MC_FIELD_PROBLEM_NONE, NULL);
  assert_field (optional, "x", MC_FIELD_PROBLEM_CHARACTERS, "x");
}

/* A choice is one of its values, not of its labels. */
static void
test_choice (void)
{
  const char *choice = "\"kind\":\"choice\",\"choices\":[{\"value\":\"male\",\"label\":{\"vi\":"
                       "\"Nam\",\"en\":\"Male\"}},{\"value\":\"female\",\"label\":{\"vi\":\"Nữ\","
                       "\"en\":\"Female\"}}]";
  g_autoptr (McProcedure) procedure = load_form (choice, NULL);
  const McField *field = mc_procedure_find_field (procedure, "f");
  g_autofree char *label = mc_field_format_value (field, "female", "vi");

  assert_field (choice, "female", MC_FIELD_PROBLEM_NONE, "female");
  assert_field (choice, "Nữ", MC_FIELD_PROBLEM_NOT_A_CHOICE, NULL);
  g_assert_cmpuint (mc_field_get_n_choices (field), ==, 2);
  g_assert_cmpstr (mc_field_get_choice (field, 1, "en").value, ==, "female");
  g_assert_cmpstr (mc_field_get_choice (field, 1, "en").label, ==, "Female");
  g_assert_cmpstr (label, ==, "Nữ");
  /* no question of its own: the label is asked */
  g_assert_cmpstr (mc_field_get_question (field, "vi"), ==, "Nhãn");
  g_assert_null (mc_field_get_help (field, "vi"));
}

/* Values are shown as people write them. */
static void
test_format (void)
{
  static const struct
  {
    const char *kind;
    const char *value;
    const char *vi;
    const char *en;
  } rows[] = {
    { "date", "2025-06-14", "14/6/2025", "14/6/2025" },
    { "number", "1234567", "1.234.567", "1.234.567" },
    { "number", "12", "12", "12" },
    { "money", "50000000", "50.000.000\u00a0đ", "50.000.000\u00a0đ" },
    { "yes_no", "yes", "Có", "Yes" },
    { "yes_no", "no", "Không", "No" },
    { "tax_code", "0100109106001", "0100109106-001", "0100109106-001" },
    { "phone", "0912345678", "0912 345 678", "0912 345 678" },
    { "text", "A <b>", "A <b>", "A <b>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *definition = g_strdup_printf ("\"kind\":\"%s\"", rows[i].kind);
      g_autoptr (McProcedure) procedure = load_form (definition, NULL);
      const McField *field = mc_procedure_find_field (procedure, "f");
      g_autofree char *vi = mc_field_format_value (field, rows[i].value, "vi");
      g_autofree char *en = mc_field_format_value (field, rows[i].value, "en");

      g_assert_cmpstr (vi, ==, rows[i].vi);
      g_assert_cmpstr (en, ==, rows[i].en);
    }
}

/* Each problem has its own words, and none repeats the value. */
static void
test_describe (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = MC_FIELD_PROBLEM_NONE; i <= MC_FIELD_PROBLEM_NOT_A_CHOICE; i++)
    {
      char *words = mc_field_problem_describe ((McFieldProblem) i, "9");

      g_assert_true (g_hash_table_add (seen, words));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/field/kinds", test_kinds);
  g_test_add_func ("/domain/field/idempotent", test_idempotent);
  g_test_add_func ("/domain/field/huge", test_huge);
  g_test_add_func ("/domain/field/letters", test_letters);
  g_test_add_func ("/domain/field/bounds", test_bounds);
  g_test_add_func ("/domain/field/lengths", test_lengths);
  g_test_add_func ("/domain/field/choice", test_choice);
  g_test_add_func ("/domain/field/format", test_format);
  g_test_add_func ("/domain/field/describe", test_describe);

  return g_test_run ();
}
