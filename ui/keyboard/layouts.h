/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What keys stand where. */
typedef enum
{
  MC_KEY_TEXT, /* inserts its text */
  MC_KEY_TONE, /* puts a tone on the word before the cursor */
  MC_KEY_SHIFT,
  MC_KEY_LAYER, /* to the layout named in `text` */
  MC_KEY_BACKSPACE,
  MC_KEY_CLEAR,
  MC_KEY_SPACE,
  MC_KEY_DONE,
} McKeyKind;

typedef struct
{
  McKeyKind kind;
  const char *text; /* what it inserts; a tone's combining sign; the layer it leads to */
  int tone;         /* McTone */
  double units;     /* width, 1 = a letter */
  const char *name; /* (nullable): of the widget after "key-"; NULL: the text itself */
} McKeyDef;

#define MC_LAYOUT_MAX_ROWS 6
#define MC_LAYOUT_MAX_KEYS 12

typedef struct
{
  const char *name; /* "letters", "symbols", "number", "email" */
  McKeyDef rows[MC_LAYOUT_MAX_ROWS][MC_LAYOUT_MAX_KEYS]; /* rows end with units 0 */
} McLayout;

const McLayout *mc_layout_get_all (guint *n_layouts);

G_END_DECLS
