/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/receipt.h"
#include "printing/documents/medium.h"
#include "printing/documents/page.h"
#include "printing/documents/qr.h"

G_BEGIN_DECLS

McPage *mc_receipt_page_new (const McReceipt *receipt,
                             McMedium medium,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_receipt_page_new_with_symbol (const McReceipt *receipt,
                                         McMedium medium,
                                         McQrLevel level,
                                         guint dots,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_receipt_page_warm (McMedium medium); /* at start: the first costs ten times a later one */

G_END_DECLS
