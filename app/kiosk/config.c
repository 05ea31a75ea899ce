/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-config"
#include "config.h"

#include "app/kiosk/config.h"

#include "app/kiosk/config-keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The longest file that anyone would write by hand is a few KiB; a FIFO or a disk image is a
 * mistake that must not hang or fill the memory. */
#define MAX_FILE_BYTES (64 * 1024)
#define MAX_DROP_INS 64
#define MAX_MISTAKES 100

struct _McConfig
{
  GObject parent_instance;

  GHashTable *values; /* (owned) (element-type utf8 Value): "group/key" to what a file set */
};

/* What a file set, and where it stands there. */
typedef struct
{
  char *text; /* (owned) */
  char *path; /* (owned) */
  guint line;
} Value;

/* clang-format off */
G_DEFINE_QUARK (mc-config-error-quark, mc_config_error)
/* clang-format on */
G_DEFINE_FINAL_TYPE (McConfig, mc_config, G_TYPE_OBJECT)

/* What one load has in hand */
typedef struct
{
  McConfig *config;  /* (unowned) */
  GString *mistakes; /* (owned), one file:line: mistake per line */
  guint n_mistakes;
  const char *path; /* (unowned), the file being read */
  guint line;
  char *group;        /* (owned) (nullable): none yet, or an unknown one */
  gboolean skip;      /* an unknown group: said once, not for each of its keys */
  GHashTable *groups; /* (owned) (element-type utf8 none), of this file */
  GHashTable *seen;   /* (owned) (element-type utf8 none), of this file */
} Reader;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->text);
  g_free (value->path);
  g_free (value);
}

static void
mc_config_finalize (GObject *object)
{
  McConfig *self = MC_CONFIG (object);

  g_hash_table_unref (self->values);

  G_OBJECT_CLASS (mc_config_parent_class)->finalize (object);
}

static void
mc_config_class_init (McConfigClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mc_config_finalize;
}

static void
mc_config_init (McConfig *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
}

static void G_GNUC_PRINTF (2, 3) complain (Reader *reader, const char *format, ...)
{
  va_list args;

  if (++reader->n_mistakes > MAX_MISTAKES)
    return;
  if (reader->mistakes->len > 0)
    g_string_append_c (reader->mistakes, '\n');
  if (reader->line > 0)
    g_string_append_printf (reader->mistakes, "%s:%u: ", reader->path, reader->line);
  else
    g_string_append_printf (reader->mistakes, "%s: ", reader->path);
  va_start (args, format);
  g_string_append_vprintf (reader->mistakes, format, args);
  va_end (args);
}

/* GKeyFile's escapes: \s \n \t \r \\. */
static char *
unescape (Reader *reader, const char *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      static const char from[] = "sntr\\";
      static const char to[] = " \n\t\r\\";
      const char *found;

      if (*p != '\\')
        {
          g_string_append_c (value, *p);
          continue;
        }
      p++;
      found = *p != '\0' ? strchr (from, *p) : NULL;
      if (found == NULL)
        {
          complain (reader, "unknown escape in the value");
          return NULL;
        }
      g_string_append_c (value, to[found - from]);
    }
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static void
read_group (Reader *reader, char *line)
{
  char *end = strchr (line, ']');

  reader->skip = TRUE;
  g_clear_pointer (&reader->group, g_free);
  if (end == NULL || end[1] != '\0' || end == line + 1)
    {
      complain (reader, "a group is written [name]");
      return;
    }
  *end = '\0';
  reader->group = g_strdup (line + 1);
  if (!mc_config_keys_has_group (reader->group))
    complain (reader, "unknown group [%s]", reader->group);
  else if (!g_hash_table_add (reader->groups, g_strdup (reader->group)))
    complain (reader, "group [%s] stands twice in this file", reader->group);
  else
    reader->skip = FALSE;
}

static Value *
create_value (const Reader *reader, char *text /* (transfer full) */)
{
  Value *value = g_new0 (Value, 1);

  value->text = text;
  value->path = g_strdup (reader->path);
  value->line = reader->line;
  return value;
}

static void
read_value (Reader *reader, char *line)
{
  char *equals = strchr (line, '=');
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;
  g_autofree char *problem = NULL;
  const McConfigKey *key;

  if (equals == NULL)
    {
      complain (reader, "neither [group], key=value nor # comment");
      return;
    }
  *equals = '\0';
  g_strchomp (line);
  if (reader->skip)
    {
      if (reader->group == NULL)
        complain (reader, "key %s stands before any known group", line);
      return;
    }
  key = mc_config_keys_find (reader->group, line);
  if (key == NULL)
    {
      const char *instead = mc_config_keys_find_retired (reader->group, line);

      if (instead != NULL)
        complain (reader, "%s is an old key; write %s", line, instead);
      else
        complain (reader, "unknown key %s in [%s]", line, reader->group);
      return;
    }
  name = g_strdup_printf ("%s/%s", key->group, key->key);
  if (!g_hash_table_add (reader->seen, g_strdup (name)))
    {
      complain (reader, "key %s stands twice in [%s]", line, reader->group);
      return;
    }
  value = unescape (reader, g_strchug (equals + 1));
  if (value == NULL)
    return;
  problem = mc_config_key_check (key, value);
  if (problem != NULL)
    complain (reader, "%s %s", line, problem);
  else
    g_hash_table_insert (reader->config->values,
                         g_steal_pointer (&name),
                         create_value (reader, g_steal_pointer (&value)));
}

static gboolean
has_control (const char *line)
{
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '\t' && g_unichar_iscntrl (c))
        return TRUE;
    }
  return FALSE;
}

static void
read_text (Reader *reader, const char *text, gsize length)
{
  const char *end = text + length;

  for (const char *p = text; p < end;)
    {
      const char *newline = memchr (p, '\n', (gsize) (end - p));
      gsize n = (gsize) ((newline != NULL ? newline : end) - p);
      g_autofree char *line = NULL;

      reader->line++;
      if (n > 0 && p[n - 1] == '\r')
        n--;
      /* g_utf8_validate () refuses NUL within the length */
      if (!g_utf8_validate (p, (gssize) n, NULL))
        complain (reader, "not UTF-8 text");
      else
        {
          line = g_strndup (p, n);
          g_strstrip (line);
          if (has_control (line))
            complain (reader, "holds a control character");
          else if (line[0] == '[')
            read_group (reader, line);
          else if (line[0] != '\0' && line[0] != '#')
            read_value (reader, line);
        }
      p = newline != NULL ? newline + 1 : end;
    }
}

/* Not opened for longer than it takes to see that it is a regular file: a FIFO would wait. */
static char *
read_file (const char *path, gsize *length, GError **error)
{
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  g_autofree char *text = NULL;
  const char *problem = NULL;
  struct stat info;
  gsize done = 0;

  if (fd < 0)
    problem = g_strerror (errno);
  else if (fstat (fd, &info) != 0)
    problem = g_strerror (errno);
  else if (!S_ISREG (info.st_mode))
    problem = "not a regular file";
  else if (info.st_size > MAX_FILE_BYTES)
    problem = "larger than 64 KiB";
  text = g_malloc (MAX_FILE_BYTES + 1);
  while (problem == NULL && done <= MAX_FILE_BYTES)
    {
      gssize n = read (fd, text + done, MAX_FILE_BYTES + 1 - done);

      if (n == 0)
        break;
      if (n < 0 && errno != EINTR)
        problem = g_strerror (errno);
      else if (n > 0)
        done += (gsize) n;
    }
  if (problem == NULL && done > MAX_FILE_BYTES)
    problem = "larger than 64 KiB";
  if (fd >= 0)
    close (fd);
  *length = done;
  if (problem == NULL)
    return g_steal_pointer (&text);
  g_set_error (error, MC_CONFIG_ERROR, MC_CONFIG_ERROR_READ, "%s: %s", path, problem);
  return NULL;
}

static gboolean
load_file (Reader *reader, const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = read_file (path, &length, error);

  if (text == NULL)
    return FALSE;
  reader->path = path;
  reader->line = 0;
  reader->skip = TRUE;
  g_clear_pointer (&reader->group, g_free);
  g_hash_table_remove_all (reader->groups);
  g_hash_table_remove_all (reader->seen);
  read_text (reader, text, length);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_drop_ins (const char *path, GError **error)
{
  g_autofree char *folder = g_strconcat (path, ".d", NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&files);
  dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    {
      g_set_error (error, MC_CONFIG_ERROR, MC_CONFIG_ERROR_READ, "%s: cannot be read", folder);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".conf") && name[0] != '.')
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  if (files->len > MAX_DROP_INS)
    {
      g_set_error (error,
                   MC_CONFIG_ERROR,
                   MC_CONFIG_ERROR_READ,
                   "%s: more than %d files",
                   folder,
                   MAX_DROP_INS);
      return NULL;
    }
  g_ptr_array_sort (files, compare_names);
  return g_steal_pointer (&files);
}

static const Value *
find_value (McConfig *self, const char *group, const char *key)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", group, key);

  return g_hash_table_lookup (self->values, name);
}

static const char *
lookup (McConfig *self, const McConfigKey *key)
{
  const Value *value = find_value (self, key->group, key->key);

  return value != NULL ? value->text : key->fallback;
}

/* What no line alone is to blame for. */
static void
check_together (Reader *reader)
{
  McPrinterSettings settings;
  const char *key = NULL;
  g_autofree char *problem = NULL;
  const Value *value;

  mc_config_get_printer (reader->config, &settings);
  problem = mc_printer_settings_check (&settings, &key);
  if (problem == NULL)
    return;
  value = find_value (reader->config, "printer", key);
  g_assert (value != NULL); /* nothing that is left out is to blame */
  reader->path = value->path;
  reader->line = value->line;
  complain (reader, "%s %s", key, problem);
}

/**
 * mc_config_load:
 * @path: (nullable): the file, %NULL for /etc/motcua/kiosk.conf, which may be missing
 *
 * Reads the file and then `FILE.d/(star).conf` in order of name; later values win. Unknown groups
 * and keys, a key twice in one file, and values out of range are errors, all of them reported at
 * once as %MC_CONFIG_ERROR_INVALID with a line `file:line: mistake` each. What is no regular file
 * or larger than 64 KiB is %MC_CONFIG_ERROR_READ.
 *
 * Returns: (transfer full): the configuration, or %NULL
 */
McConfig *
mc_config_load (const char *path, GError **error)
{
  g_autoptr (McConfig) self = g_object_new (MC_TYPE_CONFIG, NULL);
  const char *main_path = path != NULL ? path : MC_CONFIG_DEFAULT_PATH;
  g_autoptr (GPtrArray) drop_ins = list_drop_ins (main_path, error);
  Reader reader = { .config = self };
  gboolean done = drop_ins != NULL;

  reader.mistakes = g_string_new (NULL);
  reader.groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (done && (path != NULL || g_file_test (main_path, G_FILE_TEST_EXISTS)))
    done = load_file (&reader, main_path, error);
  for (guint i = 0; done && i < drop_ins->len; i++)
    done = load_file (&reader, g_ptr_array_index (drop_ins, i), error);
  if (done)
    check_together (&reader);
  if (done && reader.n_mistakes > MAX_MISTAKES)
    g_string_append_printf (
        reader.mistakes, "\n%s: and %u more", main_path, reader.n_mistakes - MAX_MISTAKES);
  if (done && reader.n_mistakes > 0)
    {
      g_set_error_literal (error, MC_CONFIG_ERROR, MC_CONFIG_ERROR_INVALID, reader.mistakes->str);
      done = FALSE;
    }
  g_string_free (reader.mistakes, TRUE);
  g_hash_table_unref (reader.groups);
  g_hash_table_unref (reader.seen);
  g_free (reader.group);
  return done ? g_steal_pointer (&self) : NULL;
}

static const McConfigKey *
get_key (const char *group, const char *key, McConfigType first, McConfigType last)
{
  const McConfigKey *found = mc_config_keys_find (group, key);

  /* A key that is not in the table is a mistake of this program, not of the file. */
  g_assert (found != NULL && found->type >= first && found->type <= last);
  return found;
}

/**
 * mc_config_get_string:
 *
 * Returns: (transfer none) (nullable): the value, the default, or %NULL when it has none
 */
const char *
mc_config_get_string (McConfig *self, const char *group, const char *key)
{
  g_return_val_if_fail (MC_IS_CONFIG (self), NULL);

  return lookup (self, get_key (group, key, MC_CONFIG_TEXT, MC_CONFIG_CHOICE));
}

/**
 * mc_config_get_int:
 *
 * Returns: the value or the default, within the key's range
 */
int
mc_config_get_int (McConfig *self, const char *group, const char *key)
{
  g_return_val_if_fail (MC_IS_CONFIG (self), 0);

  return (int) g_ascii_strtoll (
      lookup (self, get_key (group, key, MC_CONFIG_INT, MC_CONFIG_INT)), NULL, 10);
}

/**
 * mc_config_get_double:
 *
 * Returns: the value or the default, within the key's range
 */
double
mc_config_get_double (McConfig *self, const char *group, const char *key)
{
  g_return_val_if_fail (MC_IS_CONFIG (self), 0);

  return g_ascii_strtod (lookup (self, get_key (group, key, MC_CONFIG_DOUBLE, MC_CONFIG_DOUBLE)),
                         NULL);
}

/**
 * mc_config_get_boolean:
 *
 * Returns: the value or the default
 */
gboolean
mc_config_get_boolean (McConfig *self, const char *group, const char *key)
{
  g_return_val_if_fail (MC_IS_CONFIG (self), FALSE);

  return g_strcmp0 (lookup (self, get_key (group, key, MC_CONFIG_BOOLEAN, MC_CONFIG_BOOLEAN)),
                    "true") == 0;
}

static guint
get_ms (McConfig *self, const char *key)
{
  return (guint) mc_config_get_int (self, "printer", key) * 1000;
}

/**
 * mc_config_get_printer:
 * @settings: (out): what stands under [printer]; its texts are this object's
 */
void
mc_config_get_printer (McConfig *self, McPrinterSettings *settings)
{
  g_return_if_fail (MC_IS_CONFIG (self) && settings != NULL);

  *settings = (McPrinterSettings){
    .uri = mc_config_get_string (self, "printer", "uri"),
    .server = mc_config_get_string (self, "printer", "server"),
    .device_uri = mc_config_get_string (self, "printer", "device-uri"),
    .certificate = mc_config_get_string (self, "printer", "certificate"),
    .head = { .dots = (guint) mc_config_get_int (self, "printer", "dots"),
              .dpi = g_str_equal (mc_config_get_string (self, "printer", "dpi"), "180") ? 180 : 203,
              .cutter = mc_config_get_boolean (self, "printer", "cutter"),
              .process_id = mc_config_get_boolean (self, "printer", "process-id") },
    .deadlines = { .hand_over_ms = get_ms (self, "hand-over-deadline"),
                   .print_ms = get_ms (self, "print-deadline"),
                   .cancel_ms = MC_PRINTER_CANCEL_MS },
  };
  mc_medium_from_string (mc_config_get_string (self, "printer", "media"), &settings->medium);
}

/**
 * mc_config_describe_keys:
 *
 * Returns: (transfer full): every key with its meaning and default, as a file to start from
 */
char *
mc_config_describe_keys (void)
{
  GString *text = g_string_new (NULL);
  const char *group = "";
  const McConfigKey *key;

  for (guint i = 0; (key = mc_config_keys_get (i)) != NULL; i++)
    {
      if (!g_str_equal (group, key->group))
        g_string_append_printf (text, "%s[%s]\n", i > 0 ? "\n" : "", key->group);
      group = key->group;
      g_string_append_printf (text, "# %s", key->doc);
      if (key->choices != NULL)
        g_string_append_printf (text, " (%s)", key->choices);
      else if (key->type == MC_CONFIG_INT || key->type == MC_CONFIG_DOUBLE)
        g_string_append_printf (text, " (%g to %.10g)", key->min, key->max);
      g_string_append_printf (
          text, "\n#%s=%s\n", key->key, key->fallback != NULL ? key->fallback : "");
    }
  return g_string_free (text, FALSE);
}
