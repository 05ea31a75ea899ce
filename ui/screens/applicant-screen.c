/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-applicant-screen"

#include "config.h"

#include "ui/screens/applicant-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/field-input.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McApplicantScreen:
 *
 * Asks only what is not known yet; for a change from the review, only that one thing.
 */
struct _McApplicantScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  GtkWidget *input;   /* (unowned) (nullable), McFieldInput in the content */
  GtkWidget *trouble; /* (unowned) (nullable), McNotice in the content */
  GArray *steps;      /* (owned) (element-type McApplicantField), of this visit to the page */
  guint step;
};

G_DEFINE_FINAL_TYPE (McApplicantScreen, mc_applicant_screen, MC_TYPE_SCREEN)

static const struct
{
  const char *question;
  const char *help;
} texts[] = {
  [MC_APPLICANT_FIELD_NAME] = {
      N_ ("What is your full name?"), N_ ("As on the identity card, with accents.") },
      [MC_APPLICANT_FIELD_ID_NUMBER] = {
          N_ ("What is your identity number?"),
              N_ ("12 digits, on the front of your identity card.") },
          [MC_APPLICANT_FIELD_BIRTH_DATE] = {
              N_ ("When were you born?"), N_ ("Day, month, year, as on the identity card.") },
              [MC_APPLICANT_FIELD_ADDRESS] = {
                  N_ ("Where do you live?"),
                      N_ ("House and street or hamlet, ward or commune, province.") },
                  [MC_APPLICANT_FIELD_PHONE] = {
                      N_ ("What is your phone number?"),
                          N_ ("So that the officer can reach you. You may leave it empty.") },
                      [MC_APPLICANT_FIELD_EMAIL] = {
                          N_ ("What is your e-mail address?"), N_ ("You may leave it empty.") },
                          [MC_APPLICANT_FIELD_ORGANISATION] = {
                              N_ ("What is the organisation called?"),
                                  N_ ("As on its registration certificate.") },
                              [MC_APPLICANT_FIELD_TAX_CODE] = {
                                  N_ ("What is its tax code?"),
                                      N_ ("10 or 13 digits; the same as the enterprise code.") },
                                  [MC_APPLICANT_FIELD_TITLE] = { N_ ("What is your position there?"),
                                      N_ ("For example director, or authorised person.") },
                                  };

/* In the order in which one would say it. */
static const McApplicantField order[] = {
  MC_APPLICANT_FIELD_TAX_CODE,  MC_APPLICANT_FIELD_ORGANISATION, MC_APPLICANT_FIELD_TITLE,
  MC_APPLICANT_FIELD_ID_NUMBER, MC_APPLICANT_FIELD_NAME,         MC_APPLICANT_FIELD_BIRTH_DATE,
  MC_APPLICANT_FIELD_ADDRESS,   MC_APPLICANT_FIELD_PHONE,
};

static McIntakeController *
get_intake (McApplicantScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static McApplicantField
get_field (McApplicantScreen *self)
{
  return g_array_index (self->steps, McApplicantField, self->step);
}

static void
plan_steps (McApplicantScreen *self)
{
  McIntakeController *intake = get_intake (self);
  const McApplicant *applicant = mc_intake_controller_get_applicant (intake);
  const char *changing = mc_intake_controller_get_changing (intake);

  g_array_set_size (self->steps, 0);
  self->step = 0;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *value = mc_applicant_field_dup_value (applicant, order[i]);
      gboolean wanted =
          value == NULL && mc_intake_controller_needs_applicant_field (intake, order[i]);

      if (changing != NULL)
        wanted = g_str_equal (mc_applicant_field_get_key (order[i]), changing);
      else if (order[i] == MC_APPLICANT_FIELD_PHONE)
        wanted = value == NULL;
      if (wanted)
        g_array_append_val (self->steps, order[i]);
    }
  /* back here again with everything known: all of it can be looked at and changed */
  if (self->steps->len == 0)
    for (guint i = 0; i < G_N_ELEMENTS (order); i++)
      if (mc_intake_controller_needs_applicant_field (intake, order[i]))
        g_array_append_val (self->steps, order[i]);
}

static void
show_trouble (McApplicantScreen *self, McFieldProblem problem, const char *detail)
{
  const McApplicantField field = get_field (self);
  g_autoptr (McWords) words = NULL;

  if (problem == MC_FIELD_PROBLEM_FORMAT && g_strcmp0 (detail, "birth-date") == 0)
    words = mc_words_new (_ ("Identity number and date of birth do not fit together."),
                             _ ("Please compare both with the card."));
  else
    words = mc_words_for_field (mc_applicant_field_get_kind (field),
                                mc_words_for_applicant_key (mc_applicant_field_get_key (field)),
                                problem,
                                detail);
  if (self->trouble == NULL)
    {
      self->trouble = mc_notice_new (MC_NOTICE_ERROR, words->what, words->how);
      gtk_widget_set_name (self->trouble, "trouble");
      gtk_box_append (GTK_BOX (self->content), self->trouble);
    }
  else
    mc_notice_set (MC_NOTICE (self->trouble), MC_NOTICE_ERROR, words->what, words->how);
  mc_field_input_set_invalid (MC_FIELD_INPUT (self->input), TRUE);
  mc_field_input_focus (MC_FIELD_INPUT (self->input));
}

static void
on_input_changed (McApplicantScreen *self)
{
  if (self->trouble == NULL)
    return;
  gtk_box_remove (GTK_BOX (self->content), self->trouble);
  self->trouble = NULL;
  mc_field_input_set_invalid (MC_FIELD_INPUT (self->input), FALSE);
}

static void
on_input_done (McApplicantScreen *self)
{
  mc_screen_activate_main (MC_SCREEN (self));
}

static void
refresh (McApplicantScreen *self)
{
  const McApplicantField field = get_field (self);
  const char *label = mc_words_for_applicant_key (mc_applicant_field_get_key (field));
  const McApplicant *applicant = mc_intake_controller_get_applicant (get_intake (self));
  g_autofree char *value = mc_intake_controller_dup_applicant_field (get_intake (self), field);
  g_autofree char *eyebrow = g_strdup_printf (_ ("Question %u of %u · %s"),
                                                 self->step + 1,
                                                 self->steps->len,
                                                 applicant->kind == MC_APPLICANT_ORGANISATION
                                                 ? _ ("Who is filing")
                                                 : _ ("About you"));

  mc_screen_set_eyebrow (MC_SCREEN (self), eyebrow);
  mc_screen_set_progress (MC_SCREEN (self), self->step + 1, self->steps->len);
  mc_screen_set_title (MC_SCREEN (self), _ (texts[field].question));
  mc_screen_set_lead (MC_SCREEN (self), _ (texts[field].help));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("Continue"));
  mc_parts_clear (self->content);
  self->trouble = NULL;
  self->input = mc_field_input_new (
      mc_applicant_field_get_key (field), mc_applicant_field_get_kind (field), label);
  mc_field_input_set_value (MC_FIELD_INPUT (self->input), value);
  g_signal_connect_object (
      self->input, "changed", G_CALLBACK (on_input_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->input, "done", G_CALLBACK (on_input_done), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), self->input);
  mc_field_input_focus (MC_FIELD_INPUT (self->input));
}

static void
mc_applicant_screen_shown (McScreen *screen)
{
  McApplicantScreen *self = MC_APPLICANT_SCREEN (screen);

  plan_steps (self);
  refresh (self);
}

static void
mc_applicant_screen_locale_changed (McScreen *screen)
{
  McApplicantScreen *self = MC_APPLICANT_SCREEN (screen);

  MC_SCREEN_CLASS (mc_applicant_screen_parent_class)->locale_changed (screen);
  if (self->steps->len > 0)
    refresh (self);
}

static void
leave (McApplicantScreen *self)
{
  McIntakeController *intake = get_intake (self);

  if (mc_intake_controller_get_changing (intake) != NULL)
    {
      mc_intake_controller_end_change (intake);
      mc_screen_finish (MC_SCREEN (self), "review");
    }
  else
    mc_screen_finish (MC_SCREEN (self),
                      mc_intake_controller_can_begin_form (intake) ? "form" : "next");
}

static void
mc_applicant_screen_main_activated (McScreen *screen)
{
  McApplicantScreen *self = MC_APPLICANT_SCREEN (screen);
  g_autofree char *value = mc_field_input_dup_value (MC_FIELD_INPUT (self->input));
  g_autofree char *detail = NULL;
  McFieldProblem problem;

  problem = mc_intake_controller_set_applicant_field (
      get_intake (self), get_field (self), value, &detail);
  if (problem != MC_FIELD_PROBLEM_NONE)
    {
      show_trouble (self, problem, detail);
      return;
    }
  if (self->step + 1 < self->steps->len)
    {
      self->step++;
      refresh (self);
    }
  else
    leave (self);
}

static void
mc_applicant_screen_back_activated (McScreen *screen)
{
  McApplicantScreen *self = MC_APPLICANT_SCREEN (screen);

  if (self->step > 0)
    {
      self->step--;
      refresh (self);
    }
  else if (mc_intake_controller_get_changing (get_intake (self)) != NULL)
    leave (self);
  else
    mc_screen_finish (screen, "back");
}

static void
mc_applicant_screen_dispose (GObject *object)
{
  g_clear_pointer (&MC_APPLICANT_SCREEN (object)->steps, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_APPLICANT_SCREEN);
  G_OBJECT_CLASS (mc_applicant_screen_parent_class)->dispose (object);
}

static void
mc_applicant_screen_class_init (McApplicantScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_applicant_screen_dispose;
  screen_class->shown = mc_applicant_screen_shown;
  screen_class->locale_changed = mc_applicant_screen_locale_changed;
  screen_class->main_activated = mc_applicant_screen_main_activated;
  screen_class->back_activated = mc_applicant_screen_back_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/applicant-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McApplicantScreen, content);
}

static void
mc_applicant_screen_init (McApplicantScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->steps = g_array_new (FALSE, FALSE, sizeof (McApplicantField));
}
