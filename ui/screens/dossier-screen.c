/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-dossier-screen"

#include "config.h"

#include "ui/screens/dossier-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/widgets/step-list.h"
#include "ui/words.h"

/**
 * McDossierScreen:
 *
 * Says no name and no identity number: whoever holds the receipt sees where it stands, nobody sees
 * whose it is (domain reference, section 3).
 */
struct _McDossierScreen
{
  McScreen parent_instance;

  gboolean current;      /* the page shown: answers count, mapped or not yet */
  GtkWidget *columns;    /* (unowned), template child */
  GtkWidget *words;      /* (unowned), template child */
  GtkWidget *hero;       /* (unowned), template child */
  GtkWidget *hero_lead;  /* (unowned), template child */
  GtkWidget *hero_title; /* (unowned), template child */
  GtkWidget *hero_text;  /* (unowned), template child */
  McNotice *notice;      /* (unowned), template child */
  McNotice *more;        /* (unowned), template child */
  GtkWidget *papers;     /* (unowned), template child */
  McStepList *steps;     /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McDossierScreen, mc_dossier_screen, MC_TYPE_SCREEN)

#define MINUTE 60
#define HOUR (60 * MINUTE)

static McLookupController *
get_lookup (McDossierScreen *self)
{
  return mc_context_get_lookup (mc_screen_get_context (MC_SCREEN (self)));
}

static gint64
get_now (McDossierScreen *self)
{
  return mc_clock_now (mc_context_get_clock (mc_screen_get_context (MC_SCREEN (self))));
}

/* A number for the result can be taken at this machine. */
static gboolean
can_collect (McDossierScreen *self)
{
  return mc_lookup_controller_get_verdict (get_lookup (self)) == MC_VERDICT_READY &&
         mc_pickup_controller_is_here (
             mc_context_get_pickup (mc_screen_get_context (MC_SCREEN (self))));
}

static void
set_hero (McDossierScreen *self, const char *lead, const char *title, const char *text)
{
  gtk_widget_set_visible (self->hero, title != NULL);
  gtk_label_set_label (GTK_LABEL (self->hero_lead), lead != NULL ? lead : "");
  gtk_label_set_label (GTK_LABEL (self->hero_title), title != NULL ? title : "");
  gtk_label_set_label (GTK_LABEL (self->hero_text), text != NULL ? text : "");
  gtk_widget_set_visible (self->hero_text, text != NULL);
}

static void
say (McNotice *notice, McNoticeKind kind, const char *icon, const char *title, const char *text)
{
  mc_notice_set_icon (notice, icon);
  mc_notice_set (notice, kind, title, text);
  gtk_widget_set_visible (GTK_WIDGET (notice), title != NULL || text != NULL);
}

/* "Ngày làm việc, 08:00–12:00 và 13:00–17:00"; known only where this machine stands */
static char *
describe_hours (McDossierScreen *self, const McStatus *status)
{
  const McPoint *point = mc_intake_controller_get_point (
      mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self))));
  const McHours *hours;

  if (point == NULL || g_strcmp0 (point->name, status->point_name) != 0)
    return NULL;
  hours = &point->hours;
  return g_strdup_printf (_ ("Working days, %02u:%02u–%02u:%02u and %02u:%02u–%02u:%02u"),
                             hours->morning_open / HOUR,
                             hours->morning_open % HOUR / MINUTE,
                             hours->morning_close / HOUR,
                             hours->morning_close % HOUR / MINUTE,
                             hours->afternoon_open / HOUR,
                             hours->afternoon_open % HOUR / MINUTE,
                             hours->afternoon_close / HOUR,
                             hours->afternoon_close % HOUR / MINUTE);
}

/* Where the result waits: the counter's number as large as it can be read from afar; a name alone
 * is long and stands in the size of a heading. */
static void
show_place (McDossierScreen *self, const McStatus *status)
{
  g_autofree char *counter = NULL;
  g_autofree char *hours = describe_hours (self, status);
  g_autofree char *text = NULL;
  const char *lines[4] = { NULL };
  guint n = 0;

  if (status->counter != NULL)
    {
      counter = g_strdup_printf (_ ("Counter %s"), status->counter);
      lines[n++] = status->point_name;
      gtk_widget_add_css_class (self->hero, "number");
    }
  else
    gtk_widget_remove_css_class (self->hero, "number");
  if (status->address != NULL)
    lines[n++] = status->address;
  if (hours != NULL)
    lines[n++] = hours;
  text = g_strjoinv ("\n", (char **) lines);
  set_hero (self,
            status->refusal
            ? _ ("The written answer waits at")
            : _ ("Your result waits at"),
                 counter != NULL ? counter : status->point_name,
                 n > 0 ? text : NULL);
}

/* "17:00 hôm nay, tại quầy số 2" */
static char *
describe_place (const McStatus *status)
{
  if (status->counter != NULL)
    return g_strdup_printf (_ ("at counter %s"), status->counter);
  return g_strdup_printf (_ ("at %s"), status->point_name);
}

static char *
describe_due (McDossierScreen *self, const McStatus *status)
{
  const gint64 due = status->due_at != MC_TIME_NONE ? status->due_at : status->expected_due;
  g_autofree char *place = describe_place (status);
  g_autofree char *when = NULL;

  if (due == MC_TIME_NONE)
    return NULL;
  when = mc_words_for_when (due, get_now (self));
  /* before step 2 nobody is bound by the date */
  return status->due_at != MC_TIME_NONE ? g_strdup_printf (_ ("Ready by %s, %s."), when, place)
                                        : g_strdup_printf (_ ("Expected %s, %s."), when, place);
}

static gboolean
is_of_city (McDossierScreen *self, const McStatus *status)
{
  McEngine *engine = mc_context_get_engine (mc_screen_get_context (MC_SCREEN (self)));
  McProcedure *procedure;
  GDate filed;

  if (engine == NULL)
    return FALSE;
  mc_time_get_local_date (status->submitted_at, &filed);
  procedure = mc_catalogue_find (mc_engine_get_catalogue (engine), status->procedure, &filed);

  return procedure != NULL && mc_procedure_get_level (procedure) == MC_LEVEL_CITY;
}

/* "UBND phường Hoàn Kiếm" says no more than the step's title does; the unit's first letter is a
 * capital only where it stands alone. */
static gboolean
is_of_unit (const char *place, const McStatus *status)
{
  return status->unit_name != NULL && *status->unit_name != '\0' &&
         g_str_has_suffix (place, g_utf8_next_char (status->unit_name));
}

/* When a step was done, and by whom unless the line above or the notice has said so. */
static char *
describe_done (const McStatus *status, guint index)
{
  const McStepStatus *step = &status->steps[index];
  const char *before = index > 0 ? status->steps[index - 1].place : NULL;
  g_autofree char *when = mc_time_to_display (step->done_at);

  if (step->place == NULL || g_strcmp0 (step->place, before) == 0 ||
      g_strcmp0 (step->place, status->point_name) == 0 || is_of_unit (step->place, status))
    return g_steal_pointer (&when);
  return g_strdup_printf ("%s · %s", when, step->place);
}

static char *
describe_step (McDossierScreen *self, const McStatus *status, guint index, McStepState state)
{
  if (state == MC_STEP_DONE && status->steps[index].done_at != MC_TIME_NONE)
    return describe_done (status, index);
  if (state == MC_STEP_NOW)
    switch (status->state)
      {
      case MC_STATE_SUBMITTED:
        return g_strdup (_ ("Waiting for you at the counter"));
      case MC_STATE_SUPPLEMENT_ASKED:
        return g_strdup (_ ("Waiting for your papers"));
      case MC_STATE_PAYMENT_ASKED:
        return g_strdup (_ ("Waiting for the payment"));
      case MC_STATE_READY:
        return g_strdup (_ ("Waiting for you to come"));
      default:
        return g_strdup (_ ("Under way"));
      }
  if (index == G_N_ELEMENTS (status->steps) - 1 && status->due_at != MC_TIME_NONE &&
      status->state <= MC_STATE_DEPARTMENT_APPROVED && !status->overdue)
    {
      g_autofree char *when = mc_words_for_when (status->due_at, get_now (self));

      return g_strdup_printf (_ ("Appointment: %s"), when);
    }
  return NULL;
}

/* Of a dossier that was refused, withdrawn or stopped no step is under way or to come. */
static const char *
describe_ending (McState state)
{
  switch (state)
    {
    case MC_STATE_REFUSED:
      return _ ("Not accepted");
    case MC_STATE_WITHDRAWN:
      return _ ("Withdrawn");
    case MC_STATE_STOPPED:
      return _ ("Stopped");
    default:
      return NULL;
    }
}

static void
show_steps (McDossierScreen *self, const McStatus *status)
{
  const char *language = mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
  const guint done = mc_state_get_steps_done (status->state);
  const gboolean by_city = is_of_city (self, status);
  const char *ending = describe_ending (status->state);

  mc_step_list_clear (self->steps);
  for (guint i = 0; i < G_N_ELEMENTS (status->steps); i++)
    {
      const McStepState state = i < done ? MC_STEP_DONE : i == done ? MC_STEP_NOW : MC_STEP_LATER;
      g_autofree char *text = NULL;

      if (state != MC_STEP_DONE && ending != NULL)
        {
          text = mc_time_to_display (status->updated_at);
          mc_step_list_append (self->steps, MC_STEP_ENDED, ending, text);
          break;
        }
      text = describe_step (self, status, i, state);

      mc_step_list_append (self->steps,
                           state,
                           mc_workflow_get_step_title (i + 1, status->unit_name, by_city, language),
                           text);
    }
}

/* It waits here, and a number for it can be taken at this machine; or it waits elsewhere. */
static void
show_ready (McDossierScreen *self, const McStatus *status)
{
  McScreen *screen = MC_SCREEN (self);

  show_place (self, status);
  if (!can_collect (self))
    {
      mc_screen_set_title (screen,
                           status->refusal
                           ? _ ("The written answer waits for you at another place")
                           : _ ("Your result waits for you at another place"));
      say (self->notice,
           MC_NOTICE_INFO,
           "location",
           _ ("This machine stands elsewhere."),
              _ ("Please go there with your receipt and your identity card."));
      return;
    }

  mc_screen_set_title (screen,
                       status->refusal
                       ? _ ("The written answer to your dossier is here")
                       : _ ("Please come and collect your result"));
  say (
      self->notice,
      MC_NOTICE_INFO,
      "collect",
      _ ("Touch “Collect the result” to take a number."),
         _ ("Please have your identity card ready. Collecting for somebody else? Bring a letter of "
          "authority and both identity cards."));
}

/* When and where, so that a second one who comes for it knows. */
static void
show_returned (McDossierScreen *self, const McStatus *status)
{
  const McStepStatus *step = &status->steps[MC_N_STEPS - 1];
  g_autofree char *when = NULL;
  g_autofree char *title = NULL;

  mc_screen_set_title (MC_SCREEN (self),
                       status->refusal
                       ? _ ("The written answer has been handed over")
                       : _ ("The result has been handed over"));
  if (step->done_at != MC_TIME_NONE)
    {
      when = mc_words_for_when (step->done_at, get_now (self));
      title = step->place != NULL
          ? g_strdup_printf (_ ("It was handed over at %s, at %s."), when, step->place)
          : g_strdup_printf (_ ("It was handed over at %s."), when);
    }
  say (self->notice,
       MC_NOTICE_OK,
       NULL,
       title != NULL ? title
                     : _ ("This dossier is finished."),
                          _ ("If you did not receive the result, please ask at the counter."));
}

/* Which papers, in the procedure's own words; the clerk's slip says the rest. */
static void
show_supplement (McDossierScreen *self, const McStatus *status, const char *where)
{
  const guint n = status->missing == NULL ? 0 : status->missing->len;

  mc_screen_set_title (MC_SCREEN (self), _ ("Your dossier needs further papers"));
  for (guint i = 0; i < n; i++)
    gtk_box_append (GTK_BOX (self->papers),
                    mc_parts_row ("document", g_ptr_array_index (status->missing, i), NULL));
  gtk_widget_set_visible (self->papers, n > 0);
  if (n > 0)
    say (self->notice,
         MC_NOTICE_CARE,
         "counter",
         where,
         _ ("Please bring these papers there. Your slip says what is wrong or missing."));
  else
    say (self->notice,
         MC_NOTICE_CARE,
         "document",
         where,
         _ ("Please go there: staff tell you which papers, and give you a slip that lists them."));
}

static void
show_verdict (McDossierScreen *self, const McStatus *status)
{
  McScreen *screen = MC_SCREEN (self);
  g_autofree char *due = describe_due (self, status);
  g_autofree char *counter = NULL;

  if (status->counter != NULL)
    counter = g_strdup_printf (_ ("Counter %s"), status->counter);
  switch (mc_lookup_controller_get_verdict (get_lookup (self)))
    {
    case MC_VERDICT_HAND_IN:
      mc_screen_set_title (screen, _ ("We have your dossier. Please hand in your papers."));
      say (
          self->notice,
          MC_NOTICE_INFO,
          "counter",
          counter != NULL ? counter : status->point_name,
          _ ("Please bring the papers named on your receipt. Work begins when they are complete."));
      say (self->more, MC_NOTICE_INFO, "clock", due, NULL);
      break;
    case MC_VERDICT_ON_TIME:
      mc_screen_set_title (screen, _ ("Your dossier is being worked on, on time"));
      say (self->notice, MC_NOTICE_OK, "clock", due, _ ("There is nothing for you to do now."));
      break;
    case MC_VERDICT_LATE:
      mc_screen_set_title (screen,
                           _ ("Your dossier is being worked on. It is late, we are sorry."));
      say (self->notice,
           MC_NOTICE_CARE,
           "clock",
           due,
           _ ("Please ask at the counter. You need not file again."));
      break;
    case MC_VERDICT_READY:
      show_ready (self, status);
      break;
    case MC_VERDICT_RETURNED:
      show_returned (self, status);
      break;
    case MC_VERDICT_SUPPLEMENT:
      show_supplement (self, status, counter != NULL ? counter : status->point_name);
      break;
    case MC_VERDICT_PAYMENT:
      mc_screen_set_title (screen, _ ("A payment is needed before work goes on"));
      say (self->notice,
           MC_NOTICE_CARE,
           "money",
           _ ("Please pay at the counter, against a receipt."),
              _ ("Nobody may ask you to pay anywhere else."));
      break;
    case MC_VERDICT_REFUSED:
      mc_screen_set_title (screen, _ ("Your dossier could not be accepted"));
      say (self->notice,
           MC_NOTICE_CARE,
           "document",
           _ ("The reason is written on a slip that waits for you at the counter."),
              _ ("Staff explain what you can do now."));
      break;
    case MC_VERDICT_WITHDRAWN:
      mc_screen_set_title (screen, _ ("This dossier was withdrawn"));
      say (self->notice,
           MC_NOTICE_INFO,
           NULL,
           _ ("No more work is done on it."),
              _ ("If you did not ask for that, please go to the counter."));
      break;
    case MC_VERDICT_STOPPED:
      mc_screen_set_title (screen, _ ("Work on this dossier was stopped"));
      say (self->notice,
           MC_NOTICE_CARE,
           NULL,
           _ ("Please ask at the counter."),
              _ ("Staff tell you the reason and what you can do now."));
      break;
    case MC_VERDICT_NONE:
    case MC_VERDICT_SAVED_HERE:
    case MC_VERDICT_AT_CENTRE:
    default:
      g_warn_if_reached ();
      break;
    }
}

static void
show_found (McDossierScreen *self)
{
  const McStatus *status = mc_lookup_controller_get_status (get_lookup (self));
  g_autofree char *eyebrow = g_strdup_printf ("%s · %s", status->code, status->procedure_name);

  mc_screen_set_eyebrow (MC_SCREEN (self), eyebrow);
  show_verdict (self, status);
  show_steps (self, status);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), TRUE);
}

static void
show_saved_here (McDossierScreen *self)
{
  const McReceipt *receipt = mc_lookup_controller_get_receipt (get_lookup (self));
  const gboolean sent =
      mc_lookup_controller_get_verdict (get_lookup (self)) == MC_VERDICT_AT_CENTRE;
  g_autofree char *eyebrow = g_strdup_printf ("%s · %s", receipt->code, receipt->procedure_name);
  g_autofree char *when = mc_words_for_when (receipt->submitted_at, get_now (self));
  g_autofree char *filed = g_strdup_printf (_ ("You filed it %s."), when);

  mc_screen_set_eyebrow (MC_SCREEN (self), eyebrow);
  mc_screen_set_title (MC_SCREEN (self),
                       sent
                       ? _ ("Your dossier has arrived. The newest state cannot be asked now.")
                       : _ ("Your dossier is safe at this machine"));
  say (self->notice,
       MC_NOTICE_OK,
       NULL,
       filed,
       sent
       ? _ ("The connection is interrupted. Please try again later, or scan the code with "
                 "your telephone.")
       : _ ("It is sent by itself as soon as the connection is back. You need not file again."));
  if (receipt->papers->len > 0)
    say (self->more,
         MC_NOTICE_INFO,
         "counter",
         _ ("You can already hand in your papers at the counter."), NULL);
}

static void
show_no_answer (McDossierScreen *self, McLookupState state)
{
  McScreen *screen = MC_SCREEN (self);
  const char *help = mc_context_get_help_text (mc_screen_get_context (screen));

  mc_screen_set_eyebrow (screen, NULL);
  if (state == MC_LOOKUP_NOT_ARRIVED)
    {
      mc_screen_set_title (screen, _ ("We have not found this dossier yet"));
      say (self->notice,
           MC_NOTICE_INFO,
           NULL,
           _ ("Perhaps it has not arrived yet, or a figure was mistyped."),
              _ ("If you filed today, please try again in an hour. Your dossier is not lost."));
    }
  else if (state == MC_LOOKUP_LOCKED)
    {
      mc_screen_set_title (screen, _ ("Please ask about this dossier at the counter"));
      say (self->notice,
           MC_NOTICE_CARE,
           NULL,
           _ ("The numbers did not match several times today."),
              _ ("To protect its owner, this machine does not show it until tomorrow. The scanner "
              "still reads the receipt."));
    }
  else
    {
      mc_screen_set_title (screen, _ ("This machine cannot ask just now"));
      say (self->notice,
           MC_NOTICE_CARE,
           "cloud-off",
           _ ("The connection is interrupted. Your dossier is not affected."),
              _ ("Please try again in a few minutes, or scan the code with your telephone."));
    }
  say (self->more, MC_NOTICE_INFO, "counter", _ ("Staff at the counter can help you."), help);
}

/* One obvious thing to do. */
static void
set_actions (McDossierScreen *self, gboolean again)
{
  McScreen *screen = MC_SCREEN (self);
  const gboolean collect = can_collect (self);

  mc_screen_set_main_label (screen, collect ? _ ("Collect the result") : _ ("Done"));
  mc_screen_set_main_icon (screen, collect ? "chevron-right" : "");
  mc_screen_set_back_visible (screen, !collect); /* four buttons would not fit side by side */
  if (collect)
    mc_screen_set_secondary (screen, "check", _ ("Only looking"));
  else
    mc_screen_set_secondary (screen, "refresh", again ? _ ("Ask again") : NULL);
}

static void
refresh (McDossierScreen *self)
{
  const McLookupState state = mc_lookup_controller_get_state (get_lookup (self));
  const gboolean again = state == MC_LOOKUP_OFFLINE || state == MC_LOOKUP_SAVED_HERE ||
                         state == MC_LOOKUP_NOT_ARRIVED || state == MC_LOOKUP_ASKING;

  mc_screen_set_busy (MC_SCREEN (self), state == MC_LOOKUP_ASKING);
  set_actions (self, again);
  if (state == MC_LOOKUP_ASKING || state == MC_LOOKUP_IDLE)
    return; /* the former answer stands until the next one */
  set_hero (self, NULL, NULL, NULL);
  say (self->notice, MC_NOTICE_INFO, NULL, NULL, NULL);
  say (self->more, MC_NOTICE_INFO, NULL, NULL, NULL);
  mc_parts_clear (self->papers);
  gtk_widget_set_visible (self->papers, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), FALSE);
  if (state == MC_LOOKUP_FOUND)
    show_found (self);
  else if (state == MC_LOOKUP_SAVED_HERE)
    show_saved_here (self);
  else
    show_no_answer (self, state);
}

static void
on_state_changed (McDossierScreen *self)
{
  if (self->current)
    refresh (self);
}

static void
arrange (McDossierScreen *self)
{
  const gboolean wide = mc_context_get_landscape (mc_screen_get_context (MC_SCREEN (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->columns), wide);
  /* larger words need the whole line */
  mc_step_list_set_beside (self->steps,
                           wide && mc_visit_get_text_scale (mc_context_get_visit (
                                       mc_screen_get_context (MC_SCREEN (self)))) <= 1);
}

static void
mc_dossier_screen_shown (McScreen *screen)
{
  MC_DOSSIER_SCREEN (screen)->current = TRUE;
  arrange (MC_DOSSIER_SCREEN (screen));
  refresh (MC_DOSSIER_SCREEN (screen));
}

static void
mc_dossier_screen_hidden (McScreen *screen)
{
  MC_DOSSIER_SCREEN (screen)->current = FALSE;
}

static void
mc_dossier_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_dossier_screen_parent_class)->locale_changed (screen);
  refresh (MC_DOSSIER_SCREEN (screen));
}

static void
mc_dossier_screen_main_activated (McScreen *screen)
{
  mc_screen_finish (screen, can_collect (MC_DOSSIER_SCREEN (screen)) ? "collect" : "next");
}

static void
mc_dossier_screen_secondary_activated (McScreen *screen)
{
  if (can_collect (MC_DOSSIER_SCREEN (screen)))
    mc_screen_finish (screen, "next");
  else
    mc_lookup_controller_again (get_lookup (MC_DOSSIER_SCREEN (screen)));
}

static void
mc_dossier_screen_constructed (GObject *object)
{
  McDossierScreen *self = MC_DOSSIER_SCREEN (object);

  G_OBJECT_CLASS (mc_dossier_screen_parent_class)->constructed (object);
  g_signal_connect_object (
      get_lookup (self), "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mc_screen_get_context (MC_SCREEN (self)),
                           "notify::landscape",
                           G_CALLBACK (arrange),
                           self,
                           G_CONNECT_SWAPPED);
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  arrange (self);
}

static void
mc_dossier_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_DOSSIER_SCREEN);
  G_OBJECT_CLASS (mc_dossier_screen_parent_class)->dispose (object);
}

static void
mc_dossier_screen_class_init (McDossierScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  object_class->constructed = mc_dossier_screen_constructed;
  object_class->dispose = mc_dossier_screen_dispose;
  screen_class->shown = mc_dossier_screen_shown;
  screen_class->hidden = mc_dossier_screen_hidden;
  screen_class->locale_changed = mc_dossier_screen_locale_changed;
  screen_class->main_activated = mc_dossier_screen_main_activated;
  screen_class->secondary_activated = mc_dossier_screen_secondary_activated;
  g_type_ensure (MC_TYPE_NOTICE);
  g_type_ensure (MC_TYPE_STEP_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/dossier-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, columns);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, words);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, hero);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, hero_lead);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, hero_title);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, hero_text);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, more);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, papers);
  gtk_widget_class_bind_template_child (widget_class, McDossierScreen, steps);
}

static void
mc_dossier_screen_init (McDossierScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
