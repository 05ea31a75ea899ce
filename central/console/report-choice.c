/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/people/access.h"

#include <string.h>

static void
option_free (gpointer data)
{
  McUnitOption *option = data;

  g_free (option->code);
  g_free (option->name);
  g_free (option);
}

static void
add_option (GPtrArray *units, McCentral *central, const char *code, const char *language)
{
  const char *name =
      mc_central_get_unit_name (central, *code == '\0' ? MC_UNIT_ALL : code, language);
  McUnitOption *option;

  for (guint i = 0; i < units->len; i++)
    if (g_str_equal (((McUnitOption *) g_ptr_array_index (units, i))->code, code))
      return;

  option = g_new0 (McUnitOption, 1);
  option->code = g_strdup (code);
  option->name = g_strdup (name != NULL ? name : code);
  g_ptr_array_add (units, option);
}

/* The city first, then the alphabet. */
static gint
compare_options (gconstpointer a, gconstpointer b)
{
  const McUnitOption *left = *(const McUnitOption *const *) a;
  const McUnitOption *right = *(const McUnitOption *const *) b;
  g_autofree char *left_name = mc_text_fold (left->name);
  g_autofree char *right_name = mc_text_fold (right->name);

  if ((*left->code == '\0') != (*right->code == '\0'))
    return *left->code == '\0' ? -1 : 1;
  return strcmp (left_name, right_name);
}

static void
add_all (GPtrArray *units, McCentral *central, const char *language)
{
  g_autoptr (GPtrArray) procedures = NULL;
  GDate today;

  for (guint i = 0; i < central->points->len; i++)
    add_option (
        units, central, mc_point_get_unit (g_ptr_array_index (central->points, i)), language);
  mc_time_get_local_date (mc_clock_now (central->clock), &today);
  procedures = mc_catalogue_search (central->catalogue, "", language, &today);
  for (guint i = 0; i < procedures->len; i++)
    {
      const char *agency = mc_procedure_get_agency_code (g_ptr_array_index (procedures, i));

      if (agency != NULL && mc_central_is_city_department (central, agency))
        add_option (units, central, agency, language);
    }
}

/**
 * mc_report_list_units:
 * @central: central
 * @request: who asks, in which language
 * @may: (scope call): whether they may see a unit
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McUnitOption): the units that they may choose from; the
 *   whole city has the code ""
 */
GPtrArray *
mc_report_list_units (McCentral *central, const McRequest *request, McUnitTest may)
{
  GPtrArray *units = g_ptr_array_new_with_free_func (option_free);

  if (may (request->user, NULL))
    {
      add_option (units, central, "", request->language);
      add_all (units, central, request->language);
    }
  for (guint i = 0; i < request->user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (request->user->posts, i);

      if (!g_str_equal (post->unit, MC_UNIT_ALL) && may (request->user, post->unit))
        add_option (units, central, post->unit, request->language);
    }
  g_ptr_array_sort (units, compare_options);

  return units;
}

/**
 * mc_report_choice_init:
 * @self: (out caller-allocates): a choice, to be cleared even on failure
 * @central: central
 * @request: GET with `period`, `from`, `to` and `unit`
 *
 * Reads what was chosen. Without a unit: the city for who may see it, else the first of one's own.
 *
 * Returns: whether the official may see it
 */
gboolean
mc_report_choice_init (McReportChoice *self, McCentral *central, const McRequest *request)
{
  g_autofree char *period = mc_request_dup_query (request, "period");
  g_autofree char *from = mc_request_dup_query (request, "from");
  g_autofree char *to = mc_request_dup_query (request, "to");
  g_autoptr (GPtrArray) units = mc_report_list_units (central, request, mc_access_may_report);

  *self = (McReportChoice){ .central = central, .request = request };
  self->misunderstood = !mc_period_parse (&self->period, period, from, to, request->now);
  self->unit = mc_request_dup_query (request, "unit");
  if (self->unit == NULL && units->len > 0)
    self->unit = g_strdup (((McUnitOption *) g_ptr_array_index (units, 0))->code);
  if (self->unit != NULL && *self->unit == '\0')
    g_clear_pointer (&self->unit, g_free);

  return mc_access_may_report (request->user, self->unit);
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
  g_autofree char *unit = g_uri_escape_string (self->unit == NULL ? "" : self->unit, NULL, FALSE);

  return g_strdup_printf ("?period=%s&from=%s&to=%s&unit=%s",
                          mc_period_kind_to_string (self->period.kind),
                          first,
                          last,
                          unit);
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
  const McUnitOption *only = units->len == 1 ? g_ptr_array_index (units, 0) : NULL;

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
      const McUnitOption *option = g_ptr_array_index (units, i);

      mc_html_put (html,
                   "<option value=\"{}\"{}>{}</option>",
                   option->code,
                   g_str_equal (option->code, unit == NULL ? "" : unit) ? " selected" : "",
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
 * @units: (element-type McUnitOption): what can be
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
