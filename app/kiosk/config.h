/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "printing/transports/printer-factory.h"

G_BEGIN_DECLS

#define MC_CONFIG_DEFAULT_PATH "/etc/motcua/kiosk.conf"

#define MC_CONFIG_ERROR (mc_config_error_quark ())
GQuark mc_config_error_quark (void);

typedef enum
{
  MC_CONFIG_ERROR_INVALID, /* one file:line: mistake per line, all of them */
  MC_CONFIG_ERROR_READ,
} McConfigError;

/* kiosk.conf: a GKeyFile, defaults < the file < each .conf of FILE.d in order of name. The one
 * table of keys with their types, ranges and defaults stands in config.c; unknown keys are errors.
 */
#define MC_TYPE_CONFIG (mc_config_get_type ())
G_DECLARE_FINAL_TYPE (McConfig, mc_config, MC, CONFIG, GObject)

McConfig *mc_config_load (const char *path, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* NULL: /etc/motcua/kiosk.conf */
const char *mc_config_get_string (McConfig *self,
                                  const char *group,
                                  const char *key); /* (nullable) when unset */
int mc_config_get_int (McConfig *self, const char *group, const char *key);
double mc_config_get_double (McConfig *self, const char *group, const char *key);
gboolean mc_config_get_boolean (McConfig *self, const char *group, const char *key);
void mc_config_get_printer (McConfig *self, McPrinterSettings *settings);
char *mc_config_describe_keys (void)
    G_GNUC_WARN_UNUSED_RESULT; /* a commented file with every key and its default */

G_END_DECLS
