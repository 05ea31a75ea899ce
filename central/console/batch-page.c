/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/batch.h"

#include "app/domain/language.h"
#include "central/console/action-words.h"
#include "central/console/dossier-row.h"
#include "central/storage/work.h"

/* A busy specialist is busy: the exact height of the heap does not matter. */
#define MOST_OPEN 100

typedef struct
{
  const char *action;
  const char *verb[2], *done[2]; /* Vietnamese, English */
} Words;

static const Words *
get_words (const McBatch *self)
{
  static const Words words[] = {
    { "chair_assign", { "Phân công", "Assign" }, { "phân công", "assigned" } },
    { "dept_assign", { "Giao", "Assign" }, { "giao", "assigned" } },
    { "dept_approve", { "Duyệt", "Approve" }, { "duyệt", "approved" } },
    { "chair_approve", { "Ký duyệt", "Sign" }, { "ký duyệt", "signed" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].action, self->action))
      return &words[i];

  g_return_val_if_reached (&words[0]);
}

static const char *
get_plural (guint n, const char *language)
{
  return mc_pick (language, "hồ sơ", n == 1 ? "dossier" : "dossiers");
}

static char *
create_order (const McBatch *self, guint n, const char *language)
{
  const Words *words = get_words (self);

  return g_strdup_printf (
      "%s %u %s", mc_pick (language, words->verb[0], words->verb[1]), n, get_plural (n, language));
}

static void
put_head (McHtml *html, const char *language, const char *last)
{
  mc_html_put (html,
               "<div class=\"table\"><table class=\"stack dossiers\"><thead><tr>"
               "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
               "</tr></thead><tbody>",
               mc_pick (language, "Chủ hồ sơ · Mã", "Applicant · code"),
               mc_pick (language, "Thủ tục", "Procedure"),
               last);
}

static void
put_tail (McHtml *html)
{
  mc_html_raw (html, "</tbody></table></div>");
}

/* Why it was not done, or cannot be, in a sentence that says what next. */
static char *
describe_obstacle (const McBatch *self,
                   const McBatchItem *item,
                   McNames *names,
                   const char *language)
{
  switch (item->outcome)
    {
    case MC_BATCH_MISSING:
      return g_strdup (mc_pick (language,
                                "Không có hồ sơ này, hoặc nó thuộc đơn vị khác.",
                                "There is no such dossier, or it belongs to another unit."));
    case MC_BATCH_CHANGED:
      return item->remark == NULL
                 ? g_strdup (mc_pick (language,
                                      "Vừa có người xử lý hồ sơ này; xin xem lại rồi làm.",
                                      "Somebody acted on it meanwhile; please look again."))
                 : g_strdup_printf (mc_pick (language,
                                             "%s vừa xử lý hồ sơ này; xin xem lại rồi làm.",
                                             "%s acted on it meanwhile; please look again."),
                                    mc_names_get (names, item->remark));
    case MC_BATCH_NOT_NOW:
      return g_strdup_printf (
          mc_pick (language, "Hồ sơ đang ở bước khác: %s.", "It is at another step: %s."),
          mc_dossier_row_get_state (item->record->state, language));
    case MC_BATCH_NOT_YOURS:
      return g_strdup (mc_pick (
          language, "Bước này không thuộc quyền của ông, bà.", "This step is not yours to take."));
    case MC_BATCH_STRANGER:
      return g_strdup (mc_pick (language,
                                "Chuyên viên được chọn không thuộc phòng của hồ sơ này.",
                                "The chosen specialist is not of this dossier's department."));
    case MC_BATCH_RULE:
      return g_str_equal (self->action, "chair_approve")
                 ? g_strdup (mc_pick (language,
                                      "Chuyên viên đề nghị từ chối; xin mở hồ sơ để ký riêng.",
                                      "The specialist proposes to refuse: please open it and sign "
                                      "it by itself."))
                 : g_strdup (mc_action_words_get_obstacle (self->action, language));
    case MC_BATCH_READY:
    case MC_BATCH_DONE:
    default:
      return g_strdup ("");
    }
}

static void
put_record (McHtml *html, McCentral *central, const McBatchItem *item, const char *language)
{
  if (item->record != NULL)
    {
      mc_dossier_row_put_applicant (html, item->record, language);
      mc_dossier_row_put_procedure (html, central, item->record, language, NULL, FALSE);
      return;
    }

  mc_html_put (
      html, "<td colspan=\"2\">{}</td>", mc_pick (language, "Không tìm thấy hồ sơ", "Not found"));
}

/* What cannot be done with the others, each with its reason. */
static void
put_left_out (McHtml *html, const McBatch *self, McCentral *central, const char *language)
{
  g_autoptr (McNames) names = mc_names_new (central);
  guint n = self->items->len - mc_batch_count (self, MC_BATCH_READY);

  if (n == 0)
    return;

  mc_html_put (html,
               "<h2>{}</h2>",
               mc_pick (language,
                        "Các hồ sơ không làm cùng lúc được",
                        "These cannot be done together with the others"));
  put_head (html, language, mc_pick (language, "Vì sao", "Why"));
  for (guint i = 0; i < self->items->len; i++)
    {
      const McBatchItem *item = g_ptr_array_index (self->items, i);
      g_autofree char *obstacle = NULL;

      if (item->outcome == MC_BATCH_READY)
        continue;
      obstacle = describe_obstacle (self, item, names, language);
      mc_html_raw (html, "<tr>");
      put_record (html, central, item, language);
      mc_html_put (html, "<td>{}</td></tr>", obstacle);
    }
  put_tail (html);
}

static void
put_choice (McHtml *html,
            const char *name,
            const char *value,
            gboolean chosen,
            const char *title,
            const char *detail)
{
  mc_html_put (html,
               "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"{}>"
               "<span>{}<small>{}</small></span></label>",
               name,
               value,
               chosen ? " checked" : "",
               title,
               detail);
}

static void
begin_choices (McHtml *html, const McBatch *self, const char *legend)
{
  mc_html_put (html, "<fieldset><legend>{}</legend>", legend);
  if (self->mistake != NULL)
    mc_html_put (html, "<p class=\"mistake\">{}</p>", self->mistake);
}

static void
put_departments (McHtml *html, const McBatch *self, McCentral *central, const char *language)
{
  g_autoptr (GPtrArray) departments = mc_batch_list_departments (self, central);

  begin_choices (html, self, mc_pick (language, "Phòng nhận hồ sơ", "Department that takes them"));
  if (departments == NULL || departments->len == 0)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (language,
                                  "Chưa có tài khoản lãnh đạo phòng nào ở đơn vị này. Xin người "
                                  "quản trị tạo tài khoản trước.",
                                  "No head of department has an account in this unit yet. Please "
                                  "ask the administrator for one first."));
  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const McDepartment *department = g_ptr_array_index (departments, i);
      g_autofree char *title = mc_staff_describe_department (department->name, language);

      put_choice (
          html, "department", department->name, departments->len == 1, title, department->heads);
    }
  mc_html_raw (html, "</fieldset>");
}

/* How much each has on the desk helps to choose. */
static char *
describe_load (const McBatch *self, McCentral *central, const char *login, const char *language)
{
  const McInboxQuery query = { .turn = MC_ROLE_SPECIALIST,
                               .resolver = self->unit,
                               .assignee = login,
                               .due_from = MC_TIME_NONE,
                               .due_before = MC_TIME_NONE,
                               .after_due = MC_TIME_NONE,
                               .limit = 1 };
  guint n = 0;

  if (!mc_work_count_inbox (MC_WORK (central->storage), &query, MOST_OPEN, &n, NULL))
    return g_strdup ("");
  if (n == 0)
    return g_strdup (mc_pick (language, "Chưa có hồ sơ nào", "Has no dossier now"));
  if (mc_language_is_english (language))
    return g_strdup_printf (
        "Works on %u%s %s", n, n == MOST_OPEN ? "+" : "", get_plural (n, language));

  return g_strdup_printf ("Đang thụ lý %u%s hồ sơ", n, n == MOST_OPEN ? "+" : "");
}

static void
put_specialists (McHtml *html, const McBatch *self, McCentral *central, const char *language)
{
  g_autoptr (GPtrArray) specialists = mc_batch_list_specialists (self, central);

  begin_choices (
      html, self, mc_pick (language, "Chuyên viên thụ lý", "Specialist who works on them"));
  if (specialists == NULL || specialists->len == 0)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (language,
                                  "Chưa có tài khoản chuyên viên nào ở phòng này. Xin người quản "
                                  "trị tạo tài khoản trước.",
                                  "No specialist has an account in this department yet. Please ask "
                                  "the administrator for one first."));
  for (guint i = 0; specialists != NULL && i < specialists->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (specialists, i);
      g_autofree char *load = describe_load (self, central, user->login, language);

      put_choice (html, "assignee", user->login, specialists->len == 1, user->name, load);
    }
  mc_html_raw (html, "</fieldset>");
}

static void
put_form (McHtml *html,
          const McBatch *self,
          McCentral *central,
          const McRequest *request,
          guint n_ready)
{
  const char *language = request->language;
  g_autofree char *post = g_strdup_printf ("%u", self->post);
  g_autofree char *button = create_order (self, n_ready, language);

  mc_html_raw (html, "<section class=\"card task\">");
  mc_shell_begin_form (html, request, "/console/batch/run");
  mc_html_put (html,
               "<input type=\"hidden\" name=\"action\" value=\"{}\">"
               "<input type=\"hidden\" name=\"post\" value=\"{}\">",
               self->action,
               post);
  for (guint i = 0; i < self->items->len; i++)
    {
      const McBatchItem *item = g_ptr_array_index (self->items, i);
      g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, item->revision);

      if (item->outcome == MC_BATCH_READY)
        mc_html_put (
            html, "<input type=\"hidden\" name=\"dossier\" value=\"{}.{}\">", item->id, revision);
    }
  if (mc_batch_wants_department (self))
    put_departments (html, self, central, language);
  else if (mc_batch_wants_specialist (self))
    put_specialists (html, self, central, language);

  mc_html_put (html,
               "<div class=\"field\"><label for=\"reason\">{}</label><p class=\"hint\">{}</p>",
               mc_action_words_get_reason (self->action, language),
               mc_pick (language,
                        "Không bắt buộc; ghi vào từng hồ sơ.",
                        "Not required; written down with each dossier."));
  if (self->bad_reason != NULL)
    mc_html_put (html, "<p class=\"mistake\">{}</p>", self->bad_reason);
  mc_html_put (html,
               "<textarea id=\"reason\" name=\"reason\" maxlength=\"500\" rows=\"2\">{}</textarea>"
               "</div><div class=\"actions\"><button class=\"button main\">{}</button>"
               "<a href=\"/console?post={}\">{}</a></div>",
               self->typed == NULL ? "" : self->typed,
               button,
               post,
               mc_pick (language, "Quay lại, không ghi gì", "Back, without recording anything"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</section>");
}

static void
put_ready (McHtml *html, const McBatch *self, McCentral *central, const McRequest *request)
{
  const char *language = request->language;

  put_head (html, language, mc_pick (language, "Thời hạn", "Time"));
  for (guint i = 0; i < self->items->len; i++)
    {
      const McBatchItem *item = g_ptr_array_index (self->items, i);
      g_autofree char *remark =
          item->remark == NULL ? NULL : g_strdup_printf ("“%s”", item->remark);

      if (item->outcome != MC_BATCH_READY)
        continue;
      mc_html_raw (html, "<tr>");
      mc_dossier_row_put_applicant (html, item->record, language);
      mc_dossier_row_put_procedure (html, central, item->record, language, remark, FALSE);
      mc_dossier_row_put_due (html, central, item->record, request->now, language);
      mc_html_raw (html, "</tr>");
    }
  put_tail (html);
}

/**
 * mc_batch_review_new:
 * @self: a batch that was looked at
 * @central: central
 * @request: the request
 *
 * What is chosen, what is to be said, and one button. Any thread.
 *
 * Returns: (transfer full): the page; 422 when it tells a mistake
 */
McAnswer *
mc_batch_review_new (const McBatch *self, McCentral *central, const McRequest *request)
{
  const char *language = request->language;
  guint n_ready = mc_batch_count (self, MC_BATCH_READY);
  gboolean mistaken = self->mistake != NULL || self->bad_reason != NULL;
  g_autofree char *title = n_ready > 0 ? create_order (self, n_ready, language)
                                       : g_strdup (mc_pick (language,
                                                            "Không hồ sơ nào làm cùng lúc được",
                                                            "None of these can be done together"));
  McHtml *html = mc_shell_begin (central, request, MC_TAB_INBOX, title);

  if (mistaken)
    mc_shell_put_notice (
        html,
        MC_BADGE_ALARM,
        mc_pick (language,
                 "Chưa ghi được. Xin xem các chỗ được đánh dấu bên dưới.",
                 "Nothing was recorded yet. Please look at what is marked below."));
  if (n_ready > 0)
    {
      put_ready (html, self, central, request);
      put_form (html, self, central, request, n_ready);
    }
  put_left_out (html, self, central, language);
  if (n_ready == 0)
    mc_html_put (html,
                 "<p class=\"actions\"><a class=\"button\" href=\"/console\">{}</a></p>",
                 mc_pick (language, "Về việc của tôi", "Back to my work"));

  return mc_shell_finish (html, request, mistaken ? 422 : 200);
}

static char *
create_result_title (const McBatch *self, guint n_done, const char *language)
{
  const Words *words = get_words (self);
  const char *done = mc_pick (language, words->done[0], words->done[1]);
  guint n = self->items->len;

  if (n_done == 0)
    return g_strdup_printf (mc_pick (language, "Chưa %s được hồ sơ nào", "No dossier was %s"),
                            done);
  if (mc_language_is_english (language))
    return n_done == n ? g_strdup_printf ("%u %s %s", n, get_plural (n, language), done)
                       : g_strdup_printf ("%u of %u dossiers %s", n_done, n, done);

  return n_done == n ? g_strdup_printf ("Đã %s %u hồ sơ", done, n)
                     : g_strdup_printf ("Đã %s %u trong %u hồ sơ", done, n_done, n);
}

static void
put_result (McHtml *html,
            const McBatch *self,
            McCentral *central,
            const McBatchItem *item,
            McNames *names,
            const char *language)
{
  g_autofree char *obstacle = describe_obstacle (self, item, names, language);

  mc_html_raw (html, "<tr>");
  put_record (html, central, item, language);
  mc_html_raw (html, "<td>");
  if (item->outcome == MC_BATCH_DONE)
    {
      mc_shell_put_badge (html, MC_BADGE_GOOD, mc_pick (language, "Đã ghi", "Recorded"));
      mc_html_put (
          html, "<small>{}</small>", mc_dossier_row_get_state (item->record->state, language));
    }
  else
    {
      mc_shell_put_badge (html, MC_BADGE_CARE, mc_pick (language, "Chưa ghi", "Not recorded"));
      mc_html_put (html, "<small>{}</small>", obstacle);
    }
  mc_html_raw (html, "</td></tr>");
}

/**
 * mc_batch_result_new:
 * @self: a batch that was run
 * @central: central
 * @request: the request
 *
 * Any thread; in a transaction on its thread.
 *
 * Returns: (transfer full): a page that says of each dossier what happened
 */
McAnswer *
mc_batch_result_new (const McBatch *self, McCentral *central, const McRequest *request)
{
  const char *language = request->language;
  guint n_done = mc_batch_count (self, MC_BATCH_DONE);
  g_autofree char *title = create_result_title (self, n_done, language);
  g_autofree char *post = g_strdup_printf ("%u", self->post);
  g_autoptr (McNames) names = mc_names_new (central);
  McHtml *html = mc_shell_begin (central, request, MC_TAB_INBOX, title);

  mc_html_put (html,
               "<p class=\"actions\"><a class=\"button main\" href=\"/console?post={}\">{}</a></p>",
               post,
               mc_pick (language, "Về việc của tôi", "Back to my work"));
  put_head (html, language, mc_pick (language, "Kết quả", "Outcome"));
  /* What still wants the official's eye stands first. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->items->len; i++)
      {
        const McBatchItem *item = g_ptr_array_index (self->items, i);

        if ((item->outcome == MC_BATCH_DONE) == (pass == 1))
          put_result (html, self, central, item, names, language);
      }
  put_tail (html);

  return mc_shell_finish (html, request, 200);
}
