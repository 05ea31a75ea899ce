/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/fake-transport.h"

#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signature.h"

#include <string.h>

struct _FakeTransport
{
  GObject parent_instance;

  GPtrArray *waiting; /* (owned) (element-type GTask) */
  gboolean down;
};

static void fake_transport_transport_init (McTransportInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport, fake_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_TRANSPORT,
                                                      fake_transport_transport_init))
/* clang-format on */

static void
fake_transport_send_async (McTransport *transport,
                           McHttpRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, request, (GDestroyNotify) mc_http_request_free);
  g_ptr_array_add (self->waiting, task);
  if (self->down)
    fake_transport_fail (self, self->waiting->len - 1);
}

static McHttpAnswer *
fake_transport_send_finish (McTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_transport_transport_init (McTransportInterface *iface)
{
  iface->send_async = fake_transport_send_async;
  iface->send_finish = fake_transport_send_finish;
}

static void
fake_transport_finalize (GObject *object)
{
  g_ptr_array_unref (FAKE_TRANSPORT (object)->waiting);
  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

FakeTransport *
fake_transport_new (void)
{
  return g_object_new (FAKE_TYPE_TRANSPORT, NULL);
}

void
fake_transport_set_down (FakeTransport *self, gboolean down)
{
  self->down = down;
}

guint
fake_transport_get_n_waiting (FakeTransport *self)
{
  return self->waiting->len;
}

const McHttpRequest *
fake_transport_get_request (FakeTransport *self, guint which)
{
  return g_task_get_task_data (g_ptr_array_index (self->waiting, which));
}

/* The first that asks there. */
gboolean
fake_transport_find (FakeTransport *self, const char *path, guint *which)
{
  for (guint i = 0; i < self->waiting->len; i++)
    if (strstr (fake_transport_get_request (self, i)->url, path) != NULL)
      {
        *which = i;
        return TRUE;
      }

  return FALSE;
}

static GTask *
take (FakeTransport *self, guint which)
{
  GTask *task = g_object_ref (g_ptr_array_index (self->waiting, which));

  g_ptr_array_remove_index (self->waiting, which);
  return task;
}

static const char *
get_signature (const McHttpRequest *request)
{
  for (guint i = 0; request->headers[i] != NULL; i++)
    if (g_str_has_prefix (request->headers[i], "Signature: "))
      return request->headers[i] + strlen ("Signature: ");

  g_assert_not_reached ();
}

void
fake_transport_answer (FakeTransport *self,
                       guint which,
                       guint status,
                       json_t *body,
                       const McSigningKey *central)
{
  g_autoptr (GTask) task = take (self, which);
  const McHttpRequest *request = g_task_get_task_data (task);
  g_autoptr (McHttpAnswer) answer = g_new0 (McHttpAnswer, 1);
  McAnswerParts parts = { .status = status };
  char *text = mc_json_to_string (body);

  json_decref (body);
  answer->status = status;
  answer->content_type = g_strdup (status < 400 ? "application/json" : "application/problem+json");
  answer->content_digest = mc_digest_header_new (text, strlen (text));
  answer->body = g_bytes_new_take (text, strlen (text));
  parts.content_type = answer->content_type;
  parts.content_digest = answer->content_digest;
  parts.request_signature = get_signature (request);
  mc_signature_sign_answer (&parts, central, 0, &answer->signature_input, &answer->signature);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) mc_http_answer_free);
}

/* Lets one of the waiting requests fail: in the order that the test likes. */
void
fake_transport_fail (FakeTransport *self, guint which)
{
  g_autoptr (GTask) task = take (self, which);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_NETWORK, "down");
}
