/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

static const McCtlCommand *const tables[] = {
  mc_ctl_enrol_commands, mc_ctl_submit_commands, mc_ctl_outbox_commands, mc_ctl_paper_commands,
  mc_ctl_staff_commands, mc_ctl_pickup_commands, mc_ctl_check_commands,
};

static const char exit_codes[] =
    "Exit codes (sysexits.h): 0 done · 64 wrong usage · 65 the input is wrong · 66 no such file or "
    "dossier ·\n69 this kiosk cannot serve now (not enrolled, serials used up, not printed) · 73 "
    "cannot write the output ·\n74 the disk or the outbox failed · 75 not now, try again later · "
    "76 "
    "central cannot be trusted ·\n77 central refuses this kiosk · 78 the configuration is wrong";

static const McCtlCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const McCtlCommand *command = tables[i]; command->name != NULL; command++)
      if (g_str_equal (command->name, name))
        return command;
  return NULL;
}

static char *
describe_commands (void)
{
  GString *text = g_string_new ("Commands:\n");

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const McCtlCommand *command = tables[i]; command->name != NULL; command++)
      {
        g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->arguments);

        g_string_append_printf (text, "  %s\n      %s\n", usage, command->summary);
      }
  g_string_append (text, "\nEvery command has --help.\n\n");
  g_string_append (text, exit_codes);
  return g_string_free (text, FALSE);
}

static int
run_command (McCtl *ctl, const McCtlCommand *command, int argc, char **argv)
{
  g_autofree char *usage = g_strdup_printf ("%s", command->arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autofree char *name = g_strdup_printf ("motcua-ctl %s", command->name);
  g_autofree char *old_name = g_strdup (g_get_prgname ());
  g_autoptr (GError) error = NULL;
  int n_words;

  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, exit_codes);
  if (command->options != NULL)
    g_option_context_add_main_entries (context, command->options, NULL);
  g_set_prgname (name); /* the usage line of --help */
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return mc_ctl_fail (EX_USAGE, "%s: %s", command->name, error->message);
  g_set_prgname (old_name);
  n_words = argc - 1;
  /* GOption leaves a "--" that ended the options */
  if (n_words > 0 && g_str_equal (argv[1], "--"))
    {
      argv++;
      n_words--;
    }
  if (n_words < command->min_words || (command->max_words >= 0 && n_words > command->max_words))
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl %s %s", command->name, command->arguments);
  return command->run (ctl, n_words, argv + 1);
}

int
main (int argc, char *argv[])
{
  g_autofree char *config_path = NULL;
  gboolean version = FALSE;
  gboolean check_config = FALSE;
  const GOptionEntry options[] = {
    { "config",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &config_path,
      "Configuration (default: /etc/motcua/kiosk.conf)",
      "FILE" },
    { "check-config",
      0,
      0,
      G_OPTION_ARG_NONE,
      &check_config,
      "Check the configuration, and nothing else",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_autofree char *description = describe_commands ();
  g_autoptr (GError) error = NULL;
  const struct rlimit no_core = { 0, 0 };
  const McCtlCommand *command;
  McCtl ctl = { NULL };

  setlocale (LC_ALL, "");
  setrlimit (RLIMIT_CORE, &no_core); /* a dossier must not reach the disk by a crash */
  signal (SIGPIPE, SIG_IGN);         /* a closed pipe is an error to be told, not an end */
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context, "The kiosk's engine without a screen.");
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return mc_ctl_fail (EX_USAGE, "%s", error->message);
  ctl.config_path = config_path;
  if (version)
    return mc_ctl_print ("motcua-ctl " MC_VERSION "\n");
  if (check_config)
    {
      char *words[] = { (char *) "check-config", NULL };

      return run_command (&ctl, find_command ("check-config"), 1, words);
    }
  if (argc < 2)
    return mc_ctl_fail (EX_USAGE, "no command given; see motcua-ctl --help");
  command = find_command (argv[1]);
  if (command == NULL)
    return mc_ctl_fail (EX_USAGE, "unknown command %s; see motcua-ctl --help", argv[1]);
  return run_command (&ctl, command, argc - 1, argv + 1);
}
