/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/pickup.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"

#define MAX_NUMBER 100000

static const struct
{
  const char *member;
  gsize offset;
  gboolean required;
} STRINGS[] = {
  { "id", G_STRUCT_OFFSET (McPickup, id), TRUE },
  { "code", G_STRUCT_OFFSET (McPickup, code), TRUE },
  { "procedure_name", G_STRUCT_OFFSET (McPickup, procedure_name), TRUE },
  { "point_name", G_STRUCT_OFFSET (McPickup, point_name), TRUE },
  { "counter", G_STRUCT_OFFSET (McPickup, counter), FALSE },
  { "language", G_STRUCT_OFFSET (McPickup, language), FALSE },
  { "unit_name", G_STRUCT_OFFSET (McPickup, unit_name), FALSE },
  { "masked_name", G_STRUCT_OFFSET (McPickup, masked_name), FALSE },
  { "kiosk", G_STRUCT_OFFSET (McPickup, kiosk), FALSE },
};

static const char *const CHECKS[] = {
  [MC_PICKUP_CLERK_TO_LOOK] = "clerk",
  [MC_PICKUP_CARD_MATCHED] = "card",
};

/**
 * mc_pickup_check_to_string:
 * @check: what was checked
 *
 * Returns: (transfer none): its name in messages and storage. Any thread
 */
const char *
mc_pickup_check_to_string (McPickupCheck check)
{
  g_return_val_if_fail ((guint) check < G_N_ELEMENTS (CHECKS), "clerk");

  return CHECKS[check];
}

/**
 * mc_pickup_check_from_string:
 * @text: (nullable): a name
 * @check: (out): what it names; unchanged on failure
 *
 * Returns: whether @text is such a name. Any thread
 */
gboolean
mc_pickup_check_from_string (const char *text, McPickupCheck *check)
{
  for (guint i = 0; i < G_N_ELEMENTS (CHECKS); i++)
    if (g_strcmp0 (CHECKS[i], text) == 0)
      {
        *check = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * mc_pickup_new:
 *
 * Returns: (transfer full): a number with nothing in it yet
 */
McPickup *
mc_pickup_new (void)
{
  McPickup *self = g_new0 (McPickup, 1);

  self->copy = 1;

  return self;
}

/**
 * mc_pickup_copy:
 * @self: a number
 *
 * Returns: (transfer full): an independent copy. Any thread
 */
McPickup *
mc_pickup_copy (const McPickup *self)
{
  McPickup *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    G_STRUCT_MEMBER (char *, copy, STRINGS[i].offset) =
        g_strdup (G_STRUCT_MEMBER (const char *, self, STRINGS[i].offset));

  return copy;
}

/**
 * mc_pickup_free:
 * @self: (transfer full) (nullable): a number
 */
void
mc_pickup_free (McPickup *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    g_free (G_STRUCT_MEMBER (char *, self, STRINGS[i].offset));
  g_free (self);
}

/**
 * mc_pickup_to_json:
 * @self: a number
 *
 * The answer of PUT /v1/pickups/{id}, and what the kiosk keeps for its print job. What is not known
 * is left out. Any thread.
 *
 * Returns: (transfer full): an object
 */
json_t *
mc_pickup_to_json (const McPickup *self)
{
  g_autofree char *at = NULL;
  json_t *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object ();
  at = mc_time_to_rfc3339 (self->at);
  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    {
      const char *value = G_STRUCT_MEMBER (const char *, self, STRINGS[i].offset);

      if (value != NULL)
        json_object_set_new (object, STRINGS[i].member, json_string (value));
    }
  json_object_set_new (object, "number", json_integer (self->number));
  json_object_set_new (object, "ahead", json_integer (self->ahead));
  json_object_set_new (object, "checked", json_string (mc_pickup_check_to_string (self->check)));
  json_object_set_new (object, "at", json_string (at));
  json_object_set_new (object, "refusal", json_boolean (self->refusal));

  return object;
}

static gboolean
take_number (json_t *object, const char *member, gint64 first, guint *number, GError **error)
{
  gint64 value;

  if (!mc_json_get_int (object, member, &value, error))
    return FALSE;
  if (value < first || value > MAX_NUMBER)
    {
      g_set_error (
          error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “%s” is no such number", member);
      return FALSE;
    }
  *number = value;

  return TRUE;
}

/**
 * mc_pickup_from_json:
 * @object: (nullable): what mc_pickup_to_json () wrote; members it does not know are skipped
 * @error: return location for %MC_JSON_ERROR_MEMBER, naming the member
 *
 * Any thread.
 *
 * Returns: (transfer full): a number, or %NULL with an error
 */
McPickup *
mc_pickup_from_json (json_t *object, GError **error)
{
  g_autoptr (McPickup) self = mc_pickup_new ();

  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    {
      const char *value = STRINGS[i].required
                              ? mc_json_get_string (object, STRINGS[i].member, error)
                              : mc_json_get_optional_string (object, STRINGS[i].member);

      if (value == NULL && STRINGS[i].required)
        return NULL;
      G_STRUCT_MEMBER (char *, self, STRINGS[i].offset) = g_strdup (value);
    }
  if (!take_number (object, "number", 1, &self->number, error) ||
      !take_number (object, "ahead", 0, &self->ahead, error) ||
      !mc_json_get_time (object, "at", &self->at, error))
    return NULL;
  if (!mc_pickup_check_from_string (mc_json_get_optional_string (object, "checked"), &self->check))
    {
      g_set_error_literal (error,
                           MC_JSON_ERROR,
                           MC_JSON_ERROR_MEMBER,
                           "member “checked” is missing or neither card nor clerk");
      return NULL;
    }
  self->refusal = json_is_true (json_object_get (object, "refusal"));

  return g_steal_pointer (&self);
}
