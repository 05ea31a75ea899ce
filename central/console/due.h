/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"

G_BEGIN_DECLS

/* Times as officials read them: the words say it all, the colour only helps. */
char *mc_due_describe_time (gint64 time, gint64 now, const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* "17:00 hôm nay", "17:00 thứ Hai 23/6" */
char *mc_due_describe_left (McCentral *central,
                            const McDossierRecord *record,
                            gint64 now,
                            const char *language,
                            McBadge *badge)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): "Quá hạn 1 giờ làm việc", "Còn 3 ngày làm việc" */

G_END_DECLS
