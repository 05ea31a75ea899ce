/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/printer-facts.h"

#include <string.h>
#include "printing/transports/ipp-message.h"
#include "printing/transports/printer-reasons.h"

#define REASONS_MAX 64
#define MARKERS_MAX 16
/* What a printer that names no level of its own is warned at, in percent. */
#define LOW_LEVEL 5
#define HIGH_LEVEL 95

typedef struct
{
  int level, low, high;
  gboolean waste;
} Marker;

typedef struct
{
  Marker rows[MARKERS_MAX];
  guint n_levels, n_lows, n_highs, n_types;
} Markers;

/**
 * mc_printer_facts_clear:
 * @self: facts
 *
 * Empties them.
 */
void
mc_printer_facts_clear (McPrinterFacts *self)
{
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  memset (self, 0, sizeof *self);
}

static void
read_reason (McPrinterFacts *self, const McIppValue *value)
{
  char *keyword = mc_ipp_value_dup_keyword (value);

  if (self->reasons == NULL)
    self->reasons = g_ptr_array_new_with_free_func (g_free);
  /* Something is said, and nobody can read it. */
  if (self->reasons->len < REASONS_MAX)
    g_ptr_array_add (self->reasons, keyword != NULL ? keyword : g_strdup ("other"));
  else
    g_free (keyword);
}

static void
read_format (McPrinterFacts *self, const McIppValue *value)
{
  if (mc_ipp_value_equals (value, "application/pdf"))
    self->formats |= MC_FORMAT_PDF;
  else if (mc_ipp_value_equals (value, "image/pwg-raster"))
    self->formats |= MC_FORMAT_PWG;
  else if (mc_ipp_value_equals (value, "image/urf"))
    self->formats |= MC_FORMAT_URF;
}

/* "RS203" or "RS203-300": the first is taken. */
static void
read_urf (McPrinterFacts *self, const McIppValue *value)
{
  g_autofree char *keyword = mc_ipp_value_dup_keyword (value);
  guint64 dpi = 0;

  if (keyword == NULL || !g_str_has_prefix (keyword, "RS"))
    return;
  keyword[2 + strspn (keyword + 2, "0123456789")] = '\0';
  if (g_ascii_string_to_unsigned (keyword + 2, 10, 50, 2400, &dpi, NULL))
    self->urf_dpi = (double) dpi;
}

static void
read_number (const McIppValue *value, Markers *markers, guint *n, gsize offset)
{
  int number = -1;

  if (value->first)
    *n = 0;
  if (*n >= MARKERS_MAX)
    return;
  mc_ipp_value_get_integer (value, &number);
  memcpy ((char *) &markers->rows[(*n)++] + offset, &number, sizeof number);
}

static void
read_marker_type (Markers *markers, const McIppValue *value)
{
  g_autofree char *type = mc_ipp_value_dup_keyword (value);

  if (value->first)
    markers->n_types = 0;
  if (markers->n_types < MARKERS_MAX)
    markers->rows[markers->n_types++].waste = type != NULL && g_str_has_prefix (type, "waste");
}

static gboolean
read_marker (Markers *markers, const McIppValue *value)
{
  if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "marker-levels"))
    read_number (value, markers, &markers->n_levels, G_STRUCT_OFFSET (Marker, level));
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "marker-low-levels"))
    read_number (value, markers, &markers->n_lows, G_STRUCT_OFFSET (Marker, low));
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "marker-high-levels"))
    read_number (value, markers, &markers->n_highs, G_STRUCT_OFFSET (Marker, high));
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "marker-types"))
    read_marker_type (markers, value);
  else
    return FALSE;
  return TRUE;
}

static void
read_value (McPrinterFacts *self, Markers *markers, const McIppValue *value)
{
  if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "printer-state"))
    mc_ipp_value_get_integer (value, &self->state);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "printer-up-time"))
    mc_ipp_value_get_integer (value, &self->up_time);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "printer-state-reasons"))
    read_reason (self, value);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "printer-is-accepting-jobs"))
    mc_ipp_value_get_boolean (value, &self->accepting);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "document-format-supported"))
    read_format (self, value);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "urf-supported"))
    read_urf (self, value);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_PRINTER, "pwg-raster-document-type-supported"))
    {
      if (mc_ipp_value_equals (value, "black_1"))
        self->bi_level = TRUE;
      else if (mc_ipp_value_equals (value, "sgray_8"))
        self->grey = TRUE;
      else
        self->other_colours = TRUE;
    }
  else if (mc_ipp_value_is (
               value, MC_IPP_GROUP_PRINTER, "pwg-raster-document-resolution-supported"))
    {
      if (self->pwg_dpi_x == 0)
        mc_ipp_value_get_resolution (value, &self->pwg_dpi_x, &self->pwg_dpi_y);
    }
  else
    read_marker (markers, value);
}

/* A level may also be "-1: none", "-2: not known" or "-3: some": those say nothing. */
static void
judge_markers (McPrinterFacts *self, const Markers *markers)
{
  for (guint i = 0; i < markers->n_levels; i++)
    {
      const Marker *marker = &markers->rows[i];
      int low = i < markers->n_lows && marker->low > 0 ? marker->low : LOW_LEVEL;
      int high = i < markers->n_highs && marker->high > 0 ? marker->high : HIGH_LEVEL;

      if (marker->level < 0 || marker->level > 100)
        continue;
      if (i < markers->n_types && marker->waste)
        self->waste_full |= marker->level >= MIN (high, 100);
      else
        self->low |= marker->level <= low;
    }
}

/**
 * mc_printer_facts_read:
 * @self: (out caller-allocates): what the printer says
 * @answer: its answer to Get-Printer-Attributes, whatever it is
 *
 * Reads what we need of it. Any thread.
 */
void
mc_printer_facts_read (McPrinterFacts *self, GBytes *answer)
{
  Markers markers = { .n_levels = 0 };
  McIppReader reader;
  McIppValue value;

  g_return_if_fail (self != NULL && answer != NULL);

  memset (self, 0, sizeof *self);
  self->accepting = TRUE;
  self->up_time = -1;
  mc_ipp_reader_init (&reader, answer);
  self->status = mc_ipp_reader_get_status (&reader);
  while (mc_ipp_reader_next (&reader, &value))
    read_value (self, &markers, &value);
  judge_markers (self, &markers);
  self->readable = reader.whole && !MC_IPP_STATUS_IS_ERROR (self->status) &&
                   self->state >= MC_PRINTER_STATE_IDLE && self->state <= MC_PRINTER_STATE_STOPPED;
}

/**
 * mc_printer_facts_judge:
 * @self: what the printer says
 * @reason: (out) (nullable) (transfer full): the keyword behind it
 *
 * Ready is only what says so: an answer that nobody can read, or one without reasons, is unknown.
 *
 * Returns: the printer's health. Any thread
 */
McPrinterHealth
mc_printer_facts_judge (const McPrinterFacts *self, char **reason)
{
  g_autoptr (GPtrArray) keywords = g_ptr_array_new ();
  McPrinterHealth health;

  g_return_val_if_fail (self != NULL && reason != NULL, MC_PRINTER_UNKNOWN);

  *reason = NULL;
  if (self->status == MC_IPP_STATUS_NOT_FOUND)
    {
      *reason = g_strdup ("no-such-printer");
      return MC_PRINTER_FAULT;
    }
  if (!self->readable)
    {
      *reason = g_strdup ("unreadable-answer");
      return MC_PRINTER_UNKNOWN;
    }
  for (guint i = 0; self->reasons != NULL && i < self->reasons->len; i++)
    g_ptr_array_add (keywords, g_ptr_array_index (self->reasons, i));
  g_ptr_array_add (keywords, NULL);
  health = mc_printer_reasons_judge ((const char *const *) keywords->pdata,
                                     self->state == MC_PRINTER_STATE_STOPPED,
                                     self->accepting,
                                     reason);
  if (health == MC_PRINTER_READY && (self->low || self->waste_full))
    {
      *reason = g_strdup (self->low ? "marker-supply-low" : "marker-waste-almost-full");
      return MC_PRINTER_WARNING;
    }
  if (health == MC_PRINTER_READY && self->reasons == NULL)
    return MC_PRINTER_UNKNOWN;
  return health;
}

/**
 * mc_printer_facts_dup_fault:
 * @self: what the printer says
 *
 * Returns: (transfer full) (nullable): the keyword of the first thing that is wrong with it. Any
 *   thread
 */
char *
mc_printer_facts_dup_fault (const McPrinterFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; self->reasons != NULL && i < self->reasons->len; i++)
    if (mc_printer_reason_classify (g_ptr_array_index (self->reasons, i)) == MC_PRINTER_FAULT)
      return mc_printer_reason_strip (g_ptr_array_index (self->reasons, i));
  return NULL;
}
