/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/users.h"

#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/due.h"
#include "central/http/routes.h"
#include "central/people/access.h"

/* So many stand on one page; beyond it the units come first. */
#define MOST_SHOWN 200

typedef enum
{
  SHOW_ALL,
  SHOW_NEVER,
  SHOW_DISABLED,
  N_SHOWS,
} Show;

static const char *const SHOW_NAMES[N_SHOWS] = { "", "never", "disabled" };

/* What is asked for. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  char *query;              /* (owned) */
  char *unit;               /* (owned) (nullable) */
  Show show;
  GPtrArray *units; /* (owned) (element-type McUnit) */
  GPtrArray *users; /* (owned) (element-type McUserRecord): that fit */
  guint n_all;
} List;

static void
list_clear (List *self)
{
  g_free (self->query);
  g_free (self->unit);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static gboolean
has_post_in (const McUserRecord *user, const char *unit)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (g_str_equal (((const McPost *) g_ptr_array_index (user->posts, i))->unit, unit))
      return TRUE;

  return FALSE;
}

static char *
make_haystack (McCentral *central, const McUserRecord *user)
{
  GString *text = g_string_new (user->name);

  g_string_append_printf (text, "\n%s", user->login);
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);
      const char *unit = mc_central_get_unit_name (central, post->unit, NULL);

      g_string_append_printf (text,
                              "\n%s\n%s\n%s\n%s",
                              post->unit,
                              unit == NULL ? "" : unit,
                              post->department,
                              mc_shell_describe_role (post->role, NULL));
    }

  return g_string_free (text, FALSE);
}

static gboolean
fits (const List *self, const McUserRecord *user)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *haystack = NULL;
  gsize start, end;

  if (self->unit != NULL && !has_post_in (user, self->unit))
    return FALSE;
  if (self->show == SHOW_NEVER && (user->signed_in_at != MC_TIME_NONE || user->disabled))
    return FALSE;
  if (self->show == SHOW_DISABLED && !user->disabled)
    return FALSE;

  haystack = make_haystack (self->central, user);
  words = g_strsplit (self->query, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !mc_text_find_folded (haystack, words[i], &start, &end))
      return FALSE;

  return TRUE;
}

static gboolean
load (List *self)
{
  g_autoptr (GPtrArray) users =
                 mc_people_list_users (MC_PEOPLE (self->central->storage), NULL, NULL);

  if (users == NULL)
    return FALSE;

  self->n_all = users->len;
  self->units = mc_units_list (self->central, self->request->language);
  self->users = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_user_record_free);
  for (guint i = 0; i < users->len; i++)
    if (fits (self, g_ptr_array_index (users, i)))
      g_ptr_array_add (self->users, mc_user_record_copy (g_ptr_array_index (users, i)));

  return TRUE;
}

static void
put_search (McHtml *html, const List *self)
{
  const char *language = self->request->language;
  static const struct
  {
    const char *vietnamese, *english;
  } words[N_SHOWS] = { { "tất cả", "all" },
                       { "chưa đăng nhập lần nào", "never signed in" },
                       { "đã ngừng", "out of use" } };

  mc_html_put (html,
               "<form class=\"line\" role=\"search\" action=\"/console/users\">"
               "<label class=\"hide\" for=\"q\">{}</label>"
               "<input type=\"search\" id=\"q\" name=\"q\" value=\"{}\" placeholder=\"{}\">",
               mc_pick (language, "Tìm tài khoản", "Find an account"),
               self->query,
               mc_pick (language, "Tên, tên đăng nhập, đơn vị, phòng", "Name, user name, unit"));
  if (self->show != SHOW_ALL)
    mc_html_put (
        html, "<input type=\"hidden\" name=\"show\" value=\"{}\">", SHOW_NAMES[self->show]);
  mc_html_put (html,
               "<button class=\"button\">{}</button><a class=\"button main\" "
               "href=\"/console/add-user\">{}</a></form><ul class=\"pills\">",
               mc_pick (language, "Tìm", "Find"),
               mc_pick (language, "Thêm tài khoản", "Add an account"));
  for (guint i = 0; i < N_SHOWS; i++)
    {
      mc_html_put (
          html, "<li><a class=\"pill\" href=\"/console/users?show={}&amp;q=", SHOW_NAMES[i]);
      mc_html_url_part (html, self->query);
      if (self->unit != NULL)
        {
          mc_html_raw (html, "&amp;unit=");
          mc_html_url_part (html, self->unit);
        }
      mc_html_raw (html, "\"");
      if (self->show == i)
        mc_html_raw (html, " aria-current=\"true\"");
      mc_html_put (html, ">{}</a></li>", mc_pick (language, words[i].vietnamese, words[i].english));
    }
  mc_html_raw (html, "</ul>");
}

static void
put_user (McHtml *html, const List *self, const McUserRecord *user, const char *unit)
{
  const char *language = self->request->language;
  g_autofree char *seen =
      user->signed_in_at == MC_TIME_NONE
          ? g_strdup (mc_pick (language, "chưa lần nào", "never"))
          : mc_due_describe_time (user->signed_in_at, self->request->now, language);

  mc_html_raw (html, "<tr><td><a class=\"name\" href=\"/console/users/");
  mc_html_url_part (html, user->login);
  mc_html_put (html, "\">{}</a><small>{}</small></td><td>", user->name, user->login);
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);
      g_autofree char *words = NULL;

      if (unit == NULL || !g_str_equal (post->unit, unit))
        continue;
      words = mc_users_describe_post (self->central, post, language);
      mc_html_put (html, "<div>{}</div>", words);
    }
  mc_html_raw (html, "</td><td>");
  mc_users_put_state (html, self->central, self->request, user);
  mc_html_put (html,
               "</td><td data-label=\"{}\">{}</td></tr>",
               mc_pick (language, "Đăng nhập gần nhất", "Last signed in"),
               seen);
}

/* The accounts of a unit; those without any post where @unit is NULL. Nothing when there are none.
 */
static void
put_group (McHtml *html, const List *self, const char *unit, const char *name)
{
  const char *language = self->request->language;
  gboolean begun = FALSE;

  for (guint i = 0; i < self->users->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (self->users, i);

      if (unit == NULL ? user->posts->len > 0 : !has_post_in (user, unit))
        continue;
      if (!begun)
        mc_html_put (html,
                     "<h2>{}</h2><div class=\"table\"><table class=\"stack dossiers people\">"
                     "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
                     "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
                     name,
                     mc_pick (language, "Họ và tên", "Name"),
                     mc_pick (language, "Vai trò", "Role"),
                     mc_pick (language, "Tình trạng", "State"),
                     mc_pick (language, "Đăng nhập gần nhất", "Last signed in"));
      begun = TRUE;
      put_user (html, self, user, unit);
    }
  if (begun)
    mc_html_raw (html, "</tbody></table></div>");
}

static guint
count_in (const List *self, const char *unit)
{
  guint n = 0;

  for (guint i = 0; i < self->users->len; i++)
    n += has_post_in (g_ptr_array_index (self->users, i), unit);

  return n;
}

/* A whole city: the units first, and in each how many. */
static void
put_units (McHtml *html, const List *self)
{
  const char *language = self->request->language;

  mc_html_put (html, "<h2>{}</h2><ul class=\"places\">", mc_pick (language, "Đơn vị", "Units"));
  for (guint i = 0; i < self->units->len; i++)
    {
      const McUnit *unit = g_ptr_array_index (self->units, i);
      guint n = count_in (self, unit->code);
      g_autofree char *number = g_strdup_printf ("%u", n);

      if (n == 0 || g_str_equal (unit->code, MC_UNIT_ALL))
        continue;
      mc_html_raw (html, "<li><a href=\"/console/users?unit=");
      mc_html_url_part (html, unit->code);
      mc_html_put (
          html, "&amp;show={}\">{} <b>{}</b></a></li>", SHOW_NAMES[self->show], unit->name, number);
    }
  mc_html_raw (html, "</ul>");
}

static void
put_lists (McHtml *html, const List *self)
{
  const char *language = self->request->language;

  put_group (html, self, NULL, mc_pick (language, "Chưa có vai trò", "Without a role"));
  if (self->unit == NULL && self->users->len > MOST_SHOWN)
    {
      put_group (html, self, MC_UNIT_ALL, mc_central_get_unit_name (self->central, "*", language));
      put_units (html, self);
      return;
    }

  for (guint i = 0; i < self->units->len; i++)
    {
      const McUnit *unit = g_ptr_array_index (self->units, i);

      if (self->unit == NULL || g_str_equal (self->unit, unit->code))
        put_group (html, self, unit->code, unit->name);
    }
}

static char *
describe_count (const List *self)
{
  const char *language = self->request->language;

  if (self->users->len == self->n_all)
    return g_strdup_printf (mc_pick (language, "%u tài khoản.", "%u accounts."), self->n_all);

  return g_strdup_printf (
      mc_pick (language, "%u trong tổng số %u tài khoản.", "%u of %u accounts."),
      self->users->len,
      self->n_all);
}

static McAnswer *
handle_list (McCentral *central, McRequest *request)
{
  McAnswer *refused = mc_users_check (central, request);
  g_auto (List) list = { .central = central, .request = request };
  g_autofree char *show = mc_request_dup_query (request, "show");
  g_autofree char *count = NULL;
  McHtml *html;

  if (refused != NULL)
    return refused;

  list.query = mc_request_dup_query (request, "q");
  if (list.query == NULL)
    list.query = g_strdup ("");
  list.unit = mc_request_dup_query (request, "unit");
  for (guint i = 0; i < N_SHOWS; i++)
    if (g_strcmp0 (show, SHOW_NAMES[i]) == 0)
      list.show = i;
  if (!load (&list))
    return mc_shell_new_busy (central, request);

  html = mc_shell_begin (
      central, request, MC_TAB_USERS, mc_pick (request->language, "Tài khoản", "Accounts"));
  count = describe_count (&list);
  mc_html_put (html, "<p class=\"lead\">{}</p>", count);
  put_search (html, &list);
  if (list.users->len == 0)
    mc_html_put (html,
                 "<p>{}</p>",
                 mc_pick (request->language,
                          "Không có tài khoản nào như vậy.",
                          "There is no such account."));
  put_lists (html, &list);

  return mc_shell_finish (html, request, 200);
}

/**
 * mc_users_check:
 * @central: central
 * @request: a request about accounts
 *
 * Returns: (transfer full) (nullable): %NULL for administrators, 403 for all others
 */
McAnswer *
mc_users_check (McCentral *central, const McRequest *request)
{
  return mc_access_may_administer (request->user) ? NULL
                                                  : mc_shell_new_forbidden (central, request);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/users", 0, MC_ROUTE_OFFICIAL, handle_list, NULL },
};
/* clang-format on */

const McRouteTable mc_users_routes = { rows, G_N_ELEMENTS (rows) };
