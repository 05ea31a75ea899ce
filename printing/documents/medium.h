/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a kiosk's printer holds. A roll's page is as long as what stands on it. */
typedef enum
{
  MC_MEDIUM_ROLL_80, /* 72 mm of it are printed on: 576 dots */
  MC_MEDIUM_ROLL_58, /* 48 mm: 384 dots */
  MC_MEDIUM_A5,
  MC_MEDIUM_A4,
} McMedium;

#define MC_N_MEDIA 4

/* 203 dots an inch, 8 a millimetre: what nearly every thermal head has. In points. */
#define MC_ROLL_DOT (72.0 / 203.0)

gboolean mc_medium_from_string (const char *text, McMedium *medium); /* "roll-80" */
const char *mc_medium_to_string (McMedium self);
gboolean mc_medium_is_roll (McMedium self);
double mc_medium_get_page_width (McMedium self);  /* in points */
double mc_medium_get_page_height (McMedium self); /* in points; of a roll the longest */
guint mc_medium_get_dots (McMedium self);         /* of a roll's head; 0 for a sheet */

G_END_DECLS
