/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/printing/official-samples.h"

G_BEGIN_DECLS

/* Slips that are no official papers; a height of 0 is as long as it gets. */
extern const McSample mc_slip_samples[];
extern const guint mc_n_slip_samples;

McPage *mc_sample_password_slips_page_new (const char *language,
                                           McSampleLength length,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
