/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/pickup-slip-page.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/roll-page.h"

#define NUMBER_SIZE 72.0

typedef struct
{
  const McPickupSlip *slip; /* (unowned) */
  McFlow *flow;             /* (unowned) */
} Draft;

static const McFlowStyle body = { .size = 8.8, .leading = MC_FLOW_TIGHT };

static const char *pick (const Draft *draft, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

static const char *
pick (const Draft *draft, const char *vietnamese, const char *english)
{
  return mc_pick (draft->slip->language, vietnamese, english);
}

static void
add_centred (const Draft *draft, double size, gboolean bold, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  if (text != NULL && *text != '\0')
    mc_flow_add_text (draft->flow, &style, text);
}

static void
divide (const Draft *draft)
{
  mc_flow_add_space (draft->flow, 5.5);
  mc_flow_add_rule (draft->flow, 2 * MC_ROLL_DOT, TRUE);
  mc_flow_add_space (draft->flow, 5.0);
}

static void
add_header (const Draft *draft)
{
  const McPickupSlip *slip = draft->slip;
  g_autofree char *unit = slip->unit_name != NULL ? g_utf8_strup (slip->unit_name, -1) : NULL;

  add_centred (draft, 9.4, TRUE, unit);
  add_centred (draft, 8.4, FALSE, slip->point_name);
  mc_flow_add_space (draft->flow, 5);
  mc_flow_add_rule (draft->flow, 3 * MC_ROLL_DOT, FALSE);
  mc_flow_add_space (draft->flow, 6);
}

static void
add_number (const Draft *draft)
{
  const McPickupSlip *slip = draft->slip;
  McFlowStyle style = { .size = NUMBER_SIZE,
                        .bold = TRUE,
                        .align = MC_FLOW_CENTRE,
                        /* Digits have no accents to leave room for. */
                        .leading = 0.86 };
  const double width = mc_flow_measure (MC_PAGE_FONT, &style, slip->number);

  add_centred (draft, 12.0, TRUE, pick (draft, "SỐ CHỜ NHẬN KẾT QUẢ", "NUMBER FOR YOUR RESULT"));
  if (width > MC_ROLL_COLUMN_WIDTH)
    style.size = MAX (style.size * MC_ROLL_COLUMN_WIDTH / width * 0.99, 18.0);
  mc_flow_add_text (draft->flow, &style, slip->number);
  if (slip->counter != NULL)
    {
      g_autofree char *counter =
          g_strdup_printf (pick (draft, "Quầy %s", "Counter %s"), slip->counter);

      add_centred (draft, 20.0, TRUE, counter);
    }
  else
    add_centred (draft, 13.0, TRUE, pick (draft, "Quầy trả kết quả", "Counter for results"));
  if (slip->copy > 1)
    {
      const McFlowStyle band = { .size = 12.0, .bold = TRUE, .align = MC_FLOW_CENTRE };
      g_autofree char *text =
          g_strdup_printf ("%s · %u", pick (draft, "BẢN IN LẠI", "REPRINT"), slip->copy);

      mc_flow_add_space (draft->flow, 6);
      mc_flow_add_band (draft->flow, &band, text);
    }
}

static void
add_facts (const Draft *draft)
{
  const McPickupSlip *slip = draft->slip;
  g_autofree char *time = mc_time_to_display (slip->at);
  McFlowStyle strong = body;

  strong.bold = TRUE;
  mc_flow_add_field (draft->flow, &body, pick (draft, "Mã hồ sơ", "Application code"), slip->code);
  if (slip->masked_name != NULL)
    mc_flow_add_field (draft->flow, &body, pick (draft, "Tên", "Name"), slip->masked_name);
  mc_flow_add_field (draft->flow, &body, pick (draft, "Lấy số lúc", "Taken at"), time);
  mc_flow_add_space (draft->flow, 2.5);
  mc_flow_add_text (draft->flow,
                    &strong,
                    slip->check == MC_PICKUP_CARD_MATCHED
                        ? pick (draft,
                                "Thẻ căn cước đã khớp hồ sơ.",
                                "Your identity card matches the application.")
                        : pick (draft,
                                "Cán bộ kiểm tra giấy tờ tại quầy.",
                                "The officer checks your papers at the counter."));
}

static void
add_step (const Draft *draft, guint number, const char *heading_text, const char *text)
{
  McFlowStyle heading = body, style = body;

  heading.bold = TRUE;
  heading.size = 9.6;
  heading.indent = style.indent = 17;
  if (number > 1)
    mc_flow_add_space (draft->flow, 4);
  mc_flow_add_heading (draft->flow, &heading, number, heading_text);
  mc_flow_add_text (draft->flow, &style, text);
}

static void
add_steps (const Draft *draft)
{
  const McPickupSlip *slip = draft->slip;
  g_autofree char *wait =
      g_strdup_printf (pick (draft, "Chờ gọi số %s", "Wait for number %s"), slip->number);
  g_autofree char *go =
      slip->counter != NULL
          ? g_strdup_printf (
                pick (draft, "Đến quầy %s khi được gọi", "Go to counter %s when called"),
                slip->counter)
          : g_strdup (pick (draft, "Đến quầy khi được gọi", "Go to the counter when called"));

  add_step (draft,
            1,
            wait,
            pick (draft,
                  "Mời ông, bà ngồi chờ. Cán bộ đã thấy số này.",
                  "Please take a seat. The officer can see this number."));
  add_step (draft,
            2,
            go,
            pick (draft,
                  "Đưa giấy tiếp nhận và căn cước. Nhận thay thì đưa thêm giấy ủy quyền.",
                  "Show the official receipt and your identity card. For somebody else, also a "
                  "written authorisation."));
  add_step (draft,
            3,
            pick (draft, "Xem kết quả rồi ký nhận", "Look at the result, then sign"),
            pick (draft,
                  "Nếu có sai sót, xin báo ngay tại quầy.",
                  "If anything is wrong, please say so at the counter."));
}

static void
add_footer (const Draft *draft)
{
  const McPickupSlip *slip = draft->slip;
  McFlow *box = mc_flow_new (MC_PAGE_FONT, MC_ROLL_COLUMN_WIDTH - 2 * 5.0);
  const McFlowStyle style = {
    .size = 8.6, .bold = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  mc_flow_add_text (
      box,
      &style,
      pick (draft, "Số này chỉ dùng trong hôm nay.", "This number is good for today only."));
  mc_flow_add_space (draft->flow, 7);
  mc_flow_add_box (draft->flow, box, 5.0);
  if (slip->kiosk != NULL)
    {
      g_autofree char *machine =
          g_strdup_printf (pick (draft, "Máy %s · Phiếu số %u", "Machine %s · Slip no. %u"),
                           slip->kiosk,
                           MAX (slip->copy, 1));

      mc_flow_add_space (draft->flow, 5);
      add_centred (draft, 8.0, FALSE, machine);
    }
}

/**
 * mc_pickup_slip_page_new:
 * @slip: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays the number with which a citizen waits for a result out for an 80 mm roll: the number as
 * large as the roll holds it, which counter, what was checked and what to do next. It names nobody
 * in full. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page, or %NULL with #McPageError
 */
McPage *
mc_pickup_slip_page_new (const McPickupSlip *slip, GError **error)
{
  g_autoptr (McFlow) flow = NULL;
  Draft draft;

  g_return_val_if_fail (slip != NULL && slip->number != NULL && slip->code != NULL, NULL);

  flow = mc_flow_new (MC_PAGE_FONT, MC_ROLL_COLUMN_WIDTH);
  draft = (Draft){ .slip = slip, .flow = flow };
  add_header (&draft);
  add_number (&draft);
  divide (&draft);
  add_facts (&draft);
  divide (&draft);
  add_steps (&draft);
  add_footer (&draft);
  return mc_roll_page_draw (flow, error);
}
