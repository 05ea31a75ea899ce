/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MC_CALENDAR_ERROR (mc_calendar_error_quark ())
GQuark mc_calendar_error_quark (void);

typedef enum
{
  MC_CALENDAR_ERROR_SYNTAX, /* the message names file:line */
  MC_CALENDAR_ERROR_HOURS,
  MC_CALENDAR_ERROR_BEYOND, /* past the last covered year, or before the first: never guessed */
} McCalendarError;

/* Office hours of a receiving point, seconds of the local day; each half ends after it starts. */
typedef struct
{
  guint morning_open, morning_close;
  guint afternoon_open, afternoon_close;
} McHours;

extern const McHours MC_HOURS_DEFAULT; /* 08:00-12:00, 13:00-17:00 */

#define MC_TYPE_CALENDAR (mc_calendar_get_type ())
G_DECLARE_FINAL_TYPE (McCalendar, mc_calendar, MC, CALENDAR, GObject)

McCalendar *mc_calendar_new_from_csv (const char *data,
                                      gssize length,
                                      const char *file_name,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean mc_calendar_is_open (McCalendar *self, const GDate *date, gboolean *open, GError **error);
gboolean mc_calendar_is_official (McCalendar *self, const GDate *date);
gboolean mc_calendar_clamp (McCalendar *self,
                            const McHours *hours,
                            gint64 time,
                            gint64 *clamped,
                            GError **error);
gint64 mc_calendar_working_seconds (McCalendar *self,
                                    const McHours *hours,
                                    gint64 from,
                                    gint64 to,
                                    GError **error);

gboolean
mc_hours_parse (const char *text, McHours *hours, GError **error); /* "08:00-12:00,13:00-17:00" */

G_END_DECLS
