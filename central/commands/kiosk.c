/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/enrolment.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "app/domain/code.h"
#include "central/commands/commands.h"

#define CODE_LIFE_S 600 /* ten minutes */
#define MAX_NAME 32

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= MAX_NAME && g_ascii_isalnum (name[0]) &&
         strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
             length;
}

/* Whether dossier codes can begin with it. */
static gboolean
is_agency (const char *agency)
{
  g_autofree char *code = NULL;
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 1, G_DATE_JULY, 2025);
  code = mc_code_format (agency, &day, 100000, 6, NULL);

  return code != NULL;
}

static int
store_code (McCentral *central, const McEnrolmentRecord *record)
{
  g_autoptr (GError) error = NULL;

  if (!mc_storage_begin (central->storage, &error))
    return mc_command_fail (error);
  if (!mc_storage_add_enrolment (central->storage, record, &error))
    {
      mc_storage_rollback (central->storage);
      return mc_command_fail (error);
    }
  if (!mc_storage_commit (central->storage, &error))
    return mc_command_fail (error);

  return EX_OK;
}

static int
add (McCentral *central, const char *name, const McPoint *point, const char *agency)
{
  g_autoptr (McEnrolmentRecord) record = mc_enrolment_record_new ();
  g_autofree char *text = NULL;
  McEnrolmentCode code;
  guint8 secret[sizeof code.secret];
  int result;

  randombytes_buf (secret, sizeof secret);
  mc_enrolment_code_init (
      &code, secret, mc_signing_key_get_id (mc_keys_get_signing (central->keys)));
  mc_enrolment_code_lookup_id (&code, record->lookup_id);
  mc_enrolment_code_proof_key (&code, record->proof_key);
  record->name = g_strdup (name);
  record->point_code = g_strdup (point->code);
  record->agency_code = g_strdup (agency);
  record->expires_at = mc_clock_now (central->clock) + CODE_LIFE_S;
  result = store_code (central, record);
  if (result == EX_OK)
    {
      text = mc_enrolment_code_to_string (&code);
      printf ("%s\n", text);
      sodium_memzero (text, strlen (text));
      fflush (stdout);
      if (isatty (STDERR_FILENO)) /* for a person, not for a script */
        g_printerr ("Within ten minutes, on the kiosk: motcua-ctl enrol CENTRAL'S-ADDRESS CODE\n");
    }
  sodium_memzero (secret, sizeof secret);
  sodium_memzero (&code, sizeof code);

  return result;
}

static int
run_add (McCentral *central, char **arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *point_code = NULL;
  g_autofree char *agency = NULL;
  g_auto (GStrv) copy = NULL;
  const GOptionEntry entries[] = { { "point", 0, 0, G_OPTION_ARG_STRING, &point_code, NULL, NULL },
                                   { "agency", 0, 0, G_OPTION_ARG_STRING, &agency, NULL, NULL },
                                   { NULL } };
  const McPoint *point;

  /* GOptionContext leaves out the first word: there it is "add". */
  copy = g_strdupv (arguments);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &copy, NULL) || g_strv_length (copy) != 2 ||
      point_code == NULL)
    return mc_command_usage ("kiosk add NAME --point CODE [--agency CODE]");
  if (!is_name (copy[1]))
    return mc_command_usage ("a kiosk's name is 1 to 32 letters, digits, dashes, like HK-03");

  point = mc_central_find_point (central, point_code);
  if (point == NULL)
    {
      g_printerr ("motcua-central: assets/points.csv has no point %s\n", point_code);
      return EX_DATAERR;
    }
  if (agency == NULL)
    agency = g_strdup (point->agency_code);
  if (!is_agency (agency))
    {
      g_printerr ("motcua-central: “%s” cannot begin a dossier code, like H26.107 could\n", agency);
      return EX_DATAERR;
    }

  return add (central, copy[1], point, agency);
}

static char *
describe_time (gint64 time)
{
  return time == MC_TIME_NONE ? g_strdup ("-") : mc_time_to_rfc3339 (time);
}

static int
run_list (McCentral *central)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kiosks = mc_storage_list_kiosks (central->storage, &error);

  if (kiosks == NULL)
    return mc_command_fail (error);

  printf ("NAME\tPOINT\tAGENCY\tSERIALS\tSTATE\tENROLLED\tSEEN\tSAFE\tKEY\n");
  for (guint i = 0; i < kiosks->len; i++)
    {
      const McKioskRecord *kiosk = g_ptr_array_index (kiosks, i);
      g_autofree char *enrolled = describe_time (kiosk->enrolled_at);
      g_autofree char *seen = describe_time (kiosk->seen_at);

      printf ("%s\t%s\t%s\t%06u-%06u\t%s\t%s\t%s\t%" G_GUINT64_FORMAT "\t%s\n",
              kiosk->name,
              kiosk->point_code,
              kiosk->agency_code,
              kiosk->serial_first,
              kiosk->serial_last,
              kiosk->revoked_at == MC_TIME_NONE ? "valid" : "revoked",
              enrolled,
              seen,
              kiosk->safe_sequence,
              kiosk->key_id);
    }

  return EX_OK;
}

static int
run_revoke (McCentral *central, const char *name)
{
  g_autoptr (GError) error = NULL;

  if (!mc_storage_begin (central->storage, &error))
    return mc_command_fail (error);
  if (!mc_storage_revoke_kiosk (central->storage, name, mc_clock_now (central->clock), &error))
    {
      mc_storage_rollback (central->storage);
      return mc_command_fail (error);
    }
  if (!mc_storage_commit (central->storage, &error))
    return mc_command_fail (error);

  return EX_OK;
}

/**
 * mc_command_kiosk:
 * @central: central
 * @arguments: `add NAME --point CODE [--agency CODE]`, `list`, or `revoke NAME`
 *
 * `add` prints the one-time code alone on stdout: it is shown once, for ten minutes, and kept
 * nowhere. It may be given for a name that exists: the new machine then replaces the old one.
 *
 * Returns: an exit code
 */
int
mc_command_kiosk (McCentral *central, char **arguments)
{
  guint length = g_strv_length (arguments);

  if (length >= 1 && g_str_equal (arguments[0], "add"))
    return run_add (central, arguments);
  if (length == 1 && g_str_equal (arguments[0], "list"))
    return run_list (central);
  if (length == 2 && g_str_equal (arguments[0], "revoke"))
    return run_revoke (central, arguments[1]);

  return mc_command_usage ("kiosk add NAME --point CODE, kiosk list, or kiosk revoke NAME");
}
