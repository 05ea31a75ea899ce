/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/words.h"

G_BEGIN_DECLS

/* Sentences of the staff's screens, in the language of the moment: plain words, no keyword and no
 * technical name. */
McWords *mc_staff_words_for_printer (McHealth *health) G_GNUC_WARN_UNUSED_RESULT;
char *mc_staff_words_for_roll (McPaperRoll *roll) G_GNUC_WARN_UNUSED_RESULT;
McWords *mc_staff_words_for_paper (const McStaffPaper *paper) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_staff_words_for_delivery (McDeliveryState state);
char *mc_staff_words_for_day (const McDayFigures *figures) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
