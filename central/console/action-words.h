/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "app/domain/workflow.h"

G_BEGIN_DECLS

/* What officials call the actions of the workflow table. */
const char *mc_action_words_get_button (const char *action, const char *language);
const char *mc_action_words_get_verb (const char *action, const char *language);
const char *mc_action_words_get_done (const char *action, const char *language);
const char *mc_action_words_get_effect (const char *action, const char *language);
const char *mc_action_words_get_reason (const char *action, const char *language);
const char *mc_action_words_get_obstacle (const char *action, const char *language);

G_END_DECLS
