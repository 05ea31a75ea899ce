/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The two languages of the service, as their ISO 639-1 codes. */
#define MC_LANGUAGE_VI "vi"
#define MC_LANGUAGE_EN "en"

gboolean mc_language_is_known (const char *language);
gboolean mc_language_is_english (const char *language);
const char *mc_pick (const char *language, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3); /* a printf format when both are */

G_END_DECLS
