/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/http/server.h"

G_BEGIN_DECLS

#define MC_SETTINGS_ERROR (mc_settings_error_quark ())
GQuark mc_settings_error_quark (void);

typedef enum
{
  MC_SETTINGS_ERROR_INVALID, /* the message is one file:line: mistake per line, all of them */
  MC_SETTINGS_ERROR_FILE,
} McSettingsError;

/* central.conf and the command line, which goes first. */
typedef struct
{
  char *data_dir;   /* (owned) (nullable) */
  char *assets_dir; /* (owned) (nullable) */
  char *db;         /* (owned) (nullable), "sqlite:PATH"; NULL = sqlite:DATA/central.db */
  char *public_url; /* (owned) (nullable); NULL = where it listens */
  McServerOptions server;
} McSettings;

void mc_settings_init (McSettings *self);
void mc_settings_clear (McSettings *self);
gboolean mc_settings_load (McSettings *self, const char *path, GError **error);
gboolean mc_settings_check (const McSettings *self, GError **error);
char *mc_settings_dup_sqlite_path (const McSettings *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McSettings, mc_settings_clear)

G_END_DECLS
