/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/console/action-words.h"
#include "central/console/due.h"
#include "central/people/staff.h"

/* Whose turn it is, when it is somebody else's. */
static char *
describe_other (McDossierView *self, const McTransition *row)
{
  const McDossierRecord *record = self->base.record;
  const char *language = self->request->language;
  McRole role = mc_workflow_get_actor (row->role, record->by_city);
  g_autofree char *department = NULL;

  switch (row->role)
    {
    case MC_ROLE_RECEPTION:
      return g_strdup (mc_pick (language, "bộ phận một cửa", "the desk"));
    case MC_ROLE_SPECIALIST:
      if (record->assignee != NULL)
        return g_strdup_printf (mc_pick (language, "chuyên viên %s", "specialist %s"),
                                mc_names_get (self->names, record->assignee));
      return g_strdup (mc_pick (language, "chuyên viên", "a specialist"));
    case MC_ROLE_DEPARTMENT:
      department = mc_staff_describe_department (record->department, language);
      return g_strdup_printf (mc_pick (language, "lãnh đạo %s", "the head of %s"), department);
    default:
      return role == MC_ROLE_DIRECTOR ? g_strdup (mc_pick (language, "Giám đốc sở", "the director"))
                                      : g_strdup (mc_pick (language, "Chủ tịch", "the chairman"));
    }
}

static char *
since (McDossierView *self, const char *text, gint64 at)
{
  g_autofree char *when = mc_due_describe_time (at, self->request->now, self->request->language);

  return g_strconcat (text, when, NULL);
}

/* When and where: all that whoever comes second needs to know. */
static char *
describe_hand_over (McDossierView *self)
{
  const char *language = self->request->language;
  const McDossierRecord *record = self->base.record;
  const McPoint *point = mc_central_find_point (self->central, record->point_code);
  g_autofree char *when =
      since (self,
             mc_pick (language, "Đã trả kết quả lúc ", "The result was handed over at "),
             record->updated_at);

  return point == NULL
             ? g_steal_pointer (&when)
             : g_strdup_printf (mc_pick (language, "%s, tại %s", "%s, at %s"), when, point->name);
}

/* What waits for the citizen, or for nobody. */
static char *
describe_rest (McDossierView *self)
{
  const char *language = self->request->language;
  const McDossierRecord *record = self->base.record;
  gint64 at = record->updated_at;

  switch (record->state)
    {
    case MC_STATE_SUPPLEMENT_ASKED:
      return since (self,
                    mc_pick (language,
                             "Chờ người nộp bổ sung giấy tờ, từ ",
                             "Waiting for the applicant's papers since "),
                    at);
    case MC_STATE_PAYMENT_ASKED:
      return since (self,
                    mc_pick (language,
                             "Chờ người nộp nộp tiền, từ ",
                             "Waiting for the applicant's payment since "),
                    at);
    case MC_STATE_READY:
      if (self->base.path.refusal)
        return since (self,
                      mc_pick (language,
                               "Văn bản từ chối chờ người nộp đến nhận, từ ",
                               "The refusal waits to be collected since "),
                      at);
      return since (self,
                    mc_pick (language,
                             "Kết quả chờ người nộp đến nhận, từ ",
                             "The result waits to be collected since "),
                    at);
    case MC_STATE_RETURNED:
      return describe_hand_over (self);
    case MC_STATE_REFUSED:
      return since (self, mc_pick (language, "Đã từ chối tiếp nhận lúc ", "Refused at "), at);
    case MC_STATE_WITHDRAWN:
      return since (self, mc_pick (language, "Người nộp đã rút hồ sơ lúc ", "Withdrawn at "), at);
    case MC_STATE_STOPPED:
      return since (
          self, mc_pick (language, "Đã dừng giải quyết lúc ", "Processing was stopped at "), at);
    default:
      return NULL;
    }
}

/* How long they have, or since when it waits where no limit runs. */
static char *
describe_until (McDossierView *self)
{
  const McDossierRecord *record = self->base.record;
  const char *language = self->request->language;

  if (record->state == MC_STATE_SUBMITTED)
    return since (self,
                  mc_pick (language, ", nộp lúc ", ", filed at "),
                  record->submitted_at != MC_TIME_NONE ? record->submitted_at
                                                       : record->received_at);
  if (record->state == MC_STATE_APPROVED)
    return since (self, mc_pick (language, ", đã ký lúc ", ", signed at "), record->updated_at);
  if (record->due_at == MC_TIME_NONE)
    return g_strdup ("");
  return since (self, mc_pick (language, ", hạn ", ", due "), record->due_at);
}

/**
 * mc_dossier_words_describe_turn:
 * @self: a view
 *
 * Returns: (transfer full): whose turn it is and until when, in a sentence: "Chờ ông, bà thụ lý,
 *   hạn 17:00 thứ Hai 23/6"
 */
char *
mc_dossier_words_describe_turn (McDossierView *self)
{
  const char *language = self->request->language;
  const McOffer *offer = mc_dossier_view_get_main (self);
  const McTransition *row =
      offer != NULL ? offer->transition : mc_workflow_get_main (self->base.path.state);
  char *rest = describe_rest (self);
  g_autofree char *who = NULL;
  g_autofree char *until = NULL;

  if (rest != NULL || row == NULL)
    return rest != NULL ? rest : g_strdup (mc_state_to_string (self->base.path.state));

  if (offer == NULL && row->role == MC_ROLE_CHAIRMAN && row->step == 7 && self->base.path.refusal)
    row = mc_workflow_find ("chair_refuse", self->base.path.state);
  who =
      offer != NULL ? g_strdup (mc_pick (language, "ông, bà", "you")) : describe_other (self, row);
  until = describe_until (self);
  return g_strdup_printf (mc_pick (language, "Chờ %s %s%s", "Waiting for %s to %s%s"),
                          who,
                          mc_action_words_get_verb (row->name, language),
                          until);
}

/**
 * mc_dossier_words_describe_actor:
 * @self: a view
 * @event: an event of its history
 *
 * Returns: (transfer full): who did it, "Lê Thị Mai, chuyên viên"
 */
char *
mc_dossier_words_describe_actor (McDossierView *self, const McEventRecord *event)
{
  const char *language = self->request->language;
  const char *role = mc_shell_describe_role (event->role, language);

  if (event->role == MC_ROLE_CITIZEN)
    return g_strdup (mc_dossier_view_get_applicant_name (self));
  if (event->actor == NULL || *event->actor == '\0')
    return g_strdup_printf (mc_pick (language, "%s, bằng lệnh máy chủ", "%s, by command"), role);

  return g_strdup_printf ("%s, %s", mc_names_get (self->names, event->actor), role);
}
