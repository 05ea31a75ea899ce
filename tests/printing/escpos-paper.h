/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of thermal paper, as long as what was fed. */
typedef struct
{
  guint dots;       /* of the head */
  GByteArray *rows; /* (owned): (dots + 7) / 8 bytes a row, 1 is ink */
} EscposPaper;

EscposPaper *escpos_paper_new (guint dots);
void escpos_paper_free (EscposPaper *self);
void escpos_paper_add_row (EscposPaper *self, const guint8 *bytes, gsize length);
guint escpos_paper_get_n_rows (const EscposPaper *self);
gboolean escpos_paper_has_ink (const EscposPaper *self);
void escpos_paper_write (const EscposPaper *self, const char *path); /* PBM */
char *escpos_paper_decode (const EscposPaper *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EscposPaper, escpos_paper_free)

G_END_DECLS
