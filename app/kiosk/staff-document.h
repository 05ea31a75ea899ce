/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/day-figures.h"

G_BEGIN_DECLS

/* Papers that staff ask for, by the word that the journal keeps. */
#define MC_STAFF_DOCUMENT_TEST "test" /* tries the printer */
#define MC_STAFF_DOCUMENT_DAY "day"   /* reconciles a day */

/* One of them, with what it says looked up: in the outbox's thread; drawn where fonts are warm. */
typedef struct _McStaffDocument McStaffDocument;

char *mc_staff_document_describe (const char *language,
                                  const GDate *date) G_GNUC_WARN_UNUSED_RESULT; /* for the row */
McStaffDocument *mc_staff_document_load (McOutbox *outbox,
                                         const McWantedPrint *wanted,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_staff_document_draw (const McStaffDocument *self,
                                McMedium medium,
                                const char *printer, /* (nullable) */
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_staff_document_free (McStaffDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McStaffDocument, mc_staff_document_free)

G_END_DECLS
