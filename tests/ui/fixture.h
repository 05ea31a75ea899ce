/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/app/kiosk/fake-time.h"
#include "ui/window.h"

G_BEGIN_DECLS

/* The real window on the real engine, enrolled in a temporary folder without any central; only
 * time is a fake. */
typedef struct
{
  char *dir;          /* (owned) */
  FakeTime *time;     /* (owned) */
  McEngine *engine;   /* (owned) */
  McVisit *visit;     /* (owned) */
  McContext *context; /* (owned) */
  McWindow *window;   /* (unowned), a toplevel */
} UiFixture;

gboolean ui_fixture_init_gtk (void); /* FALSE: there is no display, skip */
UiFixture *ui_fixture_new (int width, int height) G_GNUC_WARN_UNUSED_RESULT;
void ui_fixture_free (UiFixture *self);
void ui_fixture_settle (UiFixture *self);
void ui_fixture_fill_draft (UiFixture *self);
void ui_fixture_submit (UiFixture *self);
GtkWidget *ui_fixture_find (UiFixture *self, const char *name); /* (nullable) */
void ui_fixture_click (UiFixture *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiFixture, ui_fixture_free)

G_END_DECLS
