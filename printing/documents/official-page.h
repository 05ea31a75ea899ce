/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/applicant.h"
#include "app/domain/form-set.h"
#include "app/domain/point.h"
#include "printing/documents/flow.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

/* What every official paper of a dossier says at its head. Strings are the caller's. */
typedef struct
{
  const char *parent_agency; /* (unowned), "UBND thành phố Hà Nội" */
  const McPoint *point;      /* (unowned), where the citizen goes */
  const char *agency;        /* (unowned) (nullable), who issues it where that is not the point */
  const char *code;          /* (unowned), of the dossier */
  const char *number;        /* (unowned) (nullable), of this paper, "12/PYC"; NULL leaves dots */
  gint64 issued_at;          /* also decides which set of forms holds */
  const char *status_url;    /* (unowned) (nullable), with the token minted for this paper */
  const char *language;      /* (unowned) (nullable), the dossier's: "en" adds a gloss */
  McPaper paper;             /* MC_PAPER_BY_LAW, or what the house configured */
  gboolean code_in_foot;     /* also where all stands on one page: the head does not have it */
} McOfficialHead;

/* A paper while it is built: the same again for each scale that is tried. */
typedef struct
{
  const McOfficialHead *head; /* (unowned) */
  const McForm *form;         /* (unowned) */
  McFlow *flow;               /* (unowned) */
  double width;               /* of the column before it is scaled */
  double scale;
  double usual; /* times this the head keeps its usual size on a paper that is set larger */
  gboolean english;
} McOfficialDraft;

typedef struct
{
  const char *title;    /* (unowned) */
  const char *title_en; /* (unowned), of a bilingual paper: "Bản photo (Copy)" */
  double share;         /* of the width, 1 for all of it */
  McFlowAlign align;
} McOfficialColumn;

typedef struct
{
  const char *title;    /* (unowned), "NGƯỜI NỘP HỒ SƠ" */
  const char *title_en; /* (unowned) (nullable) */
  const char *note;     /* (unowned), "(Ký và ghi rõ họ tên)" */
  const char *name;     /* (unowned) (nullable) */
} McOfficialSignature;

/* The letters of official papers on A5, and how much larger those of a short one may be. */
#define MC_OFFICIAL_SIZE 8.2
#define MC_OFFICIAL_LARGEST 1.24
#define MC_OFFICIAL_SIGN "(Ký và ghi rõ họ tên)"
#define MC_OFFICIAL_SIGN_AND_SEAL "(Ký, ghi rõ họ tên, đóng dấu)"

typedef gboolean (*McOfficialFunc) (const McOfficialDraft *draft,
                                    gconstpointer data,
                                    GError **error);

McPage *mc_official_page_new (const McOfficialHead *head,
                              const char *key,
                              double largest,
                              McOfficialFunc build,
                              gconstpointer data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean mc_official_add_head (const McOfficialDraft *draft, gboolean numbered, GError **error);
gboolean mc_official_add_head_with_qr (const McOfficialDraft *draft,
                                       gboolean numbered,
                                       const char *text,
                                       double max_side,
                                       GError **error);
void mc_official_add_motto (const McOfficialDraft *draft);
void mc_official_add_title (const McOfficialDraft *draft);
void
mc_official_add_own_title (const McOfficialDraft *draft, const char *text, const char *text_en);
void mc_official_add_field (const McOfficialDraft *draft,
                            const char *label,
                            const char *label_en,
                            const char *value);
void mc_official_add_strong_field (const McOfficialDraft *draft,
                                   const char *label,
                                   const char *label_en,
                                   const char *value);
void mc_official_add_contact_fields (const McOfficialDraft *draft, const McApplicant *applicant);
void mc_official_add_text (const McOfficialDraft *draft, const char *text);
void mc_official_add_gloss (const McOfficialDraft *draft, const char *text);
void mc_official_add_note (const McOfficialDraft *draft, const char *text);
void
mc_official_add_heading (const McOfficialDraft *draft, const char *label, const char *label_en);
void
mc_official_add_contact (const McOfficialDraft *draft, const char *sentence, const char *officer);
void mc_official_add_lookup (const McOfficialDraft *draft);
void mc_official_begin_table (const McOfficialDraft *draft,
                              const McOfficialColumn *columns,
                              guint n_columns);
void mc_official_add_row (const McOfficialDraft *draft,
                          const McOfficialColumn *columns,
                          guint n_columns,
                          const char *const *texts);
void mc_official_end_table (const McOfficialDraft *draft);
void mc_official_add_signatures (const McOfficialDraft *draft,
                                 const McOfficialSignature *left,
                                 const McOfficialSignature *right);

void
mc_official_add_head_signature (const McOfficialDraft *draft, const char *title, const char *name);

const char *mc_official_get_issuer (const McOfficialHead *head);
const char *mc_official_get_address (const McApplicant *applicant);
char *mc_official_create_place_and_date (const McPoint *point,
                                         gint64 time) G_GNUC_WARN_UNUSED_RESULT;
char *mc_official_create_person (const McApplicant *applicant) G_GNUC_WARN_UNUSED_RESULT;
char *mc_official_create_subject (const char *name, const char *code) G_GNUC_WARN_UNUSED_RESULT;
char *mc_official_create_lookup (const McOfficialDraft *draft) G_GNUC_WARN_UNUSED_RESULT;
char *mc_official_create_long_date (gint64 time) G_GNUC_WARN_UNUSED_RESULT;
char *mc_official_create_long_time (gint64 time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
