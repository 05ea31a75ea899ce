/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-day-figures"
#include "config.h"

#include "app/kiosk/day-figures.h"

#include "app/domain/code.h"
#include "app/domain/datetime.h"

#define DAY_S 86400

static void
watch (GPtrArray *list, const McStaffPaper *paper)
{
  McDossierToWatch *dossier = g_new0 (McDossierToWatch, 1);

  dossier->code = paper->code;
  dossier->at = paper->submitted_at;
  g_ptr_array_add (list, dossier);
}

static void
count_papers (McDayFigures *self, const McStaffPaper *paper)
{
  if (paper->confirmed > 0)
    self->confirmed++;
  else if (paper->copies == 0)
    self->not_asked++;
  else if (paper->sent > 0)
    self->sent++;
  else if (paper->print == MC_PRINT_QUEUED || paper->print == MC_PRINT_OPEN)
    self->waiting++;
  else if (paper->papers > 0)
    {
      self->unknown++;
      watch (self->lost, paper);
    }
  else
    self->failed++;
  if (paper->papers > 1)
    self->reprints += paper->papers - 1;
}

static void
count_delivery (McDayFigures *self, const McStaffPaper *paper)
{
  if (paper->state == MC_DELIVERY_QUARANTINED)
    self->quarantined++;
  if (paper->state == MC_DELIVERY_QUARANTINED || paper->state == MC_DELIVERY_QUEUED ||
      paper->state == MC_DELIVERY_SENT)
    watch (self->undelivered, paper);
}

/* Serials of a day begin at the enrolment's first and have no holes, since each is given out in the
 * transaction that keeps its dossier: a hole says that something was lost. Those of an earlier
 * enrolment of the same day lie elsewhere and say nothing. */
static void
note_serial (McDayFigures *self, const char *code)
{
  const guint expected =
      self->last_serial > 0 ? self->last_serial + 1 : self->enrolment->serial_first;
  McCode parsed;

  if (!mc_code_parse (code, &parsed, NULL) || parsed.serial < self->enrolment->serial_first ||
      parsed.serial > self->enrolment->serial_last ||
      g_date_compare (&parsed.date, &self->date) != 0)
    return;
  if (parsed.serial > expected)
    {
      const McSerialGap gap = { expected, parsed.serial - 1 };

      g_array_append_val (self->gaps, gap);
    }
  if (self->first_serial == 0)
    self->first_serial = parsed.serial;
  self->last_serial = parsed.serial;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(McStaffPaper *const *) a)->code, (*(McStaffPaper *const *) b)->code);
}

static GPtrArray *
select_day (GPtrArray *papers, const GDate *date)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < papers->len; i++)
    {
      McStaffPaper *paper = g_ptr_array_index (papers, i);
      GDate filed;

      g_date_clear (&filed, 1);
      mc_time_get_local_date (paper->submitted_at, &filed);
      if (g_date_compare (&filed, date) == 0)
        g_ptr_array_add (found, paper);
    }
  g_ptr_array_sort (found, compare_codes);
  return found;
}

/**
 * mc_day_figures_new:
 * @papers: (transfer full) (element-type McStaffPaper): of mc_outbox_list_papers (); those of other
 *   days do not count
 * @date: the day, by the clock of the hall
 * @enrolment: (transfer full) (nullable): the present one
 *
 * dossiers = confirmed + sent + failed + unknown + waiting + not_asked, always.
 *
 * Returns: (transfer full): the day
 */
McDayFigures *
mc_day_figures_new (GPtrArray *papers, const GDate *date, McEnrolment *enrolment)
{
  McDayFigures *self = g_new0 (McDayFigures, 1);
  g_autoptr (GPtrArray) day = select_day (papers, date);

  self->date = *date;
  self->list = papers;
  self->enrolment = enrolment;
  self->gaps = g_array_new (FALSE, FALSE, sizeof (McSerialGap));
  self->lost = g_ptr_array_new_with_free_func (g_free);
  self->undelivered = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < day->len; i++)
    {
      const McStaffPaper *paper = g_ptr_array_index (day, i);

      self->dossiers++;
      count_papers (self, paper);
      count_delivery (self, paper);
      if (enrolment != NULL)
        note_serial (self, paper->code);
    }
  return self;
}

/**
 * mc_day_figures_load:
 * @outbox: whose day it is
 * @date: by the clock of the hall
 *
 * Waits for a disk: the outbox's thread, or a command's.
 *
 * Returns: (transfer full): the day, as it is known now; %NULL when the outbox failed
 */
McDayFigures *
mc_day_figures_load (McOutbox *outbox, const GDate *date, GError **error)
{
  const gint64 from = mc_time_from_local (date, 0);
  g_autoptr (GPtrArray) papers = NULL;
  g_autoptr (McEnrolment) enrolment = NULL;
  g_autoptr (GError) problem = NULL;
  McPaperSum sum;
  McDayFigures *self;

  papers = mc_outbox_list_papers (outbox, from, from + DAY_S, error);
  if (papers == NULL || !mc_outbox_sum_papers (outbox, from, from + DAY_S, &sum, error))
    return NULL;
  enrolment = mc_outbox_dup_enrolment (outbox, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  self = mc_day_figures_new (g_steal_pointer (&papers), date, g_steal_pointer (&enrolment));
  self->paper = sum;
  return self;
}

/**
 * mc_day_figures_draw:
 * @language: "vi" or "en"
 * @medium: what the printer holds
 * @now: when it was counted
 *
 * Returns: (transfer full): the day's reconciliation slip, or %NULL with #McPageError
 */
McPage *
mc_day_figures_draw (const McDayFigures *self,
                     const char *language,
                     McMedium medium,
                     gint64 now,
                     GError **error)
{
  const McPoint *point = self->enrolment != NULL ? self->enrolment->point : NULL;
  const McReconciliation day = {
    .language = language,
    .unit_name = point != NULL ? point->unit_name : NULL,
    .point_name = point != NULL ? point->name : NULL,
    .kiosk = self->enrolment != NULL ? self->enrolment->kiosk : "–",
    .day = mc_time_from_local (&self->date, 0),
    .at = now,
    .n_dossiers = self->dossiers,
    .n_confirmed = self->confirmed,
    .n_sent = self->sent,
    .n_failed = self->failed,
    .n_unknown = self->unknown,
    .n_waiting = self->waiting,
    .n_unasked = self->not_asked,
    .n_reprints = self->reprints,
    .n_pickup_slips = self->paper.pickup_slips,
    .n_pages = self->paper.papers,
    .paper_mm = mc_medium_is_roll (medium) ? self->paper.length_mm : 0,
    .undelivered = self->undelivered,
    .unknown = self->lost,
    .first_serial = self->first_serial,
    .last_serial = self->last_serial,
    .gaps = self->gaps,
  };

  return mc_reconciliation_page_new (&day, medium, error);
}

/**
 * mc_day_figures_free:
 * @self: (transfer full)
 */
void
mc_day_figures_free (McDayFigures *self)
{
  g_array_unref (self->gaps);
  g_ptr_array_unref (self->lost);
  g_ptr_array_unref (self->undelivered);
  g_ptr_array_unref (self->list);
  g_clear_pointer (&self->enrolment, mc_enrolment_free);
  g_free (self);
}
