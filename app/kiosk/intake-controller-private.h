/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/draft.h"
#include "app/kiosk/intake-controller.h"

G_BEGIN_DECLS

/* Shared by the files that the intake controller is made of: intake-controller.c (object, consent,
 * applicant, procedure), intake-form.c (form and review), intake-submit.c (commit and receipt). */
struct _McIntakeController
{
  GObject parent_instance;

  McEngine *engine;     /* (owned) */
  McVisit *visit;       /* (owned) */
  McUploader *uploader; /* (owned) (nullable), the one that is listened to */

  McIntakeState state;
  McIntakeProblem problem;
  McDraft *draft; /* (owned) */
  gboolean noticed, consent_sms, consent_survey;
  int page;
  char *changing; /* (owned) (nullable), key of the line that is being changed from the review */

  char *id;           /* (owned) (nullable), minted with the draft and kept through every retry */
  char *status_token; /* (owned) (nullable) */

  McReceiptTracker *tracker; /* (owned) (nullable), once committed */
  gboolean delivered;        /* central was quicker than the commit's answer */
  gboolean want_print;

  guint wait_timer; /* source id, of the short wait for central */
};

gboolean mc_intake_controller_can_edit (McIntakeController *self);
void mc_intake_controller_note_draft (McIntakeController *self);
void mc_intake_controller_set_state (McIntakeController *self, McIntakeState state);
void mc_intake_controller_set_page (McIntakeController *self, int page);
void mc_intake_controller_notify_print (McIntakeController *self);
void mc_intake_controller_notify_delivered (McIntakeController *self);
void mc_intake_controller_stop_waiting (McIntakeController *self);

G_END_DECLS
