/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/limit.h"
#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* The paper folder changes hands. */
typedef struct
{
  const char *giver;         /* (unowned), agency or part of one, "Bộ phận một cửa" */
  const char *receiver;      /* (unowned) */
  const char *giver_name;    /* (unowned) (nullable), below the room for the signature */
  const char *receiver_name; /* (unowned) (nullable) */
  gint64 at;                 /* MC_TIME_NONE leaves dots */
  gboolean judged;           /* else the boxes stay empty */
  McTimeliness result;       /* once judged */
  const char *note;          /* (unowned) (nullable) */
} McControlRow;

/* Eight steps give seven hand-overs. */
#define MC_CONTROL_ROWS 7

/* Phiếu kiểm soát quá trình giải quyết hồ sơ, which travels with the paper folder. */
typedef struct
{
  McOfficialHead head;
  const char *folder_qr; /* (unowned), what a hand scanner types; capitals and digits are best */
  const char *procedure_name; /* (unowned), in Vietnamese */
  const char *procedure_code; /* (unowned) (nullable) */
  const char *resolving;      /* (unowned), agency or department that resolves it */
  const char *cooperating;    /* (unowned) (nullable) */
  gint64 due_at;              /* MC_TIME_NONE where it is not known yet */
  const GPtrArray *rows;      /* (unowned) (nullable) (element-type McControlRow), known so far */
} McControlSlip;

McPage *mc_control_slip_page_new (const McControlSlip *slip,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
