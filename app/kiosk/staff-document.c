/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-document"
#include "config.h"

#include "app/kiosk/staff-document.h"

#include "app/domain/datetime.h"
#include "printing/documents/test-page.h"

#include <string.h>

struct _McStaffDocument
{
  const char *language;   /* (unowned), "vi" or "en" */
  gint64 at;              /* when it was asked for */
  McDayFigures *figures;  /* (owned) (nullable): of a day */
  McEnrolment *enrolment; /* (owned) (nullable): of a test */
};

/**
 * mc_staff_document_describe:
 * @language: "vi" or "en"
 * @date: (nullable): the day that it is about
 *
 * Returns: (transfer full): what the journal's row keeps of it
 */
char *
mc_staff_document_describe (const char *language, const GDate *date)
{
  g_autofree char *day = date != NULL ? mc_date_to_iso (date) : NULL;

  return g_strconcat (language, day != NULL ? " " : NULL, day, NULL);
}

/**
 * mc_staff_document_load:
 * @outbox: asked for what it says
 * @wanted: a staff paper
 *
 * Waits for a disk: the outbox's thread.
 *
 * Returns: (transfer full): the document; %NULL with %G_IO_ERROR_NOT_SUPPORTED for a word that this
 *   program does not know, or a failure of the outbox
 */
McStaffDocument *
mc_staff_document_load (McOutbox *outbox, const McWantedPrint *wanted, GError **error)
{
  g_autoptr (McStaffDocument) self = g_new0 (McStaffDocument, 1);
  g_autoptr (GError) problem = NULL;
  const char *slip = wanted->slip != NULL ? wanted->slip : "";
  const char *day = strchr (slip, ' ');
  GDate date;

  self->at = wanted->wanted_at;
  self->language = g_str_has_prefix (slip, "en") ? "en" : "vi";
  if (g_str_equal (wanted->staff_paper, MC_STAFF_DOCUMENT_TEST))
    {
      self->enrolment = mc_outbox_dup_enrolment (outbox, &problem);
      if (problem == NULL)
        return g_steal_pointer (&self);
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (g_str_equal (wanted->staff_paper, MC_STAFF_DOCUMENT_DAY) && day != NULL &&
      mc_date_from_iso (day + 1, &date))
    {
      self->figures = mc_day_figures_load (outbox, &date, error);
      return self->figures != NULL ? g_steal_pointer (&self) : NULL;
    }
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_SUPPORTED,
               "no paper is called %s here",
               wanted->staff_paper);
  return NULL;
}

/**
 * mc_staff_document_draw:
 * @medium: what the printer holds
 * @printer: (nullable): how it is reached, for a test
 *
 * Returns: (transfer full): the page, or %NULL with #McPageError
 */
McPage *
mc_staff_document_draw (const McStaffDocument *self,
                        McMedium medium,
                        const char *printer,
                        GError **error)
{
  const McPoint *point = self->enrolment != NULL ? self->enrolment->point : NULL;
  const McTestSheet sheet = {
    .language = self->language,
    .unit_name = point != NULL ? point->unit_name : NULL,
    .point_name = point != NULL ? point->name : NULL,
    .kiosk = self->enrolment != NULL ? self->enrolment->kiosk : NULL,
    .printer = printer,
    .at = self->at,
  };

  if (self->figures != NULL)
    return mc_day_figures_draw (self->figures, self->language, medium, self->at, error);
  return mc_test_page_new (&sheet, medium, error);
}

/**
 * mc_staff_document_free:
 * @self: (transfer full)
 */
void
mc_staff_document_free (McStaffDocument *self)
{
  g_clear_pointer (&self->figures, mc_day_figures_free);
  g_clear_pointer (&self->enrolment, mc_enrolment_free);
  g_free (self);
}
