/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/search-wish.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/dossier-row.h"
#include "central/console/inputs.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "central/storage/work.h"

#include <string.h>

#define DAY_S 86400
#define FORM_MAX (4 * 1024)
#define PAGE 50

/* How far one page looks among what its official may not see, before it shows what it has. */
#define CHUNK 200
#define MAX_CHUNKS 10

/* One look for something, in all units of an official. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  const McSearchWish *wish; /* (unowned) */
  GPtrArray *units;         /* (owned) (element-type utf8) */
  GPtrArray *found;         /* (owned) (element-type McDossierRecord) */
  guint unit;               /* where the look goes on */
  char *before;             /* (owned) (nullable), the last row that was looked at there */
  gboolean more;            /* it did not come to the end */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gint64
find_midnight (const char *iso)
{
  GDate date;

  return mc_date_from_iso (iso, &date) ? mc_time_from_local (&date, 0) : MC_TIME_NONE;
}

static McSearchQuery
make_query (const Search *self)
{
  const char *unit = g_ptr_array_index (self->units, self->unit);
  McSearchKind kind = mc_search_wish_get_kind (self->wish);
  gint64 last = find_midnight (self->wish->to);

  return (McSearchQuery){
    .unit = g_str_equal (unit, MC_UNIT_ALL) ? NULL : unit,
    .code = kind == MC_SEARCH_CODE ? self->wish->text : NULL,
    .name = kind == MC_SEARCH_NAME ? self->wish->text : NULL,
    .id_number = kind == MC_SEARCH_ID_NUMBER ? self->wish->text : NULL,
    .from = find_midnight (self->wish->from),
    .to = last == MC_TIME_NONE ? MC_TIME_NONE : last + DAY_S,
    .before_id = self->before,
    .limit = CHUNK,
  };
}

static gboolean
is_found (const Search *self, const char *id)
{
  for (guint i = 0; i < self->found->len; i++)
    if (g_str_equal (((const McDossierRecord *) g_ptr_array_index (self->found, i))->id, id))
      return TRUE;

  return FALSE;
}

/* Takes what the official may see; how many rows were looked at. */
static guint
take (Search *self, GPtrArray *records)
{
  guint i;

  for (i = 0; i < records->len && self->found->len < PAGE; i++)
    {
      const McDossierRecord *record = g_ptr_array_index (records, i);

      g_free (self->before);
      self->before = g_strdup (record->id);
      if (mc_access_may_read (self->request->user, record) && !is_found (self, record->id))
        g_ptr_array_add (self->found, mc_dossier_record_copy (record));
    }

  return i;
}

/* Unit by unit, newest first, from where @self stands. */
static gboolean
look (Search *self)
{
  for (guint chunk = 0; self->unit < self->units->len; chunk++)
    {
      McSearchQuery query = make_query (self);
      g_autoptr (GPtrArray) records =
                     mc_work_search (MC_WORK (self->central->storage), &query, NULL);
      guint looked_at;

      if (records == NULL)
        return FALSE;
      looked_at = take (self, records);
      if (looked_at == records->len && records->len < CHUNK)
        {
          self->unit++;
          g_clear_pointer (&self->before, g_free);
        }
      if ((self->found->len == PAGE || chunk == MAX_CHUNKS) && self->unit < self->units->len)
        {
          self->more = TRUE;
          return TRUE;
        }
    }

  return TRUE;
}

/* "UNIT.ID", UNIT being a number; nonsense is the beginning. */
static void
read_place (Search *self)
{
  g_autofree char *text = mc_request_dup_query (self->request, "before");
  char *dot = text == NULL ? NULL : strchr (text, '.');
  guint64 unit;

  if (dot == NULL)
    return;
  *dot = '\0';
  if (!g_ascii_string_to_unsigned (text, 10, 0, self->units->len - 1, &unit, NULL))
    return;
  self->unit = unit;
  self->before = dot[1] == '\0' ? NULL : g_strdup (dot + 1);
}

/* What was wrong with the form. */
typedef struct
{
  const char *text, *from, *to; /* (nullable), sentences */
} Mistakes;

#define TEXT_LIMITS "maxlength=\"100\" autocomplete=\"off\""

static void
put_form (McHtml *html,
          const McRequest *request,
          const McSearchWish *wish,
          const Mistakes *mistakes,
          gboolean found)
{
  const char *language = request->language;
  const McInput text = {
    .name = "text",
    .type = "search",
    .label = mc_pick (language, "Mã hồ sơ, tên hoặc số giấy tờ", "Code, name or identity number"),
    .hint = mc_pick (language,
                     "Mã cả dãy hoặc 6 số cuối; tên có dấu hay không dấu; số căn cước hoặc mã số "
                     "doanh nghiệp.",
                     "A whole code or its last 6 digits; a name with or without marks; the number "
                     "of an identity card or enterprise."),
    .value = wish == NULL ? NULL : wish->text,
    .mistake = mistakes->text,
    .attributes = found ? TEXT_LIMITS : TEXT_LIMITS " autofocus",
  };
  const McInput from = { .name = "from",
                         .type = "date",
                         .label = mc_pick (language, "Nộp từ ngày", "Filed from"),
                         .value = wish == NULL ? NULL : wish->from,
                         .mistake = mistakes->from };
  const McInput to = { .name = "to",
                       .type = "date",
                       .label = mc_pick (language, "Đến hết ngày", "To the end of"),
                       .value = wish == NULL ? NULL : wish->to,
                       .mistake = mistakes->to };

  mc_html_raw (html, "<div role=\"search\" class=\"card seek\">");
  mc_shell_begin_form (html, request, "/console/search");
  mc_input_put (html, &text);
  mc_html_raw (html, "<div class=\"days\">");
  mc_input_put (html, &from);
  mc_input_put (html, &to);
  mc_html_put (
      html, "<button class=\"button main\">{}</button></div>", mc_pick (language, "Tìm", "Search"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</div>");
}

static McHtml *
begin_page (McCentral *central,
            const McRequest *request,
            const McSearchWish *wish,
            const Mistakes *mistakes,
            gboolean found)
{
  McHtml *html = mc_shell_begin (
      central, request, MC_TAB_SEARCH, mc_pick (request->language, "Tìm hồ sơ", "Search"));

  put_form (html, request, wish, mistakes, found);
  return html;
}

/* (nullable). While the limit's clock runs, the last column tells of it alone: then the state
 * stands here. */
static char *
describe_record (const McDossierRecord *record, const char *language)
{
  gint64 filed = record->submitted_at != MC_TIME_NONE ? record->submitted_at : record->received_at;
  gboolean runs = record->state >= MC_STATE_RECEIVED && record->state < MC_STATE_APPROVED;
  g_autofree char *day = mc_time_to_display_date (filed);

  if (record->state == MC_STATE_SUBMITTED)
    return NULL; /* the last column tells when it was filed */

  return g_strconcat (mc_pick (language, "Nộp ngày ", "Filed on "),
                      day,
                      runs ? " · " : "",
                      runs ? mc_dossier_row_get_state (record->state, language) : "",
                      NULL);
}

static void
put_record (McHtml *html, const Search *self, const McDossierRecord *record)
{
  const McRequest *request = self->request;
  g_autofree char *detail = describe_record (record, request->language);

  mc_html_raw (html, "<tr>");
  mc_dossier_row_put_applicant (html, record, request->language);
  mc_dossier_row_put_procedure (html, self->central, record, request->language, detail, FALSE);
  mc_dossier_row_put_due (html, self->central, record, request->now, request->language);
  mc_html_raw (html, "</tr>");
}

static char *
describe_found (const Search *self)
{
  const char *language = self->request->language;
  guint n = self->found->len;

  if (n == 0)
    return g_strdup (self->more
                         ? mc_pick (language,
                                    "Chưa thấy hồ sơ nào trong số mới nhất",
                                    "Nothing yet among the newest ones")
                         : mc_pick (language, "Không tìm thấy hồ sơ nào", "No dossier was found"));
  if (mc_language_is_english (language))
    return g_strdup_printf (
        "%u%s %s", n, self->more ? "+" : "", n == 1 ? "dossier found" : "dossiers found");

  return g_strdup_printf (
      self->more ? "Tìm thấy hơn %u hồ sơ, mới nhất đứng đầu" : "Tìm thấy %u hồ sơ", n);
}

static void
put_found (McHtml *html, const Search *self)
{
  const char *language = self->request->language;
  g_autofree char *heading = describe_found (self);

  mc_html_put (html, "<h2 id=\"found\">{}</h2>", heading);
  if (self->found->len == 0)
    {
      mc_html_put (html,
                   "<p class=\"card\">{}</p>",
                   mc_pick (language,
                            "Ông, bà chỉ thấy hồ sơ thuộc quyền của mình. Thử gõ ít chữ hơn, hoặc "
                            "bỏ ngày.",
                            "You see the dossiers that are yours to see only. Try fewer words, or "
                            "leave out the days."));
      return;
    }

  mc_html_put (html,
               "<div class=\"table\"><table class=\"stack dossiers\" aria-labelledby=\"found\">"
               "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
               "<th scope=\"col\">{}</th></tr></thead><tbody>",
               mc_pick (language, "Chủ hồ sơ · Mã", "Applicant · code"),
               mc_pick (language, "Thủ tục", "Procedure"),
               mc_pick (language, "Tình trạng", "State"));
  for (guint i = 0; i < self->found->len; i++)
    put_record (html, self, g_ptr_array_index (self->found, i));
  mc_html_raw (html, "</tbody></table></div>");
}

static char *
create_path (const McRequest *request, const McSearchWish *wish, const Search *after)
{
  g_autofree char *sealed = mc_search_wish_seal (wish, request->csrf);

  if (after == NULL)
    return g_strdup_printf ("/console/search?q=%s", sealed);

  return g_strdup_printf ("/console/search?q=%s&before=%u.%s",
                          sealed,
                          after->unit,
                          after->before == NULL ? "" : after->before);
}

/* What kind was looked for, never what. */
static const char *
describe_kind (const McSearchWish *wish)
{
  static const char *const kinds[][2] = {
    [MC_SEARCH_NOTHING] = { "day", "day" },
    [MC_SEARCH_CODE] = { "code", "code, day" },
    [MC_SEARCH_NAME] = { "name", "name, day" },
    [MC_SEARCH_ID_NUMBER] = { "id-number", "id-number, day" },
  };

  return kinds[mc_search_wish_get_kind (wish)][*wish->from != '\0' || *wish->to != '\0'];
}

static McAnswer *
show_found (const Search *self)
{
  const Mistakes none = { 0 };
  McHtml *html = begin_page (self->central, self->request, self->wish, &none, self->found->len > 0);

  put_found (html, self);
  if (self->more)
    {
      g_autofree char *next = create_path (self->request, self->wish, self);

      mc_html_put (html,
                   "<p class=\"paging\"><a class=\"button\" rel=\"next\" href=\"{}\">{}</a></p>",
                   next,
                   mc_pick (self->request->language, "Tìm tiếp", "Search on"));
    }

  return mc_shell_finish (html, self->request, 200);
}

static McAnswer *
handle_search (McCentral *central, McRequest *request)
{
  const Mistakes none = { 0 };
  g_autofree char *sealed = mc_request_dup_query (request, "q");
  g_autoptr (McSearchWish) wish =
                 sealed == NULL ? NULL : mc_search_wish_open (sealed, request->csrf);
  g_auto (Search) self = { .central = central, .request = request, .wish = wish };

  self.units = mc_access_list_units (request->user);
  if (self.units->len == 0)
    return mc_shell_new_forbidden (central, request);
  if (wish == NULL)
    return mc_shell_finish (begin_page (central, request, NULL, &none, FALSE), request, 200);

  self.found = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_dossier_record_free);
  read_place (&self);
  if (!look (&self))
    return mc_shell_new_busy (central, request);

  return mc_trail_keep_page (request, show_found (&self), "search", NULL, describe_kind (wish));
}

static char *
read_day (const McRequest *request, const char *name, const char **mistake)
{
  char *text = mc_request_dup_form (request, name);
  GDate date;

  if (text == NULL)
    return g_strdup ("");
  if (*g_strstrip (text) == '\0' || mc_date_from_iso (text, &date))
    return text;

  *mistake = mc_pick (request->language,
                      "Xin chọn ngày, thí dụ 2025-06-20.",
                      "Please choose a day, such as 2025-06-20.");
  g_free (text);
  return g_strdup ("");
}

static McSearchWish *
read_wish (const McRequest *request, Mistakes *mistakes)
{
  g_autofree char *typed = mc_request_dup_form (request, "text");
  McSearchWish *wish = g_new0 (McSearchWish, 1);

  wish->text = mc_text_normalise (typed == NULL ? "" : typed, -1, MC_SEARCH_TEXT_MAX, NULL);
  if (wish->text == NULL)
    {
      wish->text = g_strdup ("");
      mistakes->text = mc_pick (request->language,
                                "Dài quá 100 ký tự, hoặc có ký tự không dùng được.",
                                "Longer than 100 characters, or with one that cannot be used.");
    }
  mc_search_wish_tidy (wish);
  wish->from = read_day (request, "from", &mistakes->from);
  wish->to = read_day (request, "to", &mistakes->to);
  if (mistakes->text != NULL || mistakes->from != NULL || mistakes->to != NULL)
    return wish;

  if (*wish->text == '\0' && *wish->from == '\0' && *wish->to == '\0')
    mistakes->text = mc_pick (request->language,
                              "Xin gõ mã, tên hoặc số giấy tờ, hoặc chọn ngày.",
                              "Please type a code, name or number, or choose a day.");
  else if (*wish->from != '\0' && *wish->to != '\0' && strcmp (wish->from, wish->to) > 0)
    mistakes->to = mc_pick (request->language,
                            "Ngày này phải bằng hoặc sau ngày bắt đầu.",
                            "This day must not be before the first one.");

  return wish;
}

/* Of the ways to read a code without its marks that of a dossier, if there is one that the official
 * may see: a code can be guessed, and of others' nobody learns anything. */
static gboolean
settle_code (McCentral *central, const McRequest *request, McSearchWish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record =
                 mc_storage_find_by_typed_code (central->storage, wish->text, &error);

  if (record != NULL && mc_access_may_read (request->user, record))
    {
      g_free (wish->text);
      wish->text = g_strdup (record->code);
    }

  return error == NULL;
}

/* A whole code that is one dossier's, as a scanner types it, leads there at once. */
static McAnswer *
lead_to_only (const Search *self)
{
  const McDossierRecord *record =
      self->found->len == 1 && !self->more ? g_ptr_array_index (self->found, 0) : NULL;
  g_autofree char *path = NULL;

  if (record == NULL || g_ascii_strcasecmp (record->code, self->wish->text) != 0)
    return NULL;

  path = g_strconcat ("/console/dossiers/", record->id, NULL);
  return mc_answer_new_redirect (path);
}

static McAnswer *
handle_form (McCentral *central, McRequest *request)
{
  Mistakes mistakes = { 0 };
  g_autoptr (McSearchWish) wish = read_wish (request, &mistakes);
  g_auto (Search) self = { .central = central, .request = request, .wish = wish };
  g_autofree char *path = NULL;
  McAnswer *only = NULL;

  self.units = mc_access_list_units (request->user);
  if (self.units->len == 0)
    return mc_shell_new_forbidden (central, request);
  if (mistakes.text != NULL || mistakes.from != NULL || mistakes.to != NULL)
    return mc_shell_finish (begin_page (central, request, wish, &mistakes, FALSE), request, 422);

  self.found = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_dossier_record_free);
  if (mc_search_wish_get_kind (wish) == MC_SEARCH_CODE)
    {
      if (!settle_code (central, request, wish) || !look (&self))
        return mc_shell_new_busy (central, request);
      only = lead_to_only (&self);
    }
  if (only != NULL)
    return mc_trail_keep_page (request, only, "search", NULL, describe_kind (wish));

  path = create_path (request, wish, NULL);
  return mc_answer_new_redirect (path);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/search", 0,        MC_ROUTE_OFFICIAL, handle_search, mc_trail_write_page },
  { "POST", "/console/search", FORM_MAX, MC_ROUTE_OFFICIAL, handle_form, mc_trail_write_page },
};
/* clang-format on */

const McRouteTable mc_search_routes = { rows, G_N_ELEMENTS (rows) };
