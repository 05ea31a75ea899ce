/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <jansson.h>
#include "app/domain/catalogue.h"
#include "app/domain/dossier.h"
#include "app/protocol/enrolment.h"
#include "app/protocol/signature.h"
#include "tests/central/proxy.h"

G_BEGIN_DECLS

/* The real motcua-central in a process of its own, over TLS with a certificate made for it. With
 * MC_TEST_DESCRIBED in the environment all calls go through Prism: what it refuses goes to the
 * service after all, which then must refuse it, too. */
typedef struct
{
  GSubprocess *process;   /* (owned) (nullable) when stopped */
  char *dir;              /* (owned), temporary */
  char *data;             /* (owned), DIR/data */
  char *ca;               /* (owned) */
  char *key;              /* (owned) */
  char *log;              /* (owned), its stderr, all runs */
  char *settings;         /* (owned) (nullable), a file for its next start */
  char *url;              /* (owned) (nullable) when stopped */
  McCatalogue *catalogue; /* (owned) */
  McTestProxy *proxy;     /* (owned) (nullable) when stopped or not asked for */
} McTestService;

McTestService *mc_test_service_new (void);
void mc_test_service_start (McTestService *self);
void mc_test_service_kill (McTestService *self); /* SIGKILL */
void mc_test_service_stop (McTestService *self); /* SIGTERM; must end with 0 */
void mc_test_service_free (McTestService *self);
char *mc_test_service_command (McTestService *self, int expected, ...) G_GNUC_NULL_TERMINATED;
char *mc_test_service_get (McTestService *self, const char *path, guint *status);

/* A kiosk that is enrolled, or not yet, and signs by hand. */
typedef struct
{
  McTestService *service; /* (unowned) */
  McSigningKey *key;      /* (owned) */
  McEnrolment *enrolment; /* (owned) (nullable) */
  gint64 offset_s;        /* of its clock */
  gboolean breaks_digest; /* sends another body than it signed */
  const char *owner;      /* (unowned) (nullable), id number of another owner of its dossiers */
} McTestKiosk;

McTestKiosk *mc_test_kiosk_new (McTestService *service);
void mc_test_kiosk_free (McTestKiosk *self);
McTestKiosk *mc_test_kiosk_new_enrolled (McTestService *service, const char *name);
McTestKiosk *
mc_test_kiosk_new_enrolled_at (McTestService *service, const char *name, const char *point);
guint mc_test_kiosk_enrol (McTestKiosk *self, const char *code);

/* An answer. The signature has been verified; a call whose answer is not signed by central fails
 * the test. Status 0: the connection broke. */
typedef struct
{
  guint status;
  json_t *body; /* (owned) (nullable) */
} McTestAnswer;

void mc_test_answer_clear (McTestAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McTestAnswer, mc_test_answer_clear)
void mc_test_kiosk_call (McTestKiosk *self,
                         const char *method,
                         const char *path, /* with its query */
                         GBytes *body,     /* (nullable) */
                         McTestAnswer *answer);
void mc_test_kiosk_call_json (McTestKiosk *self,
                              const char *method,
                              const char *path,
                              json_t *body, /* (transfer full) */
                              McTestAnswer *answer);
const char *mc_test_answer_get_type (const McTestAnswer *self); /* of a problem, or NULL */

/* A dossier of assets/examples/birth.json as this kiosk would seal it. */
typedef struct
{
  char *id;       /* (owned) */
  char *code;     /* (owned) */
  char *token;    /* (owned) */
  char *path;     /* (owned), of its PUT, with seq */
  GBytes *sealed; /* (owned) */
} McTestDossier;

McTestDossier *mc_test_dossier_new (McTestKiosk *kiosk, guint sequence);
McTestDossier *mc_test_dossier_new_raw (McTestKiosk *kiosk,
                                        guint sequence,
                                        const char *code,         /* (nullable): the proper one */
                                        const char *const *pages, /* (nullable) */
                                        GBytes *payload);         /* (nullable): the proper one */
void mc_test_dossier_free (McTestDossier *self);

/* What stands in that example. */
#define MC_TEST_APPLICANT_ID "001198004321"
#define MC_TEST_APPLICANT_BORN 1998

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McTestService, mc_test_service_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McTestKiosk, mc_test_kiosk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McTestDossier, mc_test_dossier_free)

G_END_DECLS
