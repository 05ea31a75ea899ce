/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  MC_NOTICE_INFO,
  MC_NOTICE_OK,
  MC_NOTICE_CARE,
  MC_NOTICE_ERROR,
} McNoticeKind;

#define MC_TYPE_NOTICE_KIND (mc_notice_kind_get_type ())
GType mc_notice_kind_get_type (void);

/* A box that says something: an icon, a bold sentence, and what follows from it. */
#define MC_TYPE_NOTICE (mc_notice_get_type ())
G_DECLARE_FINAL_TYPE (McNotice, mc_notice, MC, NOTICE, GtkWidget)

GtkWidget *
mc_notice_new (McNoticeKind kind, const char *title, const char *text) G_GNUC_WARN_UNUSED_RESULT;
void mc_notice_set (McNotice *self, McNoticeKind kind, const char *title, const char *text);
void mc_notice_set_icon (McNotice *self, const char *icon_name);
const char *mc_notice_get_title (McNotice *self);
const char *mc_notice_get_text (McNotice *self);

G_END_DECLS
