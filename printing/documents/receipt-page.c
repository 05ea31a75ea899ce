/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/receipt-page.h"

#include <math.h>
#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/flow.h"
#include "printing/documents/roll-page.h"

/* Never below 7 points: citizens of any age read it in a hall without their glasses. */
static const double scales[] = { 1.0, 0.92, 0.84 };

typedef struct
{
  const McReceipt *receipt; /* (unowned) */
  McFlow *flow;             /* (unowned) */
  double scale;
  guint n_papers; /* how many of the papers are listed */
} Draft;

static McFlowStyle
body (const Draft *draft)
{
  return (McFlowStyle){ .size = 8.8 * draft->scale, .leading = MC_FLOW_TIGHT };
}

static McFlowStyle
centred (const Draft *draft, double size, gboolean bold)
{
  return (McFlowStyle){
    .size = size * draft->scale, .bold = bold, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };
}

static const char *pick (const Draft *draft, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

static const char *
pick (const Draft *draft, const char *vietnamese, const char *english)
{
  return mc_pick (draft->receipt->language, vietnamese, english);
}

static void
space (const Draft *draft, double height)
{
  mc_flow_add_space (draft->flow, height * draft->scale);
}

static void
divide (const Draft *draft)
{
  space (draft, 5.5);
  mc_flow_add_rule (draft->flow, 2 * MC_ROLL_DOT, TRUE);
  space (draft, 5.0);
}

static const char *
text_or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_header (const Draft *draft)
{
  const McReceipt *receipt = draft->receipt;
  g_autofree char *unit = g_utf8_strup (text_or_empty (receipt->unit_name), -1);
  McFlowStyle style = centred (draft, 9.4, TRUE);

  mc_flow_add_text (draft->flow, &style, unit);
  style = centred (draft, 8.4, FALSE);
  mc_flow_add_text (draft->flow, &style, text_or_empty (receipt->point_name));
  space (draft, 5);
  mc_flow_add_rule (draft->flow, 3 * MC_ROLL_DOT, FALSE);
  space (draft, 6);
  style = centred (draft, 15.0, TRUE);
  mc_flow_add_text (
      draft->flow, &style, pick (draft, "PHIẾU ĐÃ NỘP HỒ SƠ", "APPLICATION SUBMITTED"));
  style = centred (draft, 8.4, FALSE);
  mc_flow_add_text (
      draft->flow,
      &style,
      pick (draft, "(chưa thay giấy tiếp nhận hồ sơ)", "(this is not yet the official receipt)"));
}

/* On one line where it can be large, else broken before the serial, which is what differs. */
static void
add_code (const Draft *draft)
{
  McFlowStyle style = centred (draft, 18.0, TRUE);
  const char *code = draft->receipt->code, *dash = strchr (code, '-');
  double one_line = floor (18.0 * MC_ROLL_COLUMN_WIDTH /
                           mc_flow_measure (MC_PAGE_FONT, &style, code) * draft->scale * 2) /
                    2;
  g_autofree char *broken = NULL;
  McFlowStyle label = centred (draft, 8.4, FALSE);

  label.keep = TRUE;
  mc_flow_add_text (draft->flow, &label, pick (draft, "Mã hồ sơ", "Application code"));
  if (one_line >= 12.5 || dash == NULL)
    style.size = CLAMP (one_line, 7.0, 18.0) * draft->scale;
  else
    {
      broken = g_strdup_printf ("%.*s\n%s", (int) (dash - code + 1), code, dash + 1);
      code = broken;
      style.size = 16.0 * draft->scale;
      one_line = 16.0 * MC_ROLL_COLUMN_WIDTH / mc_flow_measure (MC_PAGE_FONT, &style, dash + 1);
      style.size = MIN (style.size, one_line);
    }
  mc_flow_add_text (draft->flow, &style, code);
}

static gboolean
add_symbol (const Draft *draft, GError **error)
{
  McQr *qr;
  g_autofree char *host = NULL, *page = NULL;
  McFlowStyle style;
  guint dots = 6;

  /* A machine without a public address prints the code alone. */
  if (draft->receipt->status_url == NULL)
    return TRUE;
  qr = mc_qr_new (draft->receipt->status_url, error);
  if (qr == NULL)
    return FALSE;
  while (dots > 3 && mc_qr_get_modules (qr) * dots * MC_ROLL_DOT > MC_ROLL_COLUMN_WIDTH)
    dots--;
  if (mc_qr_get_modules (qr) * dots * MC_ROLL_DOT > MC_ROLL_COLUMN_WIDTH)
    {
      g_set_error (error,
                   MC_QR_ERROR,
                   MC_QR_ERROR_TOO_LONG,
                   "a QR code of version %u is too wide for the roll",
                   mc_qr_get_version (qr));
      mc_qr_free (qr);
      return FALSE;
    }
  mc_flow_add_qr (draft->flow, qr, MC_ROLL_DOT, dots, MC_FLOW_CENTRE);
  /* The quiet zone is white enough above the caption. */
  host = mc_status_url_create_host (draft->receipt->status_url);
  page = g_strdup_printf (pick (draft, "tại trang %s", "at %s"), host);
  style = centred (draft, 9.0, TRUE);
  mc_flow_add_text (
      draft->flow,
      &style,
      pick (draft, "Quét mã để xem hồ sơ đến đâu", "Scan to follow your application"));
  /* Whole and on one line, however long the host. */
  style = centred (draft, 8.8, FALSE);
  style.size = MIN (
      style.size, style.size * MC_ROLL_COLUMN_WIDTH / mc_flow_measure (MC_PAGE_FONT, &style, page));
  mc_flow_add_text (draft->flow, &style, page);
  return TRUE;
}

static void
add_reprint_mark (const Draft *draft)
{
  g_autofree char *text = NULL;
  McFlowStyle style = centred (draft, 12.0, TRUE);

  if (draft->receipt->copy <= 1)
    return;
  text = g_strdup_printf ("%s · %u", pick (draft, "BẢN IN LẠI", "REPRINT"), draft->receipt->copy);
  space (draft, 6);
  mc_flow_add_band (draft->flow, &style, text);
}

static void
add_facts (const Draft *draft)
{
  const McReceipt *receipt = draft->receipt;
  g_autofree char *time = mc_time_to_display (receipt->submitted_at);
  McFlowStyle style = body (draft);
  McFlowStyle strong = style;
  McFlowStyle name = style;

  name.size = 11.2 * draft->scale;
  name.bold = TRUE;
  strong.bold = TRUE;
  mc_flow_add_text (draft->flow, &name, text_or_empty (receipt->procedure_name));
  space (draft, 1.5);
  mc_flow_add_field (
      draft->flow, &style, pick (draft, "Người nộp", "Submitted by"), receipt->masked_name);
  mc_flow_add_field (draft->flow, &style, pick (draft, "Nộp lúc", "Submitted at"), time);
  if (!receipt->clock_synchronised)
    mc_flow_add_text (draft->flow,
                      &style,
                      pick (draft,
                            "(theo đồng hồ của máy này, chưa được đối chiếu)",
                            "(by this machine’s own clock, not yet checked)"));
  space (draft, 2.5);
  if (receipt->delivered)
    mc_flow_add_text (draft->flow,
                      &strong,
                      pick (draft, "Hệ thống đã nhận được hồ sơ.", "The service has received it."));
  else
    {
      mc_flow_add_text (
          draft->flow,
          &strong,
          pick (draft, "Hồ sơ đã được lưu tại máy này.", "It is saved at this machine."));
      mc_flow_add_text (draft->flow,
                        &style,
                        pick (draft,
                              "Máy sẽ tự gửi đi khi có mạng. Ông, bà không phải nộp lại.",
                              "It will be sent once the network is back. "
                              "You need not submit it again."));
    }
}

static void
add_papers (const Draft *draft, guint *step)
{
  const McReceipt *receipt = draft->receipt;
  McFlowStyle style = body (draft), heading = body (draft), item = body (draft);
  g_autofree char *title = NULL;
  guint n_papers = receipt->papers != NULL ? receipt->papers->len : 0;

  heading.bold = TRUE;
  heading.size = 9.6 * draft->scale;
  heading.indent = style.indent = 17 * draft->scale;
  item.indent = 13 * draft->scale;
  item.mark = MC_FLOW_CHECKBOX;

  if (receipt->counter != NULL)
    title = g_strdup_printf (n_papers > 0
                                 ? pick (draft, "Nộp giấy tờ tại quầy %s", "Hand in at counter %s")
                                 : pick (draft, "Đến quầy %s", "Go to counter %s"),
                             receipt->counter);
  else
    title = g_strdup (n_papers > 0
                          ? pick (draft, "Nộp giấy tờ tại quầy tiếp nhận", "Hand in at the counter")
                          : pick (draft, "Đến quầy tiếp nhận", "Go to the counter"));
  mc_flow_add_heading (draft->flow, &heading, (*step)++, title);
  if (receipt->address != NULL)
    mc_flow_add_text (draft->flow, &style, receipt->address);
  if (n_papers == 0)
    mc_flow_add_text (draft->flow,
                      &style,
                      pick (draft,
                            "Không phải nộp thêm giấy tờ. Mang theo căn cước.",
                            "No further papers. Bring your identity card."));
  else
    space (draft, 1.5);

  for (guint i = 0; i < MIN (n_papers, draft->n_papers); i++)
    {
      /* The box hangs right of the heading's number. */
      McFlow *cells[2];

      cells[0] = mc_flow_new (MC_PAGE_FONT, 17 * draft->scale);
      cells[1] = mc_flow_new (MC_PAGE_FONT, MC_ROLL_COLUMN_WIDTH - 17 * draft->scale);
      mc_flow_add_text (cells[1], &item, g_ptr_array_index (receipt->papers, i));
      mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
      space (draft, 0.5);
    }
  if (draft->n_papers < n_papers)
    {
      g_autofree char *more =
          g_strdup_printf (pick (draft,
                                 "… và %u giấy tờ khác: xin hỏi cán bộ tại quầy.",
                                 "… and %u more: please ask at the counter."),
                           n_papers - draft->n_papers);

      mc_flow_add_text (draft->flow, &style, more);
    }
}

static void
add_fee (const Draft *draft, guint *step)
{
  McFlowStyle style = body (draft), heading = body (draft);

  heading.bold = TRUE;
  heading.size = 9.6 * draft->scale;
  heading.indent = style.indent = 17 * draft->scale;
  space (draft, 5);
  mc_flow_add_heading (draft->flow,
                       &heading,
                       (*step)++,
                       pick (draft, "Lấy giấy tiếp nhận tại quầy", "Get your official receipt"));
  mc_flow_add_text (draft->flow,
                    &style,
                    pick (draft,
                          "Cán bộ xem giấy tờ rồi cấp giấy có giờ hẹn chính thức.",
                          "An officer checks the papers and gives you the binding date."));
  mc_flow_add_field (
      draft->flow, &style, pick (draft, "Phí, lệ phí", "Fee"), draft->receipt->fee_text);
}

static void
add_due_reasons (const Draft *draft, const McFlowStyle *style)
{
  static const struct
  {
    McDueReasons reason;
    const char *vietnamese, *english;
  } rows[] = {
    { MC_DUE_REASON_AFTER_CUT_OFF,
      "Nộp sau giờ chốt trong ngày nên tính sang ngày làm việc sau.",
      "Submitted after the day’s cut-off, so it counts from the next working day." },
    { MC_DUE_REASON_CLOSED_DAY,
      "Có ngày nghỉ nên lùi sang ngày làm việc kế tiếp.",
      "There is a day off in between, so it moves to the next working day." },
    { MC_DUE_REASON_OUTSIDE_HOURS,
      "Nộp ngoài giờ làm việc nên tính từ lúc mở cửa.",
      "Submitted outside office hours, so it counts from opening time." },
    { MC_DUE_REASON_UNOFFICIAL_CALENDAR,
      "Lịch nghỉ lễ chưa công bố chính thức, giờ này có thể đổi.",
      "The holiday calendar is not official yet, so this may change." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (draft->receipt->due_reasons & rows[i].reason)
      mc_flow_add_text (draft->flow, style, pick (draft, rows[i].vietnamese, rows[i].english));
}

static void
add_due (const Draft *draft, guint *step)
{
  const McReceipt *receipt = draft->receipt;
  McFlowStyle style = body (draft), heading = body (draft), due, reason;
  g_autofree char *condition = NULL;

  heading.bold = TRUE;
  heading.size = 9.6 * draft->scale;
  heading.indent = style.indent = 17 * draft->scale;
  due = heading;
  due.size = 13.0 * draft->scale;
  reason = style;
  space (draft, 5);
  mc_flow_add_heading (
      draft->flow, &heading, (*step)++, pick (draft, "Dự kiến trả kết quả", "Result expected"));
  if (receipt->expected_due != MC_TIME_NONE)
    {
      g_autofree char *time = mc_time_to_display (receipt->expected_due);

      mc_flow_add_text (draft->flow, &due, time);
      condition = g_strdup_printf (pick (draft,
                                         "%s, nếu giấy tờ đầy đủ, hợp lệ.",
                                         "%s, if your papers are complete and valid."),
                                   receipt->limit_text);
      mc_flow_add_text (draft->flow, &style, condition);
    }
  else
    mc_flow_add_text (draft->flow,
                      &style,
                      pick (draft,
                            "Cán bộ sẽ báo ngày trả kết quả tại quầy.",
                            "The officer will tell you the date at the counter."));
  add_due_reasons (draft, &reason);
  mc_flow_add_text (draft->flow,
                    &style,
                    pick (draft,
                          "Khi nhận, mang giấy tiếp nhận và căn cước.",
                          "To collect it, bring the official receipt and your identity card."));
}

static void
add_footer (const Draft *draft)
{
  const McReceipt *receipt = draft->receipt;
  McFlowStyle style = centred (draft, 8.6, TRUE);
  McFlow *box = mc_flow_new (MC_PAGE_FONT, MC_ROLL_COLUMN_WIDTH - 2 * 5.0);
  g_autofree char *text =
      g_strdup_printf (pick (draft, "Máy %s · Phiếu số %u", "Machine %s · Slip no. %u"),
                       receipt->kiosk,
                       receipt->copy);

  mc_flow_add_text (box,
                    &style,
                    pick (draft,
                          "Không trả tiền cho bất cứ ai qua mã QR này.",
                          "Never pay anyone through this QR code."));
  style = centred (draft, 8.0, FALSE);
  mc_flow_add_text (box,
                    &style,
                    pick (draft,
                          "Phí, lệ phí chỉ nộp tại quầy và có biên lai.",
                          "Fees are paid at the counter only, against a receipt."));
  space (draft, 7);
  mc_flow_add_box (draft->flow, box, 5.0);
  space (draft, 5);
  style = centred (draft, 8.0, FALSE);
  mc_flow_add_text (draft->flow, &style, text);
}

static McFlow *
create_flow (const McReceipt *receipt, double scale, guint n_papers, GError **error)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, MC_ROLL_COLUMN_WIDTH);
  Draft draft = { .receipt = receipt, .flow = flow, .scale = scale, .n_papers = n_papers };
  guint step = 1;

  add_header (&draft);
  space (&draft, 6);
  add_code (&draft);
  if (!add_symbol (&draft, error))
    return NULL;
  add_reprint_mark (&draft);
  divide (&draft);
  add_facts (&draft);
  divide (&draft);
  add_papers (&draft, &step);
  add_fee (&draft, &step);
  add_due (&draft, &step);
  add_footer (&draft);
  return g_steal_pointer (&flow);
}

/* Smaller letters first, then fewer papers: a slip that names most of them is better than none. */
static McFlow *
create_fitting_flow (const McReceipt *receipt, GError **error)
{
  guint n_papers = receipt->papers != NULL ? receipt->papers->len : 0;

  for (guint i = 0;; i++)
    {
      double scale = scales[MIN (i, G_N_ELEMENTS (scales) - 1)];
      g_autoptr (McFlow) flow = NULL;

      if (i >= G_N_ELEMENTS (scales))
        n_papers--;
      flow = create_flow (receipt, scale, n_papers, error);
      if (flow == NULL)
        return NULL;
      if (mc_roll_page_fits (flow) || (i + 1 >= G_N_ELEMENTS (scales) && n_papers == 0))
        return g_steal_pointer (&flow);
    }
}

/**
 * mc_receipt_page_new:
 * @receipt: what to print
 * @error: return location
 *
 * Lays the slip of a submitted dossier out for an 80 mm roll, in the receipt's language. It is a
 * provisional slip and says so: the official receipt follows the officer's check (Nghị định
 * 61/2018/NĐ-CP art. 17). The text is measured first and drawn on a page of exactly its length. A
 * slip longer than 300 mm gets smaller letters, then fewer papers with a note how many are missing.
 * Any thread; each pays for its fonts once (mc_page_warm_fonts ()).
 *
 * Returns: (transfer full): one page, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_receipt_page_new (const McReceipt *receipt, GError **error)
{
  g_autoptr (McFlow) flow = NULL;

  g_return_val_if_fail (receipt != NULL, NULL);

  flow = create_fitting_flow (receipt, error);
  return flow != NULL ? mc_roll_page_draw (flow, error) : NULL;
}
