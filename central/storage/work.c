/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/work.h"

G_DEFINE_INTERFACE (McWork, mc_work, G_TYPE_OBJECT)

static void
mc_work_default_init (McWorkInterface *iface)
{
}

/**
 * mc_work_add_attachment:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @attachment: a file whose sealed bytes are a blob of the storage
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a dossier
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_work_add_attachment (McWork *self,
                        const char *id,
                        const McAttachmentRecord *attachment,
                        GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && id != NULL && attachment != NULL, FALSE);

  return MC_WORK_GET_IFACE (self)->add_attachment (self, id, attachment, error);
}

/**
 * mc_work_add_movement:
 * @self: a storage, in a transaction
 * @id: a dossier's id
 * @movement: whose hands its folder left and came into
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a dossier
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_work_add_movement (McWork *self,
                      const char *id,
                      const McMovementRecord *movement,
                      GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && id != NULL && movement != NULL, FALSE);

  return MC_WORK_GET_IFACE (self)->add_movement (self, id, movement, error);
}

/**
 * mc_work_add_problem:
 * @self: a storage, in a transaction
 * @problem: what hindered at which step of which dossier
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a dossier
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_work_add_problem (McWork *self, const McProblemRecord *problem, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && problem != NULL, FALSE);
  g_return_val_if_fail (problem->dossier != NULL && problem->hindrance != NULL, FALSE);

  return MC_WORK_GET_IFACE (self)->add_problem (self, problem, error);
}

/**
 * mc_work_solve_problem:
 * @self: a storage, in a transaction
 * @id: its dossier's id
 * @number: its number
 * @at: when it was solved
 * @solution: how
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND when that dossier has no such
 *   problem, %MC_STORAGE_ERROR_CONFLICT when it was solved before
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_work_solve_problem (McWork *self,
                       const char *id,
                       guint64 number,
                       gint64 at,
                       const char *solution,
                       GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && id != NULL && solution != NULL, FALSE);

  return MC_WORK_GET_IFACE (self)->solve_problem (self, id, number, at, solution, error);
}

static gboolean
is_whole (const McInboxQuery *query)
{
  return query != NULL && query->turn <= MC_ROLE_SPECIALIST &&
         (query->unit != NULL || query->resolver != NULL);
}

/**
 * mc_work_list_inbox:
 * @self: a storage
 * @query: which; it names a unit, a resolver or both
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McDossierRecord): a page of dossiers, due first; %NULL on
 *   error
 */
GPtrArray *
mc_work_list_inbox (McWork *self, const McInboxQuery *query, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && is_whole (query), NULL);
  g_return_val_if_fail (query->limit > 0 && query->limit <= MC_INBOX_MAX, NULL);

  return MC_WORK_GET_IFACE (self)->list_inbox (self, query, error);
}

/**
 * mc_work_count_inbox:
 * @self: a storage
 * @query: which; its page and limit do not matter
 * @most: where counting ends: an office with a huge heap need not wait for its exact height
 * @count: (out): how many, at most @most
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_work_count_inbox (McWork *self,
                     const McInboxQuery *query,
                     guint most,
                     guint *count,
                     GError **error)
{
  McInboxQuery whole;

  g_return_val_if_fail (MC_IS_WORK (self) && is_whole (query), FALSE);

  whole = *query;
  whole.after_due = MC_TIME_NONE;
  whole.after_id = NULL;
  return MC_WORK_GET_IFACE (self)->count_inbox (self, &whole, most, count, error);
}

/**
 * mc_work_search:
 * @self: a storage
 * @query: what must all hold
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McDossierRecord): a page of dossiers, newest first; %NULL
 *   on error
 */
GPtrArray *
mc_work_search (McWork *self, const McSearchQuery *query, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && query != NULL, NULL);
  g_return_val_if_fail (query->limit > 0 && query->limit <= MC_SEARCH_MAX, NULL);

  return MC_WORK_GET_IFACE (self)->search (self, query, error);
}

/**
 * mc_work_list_attachments:
 * @self: a storage
 * @id: a dossier's id
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McAttachmentRecord): oldest first; %NULL on error
 */
GPtrArray *
mc_work_list_attachments (McWork *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && id != NULL, NULL);

  return MC_WORK_GET_IFACE (self)->list_attachments (self, id, error);
}

/**
 * mc_work_list_movements:
 * @self: a storage
 * @id: a dossier's id
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McMovementRecord): oldest first; %NULL on error
 */
GPtrArray *
mc_work_list_movements (McWork *self, const char *id, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && id != NULL, NULL);

  return MC_WORK_GET_IFACE (self)->list_movements (self, id, error);
}

/**
 * mc_work_list_takings:
 * @self: a storage
 * @login: an official's
 * @limit: how many at most
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McMovementRecord): which folders came into these hands,
 *   newest first; %NULL on error
 */
GPtrArray *
mc_work_list_takings (McWork *self, const char *login, guint limit, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && login != NULL && limit > 0, NULL);

  return MC_WORK_GET_IFACE (self)->list_takings (self, login, limit, error);
}

/**
 * mc_work_list_problems:
 * @self: a storage
 * @id: (nullable): of this dossier only
 * @unit: (nullable): of dossiers that are decided there
 * @from: noted at that time or later; %MC_TIME_NONE does not narrow
 * @to: and before that time
 * @error: return location for an error
 *
 * Solved or not. Any thread.
 *
 * Returns: (transfer full) (element-type McProblemRecord): newest first; %NULL on error
 */
GPtrArray *
mc_work_list_problems (McWork *self,
                       const char *id,
                       const char *unit,
                       gint64 from,
                       gint64 to,
                       GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self), NULL);

  return MC_WORK_GET_IFACE (self)->list_problems (self, id, unit, from, to, error);
}

/**
 * mc_work_list_unsolved:
 * @self: a storage
 * @unit: of dossiers that are decided there
 * @limit: how many at most
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McProblemRecord): what still hinders, oldest first; %NULL
 *   on error
 */
GPtrArray *
mc_work_list_unsolved (McWork *self, const char *unit, guint limit, GError **error)
{
  g_return_val_if_fail (MC_IS_WORK (self) && unit != NULL && limit > 0, NULL);

  return MC_WORK_GET_IFACE (self)->list_unsolved (self, unit, limit, error);
}
