/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/delivery/central-client.h"

#include <string.h>

static gboolean option_set_aside = FALSE;

static GOptionEntry enrol_options[] = {
  { "set-aside",
    0,
    0,
    G_OPTION_ARG_NONE,
    &option_set_aside,
    "Keep what waits for another central service for export only: that one is gone for good",
    NULL },
  { NULL },
};

typedef struct
{
  McEngine *engine; /* (unowned) */
  char *url;        /* (owned) */
  McEnrolmentCode code;
  GMainLoop *loop;        /* (owned) */
  McEnrolment *enrolment; /* (owned) (nullable) */
  GError *error;          /* (owned) (nullable) */
  gboolean sets_aside;
} Enrol;

static void
on_enrol_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Enrol *enrol = user_data;

  enrol->enrolment = mc_enrol_finish (result, &enrol->error);
  g_main_loop_quit (enrol->loop);
}

static void
ask (Enrol *enrol, const McSigningKey *key)
{
  g_clear_error (&enrol->error);
  mc_enrol_async (mc_engine_get_transport (enrol->engine),
                  mc_engine_get_clock (enrol->engine),
                  enrol->url,
                  &enrol->code,
                  key,
                  NULL,
                  on_enrol_ready,
                  enrol);
  g_main_loop_run (enrol->loop);
}

/* The key is durable before the request leaves, and a repeated attempt goes on with it: when only
 * the answer was lost, central gives the same one again. A key that central refuses belongs to
 * another code's attempt; a fresh one is tried then, once. */
static gboolean
ask_with_durable_key (Enrol *enrol, GError **error)
{
  McOutbox *outbox = mc_engine_get_outbox (enrol->engine);
  g_autoptr (McSigningKey) key = mc_outbox_dup_pending_key (outbox, error);

  if (key == NULL && *error != NULL)
    return FALSE;
  if (key != NULL)
    {
      ask (enrol, key);
      if (!g_error_matches (enrol->error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNAUTHORISED) &&
          !g_error_matches (enrol->error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_REFUSED))
        return TRUE;
      g_clear_pointer (&key, mc_signing_key_free);
    }
  key = mc_signing_key_new ();
  if (!mc_outbox_set_pending_key (outbox, key, error))
    return FALSE;
  ask (enrol, key);
  return TRUE;
}

static char *
normalise_url (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean local;

  if (host == NULL || *host == '\0' || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && !g_str_equal (g_uri_get_path (uri), "/")))
    return NULL;
  local = g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1") ||
          g_str_equal (host, "localhost");
  if (!g_str_equal (scheme, "https") && !(local && g_str_equal (scheme, "http")))
    return NULL;
  return g_strndup (text, strlen (text) - g_str_has_suffix (text, "/"));
}

static int
print_enrolment (const McEnrolment *enrolment)
{
  return mc_ctl_print_json (json_pack ("{s:s, s:s, s:s, s:[i,i], s:s}",
                                       "kiosk",
                                       enrolment->kiosk,
                                       "point",
                                       enrolment->point->code,
                                       "agency",
                                       enrolment->point->agency_code,
                                       "serials",
                                       (int) enrolment->serial_first,
                                       (int) enrolment->serial_last,
                                       "public_url",
                                       enrolment->public_url));
}

/* What to do about it, for the few failures that everybody meets once. */
static const char *
get_advice (Enrol *enrol)
{
  McConfig *config = mc_engine_get_config (enrol->engine);

  if (g_error_matches (enrol->error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND))
    return "central knows no such one-time code, or its ten minutes are over: make a new one there "
           "with motcua-central kiosk add";
  if (strstr (enrol->error->message, "enrolment-refused") != NULL)
    return "the one-time code was used already: make a new one at central with motcua-central "
           "kiosk add";
  if (g_error_matches (enrol->error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNTRUSTED) &&
      mc_config_get_string (config, "central", "ca-file") == NULL)
    return "no certificate is trusted: name central's certificate authority in kiosk.conf, "
           "[central] ca-file";
  return NULL;
}

/* Known before central is asked, since the code names its key: so no code is used up in vain. */
static int
check_waiting (Enrol *enrol)
{
  McOutbox *outbox = mc_engine_get_outbox (enrol->engine);
  const McEnrolment *old = mc_engine_get_enrolment (enrol->engine);
  g_autofree char *old_id = old != NULL ? mc_key_id_new (old->signing_public) : NULL;
  g_autoptr (GError) error = NULL;
  McOutboxSummary summary;

  if (old_id == NULL || strcmp (old_id, enrol->code.fingerprint) == 0)
    return EX_OK;
  if (!mc_outbox_get_summary (outbox, &summary, &error))
    return mc_ctl_fail_error (error);
  enrol->sets_aside = summary.pending > 0 && option_set_aside;
  if (summary.pending == 0 || option_set_aside)
    return EX_OK;
  return mc_ctl_fail (EX_DATAERR,
                      "%u dossiers wait for another central service: flush them; or, when that one "
                      "is gone for good, export them and enrol with --set-aside",
                      summary.pending);
}

static int
take_answer (Enrol *enrol)
{
  g_autoptr (GError) error = NULL;
  const char *advice;

  if (enrol->enrolment == NULL)
    {
      advice = get_advice (enrol);
      if (advice == NULL)
        return mc_ctl_fail_error (enrol->error);
      error = g_error_new (
          enrol->error->domain, enrol->error->code, "%s (%s)", advice, enrol->error->message);
      return mc_ctl_fail_error (error);
    }
  if (enrol->sets_aside && !mc_outbox_set_aside (mc_engine_get_outbox (enrol->engine),
                                                 "sealed for the central service before",
                                                 &error))
    return mc_ctl_fail_error (error);
  if (!mc_outbox_set_enrolment (
          mc_engine_get_outbox (enrol->engine), enrol->enrolment, enrol->url, &error))
    return mc_ctl_fail_error (error);
  mc_state_lock_wake_owner (mc_engine_get_lock (enrol->engine));
  return print_enrolment (enrol->enrolment);
}

static int
run_enrol (McCtl *ctl, int n_words, char **words)
{
  g_autofree char *text = g_strjoinv (" ", words + 1); /* groups may be given apart */
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Enrol enrol = { NULL };
  int code = EX_OK;

  if (!mc_enrolment_code_parse (text, &enrol.code, &error))
    return mc_ctl_fail (EX_DATAERR, "the one-time code is mistyped: %s", error->message);
  enrol.url = normalise_url (words[0]);
  if (enrol.url == NULL)
    return mc_ctl_fail (EX_USAGE,
                        "%s: give central's address as https://host:port (http:// only for this "
                        "machine itself)",
                        words[0]);
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine != NULL)
    {
      enrol.engine = engine;
      enrol.loop = g_main_loop_new (NULL, FALSE);
      code = check_waiting (&enrol);
      if (code == EX_OK)
        code = ask_with_durable_key (&enrol, &error) ? take_answer (&enrol)
                                                     : mc_ctl_fail_error (error);
      g_main_loop_unref (enrol.loop);
    }
  explicit_bzero (&enrol.code, sizeof enrol.code);
  g_clear_pointer (&enrol.enrolment, mc_enrolment_free);
  g_clear_error (&enrol.error);
  g_free (enrol.url);
  return code;
}

const McCtlCommand mc_ctl_enrol_commands[] = {
  { "enrol",
    "[--set-aside] URL CODE",
    "Enrol this kiosk with the one-time code",
    2,
    -1,
    run_enrol,
    enrol_options },
  { NULL },
};
