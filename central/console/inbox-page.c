/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/inbox.h"

#include "app/domain/language.h"
#include "central/console/dossier-row.h"
#include "central/people/staff.h"

/* Nobody needs the exact height of a larger heap, and counting it would take time. */
#define MOST 1000

typedef struct
{
  const char *vietnamese;
  const char *english;
} Words;

static const char *
say (const Words *words, const char *language)
{
  return mc_pick (language, words->vietnamese, words->english);
}

static char *
describe_count (guint n)
{
  return n >= MOST ? g_strdup ("999+") : g_strdup_printf ("%u", n);
}

/* @self without what narrows it, for links. */
static McInbox
widen (const McInbox *self)
{
  McInbox wide = *self;

  wide.state = NULL;
  wide.span = MC_INBOX_ANY;
  wide.after_due = MC_TIME_NONE;
  wide.after_id = NULL;

  return wide;
}

static gboolean
count (const McInbox *self, guint *n)
{
  McInboxQuery query = mc_inbox_make_query (self);

  return mc_work_count_inbox (MC_WORK (self->central->storage), &query, MOST, n, NULL);
}

/* A link to another list, with its count; marked when it is the one that is shown. */
static gboolean
put_link (McHtml *html,
          const McInbox *target,
          const McInbox *shown,
          const char *class_name,
          const char *words)
{
  g_autofree char *path = mc_inbox_create_path (target, NULL);
  g_autofree char *text = NULL;
  guint n;

  if (!count (target, &n))
    return FALSE;

  text = describe_count (n);
  mc_html_put (html, "<li><a class=\"{}{}\" href=\"{}\"", class_name, n == 0 ? " none" : "", path);
  if (target->number == shown->number && target->view == shown->view &&
      target->state == shown->state && target->span == shown->span)
    mc_html_raw (html, " aria-current=\"true\"");
  mc_html_put (html, "><b>{}</b> {}</a></li>", text, words);

  return TRUE;
}

static char *
describe_post (const McInbox *self, const McPost *post)
{
  const char *language = self->request->language;
  const char *unit = mc_central_get_unit_name (self->central, post->unit, language);
  g_autofree char *department = NULL;

  if (*post->department == '\0')
    return g_strdup_printf (
        "%s · %s", mc_shell_describe_role (post->role, language), unit == NULL ? post->unit : unit);

  department = mc_staff_describe_department (post->department, language);
  return g_strdup_printf ("%s · %s · %s",
                          mc_shell_describe_role (post->role, language),
                          department,
                          unit == NULL ? post->unit : unit);
}

static gboolean
has_several_posts (const McInbox *self)
{
  const GPtrArray *posts = self->request->user->posts;
  guint n = 0;

  for (guint i = 0; i < posts->len; i++)
    n += mc_inbox_is_work (g_ptr_array_index (posts, i));

  return n > 1;
}

/* Who holds several posts sees each one's work by itself: in each they are somebody else. */
static gboolean
put_posts (McHtml *html, const McInbox *self)
{
  const char *language = self->request->language;
  const GPtrArray *posts = self->request->user->posts;
  McInbox other = widen (self);

  if (!has_several_posts (self))
    return TRUE;

  mc_html_put (html,
               "<nav class=\"posts\" aria-label=\"{}\"><ul>",
               mc_pick (language, "Các vai trò của ông, bà", "Your posts"));
  other.view = MC_INBOX_MINE;
  for (guint i = 0; i < posts->len; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *path = NULL;
      g_autofree char *number = NULL;
      guint waiting;

      other.post = g_ptr_array_index (posts, i);
      other.number = i;
      if (!mc_inbox_is_work (other.post))
        continue;
      if (!count (&other, &waiting))
        return FALSE;
      text = describe_post (self, other.post);
      path = mc_inbox_create_path (&other, NULL);
      number = describe_count (waiting);
      mc_html_put (html,
                   "<li><a href=\"{}\"{}>{} <b>{}</b></a></li>",
                   path,
                   i == self->number ? " aria-current=true" : "",
                   text,
                   number);
    }
  mc_html_raw (html, "</ul></nav>");

  return TRUE;
}

static const char *
get_view_words (const McInbox *self, McInboxView view)
{
  static const Words words[MC_N_INBOX_VIEWS] = {
    [MC_INBOX_MINE] = { "chờ tôi", "waiting for me" },
    [MC_INBOX_HEADS] = { "ở lãnh đạo phòng", "with the heads" },
    [MC_INBOX_SPECIALISTS] = { "ở chuyên viên", "with specialists" },
    [MC_INBOX_CITIZEN] = { "chờ người nộp", "waiting for the applicant" },
  };
  static const Words department = { "cả phòng đang thụ lý", "of the whole department" };

  if (view == MC_INBOX_SPECIALISTS && self->post->role == MC_ROLE_SPECIALIST)
    return say (&department, self->request->language);

  return say (&words[view], self->request->language);
}

static gboolean
put_views (McHtml *html, const McInbox *self)
{
  McInbox other = widen (self);
  McInbox shown = widen (self);

  mc_html_put (html,
               "<nav class=\"views\" aria-label=\"{}\"><ul>",
               mc_pick (self->request->language, "Hồ sơ đang ở đâu", "Where dossiers are"));
  for (McInboxView view = 0; view < MC_N_INBOX_VIEWS; view++)
    {
      other.view = view;
      if (mc_inbox_has_view (self, view) &&
          !put_link (html, &other, &shown, "view", get_view_words (self, view)))
        return FALSE;
    }
  mc_html_raw (html, "</ul></nav>");

  return TRUE;
}

static gboolean
put_states (McHtml *html, const McInbox *self, const char *class_name)
{
  McInbox other = widen (self);
  const McState *states;
  guint n;

  states = mc_inbox_get_states (self, self->view, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words =
          g_utf8_strdown (mc_dossier_row_get_state (states[i], self->request->language), -1);

      other.state = &states[i];
      if (!put_link (html, &other, self, class_name, words))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_spans (McHtml *html, const McInbox *self)
{
  static const struct
  {
    McInboxSpan span;
    const char *class_name;
    Words words;
  } spans[] = {
    { MC_INBOX_OVERDUE, "tile alarm", { "quá hạn", "overdue" } },
    { MC_INBOX_TODAY, "tile care", { "đến hạn hôm nay", "due today" } },
    { MC_INBOX_LATER, "tile", { "còn hạn", "due later" } },
  };
  McInbox other = widen (self);

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      other.span = spans[i].span;
      if (!put_link (html,
                     &other,
                     self,
                     spans[i].class_name,
                     say (&spans[i].words, self->request->language)))
        return FALSE;
    }

  return TRUE;
}

/* Where the limit's clock runs, its spans; elsewhere, and below, what is to be done. */
static gboolean
put_filters (McHtml *html, const McInbox *self)
{
  const char *language = self->request->language;
  gboolean clock_runs = self->view != MC_INBOX_CITIZEN &&
                        (self->view != MC_INBOX_MINE || self->post->role != MC_ROLE_RECEPTION);
  McInbox all = widen (self);
  guint n_states;

  mc_html_put (html,
               "<nav aria-label=\"{}\"><ul class=\"tiles\">",
               mc_pick (language, "Lọc danh sách", "Narrow the list"));
  if (!(clock_runs ? put_spans (html, self) : put_states (html, self, "tile")))
    return FALSE;
  mc_html_raw (html, "</ul>");

  mc_inbox_get_states (self, self->view, &n_states);
  if (clock_runs && n_states > 1)
    {
      mc_html_raw (html, "<ul class=\"pills\">");
      if (!put_link (html, &all, self, "pill", mc_pick (language, "tất cả", "all")) ||
          !put_states (html, self, "pill"))
        return FALSE;
      mc_html_raw (html, "</ul>");
    }
  mc_html_raw (html, "</nav>");

  return TRUE;
}

/* What one click does next with a dossier; %NULL when another one has it. */
static const char *
get_deed (const McInbox *self, McState state)
{
  static const Words deeds[MC_N_STATES] = {
    [MC_STATE_SUBMITTED] = { "Tiếp nhận", "Receive" },
    [MC_STATE_RECEIVED] = { "Phân công", "Assign" },
    [MC_STATE_CHAIR_ASSIGNED] = { "Giao việc", "Assign" },
    [MC_STATE_DEPARTMENT_ASSIGNED] = { "Thụ lý", "Work on it" },
    [MC_STATE_PROCESSED] = { "Duyệt", "Approve" },
    [MC_STATE_DEPARTMENT_APPROVED] = { "Ký duyệt", "Sign" },
    [MC_STATE_APPROVED] = { "Nhập kết quả", "Register" },
    [MC_STATE_READY] = { "Trả kết quả", "Hand over" },
    [MC_STATE_SUPPLEMENT_ASKED] = { "Nhận bổ sung", "Take papers" },
    [MC_STATE_PAYMENT_ASKED] = { "Ghi đã nộp tiền", "Record payment" },
  };
  gboolean mine = self->view == MC_INBOX_MINE ||
                  (self->view == MC_INBOX_CITIZEN && self->post->role == MC_ROLE_RECEPTION);

  return mine && deeds[state].vietnamese != NULL ? say (&deeds[state], self->request->language)
                                                 : NULL;
}

/* Who has it, when the list shows others' work; else which unit received it, when it is another. */
static char *
describe_holder (const McInbox *self, const McDossierRecord *record, McNames *names)
{
  const char *unit;

  if (self->view == MC_INBOX_SPECIALISTS && record->assignee != NULL)
    return g_strdup (mc_names_get (names, record->assignee));
  if (self->view == MC_INBOX_HEADS)
    return mc_staff_describe_department (record->department, self->request->language);
  if (g_strcmp0 (record->unit, self->post->unit) == 0)
    return NULL;

  unit = mc_central_get_unit_name (self->central, record->unit, self->request->language);
  return unit == NULL ? NULL
                      : g_strdup_printf (
                            mc_pick (self->request->language, "Nộp tại %s", "Filed at %s"), unit);
}

/* Assigning and approving can be done with several at once. */
static gboolean
is_batch (const McInbox *self)
{
  McRole place = mc_workflow_get_place (self->post->role);

  return self->view == MC_INBOX_MINE && (place == MC_ROLE_CHAIRMAN || place == MC_ROLE_DEPARTMENT);
}

/* Whether a superior gave it back and nobody has gone on since: what leaves it where it is, such as
 * another specialist or another date, does not change that. Of an unreadable history nothing is
 * said. */
static gboolean
is_sent_back (const McInbox *self, const McDossierRecord *record)
{
  g_autoptr (GPtrArray) events = NULL;

  if (record->state != MC_STATE_DEPARTMENT_ASSIGNED && record->state != MC_STATE_PROCESSED)
    return FALSE;

  events = mc_storage_list_events (self->central->storage, record->id, NULL);
  for (guint i = events == NULL ? 0 : events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (events, i - 1);

      if (event->from != event->to)
        return g_str_equal (event->action, "send_back");
    }

  return FALSE;
}

static void
put_row (McHtml *html, const McInbox *self, const McDossierRecord *record, McNames *names)
{
  const char *language = self->request->language;
  const char *deed = get_deed (self, record->state);
  g_autofree char *holder = describe_holder (self, record, names);

  mc_html_raw (html, "<tr>");
  if (is_batch (self))
    {
      g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, record->revision);

      mc_html_put (html,
                   "<td class=\"pick\"><input type=\"checkbox\" name=\"dossier\" "
                   "value=\"{}.{}\" aria-label=\"{} {}\"></td>",
                   record->id,
                   revision,
                   mc_pick (language, "Chọn", "Choose"),
                   record->code);
    }
  mc_dossier_row_put_applicant (html, record, language);
  mc_dossier_row_put_procedure (
      html, self->central, record, language, holder, is_sent_back (self, record));
  mc_dossier_row_put_due (html, self->central, record, self->request->now, language);
  mc_html_put (html,
               "<td class=\"go\"><a href=\"/console/dossiers/{}\">{}"
               "<span class=\"hide\"> {}</span></a></td></tr>",
               record->id,
               deed != NULL ? deed : mc_pick (language, "Xem", "Look"),
               record->code);
}

static void
put_head (McHtml *html, const McInbox *self)
{
  const char *language = self->request->language;

  mc_html_raw (html, "<div class=\"table\"><table class=\"stack dossiers\"><thead><tr>");
  if (is_batch (self))
    mc_html_put (html,
                 "<th class=\"pick\" scope=\"col\"><input type=\"checkbox\" data-choose-all hidden "
                 "aria-label=\"{}\"></th>",
                 mc_pick (language, "Chọn tất cả trong trang", "Choose all on this page"));
  mc_html_put (html,
               "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
               "<th scope=\"col\"><span class=\"hide\">{}</span></th></tr></thead><tbody>",
               mc_pick (language, "Chủ hồ sơ · Mã", "Applicant · code"),
               mc_pick (language, "Thủ tục", "Procedure"),
               mc_pick (language, "Thời hạn", "Time"),
               mc_pick (language, "Việc cần làm", "What to do"));
}

static gboolean
has_state (const GPtrArray *records, McState state)
{
  for (guint i = 0; i < records->len; i++)
    if (((const McDossierRecord *) g_ptr_array_index (records, i))->state == state)
      return TRUE;

  return FALSE;
}

static void
put_batch_button (McHtml *html, const char *action, gboolean main, const char *words)
{
  mc_html_put (html,
               "<button class=\"button{}\" name=\"action\" value=\"{}\">{}</button>",
               main ? " main" : "",
               action,
               words);
}

static void
put_batch_buttons (McHtml *html, const McInbox *self, const GPtrArray *records)
{
  static const struct
  {
    McState state;
    Words words;
  } batches[] = {
    { MC_STATE_RECEIVED, { "Phân công các hồ sơ đã chọn…", "Assign the chosen ones…" } },
    { MC_STATE_CHAIR_ASSIGNED, { "Giao các hồ sơ đã chọn…", "Assign the chosen ones…" } },
    { MC_STATE_PROCESSED, { "Duyệt các hồ sơ đã chọn…", "Approve the chosen ones…" } },
    { MC_STATE_DEPARTMENT_APPROVED, { "Ký duyệt các hồ sơ đã chọn…", "Sign the chosen ones…" } },
  };
  gboolean main = TRUE;

  mc_html_raw (html, "<div class=\"actions\">");
  for (guint i = 0; i < G_N_ELEMENTS (batches); i++)
    if (has_state (records, batches[i].state))
      {
        put_batch_button (html,
                          mc_workflow_get_main (batches[i].state)->name,
                          main,
                          say (&batches[i].words, self->request->language));
        main = FALSE;
      }
  mc_html_put (html,
               "<span class=\"hint\">{}</span></div>",
               mc_pick (self->request->language,
                        "Ông, bà xem lại danh sách ở bước sau, rồi mới ghi.",
                        "You look at the list once more before anything is recorded."));
}

static void
put_paging (McHtml *html, const McInbox *self, const GPtrArray *records)
{
  const char *language = self->request->language;

  if (self->after_id == NULL && records->len < MC_INBOX_PAGE)
    return;

  mc_html_raw (html, "<p class=\"paging\">");
  if (self->after_id != NULL)
    {
      g_autofree char *first = mc_inbox_create_path (self, NULL);

      mc_html_put (html,
                   "<a class=\"button\" href=\"{}\">{}</a>",
                   first,
                   mc_pick (language, "Về đầu danh sách", "To the first page"));
    }
  if (records->len == MC_INBOX_PAGE)
    {
      g_autofree char *next =
          mc_inbox_create_path (self, g_ptr_array_index (records, records->len - 1));

      mc_html_put (html,
                   "<a class=\"button\" rel=\"next\" href=\"{}\">{}</a>",
                   next,
                   mc_pick (language, "Trang sau", "Next page"));
    }
  mc_html_raw (html, "</p>");
}

static void
put_list (McHtml *html, const McInbox *self, const GPtrArray *records)
{
  g_autoptr (McNames) names = mc_names_new (self->central);

  if (is_batch (self))
    {
      g_autofree char *post = g_strdup_printf ("%u", self->number);

      mc_shell_begin_form (html, self->request, "/console/batch");
      mc_html_put (html, "<input type=\"hidden\" name=\"post\" value=\"{}\">", post);
    }
  put_head (html, self);
  for (guint i = 0; i < records->len; i++)
    put_row (html, self, g_ptr_array_index (records, i), names);
  mc_html_raw (html, "</tbody></table></div>");
  if (is_batch (self))
    {
      put_batch_buttons (html, self, records);
      mc_shell_end_form (html);
    }
}

static void
put_nothing (McHtml *html, const McInbox *self)
{
  gboolean narrowed = self->state != NULL || self->span != MC_INBOX_ANY || self->after_id != NULL;

  mc_html_put (html,
               "<p class=\"card\">{}</p>",
               narrowed ? mc_pick (self->request->language,
                                   "Không có hồ sơ nào như vậy.",
                                   "There are no such dossiers.")
                        : mc_pick (self->request->language,
                                   "Hồ sơ mới sẽ hiện ở đây, gấp nhất đứng đầu.",
                                   "New dossiers appear here, the most urgent first."));
}

static char *
create_title (const McInbox *self, guint n)
{
  static const struct
  {
    Words none, one, some; /* English counts one apart */
  } titles[MC_N_INBOX_VIEWS] = {
    [MC_INBOX_MINE] = { { "Không có hồ sơ nào chờ ông, bà", "Nothing waits for you" },
                        { "hồ sơ chờ ông, bà", "dossier waits for you" },
                        { "hồ sơ chờ ông, bà", "dossiers wait for you" } },
    [MC_INBOX_HEADS] = { { "Không có hồ sơ nào ở lãnh đạo phòng", "No dossier is with the heads" },
                         { "hồ sơ đang ở lãnh đạo phòng", "dossier is with the heads" },
                         { "hồ sơ đang ở lãnh đạo phòng", "dossiers are with the heads" } },
    [MC_INBOX_SPECIALISTS] = { { "Không có hồ sơ nào đang thụ lý",
                                 "No dossier is being worked on" },
                               { "hồ sơ đang được thụ lý", "dossier is being worked on" },
                               { "hồ sơ đang được thụ lý", "dossiers are being worked on" } },
    [MC_INBOX_CITIZEN] = { { "Không có hồ sơ nào chờ người nộp",
                             "No dossier waits for its applicant" },
                           { "hồ sơ đang chờ người nộp", "dossier waits for its applicant" },
                           { "hồ sơ đang chờ người nộp", "dossiers wait for their applicants" } },
  };
  const char *language = self->request->language;
  const Words *words = n == 1 ? &titles[self->view].one : &titles[self->view].some;

  if (n == 0)
    return g_strdup (say (&titles[self->view].none, language));
  if (n >= MOST)
    return g_strconcat (
        mc_pick (language, "Hơn 999 ", "More than 999 "), say (words, language), NULL);

  return g_strdup_printf ("%u %s", n, say (words, language));
}

/**
 * mc_inbox_page_new:
 * @self: a list
 *
 * Reads and draws it. Any thread.
 *
 * Returns: (transfer full): the page, or that the storage is busy
 */
McAnswer *
mc_inbox_page_new (const McInbox *self)
{
  McInboxQuery query = mc_inbox_make_query (self);
  g_autoptr (GPtrArray) records =
                 mc_work_list_inbox (MC_WORK (self->central->storage), &query, NULL);
  McInbox all = widen (self);
  g_autofree char *title = NULL;
  g_autofree char *post = describe_post (self, self->post);
  g_autoptr (McHtml) html = NULL;
  guint n;

  if (records == NULL || !count (&all, &n))
    return mc_shell_new_busy (self->central, self->request);

  title = create_title (self, n);
  html = mc_shell_begin (self->central, self->request, MC_TAB_INBOX, title);
  if (!has_several_posts (self))
    mc_html_put (html, "<p class=\"lead\">{}</p>", post);
  if (!put_posts (html, self) || !put_views (html, self) || (n > 0 && !put_filters (html, self)))
    return mc_shell_new_busy (self->central, self->request);

  if (records->len > 0)
    put_list (html, self, records);
  else
    put_nothing (html, self);
  put_paging (html, self, records);

  return mc_shell_finish (g_steal_pointer (&html), self->request, 200);
}
