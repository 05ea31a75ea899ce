/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Standard base64 with padding (RFC 4648 section 4), in its one spelling. */
char *mc_base64_encode (const guint8 *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_base64_decode (const char *text, gsize text_length, guint8 *data, gsize length);

G_END_DECLS
