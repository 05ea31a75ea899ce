/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-draft"
#include "config.h"

#include "app/domain/draft.h"

#include <string.h>

struct _McDraft
{
  McApplicant *applicant; /* (owned) */
  McProcedure *procedure; /* (owned) (nullable) */
  McAnswers *answers;     /* (owned) */
  McAnswers *prefilled;   /* (owned), what the machine itself put in, to be able to renew it */
  GHashTable *raw;        /* (owned) (element-type utf8 utf8), as typed, also when refused */
  GHashTable *brings;     /* (owned) (element-type utf8 utf8), optional papers that are brought */
};

/* Nothing of a citizen stays in freed memory for the next one's string to be laid upon. */
static void
free_wiped (gpointer data)
{
  if (data != NULL)
    explicit_bzero (data, strlen (data));
  g_free (data);
}

/**
 * mc_draft_new:
 *
 * Returns: (transfer full): an empty draft of a person
 */
McDraft *
mc_draft_new (void)
{
  McDraft *self = g_new0 (McDraft, 1);

  self->applicant = mc_applicant_new (MC_APPLICANT_PERSON);
  self->answers = mc_answers_new ();
  self->prefilled = mc_answers_new ();
  self->raw = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_wiped);
  self->brings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * mc_draft_free:
 * @self: (transfer full)
 *
 * Forgets everything.
 */
void
mc_draft_free (McDraft *self)
{
  mc_applicant_free (self->applicant);
  g_clear_object (&self->procedure);
  mc_answers_free (self->answers);
  mc_answers_free (self->prefilled);
  g_hash_table_unref (self->raw);
  g_hash_table_unref (self->brings);
  g_free (self);
}

/**
 * mc_draft_get_applicant:
 *
 * Returns: (transfer none): never %NULL, may be empty
 */
McApplicant *
mc_draft_get_applicant (McDraft *self)
{
  return self->applicant;
}

/**
 * mc_draft_take_applicant:
 * @applicant: (transfer full): replaces the one before
 */
void
mc_draft_take_applicant (McDraft *self, McApplicant *applicant)
{
  if (self->applicant == applicant)
    return;
  mc_applicant_free (self->applicant);
  self->applicant = applicant;
}

/**
 * mc_draft_get_raw:
 *
 * Returns: (transfer none) (nullable): the text as it was typed last, also when it was refused
 */
const char *
mc_draft_get_raw (McDraft *self, const char *key)
{
  return g_hash_table_lookup (self->raw, key);
}

/**
 * mc_draft_set_raw:
 * @raw: (nullable): %NULL forgets it
 */
void
mc_draft_set_raw (McDraft *self, const char *key, const char *raw)
{
  if (raw == NULL)
    g_hash_table_remove (self->raw, key);
  else
    g_hash_table_insert (self->raw, g_strdup (key), g_strdup (raw));
}

/**
 * mc_draft_get_procedure:
 *
 * Returns: (transfer none) (nullable): what is to be filed
 */
McProcedure *
mc_draft_get_procedure (McDraft *self)
{
  return self->procedure;
}

/**
 * mc_draft_set_procedure:
 * @procedure: what is to be filed
 *
 * Another procedure, or another version of it, starts with no answers.
 *
 * Returns: whether it is another one
 */
gboolean
mc_draft_set_procedure (McDraft *self, McProcedure *procedure)
{
  if (self->procedure != NULL)
    for (guint i = 0;
         self->procedure != procedure && i < mc_procedure_get_n_pages (self->procedure);
         i++)
      {
        const McFormPage *page = mc_procedure_get_page (self->procedure, i);

        for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
          mc_draft_set_raw (self, mc_field_get_key (mc_form_page_get_field (page, j)), NULL);
      }
  if (!g_set_object (&self->procedure, procedure))
    return FALSE;

  mc_answers_free (self->answers);
  self->answers = mc_answers_new ();
  mc_answers_free (self->prefilled);
  self->prefilled = mc_answers_new ();
  g_hash_table_remove_all (self->brings);

  return TRUE;
}

/**
 * mc_draft_get_answers:
 *
 * Returns: (transfer none): all answers, also those that are not asked for any more
 */
const McAnswers *
mc_draft_get_answers (McDraft *self)
{
  return self->answers;
}

/**
 * mc_draft_prefill:
 *
 * Fills answers from the applicant where the procedure says so. What the citizen wrote over is
 * kept; what an earlier applicant had filled is renewed.
 */
void
mc_draft_prefill (McDraft *self)
{
  g_autoptr (McAnswers) fresh = mc_answers_new ();

  g_return_if_fail (self->procedure != NULL);

  mc_procedure_prefill (self->procedure, self->applicant, fresh);
  for (guint i = 0; i < mc_procedure_get_n_pages (self->procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (self->procedure, i);

      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        {
          const char *key = mc_field_get_key (mc_form_page_get_field (page, j));
          const char *answer = mc_answers_get (self->answers, key);
          const char *value = mc_answers_get (fresh, key);

          if (answer != NULL && g_strcmp0 (answer, mc_answers_get (self->prefilled, key)) != 0)
            continue;
          if (g_strcmp0 (answer, value) == 0)
            continue;
          mc_answers_set (self->answers, key, value);
          mc_draft_set_raw (self, key, NULL);
        }
    }
  mc_answers_free (self->prefilled);
  self->prefilled = g_steal_pointer (&fresh);
}

/**
 * mc_draft_set_answer:
 * @field: a field of the procedure
 * @raw: (nullable): as typed or chosen
 * @today: bounds of dates
 * @detail: (out) (optional) (nullable): see #McFieldProblem
 *
 * Keeps what was typed in any case, and the canonical value when it is right.
 *
 * Returns: why it is refused, or %MC_FIELD_PROBLEM_NONE
 */
McFieldProblem
mc_draft_set_answer (McDraft *self,
                     const McField *field,
                     const char *raw,
                     const GDate *today,
                     char **detail)
{
  const char *key = mc_field_get_key (field);
  g_autofree char *value = NULL;
  McFieldProblem problem;

  mc_draft_set_raw (self, key, raw);
  problem = mc_field_validate (field, raw != NULL ? raw : "", today, &value, detail);
  if (problem != MC_FIELD_PROBLEM_NONE || value == NULL || *value == '\0')
    mc_answers_set (self->answers, key, NULL);
  else
    mc_answers_set (self->answers, key, value);

  return problem;
}

/* What was taken over from the applicant is not asked again: the review shows it, and there it can
 * be changed. */
static gboolean
is_known (McDraft *self, const McField *field)
{
  const char *prefill = mc_field_get_prefill (field);
  const char *answer = mc_answers_get (self->answers, mc_field_get_key (field));

  return prefill != NULL && g_str_has_prefix (prefill, "applicant.") && answer != NULL &&
         g_strcmp0 (answer, mc_answers_get (self->prefilled, mc_field_get_key (field))) == 0 &&
         mc_field_validate (field, answer, NULL, NULL, NULL) == MC_FIELD_PROBLEM_NONE;
}

static gboolean
page_is_asked (McDraft *self, const McFormPage *page)
{
  if (!mc_form_page_is_visible (page, self->answers))
    return FALSE;
  for (guint i = 0; i < mc_form_page_get_n_fields (page); i++)
    {
      const McField *field = mc_form_page_get_field (page, i);

      if (mc_field_is_visible (field, self->answers) && !is_known (self, field))
        return TRUE;
    }

  return FALSE;
}

/**
 * mc_draft_check_page:
 * @page: index of a form page
 * @problem: (out): of the field that is returned
 * @detail: (out) (optional) (nullable)
 *
 * Returns: (transfer none) (nullable): the first visible field of the page that is refused
 */
const McField *
mc_draft_check_page (McDraft *self,
                     guint page,
                     const GDate *today,
                     McFieldProblem *problem,
                     char **detail)
{
  const McFormPage *form_page = mc_procedure_get_page (self->procedure, page);

  *problem = MC_FIELD_PROBLEM_NONE;
  for (guint i = 0; i < mc_form_page_get_n_fields (form_page); i++)
    {
      const McField *field = mc_form_page_get_field (form_page, i);
      const char *key = mc_field_get_key (field);
      const char *raw = mc_draft_get_raw (self, key);
      g_autofree char *why = NULL;

      if (!mc_field_is_visible (field, self->answers))
        continue;
      if (raw == NULL)
        raw = mc_answers_get (self->answers, key);
      *problem = mc_field_validate (field, raw != NULL ? raw : "", today, NULL, &why);
      if (*problem != MC_FIELD_PROBLEM_NONE)
        {
          if (detail != NULL)
            *detail = g_steal_pointer (&why);
          return field;
        }
    }

  return NULL;
}

/**
 * mc_draft_find_visible_page:
 * @from: where to start, itself not counted; -1 for the very first
 * @step: 1 or -1
 *
 * Pages that hold only what is known of the applicant are passed over.
 *
 * Returns: the next page that is asked; -1 or the number of pages when there is none
 */
int
mc_draft_find_visible_page (McDraft *self, int from, int step)
{
  int n_pages = mc_procedure_get_n_pages (self->procedure);
  int page = CLAMP (from, -1, n_pages) + step;

  while (page >= 0 && page < n_pages &&
         !page_is_asked (self, mc_procedure_get_page (self->procedure, page)))
    page += step;

  return CLAMP (page, -1, n_pages);
}

/**
 * mc_draft_get_progress:
 * @page: index of a form page
 * @section: (out): 1-based, among the sections that have a page to ask
 * @n_sections: (out)
 */
void
mc_draft_get_progress (McDraft *self, int page, guint *section, guint *n_sections)
{
  guint last = G_MAXUINT;

  *section = 0;
  *n_sections = 0;
  for (guint i = 0; i < mc_procedure_get_n_pages (self->procedure); i++)
    {
      const McFormPage *form_page = mc_procedure_get_page (self->procedure, i);

      if (!page_is_asked (self, form_page))
        continue;
      if (mc_form_page_get_section (form_page) != last)
        {
          last = mc_form_page_get_section (form_page);
          (*n_sections)++;
        }
      if ((int) i <= page)
        *section = *n_sections;
    }
}

/**
 * mc_draft_list_papers:
 *
 * Returns: (transfer container) (element-type McDocument): the papers that these answers call for,
 *   required ones first
 */
GPtrArray *
mc_draft_list_papers (McDraft *self)
{
  GPtrArray *papers = g_ptr_array_new ();

  for (guint required = 0; required < 2; required++)
    for (guint i = 0; i < mc_procedure_get_n_documents (self->procedure); i++)
      {
        const McDocument *document = mc_procedure_get_document (self->procedure, i);

        if (mc_document_is_required (document) == (required == 0) &&
            mc_document_is_needed (document, self->answers))
          g_ptr_array_add (papers, (gpointer) document);
      }

  return papers;
}

/**
 * mc_draft_brings:
 *
 * Returns: whether the citizen is to hand this paper in: always when it is required
 */
gboolean
mc_draft_brings (McDraft *self, const McDocument *document)
{
  return mc_document_is_required (document) ||
         g_hash_table_contains (self->brings, mc_document_get_key (document));
}

/**
 * mc_draft_set_brings:
 * @document: an optional paper
 * @brings: whether the citizen has it with them
 */
void
mc_draft_set_brings (McDraft *self, const McDocument *document, gboolean brings)
{
  const char *key = mc_document_get_key (document);

  if (brings)
    g_hash_table_add (self->brings, g_strdup (key));
  else
    g_hash_table_remove (self->brings, key);
}

/**
 * mc_draft_fill_dossier:
 * @dossier: a new dossier
 *
 * Writes the citizen's input into it: applicant, the answers that are still asked for, papers.
 */
void
mc_draft_fill_dossier (McDraft *self, McDossier *dossier)
{
  g_autoptr (GPtrArray) papers = mc_draft_list_papers (self);

  if (dossier->applicant != NULL)
    mc_applicant_free (dossier->applicant);
  dossier->applicant = mc_applicant_copy (self->applicant);
  mc_applicant_forget_other_kind (dossier->applicant);
  if (dossier->answers != NULL)
    mc_answers_free (dossier->answers);
  dossier->answers = mc_procedure_keep_visible (self->procedure, self->answers);

  for (guint i = 0; i < papers->len; i++)
    {
      const McDocument *paper = g_ptr_array_index (papers, i);
      McDossierDocument *document;

      if (!mc_draft_brings (self, paper))
        continue;
      document = mc_dossier_add_document (dossier, mc_document_get_key (paper));
      document->originals = mc_document_get_originals (paper);
      document->certified = mc_document_get_certified (paper);
      document->copies = mc_document_get_copies (paper);
    }
}
