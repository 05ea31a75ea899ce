/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_TEXT_ERROR (mc_text_error_quark ())
GQuark mc_text_error_quark (void);

typedef enum
{
  MC_TEXT_ERROR_NOT_UTF8,
  MC_TEXT_ERROR_FORBIDDEN, /* a control, bidirectional, zero-width or private-use character */
  MC_TEXT_ERROR_TOO_LONG,
} McTextError;

char *mc_text_normalise (const char *text, gssize length, gsize max_characters, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
char *mc_text_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_text_find_folded (const char *text, const char *query, gsize *start, gsize *end);
char *mc_text_mask_name (const char *name) G_GNUC_WARN_UNUSED_RESULT; /* Trần Thị B••• */
char *mc_text_mask_id (const char *number) G_GNUC_WARN_UNUSED_RESULT; /* •••• •••• 0028 */
char *mc_text_format_vnd (gint64 amount) G_GNUC_WARN_UNUSED_RESULT; /* 8.000 đ, no-break space */
void mc_text_free_secret (char *text);

G_END_DECLS
