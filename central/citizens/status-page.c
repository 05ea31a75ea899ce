/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/status-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/central-resources.h"
#include "central/http/html.h"
#include "central/citizens/status-words.h"

#define SCORES 5
#define PAGE_SIZE_HINT (24 * 1024)

#define CHECK_ICON                                                                                 \
  "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M5 13l4.5 4.5L19 7\"/></svg>"

/* What never changes: made once, then only copied. */
typedef struct
{
  char *style;  /* (owned), squeezed */
  char *policy; /* (owned), names the style by its hash */
} Fixed;

/* Takes comments and the white space of line ends out of our own style sheet. */
static char *
squeeze (const char *css, gsize length)
{
  GString *string = g_string_sized_new (length);

  for (const char *p = css; p < css + length; p++)
    {
      if (p[0] == '/' && p[1] == '*')
        {
          p = strstr (p, "*/");
          g_assert (p != NULL);
          p++;
        }
      else if (*p == '\n')
        while (p + 1 < css + length && (p[1] == ' ' || p[1] == '\n'))
          p++;
      else
        g_string_append_c (string, *p);
    }

  return g_string_free (string, FALSE);
}

static const Fixed *
get_fixed (void)
{
  static gsize fixed;

  if (g_once_init_enter (&fixed))
    {
      g_autoptr (GBytes) css = g_resource_lookup_data (mc_central_get_resource (),
                                                       "/vn/motcua/central/status-page.css",
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                       NULL);
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      g_autofree char *hash = NULL;
      Fixed *made = g_new0 (Fixed, 1);
      guint8 digest[32];
      gsize length = sizeof digest;

      g_assert (css != NULL);
      made->style = squeeze (g_bytes_get_data (css, NULL), g_bytes_get_size (css));
      g_checksum_update (checksum, (const guchar *) made->style, -1);
      g_checksum_get_digest (checksum, digest, &length);
      hash = g_base64_encode (digest, sizeof digest);
      made->policy = g_strdup_printf (
          "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'",
          hash);
      g_once_init_leave (&fixed, (gsize) made);
    }

  return (const Fixed *) fixed;
}

/**
 * mc_status_page_get_policy:
 *
 * Returns: (transfer none): the Content-Security-Policy of the page: its own style by hash, its own
 *   form, nothing else: no script, no picture, no third party. Any thread
 */
const char *
mc_status_page_get_policy (void)
{
  return get_fixed ()->policy;
}

static void
put_head (McHtml *html, const char *title, const char *language)
{
  const char *style = get_fixed ()->style;

  mc_html_put (html,
               "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
               "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
               "<meta name=\"robots\" content=\"noindex\">"
               "<meta name=\"format-detection\" content=\"telephone=no\">"
               "<meta name=\"theme-color\" content=\"#8e1b22\"><title>{} · Một cửa</title><style>",
               mc_pick (language, "vi", "en"),
               title);
  mc_html_raw_bytes (html, style, strlen (style));
  mc_html_raw (html, "</style></head><body>");
}

static void
put_header (McHtml *html, const char *language)
{
  mc_html_raw (html,
               "<header><div class=\"wrap\">"
               "<svg class=\"seal\" viewBox=\"0 0 40 40\" aria-hidden=\"true\">"
               "<circle cx=\"20\" cy=\"20\" r=\"18.5\"/>"
               "<path d=\"M9 18.5L20 10l11 8.5M12 18v11h16V18M17.5 29v-7h5v7\"/></svg>"
               "<div class=\"brand\">");
  mc_html_put (html,
               "<span>{}</span>{}</div><a class=\"switch\" href=\"?lang={}\" lang=\"{}\" "
               "hreflang=\"{}\">{}</a></div></header>",
               mc_pick (language, "Một cửa · Hà Nội", "Hanoi one-stop desk"),
               mc_pick (language, "Tra cứu hồ sơ", "Your dossier"),
               mc_pick (language, "en", "vi"),
               mc_pick (language, "en", "vi"),
               mc_pick (language, "en", "vi"),
               mc_pick (language, "English", "Tiếng Việt"));
}

static void
put_progress (McHtml *html, const McStatusPage *page, const char *language)
{
  guint done = mc_status_words_get_steps_done (page);
  guint current = mc_status_words_get_current_step (page);
  char count[4];

  g_snprintf (count, sizeof count, "%u", done);
  mc_html_raw (html, "<div class=\"bar\" aria-hidden=\"true\">");
  for (guint step = 1; step <= MC_N_STEPS; step++)
    if (step <= done)
      mc_html_raw (html, "<i class=\"on\"></i>");
    else if (step == current)
      mc_html_raw (html, "<i class=\"at\"></i>");
    else
      mc_html_raw (html, "<i></i>");
  mc_html_put (html,
               "</div><p class=\"count\">{} {} {}</p>",
               mc_pick (language, "Đã xong", "Done:"),
               count,
               mc_pick (language, "trong 8 bước", "of 8 steps"));
}

/* The appointment: binding from step 2, before that what it would be. */
static void
put_appointment (McHtml *html, const McStatusPage *page, const char *language)
{
  const McStatus *status = page->status;
  gboolean binding = status->due_at != MC_TIME_NONE;
  gint64 due = binding ? status->due_at : status->expected_due;
  g_autofree char *when = NULL;
  g_autofree char *day = NULL;
  const char *label;

  if (status->state > MC_STATE_DEPARTMENT_APPROVED || due == MC_TIME_NONE ||
      (!binding && due < page->now))
    return;

  when = mc_status_words_when (due, page->now, language);
  day = mc_status_words_day (due, language);
  if (!binding)
    label = mc_pick (language,
                     "Dự kiến trả kết quả, nếu tiếp nhận ngay",
                     "Result expected, if received at once");
  else if (status->overdue)
    label = mc_pick (language, "Giờ đã hẹn trả kết quả", "The result was promised for");
  else
    label = mc_pick (language, "Hẹn trả kết quả", "Your result is due");

  mc_html_put (html,
               "<p class=\"label\">{}</p><b class=\"big\">{}</b><p class=\"label\">{}</p>",
               label,
               when,
               day);
}

static void
append_span (GString *string, guint from, guint to)
{
  g_string_append_printf (
      string, "%02u:%02u–%02u:%02u", from / 3600, from / 60 % 60, to / 3600, to / 60 % 60);
}

static char *
describe_hours (const McHours *hours, const char *language)
{
  GString *string = g_string_new (NULL);

  append_span (string, hours->morning_open, hours->morning_close);
  g_string_append (string, mc_pick (language, " và ", " and "));
  append_span (string, hours->afternoon_open, hours->afternoon_close);
  g_string_append (string, mc_pick (language, ", ngày làm việc", " on working days"));
  return g_string_free (string, FALSE);
}

static void
put_place (McHtml *html, const McStatusPage *page, const char *language)
{
  const McStatus *status = page->status;
  gboolean ready = status->state == MC_STATE_READY;

  mc_html_raw (html, "<address class=\"where\">");
  if (ready && status->counter != NULL)
    mc_html_put (html,
                 "<b class=\"big\">{} {}</b>",
                 mc_pick (language, "Quầy số", "Counter"),
                 status->counter);
  else if (status->counter != NULL)
    mc_html_put (html, "<b>{} {}</b>", mc_pick (language, "Quầy số", "Counter"), status->counter);
  if (ready)
    mc_html_put (html, "<b lang=\"vi\">{}</b>", status->point_name);
  else
    mc_html_put (html, "<span lang=\"vi\">{}</span>", status->point_name);
  if (status->address != NULL)
    mc_html_put (html, "<span lang=\"vi\">{}</span>", status->address);
  if (ready && page->point != NULL)
    {
      g_autofree char *hours = describe_hours (&page->point->hours, language);

      mc_html_put (html, "<span class=\"label\">{}</span>", hours);
    }
  mc_html_raw (html, "</address>");
}

/* When and where it was handed over, so that a second one who comes for it knows. */
static void
put_hand_over (McHtml *html, const McStatusPage *page, const char *language)
{
  const McStepStatus *step = &page->status->steps[MC_N_STEPS - 1];
  g_autofree char *when = NULL;
  g_autofree char *day = NULL;

  if (page->status->state != MC_STATE_RETURNED || step->done_at == MC_TIME_NONE)
    return;

  when = mc_status_words_when (step->done_at, page->now, language);
  day = mc_status_words_day (step->done_at, language);
  mc_html_put (html,
               "<p class=\"label\">{}</p><b class=\"big\">{}</b><p class=\"label\">{}</p>",
               mc_pick (language, "Đã trả lúc", "Handed over at"),
               when,
               day);
  if (step->place != NULL)
    mc_html_put (
        html, "<address class=\"where\"><span lang=\"vi\">{}</span></address>", step->place);
}

static void
put_missing (McHtml *html, const McStatusPage *page, const char *language)
{
  const GPtrArray *missing = page->status->missing;

  if (page->status->state != MC_STATE_SUPPLEMENT_ASKED || missing == NULL || missing->len == 0)
    return;

  mc_html_put (html,
               "<p class=\"label\">{}</p><ul class=\"papers\">",
               mc_pick (language, "Giấy tờ cần bổ sung", "Papers to bring"));
  for (guint i = 0; i < missing->len; i++)
    mc_html_put (html, "<li>{}</li>", (const char *) g_ptr_array_index (missing, i));
  mc_html_raw (html, "</ul>");
}

/* What to do comes right below the date; the place is for looking up, except when it is where to go
 * now. */
static void
put_card (McHtml *html, const McStatusPage *page, const char *language)
{
  static const char *const classes[] = {
    [MC_TONE_CALM] = "calm",
    [MC_TONE_GLAD] = "glad",
    [MC_TONE_ACT] = "act",
    [MC_TONE_QUIET] = "quiet",
  };
  const char *apology = mc_status_words_get_apology (page, language);
  gboolean ready = page->status->state == MC_STATE_READY;

  mc_html_put (html,
               "<section class=\"card {}\" aria-label=\"{}\">",
               classes[mc_status_words_get_tone (page)],
               mc_pick (language, "Việc cần làm", "What to do"));
  put_appointment (html, page, language);
  put_hand_over (html, page, language);
  put_missing (html, page, language);
  if (ready)
    put_place (html, page, language);
  mc_html_raw (html, "<p class=\"do\">");
  if (apology != NULL)
    mc_html_put (html, "{} ", apology);
  mc_html_put (html, "{}</p>", mc_status_words_get_advice (page, language));
  if (!ready && page->status->state != MC_STATE_RETURNED)
    put_place (html, page, language);
  mc_html_raw (html, "</section>");
}

static const char *
get_step_title (const McStatusPage *page, guint step, const char *language)
{
  return mc_workflow_get_step_title (
      step, page->status->unit_name, page->level == MC_LEVEL_CITY, language);
}

static void
put_done_step (McHtml *html, const McStatusPage *page, guint step, const char *language)
{
  const McStepStatus *status = &page->status->steps[step - 1];
  g_autofree char *stamp = mc_status_words_stamp (status->done_at, language);
  const char *before = step > 1 ? page->status->steps[step - 2].place : NULL;

  mc_html_put (html,
               "<li class=\"done\"><span class=\"dot\">" CHECK_ICON
               "</span><span class=\"step\">{}</span><span class=\"when\"><span "
               "class=\"hide\">{} </span>{}",
               get_step_title (page, step, language),
               mc_pick (language, "Xong lúc", "Done at"),
               stamp);
  if (status->place != NULL && g_strcmp0 (status->place, before) != 0 &&
      g_strcmp0 (status->place, page->status->point_name) != 0) /* the card has said that */
    mc_html_put (html, " · <span lang=\"vi\">{}</span>", status->place);
  mc_html_raw (html, "</span></li>");
}

static void
put_steps (McHtml *html, const McStatusPage *page, const char *language)
{
  const McStatus *status = page->status;
  guint done = mc_status_words_get_steps_done (page);
  guint current = mc_status_words_get_current_step (page);
  const char *ending = mc_status_words_get_ending (page, language);
  gboolean waits = mc_status_words_get_tone (page) == MC_TONE_ACT && !status->overdue;

  mc_html_put (html,
               "<section class=\"box flow side\"><h2>{}</h2><ol class=\"steps\">",
               mc_pick (language, "Hồ sơ đi qua tám bước", "The eight steps"));
  for (guint step = 1; step <= done; step++)
    put_done_step (html, page, step, language);

  if (ending != NULL)
    {
      g_autofree char *stamp = mc_status_words_stamp (status->updated_at, language);

      mc_html_put (html,
                   "<li><span class=\"dot\">–</span><span class=\"step\">{}</span>"
                   "<span class=\"when\">{}</span></li>",
                   ending,
                   stamp);
    }
  else
    for (guint step = done + 1; step <= MC_N_STEPS; step++)
      {
        g_autofree char *line = NULL;
        char number[4];

        g_snprintf (number, sizeof number, "%u", step);
        mc_html_put (html,
                     "<li class=\"{}\"><span class=\"dot\" aria-hidden=\"true\">{}</span>"
                     "<span class=\"step\">{}</span>",
                     step != current ? "next"
                     : waits         ? "wait"
                                     : "now",
                     number,
                     get_step_title (page, step, language));
        if (step == current)
          line = mc_status_words_describe_current (page, language);
        else if (step == MC_N_STEPS && status->due_at != MC_TIME_NONE &&
                 status->state <= MC_STATE_DEPARTMENT_APPROVED)
          line = mc_status_words_describe_due (page, language);
        if (line != NULL)
          mc_html_put (html, "<span class=\"when\">{}</span>", line);
        mc_html_raw (html, "</li>");
      }
  mc_html_raw (html, "</ol></section>");
}

static void
put_fact (McHtml *html, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", name, value);
}

static void
put_facts (McHtml *html, const McStatusPage *page, const char *language)
{
  const McStatus *status = page->status;
  g_autofree char *submitted = mc_time_to_display (status->submitted_at);

  mc_html_put (html,
               "<section class=\"box\"><h2>{}</h2><dl><div><dt>{}</dt><dd class=\"code\">{}</dd>"
               "</div>",
               mc_pick (language, "Hồ sơ của ông, bà", "Your dossier"),
               mc_pick (language, "Mã hồ sơ", "Dossier code"),
               status->code);
  put_fact (html, mc_pick (language, "Thủ tục", "Procedure"), status->procedure_name);
  if (status->submitted_at != MC_TIME_NONE)
    put_fact (html, mc_pick (language, "Nộp lúc", "Filed at"), submitted);
  if (*status->point_name != '\0')
    mc_html_put (html,
                 "<div><dt>{}</dt><dd lang=\"vi\">{}</dd></div>",
                 mc_pick (language, "Nơi nộp", "Filed at the point"),
                 status->point_name);
  if (page->point != NULL)
    {
      g_autofree char *hours = describe_hours (&page->point->hours, language);

      put_fact (html, mc_pick (language, "Giờ làm việc", "Office hours"), hours);
      put_fact (html, mc_pick (language, "Điện thoại", "Telephone"), page->point->phone);
    }
  mc_html_raw (html, "</dl></section>");
}

/* Faces from sad to glad, drawn by their mouths. */
static void
put_face (McHtml *html, guint score)
{
  mc_html_raw (html,
               "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><circle cx=\"16\" cy=\"16\" "
               "r=\"13\"/><path d=\"M11.5 12.5v1M20.5 12.5v1\"/>");
  switch (score)
    {
    case 1:
      mc_html_raw (html, "<path d=\"M10 23q6-7 12 0\"/>");
      break;
    case 2:
      mc_html_raw (html, "<path d=\"M11 22q5-3.5 10 0\"/>");
      break;
    case 3:
      mc_html_raw (html, "<path d=\"M11 21h10\"/>");
      break;
    case 4:
      mc_html_raw (html, "<path d=\"M11 20q5 3.5 10 0\"/>");
      break;
    default:
      mc_html_raw (html, "<path d=\"M10 19q6 7.5 12 0\"/>");
      break;
    }
  mc_html_raw (html, "</svg>");
}

static void
put_rating (McHtml *html, const McStatusPage *page, const char *language)
{
  if (page->status->state != MC_STATE_RETURNED)
    return;

  if (page->status->rated)
    {
      mc_html_put (html,
                   "<section class=\"box\" id=\"rating\"><p class=\"thanks\">" CHECK_ICON
                   "{}</p></section>",
                   mc_pick (language, "Cảm ơn ông, bà đã đánh giá.", "Thank you for your rating."));
      return;
    }

  mc_html_put (html,
               "<section class=\"box\" id=\"rating\"><h2>{}</h2><form class=\"rate\" "
               "method=\"post\" action=\"/t/",
               mc_pick (language,
                        "Ông, bà có hài lòng với lần giải quyết này không?",
                        "How satisfied are you with how it was handled?"));
  mc_html_url_part (html, page->token);
  mc_html_put (html, "/rating?lang={}\">", mc_pick (language, "vi", "en"));
  for (guint score = SCORES; score >= 1; score--)
    {
      char value[4];

      g_snprintf (value, sizeof value, "%u", score);
      mc_html_put (html, "<button name=\"score\" value=\"{}\">", value);
      put_face (html, score);
      mc_html_put (html, "{}</button>", mc_status_words_get_score (score, language));
    }
  mc_html_put (html,
               "</form><p class=\"note\">{}</p></section>",
               mc_pick (language,
                        "Ý kiến được giữ kín, không ảnh hưởng đến hồ sơ.",
                        "Your answer is kept confidential and does not affect the dossier."));
}

static void
put_footer (McHtml *html, const char *host, gint64 updated_at, const char *language)
{
  mc_html_raw (html, "<footer><div class=\"wrap\">");
  if (updated_at != MC_TIME_NONE)
    {
      g_autofree char *stamp = mc_time_to_display (updated_at);

      mc_html_put (html,
                   "<p>{} {}. <a class=\"again\" href=\"?lang={}\">{}</a></p>",
                   mc_pick (language, "Cập nhật lúc", "Updated at"),
                   stamp,
                   mc_pick (language, "vi", "en"),
                   mc_pick (language, "Xem tin mới nhất", "Look again"));
    }
  mc_html_put (
      html,
      "<p>{}</p><p>{} <b>{}</b>.</p></div></footer></body></html>\n",
      mc_pick (language,
               "Trang này không hiện tên hay số căn cước. Không ai được yêu cầu ông, bà trả "
               "tiền qua trang này.",
               "This page shows neither a name nor an identity number. Nobody may ask you "
               "to pay through it."),
      mc_pick (language, "Địa chỉ đúng của trang này là", "This page's true address is"),
      host);
}

/**
 * mc_status_page_render:
 * @page: what to show
 * @language: (nullable): "vi" or "en"
 *
 * Draws the citizen's page of one dossier at one moment. Every value is escaped. `data-state` of
 * the main part names the state for programs. Any thread.
 *
 * Returns: (transfer full): the page, UTF-8
 */
GBytes *
mc_status_page_render (const McStatusPage *page, const char *language)
{
  McHtml *html = mc_html_new (PAGE_SIZE_HINT);
  const char *verdict = mc_status_words_get_verdict (page, language);

  put_head (html, verdict, language);
  put_header (html, language);
  mc_html_put (
      html,
      "<main class=\"wrap\" data-state=\"{}\"><p class=\"kicker\">{} · <span lang=\"vi\">{}</span>"
      "</p><h1>{}</h1>",
      mc_state_to_string (page->status->state),
      page->status->procedure_name,
      page->status->unit_name,
      verdict);
  put_progress (html, page, language);
  mc_html_raw (html, "<div class=\"cols\"><div>");
  put_card (html, page, language);
  put_rating (html, page, language);
  mc_html_raw (html, "</div>");
  put_steps (html, page, language);
  mc_html_raw (html, "<div>");
  put_facts (html, page, language);
  mc_html_raw (html, "</div></div></main>");
  put_footer (html, page->host, page->status->updated_at, language);

  return mc_html_free_to_bytes (html);
}

/**
 * mc_status_page_render_unknown:
 * @host: the service's public host name
 * @language: (nullable): "vi" or "en"
 *
 * Draws the one answer for a token that is not known, whatever the reason: not arrived yet,
 * mistyped, or long over. Nobody learns which. Any thread.
 *
 * Returns: (transfer full): the page, UTF-8
 */
GBytes *
mc_status_page_render_unknown (const char *host, const char *language)
{
  McHtml *html = mc_html_new (PAGE_SIZE_HINT);
  const char *verdict =
      mc_pick (language, "Chưa có tin về hồ sơ này", "There is no news of this dossier yet");

  put_head (html, verdict, language);
  put_header (html, language);
  mc_html_put (
      html,
      "<main class=\"wrap\"><div class=\"narrow\"><p class=\"kicker\">{}</p><h1>{}</h1>"
      "<div class=\"bar\" aria-hidden=\"true\"></div><section class=\"card calm\">"
      "<b>{}</b><p>{}</p></section>",
      mc_pick (language, "Tra cứu bằng giấy biên nhận", "Looked up by the receipt"),
      verdict,
      mc_pick (language,
               "Ông, bà giữ giấy biên nhận và yên tâm.",
               "Keep your receipt. There is no need to worry."),
      mc_pick (language,
               "Máy ở quầy giữ hồ sơ an toàn và tự gửi đi khi có mạng. Hồ sơ vừa nộp có thể "
               "hiện ra sau ít phút. Ông, bà không cần nộp lại.",
               "The machine at the counter keeps the dossier safe and sends it when the "
               "network is there. A dossier just filed may take some minutes to show. There "
               "is no need to file again."));
  mc_html_put (html,
               "<section class=\"box\"><h2>{}</h2><ol class=\"plain\"><li>{}</li><li>{}</li>"
               "<li>{}</li></ol></section>",
               mc_pick (language, "Ông, bà làm gì bây giờ", "What you can do"),
               mc_pick (language,
                        "Chờ khoảng 15 phút rồi quét lại mã trên giấy biên nhận.",
                        "Wait about 15 minutes, then scan the code on the receipt again."),
               mc_pick (language,
                        "Nếu gõ địa chỉ bằng tay, ông, bà so lại từng chữ với giấy biên nhận.",
                        "If you typed the address, compare it letter by letter with the receipt."),
               mc_pick (language,
                        "Nếu ngày làm việc sau vẫn chưa có tin, ông, bà mang giấy biên nhận đến "
                        "quầy nơi đã nộp để hỏi.",
                        "If there is still no news on the next working day, bring the receipt to "
                        "the counter where you filed and ask there."));
  mc_html_put (html,
               "<p><a class=\"again\" href=\"?lang={}\">{}</a></p></div></main>",
               mc_pick (language, "vi", "en"),
               mc_pick (language, "Xem lại bây giờ", "Look again now"));
  put_footer (html, host, MC_TIME_NONE, language);

  return mc_html_free_to_bytes (html);
}
