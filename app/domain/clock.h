/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MC_TYPE_CLOCK (mc_clock_get_type ())
G_DECLARE_INTERFACE (McClock, mc_clock, MC, CLOCK, GObject)

struct _McClockInterface
{
  GTypeInterface parent_iface;

  gint64 (*now_ms) (McClock *self);
  gboolean (*is_synchronised) (McClock *self);
};

gint64 mc_clock_now (McClock *self);
gint64 mc_clock_now_ms (McClock *self);
gboolean mc_clock_is_synchronised (McClock *self);

G_END_DECLS
