/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/domain/forms.h"

#include <string.h>

#define DAY "2025-06-20"

/* The shipped birth.json with one text in it replaced. */
static char *
change (const char *from, const char *to)
{
  gsize length;
  g_autofree char *text = forms_read ("examples", "birth.json", &length);
  GString *changed = g_string_new (text);

  if (g_string_replace (changed, from, to, 0) != 1)
    g_error ("\"%s\" is not there once", from);
  return g_string_free (changed, FALSE);
}

static McDossier *
read_on (const char *text, const char *day, GError **error)
{
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate date = forms_day (day);

  return mc_dossier_from_submission (text, strlen (text), "file.json", catalogue, &date, error);
}

typedef struct
{
  const char *name;
  const char *from, *to;
  const char *expect; /* the whole message, or its beginning when it ends in … */
} Row;

static const Row WRONG[] = {
  { "procedure",
    "\"1.001193\"",
    "\"1.001194\"",
    "file.json:3: /procedure: no procedure \"1.001194\" is in force today; did you mean "
    "\"1.001193\"?" },
  { "language",
    "\"language\": \"vi\"",
    "\"language\": \"fr\"",
    "file.json:4: /language: must be one of: vi, en" },
  { "unknown",
    "\"language\"",
    "\"lang\": \"vi\", \"language\"",
    "file.json:4: /lang: unknown member" },
  { "missing-consent",
    "\"consent\": { \"sms\": true, \"survey\": false }",
    "\"scenario\": \"A\"",
    "file.json:1: /consent: missing" },
  { "kind",
    "\"kind\": \"person\"",
    "\"kind\": \"persn\"",
    "file.json:6: /applicant/kind: must be one of: person, organisation; did you mean "
    "\"person\"?" },
  { "name",
    "\"name\": \"Trần Thị Bích Ngọc\"",
    "\"name\": \"Trần Thị 8\"",
    "file.json:7: /applicant/name: has a character that is not allowed: 8" },
  { "id-number",
    "001198004321",
    "00119800432",
    "file.json:8: /applicant/id_number: is too short…" },
  { "id-number-sex",
    "001198004321",
    "001098004321",
    "file.json:8: /applicant/id_number: the identity number does not agree with the sex" },
  { "id-number-year",
    "\"1998-03-08\"",
    "\"1997-03-08\"",
    "file.json:8: /applicant/id_number: the identity number does not agree with the year of "
    "birth" },
  { "birth-date",
    "\"1998-03-08\"",
    "\"30/02/1998\"",
    "file.json:9: /applicant/birth_date: is not a day of the calendar" },
  { "no-birth-date",
    "\"birth_date\": \"1998-03-08\",",
    "",
    "file.json:5: /applicant/birth_date: the date of birth is missing…" },
  { "phone",
    "\"0912345678\"",
    "\"113\"",
    "file.json:12: /applicant/phone: is not written as it should be" },
  { "person-with-title",
    "\"from_card\"",
    "\"title\": \"Giám đốc\", \"from_card\"",
    "file.json:13: /applicant/title: unknown member" },
  { "answer-unknown",
    "\"child_sex\"",
    "\"child_sx\"",
    "file.json:15: /answers/child_sex: must be answered\n"
    "file.json:18: /answers/child_sx: is not a field of this procedure; did you mean "
    "\"child_sex\"?" },
  { "answer-date",
    "\"2025-06-14\"",
    "\"2025-06-21\"",
    "file.json:19: /answers/child_birth_date: is too late: not after 20/6/2025" },
  { "answer-choice",
    "\"female\",\n    \"child_birth_date\"",
    "\"nữ\",\n    \"child_birth_date\"",
    "file.json:18: /answers/child_sex: is not one of the choices" },
  { "answer-number",
    "\"copies\": \"2\"",
    "\"copies\": 2",
    "file.json:32: /answers/copies: must be a string" },
  { "answer-hidden",
    "\"has_father\": \"yes\"",
    "\"has_father\": \"no\"",
    "file.json:29: /answers/father_name: is answered though it is not asked\n"
    "file.json:30: /answers/father_birth_year: is answered though it is not asked\n"
    "file.json:31: /answers/father_residence: is answered though it is not asked" },
  { "answer-twice",
    "\"copies\": \"2\"",
    "\"copies\": \"2\", \"copies\": \"3\"",
    "file.json:32: /answers/copies: stands twice in the same object" },
  { "document-unknown",
    "\"birth_notice\": {",
    "\"birth_notise\": {",
    "file.json:35: /documents/birth_notise: is no paper of this procedure; did you mean "
    "\"birth_notice\"?" },
  { "document-unneeded",
    "\"marriage_certificate\": {",
    "\"witness_paper\": {",
    "file.json:36: /documents/witness_paper: does not belong to a dossier with these answers" },
  { "document-count",
    "\"birth_notice\": { \"originals\": 1 }",
    "\"birth_notice\": { \"originals\": -1 }",
    "file.json:35: /documents/birth_notice/originals: out of range: 0 to 99" },
  { "limit-case",
    "\"consent\"",
    "\"limit_case\": \"soon\", \"consent\"",
    "file.json:38: /limit_case: is no time limit of this procedure" },
  { "consent-type",
    "\"sms\": true",
    "\"sms\": \"yes\"",
    "file.json:38: /consent/sms: must be true or false" },
  { "syntax", "\"language\": \"vi\",", "\"language\": \"vi\"", "file.json:5: /: not JSON: …" },
  { "deep",
    "\"copies\": \"2\"",
    "\"copies\": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
    "file.json:32: /answers/copies/0/0…" },
};

/* Each mistake is told with its line and pointer, and nothing else is. */
static void
test_wrong (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *text = change (row->from, row->to);
  g_autofree char *expect = g_strdup (row->expect);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_on (text, DAY, &error));
  g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID);
  if (g_str_has_suffix (expect, "…"))
    {
      expect[strlen (expect) - strlen ("…")] = '\0';
      if (!g_str_has_prefix (error->message, expect))
        g_assert_cmpstr (error->message, ==, expect);
    }
  else
    g_assert_cmpstr (error->message, ==, expect);
}

/* Values may be written as people type them; the dossier holds them canonical. */
static void
test_normalised (void)
{
  g_autofree char *text = change ("\"2025-06-14\"", "\" 14/6/2025 \"");
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = read_on (text, DAY, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mc_answers_get (dossier->answers, "child_birth_date"), ==, "2025-06-14");
}

/* What the file leaves out is filled as the screens fill it: from the applicant, from defaults,
 * and with the papers that are required. */
static void
test_filled (void)
{
  g_autofree char *text = change ("\"child_ethnicity\": \"kinh\",", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = read_on (text, DAY, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mc_answers_get (dossier->answers, "child_ethnicity"), ==, "kinh");
  g_assert_cmpstr (mc_answers_get (dossier->answers, "requester_name"), ==, "Trần Thị Bích Ngọc");
  g_assert_null (mc_answers_get (dossier->answers, "child_ethnicity_other"));
  g_assert_nonnull (mc_dossier_find_document (dossier, "declaration"));
  g_assert_nonnull (mc_dossier_find_document (dossier, "requester_id"));
  g_assert_nonnull (mc_dossier_find_document (dossier, "marriage_certificate"));
  g_assert_null (mc_dossier_find_document (dossier, "witness_paper"));
  g_assert_cmpstr (dossier->limit_case, ==, "plain");
  g_assert_cmpstr (dossier->version, ==, "1");
  g_assert_true (dossier->consent_sms);
  g_assert_false (dossier->consent_survey);
  g_assert_null (dossier->id);
  g_assert_null (dossier->code);
}

/* Papers that need not be named are left out, when the file has no list at all. */
static void
test_no_documents (void)
{
  g_autofree char *text = change ("\"documents\": {\n"
                                  "    \"birth_notice\": { \"originals\": 1 },\n"
                                  "    \"marriage_certificate\": { \"originals\": 1 }\n"
                                  "  },",
                                  "");
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = read_on (text, DAY, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dossier->documents->len, ==, 3);
  g_assert_null (mc_dossier_find_document (dossier, "marriage_certificate"));
}

/* A procedure that is not in force on the day cannot be filed. */
static void
test_not_in_force (void)
{
  g_autofree char *text = change ("\"language\": \"vi\"", "\"language\": \"en\"");
  g_autoptr (GError) error = NULL;

  g_assert_null (read_on (text, "2025-05-31", &error));
  g_assert_nonnull (strstr (error->message, "file.json:3: /procedure: no procedure"));
}

/* An organisation cannot file a birth; a procedure for both takes it. */
static void
test_applicant_kind (void)
{
  gsize length;
  g_autofree char *copy = forms_read ("examples", "certified-copy.json", &length);
  g_autoptr (GString) text = g_string_new (copy);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) dossier = read_on (copy, DAY, &error);

  g_assert_no_error (error);
  g_assert_cmpint (dossier->applicant->kind, ==, MC_APPLICANT_ORGANISATION);
  g_assert_cmpstr (dossier->applicant->phone, ==, "02438251234");

  g_string_replace (text, "2.000815", "2.000884", 0);
  g_assert_null (read_on (text->str, DAY, &error));
  g_assert_nonnull (strstr (error->message, "/applicant/kind: cannot file this procedure"));
}

/* Rubbish of every length is refused with a message, never more. */
static void
test_truncated (void)
{
  gsize length;
  g_autofree char *text = forms_read ("examples", "birth.json", &length);
  g_autoptr (McCatalogue) catalogue = forms_catalogue ();
  GDate day = forms_day (DAY);

  while (length > 0 && text[length - 1] != '}')
    length--;
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *part = g_memdup2 (text, MAX (i, 1));
      g_autoptr (GError) error = NULL;

      g_assert_null (mc_dossier_from_submission (part, i, "f", catalogue, &day, &error));
      g_assert_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/submission/normalised", test_normalised);
  g_test_add_func ("/domain/submission/filled", test_filled);
  g_test_add_func ("/domain/submission/no-documents", test_no_documents);
  g_test_add_func ("/domain/submission/not-in-force", test_not_in_force);
  g_test_add_func ("/domain/submission/applicant-kind", test_applicant_kind);
  g_test_add_func ("/domain/submission/truncated", test_truncated);
  for (guint i = 0; i < G_N_ELEMENTS (WRONG); i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/submission/wrong/%s", WRONG[i].name);

      g_test_add_data_func (path, &WRONG[i], test_wrong);
    }

  return g_test_run ();
}
