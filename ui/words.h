/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/health.h"
#include "app/kiosk/intake-controller.h"
#include "app/kiosk/staff-papers.h"

G_BEGIN_DECLS

/* Sentences that several screens say, in the language of the moment: what is the matter, and what
 * to do about it. */
typedef struct
{
  char *what; /* (owned), said first and strongest */
  char *how;  /* (owned) (nullable) */
} McWords;

McWords *mc_words_new (const char *what, const char *how) G_GNUC_WARN_UNUSED_RESULT;
void mc_words_free (McWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McWords, mc_words_free)

McWords *mc_words_for_field (McFieldKind kind,
                             const char *label,
                             McFieldProblem problem,
                             const char *detail) G_GNUC_WARN_UNUSED_RESULT;
McWords *mc_words_for_card (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
McWords *mc_words_for_intake_problem (McIntakeProblem problem,
                                      const McPoint *point) G_GNUC_WARN_UNUSED_RESULT;
McWords *mc_words_for_print (McIntakePrint print,
                             McHealth *health,
                             const McPoint *point) G_GNUC_WARN_UNUSED_RESULT;
McWords *mc_words_for_number_slip (McIntakePrint print) G_GNUC_WARN_UNUSED_RESULT;
char *mc_words_for_printer_fault (const char *reason) G_GNUC_WARN_UNUSED_RESULT;

const char *mc_words_for_applicant_key (const char *key); /* label of "applicant.name", … */
char *mc_words_for_copies (const McDocument *document) G_GNUC_WARN_UNUSED_RESULT;
char *mc_words_for_when (gint64 time, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *mc_words_for_counter (const McPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
