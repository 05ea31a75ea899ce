/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The network between whoever prints and a printer: passes on what it gets, byte for byte, until it
 * is told otherwise. Any thread. */
typedef struct _Relay Relay;

typedef enum
{
  RELAY_OPEN,
  RELAY_CUT,    /* nothing passes, nobody is told; what was sent arrives when it is mended */
  RELAY_REFUSE, /* connections are reset and no new one is taken, as of a printer that is off */
} RelayMode;

Relay *relay_new (guint16 target_port);
void relay_free (Relay *self);
guint16 relay_get_port (Relay *self);
void relay_set_mode (Relay *self, RelayMode mode);

/* Stops the next document on its way to the printer after so many bytes of it. */
void relay_arm (Relay *self, gsize n_bytes);
gboolean relay_is_holding (gpointer self); /* for print_wait_until () */
void relay_let_go (Relay *self);

guint16 relay_find_free_port (void);
