/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Phiếu từ chối tiếp nhận giải quyết hồ sơ. */
typedef struct
{
  McOfficialHead head;
  const McApplicant *applicant; /* (unowned) (nullable), who filed */
  const char *procedure_name;   /* (unowned), in Vietnamese */
  const char *procedure_code;   /* (unowned) (nullable) */
  const char *reason;           /* (unowned), paragraphs between newlines */
  const char *officer;          /* (unowned) (nullable), who received it */
} McRefusalForm;

McPage *mc_refusal_page_new (const McRefusalForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
