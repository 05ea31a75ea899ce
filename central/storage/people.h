/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* All units: of a city reader or an administrator. */
#define MC_UNIT_ALL "*"

/* One role that a person holds in one unit. */
typedef struct
{
  McRole role;
  char *unit;       /* (owned), as McDossierRecord.unit and .resolver; or MC_UNIT_ALL */
  char *department; /* (owned), "" where the unit has none, or for other roles */
} McPost;

McPost *mc_post_new (McRole role, const char *unit, const char *department) /* (nullable): "" */
    G_GNUC_WARN_UNUSED_RESULT;
McPost *mc_post_copy (const McPost *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_post_free (McPost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPost, mc_post_free)

/* An official's account. */
typedef struct
{
  char *login;          /* (owned), lower case */
  char *name;           /* (owned), "Nguyễn Thị Hoa" */
  char *password;       /* (owned), argon2id's text form; never shown, never logged */
  gboolean must_change; /* a one-time password: the first sign-in sets another */
  gboolean disabled;
  gint64 created_at;
  gint64 signed_in_at; /* or MC_TIME_NONE */
  GPtrArray *posts;    /* (owned) (element-type McPost) */
} McUserRecord;

McUserRecord *mc_user_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McUserRecord *mc_user_record_copy (const McUserRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_user_record_free (McUserRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McUserRecord, mc_user_record_free)

/* A signed-in browser. Of its token only the SHA-256 is kept. */
typedef struct
{
  guint8 hash[MC_DIGEST_LENGTH];
  char *login; /* (owned) */
  gint64 created_at;
  gint64 seen_at; /* to the minute: see mc_people_touch_session () */
} McSessionRecord;

McSessionRecord *mc_session_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_session_record_free (McSessionRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSessionRecord, mc_session_record_free)

/* Wrong tries to sign in, by the name that was typed, whether or not there is such an account. */
typedef struct
{
  guint failures;      /* since the last right one */
  gint64 locked_until; /* or MC_TIME_NONE */
} McTries;

/* A line of the trail: who saw or did what. Never changed, never removed. */
typedef struct
{
  guint64 number; /* 1, 2, 3…; set by the storage */
  gint64 at;
  char *login;   /* (owned), "-" before anybody signed in; "command" for motcua-central itself */
  char *action;  /* (owned), "sign-in", "view", "print", "search", "step", "user-add", … */
  char *dossier; /* (owned) (nullable), its id */
  char *unit;    /* (owned) (nullable), the dossier's, or that of what was seen */
  char *office;  /* (owned) (nullable), who decides the dossier, where that is not @unit */
  char *detail;  /* (owned) (nullable), without personal data of citizens */
} McTrailRecord;

McTrailRecord *mc_trail_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McTrailRecord *mc_trail_record_copy (const McTrailRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_trail_record_free (McTrailRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McTrailRecord, mc_trail_record_free)

/* Which lines of the trail; what is NULL or 0 does not narrow. */
typedef struct
{
  const char *login;
  const char *dossier;
  const char *unit; /* or office */
  guint64 before;   /* only numbers below it: the next page, newest first */
  guint limit;      /* 1 to 500 */
} McTrailQuery;

/* The people's side of the storage: every McStorage of the service is a McPeople, too. The rules of
 * McStorage hold: writing verbs inside its transaction, reading verbs on any thread. */
#define MC_TYPE_PEOPLE (mc_people_get_type ())
G_DECLARE_INTERFACE (McPeople, mc_people, MC, PEOPLE, GObject)

struct _McPeopleInterface
{
  GTypeInterface parent_iface;

  gboolean (*add_user) (McPeople *self, const McUserRecord *user, GError **error);
  gboolean (*update_user) (McPeople *self, const McUserRecord *user, GError **error);
  gboolean (*add_session) (McPeople *self, const McSessionRecord *session, GError **error);
  gboolean (*touch_session) (McPeople *self,
                             const guint8 hash[MC_DIGEST_LENGTH],
                             gint64 at,
                             GError **error);
  gboolean (*end_session) (McPeople *self, const guint8 hash[MC_DIGEST_LENGTH], GError **error);
  gboolean (*end_sessions_of) (McPeople *self, const char *login, GError **error);
  gboolean (*end_old_sessions) (McPeople *self,
                                gint64 created_before,
                                gint64 seen_before,
                                GError **error);
  gboolean (*set_tries) (McPeople *self,
                         const guint8 name[MC_DIGEST_LENGTH],
                         const McTries *tries,
                         gint64 at,
                         GError **error);
  gboolean (*forget_tries) (McPeople *self, gint64 before, GError **error);
  gboolean (*add_trail) (McPeople *self, const McTrailRecord *line, GError **error);

  McUserRecord *(*find_user) (McPeople *self, const char *login, GError **error);
  GPtrArray *(*list_users) (McPeople *self, const char *unit, GError **error);
  GPtrArray *(*list_posts) (McPeople *self, const char *unit, McRole role, GError **error);
  McSessionRecord *(*find_session) (McPeople *self,
                                    const guint8 hash[MC_DIGEST_LENGTH],
                                    GError **error);
  gboolean (*get_tries) (McPeople *self,
                         const guint8 name[MC_DIGEST_LENGTH],
                         McTries *tries,
                         GError **error);
  GPtrArray *(*list_trail) (McPeople *self, const McTrailQuery *query, GError **error);
};

gboolean mc_people_add_user (McPeople *self,
                             const McUserRecord *user,
                             GError **error); /* MC_STORAGE_ERROR_CONFLICT: the login is taken */
gboolean mc_people_update_user (McPeople *self,
                                const McUserRecord *user,
                                GError **error); /* all of it, posts too, but for created_at */
gboolean mc_people_add_session (McPeople *self, const McSessionRecord *session, GError **error);
gboolean mc_people_touch_session (McPeople *self,
                                  const guint8 hash[MC_DIGEST_LENGTH],
                                  gint64 at,
                                  GError **error);
gboolean
mc_people_end_session (McPeople *self, const guint8 hash[MC_DIGEST_LENGTH], GError **error);
gboolean mc_people_end_sessions_of (McPeople *self, const char *login, GError **error);
gboolean mc_people_end_old_sessions (McPeople *self,
                                     gint64 created_before,
                                     gint64 seen_before,
                                     GError **error);
gboolean mc_people_set_tries (McPeople *self,
                              const guint8 name[MC_DIGEST_LENGTH],
                              const McTries *tries,
                              gint64 at,
                              GError **error); /* no failures: forgets them */
gboolean mc_people_forget_tries (McPeople *self, gint64 before, GError **error);
gboolean mc_people_add_trail (McPeople *self, const McTrailRecord *line, GError **error);

McUserRecord *mc_people_find_user (McPeople *self,
                                   const char *login,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
GPtrArray *mc_people_list_users (McPeople *self,
                                 const char *unit, /* (nullable): all */
                                 GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McUserRecord, by login; NULL is an error */
GPtrArray *mc_people_list_posts (McPeople *self, const char *unit, McRole role, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McUserRecord that hold it,
                                  enabled ones only, by name */
McSessionRecord *mc_people_find_session (McPeople *self,
                                         const guint8 hash[MC_DIGEST_LENGTH],
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
gboolean mc_people_get_tries (McPeople *self,
                              const guint8 name[MC_DIGEST_LENGTH],
                              McTries *tries,
                              GError **error);
GPtrArray *mc_people_list_trail (McPeople *self,
                                 const McTrailQuery *query,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* newest first */

G_END_DECLS
