/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/devices/code-scanner.h"

G_BEGIN_DECLS

/* A scanner whose cable a test holds. It reads what mc_code_scanner_emit_scanned () says. */
#define FAKE_TYPE_SCANNER (fake_scanner_get_type ())
G_DECLARE_FINAL_TYPE (FakeScanner, fake_scanner, FAKE, SCANNER, GObject)

McCodeScanner *fake_scanner_new (void) G_GNUC_WARN_UNUSED_RESULT; /* (transfer full), connected */
void fake_scanner_set_connected (McCodeScanner *scanner, gboolean connected);

G_END_DECLS
