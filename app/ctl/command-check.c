/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/assets.h"
#include "app/domain/card.h"
#include "app/domain/datetime.h"
#include "app/system-clock.h"

#include <stdio.h>
#include <string.h>

/* Procedures are some tens of KiB; the loader has its own limit, this one only bounds the memory.
 */
#define MAX_PROCEDURE_BYTES (8 * 1024 * 1024)
#define MAX_CARD_BYTES 4096

static gboolean option_keys = FALSE;
static char *option_case = NULL;
static char *option_hours = NULL;
static gboolean option_json = FALSE;

static GOptionEntry config_options[] = {
  { "keys",
    0,
    0,
    G_OPTION_ARG_NONE,
    &option_keys,
    "Show every key with its meaning and default instead",
    NULL },
  { NULL },
};

static GOptionEntry due_options[] = {
  { "case",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_case,
    "Named case of the time limit (default: the first)",
    "NAME" },
  { "hours",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_hours,
    "Office hours of the point",
    "08:00-12:00,13:00-17:00" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &option_json, "With the reasons, as JSON", NULL },
  { NULL },
};

static int
run_check_config (McCtl *ctl, int n_words, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McConfig) config = NULL;

  if (option_keys)
    {
      g_autofree char *text = mc_config_describe_keys ();

      return mc_ctl_print (text);
    }
  config = mc_config_load (ctl->config_path, &error);
  if (config == NULL)
    return mc_ctl_fail_error (error);
  if (ctl->config_path == NULL && !g_file_test (MC_CONFIG_DEFAULT_PATH, G_FILE_TEST_EXISTS))
    return mc_ctl_print ("there is no " MC_CONFIG_DEFAULT_PATH ": every key has its default\n");
  return mc_ctl_print ("the configuration is right\n");
}

/* The name in front of mistakes is the file's as it was given. */
static int
check_procedure (const char *path)
{
  gsize length = 0;
  int code = EX_OK;
  g_autofree char *data = mc_ctl_read_input (path, MAX_PROCEDURE_BYTES, &length, &code);
  g_autoptr (McProcedure) procedure = NULL;
  g_autoptr (GError) error = NULL;

  if (data == NULL)
    return code;
  procedure = mc_procedure_new_from_json (data, length, path, &error);
  if (procedure == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return EX_DATAERR;
    }
  printf ("%s: %s version %s is right\n",
          path,
          mc_procedure_get_code (procedure),
          mc_procedure_get_version (procedure));
  return EX_OK;
}

static int
run_check_procedure (McCtl *ctl, int n_words, char **words)
{
  int worst = EX_OK;

  for (int i = 0; i < n_words; i++)
    {
      int code = check_procedure (words[i]);

      if (worst == EX_OK)
        worst = code;
    }
  return fflush (stdout) == 0 ? worst : EX_IOERR;
}

static json_t *
card_to_json (const McCard *card)
{
  g_autofree char *birth = mc_date_to_iso (&card->birth_date);
  g_autofree char *issue = mc_date_to_iso (&card->issue_date);
  json_t *warnings = json_array ();

  if (card->warnings & MC_CARD_WARNING_PROVINCE)
    json_array_append_new (warnings, json_string ("province"));
  if (card->warnings & MC_CARD_WARNING_ISSUED_EARLY)
    json_array_append_new (warnings, json_string ("issued-early"));
  return json_pack ("{s:s, s:s?, s:s, s:s, s:s, s:s, s:s, s:o}",
                    "number",
                    card->number,
                    "old_number",
                    card->old_number,
                    "name",
                    card->name,
                    "birth_date",
                    birth,
                    "sex",
                    card->sex == MC_SEX_FEMALE ? "female" : "male",
                    "residence",
                    card->residence,
                    "issue_date",
                    issue,
                    "warnings",
                    warnings);
}

static int
run_card (McCtl *ctl, int n_words, char **words)
{
  g_autoptr (McClock) clock = mc_system_clock_new ();
  g_autoptr (McCard) card = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length = strlen (words[0]);
  int code = EX_OK;
  GDate today;

  /* A shell cannot pass every byte that a scanner can: - reads them from stdin. */
  if (g_str_equal (words[0], "-"))
    data = mc_ctl_read_input ("-", MAX_CARD_BYTES, &length, &code);
  else
    data = g_strdup (words[0]);
  if (data == NULL)
    return code;
  g_date_clear (&today, 1);
  mc_time_get_local_date (mc_clock_now (clock), &today);
  card = mc_card_parse (data, (gssize) length, &today, &error);
  if (card == NULL)
    return mc_ctl_fail (EX_DATAERR, "not an identity card: %s", error->message);
  return mc_ctl_print_json (card_to_json (card));
}

static int
print_due (gint64 due, McDueReasons reasons)
{
  static const struct
  {
    McDueReasons reason;
    const char *name;
  } names[] = {
    { MC_DUE_REASON_AFTER_CUT_OFF, "after-cut-off" },
    { MC_DUE_REASON_CLOSED_DAY, "closed-day" },
    { MC_DUE_REASON_OUTSIDE_HOURS, "outside-hours" },
    { MC_DUE_REASON_UNOFFICIAL_CALENDAR, "unofficial-calendar" },
  };
  g_autofree char *text = mc_time_to_rfc3339 (due);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  json_t *list;

  if (!option_json)
    return mc_ctl_print (line);
  list = json_array ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (reasons & names[i].reason)
      json_array_append_new (list, json_string (names[i].name));
  return mc_ctl_print_json (json_pack ("{s:s, s:o}", "due", text, "reasons", list));
}

static const McLimit *
find_limit (McCatalogue *catalogue, const char *code, gint64 received)
{
  const McLimit *limit;
  McProcedure *procedure;
  GDate date;

  g_date_clear (&date, 1);
  mc_time_get_local_date (received, &date);
  procedure = mc_catalogue_find (catalogue, code, &date);
  if (procedure == NULL)
    {
      mc_ctl_fail (EX_DATAERR, "procedure %s is not on offer on that day", code);
      return NULL;
    }
  limit = mc_procedure_get_limit (procedure, option_case);
  if (limit == NULL)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < mc_procedure_get_n_limits (procedure); i++)
        g_string_append_printf (
            names, "%s%s", i > 0 ? ", " : "", mc_procedure_get_limit_name (procedure, i));
      mc_ctl_fail (EX_DATAERR, "%s has the cases %s, not %s", code, names->str, option_case);
    }
  return limit;
}

static int
run_due (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autofree char *dir = NULL;
  g_autoptr (McCatalogue) catalogue = NULL;
  g_autoptr (McCalendar) calendar = NULL;
  g_autoptr (GError) error = NULL;
  McHours hours = MC_HOURS_DEFAULT;
  McDueReasons reasons = MC_DUE_REASON_NONE;
  const McLimit *limit;
  gint64 received = 0;
  gint64 due = 0;

  if (!mc_time_from_rfc3339 (words[1], &received, &error))
    return mc_ctl_fail (
        EX_DATAERR, "%s: %s, like 2025-06-20T15:30:00+07:00", words[1], error->message);
  if (option_hours != NULL && !mc_hours_parse (option_hours, &hours, &error))
    return mc_ctl_fail (EX_DATAERR, "%s: %s", option_hours, error->message);
  dir = mc_ctl_dup_assets_dir (ctl, &code);
  if (dir == NULL)
    return code;
  catalogue = mc_assets_load_catalogue (dir, &error);
  calendar = catalogue != NULL ? mc_assets_load_calendar (dir, &error) : NULL;
  if (calendar == NULL)
    return mc_ctl_fail_error (error);
  limit = find_limit (catalogue, words[0], received);
  if (limit == NULL)
    return EX_DATAERR;
  if (!mc_limit_due (limit, calendar, &hours, received, &due, &reasons, &error))
    return mc_ctl_fail (EX_DATAERR, "%s", error->message);
  return print_due (due, reasons);
}

/* Two looks, and the last one's patience. */
#define PRINTER_LOOK_S 4

static gboolean
is_printer_known (gpointer printer)
{
  g_autofree char *reason = NULL;

  g_object_get (printer, "health-reason", &reason, NULL);
  return reason != NULL || mc_printer_get_health (printer) != MC_PRINTER_UNKNOWN;
}

static int
run_check_printer (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = mc_ctl_create_engine (ctl, &code);
  g_autoptr (GEnumClass) names = g_type_class_ref (MC_TYPE_PRINTER_HEALTH);
  g_autofree char *reason = NULL;
  McPrintQueue *queue;
  McPrinter *printer;
  McPrinterHealth health;

  if (engine == NULL)
    return code;
  queue = mc_engine_get_print_queue (engine);
  if (queue == NULL)
    return mc_ctl_fail (EX_UNAVAILABLE, "no printer is configured ([printer] uri)");
  printer = mc_print_queue_get_printer (queue);
  mc_ctl_wait (is_printer_known, printer, PRINTER_LOOK_S);
  health = mc_printer_get_health (printer);
  g_object_get (printer, "health-reason", &reason, NULL);
  code = mc_ctl_print_json (
      json_pack ("{s:s, s:s, s:s?}",
                 "uri",
                 mc_config_get_string (mc_engine_get_config (engine), "printer", "uri"),
                 "health",
                 g_enum_get_value (names, (int) health)->value_nick,
                 "reason",
                 reason));
  if (code != EX_OK || health == MC_PRINTER_READY || health == MC_PRINTER_WARNING)
    return code;
  return health == MC_PRINTER_FAULT
             ? mc_ctl_fail (EX_UNAVAILABLE, "the printer cannot print: %s", reason)
             : EX_TEMPFAIL;
}

const McCtlCommand mc_ctl_check_commands[] = {
  { "check-config", "[--keys]", "Check the configuration", 0, 0, run_check_config, config_options },
  { "check-procedure",
    "FILE…",
    "Check procedure files, every mistake as file:line",
    1,
    -1,
    run_check_procedure,
    NULL },
  { "check-printer", "", "Ask the printer how it is", 0, 0, run_check_printer, NULL },
  { "card", "PAYLOAD", "Read an identity card's QR text (- is stdin)", 1, 1, run_card, NULL },
  { "due",
    "PROCEDURE RECEIVED-AT [--case NAME]",
    "When a dossier is due (RFC 3339)",
    2,
    2,
    run_due,
    due_options },
  { NULL },
};
