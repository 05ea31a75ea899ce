/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/reconciliation-page.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/slip.h"

/* Of a list; the rest is counted, for staff have it on the screen. */
#define LISTED_MAX 40

/**
 * mc_reconciliation_get_difference:
 * @self: a day
 *
 * Adds up the dossiers by what became of their papers.
 *
 * Returns: how many more (above 0) or fewer dossiers there are than have an outcome. Any thread
 */
gint
mc_reconciliation_get_difference (const McReconciliation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gint) self->n_dossiers - (gint) (self->n_confirmed + self->n_sent + self->n_failed +
                                           self->n_unknown + self->n_waiting + self->n_unasked);
}

static void
add_count (McSlip *slip, const McFlowStyle *style, const char *label, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  mc_slip_add_pair (slip, style, label, text);
  mc_flow_add_space (slip->flow, 1);
}

static void
add_sum (McSlip *slip, const McReconciliation *day)
{
  McFlowStyle style = mc_slip_body (), total = mc_slip_strong ();
  const gint difference = mc_reconciliation_get_difference (day);

  total.size = 11.2;
  style.indent = 8;
  add_count (slip, &total, mc_slip_pick (slip, "Hồ sơ đã nộp", "Applications"), day->n_dossiers);
  add_count (slip,
             &style,
             mc_slip_pick (slip, "giấy in ra, đã xác nhận", "paper confirmed"),
             day->n_confirmed);
  if (day->n_sent > 0)
    add_count (slip,
               &style,
               mc_slip_pick (slip, "đã gửi in, máy in không báo", "sent, the printer cannot tell"),
               day->n_sent);
  add_count (slip, &style, mc_slip_pick (slip, "không in được", "not printed"), day->n_failed);
  add_count (slip,
             &style,
             mc_slip_pick (slip, "chưa rõ có giấy hay không", "not known whether printed"),
             day->n_unknown);
  if (day->n_waiting > 0)
    add_count (
        slip, &style, mc_slip_pick (slip, "đang chờ in", "waiting for paper"), day->n_waiting);
  if (day->n_unasked > 0)
    add_count (
        slip, &style, mc_slip_pick (slip, "không yêu cầu in", "no paper wanted"), day->n_unasked);
  mc_flow_add_space (slip->flow, 3);
  if (difference == 0)
    mc_slip_add_centred (slip, 9.6, TRUE, mc_slip_pick (slip, "Cộng khớp.", "The sum is right."));
  else
    {
      const McFlowStyle band = { .size = 12.0, .bold = TRUE, .align = MC_FLOW_CENTRE };
      g_autofree char *text = g_strdup_printf (
          mc_slip_pick (slip, "KHÔNG KHỚP: lệch %d", "DOES NOT ADD UP: off by %d"), difference);

      mc_flow_add_band (slip->flow, &band, text);
    }
}

static void
add_paper (McSlip *slip, const McReconciliation *day)
{
  const McFlowStyle style = mc_slip_body ();

  add_count (slip, &style, mc_slip_pick (slip, "Bản in lại", "Reprints"), day->n_reprints);
  if (day->n_pickup_slips > 0)
    add_count (slip,
               &style,
               mc_slip_pick (slip, "Số chờ nhận kết quả", "Numbers for results"),
               day->n_pickup_slips);
  add_count (slip,
             &style,
             mc_slip_pick (slip, "Tờ giấy đã in, mọi loại", "Papers printed, of all kinds"),
             day->n_pages);
  if (day->paper_mm > 0)
    {
      g_autofree char *metres =
          g_strdup_printf (mc_slip_pick (slip, "%.2f m", "%.2f m"), day->paper_mm / 1000);

      /* Vietnamese writes a comma, and the locale need not be set. */
      if (!mc_language_is_english (slip->language))
        g_strdelimit (metres, ".", ',');
      mc_slip_add_pair (
          slip, &style, mc_slip_pick (slip, "Giấy cuộn đã dùng", "Paper used"), metres);
    }
}

static void
add_dossiers (McSlip *slip,
              const char *title,
              const char *none,
              const char *advice,
              const GPtrArray *dossiers)
{
  const McFlowStyle style = mc_slip_body ();
  McFlowStyle heading = mc_slip_strong ();
  const guint n = dossiers != NULL ? dossiers->len : 0;
  const guint n_listed = MIN (n, LISTED_MAX) - MIN (MIN (n, LISTED_MAX), slip->n_cut);
  g_autofree char *count = g_strdup_printf ("%s: %u", title, n);

  heading.keep = TRUE;
  slip->n_left = MAX (slip->n_left, n_listed);
  mc_flow_add_text (slip->flow, &heading, count);
  mc_flow_add_text (slip->flow, &style, n > 0 ? advice : none);
  for (guint i = 0; i < n_listed; i++)
    {
      const McDossierToWatch *dossier = g_ptr_array_index (dossiers, i);
      g_autofree char *time = mc_time_to_display_clock (dossier->at);

      mc_slip_add_pair (slip, &style, dossier->code, time);
    }
  if (n_listed < n)
    {
      g_autofree char *more = g_strdup_printf (
          mc_slip_pick (slip, "… và %u hồ sơ khác", "… and %u more"), n - n_listed);

      mc_flow_add_text (slip->flow, &style, more);
    }
}

static char *
describe_gap (const McSlip *slip, const McSerialGap *gap)
{
  if (gap->first == gap->last)
    return g_strdup_printf ("%06u", gap->first);
  return g_strdup_printf (mc_slip_pick (slip, "%06u đến %06u (%u số)", "%06u to %06u (%u numbers)"),
                          gap->first,
                          gap->last,
                          gap->last - gap->first + 1);
}

static void
add_serials (McSlip *slip, const McReconciliation *day)
{
  McFlowStyle style = mc_slip_body (), heading = mc_slip_strong (), item = style;
  const guint n_gaps = day->gaps != NULL ? day->gaps->len : 0;
  const guint n_listed = MIN (n_gaps, LISTED_MAX) - MIN (MIN (n_gaps, LISTED_MAX), slip->n_cut);
  g_autofree char *range = NULL;

  heading.keep = TRUE;
  item.indent = 8;
  item.mark = MC_FLOW_DOT;
  slip->n_left = MAX (slip->n_left, n_listed);
  mc_flow_add_text (
      slip->flow, &heading, mc_slip_pick (slip, "Số thứ tự trong ngày", "Serial numbers"));
  if (day->first_serial == 0)
    range = g_strdup (mc_slip_pick (slip, "Chưa cấp số nào.", "None was given."));
  else
    range = g_strdup_printf (mc_slip_pick (slip, "Từ %06u đến %06u", "From %06u to %06u"),
                             day->first_serial,
                             day->last_serial);
  mc_flow_add_text (slip->flow, &style, range);
  if (day->first_serial != 0 && n_gaps == 0)
    mc_flow_add_text (
        slip->flow, &style, mc_slip_pick (slip, "Không thiếu số nào.", "None is missing."));
  if (n_gaps > 0)
    mc_flow_add_text (
        slip->flow, &heading, mc_slip_pick (slip, "Số bị thiếu:", "Missing numbers:"));
  for (guint i = 0; i < n_listed; i++)
    {
      g_autofree char *text = describe_gap (slip, &g_array_index (day->gaps, McSerialGap, i));

      mc_flow_add_text (slip->flow, &item, text);
    }
  if (n_listed < n_gaps)
    {
      g_autofree char *more = g_strdup_printf (
          mc_slip_pick (slip, "… và %u khoảng khác", "… and %u more"), n_gaps - n_listed);

      mc_flow_add_text (slip->flow, &style, more);
    }
}

static void
add_signature (McSlip *slip)
{
  const double height = 26 * mc_slip_get_mm (slip) / 2;

  mc_slip_add_centred (slip, 8.8, TRUE, mc_slip_pick (slip, "NGƯỜI ĐỐI CHIẾU", "CHECKED BY"));
  mc_slip_add_centred (
      slip, 8.0, FALSE, mc_slip_pick (slip, "(ký, ghi rõ họ tên)", "(signature and name)"));
  mc_flow_add_space (slip->flow, height);
  mc_flow_add_rule (slip->flow, 2 * mc_slip_get_dot (slip), TRUE);
}

static gboolean
build (McSlip *slip, gconstpointer data, GError **error)
{
  const McReconciliation *day = data;
  g_autofree char *date = mc_time_to_display_date (day->day);
  g_autofree char *time = mc_time_to_display (day->at);
  g_autofree char *counted = g_strdup_printf (
      mc_slip_pick (slip, "Máy %s · đếm lúc %s", "Machine %s · counted at %s"), day->kiosk, time);

  mc_slip_add_header (slip, day->unit_name, day->point_name);
  mc_slip_add_title (
      slip, 15.0, mc_slip_pick (slip, "PHIẾU ĐỐI CHIẾU NGÀY", "DAILY RECONCILIATION"));
  mc_slip_add_title (slip, 13.0, date);
  mc_slip_add_centred (slip, 8.4, FALSE, counted);
  mc_slip_add_divider (slip);
  add_sum (slip, day);
  mc_slip_add_divider (slip);
  add_paper (slip, day);
  mc_slip_add_divider (slip);
  add_dossiers (
      slip,
      mc_slip_pick (slip, "Chưa rõ có giấy", "Paper not known"),
      mc_slip_pick (slip, "Không có hồ sơ nào.", "None."),
      mc_slip_pick (slip,
                    "Hỏi người nộp, rồi in lại hoặc bỏ qua ở màn hình cán bộ.",
                    "Ask the applicant, then print again or discard on the staff screen."),
      day->unknown);
  mc_flow_add_space (slip->flow, 4);
  add_dossiers (slip,
                mc_slip_pick (slip, "Chưa gửi được về trung tâm", "Not yet delivered"),
                mc_slip_pick (slip, "Mọi hồ sơ đã gửi xong.", "All applications are delivered."),
                mc_slip_pick (slip,
                              "Hồ sơ còn giữ ở máy này và sẽ tự gửi; đừng tắt mạng, đừng thay máy.",
                              "They are kept at this machine and will be sent; leave the network "
                              "on and the machine in place."),
                day->undelivered);
  mc_slip_add_divider (slip);
  add_serials (slip, day);
  mc_slip_add_divider (slip);
  add_signature (slip);
  return TRUE;
}

/**
 * mc_reconciliation_page_new:
 * @day: what to print; every pointer stays the caller's
 * @medium: on what
 * @error: return location
 *
 * Lays out what staff compare with the papers, the book and central at the end of a day: dossiers
 * by what became of their papers, which add up or say in black by how much they do not; copies and
 * paper used; which dossiers somebody must look at, and which serial numbers are missing. Any
 * thread; each pays for its fonts once.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError
 */
McPage *
mc_reconciliation_page_new (const McReconciliation *day, McMedium medium, GError **error)
{
  g_autofree char *date = NULL, *foot = NULL;

  g_return_val_if_fail (day != NULL && day->kiosk != NULL, NULL);

  date = mc_time_to_display_date (day->day);
  foot =
      g_strdup_printf ("%s · %s · %s", day->kiosk, date, mc_pick (day->language, "trang", "page"));
  return mc_slip_page_new (medium, day->language, foot, build, day, error);
}
