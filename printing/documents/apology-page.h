/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* The apology with a new date: an agency's letter, so head.agency says whose. */
typedef struct
{
  McOfficialHead head;
  const McApplicant *applicant; /* (unowned) (nullable), whom it is addressed to */
  const char *procedure_name;   /* (unowned), in Vietnamese */
  const char *procedure_code;   /* (unowned) (nullable) */
  gint64 received_at;
  gint64 promised_at; /* the appointment that is not kept */
  gint64 new_due_at;
  const char *reason;       /* (unowned) */
  const char *signer_title; /* (unowned) (nullable), "CHỦ TỊCH" */
  const char *signer;       /* (unowned) (nullable) */
} McApologyForm;

McPage *mc_apology_page_new (const McApologyForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
