/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/register.h"

#include "app/domain/language.h"
#include "central/http/routes.h"
#include "central/log.h"
#include "central/people/access.h"
#include "central/people/trail.h"

#define PAGE_LINES 100
#define FILE_LINES 20000 /* a busy ward's two years */

/* All records of a period are read for any page of it: more would take the service's memory. */
#define MAX_PERIOD_S ((gint64) 2 * 366 * 86400)

typedef struct
{
  McReportChoice choice;
  GPtrArray *records; /* (owned) (element-type McDossierRecord) */
  GPtrArray *lines;   /* (owned) (element-type McRegisterLine), of this page or file */
  guint start;        /* of them */
} View;

static void
view_clear (View *self)
{
  mc_report_choice_clear (&self->choice);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

#define PICK(vietnamese, english) mc_pick (request->language, vietnamese, english)

static void
put_time (McHtml *html, const char *label, gint64 time)
{
  g_autofree char *day = NULL, *clock = NULL;

  if (time == MC_TIME_NONE)
    {
      mc_html_put (html, "<td data-label=\"{}\"></td>", label);
      return;
    }

  day = mc_time_to_display_date (time);
  clock = mc_time_to_display_clock (time);
  mc_html_put (html, "<td data-label=\"{}\">{}<small>{}</small></td>", label, day, clock);
}

static void
put_line (McHtml *html, const View *self, const McRegisterLine *line)
{
  const McRequest *request = self->choice.request;
  g_autofree char *number =
      line->number == 0 ? g_strdup ("–") : g_strdup_printf ("%u", line->number);

  mc_html_put (html,
               "<tr><td class=\"number\" data-label=\"{}\">{}</td><td data-label=\"{}\">",
               PICK ("Số", "No."),
               number,
               PICK ("Hồ sơ", "Dossier"));
  if (mc_access_may_read (request->user, line->record))
    mc_html_put (html,
                 "<a class=\"code\" href=\"/console/dossiers/{}\">{}</a>",
                 line->record->id,
                 line->record->code);
  else
    mc_html_put (html, "<span class=\"code\">{}</span>", line->record->code);
  mc_html_put (html,
               "<small>{}</small></td><td data-label=\"{}\">{}<small>{}{}{}</small></td>"
               "<td data-label=\"{}\">{}</td>",
               line->procedure_name,
               PICK ("Chủ hồ sơ", "Owner"),
               line->owner,
               line->address == NULL ? "" : line->address,
               line->address == NULL || line->phone == NULL ? "" : " · ",
               line->phone == NULL ? "" : line->phone,
               PICK ("Cơ quan giải quyết", "In charge"),
               line->agency);
  put_time (html, PICK ("Nhận", "Received"), line->received_at);
  put_time (html, PICK ("Hẹn trả", "Due"), line->record->due_at);
  put_time (html, PICK ("Đã trả", "Collected"), line->collected_at);
  mc_html_put (html,
               "<td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td></tr>",
               PICK ("Người nhận hồ sơ", "Received by"),
               line->officer == NULL ? "" : line->officer,
               PICK ("Ghi chú", "Notes"),
               line->note == NULL ? "" : line->note);
}

static void
put_table (McHtml *html, const View *self)
{
  const McRequest *request = self->choice.request;

  mc_html_put (
      html,
      "<div class=\"table stack register\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">"
      "<table><thead><tr>"
      "<th class=\"number\">{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th>"
      "<th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
      PICK ("Sổ theo dõi hồ sơ", "Register of dossiers"),
      PICK ("Số", "No."),
      PICK ("Hồ sơ", "Dossier"),
      PICK ("Chủ hồ sơ", "Owner"),
      PICK ("Cơ quan giải quyết", "In charge"),
      PICK ("Nhận", "Received"),
      PICK ("Hẹn trả", "Due"),
      PICK ("Đã trả", "Collected"),
      PICK ("Người nhận hồ sơ", "Received by"),
      PICK ("Ghi chú", "Notes"));
  for (guint i = 0; i < self->lines->len; i++)
    put_line (html, self, g_ptr_array_index (self->lines, i));
  mc_html_raw (html, "</tbody></table></div>");
}

static void
put_page_link (McHtml *html, const char *query, guint page, const char *text)
{
  char number[12];

  g_snprintf (number, sizeof number, "%u", page);
  mc_html_put (html,
               "<a class=\"button\" href=\"/console/register{}&amp;page={}\">{}</a>",
               query,
               number,
               text);
}

static void
put_pages (McHtml *html, const View *self, const char *query)
{
  const McRequest *request = self->choice.request;
  const guint page = self->start / PAGE_LINES + 1;

  if (self->records->len <= PAGE_LINES)
    return;
  mc_html_raw (html, "<div class=\"actions\">");
  if (page > 1)
    put_page_link (html, query, page - 1, PICK ("Trang trước", "Page before"));
  if (self->start + self->lines->len < self->records->len)
    put_page_link (html, query, page + 1, PICK ("Trang sau", "Next page"));
  mc_html_raw (html, "</div>");
}

static void
put_files (McHtml *html, const View *self, const char *query)
{
  const McRequest *request = self->choice.request;

  mc_html_put (html,
               "<p class=\"files\"><a class=\"button\" href=\"/console/register/register.pdf{}\">{}"
               "</a><a href=\"/console/register/register.csv{}\">{}</a>"
               "<a href=\"/console/register/register.csv{}&amp;separator=semicolon\">{}</a></p>",
               query,
               PICK ("Sổ theo dõi trên giấy (PDF)", "The register on paper (PDF)"),
               query,
               PICK ("Tải sổ (CSV)", "The register as CSV"),
               query,
               PICK ("CSV ngăn bằng dấu chấm phẩy", "CSV with semicolons"));
}

static McAnswer *
answer_page (const View *self)
{
  const McReportChoice *choice = &self->choice;
  const McRequest *request = choice->request;
  g_autofree char *period = mc_period_describe (&choice->period, request->language);
  g_autofree char *count = mc_grid_format_count (self->records->len, request->language);
  g_autofree char *query = mc_report_choice_create_query (choice);
  const char *unit = mc_central_get_unit_name (choice->central, choice->unit, request->language);
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) units =
                 mc_report_list_units (choice->central, request, mc_access_may_register);
  McHtml *html;

  if (self->records->len == 0)
    title =
        g_strdup_printf (PICK ("%s: chưa nhận hồ sơ nào", "%s: no dossier was received"), period);
  else
    title = g_strdup_printf (
        PICK ("%s: đã nhận %s hồ sơ", "%s: %s dossiers were received"), period, count);
  html = mc_shell_begin (choice->central, request, MC_TAB_REGISTER, title);
  mc_html_put (
      html,
      "<p class=\"lead\"><b>{}</b>. {}</p>",
      unit != NULL ? unit : choice->unit,
      PICK ("Sổ theo dõi hồ sơ, theo thứ tự tiếp nhận.", "The register, in order of reception."));
  if (choice->misunderstood)
    mc_shell_put_notice (
        html,
        MC_BADGE_CARE,
        PICK ("Ông, bà xem lại ngày đã chọn: ngày đầu phải trước ngày cuối. Đây là tháng này.",
              "Please check the days: the first comes before the last. This is this month."));
  mc_report_put_form (
      html, "/console/register", &choice->period, choice->unit, units, request->language);
  if (self->records->len > 0)
    {
      put_files (html, self, query);
      put_table (html, self);
      put_pages (html, self, query);
    }

  return mc_shell_finish (html, request, 200);
}

/* Numbers begin anew each year: on paper each year is a book of its own. */
static gboolean
is_in_one_year (const McPeriod *period)
{
  GDate first, last;

  mc_time_get_local_date (period->from, &first);
  mc_time_get_local_date (period->to - 1, &last);
  return g_date_get_year (&first) == g_date_get_year (&last);
}

static McAnswer *
tell_error (const View *self, const GError *error)
{
  mc_log (MC_LOG_ERROR, "register-failed", "reason", error->message, NULL);

  return mc_shell_new_busy (self->choice.central, self->choice.request);
}

static McAnswer *
tell_too_long (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (central,
                               request,
                               400,
                               PICK ("Kỳ này dài quá", "This period is too long"),
                               PICK ("Ông, bà chọn kỳ không quá hai năm rồi xem lại.",
                                     "Please choose a period of at most two years."));
}

static McAnswer *
answer_paper (const View *self)
{
  const McRequest *request = self->choice.request;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  GBytes *pdf;

  if (!mc_register_has_desk (&self->choice))
    return mc_shell_new_missing (self->choice.central, request);
  if (!is_in_one_year (&self->choice.period))
    return mc_shell_new_message (self->choice.central,
                                 request,
                                 400,
                                 PICK ("Sổ theo dõi trên giấy lập theo từng năm",
                                       "On paper each year has a register of its own"),
                                 PICK ("Ông, bà chọn kỳ nằm trong một năm rồi in lại.",
                                       "Please choose a period within one year."));

  pdf = mc_register_draw (&self->choice, self->lines, &error);
  if (pdf == NULL)
    return tell_error (self, error);
  name = mc_report_create_file_name (&self->choice.period, "so-theo-doi", self->choice.unit, "pdf");
  return mc_report_new_file ("application/pdf", pdf, name);
}

static McAnswer *
answer_csv (const View *self)
{
  const McRequest *request = self->choice.request;
  g_autofree char *separator = mc_request_dup_query (request, "separator");
  g_autofree char *name =
      mc_report_create_file_name (&self->choice.period, "so-theo-doi", self->choice.unit, "csv");
  GBytes *csv = mc_register_to_csv (
      self->lines, g_strcmp0 (separator, "semicolon") == 0 ? ';' : ',', request->language);

  return mc_report_new_file ("text/csv; charset=utf-8", csv, name);
}

static gboolean
read_lines (View *self, guint n, GError **error)
{
  const McReportChoice *choice = &self->choice;

  self->records = mc_facts_list_register (MC_FACTS (choice->central->storage),
                                          choice->unit,
                                          choice->period.from,
                                          choice->period.to,
                                          error);
  if (self->records == NULL)
    return FALSE;
  if (self->start >= self->records->len)
    self->start = 0;
  self->lines = mc_register_read (choice->central, self->records, self->start, n, error);

  return self->lines != NULL;
}

static guint
read_page (const McRequest *request)
{
  g_autofree char *text = mc_request_dup_query (request, "page");
  guint64 page;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, FILE_LINES, &page, NULL) ? page
                                                                                           : 1;
}

/* GET /console/register and /console/register/{file}, a worker's thread. */
static McAnswer *
handle (McCentral *central, McRequest *request)
{
  const char *file = request->capture;
  g_auto (View) self = { 0 };
  g_autofree char *detail = NULL;
  g_autoptr (GError) error = NULL;
  McAnswer *answer;

  if (!mc_report_choice_init (&self.choice, central, request, mc_access_may_register))
    return mc_shell_new_forbidden (central, request);
  if (*file != '\0' && !g_str_equal (file, "register.csv") && !g_str_equal (file, "register.pdf"))
    return mc_shell_new_missing (central, request);
  if (self.choice.period.to - self.choice.period.from > MAX_PERIOD_S)
    return tell_too_long (central, request);
  if (*file == '\0')
    self.start = (read_page (request) - 1) * PAGE_LINES;
  if (!read_lines (&self, *file == '\0' ? PAGE_LINES : FILE_LINES, &error))
    return tell_error (&self, error);

  if (*file == '\0')
    answer = answer_page (&self);
  else
    answer = g_str_has_suffix (file, ".pdf") ? answer_paper (&self) : answer_csv (&self);
  if (answer->status != 200)
    return answer;

  detail = mc_report_choice_describe (&self.choice, file);
  return mc_trail_keep_page (request, answer, "register", NULL, detail);
}

#define FLAGS (MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW)

static const McRoute routes[] = {
  { "GET", "/console/register", 0, FLAGS, handle, mc_trail_write_page },
  { "GET", "/console/register/{file}", 0, FLAGS, handle, mc_trail_write_page },
};

const McRouteTable mc_register_routes = { routes, G_N_ELEMENTS (routes) };
