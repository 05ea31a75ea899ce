/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/intake-controller.h"
#include "tests/app/kiosk/stub-printer.h"
#include "tests/app/kiosk/fake-time.h"
#include "tests/app/kiosk/fake-transport.h"

G_BEGIN_DECLS

/* An engine on a real outbox in a temporary folder, with the shipped procedures and calendar; its
 * time, network and printer are the test's. */
typedef struct
{
  char *dir;                  /* (owned) */
  FakeTime *time;             /* (owned) */
  FakeTransport *transport;   /* (owned) */
  StubPrinter *printer;       /* (owned) */
  McOutbox *outbox;           /* (owned) */
  McEngine *engine;           /* (owned) */
  McVisit *visit;             /* (owned) */
  McIntakeController *intake; /* (owned) */
  McSigningKey *central;      /* (owned), with which central signs its answers */
} KioskFixture;

/* test data: NULL, or "not-enrolled" */
void kiosk_fixture_set_up (KioskFixture *self, gconstpointer data);
void kiosk_fixture_tear_down (KioskFixture *self, gconstpointer data);
void kiosk_fixture_fill (KioskFixture *self, const char *child_name);
void kiosk_fixture_wait_state (KioskFixture *self, McIntakeState state);
void kiosk_fixture_file (KioskFixture *self, const char *child_name);
McOutboxRecord *kiosk_fixture_find (KioskFixture *self, const char *key) G_GNUC_WARN_UNUSED_RESULT;

extern const char KIOSK_FIXTURE_CARD[];
extern const char KIOSK_FIXTURE_OTHER_CARD[];

G_END_DECLS
