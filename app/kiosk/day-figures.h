/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"

G_BEGIN_DECLS

/* A day of one kiosk in figures. Every dossier counts in exactly one of confirmed, unknown, waiting
 * and failed, by the best that is known of its papers. */
typedef struct
{
  GDate date;
  guint dossiers;
  guint confirmed;   /* at least one paper surely came out */
  guint unknown;     /* one may have */
  guint waiting;     /* wanted or at the printer still */
  guint failed;      /* none came out, or none was asked for */
  guint not_asked;   /* of the failed: the printer could not print when they were filed */
  guint reprints;    /* papers beyond the first of a dossier, which may exist */
  guint undelivered; /* central has not confirmed yet */
  guint quarantined;
  char *first_code; /* (owned) (nullable) */
  char *last_code;  /* (owned) (nullable) */
  GPtrArray *gaps;  /* (owned) (element-type utf8), codes that were never given out */
} McDayFigures;

McDayFigures *mc_day_figures_new (GPtrArray *papers, /* of McStaffPaper */
                                  const GDate *date,
                                  guint serial_first,
                                  guint serial_last) G_GNUC_WARN_UNUSED_RESULT;
void mc_day_figures_free (McDayFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDayFigures, mc_day_figures_free)

G_END_DECLS
