/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/flow.h"
#include "printing/documents/medium.h"

G_BEGIN_DECLS

/* A paper that a kiosk hands out, while it is filled: one content for every medium. Letters have
 * the sizes of an 80 mm roll; the whole is drawn larger on a sheet and smaller where it would be
 * too long. */
typedef struct
{
  McMedium medium;
  const char *language; /* (unowned) */
  McFlow *flow;         /* (unowned): what is added to */
  double width;         /* of flow */
  double scale;         /* how large the flow is drawn */
  guint n_cut;          /* how many of its items to leave out, because it was too long */
  guint n_left;         /* (out): how many more could be left out, 0 at first */
} McSlip;

typedef gboolean (*McSlipFunc) (McSlip *slip, gconstpointer data, GError **error);

McPage *mc_slip_page_new (McMedium medium,
                          const char *language,
                          const char *foot,
                          McSlipFunc build,
                          gconstpointer data,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *mc_slip_pick (const McSlip *self, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);
double mc_slip_get_dot (const McSlip *self); /* 1/203 inch on paper */
double mc_slip_get_mm (const McSlip *self);  /* a millimetre on paper */
McFlowStyle mc_slip_body (void);
McFlowStyle mc_slip_strong (void);

void mc_slip_add_header (McSlip *self, const char *unit_name, const char *point_name);
void mc_slip_add_title (McSlip *self, double size, const char *text);
void mc_slip_add_centred (McSlip *self, double size, gboolean bold, const char *text);
void mc_slip_add_reprint_mark (McSlip *self, guint copy);
void mc_slip_add_divider (McSlip *self);
void
mc_slip_add_pair (McSlip *self, const McFlowStyle *style, const char *label, const char *value);
gboolean
mc_slip_add_symbol (McSlip *self, const char *text, McQrLevel level, guint dots, GError **error);

G_END_DECLS
