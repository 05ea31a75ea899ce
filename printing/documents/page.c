/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/page.h"

#include "printing/documents/flow.h"
#include "printing/documents/page-writer.h"

/* Every Vietnamese letter form that a document is likely to hold, so that the fonts' tables for
 * stacked accents are read as well. */
#define WARM_TEXT "CỘNG HÒA XÃ HỘI Ẩ Ẵ Ễ Ỗ Ỡ Ự đặng nguyễn trường giữa 0123456789 ☐ • – …"

/* clang-format off */
G_DEFINE_QUARK (mc-page-error-quark, mc_page_error)
/* clang-format on */

/**
 * mc_page_free:
 * @self: (transfer full) (nullable): a document
 *
 * Frees it. Any thread.
 */
void
mc_page_free (McPage *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->pdf);
  g_ptr_array_unref (self->drawings);
  g_free (self);
}

/**
 * mc_page_warm_fonts:
 *
 * Finds and opens the fonts of the documents by drawing a page that is thrown away, so that the
 * first citizen's receipt takes as long as every later one. Pango keeps fonts by thread: call it in
 * the thread that will draw.
 */
void
mc_page_warm_fonts (void)
{
  static const char *const families[] = { MC_PAGE_FONT, MC_PAGE_FONT_FORMAL };
  g_autoptr (McPageWriter) writer = mc_page_writer_new (226, 226);
  g_autoptr (McPage) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autoptr (McFlow) flow = mc_flow_new (families[i], 200);
      McFlowStyle style = { .size = 9 };

      mc_flow_add_text (flow, &style, WARM_TEXT);
      style.bold = TRUE;
      mc_flow_add_text (flow, &style, WARM_TEXT);
      style = (McFlowStyle){ .size = 9, .italic = TRUE };
      mc_flow_add_text (flow, &style, WARM_TEXT);
      mc_flow_draw (flow, mc_page_writer_get_cairo (writer), 0, 0, 0, G_MAXUINT);
    }
  mc_page_writer_end_page (writer);
  page = mc_page_writer_finish (writer, NULL);
}
