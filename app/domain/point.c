/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/point.h"

#include "app/domain/code.h"
#include "app/domain/csv.h"
#include "app/domain/json.h"

#include <string.h>

enum
{
  COLUMN_CODE,
  COLUMN_NAME,
  COLUMN_KIND,
  COLUMN_UNIT_CODE,
  COLUMN_UNIT_NAME,
  COLUMN_AGENCY_CODE,
  COLUMN_AGENCY_NAME,
  COLUMN_ADDRESS,
  COLUMN_COUNTER,
  COLUMN_PHONE,
  COLUMN_HOURS,
  COLUMN_NOTE,
};

static const char *const COLUMNS[] = {
  "code",    "name",    "kind",  "unit_code", "unit_name", "agency_code", "agency_name",
  "address", "counter", "phone", "hours",     "note",      NULL,
};

static char *
dup_if_given (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * mc_point_copy:
 * @self: a point
 *
 * Returns: (transfer full): a copy
 */
McPoint *
mc_point_copy (const McPoint *self)
{
  McPoint *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->code = g_strdup (self->code);
  copy->name = g_strdup (self->name);
  copy->unit_code = g_strdup (self->unit_code);
  copy->unit_name = g_strdup (self->unit_name);
  copy->agency_code = g_strdup (self->agency_code);
  copy->agency_name = g_strdup (self->agency_name);
  copy->address = g_strdup (self->address);
  copy->counter = g_strdup (self->counter);
  copy->phone = g_strdup (self->phone);
  return copy;
}

/**
 * mc_point_free:
 * @self: (transfer full) (nullable): a point
 */
void
mc_point_free (McPoint *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->name);
  g_free (self->unit_code);
  g_free (self->unit_name);
  g_free (self->agency_code);
  g_free (self->agency_name);
  g_free (self->address);
  g_free (self->counter);
  g_free (self->phone);
  g_free (self);
}

static char *
format_hours (const McHours *hours)
{
  const guint seconds[] = {
    hours->morning_open, hours->morning_close, hours->afternoon_open, hours->afternoon_close
  };
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_string_append_printf (string,
                            "%s%02u:%02u",
                            i == 0       ? ""
                            : i % 2 == 1 ? "-"
                                         : ",",
                            seconds[i] / 3600,
                            seconds[i] / 60 % 60);

  return g_string_free (string, FALSE);
}

/**
 * mc_point_get_unit:
 * @self: a point
 *
 * Returns: (transfer none): the unit whose desk it is, by its five digits; a branch of the city's
 *   centre stands for itself. Any thread
 */
const char *
mc_point_get_unit (const McPoint *self)
{
  return self->unit_code != NULL && *self->unit_code != '\0' ? self->unit_code : self->code;
}

/**
 * mc_point_to_json:
 * @self: a point
 *
 * Returns: (transfer full): an object with the struct's members; `hours` as mc_hours_parse() reads
 *   them, what is not known left out
 */
json_t *
mc_point_to_json (const McPoint *self)
{
  g_autofree char *hours = format_hours (&self->hours);
  json_t *object = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
                              "code",
                              self->code,
                              "name",
                              self->name,
                              "unit_code",
                              self->unit_code,
                              "unit_name",
                              self->unit_name,
                              "agency_code",
                              self->agency_code,
                              "agency_name",
                              self->agency_name,
                              "hours",
                              hours);

  if (self->address != NULL)
    json_object_set_new (object, "address", json_string (self->address));
  if (self->counter != NULL)
    json_object_set_new (object, "counter", json_string (self->counter));
  if (self->phone != NULL)
    json_object_set_new (object, "phone", json_string (self->phone));
  return object;
}

/**
 * mc_point_from_json:
 * @object: (nullable): what mc_point_to_json() makes
 * @error: return location for %MC_JSON_ERROR_MEMBER
 *
 * Members that are not known are passed over: a newer central may tell more.
 *
 * Returns: (transfer full) (nullable): the point, or %NULL with @error set
 */
McPoint *
mc_point_from_json (json_t *object, GError **error)
{
  g_autoptr (McPoint) self = g_new0 (McPoint, 1);
  g_autoptr (GError) problem = NULL;
  struct
  {
    const char *name;
    char **target;
  } const required[] = {
    { "code", &self->code },
    { "name", &self->name },
    { "unit_code", &self->unit_code },
    { "unit_name", &self->unit_name },
    { "agency_code", &self->agency_code },
    { "agency_name", &self->agency_name },
  };
  const char *hours;

  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    {
      const char *text = mc_json_get_string (object, required[i].name, error);

      if (text == NULL)
        return NULL;
      *required[i].target = g_strdup (text);
    }

  hours = mc_json_get_string (object, "hours", error);
  if (hours == NULL)
    return NULL;
  if (!mc_hours_parse (hours, &self->hours, &problem))
    {
      g_set_error (
          error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “hours”: %s", problem->message);
      return NULL;
    }

  self->address = dup_if_given (mc_json_get_optional_string (object, "address"));
  self->counter = dup_if_given (mc_json_get_optional_string (object, "counter"));
  self->phone = dup_if_given (mc_json_get_optional_string (object, "phone"));
  return g_steal_pointer (&self);
}

static gboolean
is_unit_code (const char *text)
{
  return strlen (text) == 5 && strspn (text, "0123456789") == 5;
}

/* An agency code is what stands before the date in a dossier code. */
static gboolean
is_agency_code (const char *text)
{
  g_autofree char *code = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, 1, 2026);
  code = mc_code_format (text, &date, 1, 6, NULL);
  return code != NULL;
}

static char *
find_mistake (char **cells, McHours *hours)
{
  static const guint needed[] = { COLUMN_CODE, COLUMN_NAME, COLUMN_UNIT_NAME, COLUMN_AGENCY_NAME };
  gboolean is_unit = g_str_equal (cells[COLUMN_KIND], "unit");
  g_autoptr (GError) problem = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (*cells[needed[i]] == '\0')
      return g_strdup_printf ("no %s", COLUMNS[needed[i]]);

  if (!is_unit && !g_str_equal (cells[COLUMN_KIND], "branch") &&
      !g_str_equal (cells[COLUMN_KIND], "sub-point"))
    return g_strdup_printf ("the kind is unit, branch or sub-point, not “%s”", cells[COLUMN_KIND]);
  if ((is_unit || *cells[COLUMN_UNIT_CODE] != '\0') && !is_unit_code (cells[COLUMN_UNIT_CODE]))
    return g_strdup_printf ("the unit code is five digits, not “%s”", cells[COLUMN_UNIT_CODE]);
  if (!is_agency_code (cells[COLUMN_AGENCY_CODE]))
    return g_strdup_printf ("“%s” is no agency code", cells[COLUMN_AGENCY_CODE]);

  *hours = MC_HOURS_DEFAULT;
  if (*cells[COLUMN_HOURS] != '\0' && !mc_hours_parse (cells[COLUMN_HOURS], hours, &problem))
    return g_strdup (problem->message);

  return NULL;
}

/**
 * mc_points_new_from_csv:
 * @data: a table with the columns of assets/points.csv
 * @length: its length in bytes, or -1 when it is terminated
 * @file_name: what to name in messages
 * @error: return location for an #McCsvError, as `file:line: what is wrong`
 *
 * Reads the receiving points: of a commune-level unit, a branch of the city's centre, or a
 * sub-point of a branch. Codes must differ, also the agency codes, because they begin the dossier
 * codes. No hours mean the usual ones. Any thread.
 *
 * Returns: (transfer full) (element-type McPoint) (nullable): the points in the file's order
 */
GPtrArray *
mc_points_new_from_csv (const char *data, gssize length, const char *file_name, GError **error)
{
  g_autoptr (GPtrArray) rows = mc_csv_parse (data, length, file_name, COLUMNS, error);
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_point_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const McCsvRow *row = g_ptr_array_index (rows, i);
      McHours hours;
      g_autofree char *mistake = find_mistake (row->cells, &hours);
      McPoint *point;

      if (mistake == NULL && !g_hash_table_add (seen, row->cells[COLUMN_CODE]))
        mistake = g_strdup_printf ("a second point “%s”", row->cells[COLUMN_CODE]);
      if (mistake == NULL && !g_hash_table_add (seen, row->cells[COLUMN_AGENCY_CODE]))
        mistake = g_strdup_printf ("a second “%s”", row->cells[COLUMN_AGENCY_CODE]);
      if (mistake != NULL)
        {
          g_set_error (
              error, MC_CSV_ERROR, MC_CSV_ERROR_SYNTAX, "%s:%u: %s", file_name, row->line, mistake);
          return NULL;
        }

      point = g_new0 (McPoint, 1);
      point->code = g_strdup (row->cells[COLUMN_CODE]);
      point->name = g_strdup (row->cells[COLUMN_NAME]);
      point->unit_code = g_strdup (row->cells[COLUMN_UNIT_CODE]);
      point->unit_name = g_strdup (row->cells[COLUMN_UNIT_NAME]);
      point->agency_code = g_strdup (row->cells[COLUMN_AGENCY_CODE]);
      point->agency_name = g_strdup (row->cells[COLUMN_AGENCY_NAME]);
      point->address = dup_if_given (row->cells[COLUMN_ADDRESS]);
      point->counter = dup_if_given (row->cells[COLUMN_COUNTER]);
      point->phone = dup_if_given (row->cells[COLUMN_PHONE]);
      point->hours = hours;
      g_ptr_array_add (points, point);
    }

  return g_steal_pointer (&points);
}
