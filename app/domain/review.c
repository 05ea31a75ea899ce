/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-review"
#include "config.h"

#include "app/domain/review.h"

#include "app/domain/text.h"

/* Two short answers of one page share a line ("14/6/2025 · Nữ") up to so many characters: what
 * fits one line of the review at 1080 pixels beside its button. */
#define JOINED_VALUE_MAX 28
#define JOINED_LABEL_MAX 36

static void
review_line_free (gpointer data)
{
  McReviewLine *line = data;

  g_free (line->key);
  g_free (line->label);
  g_free (line->value);
  g_free (line->masked);
  g_free (line);
}

static McReviewSection *
review_section_new (const char *title)
{
  McReviewSection *section = g_new0 (McReviewSection, 1);

  section->title = g_strdup (title);
  section->lines = g_ptr_array_new_with_free_func (review_line_free);

  return section;
}

/**
 * mc_review_section_free:
 * @self: (transfer full)
 */
void
mc_review_section_free (McReviewSection *self)
{
  g_free (self->title);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static McReviewLine *
add_line (McReviewSection *section, const char *key, const char *label, char *value, int page)
{
  McReviewLine *line = g_new0 (McReviewLine, 1);

  line->key = g_strdup (key);
  line->label = g_strdup (label);
  line->value = value;
  line->page = page;
  g_ptr_array_add (section->lines, line);

  return line;
}

static void
add_applicant_line (McReviewSection *section, const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    add_line (section, key, NULL, g_strdup (value), -1);
}

static McReviewSection *
create_applicant_section (const McApplicant *applicant)
{
  McReviewSection *section = review_section_new (NULL);

  if (applicant->kind == MC_APPLICANT_ORGANISATION)
    {
      add_applicant_line (section, "applicant.organisation", applicant->organisation);
      add_applicant_line (section, "applicant.tax_code", applicant->tax_code);
      add_applicant_line (section, "applicant.title", applicant->title);
    }
  add_applicant_line (section, "applicant.name", applicant->name);
  if (applicant->id_number != NULL)
    {
      McReviewLine *line =
          add_line (section, "applicant.id_number", NULL, g_strdup (applicant->id_number), -1);

      line->masked = mc_text_mask_id (applicant->id_number);
    }
  if (g_date_valid (&applicant->birth_date))
    add_line (section,
              "applicant.birth_date",
              NULL,
              g_strdup_printf ("%d/%d/%d",
                               g_date_get_day (&applicant->birth_date),
                               g_date_get_month (&applicant->birth_date),
                               g_date_get_year (&applicant->birth_date)),
              -1);
  add_applicant_line (section, "applicant.address", applicant->address);
  add_applicant_line (section, "applicant.phone", applicant->phone);
  add_applicant_line (section, "applicant.email", applicant->email);

  return section;
}

/* What the form took over from the applicant stands above already: one answer, one line. */
static gboolean
repeats_applicant (const McField *field, const McAnswers *applicant, const char *value)
{
  const char *prefill = mc_field_get_prefill (field);

  return prefill != NULL && g_str_has_prefix (prefill, "applicant.") && value != NULL &&
         g_strcmp0 (mc_answers_get (applicant, mc_field_get_key (field)), value) == 0;
}

static gboolean
join_line (McReviewLine *line, int page, const char *label, const char *value)
{
  g_autofree char *joined_label = NULL;
  g_autofree char *joined_value = NULL;

  if (line->page != page || line->masked != NULL || *line->value == '\0' || *value == '\0')
    return FALSE;

  joined_label = g_strconcat (line->label, " · ", label, NULL);
  joined_value = g_strconcat (line->value, " · ", value, NULL);
  if (g_utf8_strlen (joined_value, -1) > JOINED_VALUE_MAX ||
      g_utf8_strlen (joined_label, -1) > JOINED_LABEL_MAX)
    return FALSE;

  g_free (line->label);
  g_free (line->value);
  line->label = g_steal_pointer (&joined_label);
  line->value = g_steal_pointer (&joined_value);

  return TRUE;
}

static void
add_page (McReviewSection *section,
          const McFormPage *form_page,
          int page,
          const McAnswers *applicant,
          const McAnswers *answers,
          const char *language)
{
  for (guint i = 0; i < mc_form_page_get_n_fields (form_page); i++)
    {
      const McField *field = mc_form_page_get_field (form_page, i);
      const char *label = mc_field_get_label (field, language);
      const char *value = mc_answers_get (answers, mc_field_get_key (field));
      g_autofree char *text = NULL;
      McReviewLine *line;

      if (!mc_field_is_visible (field, answers) || repeats_applicant (field, applicant, value))
        continue;

      text = value != NULL && *value != '\0' ? mc_field_format_value (field, value, language)
                                             : g_strdup ("");
      if (section->lines->len > 0 && !mc_field_is_masked (field) &&
          join_line (
              g_ptr_array_index (section->lines, section->lines->len - 1), page, label, text))
        continue;

      line = add_line (section, mc_field_get_key (field), label, g_steal_pointer (&text), page);
      if (mc_field_is_masked (field) && *line->value != '\0')
        line->masked = mc_text_mask_id (line->value);
    }
}

/**
 * mc_review_new:
 * @procedure: the procedure that is filed
 * @applicant: who files
 * @answers: the answers
 * @language: "vi" or "en"
 *
 * The applicant's section first, then the form's, visible pages and fields only, also what was
 * left empty: it can still be filled in. What the form repeats from the applicant is shown once.
 *
 * Returns: (transfer full) (element-type McReviewSection): never empty
 */
GPtrArray *
mc_review_new (McProcedure *procedure,
               const McApplicant *applicant,
               const McAnswers *answers,
               const char *language)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_review_section_free);
  g_autoptr (McAnswers) prefilled = mc_answers_new ();
  McReviewSection *section = NULL;
  guint section_number = G_MAXUINT;

  mc_procedure_prefill (procedure, applicant, prefilled);
  g_ptr_array_add (sections, create_applicant_section (applicant));

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      if (!mc_form_page_is_visible (page, answers))
        continue;
      if (section == NULL || mc_form_page_get_section (page) != section_number)
        {
          section_number = mc_form_page_get_section (page);
          section = review_section_new (mc_form_page_get_section_title (page, language));
          g_ptr_array_add (sections, section);
        }
      add_page (section, page, i, prefilled, answers, language);
    }

  for (guint i = sections->len; i > 0; i--)
    {
      section = g_ptr_array_index (sections, i - 1);
      if (section->lines->len == 0)
        g_ptr_array_remove_index (sections, i - 1);
    }

  return sections;
}
