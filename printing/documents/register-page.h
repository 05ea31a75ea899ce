/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/official-page.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *code;           /* (unowned) */
  const char *procedure_name; /* (unowned) */
  guint sets;                 /* how many sets of papers */
  const char *owner;          /* (unowned) */
  const char *address;        /* (unowned) (nullable) */
  const char *phone;          /* (unowned) (nullable) */
  const char *agency;         /* (unowned) (nullable), in charge */
  gint64 received_at;         /* MC_TIME_NONE of each leaves the cell empty */
  gint64 due_at;
  gint64 collected_at;
  const char *method;  /* (unowned) (nullable), how the result is collected, "Tại quầy" */
  const char *officer; /* (unowned) (nullable), who received the dossier */
  const char *note;    /* (unowned) (nullable) */
} McRegisterRow;

/* Sổ theo dõi hồ sơ, or a part of it. */
typedef struct
{
  const char *parent_agency; /* (unowned) */
  const McPoint *point;      /* (unowned) */
  const char *book;          /* (unowned) (nullable), "01" */
  const char *period; /* (unowned) (nullable), "Từ ngày 1/11/2025 đến ngày 30/11/2025" */
  gint64 issued_at;
  guint first_number;    /* of the first row; the others follow without a gap */
  const GPtrArray *rows; /* (unowned) (element-type McRegisterRow), in their order */
  McPaper paper;         /* MC_PAPER_BY_LAW, or what the house configured */
} McRegisterBook;

McPage *mc_register_page_new (const McRegisterBook *book, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
