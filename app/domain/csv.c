/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/csv.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* spreadsheets put it before the header */

typedef struct
{
  const char *next;      /* (unowned) */
  const char *end;       /* (unowned) */
  const char *file_name; /* (unowned) */
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

static gboolean
fail (const Reader *reader, guint line, const char *what, GError **error)
{
  g_set_error (
      error, MC_CSV_ERROR, MC_CSV_ERROR_SYNTAX, "%s:%u: %s", reader->file_name, line, what);
  return FALSE;
}

static gboolean
at_row_end (const Reader *reader)
{
  return reader->next == reader->end || *reader->next == '\n' || *reader->next == '\r';
}

/* Steps over the line end: LF or CRLF. */
static gboolean
end_row (Reader *reader, GError **error)
{
  if (reader->next < reader->end && *reader->next == '\r')
    {
      reader->next++;
      if (reader->next == reader->end || *reader->next != '\n')
        return fail (reader, reader->line, "a carriage return without a line feed", error);
    }
  if (reader->next < reader->end)
    reader->next++;
  reader->line++;
  return TRUE;
}

static char *
read_quoted (Reader *reader, GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint line = reader->line;

  reader->next++;
  while (TRUE)
    {
      if (reader->next == reader->end)
        {
          fail (reader, line, "a quoted cell that does not end", error);
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

  if (!at_row_end (reader) && *reader->next != ',')
    {
      fail (reader, reader->line, "text after a closing quote", error);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&cell), FALSE);
}

static char *
read_plain (Reader *reader, GError **error)
{
  const char *start = reader->next;

  while (!at_row_end (reader) && *reader->next != ',')
    if (*reader->next++ == '"')
      {
        fail (reader, reader->line, "a quote inside a cell that is not quoted", error);
        return NULL;
      }

  return g_strndup (start, reader->next - start);
}

static char **
read_row (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  while (TRUE)
    {
      char *cell = reader->next < reader->end && *reader->next == '"' ? read_quoted (reader, error)
                                                                      : read_plain (reader, error);

      if (cell == NULL)
        return NULL;
      g_ptr_array_add (cells, cell);
      if (at_row_end (reader))
        break;
      reader->next++;
    }

  if (!end_row (reader, error))
    return NULL;

  g_ptr_array_add (cells, NULL);
  return (char **) g_ptr_array_steal (cells, NULL);
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
 * CRLF. Strict: the header must be exactly @columns, every row as long as it, no empty lines. A
 * byte order mark is skipped. Any thread.
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
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_auto (GStrv) header = NULL;
  Reader reader = { .file_name = file_name, .line = 1 };
  const char *invalid;
  guint n_columns = g_strv_length ((char **) columns);

  g_return_val_if_fail (data != NULL && file_name != NULL, NULL);

  reader.next = data;
  reader.end = data + (length < 0 ? strlen (data) : (gsize) length);
  if (!g_utf8_validate (data, reader.end - data, &invalid))
    {
      guint line = 1;

      for (const char *p = data; p < invalid; p++)
        line += *p == '\n';
      fail (&reader, line, "not UTF-8", error);
      return NULL;
    }
  if (reader.end - data >= 3 && memcmp (data, BYTE_ORDER_MARK, 3) == 0)
    reader.next += 3;

  header = read_row (&reader, error);
  if (header == NULL)
    return NULL;
  if (!g_strv_equal ((const char *const *) header, columns))
    {
      g_autofree char *wanted = g_strjoinv (",", (char **) columns);
      g_autofree char *what = g_strdup_printf ("the header is not “%s”", wanted);

      fail (&reader, 1, what, error);
      return NULL;
    }

  while (reader.next < reader.end)
    {
      McCsvRow *row = g_new0 (McCsvRow, 1);

      g_ptr_array_add (rows, row);
      row->line = reader.line;
      row->cells = read_row (&reader, error);
      if (row->cells == NULL)
        return NULL;
      if (g_strv_length (row->cells) != n_columns)
        {
          g_autofree char *what =
              g_strdup_printf ("%u cells instead of %u", g_strv_length (row->cells), n_columns);

          fail (&reader, row->line, what, error);
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}
