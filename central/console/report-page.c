/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "app/domain/language.h"
#include "central/console/grid-view.h"
#include "central/people/access.h"

typedef struct
{
  McHtml *html;                   /* (unowned) */
  const McReportChoice *choice;   /* (unowned) */
  const McReportContent *content; /* (unowned) */
  const char *language;
  char *query; /* (owned) */
} View;

#define PICK(vietnamese, english) mc_pick (view->language, vietnamese, english)

static void
put_tile (const View *view, const char *class, gint64 number, const char *text)
{
  g_autofree char *count = mc_grid_format_count (number, view->language);

  mc_html_put (
      view->html, "<li class=\"tile{}\"><b>{}</b>{}</li>", number > 0 ? class : "", count, text);
}

static void
put_tiles (const View *view)
{
  const McFigures *figures = view->content->figures;
  const McTally *total = &figures->total;

  mc_html_raw (view->html, "<ul class=\"tiles\">");
  put_tile (view, "", total->online + total->counter, PICK ("tiếp nhận trong kỳ", "received"));
  put_tile (view, "", mc_tally_get_solved (total), PICK ("đã giải quyết", "settled"));
  put_tile (view, " care", total->late, PICK ("trả kết quả quá hạn", "settled late"));
  put_tile (view, "", mc_tally_get_open (total), PICK ("đang giải quyết", "open"));
  put_tile (view, " alarm", total->overdue, PICK ("đang quá hạn", "open and overdue"));
  if (figures->whole.n > 0)
    {
      g_autofree char *time = mc_grid_format_minutes (figures->whole.median, view->language);

      mc_html_put (view->html,
                   "<li class=\"tile\"><b>{}</b>{}</li>",
                   time,
                   PICK ("làm việc để một nửa số hồ sơ có kết quả",
                         "of working time until half had a result"));
    }
  mc_html_raw (view->html, "</ul>");
}

/* Takes @grid. */
static void
put_table (const View *view, McGrid *grid)
{
  mc_grid_view_put (view->html, grid, view->query, view->language);
  mc_grid_free (grid);
}

static void
put_steps (const View *view)
{
  g_autoptr (McGrid) grid = mc_tables_new_steps (&view->content->source);

  mc_html_raw (view->html, "<div class=\"beside\"><div>");
  mc_grid_view_put (view->html, grid, view->query, view->language);
  mc_html_raw (view->html, "</div>");
  mc_grid_view_put_plot (view->html, grid, view->language);
  mc_html_raw (view->html, "</div>");
}

static void
put_ratings (const View *view)
{
  const McReportSource *source = &view->content->source;
  const McRatings *ratings = mc_tables_get_ratings (source);
  char least[12];

  g_snprintf (least, sizeof least, "%d", MC_RATINGS_MIN);
  if (ratings != NULL)
    {
      g_autoptr (McGrid) five = mc_tables_new_satisfaction (source, 5);

      mc_html_raw (view->html, "<div class=\"beside\"><div>");
      mc_grid_view_put (view->html, five, view->query, view->language);
      put_table (view, mc_tables_new_satisfaction (source, 3));
      mc_html_raw (view->html, "</div>");
      mc_grid_view_put_plot (view->html, five, view->language);
      mc_html_raw (view->html, "</div>");
    }
  else
    mc_html_put (view->html,
                 "<p class=\"notice\">{} {} {}</p>",
                 PICK ("Chưa hiện mức hài lòng của kỳ này: cần ít nhất",
                       "Not shown for this period: at least"),
                 least,
                 PICK ("lượt đánh giá.", "ratings are needed."));
  if (!source->from_outside)
    mc_html_put (
        view->html,
        "<p class=\"hint\">{}</p>",
        PICK ("Ý kiến của người dân được giữ kín: chỉ cộng những tháng trọn vẹn đã hết và có "
              "từ 5 lượt đánh giá trở lên, để không ai đoán được ý kiến của một người.",
              "People's answers are confidential: only whole months that are over and have "
              "at least 5 ratings are summed up, so that nobody can guess a single answer."));
}

static void
put_problems (const View *view)
{
  McGrid *grid = mc_tables_new_problems (&view->content->source);

  if (grid->rows->len == 0)
    {
      mc_grid_free (grid);
      mc_html_put (view->html,
                   "<p class=\"lead\">{}</p>",
                   PICK ("Không có vướng mắc nào được ghi trong kỳ.", "No problems were noted."));
      return;
    }

  put_table (view, grid);
  if (view->choice->unit != NULL)
    mc_html_put (view->html,
                 "<p><a href=\"/console/problems\">{}</a></p>",
                 PICK ("Xem từng vướng mắc", "See each problem"));
}

static void
put_overdue (const View *view)
{
  const McGrid *grid = view->content->overdue;

  if (grid == NULL)
    return;
  mc_html_put (view->html, "<h2>{}</h2>", PICK ("Hồ sơ quá hạn", "Overdue dossiers"));
  if (grid->rows->len > 0)
    mc_grid_view_put (view->html, grid, NULL, view->language);
  if (view->content->hidden_overdue > 0)
    {
      g_autofree char *hidden =
          mc_grid_format_count (view->content->hidden_overdue, view->language);

      mc_html_put (view->html,
                   "<p class=\"hint\">{} {}</p>",
                   hidden,
                   PICK ("hồ sơ quá hạn khác thuộc phòng khác của đơn vị.",
                         "other overdue dossiers belong to other departments of the unit."));
    }
  else if (grid->rows->len == 0)
    mc_html_put (view->html,
                 "<p class=\"lead\">{}</p>",
                 PICK ("Lúc này không có hồ sơ nào quá hạn.", "No dossier is overdue right now."));
}

static void
put_lead (const View *view)
{
  const McFigures *figures = view->content->figures;
  g_autofree char *unit = mc_tables_describe_unit (&view->content->source);
  g_autofree char *waiting = mc_grid_format_count (figures->waiting, view->language);
  g_autofree char *refused = mc_grid_format_count (figures->refused_at_desk, view->language);

  mc_html_put (view->html, "<p class=\"lead\"><b>{}</b>.", unit);
  if (figures->period.to > figures->now)
    mc_html_put (view->html,
                 " {}",
                 PICK ("Kỳ này chưa hết: số liệu tính đến lúc này.",
                       "The period is not over yet: figures as of this moment."));
  if (figures->waiting > 0)
    mc_html_put (view->html,
                 " {} {}",
                 waiting,
                 PICK ("hồ sơ đã nộp đang chờ tiếp nhận.", "filed, waiting to be received."));
  if (figures->refused_at_desk > 0)
    mc_html_put (view->html,
                 " {} {}",
                 refused,
                 PICK ("hồ sơ không được tiếp nhận.", "refused at the desk."));
  mc_html_raw (view->html, "</p>");
}

/**
 * mc_report_page_answer:
 * @choice: what was chosen
 * @content: the report
 *
 * Returns: (transfer full): the page
 */
McAnswer *
mc_report_page_answer (const McReportChoice *choice, const McReportContent *content)
{
  const McRequest *request = choice->request;
  g_autofree char *title = mc_report_content_describe_verdict (content);
  g_autofree char *query = mc_report_choice_create_query (choice);
  g_autoptr (GPtrArray) units =
                 mc_report_list_units (choice->central, request, mc_access_may_report);
  McHtml *html = mc_shell_begin (choice->central, request, MC_TAB_REPORTS, title);
  const View view_here = { html, choice, content, request->language, query };
  const View *view = &view_here;

  put_lead (view);
  if (choice->misunderstood)
    mc_shell_put_notice (
        html,
        MC_BADGE_CARE,
        PICK ("Ông, bà xem lại ngày đã chọn: ngày đầu phải trước ngày cuối. Đây là "
              "báo cáo tháng này.",
              "Please check the days: the first comes before the last. This is "
              "this month's report."));
  mc_report_put_form (
      html, "/console/reports", &choice->period, choice->unit, units, request->language);
  mc_html_put (html,
               "<p class=\"files\"><a class=\"button\" href=\"/console/reports/report.pdf{}\">{}"
               "</a></p>",
               query,
               PICK ("Báo cáo này trên giấy (PDF)", "This report on paper (PDF)"));
  put_tiles (view);
  put_table (view, mc_tables_new_fields (&content->source));
  if (choice->unit == NULL)
    {
      put_table (view, mc_tables_new_units (&content->source));
      mc_html_put (html, "<h2>{}</h2>", PICK ("Các đơn vị phục vụ thế nào", "How the units serve"));
      put_table (view, mc_tables_new_services (&content->source));
    }
  mc_html_put (html, "<h2>{}</h2>", PICK ("Mỗi bước mất bao lâu", "How long each step took"));
  put_steps (view);
  mc_html_put (html, "<h2>{}</h2>", PICK ("Người dân đánh giá", "How people rated it"));
  put_ratings (view);
  mc_html_put (html, "<h2>{}</h2>", PICK ("Vướng mắc", "Problems"));
  put_problems (view);
  put_overdue (view);
  return mc_shell_finish (html, request, 200);
}
