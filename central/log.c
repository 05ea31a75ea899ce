/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/log.h"

#include <string.h>
#include <unistd.h>

#define MAX_VALUE 300

static void
append_value (GString *line, const char *value)
{
  g_string_append_c (line, '"');
  for (guint i = 0; value[i] != '\0' && i < MAX_VALUE; i++)
    {
      if (value[i] == '"' || value[i] == '\\')
        g_string_append_c (line, '\\');
      g_string_append_c (line, g_ascii_iscntrl (value[i]) ? ' ' : value[i]);
    }
  g_string_append_c (line, '"');
}

/**
 * mc_log:
 * @level: how grave it is
 * @event: a literal, words with dashes
 * @...: names (literals) and values (nullable), then %NULL
 *
 * Writes one line to stderr in a single write, so that lines of threads do not mix; journald keeps
 * its level by the sd-daemon(3) prefix. Any thread.
 */
void
mc_log (McLogLevel level, const char *event, ...)
{
  static const char *const names[] = { "error", "warning", "info" };
  static const char *const prefixes[] = { "<3>", "<4>", "<6>" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (GString) line = g_string_new (NULL);
  const char *name;
  va_list pairs;

  if (g_getenv ("JOURNAL_STREAM") != NULL)
    g_string_append (line, prefixes[level]);
  g_string_append_printf (line, "%s level=%s event=%s", time, names[level], event);

  va_start (pairs, event);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      const char *value = va_arg (pairs, const char *);

      g_string_append_printf (line, " %s=", name);
      append_value (line, value == NULL ? "" : value);
    }
  va_end (pairs);

  g_string_append_c (line, '\n');
  if (write (STDERR_FILENO, line->str, line->len) < 0)
    return; /* nobody listens: there is nowhere to say so */
}
