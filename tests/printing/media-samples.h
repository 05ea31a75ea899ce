/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/reconciliation-page.h"
#include "printing/documents/test-page.h"
#include "tests/printing/official-samples.h"

G_BEGIN_DECLS

/* Made-up papers of a kiosk: each can be had on every medium, in both languages and every length.
 */
typedef struct
{
  const char *name;
  McPage *(*create) (McMedium medium, const char *language, McSampleLength length, GError **error);
} McMediaSample;

extern const McMediaSample mc_media_samples[];
extern const guint mc_n_media_samples;

void mc_sample_fill_test_sheet (McTestSheet *sheet, const char *language, McSampleLength length);

/* A day of 42 dossiers, or of many that need somebody's look. */
typedef struct
{
  McReconciliation day;
  GPtrArray *undelivered; /* (owned) */
  GPtrArray *unknown;     /* (owned) */
  GArray *gaps;           /* (owned) */
} McSampleDay;

void mc_sample_day_init (McSampleDay *self, const char *language, McSampleLength length);
void mc_sample_day_clear (McSampleDay *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McSampleDay, mc_sample_day_clear)

G_END_DECLS
