/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/code.h"

/* Both formats of the law are read into their parts. */
static void
test_parse (void)
{
  static const struct
  {
    const char *text, *agency;
    guint day, serial, digits;
  } cases[] = {
    { "000.00.01.H26-250620-0012", "000.00.01.H26", 20, 12, 4 },
    { "H26.107-250701-0001", "H26.107", 1, 1, 4 },
    { "H26.107-250701-000001", "H26.107", 1, 1, 6 },
    { "G22.99.08-260921-896048", "G22.99.08", 21, 896048, 6 },
    { "H26-250620-12345", "H26", 20, 12345, 5 },
    { "A00.1.22.333.ZZZ-240229-0001", "A00.1.22.333.ZZZ", 29, 1, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      McCode code;

      g_assert_true (mc_code_parse (cases[i].text, &code, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (code.agency, ==, cases[i].agency);
      g_assert_cmpuint (g_date_get_day (&code.date), ==, cases[i].day);
      g_assert_cmpuint (code.serial, ==, cases[i].serial);
      g_assert_cmpuint (code.digits, ==, cases[i].digits);
    }
}

/* Nothing around a code is skipped, nothing in it repaired. */
static void
test_bad_syntax (void)
{
  static const char *const bad[] = {
    "",
    "H26.107-250701-0001\n",
    "H26.107-250701-0001 ",
    " H26.107-250701-0001",
    "h26.107-250701-0001",
    "H26.107-250701-001",
    "H26.107-250701-0000001",
    "H26.107-25701-0001",
    "H26.107-250701-000१",
    "H26.107-２50701-0001",
    "H26.1234-250701-0001",
    "H26..1-250701-0001",
    "Z26.107-250701-0001",
    "H26.1.2.3.4.5-250701-0001",
    "H26.107_250701_0001",
    "H26.107-250701-0001-0001",
    "000.00.01.26-250620-0012",
    "00.00.01.H26-250620-0012",
    "000.00.01.Z26-250620-0012",
    ("H26.107-250701-00\xff"
     "1"), /* in two, or the 1 would belong to the escape */
    "H26.AAA.BBB.CCC.DDD-250701-000001000000000000000000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      McCode code;

      g_assert_false (mc_code_parse (bad[i], &code, &error));
      g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SYNTAX);
    }
}

/* The date in a code must exist. */
static void
test_bad_date (void)
{
  static const char *const bad[] = {
    "H26.107-250229-0001", "H26.107-251301-0001",       "H26.107-250600-0001",
    "H26.107-000000-0001", "000.00.01.H26-250631-0012",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      McCode code;

      g_assert_false (mc_code_parse (bad[i], &code, &error));
      g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_DATE);
    }
}

/* What is formatted can be parsed; what does not fit is never cut. */
static void
test_format (void)
{
  GDate date;
  g_autofree char *code = NULL;
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, 7, 2025);
  code = mc_code_format ("H26.107", &date, 200001, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (code, ==, "H26.107-250701-200001");
  old = mc_code_format ("000.00.01.H26", &date, 12, 4, &error);
  g_assert_cmpstr (old, ==, "000.00.01.H26-250701-0012");

  g_assert_null (mc_code_format ("H26.107", &date, 10000, 4, &error));
  g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SERIAL);
  g_clear_error (&error);
  g_assert_null (mc_code_format ("H26.107", &date, 0, 6, &error));
  g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SERIAL);
  g_clear_error (&error);
  g_assert_null (mc_code_format ("H26.107", &date, 1, 7, &error));
  g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SERIAL);
  g_clear_error (&error);
  g_assert_null (mc_code_format ("h26.107", &date, 1, 6, &error));
  g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_SYNTAX);
  g_clear_error (&error);
  g_date_set_year (&date, 1970);
  g_assert_null (mc_code_format ("H26.107", &date, 1, 6, &error));
  g_assert_error (error, MC_CODE_ERROR, MC_CODE_ERROR_DATE);
}

/* What a hand makes of a code on paper is read, the likeliest way first; what cannot be one is not.
 */
static void
test_readings (void)
{
  static const struct
  {
    const char *typed, *first; /* (nullable) */
  } cases[] = {
    { "H26.104-250620-200013", "H26.104-250620-200013" },
    { " h26.104-250620-200013\n", "H26.104-250620-200013" },
    { "H26104250620200013", "H26.104-250620-200013" },
    { "h26104250620200013", "H26.104-250620-200013" },
    { "H26 104 250620 200013", "H26.104-250620-200013" },
    { "H 2610 4250 6202 0001 3", "H26.104-250620-200013" },
    { "H26104-250620-200013", "H26.104-250620-200013" },
    { "H26.104.250620.200013", "H26.104-250620-200013" },
    { "H26-104-250620-200013", "H26.104-250620-200013" },
    { "H26.104\342\200\223250620\342\200\223200013", "H26.104-250620-200013" },
    { "H26250620200013", "H26-250620-200013" },
    { "H26.107-250701-0001", "H26.107-250701-0001" },
    { "H26.107 250701 0001", "H26.107-250701-0001" },
    { "G229908260921896048", "G22.990.8-260921-896048" },
    { "G22.99.08 260921 896048", "G22.99.08-260921-896048" },
    { "0000001H262506200012", "000.00.01.H26-250620-0012" },
    { "000.00.01.H26.250620.0012", "000.00.01.H26-250620-0012" },
    { "", NULL },
    { "-", NULL },
    { "200013", NULL },
    { "250620200013", NULL },
    { "001198004321", NULL },
    { "H26104250620", NULL },
    { "H26.101-260915-50001X", NULL },
    { "H26.101-260915-5000123", NULL },
    { "H26.101-26.09.15-500012", NULL },
    { "H26.104-250620-200013-", NULL },
    { "-H26.104-250620-200013", NULL },
    { "H26104250631200013", NULL },
    { "H26104250620200013\xff", NULL },
    { "H26104250620200013H26104250620200013H26104250620200013", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) readings = mc_code_list_readings (cases[i].typed);

      g_test_message ("case %u", i);
      g_assert_cmpstr (readings[0], ==, cases[i].first);
    }
}

/* Where the marks are missing every way to cut it is among them, each once; a mark narrows. */
static void
test_readings_all (void)
{
  g_auto (GStrv) bare = mc_code_list_readings ("G229908260921896048");
  g_auto (GStrv) marked = mc_code_list_readings ("G22.99.08260921896048");
  g_auto (GStrv) whole = mc_code_list_readings ("G22.99.08-260921-896048");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_true (g_strv_contains ((const char *const *) bare, "G22.99.08-260921-896048"));
  g_assert_true (g_strv_contains ((const char *const *) bare, "G22.99.0.8-260921-896048"));
  for (guint i = 0; bare[i] != NULL; i++)
    {
      McCode code;

      g_assert_true (g_hash_table_add (seen, bare[i]));
      g_assert_true (mc_code_parse (bare[i], &code, NULL));
    }
  g_assert_cmpstr (marked[0], ==, "G22.99.08-260921-896048");
  g_assert_cmpuint (g_strv_length (marked), <, g_strv_length (bare));
  g_assert_cmpuint (g_strv_length (whole), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/code/parse", test_parse);
  g_test_add_func ("/domain/code/readings", test_readings);
  g_test_add_func ("/domain/code/readings/all", test_readings_all);
  g_test_add_func ("/domain/code/bad-syntax", test_bad_syntax);
  g_test_add_func ("/domain/code/bad-date", test_bad_date);
  g_test_add_func ("/domain/code/format", test_format);

  return g_test_run ();
}
