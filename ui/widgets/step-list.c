/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-step-list"

#include "config.h"

#include "ui/widgets/step-list.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

/**
 * McStepList:
 *
 * Each step is told three ways: a mark or its number, colour, and words for whoever cannot see
 * either.
 */
struct _McStepList
{
  GtkWidget parent_instance;

  GtkWidget *box;  /* (unowned), child */
  gboolean beside; /* when and where stands at the end of the title's line, not below it */
  guint n_steps;
};

G_DEFINE_FINAL_TYPE (McStepList, mc_step_list, GTK_TYPE_WIDGET)

static void
mc_step_list_dispose (GObject *object)
{
  McStepList *self = MC_STEP_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mc_step_list_parent_class)->dispose (object);
}

static void
mc_step_list_class_init (McStepListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_step_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "steplist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
mc_step_list_init (McStepList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * mc_step_list_new:
 *
 * Returns: (transfer full): an empty list
 */
GtkWidget *
mc_step_list_new (void)
{
  return g_object_new (MC_TYPE_STEP_LIST, NULL);
}

/**
 * mc_step_list_clear:
 * @self: a list
 */
void
mc_step_list_clear (McStepList *self)
{
  GtkWidget *child;

  g_return_if_fail (MC_IS_STEP_LIST (self));

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  self->n_steps = 0;
}

static GtkWidget *
new_dot (McStepState state, guint number)
{
  g_autofree char *text = state == MC_STEP_ENDED ? g_strdup ("–") : g_strdup_printf ("%u", number);
  GtkWidget *mark = state == MC_STEP_DONE ? mc_icon_new ("check") : gtk_label_new (text);
  GtkWidget *dot = gtk_center_box_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (dot), mark);
  gtk_widget_set_halign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "dot");
  if (state == MC_STEP_DONE || state == MC_STEP_NOW)
    gtk_widget_add_css_class (dot, state == MC_STEP_DONE ? "done" : "now");
  return dot;
}

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* The line from the step before now has something below it. */
static void
connect_last (McStepList *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->box);
  GtkWidget *line =
      last != NULL ? gtk_widget_get_last_child (gtk_widget_get_first_child (last)) : NULL;

  if (line != NULL)
    gtk_widget_set_opacity (line, 1);
}

/* px between a title and what stands beside it */
#define BESIDE_GAP 16

static void
arrange (McStepList *self, GtkWidget *words)
{
  GtkWidget *text = gtk_widget_get_last_child (words);

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (words), self->beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (words), self->beside ? BESIDE_GAP : 0);
  if (text != gtk_widget_get_first_child (words))
    gtk_label_set_xalign (GTK_LABEL (text), self->beside ? 1 : 0);
}

/**
 * mc_step_list_set_beside:
 * @self: a list
 * @beside: whether when and where stands at the end of the title's line: on a page that is wide
 *   and low
 */
void
mc_step_list_set_beside (McStepList *self, gboolean beside)
{
  g_return_if_fail (MC_IS_STEP_LIST (self));

  self->beside = beside;
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    arrange (self, gtk_widget_get_last_child (row));
}

static const char *
describe_state (McStepState state)
{
  switch (state)
    {
    case MC_STEP_DONE:
      return _ ("Done");
    case MC_STEP_NOW:
      return _ ("Under way");
    case MC_STEP_ENDED:
      return _ ("The end");
    case MC_STEP_LATER:
    default:
      return _ ("Still to come");
    }
}

/**
 * mc_step_list_append:
 * @self: a list
 * @state: whether the step is done, under way, or still to come
 * @title: who does what
 * @text: (nullable): when and where
 */
void
mc_step_list_append (McStepList *self, McStepState state, const char *title, const char *text)
{
  static const char *const css[] = { "done", "now", "later", "ended" };
  GtkWidget *row =
      g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *rail = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = NULL;

  g_return_if_fail (MC_IS_STEP_LIST (self));

  connect_last (self);
  self->n_steps++;
  gtk_widget_add_css_class (row, "step-row");
  gtk_box_append (GTK_BOX (rail), new_dot (state, self->n_steps));
  gtk_widget_set_vexpand (line, TRUE);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (line, "line");
  if (state == MC_STEP_DONE)
    gtk_widget_add_css_class (line, "done");
  gtk_widget_set_opacity (line, 0);
  gtk_box_append (GTK_BOX (rail), line);
  gtk_box_append (GTK_BOX (row), rail);
  gtk_widget_add_css_class (words, "step");
  gtk_widget_add_css_class (words, css[state]);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_START);
  gtk_widget_set_hexpand (append_label (words, title, "step-title"), TRUE);
  if (text != NULL && *text != '\0')
    append_label (words, text, "step-text");
  gtk_box_append (GTK_BOX (row), words);
  arrange (self, words);
  name = g_strdup_printf (
      "%u. %s. %s. %s", self->n_steps, title, describe_state (state), text != NULL ? text : "");
  mc_accessible_set_label (row, name);
  gtk_box_append (GTK_BOX (self->box), row);
}
