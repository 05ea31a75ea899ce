/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/receipt.h"
#include "printing/documents/medium.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

McPage *mc_receipt_page_new (const McReceipt *receipt,
                             McMedium medium,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
