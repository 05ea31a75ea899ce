/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/pickup.h"
#include "central/storage/storage.h"

G_BEGIN_DECLS

/* Somebody who came for a result and stands at the point. */
typedef struct
{
  char *id;         /* (owned), UUIDv7 made at the kiosk: the same again is the same */
  char *dossier;    /* (owned), its id */
  char *code;       /* (owned) (nullable), its code, when read */
  char *point_code; /* (owned) */
  char *kiosk;      /* (owned), name of the kiosk */
  guint number;     /* of the day at that point, 1, 2, 3…; set by the storage */
  McPickupCheck check;
  gint64 at;
  gint64 ended_at; /* or MC_TIME_NONE while waiting */
  char *ending;    /* (owned) (nullable), one of MC_PICKUP_ENDING_… */
} McPickupRecord;

#define MC_PICKUP_ENDING_HANDED_OVER "handed-over"
#define MC_PICKUP_ENDING_LEFT "left"             /* went away without it */
#define MC_PICKUP_ENDING_CALLED_OFF "called-off" /* the result is not ready after all */

McPickupRecord *mc_pickup_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McPickupRecord *mc_pickup_record_copy (const McPickupRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_pickup_record_free (McPickupRecord *self);
gboolean mc_pickup_record_is_same (const McPickupRecord *self, const McPickupRecord *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPickupRecord, mc_pickup_record_free)

typedef enum
{
  MC_PICKUP_NEW,
  MC_PICKUP_SAME,     /* the same id again: the same number */
  MC_PICKUP_WAITING,  /* another one of this dossier waits already: that one is given */
  MC_PICKUP_CONFLICT, /* the id is another dossier's or another kiosk's */
} McPickupOutcome;

/* Cards that do not match, a dossier and day: then the clerk looks. */
#define MC_CARD_TRIES_A_DAY 3

/* Pickups: every McStorage of the service is a McPickups, too, under the same rules. */
#define MC_TYPE_PICKUPS (mc_pickups_get_type ())
G_DECLARE_INTERFACE (McPickups, mc_pickups, MC, PICKUPS, GObject)

struct _McPickupsInterface
{
  GTypeInterface parent_iface;

  gboolean (*try_card) (McPickups *self,
                        const char *dossier,
                        gboolean matches,
                        const GDate *day,
                        McFactorOutcome *outcome,
                        guint *tries_left,
                        GError **error);
  McPickupRecord *(*take) (McPickups *self,
                           const McPickupRecord *pickup,
                           const GDate *day,
                           McPickupOutcome *outcome,
                           GError **error);
  gboolean (
      *end) (McPickups *self, const char *dossier, const char *ending, gint64 at, GError **error);

  McPickupRecord *(*find) (McPickups *self, const char *id, GError **error);
  GPtrArray *(*list_waiting) (McPickups *self,
                              const char *point_code,
                              gint64 since,
                              GError **error);
};

gboolean mc_pickups_try_card (McPickups *self,
                              const char *dossier, /* its id */
                              gboolean matches,
                              const GDate *day,
                              McFactorOutcome *outcome,
                              guint *tries_left,
                              GError **error);
McPickupRecord *
mc_pickups_take (McPickups *self,
                 const McPickupRecord *pickup, /* without a number */
                 const GDate *day,
                 McPickupOutcome *outcome,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* with its number; NULL is an error */
gboolean mc_pickups_end (McPickups *self,
                         const char *dossier, /* its id: all that wait for it */
                         const char *ending,
                         gint64 at,
                         GError **error);

McPickupRecord *mc_pickups_find (McPickups *self,
                                 const char *id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
GPtrArray *mc_pickups_list_waiting (McPickups *self,
                                    const char *point_code,
                                    gint64 since, /* older ones have gone home */
                                    GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McPickupRecord, in order of arrival; NULL is an error */

G_END_DECLS
