/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef enum
{
  MC_RASTER_BI_LEVEL = 1,
  MC_RASTER_GREY = 8,
} McRasterDepth; /* in bits a dot */

/* One page in a printer's own dots. */
typedef struct
{
  guint width;  /* in dots */
  guint height; /* in dots */
  gsize stride; /* bytes a row */
  McRasterDepth depth;
  guint8 *rows; /* (owned). Bi-level: 1 is ink, the first dot of a byte is its highest bit, what is
                 * beyond the width is 0. Grey: 0 is ink, 255 is paper */
} McRaster;

McRaster *mc_page_rasterise (const McPage *self,
                             guint number,
                             double x_dpi,
                             double y_dpi,
                             McRasterDepth depth,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_raster_free (McRaster *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McRaster, mc_raster_free)

G_END_DECLS
