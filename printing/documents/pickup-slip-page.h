/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/pickup.h"
#include "printing/documents/medium.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* The number with which a citizen waits for a result, on the kiosk's paper. */
typedef struct
{
  const char *language;    /* (unowned), "vi" or "en" */
  const char *unit_name;   /* (unowned), "UBND phường Hoàn Kiếm" */
  const char *point_name;  /* (unowned) */
  const char *number;      /* (unowned), "12" or "A012" */
  const char *counter;     /* (unowned) (nullable), "2" */
  const char *code;        /* (unowned), of the dossier */
  const char *masked_name; /* (unowned) (nullable), never the whole name */
  gint64 at;
  McPickupCheck check;
  const char *kiosk; /* (unowned) (nullable) */
  guint copy;        /* 2 and more is a reprint */
} McPickupSlip;

McPage *mc_pickup_slip_page_new (const McPickupSlip *slip,
                                 McMedium medium,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_pickup_page_new (const McPickup *pickup,
                            McMedium medium,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
