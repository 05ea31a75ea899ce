/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/system-clock.h"

#include <sys/timex.h>

struct _McSystemClock
{
  GObject parent_instance;
};

static gint64
system_clock_now_ms (McClock *clock)
{
  return g_get_real_time () / 1000;
}

static gboolean
system_clock_is_synchronised (McClock *clock)
{
  struct timex timex = { .modes = 0 };

  return adjtimex (&timex) != TIME_ERROR && !(timex.status & STA_UNSYNC);
}

static void
clock_iface_init (McClockInterface *iface)
{
  iface->now_ms = system_clock_now_ms;
  iface->is_synchronised = system_clock_is_synchronised;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McSystemClock, mc_system_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CLOCK, clock_iface_init))
/* clang-format on */

static void
mc_system_clock_class_init (McSystemClockClass *klass)
{
}

static void
mc_system_clock_init (McSystemClock *self)
{
}

/**
 * mc_system_clock_new:
 *
 * The machine's own clock. Any thread.
 *
 * Returns: (transfer full): a clock
 */
McClock *
mc_system_clock_new (void)
{
  return g_object_new (MC_TYPE_SYSTEM_CLOCK, NULL);
}
