/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* What DLE EOT n can be asked, n from 1: printer, why off line, errors, paper. */
#define MC_ESCPOS_N_QUESTIONS 4
#define MC_ESCPOS_ID_LENGTH 4

/* What one more byte from a printer completes. */
typedef enum
{
  MC_ESCPOS_NOTHING,    /* the midst of something, or what is of no use here */
  MC_ESCPOS_REAL_TIME,  /* an answer to DLE EOT: `value` */
  MC_ESCPOS_IN_ORDER,   /* an answer to GS r, when all before it was processed: `value` */
  MC_ESCPOS_PROCESS_ID, /* what was before GS ( H is printed: `id` */
  MC_ESCPOS_CLEARED,    /* the buffers are empty */
  MC_ESCPOS_GARBAGE,    /* what no printer says */
} McEscposWord;

#define MC_ESCPOS_BLOCK_MAX 80

/* What comes from a printer, byte by byte. All zero at the beginning. */
typedef struct
{
  guint8 block[MC_ESCPOS_BLOCK_MAX]; /* without its header */
  guint n_block;
  gboolean in_block;
  guint automatic_left; /* bytes of an automatic status that are to come */
  guint8 value;
  char id[MC_ESCPOS_ID_LENGTH];
} McEscposReader;

McEscposWord mc_escpos_reader_take (McEscposReader *self, guint8 byte);

/* Whole answers to all questions. */
typedef struct
{
  guint8 answers[MC_ESCPOS_N_QUESTIONS];
} McEscposStatus;

McPrinterHealth mc_escpos_status_judge (const McEscposStatus *self, const char **reason);
gboolean mc_escpos_status_is_final (const McEscposStatus *self);
gboolean mc_escpos_status_has_error (const McEscposStatus *self);

G_END_DECLS
