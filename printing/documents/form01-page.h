/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/dossier.h"
#include "app/domain/form-set.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, of an accepted dossier. */
typedef struct
{
  const McDossier *dossier;  /* (unowned) */
  McProcedure *procedure;    /* (unowned) */
  const McPoint *point;      /* (unowned) */
  const char *parent_agency; /* (unowned), "UBND thành phố Hà Nội" */
  gint64 received_at;
  gint64 due_at;
  const char *status_url; /* (unowned), with the token minted for this document */
  const char *officer;    /* (unowned) (nullable), who received it */
  guint register_number;  /* in the register of the year; 0 leaves dots */
  McPaper paper;          /* MC_PAPER_BY_LAW, or what the house configured */
} McForm01;

McPage *mc_form01_page_new (const McForm01 *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
