/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/bench/intake-client.h"

/* The least that durable intake must do, without HTTP: digest, signature, unsealing, the same rows
 * into the same schema, a transaction for each group. Uses copies of central's own keys. */
typedef struct _McIntakePeer McIntakePeer;

McIntakePeer *mc_intake_peer_new (const char *folder,
                                  const McSigningKey *kiosk_key,
                                  const char *authority,
                                  McIntakeCentral *central);
void mc_intake_peer_free (McIntakePeer *self);

/* Seconds until all rows are committed. */
double mc_intake_peer_run (McIntakePeer *self, GPtrArray *rows, guint group);
