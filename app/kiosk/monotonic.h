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

/* The machine's own: g_get_monotonic_time (). */
#define MC_TYPE_SYSTEM_MONOTONIC (mc_system_monotonic_get_type ())
G_DECLARE_FINAL_TYPE (McSystemMonotonic, mc_system_monotonic, MC, SYSTEM_MONOTONIC, GObject)

McMonotonic *mc_system_monotonic_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
