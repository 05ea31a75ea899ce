/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which forms of the one-stop procedure the law had in force on a day (domain reference 2). Their
 * numbers changed in 2025: everything else names a form by its key. */
#define MC_FORM_RECEIPT "receipt" /* Giấy tiếp nhận hồ sơ và hẹn trả kết quả */
#define MC_FORM_SUPPLEMENT "supplement" /* Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ */
#define MC_FORM_REFUSAL "refusal"   /* Phiếu từ chối tiếp nhận giải quyết hồ sơ */
#define MC_FORM_APOLOGY "apology"   /* with the new date */
#define MC_FORM_STOP "stop"         /* Thông báo dừng giải quyết hồ sơ */
#define MC_FORM_CONTROL "control"   /* Phiếu kiểm soát quá trình giải quyết hồ sơ */
#define MC_FORM_REGISTER "register" /* Sổ theo dõi hồ sơ */
#define MC_FORM_HANDOVER "handover" /* Phiếu bàn giao kết quả */
#define MC_FORM_DECLARATION "declaration" /* Tờ khai, that the citizen signs */

typedef enum
{
  MC_PAPER_BY_LAW, /* what the form set says */
  MC_PAPER_A5,     /* iso_a5_148x210mm */
  MC_PAPER_A4,     /* iso_a4_210x297mm */
} McPaper;

typedef struct
{
  const char *key;
  const char *number;   /* (nullable), "01"; NULL for a paper that no circular numbers */
  const char *title;    /* Vietnamese, as the circular writes it */
  const char *title_en; /* a gloss: the form itself is Vietnamese */
  McPaper paper;        /* never MC_PAPER_BY_LAW */
} McForm;

typedef struct
{
  const char *name;       /* "2018", "2025-07", "2025-09": for logs and file names */
  const char *basis;      /* the decree and the circular, as they are cited */
  const char *valid_from; /* (nullable), "2025-07-01", the first day; NULL in the oldest */
  const char *valid_to;   /* (nullable), the last day; NULL in the one in force */
  const McForm *forms;
  guint n_forms;
} McFormSet;

const McFormSet *mc_form_set_find (const GDate *date);
const McForm *mc_form_set_get_form (const McFormSet *self, const char *key); /* (nullable) */
const McForm *mc_form_find (const char *key, const GDate *date);             /* (nullable) */
McPaper mc_form_choose_paper (const McForm *self, McPaper configured);

G_END_DECLS
