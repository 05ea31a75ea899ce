/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/dossier.h"

G_BEGIN_DECLS

/* What one citizen has entered so far, at a kiosk or told to a clerk. Memory only; forgotten with
 * mc_draft_free (). At the kiosk it is the intake controller's own: screens go through that. */
typedef struct _McDraft McDraft;

McDraft *mc_draft_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_draft_free (McDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDraft, mc_draft_free)

McApplicant *mc_draft_get_applicant (McDraft *self);
void mc_draft_take_applicant (McDraft *self, McApplicant *applicant);
const char *mc_draft_get_raw (McDraft *self, const char *key);
void mc_draft_set_raw (McDraft *self, const char *key, const char *raw);

McProcedure *mc_draft_get_procedure (McDraft *self); /* (nullable) */
gboolean mc_draft_set_procedure (McDraft *self, McProcedure *procedure);

const McAnswers *mc_draft_get_answers (McDraft *self);
void mc_draft_prefill (McDraft *self);
McFieldProblem mc_draft_set_answer (McDraft *self,
                                    const McField *field,
                                    const char *raw,
                                    const GDate *today,
                                    char **detail);
const McField *mc_draft_check_page (McDraft *self,
                                    guint page,
                                    const GDate *today,
                                    McFieldProblem *problem,
                                    char **detail);
int mc_draft_find_visible_page (McDraft *self, int from, int step); /* -1 or n_pages: none */
void mc_draft_get_progress (McDraft *self, int page, guint *section, guint *n_sections);

GPtrArray *mc_draft_list_papers (McDraft *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_draft_brings (McDraft *self, const McDocument *document);
void mc_draft_set_brings (McDraft *self, const McDocument *document, gboolean brings);

void mc_draft_fill_dossier (McDraft *self, McDossier *dossier);

G_END_DECLS
