/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the citizen's page of every moment, in both languages, into a folder: to look at them. */

#include "config.h"

#include "tests/central/sample-pages.h"

static gboolean
write_page (const char *dir, const char *moment, const char *language, GBytes *bytes)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.html", moment, language);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GBytes) owned = bytes;
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, g_bytes_get_data (owned, NULL), g_bytes_get_size (owned), &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  static const char *const languages[] = { "vi", "en" };

  if (argc != 2)
    {
      g_printerr ("Usage: render-pages DIR\n");
      return 64;
    }

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (!write_page (argv[1],
                       "unknown",
                       languages[i],
                       mc_status_page_render_unknown ("motcua.hanoi.gov.vn", languages[i])))
        return 73;
      for (guint j = 0; SAMPLE_MOMENTS[j] != NULL; j++)
        {
          g_autoptr (SamplePage) sample = sample_page_new (SAMPLE_MOMENTS[j]);

          if (!write_page (argv[1],
                           SAMPLE_MOMENTS[j],
                           languages[i],
                           mc_status_page_render (&sample->page, languages[i])))
            return 73;
        }
    }

  return 0;
}
