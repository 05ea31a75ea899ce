/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All instants in the project are gint64 seconds since the Unix epoch, in UTC. Vietnam keeps one
 * offset all year, so local time is a constant shift (Asia/Ho_Chi_Minh, +07:00 since 1975). */
#define MC_TIME_OFFSET_S (7 * 3600)
#define MC_TIME_NONE G_MININT64

#define MC_TIME_ERROR (mc_time_error_quark ())
GQuark mc_time_error_quark (void);

typedef enum
{
  MC_TIME_ERROR_SYNTAX, /* not an RFC 3339 time, or one that does not exist */
} McTimeError;

char *mc_time_to_rfc3339 (gint64 time) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_time_from_rfc3339 (const char *text, gint64 *time, GError **error);

void mc_time_get_local_date (gint64 time, GDate *date);
guint mc_time_get_local_second (gint64 time);
gint64 mc_time_from_local (const GDate *date, guint second_of_day);

char *mc_time_to_display (gint64 time) G_GNUC_WARN_UNUSED_RESULT;       /* 17:00, 20/6/2025 */
char *mc_time_to_display_date (gint64 time) G_GNUC_WARN_UNUSED_RESULT;  /* 20/6/2025 */
char *mc_time_to_display_clock (gint64 time) G_GNUC_WARN_UNUSED_RESULT; /* 17:00 */

gboolean mc_date_from_iso (const char *text, GDate *date); /* 2025-06-20, strict */
char *mc_date_to_iso (const GDate *date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
