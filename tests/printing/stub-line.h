/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The network side of a printer that is not there: HTTP on a free port of the loopback, a thread a
 * connection, with every way in which a line can fail. */
typedef struct _StubLine StubLine;

/* Answers the body of a request: whole, or as much as came before the line was cut. */
typedef GBytes *(*StubHandler) (gpointer data, GBytes *body, gboolean whole);

typedef enum
{
  STUB_CUT_REQUEST, /* reset after so many bytes of the body */
  STUB_CUT_ANSWER,  /* reset after so many bytes of the answer's body, the request being done */
  STUB_DELAY,       /* milliseconds before the answer */
  STUB_DRIP,        /* milliseconds before each byte of the answer, headers too */
  STUB_STATUS,      /* answer with that HTTP status, and do nothing */
} StubFault;

typedef enum
{
  STUB_ONLINE,
  STUB_REFUSING, /* as a printer that is off: connections are refused */
  STUB_SILENT,   /* as a dead link: connections are taken, and nothing comes back */
} StubPresence;

StubLine *stub_line_new (StubHandler handler, gpointer data);
void stub_line_free (StubLine *self); /* ends all connections */
guint16 stub_line_get_port (StubLine *self);
void stub_line_set_presence (StubLine *self, StubPresence presence); /* ends all connections */
/* The next so many requests of that operation (0: of any) fail in this way. */
void
stub_line_add_fault (StubLine *self, int operation, StubFault fault, gsize amount, guint times);
