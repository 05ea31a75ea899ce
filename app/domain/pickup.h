/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/dossier.h"

G_BEGIN_DECLS

/* How it was made sure that the person may have the result. */
typedef enum
{
  MC_PICKUP_CLERK_TO_LOOK, /* nothing yet: the clerk looks at the papers */
  MC_PICKUP_CARD_MATCHED,  /* the scanned card is the dossier's */
} McPickupCheck;

const char *mc_pickup_check_to_string (McPickupCheck check); /* "clerk", "card" */
gboolean mc_pickup_check_from_string (const char *text, McPickupCheck *check);

/* A number of the day with which a citizen waits at a point for a result: central's answer, what
 * the kiosk shows, and what its slip says. Names nobody in full. */
typedef struct
{
  char *id;             /* (owned), UUIDv7 made at the kiosk */
  char *code;           /* (owned), of the dossier */
  char *procedure_name; /* (owned), in the language asked for */
  char *point_name;     /* (owned) */
  char *counter;        /* (owned) (nullable), "2" */
  guint number;         /* 1, 2, 3…, anew each day */
  guint ahead;          /* how many came before and still wait */
  McPickupCheck check;
  gint64 at;
  gboolean refusal; /* what waits is the written answer that it was refused */

  /* Of the kiosk that prints it; never travel. */
  char *language;    /* (owned) (nullable) */
  char *unit_name;   /* (owned) (nullable), "UBND phường Hoàn Kiếm" */
  char *masked_name; /* (owned) (nullable), as on the card that was scanned here */
  char *kiosk;       /* (owned) (nullable), "HK-03" */
  guint copy;        /* of its slip: 1 = the first; more says BẢN IN LẠI */
} McPickup;

McPickup *mc_pickup_new (void) G_GNUC_WARN_UNUSED_RESULT;
McPickup *mc_pickup_copy (const McPickup *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_pickup_free (McPickup *self);
json_t *mc_pickup_to_json (const McPickup *self) G_GNUC_WARN_UNUSED_RESULT;
McPickup *mc_pickup_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPickup, mc_pickup_free)

G_END_DECLS
