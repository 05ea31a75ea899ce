/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/json.h"
#include "app/domain/pickup.h"

static McPickup *
create_pickup (void)
{
  McPickup *self = mc_pickup_new ();

  self->id = g_strdup ("01977a2e-0000-7000-8000-000000000001");
  self->code = g_strdup ("H26.104-250620-200012");
  self->procedure_name = g_strdup ("Đăng ký khai sinh");
  self->point_name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  self->counter = g_strdup ("2");
  self->number = 7;
  self->ahead = 1;
  self->check = MC_PICKUP_CARD_MATCHED;
  self->at = 1750411860;
  self->refusal = TRUE;

  return self;
}

/* What is known goes round, what is not known is not there. */
static void
test_json (void)
{
  g_autoptr (McPickup) pickup = create_pickup ();
  g_autoptr (McPickup) copy = NULL;
  g_autoptr (McPickup) read = NULL;
  g_autoptr (json_t) object = mc_pickup_to_json (pickup);
  g_autoptr (json_t) again = NULL;
  g_autoptr (json_t) local = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (json_object_get (object, "masked_name"));
  g_assert_cmpstr (mc_json_get_optional_string (object, "checked"), ==, "card");
  read = mc_pickup_from_json (object, &error);
  g_assert_no_error (error);
  again = mc_pickup_to_json (read);
  g_assert_true (json_equal (object, again));
  g_assert_cmpuint (read->number, ==, 7);
  g_assert_true (read->refusal);

  read->masked_name = g_strdup ("Trần Thị B•••");
  read->language = g_strdup ("en");
  copy = mc_pickup_copy (read);
  local = mc_pickup_to_json (copy);
  g_assert_cmpstr (mc_json_get_optional_string (local, "masked_name"), ==, "Trần Thị B•••");
  g_assert_cmpstr (mc_json_get_optional_string (local, "language"), ==, "en");
}

/* What a slip could not say is no number. */
static void
test_refused (void)
{
  static const struct
  {
    const char *member;
    const char *value; /* JSON; NULL takes the member away */
  } rows[] = {
    { "id", NULL },         { "code", NULL },          { "procedure_name", "7" },
    { "point_name", NULL }, { "number", "0" },         { "number", "\"7\"" },
    { "number", "1e3" },    { "number", "100001" },    { "ahead", "-1" },
    { "at", NULL },         { "at", "\"today\"" },     { "checked", NULL },
    { "checked", "true" },  { "checked", "\"Card\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (McPickup) pickup = create_pickup ();
      g_autoptr (json_t) object = mc_pickup_to_json (pickup);
      g_autoptr (GError) error = NULL;

      if (rows[i].value == NULL)
        json_object_del (object, rows[i].member);
      else
        json_object_set_new (
            object, rows[i].member, json_loads (rows[i].value, JSON_DECODE_ANY, NULL));
      g_assert_null (mc_pickup_from_json (object, &error));
      g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
      g_assert_nonnull (strstr (error->message, rows[i].member));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pickup/json", test_json);
  g_test_add_func ("/pickup/refused", test_refused);

  return g_test_run ();
}
