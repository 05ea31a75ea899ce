/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

/* A whole central without a network, its clock in the test's hand, with one dossier filed: what the
 * tests of the workflow and of the pages stand on. */
#define DESK_ID "01977a2e-6c00-7abc-8def-0123456789ab"
#define DESK_CODE "H26.104-250620-200012"
#define DESK_PAGES 2 /* of its birth notice, scanned */
#define DESK_TOKEN "7ZK4M2PQ9RTV3WXY8N5B6CDEFG"

typedef enum
{
  DESK_MEMORY,
  DESK_SQLITE,
} DeskStorage;

typedef struct
{
  McCentral *central; /* (owned) */
  char *dir;          /* (owned) */
  gboolean kept;
} Desk;

/* What a kiosk of the desk's ward files. */
typedef struct
{
  const char *id, *code, *token;
  guint64 sequence;
  const char *example; /* of assets/examples; NULL = contents that nobody can read */
} DeskFiling;

Desk *desk_new (DeskStorage storage); /* filed on Friday 20 June 2025 at 09:51 */
Desk *desk_new_in (const char *dir, DeskStorage storage); /* the same, kept there */
void desk_free (Desk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* As intake does it: sealed as the kiosk seals, opened and read, received with its first event. */
void desk_file (Desk *self, const DeskFiling *filing);

void desk_set_time (Desk *self, const char *rfc3339);
gint64 desk_time (const char *rfc3339);
void
desk_when_asked (Desk *self, GFunc act, gpointer data); /* once, at the next look at the clock */
json_t *desk_step (Desk *self, const char *action, const char *role); /* must succeed */
McDossierRecord *desk_load (Desk *self);
