/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/medium.h"

#define MM(mm) ((mm) / 25.4 * 72.0)

/* Rolls are a whole number of points wide (79.73 and 57.86 mm), because CUPS passes page sizes
 * through whole points: 80.00 mm would arrive as 79.72 mm and shift everything by a dot or two. */
static const struct
{
  const char *name;
  double width, height;
  guint dots;
} media[MC_N_MEDIA] = {
  [MC_MEDIUM_ROLL_80] = { "roll-80", 226.0, MM (300.0), 576 },
  [MC_MEDIUM_ROLL_58] = { "roll-58", 164.0, MM (400.0), 384 },
  [MC_MEDIUM_A5] = { "a5", MM (148.0), MM (210.0), 0 },
  [MC_MEDIUM_A4] = { "a4", MM (210.0), MM (297.0), 0 },
};

/**
 * mc_medium_from_string:
 * @text: (nullable): as kiosk.conf writes it
 * @medium: (out): the medium, left alone when there is none of that name
 *
 * Returns: whether there is one. Any thread
 */
gboolean
mc_medium_from_string (const char *text, McMedium *medium)
{
  for (guint i = 0; i < MC_N_MEDIA; i++)
    if (g_strcmp0 (text, media[i].name) == 0)
      {
        *medium = (McMedium) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * mc_medium_to_string:
 * @self: a medium
 *
 * Returns: (transfer none): as kiosk.conf writes it. Any thread
 */
const char *
mc_medium_to_string (McMedium self)
{
  g_return_val_if_fail (self < MC_N_MEDIA, NULL);
  return media[self].name;
}

/**
 * mc_medium_is_roll:
 * @self: a medium
 *
 * Returns: whether it has no length of its own. Any thread
 */
gboolean
mc_medium_is_roll (McMedium self)
{
  g_return_val_if_fail (self < MC_N_MEDIA, FALSE);
  return media[self].dots > 0;
}

/**
 * mc_medium_get_page_width:
 * @self: a medium
 *
 * Returns: the width of its page in points. Any thread
 */
double
mc_medium_get_page_width (McMedium self)
{
  g_return_val_if_fail (self < MC_N_MEDIA, 0);
  return media[self].width;
}

/**
 * mc_medium_get_page_height:
 * @self: a medium
 *
 * Returns: the height of its page in points; of a roll the most that a page may have, which keeps a
 *   mistake from becoming metres of paper. Any thread
 */
double
mc_medium_get_page_height (McMedium self)
{
  g_return_val_if_fail (self < MC_N_MEDIA, 0);
  return media[self].height;
}

/**
 * mc_medium_get_dots:
 * @self: a medium
 *
 * Returns: how many dots a roll's head prints across, in the middle of the page; 0 for a sheet. Any
 *   thread
 */
guint
mc_medium_get_dots (McMedium self)
{
  g_return_val_if_fail (self < MC_N_MEDIA, 0);
  return media[self].dots;
}
