/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-form-screen"

#include "config.h"

#include "ui/screens/form-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/field-input.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McFormScreen:
 *
 * One form page at a time. What is typed goes into the draft at once; what is wrong is said when
 * one wants to go on, beside the field, and stays until it is changed.
 */
struct _McFormScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  GPtrArray *rows;    /* (owned) (element-type Row), of the page shown */
};

G_DEFINE_FINAL_TYPE (McFormScreen, mc_form_screen, MC_TYPE_SCREEN)

typedef struct
{
  McFormScreen *self;   /* (unowned), outlives its rows */
  const McField *field; /* (unowned), the procedure's */
  GtkWidget *box;       /* (unowned), holds all of it */
  GtkWidget *input;     /* (unowned) */
  GtkWidget *trouble;   /* (unowned) (nullable) */
} Row;

static McIntakeController *
get_intake (McFormScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static const char *
get_language (McFormScreen *self)
{
  return mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
}

static const McFormPage *
get_form_page (McFormScreen *self)
{
  McIntakeController *intake = get_intake (self);
  McProcedure *procedure = mc_intake_controller_get_procedure (intake);
  const int page = mc_intake_controller_get_page (intake);

  if (procedure == NULL || page < 0 || page >= (int) mc_procedure_get_n_pages (procedure))
    return NULL;

  return mc_procedure_get_page (procedure, page);
}

static void
clear_trouble (Row *row)
{
  if (row->trouble == NULL)
    return;
  gtk_box_remove (GTK_BOX (row->box), row->trouble);
  row->trouble = NULL;
  mc_field_input_set_invalid (MC_FIELD_INPUT (row->input), FALSE);
}

static void
show_trouble (McFormScreen *self, Row *row, McFieldProblem problem, const char *detail)
{
  g_autoptr (McWords) words =
                 mc_words_for_field (mc_field_get_kind (row->field),
                                     mc_field_get_label (row->field, get_language (self)),
                                     problem,
                                     detail);

  clear_trouble (row);
  row->trouble = mc_notice_new (MC_NOTICE_ERROR, words->what, words->how);
  gtk_widget_set_name (row->trouble, "trouble");
  /* between label and field it is read first, below it the hand does not cover it: below */
  gtk_box_append (GTK_BOX (row->box), row->trouble);
  mc_field_input_set_invalid (MC_FIELD_INPUT (row->input), TRUE);
  mc_field_input_focus (MC_FIELD_INPUT (row->input));
}

/* So many choices and more stand beside each other on a wide page, unless the keyboard needs half
 * of it. */
#define TWO_COLUMNS_FROM 4

static void
arrange_choices (McFormScreen *self)
{
  gboolean typed = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      typed = typed || (gtk_widget_get_visible (row->box) &&
                        mc_field_input_is_typed (MC_FIELD_INPUT (row->input)));
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      const gboolean two = !typed &&
                           mc_context_get_landscape (mc_screen_get_context (MC_SCREEN (self))) &&
                           mc_field_get_kind (row->field) == MC_FIELD_CHOICE &&
                           mc_field_get_n_choices (row->field) >= TWO_COLUMNS_FROM;

      mc_field_input_set_columns (MC_FIELD_INPUT (row->input), two ? 2 : 1);
    }
}

/* An answer may make another field of the page appear. */
static void
update_visible (McFormScreen *self)
{
  const McAnswers *answers = mc_intake_controller_get_answers (get_intake (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      gtk_widget_set_visible (row->box, mc_field_is_visible (row->field, answers));
    }
  arrange_choices (self);
}

static void
on_input_changed (McFieldInput *input, Row *row)
{
  McFormScreen *self = row->self;
  g_autofree char *value = mc_field_input_dup_value (input);

  clear_trouble (row);
  mc_intake_controller_set_answer (get_intake (self), mc_field_input_get_key (input), value, NULL);
  update_visible (self);
}

/* The last line was finished: to the next one that is typed, or on. */
static void
on_input_done (McFieldInput *input, Row *row)
{
  McFormScreen *self = row->self;
  gboolean after = FALSE;

  if (!mc_field_input_is_typed (input))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *other = g_ptr_array_index (self->rows, i);

      if (after && gtk_widget_get_visible (other->box) &&
          mc_field_input_is_typed (MC_FIELD_INPUT (other->input)))
        {
          mc_field_input_focus (MC_FIELD_INPUT (other->input));
          return;
        }
      after = after || other == row;
    }
  mc_screen_activate_main (MC_SCREEN (self));
}

static GtkWidget *
create_input (McFormScreen *self, const McField *field)
{
  const char *language = get_language (self);
  GtkWidget *input = mc_field_input_new (
      mc_field_get_key (field), mc_field_get_kind (field), mc_field_get_label (field, language));

  if (mc_field_get_kind (field) == MC_FIELD_CHOICE)
    for (guint i = 0; i < mc_field_get_n_choices (field); i++)
      {
        const McChoice choice = mc_field_get_choice (field, i, language);

        mc_field_input_add_choice (MC_FIELD_INPUT (input), choice.value, choice.label);
      }
  mc_field_input_set_max_length (MC_FIELD_INPUT (input), mc_field_get_max_length (field));
  mc_field_input_set_value (
      MC_FIELD_INPUT (input),
      mc_intake_controller_get_raw (get_intake (self), mc_field_get_key (field)));

  return input;
}

static void
add_row (McFormScreen *self, const McField *field, gboolean titled)
{
  Row *row = g_new0 (Row, 1);
  const char *help = mc_field_get_help (field, get_language (self));

  row->self = self;
  row->field = field;
  row->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  if (titled)
    {
      gtk_box_append (
          GTK_BOX (row->box),
          mc_parts_label (mc_field_get_question (field, get_language (self)), "field-label"));
      if (help != NULL)
        gtk_box_append (GTK_BOX (row->box), mc_parts_label (help, "hint"));
    }
  row->input = create_input (self, field);
  gtk_box_append (GTK_BOX (row->box), row->input);
  g_signal_connect (row->input, "changed", G_CALLBACK (on_input_changed), row);
  g_signal_connect (row->input, "done", G_CALLBACK (on_input_done), row);
  gtk_box_append (GTK_BOX (self->content), row->box);
  g_ptr_array_add (self->rows, row);
}

/* The caret stands where something is to be typed; where one only chooses, no keyboard shows. */
static void
focus_first (McFormScreen *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (!gtk_widget_get_visible (row->box))
        continue;
      if (!mc_field_input_is_typed (MC_FIELD_INPUT (row->input)))
        break;
      mc_field_input_focus (MC_FIELD_INPUT (row->input));
      return;
    }
  mc_screen_focus_heading (MC_SCREEN (self));
}

static void
set_heading (McFormScreen *self, const McFormPage *page)
{
  const char *language = get_language (self);
  g_autofree char *eyebrow = NULL;
  guint section;
  guint n_sections;

  mc_intake_controller_get_progress (get_intake (self), &section, &n_sections);
  eyebrow = g_strdup_printf (_ ("Part %u of %u · %s"), section, n_sections, mc_form_page_get_section_title (page, language));
  mc_screen_set_eyebrow (MC_SCREEN (self), eyebrow);
  mc_screen_set_progress (MC_SCREEN (self), section, n_sections);
  mc_screen_set_title (MC_SCREEN (self), mc_form_page_get_title (page, language));
  mc_screen_set_lead (MC_SCREEN (self), mc_form_page_get_help (page, language));
  mc_screen_set_main_label (MC_SCREEN (self),
                            mc_intake_controller_get_changing (get_intake (self)) != NULL
                            ? _ ("Done")
                            : _ ("Continue"));
}

static void
refresh (McFormScreen *self)
{
  const McFormPage *page = get_form_page (self);
  const char *language = get_language (self);
  guint n_fields;

  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  g_ptr_array_set_size (self->rows, 0);
  mc_parts_clear (self->content);
  if (page == NULL)
    return;

  set_heading (self, page);
  n_fields = mc_form_page_get_n_fields (page);
  for (guint i = 0; i < n_fields; i++)
    {
      const McField *field = mc_form_page_get_field (page, i);

      /* one thing a page: the page's heading is the field's question */
      add_row (self,
               field,
               i > 0 || g_strcmp0 (mc_field_get_question (field, language),
                                   mc_form_page_get_title (page, language)) != 0);
      if (i == 0 && mc_form_page_get_help (page, language) == NULL)
        mc_screen_set_lead (MC_SCREEN (self), mc_field_get_help (field, language));
    }
  update_visible (self);
  mc_screen_scroll_to_top (MC_SCREEN (self));
  focus_first (self);
}

static void
mc_form_screen_shown (McScreen *screen)
{
  McFormScreen *self = MC_FORM_SCREEN (screen);

  if (mc_intake_controller_get_page (get_intake (self)) < 0)
    mc_intake_controller_begin_form (get_intake (self));
  if (get_form_page (self) == NULL) /* the card has answered everything */
    mc_screen_finish (screen, "next");
  else
    refresh (self);
}

static void
mc_form_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_form_screen_parent_class)->locale_changed (screen);
  refresh (MC_FORM_SCREEN (screen));
}

static void
mc_form_screen_main_activated (McScreen *screen)
{
  McFormScreen *self = MC_FORM_SCREEN (screen);
  McIntakeController *intake = get_intake (self);
  g_autofree char *detail = NULL;
  McFieldProblem problem;
  const McField *refused = mc_intake_controller_check_page (intake, &problem, &detail);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->field == refused)
        {
          show_trouble (self, row, problem, detail);
          return;
        }
    }
  if (mc_intake_controller_next_page (intake))
    refresh (self);
  else
    mc_screen_finish (screen, "next");
}

static void
mc_form_screen_back_activated (McScreen *screen)
{
  McFormScreen *self = MC_FORM_SCREEN (screen);
  McIntakeController *intake = get_intake (self);

  if (mc_intake_controller_get_changing (intake) != NULL)
    {
      mc_intake_controller_end_change (intake);
      mc_screen_finish (screen, "review");
    }
  else if (mc_intake_controller_previous_page (intake))
    refresh (self);
  else
    mc_screen_finish (screen, "back");
}

static void
mc_form_screen_dispose (GObject *object)
{
  g_clear_pointer (&MC_FORM_SCREEN (object)->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_FORM_SCREEN);
  G_OBJECT_CLASS (mc_form_screen_parent_class)->dispose (object);
}

static void
mc_form_screen_class_init (McFormScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_form_screen_dispose;
  screen_class->shown = mc_form_screen_shown;
  screen_class->locale_changed = mc_form_screen_locale_changed;
  screen_class->main_activated = mc_form_screen_main_activated;
  screen_class->back_activated = mc_form_screen_back_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/form-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McFormScreen, content);
}

static void
mc_form_screen_init (McFormScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self),
                      TRUE); /* the question stands where the keyboard leaves it */
  self->rows = g_ptr_array_new_with_free_func (g_free);
}
