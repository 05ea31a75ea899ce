/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/pickup-slip-page.h"

#include "app/domain/datetime.h"
#include "printing/documents/slip.h"

#define NUMBER_SIZE 72.0

static void
add_number (McSlip *slip, const McPickupSlip *pickup)
{
  McFlowStyle style = { .size = NUMBER_SIZE,
                        .bold = TRUE,
                        .align = MC_FLOW_CENTRE,
                        /* Digits have no accents to leave room for. */
                        .leading = 0.86 };
  const double width = mc_flow_measure (MC_PAGE_FONT, &style, pickup->number);

  mc_slip_add_title (
      slip, 12.0, mc_slip_pick (slip, "SỐ CHỜ NHẬN KẾT QUẢ", "NUMBER FOR YOUR RESULT"));
  if (width > slip->width)
    style.size = MAX (style.size * slip->width / width * 0.99, 18.0);
  mc_flow_add_text (slip->flow, &style, pickup->number);
  if (pickup->counter != NULL)
    {
      g_autofree char *counter =
          g_strdup_printf (mc_slip_pick (slip, "Quầy %s", "Counter %s"), pickup->counter);

      mc_slip_add_centred (slip, 20.0, TRUE, counter);
    }
  else
    mc_slip_add_centred (
        slip, 13.0, TRUE, mc_slip_pick (slip, "Quầy trả kết quả", "Counter for results"));
  mc_slip_add_reprint_mark (slip, pickup->copy);
}

static void
add_facts (McSlip *slip, const McPickupSlip *pickup)
{
  g_autofree char *time = mc_time_to_display (pickup->at);
  const McFlowStyle body = mc_slip_body (), strong = mc_slip_strong ();

  mc_flow_add_field (
      slip->flow, &body, mc_slip_pick (slip, "Mã hồ sơ", "Application code"), pickup->code);
  if (pickup->masked_name != NULL)
    mc_flow_add_field (slip->flow, &body, mc_slip_pick (slip, "Tên", "Name"), pickup->masked_name);
  mc_flow_add_field (slip->flow, &body, mc_slip_pick (slip, "Lấy số lúc", "Taken at"), time);
  mc_flow_add_space (slip->flow, 2.5);
  mc_flow_add_text (slip->flow,
                    &strong,
                    pickup->check == MC_PICKUP_CARD_MATCHED
                        ? mc_slip_pick (slip,
                                        "Thẻ căn cước đã khớp hồ sơ.",
                                        "Your identity card matches the application.")
                        : mc_slip_pick (slip,
                                        "Cán bộ kiểm tra giấy tờ tại quầy.",
                                        "The officer checks your papers at the counter."));
}

static void
add_step (McSlip *slip, guint number, const char *heading_text, const char *text)
{
  McFlowStyle heading = mc_slip_strong (), style = mc_slip_body ();

  heading.size = 9.6;
  heading.indent = style.indent = 17;
  if (number > 1)
    mc_flow_add_space (slip->flow, 4);
  mc_flow_add_heading (slip->flow, &heading, number, heading_text);
  mc_flow_add_text (slip->flow, &style, text);
}

static void
add_steps (McSlip *slip, const McPickupSlip *pickup)
{
  g_autofree char *wait =
      g_strdup_printf (mc_slip_pick (slip, "Chờ gọi số %s", "Wait for number %s"), pickup->number);
  g_autofree char *go =
      pickup->counter != NULL
          ? g_strdup_printf (
                mc_slip_pick (slip, "Đến quầy %s khi được gọi", "Go to counter %s when called"),
                pickup->counter)
          : g_strdup (
                mc_slip_pick (slip, "Đến quầy khi được gọi", "Go to the counter when called"));

  add_step (slip,
            1,
            wait,
            mc_slip_pick (slip,
                          "Mời ông, bà ngồi chờ. Cán bộ đã thấy số này.",
                          "Please take a seat. The officer can see this number."));
  add_step (
      slip,
      2,
      go,
      mc_slip_pick (slip,
                    "Đưa giấy tiếp nhận và căn cước. Nhận thay thì đưa thêm giấy ủy quyền.",
                    "Show the official receipt and your identity card. For somebody else, also a "
                    "written authorisation."));
  add_step (slip,
            3,
            mc_slip_pick (slip, "Xem kết quả rồi ký nhận", "Look at the result, then sign"),
            mc_slip_pick (slip,
                          "Nếu có sai sót, xin báo ngay tại quầy.",
                          "If anything is wrong, please say so at the counter."));
}

static void
add_footer (McSlip *slip, const McPickupSlip *pickup)
{
  McFlow *box = mc_flow_new (MC_PAGE_FONT, slip->width - 2 * 5.0);
  const McFlowStyle style = {
    .size = 8.6, .bold = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  mc_flow_add_text (
      box,
      &style,
      mc_slip_pick (slip, "Số này chỉ dùng trong hôm nay.", "This number is good for today only."));
  mc_flow_add_space (slip->flow, 7);
  mc_flow_add_box (slip->flow, box, 5.0);
  if (pickup->kiosk != NULL)
    {
      g_autofree char *machine =
          g_strdup_printf (mc_slip_pick (slip, "Máy %s · Phiếu số %u", "Machine %s · Slip no. %u"),
                           pickup->kiosk,
                           MAX (pickup->copy, 1));

      mc_flow_add_space (slip->flow, 5);
      mc_slip_add_centred (slip, 8.0, FALSE, machine);
    }
}

static gboolean
build (McSlip *slip, gconstpointer data, GError **error)
{
  const McPickupSlip *pickup = data;

  mc_slip_add_header (slip, pickup->unit_name, pickup->point_name);
  add_number (slip, pickup);
  mc_slip_add_divider (slip);
  add_facts (slip, pickup);
  mc_slip_add_divider (slip);
  add_steps (slip, pickup);
  add_footer (slip, pickup);
  return TRUE;
}

/**
 * mc_pickup_slip_page_new:
 * @slip: what to print; every pointer stays the caller's
 * @medium: on what
 * @error: return location
 *
 * Lays the number with which a citizen waits for a result out: the number as large as the paper
 * holds it, which counter, what was checked and what to do next. It names nobody in full. Any
 * thread; each pays for its fonts once.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError
 */
McPage *
mc_pickup_slip_page_new (const McPickupSlip *slip, McMedium medium, GError **error)
{
  g_return_val_if_fail (slip != NULL && slip->number != NULL && slip->code != NULL, NULL);

  return mc_slip_page_new (medium, slip->language, slip->number, build, slip, error);
}

/**
 * mc_pickup_page_new:
 * @pickup: a number that somebody took
 * @medium: on what
 * @error: return location
 *
 * The same for a number as the kiosk keeps it. Any thread.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError
 */
McPage *
mc_pickup_page_new (const McPickup *pickup, McMedium medium, GError **error)
{
  g_autofree char *number = NULL;
  McPickupSlip slip = { NULL };

  g_return_val_if_fail (pickup != NULL, NULL);

  number = g_strdup_printf ("%u", pickup->number);
  slip = (McPickupSlip){
    .language = pickup->language,
    .unit_name = pickup->unit_name,
    .point_name = pickup->point_name,
    .number = number,
    .counter = pickup->counter,
    .code = pickup->code,
    .masked_name = pickup->masked_name,
    .at = pickup->at,
    .check = pickup->check,
    .kiosk = pickup->kiosk,
    .copy = pickup->copy,
  };
  return mc_pickup_slip_page_new (&slip, medium, error);
}
