/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/page.h"

G_BEGIN_DECLS

/* How tests look at a document: through poppler's and zbar's programs, as any other reader would.
 */
gboolean mc_test_has_programs (void);
char *mc_test_run (const char *const *argv) G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_write_pdf (const McPage *page) G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_read_words (const McPage *page) G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_read_page_words (const McPage *page, guint number) G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_read_qr (const McPage *page, guint dpi) G_GNUC_WARN_UNUSED_RESULT;
guint8 *mc_test_draw_gray (const McPage *page, guint dpi, guint *width, guint *height)
    G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_digest_picture (const McPage *page) G_GNUC_WARN_UNUSED_RESULT;

void mc_test_assert_says (const char *words, const char *part);
void mc_test_assert_silent (const char *words, const char *part);
void mc_test_assert_in_order (const char *words, const char *const *parts);
void mc_test_assert_size (const McPage *page, double width_mm, double height_mm);
void mc_test_assert_white_edges (const McPage *page, double side_mm, double bottom_mm);

G_END_DECLS
