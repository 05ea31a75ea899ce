/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-relabel"

#include "config.h"

#include "ui/relabel.h"

#include <glib/gi18n-lib.h>

#include "ui/screen.h"

/* GtkBuilder translates once, and a kiosk changes its language at run time. Templates are therefore
 * built untranslated (no text domain is set while they are), this list remembers every text that
 * came from the template, and applying it asks gettext again. */
typedef struct
{
  GtkWidget *widget;    /* (unowned), cleared by the weak pointer */
  const char *property; /* (unowned), a literal */
  char *msgid;          /* (owned) */
} McRelabelEntry;

struct _McRelabel
{
  GPtrArray *entries; /* (owned) (element-type McRelabelEntry) */
};

static const char *const text_properties[] = { "eyebrow",         "title", "lead",     "main-label",
                                               "secondary-label", "label", "subtitle", "text",
                                               "placeholder-text" };

static void
entry_free (McRelabelEntry *entry)
{
  g_clear_weak_pointer (&entry->widget);
  g_free (entry->msgid);
  g_free (entry);
}

static void
record (McRelabel *self, GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_properties); i++)
    {
      GParamSpec *pspec =
          g_object_class_find_property (G_OBJECT_GET_CLASS (widget), text_properties[i]);
      g_autofree char *text = NULL;
      McRelabelEntry *entry;

      if (pspec == NULL || pspec->value_type != G_TYPE_STRING ||
          (pspec->flags & G_PARAM_READWRITE) != G_PARAM_READWRITE)
        continue;
      /* what stands in an entry is the citizen's */
      if (GTK_IS_EDITABLE (widget) && g_str_equal (text_properties[i], "text"))
        continue;
      g_object_get (widget, text_properties[i], &text, NULL);
      if (text == NULL || *text == '\0')
        continue;
      entry = g_new0 (McRelabelEntry, 1);
      g_set_weak_pointer (&entry->widget, widget);
      entry->property = text_properties[i];
      entry->msgid = g_steal_pointer (&text);
      g_ptr_array_add (self->entries, entry);
    }
}

/* A widget of ours owns the labels inside it: its property is recorded, they are not. */
static gboolean
owns_its_labels (GtkWidget *widget)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Mc") && !MC_IS_SCREEN (widget) &&
         (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "label") != NULL ||
          g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "title") != NULL ||
          g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") != NULL);
}

static void
walk (McRelabel *self, GtkWidget *widget)
{
  /* heading and lead of a screen are its own properties */
  if (!(GTK_IS_LABEL (widget) &&
        (gtk_widget_has_css_class (widget, "title") || gtk_widget_has_css_class (widget, "lead") ||
         gtk_widget_has_css_class (widget, "eyebrow"))))
    record (self, widget);
  if (owns_its_labels (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (self, child);
}

/**
 * mc_relabel_new:
 * @root: a widget whose template has just been built, untranslated
 *
 * Returns: (transfer full): every text of it
 */
McRelabel *
mc_relabel_new (GtkWidget *root)
{
  McRelabel *self = g_new0 (McRelabel, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  walk (self, root);
  return self;
}

/**
 * mc_relabel_free:
 * @self: (transfer full): a list
 */
void
mc_relabel_free (McRelabel *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * mc_relabel_apply:
 * @self: a list
 *
 * Says every text in the language of the moment. Widgets that are gone are passed over.
 */
void
mc_relabel_apply (McRelabel *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      McRelabelEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->widget != NULL)
        g_object_set (entry->widget, entry->property, _ (entry->msgid), NULL);
    }
}
