/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/messages.h"

#include <string.h>

#include "app/domain/datetime.h"
#include "app/domain/json.h"

#define PROBLEM_PREFIX "urn:motcua:problem:"
#define MAX_PROBLEM_NAME 40

/* A slow line of a commune: 64 kbit/s. Below this rate a transfer is given up, whoever holds it. */
#define MIN_BYTES_PER_S 8000
#define DEADLINE_BASE_MS 30000

static void
set_optional_string (json_t *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, member, json_string (value));
}

static void
set_optional_time (json_t *object, const char *member, gint64 time)
{
  g_autofree char *text = time != MC_TIME_NONE ? mc_time_to_rfc3339 (time) : NULL;

  set_optional_string (object, member, text);
}

static gboolean
take_string (json_t *object, const char *member, char **value, GError **error)
{
  const char *text = mc_json_get_string (object, member, error);

  *value = g_strdup (text);
  return text != NULL;
}

/* A member that is missing stays %MC_TIME_NONE; one that is there must be a time. */
static gboolean
take_optional_time (json_t *object, const char *member, gint64 *time, GError **error)
{
  *time = MC_TIME_NONE;
  return json_object_get (object, member) == NULL || mc_json_get_time (object, member, time, error);
}

static gboolean
take_boolean (json_t *object, const char *member, gboolean *value, GError **error)
{
  json_t *found = json_object_get (object, member);

  if (!json_is_boolean (found))
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_MEMBER,
                   "member “%s” is missing or not true or false",
                   member);
      return FALSE;
    }
  *value = json_is_true (found);
  return TRUE;
}

static gboolean
take_range (json_t *object,
            const char *member,
            gint64 first,
            gint64 last,
            guint *value,
            GError **error)
{
  gint64 number;

  if (!mc_json_get_int (object, member, &number, error))
    return FALSE;
  if (number < first || number > last)
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_MEMBER,
                   "member “%s” is not between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                   member,
                   first,
                   last);
      return FALSE;
    }
  *value = (guint) number;
  return TRUE;
}

/**
 * mc_status_free:
 * @self: (nullable) (transfer full): a status
 */
void
mc_status_free (McStatus *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->procedure);
  g_free (self->procedure_name);
  g_free (self->unit_name);
  g_free (self->point_name);
  g_free (self->address);
  g_free (self->counter);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  for (guint i = 0; i < MC_N_STEPS; i++)
    g_free (self->steps[i].place);
  g_free (self);
}

static json_t *
describe_missing (GPtrArray *missing)
{
  json_t *names = json_array ();

  for (guint i = 0; i < missing->len; i++)
    json_array_append_new (names, json_string (g_ptr_array_index (missing, i)));
  return names;
}

/**
 * mc_status_to_json:
 * @self: a status
 *
 * The answer of POST /v1/lookups and GET /v1/status/{token}. Times that are not known are left out.
 * Pure; any thread.
 *
 * Returns: (transfer full): an object
 */
json_t *
mc_status_to_json (const McStatus *self)
{
  json_t *object, *steps;

  g_return_val_if_fail (self != NULL, NULL);

  steps = json_array ();
  for (guint i = 0; i < MC_N_STEPS; i++)
    {
      json_t *step = json_object ();

      json_object_set_new (step, "step", json_integer (i + 1));
      set_optional_time (step, "done_at", self->steps[i].done_at);
      set_optional_string (step, "place", self->steps[i].place);
      json_array_append_new (steps, step);
    }

  object = json_object ();
  json_object_set_new (object, "code", json_string (self->code));
  json_object_set_new (object, "procedure", json_string (self->procedure));
  json_object_set_new (object, "procedure_name", json_string (self->procedure_name));
  json_object_set_new (object, "unit_name", json_string (self->unit_name));
  json_object_set_new (object, "point_name", json_string (self->point_name));
  set_optional_string (object, "address", self->address);
  set_optional_string (object, "counter", self->counter);
  json_object_set_new (object, "state", json_string (mc_state_to_string (self->state)));
  json_object_set_new (object, "status", json_integer (self->status));
  set_optional_time (object, "submitted_at", self->submitted_at);
  set_optional_time (object, "expected_due", self->expected_due);
  set_optional_time (object, "due_at", self->due_at);
  set_optional_time (object, "updated_at", self->updated_at);
  json_object_set_new (object, "overdue", json_boolean (self->overdue));
  json_object_set_new (object, "rated", json_boolean (self->rated));
  json_object_set_new (object, "refusal", json_boolean (self->refusal));
  if (self->missing != NULL)
    json_object_set_new (object, "missing", describe_missing (self->missing));
  json_object_set_new (object, "steps", steps);
  return object;
}

static gboolean
read_steps (McStatus *self, json_t *steps, GError **error)
{
  if (!json_is_array (steps) || json_array_size (steps) != MC_N_STEPS)
    {
      g_set_error_literal (error,
                           MC_JSON_ERROR,
                           MC_JSON_ERROR_MEMBER,
                           "member “steps” is missing or not a list of eight");
      return FALSE;
    }
  for (guint i = 0; i < MC_N_STEPS; i++)
    {
      json_t *step = json_array_get (steps, i);

      if (!take_range (step, "step", i + 1, i + 1, &self->steps[i].step, error) ||
          !take_optional_time (step, "done_at", &self->steps[i].done_at, error))
        return FALSE;
      self->steps[i].place = g_strdup (mc_json_get_optional_string (step, "place"));
    }
  return TRUE;
}

/* Whatever else stands among them is skipped: a newer central may say more. */
static GPtrArray *
read_missing (json_t *names)
{
  GPtrArray *missing;
  json_t *name;
  gsize i;

  if (!json_is_array (names))
    return NULL;
  missing = g_ptr_array_new_with_free_func (g_free);
  json_array_foreach (names, i, name) if (json_is_string (name))
      g_ptr_array_add (missing, g_strdup (json_string_value (name)));
  return missing;
}

/**
 * mc_status_from_json:
 * @object: (nullable): what mc_status_to_json() wrote; members it does not know are skipped
 * @error: return location for %MC_JSON_ERROR_MEMBER, naming the member
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): a status; free with mc_status_free()
 */
McStatus *
mc_status_from_json (json_t *object, GError **error)
{
  g_autoptr (McStatus) self = g_new0 (McStatus, 1);
  const char *state;

  if (!take_string (object, "code", &self->code, error) ||
      !take_string (object, "procedure", &self->procedure, error) ||
      !take_string (object, "procedure_name", &self->procedure_name, error) ||
      !take_string (object, "unit_name", &self->unit_name, error) ||
      !take_string (object, "point_name", &self->point_name, error) ||
      !take_range (object, "status", 1, 10, &self->status, error) ||
      !mc_json_get_time (object, "submitted_at", &self->submitted_at, error) ||
      !take_optional_time (object, "expected_due", &self->expected_due, error) ||
      !take_optional_time (object, "due_at", &self->due_at, error) ||
      !mc_json_get_time (object, "updated_at", &self->updated_at, error) ||
      !take_boolean (object, "overdue", &self->overdue, error) ||
      !take_boolean (object, "rated", &self->rated, error) ||
      !read_steps (self, json_object_get (object, "steps"), error))
    return NULL;
  self->address = g_strdup (mc_json_get_optional_string (object, "address"));
  self->counter = g_strdup (mc_json_get_optional_string (object, "counter"));
  self->refusal = json_is_true (json_object_get (object, "refusal"));
  self->missing = read_missing (json_object_get (object, "missing"));

  state = mc_json_get_string (object, "state", error);
  if (state == NULL)
    return NULL;
  if (!mc_state_from_string (state, &self->state))
    {
      g_set_error (
          error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “state”: “%s” is unknown", state);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Lower-case letters, digits and dashes. */
static gboolean
is_problem_name (const char *name)
{
  const gsize length = strlen (name);

  if (length == 0 || length > MAX_PROBLEM_NAME)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (name[i]) && !g_ascii_isdigit (name[i]) && name[i] != '-')
      return FALSE;
  return TRUE;
}

/* What central says, with the HTTP status and the English title that belong to it. */
static const struct
{
  const char *type;
  guint status;
  const char *title;
} problems[] = {
  { "bad-request", 400, "The request is malformed" },
  { "bad-envelope", 422, "The sealed envelope is malformed" },
  { "bad-rating", 422, "A rating is a whole number from 1 to 5" },
  { "bad-digest", 400, "The body is not what its digest says" },
  { "unsigned", 401, "The request is not signed" },
  { "bad-signature", 401, "The signature does not verify" },
  { "unknown-key", 401, "No kiosk is enrolled with this key" },
  { "clock-skew", 401, "The kiosk's clock is more than five minutes away" },
  { "revoked", 403, "This kiosk was revoked" },
  { "enrolment-refused", 403, "The code was used with another key, or its proof is wrong" },
  { "unknown-code", 404, "The enrolment code is unknown or has expired" },
  { "not-arrived", 404, "No such dossier has arrived yet" },
  { "not-found", 404, "There is nothing at this address" },
  { "method", 405, "This address does not take that method" },
  { "conflict", 409, "The same id arrived with other content" },
  { "other-point", 409, "The result is collected at another point" },
  { "not-ready", 409, "There is no result to collect yet" },
  { "supplement-asked", 409, "Papers are missing" },
  { "refused", 409, "The dossier was not accepted" },
  { "withdrawn", 409, "The dossier was withdrawn" },
  { "stopped", 409, "Processing was stopped" },
  { "handed-over", 409, "The result was handed over before" },
  { "card-mismatch", 409, "The card is not the one of the dossier" },
  { "ask-clerk", 409, "No card is compared here; the clerk looks at the papers" },
  { "length-required", 411, "The request does not say its length" },
  { "too-large", 413, "The body is over the limit" },
  { "pages-missing", 424, "Pages that the dossier names have not arrived" },
  { "quota", 429, "This kiosk has sent enough for today" },
  { "locked", 429, "Too many wrong answers today; ask at the counter" },
  { "busy", 503, "The service is busy; try again later" },
  { "storage", 500, "The service could not store this" },
};

/**
 * mc_problem_new:
 * @type: a name of the table above, or another of lower-case letters, digits and dashes
 * @detail: (nullable): what is wrong in this case, for logs and staff
 *
 * A problem with the status and title that the table gives its type (500 for a type that is not in
 * it). Pure; any thread.
 *
 * Returns: (transfer full): a problem; free with mc_problem_free()
 */
McProblem *
mc_problem_new (const char *type, const char *detail)
{
  McProblem *self;

  g_return_val_if_fail (type != NULL && is_problem_name (type), NULL);

  self = g_new0 (McProblem, 1);
  self->type = g_strdup (type);
  self->detail = g_strdup (detail);
  self->status = 500;
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (strcmp (problems[i].type, type) == 0)
      {
        self->status = problems[i].status;
        self->title = g_strdup (problems[i].title);
      }
  if (self->title == NULL)
    self->title = g_strdup (type);
  return self;
}

/**
 * mc_problem_free:
 * @self: (nullable) (transfer full): a problem
 */
void
mc_problem_free (McProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->title);
  g_free (self->detail);
  json_decref (self->extra);
  g_free (self);
}

/**
 * mc_problem_to_json:
 * @self: a problem
 *
 * The body of an application/problem+json answer (RFC 9457). Pure; any thread.
 *
 * Returns: (transfer full): an object
 */
json_t *
mc_problem_to_json (const McProblem *self)
{
  json_t *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = self->extra != NULL ? json_copy (self->extra) : json_object ();
  json_object_set_new (object, "type", json_sprintf (PROBLEM_PREFIX "%s", self->type));
  json_object_set_new (object, "title", json_string (self->title));
  json_object_set_new (object, "status", json_integer (self->status));
  set_optional_string (object, "detail", self->detail);
  return object;
}

/**
 * mc_problem_from_json:
 * @object: (nullable): an answer's body
 * @error: return location for %MC_JSON_ERROR_MEMBER
 *
 * Reads a problem of ours; types that the table does not know are taken, types of others
 * ("about:blank") are not. Pure; any thread.
 *
 * Returns: (transfer full): a problem; free with mc_problem_free()
 */
McProblem *
mc_problem_from_json (json_t *object, GError **error)
{
  g_autoptr (McProblem) self = g_new0 (McProblem, 1);
  const char *type;

  type = mc_json_get_string (object, "type", error);
  if (type == NULL)
    return NULL;
  if (!g_str_has_prefix (type, PROBLEM_PREFIX) || !is_problem_name (type + strlen (PROBLEM_PREFIX)))
    {
      g_set_error_literal (
          error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “type” is not a problem of ours");
      return NULL;
    }
  if (!take_range (object, "status", 400, 599, &self->status, error) ||
      !take_string (object, "title", &self->title, error))
    return NULL;
  self->type = g_strdup (type + strlen (PROBLEM_PREFIX));
  self->detail = g_strdup (mc_json_get_optional_string (object, "detail"));

  self->extra = json_copy (object);
  json_object_del (self->extra, "type");
  json_object_del (self->extra, "title");
  json_object_del (self->extra, "status");
  json_object_del (self->extra, "detail");
  if (json_object_size (self->extra) == 0)
    g_clear_pointer (&self->extra, json_decref);
  return g_steal_pointer (&self);
}

/**
 * mc_transfer_deadline_ms:
 * @length: bytes of the message, as its sender declared them
 *
 * The one deadline that kiosk and central share: 30 s, and 1 s more for every 8,000 bytes, so that
 * a sender that is slower than the slowest line in service (64 kbit/s) is cut by both alike.
 *
 * Returns: milliseconds for the whole exchange; at most %G_MAXUINT
 */
guint
mc_transfer_deadline_ms (gsize length)
{
  const guint64 ms = DEADLINE_BASE_MS + (guint64) length / MIN_BYTES_PER_S * 1000 +
                     (guint64) length % MIN_BYTES_PER_S * 1000 / MIN_BYTES_PER_S;

  return (guint) MIN (ms, G_MAXUINT);
}
