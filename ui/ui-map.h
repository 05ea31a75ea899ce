/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

/* Writes what the window shows to the file that MOTCUA_UI_MAP names, for tests and the demo: they
 * look here and act from outside. Compiled in with the build option ui_map; packages turn it off.
 */
void mc_ui_map_start (McWindow *window);
char *mc_ui_map_create (McWindow *window) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
