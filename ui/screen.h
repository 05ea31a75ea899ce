/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* One page of the kiosk: heading, content, and what the action bar offers. A screen says how it
 * ended (an outcome) and never names another screen: ui/flow.c holds the order.
 *
 * A subclass is `ui/screens/NAME-screen.{c,h,ui}` with `<template class="McNameScreen"
 * parent="McScreen">`; children of the template stand below the heading, the one of type "header"
 * above it. Translatable texts of the
 * template follow a change of language by themselves; what the class sets itself is set again in
 * locale_changed (chain up first). */
#define MC_TYPE_SCREEN (mc_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (McScreen, mc_screen, MC, SCREEN, GtkWidget)

struct _McScreenClass
{
  GtkWidgetClass parent_class;

  void (*shown) (McScreen *self);               /* became the page: refresh from the controller */
  void (*hidden) (McScreen *self);              /* another page follows */
  void (*reset) (McScreen *self);               /* the visit ended: drop what is the citizen's */
  void (*locale_changed) (McScreen *self);      /* set own texts again; chain up first */
  void (*main_activated) (McScreen *self);      /* default: finish ("next") */
  void (*back_activated) (McScreen *self);      /* default: finish ("back") */
  void (*secondary_activated) (McScreen *self); /* default: finish ("secondary") */
};

McContext *mc_screen_get_context (McScreen *self);

const char *mc_screen_get_title (McScreen *self);
void mc_screen_set_eyebrow (McScreen *self, const char *eyebrow);
void mc_screen_set_title (McScreen *self, const char *title);
void mc_screen_set_title_icon (McScreen *self, const char *icon_name);
void mc_screen_set_lead (McScreen *self, const char *lead);
void mc_screen_set_progress (McScreen *self, guint part, guint parts);
void mc_screen_set_centred (McScreen *self, gboolean centred);
void mc_screen_set_wide (McScreen *self, gboolean wide);
void mc_screen_set_header_beside (McScreen *self, gboolean beside);

const char *mc_screen_get_main_label (McScreen *self);
const char *mc_screen_get_main_icon (McScreen *self);
gboolean mc_screen_get_main_sensitive (McScreen *self);
void mc_screen_set_main_label (McScreen *self, const char *label);
void mc_screen_set_main_icon (McScreen *self, const char *icon_name);
void mc_screen_set_main_sensitive (McScreen *self, gboolean sensitive);
gboolean mc_screen_get_back_visible (McScreen *self);
void mc_screen_set_back_visible (McScreen *self, gboolean visible);
const char *mc_screen_get_secondary_label (McScreen *self);
const char *mc_screen_get_secondary_icon (McScreen *self);
void mc_screen_set_secondary (McScreen *self, const char *icon_name, const char *label);
gboolean mc_screen_get_help_visible (McScreen *self);
void mc_screen_set_help_visible (McScreen *self, gboolean visible);
gboolean mc_screen_get_busy (McScreen *self);
void mc_screen_set_busy (McScreen *self, gboolean busy);

void mc_screen_finish (McScreen *self, const char *outcome);
void mc_screen_focus_heading (McScreen *self);
void mc_screen_scroll_to_top (McScreen *self);

/* For the window. */
void mc_screen_show (McScreen *self);
void mc_screen_hide (McScreen *self);
void mc_screen_reset (McScreen *self);
void mc_screen_change_locale (McScreen *self);
void mc_screen_activate_main (McScreen *self);
void mc_screen_activate_back (McScreen *self);
void mc_screen_activate_secondary (McScreen *self);

G_END_DECLS
