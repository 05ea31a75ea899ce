/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/transport.h"

G_BEGIN_DECLS

/* A network that is down: every request waits until the test lets it fail. */
#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new (void) G_GNUC_WARN_UNUSED_RESULT;
guint fake_transport_get_n_waiting (FakeTransport *self);
void fake_transport_fail (FakeTransport *self, guint which);

G_END_DECLS
