/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/console/action-words.h"
#include "central/console/due.h"

#define STEPS 8

static const char *
get_step_title (McDossierView *self, guint step)
{
  const McDossierRecord *record = self->base.record;
  const char *language = self->request->language;
  const char *unit = self->base.point == NULL ? NULL : self->base.point->unit_name;

  /* The citizen's page says "you" there. */
  if (step == 1)
    return mc_pick (language, "Nộp hồ sơ", "Filed");
  return mc_workflow_get_step_title (step, unit, record->by_city, language);
}

/* The event that completed a step, as it stands now. */
static const McEventRecord *
find_step (McDossierView *self, guint step, gint64 at)
{
  const GPtrArray *events = self->base.events;

  for (guint i = events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (events, i - 1);

      if (event->step == step && event->at == at)
        return event;
    }

  return NULL;
}

static void
put_done_step (McHtml *html, McDossierView *self, const McStepStatus *step)
{
  const McEventRecord *event = find_step (self, step->step, step->done_at);
  g_autofree char *when =
      mc_due_describe_time (step->done_at, self->request->now, self->request->language);
  g_autofree char *who =
      event == NULL ? g_strdup ("") : mc_dossier_words_describe_actor (self, event);

  mc_html_put (html,
               "<li class=\"done\"><b>{}</b><small>{}</small><small>{}</small></li>",
               get_step_title (self, step->step),
               when,
               who);
}

/**
 * mc_dossier_put_steps:
 * @html: a page
 * @self: a view
 *
 * Appends the eight steps: what is done, by whom and when; what is under way; what is to come.
 */
void
mc_dossier_put_steps (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;
  gboolean over = mc_state_is_over (self->base.path.state);
  gboolean current = FALSE;
  g_autoptr (McStatus) status =
                 mc_central_get_status (self->central, self->base.record, language, NULL);

  if (status == NULL)
    return;

  mc_html_put (html,
               "<section class=\"card\"><h2>{}</h2><ol class=\"steps\">",
               mc_pick (language, "Tám bước", "The eight steps"));
  for (guint i = 0; i < STEPS; i++)
    {
      const McStepStatus *step = &status->steps[i];

      if (step->done_at != MC_TIME_NONE)
        {
          put_done_step (html, self, step);
          continue;
        }
      if (current || over)
        mc_html_put (html, "<li>{}</li>", get_step_title (self, step->step));
      else
        mc_html_put (html,
                     "<li class=\"now\" aria-current=\"step\"><b>{}</b><small>{}</small></li>",
                     get_step_title (self, step->step),
                     mc_pick (language, "Đang ở bước này", "Now at this step"));
      current = TRUE;
    }
  mc_html_raw (html, "</ol></section>");
}

static void
put_line (McHtml *html, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    mc_html_put (html, "<p>{}: {}</p>", label, value);
}

static void
put_number (McHtml *html, const char *label, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number > 0)
    put_line (html, label, text);
}

/**
 * mc_dossier_put_missing:
 * @html: a page
 * @self: a view
 * @data: of an event that asks for a supplement
 *
 * Appends each paper that was asked for, with its reason; nothing for other events.
 */
void
mc_dossier_put_missing (McHtml *html, McDossierView *self, const McEventData *data)
{
  const char *language = self->request->language;

  if (data->missing == NULL)
    return;

  mc_html_put (html, "<p>{}</p><ul>", mc_pick (language, "Cần bổ sung:", "To be supplied:"));
  for (guint i = 0; i < data->missing->len; i++)
    {
      const McMissingPaper *paper = g_ptr_array_index (data->missing, i);
      const char *name = mc_missing_paper_get_name (paper, self->base.procedure, language);

      mc_html_put (html,
                   "<li>{}{}{}</li>",
                   name == NULL ? "" : name,
                   name == NULL || paper->text == NULL ? "" : ": ",
                   paper->text == NULL ? "" : paper->text);
    }
  mc_html_raw (html, "</ul>");
}

static void
put_details (McHtml *html, McDossierView *self, const McEventRecord *event)
{
  const char *language = self->request->language;
  g_autoptr (McEventData) data = mc_event_data_parse (event->data);

  put_line (html, mc_pick (language, "Phòng", "Department"), event->department);
  if (event->assignee != NULL)
    put_line (html,
              mc_pick (language, "Chuyên viên", "Specialist"),
              mc_names_get (self->names, event->assignee));
  if (event->due_at != MC_TIME_NONE)
    {
      g_autofree char *due = mc_due_describe_time (event->due_at, self->request->now, language);

      put_line (html, mc_pick (language, "Hẹn trả", "Due"), due);
    }
  put_number (html,
              mc_pick (language, "Số trong sổ theo dõi", "Line of the register"),
              data->register_number);
  put_number (html, mc_pick (language, "Số văn bản", "Number of the paper"), data->number);
  mc_dossier_put_missing (html, self, data);
  put_line (html, mc_pick (language, "Số kết quả", "Number of the result"), data->result_number);
  put_line (html, mc_pick (language, "Người nhận", "Collected by"), data->receiver);
  put_line (html, mc_pick (language, "Số giấy tờ tùy thân", "Identity paper"), data->receiver_id);
  put_line (html, mc_pick (language, "Giấy ủy quyền", "Authorisation"), data->authorisation);
  put_line (html, mc_pick (language, "Quyết định", "Decision"), data->decision);
  put_line (html, mc_pick (language, "Khoản tiền đã nộp", "Money paid"), data->money);
  if (event->note != NULL && *event->note != '\0' && !mc_event_data_says (data, event->note))
    mc_html_put (html, "<blockquote>{}</blockquote>", event->note);
}

/**
 * mc_dossier_put_events:
 * @html: a page
 * @self: a view
 * @after: a revision
 *
 * Appends what happened after it, newest first: who, when, what, and why.
 */
void
mc_dossier_put_events (McHtml *html, McDossierView *self, guint64 after)
{
  const GPtrArray *events = self->base.events;

  mc_html_raw (html, "<ol class=\"history\">");
  for (guint i = events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (events, i - 1);
      g_autofree char *when = NULL;
      g_autofree char *who = NULL;

      if (event->revision <= after)
        break;
      when = mc_due_describe_time (event->at, self->request->now, self->request->language);
      who = mc_dossier_words_describe_actor (self, event);
      mc_html_put (html,
                   "<li><b>{}</b><small>{} · {}</small>",
                   mc_action_words_get_done (event->action, self->request->language),
                   when,
                   who);
      put_details (html, self, event);
      mc_html_raw (html, "</li>");
    }
  mc_html_raw (html, "</ol>");
}

/**
 * mc_dossier_put_history:
 * @html: a page
 * @self: a view
 *
 * Appends the whole history.
 */
void
mc_dossier_put_history (McHtml *html, McDossierView *self)
{
  mc_html_put (html,
               "<section class=\"card\"><h2>{}</h2>",
               mc_pick (self->request->language, "Lịch sử xử lý", "History"));
  mc_dossier_put_events (html, self, 0);
  mc_html_raw (html, "</section>");
}
