/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/reports.h"
#include "central/work/register.h"

G_BEGIN_DECLS

/* The register's files, of all lines of a period. */
GBytes *mc_register_to_csv (const GPtrArray *lines, /* of McRegisterLine */
                            char separator,
                            const char *language) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_register_has_desk (const McReportChoice *choice); /* else there is nothing on paper */
GBytes *mc_register_draw (const McReportChoice *choice,
                          const GPtrArray *lines,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
