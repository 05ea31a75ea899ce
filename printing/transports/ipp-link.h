/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include "printing/transports/deadline-guard.h"

G_BEGIN_DECLS

/* A connection to a printer. Opened and opened again by the requests themselves; never repeats a
 * request by itself, as libcups' own calls do: that would print twice. Blocking; one thread. */
typedef struct
{
  char *uri;              /* (owned) */
  char *certificate;      /* (owned) (nullable): a file, of an ipps:// URI */
  http_t *http;           /* (owned) (nullable) while closed */
  McDeadlineGuard *guard; /* (owned) (nullable) while closed */
  char resource[256];     /* of the URI */
} McIppLink;

typedef enum
{
  MC_IPP_NOT_SENT,  /* the printer cannot have got any of it */
  MC_IPP_UNTRUSTED, /* nor can whoever is there: it is not the printer that we know */
  MC_IPP_SILENCE,   /* some or all of it was sent, and no answer came */
  MC_IPP_REFUSED,   /* an HTTP error: `http_status` says which */
  MC_IPP_ANSWERED,  /* `answer` is an IPP message, or what the printer takes for one */
} McIppResult;

typedef struct
{
  McIppResult result;
  int http_status; /* 0: none */
  GBytes *answer;  /* (owned) (nullable) but with MC_IPP_ANSWERED */
} McIppReply;

void mc_ipp_link_init (McIppLink *self, const char *uri, const char *certificate);
void mc_ipp_link_clear (McIppLink *self);
ipp_t *mc_ipp_link_create_request (const McIppLink *self,
                                   ipp_op_t operation) G_GNUC_WARN_UNUSED_RESULT;
McIppResult mc_ipp_link_ask (McIppLink *self,
                             ipp_t *request,
                             GBytes *document,
                             gint64 deadline,
                             McIppReply *reply);
void mc_ipp_reply_clear (McIppReply *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McIppLink, mc_ipp_link_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McIppReply, mc_ipp_reply_clear)

G_END_DECLS
