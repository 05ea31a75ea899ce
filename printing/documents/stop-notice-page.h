/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Thông báo dừng giải quyết hồ sơ: an agency's letter, so head.agency says whose. */
typedef struct
{
  McOfficialHead head;
  const McApplicant *applicant; /* (unowned) (nullable), whom it is addressed to */
  const char *procedure_name;   /* (unowned), in Vietnamese */
  const char *procedure_code;   /* (unowned) (nullable) */
  gint64 received_at;           /* MC_TIME_NONE where it never was */
  const char *requester;        /* (unowned), who asked to stop, "Người nộp hồ sơ" */
  const char *reason;           /* (unowned) */
  const char *stage;            /* (unowned), the step that it had come to */
  const char *decision;         /* (unowned), what the agency decides */
  const char *money;            /* (unowned) (nullable), what becomes of fees that were paid */
  const char *signer_title;     /* (unowned) (nullable), "CHỦ TỊCH" */
  const char *signer;           /* (unowned) (nullable) */
} McStopNotice;

McPage *mc_stop_notice_page_new (const McStopNotice *form,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
