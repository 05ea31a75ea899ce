/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/json-lines.h"
#include "app/domain/json-reader.h"

#include <string.h>

static McJsonLines *
scan (const char *text)
{
  return mc_json_lines_new (text, strlen (text), 16);
}

/* Members stand at the line of their key, elements at that of their first byte. */
static void
test_find (void)
{
  g_autoptr (McJsonLines) lines =
                 scan ("{\n \"a\": 1,\n \"b\":\n  [ true,\n {\"c\":\n null } ]\n}\n");

  g_assert_cmpuint (mc_json_lines_find (lines, ""), ==, 1);
  g_assert_cmpuint (mc_json_lines_find (lines, "/a"), ==, 2);
  g_assert_cmpuint (mc_json_lines_find (lines, "/b"), ==, 3);
  g_assert_cmpuint (mc_json_lines_find (lines, "/b/0"), ==, 4);
  g_assert_cmpuint (mc_json_lines_find (lines, "/b/1"), ==, 5);
  g_assert_cmpuint (mc_json_lines_find (lines, "/b/1/c"), ==, 5);
}

/* What is missing is placed where it would stand: at the nearest value that is there. */
static void
test_find_missing (void)
{
  g_autoptr (McJsonLines) lines = scan ("{\n\"a\": {\n\"b\": 1 } }");

  g_assert_cmpuint (mc_json_lines_find (lines, "/a/x"), ==, 2);
  g_assert_cmpuint (mc_json_lines_find (lines, "/a/b/x/y"), ==, 3);
  g_assert_cmpuint (mc_json_lines_find (lines, "/x"), ==, 1);
}

/* Slashes and tildes in keys are escaped, escapes of JSON are not. */
static void
test_pointer (void)
{
  g_autoptr (McJsonLines) lines = scan ("{\n\"a/b\": {\n\"~\": 1,\n\"\\u00e9\": 2 } }");
  g_autoptr (GString) pointer = g_string_new (NULL);

  mc_json_pointer_append (pointer, "a/b");
  mc_json_pointer_append (pointer, "~");
  g_assert_cmpstr (pointer->str, ==, "/a~1b/~0");
  g_assert_cmpuint (mc_json_lines_find (lines, "/a~1b/~0"), ==, 3);
  g_assert_cmpuint (mc_json_lines_find (lines, "/a~1b/é"), ==, 4);
}

/* Line ends of Windows count once; a bare carriage return is no line end. */
static void
test_line_ends (void)
{
  g_autoptr (McJsonLines) lines = scan ("{\r\n\"a\": 1,\r\n\"b\": 2,\r\"c\": 3 }");

  g_assert_cmpuint (mc_json_lines_find (lines, "/a"), ==, 2);
  g_assert_cmpuint (mc_json_lines_find (lines, "/b"), ==, 3);
  g_assert_cmpuint (mc_json_lines_find (lines, "/c"), ==, 3);
}

/* Every key that stands twice is found, also under another spelling; equal keys of two objects
 * are none. */
static void
test_duplicates (void)
{
  g_autoptr (McJsonLines) lines =
                 scan ("{\"a\": {\"x\": 1},\n \"b\": {\"x\": 1,\n \"\\u0078\": 2},\n \"a\": 3}");
  guint line = 0;

  g_assert_cmpuint (mc_json_lines_get_n_duplicates (lines), ==, 2);
  g_assert_cmpstr (mc_json_lines_get_duplicate (lines, 0, &line), ==, "/b/x");
  g_assert_cmpuint (line, ==, 3);
  g_assert_cmpstr (mc_json_lines_get_duplicate (lines, 1, &line), ==, "/a");
  g_assert_cmpuint (line, ==, 4);
}

/* Sixteen levels pass, the seventeenth is named; a million end at the same place. */
static void
test_depth (void)
{
  g_autofree char *sixteen = g_strconcat ("\n", "[[[[[[[[[[[[[[[[", "]]]]]]]]]]]]]]]]", NULL);
  g_autofree char *million = g_strnfill (1000000, '[');
  g_autoptr (McJsonLines) good = scan (sixteen);
  g_autoptr (McJsonLines) bad = scan (million);
  guint line = 0;

  g_assert_null (mc_json_lines_get_too_deep (good, &line));
  g_assert_null (mc_json_lines_get_stop (good, &line));
  g_assert_cmpstr (mc_json_lines_get_too_deep (bad, &line), ==, "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0");
  g_assert_cmpuint (line, ==, 1);
}

/* Whatever cuts the text short, the place of the cut is told, and nothing is read beyond it. */
static void
test_stop (void)
{
  const char *text = "{\n\"a\": [1,\n{\"b\": \"c\\n\"}],\n\"d\": -1.5e3 }";
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    {
      /* on the heap, without a byte more: the sanitizers see a read too far */
      g_autofree char *part = g_memdup2 (text, MAX (i, 1));
      g_autoptr (McJsonLines) lines = mc_json_lines_new (part, i, 16);
      guint line = 0;

      g_assert_nonnull (mc_json_lines_get_stop (lines, &line));
      g_assert_cmpuint (line, >=, 1);
      g_assert_cmpuint (line, <=, 4);
    }
  {
    g_autoptr (McJsonLines) lines = scan (text);
    guint line;

    g_assert_null (mc_json_lines_get_stop (lines, &line));
  }
}

/* A suggestion is near, or there is none. */
static void
test_suggest (void)
{
  static const char *const WORDS[] = { "originals", "certified", "copies", "when", NULL };
  const struct
  {
    const char *word;
    const char *suggestion;
  } rows[] = {
    { "orginals", "; did you mean \"originals\"?" },
    { "copys", "; did you mean \"copies\"?" },
    { "whne", "; did you mean \"when\"?" },
    { "x", "" },
    { "colour", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *suggestion = mc_json_suggest (rows[i].word, WORDS);

      g_assert_cmpstr (suggestion, ==, rows[i].suggestion);
    }
}

/* A file beyond the cap is refused before it is read; a flood of mistakes stays a message. */
static void
test_limits (void)
{
  g_autofree char *large = g_strnfill (2000, ' ');
  g_autoptr (McJsonReader) reader = mc_json_reader_new (large, 2000, 1999, "f");
  g_autoptr (GString) flood = g_string_new ("{");
  g_autoptr (McJsonReader) flooded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (McJsonNode) root = { 0 };
  static const char *const NONE[] = { NULL };

  g_assert_false (mc_json_reader_get_root (reader, &root));
  g_assert_false (mc_json_reader_finish (reader, g_quark_from_string ("q"), 1, &error));
  g_assert_true (g_str_has_prefix (error->message, "f:1: /: too large: 2000 bytes"));
  mc_json_node_clear (&root);

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (flood, "%s\"m%u\":1", i == 0 ? "" : ",", i);
  g_string_append_c (flood, '}');
  flooded = mc_json_reader_new (flood->str, flood->len, 1000000, "f");
  g_assert_true (mc_json_reader_get_root (flooded, &root));
  mc_json_node_allow (&root, NONE);
  g_assert_cmpuint (mc_json_reader_get_n_mistakes (flooded), ==, 200);
}

/* A name with a line break or a terminal's escape in it cannot forge a line of the message. */
static void
test_quoting (void)
{
  static const char *const NONE[] = { NULL };
  const char *text = "{\"a\\n/etc/passwd:1: /: \\u001b[2J\\u202e\": 1}";
  g_autoptr (McJsonReader) reader = mc_json_reader_new (text, strlen (text), 1000, "f");
  g_auto (McJsonNode) root = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_json_reader_get_root (reader, &root));
  mc_json_node_allow (&root, NONE);
  g_assert_false (mc_json_reader_finish (reader, g_quark_from_string ("q"), 1, &error));
  g_assert_cmpstr (error->message, ==, "f:1: /a?~1etc~1passwd:1: ~1: ?[2J?: unknown member");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/json-lines/find", test_find);
  g_test_add_func ("/domain/json-lines/find/missing", test_find_missing);
  g_test_add_func ("/domain/json-lines/pointer", test_pointer);
  g_test_add_func ("/domain/json-lines/line-ends", test_line_ends);
  g_test_add_func ("/domain/json-lines/duplicates", test_duplicates);
  g_test_add_func ("/domain/json-lines/depth", test_depth);
  g_test_add_func ("/domain/json-lines/stop", test_stop);
  g_test_add_func ("/domain/json-reader/suggest", test_suggest);
  g_test_add_func ("/domain/json-reader/limits", test_limits);
  g_test_add_func ("/domain/json-reader/quoting", test_quoting);

  return g_test_run ();
}
