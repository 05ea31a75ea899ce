/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/card.h"

#include <string.h>

#define OK (-1)
#define PERSON_A                                                                                   \
  "001099000017|012345678|Nguyễn Văn A|01011999|Nam|Số 1, Phường Ba Đình, Hà Nội|01012022"
#define PERSON_B "001304000028||Trần Thị B|29022004|Nữ|Thôn 1, Xã Sóc Sơn, Hà Nội|01082024||||"

/* The seeds of the bad-input corpus, each with its verdict. */
static const struct
{
  const char *name;
  const char *payload;
  int verdict; /* OK or an McCardError */
} SEEDS[] = {
  { "seven-fields", PERSON_A, OK },
  { "eleven-fields", PERSON_B, OK },
  { "crlf", PERSON_A "\r\n", OK },
  { "line-end-before", "\r\n" PERSON_A "\r", OK },
  { "five-fields", "001099000017|012345678|Nguyễn Văn A|01011999|Nam", MC_CARD_ERROR_FIELDS },
  { "six-fields", "001099000017|012345678|Nguyễn Văn A|01011999|Nam|Hà Nội", MC_CARD_ERROR_FIELDS },
  { "eight-fields", PERSON_A "|", OK },
  { "sixteen-fields", PERSON_A "|||||||||", OK },
  { "seventeen-fields", PERSON_A "||||||||||", MC_CARD_ERROR_FIELDS },
  { "surplus-text", PERSON_A "|Nguyễn Văn Cha|Trần Thị Mẹ", OK },
  { "empty", "", MC_CARD_ERROR_FIELDS },
  { "collapsed", "001304000028|Trần Thị B|29022004|Nữ|Thôn 1|01082024|", MC_CARD_ERROR_OLD_NUMBER },
  { "old-number-12", "001099000017|012345678901|Nguyễn Văn A|01011999|Nam|Hà Nội|01012022", OK },
  { "old-number-8",
    "001099000017|01234567|Nguyễn Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_OLD_NUMBER },
  { "number-11",
    "00109900001|012345678|Nguyễn Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "number-13", "0010990000170||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022", MC_CARD_ERROR_NUMBER },
  { "number-full-width",
    "００１０９９００００１７||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "number-devanagari",
    "00109900001७||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "sex-against-number",
    "001099000017||Nguyễn Văn A|01011999|Nữ|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "year-against-number",
    "001099000017||Nguyễn Văn A|01011998|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "century-against-number",
    "001299000017||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NUMBER },
  { "birth-29-february-2023",
    "001223000017||Nguyễn Văn A|29022023|Nam|Hà Nội|01012024",
    MC_CARD_ERROR_BIRTH_DATE },
  { "birth-30-february",
    "001304000028||Trần Thị B|30022004|Nữ|Hà Nội|01082024",
    MC_CARD_ERROR_BIRTH_DATE },
  { "birth-year-first",
    "001099000017||Nguyễn Văn A|19990101|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_BIRTH_DATE },
  { "birth-slashes",
    "001099000017||Nguyễn Văn A|01/01/1999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_BIRTH_DATE },
  { "birth-tomorrow",
    "001225000017||Nguyễn Văn A|21062025|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_BIRTH_DATE },
  { "sex-lower", "001099000017||Nguyễn Văn A|01011999|nam|Hà Nội|01012022", MC_CARD_ERROR_SEX },
  { "sex-empty", "001099000017||Nguyễn Văn A|01011999||Hà Nội|01012022", MC_CARD_ERROR_SEX },
  { "issue-impossible",
    "001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|31042022",
    MC_CARD_ERROR_ISSUE_DATE },
  { "issue-tomorrow",
    "001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|21062025",
    MC_CARD_ERROR_ISSUE_DATE },
  { "issue-before-birth",
    "001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|31121998",
    MC_CARD_ERROR_ISSUE_DATE },
  { "issue-empty", "001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|", MC_CARD_ERROR_ISSUE_DATE },
  { "nfd",
    "001304000028||Tra\u0302\u0300n Thi\u0323 B|29022004|Nu\u031b\u0303|Ha\u0300 "
    "No\u0323\u0302i|01082024",
    OK },
  { "apostrophe", "066192000017||H'Hen Niê|15051992|Nữ|Đắk Lắk|01012022", OK },
  { "name-empty", "001099000017|| |01011999|Nam|Hà Nội|01012022", MC_CARD_ERROR_NAME },
  { "name-markup",
    "001099000017||<script>alert(1)</script>|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NAME },
  { "name-digits", "001099000017||Nguyen Van 4|01011999|Nam|Hà Nội|01012022", MC_CARD_ERROR_NAME },
  { "name-cyrillic",
    "001099000017||Nguyễn Văn \u0410|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NAME },
  { "name-eth", "001099000017||\u00d0ỗ Văn A|01011999|Nam|Hà Nội|01012022", MC_CARD_ERROR_NAME },
  { "name-stacked-marks",
    "001099000017||Nguyễn Văn A\u0336\u0337\u0338|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_NAME },
  { "residence-markup",
    "001099000017||Nguyễn Văn A|01011999|Nam|<b>\"Số 1\" & 'Hà Nội'|01012022",
    OK },
  { "tcvn3", "001099000017||NguyÔn V\xa8n A|01011999|Nam|Hµ Néi|01012022", MC_CARD_ERROR_ENCODING },
  { "windows-1258",
    "001099000017||Nguy\xea\xden V\xe3n A|01011999|Nam|H\xe0 N\xf4\xf2i|01012022",
    MC_CARD_ERROR_ENCODING },
  { "full-width-bar",
    "001099000017｜012345678｜Nguyễn Văn A｜01011999｜Nam｜Hà Nội｜01012022",
    MC_CARD_ERROR_FIELDS },
  { "control",
    "001099000017||Nguyễn\x01 Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_ENCODING },
  { "escape",
    "001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội\x1b[2J|01012022",
    MC_CARD_ERROR_ENCODING },
  { "line-break-inside",
    "001099000017||Nguyễn\nVăn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_ENCODING },
  { "right-to-left",
    "001099000017||Nguyễn \u202eA năV|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_ENCODING },
  { "zero-width",
    "001099000017||Nguyễn\u200b Văn A|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_ENCODING },
  { "byte-order-mark", "\ufeff" PERSON_A, MC_CARD_ERROR_ENCODING },
  { "lone-surrogate",
    "001099000017||Nguy\xed\xa0\x80n|01011999|Nam|Hà Nội|01012022",
    MC_CARD_ERROR_ENCODING },
  { "mrz",
    "IDVNM0990000179001099000017<<09901018M3901015VNM<<<<<<<<<<<2NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<",
    MC_CARD_ERROR_FIELDS },
  { "bank-qr",
    "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304",
    MC_CARD_ERROR_FIELDS },
  { "receipt-qr",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/7ZK4M2PQ9RTV3WXY8N5B6CDEFG",
    MC_CARD_ERROR_FIELDS },
  { "two-joined", PERSON_A PERSON_A, MC_CARD_ERROR_FIELDS },
  { "two-joined-by-line", PERSON_A "\r\n" PERSON_A, MC_CARD_ERROR_ENCODING },
  { "two-joined-by-bar", PERSON_A "|" PERSON_A, MC_CARD_ERROR_FIELDS },
  { "two-joined-new-card", PERSON_B PERSON_A, MC_CARD_ERROR_FIELDS },
};

static McCard *
parse (const char *payload, gssize length, GError **error)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, 6, 2025);
  return mc_card_parse (payload, length, &today, error);
}

/* Each seed gets its verdict. */
static void
test_seed (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (McCard) card = parse (SEEDS[index].payload, -1, &error);

  if (SEEDS[index].verdict == OK)
    {
      g_assert_no_error (error);
      g_assert_nonnull (card);
    }
  else
    {
      g_assert_null (card);
      g_assert_error (error, MC_CARD_ERROR, SEEDS[index].verdict);
    }
}

/* A card's fields arrive whole: NFC, the empty old number counted, surplus ignored. */
static void
test_fields (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McCard) a = parse (PERSON_A, -1, &error);
  g_autoptr (McCard) b = parse (PERSON_B, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (a->number, ==, "001099000017");
  g_assert_cmpstr (a->old_number, ==, "012345678");
  g_assert_cmpstr (a->name, ==, "Nguyễn Văn A");
  g_assert_cmpint (a->sex, ==, MC_SEX_MALE);
  g_assert_cmpuint (g_date_get_year (&a->birth_date), ==, 1999);
  g_assert_cmpstr (a->residence, ==, "Số 1, Phường Ba Đình, Hà Nội");
  g_assert_cmpuint (g_date_get_year (&a->issue_date), ==, 2022);
  g_assert_cmpint (a->warnings, ==, MC_CARD_WARNING_NONE);

  g_assert_null (b->old_number);
  g_assert_cmpint (b->sex, ==, MC_SEX_FEMALE);
  g_assert_cmpuint (g_date_get_day (&b->birth_date), ==, 29);
  g_assert_cmpuint (g_date_get_month (&b->birth_date), ==, 2);
}

/* What is odd but possible is a warning, no refusal. */
static void
test_warnings (void)
{
  g_autoptr (McCard) province =
                 parse ("003099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022", -1, NULL);
  g_autoptr (McCard) early =
                 parse ("001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|31122015", -1, NULL);

  g_assert_nonnull (province);
  g_assert_cmpint (province->warnings, ==, MC_CARD_WARNING_PROVINCE);
  g_assert_nonnull (early);
  g_assert_cmpint (early->warnings, ==, MC_CARD_WARNING_ISSUED_EARLY);
}

/* A NUL inside, a megabyte, and the end of the given length are all respected. */
static void
test_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (1024 * 1024, '|');
  g_autofree char *longer = g_strconcat (PERSON_A, "garbage", NULL);
  g_autoptr (McCard) card = NULL;

  g_assert_null (parse ("001099000017||A\0B|01011999|Nam|Hà Nội|01012022", 47, &error));
  g_assert_error (error, MC_CARD_ERROR, MC_CARD_ERROR_ENCODING);
  g_clear_error (&error);
  g_assert_null (parse (huge, -1, &error));
  g_assert_error (error, MC_CARD_ERROR, MC_CARD_ERROR_FIELDS);

  card = parse (longer, strlen (PERSON_A), NULL);
  g_assert_nonnull (card);
}

/* Every truncation of a card is refused or, behind its last needed field, harmless. */
static void
test_truncations (void)
{
  for (gsize length = 0; length < strlen (PERSON_A); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *cut = g_strndup (PERSON_A, length);

      g_assert_null (parse (cut, length, &error));
      g_assert_nonnull (error);
    }
}

/* The number agrees with sex and year over three centuries, with whatever is known. */
static void
test_number (void)
{
  static const struct
  {
    const char *number;
    McSex sex;
    guint year;
    gboolean good;
  } cases[] = {
    { "001099000017", MC_SEX_MALE, 1999, TRUE },     { "001199000017", MC_SEX_FEMALE, 1999, TRUE },
    { "001200000017", MC_SEX_MALE, 2000, TRUE },     { "001304000028", MC_SEX_FEMALE, 2004, TRUE },
    { "001401000017", MC_SEX_MALE, 2101, TRUE },     { "001501000017", MC_SEX_FEMALE, 2101, TRUE },
    { "001099000017", MC_SEX_FEMALE, 1999, FALSE },  { "001200000017", MC_SEX_MALE, 1900, FALSE },
    { "001099000017", MC_SEX_UNKNOWN, 1999, TRUE },  { "001099000017", MC_SEX_MALE, 0, TRUE },
    { "001099000017", MC_SEX_UNKNOWN, 1998, FALSE }, { "00109900001", MC_SEX_MALE, 1999, FALSE },
    { "00109900001x", MC_SEX_MALE, 1999, FALSE },    { "", MC_SEX_MALE, 1999, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate date;

      g_date_clear (&date, 1);
      if (cases[i].year > 0)
        g_date_set_dmy (&date, 1, 1, cases[i].year);
      g_assert_cmpint (
          mc_card_check_number (cases[i].number, cases[i].sex, &date, NULL), ==, cases[i].good);
    }
  g_assert_false (mc_card_check_number (NULL, MC_SEX_MALE, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (SEEDS); i++)
    {
      g_autofree char *path = g_strconcat ("/domain/card/seed/", SEEDS[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_seed);
    }
  g_test_add_func ("/domain/card/fields", test_fields);
  g_test_add_func ("/domain/card/warnings", test_warnings);
  g_test_add_func ("/domain/card/bytes", test_bytes);
  g_test_add_func ("/domain/card/truncations", test_truncations);
  g_test_add_func ("/domain/card/number", test_number);

  return g_test_run ();
}
