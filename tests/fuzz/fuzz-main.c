/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A plain runner for compilers without libFuzzer: puts every file of the folders in its arguments
 * before the target, whole, cut short and with single bytes changed. The changes are the same in
 * each run, so that a failure comes again. */

#define MUTATIONS 300

static guint64 state = 0x9e3779b97f4a7c15;

/* xorshift64*: a sequence that needs no seed from outside */
static guint
next (guint limit)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (guint) ((state * 0x2545f4914f6cdd1d) >> 33) % limit;
}

/* Hands over a copy of exactly that size, so that a sanitizer sees a read beyond it. */
static void
run (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
run_mutations (const guint8 *data, gsize size)
{
  static const char INTERESTING[] = "{}[]\",:\\/|-+0129eE \n\t\r\x80\xff\xed\xe2";

  for (guint i = 0; i < MUTATIONS; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      gsize length = size;

      for (guint n = next (3); n > 0; n--)
        copy[next (size)] = (guint8) INTERESTING[next (sizeof INTERESTING)];
      copy[next (size)] ^= (guint8) (1 << next (8));
      if (next (4) == 0)
        length = next (size);
      run (copy, length);
    }
}

static guint
run_file (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    g_error ("cannot read %s", path);
  run ((const guint8 *) data, size);
  if (size > 0)
    run_mutations ((const guint8 *) data, size);
  return 1;
}

static guint
run_path (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  if (dir == NULL)
    return run_file (path);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += run_path (child);
    }
  return n;
}

int
main (int argc, char *argv[])
{
  guint n = 0;

  run (NULL, 0);
  for (int i = 1; i < argc; i++)
    n += run_path (argv[i]);
  if (n == 0)
    g_error ("no corpus");
  g_print ("%u files, each whole and %d times changed\n", n, MUTATIONS);
  return 0;
}
