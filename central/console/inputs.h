/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/http/html.h"

G_BEGIN_DECLS

/* One input of a form, with what belongs to it: label, hint and mistake, tied together for screen
 * readers. */
typedef struct
{
  const char *name; /* (unowned), of the control, and its id */
  const char *label;
  const char *value;      /* (nullable) */
  const char *hint;       /* (nullable) */
  const char *mistake;    /* (nullable) */
  const char *type;       /* (nullable): "text" */
  guint rows;             /* of a text area; 0 = a line */
  const char *attributes; /* (nullable): more of them, markup of the source: "required" */
} McInput;

void mc_input_put (McHtml *html, const McInput *input);

G_END_DECLS
