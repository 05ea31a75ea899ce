/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/csv.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* spreadsheets put it before the header */

typedef struct
{
  const char *next;    /* (unowned) */
  const char *end;     /* (unowned) */
  GPtrArray *mistakes; /* (unowned) */
  char separator;
  guint line;
} Reader;

/* clang-format off */
G_DEFINE_QUARK (mc-csv-error-quark, mc_csv_error)
/* clang-format on */

static void
row_free (gpointer data)
{
  McCsvRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

static void
mistake_free (gpointer data)
{
  McCsvMistake *mistake = data;

  g_free (mistake->what);
  g_free (mistake);
}

static gboolean
fail (const Reader *reader, guint line, const char *what)
{
  mc_csv_mistakes_add (reader->mistakes, line, "%s", what);
  return FALSE;
}

static gboolean
at_row_end (const Reader *reader)
{
  return reader->next == reader->end || *reader->next == '\n' || *reader->next == '\r';
}

/* Steps over the line end: LF or CRLF. */
static gboolean
end_row (Reader *reader)
{
  if (reader->next < reader->end && *reader->next == '\r')
    {
      reader->next++;
      if (reader->next == reader->end || *reader->next != '\n')
        return fail (reader, reader->line, "a carriage return without a line feed");
    }
  if (reader->next < reader->end)
    reader->next++;
  reader->line++;
  return TRUE;
}

static char *
read_quoted (Reader *reader)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint line = reader->line;

  reader->next++;
  while (TRUE)
    {
      if (reader->next == reader->end)
        {
          fail (reader, line, "a quoted cell that does not end");
          return NULL;
        }
      if (*reader->next == '"')
        {
          reader->next++;
          if (reader->next == reader->end || *reader->next != '"')
            break;
        }
      if (*reader->next == '\n')
        reader->line++;
      g_string_append_c (cell, *reader->next++);
    }

  if (!at_row_end (reader) && *reader->next != reader->separator)
    {
      fail (reader, reader->line, "text after a closing quote");
      return NULL;
    }

  return g_string_free (g_steal_pointer (&cell), FALSE);
}

static char *
read_plain (Reader *reader)
{
  const char *start = reader->next;

  while (!at_row_end (reader) && *reader->next != reader->separator)
    if (*reader->next++ == '"')
      {
        fail (reader, reader->line, "a quote inside a cell that is not quoted");
        return NULL;
      }

  return g_strndup (start, reader->next - start);
}

static char **
read_row (Reader *reader)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  while (TRUE)
    {
      char *cell = reader->next < reader->end && *reader->next == '"' ? read_quoted (reader)
                                                                      : read_plain (reader);

      if (cell == NULL)
        return NULL;
      g_ptr_array_add (cells, cell);
      if (at_row_end (reader))
        break;
      reader->next++;
    }

  if (!end_row (reader))
    return NULL;

  g_ptr_array_add (cells, NULL);
  return (char **) g_ptr_array_steal (cells, NULL);
}

/**
 * mc_csv_mistakes_new:
 *
 * Returns: (transfer full) (element-type McCsvMistake): none yet
 */
GPtrArray *
mc_csv_mistakes_new (void)
{
  return g_ptr_array_new_with_free_func (mistake_free);
}

/**
 * mc_csv_mistakes_add:
 * @mistakes: (inout): of mc_csv_mistakes_new ()
 * @line: where, from 1
 * @format: what is wrong, as printf () takes it
 * @...: its values
 */
void
mc_csv_mistakes_add (GPtrArray *mistakes, guint line, const char *format, ...)
{
  McCsvMistake *mistake = g_new0 (McCsvMistake, 1);
  va_list values;

  va_start (values, format);
  mistake->line = line;
  mistake->what = g_strdup_vprintf (format, values);
  va_end (values);
  g_ptr_array_add (mistakes, mistake);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  guint one = (*(const McCsvMistake *const *) a)->line;
  guint other = (*(const McCsvMistake *const *) b)->line;

  return one < other ? -1 : one > other;
}

/**
 * mc_csv_mistakes_to_string:
 * @mistakes: of mc_csv_mistakes_new (); comes out in the order of the file
 * @file_name: what to name
 *
 * Returns: (transfer full): each as `file:line: what is wrong`, one a line, without a last line end
 */
char *
mc_csv_mistakes_to_string (GPtrArray *mistakes, const char *file_name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_sort (mistakes, compare_lines);
  for (guint i = 0; i < mistakes->len; i++)
    {
      const McCsvMistake *mistake = g_ptr_array_index (mistakes, i);

      g_string_append_printf (
          text, "%s%s:%u: %s", i == 0 ? "" : "\n", file_name, mistake->line, mistake->what);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
check_text (Reader *reader, const char *data)
{
  const char *invalid;
  guint line = 1;

  if (g_utf8_validate (data, reader->end - data, &invalid))
    return TRUE;

  for (const char *p = data; p < invalid; p++)
    line += *p == '\n';
  return fail (reader, line, "not UTF-8");
}

/* Spreadsheets write semicolons where the comma is the decimal sign, as in Vietnam. */
static char
find_separator (const Reader *reader, const char *const *columns)
{
  g_autofree char *header = g_strjoinv (";", (char **) columns);
  gsize length = strlen (header);

  return (gsize) (reader->end - reader->next) >= length &&
                 memcmp (reader->next, header, length) == 0
             ? ';'
             : ',';
}

static gboolean
read_header (Reader *reader, const char *const *columns)
{
  g_auto (GStrv) header = NULL;
  g_autofree char *wanted = NULL;

  if (reader->end - reader->next >= 3 && memcmp (reader->next, BYTE_ORDER_MARK, 3) == 0)
    reader->next += 3;
  reader->separator = find_separator (reader, columns);
  header = read_row (reader);
  if (header == NULL)
    return FALSE;
  if (g_strv_equal ((const char *const *) header, columns))
    return TRUE;

  wanted = g_strjoinv (",", (char **) columns);
  mc_csv_mistakes_add (reader->mistakes, 1, "the header is not “%s”", wanted);
  return FALSE;
}

/**
 * mc_csv_parse_all:
 * @data: CSV text in UTF-8
 * @length: its length in bytes, or -1 when it is terminated
 * @columns: (array zero-terminated=1): the header that the file must have
 * @mistakes: (inout): of mc_csv_mistakes_new (); gets what is wrong
 *
 * As mc_csv_parse (), and reads on after a row of the wrong length, to tell about all of them;
 * after a cell that is none it cannot. Any thread.
 *
 * Returns: (transfer full) (element-type McCsvRow): the rows that have all their cells
 */
GPtrArray *
mc_csv_parse_all (const char *data, gssize length, const char *const *columns, GPtrArray *mistakes)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  Reader reader = { .next = data, .mistakes = mistakes, .line = 1 };
  guint n_columns = g_strv_length ((char **) columns);

  reader.end = data + (length < 0 ? strlen (data) : (gsize) length);
  if (!check_text (&reader, data) || !read_header (&reader, columns))
    return rows;

  while (reader.next < reader.end)
    {
      guint line = reader.line;
      g_auto (GStrv) cells = read_row (&reader);
      McCsvRow *row;

      if (cells == NULL)
        break;
      if (g_strv_length (cells) != n_columns)
        {
          mc_csv_mistakes_add (
              mistakes, line, "%u cells instead of %u", g_strv_length (cells), n_columns);
          continue;
        }
      row = g_new0 (McCsvRow, 1);
      row->line = line;
      row->cells = g_steal_pointer (&cells);
      g_ptr_array_add (rows, row);
    }

  return rows;
}

/**
 * mc_csv_parse:
 * @data: CSV text in UTF-8
 * @length: its length in bytes, or -1 when it is terminated
 * @file_name: what to name in messages
 * @columns: (array zero-terminated=1): the header that the file must have
 * @error: return location for an #McCsvError, as `file:line: what is wrong`
 *
 * Reads a table as RFC 4180 writes it: commas, quotes doubled inside quotes, lines ended by LF or
 * CRLF; with semicolons for commas when the header has them. Strict: the header must be exactly
 * @columns, every row as long as it, no empty lines. A byte order mark is skipped. Any thread.
 *
 * Returns: (transfer full) (element-type McCsvRow) (nullable): the rows after the header, or %NULL
 */
GPtrArray *
mc_csv_parse (const char *data,
              gssize length,
              const char *file_name,
              const char *const *columns,
              GError **error)
{
  g_autoptr (GPtrArray) mistakes = mc_csv_mistakes_new ();
  g_autoptr (GPtrArray) rows = NULL;
  const McCsvMistake *first;

  g_return_val_if_fail (data != NULL && file_name != NULL, NULL);

  rows = mc_csv_parse_all (data, length, columns, mistakes);
  if (mistakes->len == 0)
    return g_steal_pointer (&rows);

  first = g_ptr_array_index (mistakes, 0);
  g_set_error (
      error, MC_CSV_ERROR, MC_CSV_ERROR_SYNTAX, "%s:%u: %s", file_name, first->line, first->what);
  return NULL;
}
