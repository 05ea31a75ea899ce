/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;     /* (unowned) */
  const char *login;    /* (unowned) */
  const char *password; /* (unowned), for one sign-in; best without 0 O 1 l I */
  const char *unit;     /* (unowned) */
  const char *role;     /* (unowned), in words; several between commas */
} McPasswordSlip;

/* One-time passwords to be cut apart and handed out, several on a sheet of A4. */
typedef struct
{
  const char *address;    /* (unowned), of the console */
  gint64 valid_until;     /* MC_TIME_NONE where it does not end by itself */
  const char *language;   /* (unowned) (nullable) */
  const GPtrArray *slips; /* (unowned) (element-type McPasswordSlip), at least one */
} McPasswordSheet;

McPage *mc_password_slips_page_new (const McPasswordSheet *sheet,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
