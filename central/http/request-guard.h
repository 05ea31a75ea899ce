/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>
#include "central/http/http.h"

G_BEGIN_DECLS

/* A request line as libmicrohttpd cut it. */
typedef struct
{
  const char *method;
  const char *target;      /* raw, with its query */
  const char *target_spot; /* where it stood in the connection's buffer: an address to compare */
  const char *version;
} McRequestLine;

/* What is taken from the header block once it has passed. All borrowed from the connection. */
typedef struct
{
  const char *host;
  guint64 length;              /* declared; 0 without one */
  const char *signature_input; /* (nullable) */
  const char *signature;       /* (nullable) */
  const char *content_digest;  /* (nullable) */
  const char *cookie;          /* (nullable) */
  const char *origin;          /* (nullable) */
} McRequestHead;

McAnswer *mc_request_guard_check (struct MHD_Connection *connection,
                                  const McRequestLine *line,
                                  McRequestHead *head) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
char *mc_request_guard_authority (const char *host) G_GNUC_WARN_UNUSED_RESULT;

gboolean mc_request_guard_checks_layout (void);

G_END_DECLS
