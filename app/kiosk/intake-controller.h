/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/applicant-field.h"
#include "app/kiosk/engine.h"
#include "app/kiosk/receipt-tracker.h"
#include "app/domain/review.h"
#include "app/kiosk/visit.h"

G_BEGIN_DECLS

typedef enum
{
  MC_INTAKE_EMPTY,
  MC_INTAKE_DRAFT,      /* in memory only */
  MC_INTAKE_COMMITTING, /* a second tap changes nothing */
  MC_INTAKE_CONFIRMING, /* committed; the short wait for central before the slip is printed */
  MC_INTAKE_ACCEPTED,   /* get_receipt (), get_qr () */
  MC_INTAKE_FAILED,     /* get_problem (); the draft is still there */
} McIntakeState;

/* Why a dossier could not be committed; the screen says it in words with a next step. */
typedef enum
{
  MC_INTAKE_PROBLEM_NONE,
  MC_INTAKE_PROBLEM_NOT_ENROLLED, /* the machine is not set up: counter */
  MC_INTAKE_PROBLEM_FULL,         /* no room on the disk: counter */
  MC_INTAKE_PROBLEM_SERIALS,      /* the day's numbers are used up: counter, or tomorrow */
  MC_INTAKE_PROBLEM_STORAGE,      /* the disk failed: counter; again may help */
  MC_INTAKE_PROBLEM_INCOMPLETE,   /* an answer is missing or wrong: back to the review */
} McIntakeProblem;

/* What became of a scanned code on the way of filing. */
typedef enum
{
  MC_SCAN_RESULT_CARD,     /* the applicant is filled */
  MC_SCAN_RESULT_BAD_CARD, /* a card by its shape, but its contents cannot be: McCardError */
  MC_SCAN_RESULT_RECEIPT,  /* a receipt of ours: the look-up is meant */
  MC_SCAN_RESULT_OTHER,    /* no card at all */
} McScanResult;

/* The way from an empty draft to a receipt. Binds to a visit: when that is wiped, so is this.
 * Properties with notify: "state", "procedure", "page" (int), "print" (McIntakePrint), "delivered".
 */
#define MC_TYPE_INTAKE_CONTROLLER (mc_intake_controller_get_type ())
G_DECLARE_FINAL_TYPE (McIntakeController, mc_intake_controller, MC, INTAKE_CONTROLLER, GObject)

McIntakeController *mc_intake_controller_new (McEngine *engine,
                                              McVisit *visit) G_GNUC_WARN_UNUSED_RESULT;

McIntakeState mc_intake_controller_get_state (McIntakeController *self);
McIntakeProblem mc_intake_controller_get_problem (McIntakeController *self);
const McPoint *mc_intake_controller_get_point (McIntakeController *self); /* (nullable) */
void mc_intake_controller_get_today (McIntakeController *self, GDate *today);

/* Consent */
gboolean mc_intake_controller_get_noticed (McIntakeController *self);
void mc_intake_controller_accept_notice (McIntakeController *self, gboolean sms, gboolean survey);

/* Applicant */
const McApplicant *mc_intake_controller_get_applicant (McIntakeController *self);
void mc_intake_controller_set_applicant_kind (McIntakeController *self, McApplicantKind kind);
McScanResult mc_intake_controller_take_scan (McIntakeController *self,
                                             const char *payload,
                                             McCardWarnings *warnings,
                                             GError **error);
void mc_intake_controller_forget_applicant (McIntakeController *self);
char *mc_intake_controller_dup_applicant_field (McIntakeController *self, McApplicantField field)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
gboolean mc_intake_controller_needs_applicant_field (McIntakeController *self,
                                                     McApplicantField field);
McFieldProblem mc_intake_controller_set_applicant_field (McIntakeController *self,
                                                         McApplicantField field,
                                                         const char *raw,
                                                         char **detail);
gboolean mc_intake_controller_has_applicant (McIntakeController *self);

/* Procedure */
GPtrArray *mc_intake_controller_search (McIntakeController *self,
                                        const char *query) G_GNUC_WARN_UNUSED_RESULT;
McProcedure *mc_intake_controller_get_procedure (McIntakeController *self); /* (nullable) */
gboolean mc_intake_controller_choose (McIntakeController *self, const char *code);
guint mc_intake_controller_get_n_papers (McIntakeController *self, McProcedure *procedure);

/* Form */
gboolean mc_intake_controller_can_begin_form (McIntakeController *self);
void mc_intake_controller_begin_form (McIntakeController *self); /* prefill, first visible page */
int mc_intake_controller_get_page (McIntakeController *self);    /* -1 before, n_pages after */
gboolean mc_intake_controller_next_page (McIntakeController *self);
gboolean mc_intake_controller_previous_page (McIntakeController *self);
void mc_intake_controller_get_progress (McIntakeController *self,
                                        guint *section,
                                        guint *n_sections); /* 1-based, visible ones */
const McAnswers *mc_intake_controller_get_answers (McIntakeController *self);
const char *mc_intake_controller_get_raw (McIntakeController *self,
                                          const char *key); /* as typed, also when refused */
McFieldProblem mc_intake_controller_set_answer (McIntakeController *self,
                                                const char *key,
                                                const char *raw,
                                                char **detail);
const McField *mc_intake_controller_check_page (McIntakeController *self,
                                                McFieldProblem *problem,
                                                char **detail); /* (nullable): first refused */

/* Review */
GPtrArray *mc_intake_controller_create_review (McIntakeController *self)
    G_GNUC_WARN_UNUSED_RESULT; /* of McReviewSection */
GPtrArray *mc_intake_controller_list_papers (McIntakeController *self)
    G_GNUC_WARN_UNUSED_RESULT; /* of const McDocument, to hand in */
gboolean mc_intake_controller_brings (McIntakeController *self, const McDocument *document);
void mc_intake_controller_set_brings (McIntakeController *self,
                                      const McDocument *document,
                                      gboolean brings); /* optional papers only */
gint64 mc_intake_controller_get_expected_due (McIntakeController *self, McDueReasons *reasons);

/* "Change" on a line of the review: one goes there, answers, and comes straight back. */
gboolean mc_intake_controller_change (McIntakeController *self, const char *key);
const char *mc_intake_controller_get_changing (McIntakeController *self); /* (nullable): key */
void mc_intake_controller_end_change (McIntakeController *self);

/* Submit and receipt */
void mc_intake_controller_submit (McIntakeController *self);
const McReceipt *mc_intake_controller_get_receipt (McIntakeController *self); /* (nullable) */
const McQr *mc_intake_controller_get_qr (McIntakeController *self);           /* (nullable) */
gboolean mc_intake_controller_get_delivered (McIntakeController *self);
McIntakePrint mc_intake_controller_get_print (McIntakeController *self);
void mc_intake_controller_note_painted (McIntakeController *self); /* the code is on the screen */
gboolean mc_intake_controller_can_reprint (McIntakeController *self);
void mc_intake_controller_reprint (McIntakeController *self);
guint mc_intake_controller_get_rating (McIntakeController *self); /* 0: not rated yet */
void mc_intake_controller_rate (McIntakeController *self, guint score);

G_END_DECLS
