/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/work/paper.h"
#include "printing/documents/official-page.h"

G_BEGIN_DECLS

/* All that a paper is drawn from. */
typedef struct
{
  McCentral *central;         /* (unowned) */
  const McCase *base;         /* (unowned) */
  McDossier *dossier;         /* (owned) */
  const McEventRecord *event; /* (unowned) that it goes out with */
  McEventData *data;          /* (owned), of that event */
  char *officer;              /* (owned) (nullable), name of who did it */
  const char *agency;         /* (unowned) (nullable), who decides, "UBND phường Hoàn Kiếm" */
  const char *procedure_name; /* (unowned) */
  const char *status_url;     /* (unowned) (nullable), of what the citizen takes along */
  char *number;               /* (owned) (nullable), "12/PYCBS" */
  McOfficialHead head;
} McPaperSource;

typedef McPage *(*McPaperFunc) (const McPaperSource *source, GError **error);

/* paper-forms.c */
McPage *mc_paper_draw_declaration (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_receipt (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_supplement (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_refusal (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_apology (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_stop (const McPaperSource *source, GError **error);
/* paper-slips.c */
McPage *mc_paper_draw_control (const McPaperSource *source, GError **error);
McPage *mc_paper_draw_handover (const McPaperSource *source, GError **error);

G_END_DECLS
