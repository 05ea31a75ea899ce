/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/json.h"
#include "app/domain/receipt.h"
#include "tests/app/domain/forms.h"

#define ID "01977a2e-6c00-7abc-8def-0123456789ab"
#define TOKEN "0123456789ABCDEFGHJKMNPQRS"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  McCatalogue *catalogue; /* (owned) */
  McProcedure *procedure; /* (unowned) */
  McDossier *dossier;     /* (owned), a whole one */
  GDate today;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  fixture->today = forms_day ("2025-06-20");
  fixture->catalogue = forms_catalogue ();
  fixture->procedure = mc_catalogue_find (fixture->catalogue, "1.001193", &fixture->today);
  g_assert_nonnull (fixture->procedure);
  text = forms_read ("examples", "birth.json", &length);
  fixture->dossier = mc_dossier_from_submission (
      text, length, "birth.json", fixture->catalogue, &fixture->today, &error);
  g_assert_no_error (error);
  fixture->dossier->id = g_strdup (ID);
  fixture->dossier->code = g_strdup ("H26.107-250620-070012");
  fixture->dossier->status_token = g_strdup (TOKEN);
  fixture->dossier->kiosk = g_strdup ("HK-03");
  fixture->dossier->point_code = g_strdup ("00070");
  fixture->dossier->agency_code = g_strdup ("H26.107");
  fixture->dossier->notice_version = g_strdup ("1");
  g_assert_true (
      mc_time_from_rfc3339 ("2025-06-20T16:00:00+07:00", &fixture->dossier->submitted_at, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mc_dossier_free (fixture->dossier);
  g_assert_finalize_object (fixture->catalogue);
}

static void
assert_invalid (GError *error, const char *beginning)
{
  g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID);
  if (!g_str_has_prefix (error->message, beginning))
    g_error ("\"%s\" does not begin with \"%s\"", error->message, beginning);
}

/* A whole dossier passes its own check. */
static void
test_check_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_dossier_check (fixture->dossier, fixture->procedure, &fixture->today, &error));
  g_assert_no_error (error);
}

/* What is written reads back the same, pages, times and all. */
static void
test_json_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) read = NULL;
  g_autoptr (json_t) json = NULL;
  g_autoptr (json_t) again = NULL;
  McDossierDocument *document = mc_dossier_find_document (fixture->dossier, "birth_notice");

  mc_dossier_document_add_page (document, SHA256, "image/jpeg", 48123);
  fixture->dossier->unseen = TRUE;
  fixture->dossier->scenario = g_strdup ("KS-01");
  fixture->dossier->expected_due = fixture->dossier->submitted_at + 3600;
  json = mc_dossier_to_json (fixture->dossier);
  read = mc_dossier_from_json (json, &error);
  g_assert_no_error (error);
  again = mc_dossier_to_json (read);
  g_assert_true (json_equal (json, again));
  g_assert_cmpstr (mc_answers_get (read->answers, "child_name"), ==, "Nguyễn Minh Khuê");
  g_assert_true (mc_dossier_check (read, fixture->procedure, &fixture->today, &error));
  g_assert_no_error (error);
}

/* Each member that is taken away, of another type or unknown is named. */
static void
test_json_strict (Fixture *fixture, gconstpointer data)
{
  static const char *const OPTIONAL[] = { "code",     "owner",  "expected_due",
                                          "scenario", "format", NULL };
  g_autoptr (json_t) json = mc_dossier_to_json (fixture->dossier);
  const char *member;
  json_t *value;

  json_object_foreach (json, member, value)
  {
    g_autoptr (json_t) copy = json_copy (json);
    g_autoptr (GError) error = NULL;
    g_autofree char *beginning = g_strdup_printf ("/%s: ", member);

    json_object_set_new (copy, member, json_null ());
    if (g_str_equal (member, "format"))
      {
        g_assert_null (mc_dossier_from_json (copy, &error));
        g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_FORMAT);
        continue;
      }
    g_assert_null (mc_dossier_from_json (copy, &error));
    assert_invalid (error, beginning);
    if (g_strv_contains (OPTIONAL, member))
      continue;
    g_clear_error (&error);
    json_object_del (copy, member);
    g_assert_null (mc_dossier_from_json (copy, &error));
    assert_invalid (error, beginning);
  }

  {
    g_autoptr (GError) error = NULL;

    json_object_set_new (json, "colour", json_string ("red"));
    g_assert_null (mc_dossier_from_json (json, &error));
    assert_invalid (error, "/colour: unknown member");
  }
}

/* A dossier of a later format is told apart from rubbish: it is kept for a newer program. */
static void
test_json_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (json_t) json = mc_dossier_to_json (fixture->dossier);
  g_autoptr (GError) error = NULL;

  json_object_set_new (json, "format", json_integer (2));
  g_assert_null (mc_dossier_from_json (json, &error));
  g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "newer"));
  g_clear_error (&error);
  g_assert_null (mc_dossier_from_json (NULL, &error));
  g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_FORMAT);
}

typedef void (*Damage) (McDossier *dossier);

static void
damage_version (McDossier *dossier)
{
  g_free (dossier->version);
  dossier->version = g_strdup ("99");
}

static void
damage_id (McDossier *dossier)
{
  dossier->id[14] = '4';
}

static void
damage_token (McDossier *dossier)
{
  dossier->status_token[0] = 'U';
}

static void
damage_code (McDossier *dossier)
{
  g_free (dossier->code);
  dossier->code = g_strdup ("H26.107-250230-070012");
}

static void
damage_applicant (McDossier *dossier)
{
  g_free (dossier->applicant->id_number);
  dossier->applicant->id_number = g_strdup ("001098004321"); /* a man's number */
}

static void
damage_kind (McDossier *dossier)
{
  dossier->applicant->kind = MC_APPLICANT_ORGANISATION;
  dossier->applicant->organisation = g_strdup ("Công ty A");
  dossier->applicant->tax_code = g_strdup ("0100109106");
  dossier->applicant->title = g_strdup ("Giám đốc");
}

static void
damage_answer (McDossier *dossier)
{
  mc_answers_set (dossier->answers, "child_birth_date", "2025-06-21");
}

static void
damage_canonical (McDossier *dossier)
{
  mc_answers_set (dossier->answers, "child_birth_date", "14/06/2025");
}

static void
damage_hidden (McDossier *dossier)
{
  mc_answers_set (dossier->answers, "has_father", "no");
}

static void
damage_stray (McDossier *dossier)
{
  mc_answers_set (dossier->answers, "shoe_size", "39");
}

static void
damage_papers (McDossier *dossier)
{
  g_ptr_array_remove_index (dossier->documents, 0);
}

static void
damage_twice (McDossier *dossier)
{
  mc_dossier_add_document (dossier, "declaration");
}

static void
damage_foreign_paper (McDossier *dossier)
{
  mc_dossier_add_document (dossier, "charter");
}

static void
damage_unneeded_paper (McDossier *dossier)
{
  mc_dossier_add_document (dossier, "witness_paper");
}

static void
damage_page (McDossier *dossier)
{
  mc_dossier_document_add_page (
      g_ptr_array_index (dossier->documents, 0), SHA256, "application/pdf", 10);
}

static void
damage_limit (McDossier *dossier)
{
  g_free (dossier->limit_case);
  dossier->limit_case = g_strdup ("next_year");
}

static const struct
{
  const char *name;
  Damage damage;
  const char *beginning;
} DAMAGES[] = {
  { "version", damage_version, "version: " },
  { "id", damage_id, "id: " },
  { "token", damage_token, "status_token: " },
  { "code", damage_code, "code: " },
  { "applicant", damage_applicant, "applicant: " },
  { "kind", damage_kind, "applicant: an organisation cannot" },
  { "answer", damage_answer, "answers: child_birth_date: is too late: not after 20/6/2025" },
  { "canonical", damage_canonical, "answers: child_birth_date: is not in its canonical form" },
  { "hidden", damage_hidden, "answers: father_" },
  { "stray", damage_stray, "answers: shoe_size: is not a field" },
  { "papers", damage_papers, "documents: \"declaration\" is missing" },
  { "twice", damage_twice, "documents: \"declaration\" stands twice" },
  { "foreign-paper", damage_foreign_paper, "documents: \"charter\" is no paper" },
  { "unneeded-paper", damage_unneeded_paper, "documents: \"witness_paper\" does not belong" },
  { "page", damage_page, "documents: page 1 of \"declaration\"" },
  { "limit", damage_limit, "limit_case: " },
};

/* Each kind of damage is found, and the message begins with the member. */
static void
test_check_damage (Fixture *fixture, gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  DAMAGES[index].damage (fixture->dossier);
  g_assert_false (mc_dossier_check (fixture->dossier, fixture->procedure, &fixture->today, &error));
  assert_invalid (error, DAMAGES[index].beginning);
}

/* The owner is checked as the applicant is. */
static void
test_check_owner (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dossier->owner = mc_applicant_copy (fixture->dossier->applicant);
  g_assert_true (mc_dossier_check (fixture->dossier, fixture->procedure, &fixture->today, &error));
  g_clear_pointer (&fixture->dossier->owner->name, g_free);
  g_assert_false (mc_dossier_check (fixture->dossier, fixture->procedure, &fixture->today, &error));
  assert_invalid (error, "owner: ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/domain/dossier/check/good", test_check_good);
  ADD ("/domain/dossier/check/owner", test_check_owner);
  ADD ("/domain/dossier/json/round-trip", test_json_round_trip);
  ADD ("/domain/dossier/json/strict", test_json_strict);
  ADD ("/domain/dossier/json/newer", test_json_newer);
#undef ADD
  for (guint i = 0; i < G_N_ELEMENTS (DAMAGES); i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/dossier/check/%s", DAMAGES[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_check_damage, tear_down);
    }

  return g_test_run ();
}
