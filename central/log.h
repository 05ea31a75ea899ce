/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MC_LOG_ERROR,
  MC_LOG_WARNING,
  MC_LOG_INFO,
} McLogLevel;

/* One line on stderr: time, level, event and pairs of name and value. Names of events and members
 * are literals; values are never what a citizen or a kiosk wrote, nor a token, nor a raw path. */
void mc_log (McLogLevel level, const char *event, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
