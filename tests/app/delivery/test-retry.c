/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/delivery/uploader.h"

#define NOW 1782097200

static gint64
wait (guint attempts, guint retry_after, gboolean alarm, double random)
{
  return mc_retry_next_attempt (NOW, attempts, retry_after, alarm, random) - NOW;
}

/* The upper end doubles from 1 s and stops at five minutes; the lower end stays at 1 s. */
static void
test_backoff (void)
{
  const gint64 upper[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (upper); i++)
    {
      g_assert_cmpint (wait (i, 0, FALSE, 0.0), ==, 1);
      g_assert_cmpint (wait (i, 0, FALSE, 0.999999), <=, upper[i]);
      g_assert_cmpint (wait (i, 0, FALSE, 0.999999), >=, MAX (upper[i] - 1, 1));
    }
  g_assert_cmpint (wait (G_MAXUINT, 0, FALSE, 0.999999), <=, 300);
}

/* What the answer asks for is waited at least, up to an hour. */
static void
test_retry_after (void)
{
  g_assert_cmpint (wait (0, 7, FALSE, 0.0), ==, 7);
  g_assert_cmpint (wait (0, 120, FALSE, 0.5), ==, 120);
  g_assert_cmpint (wait (9, 7, FALSE, 0.999), >=, 7);
  g_assert_cmpint (wait (0, G_MAXUINT, FALSE, 0.0), ==, 3600);
  g_assert_cmpint (wait (0, 600, TRUE, 0.0), ==, 600);
}

/* What an operator must mend is tried slowly from the first time on. */
static void
test_alarm (void)
{
  g_assert_cmpint (wait (0, 0, TRUE, 0.0), ==, 150);
  g_assert_cmpint (wait (0, 0, TRUE, 0.999999), >=, 299);
  g_assert_cmpint (wait (50, 0, TRUE, 0.999999), <=, 300);
}

/* Full jitter: the kiosks of a city are spread over the whole interval. */
static void
test_jitter (void)
{
  for (guint i = 1; i < 300; i++)
    g_assert_cmpint (wait (20, 0, FALSE, (i + 0.5) / 300), ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery/retry/backoff", test_backoff);
  g_test_add_func ("/delivery/retry/retry-after", test_retry_after);
  g_test_add_func ("/delivery/retry/alarm", test_alarm);
  g_test_add_func ("/delivery/retry/jitter", test_jitter);
  return g_test_run ();
}
