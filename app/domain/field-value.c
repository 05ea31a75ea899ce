/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-field-value"

#include "config.h"
#include "app/domain/field.h"

#include "app/domain/datetime.h"
#include "app/domain/procedure-private.h"
#include "app/domain/text.h"

#include <string.h>

/* Nobody who files in person was born, married or registered before; older entries are slips. */
#define FIRST_YEAR 1900
/* 999 trillion: above any amount or count on a form, far below what 64 bits hold. */
#define MAX_DIGITS 15
/* Bytes per character that a decomposed Vietnamese text can take before it is normalised:
 * three code points of at most four bytes; the rest is surplus space. */
#define BYTES_PER_CHARACTER 16

/* A letter such as "ế" is one code point after NFC. Bahnar and Ê Đê names need one mark that has
 * no composed form (ư̆); more than two is decoration that runs into other lines. */
#define MAX_LOOSE_MARKS 2

static McFieldProblem
refuse (McFieldProblem problem, char **detail, char *text)
{
  if (detail != NULL)
    *detail = text;
  else
    g_free (text);
  return problem;
}

static McFieldProblem
refuse_character (gunichar c, char **detail)
{
  char utf8[7] = { 0 };

  if (g_unichar_isprint (c) && !g_unichar_iszerowidth (c) && !g_unichar_isspace (c))
    {
      g_unichar_to_utf8 (c, utf8);
      return refuse (MC_FIELD_PROBLEM_CHARACTERS, detail, g_strdup (utf8));
    }
  return refuse (MC_FIELD_PROBLEM_CHARACTERS, detail, g_strdup_printf ("U+%04X", c));
}

/* What no field takes: characters that are not seen, and the full-width forms of ASCII, which no
 * Vietnamese keyboard types and which look like what they are not. */
static gboolean
is_forbidden (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    return TRUE;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* Turns runs of spaces of every kind into one and drops them at both ends. */
static char *
squeeze (const char *text)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) != G_UNICODE_SPACE_SEPARATOR)
        g_string_append_unichar (result, c);
      else if (result->len > 0 && result->str[result->len - 1] != ' ')
        g_string_append_c (result, ' ');
    }
  if (result->len > 0 && result->str[result->len - 1] == ' ')
    g_string_truncate (result, result->len - 1);
  return g_strdup (result->str);
}

static McFieldProblem
check_characters (const char *text, char **detail)
{
  guint marks = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_forbidden (c))
        return refuse_character (c, detail);
      marks = g_unichar_ismark (c) ? marks + 1 : 0;
      if (marks > MAX_LOOSE_MARKS || (marks > 0 && p == text))
        return refuse_character (c, detail);
    }
  return MC_FIELD_PROBLEM_NONE;
}

/* One line of text as mc_text_normalise() makes it, with the character that it objects to. */
static McFieldProblem
clean_line (const char *raw, guint max_length, char **value, char **detail)
{
  g_autofree char *composed = g_utf8_normalize (raw, -1, G_NORMALIZE_NFC);
  g_autofree char *normal = NULL;
  g_autoptr (GError) error = NULL;
  McFieldProblem problem = check_characters (composed, detail);

  if (problem != MC_FIELD_PROBLEM_NONE)
    return problem;
  normal = mc_text_normalise (raw, -1, max_length, &error);
  if (g_error_matches (error, MC_TEXT_ERROR, MC_TEXT_ERROR_TOO_LONG))
    return refuse (MC_FIELD_PROBLEM_TOO_LONG, detail, g_strdup_printf ("%u", max_length));
  if (normal == NULL)
    return refuse (MC_FIELD_PROBLEM_CHARACTERS, detail, g_strdup ("?"));
  *value = g_steal_pointer (&normal);
  return MC_FIELD_PROBLEM_NONE;
}

static McFieldProblem
check_min_length (const McField *self, const char *text, char **detail)
{
  if (g_utf8_strlen (text, -1) < (glong) self->min_length)
    return refuse (MC_FIELD_PROBLEM_TOO_SHORT, detail, g_strdup_printf ("%u", self->min_length));
  return MC_FIELD_PROBLEM_NONE;
}

static McFieldProblem
validate_text (const McField *self, const char *raw, char **value, char **detail)
{
  McFieldProblem problem = clean_line (raw, self->max_length, value, detail);

  return problem != MC_FIELD_PROBLEM_NONE ? problem : check_min_length (self, *value, detail);
}

/* Some lines: each is cleaned as a line is; empty ones at the ends fall away. */
static McFieldProblem
validate_long_text (const McField *self, const char *raw, char **value, char **detail)
{
  g_auto (GStrv) lines = g_strsplit (raw, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = NULL;
      McFieldProblem problem;

      if (g_str_has_suffix (lines[i], "\r"))
        lines[i][strlen (lines[i]) - 1] = '\0';
      problem = clean_line (lines[i], self->max_length, &line, detail);
      if (problem != MC_FIELD_PROBLEM_NONE)
        return problem;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (g_utf8_strlen (text->str, -1) > (glong) self->max_length)
    return refuse (MC_FIELD_PROBLEM_TOO_LONG, detail, g_strdup_printf ("%u", self->max_length));
  *value = g_strdup (text->str);
  return check_min_length (self, *value, detail);
}

/* Names of persons: Latin letters with their marks, spaces, ' ’ - and full stop: "H'Hen Niê",
 * "Nguyễn Thị Kim-Anh", "Nguyễn Văn A." U+00D0 Ð looks exactly like U+0110 Đ but is another
 * letter: a name that holds it would never be found again, so it is refused. */
static McFieldProblem
validate_name (const McField *self, const char *raw, char **value, char **detail)
{
  g_autofree char *name = NULL;
  McFieldProblem problem = clean_line (raw, self->max_length, &name, detail);
  gboolean has_letter = FALSE;

  if (problem != MC_FIELD_PROBLEM_NONE)
    return problem;
  for (char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x00d0 || c == 0x00f0)
        return refuse_character (c, detail);
      if (g_unichar_isalpha (c) && g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN)
        has_letter = TRUE;
      else if (!(g_unichar_ismark (c) && has_letter) && c != 0x2019 &&
               (c > 0x7f || strchr (" '-.", (int) c) == NULL))
        return refuse_character (c, detail);
    }
  if (!has_letter)
    return refuse (MC_FIELD_PROBLEM_FORMAT, detail, NULL);
  *value = g_steal_pointer (&name);
  return check_min_length (self, *value, detail);
}

/* Copies the digits of @raw, skipping what @ignored lists; anything else is a problem. */
static McFieldProblem
collect_digits (const char *raw, const char *ignored, char *digits, gsize size, char **detail)
{
  gsize n = 0;

  for (const char *p = raw; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= '0' && c <= '9')
        {
          if (n + 1 >= size)
            return refuse (
                MC_FIELD_PROBLEM_TOO_LONG, detail, g_strdup_printf ("%" G_GSIZE_FORMAT, size - 1));
          digits[n++] = (char) c;
        }
      else if (c > 0x7f || strchr (ignored, (int) c) == NULL)
        return refuse_character (c, detail);
    }
  digits[n] = '\0';
  return MC_FIELD_PROBLEM_NONE;
}

/* Splits up to three groups of digits at one of "/-. "; @widths gets their lengths. */
static gboolean
split_date (const char *raw, int numbers[3], int widths[3], char **detail, McFieldProblem *problem)
{
  int part = 0;

  *problem = MC_FIELD_PROBLEM_FORMAT;
  memset (numbers, 0, 3 * sizeof *numbers);
  memset (widths, 0, 3 * sizeof *widths);
  for (const char *p = raw; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= '0' && c <= '9')
        {
          if (widths[part] == 4)
            return FALSE;
          numbers[part] = numbers[part] * 10 + (int) (c - '0');
          widths[part]++;
        }
      else if (c < 0x80 && strchr ("/-.", (int) c) != NULL)
        {
          if (part == 2 || widths[part] == 0)
            return FALSE;
          part++;
        }
      else
        {
          *problem = refuse_character (c, detail);
          return FALSE;
        }
    }
  return part == 2 && widths[2] > 0;
}

static char *
show_date (const GDate *date)
{
  return g_strdup_printf (
      "%d/%d/%d", g_date_get_day (date), g_date_get_month (date), g_date_get_year (date));
}

/* dd/mm/yyyy, d/m/yyyy (also with - or .) or yyyy-mm-dd; the year always has four digits. */
static McFieldProblem
validate_date (const McField *self,
               const char *raw,
               const GDate *today,
               char **value,
               char **detail)
{
  g_autofree char *text = squeeze (raw);
  McFieldProblem problem;
  int numbers[3], widths[3];
  int day, month, year;
  GDate date, bound;

  if (!split_date (text, numbers, widths, detail, &problem))
    return problem;
  if (widths[0] == 4 && widths[1] == 2 && widths[2] == 2)
    {
      year = numbers[0];
      month = numbers[1];
      day = numbers[2];
    }
  else if (widths[0] <= 2 && widths[1] <= 2 && widths[2] == 4)
    {
      day = numbers[0];
      month = numbers[1];
      year = numbers[2];
    }
  else
    return MC_FIELD_PROBLEM_FORMAT;

  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return MC_FIELD_PROBLEM_NO_SUCH_DATE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  if (!mc_bound_resolve_date (&self->min, today, &bound))
    {
      g_date_clear (&bound, 1);
      g_date_set_dmy (&bound, 1, G_DATE_JANUARY, FIRST_YEAR);
    }
  if (g_date_compare (&date, &bound) < 0)
    return refuse (MC_FIELD_PROBLEM_TOO_EARLY, detail, show_date (&bound));
  if (mc_bound_resolve_date (&self->max, today, &bound) && g_date_compare (&date, &bound) > 0)
    return refuse (MC_FIELD_PROBLEM_TOO_LATE, detail, show_date (&bound));
  *value = mc_date_to_iso (&date);
  return MC_FIELD_PROBLEM_NONE;
}

static McFieldProblem
validate_year (const McField *self,
               const char *raw,
               const GDate *today,
               char **value,
               char **detail)
{
  char digits[8];
  gint64 year, bound;
  McFieldProblem problem = collect_digits (raw, " ", digits, sizeof digits, detail);

  if (problem == MC_FIELD_PROBLEM_CHARACTERS)
    return problem;
  if (problem != MC_FIELD_PROBLEM_NONE || strlen (digits) != 4)
    {
      if (detail != NULL)
        g_clear_pointer (detail, g_free);
      return MC_FIELD_PROBLEM_FORMAT;
    }
  year = g_ascii_strtoll (digits, NULL, 10);
  if (!mc_bound_resolve_number (&self->min, today, &bound))
    bound = FIRST_YEAR;
  if (year < bound)
    return refuse (
        MC_FIELD_PROBLEM_TOO_EARLY, detail, g_strdup_printf ("%" G_GINT64_FORMAT, bound));
  if (mc_bound_resolve_number (&self->max, today, &bound) && year > bound)
    return refuse (MC_FIELD_PROBLEM_TOO_LATE, detail, g_strdup_printf ("%" G_GINT64_FORMAT, bound));
  *value = g_strdup (digits);
  return MC_FIELD_PROBLEM_NONE;
}

/* 8:05, 08:05, 8h05, 8g05 and 8h, as people write hours; canonical 08:05. */
static McFieldProblem
validate_time (const char *raw, char **value, char **detail)
{
  g_autofree char *text = squeeze (raw);
  int numbers[2] = { 0, 0 };
  int widths[2] = { 0, 0 };
  int part = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= '0' && c <= '9')
        {
          if (widths[part] == 2)
            return MC_FIELD_PROBLEM_FORMAT;
          numbers[part] = numbers[part] * 10 + (int) (c - '0');
          widths[part]++;
        }
      else if (c < 0x80 && strchr (":hHgG", (int) c) != NULL)
        {
          if (part == 1 || widths[0] == 0)
            return MC_FIELD_PROBLEM_FORMAT;
          part = 1;
          if (c != ':' && p[1] == '\0')
            widths[1] = 2; /* "8h" */
        }
      else if (c != ' ')
        return refuse_character (c, detail);
    }
  if (part != 1 || widths[1] != 2 || numbers[0] > 23 || numbers[1] > 59)
    return MC_FIELD_PROBLEM_FORMAT;
  *value = g_strdup_printf ("%02d:%02d", numbers[0], numbers[1]);
  return MC_FIELD_PROBLEM_NONE;
}

/* Whether dots or spaces, if any, stand before each group of three: 1.000.000, not 1.00. */
static gboolean
is_grouped (const char *text)
{
  gsize since = 0;
  gboolean dots = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '.' || *p == ' ')
      {
        if (since == 0 || since > 3 || (dots && since != 3))
          return FALSE;
        dots = TRUE;
        since = 0;
      }
    else
      since++;
  return !dots || since == 3;
}

/* Whole numbers, with the dots or spaces of thousands that people type; money also with its đ at
 * the end. */
static McFieldProblem
validate_number (const McField *self,
                 const char *raw,
                 const GDate *today,
                 char **value,
                 char **detail)
{
  g_autofree char *text = squeeze (raw);
  char digits[MAX_DIGITS + 1];
  const char *start;
  McFieldProblem problem;
  gint64 number, bound;

  if (self->kind == MC_FIELD_MONEY)
    {
      static const char *const SUFFIXES[] = { "đồng", "đ", "VND", "VNĐ" };

      for (guint i = 0; i < G_N_ELEMENTS (SUFFIXES); i++)
        if (g_str_has_suffix (text, SUFFIXES[i]))
          {
            text[strlen (text) - strlen (SUFFIXES[i])] = '\0';
            g_strchomp (text);
            break;
          }
    }
  problem = collect_digits (text, ". ", digits, sizeof digits, detail);
  if (problem == MC_FIELD_PROBLEM_TOO_LONG)
    {
      if (detail != NULL)
        g_clear_pointer (detail, g_free);
      return refuse (MC_FIELD_PROBLEM_TOO_LARGE, detail, g_strnfill (MAX_DIGITS, '9'));
    }
  if (problem != MC_FIELD_PROBLEM_NONE)
    return problem;
  if (*digits == '\0' || !is_grouped (text))
    return MC_FIELD_PROBLEM_FORMAT;

  for (start = digits; *start == '0' && start[1] != '\0'; start++)
    ;
  number = g_ascii_strtoll (start, NULL, 10);
  if (mc_bound_resolve_number (&self->min, today, &bound) && number < bound)
    return refuse (
        MC_FIELD_PROBLEM_TOO_SMALL, detail, g_strdup_printf ("%" G_GINT64_FORMAT, bound));
  if (mc_bound_resolve_number (&self->max, today, &bound) && number > bound)
    return refuse (
        MC_FIELD_PROBLEM_TOO_LARGE, detail, g_strdup_printf ("%" G_GINT64_FORMAT, bound));
  *value = g_strdup (start);
  return MC_FIELD_PROBLEM_NONE;
}

/* Twelve digits PPP G YY NNNNNN (domain reference 4): G 0-1 the 1900s, 2-3 the 2000s, 4-5 the
 * 2100s. There is no check digit; a birth year in the future is all that shows a slip here. */
static McFieldProblem
validate_id_number (const char *raw, const GDate *today, char **value, char **detail)
{
  char digits[16];
  int year;
  McFieldProblem problem = collect_digits (raw, " .", digits, sizeof digits, detail);

  if (problem == MC_FIELD_PROBLEM_CHARACTERS)
    return problem;
  if (detail != NULL)
    g_clear_pointer (detail, g_free);
  if (problem != MC_FIELD_PROBLEM_NONE || strlen (digits) > 12)
    return refuse (MC_FIELD_PROBLEM_TOO_LONG, detail, g_strdup ("12"));
  if (strlen (digits) < 12)
    return refuse (MC_FIELD_PROBLEM_TOO_SHORT, detail, g_strdup ("12"));
  year = 1900 + (digits[3] - '0') / 2 * 100 + (digits[4] - '0') * 10 + (digits[5] - '0');
  if (today != NULL && g_date_valid (today) && year > (int) g_date_get_year (today))
    return MC_FIELD_PROBLEM_FORMAT;
  *value = g_strdup (digits);
  return MC_FIELD_PROBLEM_NONE;
}

/* Ten digits for an enterprise, thirteen for its branch, written 0100109106-001. */
static McFieldProblem
validate_tax_code (const char *raw, char **value, char **detail)
{
  char digits[16];
  McFieldProblem problem = collect_digits (raw, " -", digits, sizeof digits, detail);

  if (problem == MC_FIELD_PROBLEM_CHARACTERS)
    return problem;
  if (detail != NULL)
    g_clear_pointer (detail, g_free);
  if (problem != MC_FIELD_PROBLEM_NONE || (strlen (digits) != 10 && strlen (digits) != 13))
    return MC_FIELD_PROBLEM_FORMAT;
  *value = g_strdup (digits);
  return MC_FIELD_PROBLEM_NONE;
}

/* Vietnamese numbers, kept in their national form: mobiles 03, 05, 07, 08, 09 and 8 digits, fixed
 * lines 02 and 9 digits; +84 or 0084 in front becomes 0. */
static McFieldProblem
validate_phone (const char *raw, char **value, char **detail)
{
  g_autofree char *text = squeeze (raw);
  char digits[20];
  char national[20];
  const char *number = text;
  gboolean international;
  McFieldProblem problem;

  international = *number == '+';
  problem =
      collect_digits (number + (international ? 1 : 0), " .-()", digits, sizeof digits, detail);
  if (problem == MC_FIELD_PROBLEM_CHARACTERS)
    return problem;
  if (detail != NULL)
    g_clear_pointer (detail, g_free);
  if (problem != MC_FIELD_PROBLEM_NONE)
    return MC_FIELD_PROBLEM_FORMAT;

  if (international && g_str_has_prefix (digits, "84"))
    g_snprintf (national, sizeof national, "0%s", digits + 2);
  else if (!international && g_str_has_prefix (digits, "0084"))
    g_snprintf (national, sizeof national, "0%s", digits + 4);
  else if (!international)
    g_strlcpy (national, digits, sizeof national);
  else
    return MC_FIELD_PROBLEM_FORMAT;

  if (national[0] != '0')
    return MC_FIELD_PROBLEM_FORMAT;
  if (!(strlen (national) == 10 && strchr ("35789", national[1]) != NULL) &&
      !(strlen (national) == 11 && national[1] == '2'))
    return MC_FIELD_PROBLEM_FORMAT;
  *value = g_strdup (national);
  return MC_FIELD_PROBLEM_NONE;
}

static gboolean
is_email_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);

  if (n < 2 || strlen (domain) > 253)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gsize length = strlen (labels[i]);

      if (length == 0 || length > 63 || labels[i][0] == '-' || labels[i][length - 1] == '-')
        return FALSE;
    }
  return strlen (labels[n - 1]) >= 2 && !g_ascii_isdigit (labels[n - 1][0]);
}

/* The addresses that people have: a dot-atom (RFC 5322), an at sign, a domain with a dot. Quoted
 * parts, comments and address literals are legal and never typed. */
static McFieldProblem
validate_email (const char *raw, char **value, char **detail)
{
  g_autofree char *text = squeeze (raw);
  g_autofree char *domain = NULL;
  const char *at = strchr (text, '@');

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c > 0x7e || c <= ' ' || strchr ("()<>[]:;,\\\"", (int) c) != NULL)
        return refuse_character (c, detail);
    }
  if (at == NULL || at == text || at - text > 64 || strchr (at + 1, '@') != NULL || *text == '.' ||
      at[-1] == '.' || strstr (text, "..") != NULL || strlen (text) > 254 ||
      strspn (at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") !=
          strlen (at + 1) ||
      !is_email_domain (at + 1))
    return MC_FIELD_PROBLEM_FORMAT;
  domain = g_ascii_strdown (at, -1);
  *value = g_strdup_printf ("%.*s%s", (int) (at - text), text, domain);
  return MC_FIELD_PROBLEM_NONE;
}

static McFieldProblem
validate_kind (const McField *self,
               const char *raw,
               const GDate *today,
               char **value,
               char **detail)
{
  switch (self->kind)
    {
    case MC_FIELD_LONG_TEXT:
      return validate_long_text (self, raw, value, detail);
    case MC_FIELD_NAME:
      return validate_name (self, raw, value, detail);
    case MC_FIELD_DATE:
      return validate_date (self, raw, today, value, detail);
    case MC_FIELD_YEAR:
      return validate_year (self, raw, today, value, detail);
    case MC_FIELD_TIME:
      return validate_time (raw, value, detail);
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
      return validate_number (self, raw, today, value, detail);
    case MC_FIELD_CHOICE:
      if (mc_field_find_choice (self, raw) == NULL)
        return MC_FIELD_PROBLEM_NOT_A_CHOICE;
      *value = g_strdup (raw);
      return MC_FIELD_PROBLEM_NONE;
    case MC_FIELD_YES_NO:
      if (!g_str_equal (raw, "yes") && !g_str_equal (raw, "no"))
        return MC_FIELD_PROBLEM_NOT_A_CHOICE;
      *value = g_strdup (raw);
      return MC_FIELD_PROBLEM_NONE;
    case MC_FIELD_ID_NUMBER:
      return validate_id_number (raw, today, value, detail);
    case MC_FIELD_TAX_CODE:
      return validate_tax_code (raw, value, detail);
    case MC_FIELD_PHONE:
      return validate_phone (raw, value, detail);
    case MC_FIELD_EMAIL:
      return validate_email (raw, value, detail);
    case MC_FIELD_TEXT:
    case MC_FIELD_ADDRESS:
    default:
      return validate_text (self, raw, value, detail);
    }
}

/* The longest text of each kind when the procedure does not say; also what bounds the entry. */
guint
mc_field_kind_get_default_length (McFieldKind kind)
{
  switch (kind)
    {
    case MC_FIELD_LONG_TEXT:
      return 1000;
    case MC_FIELD_NAME:
      return 100;
    case MC_FIELD_DATE:
      return 10;
    case MC_FIELD_YEAR:
      return 4;
    case MC_FIELD_TIME:
      return 5;
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
      return MAX_DIGITS + 5; /* and the dots of thousands */
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
      return 40;
    case MC_FIELD_ID_NUMBER:
      return 12;
    case MC_FIELD_TAX_CODE:
      return 14;
    case MC_FIELD_PHONE:
      return 16;
    case MC_FIELD_EMAIL:
      return 254;
    case MC_FIELD_TEXT:
    case MC_FIELD_ADDRESS:
    default:
      return 250;
    }
}

/* Returns: %TRUE and the day when the bound is one; a relative one needs @today */
gboolean
mc_bound_resolve_date (const McBound *self, const GDate *today, GDate *date)
{
  if (self->kind == MC_BOUND_DATE)
    {
      *date = self->date;
      return TRUE;
    }
  if (self->kind != MC_BOUND_TODAY || today == NULL || !g_date_valid (today))
    return FALSE;

  *date = *today;
  switch (self->unit)
    {
    case 'y':
      if (self->number < 0)
        g_date_subtract_years (date, (guint) -self->number);
      else
        g_date_add_years (date, (guint) self->number);
      break;
    case 'm':
      if (self->number < 0)
        g_date_subtract_months (date, (guint) -self->number);
      else
        g_date_add_months (date, (guint) self->number);
      break;
    default:
      if (self->number < 0)
        g_date_subtract_days (date, (guint) -self->number);
      else
        g_date_add_days (date, (guint) self->number);
      break;
    }
  return TRUE;
}

/* Returns: %TRUE and the number when the bound is one; "today" is the year of @today */
gboolean
mc_bound_resolve_number (const McBound *self, const GDate *today, gint64 *number)
{
  GDate date;

  if (self->kind == MC_BOUND_NUMBER)
    {
      *number = self->number;
      return TRUE;
    }
  if (!mc_bound_resolve_date (self, today, &date))
    return FALSE;
  *number = g_date_get_year (&date);
  return TRUE;
}

/**
 * mc_field_validate:
 * @self: a field
 * @raw: (nullable): what was typed, of any length and content
 * @today: (nullable): the day of filing at the office; %NULL leaves bounds that depend on it out
 * @value: (out) (optional) (nullable): the canonical value; %NULL when refused, or when an
 *   optional field is left blank
 * @detail: (out) (optional) (nullable): what the sentence about the problem needs, see
 *   #McFieldProblem
 *
 * Checks and normalises one value: NFC, single spaces, dates yyyy-mm-dd, numbers plain digits,
 * phones in national form. Characters that are not seen (controls, bidirectional and zero-width
 * ones) and full-width forms are refused, never dropped in silence. Takes bounded time and memory
 * whatever @raw is. Any thread.
 *
 * Returns: %MC_FIELD_PROBLEM_NONE, or the first problem
 */
McFieldProblem
mc_field_validate (const McField *self,
                   const char *raw,
                   const GDate *today,
                   char **value,
                   char **detail)
{
  g_autofree char *canonical = NULL;
  gsize limit;
  McFieldProblem problem;

  g_return_val_if_fail (self != NULL, MC_FIELD_PROBLEM_FORMAT);

  if (value != NULL)
    *value = NULL;
  if (detail != NULL)
    *detail = NULL;

  limit = ((gsize) self->max_length + 1) * BYTES_PER_CHARACTER;
  if (raw != NULL && strnlen (raw, limit + 1) > limit)
    return refuse (MC_FIELD_PROBLEM_TOO_LONG, detail, g_strdup_printf ("%u", self->max_length));
  if (raw != NULL && !g_utf8_validate (raw, -1, NULL))
    return MC_FIELD_PROBLEM_CHARACTERS;
  if (raw == NULL || is_blank (raw))
    return self->required ? MC_FIELD_PROBLEM_REQUIRED : MC_FIELD_PROBLEM_NONE;

  problem = validate_kind (self, raw, today, &canonical, detail);
  if (problem == MC_FIELD_PROBLEM_NONE && value != NULL)
    *value = g_steal_pointer (&canonical);
  return problem;
}

/**
 * mc_field_kind_validate:
 * @kind: any but %MC_FIELD_CHOICE, which needs its choices
 * @raw: (nullable): what was typed
 * @today: (nullable): the day of filing; a date may then not be later
 * @value: (out) (optional) (nullable): the canonical value
 * @detail: (out) (optional) (nullable): see mc_field_validate()
 *
 * The same rules without a procedure, for the applicant's own data. A blank value is
 * %MC_FIELD_PROBLEM_REQUIRED.
 *
 * Returns: %MC_FIELD_PROBLEM_NONE, or the first problem
 */
McFieldProblem
mc_field_kind_validate (McFieldKind kind,
                        const char *raw,
                        const GDate *today,
                        char **value,
                        char **detail)
{
  McField *field = mc_field_new ();
  McFieldProblem problem;

  field->kind = kind;
  field->max_length = mc_field_kind_get_default_length (kind);
  if (kind == MC_FIELD_DATE || kind == MC_FIELD_YEAR)
    field->max = (McBound){ .kind = MC_BOUND_TODAY, .unit = 'd' };
  problem = mc_field_validate (field, raw, today, value, detail);
  mc_field_free (field);
  return problem;
}

/**
 * mc_field_problem_describe:
 * @problem: why a value was refused
 * @detail: (nullable): its detail
 *
 * Says in English what is wrong, for files and logs; the screens have their own sentences. It
 * never repeats the value.
 *
 * Returns: (transfer full): the words
 */
char *
mc_field_problem_describe (McFieldProblem problem, const char *detail)
{
  const char *text = detail != NULL ? detail : "?";

  switch (problem)
    {
    case MC_FIELD_PROBLEM_REQUIRED:
      return g_strdup ("must be answered");
    case MC_FIELD_PROBLEM_CHARACTERS:
      return g_strdup_printf ("has a character that is not allowed: %s", text);
    case MC_FIELD_PROBLEM_TOO_SHORT:
      return g_strdup_printf ("is too short: at least %s characters", text);
    case MC_FIELD_PROBLEM_TOO_LONG:
      return g_strdup_printf ("is too long: at most %s characters", text);
    case MC_FIELD_PROBLEM_FORMAT:
      return g_strdup ("is not written as it should be");
    case MC_FIELD_PROBLEM_NO_SUCH_DATE:
      return g_strdup ("is not a day of the calendar");
    case MC_FIELD_PROBLEM_TOO_EARLY:
      return g_strdup_printf ("is too early: not before %s", text);
    case MC_FIELD_PROBLEM_TOO_LATE:
      return g_strdup_printf ("is too late: not after %s", text);
    case MC_FIELD_PROBLEM_TOO_SMALL:
      return g_strdup_printf ("is too small: at least %s", text);
    case MC_FIELD_PROBLEM_TOO_LARGE:
      return g_strdup_printf ("is too large: at most %s", text);
    case MC_FIELD_PROBLEM_NOT_A_CHOICE:
      return g_strdup ("is not one of the choices");
    case MC_FIELD_PROBLEM_NONE:
    default:
      return g_strdup ("is right");
    }
}
