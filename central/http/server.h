/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

#define MC_SERVER_ERROR (mc_server_error_quark ())
GQuark mc_server_error_quark (void);

typedef enum
{
  MC_SERVER_ERROR_ADDRESS,
  MC_SERVER_ERROR_PLAIN, /* no certificate, and the address is not loopback */
  MC_SERVER_ERROR_CERTIFICATE,
  MC_SERVER_ERROR_LISTEN,
} McServerError;

typedef struct
{
  char *listen;   /* (owned), "127.0.0.1:0", "[::1]:8443" */
  char *tls_cert; /* (owned) (nullable), file */
  char *tls_key;  /* (owned) (nullable), file */
  guint threads;
  guint connections;
  guint per_address; /* 0 = no limit; never applied to loopback, where a proxy is */
  guint header_deadline_ms;
  guint idle_deadline_ms; /* between two requests */
  guint body_percent;     /* of mc_transfer_deadline_ms () */
  guint kiosk_requests;   /* that one kiosk may send in a day */
  guint kiosk_megabytes;  /* the same */
  guint drain_ms;         /* how long mc_server_free () lets answers finish */
} McServerOptions;

void mc_server_options_init (McServerOptions *self);
void mc_server_options_clear (McServerOptions *self);
gboolean mc_server_options_check (const McServerOptions *self, GError **error);

typedef struct _McServer McServer;

McServer *mc_server_new (McCentral *central,
                         const McServerOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_server_get_url (McServer *self); /* "https://127.0.0.1:8443" */
void mc_server_free (McServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McServer, mc_server_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McServerOptions, mc_server_options_clear)

G_END_DECLS
