/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/health-steady.h"

#include <string.h>

/**
 * mc_health_steady_see:
 * @self: (inout): what is shown
 * @answered: whether the printer answered
 * @health: what it said, or what its silence means
 * @reason: (nullable): the keyword behind it
 *
 * Takes in one look. Two looks without an answer before a printer is declared gone: it may be
 * restarting, or a spooler rotating its log. Two looks without a fault before one is taken back: a
 * worn sensor flickers. Everything else shows at once.
 *
 * Returns: whether the next look should come soon, because this one is in doubt
 */
gboolean
mc_health_steady_see (McHealthSteady *self,
                      gboolean answered,
                      McPrinterHealth health,
                      const char *reason)
{
  gboolean relief;

  g_return_val_if_fail (self != NULL, FALSE);

  self->misses = answered ? 0 : self->misses + 1;
  if (self->misses == 1)
    {
      self->doubted = FALSE;
      return TRUE;
    }
  relief = self->health == MC_PRINTER_FAULT && health != MC_PRINTER_FAULT;
  if (relief && !self->doubted)
    {
      self->doubted = TRUE;
      return TRUE;
    }
  self->doubted = FALSE;
  self->health = health;
  if (g_strcmp0 (self->reason, reason) != 0)
    {
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  return FALSE;
}

/**
 * mc_health_steady_clear:
 * @self: what is shown
 *
 * Empties it: unknown.
 */
void
mc_health_steady_clear (McHealthSteady *self)
{
  g_free (self->reason);
  memset (self, 0, sizeof *self);
}
