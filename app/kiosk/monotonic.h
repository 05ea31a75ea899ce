/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Time that never jumps, for what is measured and not dated: idle time, short waits. */
#define MC_TYPE_MONOTONIC (mc_monotonic_get_type ())
G_DECLARE_INTERFACE (McMonotonic, mc_monotonic, MC, MONOTONIC, GObject)

struct _McMonotonicInterface
{
  GTypeInterface parent_iface;

  gint64 (*now_us) (McMonotonic *self);
};

gint64 mc_monotonic_now_us (McMonotonic *self);

G_END_DECLS
