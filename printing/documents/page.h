/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_PAGE_ERROR (mc_page_error_quark ())
GQuark mc_page_error_quark (void);

typedef enum
{
  MC_PAGE_ERROR_TOO_LONG, /* a roll is capped at 300 or 400 mm */
  MC_PAGE_ERROR_TOO_WIDE, /* ink would be beyond the printer's head */
  MC_PAGE_ERROR_GLYPHS,   /* a character that no font here can draw */
  MC_PAGE_ERROR_CAIRO,
} McPageError;

/* fonts-noto-core; slips in the plain face, official forms in the one with serifs. */
#define MC_PAGE_FONT "Noto Sans"
#define MC_PAGE_FONT_FORMAL "Noto Serif"

/* A laid-out document ready for a printer: PDF bytes, its exact size, and its first pages as they
 * were drawn, in points, for mc_page_rasterise (). */
typedef struct
{
  GBytes *pdf;         /* (owned) */
  GPtrArray *drawings; /* (owned) (element-type cairo_surface_t) */
  double width_mm;
  double height_mm; /* of each page */
  guint n_pages;
} McPage;

void mc_page_free (McPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPage, mc_page_free)

G_END_DECLS
