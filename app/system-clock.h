/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"

G_BEGIN_DECLS

#define MC_TYPE_SYSTEM_CLOCK (mc_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (McSystemClock, mc_system_clock, MC, SYSTEM_CLOCK, GObject)

McClock *mc_system_clock_new (void)
    G_GNUC_WARN_UNUSED_RESULT; /* adjtimex tells whether it is synchronised */

G_END_DECLS
