/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/roll-page.h"

#include <math.h>
#include "printing/documents/page-writer.h"

#define PAGE_MAX (300.0 / 25.4 * 72.0)
#define EDGE 8.0

static double
get_length (const McFlow *flow)
{
  return mc_flow_get_height (flow) + 2 * EDGE;
}

/**
 * mc_roll_page_fits:
 * @flow: a slip
 *
 * Returns: whether it is no longer than the 300 mm that a slip may be
 */
gboolean
mc_roll_page_fits (const McFlow *flow)
{
  g_return_val_if_fail (flow != NULL, FALSE);
  return get_length (flow) <= PAGE_MAX;
}

/**
 * mc_roll_page_draw:
 * @flow: a slip, %MC_ROLL_COLUMN_WIDTH wide
 * @error: return location
 *
 * Draws it on a page of exactly its length. The thread that made @flow.
 *
 * Returns: (transfer full): one page, or %NULL with #McPageError
 */
McPage *
mc_roll_page_draw (const McFlow *flow, GError **error)
{
  g_autoptr (McPageWriter) writer = NULL;

  g_return_val_if_fail (flow != NULL, NULL);

  if (!mc_flow_check_glyphs (flow, error))
    return NULL;
  if (!mc_roll_page_fits (flow))
    {
      g_set_error (error,
                   MC_PAGE_ERROR,
                   MC_PAGE_ERROR_TOO_LONG,
                   "the slip would be %.0f mm long, more than 300 mm",
                   get_length (flow) / 72.0 * 25.4);
      return NULL;
    }
  writer = mc_page_writer_new (MC_ROLL_PAGE_WIDTH, ceil (get_length (flow)));
  mc_flow_draw (flow,
                mc_page_writer_get_cairo (writer),
                (MC_ROLL_PAGE_WIDTH - MC_ROLL_COLUMN_WIDTH) / 2,
                EDGE,
                0,
                G_MAXUINT);
  mc_page_writer_end_page (writer);
  return mc_page_writer_finish (writer, error);
}
