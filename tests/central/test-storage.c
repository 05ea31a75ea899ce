/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include "central/storage/storage-memory.h"
#include "central/storage/storage-sqlite.h"

#define NOW G_GINT64_CONSTANT (1750400000)
#define AGENCY "H26.107"

/* The same tests run over each implementation: what one promises, all promise. */
typedef struct
{
  McStorage *storage; /* (owned) */
  char *dir;          /* (owned) (nullable) */
  char *path;         /* (owned) (nullable) */
  guint8 keys;        /* how many public keys were made */
} Fixture;

static void
set_up_memory (Fixture *f, gconstpointer data)
{
  f->storage = MC_STORAGE (mc_storage_memory_new ());
}

static void
set_up_sqlite (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("motcua-storage-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "central.db", NULL);
  f->storage = mc_storage_sqlite_new (f->path, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->storage);
  if (f->dir != NULL)
    remove_folder (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (f->storage, &error));
  g_assert_no_error (error);
}

static void
commit (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_commit (f->storage, &error));
  g_assert_no_error (error);
}

static char *
make_digest (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static McDossierRecord *
make_dossier (guint number, const char *content)
{
  McDossierRecord *record = mc_dossier_record_new ();

  record->id = g_strdup_printf ("01978a2b-0000-7000-8000-%012u", number);
  record->code = g_strdup_printf (AGENCY "-250620-%06u", 100000 + number);
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("KEY0000000000003");
  record->digest = make_digest (content);
  record->sealed = g_bytes_new (content, strlen (content));
  record->sequence = number;
  record->received_at = NOW;
  record->procedure = g_strdup ("1.001193");
  record->version = g_strdup ("1");
  record->point_code = g_strdup ("00070");
  record->agency_code = g_strdup (AGENCY);
  record->language = g_strdup ("vi");
  record->limit_case = g_strdup ("plain");
  record->applicant_name = g_strdup ("Nguyễn Văn A");
  record->id_number = g_strdup ("001099000017");
  record->birth_year = 1999;
  record->submitted_at = NOW - 5;
  record->expected_due = NOW + 3600;

  return record;
}

static McEventRecord *
make_event (const char *action, McState from, McState to, guint step)
{
  McEventRecord *event = mc_event_record_new ();

  event->action = g_strdup (action);
  event->from = from;
  event->to = to;
  event->step = step;
  event->at = NOW + step;

  return event;
}

static char *
make_token (guint number)
{
  return g_strdup_printf ("ABCDEFGHJKMNPQRSTVWX%06u", number);
}

/* In a transaction that is open. */
static McReceiveOutcome
receive (Fixture *f, const McDossierRecord *record, guint number)
{
  g_autoptr (McEventRecord) event = make_event ("submit", MC_STATE_DRAFT, MC_STATE_SUBMITTED, 1);
  g_autofree char *token = make_token (number);
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_receive_dossier (f->storage, record, token, event, &received, &error));
  g_assert_no_error (error);

  return received.outcome;
}

static void
receive_new (Fixture *f, guint number)
{
  g_autoptr (McDossierRecord) record = make_dossier (number, "sealed");

  begin (f);
  g_assert_cmpint (receive (f, record, number), ==, MC_RECEIVE_NEW);
  commit (f);
}

/* What was received is found again by id, code and token, with everything that was known of it. */
static void
test_receive (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autofree char *token = make_token (1);
  g_autofree char *other = make_token (2);
  g_autoptr (McDossierRecord) by_id = NULL;
  g_autoptr (McDossierRecord) by_code = NULL;
  g_autoptr (McDossierRecord) by_token = NULL;
  g_autoptr (McDossierRecord) sealed = NULL;
  g_autoptr (GError) error = NULL;

  record->unseen = TRUE;
  begin (f);
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_NEW);
  commit (f);

  by_id = mc_storage_find_by_id (f->storage, record->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (by_id->code, ==, record->code);
  g_assert_cmpstr (by_id->digest, ==, record->digest);
  g_assert_cmpstr (by_id->kiosk, ==, "HK-03");
  g_assert_cmpstr (by_id->kiosk_key, ==, record->kiosk_key);
  g_assert_cmpstr (by_id->procedure, ==, "1.001193");
  g_assert_cmpstr (by_id->point_code, ==, "00070");
  g_assert_cmpstr (by_id->applicant_name, ==, "Nguyễn Văn A");
  g_assert_cmpstr (by_id->id_number, ==, "001099000017");
  g_assert_cmpuint (by_id->birth_year, ==, 1999);
  g_assert_cmpint (by_id->submitted_at, ==, NOW - 5);
  g_assert_cmpint (by_id->expected_due, ==, NOW + 3600);
  g_assert_cmpint (by_id->due_at, ==, MC_TIME_NONE);
  g_assert_cmpint (by_id->state, ==, MC_STATE_SUBMITTED);
  g_assert_cmpuint (by_id->revision, ==, 1);
  g_assert_cmpuint (by_id->rating, ==, 0);
  g_assert_true (by_id->unseen);
  g_assert_null (by_id->attention);
  g_assert_null (by_id->sealed);

  by_code = mc_storage_find_by_code (f->storage, record->code, &error);
  g_assert_cmpstr (by_code->id, ==, record->id);
  by_token = mc_storage_find_by_token (f->storage, token, &error);
  g_assert_cmpstr (by_token->id, ==, record->id);
  g_assert_null (mc_storage_find_by_token (f->storage, other, &error));
  g_assert_null (mc_storage_find_by_code (f->storage, "H26.107-250620-999999", &error));
  g_assert_null (mc_storage_find_by_id (f->storage, "nothing", &error));
  g_assert_no_error (error);

  sealed = mc_storage_load_sealed (f->storage, record->id, &error);
  g_assert_true (g_bytes_equal (sealed->sealed, record->sealed));
  g_assert_cmpuint (g_strv_length (sealed->page_digests), ==, 0);
}

/* The same again is the same; other content, or another kiosk, is a conflict and changes nothing.
 */
static void
test_idempotent (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) changed = make_dossier (1, "other");
  g_autoptr (McDossierRecord) foreign = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) found = NULL;

  g_free (foreign->kiosk);
  foreign->kiosk = g_strdup ("HK-04");

  begin (f);
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_NEW);
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_SAME);
  g_assert_cmpint (receive (f, changed, 1), ==, MC_RECEIVE_CONFLICT);
  commit (f);

  record->received_at = NOW + 1000;
  begin (f);
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_SAME);
  g_assert_cmpint (receive (f, changed, 1), ==, MC_RECEIVE_CONFLICT);
  g_assert_cmpint (receive (f, foreign, 1), ==, MC_RECEIVE_CONFLICT);
  commit (f);

  found = mc_storage_find_by_id (f->storage, record->id, NULL);
  g_assert_cmpint (found->received_at, ==, NOW);
  g_assert_cmpstr (found->digest, ==, record->digest);
  g_assert_cmpstr (found->kiosk, ==, "HK-03");
}

/* Pages come first: without them nothing is kept, and they are named. */
static void
test_pages (Fixture *f, gconstpointer data)
{
  g_autofree char *first = make_digest ("page 1");
  g_autofree char *second = make_digest ("page 2");
  g_autoptr (GBytes) page = g_bytes_new_static ("page 1", 6);
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McEventRecord) event = make_event ("submit", MC_STATE_DRAFT, MC_STATE_SUBMITTED, 1);
  g_autoptr (McDossierRecord) sealed = NULL;
  g_autoptr (GBytes) loaded = NULL;
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean created;

  record->page_digests = g_new0 (char *, 3);
  record->page_digests[0] = g_strdup (first);
  record->page_digests[1] = g_strdup (second);

  begin (f);
  g_assert_true (
      mc_storage_put_blob (f->storage, first, page, "KEY0000000000003", NOW, &created, &error));
  g_assert_true (created);
  g_assert_true (
      mc_storage_put_blob (f->storage, first, page, "KEY0000000000003", NOW, &created, &error));
  g_assert_false (created);
  g_assert_true (mc_storage_receive_dossier (f->storage, record, NULL, event, &received, &error));
  g_assert_cmpint (received.outcome, ==, MC_RECEIVE_PAGES_MISSING);
  g_assert_cmpuint (received.missing->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (received.missing, 0), ==, second);
  commit (f);
  g_assert_null (mc_storage_find_by_id (f->storage, record->id, &error));

  begin (f);
  g_assert_true (
      mc_storage_put_blob (f->storage, second, page, "KEY0000000000003", NOW, &created, &error));
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_NEW);
  commit (f);
  g_assert_no_error (error);

  sealed = mc_storage_load_sealed (f->storage, record->id, &error);
  g_assert_cmpstrv (sealed->page_digests, record->page_digests);
  loaded = mc_storage_load_blob (f->storage, first, &error);
  g_assert_true (g_bytes_equal (loaded, page));
  g_assert_null (mc_storage_load_blob (f->storage, record->digest, &error));
}

/* A rollback leaves nothing: no dossier, no token, no number of a series. */
static void
test_rollback (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autofree char *token = make_token (1);
  guint number;

  begin (f);
  g_assert_cmpint (receive (f, record, 1), ==, MC_RECEIVE_NEW);
  g_assert_true (mc_storage_take_number (f->storage, "register", &number, NULL));
  g_assert_cmpuint (number, ==, 1);
  mc_storage_rollback (f->storage);

  g_assert_null (mc_storage_find_by_id (f->storage, record->id, NULL));
  g_assert_null (mc_storage_find_by_token (f->storage, token, NULL));
  begin (f);
  g_assert_true (mc_storage_take_number (f->storage, "register", &number, NULL));
  g_assert_cmpuint (number, ==, 1);
  g_assert_true (mc_storage_take_number (f->storage, "register", &number, NULL));
  g_assert_cmpuint (number, ==, 2);
  g_assert_true (mc_storage_take_number (f->storage, "another", &number, NULL));
  g_assert_cmpuint (number, ==, 1);
  commit (f);
}

static gpointer
find_elsewhere (gpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) found = mc_storage_find_by_id (data, record->id, NULL);

  return GINT_TO_POINTER (found != NULL);
}

/* Inside a transaction its thread sees it, other threads do not until it is committed. */
static void
test_isolation (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) own = NULL;
  guint64 before, within, after;

  g_assert_true (mc_storage_get_version (f->storage, &before, NULL));
  begin (f);
  receive (f, record, 1);
  own = mc_storage_find_by_id (f->storage, record->id, NULL);
  g_assert_nonnull (own);
  g_assert_null (g_thread_join (g_thread_new ("reader", find_elsewhere, f->storage)));
  g_assert_true (mc_storage_get_version (f->storage, &within, NULL));
  commit (f);
  g_assert_nonnull (g_thread_join (g_thread_new ("reader", find_elsewhere, f->storage)));
  g_assert_true (mc_storage_get_version (f->storage, &after, NULL));
  g_assert_cmpuint (within, ==, before);
  g_assert_cmpuint (after, !=, before);
}

/* Steps are appended and move the state; the second of two who act at once is told. */
static void
test_steps (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McEventRecord) step = make_event ("receive", MC_STATE_SUBMITTED, MC_STATE_RECEIVED, 2);
  g_autoptr (McDossierRecord) found = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  const McEventRecord *second;
  guint64 counts[MC_N_STATES], attention, revision;

  receive_new (f, 1);
  step->role = MC_ROLE_RECEPTION;
  step->place = g_strdup ("Quầy số 2");
  step->note = g_strdup ("đủ giấy tờ");
  step->form = g_strdup ("receipt");
  step->due_at = NOW + 7200;
  step->limit_case = g_strdup ("with_verification");

  begin (f);
  g_assert_true (mc_storage_record_step (f->storage, record->id, 1, step, &revision, &error));
  g_assert_cmpuint (revision, ==, 2);
  commit (f);
  begin (f);
  g_assert_false (mc_storage_record_step (f->storage, record->id, 1, step, &revision, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (mc_storage_record_step (f->storage, "nobody", 1, step, &revision, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  mc_storage_rollback (f->storage);

  found = mc_storage_find_by_id (f->storage, record->id, NULL);
  g_assert_cmpint (found->state, ==, MC_STATE_RECEIVED);
  g_assert_cmpuint (found->revision, ==, 2);
  g_assert_cmpint (found->due_at, ==, NOW + 7200);
  g_assert_cmpstr (found->limit_case, ==, "with_verification");

  events = mc_storage_list_events (f->storage, record->id, NULL);
  g_assert_cmpuint (events->len, ==, 2);
  second = g_ptr_array_index (events, 1);
  g_assert_cmpuint (second->revision, ==, 2);
  g_assert_cmpstr (second->action, ==, "receive");
  g_assert_cmpint (second->role, ==, MC_ROLE_RECEPTION);
  g_assert_cmpint (second->from, ==, MC_STATE_SUBMITTED);
  g_assert_cmpint (second->to, ==, MC_STATE_RECEIVED);
  g_assert_cmpuint (second->step, ==, 2);
  g_assert_cmpint (second->at, ==, NOW + 2);
  g_assert_cmpstr (second->place, ==, "Quầy số 2");
  g_assert_cmpstr (second->note, ==, "đủ giấy tờ");
  g_assert_cmpstr (second->form, ==, "receipt");
  g_assert_cmpint (((McEventRecord *) g_ptr_array_index (events, 0))->from, ==, MC_STATE_DRAFT);
  none = mc_storage_list_events (f->storage, "nobody", NULL);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_true (mc_storage_count_states (f->storage, counts, &attention, NULL));
  g_assert_cmpuint (counts[MC_STATE_SUBMITTED], ==, 0);
  g_assert_cmpuint (counts[MC_STATE_RECEIVED], ==, 1);
  g_assert_cmpuint (attention, ==, 0);
}

static void
take_step (Fixture *f, const char *id, guint64 revision, const McEventRecord *event)
{
  g_autoptr (GError) error = NULL;

  begin (f);
  g_assert_true (mc_storage_record_step (f->storage, id, revision, event, NULL, &error));
  g_assert_no_error (error);
  commit (f);
}

/* What the public's page is drawn from is all there and says nothing of anybody. */
static void
test_public (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McEventRecord) step = make_event ("receive", MC_STATE_SUBMITTED, MC_STATE_RECEIVED, 2);
  g_autoptr (McEventRecord) ask =
                 make_event ("ask_supplement", MC_STATE_RECEIVED, MC_STATE_SUPPLEMENT_ASKED, 0);
  g_autofree char *token = make_token (1), *other = make_token (2);
  g_autoptr (McEventRecord) hand = make_event ("return", MC_STATE_READY, MC_STATE_RETURNED, 8);
  g_autoptr (McDossierRecord) found = NULL, whole = NULL, returned = NULL;
  g_autoptr (GPtrArray) events = NULL, all = NULL, last = NULL;
  g_autoptr (GError) error = NULL;
  McRatingOutcome outcome;

  receive_new (f, 1);
  step->place = g_strdup ("Quầy số 2 | của phường\n=0");
  step->note = g_strdup ("của ông Tư");
  step->actor = g_strdup ("hoa");
  step->data = g_strdup ("{\"register_number\":1}");
  step->due_at = NOW + 7200;
  take_step (f, record->id, 1, step);
  ask->place = g_strdup (step->place);
  ask->data = g_strdup ("{\"missing\":[]}");
  take_step (f, record->id, 2, ask);
  g_free (step->place);
  step->place = g_strdup ("Phòng Tư pháp");
  take_step (f, record->id, 3, step);
  begin (f);
  g_assert_true (
      mc_storage_add_rating (f->storage, record->id, NULL, 5, "vi", NOW, &outcome, &error));
  commit (f);

  found = mc_storage_find_public (f->storage, token, &events, &error);
  g_assert_no_error (error);
  whole = mc_storage_find_by_token (f->storage, token, &error);
  g_assert_cmpstr (found->id, ==, whole->id);
  g_assert_cmpstr (found->code, ==, whole->code);
  g_assert_cmpstr (found->procedure, ==, whole->procedure);
  g_assert_cmpstr (found->version, ==, whole->version);
  g_assert_cmpstr (found->point_code, ==, whole->point_code);
  g_assert_cmpstr (found->limit_case, ==, whole->limit_case);
  g_assert_cmpint (found->submitted_at, ==, whole->submitted_at);
  g_assert_cmpint (found->expected_due, ==, whole->expected_due);
  g_assert_cmpint (found->due_at, ==, NOW + 7200);
  g_assert_cmpint (found->state, ==, MC_STATE_RECEIVED);
  g_assert_cmpuint (found->revision, ==, 4);
  g_assert_cmpint (found->updated_at, ==, whole->updated_at);
  g_assert_cmpuint (found->rating, ==, 0); /* it was not returned yet */
  g_assert_cmpuint (whole->rating, ==, 5);
  g_assert_null (found->applicant_name);
  g_assert_null (found->id_number);
  g_assert_cmpuint (found->birth_year, ==, 0);
  g_assert_null (found->kiosk);
  g_assert_null (found->assignee);

  all = mc_storage_list_events (f->storage, record->id, &error);
  g_assert_cmpuint (events->len, ==, all->len);
  for (guint i = 0; i < all->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      const McEventRecord *kept = g_ptr_array_index (all, i);

      g_assert_cmpuint (event->revision, ==, i + 1);
      g_assert_cmpstr (event->action, ==, kept->action);
      g_assert_cmpint (event->to, ==, kept->to);
      g_assert_cmpuint (event->step, ==, kept->step);
      g_assert_cmpint (event->at, ==, kept->at);
      g_assert_cmpstr (event->place, ==, kept->place);
      g_assert_cmpstr (event->data, ==, kept->to == MC_STATE_SUPPLEMENT_ASKED ? kept->data : NULL);
      g_assert_null (event->note);
      g_assert_null (event->actor);
    }

  take_step (f, record->id, 4, hand);
  returned = mc_storage_find_public (f->storage, token, &last, &error);
  g_assert_cmpint (returned->state, ==, MC_STATE_RETURNED);
  g_assert_cmpuint (returned->rating, ==, 5);
  g_assert_cmpuint (last->len, ==, all->len + 1);
  g_assert_cmpstr (((McEventRecord *) g_ptr_array_index (last, 4))->action, ==, "return");

  g_assert_null (mc_storage_find_public (f->storage, other, &all, &error));
  g_assert_no_error (error);
}

/* What a transaction saw that came to nothing is known to nobody afterwards. */
static void
test_public_undone (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) first = make_dossier (1, "sealed"), found = NULL, later = NULL;
  g_autofree char *token = make_token (77);
  g_autoptr (GPtrArray) events = NULL, more = NULL;
  g_autoptr (GError) error = NULL;

  receive_new (f, 1);
  begin (f);
  g_assert_true (mc_storage_add_token (f->storage, first->id, token, "receipt", NOW, &error));
  found = mc_storage_find_public (f->storage, token, &events, &error);
  g_assert_nonnull (found);
  mc_storage_rollback (f->storage);
  g_assert_null (mc_storage_find_public (f->storage, token, &more, &error));
  g_assert_no_error (error);

  begin (f);
  g_assert_true (mc_storage_add_token (f->storage, first->id, token, "receipt", NOW, &error));
  commit (f);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&later, mc_dossier_record_free);
      g_clear_pointer (&more, g_ptr_array_unref);
      later = mc_storage_find_public (f->storage, token, &more, &error);
      g_assert_cmpstr (later->id, ==, first->id);
    }
}

/* Every printed document has a token of its own; a token stays with its first dossier. */
static void
test_tokens (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) first = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) second = make_dossier (2, "sealed");
  g_autofree char *token = make_token (77);
  g_autoptr (McDossierRecord) found = NULL;
  g_autoptr (GError) error = NULL;

  receive_new (f, 1);
  receive_new (f, 2);
  begin (f);
  g_assert_true (mc_storage_add_token (f->storage, first->id, token, "receipt", NOW, &error));
  g_assert_true (mc_storage_add_token (f->storage, second->id, token, "receipt", NOW, &error));
  g_assert_no_error (error);
  g_assert_false (mc_storage_add_token (f->storage, "nobody", token, "receipt", NOW, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  commit (f);
  found = mc_storage_find_by_token (f->storage, token, NULL);
  g_assert_cmpstr (found->id, ==, first->id);
}

/* A code that is taken is held with a word for the clerk; the first one keeps it. */
static void
test_repeated_code (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) second = make_dossier (2, "sealed");
  g_autoptr (McDossierRecord) found = NULL;
  g_autoptr (McDossierRecord) odd = NULL;
  guint64 counts[MC_N_STATES], attention;

  receive_new (f, 1);
  g_free (second->code);
  second->code = g_strdup (AGENCY "-250620-100001");
  begin (f);
  g_assert_cmpint (receive (f, second, 2), ==, MC_RECEIVE_NEW);
  commit (f);

  found = mc_storage_find_by_code (f->storage, second->code, NULL);
  g_assert_cmpstr (found->id, !=, second->id);
  g_assert_null (found->attention);
  odd = mc_storage_find_by_id (f->storage, second->id, NULL);
  g_assert_cmpstr (odd->attention, ==, "code already used");
  g_assert_true (mc_storage_count_states (f->storage, counts, &attention, NULL));
  g_assert_cmpuint (attention, ==, 1);
}

/* Unreadable contents are held too: nothing is known but what the envelope says. */
static void
test_unreadable (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (McEventRecord) event = make_event ("submit", MC_STATE_DRAFT, MC_STATE_SUBMITTED, 1);
  g_autoptr (McDossierRecord) found = NULL;
  g_auto (McReceived) received = { 0 };

  record->id = g_strdup ("01978a2b-0000-7000-8000-000000000009");
  record->code = g_strdup ("?");
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("KEY0000000000003");
  record->digest = make_digest ("odd");
  record->sealed = g_bytes_new_static ("odd", 3);
  record->received_at = NOW;
  record->attention = g_strdup ("not JSON");
  begin (f);
  g_assert_true (mc_storage_receive_dossier (f->storage, record, NULL, event, &received, NULL));
  g_assert_cmpint (received.outcome, ==, MC_RECEIVE_NEW);
  commit (f);
  found = mc_storage_find_by_id (f->storage, record->id, NULL);
  g_assert_cmpstr (found->attention, ==, "not JSON");
  g_assert_null (found->procedure);
  g_assert_null (found->applicant_name);
  g_assert_cmpint (found->submitted_at, ==, MC_TIME_NONE);
}

static McRatingOutcome
rate (Fixture *f, const char *id, const char *kiosk, guint score)
{
  McRatingOutcome outcome;

  begin (f);
  g_assert_true (mc_storage_add_rating (f->storage, id, kiosk, score, "vi", NOW, &outcome, NULL));
  commit (f);

  return outcome;
}

/* One rating a dossier, the first; a kiosk rates its own only. */
static void
test_ratings (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) found = NULL;

  receive_new (f, 1);
  g_assert_cmpint (rate (f, record->id, "HK-04", 5), ==, MC_RATING_UNKNOWN);
  g_assert_cmpint (rate (f, "nobody", "HK-03", 5), ==, MC_RATING_UNKNOWN);
  g_assert_cmpint (rate (f, record->id, "HK-03", 4), ==, MC_RATING_NEW);
  g_assert_cmpint (rate (f, record->id, "HK-03", 4), ==, MC_RATING_SAME);
  g_assert_cmpint (rate (f, record->id, NULL, 4), ==, MC_RATING_SAME);
  g_assert_cmpint (rate (f, record->id, NULL, 1), ==, MC_RATING_OTHER);
  found = mc_storage_find_by_id (f->storage, record->id, NULL);
  g_assert_cmpuint (found->rating, ==, 4);
}

static McFactorOutcome
try_factor (Fixture *f, const char *code, const char *last4, guint year, guint day)
{
  McFactorOutcome outcome;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, day, G_DATE_JUNE, 2025);
  begin (f);
  g_assert_true (
      mc_storage_try_second_factor (f->storage, code, last4, year, &today, &outcome, NULL));
  commit (f);

  return outcome;
}

/* Five wrong a day lock the code, even for the right answer, until tomorrow; so for unknown ones.
 */
static void
test_second_factor (Fixture *f, gconstpointer data)
{
  const char *code = AGENCY "-250620-100001";
  const char *unknown = AGENCY "-250620-555555";

  receive_new (f, 1);
  g_assert_cmpint (try_factor (f, code, "0017", 1999, 20), ==, MC_FACTOR_MATCH);
  for (guint i = 0; i < MC_FACTOR_TRIES_A_DAY; i++)
    {
      g_assert_cmpint (try_factor (f, code, i % 2 ? "0017" : "9999", i % 2 ? 1998 : 1999, 20),
                       ==,
                       MC_FACTOR_WRONG);
      g_assert_cmpint (try_factor (f, unknown, "0017", 1999, 20), ==, MC_FACTOR_WRONG);
    }
  g_assert_cmpint (try_factor (f, code, "0017", 1999, 20), ==, MC_FACTOR_LOCKED);
  g_assert_cmpint (try_factor (f, unknown, "0017", 1999, 20), ==, MC_FACTOR_LOCKED);
  g_assert_cmpint (try_factor (f, code, "0017", 1999, 21), ==, MC_FACTOR_MATCH);
  g_assert_cmpint (try_factor (f, code, "", 1999, 21), ==, MC_FACTOR_WRONG);
  g_assert_cmpint (try_factor (f, code, "0017", 0, 21), ==, MC_FACTOR_WRONG);
}

static void
add_code (Fixture *f, guint8 code, const char *name, const char *agency, gint64 expires_at)
{
  g_autoptr (McEnrolmentRecord) record = mc_enrolment_record_new ();

  memset (record->lookup_id, code, sizeof record->lookup_id);
  memset (record->proof_key, code, sizeof record->proof_key);
  record->name = g_strdup (name);
  record->point_code = g_strdup ("00070");
  record->agency_code = g_strdup (agency);
  record->expires_at = expires_at;
  begin (f);
  g_assert_true (mc_storage_add_enrolment (f->storage, record, NULL));
  commit (f);
}

static McRedeemOutcome
redeem (Fixture *f, guint8 code, guint8 key, gint64 now, McKioskRecord **kiosk)
{
  g_autoptr (McKioskRecord) ignored = NULL;
  McRedeemOutcome outcome;
  guint8 lookup_id[16], public_key[32];

  memset (lookup_id, code, sizeof lookup_id);
  memset (public_key, key, sizeof public_key);
  begin (f);
  g_assert_true (mc_storage_redeem_enrolment (
      f->storage, lookup_id, public_key, now, &outcome, kiosk == NULL ? &ignored : kiosk, NULL));
  commit (f);

  return outcome;
}

/* A code is good once, for one key, for its time; ranges follow each other and are never reused. */
static void
test_enrolment (Fixture *f, gconstpointer data)
{
  g_autoptr (McKioskRecord) first = NULL;
  g_autoptr (McKioskRecord) again = NULL;
  g_autoptr (McKioskRecord) second = NULL;
  g_autoptr (McKioskRecord) replaced = NULL;
  g_autoptr (McKioskRecord) former = NULL;
  g_autoptr (McKioskRecord) elsewhere = NULL;
  g_autoptr (McEnrolmentRecord) found = NULL;
  g_autoptr (GPtrArray) kiosks = NULL;
  guint8 lookup_id[16];

  add_code (f, 1, "HK-03", AGENCY, NOW + 600);
  memset (lookup_id, 1, sizeof lookup_id);
  found = mc_storage_find_enrolment (f->storage, lookup_id, NULL);
  g_assert_cmpstr (found->name, ==, "HK-03");
  g_assert_cmpmem (
      found->proof_key, 32, "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1", 32);
  g_assert_null (found->used_by);

  g_assert_cmpint (redeem (f, 9, 1, NOW, NULL), ==, MC_REDEEM_UNKNOWN);
  g_assert_cmpint (redeem (f, 1, 1, NOW + 600, NULL), ==, MC_REDEEM_UNKNOWN);
  g_assert_cmpint (redeem (f, 1, 1, NOW + 599, &first), ==, MC_REDEEM_NEW);
  g_assert_cmpstr (first->name, ==, "HK-03");
  g_assert_cmpuint (first->serial_first, ==, 100000);
  g_assert_cmpuint (first->serial_last, ==, 100999);
  g_assert_cmpint (redeem (f, 1, 1, NOW + 5000, &again), ==, MC_REDEEM_SAME);
  g_assert_cmpstr (again->key_id, ==, first->key_id);
  g_assert_cmpuint (again->serial_first, ==, 100000);
  g_assert_cmpint (redeem (f, 1, 2, NOW, NULL), ==, MC_REDEEM_OTHER_KEY);

  add_code (f, 2, "HK-04", AGENCY, NOW + 600);
  g_assert_cmpint (redeem (f, 2, 1, NOW, NULL), ==, MC_REDEEM_OTHER_KEY);
  g_assert_cmpint (redeem (f, 2, 2, NOW, &second), ==, MC_REDEEM_NEW);
  g_assert_cmpuint (second->serial_first, ==, 101000);
  add_code (f, 3, "BD-01", "H26.101", NOW + 600);
  g_assert_cmpint (redeem (f, 3, 3, NOW, &elsewhere), ==, MC_REDEEM_NEW);
  g_assert_cmpuint (elsewhere->serial_first, ==, 100000);

  add_code (f, 4, "HK-03", AGENCY, NOW + 1300);
  g_assert_cmpint (redeem (f, 4, 4, NOW + 700, &replaced), ==, MC_REDEEM_NEW);
  g_assert_cmpuint (replaced->serial_first, ==, 102000);
  former = mc_storage_find_kiosk (f->storage, first->key_id, NULL);
  g_assert_cmpint (former->revoked_at, ==, NOW + 700);

  kiosks = mc_storage_list_kiosks (f->storage, NULL);
  g_assert_cmpuint (kiosks->len, ==, 4);
  g_assert_cmpstr (((McKioskRecord *) g_ptr_array_index (kiosks, 0))->name, ==, "BD-01");
  g_assert_cmpstr (((McKioskRecord *) g_ptr_array_index (kiosks, 2))->key_id, ==, replaced->key_id);
}

/* Nine hundred ranges, then the agency has none left, and says so before a code is given. */
static void
test_exhausted (Fixture *f, gconstpointer data)
{
  g_autoptr (McEnrolmentRecord) record = mc_enrolment_record_new ();
  g_autoptr (GError) error = NULL;

  record->name = g_strdup ("HK-03");
  record->point_code = g_strdup ("00070");
  record->agency_code = g_strdup (AGENCY);
  record->expires_at = NOW + 600;
  for (guint i = 0; i < 900; i++)
    {
      g_autoptr (McKioskRecord) kiosk = NULL;
      McRedeemOutcome outcome;
      guint8 public_key[32] = { i & 0xff, i >> 8, 1 };

      record->lookup_id[0] = i & 0xff;
      record->lookup_id[1] = i >> 8;
      begin (f);
      g_assert_true (mc_storage_add_enrolment (f->storage, record, &error));
      g_assert_true (mc_storage_redeem_enrolment (
          f->storage, record->lookup_id, public_key, NOW, &outcome, &kiosk, &error));
      commit (f);
      g_assert_cmpuint (kiosk->serial_first, ==, 100000 + i * 1000);
    }

  record->lookup_id[2] = 1;
  begin (f);
  g_assert_false (mc_storage_add_enrolment (f->storage, record, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_EXHAUSTED);
  mc_storage_rollback (f->storage);
}

/* A revoked kiosk leaves a tombstone, and codes that wait for its name are void. */
static void
test_revoke (Fixture *f, gconstpointer data)
{
  g_autoptr (McKioskRecord) kiosk = NULL;
  g_autoptr (McKioskRecord) found = NULL;
  g_autoptr (GError) error = NULL;

  add_code (f, 1, "HK-03", AGENCY, NOW + 600);
  redeem (f, 1, 1, NOW, &kiosk);
  add_code (f, 2, "HK-03", AGENCY, NOW + 600);
  begin (f);
  g_assert_true (mc_storage_record_heartbeat (f->storage, kiosk->key_id, "{}", NOW + 1, NULL));
  g_assert_true (mc_storage_revoke_kiosk (f->storage, "HK-03", NOW + 5, &error));
  commit (f);
  found = mc_storage_find_kiosk (f->storage, kiosk->key_id, NULL);
  g_assert_cmpint (found->revoked_at, ==, NOW + 5);
  g_assert_cmpint (found->seen_at, ==, NOW + 1);
  g_assert_cmpstr (found->health, ==, "{}");
  g_assert_cmpint (redeem (f, 2, 2, NOW, NULL), ==, MC_REDEEM_UNKNOWN);

  begin (f);
  g_assert_false (mc_storage_revoke_kiosk (f->storage, "HK-03", NOW, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  mc_storage_rollback (f->storage);
}

static guint64
get_position (Fixture *f, const McKioskRecord *kiosk)
{
  guint64 contiguous;

  g_assert_true (mc_storage_get_position (f->storage, kiosk->key_id, &contiguous, NULL));

  return contiguous;
}

static void
receive_at (Fixture *f, const McKioskRecord *kiosk, guint sequence)
{
  g_autoptr (McDossierRecord) record = make_dossier (sequence, "sealed");

  g_free (record->kiosk_key);
  record->kiosk_key = g_strdup (kiosk->key_id);
  begin (f);
  receive (f, record, sequence);
  commit (f);
}

/* The position is the highest without a gap; a refused number closes its gap; safe never sinks. */
static void
test_positions (Fixture *f, gconstpointer data)
{
  g_autoptr (McKioskRecord) kiosk = NULL;
  g_autoptr (McKioskRecord) found = NULL;

  add_code (f, 1, "HK-03", AGENCY, NOW + 600);
  redeem (f, 1, 1, NOW, &kiosk);
  g_assert_cmpuint (get_position (f, kiosk), ==, 0);
  receive_at (f, kiosk, 2);
  g_assert_cmpuint (get_position (f, kiosk), ==, 0);
  receive_at (f, kiosk, 1);
  g_assert_cmpuint (get_position (f, kiosk), ==, 2);
  receive_at (f, kiosk, 5);
  receive_at (f, kiosk, 4);
  receive_at (f, kiosk, 4);
  g_assert_cmpuint (get_position (f, kiosk), ==, 2);
  begin (f);
  g_assert_true (mc_storage_note_refused (f->storage, kiosk->key_id, 3, NULL));
  g_assert_true (mc_storage_set_safe (f->storage, kiosk->key_id, 4, NULL));
  g_assert_true (mc_storage_set_safe (f->storage, kiosk->key_id, 2, NULL));
  commit (f);
  g_assert_cmpuint (get_position (f, kiosk), ==, 5);
  found = mc_storage_find_kiosk (f->storage, kiosk->key_id, NULL);
  g_assert_cmpuint (found->safe_sequence, ==, 4);
}

/* A commit that fails keeps nothing, and the storage goes on. */
static void
test_commit_fails (void)
{
  g_autoptr (McStorageMemory) storage = mc_storage_memory_new ();
  Fixture f = { .storage = MC_STORAGE (storage) };
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (GError) error = NULL;

  mc_storage_memory_fail_next_commit (storage);
  begin (&f);
  receive (&f, record, 1);
  g_assert_false (mc_storage_commit (f.storage, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE);
  g_assert_null (mc_storage_find_by_id (f.storage, record->id, NULL));
  receive_new (&f, 1);
}

/* What was committed is there after opening the file again. */
static void
test_reopen (Fixture *f, gconstpointer data)
{
  g_autoptr (McDossierRecord) record = make_dossier (1, "sealed");
  g_autoptr (McDossierRecord) found = NULL;
  g_autoptr (GError) error = NULL;

  receive_new (f, 1);
  g_assert_finalize_object (f->storage);
  f->storage = mc_storage_sqlite_new (f->path, &error);
  g_assert_no_error (error);
  found = mc_storage_find_by_id (f->storage, record->id, &error);
  g_assert_nonnull (found);
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* A newer schema, and another program's file, are refused and left as they are. */
static void
test_schema (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *foreign = g_build_filename (f->dir, "foreign.db", NULL);

  execute (foreign, "CREATE TABLE notes (text)");
  g_assert_null (mc_storage_sqlite_new (foreign, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_SCHEMA);
  g_clear_error (&error);

  execute (f->path, "INSERT INTO schema_ledger VALUES (99, 'future', '', 0)");
  g_assert_null (mc_storage_sqlite_new (f->path, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_SCHEMA);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (foreign, "not a database, by no means", -1, NULL));
  g_assert_null (mc_storage_sqlite_new (foreign, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE);
}

/* The database itself refuses to change or remove history. */
static void
test_append_only (Fixture *f, gconstpointer data)
{
  sqlite3 *db = NULL;

  receive_new (f, 1);
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE events SET note = 'x'", NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  g_assert_cmpint (
      sqlite3_exec (db, "DELETE FROM events", NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  sqlite3_close (db);
}

/* No token is in the file, only its hash: the words of the token are searched for byte by byte. */
static void
test_token_is_hashed (Fixture *f, gconstpointer data)
{
  g_autofree char *token = make_token (1);
  g_autofree char *content = NULL;
  g_autofree char *name = g_strdup ("HK-03");
  gsize length;

  receive_new (f, 1);
  execute (f->path, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (g_file_get_contents (f->path, &content, &length, NULL));
  g_assert_nonnull (memmem (content, length, name, strlen (name))); /* the search does find */
  g_assert_null (memmem (content, length, token, strlen (token)));
}

/* A backup is a whole database of one file, and only what is in it is called safe. */
static void
test_backup (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->dir, "backup.db", NULL);
  g_autoptr (McKioskRecord) kiosk = NULL;
  g_autoptr (McKioskRecord) found = NULL;
  g_autoptr (McKioskRecord) later = NULL, elsewhere = NULL;
  g_autoptr (McKioskRecord) restored = NULL, restored_elsewhere = NULL;
  g_autoptr (McDossierRecord) record = make_dossier (2, "sealed");
  g_autoptr (McDossierRecord) copied = NULL;
  g_autoptr (McStorage) copy = NULL, original = NULL;
  g_autoptr (GError) error = NULL;

  add_code (f, 1, "HK-03", AGENCY, NOW + 600);
  redeem (f, 1, 1, NOW, &kiosk);
  receive_at (f, kiosk, 1);
  receive_at (f, kiosk, 2);
  receive_at (f, kiosk, 4);
  g_assert_true (mc_storage_backup (f->storage, path, &error));
  g_assert_no_error (error);
  receive_at (f, kiosk, 3);
  found = mc_storage_find_kiosk (f->storage, kiosk->key_id, NULL);
  g_assert_cmpuint (found->safe_sequence, ==, 2);

  copy = mc_storage_sqlite_new (path, &error);
  g_assert_no_error (error);
  copied = mc_storage_load_sealed (copy, record->id, NULL);
  g_assert_true (g_bytes_equal (copied->sealed, record->sealed));
  g_assert_null (mc_storage_find_by_id (copy, "01978a2b-0000-7000-8000-000000000003", NULL));

  /* What the original enrols after the backup shares no serial with what the copy enrols. */
  add_code (f, 2, "HK-04", AGENCY, NOW + 600);
  redeem (f, 2, 2, NOW, &later);
  add_code (f, 3, "HK-05", "H26.999", NOW + 600);
  redeem (f, 3, 3, NOW, &elsewhere);
  original = g_steal_pointer (&f->storage);
  f->storage = g_steal_pointer (&copy);
  add_code (f, 4, "HK-06", AGENCY, NOW + 600);
  redeem (f, 4, 4, NOW, &restored);
  add_code (f, 5, "HK-07", "H26.999", NOW + 600);
  redeem (f, 5, 5, NOW, &restored_elsewhere);
  copy = g_steal_pointer (&f->storage);
  f->storage = g_steal_pointer (&original);
  g_assert_cmpuint (restored->serial_first, >, later->serial_last);
  g_assert_cmpuint (restored_elsewhere->serial_first, >, elsewhere->serial_last);

  g_assert_false (mc_storage_backup (f->storage, "/nowhere/at/all.db", &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE);
}

static void
add_both (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *memory = g_strconcat ("/storage/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/storage/sqlite/", name, NULL);

  g_test_add (memory, Fixture, NULL, set_up_memory, test, tear_down);
  g_test_add (sqlite, Fixture, NULL, set_up_sqlite, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));

  add_both ("receive", test_receive);
  add_both ("idempotent", test_idempotent);
  add_both ("pages", test_pages);
  add_both ("rollback", test_rollback);
  add_both ("isolation", test_isolation);
  add_both ("steps", test_steps);
  add_both ("public", test_public);
  add_both ("public-undone", test_public_undone);
  add_both ("tokens", test_tokens);
  add_both ("repeated-code", test_repeated_code);
  add_both ("unreadable", test_unreadable);
  add_both ("ratings", test_ratings);
  add_both ("second-factor", test_second_factor);
  add_both ("enrolment", test_enrolment);
  add_both ("exhausted", test_exhausted);
  add_both ("revoke", test_revoke);
  add_both ("positions", test_positions);
  g_test_add_func ("/storage/memory/commit-fails", test_commit_fails);
  g_test_add ("/storage/sqlite/reopen", Fixture, NULL, set_up_sqlite, test_reopen, tear_down);
  g_test_add ("/storage/sqlite/schema", Fixture, NULL, set_up_sqlite, test_schema, tear_down);
  g_test_add (
      "/storage/sqlite/append-only", Fixture, NULL, set_up_sqlite, test_append_only, tear_down);
  g_test_add ("/storage/sqlite/token-is-hashed",
              Fixture,
              NULL,
              set_up_sqlite,
              test_token_is_hashed,
              tear_down);
  g_test_add ("/storage/sqlite/backup", Fixture, NULL, set_up_sqlite, test_backup, tear_down);

  return g_test_run ();
}
