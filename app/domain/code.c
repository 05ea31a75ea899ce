/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/code.h"

#include <string.h>

#define MAX_LENGTH 50

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
