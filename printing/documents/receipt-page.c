/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/receipt-page.h"

#include <math.h>
#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/slip.h"

/* Beside the code and the facts of a sheet: the QR and its caption. */
#define SYMBOL_SHARE 0.4
#define STEP_INDENT 17.0
/* All that Vietnamese is written with. */
#define LETTERS                                                                                                                                                                                                    \
  "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz " \
  "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆFGHIÌÍỈĨỊJKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVWXYỲÝỶỸỴZ " \
  "0123456789 .,:;-–()/•…"
/* Characters of each text on a slip that would be too long without any paper named. */
static const glong short_texts[] = { 100, 60, 30 };

typedef struct
{
  const McReceipt *receipt; /* (unowned) */
  McQrLevel level;
  guint dots;
} Content;

static const char *
text_or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_title (McSlip *slip, const McReceipt *receipt)
{
  mc_slip_add_header (slip, receipt->unit_name, receipt->point_name);
  mc_slip_add_title (
      slip, 15.0, mc_slip_pick (slip, "PHIẾU ĐÃ NỘP HỒ SƠ", "APPLICATION SUBMITTED"));
  mc_slip_add_centred (slip,
                       8.4,
                       FALSE,
                       mc_slip_pick (slip,
                                     "(chưa thay giấy tiếp nhận hồ sơ)",
                                     "(this is not yet the official receipt)"));
}

/* On one line where it can be large, else broken before the serial, which is what differs. */
static void
add_code (McSlip *slip, const char *code, McFlowAlign align)
{
  McFlowStyle style = { .size = 18.0, .bold = TRUE, .align = align, .leading = MC_FLOW_TIGHT };
  McFlowStyle label = { .size = 8.4, .align = align, .leading = MC_FLOW_TIGHT, .keep = TRUE };
  const char *dash = strchr (code, '-');
  double one_line =
      floor (18.0 * slip->width / mc_flow_measure (MC_PAGE_FONT, &style, code) * 2) / 2;
  g_autofree char *broken = NULL;

  mc_flow_add_text (slip->flow, &label, mc_slip_pick (slip, "Mã hồ sơ", "Application code"));
  if (one_line >= 12.5 || dash == NULL)
    style.size = CLAMP (one_line, 7.0, 18.0);
  else
    {
      broken = g_strdup_printf ("%.*s\n%s", (int) (dash - code + 1), code, dash + 1);
      code = broken;
      style.size = 16.0;
      one_line = 16.0 * slip->width / mc_flow_measure (MC_PAGE_FONT, &style, dash + 1);
      style.size = MIN (style.size, one_line);
    }
  mc_flow_add_text (slip->flow, &style, code);
}

static gboolean
add_symbol (McSlip *slip, const Content *content, const char *url, GError **error)
{
  g_autofree char *host = NULL, *page = NULL;
  McFlowStyle style = { .size = 8.8 };

  /* A machine without a public address prints the code alone. */
  if (url == NULL)
    return TRUE;
  if (!mc_slip_add_symbol (slip, url, content->level, content->dots, error))
    return FALSE;
  /* The quiet zone is white enough above the caption. */
  host = mc_status_url_create_host (url);
  page = g_strdup_printf (mc_slip_pick (slip, "tại trang %s", "at %s"), host);
  mc_slip_add_title (
      slip,
      9.0,
      mc_slip_pick (slip, "Quét mã để xem hồ sơ đến đâu", "Scan to follow your application"));
  /* Whole and on one line, however long the host. */
  mc_slip_add_centred (
      slip,
      MIN (style.size,
           style.size * slip->width / mc_flow_measure (MC_PAGE_FONT, &style, page) * 0.995),
      FALSE,
      page);
  return TRUE;
}

static void
add_facts (McSlip *slip, const McReceipt *receipt)
{
  g_autofree char *time = mc_time_to_display (receipt->submitted_at);
  const McFlowStyle style = mc_slip_body (), strong = mc_slip_strong ();
  McFlowStyle name = strong;

  name.size = 11.2;
  mc_flow_add_text (slip->flow, &name, text_or_empty (receipt->procedure_name));
  mc_flow_add_space (slip->flow, 1.5);
  mc_flow_add_field (
      slip->flow, &style, mc_slip_pick (slip, "Người nộp", "Submitted by"), receipt->masked_name);
  mc_flow_add_field (slip->flow, &style, mc_slip_pick (slip, "Nộp lúc", "Submitted at"), time);
  if (!receipt->clock_synchronised)
    mc_flow_add_text (slip->flow,
                      &style,
                      mc_slip_pick (slip,
                                    "(theo đồng hồ của máy này, chưa được đối chiếu)",
                                    "(by this machine’s own clock, not yet checked)"));
  mc_flow_add_space (slip->flow, 2.5);
  if (receipt->delivered)
    mc_flow_add_text (
        slip->flow,
        &strong,
        mc_slip_pick (slip, "Hệ thống đã nhận được hồ sơ.", "The service has received it."));
  else
    {
      mc_flow_add_text (
          slip->flow,
          &strong,
          mc_slip_pick (slip, "Hồ sơ đã được lưu tại máy này.", "It is saved at this machine."));
      mc_flow_add_text (slip->flow,
                        &style,
                        mc_slip_pick (slip,
                                      "Máy sẽ tự gửi đi khi có mạng. Ông, bà không phải nộp lại.",
                                      "It will be sent once the network is back. "
                                      "You need not submit it again."));
    }
}

/* One below the other on a roll; on a sheet the QR stands on the right. */
static gboolean
add_identity (McSlip *slip, const Content *content, const McReceipt *receipt, GError **error)
{
  McSlip left = *slip, right = *slip;
  g_autoptr (McFlow) left_flow = NULL, right_flow = NULL;
  McFlow *cells[2];

  if (mc_medium_is_roll (slip->medium))
    {
      mc_flow_add_space (slip->flow, 6);
      add_code (slip, receipt->code, MC_FLOW_CENTRE);
      if (!add_symbol (slip, content, receipt->status_url, error))
        return FALSE;
      mc_slip_add_reprint_mark (slip, receipt->copy);
      mc_slip_add_divider (slip);
      add_facts (slip, receipt);
      return TRUE;
    }
  mc_slip_add_reprint_mark (slip, receipt->copy);
  mc_flow_add_space (slip->flow, 6);
  right.width = receipt->status_url != NULL ? slip->width * SYMBOL_SHARE : 1;
  left.width = slip->width - right.width;
  left.flow = left_flow = mc_flow_new (MC_PAGE_FONT, left.width);
  right.flow = right_flow = mc_flow_new (MC_PAGE_FONT, right.width);
  add_code (&left, receipt->code, MC_FLOW_LEFT);
  mc_flow_add_space (left.flow, 4);
  add_facts (&left, receipt);
  if (!add_symbol (&right, content, receipt->status_url, error))
    return FALSE;
  cells[0] = g_steal_pointer (&left_flow);
  cells[1] = g_steal_pointer (&right_flow);
  mc_flow_add_row (slip->flow, cells, G_N_ELEMENTS (cells), FALSE);
  return TRUE;
}

static McFlowStyle
step_heading (void)
{
  return (
      McFlowStyle){ .size = 9.6, .bold = TRUE, .indent = STEP_INDENT, .leading = MC_FLOW_TIGHT };
}

static McFlowStyle
step_body (void)
{
  McFlowStyle style = mc_slip_body ();

  style.indent = STEP_INDENT;
  return style;
}

static void
add_papers (McSlip *slip, const McReceipt *receipt, guint *step)
{
  const McFlowStyle style = step_body (), heading = step_heading ();
  McFlowStyle item = mc_slip_body ();
  g_autofree char *title = NULL;
  guint n_papers = receipt->papers != NULL ? receipt->papers->len : 0;
  const guint n_named = n_papers - MIN (n_papers, slip->n_cut);

  item.indent = 13;
  item.mark = MC_FLOW_CHECKBOX;

  if (receipt->counter != NULL)
    title = g_strdup_printf (
        n_papers > 0 ? mc_slip_pick (slip, "Nộp giấy tờ tại quầy %s", "Hand in at counter %s")
                     : mc_slip_pick (slip, "Đến quầy %s", "Go to counter %s"),
        receipt->counter);
  else
    title = g_strdup (
        n_papers > 0
            ? mc_slip_pick (slip, "Nộp giấy tờ tại quầy tiếp nhận", "Hand in at the counter")
            : mc_slip_pick (slip, "Đến quầy tiếp nhận", "Go to the counter"));
  mc_flow_add_heading (slip->flow, &heading, (*step)++, title);
  if (receipt->address != NULL)
    mc_flow_add_text (slip->flow, &style, receipt->address);
  if (n_papers == 0)
    mc_flow_add_text (slip->flow,
                      &style,
                      mc_slip_pick (slip,
                                    "Không phải nộp thêm giấy tờ. Mang theo căn cước.",
                                    "No further papers. Bring your identity card."));
  else
    mc_flow_add_space (slip->flow, 1.5);

  for (guint i = 0; i < n_named; i++)
    {
      /* The box hangs right of the heading's number. */
      McFlow *cells[2];

      cells[0] = mc_flow_new (MC_PAGE_FONT, STEP_INDENT);
      cells[1] = mc_flow_new (MC_PAGE_FONT, slip->width - STEP_INDENT);
      mc_flow_add_text (cells[1], &item, g_ptr_array_index (receipt->papers, i));
      mc_flow_add_row (slip->flow, cells, G_N_ELEMENTS (cells), FALSE);
      mc_flow_add_space (slip->flow, 0.5);
    }
  if (n_named < n_papers)
    {
      g_autofree char *more =
          g_strdup_printf (mc_slip_pick (slip,
                                         "… và %u giấy tờ khác: xin hỏi cán bộ tại quầy.",
                                         "… and %u more: please ask at the counter."),
                           n_papers - n_named);

      mc_flow_add_text (slip->flow, &style, more);
    }
}

static void
add_fee (McSlip *slip, const McReceipt *receipt, guint *step)
{
  const McFlowStyle style = step_body (), heading = step_heading ();

  mc_flow_add_space (slip->flow, 5);
  mc_flow_add_heading (
      slip->flow,
      &heading,
      (*step)++,
      mc_slip_pick (slip, "Lấy giấy tiếp nhận tại quầy", "Get your official receipt"));
  mc_flow_add_text (slip->flow,
                    &style,
                    mc_slip_pick (slip,
                                  "Cán bộ xem giấy tờ rồi cấp giấy có giờ hẹn chính thức.",
                                  "An officer checks the papers and gives you the binding date."));
  mc_flow_add_field (
      slip->flow, &style, mc_slip_pick (slip, "Phí, lệ phí", "Fee"), receipt->fee_text);
}

static void
add_due_reasons (McSlip *slip, McDueReasons reasons, const McFlowStyle *style)
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
    if (reasons & rows[i].reason)
      mc_flow_add_text (
          slip->flow, style, mc_slip_pick (slip, rows[i].vietnamese, rows[i].english));
}

static void
add_due (McSlip *slip, const McReceipt *receipt, guint *step)
{
  const McFlowStyle style = step_body (), heading = step_heading ();
  McFlowStyle due = heading;
  g_autofree char *condition = NULL;

  due.size = 13.0;
  mc_flow_add_space (slip->flow, 5);
  mc_flow_add_heading (slip->flow,
                       &heading,
                       (*step)++,
                       mc_slip_pick (slip, "Dự kiến trả kết quả", "Result expected"));
  if (receipt->expected_due != MC_TIME_NONE)
    {
      g_autofree char *time = mc_time_to_display (receipt->expected_due);

      mc_flow_add_text (slip->flow, &due, time);
      condition = g_strdup_printf (mc_slip_pick (slip,
                                                 "%s, nếu giấy tờ đầy đủ, hợp lệ.",
                                                 "%s, if your papers are complete and valid."),
                                   receipt->limit_text);
      mc_flow_add_text (slip->flow, &style, condition);
    }
  else
    mc_flow_add_text (slip->flow,
                      &style,
                      mc_slip_pick (slip,
                                    "Cán bộ sẽ báo ngày trả kết quả tại quầy.",
                                    "The officer will tell you the date at the counter."));
  add_due_reasons (slip, receipt->due_reasons, &style);
  mc_flow_add_text (
      slip->flow,
      &style,
      mc_slip_pick (slip,
                    "Khi nhận, mang giấy tiếp nhận và căn cước.",
                    "To collect it, bring the official receipt and your identity card."));
}

static void
add_footer (McSlip *slip, const McReceipt *receipt)
{
  McFlowStyle style = {
    .size = 8.6, .bold = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };
  McFlow *box = mc_flow_new (MC_PAGE_FONT, slip->width - 2 * 5.0);
  g_autofree char *text =
      g_strdup_printf (mc_slip_pick (slip, "Máy %s · Phiếu số %u", "Machine %s · Slip no. %u"),
                       receipt->kiosk,
                       receipt->copy);

  mc_flow_add_text (box,
                    &style,
                    mc_slip_pick (slip,
                                  "Không trả tiền cho bất cứ ai qua mã QR này.",
                                  "Never pay anyone through this QR code."));
  style.size = 8.0;
  style.bold = FALSE;
  mc_flow_add_text (box,
                    &style,
                    mc_slip_pick (slip,
                                  "Phí, lệ phí chỉ nộp tại quầy và có biên lai.",
                                  "Fees are paid at the counter only, against a receipt."));
  mc_flow_add_space (slip->flow, 7);
  mc_flow_add_box (slip->flow, box, 5.0);
  mc_flow_add_space (slip->flow, 5);
  mc_slip_add_centred (slip, 8.0, FALSE, text);
}

static void
shorten (char **text, glong n_characters)
{
  g_autofree char *whole = g_steal_pointer (text);
  g_autofree char *part = NULL;

  if (whole == NULL || g_utf8_strlen (whole, -1) <= n_characters)
    {
      *text = g_steal_pointer (&whole);
      return;
    }
  part = g_utf8_substring (whole, 0, n_characters);
  *text = g_strconcat (part, "…", NULL);
}

/* Of a slip that no roll holds: a name that ends in dots still names somebody, no slip does not. */
static McReceipt *
create_short (const McReceipt *receipt, glong n_characters)
{
  McReceipt *copy = mc_receipt_copy (receipt);
  char **texts[] = { &copy->unit_name,   &copy->point_name, &copy->procedure_name,
                     &copy->masked_name, &copy->fee_text,   &copy->limit_text,
                     &copy->address,     &copy->counter,    &copy->kiosk };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    shorten (texts[i], n_characters);
  return copy;
}

static gboolean
build (McSlip *slip, gconstpointer data, GError **error)
{
  const Content *content = data;
  const McReceipt *receipt = content->receipt;
  const guint n_papers = receipt->papers != NULL ? receipt->papers->len : 0;
  g_autoptr (McReceipt) shortened = NULL;
  guint step = 1;

  slip->n_left = n_papers + G_N_ELEMENTS (short_texts) - slip->n_cut;
  if (slip->n_cut > n_papers)
    receipt = shortened = create_short (receipt, short_texts[slip->n_cut - n_papers - 1]);
  add_title (slip, receipt);
  if (!add_identity (slip, content, receipt, error))
    return FALSE;
  mc_slip_add_divider (slip);
  add_papers (slip, receipt, &step);
  add_fee (slip, receipt, &step);
  add_due (slip, receipt, &step);
  add_footer (slip, receipt);
  return TRUE;
}

/**
 * mc_receipt_page_new:
 * @receipt: what to print
 * @medium: on what
 * @error: return location
 *
 * Lays the slip of a submitted dossier out, in the receipt's language. It is a provisional slip and
 * says so: the official receipt follows the officer's check (Nghị định 61/2018/NĐ-CP art. 17). On a
 * roll, papers that do not fit are counted instead of named, then long texts
 * end in dots. Any thread; each pays for its fonts
 * once (mc_receipt_page_warm ()).
 *
 * Returns: (transfer full): one page on a roll, one or more sheets, or %NULL with #McPageError or
 *   #McQrError
 */
McPage *
mc_receipt_page_new (const McReceipt *receipt, McMedium medium, GError **error)
{
  return mc_receipt_page_new_with_symbol (receipt, medium, MC_QR_LEVEL, MC_QR_DOTS, error);
}

/**
 * mc_receipt_page_new_with_symbol:
 * @receipt: what to print
 * @medium: on what
 * @level: how much of its QR may be lost
 * @dots: the side of a module on a roll, in dots
 * @error: return location
 *
 * The same with another symbol, to find out which one serves best. Any thread.
 *
 * Returns: (transfer full): as mc_receipt_page_new ()
 */
McPage *
mc_receipt_page_new_with_symbol (const McReceipt *receipt,
                                 McMedium medium,
                                 McQrLevel level,
                                 guint dots,
                                 GError **error)
{
  const Content content = { receipt, level, dots };
  g_autofree char *foot = NULL;

  g_return_val_if_fail (receipt != NULL && receipt->code != NULL, NULL);

  foot = g_strdup_printf ("%s · %s", receipt->code, mc_pick (receipt->language, "trang", "page"));
  return mc_slip_page_new (medium, receipt->language, foot, build, &content, error);
}

/**
 * mc_receipt_page_warm:
 * @medium: what will be printed on
 *
 * Draws a receipt with every letter of the alphabet in every size and throws it away, so that the
 * first citizen's takes as long as every later one: fonts are found, opened and measured size by
 * size. Pango keeps them by thread: call it in the thread that will draw.
 */
void
mc_receipt_page_warm (McMedium medium)
{
  static char letters[] = LETTERS, code[] = "H26.1-000000-000000";
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (McPage) page = NULL;
  McReceipt receipt = {
    .code = code,
    .unit_name = letters,
    .point_name = letters,
    .procedure_name = letters,
    .masked_name = letters,
    .limit_text = letters,
    .fee_text = letters,
    .kiosk = code,
    .papers = papers,
    .copy = 2,
  };

  g_ptr_array_add (papers, letters);
  page = mc_receipt_page_new (&receipt, medium, NULL);
}
