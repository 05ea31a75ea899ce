/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/applicant.h"
#include "app/domain/json.h"

#include <string.h>

static McApplicant *
new_person (void)
{
  GDate today;
  g_autoptr (McCard) card = NULL;
  McApplicant *applicant = mc_applicant_new (MC_APPLICANT_PERSON);

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, 6, 2025);
  card =
      mc_card_parse ("001304000028||Trần Thị B|29022004|Nữ|Thôn 1, Xã Sóc Sơn, Hà Nội|01082024||||",
                     -1,
                     &today,
                     NULL);
  mc_applicant_take_card (applicant, card);
  return applicant;
}

static McApplicant *
new_organisation (void)
{
  McApplicant *applicant = new_person ();

  applicant->kind = MC_APPLICANT_ORGANISATION;
  applicant->organisation = g_strdup ("Công ty TNHH Hoa Sen");
  applicant->tax_code = g_strdup ("0101234567");
  applicant->title = g_strdup ("Giám đốc");
  return applicant;
}

/* A card fills a person whole, and of an organisation only the representative. */
static void
test_take_card (void)
{
  GDate today;
  g_autoptr (McCard) card = NULL;
  g_autoptr (McApplicant) person = new_person ();
  g_autoptr (McApplicant) company = mc_applicant_new (MC_APPLICANT_ORGANISATION);

  g_assert_cmpstr (person->name, ==, "Trần Thị B");
  g_assert_cmpstr (person->id_number, ==, "001304000028");
  g_assert_cmpstr (person->address, ==, "Thôn 1, Xã Sóc Sơn, Hà Nội");
  g_assert_true (person->from_card);
  g_assert_cmpint (person->sex, ==, MC_SEX_FEMALE);

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, 6, 2025);
  card =
      mc_card_parse ("001099000017||Nguyễn Văn A|01011999|Nam|Hà Nội|01012022", -1, &today, NULL);
  company->organisation = g_strdup ("Công ty A");
  company->address = g_strdup ("1 Tràng Tiền");
  mc_applicant_take_card (company, card);
  g_assert_cmpstr (company->address, ==, "1 Tràng Tiền");
  g_assert_cmpstr (company->name, ==, "Nguyễn Văn A");
  g_assert_cmpstr (mc_applicant_get_display_name (company), ==, "Công ty A");
}

static void
assert_check (McApplicant *applicant, int code)
{
  g_autoptr (McApplicant) owned = applicant;
  g_autoptr (GError) error = NULL;
  gboolean good = mc_applicant_check (owned, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_true (good);
    }
  else
    {
      g_assert_false (good);
      g_assert_error (error, MC_APPLICANT_ERROR, code);
    }
}

static McApplicant *
with (McApplicant *applicant, gsize offset, const char *value)
{
  char **member = G_STRUCT_MEMBER_P (applicant, offset);

  g_free (*member);
  *member = g_strdup (value);
  return applicant;
}

/* Who files is known well enough, and does not contradict themselves. */
static void
test_check (void)
{
  McApplicant *other;

  assert_check (new_person (), -1);
  assert_check (new_organisation (), -1);
  assert_check (
      with (new_organisation (), G_STRUCT_OFFSET (McApplicant, tax_code), "0101234567001"), -1);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, name), NULL),
                MC_APPLICANT_ERROR_NAME);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, id_number), "001204000028"),
                MC_APPLICANT_ERROR_ID_NUMBER);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, id_number), NULL),
                MC_APPLICANT_ERROR_ID_NUMBER);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, phone), "12"),
                MC_APPLICANT_ERROR_PHONE);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, phone), "0912345678"), -1);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, phone), "+84912345678"), -1);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, email), "b@@vi.du"),
                MC_APPLICANT_ERROR_EMAIL);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, email), "b@vidu"),
                MC_APPLICANT_ERROR_EMAIL);
  assert_check (with (new_person (), G_STRUCT_OFFSET (McApplicant, email), "b@vidu.vn"), -1);
  assert_check (with (new_organisation (), G_STRUCT_OFFSET (McApplicant, organisation), ""),
                MC_APPLICANT_ERROR_ORGANISATION);
  assert_check (with (new_organisation (), G_STRUCT_OFFSET (McApplicant, tax_code), "01012345"),
                MC_APPLICANT_ERROR_TAX_CODE);
  assert_check (with (new_organisation (), G_STRUCT_OFFSET (McApplicant, title), NULL),
                MC_APPLICANT_ERROR_TITLE);

  other = new_person ();
  g_date_clear (&other->birth_date, 1);
  assert_check (other, MC_APPLICANT_ERROR_BIRTH_DATE);
}

/* Persons and organisations come through JSON as they were, copies too. */
static void
test_json (void)
{
  McApplicant *both[] = { new_person (), new_organisation () };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McApplicant) copy = mc_applicant_copy (both[i]);
      g_autoptr (McApplicant) read = NULL;
      g_autoptr (json_t) object = mc_applicant_to_json (both[i]);
      g_autoptr (json_t) again = NULL;

      mc_applicant_free (both[i]);
      read = mc_applicant_from_json (object, &error);
      g_assert_no_error (error);
      again = mc_applicant_to_json (read);
      g_assert_true (json_equal (object, again));
      g_assert_cmpstr (copy->name, ==, read->name);
    }
}

/* JSON from outside is normalised, and what is odd in it is named. */
static void
test_json_bad (void)
{
  static const struct
  {
    const char *json, *member;
  } cases[] = {
    { "{}", "kind" },
    { "{\"kind\":\"agency\"}", "kind" },
    { "{\"kind\":\"person\",\"name\":7}", "name" },
    { "{\"kind\":\"person\",\"name\":\"a\\nb\"}", "name" },
    { "{\"kind\":\"person\",\"sex\":\"Nam\"}", "sex" },
    { "{\"kind\":\"person\",\"birth_date\":\"2023-02-29\"}", "birth_date" },
    { "{\"kind\":\"person\",\"from_card\":\"yes\"}", "from_card" },
    { "{\"kind\":\"person\",\"nickname\":\"B\"}", "nickname" },
  };
  g_autoptr (json_t) decomposed = json_pack (
      "{s:s, s:s}", "kind", "person", "name", " Tra\u0302\u0300n  Thi\u0323 B ");
  g_autoptr (McApplicant) applicant = mc_applicant_from_json (decomposed, NULL);

  g_assert_cmpstr (applicant->name, ==, "Trần Thị B");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) object =
                     mc_json_parse (cases[i].json, strlen (cases[i].json), 1000, "x", NULL);

      g_assert_null (mc_applicant_from_json (object, &error));
      g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
      g_assert_nonnull (strstr (error->message, cases[i].member));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/applicant/take-card", test_take_card);
  g_test_add_func ("/domain/applicant/check", test_check);
  g_test_add_func ("/domain/applicant/json", test_json);
  g_test_add_func ("/domain/applicant/json/bad", test_json_bad);

  return g_test_run ();
}
