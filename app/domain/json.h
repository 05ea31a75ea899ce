/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MC_JSON_ERROR (mc_json_error_quark ())
GQuark mc_json_error_quark (void);

typedef enum
{
  MC_JSON_ERROR_TOO_LARGE,
  MC_JSON_ERROR_SYNTAX,
  MC_JSON_ERROR_TOO_DEEP,
  MC_JSON_ERROR_MEMBER, /* missing, unknown or of another type */
} McJsonError;

#define MC_JSON_MAX_DEPTH 16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

json_t *mc_json_parse (const char *data,
                       gsize length,
                       gsize max_length,
                       const char *what,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *mc_json_to_string (json_t *value)
    G_GNUC_WARN_UNUSED_RESULT; /* compact, sorted keys: deterministic */

const char *mc_json_get_string (json_t *object, const char *member, GError **error);
const char *mc_json_get_optional_string (json_t *object, const char *member);
gboolean mc_json_get_int (json_t *object, const char *member, gint64 *value, GError **error);
gboolean mc_json_get_time (json_t *object, const char *member, gint64 *time, GError **error);

G_END_DECLS
