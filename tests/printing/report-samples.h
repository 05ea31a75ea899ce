/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/register-page.h"
#include "printing/documents/report-page.h"
#include "tests/printing/official-samples.h"

G_BEGIN_DECLS

/* Made-up registers and reports. */
extern const McSample mc_report_samples[];
extern const guint mc_n_report_samples;

McPage *mc_sample_register_page_new (const char *language,
                                     McSampleLength length,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_report_06a_page_new (const char *language,
                                       McSampleLength length,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_report_steps_page_new (const char *language,
                                         McSampleLength length,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rows whose strings are static, but the codes, which the array owns. */
GPtrArray *mc_sample_register_rows_new (guint n_rows,
                                        McSampleLength length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
