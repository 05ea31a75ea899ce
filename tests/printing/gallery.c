/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include "tests/printing/media-samples.h"
#include "tests/printing/official-samples.h"
#include "tests/printing/report-samples.h"
#include "tests/printing/slip-samples.h"

/* Writes every document × medium × language × length as PDF into a folder; test-gallery.py makes
 * pictures of them and looks at each. */
static void
write_page (const char *folder, const char *name, McPage *page, GError **error)
{
  g_autoptr (McPage) owned = page;
  g_autofree char *path = g_strdup_printf ("%s/%s.pdf", folder, name);
  g_autoptr (GError) write_error = NULL;

  if (page == NULL)
    g_error ("%s: %s", name, (*error)->message);
  if (!g_file_set_contents (path,
                            g_bytes_get_data (page->pdf, NULL),
                            (gssize) g_bytes_get_size (page->pdf),
                            &write_error))
    g_error ("%s", write_error->message);
  /* In points, for whoever looks at the page. */
  g_print ("%s\t%.4f\t%.4f\t%u\n",
           name,
           page->width_mm / 25.4 * 72.0,
           page->height_mm / 25.4 * 72.0,
           page->n_pages);
}

static void
write_samples (const char *folder, const McSample *samples, guint n_samples)
{
  static const char *const languages[] = { "vi", "en" };
  static const char *const lengths[] = { "short", "long", "hostile" };

  for (guint i = 0; i < n_samples; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
        {
          const McSample *sample = &samples[i];
          g_autofree char *name =
              g_strdup_printf ("%s-%s-%s", sample->name, languages[j], lengths[length]);
          g_autoptr (GError) error = NULL;

          write_page (folder, name, sample->create (languages[j], length, &error), &error);
        }
}

static void
write_media (const char *folder)
{
  static const char *const languages[] = { "vi", "en" };
  static const char *const lengths[] = { "short", "long", "hostile" };

  for (guint i = 0; i < mc_n_media_samples; i++)
    for (guint medium = 0; medium < MC_N_MEDIA; medium++)
      for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
        for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
          {
            const McMediaSample *sample = &mc_media_samples[i];
            g_autofree char *name = g_strdup_printf ("%s-%s-%s-%s",
                                                     sample->name,
                                                     mc_medium_to_string ((McMedium) medium),
                                                     languages[j],
                                                     lengths[length]);
            g_autoptr (GError) error = NULL;

            write_page (folder,
                        name,
                        sample->create ((McMedium) medium, languages[j], length, &error),
                        &error);
          }
}

int
main (int argc, char **argv)
{
  static const char *const languages[] = { "vi", "en" };

  setlocale (LC_ALL, "C.UTF-8");
  if (argc != 2 || g_mkdir_with_parents (argv[1], 0755) != 0)
    {
      g_printerr ("usage: gallery FOLDER\n");
      return 64;
    }
  write_media (argv[1]);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_LONG; length++)
      {
        g_autofree char *name = g_strdup_printf (
            "form01-%s-%s", languages[i], length == MC_SAMPLE_LONG ? "long" : "short");
        g_autoptr (GError) error = NULL;

        write_page (
            argv[1], name, mc_sample_form01_page_new (languages[i], length, &error), &error);
      }
  write_samples (argv[1], mc_official_samples, mc_n_official_samples);
  write_samples (argv[1], mc_slip_samples, mc_n_slip_samples);
  write_samples (argv[1], mc_report_samples, mc_n_report_samples);
  return 0;
}
