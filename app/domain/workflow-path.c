/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/workflow.h"

#include "app/domain/datetime.h"

/**
 * mc_path_init:
 * @self: (out caller-allocates): a path
 *
 * Begins before step 1.
 */
void
mc_path_init (McPath *self)
{
  *self = (McPath){ .state = MC_STATE_DRAFT, .last_at = MC_TIME_NONE };
}

/**
 * mc_path_clear:
 * @self: a path
 *
 * Frees what it holds.
 */
void
mc_path_clear (McPath *self)
{
  g_clear_pointer (&self->last_actor, g_free);
  g_clear_pointer (&self->used, g_hash_table_unref);
}

static gboolean
forbid (GError **error, const char *why)
{
  g_set_error_literal (error, MC_TRANSITION_ERROR, MC_TRANSITION_ERROR_RULE, why);
  return FALSE;
}

static gboolean
is_same_day (gint64 a, gint64 b)
{
  GDate first, second;

  mc_time_get_local_date (a, &first);
  mc_time_get_local_date (b, &second);
  return g_date_compare (&first, &second) == 0;
}

static gboolean
check_undo (const McPath *self,
            const McTransition *transition,
            gint64 at,
            const char *actor,
            GError **error)
{
  if (self->last == NULL || self->last->from != transition->to || self->last->step == 0)
    {
      /* Registering the result completes no step of its own, but is a click like the others. */
      if (self->last == NULL || !g_str_equal (self->last->name, "register_result"))
        return forbid (error, "only the last step can be undone, before anything followed it");
    }
  if (g_strcmp0 (self->last_actor, actor) != 0)
    return forbid (error, "only who took the last step can undo it");
  if (!is_same_day (self->last_at, at))
    return forbid (error, "a step can be undone on its own day only");

  return TRUE;
}

static gboolean
check_rules (const McPath *self,
             const McTransition *transition,
             gint64 at,
             const char *actor,
             GError **error)
{
  if ((transition->rules & MC_RULE_ONCE) != 0 && self->used != NULL &&
      g_hash_table_contains (self->used, transition->name))
    return forbid (error,
                   g_str_equal (transition->name, "extend")
                       ? "the due time was extended once already"
                       : "this was asked once already: all requests belong together");
  if ((transition->rules & MC_RULE_GRANTED) != 0 && self->refusal)
    return forbid (error, "the specialist proposed to refuse: sign the refusal, or send it back");
  if ((transition->rules & MC_RULE_REFUSED) != 0 && !self->refusal)
    return forbid (error, "nobody proposed to refuse: send it back first");

  return (transition->rules & MC_RULE_UNDO) == 0 || check_undo (self, transition, at, actor, error);
}

/* The actions of the table from a state, as `name (role)`. */
static char *
list_actions (McState state)
{
  GString *string = g_string_new (NULL);
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i].from == state)
      g_string_append_printf (string,
                              "%s%s (%s)",
                              string->len > 0 ? ", " : "",
                              rows[i].name,
                              mc_role_to_string (rows[i].role));
  if (string->len == 0)
    g_string_append (string, "none, it is over");

  return g_string_free (string, FALSE);
}

/**
 * mc_path_check:
 * @self: a path
 * @action: an action's name
 * @role: who acts; a director or division head stands in the place of chairman or head
 * @at: when
 * @actor: (nullable): who, as a login; only compared
 * @error: return location for an #McTransitionError
 *
 * Whether @action may come next. Rules that need a calendar (%MC_RULE_EARLY, %MC_RULE_DAY_BEFORE)
 * or what is written with the action (%MC_RULE_REASON and the like) are the caller's. Pure; any
 * thread.
 *
 * Returns: (transfer none) (nullable): the row of the table, or %NULL with @error set
 */
const McTransition *
mc_path_check (const McPath *self,
               const char *action,
               McRole role,
               gint64 at,
               const char *actor,
               GError **error)
{
  const McTransition *transition = mc_workflow_find (action, self->state);

  if (transition == NULL)
    {
      g_autofree char *actions = list_actions (self->state);

      g_set_error (error,
                   MC_TRANSITION_ERROR,
                   MC_TRANSITION_ERROR_ACTION,
                   "“%s” is not possible while the dossier is %s; possible: %s",
                   action,
                   mc_state_to_string (self->state),
                   actions);
      return NULL;
    }
  if (transition->role != mc_workflow_get_place (role))
    {
      g_set_error (error,
                   MC_TRANSITION_ERROR,
                   MC_TRANSITION_ERROR_ROLE,
                   "“%s” is for the role %s, not %s",
                   action,
                   mc_role_to_string (transition->role),
                   mc_role_to_string (role));
      return NULL;
    }

  return check_rules (self, transition, at, actor, error) ? transition : NULL;
}

/**
 * mc_path_follow:
 * @self: a path
 * @action: an action's name
 * @role: who acts
 * @at: when, not before the last one
 * @actor: (nullable): who
 * @error: return location for an #McTransitionError; @self is then as it was
 *
 * Goes on by one action, as mc_path_check () allows.
 *
 * Returns: %TRUE when it went on
 */
gboolean
mc_path_follow (McPath *self,
                const char *action,
                McRole role,
                gint64 at,
                const char *actor,
                GError **error)
{
  const McTransition *transition = mc_path_check (self, action, role, at, actor, error);

  if (transition == NULL)
    return FALSE;

  if ((transition->rules & MC_RULE_ONCE) != 0)
    {
      if (self->used == NULL)
        self->used = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_add (self->used, (gpointer) transition->name);
    }
  /* A proposal stands from step 5 until the specialist has it again. */
  if (transition->step == 5)
    self->refusal = g_str_equal (transition->name, "propose_refusal");
  else if (mc_state_get_steps_done (transition->to) < 5)
    self->refusal = FALSE;
  self->state = transition->to;
  self->last = transition;
  self->last_at = at;
  g_free (self->last_actor);
  self->last_actor = g_strdup (actor);

  return TRUE;
}
