/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mc_certificate_pin_holds (const char *path, gconstpointer shown, gsize length);

G_END_DECLS
