/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Code, QR code, slip, what to do next, and one tap of satisfaction. Outcome: next. */
#define MC_TYPE_RECEIPT_SCREEN (mc_receipt_screen_get_type ())
G_DECLARE_FINAL_TYPE (McReceiptScreen, mc_receipt_screen, MC, RECEIPT_SCREEN, McScreen)

G_END_DECLS
