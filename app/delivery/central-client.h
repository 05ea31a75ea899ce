/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/transport.h"
#include "app/domain/clock.h"
#include "app/domain/pickup.h"
#include "app/protocol/enrolment.h"
#include "app/protocol/messages.h"

G_BEGIN_DECLS

#define MC_CLIENT_ERROR (mc_client_error_quark ())
GQuark mc_client_error_quark (void);

typedef enum
{
  MC_CLIENT_ERROR_UNREACHABLE,  /* network, 5xx, other 429: later */
  MC_CLIENT_ERROR_UNTRUSTED,    /* TLS, unsigned or wrongly signed answer: alarm, slow retry */
  MC_CLIENT_ERROR_REFUSED,      /* 400, 409, 413, 422: for good */
  MC_CLIENT_ERROR_NOT_FOUND,    /* 404: a token or code that central does not know (yet) */
  MC_CLIENT_ERROR_UNAUTHORISED, /* 401, 403: alarm; revoked */
  MC_CLIENT_ERROR_LOCKED,       /* 429 "locked": this code was asked for wrongly too often today */
  MC_CLIENT_ERROR_PAGES,        /* 424: `missing` pages go first */
} McClientError;

/* Signed calls to central: every request signed, every answer verified before it is believed.
 * A clock-skew problem that is signed is answered by going on with the offset. */
#define MC_TYPE_CENTRAL_CLIENT (mc_central_client_get_type ())
G_DECLARE_FINAL_TYPE (McCentralClient, mc_central_client, MC, CENTRAL_CLIENT, GObject)

McCentralClient *mc_central_client_new (McTransport *transport,
                                        McClock *clock,
                                        const char *url,
                                        const McSigningKey *key,
                                        const guint8 central_public[32]) G_GNUC_WARN_UNUSED_RESULT;
gint64 mc_central_client_get_clock_offset (McCentralClient *self); /* seconds central is ahead */

/* A generic signed exchange with JSON (or raw) in and verified JSON out; the named calls use it. */
void mc_central_client_call_async (McCentralClient *self,
                                   const char *method,
                                   const char *path,
                                   const char *content_type,
                                   GBytes *body, /* (nullable) */
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
json_t *mc_central_client_call_finish (McCentralClient *self,
                                       GAsyncResult *result,
                                       guint *status,
                                       guint *retry_after,
                                       McProblem **problem,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which dossier is asked about: by its receipt, or by its code and what only its applicant knows.
 */
typedef struct
{
  const char *token; /* (nullable): then code and the second factor */
  const char *code;  /* (nullable) */
  const char *id_last4;
  guint birth_year;
} McDossierKey;

void mc_central_client_lookup_async (McCentralClient *self,
                                     const McDossierKey *key,
                                     const char *language,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
McStatus *mc_central_client_lookup_finish (McCentralClient *self,
                                           GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

void mc_central_client_put_pickup_async (McCentralClient *self,
                                         const char *id, /* UUIDv7 of this wish */
                                         const McDossierKey *key,
                                         const char *card, /* (nullable): the clerk looks */
                                         const char *language,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
McPickup *mc_central_client_put_pickup_finish (McCentralClient *self,
                                               GAsyncResult *result,
                                               McProblem **problem,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Enrolment: verifies the answer with the key whose fingerprint the code carries. */
void mc_enrol_async (McTransport *transport,
                     McClock *clock,
                     const char *url,
                     const McEnrolmentCode *code,
                     const McSigningKey *key,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
McEnrolment *mc_enrol_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
