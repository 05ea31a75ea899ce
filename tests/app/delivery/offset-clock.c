/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/offset-clock.h"

struct _OffsetClock
{
  GObject parent_instance;

  gint offset; /* seconds, atomic: the outbox reads it in its own thread */
};

static gint64
offset_clock_now_ms (McClock *clock)
{
  OffsetClock *self = OFFSET_CLOCK (clock);

  return g_get_real_time () / 1000 + (gint64) g_atomic_int_get (&self->offset) * 1000;
}

static gboolean
offset_clock_is_synchronised (McClock *clock)
{
  return FALSE;
}

static void
clock_iface_init (McClockInterface *iface)
{
  iface->now_ms = offset_clock_now_ms;
  iface->is_synchronised = offset_clock_is_synchronised;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (OffsetClock, offset_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CLOCK, clock_iface_init))
/* clang-format on */

static void
offset_clock_class_init (OffsetClockClass *klass)
{
}

static void
offset_clock_init (OffsetClock *self)
{
}

OffsetClock *
offset_clock_new (void)
{
  return g_object_new (OFFSET_TYPE_CLOCK, NULL);
}

void
offset_clock_set (OffsetClock *self, gint64 seconds)
{
  g_atomic_int_set (&self->offset, (gint) seconds);
}
