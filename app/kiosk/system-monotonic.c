/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-system-monotonic"
#include <config.h>

#include "app/kiosk/system-monotonic.h"

struct _McSystemMonotonic
{
  GObject parent_instance;
};

static void mc_system_monotonic_monotonic_init (McMonotonicInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McSystemMonotonic, mc_system_monotonic, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_MONOTONIC,
                                                      mc_system_monotonic_monotonic_init))
/* clang-format on */

static gint64
mc_system_monotonic_now_us (McMonotonic *monotonic)
{
  return g_get_monotonic_time ();
}

static void
mc_system_monotonic_monotonic_init (McMonotonicInterface *iface)
{
  iface->now_us = mc_system_monotonic_now_us;
}

static void
mc_system_monotonic_class_init (McSystemMonotonicClass *klass)
{
}

static void
mc_system_monotonic_init (McSystemMonotonic *self)
{
}

/**
 * mc_system_monotonic_new:
 *
 * Returns: (transfer full): the machine's monotonic time
 */
McMonotonic *
mc_system_monotonic_new (void)
{
  return g_object_new (MC_TYPE_SYSTEM_MONOTONIC, NULL);
}
