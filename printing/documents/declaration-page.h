/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/dossier.h"
#include "printing/documents/official-page.h"

G_BEGIN_DECLS

/* Tờ khai: what the citizen declared at the kiosk or to the clerk, to be read again and signed. */
typedef struct
{
  McOfficialHead head;      /* its status URL is not used: the paper stays with the office */
  const McDossier *dossier; /* (unowned) */
  McProcedure *procedure;   /* (unowned), the version that was filed; it must have a declaration */
  const char *addressee;    /* (unowned), the authority that decides */
  gint64 signed_at;         /* the day that stands above the signature */
} McDeclarationForm;

McPage *mc_declaration_page_new (const McDeclarationForm *form,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
