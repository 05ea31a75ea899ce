/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/counter-drafts.h"
#include "central/console/shell.h"

G_BEGIN_DECLS

/* Filing for a citizen at the counter: what its pages share. Every page posts to itself, keeps what
 * was typed, right or wrong, and sends the browser on: nothing is lost by a mistake, by going back
 * or by loading a page again. */
typedef enum
{
  MC_COUNTER_PROCEDURE,
  MC_COUNTER_APPLICANT,
  MC_COUNTER_FORM,
  MC_COUNTER_PAPERS,
  MC_COUNTER_REVIEW,
} McCounterStep;

#define MC_COUNTER_N_STEPS (MC_COUNTER_REVIEW + 1)
#define MC_COUNTER_FORM_MAX (256 * 1024) /* bytes of a page's answers, percent-encoded */

/* counter.c */
McCounterDraft *mc_counter_open (McCentral *central,
                                 McRequest *request,
                                 McAnswer **refusal) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
GPtrArray *mc_counter_list_desks (McCentral *central, const McUserRecord *user)
    G_GNUC_WARN_UNUSED_RESULT; /* of McPoint: where @user stands at the desk */
void mc_counter_get_today (const McRequest *request, GDate *today);
char *mc_counter_make_path (const McCounterDraft *draft,
                            const char *page) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_counter_go (const McCounterDraft *draft, const char *page) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_counter_go_to_filed (const char *id) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_counter_go_to_step (McCounterDraft *draft,
                                 const char *go) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McAnswer *mc_counter_go_to_last_section (McCounterDraft *draft) G_GNUC_WARN_UNUSED_RESULT;

McHtml *mc_counter_begin_page (McCentral *central,
                               const McRequest *request,
                               McCounterDraft *draft,
                               const char *title) G_GNUC_WARN_UNUSED_RESULT;
void mc_counter_put_steps (McHtml *html,
                           const McRequest *request,
                           McCounterDraft *draft,
                           McCounterStep here);
void mc_counter_put_default (McHtml *html, const McRequest *request);
void mc_counter_put_actions (McHtml *html, const McRequest *request);
McAnswer *mc_counter_finish_page (McHtml *html,
                                  McCentral *central,
                                  const McRequest *request,
                                  McCounterDraft *draft) G_GNUC_WARN_UNUSED_RESULT;

/* What is still to be put right, page by page. */
void mc_counter_fit_applicant (McCounterDraft *draft);
gboolean mc_counter_is_applicant_done (McCounterDraft *draft, const GDate *today);
gboolean mc_counter_is_section_done (McCounterDraft *draft, guint section, const GDate *today);
gboolean mc_counter_are_papers_done (McCounterDraft *draft);
gboolean mc_counter_is_complete (McCounterDraft *draft, const GDate *today);
GArray *mc_counter_list_sections (McCounterDraft *draft)
    G_GNUC_WARN_UNUSED_RESULT; /* of guint: those that ask something, in order */

/* The papers' counts: FALSE when it is not a number from 0 to 99. counter-papers.c */
typedef enum
{
  MC_COUNTER_ORIGINALS,
  MC_COUNTER_CERTIFIED,
  MC_COUNTER_COPIES,
} McCounterCount;

#define MC_COUNTER_N_COUNTS (MC_COUNTER_COPIES + 1)

gboolean mc_counter_get_count (McCounterDraft *draft,
                               const McDocument *document,
                               McCounterCount count,
                               guint *number);
const char *mc_counter_get_limit_case (McCounterDraft *draft);

/* An input as it stands on a page: counter-input.c */
typedef struct
{
  char *name;    /* (owned), of the control, and of its id */
  char *value;   /* (owned) (nullable), as typed */
  char *mistake; /* (owned) (nullable) */
  const char *label;
  const char *help; /* (nullable) */
  McFieldKind kind;
  gboolean optional;
  guint max_length;     /* characters */
  const McField *field; /* (nullable): its choices */
} McCounterInput;

McCounterInput *mc_counter_input_new (McFieldKind kind,
                                      char *name, /* (transfer full) */
                                      const char *label) G_GNUC_WARN_UNUSED_RESULT;
void mc_counter_input_free (McCounterInput *self);
GPtrArray *mc_counter_inputs_new (void) G_GNUC_WARN_UNUSED_RESULT; /* of McCounterInput */
void mc_counter_put_mistakes (McHtml *html, const McRequest *request, GPtrArray *inputs);
void mc_counter_put_input (McHtml *html, const McRequest *request, const McCounterInput *input);
char *mc_counter_dup_text (const McRequest *request,
                           const char *name) G_GNUC_WARN_UNUSED_RESULT; /* (nullable), UTF-8 */

/* counter-applicant.c, counter-form.c, counter-papers.c, counter-review.c: one row each and more */
McAnswer *mc_counter_handle_applicant (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_applicant_post (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_form (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_form_post (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_papers (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_papers_post (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_review (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_submit (McCentral *central, McRequest *request);
McAnswer *mc_counter_write_submit (McCentral *central,
                                   McStorage *storage,
                                   McRequest *request,
                                   GError **error);
McAnswer *mc_counter_handle_filed (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_slip (McCentral *central, McRequest *request);
McAnswer *
mc_counter_write_slip (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_counter_handle_choose (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_change (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_begin (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_change_post (McCentral *central, McRequest *request);
McAnswer *mc_counter_handle_discard (McCentral *central, McRequest *request);

G_END_DECLS
