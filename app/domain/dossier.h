/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/catalogue.h"
#include "app/domain/clock.h"
#include "app/domain/point.h"
#include "app/domain/procedure.h"

G_BEGIN_DECLS

#define MC_DOSSIER_ERROR (mc_dossier_error_quark ())
GQuark mc_dossier_error_quark (void);

typedef enum
{
  MC_DOSSIER_ERROR_FORMAT,  /* not a dossier, or of a newer format */
  MC_DOSSIER_ERROR_INVALID, /* the message names the member and what is wrong with it */
} McDossierError;

#define MC_DOSSIER_FORMAT 1

/* The notice about personal data that is shown before anything is asked; a new wording gets a new
 * one. */
#define MC_NOTICE_VERSION "2025-06"

typedef struct
{
  char *sha256; /* (owned), hex, of the sealed bytes */
  char *type;   /* (owned), image/jpeg or image/png */
  gsize size;   /* of the sealed bytes */
} McPageRef;

typedef struct
{
  char *key; /* (owned), the document's key in the procedure */
  guint originals, certified, copies;
  GPtrArray *pages; /* (owned) (element-type McPageRef); empty = to be handed in at the counter */
} McDossierDocument;

/* A dossier as it travels and as it is kept. A draft is the same struct with no code yet. */
typedef struct
{
  char *id;           /* (owned), UUIDv7 */
  char *code;         /* (owned) (nullable) in a draft */
  char *status_token; /* (owned) */
  char *kiosk;        /* (owned), kiosk id */
  char *point_code;   /* (owned), receiving point */
  char *agency_code;  /* (owned), resolving agency */
  char *procedure;    /* (owned) */
  char *version;      /* (owned) */
  char *channel;      /* (owned), "kiosk" or "assisted" */
  char *language;     /* (owned), "vi" or "en" */
  gint64 submitted_at;
  gboolean clock_synchronised;
  McApplicant *applicant; /* (owned) */
  McApplicant *owner;     /* (owned) (nullable), when it is not the applicant */
  McAnswers *answers;     /* (owned) */
  GPtrArray *documents;   /* (owned) (element-type McDossierDocument) */
  char *limit_case;       /* (owned), named case of the procedure */
  gint64 expected_due;    /* MC_TIME_NONE when the calendar cannot tell */
  char *return_way;       /* (owned), "point" */
  char *notice_version;   /* (owned), the notice that was shown */
  gboolean consent_sms, consent_survey;
  gboolean unseen; /* acknowledged, but its code was never painted: the clerk asks */
  char *scenario;  /* (owned) (nullable), in a trial */
} McDossier;

McDossier *mc_dossier_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_dossier_free (McDossier *self);
McDossierDocument *mc_dossier_add_document (McDossier *self, const char *key);
McDossierDocument *mc_dossier_find_document (const McDossier *self,
                                             const char *key); /* (nullable) */
void mc_dossier_document_add_page (McDossierDocument *self,
                                   const char *sha256,
                                   const char *type,
                                   gsize size);
json_t *mc_dossier_to_json (const McDossier *self) G_GNUC_WARN_UNUSED_RESULT;
McDossier *mc_dossier_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_dossier_check (const McDossier *self,
                           McProcedure *procedure,
                           const GDate *today,
                           GError **error);
void mc_dossier_stamp (McDossier *self,
                       McProcedure *procedure,
                       const char *kiosk,
                       const McPoint *point,
                       McCalendar *calendar,
                       McClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDossier, mc_dossier_free)

/* A citizen's input as a file (assets/submit.schema.json): what the screens collect, no ids yet. */
McDossier *mc_dossier_from_submission (const char *data,
                                       gsize length,
                                       const char *file_name,
                                       McCatalogue *catalogue,
                                       const GDate *today,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
