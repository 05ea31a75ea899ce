/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/citizens/status-page.h"

/* One dossier at every moment that a citizen's page knows, for tests and for looking at. */
typedef struct
{
  McStatusPage page;
  McStatus *status; /* (owned) */
  McPoint *point;   /* (owned) */
} SamplePage;

extern const char *const SAMPLE_MOMENTS[]; /* NULL-terminated */

SamplePage *sample_page_new (const char *moment);
void sample_page_free (SamplePage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SamplePage, sample_page_free)
