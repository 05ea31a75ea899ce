/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/form01-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "printing/documents/flow.h"
#include "printing/documents/page-writer.h"

/* iso_a5_148x210mm, portrait (Thông tư 01/2018/TT-VPCP). */
#define PAGE_WIDTH (148.0 / 25.4 * 72.0)
#define PAGE_HEIGHT (210.0 / 25.4 * 72.0)
#define MARGIN_X (11.0 / 25.4 * 72.0)
#define MARGIN_TOP (9.0 / 25.4 * 72.0)
#define MARGIN_BOTTOM (11.0 / 25.4 * 72.0)
#define COLUMN_WIDTH (PAGE_WIDTH - 2 * MARGIN_X)
/* Read by phones from paper and found again at 300 or 600 dpi: whole dots of 300 dpi. */
#define DOT (72.0 / 300.0)
#define QR_DOTS 6
#define SIZE 8.2

typedef struct
{
  const McForm01 *form; /* (unowned) */
  McFlow *flow;         /* (unowned) */
  double width;         /* of the column before it is scaled */
  double scale;
} Draft;

/* A form that all but fits on one page is set a little smaller rather than signed on another. */
static const double scales[] = { 1.0, 0.94, 0.88 };

static const McFlowStyle plain = { .size = SIZE, .leading = MC_FLOW_TIGHT };

/* The form is a Vietnamese document by law; for those who chose English each label has a gloss. */
static char *
create_label (const Draft *draft, const char *vietnamese, const char *english)
{
  if (mc_language_is_english (draft->form->dossier->language) && !g_str_equal (vietnamese, english))
    return g_strdup_printf ("%s (%s)", vietnamese, english);
  return g_strdup (vietnamese);
}

static void
add_field (const Draft *draft, const char *vietnamese, const char *english, const char *value)
{
  g_autofree char *label = create_label (draft, vietnamese, english);
  g_autofree char *text = NULL;

  if (value == NULL || *value == '\0')
    {
      mc_flow_add_field (draft->flow, &plain, label, NULL);
      return;
    }
  text = g_strdup_printf ("%s: %s", label, value);
  mc_flow_add_text (draft->flow, &plain, text);
}

/* What the bearer looks for. */
static void
add_strong_field (const Draft *draft,
                  const char *vietnamese,
                  const char *english,
                  const char *value)
{
  g_autofree char *label = create_label (draft, vietnamese, english);

  mc_flow_add_field (draft->flow, &plain, label, value);
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
add_text (McFlow *flow, double size, gboolean bold, gboolean italic, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .italic = italic, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  mc_flow_add_text (flow, &style, text);
}

/* "Hoàn Kiếm" of "Phường Hoàn Kiếm": papers are dated at a place, not at an authority. */
static const char *
get_place (const McPoint *point)
{
  static const char *const kinds[] = { "Phường ", "Xã ", "Đặc khu " };
  const char *name = point->unit_name;

  if (name == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (name, kinds[i]))
      return name + strlen (kinds[i]);
  return name;
}

/* Two digits for days below 10 and months below 3, as Nghị định 30/2020/NĐ-CP writes dates. */
static char *
create_long_date (gint64 time)
{
  GDate date;

  mc_time_get_local_date (time, &date);
  return g_strdup_printf (g_date_get_month (&date) < 3 ? "ngày %02u tháng %02u năm %u"
                                                       : "ngày %02u tháng %u năm %u",
                          (guint) g_date_get_day (&date),
                          (guint) g_date_get_month (&date),
                          (guint) g_date_get_year (&date));
}

static char *
create_long_time (gint64 time)
{
  g_autofree char *date = create_long_date (time);
  guint second = mc_time_get_local_second (time);

  return g_strdup_printf ("%u giờ %02u phút, %s", second / 3600, second % 3600 / 60, date);
}

static gboolean
add_header (const Draft *draft, GError **error)
{
  const McForm01 *form = draft->form;
  const double left_width = draft->width * 0.46;
  McFlow *cells[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, left_width),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width - left_width) };
  g_autofree char *parent = g_utf8_strup (form->parent_agency, -1);
  g_autofree char *point = g_utf8_strup (form->point->name, -1);
  g_autofree char *date = create_long_date (form->received_at);
  g_autofree char *place_and_date = get_place (form->point) != NULL
                                        ? g_strdup_printf ("%s, %s", get_place (form->point), date)
                                        : g_strdup (date);
  const McFlowStyle date_style = { .size = SIZE, .italic = TRUE };
  McQr *qr = mc_qr_new (form->status_url, error);

  /* The row owns the cells from here, whatever else fails. */
  add_text (cells[0], 7.6, FALSE, FALSE, parent);
  add_text (cells[0], 7.6, TRUE, FALSE, point);
  add_short_rule (cells[0], left_width, 0.3);
  mc_flow_add_space (cells[0], 4);
  add_text (cells[0], SIZE, FALSE, FALSE, "Mã hồ sơ:");
  add_text (cells[0], 9.4, TRUE, FALSE, form->dossier->code);
  add_text (cells[1], 7.6, TRUE, FALSE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  add_text (cells[1], 8.4, TRUE, FALSE, "Độc lập - Tự do - Hạnh phúc");
  add_short_rule (cells[1], draft->width - left_width, 0.62);
  add_text (cells[1],
            MIN (SIZE,
                 SIZE * (draft->width - left_width - 1) /
                     mc_flow_measure (MC_PAGE_FONT_FORMAL, &date_style, place_and_date)),
            FALSE,
            TRUE,
            place_and_date);
  if (qr != NULL)
    mc_flow_add_qr (cells[1], qr, DOT / draft->scale, QR_DOTS, MC_FLOW_CENTRE);
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
  return qr != NULL;
}

static void
add_title (const Draft *draft)
{
  add_text (draft->flow, 11.4, TRUE, FALSE, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
  if (mc_language_is_english (draft->form->dossier->language))
    add_text (
        draft->flow, SIZE, FALSE, TRUE, "Receipt of an application and appointment for its result");
  mc_flow_add_space (draft->flow, 4);
}

static char *
create_person (const McApplicant *applicant)
{
  if (applicant->kind != MC_APPLICANT_ORGANISATION)
    return g_strdup (applicant->name);
  if (applicant->name == NULL)
    return g_strdup (applicant->organisation);
  if (applicant->title == NULL || *applicant->title == '\0')
    return g_strdup_printf ("%s (người đại diện: %s)", applicant->organisation, applicant->name);
  return g_strdup_printf (
      "%s (người đại diện: %s, %s)", applicant->organisation, applicant->name, applicant->title);
}

/* a to h of the form, in its order. */
static void
add_parties (const Draft *draft)
{
  const McForm01 *form = draft->form;
  const McApplicant *applicant = form->dossier->applicant, *owner = form->dossier->owner;
  g_autofree char *name = create_person (applicant);
  g_autofree char *masked_id =
      applicant->id_number != NULL ? mc_text_mask_id (applicant->id_number) : NULL;
  g_autofree char *content =
      g_strdup_printf ("%s (mã thủ tục %s)",
                       mc_procedure_get_name (form->procedure, MC_LANGUAGE_VI),
                       mc_procedure_get_code (form->procedure));

  add_field (draft, "Nơi tiếp nhận", "Received at", form->point->name);
  add_strong_field (draft, "Tiếp nhận hồ sơ của", "From", name);
  add_field (draft, "Địa chỉ", "Address", applicant->address);
  add_field (draft, "Số điện thoại", "Phone", applicant->phone);
  add_field (draft, "Email", "Email", applicant->email);
  add_field (draft, "Số căn cước/Hộ chiếu", "Identity card or passport", masked_id);
  add_strong_field (draft, "Nội dung yêu cầu giải quyết", "Subject", content);
  if (owner != NULL)
    {
      g_autofree char *owner_name = create_person (owner);
      g_autofree char *owner_text =
          owner->address != NULL && *owner->address != '\0'
              ? g_strdup_printf ("%s, địa chỉ: %s", owner_name, owner->address)
              : g_strdup (owner_name);

      add_field (draft, "Chủ hồ sơ", "Concerns", owner_text);
    }
}

static void
add_table_row (const Draft *draft, const char *const texts[5], gboolean head)
{
  static const double shares[] = { 0.07, 0.54, 0.13, 0.13, 0.13 };
  McFlow *cells[G_N_ELEMENTS (shares)];

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      const McFlowStyle style = { .size = head ? 7.4 : 7.8,
                                  .bold = head,
                                  .leading = MC_FLOW_TIGHT,
                                  .align = head || i != 1 ? MC_FLOW_CENTRE : MC_FLOW_LEFT };

      /* Less the padding that a ruled row puts on both sides. */
      cells[i] = mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width * shares[i] - 4.0);
      mc_flow_add_text (cells[i], &style, texts[i]);
    }
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), TRUE);
}

static void
format_count (guint count, char text[16])
{
  if (count == 0)
    g_strlcpy (text, "–", 16);
  else
    g_snprintf (text, 16, "%u", count);
}

/* 1 of the form. */
static void
add_components (const Draft *draft)
{
  const McForm01 *form = draft->form;
  const GPtrArray *documents = form->dossier->documents;
  const gboolean english = mc_language_is_english (form->dossier->language);
  g_autofree char *label = create_label (
      draft, "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm", "Papers");
  g_autofree char *line = g_strconcat (label, ":", NULL);
  McFlowStyle kept = plain;

  kept.keep = TRUE;
  mc_flow_add_space (draft->flow, 2);
  mc_flow_add_text (draft->flow, &kept, line);
  mc_flow_add_space (draft->flow, 1.5);
  add_table_row (draft,
                 (const char *const[]){ "TT",
                                        english ? "Tên giấy tờ (Paper)" : "Tên giấy tờ",
                                        english ? "Bản chính (Original)" : "Bản chính",
                                        english ? "Chứng thực (Certified)" : "Bản chứng thực",
                                        english ? "Bản photo (Copy)" : "Bản photo" },
                 TRUE);
  mc_flow_keep (draft->flow);
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const McDossierDocument *document = g_ptr_array_index (documents, i);
      const McDocument *known = mc_procedure_find_document (form->procedure, document->key);
      char number[16], originals[16], certified[16], copies[16];

      g_snprintf (number, sizeof number, "%u", i + 1);
      format_count (document->originals, originals);
      format_count (document->certified, certified);
      format_count (document->copies, copies);
      add_table_row (draft,
                     (const char *const[]){ number,
                                            known != NULL
                                                ? mc_document_get_name (known, MC_LANGUAGE_VI)
                                                : document->key,
                                            originals,
                                            certified,
                                            copies },
                     FALSE);
    }
  mc_flow_add_space (draft->flow, 3);
}

static char *
create_return_way (const McForm01 *form)
{
  const McPoint *point = form->point;

  if (form->dossier->return_way != NULL && !g_str_equal (form->dossier->return_way, "point"))
    return g_strdup (form->dossier->return_way);
  if (point->address != NULL && *point->address != '\0')
    return g_strdup_printf ("%s, %s", point->name, point->address);
  return g_strdup (point->name);
}

/* 2 to 7 of the form. */
static void
add_terms (const Draft *draft)
{
  const McForm01 *form = draft->form;
  g_autofree char *limit =
      mc_procedure_describe_limit (form->procedure, form->dossier->limit_case, MC_LANGUAGE_VI);
  g_autofree char *received = create_long_time (form->received_at);
  g_autofree char *due = create_long_time (form->due_at);
  g_autofree char *way = create_return_way (form);

  add_field (draft, "2. Số lượng hồ sơ", "Sets", "01 (bộ)");
  add_field (draft, "3. Thời gian giải quyết hồ sơ theo quy định", "Time limit", limit);
  add_field (draft, "4. Thời gian nhận hồ sơ", "Received", received);
  add_strong_field (draft, "5. Thời gian trả kết quả giải quyết hồ sơ", "Result due", due);
  add_field (draft, "6. Đăng ký nhận kết quả tại", "To be collected at", way);
  /* The paper register is kept by hand, so its numbers are too. */
  mc_flow_add_text (draft->flow,
                    &plain,
                    mc_language_is_english (form->dossier->language)
                        ? "7. Vào Sổ theo dõi hồ sơ (Register), Quyển số: ………… Số thứ tự: …………"
                        : "7. Vào Sổ theo dõi hồ sơ, Quyển số: ………………  Số thứ tự: ………………");
}

static char *
create_host (const char *url)
{
  const char *begin = strstr (url, "://"), *end;
  g_autofree char *host = NULL;

  begin = begin != NULL ? begin + 3 : url;
  end = strchr (begin, '/');
  host = end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
  return g_ascii_strdown (host, -1);
}

static void
add_notes (const Draft *draft)
{
  const McForm01 *form = draft->form;
  g_autofree char *host = create_host (form->status_url);
  const gboolean phone = form->point->phone != NULL && *form->point->phone != '\0';
  g_autofree char *vietnamese = g_strdup_printf (
      "Kết quả có thể có sớm hơn giờ hẹn. Tra cứu tại %s hoặc quét mã QR ở trên%s%s. "
      "Khi nhận kết quả, mang theo giấy này và căn cước; người nhận thay mang thêm giấy ủy quyền.",
      host,
      phone ? "; điện thoại " : "",
      phone ? form->point->phone : "");
  const McFlowStyle style = { .size = 7.4, .italic = TRUE, .leading = MC_FLOW_TIGHT };

  mc_flow_add_space (draft->flow, 4);
  mc_flow_add_text (draft->flow, &style, vietnamese);
  if (mc_language_is_english (form->dossier->language))
    mc_flow_add_text (draft->flow,
                      &style,
                      "The result may be ready earlier: scan the code above. To collect it, bring "
                      "this paper and your identity card; somebody else also brings a written "
                      "authorisation.");
}

static void
add_signatures (const Draft *draft)
{
  const McForm01 *form = draft->form;
  const gboolean english = mc_language_is_english (form->dossier->language);
  McFlow *cells[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, draft->width / 2) };
  const char *names[2] = { form->dossier->applicant->name, form->officer };

  add_text (cells[0], SIZE, TRUE, FALSE, "NGƯỜI NỘP HỒ SƠ");
  add_text (cells[1], SIZE, TRUE, FALSE, "NGƯỜI TIẾP NHẬN HỒ SƠ");
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      if (english)
        add_text (cells[i], 7.2, FALSE, TRUE, i == 0 ? "Applicant" : "Receiving officer");
      add_text (cells[i], 7.2, FALSE, TRUE, "(Ký và ghi rõ họ tên)");
      mc_flow_add_space (cells[i], 34); /* room for a hand's signature */
      if (names[i] != NULL && *names[i] != '\0')
        add_text (cells[i], SIZE, TRUE, FALSE, names[i]);
    }
  mc_flow_add_space (draft->flow, 6);
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
}

static void
draw_page_number (McPageWriter *writer, const McForm01 *form, guint number, guint n_pages)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT_FORMAL, COLUMN_WIDTH);
  g_autofree char *text =
      g_strdup_printf ("%s · trang %u/%u", form->dossier->code, number, n_pages);

  add_text (flow, 7.2, FALSE, FALSE, text);
  mc_flow_draw (flow,
                mc_page_writer_get_cairo (writer),
                MARGIN_X,
                PAGE_HEIGHT - MARGIN_BOTTOM + 3,
                0,
                G_MAXUINT);
}

static McFlow *
create_flow (const McForm01 *form, double scale, GError **error)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT_FORMAL, COLUMN_WIDTH / scale);
  const Draft draft = { .form = form, .flow = flow, .width = COLUMN_WIDTH / scale, .scale = scale };

  if (!add_header (&draft, error))
    return NULL;
  add_title (&draft);
  add_parties (&draft);
  add_components (&draft);
  add_terms (&draft);
  add_notes (&draft);
  add_signatures (&draft);
  if (!mc_flow_check_glyphs (flow, error))
    return NULL;
  return g_steal_pointer (&flow);
}

static guint
count_pages (const McFlow *flow, double room)
{
  guint n_pages = 0, next = 0;

  for (guint first = 0; first < mc_flow_get_n_blocks (flow); first = next, n_pages++)
    mc_flow_fit (flow, first, room, &next);
  return n_pages;
}

/**
 * mc_form01_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, on A5: fields a to h and 1 to 7 in the
 * order of the forms of Thông tư 01/2018/TT-VPCP, with the QR that its article 19 allows beside the
 * code. The id number is masked. A form that is longer than a page goes on, each page with the code
 * and its number. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_form01_page_new (const McForm01 *form, GError **error)
{
  const double room = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM;
  g_autoptr (McFlow) flow = NULL;
  g_autoptr (McPageWriter) writer = NULL;
  double scale = 1.0;
  guint n_pages = 0, first = 0, next = 0;

  g_return_val_if_fail (form != NULL && form->dossier != NULL && form->procedure != NULL, NULL);
  g_return_val_if_fail (form->dossier->code != NULL && form->status_url != NULL, NULL);

  for (guint i = 0; i <= G_N_ELEMENTS (scales) && n_pages != 1; i++)
    {
      /* Where none fits on one page the letters stay as large as they are meant to be. */
      scale = scales[i < G_N_ELEMENTS (scales) ? i : 0];
      g_clear_pointer (&flow, mc_flow_free);
      flow = create_flow (form, scale, error);
      if (flow == NULL)
        return NULL;
      n_pages = count_pages (flow, room / scale);
    }

  writer = mc_page_writer_new (PAGE_WIDTH, PAGE_HEIGHT);
  for (guint number = 1; number <= n_pages; number++)
    {
      cairo_t *cr = mc_page_writer_get_cairo (writer);
      guint n_blocks = mc_flow_fit (flow, first, room / scale, &next);

      cairo_save (cr);
      cairo_translate (cr, MARGIN_X, MARGIN_TOP);
      cairo_scale (cr, scale, scale);
      mc_flow_draw (flow, cr, 0, 0, first, n_blocks);
      cairo_restore (cr);
      if (n_pages > 1)
        draw_page_number (writer, form, number, n_pages);
      mc_page_writer_end_page (writer);
      first = next;
    }
  return mc_page_writer_finish (writer, error);
}
