/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "printing/transports/ipp-job-list.h"
#include "printing/transports/ipp-message.h"
#include "printing/transports/printer-facts.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define NAME "motcua-5a64afb9-6ae3-4deb-b5a1-0e6d3a8b6d2b"

static void
check_keyword (const char *word)
{
  if (word == NULL)
    return;
  g_assert_cmpuint (strlen (word), >=, 1);
  g_assert_cmpuint (strlen (word), <=, 127);
  for (const char *at = word; *at != '\0'; at++)
    g_assert_true (g_ascii_isalnum (*at) || strchr ("-._", *at) != NULL);
}

/* What cannot be read is neither ready nor a job, and no word of a printer reaches a log or a
 * screen but plain keywords and valid UTF-8. */
static void
check_facts (GBytes *answer)
{
  g_auto (McPrinterFacts) facts = { 0 };
  g_autofree char *reason = NULL, *fault = NULL;
  McPrinterHealth health;

  mc_printer_facts_read (&facts, answer);
  health = mc_printer_facts_judge (&facts, &reason);
  g_assert_cmpint (health, >=, MC_PRINTER_UNKNOWN);
  g_assert_cmpint (health, <=, MC_PRINTER_FAULT);
  if (!facts.readable || facts.reasons == NULL)
    g_assert_cmpint (health, !=, MC_PRINTER_READY);
  if (health == MC_PRINTER_FAULT || health == MC_PRINTER_WARNING)
    g_assert_nonnull (reason);
  fault = mc_printer_facts_dup_fault (&facts);
  check_keyword (reason);
  check_keyword (fault);
  g_assert_true (facts.pwg_dpi_x == 0 || (facts.pwg_dpi_x >= 50 && facts.pwg_dpi_x <= 2400));
  g_assert_true (facts.urf_dpi == 0 || (facts.urf_dpi >= 50 && facts.urf_dpi <= 2400));
}

static void
check_jobs (GBytes *answer)
{
  int status;
  g_autoptr (GPtrArray) jobs = mc_ipp_job_list_read (answer, &status);
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };
  guint n_ours = 0;

  if (jobs == NULL)
    return;
  g_assert_false (MC_IPP_STATUS_IS_ERROR (status));
  for (guint i = 0; i < jobs->len; i++)
    {
      const McIppJob *job = g_ptr_array_index (jobs, i);

      g_assert_true (job->name == NULL || g_utf8_validate (job->name, -1, NULL));
      n_ours += g_strcmp0 (job->name, NAME) == 0;
    }
  mc_ipp_job_list_sum_up (jobs, NAME, &sight);
  g_assert_true ((sight.state == MC_JOB_ABSENT) == (n_ours == 0));
  g_assert_cmpuint (sight.completed, <=, n_ours);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) answer = g_bytes_new (data, size);

  check_facts (answer);
  check_jobs (answer);
  return 0;
}
