/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/http.h>
#include <glib.h>

G_BEGIN_DECLS

/* Ends whatever a thread waits for on a socket once a deadline passes, by shutting the socket down.
 * libcups waits for single bytes and begins to wait anew with each: a peer that sends one every
 * second would hold a thread for days. */
typedef struct _McDeadlineGuard McDeadlineGuard;

McDeadlineGuard *mc_deadline_guard_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
McDeadlineGuard *mc_deadline_guard_new_for_greeting (http_t *http) G_GNUC_WARN_UNUSED_RESULT;
void mc_deadline_guard_free (McDeadlineGuard *self);
void mc_deadline_guard_set (McDeadlineGuard *self, gint64 deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDeadlineGuard, mc_deadline_guard_free)

G_END_DECLS
