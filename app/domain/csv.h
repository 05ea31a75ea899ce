/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_CSV_ERROR (mc_csv_error_quark ())
GQuark mc_csv_error_quark (void);

typedef enum
{
  MC_CSV_ERROR_SYNTAX, /* the message names file:line */
} McCsvError;

typedef struct
{
  guint line;   /* where the row begins, from 1 */
  char **cells; /* (owned), as many as there are columns */
} McCsvRow;

/* What is wrong with a file, line by line. */
typedef struct
{
  guint line; /* from 1 */
  char *what; /* (owned) */
} McCsvMistake;

GPtrArray *mc_csv_mistakes_new (void) G_GNUC_WARN_UNUSED_RESULT; /* of McCsvMistake */
void mc_csv_mistakes_add (GPtrArray *mistakes, guint line, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
char *mc_csv_mistakes_to_string (GPtrArray *mistakes,
                                 const char *file_name) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *mc_csv_parse_all (const char *data,
                             gssize length,
                             const char *const *columns,
                             GPtrArray *mistakes) G_GNUC_WARN_UNUSED_RESULT; /* of McCsvRow */
GPtrArray *mc_csv_parse (const char *data,
                         gssize length,
                         const char *file_name,
                         const char *const *columns,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McCsvRow */

G_END_DECLS
