/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/citizens/status-page.h"

G_BEGIN_DECLS

/* The sentences of the citizen's page, for every moment of a dossier. */
McTone mc_status_words_get_tone (const McStatusPage *page);
const char *mc_status_words_get_verdict (const McStatusPage *page, const char *language);
const char *mc_status_words_get_advice (const McStatusPage *page, const char *language);
const char *mc_status_words_get_apology (const McStatusPage *page,
                                         const char *language); /* (nullable) */
const char *
mc_status_words_get_ending (const McStatusPage *page,
                            const char *language); /* (nullable): ended on a side path */
const char *mc_status_words_get_score (guint score, const char *language); /* 1 to 5 */

/* The step that is under way or waited for, 2 to 8; 0 when all is over. */
guint mc_status_words_get_current_step (const McStatusPage *page);
guint mc_status_words_get_steps_done (const McStatusPage *page);
char *mc_status_words_describe_current (const McStatusPage *page,
                                        const char *language) G_GNUC_WARN_UNUSED_RESULT;

char *mc_status_words_describe_due (const McStatusPage *page,
                                    const char *language) G_GNUC_WARN_UNUSED_RESULT;

/* Times as one says them: "17:00 hôm nay", "thứ Sáu, 20/6/2025". */
char *
mc_status_words_when (gint64 time, gint64 now, const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *mc_status_words_day (gint64 time, const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *mc_status_words_stamp (gint64 time,
                             const char *language) G_GNUC_WARN_UNUSED_RESULT; /* 09:51 · 20/6 */

G_END_DECLS
