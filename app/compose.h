/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/engine.h"

G_BEGIN_DECLS

McEngine *mc_compose_engine (const char *config_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
