/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/app/kiosk/fake-scanner.h"
#include "tests/app/kiosk/fake-time.h"
#include "tests/app/kiosk/fake-transport.h"
#include "tests/app/kiosk/stub-printer.h"
#include "ui/window.h"

G_BEGIN_DECLS

/* The real window on the real engine, enrolled in a temporary folder. Fakes are time, the scanner,
 * and the network, which is down until a test takes it in its hand. */
typedef struct
{
  char *dir;                /* (owned) */
  FakeTime *time;           /* (owned) */
  FakeTransport *transport; /* (owned) */
  McSigningKey *central;    /* (owned), with which central signs its answers */
  McEngine *engine;         /* (owned) */
  StubPrinter *printer;     /* (owned) (nullable) */
  McVisit *visit;           /* (owned) */
  McContext *context;       /* (owned) */
  McWindow *window;         /* (unowned), a toplevel */
} UiFixture;

gboolean ui_fixture_init_gtk (void); /* FALSE: there is no display, skip */
UiFixture *ui_fixture_new (int width, int height) G_GNUC_WARN_UNUSED_RESULT;
UiFixture *ui_fixture_new_with_printer (int width, int height) G_GNUC_WARN_UNUSED_RESULT;
void ui_fixture_free (UiFixture *self);
void ui_fixture_settle (UiFixture *self);
void ui_fixture_fill_draft (UiFixture *self);
void ui_fixture_submit (UiFixture *self);
void ui_fixture_end_print (UiFixture *self, McPrintOutcome outcome);
void ui_fixture_open_staff (UiFixture *self);
GtkWidget *ui_fixture_find (UiFixture *self, const char *name); /* (nullable) */
void ui_fixture_click (UiFixture *self, const char *name);
McStatus *ui_fixture_create_status (UiFixture *self, McState state) G_GNUC_WARN_UNUSED_RESULT;
json_t *ui_fixture_create_number (UiFixture *self, McPickupCheck check) G_GNUC_WARN_UNUSED_RESULT;
json_t *ui_fixture_create_problem (const char *type, json_t *extra) G_GNUC_WARN_UNUSED_RESULT;
void ui_fixture_answer (UiFixture *self, const char *path, guint status, json_t *body);
void ui_fixture_picture (UiFixture *self, const char *name); /* into $MC_TEST_PICTURES, if set */

#define UI_FIXTURE_PIN "582914"
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiFixture, ui_fixture_free)

G_END_DECLS
