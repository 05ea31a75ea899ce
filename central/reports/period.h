/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The time that a report is about: whole days, [from, to). */
typedef enum
{
  MC_PERIOD_THIS_MONTH,
  MC_PERIOD_LAST_MONTH,
  MC_PERIOD_QUARTER, /* the present one */
  MC_PERIOD_YEAR,    /* the present one */
  MC_PERIOD_RANGE,   /* from one day to another */
} McPeriodKind;

#define MC_N_PERIODS (MC_PERIOD_RANGE + 1)

typedef struct
{
  McPeriodKind kind;
  gint64 from, to;
} McPeriod;

gboolean mc_period_parse (McPeriod *self,
                          const char *kind, /* (nullable) */
                          const char *from, /* (nullable), 2025-06-20 */
                          const char *to,   /* (nullable), the last day */
                          gint64 now);
const char *mc_period_kind_to_string (McPeriodKind kind);
char *mc_period_dup_first_day (const McPeriod *self) G_GNUC_WARN_UNUSED_RESULT; /* ISO */
char *mc_period_dup_last_day (const McPeriod *self) G_GNUC_WARN_UNUSED_RESULT;  /* ISO */
char *mc_period_describe (const McPeriod *self,
                          const char *language) G_GNUC_WARN_UNUSED_RESULT; /* "Tháng 6/2025" */

G_END_DECLS
