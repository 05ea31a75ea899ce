/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-search-screen"

#include "config.h"

#include "ui/screens/search-screen.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/domain/text.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/widgets/wrap-box.h"

/**
 * McSearchScreen:
 *
 * Finds procedures by a few letters, with or without accents, and says what each needs before one
 * opens it.
 */
struct _McSearchScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  GtkWidget *query;   /* (unowned), GtkText */
  GtkWidget *count;   /* (unowned) */
  GtkWidget *results; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (McSearchScreen, mc_search_screen, MC_TYPE_SCREEN)

/* README of the look: what matches stands on this ground. */
#define HIGHLIGHT_RED 0xffff
#define HIGHLIGHT_GREEN 0xe6e6
#define HIGHLIGHT_BLUE 0xa3a3

/* px */
#define CHIP_SPACING 12

static McIntakeController *
get_intake (McSearchScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static void
highlight (GtkWidget *label, const char *name, const char *query)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *ground;
  gsize start;
  gsize end;

  if (!mc_text_find_folded (name, query, &start, &end))
    return;
  attributes = pango_attr_list_new ();
  ground = pango_attr_background_new (HIGHLIGHT_RED, HIGHLIGHT_GREEN, HIGHLIGHT_BLUE);
  ground->start_index = start;
  ground->end_index = end;
  pango_attr_list_insert (attributes, ground);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

static void
on_result_clicked (GtkButton *button, McSearchScreen *self)
{
  const char *code = g_object_get_data (G_OBJECT (button), "mc-code");

  if (mc_intake_controller_choose (get_intake (self), code))
    mc_screen_finish (MC_SCREEN (self), "next");
}

/* The first rule of the fee, short enough for a chip; the checklist says all of it. */
static char *
describe_fee_shortly (McProcedure *procedure, const char *language)
{
  char *fee = mc_procedure_describe_fee (procedure, language);
  char *more = strchr (fee, ';');

  if (more != NULL)
    *more = '\0';

  return fee;
}

static GtkWidget *
create_result (McSearchScreen *self, McProcedure *procedure, const char *query)
{
  const char *language = mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
  const char *name = mc_procedure_get_name (procedure, language);
  const guint n_papers = mc_intake_controller_get_n_papers (get_intake (self), procedure);
  g_autofree char *widget_name = g_strdup_printf ("result-%s", mc_procedure_get_code (procedure));
  g_autofree char *limit = mc_procedure_describe_limit (procedure, NULL, language);
  g_autofree char *fee = describe_fee_shortly (procedure, language);
  g_autofree char *papers =
      g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u paper", "%u papers", n_papers), n_papers);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 28);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = mc_parts_label (name, "row-title");
  GtkWidget *chips = mc_wrap_box_new (CHIP_SPACING);
  GtkWidget *arrow = mc_icon_new ("chevron-right");

  highlight (label, name, query);
  gtk_widget_add_css_class (chips, "chips");
  mc_wrap_box_append (MC_WRAP_BOX (chips), mc_parts_chip ("clock", limit));
  mc_wrap_box_append (MC_WRAP_BOX (chips), mc_parts_chip ("money", fee));
  mc_wrap_box_append (MC_WRAP_BOX (chips), mc_parts_chip ("document", papers));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), label);
  gtk_box_append (GTK_BOX (words), chips);
  gtk_widget_set_valign (arrow, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), arrow);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_set_name (button, widget_name);
  gtk_widget_add_css_class (button, "row");
  mc_accessible_set_label (button, name);
  g_object_set_data_full (
      G_OBJECT (button), "mc-code", g_strdup (mc_procedure_get_code (procedure)), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_result_clicked), self);

  return button;
}

static void
refresh (McSearchScreen *self)
{
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->query));
  g_autoptr (GPtrArray) found = mc_intake_controller_search (get_intake (self), query);
  g_autofree char *count = NULL;

  mc_parts_clear (self->results);
  gtk_widget_set_visible (self->results, found->len > 0);
  if (*query == '\0')
    count = g_strdup_printf (
        dngettext (GETTEXT_PACKAGE, "%u procedure here", "%u procedures here", found->len),
        found->len);
  else
    count = g_strdup_printf (
        dngettext (GETTEXT_PACKAGE, "%u procedure matches", "%u procedures match", found->len),
        found->len);
  if (found->len == 0)
    {
      g_free (count);
      count = g_strdup (_ ("Nothing matches. Try another word, or call the staff."));
    }
  gtk_label_set_label (GTK_LABEL (self->count), count);
  /* large words and the keyboard leave little room: once somebody types, it is for what was found
   */
  if (mc_visit_get_text_scale (mc_context_get_visit (mc_screen_get_context (MC_SCREEN (self)))) >
          1 &&
      *query != '\0')
    mc_screen_set_lead (MC_SCREEN (self), NULL);
  for (guint i = 0; i < found->len; i++)
    gtk_box_append (GTK_BOX (self->results),
                    create_result (self, g_ptr_array_index (found, i), query));
}

static void
say (McSearchScreen *self)
{
  mc_screen_set_title (MC_SCREEN (self), _ ("Which procedure do you need?"));
  mc_screen_set_lead (MC_SCREEN (self),
                      _ ("Type a few letters, accents are not needed. For example: khai sinh"));
  mc_accessible_set_label (self->query, _ ("Name of the procedure"));
  refresh (self);
}

static void
mc_search_screen_shown (McScreen *screen)
{
  McSearchScreen *self = MC_SEARCH_SCREEN (screen);

  say (self);
  gtk_text_grab_focus_without_selecting (GTK_TEXT (self->query));
}

static void
mc_search_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_search_screen_parent_class)->locale_changed (screen);
  say (MC_SEARCH_SCREEN (screen));
}

static void
build (McSearchScreen *self)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = mc_icon_new ("search");

  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  self->query = gtk_text_new ();
  gtk_widget_set_name (self->query, "field-query");
  gtk_widget_set_hexpand (self->query, TRUE);
  gtk_text_set_input_hints (GTK_TEXT (self->query),
                            GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK |
                                GTK_INPUT_HINT_LOWERCASE);
  gtk_text_set_max_length (GTK_TEXT (self->query), 80);
  gtk_widget_add_css_class (entry, "entry");
  gtk_box_append (GTK_BOX (entry), icon);
  gtk_box_append (GTK_BOX (entry), self->query);
  self->count = mc_parts_label ("", "eyebrow");
  self->results = mc_parts_card ();
  gtk_box_append (GTK_BOX (self->content), entry);
  gtk_box_append (GTK_BOX (list), self->count);
  gtk_box_append (GTK_BOX (list), self->results);
  gtk_box_append (GTK_BOX (self->content), list);
  g_signal_connect_object (self->query, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
mc_search_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_SEARCH_SCREEN);
  G_OBJECT_CLASS (mc_search_screen_parent_class)->dispose (object);
}

static void
mc_search_screen_class_init (McSearchScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_search_screen_dispose;
  screen_class->shown = mc_search_screen_shown;
  screen_class->locale_changed = mc_search_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/search-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McSearchScreen, content);
}

static void
mc_search_screen_init (McSearchScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build (self);
}
