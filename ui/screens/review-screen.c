/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-review-screen"

#include "config.h"

#include "ui/screens/review-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "app/domain/text.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McReviewScreen:
 *
 * Everything on one page, each line with its own way back; numbers masked until asked for.
 */
struct _McReviewScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McReviewScreen, mc_review_screen, MC_TYPE_SCREEN)

static McIntakeController *
get_intake (McReviewScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static void
on_change_clicked (GtkButton *button, McReviewScreen *self)
{
  const char *key = g_object_get_data (G_OBJECT (button), "mc-key");
  const gboolean form = mc_intake_controller_change (get_intake (self), key);

  mc_screen_finish (MC_SCREEN (self), form ? "change" : "change-applicant");
}

static void
on_show_clicked (GtkButton *button, GtkLabel *value)
{
  const char *clear = g_object_get_data (G_OBJECT (button), "mc-clear");
  const char *masked = g_object_get_data (G_OBJECT (button), "mc-masked");
  const gboolean show = g_strcmp0 (gtk_label_get_label (value), masked) == 0;

  gtk_label_set_label (value, show ? clear : masked);
  mc_icon_button_set_text (MC_ICON_BUTTON (button), show ? _ ("Hide") : _ ("Show"));
}

static GtkWidget *
create_line_button (const char *prefix, const char *key, const char *text, const char *label)
{
  GtkWidget *button = mc_icon_button_new (NULL, text);
  g_autofree char *name = g_strdup_printf ("%s-%s", prefix, key);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", text, label);

  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "tint");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  mc_accessible_set_label (button, spoken);

  return button;
}

static GtkWidget *
create_line (McReviewScreen *self, const McReviewLine *line)
{
  const char *label = line->label != NULL ? line->label : mc_words_for_applicant_key (line->key);
  const char *shown = line->masked != NULL ? line->masked : line->value;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *value = mc_parts_label (
      *shown != '\0' ? shown : _ ("left empty"), *shown != '\0' ? "row-title" : "row-text");
  GtkWidget *change = create_line_button ("change", line->key, _ ("Change"), label);
  g_autofree char *value_name = g_strdup_printf ("value-%s", line->key);

  gtk_widget_add_css_class (row, "row");
  gtk_widget_add_css_class (row, "tight");
  gtk_widget_set_name (value, value_name);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), mc_parts_label (label, "row-label"));
  gtk_box_append (GTK_BOX (words), value);
  gtk_box_append (GTK_BOX (row), words);
  if (line->masked != NULL)
    {
      GtkWidget *show = create_line_button ("show", line->key, _ ("Show"), label);

      g_object_set_data_full (G_OBJECT (show), "mc-clear", g_strdup (line->value), g_free);
      g_object_set_data_full (G_OBJECT (show), "mc-masked", g_strdup (line->masked), g_free);
      g_signal_connect_object (
          show, "clicked", G_CALLBACK (on_show_clicked), value, G_CONNECT_DEFAULT);
      gtk_box_append (GTK_BOX (row), show);
    }
  g_object_set_data_full (G_OBJECT (change), "mc-key", g_strdup (line->key), g_free);
  g_signal_connect (change, "clicked", G_CALLBACK (on_change_clicked), self);
  gtk_box_append (GTK_BOX (row), change);

  return row;
}

static void
on_paper_toggled (GtkToggleButton *button, McReviewScreen *self)
{
  const McDocument *paper = g_object_get_data (G_OBJECT (button), "mc-paper");

  mc_intake_controller_set_brings (get_intake (self), paper, gtk_toggle_button_get_active (button));
}

/* Required papers stand fast; what is optional is ticked by whoever has it. */
static GtkWidget *
create_paper (McReviewScreen *self, const McDocument *paper, const char *language)
{
  const char *name = mc_document_get_name (paper, language);
  g_autofree char *copies = mc_words_for_copies (paper);
  GtkWidget *button;
  GtkWidget *line;
  GtkWidget *words;
  GtkWidget *mark;
  g_autofree char *widget_name = NULL;

  if (mc_document_is_required (paper))
    return mc_parts_row ("check", name, copies);

  button = gtk_toggle_button_new ();
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 28);
  words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  mark = mc_icon_new ("check");
  widget_name = g_strdup_printf ("paper-%s", mc_document_get_key (paper));
  gtk_widget_set_name (button, widget_name);
  gtk_widget_add_css_class (button, "row");
  gtk_widget_add_css_class (button, "tick");
  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), mc_parts_label (name, "row-title"));
  gtk_box_append (GTK_BOX (words),
                  mc_parts_label (_ ("Touch here if you bring this one too"), "row-text"));
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), words);
  gtk_button_set_child (GTK_BUTTON (button), line);
  mc_accessible_set_label (button, name);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                mc_intake_controller_brings (get_intake (self), paper));
  g_object_set_data (G_OBJECT (button), "mc-paper", (gpointer) paper);
  g_signal_connect (button, "toggled", G_CALLBACK (on_paper_toggled), self);

  return button;
}

static void
add_papers (McReviewScreen *self, GtkWidget *column, const char *language)
{
  g_autoptr (GPtrArray) papers = mc_intake_controller_list_papers (get_intake (self));
  GtkWidget *card;

  if (papers->len == 0)
    return;
  card = mc_parts_card ();
  gtk_box_append (GTK_BOX (column), mc_parts_heading (_ ("Papers for the counter")));
  for (guint i = 0; i < papers->len; i++)
    gtk_box_append (GTK_BOX (card), create_paper (self, g_ptr_array_index (papers, i), language));
  gtk_box_append (GTK_BOX (column), card);
}

static char *
describe_fee (McReviewScreen *self, const char *language)
{
  McIntakeController *intake = get_intake (self);
  McProcedure *procedure = mc_intake_controller_get_procedure (intake);
  GDate today;
  gint64 fee;

  mc_intake_controller_get_today (intake, &today);
  fee = mc_procedure_get_fee (procedure, mc_intake_controller_get_answers (intake), &today);
  if (fee == 0)
    return g_strdup (_ ("free of charge"));
  if (fee < 0)
    return g_strdup (_ ("told at the counter"));

  return mc_text_format_vnd (fee);
}

static void
add_due (McReviewScreen *self, GtkWidget *column, const char *language)
{
  McIntakeController *intake = get_intake (self);
  const gint64 now = mc_clock_now (mc_context_get_clock (mc_screen_get_context (MC_SCREEN (self))));
  McDueReasons reasons = MC_DUE_REASON_NONE;
  const gint64 due = mc_intake_controller_get_expected_due (intake, &reasons);
  g_autofree char *fee = describe_fee (self, language);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  const char *why = _ ("That is, if the officer finds all papers complete now.");

  if (due == MC_TIME_NONE)
    title = g_strdup (_ ("The officer tells you when the result will be there."));
  else
    {
      g_autofree char *when = mc_words_for_when (due, now);

      title = g_strdup_printf (_ ("Result expected: %s"), when);
    }
  if (reasons & MC_DUE_REASON_AFTER_CUT_OFF)
    why = _ ("Today's hour for the same day has passed, so it is the next working day.");
  else if (reasons & MC_DUE_REASON_CLOSED_DAY)
    why = _ ("The office is closed today, so the time begins on the next working day.");
  else if (reasons & MC_DUE_REASON_OUTSIDE_HOURS)
    why = _ ("The office is closed at this hour, so the time begins when it opens.");
  text = g_strdup_printf (_ ("%s Fee: %s."), why, fee);
  gtk_box_append (GTK_BOX (column), mc_notice_new (MC_NOTICE_INFO, title, text));
}

static void
refresh (McReviewScreen *self)
{
  const char *language = mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
  McIntakeController *intake = get_intake (self);
  g_autoptr (GPtrArray) sections = mc_intake_controller_create_review (intake);
  GtkWidget *left;
  GtkWidget *right;
  guint n_lines = 0;
  guint n_before = 0;

  mc_screen_set_eyebrow (
      MC_SCREEN (self),
      mc_procedure_get_name (mc_intake_controller_get_procedure (intake), language));
  mc_screen_set_title (MC_SCREEN (self), _ ("Is everything right?"));
  mc_screen_set_lead (MC_SCREEN (self), _ ("If something is wrong, touch “Change” on that line."));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("Submit"));
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  for (guint i = 0; i < sections->len; i++)
    n_lines += ((const McReviewSection *) g_ptr_array_index (sections, i))->lines->len;
  for (guint i = 0; i < sections->len; i++)
    {
      const McReviewSection *section = g_ptr_array_index (sections, i);
      GtkWidget *card = mc_parts_card ();
      GtkWidget *column = n_before * 2 <= n_lines ? left : right;

      n_before += section->lines->len;
      gtk_box_append (
          GTK_BOX (column),
          mc_parts_heading (section->title != NULL ? section->title : _ ("Who is filing")));
      for (guint j = 0; j < section->lines->len; j++)
        gtk_box_append (GTK_BOX (card), create_line (self, g_ptr_array_index (section->lines, j)));
      gtk_box_append (GTK_BOX (column), card);
    }
  add_papers (self, right, language);
  add_due (self, right, language);
}

static void
mc_review_screen_shown (McScreen *screen)
{
  refresh (MC_REVIEW_SCREEN (screen));
}

static void
mc_review_screen_hidden (McScreen *screen)
{
  /* a number that was shown is masked again when one comes back */
  mc_parts_clear (MC_REVIEW_SCREEN (screen)->content);
}

static void
mc_review_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_review_screen_parent_class)->locale_changed (screen);
  if (gtk_widget_get_mapped (GTK_WIDGET (screen)))
    refresh (MC_REVIEW_SCREEN (screen));
}

static void
mc_review_screen_back_activated (McScreen *screen)
{
  mc_intake_controller_previous_page (get_intake (MC_REVIEW_SCREEN (screen)));
  mc_screen_finish (screen, "back");
}

static void
mc_review_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_REVIEW_SCREEN);
  G_OBJECT_CLASS (mc_review_screen_parent_class)->dispose (object);
}

static void
mc_review_screen_class_init (McReviewScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_review_screen_dispose;
  screen_class->shown = mc_review_screen_shown;
  screen_class->hidden = mc_review_screen_hidden;
  screen_class->locale_changed = mc_review_screen_locale_changed;
  screen_class->back_activated = mc_review_screen_back_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/review-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McReviewScreen, content);
}

static void
mc_review_screen_init (McReviewScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
}
