/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/certificates.h"

#include <glib/gstdio.h>

static const struct
{
  const char *name;
  const char *issuer; /* (nullable): a CA of its own */
  const char *template;
} pairs[] = {
  { "ca", NULL, "cn = \"Test CA\"\nca\ncert_signing_key\nexpiration_days = 2\n" },
  { "rogue-ca", NULL, "cn = \"Rogue CA\"\nca\ncert_signing_key\nexpiration_days = 2\n" },
  { "server",
    "ca",
    "cn = \"server\"\nip_address = \"127.0.0.1\"\ntls_www_server\nsigning_key\nexpiration_days = "
    "2\n" },
  { "middle",
    "ca",
    "cn = \"middle\"\nip_address = \"127.0.0.1\"\ntls_www_server\nsigning_key\nexpiration_days = "
    "2\n" },
  { "rogue",
    "rogue-ca",
    "cn = \"rogue\"\nip_address = \"127.0.0.1\"\ntls_www_server\nsigning_key\nexpiration_days = "
    "2\n" },
  { "other-host",
    "ca",
    "cn = \"other\"\ndns_name = \"other.example\"\ntls_www_server\nsigning_key\nexpiration_days = "
    "2\n" },
  { "expired",
    "ca",
    "cn = \"expired\"\nip_address = \"127.0.0.1\"\ntls_www_server\nsigning_key\n"
    "activation_date = \"2020-01-01 00:00:00\"\nexpiration_date = \"2020-01-31 00:00:00\"\n" },
};

char *
certificates_path (const char *dir, const char *file)
{
  return g_build_filename (dir, file, NULL);
}

static void
run (const char *dir, const char *command)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  g_autofree char *errors = NULL;
  int status;

  g_spawn_sync (dir,
                argv,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                &errors,
                &status,
                &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", command, errors);
}

char *
certificates_make (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("motcua-certificates-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const char *name = pairs[i].name;
      g_autofree char *file = g_strconcat (name, ".template", NULL);
      g_autofree char *path = certificates_path (dir, file);
      g_autofree char *make_key = NULL;
      g_autofree char *make_certificate = NULL;

      g_file_set_contents (path, pairs[i].template, -1, &error);
      g_assert_no_error (error);
      make_key =
          g_strdup_printf ("certtool --generate-privkey --key-type ecdsa --outfile %s.key", name);
      run (dir, make_key);
      if (pairs[i].issuer == NULL)
        make_certificate = g_strdup_printf ("certtool --generate-self-signed --load-privkey %s.key "
                                            "--template %s --outfile %s.pem",
                                            name,
                                            file,
                                            name);
      else
        make_certificate = g_strdup_printf (
            "certtool --generate-certificate --load-privkey %s.key --load-ca-certificate %s.pem "
            "--load-ca-privkey %s.key --template %s --outfile %s.pem",
            name,
            pairs[i].issuer,
            pairs[i].issuer,
            file,
            name);
      run (dir, make_certificate);
    }
  return dir;
}

void
certificates_remove (char *dir)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const char *endings[] = { "template", "key", "pem" };

      for (guint j = 0; j < G_N_ELEMENTS (endings); j++)
        {
          g_autofree char *file = g_strconcat (pairs[i].name, ".", endings[j], NULL);
          g_autofree char *path = certificates_path (dir, file);

          g_remove (path);
        }
    }
  g_rmdir (dir);
  g_free (dir);
}
