/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sodium.h>
#include <string.h>
#include <time.h>
#include "central/people/passwords.h"
#include "central/people/tries.h"
#include "central/storage/storage-memory.h"

#define NOW G_GINT64_CONSTANT (1750400000)

/* What is kept is argon2id with the library's own parameters, salted; only the right text opens it,
 * however its accents are encoded. */
static void
test_hash (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = mc_password_hash ("chuối xanh sông Hồng", &error);
  g_autofree char *again = mc_password_hash ("chuối xanh sông Hồng", &error);
  g_autofree char *decomposed = g_utf8_normalize ("chuối xanh sông Hồng", -1, G_NORMALIZE_DEFAULT);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=65536,t=2,p=1$"));
  g_assert_cmpint (crypto_pwhash_str_needs_rehash (hash,
                                                   crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                   crypto_pwhash_MEMLIMIT_INTERACTIVE),
                   ==,
                   0);
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (mc_password_verify (hash, "chuối xanh sông Hồng"));
  g_assert_true (mc_password_verify (again, decomposed));
  g_assert_false (mc_password_verify (hash, "chuoi xanh song Hong"));
  g_assert_false (mc_password_verify (hash, ""));
  g_assert_false (mc_password_verify (hash, "\xff\xfe"));
  g_assert_false (mc_password_verify ("not a hash", "chuối xanh sông Hồng"));
  g_assert_null (mc_password_hash ("\xff\xfe", &error));
  g_assert_nonnull (error);
}

/* Of the processor, so that a busy machine does not judge: microseconds. */
static gint64
time_verify (const char *hash, const char *password)
{
  struct timespec start, end;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  g_assert_false (mc_password_verify (hash, password));
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);

  return (end.tv_sec - start.tv_sec) * G_USEC_PER_SEC + (end.tv_nsec - start.tv_nsec) / 1000;
}

/* A login that nobody has costs as much work as a wrong password: the quickest of five tries of
 * each differ by less than twice. Without the work they would differ a thousand times. */
static void
test_nobody (void)
{
  g_autofree char *hash = mc_password_hash ("chuối xanh sông Hồng", NULL);
  gint64 somebody = G_MAXINT64, nobody = G_MAXINT64, no_text = G_MAXINT64;

  for (guint i = 0; i < 5; i++)
    {
      somebody = MIN (somebody, time_verify (hash, "chuối xanh"));
      nobody = MIN (nobody, time_verify (NULL, "chuối xanh"));
      no_text = MIN (no_text, time_verify (hash, "\xff"));
    }
  g_test_message ("somebody %" G_GINT64_FORMAT " µs, nobody %" G_GINT64_FORMAT
                  " µs, no text %" G_GINT64_FORMAT " µs",
                  somebody,
                  nobody,
                  no_text);
  g_assert_cmpint (
      MAX (somebody, MAX (nobody, no_text)), <, 2 * MIN (somebody, MIN (nobody, no_text)));
}

/* The rules for a password that a person chooses, as data. */
static void
test_judge (void)
{
  static const struct
  {
    const char *password, *login;
    McPasswordVerdict verdict;
  } rows[] = {
    { "chuối xanh sông Hồng", "hoa.nt", MC_PASSWORD_GOOD },
    { "hộp bút chì", "hoa.nt", MC_PASSWORD_GOOD }, /* 11 characters, 16 bytes */
    { "k7m4r3hxt9", "hoa.nt", MC_PASSWORD_GOOD },
    { "k7m4r3hxt", "hoa.nt", MC_PASSWORD_SHORT },
    { "ộộộộốốố", "hoa.nt", MC_PASSWORD_SHORT }, /* 7 characters, 21 bytes */
    { "", "hoa.nt", MC_PASSWORD_SHORT },
    { "1111111111", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "1212121212", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "abcabcabcabcabc", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "1234567890", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "9876543210", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "ABCDEFGHIJ", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "Matkhau123", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "Password!2025", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "qwertyuiop", "hoa.nt", MC_PASSWORD_SIMPLE },
    { "hanoi mùa vắng", "hoa.nt", MC_PASSWORD_GOOD },
    { "xin Hoa.NT vào", "hoa.nt", MC_PASSWORD_LOGIN },
    { "ân cần hỏi han", "an", MC_PASSWORD_GOOD }, /* two letters stand in many words */
    { "tab\tinside it", "hoa.nt", MC_PASSWORD_LONG },
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "hoa.nt", MC_PASSWORD_LONG },
  };
  g_autofree char *longest = g_strnfill (MC_PASSWORD_MAX + 1, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (mc_password_judge (rows[i].password, rows[i].login), ==, rows[i].verdict);
      if (rows[i].verdict != MC_PASSWORD_GOOD)
        {
          g_assert_cmpstr (mc_password_describe (rows[i].verdict, "vi"), !=, "");
          g_assert_cmpstr (mc_password_describe (rows[i].verdict, "vi"),
                           !=,
                           mc_password_describe (rows[i].verdict, "en"));
        }
    }
  g_assert_cmpint (mc_password_judge (longest, "hoa.nt"), ==, MC_PASSWORD_LONG);
}

/* One-time passwords: 62 bits, three groups of five, of letters that look and sound like no other,
 * that no Vietnamese input method changes; and however they are typed, one spelling. */
static void
test_one_time (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);
  g_autofree char *folded = mc_password_fold_one_time (" K7M4R-3HXT9 c2v6h\n");

  for (guint i = 0; i < 2000; i++)
    {
      char *password = mc_password_new_one_time ();

      g_assert_true (
          g_regex_match_simple ("^[2-9cfhkmprtvx]{5}(-[2-9cfhkmprtvx]{5}){2}$", password, 0, 0));
      for (const char *p = password; *p != '\0'; p++)
        g_hash_table_add (letters, GINT_TO_POINTER (*p));
      g_assert_true (g_hash_table_add (seen, password));
    }
  g_assert_cmpuint (g_hash_table_size (letters), ==, 18 + 1);
  g_assert_cmpstr (folded, ==, "k7m4r3hxt9c2v6h");
}

/* The delay: none for four, one second for the fifth, doubling, a quarter of an hour at most. */
static void
test_delay (void)
{
  static const gint64 delays[] = { 0,  0,  0,  0,   0,   1,   2,   4,   8,
                                   16, 32, 64, 128, 256, 512, 900, 900, 900 };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    g_assert_cmpint (mc_tries_get_delay (i), ==, delays[i]);
  g_assert_cmpint (mc_tries_get_delay (G_MAXUINT), ==, 900);
}

static gint64
count (McStorage *storage, const char *login, gint64 now)
{
  g_autoptr (GError) error = NULL;
  gint64 locked_until = 0;

  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (mc_tries_count (storage, login, now, &locked_until, &error));
  g_assert_true (mc_storage_commit (storage, &error));
  g_assert_no_error (error);

  return locked_until;
}

/* Tries are counted before anything is looked at, each name for itself, whether or not there is
 * such an account; what comes while it is locked neither counts nor is looked at; a right password
 * ends it, and so does a day. */
static void
test_count (void)
{
  g_autoptr (McStorage) storage = MC_STORAGE (mc_storage_memory_new ());
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (count (storage, "hoa.nt", NOW), ==, MC_TIME_NONE);
  g_assert_cmpint (mc_tries_get_lock (MC_PEOPLE (storage), "hoa.nt", NOW), ==, NOW + 1);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (count (storage, "hoa.nt", NOW), ==, NOW + 1);
  g_assert_cmpint (count (storage, "an.pv", NOW), ==, MC_TIME_NONE);

  g_assert_cmpint (count (storage, "hoa.nt", NOW + 1), ==, MC_TIME_NONE);
  g_assert_cmpint (count (storage, "hoa.nt", NOW + 2), ==, NOW + 3);
  g_assert_cmpint (count (storage, "hoa.nt", NOW + 3), ==, MC_TIME_NONE);
  g_assert_cmpint (count (storage, "hoa.nt", NOW + 6), ==, NOW + 7);

  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (mc_tries_clear (storage, "hoa.nt", NOW + 6, &error));
  g_assert_true (mc_storage_commit (storage, &error));
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (count (storage, "hoa.nt", NOW + 6), ==, MC_TIME_NONE);
  g_assert_cmpint (count (storage, "hoa.nt", NOW + 6), ==, NOW + 7);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (count (storage, "hoa.nt", NOW + 7 + MC_TRIES_KEPT_S), ==, MC_TIME_NONE);
}

/* A clock that was years ahead for a while locks nobody out for as long. */
static void
test_clock_ahead (void)
{
  g_autoptr (McStorage) storage = MC_STORAGE (mc_storage_memory_new ());
  const gint64 ahead = NOW + 50 * 365 * 86400LL;

  for (guint i = 0; i < 5; i++)
    count (storage, "hoa.nt", ahead);
  g_assert_cmpint (mc_tries_get_lock (MC_PEOPLE (storage), "hoa.nt", ahead), ==, ahead + 1);
  g_assert_cmpint (mc_tries_get_lock (MC_PEOPLE (storage), "hoa.nt", NOW), ==, MC_TIME_NONE);
  g_assert_cmpint (count (storage, "hoa.nt", NOW), ==, MC_TIME_NONE);
  g_assert_cmpint (count (storage, "hoa.nt", NOW), ==, NOW + 2);
}

/* In words: seconds to wait, or a clock time that is not too early. */
static void
test_words (void)
{
  gint64 nine = NOW - NOW % 3600; /* 13:00 in Hanoi */
  g_autofree char *soon = mc_tries_describe_lock (NOW + 8, NOW, "vi");
  g_autofree char *later = mc_tries_describe_lock (nine + 61, nine, "vi");
  g_autofree char *english = mc_tries_describe_lock (nine + 120, nine, "en");

  g_assert_nonnull (strstr (soon, "8 giây"));
  g_assert_nonnull (strstr (later, ":02"));
  g_assert_nonnull (strstr (english, ":02"));
}

/* So many tries a minute, whoever makes them; the next minute begins anew. */
static void
test_gate (void)
{
  McTryGate gate = { 0 };
  gint64 minute = NOW - NOW % 60;

  for (guint i = 0; i < MC_TRIES_A_MINUTE; i++)
    g_assert_true (mc_try_gate_enter (&gate, minute + i % 60));
  g_assert_false (mc_try_gate_enter (&gate, minute + 59));
  for (guint i = 0; i < MC_TRIES_TOLD_A_MINUTE; i++)
    g_assert_true (mc_try_gate_tell (&gate, minute + i));
  g_assert_false (mc_try_gate_tell (&gate, minute + 59));
  g_assert_true (mc_try_gate_tell (&gate, minute + 60));
  g_assert_true (mc_try_gate_enter (&gate, minute + 60));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/passwords/hash", test_hash);
  g_test_add_func ("/passwords/nobody", test_nobody);
  g_test_add_func ("/passwords/judge", test_judge);
  g_test_add_func ("/passwords/one-time", test_one_time);
  g_test_add_func ("/passwords/tries/delay", test_delay);
  g_test_add_func ("/passwords/tries/count", test_count);
  g_test_add_func ("/passwords/tries/clock-ahead", test_clock_ahead);
  g_test_add_func ("/passwords/tries/words", test_words);
  g_test_add_func ("/passwords/tries/gate", test_gate);

  return g_test_run ();
}
