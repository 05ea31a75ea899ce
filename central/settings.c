/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/settings.h"

#include <string.h>

#define SQLITE_PREFIX "sqlite:"

typedef enum
{
  KIND_TEXT,
  KIND_NUMBER,
} Kind;

/* What may stand in central.conf. */
static const struct
{
  const char *group;
  const char *key;
  Kind kind;
  gsize offset; /* in McSettings */
  guint min, max;
} rows[] = {
  { "central", "data", KIND_TEXT, G_STRUCT_OFFSET (McSettings, data_dir), 0, 0 },
  { "central", "assets-dir", KIND_TEXT, G_STRUCT_OFFSET (McSettings, assets_dir), 0, 0 },
  { "central", "db", KIND_TEXT, G_STRUCT_OFFSET (McSettings, db), 0, 0 },
  { "central", "public-url", KIND_TEXT, G_STRUCT_OFFSET (McSettings, public_url), 0, 0 },
  { "central", "listen", KIND_TEXT, G_STRUCT_OFFSET (McSettings, server.listen), 0, 0 },
  { "central", "tls-cert", KIND_TEXT, G_STRUCT_OFFSET (McSettings, server.tls_cert), 0, 0 },
  { "central", "tls-key", KIND_TEXT, G_STRUCT_OFFSET (McSettings, server.tls_key), 0, 0 },
  { "limits", "threads", KIND_NUMBER, G_STRUCT_OFFSET (McSettings, server.threads), 2, 64 },
  { "limits",
    "connections",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.connections),
    8,
    100000 },
  { "limits",
    "connections-per-address",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.per_address),
    0,
    100000 },
  { "limits",
    "header-deadline-ms",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.header_deadline_ms),
    100,
    60000 },
  { "limits",
    "idle-deadline-ms",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.idle_deadline_ms),
    100,
    600000 },
  { "limits",
    "body-deadline-percent",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.body_percent),
    1,
    1000 },
  { "limits",
    "kiosk-requests-a-day",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.kiosk_requests),
    1,
    1000000000 },
  { "limits",
    "kiosk-megabytes-a-day",
    KIND_NUMBER,
    G_STRUCT_OFFSET (McSettings, server.kiosk_megabytes),
    1,
    100000000 },
  { "limits", "drain-ms", KIND_NUMBER, G_STRUCT_OFFSET (McSettings, server.drain_ms), 0, 120000 },
};

typedef struct
{
  McSettings *settings; /* (unowned) */
  const char *path;
  guint line;
  char *group; /* (owned) (nullable) */
  gboolean seen[G_N_ELEMENTS (rows)];
  GString *mistakes; /* (owned) */
} Reader;

/* clang-format off */
G_DEFINE_QUARK (mc-settings-error-quark, mc_settings_error)
/* clang-format on */

static void G_GNUC_PRINTF (2, 3) mistake (Reader *reader, const char *format, ...)
{
  va_list values;

  g_string_append_printf (reader->mistakes,
                          "%s%s:%u: ",
                          reader->mistakes->len > 0 ? "\n" : "",
                          reader->path,
                          reader->line);
  va_start (values, format);
  g_string_append_vprintf (reader->mistakes, format, values);
  va_end (values);
}

static void
set_number (Reader *reader, guint row, const char *value)
{
  guint *place = G_STRUCT_MEMBER_P (reader->settings, rows[row].offset);
  guint64 number;

  if (g_ascii_string_to_unsigned (value, 10, rows[row].min, rows[row].max, &number, NULL))
    *place = number;
  else
    mistake (reader,
             "%s must be a whole number from %u to %u, not “%s”",
             rows[row].key,
             rows[row].min,
             rows[row].max,
             value);
}

static void
set_value (Reader *reader, const char *key, const char *value)
{
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      char **place;

      if (strcmp (rows[row].group, reader->group) != 0 || strcmp (rows[row].key, key) != 0)
        continue;
      if (reader->seen[row])
        mistake (reader, "%s stands twice", key);
      else if (*value == '\0')
        mistake (reader, "%s is empty", key);
      else if (rows[row].kind == KIND_NUMBER)
        set_number (reader, row, value);
      else
        {
          place = G_STRUCT_MEMBER_P (reader->settings, rows[row].offset);
          g_free (*place);
          *place = g_strdup (value);
        }
      reader->seen[row] = TRUE;
      return;
    }

  mistake (reader, "[%s] has no key “%s”", reader->group, key);
}

static gboolean
is_group (const char *name)
{
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    if (strcmp (rows[row].group, name) == 0)
      return TRUE;

  return FALSE;
}

static void
read_group (Reader *reader, char *line)
{
  gsize length = strlen (line);

  g_clear_pointer (&reader->group, g_free);
  if (line[length - 1] != ']')
    {
      mistake (reader, "the group's name does not end with ]");
      return;
    }
  reader->group = g_strndup (line + 1, length - 2);
  if (!is_group (reader->group))
    mistake (reader, "there is no group [%s], only [central] and [limits]", reader->group);
}

static void
read_line (Reader *reader, char *line)
{
  char *equals;

  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return;
  if (*line == '[')
    {
      read_group (reader, line);
      return;
    }

  equals = strchr (line, '=');
  if (equals == NULL)
    mistake (reader, "neither a [group], a key=value nor a # comment");
  else if (reader->group == NULL)
    mistake (reader, "a key before the first [group]");
  else if (is_group (reader->group))
    {
      *equals = '\0';
      set_value (reader, g_strstrip (line), g_strstrip (equals + 1));
    }
}

/**
 * mc_settings_init:
 * @self: (out caller-allocates): settings
 *
 * Sets the defaults.
 */
void
mc_settings_init (McSettings *self)
{
  *self = (McSettings){ 0 };
  mc_server_options_init (&self->server);
}

/**
 * mc_settings_clear:
 * @self: settings
 */
void
mc_settings_clear (McSettings *self)
{
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->assets_dir, g_free);
  g_clear_pointer (&self->db, g_free);
  g_clear_pointer (&self->public_url, g_free);
  mc_server_options_clear (&self->server);
}

/**
 * mc_settings_load:
 * @self: settings
 * @path: a file like central.conf
 * @error: return location for an error
 *
 * Reads the file over what @self holds. All mistakes are told at once, a line each, as
 * `file:line: what`; unknown groups and keys are mistakes.
 *
 * Returns: %TRUE without a mistake
 */
gboolean
mc_settings_load (McSettings *self, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GString) mistakes = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Reader reader = { .settings = self, .path = path, .mistakes = mistakes };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      g_set_error_literal (error, MC_SETTINGS_ERROR, MC_SETTINGS_ERROR_FILE, local_error->message);
      return FALSE;
    }

  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error (error,
                   MC_SETTINGS_ERROR,
                   MC_SETTINGS_ERROR_INVALID,
                   "%s:1: the file is not UTF-8 text",
                   path);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      reader.line = i + 1;
      read_line (&reader, lines[i]);
    }
  g_free (reader.group);
  if (mistakes->len == 0)
    return TRUE;

  g_set_error_literal (error, MC_SETTINGS_ERROR, MC_SETTINGS_ERROR_INVALID, mistakes->str);
  return FALSE;
}

static gboolean
is_public_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0 ||
          g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") == 0) &&
         g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
         g_uri_get_userinfo (uri) == NULL && *g_uri_get_path (uri) == '\0';
}

/**
 * mc_settings_check:
 * @self: settings
 * @error: return location for an error
 *
 * Whether they fit together.
 *
 * Returns: %TRUE when they do
 */
gboolean
mc_settings_check (const McSettings *self, GError **error)
{
  if (self->db != NULL && !g_str_has_prefix (self->db, SQLITE_PREFIX))
    {
      g_set_error (error,
                   MC_SETTINGS_ERROR,
                   MC_SETTINGS_ERROR_INVALID,
                   "db “%s” is not sqlite:PATH",
                   self->db);
      return FALSE;
    }
  if (self->public_url != NULL && !is_public_url (self->public_url))
    {
      g_set_error (error,
                   MC_SETTINGS_ERROR,
                   MC_SETTINGS_ERROR_INVALID,
                   "public-url “%s” is not https://HOST or https://HOST:PORT, and nothing after it",
                   self->public_url);
      return FALSE;
    }

  return mc_server_options_check (&self->server, error);
}

/**
 * mc_settings_dup_sqlite_path:
 * @self: settings that passed, with a data folder
 *
 * Returns: (transfer full): the database's file
 */
char *
mc_settings_dup_sqlite_path (const McSettings *self)
{
  if (self->db != NULL)
    return g_strdup (self->db + strlen (SQLITE_PREFIX));

  return g_build_filename (self->data_dir, "central.db", NULL);
}
