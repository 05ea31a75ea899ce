/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "app/domain/language.h"
#include "central/people/units.h"

/* The whole city has no code of its own in what is asked for. */
static const char *
get_code (const char *unit)
{
  return g_str_equal (unit, MC_UNIT_ALL) || *unit == '\0' ? NULL : unit;
}

/**
 * mc_report_list_units:
 * @central: central
 * @request: who asks, in which language
 * @may: (scope call): whether they may see a unit; of %NULL, the whole city
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McUnit): the units that they may choose from
 */
GPtrArray *
mc_report_list_units (McCentral *central, const McRequest *request, McUnitTest may)
{
  GPtrArray *units = mc_units_list (central, request->language);

  for (guint i = units->len; i > 0; i--)
    {
      const McUnit *unit = g_ptr_array_index (units, i - 1);

      if (!may (request->user, get_code (unit->code)))
        g_ptr_array_remove_index (units, i - 1);
    }

  return units;
}

static gboolean
is_among (const GPtrArray *units, const char *unit)
{
  for (guint i = 0; i < units->len; i++)
    if (g_strcmp0 (get_code (((const McUnit *) g_ptr_array_index (units, i))->code), unit) == 0)
      return TRUE;

  return FALSE;
}

/**
 * mc_report_choice_init:
 * @self: (out caller-allocates): a choice, to be cleared even on failure
 * @central: central
 * @request: GET with `period`, `from`, `to` and `unit`
 * @may: (scope call): whether the official may see a unit
 *
 * Reads what was chosen. Without a unit: the city for who may see it, else the first of one's own.
 *
 * Returns: whether there is such a unit and the official may see it
 */
gboolean
mc_report_choice_init (McReportChoice *self,
                       McCentral *central,
                       const McRequest *request,
                       McUnitTest may)
{
  g_autofree char *period = mc_request_dup_query (request, "period");
  g_autofree char *from = mc_request_dup_query (request, "from");
  g_autofree char *to = mc_request_dup_query (request, "to");
  g_autofree char *unit = NULL;
  g_autoptr (GPtrArray) units = mc_report_list_units (central, request, may);

  *self = (McReportChoice){ .central = central, .request = request };
  self->misunderstood = !mc_period_parse (&self->period, period, from, to, request->now);
  unit = mc_request_dup_query (request, "unit");
  if (unit == NULL && units->len > 0)
    unit = g_strdup (((McUnit *) g_ptr_array_index (units, 0))->code);
  if (unit != NULL)
    self->unit = g_strdup (get_code (unit));

  return is_among (units, self->unit) && may (request->user, self->unit);
}

/**
 * mc_report_choice_clear:
 * @self: a choice
 *
 * Frees what it holds.
 */
void
mc_report_choice_clear (McReportChoice *self)
{
  g_clear_pointer (&self->unit, g_free);
}

/**
 * mc_report_choice_create_query:
 * @self: a choice
 *
 * Returns: (transfer full): a query that means the same until the days go by, with its "?"
 */
char *
mc_report_choice_create_query (const McReportChoice *self)
{
  g_autofree char *first = mc_period_dup_first_day (&self->period);
  g_autofree char *last = mc_period_dup_last_day (&self->period);
  g_autofree char *unit =
      g_uri_escape_string (self->unit == NULL ? MC_UNIT_ALL : self->unit, NULL, FALSE);

  return g_strdup_printf ("?period=%s&from=%s&to=%s&unit=%s",
                          mc_period_kind_to_string (self->period.kind),
                          first,
                          last,
                          unit);
}

/**
 * mc_report_choice_describe:
 * @self: a choice
 * @file: what is taken away, "06a.csv"; "" for the page
 *
 * Returns: (transfer full): what was looked at, for the trail: "00070 2025-06-01 2025-06-30
 * 06a.csv"
 */
char *
mc_report_choice_describe (const McReportChoice *self, const char *file)
{
  g_autofree char *first = mc_period_dup_first_day (&self->period);
  g_autofree char *last = mc_period_dup_last_day (&self->period);

  return g_strdup_printf ("%s %s %s%s%s",
                          self->unit == NULL ? MC_UNIT_ALL : self->unit,
                          first,
                          last,
                          *file == '\0' ? "" : " ",
                          file);
}

static void
put_periods (McHtml *html, const McPeriod *period, const char *language)
{
  static const char *const words[MC_N_PERIODS][2] = {
    [MC_PERIOD_THIS_MONTH] = { "Tháng này", "This month" },
    [MC_PERIOD_LAST_MONTH] = { "Tháng trước", "Last month" },
    [MC_PERIOD_QUARTER] = { "Quý này", "This quarter" },
    [MC_PERIOD_YEAR] = { "Năm nay", "This year" },
    [MC_PERIOD_RANGE] = { "Từ ngày đến ngày", "From day to day" },
  };

  mc_html_put (html,
               "<p class=\"field\"><label for=\"period\">{}</label><select id=\"period\" "
               "name=\"period\">",
               mc_pick (language, "Kỳ báo cáo", "Period"));
  for (guint i = 0; i < MC_N_PERIODS; i++)
    mc_html_put (html,
                 "<option value=\"{}\"{}>{}</option>",
                 mc_period_kind_to_string (i),
                 i == period->kind ? " selected" : "",
                 mc_pick (language, words[i][0], words[i][1]));
  mc_html_raw (html, "</select></p>");
}

static void
put_day (McHtml *html, const char *name, const char *label, const char *day)
{
  mc_html_put (html,
               "<p class=\"field\"><label for=\"{}\">{}</label>"
               "<input type=\"date\" id=\"{}\" name=\"{}\" value=\"{}\"></p>",
               name,
               label,
               name,
               name,
               day);
}

static void
put_units (McHtml *html, const char *unit, const GPtrArray *units, const char *language)
{
  const McUnit *only = units->len == 1 ? g_ptr_array_index (units, 0) : NULL;

  if (only != NULL)
    {
      mc_html_put (html, "<input type=\"hidden\" name=\"unit\" value=\"{}\">", only->code);
      return;
    }

  mc_html_put (html,
               "<p class=\"field\"><label for=\"unit\">{}</label><select id=\"unit\" "
               "name=\"unit\">",
               mc_pick (language, "Đơn vị", "Unit"));
  for (guint i = 0; i < units->len; i++)
    {
      const McUnit *option = g_ptr_array_index (units, i);

      mc_html_put (html,
                   "<option value=\"{}\"{}>{}</option>",
                   option->code,
                   g_str_equal (option->code, unit == NULL ? MC_UNIT_ALL : unit) ? " selected" : "",
                   option->name);
    }
  mc_html_raw (html, "</select></p>");
}

/**
 * mc_report_put_form:
 * @html: a page
 * @path: where it leads
 * @period: what is chosen
 * @unit: (nullable): what is chosen
 * @units: (element-type McUnit): what can be
 * @language: (nullable): "vi" or "en"
 *
 * The choice of period and unit, a line of controls.
 */
void
mc_report_put_form (McHtml *html,
                    const char *path,
                    const McPeriod *period,
                    const char *unit,
                    const GPtrArray *units,
                    const char *language)
{
  g_autofree char *first = mc_period_dup_first_day (period);
  g_autofree char *last = mc_period_dup_last_day (period);

  mc_html_put (html, "<form class=\"choice-bar\" method=\"get\" action=\"{}\">", path);
  put_periods (html, period, language);
  put_day (html, "from", mc_pick (language, "Từ ngày", "From"), first);
  put_day (html, "to", mc_pick (language, "Đến ngày", "To"), last);
  put_units (html, unit, units, language);
  mc_html_put (
      html, "<button class=\"button main\">{}</button></form>", mc_pick (language, "Xem", "Show"));
}
