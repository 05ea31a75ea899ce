/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/calendar.h"

G_BEGIN_DECLS

/* A time limit of a procedure and the due time that follows from it (domain rules 1 to 8). */
typedef enum
{
  MC_LIMIT_SAME_DAY, /* with a cut-off: same15 */
  MC_LIMIT_WORKING_DAYS,
  MC_LIMIT_WORKING_HOURS,
  MC_LIMIT_CALENDAR_DAYS,
} McLimitKind;

typedef struct
{
  McLimitKind kind;
  guint amount;  /* days or hours; 0 for same day */
  guint cut_off; /* second of the local day; same day only, normally 15:00:00 */
} McLimit;

typedef enum
{
  MC_DUE_REASON_NONE = 0,
  MC_DUE_REASON_AFTER_CUT_OFF = 1 << 0,
  MC_DUE_REASON_CLOSED_DAY = 1 << 1,
  MC_DUE_REASON_OUTSIDE_HOURS = 1 << 2,
  MC_DUE_REASON_UNOFFICIAL_CALENDAR = 1
                                      << 3, /* a row that is not `official` took part: warn staff */
} McDueReasons;

typedef enum
{
  MC_TIMELINESS_EARLY,
  MC_TIMELINESS_ON_TIME,
  MC_TIMELINESS_OVERDUE,
} McTimeliness;

gboolean mc_limit_due (const McLimit *self,
                       McCalendar *calendar,
                       const McHours *hours,
                       gint64 received,
                       gint64 *due,
                       McDueReasons *reasons,
                       GError **error);
gboolean mc_limit_due_after_supplement (const McLimit *self,
                                        McCalendar *calendar,
                                        const McHours *hours,
                                        gboolean restart,
                                        gint64 received,
                                        gint64 asked,
                                        gint64 completed,
                                        gint64 *due,
                                        McDueReasons *reasons,
                                        GError **error);
gboolean mc_limit_due_after_pause (const McLimit *self,
                                   McCalendar *calendar,
                                   const McHours *hours,
                                   gint64 old_due,
                                   gint64 paused,
                                   gint64 resumed,
                                   gint64 *due,
                                   McDueReasons *reasons,
                                   GError **error);
McTimeliness mc_limit_judge (gint64 finished, gint64 due);

G_END_DECLS
