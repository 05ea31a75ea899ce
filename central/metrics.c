/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/metrics.h"

#include "central/storage/serials.h"

#include <stdatomic.h>

struct _McMetrics
{
  atomic_ullong counters[MC_N_METRICS];
  atomic_ullong answers[5]; /* 1xx to 5xx */
  atomic_int connections;
};

static const struct
{
  const char *name;
  const char *help;
} rows[MC_N_METRICS] = {
  [MC_METRIC_DOSSIERS_NEW] = { "motcua_dossiers_received_total", "Dossiers taken in." },
  [MC_METRIC_DOSSIERS_REPEATED] = { "motcua_dossiers_repeated_total",
                                    "Dossiers that came again with the same content." },
  [MC_METRIC_DOSSIERS_REFUSED] = { "motcua_dossiers_refused_total",
                                   "Dossiers refused for good: bad envelopes and conflicts." },
  [MC_METRIC_BLOBS_NEW] = { "motcua_pages_received_total", "Scanned pages taken in." },
  [MC_METRIC_LOOKUPS] = { "motcua_lookups_total", "Look-ups by kiosks." },
  [MC_METRIC_PAGES_SHOWN] = { "motcua_status_views_total", "Status pages shown to citizens." },
  [MC_METRIC_RATINGS] = { "motcua_ratings_total", "Ratings taken in." },
  [MC_METRIC_PICKUPS] = { "motcua_pickups_total",
                          "Numbers given to people who came for a result." },
  [MC_METRIC_ENROLMENTS] = { "motcua_enrolments_total", "Kiosks enrolled." },
  [MC_METRIC_SIGNATURES_REFUSED] = { "motcua_signatures_refused_total",
                                     "Requests whose signature was not accepted." },
  [MC_METRIC_GUARD_REFUSED] = { "motcua_requests_malformed_total",
                                "Requests refused for their header block." },
  [MC_METRIC_DEADLINES_CUT] = { "motcua_deadlines_cut_total",
                                "Connections cut at their total deadline." },
  [MC_METRIC_BATCHES] = { "motcua_batches_total", "Write transactions." },
  [MC_METRIC_BATCHED_REQUESTS] = { "motcua_batched_requests_total",
                                   "Requests written in those transactions." },
  [MC_METRIC_WRITES_FAILED] = { "motcua_writes_failed_total", "Requests that were not kept." },
};

/**
 * mc_metrics_new:
 *
 * Returns: (transfer full): counters at zero
 */
McMetrics *
mc_metrics_new (void)
{
  return g_new0 (McMetrics, 1);
}

/**
 * mc_metrics_free:
 * @self: (transfer full) (nullable): counters
 */
void
mc_metrics_free (McMetrics *self)
{
  g_free (self);
}

/**
 * mc_metrics_add:
 * @self: counters
 * @metric: which
 * @amount: how much more
 *
 * Any thread.
 */
void
mc_metrics_add (McMetrics *self, McMetric metric, guint64 amount)
{
  atomic_fetch_add_explicit (&self->counters[metric], amount, memory_order_relaxed);
}

/**
 * mc_metrics_get:
 * @self: counters
 * @metric: which
 *
 * Returns: its value
 */
guint64
mc_metrics_get (McMetrics *self, McMetric metric)
{
  return atomic_load_explicit (&self->counters[metric], memory_order_relaxed);
}

/**
 * mc_metrics_count_answer:
 * @self: counters
 * @status: the HTTP status of an answer, 100 to 599
 */
void
mc_metrics_count_answer (McMetrics *self, guint status)
{
  g_return_if_fail (status >= 100 && status < 600);

  atomic_fetch_add_explicit (&self->answers[status / 100 - 1], 1, memory_order_relaxed);
}

/**
 * mc_metrics_connections:
 * @self: counters
 * @change: 1 or -1
 */
void
mc_metrics_connections (McMetrics *self, gint change)
{
  atomic_fetch_add_explicit (&self->connections, change, memory_order_relaxed);
}

static void
append_header (GString *text, const char *name, const char *help, const char *type)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
append_states (GString *text, McStorage *storage)
{
  guint64 counts[MC_N_STATES];
  guint64 attention;

  if (!mc_storage_count_states (storage, counts, &attention, NULL))
    return;

  append_header (text, "motcua_dossiers", "Dossiers by their present state.", "gauge");
  for (guint state = 0; state <= MC_STATE_STOPPED; state++)
    g_string_append_printf (text,
                            "motcua_dossiers{state=\"%s\"} %" G_GUINT64_FORMAT "\n",
                            mc_state_to_string (state),
                            counts[state]);
  append_header (text,
                 "motcua_dossiers_attention",
                 "Dossiers whose contents a clerk should look at.",
                 "gauge");
  g_string_append_printf (text, "motcua_dossiers_attention %" G_GUINT64_FORMAT "\n", attention);
}

#define SILENT_AFTER_S 180 /* three heartbeats of a minute */

static void
append_kiosks (GString *text, McStorage *storage, gint64 now)
{
  g_autoptr (GPtrArray) kiosks = mc_storage_list_kiosks (storage, NULL);
  guint enrolled = 0, silent = 0;

  if (kiosks == NULL)
    return;

  for (guint i = 0; i < kiosks->len; i++)
    {
      const McKioskRecord *kiosk = g_ptr_array_index (kiosks, i);

      if (kiosk->revoked_at != MC_TIME_NONE || mc_serials_is_counter (kiosk))
        continue;
      enrolled++;
      silent += kiosk->seen_at == MC_TIME_NONE || now - kiosk->seen_at > SILENT_AFTER_S;
    }

  append_header (text, "motcua_kiosks", "Kiosks that are enrolled.", "gauge");
  g_string_append_printf (text, "motcua_kiosks %u\n", enrolled);
  append_header (text,
                 "motcua_kiosks_silent",
                 "Enrolled kiosks without a heartbeat for three minutes.",
                 "gauge");
  g_string_append_printf (text, "motcua_kiosks_silent %u\n", silent);
}

/**
 * mc_metrics_to_text:
 * @self: counters
 * @storage: for what is in it
 * @now: now
 *
 * The Prometheus text format, version 0.0.4. A fixed number of series, however many kiosks there
 * are. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
mc_metrics_to_text (McMetrics *self, McStorage *storage, gint64 now)
{
  GString *text = g_string_new (NULL);

  append_header (text, "motcua_build_info", "Version of the program.", "gauge");
  g_string_append (text, "motcua_build_info{version=\"" MC_VERSION "\"} 1\n");

  for (guint i = 0; i < MC_N_METRICS; i++)
    {
      append_header (text, rows[i].name, rows[i].help, "counter");
      g_string_append_printf (
          text, "%s %" G_GUINT64_FORMAT "\n", rows[i].name, mc_metrics_get (self, i));
    }

  append_header (text, "motcua_http_answers_total", "Answers by class of status.", "counter");
  for (guint i = 1; i < G_N_ELEMENTS (self->answers); i++)
    g_string_append_printf (text,
                            "motcua_http_answers_total{class=\"%uxx\"} %llu\n",
                            i + 1,
                            atomic_load (&self->answers[i]));
  append_header (text, "motcua_http_connections", "Connections that are open.", "gauge");
  g_string_append_printf (text, "motcua_http_connections %d\n", atomic_load (&self->connections));

  append_states (text, storage);
  append_kiosks (text, storage, now);

  return g_string_free (text, FALSE);
}
