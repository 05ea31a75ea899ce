/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* Kept in databases: never renumbered. */
typedef enum
{
  MC_FACT_NONE = 0,
  MC_FACT_EXTENDED = 1 << 0,
  MC_FACT_SUPPLEMENTED = 1 << 1,
  MC_FACT_REFUSED = 1 << 2, /* at the desk, or after appraisal */
  MC_FACT_BY_CITY = 1 << 3,
} McFactFlags;

#define MC_MINUTES_NONE G_MININT32

/* What reports know of one dossier: one narrow row, kept with every step. No person in it. What was
 * is not kept: an appointment that moved, or an end that was taken back, shows as it is now. */
typedef struct
{
  const char *unit;      /* receiving unit */
  const char *resolver;  /* deciding unit or city department */
  const char *procedure; /* code, or "" */
  gboolean online;       /* filed at a kiosk, not at the counter */
  McState state;
  gint64 filed_at;
  gint64 accepted_at; /* step 2, the first one: a supplement does not receive it once more; or
                         MC_TIME_NONE */
  gint64 due_at;      /* or MC_TIME_NONE */
  gint64 finished_at; /* the limit's clock ended for good: step 7, or a side path's end; or none */
  gint64 ended_at;    /* returned, refused, withdrawn or stopped; or MC_TIME_NONE */
  gint64 paused_at;   /* the citizen was asked for papers or a payment, the last time; or none */
  gint64 resumed_at;  /* that wait ended; MC_TIME_NONE while it lasts */
  McFactFlags flags;
  guint rating;                   /* 1 to 5, 0 = not rated */
  gint64 rated_at;                /* or MC_TIME_NONE */
  gint32 minutes[MC_N_STEPS + 1]; /* working minutes that steps 2 to 8 took in all; or
                                     MC_MINUTES_NONE while a step is not done */
  gint32 paused;                  /* working minutes that waited for the citizen */
} McFact;

void mc_fact_init (McFact *self);
void mc_fact_init_filed (McFact *self, const McDossierRecord *record, const McEventRecord *event);
McFact *mc_fact_copy (const McFact *self) G_GNUC_WARN_UNUSED_RESULT; /* with its strings */
void mc_fact_free (McFact *self);                                    /* a copy */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McFact, mc_fact_free)

/* The strings of @fact live only during the call. FALSE ends the reading. */
typedef gboolean (*McFactFunc) (const McFact *fact, gpointer data);

/* Which rows: those that were filed before `to` and had not ended before `from`, or were rated
 * since. */
typedef struct
{
  gint64 from, to;      /* MC_TIME_NONE does not narrow */
  const char *resolver; /* (nullable) */
} McFactQuery;

/* The reports' side: every McStorage of the service is a McFacts, too, under the same rules. A
 * dossier's row comes with mc_storage_receive_dossier (), its rating with mc_storage_add_rating ().
 */
#define MC_TYPE_FACTS (mc_facts_get_type ())
G_DECLARE_INTERFACE (McFacts, mc_facts, MC, FACTS, GObject)

struct _McFactsInterface
{
  GTypeInterface parent_iface;

  gboolean (*put) (McFacts *self, const char *id, const McFact *fact, GError **error);
  gboolean (*each) (McFacts *self,
                    const McFactQuery *query,
                    McFactFunc func,
                    gpointer data,
                    GError **error);
  GPtrArray *(
      *list_register) (McFacts *self, const char *unit, gint64 from, gint64 to, GError **error);
  GPtrArray *(
      *list_overdue) (McFacts *self, const char *resolver, gint64 now, guint limit, GError **error);
};

gboolean mc_facts_put (McFacts *self,
                       const char *id, /* a dossier's */
                       const McFact *fact,
                       GError **error); /* its rating is left as it is */
gboolean mc_facts_each (McFacts *self,
                        const McFactQuery *query,
                        McFactFunc func,
                        gpointer data,
                        GError **error);
GPtrArray *mc_facts_list_register (McFacts *self,
                                   const char *unit, /* receiving unit */
                                   gint64 from,      /* accepted in [from, to) */
                                   gint64 to,
                                   GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McDossierRecord, in order of acceptance */
GPtrArray *mc_facts_list_overdue (McFacts *self,
                                  const char *resolver, /* (nullable): all */
                                  gint64 now,
                                  guint limit,
                                  GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McDossierRecord whose clock runs past the due time, oldest
                                  first */

G_END_DECLS
