/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"
#include "app/ctl/export.h"

#include "app/domain/datetime.h"

static gboolean option_json = FALSE;
static double option_wait = 60;
static gboolean option_again = FALSE;

static GOptionEntry outbox_options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &option_json, "As a JSON array", NULL },
  { NULL },
};

static GOptionEntry flush_options[] = {
  { "wait", 0, 0, G_OPTION_ARG_DOUBLE, &option_wait, "At most so long (default: 60)", "SECONDS" },
  { "again",
    0,
    0,
    G_OPTION_ARG_NONE,
    &option_again,
    "Also what central confirmed before, as long as it is kept here: after central was restored",
    NULL },
  { NULL },
};

static json_t *
time_to_json (gint64 time)
{
  g_autofree char *text = time != MC_TIME_NONE ? mc_time_to_rfc3339 (time) : NULL;

  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
record_to_json (const McOutboxRecord *record)
{
  return json_pack ("{s:s, s:s, s:I, s:s, s:i, s:o, s:s?, s:o, s:b, s:s, s:i, s:s?}",
                    "id",
                    record->id,
                    "code",
                    record->code,
                    "sequence",
                    (json_int_t) record->sequence,
                    "state",
                    mc_delivery_state_to_string (record->state),
                    "attempts",
                    (int) record->attempts,
                    "next_attempt",
                    time_to_json (record->next_attempt),
                    "last_error",
                    record->last_error,
                    "submitted_at",
                    time_to_json (record->submitted_at),
                    "shown",
                    record->shown,
                    "digest",
                    record->digest,
                    "copies",
                    (int) record->copies,
                    "print",
                    record->copies > 0 ? mc_print_outcome_to_string (record->print) : NULL);
}

static int
print_table (GPtrArray *records)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const McOutboxRecord *record = g_ptr_array_index (records, i);
      g_autofree char *submitted = mc_time_to_display (record->submitted_at);

      g_string_append_printf (text,
                              "%6" G_GUINT64_FORMAT "  %-26s  %-11s  %-18s  %-9s  %s\n",
                              record->sequence,
                              record->code,
                              mc_delivery_state_to_string (record->state),
                              submitted,
                              record->copies > 0 ? mc_print_outcome_to_string (record->print) : "-",
                              record->last_error != NULL ? record->last_error : "");
    }
  if (records->len == 0)
    g_string_append (text, "the outbox is empty\n");
  return mc_ctl_print (text->str);
}

static int
list_records (McEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = mc_outbox_list (mc_engine_get_outbox (engine), &error);
  json_t *list;

  if (records == NULL)
    return mc_ctl_fail_error (error);
  if (!option_json)
    return print_table (records);
  list = json_array ();
  for (guint i = 0; i < records->len; i++)
    json_array_append_new (list, record_to_json (g_ptr_array_index (records, i)));
  return mc_ctl_print_json (list);
}

static int
run_outbox (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;

  if (n_words != 0 && !(n_words == 2 && g_str_equal (words[0], "export")))
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl outbox [--json] | outbox export FILE");
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL)
    return code;
  if (n_words == 0)
    return list_records (engine);
  return mc_ctl_export (mc_engine_get_outbox (engine), words[1]);
}

typedef struct
{
  McEngine *engine; /* (unowned) */
  McOutboxSummary summary;
  GError *error; /* (owned) (nullable) */
} Flush;

static gboolean
is_flushed (gpointer data)
{
  Flush *flush = data;
  gboolean prints = mc_engine_get_print_queue (flush->engine) != NULL;

  if (!mc_outbox_get_summary (mc_engine_get_outbox (flush->engine), &flush->summary, &flush->error))
    return TRUE;
  return flush->summary.pending == 0 && (!prints || flush->summary.prints_unsettled == 0);
}

static int
run_flush (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = mc_ctl_create_engine (ctl, &code);
  g_autoptr (GError) error = NULL;
  Flush flush = { .engine = engine };
  gboolean done;

  if (engine == NULL)
    return code;
  if (option_wait < 0 || option_wait > 86400)
    return mc_ctl_fail (EX_USAGE, "--wait takes 0 to 86400 seconds");
  if (mc_engine_get_enrolment (engine) == NULL)
    return mc_ctl_fail (EX_UNAVAILABLE, "this kiosk is not enrolled: see motcua-ctl enrol --help");
  if (option_again && !mc_outbox_queue_again (mc_engine_get_outbox (engine), &error))
    return mc_ctl_fail_error (error);
  if (!mc_outbox_retry_now (mc_engine_get_outbox (engine), &error))
    return mc_ctl_fail_error (error);
  /* Here when nobody else does it; else whoever does is woken. */
  if (!mc_engine_own (engine, &error))
    {
      if (error != NULL)
        return mc_ctl_fail_error (error);
      mc_state_lock_wake_owner (mc_engine_get_lock (engine));
    }
  done = mc_ctl_wait (is_flushed, &flush, option_wait);
  if (flush.error != NULL)
    {
      code = mc_ctl_fail_error (flush.error);
      g_error_free (flush.error);
      return code;
    }
  code = mc_ctl_print_json (json_pack ("{s:i, s:i, s:i}",
                                       "pending",
                                       (int) flush.summary.pending,
                                       "quarantined",
                                       (int) flush.summary.quarantined,
                                       "prints_unsettled",
                                       (int) flush.summary.prints_unsettled));
  return code == EX_OK && !done ? EX_TEMPFAIL : code;
}

const McCtlCommand mc_ctl_outbox_commands[] = {
  { "outbox",
    "[--json] | export FILE",
    "List what is kept here, or export it sealed as a tar file",
    0,
    2,
    run_outbox,
    outbox_options },
  { "flush",
    "[--again] [--wait S]",
    "Send and print what waits; 75 when something still waits",
    0,
    0,
    run_flush,
    flush_options },
  { NULL },
};
