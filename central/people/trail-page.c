/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/form-set.h"
#include "app/domain/language.h"
#include "central/console/action-words.h"
#include "central/console/shell.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/accounts.h"
#include "central/people/staff.h"
#include "central/people/trail.h"
#include "central/people/units.h"
#include "central/reports/period.h"
#include "central/work/attachment.h"

#define PAGE_LINES 50

/* What is asked for. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  char *login;              /* (owned): "" is everybody */
  char *code;               /* (owned): of a dossier; "" is all */
  char *unit;               /* (owned) (nullable): all */
  char *dossier;            /* (owned) (nullable): the id of @code */
  gboolean unknown;         /* there is no such dossier */
  guint64 before;
  GPtrArray *units; /* (owned) (element-type McUnit): to choose from */
} Question;

static void
question_clear (Question *self)
{
  g_free (self->login);
  g_free (self->code);
  g_free (self->unit);
  g_free (self->dossier);
  g_clear_pointer (&self->units, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static const char *
describe_action (const char *action, const char *language)
{
  static const struct
  {
    const char *name, *vietnamese, *english;
  } rows[] = {
    { "sign-in", "Đăng nhập", "Signed in" },
    { "sign-in-failed", "Đăng nhập sai", "Failed to sign in" },
    { "sign-out", "Đăng xuất", "Signed out" },
    { "password-change", "Đổi mật khẩu", "Changed the password" },
    { "password-failed", "Đổi mật khẩu, nhập sai mật khẩu cũ", "Failed to change the password" },
    { "user-add", "Tạo tài khoản", "Made an account" },
    { "user-reset", "Cấp lại mật khẩu", "Gave a new password" },
    { "user-disable", "Ngừng tài khoản", "Took an account out of use" },
    { "user-enable", "Mở lại tài khoản", "Took an account into use again" },
    { "user-posts", "Đổi vai trò", "Changed posts" },
    { "user-name", "Đổi tên tài khoản", "Changed a name" },
    { "trail", "Xem nhật ký", "Looked at the trail" },
    { "view", "Xem hồ sơ", "Looked at a dossier" },
    { "view-page", "Xem giấy tờ", "Looked at a paper" },
    { "download", "Tải tệp", "Downloaded a file" },
    { "attach", "Đính kèm tệp", "Attached a file" },
    { "print", "In giấy tờ", "Printed a form" },
    { "search", "Tìm hồ sơ", "Searched" },
    { "step", "Làm một bước", "Did a step" },
    { "problem", "Ghi vướng mắc", "Noted a problem" },
    { "problem-solved", "Ghi cách xử lý vướng mắc", "Noted how a problem was solved" },
    { "problems", "Xem vướng mắc", "Looked at the problems" },
    { "counter", "Nộp hộ tại quầy", "Filed at the counter" },
    { "pickup-left", "Người nhận đã về", "Noted that a citizen left" },
    { "folder", "Giao nhận hồ sơ giấy", "Handed a folder over" },
    { "report", "Xem báo cáo", "Looked at a report" },
    { "register", "Xem sổ theo dõi", "Looked at the register" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, action))
      return mc_pick (language, rows[i].vietnamese, rows[i].english);

  return action;
}

static char *
describe_form (const char *key, gint64 at, const char *language)
{
  const McForm *form;
  GDate day;

  if (g_str_equal (key, "slip"))
    return g_strdup (mc_pick (language, "Phiếu đã nộp hồ sơ", "Slip of what was filed"));

  mc_time_get_local_date (at, &day);
  form = mc_form_find (key, &day);

  return g_strdup (form == NULL ? key : mc_pick (language, form->title, form->title_en));
}

static char *
describe_search (const char *kinds, const char *language)
{
  static const char *const words[][3] = { { "code", "theo mã", "by code" },
                                          { "name", "theo tên", "by name" },
                                          { "id-number", "theo số định danh", "by personal id" },
                                          { "day", "theo ngày", "by day" } };
  g_auto (GStrv) parts = g_strsplit (kinds, ", ", -1);

  for (char **part = parts; *part != NULL; part++)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if (g_str_equal (*part, words[i][0]))
        {
          g_free (*part);
          *part = g_strdup (mc_pick (language, words[i][1], words[i][2]));
          break;
        }

  return g_strjoinv (", ", parts);
}

static const char *
describe_unit (McCentral *central, const char *code, const char *language)
{
  const char *name = mc_central_get_unit_name (central, code, language);

  return name == NULL ? code : name;
}

/* "00070 2025-06-01 2025-06-30 06a.csv", of mc_report_choice_describe (); the file is not always
 * there. */
static char *
describe_report (McCentral *central, const char *detail, const char *language)
{
  g_auto (GStrv) parts = g_strsplit (detail, " ", 4);
  g_autofree char *days = NULL;
  McPeriod period;

  if (g_strv_length (parts) < 3 || !mc_period_parse (&period, "days", parts[1], parts[2], 0))
    return g_strdup (detail);

  days = mc_period_describe (&period, language);
  return g_strjoin (" · ", describe_unit (central, parts[0], language), days, parts[3], NULL);
}

/* "an.lv * 00070", of describe_question (). */
static char *
describe_asked (McCentral *central, const char *detail, const char *language)
{
  g_auto (GStrv) parts = g_strsplit (detail, " ", -1);
  g_autofree char *login = NULL;
  g_autofree char *code = NULL;

  if (g_strv_length (parts) != 3)
    return g_strdup (detail);

  login = g_str_equal (parts[0], "*")
              ? g_strdup (mc_pick (language, "Mọi người", "Everybody"))
              : g_strdup_printf (mc_pick (language, "Tài khoản %s", "Account %s"), parts[0]);
  code = g_str_equal (parts[1], "*")
             ? g_strdup (mc_pick (language, "mọi hồ sơ", "all dossiers"))
             : g_strdup_printf (mc_pick (language, "hồ sơ %s", "dossier %s"), parts[1]);
  return g_strjoin (" · ", login, code, describe_unit (central, parts[2], language), NULL);
}

static char *
describe_kind (const char *kind, const char *language)
{
  if (g_str_equal (kind, MC_ATTACHMENT_RESULT))
    return g_strdup (mc_pick (language, "kết quả", "result"));
  if (g_str_equal (kind, MC_ATTACHMENT_PAPER))
    return g_strdup (mc_pick (language, "giấy tờ", "paper"));

  return g_strdup (kind);
}

/* What only programs call so; the rest of the details are names, logins and codes. */
static char *
describe_detail (McCentral *central, const McTrailRecord *line, const char *language)
{
  if (line->detail == NULL)
    return g_strdup ("");
  if (g_str_equal (line->action, "step") || g_str_equal (line->action, "view"))
    return g_strdup (mc_action_words_get_button (line->detail, language));
  if (g_str_equal (line->action, "print"))
    return describe_form (line->detail, line->at, language);
  if (g_str_equal (line->action, "search"))
    return describe_search (line->detail, language);
  if (g_str_equal (line->action, "view-page"))
    return g_strdup_printf (mc_pick (language, "trang %s", "page %s"), line->detail);
  if (g_str_equal (line->action, "download"))
    return g_strdup_printf (mc_pick (language, "tệp số %s", "file number %s"), line->detail);
  if (g_str_equal (line->action, "attach"))
    return describe_kind (line->detail, language);
  if (g_str_equal (line->action, "report") || g_str_equal (line->action, "register"))
    return describe_report (central, line->detail, language);
  if (g_str_equal (line->action, "trail"))
    return describe_asked (central, line->detail, language);

  return g_strdup (line->detail);
}

/* The units whose trail may be seen: all, or those where one is auditor. */
static GPtrArray *
list_units (McCentral *central, const McRequest *request)
{
  GPtrArray *units = mc_units_list (central, request->language);

  for (guint i = units->len; i > 0; i--)
    {
      const McUnit *unit = g_ptr_array_index (units, i - 1);

      if (!mc_access_may_audit (request->user, unit->code))
        g_ptr_array_remove_index (units, i - 1);
    }

  return units;
}

static char *
dup_given (const McRequest *request, const char *name)
{
  char *text = mc_request_dup_query (request, name);

  return text == NULL ? g_strdup ("") : g_strstrip (text);
}

/* FALSE when it is not for this official. */
static gboolean
ask (Question *self)
{
  const McRequest *request = self->request;
  g_autofree char *before = dup_given (request, "before");
  g_autofree char *typed = dup_given (request, "login");
  g_autofree char *unit = dup_given (request, "unit");
  g_autoptr (McDossierRecord) record = NULL;

  self->units = list_units (self->central, request);
  self->login = mc_account_fold_login (typed);
  self->code = dup_given (request, "code");
  self->before = g_ascii_strtoull (before, NULL, 10);
  if (*unit != '\0')
    self->unit = g_steal_pointer (&unit);
  else if (!mc_access_may_audit (request->user, NULL) && self->units->len > 0)
    self->unit = g_strdup (((const McUnit *) g_ptr_array_index (self->units, 0))->code);
  if (!mc_access_may_audit (request->user, self->unit))
    return FALSE;

  if (*self->code != '\0')
    {
      record = mc_storage_find_by_typed_code (self->central->storage, self->code, NULL);
      self->dossier = record == NULL ? NULL : g_strdup (record->id);
      self->unknown = record == NULL;
    }

  return TRUE;
}

static void
put_unit_choice (McHtml *html, const Question *self)
{
  const char *language = self->request->language;

  mc_html_put (html,
               "<div class=\"field\"><label for=\"unit\">{}</label>"
               "<select id=\"unit\" name=\"unit\">",
               mc_pick (language, "Đơn vị", "Unit"));
  if (mc_access_may_audit (self->request->user, NULL))
    mc_html_put (
        html, "<option value=\"\">{}</option>", mc_pick (language, "Tất cả", "All of them"));
  for (guint i = 0; i < self->units->len; i++)
    {
      const McUnit *unit = g_ptr_array_index (self->units, i);

      mc_html_put (html, "<option value=\"{}\"", unit->code);
      if (g_strcmp0 (self->unit, unit->code) == 0)
        mc_html_raw (html, " selected");
      mc_html_put (html, ">{}</option>", unit->name);
    }
  mc_html_raw (html, "</select></div>");
}

static void
put_search (McHtml *html, const Question *self)
{
  const char *language = self->request->language;

  mc_html_put (
      html,
      "<form class=\"filter\" role=\"search\" action=\"/console/trail\">"
      "<div class=\"field\"><label for=\"login\">{}</label><input type=\"text\" id=\"login\" "
      "name=\"login\" value=\"{}\" autocapitalize=\"none\" spellcheck=\"false\"></div>"
      "<div class=\"field\"><label for=\"code\">{}</label><input type=\"text\" id=\"code\" "
      "name=\"code\" value=\"{}\" spellcheck=\"false\"></div>",
      mc_pick (language, "Tên đăng nhập", "User name"),
      self->login,
      mc_pick (language, "Mã hồ sơ", "Dossier code"),
      self->code);
  put_unit_choice (html, self);
  mc_html_put (
      html, "<button class=\"button main\">{}</button></form>", mc_pick (language, "Tìm", "Find"));
}

static char *
describe_second (gint64 time)
{
  g_autofree char *date = mc_time_to_display_date (time);
  guint second = mc_time_get_local_second (time);

  return g_strdup_printf ("%s %02u:%02u:%02u", date, second / 3600, second / 60 % 60, second % 60);
}

/* Its code; a link where one may see the dossier, too. */
static void
put_dossier (McHtml *html, const Question *self, const char *id)
{
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (self->central->storage, id, NULL);

  if (record == NULL)
    mc_html_put (html, "{}", id);
  else if (mc_access_may_read (self->request->user, record))
    mc_html_put (html, "<a class=\"code\" href=\"/console/dossiers/{}\">{}</a>", id, record->code);
  else
    mc_html_put (html, "<span class=\"code\">{}</span>", record->code);
}

static void
put_who (McHtml *html, const Question *self, McNames *names, const char *login)
{
  const char *language = self->request->language;

  if (g_str_equal (login, "-"))
    mc_html_put (html, "{}", mc_pick (language, "Không rõ ai", "Nobody known"));
  else if (g_str_equal (login, "command"))
    mc_html_put (html,
                 "{}<small>motcua-central</small>",
                 mc_pick (language, "Lệnh tại máy chủ", "A command at the server"));
  else
    mc_html_put (html, "{}<small>{}</small>", mc_names_get (names, login), login);
}

static void
put_line (McHtml *html, const Question *self, McNames *names, const McTrailRecord *line)
{
  const char *language = self->request->language;
  const char *unit = mc_central_get_unit_name (self->central, line->unit, language);
  g_autofree char *when = describe_second (line->at);
  g_autofree char *detail = describe_detail (self->central, line, language);

  mc_html_put (html, "<tr><td class=\"when\">{}</td><td>", when);
  put_who (html, self, names, line->login);
  mc_html_put (html,
               "</td><td>{}<small>{}</small></td><td>",
               describe_action (line->action, language),
               detail);
  if (line->dossier != NULL)
    put_dossier (html, self, line->dossier);
  mc_html_put (html,
               "</td><td>{}</td></tr>",
               unit != NULL         ? unit
               : line->unit != NULL ? line->unit
                                    : "");
}

static void
put_older (McHtml *html, const Question *self, guint64 before)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, before);

  mc_html_put (
      html, "<p class=\"paging\"><a class=\"button\" href=\"/console/trail?before={}", number);
  mc_html_raw (html, "&amp;login=");
  mc_html_url_part (html, self->login);
  mc_html_raw (html, "&amp;code=");
  mc_html_url_part (html, self->code);
  mc_html_raw (html, "&amp;unit=");
  mc_html_url_part (html, self->unit);
  mc_html_put (html, "\">{}</a></p>", mc_pick (self->request->language, "Cũ hơn", "Older"));
}

static void
put_lines (McHtml *html, const Question *self, GPtrArray *lines)
{
  const char *language = self->request->language;
  g_autoptr (McNames) names = mc_names_new (self->central);

  if (lines->len == 0)
    {
      mc_html_put (
          html,
          "<p>{}</p>",
          self->unknown
              ? mc_pick (language, "Không có hồ sơ nào mã như vậy.", "There is no such dossier.")
              : mc_pick (language, "Không có dòng nào như vậy.", "There is no such line."));
      return;
    }

  mc_html_put (
      html,
      "<div class=\"table\"><table class=\"stack trail\"><thead><tr><th scope=\"col\">{}</th>"
      "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
      "<th scope=\"col\">{}</th></tr></thead><tbody>",
      mc_pick (language, "Lúc", "When"),
      mc_pick (language, "Ai", "Who"),
      mc_pick (language, "Việc", "What"),
      mc_pick (language, "Hồ sơ", "Dossier"),
      mc_pick (language, "Đơn vị", "Unit"));
  for (guint i = 0; i < MIN (lines->len, PAGE_LINES); i++)
    put_line (html, self, names, g_ptr_array_index (lines, i));
  mc_html_raw (html, "</tbody></table></div>");
  if (lines->len > PAGE_LINES)
    put_older (
        html, self, ((const McTrailRecord *) g_ptr_array_index (lines, PAGE_LINES - 1))->number);
}

static char *
describe_question (const Question *self)
{
  return g_strjoin (" ",
                    *self->login == '\0' ? "*" : self->login,
                    *self->code == '\0' ? "*" : self->code,
                    self->unit == NULL ? "*" : self->unit,
                    NULL);
}

static McAnswer *
handle_trail (McCentral *central, McRequest *request)
{
  g_auto (Question) question = { .central = central, .request = request };
  McTrailQuery query = { .limit = PAGE_LINES + 1 };
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *detail = NULL;
  McHtml *html;

  if (!ask (&question))
    return mc_shell_new_forbidden (central, request);
  query.login = *question.login == '\0' ? NULL : question.login;
  query.dossier = question.dossier;
  query.unit = question.unit;
  query.before = question.before;
  lines = question.unknown ? g_ptr_array_new ()
                           : mc_people_list_trail (MC_PEOPLE (central->storage), &query, NULL);
  if (lines == NULL)
    return mc_shell_new_busy (central, request);

  html = mc_shell_begin (
      central, request, MC_TAB_TRAIL, mc_pick (request->language, "Nhật ký", "Trail"));
  mc_html_put (html,
               "<p class=\"lead\">{}</p>",
               mc_pick (request->language,
                        "Ai đã xem gì, làm gì, mới nhất trước. Không ai sửa hay xóa được dòng nào.",
                        "Who saw and did what, newest first. Nobody can change or remove a line."));
  put_search (html, &question);
  put_lines (html, &question, lines);

  detail = describe_question (&question);
  return mc_trail_keep_page (request, mc_shell_finish (html, request, 200), "trail", NULL, detail);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/trail", 0, MC_ROUTE_OFFICIAL, handle_trail, mc_trail_write_page },
};
/* clang-format on */

const McRouteTable mc_trail_routes = { rows, G_N_ELEMENTS (rows) };
