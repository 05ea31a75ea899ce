/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/transport.h"
#include "app/protocol/messages.h"
#include "app/protocol/signature.h"

G_BEGIN_DECLS

/* One signed request and its answer, without any I/O: what the client and the enrolment share. */
typedef struct
{
  McHttpRequest *request; /* (owned) (nullable) once handed to the transport */
  char *signature;        /* (owned), the request's Signature field: answers are bound to it */
} McSignedRequest;

McSignedRequest *mc_signed_request_new (const char *base_url,
                                        const char *method,
                                        const char *path,
                                        const char *content_type,
                                        GBytes *body,
                                        const McSigningKey *key,
                                        gint64 created,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_signed_request_free (McSignedRequest *self);

gboolean mc_answer_is_genuine (const McHttpAnswer *answer,
                               const char *request_signature,
                               const guint8 central_public[32],
                               GError **error);
json_t *mc_answer_parse (const McHttpAnswer *answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_answer_judge_unproven (guint status, guint *retry_after, GError **error);
gboolean mc_answer_judge (guint status, const McProblem *problem, GError **error);
void mc_transport_judge (const GError *failure, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSignedRequest, mc_signed_request_free)

G_END_DECLS
