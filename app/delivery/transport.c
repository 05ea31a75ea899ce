/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/delivery/transport.h"

/* clang-format off */
G_DEFINE_QUARK (mc-transport-error-quark, mc_transport_error)
G_DEFINE_INTERFACE (McTransport, mc_transport, G_TYPE_OBJECT)
/* clang-format on */

static void
mc_transport_default_init (McTransportInterface *iface)
{
}

/**
 * mc_http_request_free:
 * @self: (nullable) (transfer full): a request
 */
void
mc_http_request_free (McHttpRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->url);
  g_strfreev (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/**
 * mc_http_answer_free:
 * @self: (nullable) (transfer full): an answer
 */
void
mc_http_answer_free (McHttpAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->content_type);
  g_free (self->content_digest);
  g_free (self->signature_input);
  g_free (self->signature);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/**
 * mc_transport_send_async:
 * @self: a transport
 * @request: (transfer full): what to send
 * @cancellable: (nullable): ends the exchange
 * @callback: called in the thread's main context, never from inside this call
 * @user_data: for @callback
 *
 * Sends one request and reads its whole answer, within the transport's own limits of time and size.
 */
void
mc_transport_send_async (McTransport *self,
                         McHttpRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (MC_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL && request->method != NULL && request->url != NULL);

  MC_TRANSPORT_GET_IFACE (self)->send_async (self, request, cancellable, callback, user_data);
}

/**
 * mc_transport_send_finish:
 * @self: a transport
 * @result: what the callback got
 * @error: return location for #McTransportError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): an answer of any status, with a body (maybe empty); nothing in it is
 *   trustworthy yet
 */
McHttpAnswer *
mc_transport_send_finish (McTransport *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  McHttpAnswer *answer;

  g_return_val_if_fail (MC_IS_TRANSPORT (self), NULL);

  answer = MC_TRANSPORT_GET_IFACE (self)->send_finish (self, result, &local_error);
  g_assert ((answer != NULL) != (local_error != NULL));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return answer;
}
