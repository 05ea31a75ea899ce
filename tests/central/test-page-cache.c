/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/page-cache.h"

#include <string.h>

#define TOKEN "7ZK4M2PQ9RTV3WXY8N5B6CDEFG"
#define OTHER "0123456789ABCDEFGHJKMNPQRS"

static void
add (McPageCache *cache, const char *token, const char *language, guint64 version, const char *text)
{
  g_autoptr (GBytes) page = g_bytes_new (text, strlen (text));

  mc_page_cache_add (cache, token, language, version, 100, 200, page);
}

static void
assert_finds (McPageCache *cache,
              const char *token,
              const char *language,
              guint64 version,
              gint64 now,
              const char *text)
{
  g_autoptr (GBytes) page = mc_page_cache_find (cache, token, language, version, now);

  if (text == NULL)
    g_assert_null (page);
  else
    g_assert_cmpmem (g_bytes_get_data (page, NULL), g_bytes_get_size (page), text, strlen (text));
}

/* A page is found by its token and language, at its version, in its time, and not otherwise. */
static void
test_find (void)
{
  g_autoptr (McPageCache) cache = mc_page_cache_new (10);

  assert_finds (cache, TOKEN, "vi", 0, 150, NULL);
  add (cache, TOKEN, "vi", 7, "một");
  add (cache, TOKEN, "en", 7, "one");
  assert_finds (cache, TOKEN, "vi", 7, 100, "một");
  assert_finds (cache, TOKEN, "vi", 7, 199, "một");
  assert_finds (cache, TOKEN, "en", 7, 150, "one");
  assert_finds (cache, TOKEN, "vi", 7, 200, NULL);
  assert_finds (cache, TOKEN, "vi", 7, 99, NULL);
  assert_finds (cache, TOKEN, "vi", 8, 150, NULL);
  assert_finds (cache, OTHER, "vi", 7, 150, NULL);
}

/* A newer version drops all older pages; the same page may be drawn twice. */
static void
test_version (void)
{
  g_autoptr (McPageCache) cache = mc_page_cache_new (10);

  add (cache, TOKEN, "vi", 7, "một");
  add (cache, TOKEN, "vi", 7, "một nữa");
  assert_finds (cache, TOKEN, "vi", 7, 150, "một nữa");
  add (cache, OTHER, "vi", 8, "hai");
  assert_finds (cache, TOKEN, "vi", 8, 150, NULL);
  assert_finds (cache, OTHER, "vi", 8, 150, "hai");
}

/* What is asked for the first time is only noted. */
static void
test_noted (void)
{
  g_autoptr (McPageCache) cache = mc_page_cache_new (2);

  g_assert_false (mc_page_cache_note (cache, TOKEN, "vi"));
  g_assert_true (mc_page_cache_note (cache, TOKEN, "vi"));
  g_assert_false (mc_page_cache_note (cache, TOKEN, "en"));
  assert_finds (cache, TOKEN, "vi", 0, 150, NULL);
  add (cache, TOKEN, "vi", 7, "một");
  g_assert_true (mc_page_cache_note (cache, TOKEN, "vi"));
  assert_finds (cache, TOKEN, "vi", 7, 150, "một");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *token = g_strdup_printf ("%026u", i);

      g_assert_false (mc_page_cache_note (cache, token, "vi"));
    }
  assert_finds (cache, TOKEN, "vi", 7, 150, NULL);
}

/* It never holds more than it may. */
static void
test_full (void)
{
  g_autoptr (McPageCache) cache = mc_page_cache_new (2);

  add (cache, TOKEN, "vi", 7, "a");
  add (cache, TOKEN, "en", 7, "b");
  add (cache, OTHER, "vi", 7, "c");
  assert_finds (cache, OTHER, "vi", 7, 150, "c");
  assert_finds (cache, TOKEN, "vi", 7, 150, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/page-cache/find", test_find);
  g_test_add_func ("/central/page-cache/version", test_version);
  g_test_add_func ("/central/page-cache/noted", test_noted);
  g_test_add_func ("/central/page-cache/full", test_full);

  return g_test_run ();
}
