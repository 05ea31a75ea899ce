/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"
#include "printing/documents/reconciliation-page.h"

G_BEGIN_DECLS

/* A day of one kiosk in figures. Every dossier counts in exactly one of confirmed, sent, unknown,
 * waiting, failed and not asked, by the best that is known of its papers. */
typedef struct
{
  GDate date;
  guint dossiers;
  guint confirmed;  /* at least one paper surely came out */
  guint sent;       /* to a printer that cannot tell */
  guint unknown;    /* one may have */
  guint waiting;    /* wanted or at the printer still */
  guint failed;     /* none came out */
  guint not_asked;  /* the printer could not print when it was filed, and nobody printed since */
  guint reprints;   /* papers beyond the first of a dossier, which may exist */
  McPaperSum paper; /* all of the day, of any kind */
  guint quarantined;
  guint first_serial, last_serial; /* 0: none */
  GArray *gaps;                    /* (owned) (element-type McSerialGap) */
  GPtrArray *lost;                 /* (owned) (element-type McDossierToWatch), the unknown ones */
  GPtrArray *undelivered;          /* (owned) (element-type McDossierToWatch) */
  GPtrArray *list;        /* (owned) (element-type McStaffPaper), what it was counted from */
  McEnrolment *enrolment; /* (owned) (nullable) */
} McDayFigures;

McDayFigures *mc_day_figures_new (GPtrArray *papers, /* (transfer full), of McStaffPaper */
                                  const GDate *date,
                                  McEnrolment *enrolment /* (transfer full) (nullable) */)
    G_GNUC_WARN_UNUSED_RESULT;
McDayFigures *
mc_day_figures_load (McOutbox *outbox, const GDate *date, GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_day_figures_draw (const McDayFigures *self,
                             const char *language,
                             McMedium medium,
                             gint64 now,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_day_figures_free (McDayFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDayFigures, mc_day_figures_free)

G_END_DECLS
