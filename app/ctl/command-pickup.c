/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "app/kiosk/pickup-controller.h"
#include "printing/documents/pickup-slip-page.h"

#include <string.h>

#define MAX_CARD_BYTES 4096

/* Central's own deadline for one exchange is shorter. */
#define ANSWER_S 60

static char *option_last4 = NULL;
static char *option_birth_year = NULL;
static char *option_card = NULL;
static char *option_language = NULL;
static char *option_pdf = NULL;
static double option_wait = 0;

static GOptionEntry pickup_options[] = {
  { "id-last4",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_last4,
    "With a code: the last four digits of the applicant's number",
    "DIGITS" },
  { "birth-year",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_birth_year,
    "With a code: the applicant's year of birth",
    "YEAR" },
  { "card",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &option_card,
    "What a scanner read of the identity card; without it the clerk looks",
    "FILE" },
  { "language",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_language,
    "Of the slip and of names: vi or en (default: vi)",
    "LANGUAGE" },
  { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &option_pdf, "Draw the slip as PDF, too", "FILE" },
  { "wait",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &option_wait,
    "Wait for the slip at most so long (default: 0)",
    "SECONDS" },
  { NULL },
};

/* The screens' own controllers, asked in their order. */
typedef struct
{
  McEngine *engine;           /* (owned) */
  McVisit *visit;             /* (owned) */
  McLookupController *lookup; /* (owned) */
  McPickupController *pickup; /* (owned) */
} Collect;

static void
collect_clear (Collect *self)
{
  g_clear_object (&self->pickup);
  g_clear_object (&self->lookup);
  g_clear_object (&self->visit);
  g_clear_object (&self->engine);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Collect, collect_clear)

static gboolean
is_found (gpointer data)
{
  return mc_lookup_controller_get_state (((Collect *) data)->lookup) != MC_LOOKUP_ASKING;
}

static gboolean
is_answered (gpointer data)
{
  return mc_pickup_controller_get_state (((Collect *) data)->pickup) != MC_COLLECT_ASKING;
}

static gboolean
is_printed (gpointer data)
{
  McIntakePrint print = mc_pickup_controller_get_print (((Collect *) data)->pickup);

  return print != MC_INTAKE_PRINT_WAITING && print != MC_INTAKE_PRINT_PRINTING;
}

/* A receipt's address or token, else a code with its second factor. */
static void
look_up (Collect *self, const char *what)
{
  char token[MC_TOKEN_LENGTH + 1];
  g_autofree char *url = NULL;

  if (strchr (what, '/') != NULL)
    mc_lookup_controller_scan (self->lookup, what);
  else if (mc_token_parse (what, token))
    {
      url = mc_status_url_new (mc_engine_get_enrolment (self->engine)->public_url, token);
      mc_lookup_controller_scan (self->lookup, url);
    }
  else
    mc_lookup_controller_ask (self->lookup,
                              what,
                              option_last4 == NULL ? "" : option_last4,
                              option_birth_year == NULL ? "" : option_birth_year);
}

static int
judge_lookup (Collect *self)
{
  switch (mc_lookup_controller_get_state (self->lookup))
    {
    case MC_LOOKUP_FOUND:
      return EX_OK;
    case MC_LOOKUP_NOT_ARRIVED:
      return mc_ctl_fail (EX_NOINPUT, "central knows no such dossier");
    case MC_LOOKUP_LOCKED:
      return mc_ctl_fail (EX_TEMPFAIL, "asked wrongly too often today: the clerk helps");
    case MC_LOOKUP_FOREIGN:
    case MC_LOOKUP_CARD:
    case MC_LOOKUP_MISTYPED:
      return mc_ctl_fail (
          EX_DATAERR,
          "neither a receipt's address or token nor a code with --id-last4 and --birth-year");
    case MC_LOOKUP_IDLE:
    case MC_LOOKUP_ASKING:
    case MC_LOOKUP_SAVED_HERE:
    case MC_LOOKUP_OFFLINE:
    default:
      return mc_ctl_fail (EX_TEMPFAIL, "central does not answer");
    }
}

static int
ask (Collect *self)
{
  g_autofree char *payload = NULL;
  gsize length = 0;
  int code = EX_OK;

  if (option_card == NULL)
    {
      mc_pickup_controller_ask_clerk (self->pickup);
      return EX_OK;
    }

  payload = mc_ctl_read_input (option_card, MAX_CARD_BYTES, &length, &code);
  if (payload == NULL)
    return code;
  mc_pickup_controller_scan (self->pickup, g_strchomp (payload));
  explicit_bzero (payload, length);
  return EX_OK;
}

static const char *
describe_print (McIntakePrint print)
{
  switch (print)
    {
    case MC_INTAKE_PRINT_WAITING:
      return "queued";
    case MC_INTAKE_PRINT_PRINTING:
      return "open";
    case MC_INTAKE_PRINT_DONE:
      return "confirmed";
    case MC_INTAKE_PRINT_SENT:
      return "sent";
    case MC_INTAKE_PRINT_FAILED:
      return "failed";
    case MC_INTAKE_PRINT_UNKNOWN:
      return "unknown";
    case MC_INTAKE_PRINT_NONE:
    default:
      return "none";
    }
}

static int
draw_slip (Collect *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_pickup_page_new (
      mc_pickup_controller_get_pickup (self->pickup), mc_engine_get_medium (self->engine), &error);

  if (page == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the slip cannot be drawn: %s", error->message);
  return mc_ctl_write_page (option_pdf, page);
}

static int
tell_number (Collect *self)
{
  const int code = option_pdf != NULL ? draw_slip (self) : EX_OK;
  json_t *object = mc_pickup_to_json (mc_pickup_controller_get_pickup (self->pickup));
  McIntakePrint print;

  if (!mc_engine_is_owner (self->engine))
    mc_state_lock_wake_owner (mc_engine_get_lock (self->engine));
  mc_ctl_wait (is_printed, self, option_wait);
  print = mc_pickup_controller_get_print (self->pickup);
  json_object_set_new (object, "print", json_string (describe_print (print)));

  return MAX (mc_ctl_print_json (object), code);
}

/* Why there is none, with the dossier's newest state. */
static int
tell_state (Collect *self)
{
  const McStatus *status = mc_lookup_controller_get_status (self->lookup);
  int code = mc_ctl_print_json (mc_status_to_json (status));

  if (code != EX_OK)
    return code;
  if (status->state == MC_STATE_READY)
    return mc_ctl_fail (EX_DATAERR, "the result is collected at %s", status->point_name);
  return mc_ctl_fail (
      EX_DATAERR, "there is nothing to collect: %s", mc_state_to_string (status->state));
}

static int
judge_pickup (Collect *self)
{
  switch (mc_pickup_controller_get_state (self->pickup))
    {
    case MC_COLLECT_TAKEN:
      return tell_number (self);
    case MC_COLLECT_CHANGED:
      return tell_state (self);
    case MC_COLLECT_NO_CARD:
    case MC_COLLECT_BAD_CARD:
      return mc_ctl_fail (EX_DATAERR, "--card is no identity card that can be read");
    case MC_COLLECT_OTHER_CARD:
      return mc_ctl_fail (EX_DATAERR,
                          "the card is not the one of the dossier; %u more are compared today",
                          mc_pickup_controller_get_tries_left (self->pickup));
    case MC_COLLECT_ASK_CLERK:
      return mc_ctl_fail (EX_DATAERR, "no card is compared here any more: leave --card out");
    case MC_COLLECT_IDLE:
    case MC_COLLECT_ASKING:
    case MC_COLLECT_OFFLINE:
    default:
      return mc_ctl_fail (EX_TEMPFAIL, "central gives no number now");
    }
}

static int
collect (Collect *self, const char *what)
{
  int code;

  look_up (self, what);
  mc_ctl_wait (is_found, self, ANSWER_S);
  code = judge_lookup (self);
  if (code == EX_OK)
    code = ask (self);
  if (code != EX_OK)
    return code;
  mc_ctl_wait (is_answered, self, ANSWER_S);
  return judge_pickup (self);
}

static int
run_pickup (McCtl *ctl, int n_words, char **words)
{
  g_auto (Collect) self = { NULL };
  g_autoptr (GError) error = NULL;
  int code = EX_OK;

  if (option_wait < 0 || option_wait > 86400)
    return mc_ctl_fail (EX_USAGE, "--wait takes 0 to 86400 seconds");
  if (option_language != NULL && !mc_language_is_known (option_language))
    return mc_ctl_fail (EX_USAGE, "--language takes vi or en");
  self.engine = mc_ctl_create_engine (ctl, &code);
  if (self.engine == NULL)
    return code;
  if (mc_engine_get_enrolment (self.engine) == NULL)
    return mc_ctl_fail (EX_UNAVAILABLE, "this kiosk is not enrolled: see motcua-ctl enrol --help");
  /* Here when nobody else does it; else whoever does is woken. */
  if (option_wait > 0 && !mc_engine_own (self.engine, &error) && error != NULL)
    return mc_ctl_fail_error (error);

  self.visit = mc_visit_new_from_config (mc_engine_get_config (self.engine));
  mc_visit_begin (self.visit);
  if (option_language != NULL)
    mc_visit_set_language (self.visit, option_language);
  self.lookup = mc_lookup_controller_new (self.engine, self.visit);
  self.pickup = mc_pickup_controller_new (self.engine, self.visit, self.lookup);
  return collect (&self, words[0]);
}

const McCtlCommand mc_ctl_pickup_commands[] = {
  { "pickup",
    "RECEIPT|CODE [--card FILE]",
    "Take a number for a result that is ready",
    1,
    1,
    run_pickup,
    pickup_options },
  { NULL },
};
