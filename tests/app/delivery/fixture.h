/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/curl-transport.h"
#include "app/delivery/uploader.h"
#include "app/domain/catalogue.h"
#include "tests/app/delivery/certificates.h"
#include "tests/app/delivery/offset-clock.h"
#include "tests/app/delivery/peer.h"

/* Central's keys, a kiosk that is enrolled with it, and what the kiosk talks through. */
typedef struct
{
  char *certificates;      /* (owned) */
  McSigningKey *signing;   /* (owned), central's */
  McSealingKey *sealing;   /* (owned), central's */
  McSigningKey *key;       /* (owned), the kiosk's */
  McClock *clock;          /* (owned) */
  Peer *peer;              /* (owned) (nullable) */
  McTransport *transport;  /* (owned) */
  McCentralClient *client; /* (owned) (nullable) */

  char *state_dir;        /* (owned) (nullable) */
  McOutbox *outbox;       /* (owned) (nullable) */
  McUploader *uploader;   /* (owned) (nullable) */
  McCatalogue *catalogue; /* (owned) (nullable) */
  McCalendar *calendar;   /* (owned) (nullable) */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer certificate); /* NULL: "server" */
void fixture_tear_down (Fixture *self, gconstpointer certificate);

/* The outbox, enrolled, and an uploader that is not started. */
void fixture_add_outbox (Fixture *self);
void fixture_connect (Fixture *self, const char *url); /* client and uploader for @url */
char *fixture_commit (Fixture *self, guint n_pages);   /* the new dossier's id; it was shown */
char *fixture_commit_unseen (Fixture *self);           /* its code was never painted */
McDeliveryState fixture_get_state (Fixture *self, const char *id);
McOutboxRecord *fixture_dup_record (Fixture *self, const char *id);

/* Runs the main loop until @condition holds; fails the test after 60 s. */
typedef gboolean (*FixtureCondition) (Fixture *self, gconstpointer data);
void fixture_wait (Fixture *self, FixtureCondition condition, gconstpointer data);
gboolean fixture_is_confirmed (Fixture *self, gconstpointer id);
gboolean fixture_was_tried (Fixture *self, gconstpointer id); /* and failed, at least once */
gboolean fixture_is_quarantined (Fixture *self, gconstpointer id);

/* One call, start to end. */
typedef struct
{
  json_t *answer; /* (owned) (nullable) */
  guint status;
  guint retry_after;
  McProblem *problem; /* (owned) (nullable) */
  GError *error;      /* (owned) (nullable) */
} FixtureCall;

void fixture_call (Fixture *self, const char *method, const char *path, FixtureCall *call);
void fixture_call_clear (FixtureCall *call);
McHttpAnswer *fixture_send (Fixture *self, McTransport *transport, const char *url, GError **error);
