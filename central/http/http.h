/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>
#include "central/storage/people.h"

G_BEGIN_DECLS

/* Of officials' browsers; citizens' pages say it in the address. */
#define MC_LANGUAGE_COOKIE "motcua-language"

typedef struct _McCentral McCentral; /* central/central.h */

/* One part of a multipart/form-data body. */
typedef struct
{
  char *name;       /* (owned), of the form's control */
  char *file_name;  /* (owned) (nullable) when it is no file; as the browser said it: untrusted */
  GByteArray *data; /* (owned) */
} McFormPart;

/* A request whose headers passed the guard and whose body is complete. Read-only to handlers, but
 * for `state`. Used by one thread at a time. */
typedef struct
{
  const char *method;    /* "GET", "PUT", "POST" */
  const char *path;      /* raw, as signed: "/v1/dossiers/0197…" */
  const char *query;     /* raw, with its '?'; "?" when there is none */
  const char *authority; /* lower case, no default port */
  const char *capture;   /* what stands in place of the route's {…}; "" when it has none */
  const char *second;    /* of its second {…}; "" when it has none */
  const guint8 *body;    /* never NULL */
  gsize length;          /* of body, bytes */
  GBytes *bytes;         /* (unowned), the same body */
  const char *language;  /* "vi" or "en": ?lang=, else "vi" */
  McKioskRecord *kiosk;  /* (nullable): who signed; only on MC_ROUTE_SIGNED routes */
  guint8 public_key[32]; /* that signed; on MC_ROUTE_SIGNED and MC_ROUTE_ENROLMENT routes */
  gint64 now;            /* central's clock when the request was complete */
  const char *cookie;    /* (nullable), the raw Cookie header */
  const char *origin;    /* (nullable), the raw Origin header */
  GPtrArray *parts;      /* (owned) (nullable) (element-type McFormPart): MC_ROUTE_UPLOAD */
  McUserRecord *user;    /* (owned) (nullable): who is signed in; on MC_ROUTE_OFFICIAL routes */
  char csrf[44];         /* of that session: every form of it carries it */

  gpointer state;               /* (owned by state_destroy): from `handle` to `write` */
  GDestroyNotify state_destroy; /* (nullable) */
} McRequest;

char *mc_request_dup_query (const McRequest *self,
                            const char *name) G_GNUC_WARN_UNUSED_RESULT; /* (nullable), decoded */
char *mc_request_dup_form (const McRequest *self, const char *name)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable), of an urlencoded body, or of its parts */
GPtrArray *mc_request_list_form (const McRequest *self, const char *name)
    G_GNUC_WARN_UNUSED_RESULT; /* of utf8: every value of that name, in order */
const McFormPart *mc_request_find_part (const McRequest *self, const char *name); /* (nullable) */
char *mc_request_dup_cookie (const McRequest *self,
                             const char *name) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_request_set_state (McRequest *self, gpointer state, GDestroyNotify destroy);

/* An answer. On a request that carried a Signature the server signs it. */
typedef struct
{
  guint status;
  const char *content_type; /* static */
  GBytes *body;             /* (owned) */
  GPtrArray *headers; /* (owned) (nullable) (element-type utf8), name, value, name, value… */
  gboolean close;     /* close the connection after it */
  guint max_age;      /* seconds that a browser may keep it; 0 = not at all */
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
McAnswer *mc_answer_copy (const McAnswer *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_answer_free (McAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McAnswer, mc_answer_free)

typedef enum
{
  MC_ROUTE_NONE = 0,
  MC_ROUTE_SIGNED = 1 << 0,      /* a known kiosk signed it; request->kiosk is set */
  MC_ROUTE_ENROLMENT = 1 << 1,   /* signed by the key that its body brings */
  MC_ROUTE_REVOKED = 1 << 2,     /* a revoked kiosk gets its answer here, too */
  MC_ROUTE_OFFICIAL = 1 << 3,    /* an official is signed in; request->user is set, a POST's CSRF
                                    token was checked */
  MC_ROUTE_SLOW = 1 << 4,        /* `handle` computes for long (papers, reports): a worker
                                    runs it, never an HTTP thread */
  MC_ROUTE_UPLOAD = 1 << 5,      /* the body is multipart/form-data */
  MC_ROUTE_MUST_CHANGE = 1 << 6, /* open, too, to who has yet to set a password */
  MC_ROUTE_QUIET = 1 << 7,       /* a page asks by itself: no sign that somebody sits there */
  MC_ROUTE_QUOTA = 1 << 8,       /* counts against what a kiosk may send in a day */
  MC_ROUTE_PASSWORD = 1 << 9,    /* MC_ROUTE_SLOW with a queue of its own: a crowd at the door must
                                    not hold up those inside */
} McRouteFlags;

#define MC_ROUTE_MAX_CAPTURES 2

/* One row of the table in routes.c. A path has at most two {…}; each matches one segment. */
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
