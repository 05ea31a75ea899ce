/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/central/desk.h"

/* Further dossiers of a desk, as many as a test of lists needs: each has gone the main way as far
 * as its state. Their contents are not there, only what lists show. */
typedef struct
{
  guint number;           /* from 1: of its id and code */
  const char *name;       /* of the applicant; NULL = could not be read */
  const char *unit;       /* NULL = the walk's */
  const char *resolver;   /* NULL = its unit */
  McState state;          /* on the main way */
  const char *due;        /* RFC 3339; NULL = today at 17:00 */
  const char *department; /* from step 3 */
  const char *assignee;   /* from step 4 */
  gboolean refusal;       /* the specialist proposed to refuse */
  gboolean unseen;
  const char *attention;
  const char *code; /* NULL = of its number */
} HeapDossier;

#define HEAP_UNIT "00070"

void heap_file (Desk *desk, const HeapDossier *dossier);
void heap_file_all (Desk *desk, const HeapDossier *dossiers, guint n);
char *heap_id (guint number);
char *heap_code (guint number);
McDossierRecord *heap_load (Desk *desk, guint number);
