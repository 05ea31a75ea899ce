/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/escpos-course.h"

#include <string.h>

/* Steps that may wait in the printer: one prints, one is ready. */
#define WINDOW 2
/* A printer that has not said that it got through a step by then, and never did, does not say. */
#define MUTE_US (3 * G_USEC_PER_SEC / 2)
#define INQUIRE_US (G_USEC_PER_SEC / 5)
#define PAUSE_MS 50
/* Real-time answers come at once, but where a full buffer keeps the questions from the printer. */
#define SILENCE_US (9 * G_USEC_PER_SEC / 10)
/* One that answered, and then says nothing and takes nothing for so long, is gone. */
#define LOST_US (10 * G_USEC_PER_SEC)

static const guint8 ask_in_order[] = { 0x1d, 'r', 1 };

static gboolean
is_all_said (const McEscposCourse *self)
{
  return self->next >= self->steps->len && self->link->out->len == 0;
}

/* Whether all that can be known of the ink is known. */
static gboolean
is_through (const McEscposCourse *self, gint64 now)
{
  if (!is_all_said (self))
    return FALSE;
  if (self->id != NULL)
    return self->said && self->waiting == 0;
  if (!self->mute)
    return self->waiting == 0;
  return mc_escpos_line_is_drained (&self->link->line) &&
         (!self->link->spoke || now - self->started_at >= self->paper_us);
}

static void
say_step (McEscposCourse *self, gint64 now)
{
  GBytes *step = g_ptr_array_index (self->steps, self->next++);

  mc_escpos_link_say (self->link, g_bytes_get_data (step, NULL), g_bytes_get_size (step));
  mc_escpos_link_say (self->link, ask_in_order, sizeof ask_in_order);
  self->waiting++;
  self->step_at = self->taken_at = now;
}

/* Between two commands: the next question, or the next step. */
static void
choose (McEscposCourse *self, gint64 now)
{
  McEscposLink *link = self->link;

  if (link->out->len > 0)
    return;
  if (link->spoke && link->asked == 0)
    {
      gboolean through = is_through (self, now);

      if ((through && self->fault == NULL) || now - self->inquired_at >= INQUIRE_US ||
          self->n_faults > 0)
        {
          self->closing = through;
          self->inquired_at = now;
          mc_escpos_link_inquire (link);
          return;
        }
    }
  if (link->unasked || self->next >= self->steps->len || self->fault != NULL)
    return;
  if (link->orders != MC_ESCPOS_YES && self->waiting > 0 && now - self->step_at >= MUTE_US)
    self->mute = TRUE;
  if (self->mute || self->waiting < WINDOW)
    say_step (self, now);
}

static McEscposEnd
take_status (McEscposCourse *self)
{
  const char *reason;
  McPrinterHealth health = mc_escpos_status_judge (&self->link->status, &reason);
  gboolean closing = self->closing;

  self->closing = FALSE;
  self->tell (self->data, TRUE);
  if (health != MC_PRINTER_FAULT)
    {
      self->n_faults = 0;
      self->fault = NULL;
      if (!closing)
        return MC_ESCPOS_GOES_ON;
      return self->said ? MC_ESCPOS_PRINTED : MC_ESCPOS_SENT;
    }
  self->fault = reason;
  self->n_faults = mc_escpos_status_is_final (&self->link->status) ? self->n_faults + 1 : 0;
  return self->n_faults >= 2 ? MC_ESCPOS_FAULT : MC_ESCPOS_GOES_ON;
}

static McEscposEnd
take_words (McEscposCourse *self, gint64 now)
{
  McEscposEnd end = MC_ESCPOS_GOES_ON;
  McEscposWord word;
  gboolean told;

  while (end == MC_ESCPOS_GOES_ON &&
         (word = mc_escpos_link_hear (self->link, &told)) != MC_ESCPOS_NOTHING)
    {
      if (word != MC_ESCPOS_GARBAGE)
        self->heard_at = now;
      if (word == MC_ESCPOS_IN_ORDER)
        {
          self->mute = FALSE;
          self->step_at = now;
          if (self->waiting > 0)
            self->waiting--;
        }
      if (word == MC_ESCPOS_PROCESS_ID && self->id != NULL)
        self->said |= memcmp (self->link->reader.id, self->id, MC_ESCPOS_ID_LENGTH) == 0;
      if (told)
        end = take_status (self);
    }
  return end;
}

static McEscposEnd
judge_time (McEscposCourse *self, gint64 now)
{
  if (self->started ? now - self->started_at >= self->print_us
                    : now - self->begun_at >= self->hand_over_us)
    return MC_ESCPOS_TOO_LATE;
  if (self->link->spoke && now - MAX (self->heard_at, self->taken_at) >= LOST_US)
    return MC_ESCPOS_LOST;
  if (!self->mute && self->link->asked > 0 &&
      now - MAX (self->heard_at, self->inquired_at) >= SILENCE_US)
    self->tell (self->data, FALSE);
  if (!self->link->spoke && is_through (self, now))
    return MC_ESCPOS_SENT;
  return MC_ESCPOS_GOES_ON;
}

/**
 * mc_escpos_course_run:
 * @self: (inout): a course with its upper part filled in and the rest zero
 * @cancellable: (nullable): ends it at once
 *
 * Sends the receipt step by step, no more of it at a time than comes out if the worst happens, and
 * asks on the way how the printer is. Real-time answers alone (DLE EOT) say nothing about the
 * receipt, and those in order (GS r) that its commands were worked off, which printers do ahead of
 * the ink: both together are no more than sent. The one word for printed is a process id's (GS (
 * H): it comes when printing is completed, and never when the receipt was cleared. Blocks.
 *
 * Returns: how it ended; after anything but printed or sent some of it may be in the printer, if
 *   @self has started
 */
McEscposEnd
mc_escpos_course_run (McEscposCourse *self, GCancellable *cancellable)
{
  McEscposEnd end = MC_ESCPOS_GOES_ON;

  g_return_val_if_fail (self != NULL && self->steps->len > 0, MC_ESCPOS_LOST);

  self->mute = !self->link->spoke || self->link->orders == MC_ESCPOS_NO;
  self->begun_at = self->heard_at = self->inquired_at = g_get_monotonic_time ();
  while (end == MC_ESCPOS_GOES_ON)
    {
      gint64 now = g_get_monotonic_time ();
      guint length;
      gboolean alive;

      choose (self, now);
      length = self->link->out->len;
      alive = mc_escpos_link_go_on (self->link, cancellable, PAUSE_MS);
      now = g_get_monotonic_time ();
      if (self->next > 0 && self->link->out->len < length)
        {
          if (!self->started)
            self->started_at = now;
          self->started = TRUE;
          self->taken_at = now;
        }
      if (!alive)
        return MC_ESCPOS_LOST;
      end = take_words (self, now);
      if (end == MC_ESCPOS_GOES_ON)
        end = judge_time (self, now);
      if (end == MC_ESCPOS_GOES_ON && g_cancellable_is_cancelled (cancellable))
        end = MC_ESCPOS_INTERRUPTED;
    }
  return end;
}
