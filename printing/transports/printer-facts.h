/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* Kinds of documents that we can make. */
typedef enum
{
  MC_FORMAT_NONE = 0,
  MC_FORMAT_PDF = 1 << 0,
  MC_FORMAT_PWG = 1 << 1,
  MC_FORMAT_URF = 1 << 2,
} McPrintFormat;

/* RFC 8011 section 5.4.11 */
#define MC_PRINTER_STATE_IDLE 3
#define MC_PRINTER_STATE_PROCESSING 4
#define MC_PRINTER_STATE_STOPPED 5

/* What a printer says of itself, freed from what no printer can mean. */
typedef struct
{
  gboolean readable; /* a whole answer without an error, with a state that there is */
  int status;        /* of the answer */
  int state;         /* printer-state */
  int up_time;       /* printer-up-time, in seconds; -1: not told */
  gboolean accepting;
  GPtrArray *reasons;          /* (owned) (nullable) (element-type utf8): NULL: it did not say */
  gboolean low;                /* some ink, by its level */
  gboolean waste_full;         /* some container for waste ink is nearly full */
  McPrintFormat formats;       /* bits */
  gboolean bi_level;           /* takes PWG raster of one bit a dot */
  gboolean grey;               /* takes PWG raster of eight bits a dot */
  gboolean other_colours;      /* takes PWG raster that we do not make */
  double pwg_dpi_x, pwg_dpi_y; /* 0: not told */
  double urf_dpi;              /* 0: not told */
} McPrinterFacts;

void mc_printer_facts_read (McPrinterFacts *self, GBytes *answer);
McPrinterHealth mc_printer_facts_judge (const McPrinterFacts *self, char **reason);
char *mc_printer_facts_dup_fault (const McPrinterFacts *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_printer_facts_clear (McPrinterFacts *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McPrinterFacts, mc_printer_facts_clear)

G_END_DECLS
