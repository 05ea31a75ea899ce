/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-parts"

#include "config.h"

#include "ui/widgets/parts.h"

#include "ui/widgets/icon.h"

/**
 * mc_parts_label:
 * @text: words, never markup
 * @css_class: (nullable): its look
 *
 * Returns: (transfer floating): a label that wraps and begins at the left
 */
GtkWidget *
mc_parts_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/**
 * mc_parts_heading:
 *
 * Returns: (transfer floating): the heading of a part of a page
 */
GtkWidget *
mc_parts_heading (const char *text)
{
  return mc_parts_label (text, "subtitle");
}

/**
 * mc_parts_card:
 *
 * Returns: (transfer floating): a white box with round corners whose children are rows with a line
 *   between them
 */
GtkWidget *
mc_parts_card (void)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "card");

  return card;
}

/**
 * mc_parts_row:
 * @icon_name: (nullable): an icon before the words
 * @title: what it says
 * @text: (nullable): a line below it
 *
 * Returns: (transfer floating): a row for a card
 */
GtkWidget *
mc_parts_row (const char *icon_name, const char *title, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_widget_add_css_class (row, "row");
  if (icon_name != NULL)
    {
      GtkWidget *icon = mc_icon_new (icon_name);

      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (row), icon);
    }
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), mc_parts_label (title, "row-title"));
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (words), mc_parts_label (text, "row-text"));
  gtk_box_append (GTK_BOX (row), words);

  return row;
}

/**
 * mc_parts_scan_card:
 * @connected: whether the scanner answers
 * @title: what to do
 * @text: how
 *
 * Returns: (transfer floating): a picture of what to do, the card and where it goes, beside words
 */
GtkWidget *
mc_parts_scan_card (gboolean connected, const char *title, const char *text)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *picture = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *icon = mc_icon_new (connected ? "scan" : "card");

  gtk_widget_add_css_class (card, "scan-card");
  gtk_widget_add_css_class (picture, "scan-picture");
  gtk_widget_add_css_class (icon, "large");
  gtk_widget_set_hexpand (icon, TRUE);
  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (picture), icon);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), mc_parts_label (title, "subtitle"));
  gtk_box_append (GTK_BOX (words), mc_parts_label (text, "row-text"));
  gtk_box_append (GTK_BOX (card), picture);
  gtk_box_append (GTK_BOX (card), words);

  return card;
}

/**
 * mc_parts_chip:
 * @icon_name: (nullable): an icon before the words
 *
 * Returns: (transfer floating): a few words on a tinted ground
 */
GtkWidget *
mc_parts_chip (const char *icon_name, const char *text)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = mc_parts_label (text, NULL);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  if (icon_name != NULL)
    {
      GtkWidget *icon = mc_icon_new (icon_name);

      gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (chip), icon);
    }
  gtk_box_append (GTK_BOX (chip), label);

  return chip;
}

/**
 * mc_parts_clear:
 * @box: a #GtkBox
 *
 * Takes everything out of it.
 */
void
mc_parts_clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}
