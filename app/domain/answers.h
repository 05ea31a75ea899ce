/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* Answers to a form: field key → canonical value, always a string. Dates are yyyy-mm-dd, numbers
 * and money plain digits, choices their value, yes/no "yes" or "no". Keys keep their order. */
typedef struct _McAnswers McAnswers;

McAnswers *mc_answers_new (void) G_GNUC_WARN_UNUSED_RESULT;
McAnswers *mc_answers_copy (const McAnswers *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_answers_free (McAnswers *self);
const char *mc_answers_get (const McAnswers *self, const char *key);
void mc_answers_set (McAnswers *self, const char *key, const char *value);
guint mc_answers_get_size (const McAnswers *self);
json_t *mc_answers_to_json (const McAnswers *self) G_GNUC_WARN_UNUSED_RESULT;
McAnswers *mc_answers_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McAnswers, mc_answers_free)

G_END_DECLS
