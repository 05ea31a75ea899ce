/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"

/* The machine's clock, set wrong by as much as a test wants. */
#define OFFSET_TYPE_CLOCK (offset_clock_get_type ())
G_DECLARE_FINAL_TYPE (OffsetClock, offset_clock, OFFSET, CLOCK, GObject)

OffsetClock *offset_clock_new (void);
void offset_clock_set (OffsetClock *self, gint64 seconds);
