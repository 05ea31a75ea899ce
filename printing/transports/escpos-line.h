/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MC_ESCPOS_USB,    /* a line printer's device node */
  MC_ESCPOS_SERIAL, /* with RTS/CTS handshake */
  MC_ESCPOS_SOCKET, /* TCP, as a rule to port 9100 */
} McEscposKind;

/* Where a printer is: usb:/dev/usb/lp0, serial:/dev/ttyS0?baud=115200, socket://192.168.10.21. */
typedef struct
{
  McEscposKind kind;
  char *path; /* (owned), the host of a socket */
  guint port; /* of a socket */
  guint baud; /* of a serial line */
} McEscposAddress;

gboolean mc_escpos_address_parse (McEscposAddress *self, const char *uri, char **mistake);
void mc_escpos_address_clear (McEscposAddress *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McEscposAddress, mc_escpos_address_clear)

/* An open line to a printer that never waits but in mc_escpos_line_open () and
 * mc_escpos_line_wait (). Not safe for threads. */
typedef struct
{
  McEscposKind kind;
  int fd; /* -1: closed */
} McEscposLine;

typedef enum
{
  MC_ESCPOS_OPEN,
  MC_ESCPOS_AWAY,   /* switched off, unplugged, nobody answers */
  MC_ESCPOS_IN_USE, /* another program has it */
} McEscposOpening;

McEscposOpening
mc_escpos_line_open (McEscposLine *self, const McEscposAddress *address, gint64 deadline);
void mc_escpos_line_close (McEscposLine *self);
void mc_escpos_line_abandon (McEscposLine *self);
gssize mc_escpos_line_write (McEscposLine *self, const guint8 *bytes, gsize length);
gssize mc_escpos_line_read (McEscposLine *self, guint8 *bytes, gsize length);
gboolean
mc_escpos_line_wait (McEscposLine *self, gboolean to_write, GCancellable *cancellable, guint ms);
gboolean mc_escpos_line_is_drained (McEscposLine *self);
gboolean mc_escpos_line_is_held (McEscposLine *self);

G_END_DECLS
