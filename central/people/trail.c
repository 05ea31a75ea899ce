/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/trail.h"

#include "central/people/accounts.h"

typedef struct
{
  McAnswer *answer; /* (owned) */
  char *action;     /* (owned) */
  char *dossier;    /* (owned) (nullable) */
  char *unit;       /* (owned) (nullable) */
  char *office;     /* (owned) (nullable) */
  char *detail;     /* (owned) (nullable) */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  mc_answer_free (kept->answer);
  g_free (kept->action);
  g_free (kept->dossier);
  g_free (kept->unit);
  g_free (kept->office);
  g_free (kept->detail);
  g_free (kept);
}

static gboolean
add_line (McStorage *storage,
          gint64 at,
          const char *login,
          const char *action,
          const char *dossier,
          const char *unit,
          const char *office,
          const char *detail,
          GError **error)
{
  g_autoptr (McTrailRecord) line = mc_trail_record_new ();

  line->at = at;
  line->login = g_strdup (login);
  line->action = g_strdup (action);
  line->dossier = g_strdup (dossier);
  line->unit = g_strdup (unit);
  line->office = g_strdup (office);
  line->detail = g_strdup (detail);

  return mc_people_add_trail (MC_PEOPLE (storage), line, error);
}

static gboolean
add (McStorage *storage,
     const McRequest *request,
     const char *action,
     const char *dossier,
     const char *unit,
     const char *office,
     const char *detail,
     GError **error)
{
  return add_line (storage,
                   request->now,
                   request->user == NULL ? "-" : request->user->login,
                   action,
                   dossier,
                   unit,
                   office,
                   detail,
                   error);
}

/* Whose auditor sees it: the dossier's desk; without a dossier, that of who asks. */
static const char *
get_unit (const McRequest *request, const McDossierRecord *record)
{
  if (record != NULL)
    return record->unit;

  return request->user == NULL ? NULL : mc_account_get_unit (request->user);
}

/* And the auditor of those who decide. */
static const char *
get_office (const McDossierRecord *record)
{
  return record == NULL || g_strcmp0 (record->resolver, record->unit) == 0 ? NULL
                                                                           : record->resolver;
}

/**
 * mc_trail_add_line:
 * @storage: in a transaction
 * @at: when
 * @login: who: an account, "-" for nobody that is known, "command" for motcua-central itself
 * @action: what is done: "sign-in", "user-add", …
 * @unit: (nullable): whose auditor shall see it
 * @detail: (nullable): more of it, without personal data of citizens
 * @error: return location for an error of the storage
 *
 * For what nobody signed in does; else mc_trail_add (). The thread of the transaction.
 *
 * Returns: %TRUE when the line is part of the transaction
 */
gboolean
mc_trail_add_line (McStorage *storage,
                   gint64 at,
                   const char *login,
                   const char *action,
                   const char *unit,
                   const char *detail,
                   GError **error)
{
  return add_line (storage, at, login, action, NULL, unit, NULL, detail, error);
}

/**
 * mc_trail_add:
 * @storage: in a transaction
 * @request: who asks, and when
 * @action: what is done: "step", "print", "search", …
 * @record: (nullable): the dossier that it is about
 * @detail: (nullable): more of it, without personal data of citizens
 * @error: return location for an error of the storage
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE when the line is part of the transaction
 */
gboolean
mc_trail_add (McStorage *storage,
              const McRequest *request,
              const char *action,
              const McDossierRecord *record,
              const char *detail,
              GError **error)
{
  return add (storage,
              request,
              action,
              record == NULL ? NULL : record->id,
              get_unit (request, record),
              get_office (record),
              detail,
              error);
}

/**
 * mc_trail_keep_page:
 * @request: (inout): a request whose route's `write` is mc_trail_write_page ()
 * @answer: (transfer full): what is to be shown
 * @action: what is done: "view", "print", "search", …
 * @record: (nullable): the dossier that is shown
 * @detail: (nullable): more of it, without personal data of citizens
 *
 * HTTP or worker thread.
 *
 * Returns: (nullable): always %NULL, for the handler to return
 */
McAnswer *
mc_trail_keep_page (McRequest *request,
                    McAnswer *answer,
                    const char *action,
                    const McDossierRecord *record,
                    const char *detail)
{
  Kept *kept = g_new0 (Kept, 1);

  kept->answer = answer;
  kept->action = g_strdup (action);
  kept->dossier = g_strdup (record == NULL ? NULL : record->id);
  kept->unit = g_strdup (get_unit (request, record));
  kept->office = g_strdup (get_office (record));
  kept->detail = g_strdup (detail);
  mc_request_set_state (request, kept, kept_free);

  return NULL;
}

/**
 * mc_trail_write_page:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_trail_keep_page () prepared
 * @error: return location for an error of the storage
 *
 * Returns: (transfer full) (nullable): the page, to be sent after the commit
 */
McAnswer *
mc_trail_write_page (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Kept *kept = request->state;

  if (!add (storage,
            request,
            kept->action,
            kept->dossier,
            kept->unit,
            kept->office,
            kept->detail,
            error))
    return NULL;

  return mc_answer_copy (kept->answer);
}
