/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/printing/escpos-paper.h"

G_BEGIN_DECLS

/* A thermal printer that speaks ESC/POS, on a pty or on a port of the loopback: a receive buffer,
 * commands in real time that are executed on arrival and stay in the stream, commands in order that
 * wait for the mechanics, and paper. As Epson's reference says; manners below make it a lesser one.
 * Any thread. */
typedef struct _EscposDevice EscposDevice;

/* Fed before a cut. */
#define ESCPOS_BLADE_ROWS 120

typedef enum
{
  ESCPOS_USB,    /* a node that its plug takes away */
  ESCPOS_SERIAL, /* a line that stays when the printer is off */
  ESCPOS_SOCKET,
} EscposWay;

typedef enum
{
  ESCPOS_NEAR_END = 1 << 0,
  ESCPOS_PAPER_END = 1 << 1,
  ESCPOS_COVER = 1 << 2,
  ESCPOS_CUTTER = 1 << 3,
  ESCPOS_OFF_LINE = 1 << 4, /* without a cause that it could tell */
} EscposFault;

typedef enum
{
  ESCPOS_NO_ORDER = 1 << 0, /* knows no GS r */
  ESCPOS_NO_CLEAR = 1 << 1, /* knows no DLE DC4 8 */
  ESCPOS_OTHER_ID = 1 << 6, /* says another one than it was given */
  ESCPOS_NO_ID = 1 << 2,    /* knows no GS ( H, and prints it */
  ESCPOS_SILENT = 1 << 3,   /* never says anything */
  ESCPOS_GARBAGE = 1 << 4,  /* says what no printer says */
  ESCPOS_CHATTY = 1 << 5,   /* says how it is without being asked, too */
} EscposManners;

EscposDevice *escpos_device_new (EscposWay way, guint dots);
void escpos_device_free (EscposDevice *self);
const char *escpos_device_get_uri (EscposDevice *self);

void escpos_device_set_manners (EscposDevice *self, EscposManners manners);
void escpos_device_set_buffer (EscposDevice *self, guint n_bytes);
void escpos_device_set_speed (EscposDevice *self, guint rows_a_second);
void escpos_device_set_answer_delay (EscposDevice *self, guint ms);

void escpos_device_set_faults (EscposDevice *self, EscposFault faults);
/* … once so many bytes of what comes from now on were worked off, or so many rows printed. */
void escpos_device_trip_at_byte (EscposDevice *self, guint64 n_bytes, EscposFault faults);
void escpos_device_trip_at_row (EscposDevice *self, guint n_rows, EscposFault faults);
/* Off: what it held is forgotten. A row: it goes off by itself then. */
void escpos_device_set_power (EscposDevice *self, gboolean on);
void escpos_device_lose_power_at_row (EscposDevice *self, guint n_rows);
/* Nothing comes through any more, and nobody is told. */
void escpos_device_set_unplugged (EscposDevice *self, gboolean unplugged);

guint escpos_device_count_papers (EscposDevice *self); /* cut off, with ink */
EscposPaper *escpos_device_dup_paper (EscposDevice *self, guint number) G_GNUC_WARN_UNUSED_RESULT;
EscposPaper *escpos_device_dup_hanging (EscposDevice *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean escpos_device_is_stopped (EscposDevice *self);   /* by a fault, or off */
guint escpos_device_count_rows (EscposDevice *self);      /* all that it ever printed */
guint escpos_device_count_strangers (EscposDevice *self); /* bytes that were no command */
guint64 escpos_device_count_bytes (EscposDevice *self);   /* worked off */
guint escpos_device_get_waiting (EscposDevice *self);     /* bytes in its buffer */
void escpos_device_tear_off (EscposDevice *self);         /* by hand */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EscposDevice, escpos_device_free)

G_END_DECLS
