/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/calendar.h"
#include "app/domain/catalogue.h"
#include "app/protocol/keys.h"
#include "app/store/outbox.h"

G_BEGIN_DECLS

/* What the storage tests share: a clock that stands still, a temporary state folder, and an outbox
 * enrolled by a central of which the test holds the sealing key. */
#define TEST_TYPE_CLOCK (test_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestClock, test_clock, TEST, CLOCK, GObject)

TestClock *test_clock_new (const char *rfc3339);
void test_clock_set (TestClock *self, const char *rfc3339);
void test_clock_advance (TestClock *self, gint64 seconds);

typedef struct
{
  char *dir;             /* (owned), of mkdtemp */
  char *state_dir;       /* (owned), not made yet when the outbox is first opened */
  TestClock *clock;      /* (owned) */
  McOutbox *outbox;      /* (owned) (nullable) */
  McSigningKey *central; /* (owned), central's signing key */
  McSealingKey *sealing; /* (owned), central's sealing key */
  McCatalogue *catalogue;
  McProcedure *procedure; /* (unowned) */
  McCalendar *calendar;   /* (owned) */
} Storage;

#define STORAGE_SERIAL_FIRST 70001
#define STORAGE_SERIAL_LAST 79999
#define STORAGE_URL "https://127.0.0.1:8443"
#define STORAGE_PUBLIC_URL "https://motcua.example.vn"

void storage_set_up (Storage *self, gconstpointer data);
void storage_tear_down (Storage *self, gconstpointer data);

void storage_open (Storage *self);
void storage_close (Storage *self);
McEnrolment *storage_create_enrolment (Storage *self, guint first, guint last);
void storage_enrol (Storage *self, guint first, guint last);
char *storage_get_path (Storage *self); /* (transfer full): the database file */

McDossier *storage_create_draft (Storage *self); /* with a new id and token each time */
McDossier *storage_copy_draft (const McDossier *draft);
GPtrArray *storage_create_pages (const char *document, guint n, gsize size);
McReceipt *storage_commit (Storage *self, McDossier *dossier, GPtrArray *pages); /* must succeed */
void storage_remove_tree (const char *dir);

G_END_DECLS
