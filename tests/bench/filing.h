/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/catalogue.h"
#include "app/store/outbox.h"

/* An enrolled kiosk's outbox without a central, and dossiers of the birth example for it. Whatever
 * fails ends the program. */
typedef struct
{
  McClock *clock;         /* (owned) */
  McCatalogue *catalogue; /* (owned) */
  McCalendar *calendar;   /* (owned) */
  GPtrArray *points;      /* (owned) (element-type McPoint) */
  char *example;          /* (owned), JSON */
  gsize length;
  McOutbox *outbox; /* (owned) */
} Filing;

Filing *filing_new (const char *folder); /* the outbox lies in it */
void filing_free (Filing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filing, filing_free)

McDossier *filing_draw (Filing *self); /* (transfer full): filled in, and not committed */
McReceipt *filing_commit (Filing *self, McDossier *dossier);
