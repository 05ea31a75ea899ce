/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/point.h"
#include "app/domain/procedure.h"
#include "app/protocol/messages.h"

G_BEGIN_DECLS

/* What the citizen's page shows of one dossier: a verdict, what to do, the eight steps. There is no
 * member for a name or an id number, so none can be shown. */
typedef struct
{
  const McStatus *status; /* (unowned) */
  const McPoint *point;   /* (unowned) (nullable), where the dossier was filed */
  McLevel level;          /* who decides: the commune's chairman or a city department's director */
  const char *token;      /* (unowned), in its one spelling */
  const char *host;       /* (unowned), "motcua.hanoi.gov.vn": what the address bar must say */
  gint64 now;
  gboolean extended; /* the due time was moved once, with an apology */
} McStatusPage;

/* How a page feels, before one has read it. */
typedef enum
{
  MC_TONE_CALM,  /* on its way, nothing to do */
  MC_TONE_GLAD,  /* the result is there */
  MC_TONE_ACT,   /* the citizen should do something */
  MC_TONE_QUIET, /* ended without a result */
} McTone;

GBytes *mc_status_page_render (const McStatusPage *page,
                               const char *language) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_status_page_render_unknown (const char *host,
                                       const char *language) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_status_page_get_policy (void); /* Content-Security-Policy */

G_END_DECLS
