/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which language gettext speaks, changed at run time. Main thread. */
void mc_language_init (void);
void mc_language_set (const char *language);

G_END_DECLS
