/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/transport.h"
#include "app/protocol/keys.h"

#include <jansson.h>

G_BEGIN_DECLS

/* A network in the test's hand: every request waits until it fails, or is answered as central would
 * answer it, in the order that the test likes. */
#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new (void) G_GNUC_WARN_UNUSED_RESULT;
void fake_transport_set_down (FakeTransport *self, gboolean down); /* every request fails at once */
guint fake_transport_get_n_waiting (FakeTransport *self);
const McHttpRequest *fake_transport_get_request (FakeTransport *self, guint which);
gboolean fake_transport_find (FakeTransport *self, const char *path, guint *which);
void fake_transport_fail (FakeTransport *self, guint which);
void fake_transport_answer (FakeTransport *self,
                            guint which,
                            guint status,
                            json_t *body,                 /* (transfer full) */
                            const McSigningKey *central); /* who signs it */

G_END_DECLS
