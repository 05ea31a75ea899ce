/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/csv.h"

static const char *const COLUMNS[] = { "a", "b", NULL };

/* What a file comes to: its rows as cells between bars, then its mistakes. */
static char *
read_all (const char *data)
{
  g_autoptr (GPtrArray) mistakes = mc_csv_mistakes_new ();
  g_autoptr (GPtrArray) rows = mc_csv_parse_all (data, -1, COLUMNS, mistakes);
  g_autofree char *told = mc_csv_mistakes_to_string (mistakes, "f");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const McCsvRow *row = g_ptr_array_index (rows, i);
      g_autofree char *cells = g_strjoinv ("|", row->cells);

      g_string_append_printf (text, "%u:%s\n", row->line, cells);
    }
  g_string_append (text, told);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Tables as people and spreadsheets write them, each with what is read and all that is wrong. */
static void
test_all (void)
{
  static const struct
  {
    const char *data, *expected;
  } rows[] = {
    { "a,b\n1,2\n", "2:1|2\n" },
    { "a,b\r\n1,2\r\n3,4", "2:1|2\n3:3|4\n" },
    { "\xef\xbb\xbf"
      "a,b\n1,\n",
      "2:1|\n" },
    { "a,b\n\"1,\"\"x\"\"\n2\",2\n3,4\n", "2:1,\"x\"\n2|2\n4:3|4\n" },
    { "a;b\n1;2\n\"1;2\";3,4\n", "2:1|2\n3:1;2|3,4\n" },
    { "\xef\xbb\xbf"
      "a;b\r\n1;2\r\n",
      "2:1|2\n" },
    { "a,b\n1;2\n", "f:2: 1 cells instead of 2" },
    { "a,b\n", "" },
    { "", "f:1: the header is not “a,b”" },
    { "b,a\n1,2\n", "f:1: the header is not “a,b”" },
    { "a,b\n1\n1,2\n1,2,3\n\n4,5\n",
      "3:1|2\n6:4|5\nf:2: 1 cells instead of 2\nf:4: 3 cells instead of 2\nf:5: 1 cells instead of "
      "2" },
    { "a,b\n1\n1,x\"y\n1,2\n",
      "f:2: 1 cells instead of 2\nf:3: a quote inside a cell that is not quoted" },
    { "a,b\n\"1,2\n", "f:2: a quoted cell that does not end" },
    { "a,b\n\"1\"x,2\n", "f:2: text after a closing quote" },
    { "a,b\n1,2\r3,4\n", "f:2: a carriage return without a line feed" },
    { "a,b\n1,2\n\xff,3\n", "f:3: not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = read_all (rows[i].data);

      g_test_message ("row %u", i);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

/* The strict way stops at the first mistake and hands out nothing. */
static void
test_first (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_null (mc_csv_parse ("a,b\n1\n1,2\n1,2,3\n", -1, "f", COLUMNS, &error));
  g_assert_error (error, MC_CSV_ERROR, MC_CSV_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, "f:2: 1 cells instead of 2");
  g_clear_error (&error);
  rows = mc_csv_parse ("a,b\n1,2\n", -1, "f", COLUMNS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
}

/* Mistakes from several looks at a file come out in its order. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) mistakes = mc_csv_mistakes_new ();
  g_autofree char *none = mc_csv_mistakes_to_string (mistakes, "f");
  g_autofree char *text = NULL;

  mc_csv_mistakes_add (mistakes, 3, "%s", "c");
  mc_csv_mistakes_add (mistakes, 2, "%d%%", 5);
  mc_csv_mistakes_add (mistakes, 3, "d");
  text = mc_csv_mistakes_to_string (mistakes, "f");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (text, ==, "f:2: 5%\nf:3: c\nf:3: d");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/all", test_all);
  g_test_add_func ("/csv/first", test_first);
  g_test_add_func ("/csv/order", test_order);

  return g_test_run ();
}
