/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/records.h"

#include <string.h>

/**
 * mc_dossier_record_new:
 *
 * An empty record: times are %MC_TIME_NONE, the state is submitted, the revision 1.
 *
 * Returns: (transfer full): a record
 */
McDossierRecord *
mc_dossier_record_new (void)
{
  McDossierRecord *self = g_new0 (McDossierRecord, 1);

  self->submitted_at = MC_TIME_NONE;
  self->expected_due = MC_TIME_NONE;
  self->due_at = MC_TIME_NONE;
  self->state = MC_STATE_SUBMITTED;
  self->revision = 1;

  return self;
}

/**
 * mc_dossier_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy; the sealed bytes are shared
 */
McDossierRecord *
mc_dossier_record_copy (const McDossierRecord *self)
{
  McDossierRecord *copy = g_new (McDossierRecord, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->code = g_strdup (self->code);
  copy->kiosk = g_strdup (self->kiosk);
  copy->kiosk_key = g_strdup (self->kiosk_key);
  copy->digest = g_strdup (self->digest);
  copy->sealed = self->sealed == NULL ? NULL : g_bytes_ref (self->sealed);
  copy->page_digests = g_strdupv (self->page_digests);
  copy->attention = g_strdup (self->attention);
  copy->procedure = g_strdup (self->procedure);
  copy->version = g_strdup (self->version);
  copy->point_code = g_strdup (self->point_code);
  copy->agency_code = g_strdup (self->agency_code);
  copy->language = g_strdup (self->language);
  copy->limit_case = g_strdup (self->limit_case);
  copy->applicant_name = g_strdup (self->applicant_name);
  copy->id_number = g_strdup (self->id_number);
  copy->channel = g_strdup (self->channel);
  copy->unit = g_strdup (self->unit);
  copy->resolver = g_strdup (self->resolver);
  copy->department = g_strdup (self->department);
  copy->assignee = g_strdup (self->assignee);

  return copy;
}

/**
 * mc_dossier_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_dossier_record_free (McDossierRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->code);
  g_free (self->kiosk);
  g_free (self->kiosk_key);
  g_free (self->digest);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_strfreev (self->page_digests);
  g_free (self->attention);
  g_free (self->procedure);
  g_free (self->version);
  g_free (self->point_code);
  g_free (self->agency_code);
  g_free (self->language);
  g_free (self->limit_case);
  g_free (self->applicant_name);
  g_free (self->id_number);
  g_free (self->channel);
  g_free (self->unit);
  g_free (self->resolver);
  g_free (self->department);
  g_free (self->assignee);
  g_free (self);
}

/**
 * mc_event_record_new:
 *
 * An empty event: revision 0, no due time.
 *
 * Returns: (transfer full): an event
 */
McEventRecord *
mc_event_record_new (void)
{
  McEventRecord *self = g_new0 (McEventRecord, 1);

  self->due_at = MC_TIME_NONE;

  return self;
}

/**
 * mc_event_record_copy:
 * @self: an event
 *
 * Returns: (transfer full): an independent copy
 */
McEventRecord *
mc_event_record_copy (const McEventRecord *self)
{
  McEventRecord *copy = g_new (McEventRecord, 1);

  *copy = *self;
  copy->action = g_strdup (self->action);
  copy->place = g_strdup (self->place);
  copy->note = g_strdup (self->note);
  copy->form = g_strdup (self->form);
  copy->limit_case = g_strdup (self->limit_case);
  copy->actor = g_strdup (self->actor);
  copy->department = g_strdup (self->department);
  copy->assignee = g_strdup (self->assignee);
  copy->data = g_strdup (self->data);

  return copy;
}

/**
 * mc_event_record_free:
 * @self: (transfer full) (nullable): an event
 */
void
mc_event_record_free (McEventRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->action);
  g_free (self->place);
  g_free (self->note);
  g_free (self->form);
  g_free (self->limit_case);
  g_free (self->actor);
  g_free (self->department);
  g_free (self->assignee);
  g_free (self->data);
  g_free (self);
}

/**
 * mc_kiosk_record_new:
 *
 * An empty record: never revoked, never seen.
 *
 * Returns: (transfer full): a record
 */
McKioskRecord *
mc_kiosk_record_new (void)
{
  McKioskRecord *self = g_new0 (McKioskRecord, 1);

  self->revoked_at = MC_TIME_NONE;
  self->seen_at = MC_TIME_NONE;

  return self;
}

/**
 * mc_kiosk_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy
 */
McKioskRecord *
mc_kiosk_record_copy (const McKioskRecord *self)
{
  McKioskRecord *copy = g_new (McKioskRecord, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->key_id = g_strdup (self->key_id);
  copy->point_code = g_strdup (self->point_code);
  copy->agency_code = g_strdup (self->agency_code);
  copy->health = g_strdup (self->health);

  return copy;
}

/**
 * mc_kiosk_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_kiosk_record_free (McKioskRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->key_id);
  g_free (self->point_code);
  g_free (self->agency_code);
  g_free (self->health);
  g_free (self);
}

/**
 * mc_enrolment_record_new:
 *
 * Returns: (transfer full): an empty record
 */
McEnrolmentRecord *
mc_enrolment_record_new (void)
{
  return g_new0 (McEnrolmentRecord, 1);
}

/**
 * mc_enrolment_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy
 */
McEnrolmentRecord *
mc_enrolment_record_copy (const McEnrolmentRecord *self)
{
  McEnrolmentRecord *copy = g_new (McEnrolmentRecord, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->point_code = g_strdup (self->point_code);
  copy->agency_code = g_strdup (self->agency_code);
  copy->used_by = g_strdup (self->used_by);

  return copy;
}

/**
 * mc_enrolment_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_enrolment_record_free (McEnrolmentRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->point_code);
  g_free (self->agency_code);
  g_free (self->used_by);
  g_free (self);
}
