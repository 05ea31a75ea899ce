/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/official.h"

#include "central/http/routes.h"

#include <string.h>

struct _Click
{
  Desk *desk;           /* (unowned) */
  const McRoute *route; /* (unowned) (nullable): 404 */
  McRouteMatch match;
  McRequest request;
  char *path, *query, *captures[MC_ROUTE_MAX_CAPTURES]; /* (owned) */
  GString *body;                                        /* (owned) */
  GPtrArray *parts;                                     /* (owned) (nullable) */
  gboolean multipart, handled;
  McAnswer *answer; /* (owned) (nullable) */
};

static void
part_free (gpointer data)
{
  McFormPart *part = data;

  g_free (part->name);
  g_free (part->file_name);
  g_byte_array_unref (part->data);
  g_free (part);
}

void
official_add (Desk *desk,
              const char *login,
              const char *name,
              McRole role,
              const char *unit,
              const char *department)
{
  McPeople *people = MC_PEOPLE (desk->central->storage);
  g_autoptr (McUserRecord) user = mc_people_find_user (people, login, NULL);
  gboolean known = user != NULL;
  g_autoptr (GError) error = NULL;

  if (!known)
    {
      user = mc_user_record_new ();
      user->login = g_strdup (login);
      user->name = g_strdup (name);
      user->password = g_strdup ("-");
      user->created_at = mc_clock_now (desk->central->clock);
    }
  g_ptr_array_add (user->posts, mc_post_new (role, unit, department));
  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  if (known)
    mc_people_update_user (people, user, &error);
  else
    mc_people_add_user (people, user, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, &error));
}

Click *
click_new (Desk *desk, const char *login, const char *method, const char *target)
{
  Click *self = g_new0 (Click, 1);
  const char *query = strchr (target, '?');

  self->desk = desk;
  self->path = query == NULL ? g_strdup (target) : g_strndup (target, query - target);
  self->query = g_strdup (query == NULL ? "?" : query);
  self->body = g_string_new ("csrf=" OFFICIAL_CSRF);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->match = mc_routes_match (method, self->path, &self->route, self->captures);

  self->request.method = method;
  self->request.path = self->path;
  self->request.query = self->query;
  self->request.authority = "motcua.hanoi.gov.vn";
  self->request.capture = self->captures[0];
  self->request.second = self->captures[1];
  self->request.language = "vi";
  self->request.now = mc_clock_now (desk->central->clock);
  self->request.user = mc_people_find_user (MC_PEOPLE (desk->central->storage), login, NULL);
  g_assert_nonnull (self->request.user);
  g_strlcpy (self->request.csrf, OFFICIAL_CSRF, sizeof self->request.csrf);
  return self;
}

static void
add_part (Click *self, const char *name, const char *file_name, const void *data, gsize length)
{
  McFormPart *part = g_new0 (McFormPart, 1);

  part->name = g_strdup (name);
  part->file_name = g_strdup (file_name);
  part->data = g_byte_array_new ();
  g_byte_array_append (part->data, data, length);
  g_ptr_array_add (self->parts, part);
}

void
click_add (Click *self, const char *name, const char *value)
{
  g_autofree char *key = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *text = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (self->body, "&%s=%s", key, text);
  add_part (self, name, NULL, value, strlen (value));
}

void
click_add_file (Click *self,
                const char *name,
                const char *file_name,
                const void *data,
                gsize length)
{
  self->multipart = TRUE;
  add_part (self, name, file_name, data, length);
}

void
click_set_language (Click *self, const char *language)
{
  self->request.language = language;
}

void
click_handle (Click *self)
{
  self->handled = TRUE;
  if (self->match != MC_ROUTE_FOUND)
    {
      self->answer = mc_answer_new_problem (
          0, self->match == MC_ROUTE_UNKNOWN ? "not-found" : "method", NULL, NULL);
      return;
    }

  /* What only officials may see is never open to all, and a file comes in parts. */
  g_assert_cmpint (self->route->flags & MC_ROUTE_OFFICIAL, ==, MC_ROUTE_OFFICIAL);
  self->multipart = self->multipart || (self->route->flags & MC_ROUTE_UPLOAD) != 0;
  g_assert_cmpint ((self->route->flags & MC_ROUTE_UPLOAD) != 0, ==, self->multipart);
  if (g_str_equal (self->request.method, "POST") && !self->multipart)
    g_assert_cmpuint (self->body->len, <=, self->route->max_body);
  if (self->multipart)
    self->request.parts = g_ptr_array_ref (self->parts);
  self->request.body = (const guint8 *) self->body->str;
  self->request.length = self->multipart ? 0 : self->body->len;
  self->answer = self->route->handle (self->desk->central, &self->request);
}

static McAnswer *
write_answer (Click *self)
{
  McStorage *storage = self->desk->central->storage;
  g_autoptr (GError) error = NULL;
  McAnswer *answer;

  g_assert_nonnull (self->route->write);
  g_assert_true (mc_storage_begin (storage, &error));
  answer = self->route->write (self->desk->central, storage, &self->request, &error);
  if (answer == NULL)
    {
      g_assert_nonnull (error);
      mc_storage_rollback (storage);
      g_test_message ("write: %s", error->message);
      return mc_answer_new_problem (0, "busy", NULL, NULL);
    }

  /* The writer may run it again when another one spoils the batch: the same must come of it. */
  g_assert_no_error (error);
  mc_answer_free (answer);
  mc_storage_rollback (storage);
  g_assert_true (mc_storage_begin (storage, &error));
  answer = self->route->write (self->desk->central, storage, &self->request, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (storage, &error));
  return answer;
}

McAnswer *
click_finish (Click *self)
{
  McAnswer *answer;

  if (!self->handled)
    click_handle (self);
  answer = self->answer != NULL ? g_steal_pointer (&self->answer) : write_answer (self);

  mc_request_set_state (&self->request, NULL, NULL);
  mc_user_record_free (self->request.user);
  g_clear_pointer (&self->request.parts, g_ptr_array_unref);
  g_ptr_array_unref (self->parts);
  g_string_free (self->body, TRUE);
  for (guint i = 0; i < MC_ROUTE_MAX_CAPTURES; i++)
    g_free (self->captures[i]);
  g_free (self->query);
  g_free (self->path);
  g_free (self);
  return answer;
}

McAnswer *
official_get (Desk *desk, const char *login, const char *target)
{
  return click_finish (click_new (desk, login, "GET", target));
}

McAnswer *
official_post (Desk *desk, const char *login, const char *target, const char *body)
{
  Click *click = click_new (desk, login, "POST", target);

  g_string_append_printf (click->body, "%s%s", *body == '\0' ? "" : "&", body);
  return click_finish (click);
}

char *
answer_dup_text (const McAnswer *self)
{
  return g_strndup (g_bytes_get_data (self->body, NULL), g_bytes_get_size (self->body));
}

const char *
answer_get_header (const McAnswer *self, const char *name)
{
  for (guint i = 0; self->headers != NULL && i + 1 < self->headers->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
      return g_ptr_array_index (self->headers, i + 1);

  return NULL;
}
