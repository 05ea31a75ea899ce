/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/escpos-link.h"

G_BEGIN_DECLS

typedef enum
{
  MC_ESCPOS_GOES_ON,
  MC_ESCPOS_PRINTED, /* the printer says so, of this very receipt */
  MC_ESCPOS_SENT,    /* all of it was taken, and nothing speaks against it */
  MC_ESCPOS_FAULT,   /* something stopped it: `fault` */
  MC_ESCPOS_TOO_LATE,
  MC_ESCPOS_LOST, /* nobody is there any more */
  MC_ESCPOS_INTERRUPTED,
} McEscposEnd;

/* One receipt on its way over an open link, from its first byte to its end. */
typedef struct
{
  McEscposLink *link; /* (unowned) */
  GPtrArray *steps;   /* (unowned) (element-type GBytes) */
  const char *id;     /* (unowned) (nullable): what the printer says when all is printed */
  gint64 hand_over_us, print_us; /* deadlines, until it begins and from then on */
  gint64 paper_us;               /* how long the paper takes at the most, the data being there */
  void (*tell) (gpointer data, gboolean answered); /* link->status is new, or none comes */
  gpointer data;

  guint next;        /* step */
  guint waiting;     /* steps that the printer has not got through, as far as it says */
  gboolean mute;     /* it does not say */
  gboolean started;  /* some of it is out of our hands */
  gboolean said;     /* the printer said `id` */
  gboolean closing;  /* the inquiry under way is the last one */
  guint n_faults;    /* in a row */
  const char *fault; /* (nullable): the latest one */
  gint64 begun_at, started_at, step_at, inquired_at, heard_at, taken_at;
} McEscposCourse;

McEscposEnd mc_escpos_course_run (McEscposCourse *self, GCancellable *cancellable);

G_END_DECLS
