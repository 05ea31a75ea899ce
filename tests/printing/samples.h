/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/receipt.h"
#include "printing/documents/form01-page.h"

G_BEGIN_DECLS

/* Made-up documents for the tests, the gallery and the benchmark of printing. */
typedef enum
{
  MC_SAMPLE_SHORT,
  MC_SAMPLE_LONG,    /* twenty papers, long names and addresses */
  MC_SAMPLE_HOSTILE, /* markup and words without end; of official papers */
} McSampleLength;

#define MC_SAMPLE_URL "HTTPS://MOTCUA.HANOI.EXAMPLE/T/7ZK4M9QX2B8VC1TD6WJ5HN3RGP"

McReceipt *mc_sample_receipt_new (const char *language,
                                  McSampleLength length) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_form01_page_new (const char *language,
                                   McSampleLength length,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
