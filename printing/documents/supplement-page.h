/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *what; /* (unowned), "Giấy chứng sinh (bản chính)" */
  const char *why;  /* (unowned) (nullable) */
} McMissingItem;

/* Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. */
typedef struct
{
  McOfficialHead head;
  const McApplicant *applicant; /* (unowned) (nullable), who filed */
  const char *procedure_name;   /* (unowned), in Vietnamese */
  const char *procedure_code;   /* (unowned) (nullable) */
  const GPtrArray *items;       /* (unowned) (element-type McMissingItem), all of them at once */
  const char *reason;           /* (unowned) (nullable), of the whole */
  const char *officer;          /* (unowned) (nullable), who guides the citizen */
} McSupplementForm;

McPage *mc_supplement_page_new (const McSupplementForm *form,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
