/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-escpos-link"

#include "config.h"

#include "printing/transports/escpos-link.h"

#include <string.h>

/* A printer that can clear its buffers says so at once. */
#define CLEAR_MS 300
/* Commands in order are answered once the printer has got that far. */
#define ORDER_MS 700
/* So long nothing, and nothing is on its way any more. */
#define QUIET_MS 100

static const guint8 initialise[] = { 0x1b, '@' };
static const guint8 ask_in_order[] = { 0x1d, 'r', 1 };
static const guint8 recover[] = { 0x10, 0x05, 2 };
/* Epson's ESC/POS reference, DLE DC4 fn=8: the parameters are fixed, so that it is hard to say by
 * chance. Printers that do not know it see control codes without a meaning. */
static const guint8 clear_buffers[] = { 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8 };

/**
 * mc_escpos_link_init:
 * @self: (out caller-allocates): a closed link
 * @address: (transfer full): where to
 *
 * Remembers where to.
 */
void
mc_escpos_link_init (McEscposLink *self, const McEscposAddress *address)
{
  g_return_if_fail (self != NULL && address != NULL);

  memset (self, 0, sizeof *self);
  self->address = *address;
  self->line.fd = -1;
  self->out = g_byte_array_new ();
}

static void
give_up_question (McEscposLink *self)
{
  if (self->asked > 0 && !self->unasked)
    self->late_since = g_get_monotonic_time ();
  self->asked = 0;
}

/* A new connection begins with nothing; what is at the other end of a cable may have seen no end of
 * the old one. */
static void
forget (McEscposLink *self)
{
  give_up_question (self);
  if (self->line.kind == MC_ESCPOS_SOCKET)
    self->late_since = 0;
  g_byte_array_set_size (self->out, 0);
  memset (&self->reader, 0, sizeof self->reader);
  self->n_in = self->at = 0;
}

static void
hang_up (McEscposLink *self)
{
  mc_escpos_line_close (&self->line);
  forget (self);
}

/**
 * mc_escpos_link_clear:
 * @self: a link
 *
 * Closes it and frees what it holds.
 */
void
mc_escpos_link_clear (McEscposLink *self)
{
  hang_up (self);
  g_clear_pointer (&self->out, g_byte_array_unref);
  mc_escpos_address_clear (&self->address);
}

/**
 * mc_escpos_link_abandon:
 * @self: a link
 *
 * Closes it. Whatever was said and has not left this machine goes nowhere.
 */
void
mc_escpos_link_abandon (McEscposLink *self)
{
  g_return_if_fail (self != NULL);

  mc_escpos_line_abandon (&self->line);
  forget (self);
}

/**
 * mc_escpos_link_say:
 * @self: an open link
 * @bytes: whole commands
 * @length: how many
 *
 * Says something, as soon as the line takes it.
 */
void
mc_escpos_link_say (McEscposLink *self, const guint8 *bytes, gsize length)
{
  g_return_if_fail (self != NULL);

  g_byte_array_append (self->out, bytes, (guint) length);
}

static gboolean
flush (McEscposLink *self)
{
  while (self->out->len > 0)
    {
      gssize n = mc_escpos_line_write (&self->line, self->out->data, self->out->len);

      if (n <= 0)
        return n == 0;
      g_byte_array_remove_range (self->out, 0, (guint) n);
    }
  return TRUE;
}

/* Only between two commands: within one it would be taken for a part of it. */
static void
say_question (McEscposLink *self)
{
  const guint8 question[] = { 0x10, 0x04, (guint8) self->asked };

  if (!self->unasked || self->out->len > 0)
    return;
  self->unasked = FALSE;
  mc_escpos_link_say (self, question, sizeof question);
}

/**
 * mc_escpos_link_inquire:
 * @self: an open link
 *
 * Begins to ask how the printer is, unless a question is under way.
 */
void
mc_escpos_link_inquire (McEscposLink *self)
{
  g_return_if_fail (self != NULL);

  if (self->asked > 0)
    return;
  self->asked = 1;
  self->unasked = TRUE;
}

/**
 * mc_escpos_link_go_on:
 * @self: an open link
 * @cancellable: (nullable): ends the wait
 * @ms: how long to wait at most
 *
 * Lets what is said go out, and what comes in come. Blocks.
 *
 * Returns: FALSE when the line is lost
 */
gboolean
mc_escpos_link_go_on (McEscposLink *self, GCancellable *cancellable, guint ms)
{
  gssize n;

  g_return_val_if_fail (self != NULL && self->line.fd >= 0, FALSE);

  if (!flush (self))
    return FALSE;
  say_question (self);
  if (!flush (self))
    return FALSE;
  if (self->at < self->n_in)
    return TRUE;
  if (!mc_escpos_line_wait (&self->line, self->out->len > 0, cancellable, ms))
    return FALSE;
  self->at = self->n_in = 0;
  n = mc_escpos_line_read (&self->line, self->in, sizeof self->in);
  if (n > 0)
    self->n_in = (guint) n;
  return n >= 0 && flush (self);
}

/* Whether that was the last answer. */
static gboolean
take_answer (McEscposLink *self, guint8 value)
{
  if (self->asked == 0 || self->unasked)
    return FALSE;
  self->status.answers[self->asked - 1] = value;
  self->spoke = TRUE;
  self->asked = self->asked < MC_ESCPOS_N_QUESTIONS ? self->asked + 1 : 0;
  self->unasked = self->asked > 0;
  return self->asked == 0;
}

/**
 * mc_escpos_link_hear:
 * @self: a link
 * @told: (out): whether the answers to an inquiry are whole with it: #McEscposLink.status
 *
 * Returns: what the printer said next; %MC_ESCPOS_NOTHING when it said no more
 */
McEscposWord
mc_escpos_link_hear (McEscposLink *self, gboolean *told)
{
  g_return_val_if_fail (self != NULL && told != NULL, MC_ESCPOS_NOTHING);

  *told = FALSE;
  while (self->at < self->n_in)
    {
      McEscposWord word = mc_escpos_reader_take (&self->reader, self->in[self->at++]);

      if (word == MC_ESCPOS_NOTHING)
        continue;
      self->garbage |= word == MC_ESCPOS_GARBAGE;
      if (word == MC_ESCPOS_REAL_TIME)
        *told = take_answer (self, self->reader.value);
      if (word == MC_ESCPOS_IN_ORDER)
        self->orders = MC_ESCPOS_YES;
      return word;
    }
  return MC_ESCPOS_NOTHING;
}

static guint
get_ms_left (gint64 deadline)
{
  gint64 left = (deadline - g_get_monotonic_time () + 999) / 1000;

  return (guint) CLAMP (left, 0, G_MAXINT);
}

/* Until @word or, with %MC_ESCPOS_NOTHING, all answers have come. FALSE: they have not, and maybe
 * the line is lost. */
static gboolean
listen (McEscposLink *self, McEscposWord wanted, gint64 deadline)
{
  for (;;)
    {
      gboolean told;
      McEscposWord word;

      while ((word = mc_escpos_link_hear (self, &told)) != MC_ESCPOS_NOTHING)
        if (wanted != MC_ESCPOS_NOTHING ? word == wanted : told)
          return TRUE;
      if (get_ms_left (deadline) == 0)
        return FALSE;
      if (!mc_escpos_link_go_on (self, NULL, get_ms_left (deadline)))
        {
          hang_up (self);
          return FALSE;
        }
    }
}

/* Answers do not say what they answer: the one to a question that was given up must not pass for
 * the next one's. Nothing is asked before it has come or is not to be expected any more. */
static gboolean
wait_for_late_answer (McEscposLink *self, gint64 deadline)
{
  gint64 end = self->late_since + MC_ESCPOS_LATE_US;

  while (self->late_since != 0)
    {
      gboolean told;
      McEscposWord word = mc_escpos_link_hear (self, &told);

      if (word == MC_ESCPOS_REAL_TIME || word == MC_ESCPOS_GARBAGE || get_ms_left (end) == 0)
        self->late_since = 0;
      else if (word != MC_ESCPOS_NOTHING)
        continue;
      else if (get_ms_left (deadline) == 0)
        return FALSE;
      else if (!mc_escpos_link_go_on (self, NULL, get_ms_left (MIN (deadline, end))))
        {
          hang_up (self);
          return FALSE;
        }
    }
  return TRUE;
}

/* What was in order before something was cleared may be answered yet. */
static void
wait_for_quiet (McEscposLink *self)
{
  do
    {
      self->at = self->n_in = 0;
      if (!mc_escpos_link_go_on (self, NULL, QUIET_MS))
        hang_up (self);
    }
  while (self->n_in > 0);
}

static McEscposReply
open_line (McEscposLink *self, gint64 deadline)
{
  if (self->line.fd < 0)
    switch (mc_escpos_line_open (&self->line, &self->address, deadline))
      {
      case MC_ESCPOS_AWAY:
        return MC_ESCPOS_UNREACHABLE;
      case MC_ESCPOS_IN_USE:
        return MC_ESCPOS_TAKEN;
      case MC_ESCPOS_OPEN:
      default:
        break;
      }
  return mc_escpos_line_is_held (&self->line) ? MC_ESCPOS_HELD : MC_ESCPOS_TOLD;
}

static McEscposReply
ask_once (McEscposLink *self, gint64 deadline)
{
  McEscposReply reply = open_line (self, deadline);

  if (reply != MC_ESCPOS_TOLD)
    return reply;
  if (self->late_since == 0)
    self->garbage = FALSE;
  if (wait_for_late_answer (self, deadline))
    {
      mc_escpos_link_inquire (self);
      if (listen (self, MC_ESCPOS_NOTHING, deadline))
        return MC_ESCPOS_TOLD;
      give_up_question (self);
    }
  if (self->line.fd < 0)
    return MC_ESCPOS_UNREACHABLE;
  return self->garbage ? MC_ESCPOS_UNREADABLE : MC_ESCPOS_SILENT;
}

/**
 * mc_escpos_link_ask:
 * @self: a link
 * @deadline: monotonic time when to give up
 *
 * Asks how the printer is, over a new line where the old one turns out to be dead. Blocks.
 *
 * Returns: whether #McEscposLink.status holds whole answers, or why not
 */
McEscposReply
mc_escpos_link_ask (McEscposLink *self, gint64 deadline)
{
  gboolean old;
  McEscposReply reply;

  g_return_val_if_fail (self != NULL, MC_ESCPOS_UNREACHABLE);

  old = self->line.fd >= 0;
  reply = ask_once (self, deadline);
  if (reply == MC_ESCPOS_UNREACHABLE && old)
    reply = ask_once (self, deadline);
  /* It used to answer: on this connection nobody does any more. */
  if (reply == MC_ESCPOS_SILENT && self->spoke && self->line.kind == MC_ESCPOS_SOCKET)
    mc_escpos_link_abandon (self);
  return reply;
}

/**
 * mc_escpos_link_say_all:
 * @self: an open link
 * @bytes: whole commands
 * @deadline: monotonic time when to give up
 *
 * Says something, and waits until the line has taken all of it. Blocks.
 *
 * Returns: whether it did
 */
gboolean
mc_escpos_link_say_all (McEscposLink *self, GBytes *bytes, gint64 deadline)
{
  g_return_val_if_fail (self != NULL && bytes != NULL, FALSE);

  if (self->line.fd < 0)
    return FALSE;
  mc_escpos_link_say (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  while (self->out->len > 0)
    {
      gboolean told;

      if (get_ms_left (deadline) == 0)
        return FALSE;
      if (!mc_escpos_link_go_on (self, NULL, get_ms_left (deadline)))
        {
          hang_up (self);
          return FALSE;
        }
      while (mc_escpos_link_hear (self, &told) != MC_ESCPOS_NOTHING)
        ;
    }
  return TRUE;
}

static gboolean
clear_at_once (McEscposLink *self, gint64 deadline)
{
  if (mc_escpos_status_has_error (&self->status))
    mc_escpos_link_say (self, recover, sizeof recover);
  if (self->clears == MC_ESCPOS_NO)
    return FALSE;
  mc_escpos_link_say (self, clear_buffers, sizeof clear_buffers);
  deadline = MIN (deadline, g_get_monotonic_time () + CLEAR_MS * 1000);
  if (listen (self, MC_ESCPOS_CLEARED, deadline))
    {
      self->clears = MC_ESCPOS_YES;
      return TRUE;
    }
  /* Once it could; then it is merely away. */
  if (self->line.fd >= 0 && self->clears == MC_ESCPOS_PERHAPS)
    self->clears = MC_ESCPOS_NO;
  return FALSE;
}

/**
 * mc_escpos_link_empty:
 * @self: a link that was just asked
 * @torn: whether a command may have been cut off in its midst, which waits for its rest
 * @deadline: monotonic time when to give up
 *
 * Has the printer forget what it holds and begin anew: at once where it can, else in order behind
 * what it holds, which takes a printer that is on line. Blocks.
 *
 * Returns: whether nothing that was sent before can come out any more
 */
gboolean
mc_escpos_link_empty (McEscposLink *self, gboolean torn, gint64 deadline)
{
  static const guint8 rest[MC_ESCPOS_COMMAND_BYTES];
  const char *reason;
  gboolean answered;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->line.fd < 0)
    return FALSE;
  if (self->spoke && clear_at_once (self, deadline))
    {
      mc_escpos_link_say (self, initialise, sizeof initialise);
      return TRUE;
    }
  if (self->line.fd < 0)
    return FALSE;
  if (self->spoke && mc_escpos_status_judge (&self->status, &reason) == MC_PRINTER_FAULT)
    return FALSE;
  if (torn)
    mc_escpos_link_say (self, rest, sizeof rest);
  mc_escpos_link_say (self, initialise, sizeof initialise);
  if (!self->spoke)
    return TRUE;
  mc_escpos_link_say (self, ask_in_order, sizeof ask_in_order);
  deadline = MIN (deadline, g_get_monotonic_time () + ORDER_MS * 1000);
  answered = listen (self, MC_ESCPOS_IN_ORDER, deadline);
  if (!answered && self->line.fd >= 0 && self->orders != MC_ESCPOS_YES)
    answered = self->out->len == 0; /* this one never tells */
  if (answered && torn)
    wait_for_quiet (self);
  return answered;
}
