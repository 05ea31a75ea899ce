/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/shell.h"

#include "app/domain/language.h"
#include "central/central-resources.h"
#include "central/http/routes.h"
#include "central/people/access.h"

#include <string.h>

#define PAGE_SIZE_HINT (16 * 1024)
#define ASSET_MAX_AGE_S 3600
#define VERSION_LENGTH 12 /* hexadecimal digits */

/* Own style, script and sound by name, no inline script, no third party. */
#define POLICY                                                                                     \
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; "    \
  "connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; " \
  "frame-ancestors 'self'"

typedef struct
{
  McTab tab;
  const char *path;
  const char *vietnamese;
  const char *english;
} Room;

static const Room rooms[] = {
  { MC_TAB_INBOX, "/console", "Việc của tôi", "My work" },
  { MC_TAB_COUNTER, "/console/counter", "Nộp hộ tại quầy", "File at the counter" },
  { MC_TAB_PICKUPS, "/console/pickups", "Trả kết quả", "Hand over results" },
  { MC_TAB_FOLDERS, "/console/folders", "Quét phiếu kiểm soát", "Scan folders" },
  { MC_TAB_SEARCH, "/console/search", "Tìm hồ sơ", "Search" },
  { MC_TAB_PROBLEMS, "/console/problems", "Vướng mắc", "Problems" },
  { MC_TAB_REPORTS, "/console/reports", "Báo cáo", "Reports" },
  { MC_TAB_REGISTER, "/console/register", "Sổ theo dõi", "Register" },
  { MC_TAB_USERS, "/console/users", "Tài khoản", "Accounts" },
  { MC_TAB_TRAIL, "/console/trail", "Nhật ký", "Trail" },
};

static gboolean
works_with_dossiers (const McUserRecord *user)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (((const McPost *) g_ptr_array_index (user->posts, i))->role <= MC_ROLE_DIVISION)
      return TRUE;

  return FALSE;
}

static gboolean
is_open_to (McTab tab, const McUserRecord *user)
{
  gboolean works = works_with_dossiers (user);
  gboolean audits = mc_access_has_role (user, MC_ROLE_AUDITOR);

  switch (tab)
    {
    case MC_TAB_INBOX:
    case MC_TAB_FOLDERS:
      return works;
    case MC_TAB_COUNTER:
    case MC_TAB_PICKUPS:
      return mc_access_has_role (user, MC_ROLE_RECEPTION);
    case MC_TAB_SEARCH:
    case MC_TAB_PROBLEMS:
      return works || audits;
    case MC_TAB_REGISTER:
      return audits || mc_access_has_role (user, MC_ROLE_RECEPTION) ||
             mc_access_has_role (user, MC_ROLE_CHAIRMAN);
    case MC_TAB_REPORTS:
      return works || audits || mc_access_has_role (user, MC_ROLE_CITY_READER);
    case MC_TAB_USERS:
      return mc_access_may_administer (user);
    case MC_TAB_TRAIL:
      return mc_access_may_administer (user) || audits;
    case MC_TAB_NONE:
    default:
      return FALSE;
    }
}

/**
 * mc_shell_describe_role:
 * @role: a role
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what its holder is called. Any thread
 */
const char *
mc_shell_describe_role (McRole role, const char *language)
{
  static const char *const words[MC_N_ROLES][2] = {
    [MC_ROLE_CITIZEN] = { "Công dân", "Citizen" },
    [MC_ROLE_RECEPTION] = { "Cán bộ tiếp nhận", "Reception officer" },
    [MC_ROLE_CHAIRMAN] = { "Chủ tịch", "Chairman" },
    [MC_ROLE_DEPARTMENT] = { "Lãnh đạo phòng", "Head of department" },
    [MC_ROLE_SPECIALIST] = { "Chuyên viên", "Specialist" },
    [MC_ROLE_DIRECTOR] = { "Giám đốc sở", "Department director" },
    [MC_ROLE_DIVISION] = { "Lãnh đạo phòng thuộc sở", "Division head" },
    [MC_ROLE_AUDITOR] = { "Cán bộ kiểm tra", "Auditor" },
    [MC_ROLE_CITY_READER] = { "Theo dõi toàn thành phố", "City reader" },
    [MC_ROLE_ADMINISTRATOR] = { "Quản trị", "Administrator" },
  };

  return mc_pick (language, words[role][0], words[role][1]);
}

/* Where a link can lead back to. A form's answer stands at an address that may have no page. */
static char *
dup_own_path (const McRequest *request)
{
  char *captures[MC_ROUTE_MAX_CAPTURES] = { NULL };
  const McRoute *route;

  if (!g_str_equal (request->method, "POST"))
    return g_strconcat (request->path, request->query[1] ? request->query : "", NULL);
  if (mc_routes_match ("GET", request->path, &route, captures) != MC_ROUTE_FOUND)
    return g_strdup ("/console");

  for (guint i = 0; i < MC_ROUTE_MAX_CAPTURES; i++)
    g_free (captures[i]);
  return g_strdup (request->path);
}

/* The same page in the other language: a link, which also sets the cookie. */
static void
put_switch (McHtml *html, const McRequest *request)
{
  const char *other = mc_pick (request->language, "en", "vi");
  g_autofree char *path = dup_own_path (request);

  mc_html_put (
      html,
      "<a class=\"bar-link\" lang=\"{}\" hreflang=\"{}\" href=\"/console/language?to={}&amp;next=",
      other,
      other,
      other);
  mc_html_url_part (html, path);
  mc_html_put (html, "\">{}</a>", mc_pick (request->language, "English", "Tiếng Việt"));
}

static void
put_bar (McHtml *html, McCentral *central, const McRequest *request)
{
  const McUserRecord *user = request->user;
  const McPost *post =
      user != NULL && user->posts->len > 0 ? g_ptr_array_index (user->posts, 0) : NULL;
  const char *unit =
      post == NULL ? NULL : mc_central_get_unit_name (central, post->unit, request->language);

  mc_html_raw (html,
               "<header class=\"bar\"><a class=\"brand\" href=\"/console\">"
               "<svg class=\"seal\" viewBox=\"0 0 40 40\" aria-hidden=\"true\">"
               "<circle cx=\"20\" cy=\"20\" r=\"18.5\"/>"
               "<path d=\"M9 18.5L20 10l11 8.5M12 18v11h16V18M17.5 29v-7h5v7\"/></svg>");
  mc_html_put (html,
               "<span>{}{}{}</span></a><div class=\"who\">",
               mc_pick (request->language, "Một cửa", "One-stop desk"),
               unit == NULL ? "" : " · ",
               unit == NULL ? "" : unit);
  if (post != NULL)
    mc_html_put (html,
                 "<a class=\"bar-link\" href=\"/console/password\">"
                 "<span class=\"role\">{} · </span>{}</a>",
                 mc_shell_describe_role (post->role, request->language),
                 user->name);
  else if (user != NULL)
    mc_html_put (html, "<a class=\"bar-link\" href=\"/console/password\">{}</a>", user->name);
  put_switch (html, request);
  if (user != NULL)
    {
      mc_shell_begin_form (html, request, "/console/sign-out");
      mc_html_put (html,
                   "<button class=\"bar-link\">{}</button></form>",
                   mc_pick (request->language, "Đăng xuất", "Sign out"));
    }
  mc_html_raw (html, "</div></header>");
}

static void
put_rooms (McHtml *html, const McRequest *request, McTab tab)
{
  if (request->user == NULL || request->user->must_change)
    return;

  mc_html_put (html,
               "<nav class=\"rooms\" aria-label=\"{}\"><ul>",
               mc_pick (request->language, "Các mục", "Sections"));
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      if (!is_open_to (rooms[i].tab, request->user))
        continue;
      mc_html_put (html, "<li><a href=\"{}\"", rooms[i].path);
      if (rooms[i].tab == tab)
        mc_html_raw (html, " aria-current=\"page\"");
      mc_html_put (
          html, ">{}</a></li>", mc_pick (request->language, rooms[i].vietnamese, rooms[i].english));
    }
  mc_html_raw (html, "</ul></nav>");
}

static GBytes *
load_file (const char *name)
{
  g_autofree char *path = g_strconcat ("/vn/motcua/central/", name, NULL);
  GBytes *bytes =
      g_resource_lookup_data (mc_central_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return bytes;
}

/* Browsers keep style and script for an hour: an upgrade gives them another address, or pages of
 * the new program would wear the clothes of the old one until then. */
static const char *
get_files_version (void)
{
  static const char *version;

  if (g_once_init_enter (&version))
    {
      g_autoptr (GBytes) style = load_file ("console.css");
      g_autoptr (GBytes) script = load_file ("console.js");
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

      g_checksum_update (sum, g_bytes_get_data (style, NULL), g_bytes_get_size (style));
      g_checksum_update (sum, g_bytes_get_data (script, NULL), g_bytes_get_size (script));
      g_once_init_leave (&version, g_strndup (g_checksum_get_string (sum), VERSION_LENGTH));
    }

  return version;
}

/**
 * mc_shell_begin:
 * @central: central
 * @request: the request; its user and language decide what is shown around the page
 * @tab: the room that the page belongs to
 * @title: the page's title and heading, a text
 *
 * Any thread.
 *
 * Returns: (transfer full): a page up to and with its heading, to be ended by mc_shell_finish ()
 */
McHtml *
mc_shell_begin (McCentral *central, const McRequest *request, McTab tab, const char *title)
{
  McHtml *html = mc_html_new (PAGE_SIZE_HINT);

  mc_html_put (html,
               "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
               "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
               "<meta name=\"robots\" content=\"noindex\"><title>{} · Một cửa</title>"
               "<link rel=\"stylesheet\" href=\"/console/style.css?v={}\">"
               "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/console/icon.svg\">"
               "<script src=\"/console/console.js?v={}\" defer></script></head><body>",
               mc_pick (request->language, "vi", "en"),
               title,
               get_files_version (),
               get_files_version ());
  mc_html_put (html,
               "<a class=\"skip\" href=\"#main\">{}</a>",
               mc_pick (request->language, "Đến nội dung", "To the content"));
  put_bar (html, central, request);
  mc_html_raw (html, "<div class=\"frame\">");
  put_rooms (html, request, tab);
  mc_html_put (html,
               "<main id=\"main\"{}><h1>{}</h1>",
               request->user == NULL || request->user->must_change ? " class=outside" : "",
               title);

  return html;
}

static McAnswer *
new_answer (McHtml *html, const McRequest *request, guint status)
{
  McAnswer *answer =
      mc_answer_new (status, "text/html; charset=utf-8", mc_html_free_to_bytes (html));

  mc_answer_add_header (answer, "Content-Security-Policy", POLICY);
  mc_answer_add_header (answer, "X-Robots-Tag", "noindex");
  /* With "no-referrer" a browser would send its own forms, too, from the origin "null". */
  mc_answer_add_header (answer, "Referrer-Policy", "same-origin");
  mc_answer_add_header (answer, "Content-Language", request->language);

  return answer;
}

/**
 * mc_shell_finish:
 * @html: (transfer full): of mc_shell_begin ()
 * @request: the same request
 * @status: an HTTP status
 *
 * Returns: (transfer full): the page as an answer
 */
McAnswer *
mc_shell_finish (McHtml *html, const McRequest *request, guint status)
{
  mc_html_raw (html, "</main></div></body></html>");

  return new_answer (html, request, status);
}

/**
 * mc_shell_finish_part:
 * @html: (transfer full): a part of a page, which a script asks for
 * @request: the request
 *
 * Returns: (transfer full): the part as an answer, under the same policies as a page
 */
McAnswer *
mc_shell_finish_part (McHtml *html, const McRequest *request)
{
  return new_answer (html, request, 200);
}

static void
put_csrf (McHtml *html, const McRequest *request)
{
  mc_html_put (html, "<input type=\"hidden\" name=\"csrf\" value=\"{}\">", request->csrf);
}

/**
 * mc_shell_begin_form:
 * @html: a page
 * @request: the request
 * @action: where it is posted, a path of ours
 *
 * Begins a form that carries the session's CSRF token.
 */
void
mc_shell_begin_form (McHtml *html, const McRequest *request, const char *action)
{
  mc_html_put (html, "<form method=\"post\" action=\"{}\">", action);
  put_csrf (html, request);
}

/**
 * mc_shell_begin_upload:
 * @html: a page
 * @request: the request
 * @action: where it is posted, the path of a %MC_ROUTE_UPLOAD route
 *
 * As mc_shell_begin_form (), for a form with a file.
 */
void
mc_shell_begin_upload (McHtml *html, const McRequest *request, const char *action)
{
  mc_html_put (
      html, "<form method=\"post\" enctype=\"multipart/form-data\" action=\"{}\">", action);
  put_csrf (html, request);
}

/**
 * mc_shell_begin_print:
 * @html: a page
 * @request: the request
 * @action: where it is posted, a path of ours
 *
 * As mc_shell_begin_form (); what comes of it opens in a tab of its own, and may be asked for
 * again.
 */
void
mc_shell_begin_print (McHtml *html, const McRequest *request, const char *action)
{
  mc_html_put (html, "<form method=\"post\" target=\"_blank\" action=\"{}\">", action);
  put_csrf (html, request);
}

/**
 * mc_shell_end_form:
 * @html: a page with an open form
 *
 * Ends it.
 */
void
mc_shell_end_form (McHtml *html)
{
  mc_html_raw (html, "</form>");
}

static const char *
get_badge_class (McBadge badge)
{
  static const char *const classes[] = { "plain", "good", "care", "alarm" };

  return classes[badge];
}

/**
 * mc_shell_put_badge:
 * @html: a page
 * @badge: its colour
 * @text: what it says; the colour never says more
 */
void
mc_shell_put_badge (McHtml *html, McBadge badge, const char *text)
{
  mc_html_put (html, "<span class=\"badge {}\">{}</span>", get_badge_class (badge), text);
}

/**
 * mc_shell_put_notice:
 * @html: a page
 * @badge: its colour
 * @text: what it says
 *
 * A line across the page, told to screen readers at once.
 */
void
mc_shell_put_notice (McHtml *html, McBadge badge, const char *text)
{
  mc_html_put (html,
               "<p class=\"notice {}\" role=\"{}\">{}</p>",
               get_badge_class (badge),
               badge == MC_BADGE_ALARM ? "alert" : "status",
               text);
}

/**
 * mc_shell_new_message:
 * @central: central
 * @request: the request
 * @status: an HTTP status
 * @title: what happened, as a sentence
 * @text: what to do next
 *
 * Returns: (transfer full): a page that says so, with a way back
 */
McAnswer *
mc_shell_new_message (McCentral *central,
                      const McRequest *request,
                      guint status,
                      const char *title,
                      const char *text)
{
  McHtml *html = mc_shell_begin (central, request, MC_TAB_NONE, title);

  mc_html_put (html,
               "<p class=\"lead\">{}</p><p><a class=\"button\" href=\"/console\">{}</a></p>",
               text,
               mc_pick (request->language, "Về trang đầu", "To the first page"));

  return mc_shell_finish (html, request, status);
}

/**
 * mc_shell_new_forbidden:
 * @central: central
 * @request: the request
 *
 * Returns: (transfer full): 403, for what is there but not for this official
 */
McAnswer *
mc_shell_new_forbidden (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      403,
      mc_pick (request->language,
               "Trang này không thuộc quyền của ông, bà",
               "This page is not yours to see"),
      mc_pick (request->language,
               "Nếu ông, bà cần xem để làm việc, xin hỏi người quản trị của đơn vị.",
               "If your work needs it, please ask your unit's administrator."));
}

/**
 * mc_shell_new_missing:
 * @central: central
 * @request: the request
 *
 * Returns: (transfer full): 404. The same for a dossier that is not there and one that this
 * official may not see: nobody learns which
 */
McAnswer *
mc_shell_new_missing (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      404,
      mc_pick (request->language, "Không tìm thấy", "Not found"),
      mc_pick (request->language,
               "Không có mục này, hoặc nó thuộc đơn vị khác. Ông, bà thử tìm theo mã hồ sơ.",
               "There is no such thing, or it belongs to another unit. Try a search by code."));
}

/**
 * mc_shell_new_stale:
 * @central: central
 * @request: the request
 *
 * Returns: (transfer full): 403, for a form that was not made for this session
 */
McAnswer *
mc_shell_new_stale (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      403,
      mc_pick (request->language, "Biểu mẫu này đã cũ", "This form is out of date"),
      mc_pick (request->language,
               "Chưa có gì được ghi. Ông, bà mở lại trang rồi làm lại.",
               "Nothing was recorded. Please open the page again and repeat it."));
}

/**
 * mc_shell_new_too_large:
 * @central: central
 * @request: the request
 *
 * Returns: (transfer full): 413, for files that are larger than may be sent at once
 */
McAnswer *
mc_shell_new_too_large (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      413,
      mc_pick (request->language, "Tệp gửi lên quá lớn", "The files are too large"),
      mc_pick (
          request->language,
          "Chưa có gì được ghi. Xin bấm nút quay lại của trình duyệt, rồi quét lại với độ phân "
          "giải thấp hơn hoặc gửi từng tệp, mỗi tệp không quá 10 MB.",
          "Nothing was recorded. Please go back with your browser's button, then scan again at a "
          "lower resolution, or send one file at a time, each of at most 10 MB."));
}

/**
 * mc_shell_new_busy:
 * @central: central
 * @request: the request
 *
 * Returns: (transfer full): 503, when the storage does not answer
 */
McAnswer *
mc_shell_new_busy (McCentral *central, const McRequest *request)
{
  McAnswer *answer =
      mc_shell_new_message (central,
                            request,
                            503,
                            mc_pick (request->language, "Hệ thống đang bận", "The service is busy"),
                            mc_pick (request->language,
                                     "Chưa có gì được ghi. Xin thử lại sau ít phút.",
                                     "Nothing was recorded. Please try again in a few minutes."));

  mc_answer_add_header (answer, "Retry-After", "5");
  return answer;
}

static McAnswer *
serve_file (const char *name, const char *content_type)
{
  McAnswer *answer = mc_answer_new (200, content_type, load_file (name));

  answer->max_age = ASSET_MAX_AGE_S;

  return answer;
}

static McAnswer *
handle_style (McCentral *central, McRequest *request)
{
  return serve_file ("console.css", "text/css; charset=utf-8");
}

static McAnswer *
handle_script (McCentral *central, McRequest *request)
{
  return serve_file ("console.js", "text/javascript; charset=utf-8");
}

static McAnswer *
handle_icon (McCentral *central, McRequest *request)
{
  return serve_file ("icon.svg", "image/svg+xml");
}

/* Only to paths of the console: never a way out for a link that somebody else made. */
static McAnswer *
handle_language (McCentral *central, McRequest *request)
{
  g_autofree char *to = mc_request_dup_query (request, "to");
  g_autofree char *next = mc_request_dup_query (request, "next");
  g_autofree char *cookie = NULL;
  McAnswer *answer;

  answer = mc_answer_new_redirect (mc_shell_is_own_path (next) ? next : "/console");
  cookie = g_strdup_printf (MC_LANGUAGE_COOKIE
                            "=%s; Path=/console; Secure; SameSite=Strict; Max-Age=31536000",
                            mc_language_is_english (to) ? MC_LANGUAGE_EN : MC_LANGUAGE_VI);
  mc_answer_add_header (answer, "Set-Cookie", cookie);

  return answer;
}

/**
 * mc_shell_is_own_path:
 * @path: (nullable): where to go on, as a browser sent it
 *
 * Returns: whether it is a path of the console and nothing else: no host, no line end. Any thread
 */
gboolean
mc_shell_is_own_path (const char *path)
{
  if (path == NULL || !g_str_has_prefix (path, "/console"))
    return FALSE;
  for (const char *p = path; *p != '\0'; p++)
    if ((guchar) *p <= 0x20 || (guchar) *p >= 0x7f || *p == '\\')
      return FALSE;

  return path[strlen ("/console")] == '\0' || strchr ("/?", path[strlen ("/console")]) != NULL;
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/style.css",  0, MC_ROUTE_NONE, handle_style, NULL },
  { "GET", "/console/console.js", 0, MC_ROUTE_NONE, handle_script, NULL },
  { "GET", "/console/icon.svg",   0, MC_ROUTE_NONE, handle_icon, NULL },
  { "GET", "/console/language",   0, MC_ROUTE_NONE, handle_language, NULL },
};
/* clang-format on */

const McRouteTable mc_shell_routes = { rows, G_N_ELEMENTS (rows) };

static McAnswer *
handle_missing (McCentral *central, McRequest *request)
{
  return mc_shell_new_missing (central, request);
}

/* In no table: it answers what no table has. */
const McRoute mc_shell_missing_route = { "GET",          "/console/", 0, MC_ROUTE_OFFICIAL,
                                         handle_missing, NULL };
