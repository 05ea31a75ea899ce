/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/heap.h"

#include "central/storage/storage.h"

char *
heap_id (guint number)
{
  return g_strdup_printf ("01977a2e-7000-7abc-8def-%012u", number);
}

char *
heap_code (guint number)
{
  return g_strdup_printf ("H26.104-250620-%06u", 300000 + number);
}

McDossierRecord *
heap_load (Desk *desk, guint number)
{
  g_autofree char *id = heap_id (number);
  McDossierRecord *record = mc_storage_find_by_id (desk->central->storage, id, NULL);

  g_assert_nonnull (record);
  return record;
}

static McDossierRecord *
make_record (Desk *desk, const HeapDossier *dossier)
{
  McDossierRecord *record = mc_dossier_record_new ();
  gint64 now = mc_clock_now (desk->central->clock);

  record->id = heap_id (dossier->number);
  record->code = dossier->code == NULL ? heap_code (dossier->number) : g_strdup (dossier->code);
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("key");
  record->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, record->id, -1);
  record->sealed = g_bytes_new_static ("-", 1);
  record->received_at = now;
  record->submitted_at = now;
  record->expected_due = desk_time ("2025-06-20T17:00:00+07:00");
  record->procedure = g_strdup (dossier->attention == NULL ? "1.001193" : NULL);
  record->version = g_strdup (dossier->attention == NULL ? "1" : NULL);
  record->point_code = g_strdup ("00070");
  record->agency_code = g_strdup ("H26.104");
  record->limit_case = g_strdup ("plain");
  record->applicant_name = g_strdup (dossier->name);
  record->id_number = g_strdup_printf ("0011980%05u", dossier->number);
  record->unit = g_strdup (dossier->unit != NULL ? dossier->unit : HEAP_UNIT);
  record->resolver = g_strdup (dossier->resolver != NULL ? dossier->resolver : record->unit);
  record->by_city = dossier->resolver != NULL && g_str_has_prefix (dossier->resolver, "H26.");
  record->unseen = dossier->unseen;
  record->attention = g_strdup (dossier->attention);
  return record;
}

static McEventRecord *
make_event (Desk *desk, const HeapDossier *dossier, const McTransition *row, gboolean by_city)
{
  McEventRecord *event = mc_event_record_new ();

  event->action = g_strdup (row->name);
  event->role = mc_workflow_get_actor (row->role, by_city);
  event->from = row->from;
  event->to = row->to;
  event->step = row->step;
  event->at = mc_clock_now (desk->central->clock);
  if (row->to == MC_STATE_RECEIVED)
    event->due_at = desk_time (dossier->due != NULL ? dossier->due : "2025-06-20T17:00:00+07:00");
  if ((row->rules & MC_RULE_TO_DEPARTMENT) != 0)
    event->department = g_strdup (dossier->department);
  if ((row->rules & MC_RULE_TO_PERSON) != 0)
    event->assignee = g_strdup (dossier->assignee);
  if (row->to == MC_STATE_PROCESSED)
    event->note = g_strdup ("Đủ điều kiện <giải quyết>");
  return event;
}

void
heap_file (Desk *desk, const HeapDossier *dossier)
{
  McStorage *storage = desk->central->storage;
  g_autoptr (McDossierRecord) record = make_record (desk, dossier);
  const McTransition *row = mc_workflow_find ("submit", MC_STATE_DRAFT);
  g_autoptr (McEventRecord) submit = make_event (desk, dossier, row, FALSE);
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 revision = 1;

  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (mc_storage_receive_dossier (storage, record, NULL, submit, &received, &error));
  g_assert_cmpint (received.outcome, ==, MC_RECEIVE_NEW);
  for (McState state = MC_STATE_SUBMITTED; state != dossier->state; state = row->to)
    {
      g_autoptr (McEventRecord) event = NULL;

      row = state == MC_STATE_DEPARTMENT_ASSIGNED && dossier->refusal
                ? mc_workflow_find ("propose_refusal", state)
                : mc_workflow_get_main (state);
      g_assert_nonnull (row);
      event = make_event (desk, dossier, row, record->by_city);
      g_assert_true (
          mc_storage_record_step (storage, record->id, revision, event, &revision, &error));
    }
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (storage, &error));
}

void
heap_file_all (Desk *desk, const HeapDossier *dossiers, guint n)
{
  for (guint i = 0; i < n; i++)
    heap_file (desk, &dossiers[i]);
}
