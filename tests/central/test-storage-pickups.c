/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/envelope.h"
#include "central/storage/pickups.h"
#include "tests/central/desk.h"

/* The same tests over each implementation: what one promises, all promise. */

#define POINT "00070"
#define FRIDAY "2025-06-20T10:00:00+07:00"
#define SATURDAY "2025-06-21T10:00:00+07:00"
#define PICKUP_ID "01977a2e-0000-7000-8000-00000000000%u"

/* Two more dossiers beside the desk's own; their contents are of no matter here. */
static char *
file_dossier (Desk *desk, guint number)
{
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  event->action = g_strdup ("submit");
  event->from = MC_STATE_DRAFT;
  event->at = desk_time (FRIDAY);
  record->id = g_strdup_printf ("01977a2e-6c00-7abc-8def-00000000000%u", number);
  record->code = g_strdup_printf ("H26.104-250620-20010%u", number);
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("key");
  record->sealed = g_bytes_new_static ("sealed", 6);
  record->digest = mc_digest_hex (record->sealed);
  record->sequence = 1 + number;
  record->received_at = desk_time (FRIDAY);
  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  mc_storage_receive_dossier (desk->central->storage, record, NULL, event, &received, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, &error));

  return g_strdup (record->id);
}

static McPickupRecord *
make_pickup (guint number, const char *dossier, const char *at)
{
  McPickupRecord *pickup = mc_pickup_record_new ();

  pickup->id = g_strdup_printf (PICKUP_ID, number);
  pickup->dossier = g_strdup (dossier);
  pickup->point_code = g_strdup (POINT);
  pickup->kiosk = g_strdup ("HK-03");
  pickup->at = desk_time (at);

  return pickup;
}

/* Commits, and gives the number that stands. */
static guint
take (Desk *desk, const McPickupRecord *pickup, McPickupOutcome expected)
{
  McStorage *storage = desk->central->storage;
  g_autoptr (McPickupRecord) kept = NULL;
  g_autoptr (GError) error = NULL;
  McPickupOutcome outcome;
  GDate day;

  mc_time_get_local_date (pickup->at, &day);
  g_assert_true (mc_storage_begin (storage, &error));
  kept = mc_pickups_take (MC_PICKUPS (storage), pickup, &day, &outcome, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (storage, &error));
  g_assert_cmpint (outcome, ==, expected);

  return kept->number;
}

static guint
take_new (Desk *desk, guint number, const char *dossier, const char *at)
{
  g_autoptr (McPickupRecord) pickup = make_pickup (number, dossier, at);

  return take (desk, pickup, MC_PICKUP_NEW);
}

static void
end (Desk *desk, const char *dossier, const char *ending, const char *at)
{
  McStorage *storage = desk->central->storage;
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (mc_pickups_end (MC_PICKUPS (storage), dossier, ending, desk_time (at), &error));
  g_assert_true (mc_storage_commit (storage, &error));
}

/* "1 2": the numbers of those who wait, in their order. */
static char *
list_numbers (Desk *desk, const char *point, const char *since)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = mc_pickups_list_waiting (
      MC_PICKUPS (desk->central->storage), point, desk_time (since), &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < waiting->len; i++)
    {
      const McPickupRecord *pickup = g_ptr_array_index (waiting, i);

      g_assert_cmpint (pickup->ended_at, ==, MC_TIME_NONE);
      g_assert_nonnull (pickup->code);
      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", pickup->number);
    }

  return g_string_free (text, FALSE);
}

static McPickupRecord *
find (Desk *desk, guint number)
{
  g_autofree char *id = g_strdup_printf (PICKUP_ID, number);
  g_autoptr (GError) error = NULL;
  McPickupRecord *pickup = mc_pickups_find (MC_PICKUPS (desk->central->storage), id, &error);

  g_assert_no_error (error);
  return pickup;
}

/* Numbers run from 1 a point and day; who waits is listed in order of arrival, as they came. */
static void
test_numbers (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *second = file_dossier (desk, 1);
  g_autofree char *third = file_dossier (desk, 2);
  g_autoptr (McPickupRecord) elsewhere = make_pickup (4, third, SATURDAY);
  g_autoptr (McPickupRecord) first = NULL;
  g_autofree char *friday = NULL;
  g_autofree char *saturday = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpuint (take_new (desk, 1, DESK_ID, FRIDAY), ==, 1);
  g_assert_cmpuint (take_new (desk, 2, second, FRIDAY), ==, 2);
  friday = list_numbers (desk, POINT, "2025-06-20T00:00:00+07:00");
  g_assert_cmpstr (friday, ==, "1 2");
  first = find (desk, 1);
  g_assert_cmpstr (first->code, ==, DESK_CODE);
  g_assert_cmpstr (first->dossier, ==, DESK_ID);
  g_assert_cmpstr (first->point_code, ==, POINT);
  g_assert_cmpstr (first->kiosk, ==, "HK-03");
  g_assert_cmpint (first->check, ==, MC_PICKUP_CLERK_TO_LOOK);
  g_assert_cmpint (first->at, ==, desk_time (FRIDAY));
  g_assert_null (first->ending);

  g_assert_cmpuint (take_new (desk, 3, third, SATURDAY), ==, 1);
  saturday = list_numbers (desk, POINT, "2025-06-21T00:00:00+07:00");
  g_assert_cmpstr (saturday, ==, "1");

  end (desk, third, MC_PICKUP_ENDING_LEFT, SATURDAY);
  g_free (elsewhere->point_code);
  elsewhere->point_code = g_strdup ("00082");
  g_assert_cmpuint (take (desk, elsewhere, MC_PICKUP_NEW), ==, 1);
  other = list_numbers (desk, "00082", SATURDAY);
  g_assert_cmpstr (other, ==, "1");
}

/* The same id again is the same number, also after the end; with another dossier or from another
 * kiosk it is a conflict that changes nothing. */
static void
test_idempotent (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *second = file_dossier (desk, 1);
  g_autoptr (McPickupRecord) pickup = make_pickup (1, DESK_ID, FRIDAY);
  g_autoptr (McPickupRecord) other = make_pickup (1, second, FRIDAY);
  g_autoptr (McPickupRecord) foreign = make_pickup (1, DESK_ID, FRIDAY);
  g_autoptr (McPickupRecord) kept = NULL;
  g_autofree char *waiting = NULL;

  g_assert_cmpuint (take (desk, pickup, MC_PICKUP_NEW), ==, 1);
  g_assert_cmpuint (take (desk, pickup, MC_PICKUP_SAME), ==, 1);
  take (desk, other, MC_PICKUP_CONFLICT);
  g_free (foreign->kiosk);
  foreign->kiosk = g_strdup ("HK-04");
  take (desk, foreign, MC_PICKUP_CONFLICT);
  end (desk, DESK_ID, MC_PICKUP_ENDING_HANDED_OVER, "2025-06-20T10:20:00+07:00");
  g_assert_cmpuint (take (desk, pickup, MC_PICKUP_SAME), ==, 1);
  kept = find (desk, 1);
  g_assert_cmpstr (kept->ending, ==, "handed-over");
  g_assert_cmpint (kept->ended_at, ==, desk_time ("2025-06-20T10:20:00+07:00"));
  waiting = list_numbers (desk, POINT, FRIDAY);
  g_assert_cmpstr (waiting, ==, "");
}

/* A second one who comes for the same dossier gets the number of the first, whose card is noted
 * when the second shows it; the next day's is a new one and ends what was left. */
static void
test_waiting (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McPickupRecord) again = make_pickup (2, DESK_ID, "2025-06-20T10:05:00+07:00");
  g_autoptr (McPickupRecord) kept = NULL;
  g_autoptr (McPickupRecord) left = NULL;
  g_autofree char *waiting = NULL;

  take_new (desk, 1, DESK_ID, FRIDAY);
  again->check = MC_PICKUP_CARD_MATCHED;
  g_assert_cmpuint (take (desk, again, MC_PICKUP_WAITING), ==, 1);
  kept = find (desk, 1);
  g_assert_cmpint (kept->check, ==, MC_PICKUP_CARD_MATCHED);
  g_assert_cmpint (kept->at, ==, desk_time (FRIDAY));
  g_assert_null (find (desk, 2));

  g_assert_cmpuint (take_new (desk, 3, DESK_ID, SATURDAY), ==, 1);
  left = find (desk, 1);
  g_assert_cmpstr (left->ending, ==, "left");
  waiting = list_numbers (desk, POINT, FRIDAY);
  g_assert_cmpstr (waiting, ==, "1");
}

/* Nobody waiting is fine; a dossier that is not there is not. What is rolled back was not. */
static void
test_end (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McPickups *pickups = MC_PICKUPS (desk->central->storage);
  g_autoptr (McPickupRecord) pickup =
                 make_pickup (1, "01977a2e-6c00-7abc-8def-000000000009", FRIDAY);
  g_autoptr (McPickupRecord) mine = make_pickup (2, DESK_ID, FRIDAY);
  g_autoptr (McPickupRecord) kept = NULL;
  g_autoptr (GError) error = NULL;
  McPickupOutcome outcome;
  GDate day;

  end (desk, DESK_ID, MC_PICKUP_ENDING_LEFT, FRIDAY);

  mc_time_get_local_date (desk_time (FRIDAY), &day);
  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_false (mc_pickups_end (pickups, pickup->dossier, "left", 0, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (mc_pickups_take (pickups, pickup, &day, &outcome, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  mc_storage_rollback (desk->central->storage);

  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  kept = mc_pickups_take (pickups, mine, &day, &outcome, NULL);
  g_assert_cmpuint (kept->number, ==, 1);
  mc_storage_rollback (desk->central->storage);
  g_assert_null (find (desk, 2));
}

static void
try_card (Desk *desk,
          gboolean matches,
          const char *at,
          McFactorOutcome expected,
          guint expected_left)
{
  McStorage *storage = desk->central->storage;
  g_autoptr (GError) error = NULL;
  McFactorOutcome outcome;
  guint left;
  GDate day;

  mc_time_get_local_date (desk_time (at), &day);
  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (
      mc_pickups_try_card (MC_PICKUPS (storage), DESK_ID, matches, &day, &outcome, &left, &error));
  g_assert_true (mc_storage_commit (storage, &error));
  g_assert_cmpint (outcome, ==, expected);
  g_assert_cmpuint (left, ==, expected_left);
}

/* Three cards that do not match, and no card is looked at any more that day, not even the right
 * one; the second factor of the same dossier is counted by itself. */
static void
test_cards (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McFactorOutcome outcome;
  GDate day;

  try_card (desk, FALSE, FRIDAY, MC_FACTOR_WRONG, 2);
  try_card (desk, TRUE, FRIDAY, MC_FACTOR_MATCH, 2);
  try_card (desk, FALSE, FRIDAY, MC_FACTOR_WRONG, 1);
  try_card (desk, FALSE, FRIDAY, MC_FACTOR_WRONG, 0);
  try_card (desk, TRUE, FRIDAY, MC_FACTOR_LOCKED, 0);
  try_card (desk, TRUE, SATURDAY, MC_FACTOR_MATCH, 3);

  mc_time_get_local_date (desk_time (FRIDAY), &day);
  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_true (mc_storage_try_second_factor (
      desk->central->storage, DESK_CODE, "0000", 1900, &day, &outcome, NULL));
  g_assert_cmpint (outcome, ==, MC_FACTOR_WRONG);
  mc_storage_rollback (desk->central->storage);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/storage/pickups/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/storage/pickups/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("numbers", test_numbers);
  add_both ("idempotent", test_idempotent);
  add_both ("waiting", test_waiting);
  add_both ("end", test_end);
  add_both ("cards", test_cards);

  return g_test_run ();
}
