/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Phiếu bàn giao kết quả: what both sides sign when a result is collected. */
typedef struct
{
  McOfficialHead head;
  const char *procedure_name; /* (unowned), in Vietnamese */
  const char *procedure_code; /* (unowned) (nullable) */
  const char *owner;          /* (unowned), of the dossier */
  const char *giver;          /* (unowned), the officer */
  const char *giver_phone;    /* (unowned) (nullable) */
  const char *receiver;       /* (unowned), the owner or a delegate */
  const char *receiver_phone; /* (unowned) (nullable) */
  const char *receiver_id;    /* (unowned) (nullable), printed masked */
  const char *authorisation; /* (unowned) (nullable), the delegate's: "Giấy ủy quyền ngày …" */
  const char *result_kind;    /* (unowned), "Giấy khai sinh, bản chính" */
  const char *result_number;  /* (unowned) (nullable) */
  const char *result_summary; /* (unowned) (nullable) */
  gint64 handed_at;
} McHandoverSlip;

McPage *mc_handover_slip_page_new (const McHandoverSlip *slip,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
