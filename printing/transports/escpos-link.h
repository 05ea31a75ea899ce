/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/escpos-document.h"
#include "printing/transports/escpos-line.h"
#include "printing/transports/escpos-status.h"

G_BEGIN_DECLS

typedef enum
{
  MC_ESCPOS_TOLD,        /* whole answers */
  MC_ESCPOS_SILENT,      /* open, and no answer came */
  MC_ESCPOS_UNREADABLE,  /* open, and what came is none: another speed, another kind of device */
  MC_ESCPOS_HELD,        /* it holds the handshake line */
  MC_ESCPOS_UNREACHABLE, /* not there */
  MC_ESCPOS_TAKEN,       /* another program has it */
} McEscposReply;

/* An answer that has not come by then does not come. */
#define MC_ESCPOS_LATE_US (3 * G_USEC_PER_SEC)

/* Three-valued: known only once the printer was asked for it. */
typedef enum
{
  MC_ESCPOS_PERHAPS,
  MC_ESCPOS_NO,
  MC_ESCPOS_YES,
} McEscposAbility;

/* A conversation with one printer. Not safe for threads. */
typedef struct
{
  McEscposAddress address; /* (owned) */
  McEscposLine line;
  McEscposReader reader;
  GByteArray *out; /* (owned): said, and not taken by the line yet */
  guint8 in[256];
  guint n_in, at; /* of `in`: read, and heard already */
  gboolean garbage;

  gboolean spoke;         /* it answered some day: no answer means that it is away */
  gint64 late_since;      /* a question was given up then, and what comes may answer it; 0: none */
  McEscposAbility clears; /* DLE DC4 8 */
  McEscposAbility orders; /* GS r */

  guint asked;      /* the question under way, from 1; 0: none */
  gboolean unasked; /* … and not said yet */
  McEscposStatus status;
} McEscposLink;

void mc_escpos_link_init (McEscposLink *self, const McEscposAddress *address);
void mc_escpos_link_clear (McEscposLink *self);

/* Whole questions, for when nothing else is said. */
McEscposReply mc_escpos_link_ask (McEscposLink *self, gint64 deadline);
gboolean mc_escpos_link_empty (McEscposLink *self, gboolean torn, gint64 deadline);
gboolean mc_escpos_link_say_all (McEscposLink *self, GBytes *bytes, gint64 deadline);
void mc_escpos_link_abandon (McEscposLink *self);

/* Piece by piece, for a job. */
void mc_escpos_link_say (McEscposLink *self, const guint8 *bytes, gsize length);
void mc_escpos_link_inquire (McEscposLink *self);
gboolean mc_escpos_link_go_on (McEscposLink *self, GCancellable *cancellable, guint ms);
McEscposWord mc_escpos_link_hear (McEscposLink *self, gboolean *told);

G_END_DECLS
