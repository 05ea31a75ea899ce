/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_CODE_ERROR (mc_code_error_quark ())
GQuark mc_code_error_quark (void);

typedef enum
{
  MC_CODE_ERROR_SYNTAX,
  MC_CODE_ERROR_DATE,
  MC_CODE_ERROR_SERIAL,
} McCodeError;

typedef struct
{
  char agency[40];
  GDate date;
  guint serial;
  guint digits; /* 4 to 6 */
} McCode;

gboolean mc_code_parse (const char *text, McCode *code, GError **error);
char **mc_code_list_readings (const char *typed) G_GNUC_WARN_UNUSED_RESULT; /* likeliest first */
char *mc_code_format (const char *agency,
                      const GDate *date,
                      guint serial,
                      guint digits,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
