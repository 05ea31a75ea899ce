/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/transport.h"

G_BEGIN_DECLS

/* libcurl's multi interface driven by the caller's GLib main context. */
#define MC_TYPE_CURL_TRANSPORT (mc_curl_transport_get_type ())
G_DECLARE_FINAL_TYPE (McCurlTransport, mc_curl_transport, MC, CURL_TRANSPORT, GObject)

McTransport *mc_curl_transport_new (const char *ca_file)
    G_GNUC_WARN_UNUSED_RESULT; /* trusts this file, nothing else */

G_END_DECLS
