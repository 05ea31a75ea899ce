/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-dossier-submission"

#include "config.h"
#include "app/domain/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/domain/json-reader.h"
#include "app/domain/language.h"

/* A form's answers with room to spare; pages are given beside the file, not in it. */
#define MAX_SIZE (128 * 1024)
#define MAX_TEXT 4000

static const char *const MEMBERS[] = { "$schema", "procedure", "language",  "applicant",
                                       "owner",   "answers",   "documents", "limit_case",
                                       "consent", "scenario",  NULL };

static const char *const PERSON[] = { "kind",    "name",  "id_number", "birth_date", "sex",
                                      "address", "phone", "email",     "from_card",  NULL };
static const char *const ORGANISATION[] = { "kind",    "organisation", "tax_code",   "title",
                                            "name",    "id_number",    "birth_date", "sex",
                                            "address", "phone",        "email",      "from_card",
                                            NULL };

/* One member of a person, by the rules of its kind of field. Whether it must be there is for
 * mc_applicant_check() to say. */
static void
read_member (const McJsonNode *node,
             const char *member,
             McFieldKind kind,
             const GDate *today,
             char **target)
{
  const char *raw = mc_json_node_get_optional_text (node, member, 1, MAX_TEXT);
  g_autofree char *detail = NULL;
  McFieldProblem problem;

  if (raw == NULL)
    return;
  problem = mc_field_kind_validate (kind, raw, today, target, &detail);
  if (problem != MC_FIELD_PROBLEM_NONE)
    {
      g_autofree char *words = mc_field_problem_describe (problem, detail);

      mc_json_node_mistake (node, member, "%s", words);
    }
}

/* Which member mc_applicant_check() complains of. */
static const char *
blamed_member (const GError *error)
{
  switch ((McApplicantError) error->code)
    {
    case MC_APPLICANT_ERROR_ORGANISATION:
      return "organisation";
    case MC_APPLICANT_ERROR_TAX_CODE:
      return "tax_code";
    case MC_APPLICANT_ERROR_TITLE:
      return "title";
    case MC_APPLICANT_ERROR_NAME:
      return "name";
    case MC_APPLICANT_ERROR_ID_NUMBER:
      return "id_number";
    case MC_APPLICANT_ERROR_BIRTH_DATE:
      return "birth_date";
    case MC_APPLICANT_ERROR_ADDRESS:
      return "address";
    case MC_APPLICANT_ERROR_PHONE:
      return "phone";
    case MC_APPLICANT_ERROR_EMAIL:
      return "email";
    default:
      return NULL;
    }
}

static McApplicant *
read_applicant (McJsonReader *reader,
                const McJsonNode *root,
                const char *member,
                gboolean required,
                const GDate *today)
{
  static const char *const KINDS[] = { "person", "organisation", NULL };
  static const char *const SEXES[] = { "unknown", "male", "female", NULL };
  g_auto (McJsonNode) node = { 0 };
  g_autoptr (McApplicant) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *birth_date = NULL;
  guint before = mc_json_reader_get_n_mistakes (reader);
  int kind, sex;

  if (!(required ? mc_json_node_get : mc_json_node_get_optional) (root, member, JSON_OBJECT, &node))
    return NULL;
  kind = mc_json_node_get_enum (&node, "kind", KINDS, -1);
  if (kind < 0)
    return NULL;

  self = mc_applicant_new (kind == 1 ? MC_APPLICANT_ORGANISATION : MC_APPLICANT_PERSON);
  mc_json_node_allow (&node, kind == 1 ? ORGANISATION : PERSON);
  if (kind == 1)
    {
      read_member (&node, "organisation", MC_FIELD_TEXT, today, &self->organisation);
      read_member (&node, "tax_code", MC_FIELD_TAX_CODE, today, &self->tax_code);
      read_member (&node, "title", MC_FIELD_TEXT, today, &self->title);
    }
  read_member (&node, "name", MC_FIELD_NAME, today, &self->name);
  read_member (&node, "id_number", MC_FIELD_ID_NUMBER, today, &self->id_number);
  read_member (&node, "birth_date", MC_FIELD_DATE, today, &birth_date);
  if (birth_date != NULL)
    mc_date_from_iso (birth_date, &self->birth_date);
  sex = mc_json_node_get_enum (&node, "sex", SEXES, MC_SEX_UNKNOWN);
  self->sex = sex < 0 ? MC_SEX_UNKNOWN : (McSex) sex;
  read_member (&node, "address", MC_FIELD_ADDRESS, today, &self->address);
  read_member (&node, "phone", MC_FIELD_PHONE, today, &self->phone);
  read_member (&node, "email", MC_FIELD_EMAIL, today, &self->email);
  self->from_card = mc_json_node_get_boolean (&node, "from_card", FALSE);

  /* what is missing or does not go together; only when each by itself is right */
  if (mc_json_reader_get_n_mistakes (reader) == before && !mc_applicant_check (self, &error))
    mc_json_node_mistake (&node, blamed_member (error), "%s", error->message);
  return g_steal_pointer (&self);
}

static void
note_unknown_answer (McProcedure *procedure, const McJsonNode *node, const char *key)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autofree char *suggestion = NULL;

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        g_ptr_array_add (keys, (char *) mc_field_get_key (mc_form_page_get_field (page, j)));
    }
  g_ptr_array_add (keys, NULL);
  suggestion = mc_json_suggest (key, (const char *const *) keys->pdata);
  mc_json_node_mistake (node, key, "is not a field of this procedure%s", suggestion);
}

/* The answers of the file in canonical form. A wrong one is noted and kept as it stands, so that
 * it is not reported as missing too. */
static McAnswers *
read_given_answers (McProcedure *procedure,
                    const McJsonNode *node,
                    const GDate *today,
                    GHashTable *wrong)
{
  McAnswers *answers = mc_answers_new ();
  const char *key;
  json_t *value;

  json_object_foreach (node->value, key, value)
  {
    const McField *field = mc_procedure_find_field (procedure, key);
    g_autofree char *canonical = NULL;
    g_autofree char *detail = NULL;
    McFieldProblem problem;

    if (field == NULL)
      {
        note_unknown_answer (procedure, node, key);
        continue;
      }
    if (!json_is_string (value))
      {
        mc_json_node_mistake (node, key, "must be a string");
        g_hash_table_add (wrong, (gpointer) mc_field_get_key (field));
        continue;
      }
    problem = mc_field_validate (field, json_string_value (value), today, &canonical, &detail);
    if (problem != MC_FIELD_PROBLEM_NONE && problem != MC_FIELD_PROBLEM_REQUIRED)
      {
        g_autofree char *words = mc_field_problem_describe (problem, detail);

        mc_json_node_mistake (node, key, "%s", words);
        g_hash_table_add (wrong, (gpointer) mc_field_get_key (field));
      }
    if (canonical != NULL)
      mc_answers_set (answers, key, canonical);
  }
  return answers;
}

static void
check_answers (McProcedure *procedure,
               const McJsonNode *node,
               const McAnswers *given,
               const McAnswers *kept,
               GHashTable *wrong,
               gboolean filled)
{
  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);
      gboolean page_visible = mc_form_page_is_visible (page, kept);

      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        {
          const McField *field = mc_form_page_get_field (page, j);
          const char *key = mc_field_get_key (field);
          gboolean visible = page_visible && mc_field_is_visible (field, kept);

          if (g_hash_table_contains (wrong, key))
            continue;
          if (!visible && mc_answers_get (given, key) != NULL)
            mc_json_node_mistake (node, key, "is answered though it is not asked");
          if (visible && mc_field_is_required (field) && mc_answers_get (kept, key) == NULL &&
              (filled || mc_field_get_prefill (field) == NULL))
            mc_json_node_mistake (node, key, "must be answered");
        }
    }
}

/* Reads the answers as the screens collect them: what the file leaves out is filled from the
 * applicant and the defaults, what a later answer has hidden must not be there. Without @filled
 * the applicant is wrong, and what it would have filled is not reported as well. */
static void
read_answers (McDossier *self,
              McProcedure *procedure,
              const McJsonNode *root,
              const GDate *today,
              gboolean filled)
{
  g_autoptr (GHashTable) wrong = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (McAnswers) given = NULL;
  g_autoptr (McAnswers) all = NULL;
  g_auto (McJsonNode) node = { 0 };

  if (!mc_json_node_get (root, "answers", JSON_OBJECT, &node))
    return;
  given = read_given_answers (procedure, &node, today, wrong);
  all = mc_answers_copy (given);
  mc_procedure_prefill (procedure, self->applicant, all);
  mc_answers_free (self->answers);
  self->answers = mc_procedure_keep_visible (procedure, all);
  check_answers (procedure, &node, given, self->answers, wrong, filled);
}

static void
read_count (const McJsonNode *node, const char *member, guint *count)
{
  gint64 number;

  if (mc_json_node_get_int (node, member, 0, 99, &number))
    *count = (guint) number;
}

static void
add_document (McDossier *self, const McDocument *document, const McJsonNode *node)
{
  static const char *const DOCUMENT[] = { "originals", "certified", "copies", NULL };
  McDossierDocument *added = mc_dossier_add_document (self, mc_document_get_key (document));

  added->originals = mc_document_get_originals (document);
  added->certified = mc_document_get_certified (document);
  added->copies = mc_document_get_copies (document);
  if (node->value == NULL)
    return;
  mc_json_node_allow (node, DOCUMENT);
  read_count (node, "originals", &added->originals);
  read_count (node, "certified", &added->certified);
  read_count (node, "copies", &added->copies);
}

/* Papers: the required ones always, the others when the file names them. */
static void
read_documents (McDossier *self, McProcedure *procedure, const McJsonNode *root)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_auto (McJsonNode) list = { 0 };
  const char *key;
  json_t *value;

  mc_json_node_get_optional (root, "documents", JSON_OBJECT, &list);
  for (guint i = 0; i < mc_procedure_get_n_documents (procedure); i++)
    {
      const McDocument *document = mc_procedure_get_document (procedure, i);
      g_auto (McJsonNode) node = { 0 };
      gboolean given;

      key = mc_document_get_key (document);
      g_ptr_array_add (keys, (char *) key);
      given = list.value != NULL && mc_json_node_has (&list, key);
      if (given && !mc_json_node_get (&list, key, JSON_OBJECT, &node))
        continue;
      if (!mc_document_is_needed (document, self->answers))
        {
          if (given)
            mc_json_node_mistake (&list, key, "does not belong to a dossier with these answers");
          continue;
        }
      if (given || mc_document_is_required (document))
        add_document (self, document, &node);
    }
  g_ptr_array_add (keys, NULL);
  if (list.value == NULL)
    return;
  json_object_foreach (list.value, key, value) if (mc_procedure_find_document (procedure, key) ==
                                                   NULL)
  {
    g_autofree char *suggestion = mc_json_suggest (key, (const char *const *) keys->pdata);

    mc_json_node_mistake (&list, key, "is no paper of this procedure%s", suggestion);
  }
}

static McProcedure *
find_procedure (McDossier *self, const McJsonNode *root, McCatalogue *catalogue, const GDate *today)
{
  const char *code = mc_json_node_get_text (root, "procedure", 1, 40);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  g_autofree char *suggestion = NULL;
  McProcedure *procedure;

  if (code == NULL)
    return NULL;
  procedure = mc_catalogue_find (catalogue, code, today);
  if (procedure != NULL)
    {
      self->procedure = g_strdup (code);
      self->version = g_strdup (mc_procedure_get_version (procedure));
      return procedure;
    }
  all = mc_catalogue_search (catalogue, "", MC_LANGUAGE_VI, today);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (codes, (char *) mc_procedure_get_code (g_ptr_array_index (all, i)));
  g_ptr_array_add (codes, NULL);
  suggestion = mc_json_suggest (code, (const char *const *) codes->pdata);
  mc_json_node_mistake (
      root, "procedure", "no procedure \"%s\" is in force today%s", code, suggestion);
  return NULL;
}

static void
read_consent (McDossier *self, const McJsonNode *root)
{
  static const char *const CONSENT[] = { "sms", "survey", NULL };
  g_auto (McJsonNode) consent = { 0 };

  if (!mc_json_node_get (root, "consent", JSON_OBJECT, &consent))
    return;
  mc_json_node_allow (&consent, CONSENT);
  /* silence is not consent (Nghị định 13/2023/NĐ-CP article 11) */
  self->consent_sms = mc_json_node_get_boolean (&consent, "sms", FALSE);
  self->consent_survey = mc_json_node_get_boolean (&consent, "survey", FALSE);
}

static void
read_rest (McDossier *self, McProcedure *procedure, const McJsonNode *root)
{
  const char *text = mc_json_node_get_optional_text (root, "limit_case", 1, 40);

  if (text != NULL && mc_procedure_get_limit (procedure, text) == NULL)
    mc_json_node_mistake (root, "limit_case", "is no time limit of this procedure");
  self->limit_case = g_strdup (text != NULL ? text : mc_procedure_get_limit_name (procedure, 0));
  if (self->applicant != NULL && !mc_procedure_accepts (procedure, self->applicant->kind))
    {
      g_auto (McJsonNode) applicant = { 0 };

      if (mc_json_node_get (root, "applicant", JSON_OBJECT, &applicant))
        mc_json_node_mistake (&applicant, "kind", "cannot file this procedure");
    }
}

/**
 * mc_dossier_from_submission:
 * @data: the bytes of a file as assets/submit.schema.json describes it
 * @length: how many
 * @file_name: how mistakes name the file
 * @catalogue: the procedures on offer
 * @today: the day of filing
 * @error: %MC_DOSSIER_ERROR_INVALID with every mistake, one a line, in the form
 *   `file:line: /json/pointer: what is wrong`; never with a value that is personal data
 *
 * Reads a citizen's input, and does with it what the screens do: values are normalised, what is
 * left out is filled from the applicant and the form's defaults, required papers are added. Ids,
 * point and times are still missing, and pages where the procedure wants scans: mc_dossier_check()
 * comes when those are there. Any thread.
 *
 * Returns: (transfer full): a draft, or %NULL
 */
McDossier *
mc_dossier_from_submission (const char *data,
                            gsize length,
                            const char *file_name,
                            McCatalogue *catalogue,
                            const GDate *today,
                            GError **error)
{
  static const char *const LANGUAGES[] = { MC_LANGUAGE_VI, MC_LANGUAGE_EN, NULL };
  g_autoptr (McJsonReader) reader = NULL;
  g_autoptr (McDossier) self = mc_dossier_new ();
  g_auto (McJsonNode) root = { 0 };
  McProcedure *procedure;
  gboolean filled;
  guint before;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (file_name != NULL && MC_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (today != NULL && g_date_valid (today), NULL);

  reader = mc_json_reader_new (data, length, MAX_SIZE, file_name);
  if (mc_json_reader_get_root (reader, &root))
    {
      mc_json_node_allow (&root, MEMBERS);
      procedure = find_procedure (self, &root, catalogue, today);
      if (mc_json_node_get_enum (&root, "language", LANGUAGES, -1) == 1)
        {
          g_free (self->language);
          self->language = g_strdup (MC_LANGUAGE_EN);
        }
      before = mc_json_reader_get_n_mistakes (reader);
      self->applicant = read_applicant (reader, &root, "applicant", TRUE, today);
      filled = mc_json_reader_get_n_mistakes (reader) == before;
      self->owner = read_applicant (reader, &root, "owner", FALSE, today);
      read_consent (self, &root);
      self->scenario = g_strdup (mc_json_node_get_optional_text (&root, "scenario", 1, 100));
      if (procedure != NULL)
        {
          read_answers (self, procedure, &root, today, filled);
          read_documents (self, procedure, &root);
          read_rest (self, procedure, &root);
        }
    }
  if (!mc_json_reader_finish (reader, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID, error))
    return NULL;
  return g_steal_pointer (&self);
}
