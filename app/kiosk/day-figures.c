/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-day-figures"
#include "config.h"

#include "app/kiosk/day-figures.h"

#include "app/domain/code.h"
#include "app/domain/datetime.h"

/* A reconciliation names them one by one; so many are no gap but another matter. */
#define MAX_GAPS 50

static void
count_papers (McDayFigures *self, const McStaffPaper *paper)
{
  if (paper->confirmed > 0)
    self->confirmed++;
  else if (paper->job != NULL && (paper->print == MC_PRINT_QUEUED || paper->print == MC_PRINT_OPEN))
    self->waiting++;
  else if (paper->papers > 0)
    self->unknown++;
  else
    self->failed++;
  if (paper->copies == 0)
    self->not_asked++;
  if (paper->papers > 1)
    self->reprints += paper->papers - 1;
}

static void
count_delivery (McDayFigures *self, const McStaffPaper *paper)
{
  switch (paper->state)
    {
    case MC_DELIVERY_QUEUED:
    case MC_DELIVERY_SENT:
      self->undelivered++;
      break;
    case MC_DELIVERY_QUARANTINED:
      self->quarantined++;
      break;
    case MC_DELIVERY_CONFIRMED:
    case MC_DELIVERY_SAFE:
    case MC_DELIVERY_PURGED:
    default:
      break;
    }
}

/* Serials of a day begin at the enrolment's first and have no holes, since each is given out in the
 * transaction that keeps its dossier: a hole says that something was lost. Those of an earlier
 * enrolment of the same day lie elsewhere and say nothing. */
static void
note_gaps (McDayFigures *self, const McCode *code, guint *expected)
{
  while (*expected < code->serial && self->gaps->len < MAX_GAPS)
    {
      char *missing = mc_code_format (code->agency, &code->date, *expected, code->digits, NULL);

      if (missing != NULL)
        g_ptr_array_add (self->gaps, missing);
      (*expected)++;
    }
  *expected = code->serial + 1;
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
 * @papers: (element-type McStaffPaper): of mc_outbox_list_papers (); those of other days are left
 * out
 * @date: the day, by the clock of the hall
 * @serial_first: of the present enrolment
 * @serial_last: of the present enrolment
 *
 * dossiers = confirmed + failed + unknown + waiting, always.
 *
 * Returns: (transfer full): the day
 */
McDayFigures *
mc_day_figures_new (GPtrArray *papers, const GDate *date, guint serial_first, guint serial_last)
{
  McDayFigures *self = g_new0 (McDayFigures, 1);
  g_autoptr (GPtrArray) day = select_day (papers, date);
  guint expected = serial_first;

  self->date = *date;
  self->gaps = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < day->len; i++)
    {
      const McStaffPaper *paper = g_ptr_array_index (day, i);
      McCode code;

      self->dossiers++;
      count_papers (self, paper);
      count_delivery (self, paper);
      if (mc_code_parse (paper->code, &code, NULL) && code.serial >= serial_first &&
          code.serial <= serial_last && g_date_compare (&code.date, date) == 0)
        note_gaps (self, &code, &expected);
    }
  if (day->len > 0)
    {
      self->first_code = g_strdup (((McStaffPaper *) g_ptr_array_index (day, 0))->code);
      self->last_code = g_strdup (((McStaffPaper *) g_ptr_array_index (day, day->len - 1))->code);
    }
  return self;
}

/**
 * mc_day_figures_free:
 * @self: (transfer full)
 */
void
mc_day_figures_free (McDayFigures *self)
{
  g_free (self->first_code);
  g_free (self->last_code);
  g_ptr_array_unref (self->gaps);
  g_free (self);
}
