/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/medium.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Serial numbers that no dossier of the day has, although later ones have some. */
typedef struct
{
  guint first, last; /* both missing */
} McSerialGap;

/* A dossier that somebody must look at. */
typedef struct
{
  const char *code; /* (unowned) */
  gint64 at;        /* when it was submitted */
} McDossierToWatch;

/* What a kiosk did on one day, counted. It names nobody. */
typedef struct
{
  const char *language;   /* (unowned) (nullable), "vi" or "en" */
  const char *unit_name;  /* (unowned) (nullable) */
  const char *point_name; /* (unowned) (nullable) */
  const char *kiosk;      /* (unowned), "HK-03" */
  gint64 day;             /* any instant of it */
  gint64 at;              /* when it was counted */

  /* Every dossier of the day stands in exactly one of these, by the paper that tells most: one
   * confirmed copy makes it confirmed, whatever became of the others. */
  guint n_dossiers;
  guint n_confirmed;
  guint n_sent;    /* to a printer that cannot tell */
  guint n_failed;  /* no paper: the QR on the screen only */
  guint n_unknown; /* nobody knows whether there is a paper */
  guint n_waiting; /* queued or at the printer now */
  guint n_unasked; /* no paper was wanted, or there is no printer */

  guint n_reprints;     /* further copies that were printed */
  guint n_pickup_slips; /* numbers for results that were printed */
  guint n_pages;        /* that may have left the printer, all kinds */
  double paper_mm;      /* of a roll; 0: not counted */

  const GPtrArray *undelivered;    /* (unowned) (nullable) (element-type McDossierToWatch): central
                                    * has not confirmed them */
  const GPtrArray *unknown;        /* (unowned) (nullable) (element-type McDossierToWatch) */
  guint first_serial, last_serial; /* of the day; 0: none was given */
  const GArray *gaps;              /* (unowned) (nullable) (element-type McSerialGap) */
} McReconciliation;

gint mc_reconciliation_get_difference (const McReconciliation *self); /* 0: the sum is right */
McPage *mc_reconciliation_page_new (const McReconciliation *day,
                                    McMedium medium,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
