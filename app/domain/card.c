/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/card.h"

#include "app/domain/text.h"

#include <string.h>

/* A scan is one line of at most 1 KiB; a real card's is below 250 bytes. */
#define MAX_PAYLOAD 1024

/* A CCCD has 7 fields; a Căn cước (from 1 July 2024) adds some whose content is not published. */
#define MIN_FIELDS 7
#define MAX_FIELDS 16

#define NUMBER_DIGITS 12
#define MAX_NAME 100
#define MAX_RESIDENCE 300

/* Cards with 12-digit numbers are issued since 1 January 2016 (Luật Căn cước công dân 2014). */
#define FIRST_ISSUE_YEAR 2016

enum
{
  FIELD_NUMBER,
  FIELD_OLD_NUMBER,
  FIELD_NAME,
  FIELD_BIRTH_DATE,
  FIELD_SEX,
  FIELD_RESIDENCE,
  FIELD_ISSUE_DATE,
};

/* The 63 provinces of birth registration, kept for life whatever was merged since. */
static const guint8 PROVINCES[] = {
  1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
  34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66,
  67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
};
G_STATIC_ASSERT (G_N_ELEMENTS (PROVINCES) == 63);

/* clang-format off */
G_DEFINE_QUARK (mc-card-error-quark, mc_card_error)
/* clang-format on */

static gboolean
is_digits (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789") == length;
}

/* DDMMYYYY of a date that exists. */
static gboolean
parse_date (const char *text, GDate *date)
{
  guint64 value;

  if (!is_digits (text, 8))
    return FALSE;

  value = g_ascii_strtoull (text, NULL, 10);
  if (!g_date_valid_dmy (value / 1000000, value / 10000 % 100, value % 10000))
    return FALSE;

  g_date_clear (date, 1);
  g_date_set_dmy (date, value / 1000000, value / 10000 % 100, value % 10000);
  return TRUE;
}

/* A name as the register writes it: Latin letters, spaces, apostrophe, hyphen, full stop. Ð
 * (U+00D0) is what a damaged Đ (U+0110) looks like: refused, never stored. */
static gboolean
is_name (const char *text)
{
  gboolean letters = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c) && g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN &&
          c != 0x00d0 && c != 0x00f0)
        letters = TRUE;
      else if (c > 0x7f ? c != 0x2019 : strchr (" '-.", c) == NULL)
        return FALSE;
    }

  return letters;
}

static gboolean
is_known_province (const char *number)
{
  guint64 province = (number[0] - '0') * 100 + (number[1] - '0') * 10 + (number[2] - '0');

  for (guint i = 0; i < G_N_ELEMENTS (PROVINCES); i++)
    if (PROVINCES[i] == province)
      return TRUE;

  return FALSE;
}

static McSex
parse_sex (const char *text)
{
  if (strcmp (text, "Nam") == 0)
    return MC_SEX_MALE;
  return strcmp (text, "Nữ") == 0 ? MC_SEX_FEMALE : MC_SEX_UNKNOWN;
}

/* Whether the fields behind the seventh hold a second card: two scans run together. What a Căn
 * cước adds is not published, but a sex by itself is not in it. */
static gboolean
holds_second_card (char **fields)
{
  for (guint i = MIN_FIELDS; fields[i] != NULL; i++)
    if (parse_sex (fields[i]) != MC_SEX_UNKNOWN)
      return TRUE;

  return FALSE;
}

static char *
take_text (const char *field,
           gsize max_characters,
           McCardError code,
           const char *what,
           GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *text = mc_text_normalise (field, -1, max_characters, &problem);

  if (text == NULL)
    g_set_error (error, MC_CARD_ERROR, code, "the %s %s", what, problem->message);
  return text;
}

/* Splits a payload into its fields, as NFC. Nothing but line ends at its ends is taken away. */
static char **
split (const char *payload, gsize length, GError **error)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) fields = NULL;
  guint n;

  while (length > 0 && strchr ("\r\n", payload[length - 1]) != NULL && payload[length - 1] != '\0')
    length--;
  while (length > 0 && (*payload == '\r' || *payload == '\n'))
    {
      payload++;
      length--;
    }

  if (length > MAX_PAYLOAD)
    {
      g_set_error (error, MC_CARD_ERROR, MC_CARD_ERROR_FIELDS, "longer than %d bytes", MAX_PAYLOAD);
      return NULL;
    }

  if (!g_utf8_validate (payload, length, NULL))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_ENCODING, "the scan is not UTF-8 text");
      return NULL;
    }

  line = g_utf8_normalize (payload, length, G_NORMALIZE_DEFAULT_COMPOSE);
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
          type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
          type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED ||
          g_utf8_get_char (p) == 0xfffd)
        {
          g_set_error (error,
                       MC_CARD_ERROR,
                       MC_CARD_ERROR_ENCODING,
                       "the scan holds U+%04X, which no card does",
                       g_utf8_get_char (p));
          return NULL;
        }
    }

  fields = g_strsplit (line, "|", -1);
  n = g_strv_length (fields);
  if (n < MIN_FIELDS || n > MAX_FIELDS)
    {
      g_set_error (error,
                   MC_CARD_ERROR,
                   MC_CARD_ERROR_FIELDS,
                   "%u fields between bars instead of %d to %d",
                   n,
                   MIN_FIELDS,
                   MAX_FIELDS);
      return NULL;
    }
  if (holds_second_card (fields))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_FIELDS, "two cards in one scan: scan one at a time");
      return NULL;
    }

  return g_steal_pointer (&fields);
}

/**
 * mc_card_parse:
 * @payload: the QR code of an identity card as the scanner read it
 * @length: its length in bytes, or -1 when it is terminated
 * @today: the date in Vietnam
 * @error: return location for an #McCardError, which names the first field that is wrong
 *
 * Reads the QR code of a CCCD or a Căn cước. It is unsigned: it saves typing and proves nothing, so
 * an officer looks at the card itself. Seven to sixteen fields, the surplus ignored, empty ones
 * counted; the number must agree with sex and birth year. Any thread.
 *
 * Returns: (transfer full) (nullable): the card, or %NULL with @error set
 */
McCard *
mc_card_parse (const char *payload, gssize length, const GDate *today, GError **error)
{
  g_autoptr (McCard) card = g_new0 (McCard, 1);
  g_auto (GStrv) fields = NULL;

  g_return_val_if_fail (payload != NULL && today != NULL && g_date_valid (today), NULL);

  fields = split (payload, length < 0 ? strlen (payload) : (gsize) length, error);
  if (fields == NULL)
    return NULL;

  if (!is_digits (fields[FIELD_NUMBER], NUMBER_DIGITS))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_NUMBER, "the identity number is not 12 digits");
      return NULL;
    }

  if (*fields[FIELD_OLD_NUMBER] != '\0' && !is_digits (fields[FIELD_OLD_NUMBER], 9) &&
      !is_digits (fields[FIELD_OLD_NUMBER], NUMBER_DIGITS))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_OLD_NUMBER, "the old number is not 9 or 12 digits");
      return NULL;
    }

  card->name = take_text (fields[FIELD_NAME], MAX_NAME, MC_CARD_ERROR_NAME, "name", error);
  if (card->name == NULL)
    return NULL;
  if (!is_name (card->name))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_NAME, "the name is empty or holds more than letters");
      return NULL;
    }

  if (!parse_date (fields[FIELD_BIRTH_DATE], &card->birth_date) ||
      g_date_compare (&card->birth_date, today) > 0)
    {
      g_set_error_literal (error,
                           MC_CARD_ERROR,
                           MC_CARD_ERROR_BIRTH_DATE,
                           "the date of birth does not exist or is to come");
      return NULL;
    }

  card->sex = parse_sex (fields[FIELD_SEX]);
  if (card->sex == MC_SEX_UNKNOWN)
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_SEX, "the sex is neither Nam nor Nữ");
      return NULL;
    }

  if (!mc_card_check_number (fields[FIELD_NUMBER], card->sex, &card->birth_date, error))
    return NULL;

  card->residence = take_text (
      fields[FIELD_RESIDENCE], MAX_RESIDENCE, MC_CARD_ERROR_RESIDENCE, "residence", error);
  if (card->residence == NULL)
    return NULL;

  if (!parse_date (fields[FIELD_ISSUE_DATE], &card->issue_date) ||
      g_date_compare (&card->issue_date, today) > 0 ||
      g_date_compare (&card->issue_date, &card->birth_date) < 0)
    {
      g_set_error_literal (error,
                           MC_CARD_ERROR,
                           MC_CARD_ERROR_ISSUE_DATE,
                           "the date of issue does not exist, is to come or is before the birth");
      return NULL;
    }

  card->number = g_strdup (fields[FIELD_NUMBER]);
  if (*fields[FIELD_OLD_NUMBER] != '\0')
    card->old_number = g_strdup (fields[FIELD_OLD_NUMBER]);
  if (!is_known_province (card->number))
    card->warnings |= MC_CARD_WARNING_PROVINCE;
  if (g_date_get_year (&card->issue_date) < FIRST_ISSUE_YEAR)
    card->warnings |= MC_CARD_WARNING_ISSUED_EARLY;

  return g_steal_pointer (&card);
}

/**
 * mc_card_check_number:
 * @number: (nullable): a personal identity number
 * @sex: the sex it must agree with; %MC_SEX_UNKNOWN agrees with all
 * @birth_date: (nullable): the date whose year it must agree with; none or an invalid one agrees
 *   with all
 * @error: return location for %MC_CARD_ERROR_NUMBER
 *
 * Twelve digits PPP G YY NNNNNN (Nghị định 137/2015/NĐ-CP article 13): G is even for men and odd
 * for women and names the century of birth, YY the year in it. There is no check digit. Any thread.
 *
 * Returns: whether the number can be that person's
 */
gboolean
mc_card_check_number (const char *number, McSex sex, const GDate *birth_date, GError **error)
{
  guint century, year;

  if (number == NULL || !is_digits (number, NUMBER_DIGITS))
    {
      g_set_error_literal (
          error, MC_CARD_ERROR, MC_CARD_ERROR_NUMBER, "the identity number is not 12 digits");
      return FALSE;
    }

  century = number[3] - '0';
  year = 1900 + century / 2 * 100 + (number[4] - '0') * 10 + (number[5] - '0');
  if (sex != MC_SEX_UNKNOWN && (sex == MC_SEX_FEMALE) != (century % 2 == 1))
    {
      g_set_error_literal (error,
                           MC_CARD_ERROR,
                           MC_CARD_ERROR_NUMBER,
                           "the identity number does not agree with the sex");
      return FALSE;
    }
  if (birth_date != NULL && g_date_valid (birth_date) && g_date_get_year (birth_date) != year)
    {
      g_set_error_literal (error,
                           MC_CARD_ERROR,
                           MC_CARD_ERROR_NUMBER,
                           "the identity number does not agree with the year of birth");
      return FALSE;
    }

  return TRUE;
}

/**
 * mc_card_free:
 * @self: (transfer full) (nullable): a card
 *
 * Overwrites and frees it.
 */
void
mc_card_free (McCard *self)
{
  if (self == NULL)
    return;

  mc_text_free_secret (self->number);
  mc_text_free_secret (self->old_number);
  mc_text_free_secret (self->name);
  mc_text_free_secret (self->residence);
  g_free (self);
}
