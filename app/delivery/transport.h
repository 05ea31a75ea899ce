/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MC_TRANSPORT_ERROR (mc_transport_error_quark ())
GQuark mc_transport_error_quark (void);

typedef enum
{
  MC_TRANSPORT_ERROR_NETWORK, /* back off */
  MC_TRANSPORT_ERROR_TRUST,   /* TLS or CA: operator alarm, slow retry */
  MC_TRANSPORT_ERROR_LIMIT,   /* the answer broke a limit */
} McTransportError;

/* One HTTP exchange; knows nothing of dossiers. Headers are "Name: value" lines. */
typedef struct
{
  char *method;   /* (owned) */
  char *url;      /* (owned) */
  char **headers; /* (owned) */
  GBytes *body;   /* (owned) (nullable) */
} McHttpRequest;

typedef struct
{
  guint status;
  char *content_type;    /* (owned) (nullable) */
  char *content_digest;  /* (owned) (nullable) */
  char *signature_input; /* (owned) (nullable) */
  char *signature;       /* (owned) (nullable) */
  guint retry_after;     /* seconds; 0 = not said */
  GBytes *body;          /* (owned) */
} McHttpAnswer;

void mc_http_request_free (McHttpRequest *self);
void mc_http_answer_free (McHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McHttpRequest, mc_http_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McHttpAnswer, mc_http_answer_free)

#define MC_TYPE_TRANSPORT (mc_transport_get_type ())
G_DECLARE_INTERFACE (McTransport, mc_transport, MC, TRANSPORT, GObject)

struct _McTransportInterface
{
  GTypeInterface parent_iface;

  void (*send_async) (McTransport *self,
                      McHttpRequest *request, /* (transfer full) */
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  McHttpAnswer *(*send_finish) (McTransport *self, GAsyncResult *result, GError **error);
};

void mc_transport_send_async (McTransport *self,
                              McHttpRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
McHttpAnswer *mc_transport_send_finish (McTransport *self,
                                        GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
