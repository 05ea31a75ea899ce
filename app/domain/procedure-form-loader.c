/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-procedure-form-loader"

#include "config.h"
#include "app/domain/procedure-loader-private.h"

#include "app/domain/datetime.h"

#include <string.h>

/* In the order of McFieldKind. */
static const char *const KINDS[] = { "text",   "long_text", "name",      "date",
                                     "year",   "time",      "number",    "money",
                                     "choice", "yes_no",    "id_number", "tax_code",
                                     "phone",  "email",     "address",   NULL };

/* What can fill a field, and the kinds of field that take it besides text. */
static const struct
{
  const char *source;
  McFieldKind kinds[2];
} SOURCES[] = {
  { "applicant.name", { MC_FIELD_NAME, MC_FIELD_NAME } },
  { "applicant.birth_date", { MC_FIELD_DATE, MC_FIELD_DATE } },
  { "applicant.birth_year", { MC_FIELD_YEAR, MC_FIELD_NUMBER } },
  { "applicant.sex", { MC_FIELD_CHOICE, MC_FIELD_CHOICE } },
  { "applicant.id_number", { MC_FIELD_ID_NUMBER, MC_FIELD_ID_NUMBER } },
  { "applicant.address", { MC_FIELD_ADDRESS, MC_FIELD_LONG_TEXT } },
  { "applicant.phone", { MC_FIELD_PHONE, MC_FIELD_PHONE } },
  { "applicant.email", { MC_FIELD_EMAIL, MC_FIELD_EMAIL } },
  { "applicant.organisation", { MC_FIELD_TEXT, MC_FIELD_TEXT } },
  { "applicant.tax_code", { MC_FIELD_TAX_CODE, MC_FIELD_TAX_CODE } },
  { "applicant.title", { MC_FIELD_TEXT, MC_FIELD_TEXT } },
};

static gboolean
is_text_kind (McFieldKind kind)
{
  return kind == MC_FIELD_TEXT || kind == MC_FIELD_LONG_TEXT || kind == MC_FIELD_NAME ||
         kind == MC_FIELD_ADDRESS;
}

/* Whether conditions may look at the field, and it can have the value. */
static gboolean
can_have (const McField *field, const char *value)
{
  if (field->kind == MC_FIELD_YES_NO)
    return g_str_equal (value, "yes") || g_str_equal (value, "no");
  return mc_field_find_choice (field, value) != NULL;
}

static void
check_condition_value (const McField *field, const McJsonNode *node)
{
  if (field != NULL && !can_have (field, json_string_value (node->value)))
    mc_json_node_mistake (node,
                          NULL,
                          "\"%s\" is no value of the field \"%s\"",
                          json_string_value (node->value),
                          field->key);
}

/* Returns: (nullable): the earlier field that the condition looks at; %NULL when it is noted */
static const McField *
load_condition_field (McProcedure *self, const McJsonNode *node, McCondition *condition)
{
  const char *key = mc_json_node_get_text (node, "field", 1, 40);
  const McField *field;

  if (key == NULL)
    return NULL;
  condition->field = g_strdup (key);
  field = g_hash_table_lookup (self->fields, key);
  if (field == NULL)
    mc_json_node_mistake (node, "field", "there is no earlier field \"%s\"", key);
  else if (field->kind != MC_FIELD_CHOICE && field->kind != MC_FIELD_YES_NO)
    {
      mc_json_node_mistake (node, "field", "\"%s\" is no choice or yes_no field", key);
      return NULL;
    }
  return field;
}

static void
load_condition (McProcedure *self, const McJsonNode *node, McCondition *condition)
{
  static const char *const CONDITION[] = { "field", "equals", "not_equals", "in", NULL };
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  const McField *field = load_condition_field (self, node, condition);
  guint n_tests = 0;

  mc_json_node_allow (node, CONDITION);
  for (guint i = 1; CONDITION[i] != NULL; i++)
    {
      g_auto (McJsonNode) test = { 0 };
      json_type type = i == 3 ? JSON_ARRAY : JSON_STRING;

      if (!mc_json_node_has (node, CONDITION[i]))
        continue;
      n_tests++;
      condition->negated = i == 2;
      if (!mc_json_node_get (node, CONDITION[i], type, &test))
        continue;
      if (type == JSON_STRING)
        {
          check_condition_value (field, &test);
          g_strv_builder_add (values, json_string_value (test.value));
          continue;
        }
      if (json_array_size (test.value) == 0)
        mc_json_node_mistake (&test, NULL, "is empty: it would never hold");
      for (guint j = 0; j < json_array_size (test.value); j++)
        {
          g_auto (McJsonNode) item = { 0 };

          if (!mc_json_node_get_element (&test, j, JSON_STRING, &item))
            continue;
          check_condition_value (field, &item);
          g_strv_builder_add (values, json_string_value (item.value));
        }
    }
  if (n_tests != 1)
    mc_json_node_mistake (node, NULL, "must have exactly one of: equals, not_equals, in");
  condition->values = g_strv_builder_end (values);
}

/**
 * mc_load_conditions:
 * @self: the procedure, with the fields that stand before
 * @node: a field, page or document that may have a member "when"
 * @conditions: (element-type McCondition): gets the conditions
 *
 * Reads `"when": [{"field": …, "equals" | "not_equals" | "in": …}, …]`: all must hold. A rule
 * may look at earlier choice and yes/no fields only, so forms have no cycles.
 */
void
mc_load_conditions (McProcedure *self, const McJsonNode *node, GPtrArray *conditions)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get_optional (node, "when", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) == 0)
    mc_json_node_mistake (&list, NULL, "is empty");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };
      McCondition *condition;

      if (!mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        continue;
      condition = mc_condition_new ();
      g_ptr_array_add (conditions, condition);
      load_condition (self, &item, condition);
    }
}

/* "today", "today-60d", "today+2m", "today-70y"; at most 200 years away. */
static gboolean
parse_relative (const char *text, McBound *bound)
{
  const char *p = text + strlen ("today");
  gint64 most;
  char *end;

  if (!g_str_has_prefix (text, "today"))
    return FALSE;
  bound->kind = MC_BOUND_TODAY;
  bound->unit = 'd';
  if (*p == '\0')
    return TRUE;
  if ((*p != '+' && *p != '-') || !g_ascii_isdigit (p[1]) || strlen (p) > 7)
    return FALSE;
  bound->number = g_ascii_strtoll (p, &end, 10);
  if ((*end != 'd' && *end != 'm' && *end != 'y') || end[1] != '\0')
    return FALSE;
  bound->unit = *end;
  most = *end == 'd' ? 73000 : *end == 'm' ? 2400 : 200;
  return ABS (bound->number) <= most;
}

static void
load_bound (const McJsonNode *node, const char *member, McFieldKind kind, McBound *bound)
{
  g_auto (McJsonNode) child = { 0 };

  g_date_clear (&bound->date, 1);
  if (!mc_json_node_has (node, member))
    return;
  if (kind == MC_FIELD_NUMBER || kind == MC_FIELD_MONEY ||
      (kind == MC_FIELD_YEAR && json_is_integer (json_object_get (node->value, member))))
    {
      if (mc_json_node_get_int (
              node, member, 0, G_GINT64_CONSTANT (999999999999999), &bound->number))
        bound->kind = MC_BOUND_NUMBER;
      return;
    }
  if (kind != MC_FIELD_DATE && kind != MC_FIELD_YEAR)
    {
      mc_json_node_mistake (node, member, "has no meaning for a field of this kind");
      return;
    }
  if (!mc_json_node_get (node, member, JSON_STRING, &child))
    return;
  if (parse_relative (json_string_value (child.value), bound))
    return;
  bound->kind = MC_BOUND_NONE;
  if (kind == MC_FIELD_DATE && mc_date_from_iso (json_string_value (child.value), &bound->date))
    bound->kind = MC_BOUND_DATE;
  else
    mc_json_node_mistake (
        &child,
        NULL,
        kind == MC_FIELD_DATE
            ? "must be yyyy-mm-dd, or today such as today-60d, today+2m, today-70y"
            : "must be a year, or today such as today-70y");
}

/* Bounds that are known without a day; others are judged when a value is. */
static void
check_bounds (const McField *field, const McJsonNode *node)
{
  gboolean crossed = FALSE;

  if (field->min.kind == MC_BOUND_NUMBER && field->max.kind == MC_BOUND_NUMBER)
    crossed = field->min.number > field->max.number;
  else if (field->min.kind == MC_BOUND_DATE && field->max.kind == MC_BOUND_DATE)
    crossed = g_date_compare (&field->min.date, &field->max.date) > 0;
  if (crossed)
    mc_json_node_mistake (node, "max", "is below min: nothing could be answered");
}

static void
load_lengths (McField *field, const McJsonNode *node)
{
  static const char *const LENGTHS[] = { "min_length", "max_length" };
  gint64 min = 0, max = mc_field_kind_get_default_length (field->kind);

  for (guint i = 0; i < G_N_ELEMENTS (LENGTHS); i++)
    if (mc_json_node_has (node, LENGTHS[i]) && !is_text_kind (field->kind))
      mc_json_node_mistake (node, LENGTHS[i], "has no meaning for a field of this kind");
  if (is_text_kind (field->kind))
    {
      mc_json_node_get_int (node, "min_length", 1, 2000, &min);
      mc_json_node_get_int (node, "max_length", 1, 2000, &max);
      if (min > max)
        mc_json_node_mistake (node, "min_length", "is above max_length");
    }
  field->min_length = (guint) min;
  field->max_length = (guint) max;
}

static void
load_choice (McField *field, const McJsonNode *node)
{
  static const char *const CHOICE[] = { "value", "label", NULL };
  const char *value = mc_json_node_get_text (node, "value", 1, 40);
  McWords label = { 0 };
  McChoiceRow *row;

  mc_json_node_allow (node, CHOICE);
  mc_load_words (node, "label", 150, TRUE, &label);
  if (value != NULL && !mc_load_is_key (value, TRUE))
    mc_json_node_mistake (node, "value", "may have small letters, digits and _ only");
  else if (value != NULL && mc_field_find_choice (field, value) != NULL)
    mc_json_node_mistake (node, "value", "\"%s\" is taken already", value);
  if (value == NULL)
    {
      mc_words_clear (&label);
      return;
    }
  row = g_new0 (McChoiceRow, 1);
  row->value = g_strdup (value);
  row->label = label;
  g_ptr_array_add (field->choices, row);
}

static void
load_choices (McField *field, const McJsonNode *node)
{
  g_auto (McJsonNode) list = { 0 };

  if (field->kind != MC_FIELD_CHOICE)
    {
      if (mc_json_node_has (node, "choices"))
        mc_json_node_mistake (node, "choices", "has a meaning for a choice only");
      return;
    }
  if (!mc_json_node_get (node, "choices", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) < 2)
    mc_json_node_mistake (&list, NULL, "needs at least two choices");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };

      if (mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        load_choice (field, &item);
    }
}

static void
load_prefill (McField *field, const McJsonNode *node)
{
  const char *source = mc_json_node_get_optional_text (node, "prefill", 1, 40);
  const char *names[G_N_ELEMENTS (SOURCES) + 1] = { NULL };
  g_autofree char *suggestion = NULL;

  if (source == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (SOURCES); i++)
    {
      names[i] = SOURCES[i].source;
      if (!g_str_equal (source, SOURCES[i].source))
        continue;
      field->prefill = g_strdup (source);
      if (field->kind != MC_FIELD_TEXT && field->kind != SOURCES[i].kinds[0] &&
          field->kind != SOURCES[i].kinds[1])
        mc_json_node_mistake (
            node, "prefill", "%s cannot fill a field of kind %s", source, KINDS[field->kind]);
      else if (g_str_equal (source, "applicant.sex") &&
               (mc_field_find_choice (field, "male") == NULL ||
                mc_field_find_choice (field, "female") == NULL))
        mc_json_node_mistake (
            node, "prefill", "applicant.sex needs the choices \"male\" and \"female\"");
      return;
    }
  suggestion = mc_json_suggest (source, names);
  mc_json_node_mistake (node, "prefill", "unknown source%s", suggestion);
}

static void
load_default (McField *field, const McJsonNode *node)
{
  g_autofree char *value = NULL;
  const char *text = mc_json_node_get_optional_text (node, "default", 1, 250);
  McFieldProblem problem;

  if (text == NULL)
    return;
  problem = mc_field_validate (field, text, NULL, &value, NULL);
  if (problem != MC_FIELD_PROBLEM_NONE || g_strcmp0 (text, value) != 0)
    mc_json_node_mistake (node, "default", "is no value of this field");
  field->fallback = g_strdup (text);
}

static McField *
load_field (McProcedure *self, const McJsonNode *node, GHashTable *seen)
{
  static const char *const FIELD[] = { "key",        "kind",     "label",  "question",
                                       "help",       "required", "masked", "min_length",
                                       "max_length", "min",      "max",    "choices",
                                       "default",    "prefill",  "when",   NULL };
  McField *field = mc_field_new ();
  int kind;

  mc_json_node_allow (node, FIELD);
  field->key = mc_load_key (node, "key", seen);
  kind = mc_json_node_get_enum (node, "kind", KINDS, -1);
  mc_load_words (node, "label", 100, TRUE, &field->label);
  mc_load_words (node, "question", 200, FALSE, &field->question);
  mc_load_words (node, "help", 400, FALSE, &field->help);
  field->required = mc_json_node_get_boolean (node, "required", TRUE);
  field->masked = mc_json_node_get_boolean (node, "masked", FALSE);
  mc_load_conditions (self, node, field->conditions);
  if (kind < 0)
    return field;

  field->kind = (McFieldKind) kind;
  load_lengths (field, node);
  load_bound (node, "min", field->kind, &field->min);
  load_bound (node, "max", field->kind, &field->max);
  check_bounds (field, node);
  load_choices (field, node);
  load_prefill (field, node);
  load_default (field, node);
  return field;
}

static void
load_fields (McProcedure *self, const McJsonNode *node, McFormPage *page, GHashTable *seen)
{
  g_auto (McJsonNode) list = { 0 };

  if (!mc_json_node_get (node, "fields", JSON_ARRAY, &list))
    return;
  if (json_array_size (list.value) == 0 || json_array_size (list.value) > 8)
    mc_json_node_mistake (&list, NULL, "needs one field, at most eight");
  for (guint i = 0; i < json_array_size (list.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };
      McField *field;

      if (!mc_json_node_get_element (&list, i, JSON_OBJECT, &item))
        continue;
      field = load_field (self, &item, seen);
      g_ptr_array_add (page->fields, field);
      if (field->key != NULL)
        g_hash_table_insert (self->fields, field->key, field); /* for the rules of the next ones */
    }
}

static void
load_page (McProcedure *self,
           const McJsonNode *node,
           const McWords *section_title,
           GHashTable *seen)
{
  static const char *const PAGE[] = { "title", "help", "when", "fields", NULL };
  McFormPage *page = g_new0 (McFormPage, 1);

  page->section = self->n_sections;
  page->section_title.vi = g_strdup (section_title->vi);
  page->section_title.en = g_strdup (section_title->en);
  page->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_field_free);
  page->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_condition_free);
  g_ptr_array_add (self->pages, page);

  mc_json_node_allow (node, PAGE);
  mc_load_words (node, "title", 200, FALSE, &page->title);
  mc_load_words (node, "help", 400, FALSE, &page->help);
  mc_load_conditions (self, node, page->conditions);
  load_fields (self, node, page, seen);
  if (page->title.vi == NULL && page->fields->len > 1 && !mc_json_node_has (node, "title"))
    mc_json_node_mistake (node, "title", "missing: a page of several fields needs its own");
}

static void
load_section (McProcedure *self, const McJsonNode *node, GHashTable *seen)
{
  static const char *const SECTION[] = { "title", "pages", NULL };
  g_auto (McJsonNode) pages = { 0 };
  McWords title = { 0 };

  mc_json_node_allow (node, SECTION);
  mc_load_words (node, "title", 100, TRUE, &title);
  if (mc_json_node_get (node, "pages", JSON_ARRAY, &pages))
    {
      if (json_array_size (pages.value) == 0)
        mc_json_node_mistake (&pages, NULL, "is empty");
      for (guint i = 0; i < json_array_size (pages.value); i++)
        {
          g_auto (McJsonNode) item = { 0 };

          if (mc_json_node_get_element (&pages, i, JSON_OBJECT, &item))
            load_page (self, &item, &title, seen);
        }
    }
  mc_words_clear (&title);
}

/**
 * mc_load_form:
 * @self: the procedure
 * @root: the file
 *
 * Reads the form: sections of pages of fields.
 */
void
mc_load_form (McProcedure *self, const McJsonNode *root)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (McJsonNode) form = { 0 };

  if (!mc_json_node_get (root, "form", JSON_ARRAY, &form))
    return;
  if (json_array_size (form.value) == 0)
    mc_json_node_mistake (&form, NULL, "is empty");
  for (guint i = 0; i < json_array_size (form.value); i++)
    {
      g_auto (McJsonNode) item = { 0 };

      if (mc_json_node_get_element (&form, i, JSON_OBJECT, &item))
        load_section (self, &item, seen);
      self->n_sections++;
    }
}
