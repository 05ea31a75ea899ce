/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/fake-transport.h"

struct _FakeTransport
{
  GObject parent_instance;

  GPtrArray *waiting; /* (owned) (element-type GTask) */
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

  mc_http_request_free (request);
  g_ptr_array_add (self->waiting, g_task_new (self, cancellable, callback, user_data));
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

guint
fake_transport_get_n_waiting (FakeTransport *self)
{
  return self->waiting->len;
}

/* Lets one of the waiting requests fail: in the order that the test likes. */
void
fake_transport_fail (FakeTransport *self, guint which)
{
  g_autoptr (GTask) task = g_object_ref (g_ptr_array_index (self->waiting, which));

  g_ptr_array_remove_index (self->waiting, which);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_NETWORK, "down");
}
