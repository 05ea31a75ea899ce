/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>
#include "central/storage/records.h"
#include "central/storage/storage.h"

G_BEGIN_DECLS

typedef struct _McCentral McCentral; /* central/central.h */

/* A request whose headers passed the guard and whose body is complete. Read-only to handlers, but
 * for `state`. Used by one thread at a time. */
typedef struct
{
  const char *method;    /* "GET", "PUT", "POST" */
  const char *path;      /* raw, as signed: "/v1/dossiers/0197…" */
  const char *query;     /* raw, with its '?'; "?" when there is none */
  const char *authority; /* lower case, no default port */
  const char *capture;   /* what stands in place of the route's {…}; "" when it has none */
  const guint8 *body;    /* never NULL */
  gsize length;          /* of body, bytes */
  GBytes *bytes;         /* (unowned), the same body */
  const char *language;  /* "vi" or "en": ?lang=, else "vi" */
  McKioskRecord *kiosk;  /* (nullable): who signed; only on MC_ROUTE_SIGNED routes */
  guint8 public_key[32]; /* that signed; on MC_ROUTE_SIGNED and MC_ROUTE_ENROLMENT routes */
  gint64 now;            /* central's clock when the request was complete */

  gpointer state;               /* (owned by state_destroy): from `handle` to `write` */
  GDestroyNotify state_destroy; /* (nullable) */
} McRequest;

char *mc_request_dup_query (const McRequest *self,
                            const char *name) G_GNUC_WARN_UNUSED_RESULT; /* (nullable), decoded */
char *mc_request_dup_form (const McRequest *self, const char *name)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable), of an urlencoded body */
void mc_request_set_state (McRequest *self, gpointer state, GDestroyNotify destroy);

/* An answer. On a request that carried a Signature the server signs it. */
typedef struct
{
  guint status;
  const char *content_type; /* static */
  GBytes *body;             /* (owned) */
  GPtrArray *headers; /* (owned) (nullable) (element-type utf8), name, value, name, value… */
  gboolean close;     /* close the connection after it */
} McAnswer;

McAnswer *mc_answer_new (guint status,
                         const char *content_type, /* static */
                         GBytes *body)             /* (transfer full) */
    G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_answer_new_json (guint status, json_t *value) /* (transfer full) */
    G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_answer_new_problem (guint status,     /* 0 = the one that belongs to the type */
                                 const char *type, /* "conflict", "not-arrived", … */
                                 const char *detail,
                                 json_t *extra) /* (transfer full) (nullable) */
    G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_answer_new_redirect (const char *location) G_GNUC_WARN_UNUSED_RESULT; /* 303 */
void mc_answer_add_header (McAnswer *self, const char *name, const char *value);
void mc_answer_free (McAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McAnswer, mc_answer_free)

typedef enum
{
  MC_ROUTE_NONE = 0,
  MC_ROUTE_SIGNED = 1 << 0,    /* a known kiosk signed it; request->kiosk is set */
  MC_ROUTE_ENROLMENT = 1 << 1, /* signed by the key that its body brings */
  MC_ROUTE_REVOKED = 1 << 2,   /* a revoked kiosk gets its answer here, too */
} McRouteFlags;

/* One row of the table in routes.c. A path has at most one {…}, which matches one segment. */
typedef struct
{
  const char *method;
  const char *pattern; /* "/v1/dossiers/{id}" */
  gsize max_body;      /* bytes */
  McRouteFlags flags;

  /* In an HTTP thread: an answer, or NULL to go on to `write`. */
  McAnswer *(*handle) (McCentral *central, McRequest *request);

  /* (nullable) In the writer's thread, inside a batch's transaction; the answer is sent after
   * COMMIT returned OK. May be run again when another request spoils the batch: it must not use up
   * request->state. NULL with error set: nothing of it is kept, 503 is sent. */
  McAnswer *(*write) (McCentral *central, McStorage *storage, McRequest *request, GError **error);
} McRoute;

G_END_DECLS
