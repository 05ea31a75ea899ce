/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/fake-time.h"

#include "app/domain/datetime.h"

struct _FakeTime
{
  GObject parent_instance;

  gint64 now_ms;
};

static void fake_time_clock_init (McClockInterface *iface);
static void fake_time_monotonic_init (McMonotonicInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTime, fake_time, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CLOCK, fake_time_clock_init)
                               G_IMPLEMENT_INTERFACE (MC_TYPE_MONOTONIC, fake_time_monotonic_init))
/* clang-format on */

static gint64
fake_time_now_ms (McClock *clock)
{
  return FAKE_TIME (clock)->now_ms;
}

static gboolean
fake_time_is_synchronised (McClock *clock)
{
  return TRUE;
}

static gint64
fake_time_now_us (McMonotonic *monotonic)
{
  return FAKE_TIME (monotonic)->now_ms * 1000;
}

static void
fake_time_clock_init (McClockInterface *iface)
{
  iface->now_ms = fake_time_now_ms;
  iface->is_synchronised = fake_time_is_synchronised;
}

static void
fake_time_monotonic_init (McMonotonicInterface *iface)
{
  iface->now_us = fake_time_now_us;
}

static void
fake_time_class_init (FakeTimeClass *klass)
{
}

static void
fake_time_init (FakeTime *self)
{
}

/* A time that stands at @rfc3339. */
FakeTime *
fake_time_new (const char *rfc3339)
{
  FakeTime *self = g_object_new (FAKE_TYPE_TIME, NULL);
  gint64 now;

  g_assert_true (mc_time_from_rfc3339 (rfc3339, &now, NULL));
  self->now_ms = now * 1000;

  return self;
}

void
fake_time_advance_ms (FakeTime *self, gint64 ms)
{
  self->now_ms += ms;
}
