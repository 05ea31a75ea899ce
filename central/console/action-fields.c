/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/limit.h"
#include "central/console/action-words.h"
#include "central/console/due.h"

#include <string.h>

/* --- The new appointment --- */

static gboolean
wants_due (const McTransition *transition)
{
  return g_str_equal (transition->name, "extend");
}

/* The limit once more, from the first appointment. */
static gint64
suggest_time (McDossierView *view)
{
  const McDossierRecord *record = view->base.record;
  const McLimit *limit = view->base.procedure == NULL
                             ? NULL
                             : mc_procedure_get_limit (view->base.procedure, record->limit_case);
  gint64 due;

  if (limit == NULL || view->base.point == NULL || record->due_at == MC_TIME_NONE ||
      !mc_limit_due (limit,
                     view->central->calendar,
                     &view->base.point->hours,
                     record->due_at,
                     &due,
                     NULL,
                     NULL))
    return MC_TIME_NONE;

  return due;
}

static char *
make_iso (gint64 time, guint days_later)
{
  GDate date;

  if (time == MC_TIME_NONE)
    return NULL;
  mc_time_get_local_date (time, &date);
  g_date_add_days (&date, days_later);
  return mc_date_to_iso (&date);
}

static void
suggest_due (McActionForm *self, McDossierView *view)
{
  g_autofree char *date = make_iso (suggest_time (view), 0);

  mc_action_form_set (self, "due", date);
}

static void
put_due (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  gint64 promised = view->base.record->due_at;
  g_autofree char *first = make_iso (promised, 1);
  g_autofree char *when = mc_due_describe_time (promised, view->request->now, language);
  g_autofree char *hint = g_strdup_printf (
      mc_pick (language,
               "Đã hẹn %s. Chọn một ngày làm việc sau đó; ngày gợi ý là thêm một lần thời hạn.",
               "Promised for %s. Choose a later working day; the one suggested is the limit once "
               "more."),
      when);

  mc_html_put (html,
               "<div class=\"field\"><label for=\"due\">{}</label><p class=\"hint\" "
               "id=\"due-hint\">{}</p>",
               mc_pick (language, "Ngày hẹn mới", "New date"),
               hint);
  mc_action_form_put_mistake (self, html, "due");
  mc_html_put (html,
               "<input type=\"date\" id=\"due\" name=\"due\" value=\"{}\" "
               "aria-describedby=\"due-hint due-mistake\"",
               mc_action_form_get (self, "due"));
  if (first != NULL)
    mc_html_put (html, " min=\"{}\"", first);
  if (g_hash_table_contains (self->mistakes, "due"))
    mc_html_raw (html, " aria-invalid=\"true\"");
  mc_html_raw (html, "></div>");
}

static void
read_due (McActionForm *self, McDossierView *view)
{
  const char *language = view->request->language;
  gint64 promised = view->base.record->due_at, suggested = suggest_time (view);
  g_autofree char *usual = make_iso (suggested, 0);
  const char *text;
  gboolean open;
  GDate date, old;

  mc_action_form_take (self, view->request, "due");
  text = mc_action_form_get (self, "due");
  if (!mc_date_from_iso (text, &date))
    {
      mc_action_form_complain (
          self, "due", mc_pick (language, "Xin chọn ngày hẹn mới.", "Please choose a new date."));
      return;
    }
  mc_time_get_local_date (promised, &old);
  if (promised != MC_TIME_NONE && g_date_compare (&date, &old) <= 0)
    mc_action_form_complain (self,
                             "due",
                             mc_pick (language,
                                      "Ngày hẹn mới phải sau ngày đã hẹn.",
                                      "The new date must come after the promised one."));
  else if (!mc_calendar_is_open (view->central->calendar, &date, &open, NULL))
    mc_action_form_complain (self,
                             "due",
                             mc_pick (language,
                                      "Ngày này xa quá, lịch làm việc chưa có.",
                                      "The office calendar does not reach that far yet."));
  else if (!open)
    mc_action_form_complain (self,
                             "due",
                             mc_pick (language,
                                      "Ngày này cơ quan nghỉ, xin chọn ngày làm việc.",
                                      "The office is closed on that day; choose a working day."));
  else if (g_strcmp0 (usual, text) == 0)
    self->due_at = suggested;
  else
    self->due_at = mc_time_from_local (
        &date, mc_time_get_local_second (promised == MC_TIME_NONE ? view->request->now : promised));
}

const McActionField mc_action_field_due = {
  .is_wanted = wants_due,
  .suggest = suggest_due,
  .put = put_due,
  .read = read_due,
};

/* --- The stop's decision --- */

static gboolean
wants_stop (const McTransition *transition)
{
  return transition->to == MC_STATE_STOPPED;
}

/* The notice is Vietnamese, whatever language the official reads. */
static void
suggest_stop (McActionForm *self, McDossierView *view)
{
  mc_action_form_set (self, "decision", "Dừng giải quyết hồ sơ");
}

static void
put_stop (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;

  mc_action_form_put_text (
      self,
      html,
      "decision",
      mc_pick (language, "Quyết định", "Decision"),
      mc_pick (language, "In trên thông báo", "Printed on the notice, in Vietnamese"),
      0);
  mc_action_form_put_text (self,
                           html,
                           "money",
                           mc_pick (language,
                                    "Xử lý khoản tiền đã nộp (không bắt buộc)",
                                    "What becomes of what was paid (optional)"),
                           mc_pick (language,
                                    "Ví dụ: hoàn trả 8.000 đ tại quầy",
                                    "For instance: 8.000 đ are given back at the desk"),
                           0);
}

static void
read_stop (McActionForm *self, McDossierView *view)
{
  self->data->decision =
      mc_action_form_take_text (self, view->request, "decision", MC_ACTION_TEXT_MAX);
  self->data->money = mc_action_form_take_text (self, view->request, "money", MC_ACTION_TEXT_MAX);
  if (self->data->decision == NULL)
    mc_action_form_complain (
        self,
        "decision",
        mc_pick (view->request->language, "Xin ghi quyết định.", "Please write the decision."));
}

const McActionField mc_action_field_stop = {
  .is_wanted = wants_stop,
  .suggest = suggest_stop,
  .put = put_stop,
  .read = read_stop,
};

/* --- The reason, or a note where none is needed --- */

static gboolean
wants_reason (const McTransition *transition)
{
  return TRUE;
}

static void
put_reason (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  const char *label = mc_action_words_get_reason (self->transition->name, language);
  g_autofree char *optional =
      g_strconcat (label, mc_pick (language, " (không bắt buộc)", " (optional)"), NULL);
  gboolean needed = (self->transition->rules & MC_RULE_REASON) != 0;

  if ((self->transition->rules & MC_RULE_MISSING) != 0)
    mc_action_form_put_text (self,
                             html,
                             "reason",
                             mc_pick (language, "Lý do chung", "Reason of the whole"),
                             mc_pick (language,
                                      "Không cần ghi nếu mỗi giấy tờ trên đã có lý do",
                                      "Not needed when each paper above has its reason"),
                             3);
  else
    mc_action_form_put_text (self, html, "reason", needed ? label : optional, NULL, needed ? 3 : 0);
}

static void
read_reason (McActionForm *self, McDossierView *view)
{
  g_autofree char *reason = mc_action_form_take_text (self, view->request, "reason", MC_REASON_MAX);

  if (reason != NULL)
    {
      g_free (self->reason);
      self->reason = g_steal_pointer (&reason);
    }
  if (self->reason == NULL && (self->transition->rules & MC_RULE_REASON) != 0)
    mc_action_form_complain (
        self,
        "reason",
        mc_pick (view->request->language, "Xin ghi lý do.", "Please give the reason."));
}

const McActionField mc_action_field_reason = {
  .is_wanted = wants_reason,
  .put = put_reason,
  .read = read_reason,
};
