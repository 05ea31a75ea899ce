/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/code.h"

#include <string.h>

#define MAX_LENGTH 50
#define MIN_SERIAL 4
#define MAX_SERIAL 6
#define DATE_LENGTH 6
#define COUNTRY_LENGTH 3 /* "H26" */
#define MAX_GROUPS 4     /* behind it */
#define MAX_GROUP 3
#define OLD_AGENCY_LENGTH 10 /* "000.00.01.H26" without its dots */

/* Both formats (Thông tư 01/2018/TT-VPCP article 19; Quyết định 20/2020/QĐ-TTg article 4). [0-9]
 * and \z on purpose: \d takes the digits of every script, and $ a trailing newline. */
static const char PATTERN[] = "^(?:[0-9A-Z]{3}\\.[0-9A-Z]{2}\\.[0-9A-Z]{2}\\.[A-Y][0-9]{2}"
                              "|[A-Y][0-9]{2}(?:\\.[0-9A-Z]{1,3}){0,4})-[0-9]{6}-[0-9]{4,6}\\z";

/* clang-format off */
G_DEFINE_QUARK (mc-code-error-quark, mc_code_error)
/* clang-format on */

static gboolean
has_syntax (const char *text)
{
  static gsize regex;

  if (g_once_init_enter (&regex))
    {
      GRegex *compiled = g_regex_new (PATTERN, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);

      g_assert (compiled != NULL);
      g_once_init_leave (&regex, (gsize) compiled);
    }

  return strlen (text) <= MAX_LENGTH && g_regex_match ((GRegex *) regex, text, 0, NULL);
}

/**
 * mc_code_parse:
 * @text: a dossier code, `000.00.01.H26-250620-0012` or `H26.107-250701-000001`
 * @code: (out): its parts; unchanged on error
 * @error: return location for an #McCodeError
 *
 * Takes both formats of the law, at most 50 characters, of which YYMMDD must be a date that exists
 * (of the years 2000 to 2099). Nothing is trimmed and no case is changed. Any thread.
 *
 * Returns: whether @text is a dossier code
 */
gboolean
mc_code_parse (const char *text, McCode *code, GError **error)
{
  const char *date, *serial;
  guint64 yymmdd;
  McCode result = { 0 };

  g_return_val_if_fail (text != NULL && code != NULL, FALSE);

  if (!has_syntax (text))
    {
      g_set_error_literal (error, MC_CODE_ERROR, MC_CODE_ERROR_SYNTAX, "not a dossier code");
      return FALSE;
    }

  serial = strrchr (text, '-') + 1;
  date = strchr (text, '-') + 1;
  yymmdd = g_ascii_strtoull (date, NULL, 10);
  if (!g_date_valid_dmy (yymmdd % 100, yymmdd / 100 % 100, 2000 + yymmdd / 10000))
    {
      g_set_error (error,
                   MC_CODE_ERROR,
                   MC_CODE_ERROR_DATE,
                   "the dossier code's date %.6s does not exist",
                   date);
      return FALSE;
    }

  g_strlcpy (result.agency, text, MIN (sizeof result.agency, (gsize) (date - text)));
  g_date_clear (&result.date, 1);
  g_date_set_dmy (&result.date, yymmdd % 100, yymmdd / 100 % 100, 2000 + yymmdd / 10000);
  result.serial = g_ascii_strtoull (serial, NULL, 10);
  result.digits = strlen (serial);
  *code = result;
  return TRUE;
}

/* What was typed without its marks, and where there were some. */
typedef struct
{
  char plain[MAX_LENGTH + 1];
  gboolean marked[MAX_LENGTH + 1]; /* before which character of it */
} Typed;

/* FALSE for what no code has in it. */
static gboolean
read_typed (const char *text, Typed *typed)
{
  static const gunichar marks[] = { '.', ',', '-', '_', '/', 0x2010, 0x2011, 0x2013, 0x2014, 0 };
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_mark = FALSE;

      for (guint i = 0; marks[i] != 0; i++)
        is_mark = is_mark || marks[i] == c;
      if (is_mark)
        typed->marked[n] = TRUE;
      else if (c < 0x80 && g_ascii_isalnum (c) && n < MAX_LENGTH)
        typed->plain[n++] = g_ascii_toupper (c);
      else if (!g_unichar_isspace (c))
        return FALSE;
    }

  return TRUE;
}

/* Whether @reading has a mark wherever one was typed. */
static gboolean
keeps_marks (const char *reading, const Typed *typed)
{
  gboolean marked = FALSE;
  gsize n = 0;

  for (const char *p = reading; *p != '\0'; p++)
    if (*p == '.' || *p == '-')
      marked = TRUE;
    else
      {
        if (typed->marked[n++] && !marked)
          return FALSE;
        marked = FALSE;
      }

  return !typed->marked[n];
}

static void
add_reading (GPtrArray *readings, const Typed *typed, const char *agency, gsize length)
{
  g_autofree char *reading = g_strdup_printf ("%s-%.*s-%s",
                                              agency,
                                              DATE_LENGTH,
                                              typed->plain + length,
                                              typed->plain + length + DATE_LENGTH);
  McCode code;

  if (mc_code_parse (reading, &code, NULL) && keeps_marks (reading, typed))
    g_ptr_array_add (readings, g_steal_pointer (&reading));
}

/* All ways to cut the agency's groups, of which @done characters stand in @agency. */
static void
cut_groups (GPtrArray *readings,
            const Typed *typed,
            const char *agency,
            gsize done,
            gsize length,
            guint groups)
{
  if (done == length)
    add_reading (readings, typed, agency, length);
  for (gsize size = MIN (MAX_GROUP, length - done); size > 0 && groups > 0; size--)
    {
      g_autofree char *longer =
          g_strdup_printf ("%s.%.*s", agency, (int) size, typed->plain + done);

      cut_groups (readings, typed, longer, done + size, length, groups - 1);
    }
}

/**
 * mc_code_list_readings:
 * @typed: what somebody typed for a dossier code
 *
 * Small letters, spaces, missing dots and dashes and one for the other are forgiven; a letter or
 * digit is never changed, and where a mark was typed there is one. Without its marks a code can be
 * cut in several ways, of which at most one is a dossier's: who asks tries them. A complete code
 * has itself for its only reading. Any thread.
 *
 * Returns: (transfer full) (array zero-terminated=1): the codes that it can mean, the likeliest
 *   first; none when it cannot be a code
 */
char **
mc_code_list_readings (const char *typed)
{
  g_autoptr (GPtrArray) readings = g_ptr_array_new ();
  g_autofree char *whole = NULL;
  Typed marks = { 0 };
  McCode code;
  gsize n;

  g_return_val_if_fail (typed != NULL, NULL);

  whole = g_ascii_strup (typed, -1);
  g_strstrip (whole);
  if (mc_code_parse (whole, &code, NULL))
    g_ptr_array_add (readings, g_steal_pointer (&whole));
  else if (g_utf8_validate (typed, -1, NULL) && read_typed (typed, &marks))
    {
      n = strlen (marks.plain);
      /* Every program of ours writes six digits. */
      for (gsize serial = MAX_SERIAL; serial >= MIN_SERIAL; serial--)
        {
          gsize length = n < serial + DATE_LENGTH ? 0 : n - serial - DATE_LENGTH;
          g_autofree char *head = g_strndup (marks.plain, COUNTRY_LENGTH);

          if (length >= COUNTRY_LENGTH && length <= COUNTRY_LENGTH + MAX_GROUPS * MAX_GROUP)
            cut_groups (readings, &marks, head, COUNTRY_LENGTH, length, MAX_GROUPS);
          if (length == OLD_AGENCY_LENGTH)
            {
              g_autofree char *old = g_strdup_printf ("%.3s.%.2s.%.2s.%.3s",
                                                      marks.plain,
                                                      marks.plain + 3,
                                                      marks.plain + 5,
                                                      marks.plain + 7);

              add_reading (readings, &marks, old, length);
            }
        }
    }

  g_ptr_array_add (readings, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&readings), FALSE);
}

/**
 * mc_code_format:
 * @agency: the receiving point's agency code, in either format
 * @date: the date of submission in Vietnam
 * @serial: the order, from 1; it must fit in @digits
 * @digits: digits of the order, 4 to 6
 * @error: return location for an #McCodeError
 *
 * Returns: (transfer full) (nullable): the dossier code, or %NULL with @error set. Any thread
 */
char *
mc_code_format (const char *agency, const GDate *date, guint serial, guint digits, GError **error)
{
  static const guint limits[] = { 9999, 99999, 999999 };
  g_autofree char *text = NULL;

  g_return_val_if_fail (agency != NULL && date != NULL, NULL);

  if (!g_date_valid (date) || g_date_get_year (date) < 2000 || g_date_get_year (date) > 2099)
    {
      g_set_error_literal (
          error, MC_CODE_ERROR, MC_CODE_ERROR_DATE, "a dossier code's year is 2000 to 2099");
      return NULL;
    }

  if (digits < 4 || digits > 6 || serial == 0 || serial > limits[digits - 4])
    {
      g_set_error (error,
                   MC_CODE_ERROR,
                   MC_CODE_ERROR_SERIAL,
                   "serial %u does not fit in %u digits",
                   serial,
                   digits);
      return NULL;
    }

  text = g_strdup_printf ("%s-%02u%02u%02u-%0*u",
                          agency,
                          g_date_get_year (date) % 100,
                          (guint) g_date_get_month (date),
                          (guint) g_date_get_day (date),
                          (int) digits,
                          serial);
  if (!has_syntax (text))
    {
      g_set_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SYNTAX, "“%s” is no agency code", agency);
      return NULL;
    }

  return g_steal_pointer (&text);
}
