/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/proxy.h"

#include "app/domain/json.h"

#define OUR_PROBLEM "urn:motcua:problem:"
#define PRISM_PROBLEM "https://stoplight.io/prism/errors#"

gboolean
mc_test_proxy_is_wanted (void)
{
  return g_getenv ("MC_TEST_DESCRIBED") != NULL;
}

McTestProxy *
mc_test_proxy_new (const char *upstream, const char *ca)
{
  McTestProxy *self = g_new0 (McTestProxy, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *web = g_test_build_filename (G_TEST_DIST, "web", NULL);
  g_autofree char *node = g_build_filename (web, "node", NULL);
  g_autofree char *script = g_build_filename (web, "validating-proxy.cjs", NULL);
  g_autofree char *description =
      g_build_filename (g_getenv ("MOTCUA_ASSETS"), "openapi.yaml", NULL);
  const char *arguments[] = { node, script, description, upstream, ca, NULL };
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  while (self->address == NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, "ready http://"))
        self->address = g_strdup (line + strlen ("ready http://"));
    }

  return self;
}

void
mc_test_proxy_free (McTestProxy *self)
{
  if (self == NULL)
    return;

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_object_unref (self->process);
  g_free (self->address);
  g_free (self);
}

/* @violations is the header that tells of breaches which Prism calls warnings: a status that the
 * file does not name, say. */
McTestVerdict
mc_test_proxy_judge (const json_t *body, const char *violations)
{
  const char *type = mc_json_get_optional_string ((json_t *) body, "type");

  if (type == NULL || g_str_has_prefix (type, OUR_PROBLEM))
    return violations == NULL ? MC_TEST_VERDICT_PASSED : MC_TEST_VERDICT_BREACH;
  if (g_str_equal (type, PRISM_PROBLEM "VIOLATIONS"))
    return MC_TEST_VERDICT_BREACH;

  return g_str_equal (type, "FetchError") ? MC_TEST_VERDICT_BROKEN : MC_TEST_VERDICT_REFUSED;
}
