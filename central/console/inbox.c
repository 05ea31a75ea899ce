/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/inbox.h"

#include "app/domain/language.h"
#include "central/http/routes.h"
#include "central/people/access.h"

#include <string.h>

#define DAY_S 86400
#define MAX_POSTS 1000

static const char *const view_names[MC_N_INBOX_VIEWS] = {
  "mine",
  "heads",
  "specialists",
  "citizen",
};
static const char *const span_names[MC_N_INBOX_SPANS] = { "any", "overdue", "today", "later" };

/**
 * mc_inbox_is_work:
 * @post: a post
 *
 * Returns: whether dossiers wait for its holder. Any thread
 */
gboolean
mc_inbox_is_work (const McPost *post)
{
  return post->role >= MC_ROLE_RECEPTION && post->role <= MC_ROLE_DIVISION &&
         !g_str_equal (post->unit, MC_UNIT_ALL);
}

/**
 * mc_inbox_has_view:
 * @self: a list
 * @view: a view
 *
 * Returns: whether its post has that view. Any thread
 */
gboolean
mc_inbox_has_view (const McInbox *self, McInboxView view)
{
  McRole place = mc_workflow_get_place (self->post->role);

  switch (view)
    {
    case MC_INBOX_HEADS:
      return place == MC_ROLE_CHAIRMAN;
    case MC_INBOX_SPECIALISTS:
      return place != MC_ROLE_RECEPTION;
    case MC_INBOX_MINE:
    case MC_INBOX_CITIZEN:
    default:
      return TRUE;
    }
}

/* Whose turn it is in a view. */
static McRole
get_turn (const McInbox *self, McInboxView view)
{
  switch (view)
    {
    case MC_INBOX_HEADS:
      return MC_ROLE_DEPARTMENT;
    case MC_INBOX_SPECIALISTS:
      return MC_ROLE_SPECIALIST;
    case MC_INBOX_CITIZEN:
      return MC_ROLE_CITIZEN;
    case MC_INBOX_MINE:
    default:
      return mc_workflow_get_place (self->post->role);
    }
}

/**
 * mc_inbox_get_states:
 * @self: a list
 * @view: one of its post's views
 * @n_states: (out): how many
 *
 * Returns: (transfer none) (array length=n_states): the states of the dossiers in it. Any thread
 */
const McState *
mc_inbox_get_states (const McInbox *self, McInboxView view, guint *n_states)
{
  static const McState desk[] = { MC_STATE_SUBMITTED, MC_STATE_APPROVED };
  static const McState chairman[] = { MC_STATE_RECEIVED, MC_STATE_DEPARTMENT_APPROVED };
  static const McState department[] = { MC_STATE_CHAIR_ASSIGNED, MC_STATE_PROCESSED };
  static const McState specialist[] = { MC_STATE_DEPARTMENT_ASSIGNED };
  static const McState citizen[] = { MC_STATE_READY,
                                     MC_STATE_SUPPLEMENT_ASKED,
                                     MC_STATE_PAYMENT_ASKED };

  switch (get_turn (self, view))
    {
    case MC_ROLE_RECEPTION:
      *n_states = G_N_ELEMENTS (desk);
      return desk;
    case MC_ROLE_CHAIRMAN:
      *n_states = G_N_ELEMENTS (chairman);
      return chairman;
    case MC_ROLE_DEPARTMENT:
      *n_states = G_N_ELEMENTS (department);
      return department;
    case MC_ROLE_SPECIALIST:
      *n_states = G_N_ELEMENTS (specialist);
      return specialist;
    default:
      *n_states = G_N_ELEMENTS (citizen);
      return citizen;
    }
}

static gint64
find_midnight (gint64 now)
{
  GDate today;

  mc_time_get_local_date (now, &today);
  return mc_time_from_local (&today, 0) + DAY_S;
}

/**
 * mc_inbox_make_query:
 * @self: a list
 *
 * Returns: what to ask the storage for; its strings are @self's. Any thread
 */
McInboxQuery
mc_inbox_make_query (const McInbox *self)
{
  const gint64 now = self->request->now, midnight = find_midnight (now);
  const McPost *post = self->post;
  McInboxQuery query = {
    .turn = get_turn (self, self->view),
    .state = self->state == NULL ? NULL : mc_state_to_string (*self->state),
    .due_from = MC_TIME_NONE,
    .due_before = MC_TIME_NONE,
    .after_due = self->after_due,
    .after_id = self->after_id,
    .limit = MC_INBOX_PAGE,
  };

  if (post->role == MC_ROLE_RECEPTION)
    query.unit = post->unit;
  else
    query.resolver = post->unit;

  /* A specialist acts only on what was given to them; the department's list shows the others'. */
  if (post->role == MC_ROLE_SPECIALIST && self->view != MC_INBOX_SPECIALISTS)
    query.assignee = self->request->user->login;
  else if (post->role != MC_ROLE_RECEPTION)
    query.department = post->department;

  if (self->span == MC_INBOX_OVERDUE)
    query.due_before = now;
  else if (self->span == MC_INBOX_TODAY)
    {
      query.due_from = now;
      query.due_before = midnight;
    }
  else if (self->span == MC_INBOX_LATER)
    query.due_from = midnight;

  return query;
}

/**
 * mc_inbox_create_path:
 * @self: a list
 * @last: (nullable): the last row of a page, for the one after it
 *
 * Returns: (transfer full): the address of its page. Any thread
 */
char *
mc_inbox_create_path (const McInbox *self, const McDossierRecord *last)
{
  GString *path = g_string_new (NULL);

  g_string_printf (path, "/console?post=%u&view=%s", self->number, view_names[self->view]);
  if (self->state != NULL)
    g_string_append_printf (path, "&state=%s", mc_state_to_string (*self->state));
  if (self->span != MC_INBOX_ANY)
    g_string_append_printf (path, "&due=%s", span_names[self->span]);
  if (last != NULL)
    g_string_append_printf (
        path, "&after=%" G_GINT64_FORMAT ".%s", mc_work_get_due (last), last->id);

  return g_string_free (path, FALSE);
}

static guint
find_name (const char *const *names, guint n, const char *text)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], text) == 0)
      return i;

  return 0;
}

static void
read_after (McInbox *self)
{
  g_autofree char *text = mc_request_dup_query (self->request, "after");
  char *dot = text == NULL ? NULL : strchr (text, '.');

  if (dot == NULL)
    return;
  *dot = '\0';
  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &self->after_due, NULL))
    self->after_id = g_strdup (dot + 1);
  else
    self->after_due = MC_TIME_NONE;
}

static void
read_state (McInbox *self)
{
  g_autofree char *text = mc_request_dup_query (self->request, "state");
  const McState *states;
  guint n;

  states = mc_inbox_get_states (self, self->view, &n);
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (mc_state_to_string (states[i]), text) == 0)
      self->state = &states[i];
}

/* The post that the address names, else the first one with work. */
static gboolean
choose_post (McInbox *self)
{
  g_autofree char *text = mc_request_dup_query (self->request, "post");
  const GPtrArray *posts = self->request->user->posts;
  guint64 wanted = MAX_POSTS;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, MAX_POSTS, &wanted, NULL);
  for (guint i = 0; i < posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (posts, i);

      if (!mc_inbox_is_work (post) || (self->post != NULL && i != wanted))
        continue;
      self->post = post;
      self->number = i;
    }

  return self->post != NULL;
}

/**
 * mc_inbox_init:
 * @self: (out caller-allocates): a list
 * @central: central
 * @request: a request by an official; its query says which list
 *
 * What the address says wrongly is as if it were not said. Any thread.
 *
 * Returns: whether the official has work of that kind at all; @self is to be cleared in both cases
 */
gboolean
mc_inbox_init (McInbox *self, McCentral *central, const McRequest *request)
{
  g_autofree char *view = mc_request_dup_query (request, "view");
  g_autofree char *span = mc_request_dup_query (request, "due");

  *self = (McInbox){ .central = central, .request = request, .after_due = MC_TIME_NONE };
  if (!choose_post (self))
    return FALSE;

  self->view = find_name (view_names, MC_N_INBOX_VIEWS, view);
  if (!mc_inbox_has_view (self, self->view))
    self->view = MC_INBOX_MINE;
  self->span = find_name (span_names, MC_N_INBOX_SPANS, span);
  read_state (self);
  read_after (self);

  return TRUE;
}

/**
 * mc_inbox_clear:
 * @self: a list
 *
 * Frees what it holds.
 */
void
mc_inbox_clear (McInbox *self)
{
  g_clear_pointer (&self->after_id, g_free);
}

/* Who has no dossiers to work with begins where their work is. */
static McAnswer *
lead_elsewhere (McCentral *central, const McRequest *request)
{
  const McUserRecord *user = request->user;

  if (mc_access_has_role (user, MC_ROLE_AUDITOR))
    return mc_answer_new_redirect ("/console/search");
  if (mc_access_may_administer (user))
    return mc_answer_new_redirect ("/console/users");
  if (mc_access_has_role (user, MC_ROLE_CITY_READER))
    return mc_answer_new_redirect ("/console/reports");

  return mc_shell_new_message (
      central,
      request,
      200,
      mc_pick (request->language,
               "Tài khoản của ông, bà chưa được giao việc",
               "Your account has no post yet"),
      mc_pick (request->language,
               "Xin người quản trị của đơn vị giao vai trò cho ông, bà.",
               "Please ask your unit's administrator to give you a role."));
}

static McAnswer *
handle_inbox (McCentral *central, McRequest *request)
{
  g_auto (McInbox) inbox = { 0 };

  if (!mc_inbox_init (&inbox, central, request))
    return lead_elsewhere (central, request);

  return mc_inbox_page_new (&inbox);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console", 0, MC_ROUTE_OFFICIAL, handle_inbox, NULL },
};
/* clang-format on */

const McRouteTable mc_inbox_routes = { rows, G_N_ELEMENTS (rows) };
