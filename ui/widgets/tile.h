/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A big choice: icon, title, a line or two of what it is. Class "main" for the chief one. */
#define MC_TYPE_TILE (mc_tile_get_type ())
G_DECLARE_FINAL_TYPE (McTile, mc_tile, MC, TILE, GtkButton)

void mc_tile_set_title (McTile *self, const char *title);
void mc_tile_set_text (McTile *self, const char *text);

G_END_DECLS
