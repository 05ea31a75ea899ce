/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/medium.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* What a printer is tried with. It holds nobody's data. */
typedef struct
{
  const char *language;   /* (unowned) (nullable), "vi" or "en" */
  const char *unit_name;  /* (unowned) (nullable) */
  const char *point_name; /* (unowned) (nullable) */
  const char *kiosk;      /* (unowned) (nullable), "HK-03" */
  const char *printer;    /* (unowned) (nullable), its queue or address */
  gint64 at;              /* when it was asked for */
} McTestSheet;

McPage *mc_test_page_new (const McTestSheet *sheet,
                          McMedium medium,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *mc_test_page_create_reading (const McTestSheet *sheet, guint dots)
    G_GNUC_WARN_UNUSED_RESULT; /* what its QR with so large modules says */

G_END_DECLS
