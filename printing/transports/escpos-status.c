/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/escpos-status.h"

#include <string.h>

/* Epson's ESC/POS reference, "Identifying transmission status": every kind of byte is told from the
 * others by bits that are fixed. */
#define REAL_TIME_MASK 0x93
#define REAL_TIME_BITS 0x12
#define AUTOMATIC_MASK 0x93
#define AUTOMATIC_BITS 0x10
#define IN_ORDER_MASK 0x90
#define IN_ORDER_BITS 0x00
#define XON 0x11
#define XOFF 0x13
/* Before a block that ends with NUL, and what it is. */
#define BLOCK 0x37
#define BLOCK_OF_NAME 0x5f
#define BLOCK_PROCESS_ID 0x22
#define BLOCK_CLEARED 0x25

/* After the first byte of an automatic status (GS a), which some printers send unasked. */
#define AUTOMATIC_REST 3

/* DLE EOT 1 */
#define OFF_LINE 0x08
/* DLE EOT 2 */
#define COVER_OPEN 0x04
#define FEED_BUTTON 0x08
#define PAPER_STOP 0x20
#define ERROR_STOP 0x40
/* DLE EOT 3 */
#define RECOVERABLE 0x04
#define CUTTER 0x08
#define UNRECOVERABLE 0x20
#define PASSING 0x40
/* DLE EOT 4 */
#define NEAR_END 0x0c
#define PAPER_END 0x60

static McEscposWord
take_block (McEscposReader *self, guint8 byte)
{
  if (byte != '\0')
    {
      if (self->n_block < MC_ESCPOS_BLOCK_MAX)
        {
          self->block[self->n_block++] = byte;
          return MC_ESCPOS_NOTHING;
        }
      self->in_block = FALSE;
      return MC_ESCPOS_GARBAGE;
    }
  self->in_block = FALSE;
  if (self->n_block == 1 + MC_ESCPOS_ID_LENGTH && self->block[0] == BLOCK_PROCESS_ID)
    {
      memcpy (self->id, self->block + 1, sizeof self->id);
      return MC_ESCPOS_PROCESS_ID;
    }
  if (self->n_block == 1 && self->block[0] == BLOCK_CLEARED)
    return MC_ESCPOS_CLEARED;
  return MC_ESCPOS_NOTHING;
}

/**
 * mc_escpos_reader_take:
 * @self: a reader
 * @byte: what came
 *
 * Takes in one more byte. An answer does not say which question it answers: ask one at a time.
 *
 * Returns: what it completes. Any thread
 */
McEscposWord
mc_escpos_reader_take (McEscposReader *self, guint8 byte)
{
  g_return_val_if_fail (self != NULL, MC_ESCPOS_GARBAGE);

  if (self->in_block)
    return take_block (self, byte);
  if (self->automatic_left > 0 && (byte & IN_ORDER_MASK) == IN_ORDER_BITS)
    {
      self->automatic_left--;
      return MC_ESCPOS_NOTHING;
    }
  self->automatic_left = 0;
  if (byte == XON || byte == XOFF)
    return MC_ESCPOS_NOTHING;
  if (byte == BLOCK || byte == BLOCK_OF_NAME)
    {
      self->in_block = TRUE;
      self->n_block = 0;
      return MC_ESCPOS_NOTHING;
    }
  self->value = byte;
  if ((byte & REAL_TIME_MASK) == REAL_TIME_BITS)
    return MC_ESCPOS_REAL_TIME;
  if ((byte & IN_ORDER_MASK) == IN_ORDER_BITS)
    return MC_ESCPOS_IN_ORDER;
  if ((byte & AUTOMATIC_MASK) == AUTOMATIC_BITS)
    {
      self->automatic_left = AUTOMATIC_REST;
      return MC_ESCPOS_NOTHING;
    }
  return MC_ESCPOS_GARBAGE;
}

/**
 * mc_escpos_status_judge:
 * @self: what the printer says
 * @reason: (out) (nullable) (transfer none): the IPP keyword behind it
 *
 * Looks for what is wrong with the printer. An open cover comes before the paper: its sensor says
 * anything then.
 *
 * Returns: ready, warning or fault. Any thread
 */
McPrinterHealth
mc_escpos_status_judge (const McEscposStatus *self, const char **reason)
{
  guint8 printer, cause, errors, paper;

  g_return_val_if_fail (self != NULL && reason != NULL, MC_PRINTER_UNKNOWN);

  printer = self->answers[0];
  cause = self->answers[1];
  errors = self->answers[2];
  paper = self->answers[3];
  if ((cause & COVER_OPEN) != 0)
    *reason = "cover-open";
  else if ((cause & PAPER_STOP) != 0 || (paper & PAPER_END) != 0)
    *reason = "media-empty";
  else if ((errors & CUTTER) != 0)
    *reason = "cutter-jam";
  else if ((cause & ERROR_STOP) != 0 || (errors & (RECOVERABLE | UNRECOVERABLE | PASSING)) != 0)
    *reason = "other-error";
  else if ((printer & OFF_LINE) != 0 || (cause & FEED_BUTTON) != 0)
    *reason = "offline";
  else if ((paper & NEAR_END) != 0)
    {
      *reason = "media-low";
      return MC_PRINTER_WARNING;
    }
  else
    {
      *reason = NULL;
      return MC_PRINTER_READY;
    }
  return MC_PRINTER_FAULT;
}

/**
 * mc_escpos_status_is_final:
 * @self: what the printer says, of a fault
 *
 * Somebody who holds the feed button lets it go, and a hot head cools down. What else stops a
 * receipt in its midst leaves a torn one.
 *
 * Returns: whether waiting makes no sense. Any thread
 */
gboolean
mc_escpos_status_is_final (const McEscposStatus *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return (self->answers[1] & (COVER_OPEN | PAPER_STOP)) != 0 ||
         (self->answers[2] & (RECOVERABLE | CUTTER | UNRECOVERABLE)) != 0 ||
         (self->answers[3] & PAPER_END) != 0;
}

/**
 * mc_escpos_status_has_error:
 * @self: what the printer says
 *
 * Returns: whether it waits for DLE ENQ after an error that somebody has put right. Any thread
 */
gboolean
mc_escpos_status_has_error (const McEscposStatus *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->answers[2] & (RECOVERABLE | CUTTER)) != 0;
}
