/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-procedure"

#include "config.h"
#include "app/domain/procedure.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/procedure-private.h"
#include "app/domain/text.h"

#include <string.h>

/**
 * McProcedure:
 *
 * One version of an administrative procedure: who may file it, its papers, form, time limits and
 * fee. Immutable once loaded, so any thread may read it.
 */

/* clang-format off */
G_DEFINE_QUARK (mc-procedure-error-quark, mc_procedure_error)
/* clang-format on */

G_DEFINE_FINAL_TYPE (McProcedure, mc_procedure, G_TYPE_OBJECT)

static void
words_free (McWords *words)
{
  mc_words_clear (words);
  g_free (words);
}

void
mc_form_page_free (McFormPage *self)
{
  if (self == NULL)
    return;
  mc_words_clear (&self->section_title);
  mc_words_clear (&self->title);
  mc_words_clear (&self->help);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_free (self);
}

void
mc_document_free (McDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  mc_words_clear (&self->name);
  mc_words_clear (&self->help);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_free (self);
}

void
mc_limit_case_free (McLimitCase *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  mc_words_clear (&self->title);
  g_free (self);
}

static void
mc_procedure_finalize (GObject *object)
{
  McProcedure *self = MC_PROCEDURE (object);

  g_free (self->code);
  g_free (self->version);
  mc_words_clear (&self->name);
  mc_words_clear (&self->summary);
  g_free (self->field_code);
  mc_words_clear (&self->field_name);
  g_free (self->agency_code);
  mc_words_clear (&self->agency_name);
  mc_words_clear (&self->result_name);
  g_free (self->fee.pages_field);
  g_free (self->fee.copies_field);
  g_free (self->fee.free_within);
  mc_words_clear (&self->fee.unit);
  mc_words_clear (&self->fee.waivers);
  g_ptr_array_unref (self->legal_bases);
  g_strfreev (self->keywords_vi);
  g_strfreev (self->keywords_en);
  g_ptr_array_unref (self->limits);
  g_ptr_array_unref (self->documents);
  g_hash_table_unref (self->fields);
  g_ptr_array_unref (self->pages);

  G_OBJECT_CLASS (mc_procedure_parent_class)->finalize (object);
}

static void
mc_procedure_class_init (McProcedureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mc_procedure_finalize;
}

static void
mc_procedure_init (McProcedure *self)
{
  g_date_clear (&self->valid_from, 1);
  g_date_clear (&self->valid_to, 1);
  self->legal_bases = g_ptr_array_new_with_free_func ((GDestroyNotify) words_free);
  self->keywords_vi = g_new0 (char *, 1);
  self->keywords_en = g_new0 (char *, 1);
  self->limits = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_limit_case_free);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_document_free);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_form_page_free);
  self->fields = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * mc_document_get_key:
 * @self: a document of a procedure
 *
 * Returns: its key, unique in its procedure
 */
const char *
mc_document_get_key (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->key;
}

/**
 * mc_document_get_name:
 * @self: a document of a procedure
 * @language: "vi" or "en"
 *
 * Returns: what the paper is called
 */
const char *
mc_document_get_name (const McDocument *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->name, language);
}

/**
 * mc_document_get_help:
 * @self: a document of a procedure
 * @language: "vi" or "en"
 *
 * Returns: (nullable): where one gets it, or what may stand in its place
 */
const char *
mc_document_get_help (const McDocument *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->help, language);
}

/**
 * mc_document_is_required:
 * @self: a document of a procedure
 *
 * Returns: whether a dossier is incomplete without it, when it is needed at all
 */
gboolean
mc_document_is_required (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->required;
}

/**
 * mc_document_get_originals:
 * @self: a document of a procedure
 *
 * Returns: how many originals are handed in or shown
 */
guint
mc_document_get_originals (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->originals;
}

/**
 * mc_document_get_certified:
 * @self: a document of a procedure
 *
 * Returns: how many certified copies are handed in
 */
guint
mc_document_get_certified (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->certified;
}

/**
 * mc_document_get_copies:
 * @self: a document of a procedure
 *
 * Returns: how many plain copies are handed in
 */
guint
mc_document_get_copies (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->copies;
}

/**
 * mc_document_get_scan:
 * @self: a document of a procedure
 *
 * Returns: whether the kiosk scans it
 */
McScanRule
mc_document_get_scan (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, MC_SCAN_NONE);
  return self->scan;
}

/**
 * mc_document_get_signatures:
 * @self: a document of a procedure
 *
 * Returns: how many people sign it, when the desk prints it from what the dossier declares; 0 for a
 *   paper that is brought along
 */
guint
mc_document_get_signatures (const McDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->signatures;
}

/**
 * mc_document_is_needed:
 * @self: a document of a procedure
 * @answers: (nullable): the answers so far
 *
 * Returns: whether the paper belongs to a dossier with these answers
 */
gboolean
mc_document_is_needed (const McDocument *self, const McAnswers *answers)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return mc_conditions_hold (self->conditions, answers);
}

/**
 * mc_form_page_get_section_title:
 * @self: a page of a form
 * @language: "vi" or "en"
 *
 * Returns: what its section is called, "Thông tin của trẻ"
 */
const char *
mc_form_page_get_section_title (const McFormPage *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->section_title, language);
}

/**
 * mc_form_page_get_section:
 * @self: a page of a form
 *
 * Returns: the number of its section, from 0
 */
guint
mc_form_page_get_section (const McFormPage *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->section;
}

/**
 * mc_form_page_get_title:
 * @self: a page of a form
 * @language: "vi" or "en"
 *
 * Returns: the question at the top; that of its first field when the page has none of its own
 */
const char *
mc_form_page_get_title (const McFormPage *self, const char *language)
{
  const char *title;

  g_return_val_if_fail (self != NULL, NULL);

  title = mc_words_pick (&self->title, language);
  return title != NULL ? title
                       : mc_field_get_question (g_ptr_array_index (self->fields, 0), language);
}

/**
 * mc_form_page_get_help:
 * @self: a page of a form
 * @language: "vi" or "en"
 *
 * Returns: (nullable): a sentence that helps with the whole page
 */
const char *
mc_form_page_get_help (const McFormPage *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->help, language);
}

/**
 * mc_form_page_get_n_fields:
 * @self: a page of a form
 *
 * Returns: how many fields it has, at least 1
 */
guint
mc_form_page_get_n_fields (const McFormPage *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->fields->len;
}

/**
 * mc_form_page_get_field:
 * @self: a page of a form
 * @index: below mc_form_page_get_n_fields()
 *
 * Returns: the field
 */
const McField *
mc_form_page_get_field (const McFormPage *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->fields->len, NULL);
  return g_ptr_array_index (self->fields, index);
}

/**
 * mc_form_page_is_visible:
 * @self: a page of a form
 * @answers: (nullable): the answers so far
 *
 * Returns: whether its own conditions hold and at least one of its fields is asked
 */
gboolean
mc_form_page_is_visible (const McFormPage *self, const McAnswers *answers)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!mc_conditions_hold (self->conditions, answers))
    return FALSE;
  for (guint i = 0; i < self->fields->len; i++)
    if (mc_field_is_visible (g_ptr_array_index (self->fields, i), answers))
      return TRUE;
  return FALSE;
}

/**
 * mc_procedure_get_code:
 * @self: a procedure
 *
 * Returns: its national code, "1.001193"
 */
const char *
mc_procedure_get_code (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return self->code;
}

/**
 * mc_procedure_get_version:
 * @self: a procedure
 *
 * Returns: the version of the file; a dossier pins it
 */
const char *
mc_procedure_get_version (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return self->version;
}

/**
 * mc_procedure_is_valid_on:
 * @self: a procedure
 * @date: a day
 *
 * Returns: whether this version is in force on that day, its first and last day included
 */
gboolean
mc_procedure_is_valid_on (McProcedure *self, const GDate *date)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && date != NULL && g_date_valid (date), FALSE);

  return g_date_compare (date, &self->valid_from) >= 0 &&
         (!g_date_valid (&self->valid_to) || g_date_compare (date, &self->valid_to) <= 0);
}

/**
 * mc_procedure_get_name:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: its name
 */
const char *
mc_procedure_get_name (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->name, language);
}

/**
 * mc_procedure_get_summary:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: what it is for, in a sentence or two
 */
const char *
mc_procedure_get_summary (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->summary, language);
}

/**
 * mc_procedure_get_field_code:
 * @self: a procedure
 *
 * Returns: the key of its field of administration
 */
const char *
mc_procedure_get_field_code (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return self->field_code;
}

/**
 * mc_procedure_get_field_name:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: its field of administration, "Hộ tịch"
 */
const char *
mc_procedure_get_field_name (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->field_name, language);
}

/**
 * mc_procedure_get_level:
 * @self: a procedure
 *
 * Returns: who resolves it, the commune or a city department
 */
McLevel
mc_procedure_get_level (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), MC_LEVEL_COMMUNE);
  return self->level;
}

/**
 * mc_procedure_get_agency_name:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: (nullable): the agency that resolves it; %NULL when it is the receiving unit's
 */
const char *
mc_procedure_get_agency_name (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->agency_name, language);
}

/**
 * mc_procedure_get_agency_code:
 * @self: a procedure
 *
 * Returns: (nullable): the code of the agency that resolves it; %NULL when it is the point's
 */
const char *
mc_procedure_get_agency_code (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return self->agency_code;
}

/**
 * mc_procedure_get_n_legal_bases:
 * @self: a procedure
 *
 * Returns: how many legal bases it names, at least 1
 */
guint
mc_procedure_get_n_legal_bases (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);
  return self->legal_bases->len;
}

/**
 * mc_procedure_get_legal_basis:
 * @self: a procedure
 * @index: below mc_procedure_get_n_legal_bases()
 * @language: "vi" or "en"
 *
 * Returns: the law or decree, with its articles
 */
const char *
mc_procedure_get_legal_basis (McProcedure *self, guint index, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && index < self->legal_bases->len, NULL);
  return mc_words_pick (g_ptr_array_index (self->legal_bases, index), language);
}

/**
 * mc_procedure_get_keywords:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: (array zero-terminated=1): other words that people search it by
 */
const char *const *
mc_procedure_get_keywords (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return (const char *const *) (mc_language_is_english (language) ? self->keywords_en
                                                                  : self->keywords_vi);
}

/**
 * mc_procedure_accepts:
 * @self: a procedure
 * @kind: a kind of applicant
 *
 * Returns: whether such an applicant may file it
 */
gboolean
mc_procedure_accepts (McProcedure *self, McApplicantKind kind)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), FALSE);
  return kind == MC_APPLICANT_ORGANISATION ? self->accepts_organisation : self->accepts_person;
}

/**
 * mc_procedure_get_result_kind:
 * @self: a procedure
 *
 * Returns: how the result is handed over
 */
McResultKind
mc_procedure_get_result_kind (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), MC_RESULT_PAPER);
  return self->result_kind;
}

/**
 * mc_procedure_get_result_name:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: what one gets in the end, "Giấy khai sinh"
 */
const char *
mc_procedure_get_result_name (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->result_name, language);
}

/**
 * mc_procedure_delegate_may_collect:
 * @self: a procedure
 *
 * Returns: whether somebody with an authorisation paper may collect the result
 */
gboolean
mc_procedure_delegate_may_collect (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), FALSE);
  return self->delegate_may_collect;
}

static const McLimitCase *
find_limit (McProcedure *self, const char *name)
{
  for (guint i = 0; i < self->limits->len; i++)
    {
      const McLimitCase *row = g_ptr_array_index (self->limits, i);

      if (name == NULL || g_str_equal (row->name, name))
        return row;
    }
  return NULL;
}

/**
 * mc_procedure_get_n_limits:
 * @self: a procedure
 *
 * Returns: how many time limits it has, at least 1; the first is "plain"
 */
guint
mc_procedure_get_n_limits (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);
  return self->limits->len;
}

/**
 * mc_procedure_get_limit_name:
 * @self: a procedure
 * @index: below mc_procedure_get_n_limits()
 *
 * Returns: the name of the case: plain, with_verification, …
 */
const char *
mc_procedure_get_limit_name (McProcedure *self, guint index)
{
  const McLimitCase *row;

  g_return_val_if_fail (MC_IS_PROCEDURE (self) && index < self->limits->len, NULL);

  row = g_ptr_array_index (self->limits, index);
  return row->name;
}

/**
 * mc_procedure_get_limit_title:
 * @self: a procedure
 * @name: (nullable): a case; %NULL for the first
 * @language: "vi" or "en"
 *
 * Returns: (nullable): when the case applies, in words; %NULL for an unknown case
 */
const char *
mc_procedure_get_limit_title (McProcedure *self, const char *name, const char *language)
{
  const McLimitCase *row;

  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);

  row = find_limit (self, name);
  return row != NULL ? mc_words_pick (&row->title, language) : NULL;
}

/**
 * mc_procedure_get_limit:
 * @self: a procedure
 * @name: (nullable): a case; %NULL for the first
 *
 * Returns: (nullable): its limit; %NULL for an unknown case
 */
const McLimit *
mc_procedure_get_limit (McProcedure *self, const char *name)
{
  const McLimitCase *row;

  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);

  row = find_limit (self, name);
  return row != NULL ? &row->limit : NULL;
}

/**
 * mc_procedure_describe_limit:
 * @self: a procedure
 * @name: (nullable): a case; %NULL for the first
 * @language: "vi" or "en"
 *
 * Returns: (transfer full) (nullable): the limit in words, "Trong ngày", "3 ngày làm việc"; %NULL
 *   for an unknown case
 */
char *
mc_procedure_describe_limit (McProcedure *self, const char *name, const char *language)
{
  const McLimit *limit = mc_procedure_get_limit (self, name);

  if (limit == NULL)
    return NULL;
  switch (limit->kind)
    {
    case MC_LIMIT_WORKING_DAYS:
      if (limit->amount == 1)
        return g_strdup (mc_pick (language, "1 ngày làm việc", "1 working day"));
      return g_strdup_printf (
          "%u %s", limit->amount, mc_pick (language, "ngày làm việc", "working days"));
    case MC_LIMIT_WORKING_HOURS:
      if (limit->amount == 1)
        return g_strdup (mc_pick (language, "1 giờ làm việc", "1 working hour"));
      return g_strdup_printf (
          "%u %s", limit->amount, mc_pick (language, "giờ làm việc", "working hours"));
    case MC_LIMIT_CALENDAR_DAYS:
      if (limit->amount == 1)
        return g_strdup (mc_pick (language, "1 ngày", "1 day"));
      return g_strdup_printf ("%u %s", limit->amount, mc_pick (language, "ngày", "days"));
    case MC_LIMIT_SAME_DAY:
    default:
      return g_strdup (mc_pick (language, "Trong ngày", "Same day"));
    }
}

/* The answer to a counting field; 1 when it is not answered yet or not asked. */
static gint64
count (const McAnswers *answers, const char *field)
{
  const char *answer;
  gint64 number;

  if (field == NULL || answers == NULL)
    return 1;
  answer = mc_answers_get (answers, field);
  if (answer == NULL)
    return 1;
  number = g_ascii_strtoll (answer, NULL, 10);
  return CLAMP (number, 0, 1000000);
}

/* Thông tư 226/2016/TT-BTC: so much a page up to the second, less from the third on, and never
 * more than the maximum for one copy. */
static gint64
fee_of_pages (const McFee *fee, gint64 pages)
{
  gint64 full = fee->reduced_from > 0 ? MIN (pages, fee->reduced_from - 1) : pages;
  gint64 sum = full * fee->amount + (pages - full) * fee->reduced;

  return fee->maximum > 0 ? MIN (sum, fee->maximum) : sum;
}

/**
 * mc_procedure_get_fee:
 * @self: a procedure
 * @answers: (nullable): the answers so far
 * @today: (nullable): the day of filing
 *
 * Counts what is to be paid. Waivers are not judged here: the clerk does that by the papers.
 *
 * Returns: đồng; 0 = free; -1 = told at the counter, or not known before a field is answered
 */
gint64
mc_procedure_get_fee (McProcedure *self, const McAnswers *answers, const GDate *today)
{
  const McFee *fee;

  g_return_val_if_fail (MC_IS_PROCEDURE (self), -1);

  fee = &self->fee;
  if (fee->free_within != NULL)
    {
      const char *answer = answers != NULL ? mc_answers_get (answers, fee->free_within) : NULL;
      GDate date;

      if (answer == NULL || today == NULL || !mc_date_from_iso (answer, &date))
        return -1;
      if (g_date_days_between (&date, today) <= fee->free_days)
        return 0;
    }
  switch (fee->kind)
    {
    case MC_FEE_FREE:
      return 0;
    case MC_FEE_FIXED:
      return fee->amount;
    case MC_FEE_PER_COPY:
      if (answers == NULL || mc_answers_get (answers, fee->copies_field) == NULL)
        return -1;
      return fee->amount * count (answers, fee->copies_field);
    case MC_FEE_PER_PAGE:
      if (answers == NULL || mc_answers_get (answers, fee->pages_field) == NULL)
        return -1;
      return fee_of_pages (fee, count (answers, fee->pages_field)) *
             count (answers, fee->copies_field);
    case MC_FEE_COUNTER:
    default:
      return -1;
    }
}

static char *
describe_page_fee (const McFee *fee, const char *language)
{
  g_autofree char *amount = mc_text_format_vnd (fee->amount);
  g_autofree char *reduced = mc_text_format_vnd (fee->reduced);
  g_autofree char *maximum = mc_text_format_vnd (fee->maximum);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", amount, mc_pick (language, "một trang", "a page"));
  if (fee->reduced_from > 0)
    g_string_append_printf (text,
                            mc_language_is_english (language)
                                ? "; from page %" G_GINT64_FORMAT " on %s a page"
                                : "; từ trang thứ %" G_GINT64_FORMAT ": %s một trang",
                            fee->reduced_from,
                            reduced);
  if (fee->maximum > 0)
    g_string_append_printf (text,
                            mc_language_is_english (language) ? "; at most %s a copy"
                                                              : "; tối đa %s một bản",
                            maximum);
  return g_string_free (text, FALSE);
}

/* The fee of whoever pays one, in words. */
static char *
describe_base_fee (const McFee *fee, const char *language)
{
  g_autofree char *amount = mc_text_format_vnd (fee->amount);
  const char *unit = mc_words_pick (&fee->unit, language);

  switch (fee->kind)
    {
    case MC_FEE_FREE:
      return g_strdup (mc_pick (language, "Miễn phí", "Free"));
    case MC_FEE_FIXED:
      return unit != NULL ? g_strdup_printf ("%s %s", amount, unit) : g_strdup (amount);
    case MC_FEE_PER_COPY:
      return g_strdup_printf (
          "%s %s", amount, unit != NULL ? unit : mc_pick (language, "một bản", "a copy"));
    case MC_FEE_PER_PAGE:
      return describe_page_fee (fee, language);
    case MC_FEE_COUNTER:
    default:
      return g_strdup (mc_pick (language, "Cán bộ báo tại quầy", "Told at the counter"));
    }
}

/**
 * mc_procedure_describe_fee:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: (transfer full): the fee in words, before anything is known of the dossier
 */
char *
mc_procedure_describe_fee (McProcedure *self, const char *language)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);

  text = describe_base_fee (&self->fee, language);
  if (self->fee.free_within == NULL)
    return g_steal_pointer (&text);
  return mc_language_is_english (language)
             ? g_strdup_printf ("Free within %" G_GINT64_FORMAT " days; later: %c%s",
                                self->fee.free_days,
                                g_ascii_tolower (*text),
                                text + 1)
             : g_strdup_printf ("Miễn phí trong %" G_GINT64_FORMAT " ngày; quá hạn: %c%s",
                                self->fee.free_days,
                                g_ascii_tolower (*text),
                                text + 1);
}

/**
 * mc_procedure_format_fee:
 * @self: a procedure
 * @answers: (nullable): the answers
 * @today: (nullable): the day of filing
 * @language: "vi" or "en"
 *
 * Returns: (transfer full): what this dossier costs, "7.000 đ" or "Miễn phí"; the fee in words
 *   when that is not known
 */
char *
mc_procedure_format_fee (McProcedure *self,
                         const McAnswers *answers,
                         const GDate *today,
                         const char *language)
{
  gint64 fee = mc_procedure_get_fee (self, answers, today);
  GDate date;

  if (fee == 0)
    return g_strdup (mc_pick (language, "Miễn phí", "Free"));
  if (fee > 0)
    return mc_text_format_vnd (fee);
  /* known to be late: what it would have cost in time is no help any more */
  if (self->fee.free_within != NULL && answers != NULL && today != NULL &&
      mc_answers_get (answers, self->fee.free_within) != NULL &&
      mc_date_from_iso (mc_answers_get (answers, self->fee.free_within), &date))
    return describe_base_fee (&self->fee, language);
  return mc_procedure_describe_fee (self, language);
}

/**
 * mc_procedure_get_fee_waivers:
 * @self: a procedure
 * @language: "vi" or "en"
 *
 * Returns: (nullable): who pays nothing, in words; %NULL when nobody is named
 */
const char *
mc_procedure_get_fee_waivers (McProcedure *self, const char *language)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);
  return mc_words_pick (&self->fee.waivers, language);
}

/**
 * mc_procedure_get_n_documents:
 * @self: a procedure
 *
 * Returns: how many papers it knows
 */
guint
mc_procedure_get_n_documents (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);
  return self->documents->len;
}

/**
 * mc_procedure_get_document:
 * @self: a procedure
 * @index: below mc_procedure_get_n_documents()
 *
 * Returns: the paper
 */
const McDocument *
mc_procedure_get_document (McProcedure *self, guint index)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && index < self->documents->len, NULL);
  return g_ptr_array_index (self->documents, index);
}

/**
 * mc_procedure_find_document:
 * @self: a procedure
 * @key: a document's key
 *
 * Returns: (nullable): the paper with that key
 */
const McDocument *
mc_procedure_find_document (McProcedure *self, const char *key)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && key != NULL, NULL);

  for (guint i = 0; i < self->documents->len; i++)
    {
      const McDocument *document = g_ptr_array_index (self->documents, i);

      if (g_str_equal (document->key, key))
        return document;
    }
  return NULL;
}

/**
 * mc_procedure_find_declaration:
 * @self: a procedure
 *
 * Returns: (nullable): the paper that the desk prints from the dossier and the citizen signs
 */
const McDocument *
mc_procedure_find_declaration (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->documents->len; i++)
    {
      const McDocument *document = g_ptr_array_index (self->documents, i);

      if (document->signatures > 0)
        return document;
    }
  return NULL;
}

/**
 * mc_procedure_get_n_sections:
 * @self: a procedure
 *
 * Returns: how many sections its form has
 */
guint
mc_procedure_get_n_sections (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);
  return self->n_sections;
}

/**
 * mc_procedure_get_n_pages:
 * @self: a procedure
 *
 * Returns: how many pages its form has in all, the hidden ones counted
 */
guint
mc_procedure_get_n_pages (McProcedure *self)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);
  return self->pages->len;
}

/**
 * mc_procedure_get_page:
 * @self: a procedure
 * @index: below mc_procedure_get_n_pages()
 *
 * Returns: the page
 */
const McFormPage *
mc_procedure_get_page (McProcedure *self, guint index)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && index < self->pages->len, NULL);
  return g_ptr_array_index (self->pages, index);
}

/**
 * mc_procedure_find_field:
 * @self: a procedure
 * @key: a field's key
 *
 * Returns: (nullable): the field with that key
 */
const McField *
mc_procedure_find_field (McProcedure *self, const char *key)
{
  g_return_val_if_fail (MC_IS_PROCEDURE (self) && key != NULL, NULL);
  return g_hash_table_lookup (self->fields, key);
}
