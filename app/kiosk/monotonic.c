/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-monotonic"
#include <config.h>

#include "app/kiosk/monotonic.h"

G_DEFINE_INTERFACE (McMonotonic, mc_monotonic, G_TYPE_OBJECT)

static void
mc_monotonic_default_init (McMonotonicInterface *iface)
{
}

/**
 * mc_monotonic_now_us:
 *
 * Returns: microseconds since an arbitrary start; never goes back
 */
gint64
mc_monotonic_now_us (McMonotonic *self)
{
  g_return_val_if_fail (MC_IS_MONOTONIC (self), 0);

  return MC_MONOTONIC_GET_IFACE (self)->now_us (self);
}
