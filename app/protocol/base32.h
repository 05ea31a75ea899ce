/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Crockford's base32, upper case, no padding: what a person may have to type. */
char *mc_base32_encode (const guint8 *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_base32_decode (const char *text, guint8 *data, gsize length);
int mc_base32_value (char character);

G_END_DECLS
