/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/pickups.h"

#include "app/domain/datetime.h"

G_DEFINE_INTERFACE (McPickups, mc_pickups, G_TYPE_OBJECT)

static void
mc_pickups_default_init (McPickupsInterface *iface)
{
}

/**
 * mc_pickup_record_new:
 *
 * Returns: (transfer full): a pickup of nobody yet, that waits
 */
McPickupRecord *
mc_pickup_record_new (void)
{
  McPickupRecord *self = g_new0 (McPickupRecord, 1);

  self->at = self->ended_at = MC_TIME_NONE;

  return self;
}

/**
 * mc_pickup_record_copy:
 * @self: a pickup
 *
 * Returns: (transfer full): an independent copy
 */
McPickupRecord *
mc_pickup_record_copy (const McPickupRecord *self)
{
  McPickupRecord *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->dossier = g_strdup (self->dossier);
  copy->code = g_strdup (self->code);
  copy->point_code = g_strdup (self->point_code);
  copy->kiosk = g_strdup (self->kiosk);
  copy->ending = g_strdup (self->ending);

  return copy;
}

/**
 * mc_pickup_record_free:
 * @self: (transfer full) (nullable): a pickup
 */
void
mc_pickup_record_free (McPickupRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->dossier);
  g_free (self->code);
  g_free (self->point_code);
  g_free (self->kiosk);
  g_free (self->ending);
  g_free (self);
}

/**
 * mc_pickup_record_is_same:
 * @self: a pickup
 * @other: one with the same id
 *
 * Returns: whether @other is @self sent again: what was checked may have grown meanwhile
 */
gboolean
mc_pickup_record_is_same (const McPickupRecord *self, const McPickupRecord *other)
{
  return g_str_equal (self->dossier, other->dossier) && g_str_equal (self->kiosk, other->kiosk);
}

/**
 * mc_pickups_try_card:
 * @self: a storage, in a transaction
 * @dossier: a dossier's id
 * @matches: whether the card's number is the dossier's
 * @day: today
 * @outcome: (out): %MC_FACTOR_LOCKED after %MC_CARD_TRIES_A_DAY wrong ones, whatever came then
 * @tries_left: (out): how many more cards are looked at today
 * @error: return location for an error
 *
 * Counts cards that do not match, so that nobody finds out a number by trying. The thread of the
 * transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_pickups_try_card (McPickups *self,
                     const char *dossier,
                     gboolean matches,
                     const GDate *day,
                     McFactorOutcome *outcome,
                     guint *tries_left,
                     GError **error)
{
  g_return_val_if_fail (MC_IS_PICKUPS (self) && dossier != NULL && day != NULL, FALSE);

  return MC_PICKUPS_GET_IFACE (self)->try_card (
      self, dossier, matches, day, outcome, tries_left, error);
}

/**
 * mc_pickups_take:
 * @self: a storage, in a transaction
 * @pickup: who came; neither number nor ending is read
 * @day: today at the point, whose numbers begin at 1
 * @outcome: (out): what became of it
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a dossier
 *
 * Gives the next number. Whoever waits today for the same dossier keeps their number, which the
 * second gets as well; a card that matched is noted there. Who waited for it on an earlier day has
 * left. The thread of the transaction.
 *
 * Returns: (transfer full): the pickup that stands, or %NULL with an error. On
 *   %MC_PICKUP_CONFLICT the one that has the id
 */
McPickupRecord *
mc_pickups_take (McPickups *self,
                 const McPickupRecord *pickup,
                 const GDate *day,
                 McPickupOutcome *outcome,
                 GError **error)
{
  g_return_val_if_fail (MC_IS_PICKUPS (self) && pickup != NULL && day != NULL, NULL);
  g_return_val_if_fail (pickup->id != NULL && pickup->dossier != NULL, NULL);
  g_return_val_if_fail (pickup->point_code != NULL && pickup->kiosk != NULL, NULL);

  return MC_PICKUPS_GET_IFACE (self)->take (self, pickup, day, outcome, error);
}

/**
 * mc_pickups_end:
 * @self: a storage, in a transaction
 * @dossier: a dossier's id
 * @ending: one of MC_PICKUP_ENDING_…
 * @at: when
 * @error: return location for an error
 *
 * Ends all that wait for it; nobody waiting is fine. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_pickups_end (McPickups *self, const char *dossier, const char *ending, gint64 at, GError **error)
{
  g_return_val_if_fail (MC_IS_PICKUPS (self) && dossier != NULL && ending != NULL, FALSE);

  return MC_PICKUPS_GET_IFACE (self)->end (self, dossier, ending, at, error);
}

/**
 * mc_pickups_find:
 * @self: a storage
 * @id: a pickup's id
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the pickup, waiting or ended; %NULL without an error when
 *   there is none
 */
McPickupRecord *
mc_pickups_find (McPickups *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_PICKUPS (self) && id != NULL, NULL);

  return MC_PICKUPS_GET_IFACE (self)->find (self, id, error);
}

/**
 * mc_pickups_list_waiting:
 * @self: a storage
 * @point_code: a receiving point
 * @since: who came earlier is left out
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McPickupRecord): who waits there, in order of arrival;
 *   %NULL is an error
 */
GPtrArray *
mc_pickups_list_waiting (McPickups *self, const char *point_code, gint64 since, GError **error)
{
  g_return_val_if_fail (MC_IS_PICKUPS (self) && point_code != NULL, NULL);

  return MC_PICKUPS_GET_IFACE (self)->list_waiting (self, point_code, since, error);
}
