/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Collects the PDF of a document while it is drawn. */
typedef struct _McPageWriter McPageWriter;

McPageWriter *mc_page_writer_new (double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void mc_page_writer_free (McPageWriter *self);
cairo_t *mc_page_writer_get_cairo (McPageWriter *self);
void mc_page_writer_end_page (McPageWriter *self);
McPage *mc_page_writer_finish (McPageWriter *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPageWriter, mc_page_writer_free)

G_END_DECLS
