/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/page-raster.h"
#include "printing/transports/printer-facts.h"

G_BEGIN_DECLS

GBytes *mc_raster_document_new (const McPage *page,
                                McPrintFormat format,
                                McRasterDepth depth,
                                guint x_dpi,
                                guint y_dpi,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
