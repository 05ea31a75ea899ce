/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/page.h"

/* clang-format off */
G_DEFINE_QUARK (mc-page-error-quark, mc_page_error)
/* clang-format on */

/**
 * mc_page_free:
 * @self: (transfer full) (nullable): a document
 *
 * Frees it. Any thread.
 */
void
mc_page_free (McPage *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->pdf);
  g_ptr_array_unref (self->drawings);
  g_free (self);
}
