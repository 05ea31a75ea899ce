/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"
#include "app/kiosk/monotonic.h"

G_BEGIN_DECLS

/* Time that stands still until a test moves it: both the dated clock and the monotonic one. */
#define FAKE_TYPE_TIME (fake_time_get_type ())
G_DECLARE_FINAL_TYPE (FakeTime, fake_time, FAKE, TIME, GObject)

FakeTime *fake_time_new (const char *rfc3339) G_GNUC_WARN_UNUSED_RESULT;
void fake_time_advance_ms (FakeTime *self, gint64 ms);

G_END_DECLS
