/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/monotonic.h"

G_BEGIN_DECLS

/* The machine's own: g_get_monotonic_time (). */
#define MC_TYPE_SYSTEM_MONOTONIC (mc_system_monotonic_get_type ())
G_DECLARE_FINAL_TYPE (McSystemMonotonic, mc_system_monotonic, MC, SYSTEM_MONOTONIC, GObject)

McMonotonic *mc_system_monotonic_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
