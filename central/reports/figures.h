/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/reports/histogram.h"
#include "central/reports/tally.h"

G_BEGIN_DECLS

#define MC_FIGURES_ERROR (mc_figures_error_quark ())
GQuark mc_figures_error_quark (void);

typedef enum
{
  MC_FIGURES_ERROR_UNBALANCED, /* report 06a does not add up: a mistake of this program */
} McFiguresError;

#define MC_N_SCORES 5

/* Answers by score, 1 to 5; [0] is not used. */
typedef struct
{
  guint64 scores[MC_N_SCORES + 1];
} McRatings;

guint64 mc_ratings_get_n (const McRatings *self);

/* How long something took, in working minutes; -1 when it never happened. */
typedef struct
{
  guint64 n;
  gint32 median, p90;
} McDuration;

/* A line of report 06a. */
typedef struct
{
  char *resolver;  /* (owned) */
  char *procedure; /* (owned), code, or "" */
  McTally tally;
} McFiguresLine;

/* What one unit or city department did. */
typedef struct
{
  char *resolver; /* (owned) */
  McTally tally;
  McDuration whole;
  McRatings ratings;
} McFiguresUnit;

/* All that a report says of a period, of one unit or of all. */
typedef struct
{
  McPeriod period;
  gint64 now;
  McTally total;
  GPtrArray *lines; /* (owned) (element-type McFiguresLine), by resolver, then procedure */
  GPtrArray *units; /* (owned) (element-type McFiguresUnit), by resolver */
  McDuration steps[MC_N_STEPS + 1]; /* 2 to 8 */
  McDuration whole;                 /* steps 2 to 7: what was filed has its result */
  McDuration citizen;               /* waits for the citizen, of those that had one */
  McRatings ratings;                /* given in the period */
  McRatings safe_ratings;  /* of its months that are over and have MC_RATINGS_MIN answers: what
                              those may see who meet the citizens */
  guint64 refused_at_desk; /* filed dossiers that were never received, in the period */
  guint64 waiting;         /* filed and not received at its end */
} McFigures;

/* Fewer answers are not shown: somebody could guess whose they are. */
#define MC_RATINGS_MIN 5

/* Counts facts one by one. */
typedef struct _McFiguresCounter McFiguresCounter;

McFiguresCounter *mc_figures_counter_new (const McPeriod *period,
                                          gint64 now) G_GNUC_WARN_UNUSED_RESULT;
void mc_figures_counter_free (McFiguresCounter *self);
void mc_figures_counter_add (McFiguresCounter *self, const McFact *fact);
McFigures *mc_figures_counter_finish (McFiguresCounter *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McFiguresCounter, mc_figures_counter_free)

McFigures *mc_figures_read (McFacts *facts,
                            const McPeriod *period,
                            const char *resolver, /* (nullable) */
                            gint64 now,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_figures_free (McFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McFigures, mc_figures_free)

G_END_DECLS
