/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/clock.h"

/**
 * McClock:
 *
 * Where the time comes from. Everything that needs it is handed a clock, so that a test can stop
 * it, step it or let it lie.
 */

G_DEFINE_INTERFACE (McClock, mc_clock, G_TYPE_OBJECT)

static void
mc_clock_default_init (McClockInterface *iface)
{
}

/**
 * mc_clock_now:
 * @self: a clock
 *
 * Returns: now, whole seconds since the Unix epoch, rounded down. Any thread
 */
gint64
mc_clock_now (McClock *self)
{
  gint64 ms = mc_clock_now_ms (self);

  return ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
}

/**
 * mc_clock_now_ms:
 * @self: a clock
 *
 * Returns: now, milliseconds since the Unix epoch. Any thread
 */
gint64
mc_clock_now_ms (McClock *self)
{
  g_return_val_if_fail (MC_IS_CLOCK (self), 0);

  return MC_CLOCK_GET_IFACE (self)->now_ms (self);
}

/**
 * mc_clock_is_synchronised:
 * @self: a clock
 *
 * Whether the clock is known to be right. When it is not, a receipt says so instead of promising a
 * time. Any thread.
 *
 * Returns: %TRUE when a time source confirmed the clock
 */
gboolean
mc_clock_is_synchronised (McClock *self)
{
  g_return_val_if_fail (MC_IS_CLOCK (self), FALSE);

  return MC_CLOCK_GET_IFACE (self)->is_synchronised (self);
}
