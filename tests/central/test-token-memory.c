/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/token-memory.h"

#include <string.h>

static void
make_hash (guint8 hash[32], guint8 first, guint8 spot)
{
  memset (hash, 0, 32);
  hash[0] = first;
  hash[16] = spot;
}

static void
test_found (void)
{
  g_autoptr (McTokenMemory) memory = mc_token_memory_new (8);
  guint8 one[32], two[32], none[32] = { 0 };

  make_hash (one, 1, 1);
  make_hash (two, 2, 2);
  g_assert_cmpint (mc_token_memory_find (memory, none), ==, 0);
  g_assert_cmpint (mc_token_memory_find (memory, one), ==, 0);
  mc_token_memory_add (memory, one, 11);
  mc_token_memory_add (memory, two, 22);
  g_assert_cmpint (mc_token_memory_find (memory, one), ==, 11);
  g_assert_cmpint (mc_token_memory_find (memory, two), ==, 22);
}

/* Who shares a place with another is forgotten for it, never taken for it. */
static void
test_shared_place (void)
{
  g_autoptr (McTokenMemory) memory = mc_token_memory_new (8);
  guint8 one[32], two[32];

  make_hash (one, 1, 1);
  make_hash (two, 2, 1 + 8);
  mc_token_memory_add (memory, one, 11);
  g_assert_cmpint (mc_token_memory_find (memory, two), ==, 0);
  mc_token_memory_add (memory, two, 22);
  g_assert_cmpint (mc_token_memory_find (memory, two), ==, 22);
  g_assert_cmpint (mc_token_memory_find (memory, one), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-memory/found", test_found);
  g_test_add_func ("/token-memory/shared-place", test_shared_place);
  return g_test_run ();
}
