/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/password-slips-page.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/sheet.h"

/* Eight on a sheet, which two straight cuts across and one along part. */
#define PAGE_WIDTH MC_SHEET_MM (210.0)
#define PAGE_HEIGHT MC_SHEET_MM (297.0)
#define N_COLUMNS 2
#define N_ROWS 4
#define SLIP_WIDTH (PAGE_WIDTH / N_COLUMNS)
#define SLIP_HEIGHT (PAGE_HEIGHT / N_ROWS)
/* Printers do not reach the edges of a sheet. */
#define PADDING MC_SHEET_MM (9.0)
#define INNER_WIDTH (SLIP_WIDTH - 2 * PADDING)
#define INNER_HEIGHT (SLIP_HEIGHT - 2 * MC_SHEET_MM (7.0))

typedef struct
{
  const McPasswordSheet *sheet; /* (unowned) */
  McFlow *flow;                 /* (unowned) */
  double width;
} Draft;

static const char *pick (const Draft *draft, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

static const char *
pick (const Draft *draft, const char *vietnamese, const char *english)
{
  return mc_pick (draft->sheet->language, vietnamese, english);
}

static void
add_text (McFlow *flow, double size, gboolean bold, McFlowAlign align, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .align = align, .leading = MC_FLOW_TIGHT
  };

  if (text != NULL && *text != '\0')
    mc_flow_add_text (flow, &style, text);
}

static void
add_secret (const Draft *draft, const McPasswordSlip *slip)
{
  McFlow *box = mc_flow_new (MC_PAGE_FONT, draft->width - 2 * 5.0);
  McFlowStyle login = { .size = 9.6, .leading = MC_FLOW_TIGHT };
  McFlowStyle label = { .size = 7.6, .leading = MC_FLOW_TIGHT };

  mc_flow_add_field (box, &login, pick (draft, "Tên đăng nhập", "User name"), slip->login);
  mc_flow_add_space (box, 2);
  mc_flow_add_text (
      box,
      &label,
      pick (draft, "Mật khẩu, chỉ dùng được một lần:", "Password, good for one sign-in:"));
  add_text (box, 15, TRUE, MC_FLOW_CENTRE, slip->password);
  mc_flow_add_space (draft->flow, 4);
  mc_flow_add_box (draft->flow, box, 5.0);
  mc_flow_add_space (draft->flow, 4);
}

static void
add_steps (const Draft *draft)
{
  const McPasswordSheet *sheet = draft->sheet;
  g_autofree char *first = g_strdup_printf (
      pick (draft, "1. Mở %s và đăng nhập.", "1. Open %s and sign in."), sheet->address);
  g_autofree char *last = NULL;

  add_text (draft->flow, 8, FALSE, MC_FLOW_LEFT, first);
  add_text (draft->flow,
            8,
            FALSE,
            MC_FLOW_LEFT,
            pick (draft,
                  "2. Đặt mật khẩu mới của riêng mình, rồi hủy phiếu này.",
                  "2. Choose a password of your own, then destroy this slip."));
  if (sheet->valid_until != MC_TIME_NONE)
    {
      g_autofree char *time = mc_time_to_display (sheet->valid_until);

      last = g_strdup_printf (pick (draft,
                                    "Dùng trước %s. Không đưa cho người khác.",
                                    "Use it before %s. Give it to nobody else."),
                              time);
    }
  else
    last = g_strdup (pick (draft, "Không đưa cho người khác.", "Give it to nobody else."));
  mc_flow_add_space (draft->flow, 2);
  add_text (draft->flow, 8, TRUE, MC_FLOW_LEFT, last);
}

static McFlow *
create_slip (const McPasswordSheet *sheet, const McPasswordSlip *slip, double scale)
{
  McFlow *flow = mc_flow_new (MC_PAGE_FONT, INNER_WIDTH / scale);
  const Draft draft = { .sheet = sheet, .flow = flow, .width = INNER_WIDTH / scale };

  add_text (
      flow, 7.6, FALSE, MC_FLOW_LEFT, pick (&draft, "Tài khoản Một Cửa của", "Một Cửa account of"));
  add_text (flow, 12, TRUE, MC_FLOW_LEFT, slip->name);
  add_text (flow, 8.6, FALSE, MC_FLOW_LEFT, slip->role);
  add_text (flow, 8.6, FALSE, MC_FLOW_LEFT, slip->unit);
  add_secret (&draft, slip);
  add_steps (&draft);
  return flow;
}

/* As large as it fits its place, so that no name, however long, reaches the next slip. */
static gboolean
draw_slip (const McPasswordSheet *sheet,
           const McPasswordSlip *slip,
           cairo_t *cr,
           double x,
           double y,
           GError **error)
{
  double scale = 1.15;
  g_autoptr (McFlow) flow = create_slip (sheet, slip, scale);

  while (mc_flow_get_height (flow) * scale > INNER_HEIGHT && scale > 0.2)
    {
      scale *= 0.94;
      g_clear_pointer (&flow, mc_flow_free);
      flow = create_slip (sheet, slip, scale);
    }
  if (!mc_flow_check_glyphs (flow, error))
    return FALSE;
  cairo_save (cr);
  cairo_translate (cr, x + PADDING, y + (SLIP_HEIGHT - mc_flow_get_height (flow) * scale) / 2);
  cairo_scale (cr, scale, scale);
  mc_flow_draw (flow, cr, 0, 0, 0, G_MAXUINT);
  cairo_restore (cr);
  return TRUE;
}

static void
draw_cuts (cairo_t *cr)
{
  const double dashes[] = { 4, 3 };
  const double edge = MC_SHEET_MM (6.0);

  cairo_save (cr);
  cairo_set_line_width (cr, 0.5);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  for (guint i = 1; i < N_COLUMNS; i++)
    {
      cairo_move_to (cr, i * SLIP_WIDTH, edge);
      cairo_line_to (cr, i * SLIP_WIDTH, PAGE_HEIGHT - edge);
    }
  for (guint i = 1; i < N_ROWS; i++)
    {
      cairo_move_to (cr, edge, i * SLIP_HEIGHT);
      cairo_line_to (cr, PAGE_WIDTH - edge, i * SLIP_HEIGHT);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * mc_password_slips_page_new:
 * @sheet: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out slips with one-time passwords on A4, eight on a sheet along dashed lines to cut, in the
 * order of the array from the left, then down. The PDF holds the passwords in clear: it is for the
 * printer, not for a disk. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError
 */
McPage *
mc_password_slips_page_new (const McPasswordSheet *sheet, GError **error)
{
  g_autoptr (McPageWriter) writer = NULL;

  g_return_val_if_fail (sheet != NULL && sheet->address != NULL, NULL);
  g_return_val_if_fail (sheet->slips != NULL && sheet->slips->len > 0, NULL);

  writer = mc_page_writer_new (PAGE_WIDTH, PAGE_HEIGHT);
  for (guint i = 0; i < sheet->slips->len; i++)
    {
      const guint place = i % (N_COLUMNS * N_ROWS);

      if (place == 0)
        draw_cuts (mc_page_writer_get_cairo (writer));
      if (!draw_slip (sheet,
                      g_ptr_array_index (sheet->slips, i),
                      mc_page_writer_get_cairo (writer),
                      place % N_COLUMNS * SLIP_WIDTH,
                      place / N_COLUMNS * SLIP_HEIGHT,
                      error))
        return NULL;
      if (place + 1 == N_COLUMNS * N_ROWS || i + 1 == sheet->slips->len)
        mc_page_writer_end_page (writer);
    }
  return mc_page_writer_finish (writer, error);
}
