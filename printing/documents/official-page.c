/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/official-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/receipt.h"
#include "printing/documents/sheet.h"

/* iso_a5_148x210mm, portrait (Thông tư 01/2018/TT-VPCP). A4 is the same page, enlarged as a copier
 * does it. */
static const McSheet A5 = { .width = MC_SHEET_MM (148.0),
                            .height = MC_SHEET_MM (210.0),
                            .margin_x = MC_SHEET_MM (11.0),
                            .margin_top = MC_SHEET_MM (9.0),
                            .margin_bottom = MC_SHEET_MM (11.0),
                            .foot_size = 7.2,
                            .family = MC_PAGE_FONT_FORMAL };
#define A4_WIDTH MC_SHEET_MM (210.0)
#define A4_HEIGHT MC_SHEET_MM (297.0)

/* Read by phones from paper and found again at 300 or 600 dpi: whole dots of 300 dpi. */
#define DOT (72.0 / 300.0)
#define QR_DOTS 6
#define SIZE MC_OFFICIAL_SIZE

/* A form that all but fits on one page is set a little smaller rather than signed on another; one
 * that leaves room is set larger, for whoever forgot their glasses. */
static const double scales[] = { 1.24, 1.16, 1.08, 1.0, 0.94, 0.88 };

static const McFlowStyle plain = { .size = SIZE, .leading = MC_FLOW_TIGHT };

static gboolean
is_filled (const char *text)
{
  return text != NULL && *text != '\0';
}

/* The form is a Vietnamese document by law; for those who chose English each label has a gloss. */
static char *
create_label (const McOfficialDraft *draft, const char *label, const char *label_en)
{
  if (draft->english && !g_str_equal (label, label_en))
    return g_strdup_printf ("%s (%s)", label, label_en);
  return g_strdup (label);
}

/**
 * mc_official_add_field:
 * @draft: a paper
 * @label: in Vietnamese
 * @label_en: in English
 * @value: (nullable): the value; %NULL or empty prints dots to write on
 *
 * Adds "label: value".
 */
void
mc_official_add_field (const McOfficialDraft *draft,
                       const char *label,
                       const char *label_en,
                       const char *value)
{
  g_autofree char *both = create_label (draft, label, label_en);
  g_autofree char *text = NULL;

  if (!is_filled (value))
    {
      mc_flow_add_field (draft->flow, &plain, both, NULL);
      return;
    }
  text = g_strdup_printf ("%s: %s", both, value);
  mc_flow_add_text (draft->flow, &plain, text);
}

/**
 * mc_official_add_strong_field:
 * @draft: a paper
 * @label: in Vietnamese
 * @label_en: in English
 * @value: (nullable): the value; %NULL or empty prints dots to write on
 *
 * Adds "label: value" with the value in bold: what the bearer looks for.
 */
void
mc_official_add_strong_field (const McOfficialDraft *draft,
                              const char *label,
                              const char *label_en,
                              const char *value)
{
  g_autofree char *both = create_label (draft, label, label_en);

  mc_flow_add_field (draft->flow, &plain, both, value);
}

/**
 * mc_official_add_contact_fields:
 * @draft: a paper
 * @applicant: (nullable): who filed
 *
 * Adds address, phone and email, with dots for what is not known.
 */
void
mc_official_add_contact_fields (const McOfficialDraft *draft, const McApplicant *applicant)
{
  const gboolean known = applicant != NULL;

  mc_official_add_field (draft, "Địa chỉ", "Address", known ? applicant->address : NULL);
  mc_official_add_field (draft, "Số điện thoại", "Phone", known ? applicant->phone : NULL);
  mc_official_add_field (draft, "Email", "Email", known ? applicant->email : NULL);
}

/**
 * mc_official_add_text:
 * @draft: a paper
 * @text: in Vietnamese
 *
 * Adds a paragraph.
 */
void
mc_official_add_text (const McOfficialDraft *draft, const char *text)
{
  mc_flow_add_text (draft->flow, &plain, text);
}

/**
 * mc_official_add_gloss:
 * @draft: a paper
 * @text: in English
 *
 * Adds a paragraph in italics where the dossier's language is English, else nothing.
 */
void
mc_official_add_gloss (const McOfficialDraft *draft, const char *text)
{
  const McFlowStyle style = { .size = 7.4, .italic = TRUE, .leading = MC_FLOW_TIGHT };

  if (draft->english)
    mc_flow_add_text (draft->flow, &style, text);
}

/**
 * mc_official_add_note:
 * @draft: a paper
 * @text: in Vietnamese
 *
 * Adds a paragraph in small italics.
 */
void
mc_official_add_note (const McOfficialDraft *draft, const char *text)
{
  const McFlowStyle style = { .size = 7.4, .italic = TRUE, .leading = MC_FLOW_TIGHT };

  mc_flow_add_text (draft->flow, &style, text);
}

/**
 * mc_official_add_heading:
 * @draft: a paper
 * @label: in Vietnamese
 * @label_en: in English
 *
 * Adds "label:" on a line of its own that stays with what follows.
 */
void
mc_official_add_heading (const McOfficialDraft *draft, const char *label, const char *label_en)
{
  g_autofree char *both = create_label (draft, label, label_en);
  g_autofree char *line = g_strconcat (both, ":", NULL);
  McFlowStyle kept = plain;

  kept.keep = TRUE;
  mc_flow_add_space (draft->flow, 2);
  mc_flow_add_text (draft->flow, &kept, line);
}

static void
add_centred (McFlow *flow, double size, gboolean bold, gboolean italic, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .italic = italic, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  mc_flow_add_text (flow, &style, text);
}

/* On one line and off the neighbour, a little smaller where it must be. */
static void
add_on_a_line (McFlow *flow, double width, const McFlowStyle *style, const char *text)
{
  const double wanted = mc_flow_measure (MC_PAGE_FONT_FORMAL, style, text);

  add_centred (flow,
               style->size * CLAMP ((width - 8) / wanted, 0.75, 1.0),
               style->bold,
               style->italic,
               text);
}

/* The short line that official papers draw below an authority and below the motto. */
static void
add_short_rule (McFlow *flow, double width, double share)
{
  McFlow *cells[3] = { mc_flow_new (MC_PAGE_FONT_FORMAL, width * (1 - share) / 2),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, width * share),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, width * (1 - share) / 2) };

  mc_flow_add_space (cells[1], 1.5);
  mc_flow_add_rule (cells[1], 0.6, FALSE);
  mc_flow_add_space (cells[1], 2.5);
  mc_flow_add_row (flow, cells, G_N_ELEMENTS (cells), FALSE);
}

static void
add_issuer (const McOfficialDraft *draft, McFlow *cell, double width, gboolean numbered)
{
  const McOfficialHead *head = draft->head;
  const double usual = draft->usual;
  g_autofree char *parent = g_utf8_strup (head->parent_agency, -1);
  g_autofree char *issuer = g_utf8_strup (mc_official_get_issuer (head), -1);

  add_centred (cell, 7.6 * usual, FALSE, FALSE, parent);
  add_centred (cell, 7.6 * usual, TRUE, FALSE, issuer);
  add_short_rule (cell, width, 0.3);
  if (numbered)
    {
      g_autofree char *number =
          g_strdup_printf ("Số: %s", head->number != NULL ? head->number : "………/………");

      add_centred (cell, SIZE * usual, FALSE, FALSE, number);
    }
  mc_flow_add_space (cell, 4);
  add_centred (cell, SIZE * usual, FALSE, FALSE, "Mã hồ sơ:");
  add_centred (cell, 9.4 * usual, TRUE, FALSE, head->code);
}

static void
add_motto_lines (const McOfficialDraft *draft, McFlow *cell, double width, double rule_share)
{
  add_centred (cell, 7.6 * draft->usual, TRUE, FALSE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  add_centred (cell, 8.4 * draft->usual, TRUE, FALSE, "Độc lập - Tự do - Hạnh phúc");
  add_short_rule (cell, width, rule_share);
}

static void
add_motto (const McOfficialDraft *draft, McFlow *cell, double width)
{
  g_autofree char *place_and_date =
      mc_official_create_place_and_date (draft->head->point, draft->head->issued_at);
  const McFlowStyle style = { .size = SIZE * draft->usual, .italic = TRUE };

  add_motto_lines (draft, cell, width, 0.62);
  add_on_a_line (cell, width, &style, place_and_date);
}

/**
 * mc_official_add_head_with_qr:
 * @draft: a paper
 * @numbered: whether such a paper has a number of its own
 * @text: (nullable): what a reader sees in the QR; %NULL for none
 * @max_side: how large the QR may be on paper, in points; 0 for as large as a phone needs
 * @error: return location
 *
 * Adds who issues it with the dossier's code on the left; on the right the motto, place and date,
 * and the QR that Thông tư 01/2018/TT-VPCP article 19 allows beside the code.
 *
 * Returns: %TRUE, or %FALSE with #McQrError
 */
gboolean
mc_official_add_head_with_qr (const McOfficialDraft *draft,
                              gboolean numbered,
                              const char *text,
                              double max_side,
                              GError **error)
{
  const double left_width = draft->width * 0.46;
  McFlow *cells[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, left_width),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width - left_width) };
  McQr *qr = text != NULL ? mc_qr_new (text, error) : NULL;

  /* The row owns the cells from here, whatever else fails. */
  add_issuer (draft, cells[0], left_width, numbered);
  add_motto (draft, cells[1], draft->width - left_width);
  if (qr != NULL)
    {
      guint dots = QR_DOTS;

      while (mc_qr_get_modules (qr) * (dots + 1) * DOT <= max_side)
        dots++;
      mc_flow_add_qr (cells[1], qr, DOT / draft->scale, dots, MC_FLOW_CENTRE);
    }
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
  return text == NULL || qr != NULL;
}

/**
 * mc_official_add_head:
 * @draft: a paper
 * @numbered: whether such a paper has a number of its own
 * @error: return location
 *
 * Adds the head of mc_official_add_head_with_qr () with the status URL as the QR.
 *
 * Returns: %TRUE, or %FALSE with #McQrError
 */
gboolean
mc_official_add_head (const McOfficialDraft *draft, gboolean numbered, GError **error)
{
  return mc_official_add_head_with_qr (draft, numbered, draft->head->status_url, 0, error);
}

/**
 * mc_official_add_motto:
 * @draft: a paper
 *
 * Adds the motto alone, in the middle: the head of what a citizen writes to an authority.
 */
void
mc_official_add_motto (const McOfficialDraft *draft)
{
  add_motto_lines (draft, draft->flow, draft->width, 0.3);
}

/* Two lines of like length, no single word on the second. */
static void
break_in_half (char *title)
{
  char *middle = title + strlen (title) / 2, *before = middle, *after = strchr (middle, ' ');

  while (before > title && *before != ' ')
    before--;
  if (after == NULL || middle - before < after - middle)
    after = before;
  if (*after == ' ')
    *after = '\n';
}

/**
 * mc_official_add_title:
 * @draft: a paper
 *
 * Adds the title that the law in force gives the form, with a gloss where one is wanted.
 */
void
mc_official_add_title (const McOfficialDraft *draft)
{
  mc_official_add_own_title (draft, draft->form->title, draft->form->title_en);
}

/**
 * mc_official_add_own_title:
 * @draft: a paper
 * @text: in Vietnamese
 * @text_en: in English
 *
 * Adds the title of a paper that has a name of its own, with a gloss where one is wanted.
 */
void
mc_official_add_own_title (const McOfficialDraft *draft, const char *text, const char *text_en)
{
  const McFlowStyle style = { .size = 11.4, .bold = TRUE };
  g_autofree char *title = g_utf8_strup (text, -1);

  if (mc_flow_measure (MC_PAGE_FONT_FORMAL, &style, title) > draft->width)
    break_in_half (title);
  add_centred (draft->flow, style.size, TRUE, FALSE, title);
  if (draft->english)
    add_centred (draft->flow, SIZE, FALSE, TRUE, text_en);
  mc_flow_add_space (draft->flow, 4);
}

static void
add_cells (const McOfficialDraft *draft,
           const McOfficialColumn *columns,
           guint n_columns,
           const char *const *texts /* (nullable), the titles */)
{
  McFlow **cells = g_newa (McFlow *, n_columns);
  const gboolean is_head = texts == NULL;

  for (guint i = 0; i < n_columns; i++)
    {
      const McFlowStyle style = { .size = is_head ? 7.4 : 7.8,
                                  .bold = is_head,
                                  .leading = MC_FLOW_TIGHT,
                                  .align = is_head ? MC_FLOW_CENTRE : columns[i].align };
      const char *title = draft->english ? columns[i].title_en : columns[i].title;

      cells[i] = mc_flow_new (MC_PAGE_FONT_FORMAL,
                              draft->width * columns[i].share - 2 * MC_FLOW_CELL_PADDING);
      mc_flow_add_text (cells[i], &style, is_head ? title : texts[i]);
    }
  mc_flow_add_row (draft->flow, cells, n_columns, TRUE);
}

/**
 * mc_official_add_contact:
 * @draft: a paper
 * @sentence: in Vietnamese, which ends with "liên hệ"
 * @officer: (nullable): whom to ask for
 *
 * Adds the sentence with who can be asked, where and at which phone.
 */
void
mc_official_add_contact (const McOfficialDraft *draft, const char *sentence, const char *officer)
{
  const McPoint *point = draft->head->point;
  g_autoptr (GString) text = g_string_new (sentence);

  if (is_filled (officer))
    g_string_append_printf (text, " %s,", officer);
  g_string_append_printf (text, " %s", point->name);
  if (is_filled (point->address))
    g_string_append_printf (text, ", %s", point->address);
  if (is_filled (point->phone))
    {
      g_auto (GStrv) groups = g_strsplit (point->phone, " ", -1);
      g_autofree char *phone = g_strjoinv ("\u00a0", groups); /* never over two lines */

      g_string_append_printf (text, ", điện thoại %s", phone);
    }
  g_string_append_c (text, '.');
  mc_flow_add_space (draft->flow, 3);
  mc_flow_add_text (draft->flow, &plain, text->str);
}

/**
 * mc_official_add_lookup:
 * @draft: a paper
 *
 * Adds where the dossier can be followed; nothing where the paper has no status URL.
 */
void
mc_official_add_lookup (const McOfficialDraft *draft)
{
  g_autofree char *host = NULL, *vietnamese = NULL, *english = NULL;

  if (draft->head->status_url == NULL)
    return;
  host = mc_status_url_create_host (draft->head->status_url);
  vietnamese = g_strdup_printf ("Xem hồ sơ đến đâu: quét mã QR ở trên, tại trang %s.", host);
  english = g_strdup_printf ("To follow the application, scan the code above, at %s.", host);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_note (draft, vietnamese);
  mc_official_add_gloss (draft, english);
}

/**
 * mc_official_begin_table:
 * @draft: a paper
 * @columns: (array length=n_columns): the columns from the left; their shares add up to 1
 * @n_columns: how many
 *
 * Adds the head of a table, which a page that begins among its rows repeats.
 */
void
mc_official_begin_table (const McOfficialDraft *draft,
                         const McOfficialColumn *columns,
                         guint n_columns)
{
  mc_flow_add_space (draft->flow, 1.5);
  add_cells (draft, columns, n_columns, NULL);
  mc_flow_begin_rows (draft->flow, 1);
}

/**
 * mc_official_add_row:
 * @draft: a paper
 * @columns: (array length=n_columns): those of the table
 * @n_columns: how many
 * @texts: (array length=n_columns): what the cells say
 *
 * Adds a row to the table.
 */
void
mc_official_add_row (const McOfficialDraft *draft,
                     const McOfficialColumn *columns,
                     guint n_columns,
                     const char *const *texts)
{
  g_return_if_fail (texts != NULL);
  add_cells (draft, columns, n_columns, texts);
}

/**
 * mc_official_end_table:
 * @draft: a paper
 *
 * Ends the table.
 */
void
mc_official_end_table (const McOfficialDraft *draft)
{
  mc_flow_end_rows (draft->flow);
  mc_flow_add_space (draft->flow, 3);
}

static void
add_signature (const McOfficialDraft *draft, McFlow *cell, const McOfficialSignature *signature)
{
  add_centred (cell, SIZE, TRUE, FALSE, signature->title);
  if (draft->english && signature->title_en != NULL)
    add_centred (cell, 7.2, FALSE, TRUE, signature->title_en);
  add_centred (cell, 7.2, FALSE, TRUE, signature->note);
  mc_flow_add_space (cell, 34); /* room for a hand's signature */
  if (is_filled (signature->name))
    add_centred (cell, SIZE, TRUE, FALSE, signature->name);
}

/**
 * mc_official_add_signatures:
 * @draft: a paper
 * @left: (nullable): who signs on the left
 * @right: (nullable): who signs on the right
 *
 * Adds the places for their signatures, never divided by a page.
 */
void
mc_official_add_signatures (const McOfficialDraft *draft,
                            const McOfficialSignature *left,
                            const McOfficialSignature *right)
{
  McFlow *cells[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2) };

  if (left != NULL)
    add_signature (draft, cells[0], left);
  if (right != NULL)
    add_signature (draft, cells[1], right);
  mc_flow_add_space (draft->flow, 6);
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
}

/**
 * mc_official_add_head_signature:
 * @draft: an agency's letter
 * @title: (nullable): of who signs, "CHỦ TỊCH"
 * @name: (nullable): who signs
 *
 * Adds the place for the signature and the seal of the agency's head, and on its left who gets the
 * letter (Nghị định 30/2020/NĐ-CP).
 */
void
mc_official_add_head_signature (const McOfficialDraft *draft, const char *title, const char *name)
{
  const McFlowStyle label = {
    .size = 7.6, .bold = TRUE, .italic = TRUE, .leading = MC_FLOW_TIGHT, .keep = TRUE
  };
  const McFlowStyle small = { .size = 7.2, .leading = MC_FLOW_TIGHT };
  const McOfficialSignature signature = { .title = title != NULL ? title : "THỦ TRƯỞNG CƠ QUAN",
                                          .title_en = "Head of the agency",
                                          .note = MC_OFFICIAL_SIGN_AND_SEAL,
                                          .name = name };
  McFlow *cells[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2) };

  mc_flow_add_text (cells[0], &label, "Nơi nhận:");
  mc_flow_add_text (cells[0], &small, "- Như trên;\n- Lưu: hồ sơ.");
  add_signature (draft, cells[1], &signature);
  mc_flow_add_space (draft->flow, 6);
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
}

static McSheet
choose_sheet (McPaper paper, double *zoom)
{
  McSheet sheet = A5;

  *zoom = 1.0;
  if (paper == MC_PAPER_A4)
    {
      *zoom = A4_WIDTH / A5.width;
      sheet.width = A4_WIDTH;
      sheet.height = A4_HEIGHT;
      sheet.margin_x *= *zoom;
      sheet.margin_top *= *zoom;
      sheet.margin_bottom *= *zoom;
      sheet.foot_size *= *zoom;
    }
  return sheet;
}

static McFlow *
create_flow (const McOfficialHead *head,
             const McForm *form,
             const McSheet *sheet,
             double zoom,
             double scale,
             McOfficialFunc build,
             gconstpointer data,
             GError **error)
{
  const double width = mc_sheet_get_column_width (sheet) / scale;
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT_FORMAL, width);
  const McOfficialDraft draft = { .head = head,
                                  .form = form,
                                  .flow = flow,
                                  .width = width,
                                  .scale = scale,
                                  .usual = MIN (1.0, zoom / scale),
                                  .english = mc_language_is_english (head->language) };

  mc_flow_set_row_limit (flow, mc_sheet_get_column_height (sheet) / scale / 5);
  if (!build (&draft, data, error))
    return NULL;
  return g_steal_pointer (&flow);
}

/**
 * mc_official_page_new:
 * @head: what stands at its head; the point, the code and the parent agency must be there
 * @key: which form it is, %MC_FORM_RECEIPT …
 * @largest: how much larger than usual its letters may be where there is room, 1 for not
 * @build: (scope call): fills the paper, once for each scale that is tried
 * @data: for @build
 * @error: return location
 *
 * Makes an official paper on the sheets that the form set in force on the day of issue asks for, or
 * that the house configured. A paper that is a little longer than a page is set smaller; a longer
 * one goes on, each page with the code and its number. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_official_page_new (const McOfficialHead *head,
                      const char *key,
                      double largest,
                      McOfficialFunc build,
                      gconstpointer data,
                      GError **error)
{
  g_autoptr (McFlow) flow = NULL;
  g_autofree char *foot = NULL;
  const McForm *form;
  McSheet sheet;
  GDate date;
  double zoom, scale = 1.0;
  guint n_pages = 0;

  g_return_val_if_fail (head != NULL && head->point != NULL && head->code != NULL, NULL);
  g_return_val_if_fail (head->parent_agency != NULL, NULL);

  mc_time_get_local_date (head->issued_at, &date);
  form = mc_form_find (key, &date);
  g_return_val_if_fail (form != NULL, NULL);

  sheet = choose_sheet (mc_form_choose_paper (form, head->paper), &zoom);
  for (guint i = 0; i <= G_N_ELEMENTS (scales) && n_pages != 1; i++)
    {
      /* Where none fits on one page the letters are as large as they are meant to be. */
      const double chosen = i < G_N_ELEMENTS (scales) ? scales[i] : 1.0;

      if (chosen > largest)
        continue;
      scale = zoom * chosen;
      g_clear_pointer (&flow, mc_flow_free);
      flow = create_flow (head, form, &sheet, zoom, scale, build, data, error);
      if (flow == NULL)
        return NULL;
      n_pages = mc_sheet_count_pages (&sheet, flow, scale);
    }
  foot = g_strdup_printf ("%s · trang", head->code);
  return mc_sheet_draw (&sheet, flow, scale, foot, head->code_in_foot, error);
}
