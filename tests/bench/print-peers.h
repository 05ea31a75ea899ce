/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/page.h"

/* What our printing is measured against: lp with a ready file, and a bare HTTP POST. Whatever fails
 * ends the program. Times are in microseconds. */
gint64 peer_lp (const char *server, const char *queue, const char *pdf, const McPage *page);
gint64 peer_post (int port, const McPage *page, int *job_id);

/* Wait by asking the printer or cupsd itself, closely. */
void peer_wait_completed (int port, int job_id);
void peer_wait_idle (int port);
void peer_wait_spooled_out (const char *server);
