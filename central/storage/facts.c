/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/facts.h"

/* Of a dossier's channels the one that is not online. */
#define CHANNEL_COUNTER "assisted"

G_DEFINE_INTERFACE (McFacts, mc_facts, G_TYPE_OBJECT)

static void
mc_facts_default_init (McFactsInterface *iface)
{
}

/**
 * mc_fact_init:
 * @self: (out caller-allocates): a fact
 *
 * Says nothing: no times, no minutes, empty names.
 */
void
mc_fact_init (McFact *self)
{
  *self = (McFact){ .unit = "",
                    .resolver = "",
                    .procedure = "",
                    .filed_at = MC_TIME_NONE,
                    .accepted_at = MC_TIME_NONE,
                    .due_at = MC_TIME_NONE,
                    .finished_at = MC_TIME_NONE,
                    .ended_at = MC_TIME_NONE,
                    .paused_at = MC_TIME_NONE,
                    .resumed_at = MC_TIME_NONE,
                    .rated_at = MC_TIME_NONE };
  for (guint step = 0; step <= MC_N_STEPS; step++)
    self->minutes[step] = MC_MINUTES_NONE;
}

/**
 * mc_fact_init_filed:
 * @self: (out caller-allocates): a fact; borrows the strings of @record
 * @record: a dossier
 * @event: its first event
 *
 * Says what is known when a dossier arrives.
 */
void
mc_fact_init_filed (McFact *self, const McDossierRecord *record, const McEventRecord *event)
{
  mc_fact_init (self);
  if (record->unit != NULL)
    self->unit = record->unit;
  if (record->resolver != NULL)
    self->resolver = record->resolver;
  if (record->procedure != NULL)
    self->procedure = record->procedure;
  self->online = g_strcmp0 (record->channel, CHANNEL_COUNTER) != 0;
  self->state = event->to;
  self->filed_at = event->at;
  if (record->by_city)
    self->flags |= MC_FACT_BY_CITY;
}

/**
 * mc_fact_copy:
 * @self: a fact
 *
 * Returns: (transfer full): a copy that owns its strings
 */
McFact *
mc_fact_copy (const McFact *self)
{
  McFact *copy = g_new (McFact, 1);

  *copy = *self;
  copy->unit = g_strdup (self->unit);
  copy->resolver = g_strdup (self->resolver);
  copy->procedure = g_strdup (self->procedure);

  return copy;
}

/**
 * mc_fact_free:
 * @self: (nullable): what mc_fact_copy () made
 *
 * Frees it.
 */
void
mc_fact_free (McFact *self)
{
  if (self == NULL)
    return;

  g_free ((char *) self->unit);
  g_free ((char *) self->resolver);
  g_free ((char *) self->procedure);
  g_free (self);
}

/**
 * mc_facts_put:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @fact: what is known of it now; its rating is not looked at
 * @error: return location for an error (%MC_STORAGE_ERROR_NOT_FOUND: no such dossier)
 *
 * Replaces what was known. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_facts_put (McFacts *self, const char *id, const McFact *fact, GError **error)
{
  g_return_val_if_fail (MC_IS_FACTS (self) && id != NULL && fact != NULL, FALSE);

  return MC_FACTS_GET_IFACE (self)->put (self, id, fact, error);
}

/**
 * mc_facts_each:
 * @self: a storage
 * @query: which rows
 * @func: called for each of them, in no order; it must not call @self
 * @data: for @func
 * @error: return location for an error
 *
 * Reads the rows at one moment: what is committed meanwhile is not seen. Any thread.
 *
 * Returns: %TRUE on success, also when @func ended it
 */
gboolean
mc_facts_each (McFacts *self,
               const McFactQuery *query,
               McFactFunc func,
               gpointer data,
               GError **error)
{
  g_return_val_if_fail (MC_IS_FACTS (self) && query != NULL && func != NULL, FALSE);

  return MC_FACTS_GET_IFACE (self)->each (self, query, func, data, error);
}

/**
 * mc_facts_list_register:
 * @self: a storage
 * @unit: the receiving unit
 * @from: the first instant
 * @to: the instant after the last
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McDossierRecord): what @unit accepted in that time, in
 *   order; %NULL with an error
 */
GPtrArray *
mc_facts_list_register (McFacts *self, const char *unit, gint64 from, gint64 to, GError **error)
{
  g_return_val_if_fail (MC_IS_FACTS (self) && unit != NULL, NULL);

  return MC_FACTS_GET_IFACE (self)->list_register (self, unit, from, to, error);
}

/**
 * mc_facts_list_overdue:
 * @self: a storage
 * @resolver: (nullable): who decides; %NULL for all
 * @now: the time
 * @limit: at most so many
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McDossierRecord): whose limit runs and whose due time was
 *   before @now, the longest overdue first; %NULL with an error
 */
GPtrArray *
mc_facts_list_overdue (McFacts *self, const char *resolver, gint64 now, guint limit, GError **error)
{
  g_return_val_if_fail (MC_IS_FACTS (self), NULL);

  return MC_FACTS_GET_IFACE (self)->list_overdue (self, resolver, now, limit, error);
}
