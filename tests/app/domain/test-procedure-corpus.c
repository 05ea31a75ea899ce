/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/procedure.h"

#include <string.h>

/* The corpus that the loader shares with the published schema: check-schema.py puts the same files
 * before an outside validator. Beside each bad file stands FILE.expect with one "line: pointer" a
 * mistake. */

static char *
corpus_path (const char *folder, const char *name)
{
  return g_test_build_filename (
      G_TEST_DIST, "app", "domain", "corpus", "procedures", folder, name, NULL);
}

static McProcedure *
load (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = corpus_path (folder, name);
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  return mc_procedure_new_from_json (data, length, name, error);
}

/* A file that is right loads. */
static void
test_good (gconstpointer name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McProcedure) procedure = load ("good", name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (procedure);
  g_assert_finalize_object (g_steal_pointer (&procedure));
}

/* The mistakes of a message as "line: pointer", one a line; each must name the file. */
static char *
reduce (const char *message, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];
      const char *end;

      if (!g_str_has_prefix (line, name) || line[strlen (name)] != ':')
        g_error ("not file:line: %s", line);
      line += strlen (name) + 1;
      end = strstr (line, ": ");
      g_assert_nonnull (end);
      end = strstr (end + 2, ": ");
      g_assert_nonnull (end);
      g_string_append_len (text, line, end - line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* A file that is wrong is refused, with exactly the mistakes that are expected, at their lines. */
static void
test_bad (gconstpointer data)
{
  const char *name = data;
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".json"));
  g_autofree char *expect_name = g_strconcat (stem, ".expect", NULL);
  g_autofree char *path = corpus_path ("bad", expect_name);
  g_autofree char *expect = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) wanted = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &expect, NULL, NULL));
  lines = g_strsplit (expect, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_isdigit (*lines[i]))
      g_string_append_printf (wanted, "%s\n", lines[i]);

  g_assert_null (load ("bad", name, &error));
  g_assert_error (error, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_INVALID);
  found = reduce (error->message, name);
  if (!g_str_equal (found, wanted->str))
    g_test_message ("%s", error->message);
  g_assert_cmpstr (found, ==, wanted->str);
}

static void
add_all (const char *folder, GTestDataFunc func)
{
  g_autofree char *path = corpus_path (folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 10);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *test = g_strdup_printf (
          "/domain/procedure/corpus/%s/%s", folder, (char *) g_ptr_array_index (names, i));

      g_test_add_data_func_full (test, g_ptr_array_index (names, i), func, g_free);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_all ("good", test_good);
  add_all ("bad", test_bad);

  return g_test_run ();
}
