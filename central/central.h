/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/calendar.h"
#include "app/domain/catalogue.h"
#include "app/domain/clock.h"
#include "app/domain/dossier.h"
#include "app/domain/point.h"
#include "app/protocol/messages.h"
#include "central/http/http.h"
#include "central/keys.h"
#include "central/metrics.h"
#include "central/citizens/page-cache.h"
#include "central/people/tries.h"
#include "central/storage/batch-writer.h"

G_BEGIN_DECLS

typedef struct _McCounterDrafts McCounterDrafts; /* central/console/counter-drafts.h */

/* What every handler and command works with. Made by main.c; read-only afterwards, so that any
 * thread may use it (each member is safe by itself). */
struct _McCentral
{
  McStorage *storage;         /* (owned) */
  McKeys *keys;               /* (owned) */
  McClock *clock;             /* (owned) */
  McCatalogue *catalogue;     /* (owned) */
  McCalendar *calendar;       /* (owned) */
  GPtrArray *points;          /* (owned) (element-type McPoint) */
  GHashTable *points_by_code; /* (owned) (nullable) until a point is looked for */
  char *public_url;           /* (owned), "https://host[:port]" */
  char *data_dir;             /* (owned) */
  char *assets_dir;           /* (owned) */
  GBytes *openapi;            /* (owned) */
  McMetrics *metrics;         /* (owned) */
  McPageCache *pages;         /* (owned) (nullable), then each page is drawn anew */
  McCounterDrafts *drafts;    /* (owned) (nullable) in a command */
  McBatchWriter *writer;      /* (unowned) (nullable): of the server, while it serves */
  McTryGate try_gate;         /* of strangers */
  McTryGate known_gate;       /* of browsers in which the same person came in before */
};

void mc_central_free (McCentral *self);
const McPoint *mc_central_find_point (McCentral *self, const char *code); /* (nullable) */

/* "Phường Hoàn Kiếm", "Sở Tài chính": of McDossierRecord's unit or resolver. */
const char *
mc_central_get_unit_name (McCentral *self, const char *unit, const char *language); /* (nullable) */
const char *mc_central_find_unit_of_agency (McCentral *self, const char *agency);   /* (nullable) */
const char *mc_central_get_agency_name (McCentral *self,
                                        const char *unit,
                                        const char *language); /* (nullable) */
gboolean mc_central_is_city_department (McCentral *self, const char *unit);

/* Writes at once, in a transaction of its own or the server's next one; waits for it. */
gboolean mc_central_write (McCentral *self, McWriteRun run, gpointer data, GError **error);

/* Opens what was received: the whole dossier, for forms. Its contents are untrusted and may be
 * incomplete: the error says so. */
McDossier *
mc_central_open_dossier (McCentral *self, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The state as it is told to citizens and kiosks: no personal data (central/status.c). */
McStatus *mc_central_describe_status (McCentral *self,
                                      const McDossierRecord *record,
                                      GPtrArray *events, /* its own */
                                      const char *language) G_GNUC_WARN_UNUSED_RESULT;
McStatus *mc_central_get_status (McCentral *self,
                                 const McDossierRecord *record,
                                 const char *language,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McCentral, mc_central_free)

G_END_DECLS
