/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-procedure-loader"

#include "config.h"
#include "app/domain/procedure-loader-private.h"

#include "app/domain/datetime.h"
#include "app/domain/text.h"

#include <string.h>

static const char *const MEMBERS[] = { "$schema",    "format",     "code",        "version",
                                       "valid_from", "valid_to",   "name",        "summary",
                                       "keywords",   "field",      "level",       "agency",
                                       "limits",     "applicants", "result",      "hand_over",
                                       "fee",        "documents",  "legal_basis", "form",
                                       "remarks",    NULL };

/* What words are in the file for the enumerations; their order is the enumerations'. */
static const char *const LEVELS[] = { "commune", "city", NULL };
static const char *const RESULTS[] = { "paper", "self_print", NULL };
static const char *const SCANS[] = { "none", "optional", "required", NULL };
static const char *const LIMITS[] = { "same_day",
                                      "working_days",
                                      "working_hours",
                                      "calendar_days",
                                      NULL };
static const char *const FEES[] = { "free", "fixed", "per_copy", "per_page", "counter", NULL };

/**
 * mc_load_words:
 * @node: an object that may have the text
 * @member: its name
 * @max: most characters in each language
 * @required: whether it must be there
 * @words: (out): filled when both languages are there
 *
 * Reads one text: {"vi": …, "en": …}. Both languages are always required.
 */
void
mc_load_words (const McJsonNode *node,
               const char *member,
               guint max,
               gboolean required,
               McWords *words)
{
  g_auto (McJsonNode) child = { 0 };

  if (!(required ? mc_json_node_get
                 : mc_json_node_get_optional) (node, member, JSON_OBJECT, &child))
    return;
  mc_load_words_here (&child, max, words);
}

/* One text in one language: it is shown as it stands, so it must be what it looks like. */
static char *
load_text (const McJsonNode *node, const char *member, guint max)
{
  const char *text = mc_json_node_get_text (node, member, 1, max);
  g_autofree char *normal = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return NULL;
  normal = mc_text_normalise (text, -1, max, &error);
  if (normal == NULL)
    mc_json_node_mistake (node, member, "%s", error->message);
  else if (!g_str_equal (normal, text))
    mc_json_node_mistake (
        node, member, "must be composed letters (NFC), single spaces, none at the ends");
  return g_strdup (text);
}

/* The same for a node that is itself the text. */
void
mc_load_words_here (const McJsonNode *node, guint max, McWords *words)
{
  static const char *const LANGUAGES[] = { "vi", "en", NULL };

  mc_json_node_allow (node, LANGUAGES);
  words->vi = load_text (node, "vi", max);
  words->en = load_text (node, "en", max);
}

/* Keys of fields, documents and limit cases: ^[a-z][a-z0-9_]{0,39}$, values of choices may begin
 * with a digit. They become widget names and members of JSON. */
gboolean
mc_load_is_key (const char *text, gboolean digit_first)
{
  gsize length = strlen (text);

  if (length == 0 || length > 40)
    return FALSE;
  if (!g_ascii_islower (*text) && !(digit_first && g_ascii_isdigit (*text)))
    return FALSE;
  return strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/**
 * mc_load_key:
 * @node: an object with a member "key"
 * @member: the member's name
 * @seen: (element-type utf8): the keys so far; the new one is added
 *
 * Returns: (transfer full) (nullable): the key; %NULL when it is wrong or taken, and noted
 */
char *
mc_load_key (const McJsonNode *node, const char *member, GHashTable *seen)
{
  const char *key = mc_json_node_get_text (node, member, 1, 40);

  if (key == NULL)
    return NULL;
  if (!mc_load_is_key (key, FALSE))
    {
      mc_json_node_mistake (
          node, member, "must be a small letter, then small letters, digits and _");
      return NULL;
    }
  if (!g_hash_table_add (seen, g_strdup (key)))
    {
      mc_json_node_mistake (node, member, "\"%s\" is taken already", key);
      return NULL;
    }
  return g_strdup (key);
}

static void
load_date (const McJsonNode *node, const char *member, gboolean required, GDate *date)
{
  const char *text = required ? mc_json_node_get_text (node, member, 10, 10)
                              : mc_json_node_get_optional_text (node, member, 10, 10);

  if (text != NULL && !mc_date_from_iso (text, date))
    {
      g_date_clear (date, 1);
      mc_json_node_mistake (node, member, "is not a day: yyyy-mm-dd");
    }
}

/* National codes: a digit, a point, six digits. */
static gboolean
is_code (const char *text)
{
  if (strlen (text) != 8 || text[1] != '.')
    return FALSE;
  for (guint i = 0; i < 8; i++)
    if (i != 1 && !g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static void
load_head (McProcedure *self, const McJsonNode *node)
{
  gint64 format = 0;
  const char *text;

  if (!mc_json_node_has (node, "format"))
    mc_json_node_mistake (node, "format", "missing");
  else if (mc_json_node_get_int (node, "format", 0, G_MAXINT, &format) &&
           format != MC_PROCEDURE_FORMAT)
    mc_json_node_mistake (node, "format", "must be %d", MC_PROCEDURE_FORMAT);

  text = mc_json_node_get_text (node, "code", 8, 8);
  if (text != NULL && !is_code (text))
    mc_json_node_mistake (node, "code", "must be a national code such as 1.001193");
  self->code = g_strdup (text);

  text = mc_json_node_get_text (node, "version", 1, 20);
  if (text != NULL &&
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-") !=
          strlen (text))
    mc_json_node_mistake (node, "version", "may have letters, digits, points and dashes only");
  self->version = g_strdup (text);

  load_date (node, "valid_from", TRUE, &self->valid_from);
  load_date (node, "valid_to", FALSE, &self->valid_to);
  if (g_date_valid (&self->valid_from) && g_date_valid (&self->valid_to) &&
      g_date_compare (&self->valid_to, &self->valid_from) < 0)
    mc_json_node_mistake (node, "valid_to", "is before valid_from");

  mc_load_words (node, "name", 200, TRUE, &self->name);
  mc_load_words (node, "summary", 500, TRUE, &self->summary);
  self->level = (McLevel) MAX (mc_json_node_get_enum (node, "level", LEVELS, -1), 0);
}

static GStrv
load_strings (const McJsonNode *node, const char *member, gboolean required)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (McJsonNode) list = { 0 };

  if ((required ? mc_json_node_get : mc_json_node_get_optional) (node, member, JSON_ARRAY, &list))
    for (guint i = 0; i < json_array_size (list.value); i++)
      {
        g_auto (McJsonNode) item = { 0 };

        if (!mc_json_node_get_element (&list, i, JSON_STRING, &item))
          continue;
        if (*json_string_value (item.value) == '\0')
          mc_json_node_mistake (&item, NULL, "is empty");
        g_strv_builder_add (builder, json_string_value (item.value));
      }
  return g_strv_builder_end (builder);
}

static void
load_keywords (McProcedure *self, const McJsonNode *node)
{
  static const char *const LANGUAGES[] = { "vi", "en", NULL };
  g_auto (McJsonNode) keywords = { 0 };

  g_strfreev (load_strings (node, "remarks", FALSE)); /* checked only: they are not for programs */
  if (!mc_json_node_get_optional (node, "keywords", JSON_OBJECT, &keywords))
    return;
  mc_json_node_allow (&keywords, LANGUAGES);
  g_strfreev (self->keywords_vi);
  g_strfreev (self->keywords_en);
  self->keywords_vi = load_strings (&keywords, "vi", TRUE);
  self->keywords_en = load_strings (&keywords, "en", TRUE);
}

static void
load_field_and_agency (McProcedure *self, const McJsonNode *node)
{
  static const char *const FIELD[] = { "code", "name", NULL };
  g_auto (McJsonNode) field = { 0 };
  g_auto (McJsonNode) agency = { 0 };
  const char *text;

  if (mc_json_node_get (node, "field", JSON_OBJECT, &field))
    {
      mc_json_node_allow (&field, FIELD);
      text = mc_json_node_get_text (&field, "code", 1, 40);
      if (text != NULL && !mc_load_is_key (text, FALSE))
        mc_json_node_mistake (
            &field, "code", "must be a small letter, then small letters, digits and _");
      self->field_code = g_strdup (text);
      mc_load_words (&field, "name", 100, TRUE, &self->field_name);
    }
  if (mc_json_node_get_optional (node, "agency", JSON_OBJECT, &agency))
    {
      mc_json_node_allow (&agency, FIELD);
      text = mc_json_node_get_text (&agency, "code", 3, 35);
      if (text != NULL &&
          (!g_ascii_isupper (*text) || !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[2]) ||
           strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") != strlen (text)))
        mc_json_node_mistake (&agency, "code", "must be an agency's code such as H26.15");
      self->agency_code = g_strdup (text);
      mc_load_words (&agency, "name", 150, TRUE, &self->agency_name);
    }
  else if (self->level == MC_LEVEL_CITY && !mc_json_node_has (node, "agency"))
    mc_json_node_mistake (node, "agency", "missing: a city procedure names its department");
}

static void
load_applicants (McProcedure *self, const McJsonNode *node)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "applicants", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) == 0)
    mc_json_node_mistake (&list, NULL, "is empty: nobody could file it");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };
      gboolean *accepts = NULL;

      if (!mc_json_node_get_element (&list, i, JSON_STRING, &item))
        continue;
      if (g_str_equal (json_string_value (item.value), "person"))
        accepts = &self->accepts_person;
      else if (g_str_equal (json_string_value (item.value), "organisation"))
        accepts = &self->accepts_organisation;
      if (accepts == NULL)
        mc_json_node_mistake (&item, NULL, "must be one of: person, organisation");
      else if (*accepts)
        mc_json_node_mistake (&item, NULL, "stands twice");
      else
        *accepts = TRUE;
    }
}

static void
load_result (McProcedure *self, const McJsonNode *node)
{
  static const char *const RESULT[] = { "kind", "name", NULL };
  static const char *const HAND_OVER[] = { "delegate", NULL };
  g_auto (McJsonNode) result = { 0 };
  g_auto (McJsonNode) hand_over = { 0 };

  if (mc_json_node_get (node, "result", JSON_OBJECT, &result))
    {
      mc_json_node_allow (&result, RESULT);
      self->result_kind =
          (McResultKind) MAX (mc_json_node_get_enum (&result, "kind", RESULTS, -1), 0);
      mc_load_words (&result, "name", 200, TRUE, &self->result_name);
    }
  if (mc_json_node_get (node, "hand_over", JSON_OBJECT, &hand_over))
    {
      mc_json_node_allow (&hand_over, HAND_OVER);
      if (!mc_json_node_has (&hand_over, "delegate"))
        mc_json_node_mistake (&hand_over, "delegate", "missing");
      self->delegate_may_collect = mc_json_node_get_boolean (&hand_over, "delegate", FALSE);
    }
}

/* "15:00" as seconds of the day */
static gboolean
parse_clock (const char *text, guint *second)
{
  if (strlen (text) != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) ||
      !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return FALSE;
  *second = ((text[0] - '0') * 10 + (text[1] - '0')) * 3600 +
            ((text[3] - '0') * 10 + (text[4] - '0')) * 60;
  return *second < 86400 && text[3] < '6';
}

static void
load_limit (McProcedure *self, const McJsonNode *node, guint index, GHashTable *seen)
{
  static const char *const LIMIT[] = { "case", "name", "kind", "amount", "cut_off", NULL };
  McLimitCase *row = g_new0 (McLimitCase, 1);
  gint64 amount = 0;
  int kind;

  g_ptr_array_add (self->limits, row);
  mc_json_node_allow (node, LIMIT);
  row->name = mc_load_key (node, "case", seen);
  if (index == 0 && row->name != NULL && !g_str_equal (row->name, "plain"))
    mc_json_node_mistake (node, "case", "the first limit must be \"plain\"");
  mc_load_words (node, "name", 150, TRUE, &row->title);

  kind = mc_json_node_get_enum (node, "kind", LIMITS, -1);
  if (kind < 0)
    return;
  row->limit.kind = (McLimitKind) kind;
  if (row->limit.kind == MC_LIMIT_SAME_DAY)
    {
      const char *cut_off = mc_json_node_get_text (node, "cut_off", 5, 5);

      if (cut_off != NULL && !parse_clock (cut_off, &row->limit.cut_off))
        mc_json_node_mistake (node, "cut_off", "must be a time of the day such as 15:00");
      if (mc_json_node_has (node, "amount"))
        mc_json_node_mistake (node, "amount", "has no meaning for a same-day limit");
      return;
    }
  if (!mc_json_node_has (node, "amount"))
    mc_json_node_mistake (node, "amount", "missing");
  mc_json_node_get_int (node, "amount", 1, 1000, &amount);
  row->limit.amount = (guint) amount;
  if (mc_json_node_has (node, "cut_off"))
    mc_json_node_mistake (node, "cut_off", "has a meaning for a same-day limit only");
}

static void
load_limits (McProcedure *self, const McJsonNode *node)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "limits", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) == 0)
    mc_json_node_mistake (&list, NULL, "is empty: at least the limit \"plain\"");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };

      if (mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        load_limit (self, &item, i, seen);
    }
}

/* The key of a field that the fee counts by: there, of the right kind, and always answered. */
static char *
load_fee_field (McProcedure *self,
                const McJsonNode *node,
                const char *member,
                McFieldKind kind,
                gboolean required)
{
  const char *key = required ? mc_json_node_get_text (node, member, 1, 40)
                             : mc_json_node_get_optional_text (node, member, 1, 40);
  const McField *field;

  if (key == NULL)
    return NULL;
  field = g_hash_table_lookup (self->fields, key);
  if (field == NULL)
    mc_json_node_mistake (node, member, "there is no field \"%s\" in the form", key);
  else if (field->kind != kind)
    mc_json_node_mistake (
        node, member, "\"%s\" must be a %s field", key, kind == MC_FIELD_DATE ? "date" : "number");
  return g_strdup (key);
}

static gint64
load_amount (const McJsonNode *node, const char *member)
{
  gint64 amount = 0;

  if (!mc_json_node_has (node, member))
    mc_json_node_mistake (node, member, "missing");
  mc_json_node_get_int (node, member, 0, 1000000000, &amount);
  return amount;
}

static void
load_page_fee (McProcedure *self, const McJsonNode *node)
{
  McFee *fee = &self->fee;

  fee->amount = load_amount (node, "amount");
  mc_json_node_get_int (node, "reduced", 0, 1000000000, &fee->reduced);
  mc_json_node_get_int (node, "reduced_from", 2, 1000, &fee->reduced_from);
  mc_json_node_get_int (node, "maximum", 1, 1000000000, &fee->maximum);
  if (mc_json_node_has (node, "reduced") != mc_json_node_has (node, "reduced_from"))
    mc_json_node_mistake (node,
                          mc_json_node_has (node, "reduced") ? "reduced_from" : "reduced",
                          "missing: reduced and reduced_from go together");
  fee->pages_field = load_fee_field (self, node, "pages", MC_FIELD_NUMBER, TRUE);
  fee->copies_field = load_fee_field (self, node, "copies", MC_FIELD_NUMBER, FALSE);
}

static void
load_fee (McProcedure *self, const McJsonNode *node)
{
  static const char *const OF_ALL[] = { "kind", "waivers", NULL };
  static const char *const OF_COUNTER[] = { "kind", "waivers", "free_within", NULL };
  static const char *const OF_FIXED[] = {
    "kind", "waivers", "free_within", "amount", "unit", NULL
  };
  static const char *const OF_COPIES[] = { "kind", "waivers", "amount", "unit", "copies", NULL };
  static const char *const OF_PAGES[] = { "kind",    "waivers", "amount", "reduced", "reduced_from",
                                          "maximum", "pages",   "copies", NULL };
  static const char *const WITHIN[] = { "field", "days", NULL };
  g_auto (McJsonNode) fee = { 0 };
  g_auto (McJsonNode) within = { 0 };
  const char *const *members = NULL;
  int kind;

  if (!mc_json_node_get (node, "fee", JSON_OBJECT, &fee))
    return;
  kind = mc_json_node_get_enum (&fee, "kind", FEES, -1);
  if (kind < 0)
    return;
  self->fee.kind = (McFeeKind) kind;
  mc_load_words (&fee, "waivers", 300, FALSE, &self->fee.waivers);
  switch (self->fee.kind)
    {
    case MC_FEE_FIXED:
      members = OF_FIXED;
      self->fee.amount = load_amount (&fee, "amount");
      mc_load_words (&fee, "unit", 60, FALSE, &self->fee.unit);
      break;
    case MC_FEE_PER_COPY:
      members = OF_COPIES;
      self->fee.amount = load_amount (&fee, "amount");
      mc_load_words (&fee, "unit", 60, FALSE, &self->fee.unit);
      self->fee.copies_field = load_fee_field (self, &fee, "copies", MC_FIELD_NUMBER, TRUE);
      break;
    case MC_FEE_PER_PAGE:
      members = OF_PAGES;
      load_page_fee (self, &fee);
      break;
    case MC_FEE_COUNTER:
      members = OF_COUNTER;
      break;
    case MC_FEE_FREE:
    default:
      members = OF_ALL;
      break;
    }
  mc_json_node_allow (&fee, members);
  if (g_strv_contains (members, "free_within") &&
      mc_json_node_get_optional (&fee, "free_within", JSON_OBJECT, &within))
    {
      mc_json_node_allow (&within, WITHIN);
      self->fee.free_within = load_fee_field (self, &within, "field", MC_FIELD_DATE, TRUE);
      if (!mc_json_node_has (&within, "days"))
        mc_json_node_mistake (&within, "days", "missing");
      mc_json_node_get_int (&within, "days", 1, 3650, &self->fee.free_days);
    }
}

static guint
load_count (const McJsonNode *node, const char *member)
{
  gint64 number = 0;

  mc_json_node_get_int (node, member, 0, 20, &number);
  return (guint) number;
}

static void
load_document (McProcedure *self, const McJsonNode *node, GHashTable *seen)
{
  static const char *const DOCUMENT[] = { "key",        "name",      "help",   "required",
                                          "originals",  "certified", "copies", "scan",
                                          "signatures", "when",      NULL };
  McDocument *document = g_new0 (McDocument, 1);
  gint64 signatures = 0;

  document->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_condition_free);
  mc_json_node_allow (node, DOCUMENT);
  document->key = mc_load_key (node, "key", seen);
  mc_load_words (node, "name", 300, TRUE, &document->name);
  mc_load_words (node, "help", 500, FALSE, &document->help);
  document->required = mc_json_node_get_boolean (node, "required", TRUE);
  document->originals = load_count (node, "originals");
  document->certified = load_count (node, "certified");
  document->copies = load_count (node, "copies");
  if (json_is_object (node->value) && !mc_json_node_has (node, "originals") &&
      !mc_json_node_has (node, "certified") && !mc_json_node_has (node, "copies"))
    mc_json_node_mistake (node, NULL, "says none of originals, certified, copies");
  document->scan = (McScanRule) MAX (mc_json_node_get_enum (node, "scan", SCANS, 0), 0);
  mc_json_node_get_int (node, "signatures", 1, 2, &signatures);
  document->signatures = (guint) signatures;
  mc_load_conditions (self, node, document->conditions);
  g_ptr_array_add (self->documents, document);
}

static void
load_documents (McProcedure *self, const McJsonNode *node)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "documents", JSON_ARRAY, &list))
    return;
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };

      if (mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        load_document (self, &item, seen);
    }
}

static void
load_legal_bases (McProcedure *self, const McJsonNode *node)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "legal_basis", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) == 0)
    mc_json_node_mistake (&list, NULL, "is empty: nothing may be asked without a law");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };
      McWords *words;

      if (!mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        continue;
      words = g_new0 (McWords, 1);
      mc_load_words_here (&item, 300, words);
      g_ptr_array_add (self->legal_bases, words);
    }
}

/**
 * mc_procedure_new_from_json:
 * @data: the bytes of a procedure file
 * @length: how many; at most %MC_PROCEDURE_MAX_SIZE
 * @file_name: how mistakes name the file
 * @error: %MC_PROCEDURE_ERROR_INVALID with every mistake of the file, one a line, in the form
 *   `file:line: /json/pointer: what is wrong`, in the order of the lines
 *
 * Reads a procedure. This is the norm; assets/procedure.schema.json says the same as far as a
 * schema can. Any thread.
 *
 * Returns: (transfer full): a procedure, or %NULL
 */
McProcedure *
mc_procedure_new_from_json (const char *data, gsize length, const char *file_name, GError **error)
{
  g_autoptr (McJsonReader) reader = NULL;
  g_autoptr (McProcedure) self = NULL;
  g_auto (McJsonNode) root = { 0 };

  g_return_val_if_fail ((data != NULL || length == 0) && file_name != NULL, NULL);

  reader = mc_json_reader_new (data, length, MC_PROCEDURE_MAX_SIZE, file_name);
  if (mc_json_reader_get_root (reader, &root))
    {
      self = g_object_new (MC_TYPE_PROCEDURE, NULL);
      mc_json_node_allow (&root, MEMBERS);
      load_head (self, &root);
      load_keywords (self, &root);
      load_field_and_agency (self, &root);
      load_applicants (self, &root);
      load_result (self, &root);
      load_limits (self, &root);
      mc_load_form (self, &root); /* first: fee and documents refer to its fields */
      load_fee (self, &root);
      load_documents (self, &root);
      load_legal_bases (self, &root);
    }
  if (!mc_json_reader_finish (reader, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_INVALID, error))
    return NULL;
  return g_steal_pointer (&self);
}
