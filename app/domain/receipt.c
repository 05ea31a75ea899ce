/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-receipt"

#include "config.h"
#include "app/domain/receipt.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/domain/json-reader.h"
#include "app/domain/language.h"
#include "app/domain/text.h"

#define MC_RECEIPT_FORMAT 1
#define MAX_PAPERS 50

static const char *const MEMBERS[] = {
  "format",     "code",           "status_url",  "language",     "unit_name",
  "point_name", "procedure_name", "masked_name", "submitted_at", "clock_synchronised",
  "delivered",  "expected_due",   "due_reasons", "limit_text",   "fee_text",
  "counter",    "address",        "papers",      "kiosk",        "copy",
  NULL
};

static const struct
{
  McDueReasons reason;
  const char *name;
} REASONS[] = {
  { MC_DUE_REASON_AFTER_CUT_OFF, "after_cut_off" },
  { MC_DUE_REASON_CLOSED_DAY, "closed_day" },
  { MC_DUE_REASON_OUTSIDE_HOURS, "outside_hours" },
  { MC_DUE_REASON_UNOFFICIAL_CALENDAR, "unofficial_calendar" },
};

static void
append_count (GString *text, guint count, const char *what)
{
  if (count == 0)
    return;
  g_string_append (text, text->len == 0 ? "" : ", ");
  if (count > 1)
    g_string_append_printf (text, "%u ", count);
  g_string_append (text, what);
}

/* "Giấy chứng sinh (bản chính)", "Căn cước (2 bản chứng thực, bản sao)" */
static char *
describe_paper (const McDocument *document, const McDossierDocument *given, const char *language)
{
  g_autoptr (GString) counts = g_string_new (NULL);

  append_count (counts,
                given->originals,
                given->originals > 1 ? mc_pick (language, "bản chính", "originals")
                                     : mc_pick (language, "bản chính", "original"));
  append_count (counts,
                given->certified,
                given->certified > 1 ? mc_pick (language, "bản chứng thực", "certified copies")
                                     : mc_pick (language, "bản chứng thực", "certified copy"));
  append_count (counts,
                given->copies,
                given->copies > 1 ? mc_pick (language, "bản sao", "copies")
                                  : mc_pick (language, "bản sao", "copy"));
  if (counts->len == 0)
    return g_strdup (mc_document_get_name (document, language));
  return g_strdup_printf ("%s (%s)", mc_document_get_name (document, language), counts->str);
}

/* What is still on paper: all that was not scanned, and originals in any case, for the officer
 * compares them (Nghị định 61/2018/NĐ-CP article 17). */
static GPtrArray *
list_papers (const McDossier *dossier, McProcedure *procedure, const char *language)
{
  GPtrArray *papers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < dossier->documents->len; i++)
    {
      const McDossierDocument *given = g_ptr_array_index (dossier->documents, i);
      const McDocument *document = mc_procedure_find_document (procedure, given->key);

      if (document != NULL && (given->pages->len == 0 || given->originals > 0))
        g_ptr_array_add (papers, describe_paper (document, given, language));
    }
  return papers;
}

/**
 * mc_receipt_new:
 * @dossier: a dossier that has its code and its time
 * @procedure: its procedure
 * @point: where it was filed
 * @calendar: the working days
 * @public_url: how citizens reach central
 *
 * Makes what the slip and the screen say, in the dossier's language. The due time is the expected
 * one, as if the dossier were accepted at once (domain rule 1); beyond the calendar there is none.
 * The applicant's name is masked here and nowhere kept whole. Any thread.
 *
 * Returns: (transfer full): the first copy, not delivered yet
 */
McReceipt *
mc_receipt_new (const McDossier *dossier,
                McProcedure *procedure,
                const McPoint *point,
                McCalendar *calendar,
                const char *public_url)
{
  McReceipt *self = g_new0 (McReceipt, 1);
  const McLimit *limit;
  GDate today;

  g_return_val_if_fail (dossier != NULL && MC_IS_PROCEDURE (procedure) && point != NULL, self);

  self->code = g_strdup (dossier->code);
  self->language = g_strdup (dossier->language);
  if (public_url != NULL && dossier->status_token != NULL)
    self->status_url = mc_status_url_new (public_url, dossier->status_token);
  self->unit_name = g_strdup (point->agency_name != NULL ? point->agency_name : point->unit_name);
  self->point_name = g_strdup (point->name);
  self->procedure_name = g_strdup (mc_procedure_get_name (procedure, dossier->language));
  self->masked_name = mc_text_mask_name (
      dossier->applicant != NULL && dossier->applicant->name != NULL ? dossier->applicant->name
                                                                     : "");
  self->submitted_at = dossier->submitted_at;
  self->clock_synchronised = dossier->clock_synchronised;
  self->expected_due = MC_TIME_NONE;
  limit = mc_procedure_get_limit (procedure, dossier->limit_case);
  if (limit != NULL && calendar != NULL && dossier->submitted_at != MC_TIME_NONE &&
      !mc_limit_due (limit,
                     calendar,
                     &point->hours,
                     dossier->submitted_at,
                     &self->expected_due,
                     &self->due_reasons,
                     NULL))
    {
      self->expected_due = MC_TIME_NONE;
      self->due_reasons = MC_DUE_REASON_NONE;
    }
  self->limit_text =
      mc_procedure_describe_limit (procedure, dossier->limit_case, dossier->language);
  g_date_clear (&today, 1);
  if (dossier->submitted_at != MC_TIME_NONE)
    mc_time_get_local_date (dossier->submitted_at, &today);
  self->fee_text = mc_procedure_format_fee (
      procedure, dossier->answers, g_date_valid (&today) ? &today : NULL, dossier->language);
  self->counter = g_strdup (point->counter);
  self->address = g_strdup (point->address);
  self->papers = list_papers (dossier, procedure, dossier->language);
  self->kiosk = g_strdup (dossier->kiosk);
  self->copy = 1;
  return self;
}

/**
 * mc_receipt_copy:
 * @self: a receipt
 *
 * Returns: (transfer full): the same receipt again; its copy number is the same too
 */
McReceipt *
mc_receipt_copy (const McReceipt *self)
{
  McReceipt *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->code = g_strdup (self->code);
  copy->status_url = g_strdup (self->status_url);
  copy->language = g_strdup (self->language);
  copy->unit_name = g_strdup (self->unit_name);
  copy->point_name = g_strdup (self->point_name);
  copy->procedure_name = g_strdup (self->procedure_name);
  copy->masked_name = g_strdup (self->masked_name);
  copy->limit_text = g_strdup (self->limit_text);
  copy->fee_text = g_strdup (self->fee_text);
  copy->counter = g_strdup (self->counter);
  copy->address = g_strdup (self->address);
  copy->kiosk = g_strdup (self->kiosk);
  copy->papers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; self->papers != NULL && i < self->papers->len; i++)
    g_ptr_array_add (copy->papers, g_strdup (g_ptr_array_index (self->papers, i)));
  return copy;
}

/**
 * mc_receipt_free:
 * @self: (nullable) (transfer full): a receipt
 *
 * Frees it.
 */
void
mc_receipt_free (McReceipt *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->status_url);
  g_free (self->language);
  g_free (self->unit_name);
  g_free (self->point_name);
  g_free (self->procedure_name);
  g_free (self->masked_name);
  g_free (self->limit_text);
  g_free (self->fee_text);
  g_free (self->counter);
  g_free (self->address);
  g_free (self->kiosk);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_free (self);
}

static void
set_string (json_t *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, member, json_string (value));
}

static void
set_time (json_t *object, const char *member, gint64 time)
{
  g_autofree char *text = NULL;

  if (time == MC_TIME_NONE)
    return;
  text = mc_time_to_rfc3339 (time);
  set_string (object, member, text);
}

/**
 * mc_receipt_to_json:
 * @self: a receipt
 *
 * Returns: (transfer full): the object that the kiosk keeps beside the sealed dossier
 */
json_t *
mc_receipt_to_json (const McReceipt *self)
{
  json_t *object = json_object ();
  json_t *reasons = json_array ();
  json_t *papers = json_array ();

  g_return_val_if_fail (self != NULL, object);

  json_object_set_new (object, "format", json_integer (MC_RECEIPT_FORMAT));
  set_string (object, "code", self->code);
  set_string (object, "status_url", self->status_url);
  set_string (object, "language", self->language);
  set_string (object, "unit_name", self->unit_name);
  set_string (object, "point_name", self->point_name);
  set_string (object, "procedure_name", self->procedure_name);
  set_string (object, "masked_name", self->masked_name);
  set_time (object, "submitted_at", self->submitted_at);
  json_object_set_new (object, "clock_synchronised", json_boolean (self->clock_synchronised));
  json_object_set_new (object, "delivered", json_boolean (self->delivered));
  set_time (object, "expected_due", self->expected_due);
  for (guint i = 0; i < G_N_ELEMENTS (REASONS); i++)
    if ((self->due_reasons & REASONS[i].reason) != 0)
      json_array_append_new (reasons, json_string (REASONS[i].name));
  json_object_set_new (object, "due_reasons", reasons);
  set_string (object, "limit_text", self->limit_text);
  set_string (object, "fee_text", self->fee_text);
  set_string (object, "counter", self->counter);
  set_string (object, "address", self->address);
  for (guint i = 0; self->papers != NULL && i < self->papers->len; i++)
    json_array_append_new (papers, json_string (g_ptr_array_index (self->papers, i)));
  json_object_set_new (object, "papers", papers);
  set_string (object, "kiosk", self->kiosk);
  json_object_set_new (object, "copy", json_integer (self->copy));
  return object;
}

static void
read_time (const McJsonNode *node, const char *member, gboolean required, gint64 *time)
{
  const char *text = required ? mc_json_node_get_text (node, member, 20, 35)
                              : mc_json_node_get_optional_text (node, member, 20, 35);

  if (text != NULL && !mc_time_from_rfc3339 (text, time, NULL))
    mc_json_node_mistake (node, member, "is no time of RFC 3339");
}

static void
read_reasons (const McJsonNode *node, McReceipt *self)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "due_reasons", JSON_ARRAY, &list))
    return;
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };
      McDueReasons before = self->due_reasons;

      if (!mc_json_node_get_element (&list, i, JSON_STRING, &item))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (REASONS); j++)
        if (g_str_equal (json_string_value (item.value), REASONS[j].name))
          self->due_reasons |= REASONS[j].reason;
      if (self->due_reasons == before)
        mc_json_node_mistake (&item, NULL, "is no reason, or stands twice");
    }
}

static void
read_papers (const McJsonNode *node, McReceipt *self)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "papers", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) > MAX_PAPERS)
    {
      mc_json_node_mistake (&list, NULL, "has more than %d papers", MAX_PAPERS);
      return;
    }
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };

      if (mc_json_node_get_element (&list, i, JSON_STRING, &item))
        g_ptr_array_add (self->papers, g_strdup (json_string_value (item.value)));
    }
}

static void
read_strings (const McJsonNode *node, McReceipt *self)
{
  const struct
  {
    const char *member;
    guint max;
    gboolean required;
    char **target;
  } rows[] = {
    { "code", 50, TRUE, &self->code },
    { "status_url", 300, FALSE, &self->status_url },
    { "language", 2, TRUE, &self->language },
    { "unit_name", 200, TRUE, &self->unit_name },
    { "point_name", 200, TRUE, &self->point_name },
    { "procedure_name", 200, TRUE, &self->procedure_name },
    { "masked_name", 200, TRUE, &self->masked_name },
    { "limit_text", 200, TRUE, &self->limit_text },
    { "fee_text", 300, TRUE, &self->fee_text },
    { "counter", 100, FALSE, &self->counter },
    { "address", 300, FALSE, &self->address },
    { "kiosk", 40, TRUE, &self->kiosk },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    *rows[i].target = g_strdup (
        rows[i].required ? mc_json_node_get_text (node, rows[i].member, 0, rows[i].max)
                         : mc_json_node_get_optional_text (node, rows[i].member, 0, rows[i].max));
  if (self->language != NULL && !mc_language_is_known (self->language))
    mc_json_node_mistake (node, "language", "is neither vi nor en");
}

/**
 * mc_receipt_from_json:
 * @object: (nullable): a value
 * @error: %MC_DOSSIER_ERROR_INVALID with every mistake as `/member: what is wrong`, one a line
 *
 * Reads a receipt, strictly. Any thread.
 *
 * Returns: (transfer full): a receipt, or %NULL
 */
McReceipt *
mc_receipt_from_json (json_t *object, GError **error)
{
  g_autoptr (McReceipt) self = g_new0 (McReceipt, 1);
  g_autoptr (McJsonReader) reader = mc_json_reader_new_for_value (object);
  g_auto (McJsonNode) root = { 0 };
  gint64 format = 0, copy = 0;

  self->papers = g_ptr_array_new_with_free_func (g_free);
  self->expected_due = MC_TIME_NONE;
  if (mc_json_reader_get_root (reader, &root))
    {
      mc_json_node_allow (&root, MEMBERS);
      mc_json_node_get_int (&root, "format", 0, G_MAXINT, &format);
      if (format != MC_RECEIPT_FORMAT)
        mc_json_node_mistake (&root, "format", "must be %d", MC_RECEIPT_FORMAT);
      read_strings (&root, self);
      read_time (&root, "submitted_at", TRUE, &self->submitted_at);
      read_time (&root, "expected_due", FALSE, &self->expected_due);
      self->clock_synchronised = mc_json_node_get_boolean (&root, "clock_synchronised", FALSE);
      self->delivered = mc_json_node_get_boolean (&root, "delivered", FALSE);
      read_reasons (&root, self);
      read_papers (&root, self);
      if (!mc_json_node_get_int (&root, "copy", 1, 1000, &copy))
        mc_json_node_mistake (&root, "copy", "must be a number from 1");
      self->copy = (guint) copy;
    }
  if (!mc_json_reader_finish (reader, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID, error))
    return NULL;
  return g_steal_pointer (&self);
}
