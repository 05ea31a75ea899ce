/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/answers.h"
#include "app/domain/json.h"

#include <string.h>

static void
assert_refused (const char *data, gssize length, McJsonError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      mc_json_parse (data, length < 0 ? strlen (data) : (gsize) length, 4096, "x.json", &error));
  g_assert_error (error, MC_JSON_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "x.json:"));
}

/* The bad-input corpus for JSON is refused, each with a place. */
static void
test_bad (void)
{
  static const char *const syntax[] = {
    "",
    "{",
    "{}x",
    "{} {}",
    "null",
    "\"text\"",
    "{\"a\":1,\"a\":2}",
    "[1e999]",
    "[99999999999999999999]",
    "[\"\\u0000\"]",
    "{\"\\u0000\":1}",
    "[\"\\ud800\"]",
    "[\"\xff\"]",
    "[\"\xed\xa0\x80\"]",
    "[01]",
    "[1,]",
    "{'a':1}",
    "[NaN]",
    "// no\n[]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (syntax); i++)
    assert_refused (syntax[i], -1, MC_JSON_ERROR_SYNTAX);
  assert_refused ("[]\0", 3, MC_JSON_ERROR_SYNTAX);
}

/* A message about syntax names line and column. */
static void
test_place (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mc_json_parse ("{\n \"a\": x\n}", 12, 100, "f.json", &error));
  g_assert_true (g_str_has_prefix (error->message, "f.json:2:"));
}

/* Sixteen levels are taken, seventeen not, and a hundred thousand do not overflow the stack. */
static void
test_depth (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) deeper = g_string_new (NULL);
  g_autofree char *huge = g_strnfill (100000, '[');
  g_autoptr (json_t) value = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MC_JSON_MAX_DEPTH; i++)
    {
      g_string_prepend_c (deep, '[');
      g_string_append_c (deep, ']');
    }
  value = mc_json_parse (deep->str, deep->len, 4096, "x", &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);

  g_string_printf (deeper, "{\"a\":%s}", deep->str);
  assert_refused (deeper->str, -1, MC_JSON_ERROR_TOO_DEEP);
  g_assert_null (mc_json_parse (huge, strlen (huge), strlen (huge), "x", &error));
  g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_SYNTAX);
}

/* The size is checked before anything is read. */
static void
test_size (void)
{
  g_autofree char *data = g_strnfill (4097, ' ');

  assert_refused (data, -1, MC_JSON_ERROR_TOO_LARGE);
}

/* Equal values make equal bytes. */
static void
test_to_string (void)
{
  g_autoptr (json_t) one = json_pack ("{s:i, s:s}", "b", 1, "a", "đ");
  g_autoptr (json_t) two = json_pack ("{s:s, s:i}", "a", "đ", "b", 1);
  g_autofree char *first = mc_json_to_string (one);
  g_autofree char *second = mc_json_to_string (two);

  g_assert_cmpstr (first, ==, "{\"a\":\"đ\",\"b\":1}");
  g_assert_cmpstr (first, ==, second);
}

/* Members of the wrong type are named. */
static void
test_members (void)
{
  g_autoptr (json_t) object = json_pack ("{s:s, s:i, s:f, s:s, s:n}",
                                         "s",
                                         "x",
                                         "i",
                                         7,
                                         "f",
                                         7.5,
                                         "t",
                                         "2025-06-20T17:00:00+07:00",
                                         "n");
  gint64 value = 0;

  g_assert_cmpstr (mc_json_get_string (object, "s", NULL), ==, "x");
  g_assert_null (mc_json_get_optional_string (object, "i"));
  g_assert_true (mc_json_get_int (object, "i", &value, NULL));
  g_assert_cmpint (value, ==, 7);
  g_assert_true (mc_json_get_time (object, "t", &value, NULL));
  g_assert_cmpint (value, ==, 1750413600);

  {
    g_autoptr (GError) string = NULL;
    g_autoptr (GError) number = NULL;
    g_autoptr (GError) time = NULL;
    g_autoptr (GError) missing = NULL;

    g_assert_null (mc_json_get_string (object, "n", &string));
    g_assert_error (string, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
    g_assert_nonnull (strstr (string->message, "“n”"));
    g_assert_false (mc_json_get_int (object, "f", &value, &number));
    g_assert_error (number, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
    g_assert_false (mc_json_get_time (object, "s", &value, &time));
    g_assert_error (time, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
    g_assert_false (mc_json_get_int (object, "gone", &value, &missing));
    g_assert_error (missing, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
  }
}

/* Answers keep their order and survive the way through JSON. */
static void
test_answers (void)
{
  g_autoptr (McAnswers) answers = mc_answers_new ();
  g_autoptr (McAnswers) copy = NULL;
  g_autoptr (McAnswers) read = NULL;
  g_autoptr (json_t) object = NULL;
  g_autofree char *text = NULL;

  mc_answers_set (answers, "b", "1");
  mc_answers_set (answers, "a", "2");
  mc_answers_set (answers, "c", "3");
  mc_answers_set (answers, "b", "Nguyễn");
  mc_answers_set (answers, "c", NULL);
  mc_answers_set (answers, "never", NULL);
  mc_answers_set (answers, "a", mc_answers_get (answers, "a"));
  g_assert_cmpuint (mc_answers_get_size (answers), ==, 2);
  g_assert_cmpstr (mc_answers_get (answers, "a"), ==, "2");
  g_assert_null (mc_answers_get (answers, "c"));

  copy = mc_answers_copy (answers);
  mc_answers_set (answers, "a", "changed");
  object = mc_answers_to_json (copy);
  text = json_dumps (object, JSON_COMPACT | JSON_PRESERVE_ORDER);
  g_assert_cmpstr (text, ==, "{\"b\":\"Nguyễn\",\"a\":\"2\"}");
  read = mc_answers_from_json (object, NULL);
  g_assert_cmpuint (mc_answers_get_size (read), ==, 2);
  g_assert_cmpstr (mc_answers_get (read, "b"), ==, "Nguyễn");
}

/* Answers are texts, nothing else. */
static void
test_answers_bad (void)
{
  g_autoptr (json_t) number = json_pack ("{s:i}", "copies", 2);
  g_autoptr (json_t) list = json_array ();
  g_autoptr (GError) error = NULL;

  g_assert_null (mc_answers_from_json (number, &error));
  g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
  g_assert_nonnull (strstr (error->message, "copies"));
  g_clear_error (&error);
  g_assert_null (mc_answers_from_json (list, &error));
  g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
  g_clear_error (&error);
  g_assert_null (mc_answers_from_json (NULL, &error));
  g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/json/bad", test_bad);
  g_test_add_func ("/domain/json/place", test_place);
  g_test_add_func ("/domain/json/depth", test_depth);
  g_test_add_func ("/domain/json/size", test_size);
  g_test_add_func ("/domain/json/to-string", test_to_string);
  g_test_add_func ("/domain/json/members", test_members);
  g_test_add_func ("/domain/answers", test_answers);
  g_test_add_func ("/domain/answers/bad", test_answers_bad);

  return g_test_run ();
}
