/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one table of keys of kiosk.conf. Private to config.c. */
typedef enum
{
  MC_CONFIG_TEXT,
  MC_CONFIG_PATH,    /* absolute, without ".." */
  MC_CONFIG_URL,     /* https, or http to this machine */
  MC_CONFIG_PRINTER, /* an address that a transport takes */
  MC_CONFIG_DEVICE,  /* the own address of a printer behind a queue */
  MC_CONFIG_CHOICE,
  MC_CONFIG_INT,
  MC_CONFIG_DOUBLE,
  MC_CONFIG_BOOLEAN,
} McConfigType;

typedef struct
{
  const char *group;
  const char *key;
  McConfigType type;
  const char *fallback; /* (nullable): unset */
  double min, max;      /* numbers; texts: characters */
  const char *choices;  /* (nullable), separated by | */
  const char *doc;
} McConfigKey;

const McConfigKey *mc_config_keys_get (guint index); /* (nullable): past the end */
const McConfigKey *mc_config_keys_find (const char *group, const char *key);
const char *mc_config_keys_find_retired (const char *group,
                                         const char *key); /* (nullable): what to write instead */
gboolean mc_config_keys_has_group (const char *group);
char *mc_config_key_check (const McConfigKey *key, const char *value)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): what is wrong */

G_END_DECLS
