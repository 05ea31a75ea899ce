/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/page.h"
#include "printing/transports/escpos-status.h"

G_BEGIN_DECLS

#define MC_ESCPOS_DPI 203

/* A thermal head and what belongs to it. */
typedef struct
{
  guint dots;          /* a line; 0: by the paper's width */
  guint dpi;           /* 203 (%MC_ESCPOS_DPI) or 180 */
  gboolean cutter;     /* FALSE: receipts are torn off by hand */
  gboolean process_id; /* answers GS ( H, and so says when a receipt is printed */
} McEscposHead;

/* Bytes of the longest step but for the page's last one, which has the cut, too. So many at most
 * wait in the printer twice over, and come out when paper is loaded if it cannot be told to forget
 * them. */
#define MC_ESCPOS_STEP_BYTES 2048
/* … and of the longest command in one: what ends a command that was cut off in its midst. */
#define MC_ESCPOS_COMMAND_BYTES (8 + 96 * 24)

GPtrArray *mc_escpos_document_new (const McPage *page,
                                   const McEscposHead *head,
                                   const char *id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_escpos_document_create_end (const McEscposHead *head) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
