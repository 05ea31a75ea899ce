/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "app/store/outbox-private.h"
#include "tests/app/store/storage.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
assert_refused (Storage *self, McDossier *draft, GPtrArray *pages, McOutboxError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      mc_outbox_commit (self->outbox, draft, pages, self->procedure, self->calendar, TRUE, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, (int) code);
  g_assert_null (draft->code); /* a draft as before */
}

/* What was committed is what central can open: the sealed dossier holds the draft, its code and the
 * digests of its pages, and every page opens to the plain bytes. */
static void
test_commit_seals (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 3, 20000);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);
  g_autoptr (McOutboxRecord) record = mc_outbox_find (self->outbox, draft->code, NULL);
  g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (self->outbox, draft->id, NULL);
  g_auto (GStrv) digests = mc_outbox_dup_page_digests (self->outbox, draft->id, NULL);
  g_autofree char *digest = mc_digest_hex (sealed);
  g_autoptr (GError) error = NULL;
  g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, &error);
  g_autoptr (GBytes) plain = mc_envelope_open (envelope, self->sealing, &error);
  g_autoptr (json_t) json = NULL;
  g_autoptr (McDossier) opened = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (draft->code, ==, "H26.107-250620-070001");
  g_assert_cmpstr (receipt->code, ==, draft->code);
  g_assert_true (g_str_has_prefix (receipt->status_url, "HTTPS://MOTCUA.EXAMPLE.VN/T/"));
  g_assert_false (receipt->delivered);
  g_assert_cmpstr (digest, ==, record->digest);
  g_assert_cmpuint (record->sequence, ==, 1);
  g_assert_cmpint (record->state, ==, MC_DELIVERY_QUEUED);
  g_assert_cmpuint (record->copies, ==, 1);
  g_assert_cmpint (record->print, ==, MC_PRINT_QUEUED);
  g_assert_cmpstrv (envelope->page_digests, digests);
  g_assert_cmpstr (envelope->code, ==, draft->code);

  json = mc_json_parse (
      g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), 1 << 20, "dossier", &error);
  g_assert_no_error (error);
  opened = mc_dossier_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (opened->code, ==, draft->code);
  g_assert_cmpstr (opened->applicant->name, ==, "Trần Thị Bích Ngọc");
  g_assert_cmpuint (mc_dossier_find_document (opened, "birth_notice")->pages->len, ==, 3);

  g_assert_cmpuint (g_strv_length (digests), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const McPlainPage *page = g_ptr_array_index (pages, i);
      g_autoptr (GBytes) bytes = mc_outbox_dup_page (self->outbox, digests[i], &error);
      g_autoptr (McEnvelope) page_envelope = mc_envelope_parse (bytes, &error);
      g_autoptr (GBytes) page_plain = mc_envelope_open (page_envelope, self->sealing, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page_envelope->page, ==, i);
      g_assert_cmpstr (page_envelope->id, ==, draft->id);
      g_assert_true (g_bytes_equal (page_plain, page->bytes));
    }
}

/* A second tap, a retry and a restart carry the same id: each gets the first answer, and one
 * dossier is kept; after the code was shown, too, when its digest is gone from the disk. */
static void
test_commit_again (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McDossier) second = storage_copy_draft (draft);
  g_autoptr (McDossier) third = storage_copy_draft (draft);
  g_autoptr (McDossier) fourth = storage_copy_draft (draft);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 1000);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);
  g_autoptr (McReceipt) receipt2 = NULL;
  g_autoptr (McReceipt) receipt3 = NULL;
  g_autoptr (McReceipt) receipt4 = NULL;
  g_autoptr (GPtrArray) records = NULL;

  second->submitted_at += 5; /* each attempt is stamped anew */
  receipt2 = storage_commit (self, second, pages);
  g_assert_cmpstr (second->code, ==, draft->code);
  g_assert_cmpstr (receipt2->status_url, ==, receipt->status_url);

  storage_close (self);
  storage_open (self);
  receipt3 = storage_commit (self, third, pages);
  g_assert_cmpstr (third->code, ==, draft->code);

  mc_outbox_mark_shown (self->outbox, draft->id);
  receipt4 = storage_commit (self, fourth, pages);
  g_assert_cmpstr (fourth->code, ==, draft->code);
  records = mc_outbox_list (self->outbox, NULL);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_true (((McOutboxRecord *) g_ptr_array_index (records, 0))->shown);
}

/* The same id with another answer, or with another page, is refused, also by a later process; and
 * in the process that committed it also after the code was shown. */
static void
test_commit_conflict (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McDossier) other = storage_copy_draft (draft);
  g_autoptr (McDossier) same = storage_copy_draft (draft);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 1000);
  g_autoptr (GPtrArray) other_pages = storage_create_pages ("birth_notice", 1, 1001);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);

  mc_answers_set (other->answers, "copies", "3");
  assert_refused (self, other, pages, MC_OUTBOX_ERROR_CONFLICT);
  assert_refused (self, same, other_pages, MC_OUTBOX_ERROR_CONFLICT);
  assert_refused (self, same, NULL, MC_OUTBOX_ERROR_CONFLICT);
  mc_outbox_mark_shown (self->outbox, draft->id);
  assert_refused (self, other, pages, MC_OUTBOX_ERROR_CONFLICT);
}

static void
test_conflict_after_restart (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McDossier) other = storage_copy_draft (draft);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);

  storage_close (self);
  storage_open (self);
  mc_answers_set (other->answers, "copies", "3");
  assert_refused (self, other, NULL, MC_OUTBOX_ERROR_CONFLICT);
}

/* Serials run through the range once a day, and the first of the next day is the first again; used
 * up means refused, never reused. */
static void
test_serials (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) refused = storage_create_draft (self);
  g_autoptr (McDossier) tomorrow = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = NULL;

  storage_enrol (self, 500, 502);
  for (guint i = 500; i <= 502; i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) taken = storage_commit (self, draft, NULL);
      g_autofree char *code = g_strdup_printf ("H26.107-250620-%06u", i);

      g_assert_cmpstr (draft->code, ==, code);
    }
  assert_refused (self, refused, NULL, MC_OUTBOX_ERROR_SERIALS);
  test_clock_set (self->clock, "2025-06-21T00:00:00+07:00");
  receipt = storage_commit (self, tomorrow, NULL);
  g_assert_cmpstr (tomorrow->code, ==, "H26.107-250621-000500");
}

/* A clock that falls back, to yesterday or to 1970, never meets a serial again: the last date goes
 * on. Before anything was committed, the floor is the date. */
static void
test_clock_back (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) first = storage_create_draft (self);
  g_autoptr (McDossier) second = storage_create_draft (self);
  g_autoptr (McDossier) third = storage_create_draft (self);
  g_autoptr (McReceipt) receipt1 = NULL;
  g_autoptr (McReceipt) receipt2 = NULL;
  g_autoptr (McReceipt) receipt3 = NULL;

  test_clock_set (self->clock, "1970-01-01T00:00:10+00:00");
  receipt1 = storage_commit (self, first, NULL);
  g_assert_cmpstr (first->code, ==, "H26.107-250101-070001");
  test_clock_set (self->clock, "2025-06-20T09:00:00+07:00");
  receipt2 = storage_commit (self, second, NULL);
  g_assert_cmpstr (second->code, ==, "H26.107-250620-070001");
  storage_close (self);
  test_clock_set (self->clock, "2025-06-18T09:00:00+07:00");
  storage_open (self);
  receipt3 = storage_commit (self, third, NULL);
  g_assert_cmpstr (third->code, ==, "H26.107-250620-070002");
}

/* The floor that ships is the day of the build: never later than today, and not decades ago. */
static void
test_build_date (Storage *self, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%F");
  g_autofree char *state = g_build_filename (self->dir, "fresh", NULL);
  g_autoptr (McOutbox) outbox = mc_outbox_open (state, MC_CLOCK (self->clock), NULL);
  char built[16];

  g_date_strftime (built, sizeof built, "%F", &outbox->floor);
  g_assert_cmpstr (built, <=, today);
  g_assert_cmpstr (built, >, "2025-01-01");
}

/* Nothing is promised before enrolment, below the reserve, with a page that is no image or too
 * large, for a document that is not there, or with a broken id. */
static void
test_refusals (Storage *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->dir, "fresh", NULL);
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (GPtrArray) foreign = storage_create_pages ("no-such-paper", 1, 100);
  g_autoptr (GPtrArray) text = storage_create_pages ("birth_notice", 1, 100);
  g_autoptr (GPtrArray) large = storage_create_pages ("birth_notice", 1, MC_OUTBOX_MAX_PAGE);
  g_autoptr (GPtrArray) many = storage_create_pages ("birth_notice", 13, 1000 * 1000);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  McPlainPage *page = g_ptr_array_index (text, 0);

  g_clear_pointer (&page->bytes, g_bytes_unref);
  page->bytes = g_bytes_new_static ("%PDF-1.7 and so on", 18);
  assert_refused (self, draft, foreign, MC_OUTBOX_ERROR_INVALID);
  assert_refused (self, draft, text, MC_OUTBOX_ERROR_INVALID);
  assert_refused (self, draft, large, MC_OUTBOX_ERROR_TOO_LARGE);
  assert_refused (self, draft, many, MC_OUTBOX_ERROR_TOO_LARGE);
  mc_outbox_set_reserve (self->outbox, G_MAXUINT64 / 2);
  assert_refused (self, draft, NULL, MC_OUTBOX_ERROR_FULL);
  g_assert_false (mc_outbox_check_ready (self->outbox, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_FULL);
  mc_outbox_set_reserve (self->outbox, 0);
  g_clear_error (&error);
  g_assert_true (mc_outbox_check_ready (self->outbox, &error));
  draft->id[3] = 'x';
  assert_refused (self, draft, NULL, MC_OUTBOX_ERROR_INVALID);
  records = mc_outbox_list (self->outbox, NULL);
  g_assert_cmpuint (records->len, ==, 0);

  storage_close (self);
  self->outbox = mc_outbox_open (state, MC_CLOCK (self->clock), NULL);
  draft->id[3] = '0';
  assert_refused (self, draft, NULL, MC_OUTBOX_ERROR_NOT_ENROLLED);
}

/* Folder and file are the owner's alone, and so is all that SQLite puts beside them. */
static void
test_modes (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  static const char *const names[] = { "outbox.db", "outbox.db-wal", "outbox.db-shm" };
  struct stat info;

  g_assert_cmpint (g_stat (self->state_dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->state_dir, names[i], NULL);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

/* The way of a dossier: oldest first, later ones not stopped by one that fails, quarantine left
 * alone, and no step back. */
static void
test_delivery (Storage *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  McDossier *drafts[3];
  gint64 now = mc_clock_now (MC_CLOCK (self->clock));

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (McReceipt) receipt = NULL;

      drafts[i] = storage_create_draft (self);
      receipt = storage_commit (self, drafts[i], NULL);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (McOutboxRecord) record = mc_outbox_next_due (self->outbox, now, &error);
      g_autoptr (McOutboxRecord) newest = mc_outbox_newest_due (self->outbox, now, &error);

      g_assert_cmpstr (record->id, ==, drafts[i]->id);
      g_assert_cmpstr (newest->id, ==, drafts[2]->id);
      g_assert_true (mc_outbox_mark_sent (self->outbox, record->id, &error));
      if (i < 2)
        g_assert_true (
            mc_outbox_mark_retry (self->outbox, record->id, now + 10 * (i + 1), "503", &error));
    }
  g_assert_true (mc_outbox_mark_confirmed (self->outbox, drafts[2]->id, &error));
  g_assert_true (mc_outbox_mark_retry (self->outbox, drafts[2]->id, now, "late", &error));
  g_assert_null (mc_outbox_next_due (self->outbox, now, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mc_outbox_next_attempt (self->outbox, &error), ==, now + 10);
  g_assert_true (mc_outbox_mark_quarantined (self->outbox, drafts[0]->id, "422", &error));
  g_assert_cmpint (mc_outbox_next_attempt (self->outbox, &error), ==, now + 20);
  g_assert_true (mc_outbox_retry_now (self->outbox, &error));
  {
    g_autoptr (McOutboxRecord) record = mc_outbox_next_due (self->outbox, now, &error);
    McOutboxSummary summary;

    g_assert_cmpstr (record->id, ==, drafts[1]->id);
    g_assert_cmpuint (record->attempts, ==, 1);
    g_assert_cmpstr (record->last_error, ==, "503");
    g_assert_true (mc_outbox_get_summary (self->outbox, &summary, &error));
    g_assert_cmpuint (summary.pending, ==, 1);
    g_assert_cmpuint (summary.quarantined, ==, 1);
    g_assert_cmpuint (summary.last_sequence, ==, 3);
    g_assert_cmpint (summary.oldest_pending, ==, now);
  }
  g_assert_false (
      mc_outbox_mark_sent (self->outbox, "01977a2e-6c00-7abc-8def-000000000000", &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
  for (guint i = 0; i < 3; i++)
    mc_dossier_free (drafts[i]);
}

/* Only what is safe, old and settled is purged; its bytes and receipt are gone, its code and the
 * counter stay, so that the code is never minted again. */
static void
test_purge (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McDossier) later = storage_create_draft (self);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 5000);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);
  g_autoptr (McReceipt) receipt2 = NULL;
  g_autoptr (McReceipt) gone = NULL;
  g_autoptr (McWantedPrint) wanted = NULL;
  g_autoptr (McOutboxRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  gint64 later_time = mc_clock_now (MC_CLOCK (self->clock)) + 10;

  g_assert_cmpuint (mc_outbox_purge (self->outbox, later_time, &error), ==, 0);
  mc_outbox_mark_safe (self->outbox, 99, &error); /* not confirmed: not safe */
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later_time, &error), ==, 0);
  mc_outbox_mark_confirmed (self->outbox, draft->id, &error);
  mc_outbox_mark_safe (self->outbox, 1, &error);
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later_time, &error), ==, 0); /* print waits */
  wanted = mc_outbox_next_print (self->outbox, &error);
  g_assert_true (mc_print_journal_settle (
      MC_PRINT_JOURNAL (self->outbox), wanted->job, MC_PRINT_FAILED, "media-empty", &error));
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later_time - 20, &error), ==, 0); /* young */
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later_time, &error), ==, 1);
  g_assert_no_error (error);

  g_assert_null (mc_outbox_dup_sealed (self->outbox, draft->id, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  gone = mc_outbox_dup_receipt (self->outbox, draft->code, &error);
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  record = mc_outbox_find (self->outbox, draft->code, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->state, ==, MC_DELIVERY_PURGED);
  receipt2 = storage_commit (self, later, NULL);
  g_assert_cmpstr (later->code, ==, "H26.107-250620-070002");
}

/* Neither age nor the lack of paper makes a dossier safe: only central's word does, and only for
 * the sequence numbers that it names, of what it confirmed. */
static void
test_purge_only_safe (Storage *self, gconstpointer data)
{
  gint64 later = mc_clock_now (MC_CLOCK (self->clock)) + 10;
  g_autoptr (GPtrArray) records = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = mc_outbox_commit (
          self->outbox, draft, NULL, self->procedure, self->calendar, FALSE, NULL);

      g_assert_nonnull (receipt);
      if (i > 0)
        g_assert_true (mc_outbox_mark_sent (self->outbox, draft->id, NULL));
      if (i == 1)
        g_assert_true (mc_outbox_mark_quarantined (self->outbox, draft->id, "422", NULL));
      if (i > 1)
        g_assert_true (mc_outbox_mark_confirmed (self->outbox, draft->id, NULL));
    }
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later, NULL), ==, 0);
  g_assert_true (mc_outbox_mark_safe (self->outbox, 3, NULL));
  g_assert_cmpuint (mc_outbox_purge (self->outbox, later, NULL), ==, 1);
  records = mc_outbox_list (self->outbox, NULL);
  for (guint i = 0; i < 4; i++)
    {
      static const McDeliveryState expected[] = {
        MC_DELIVERY_QUEUED,
        MC_DELIVERY_QUARANTINED,
        MC_DELIVERY_PURGED,
        MC_DELIVERY_CONFIRMED,
      };

      g_assert_cmpint (((McOutboxRecord *) g_ptr_array_index (records, i))->state, ==, expected[i]);
    }
}

/* Central counts anew for a kiosk that is enrolled again: what came before has no position under
 * the new key, and the new key's word is not about it, also when the kiosk keeps its name. */
static void
test_safe_after_enrolment (Storage *self, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = NULL;

      if (i == 2)
        storage_enrol (self, STORAGE_SERIAL_FIRST + 1000, STORAGE_SERIAL_LAST + 1000);
      receipt = storage_commit (self, draft, NULL);
      g_assert_true (mc_outbox_mark_confirmed (self->outbox, draft->id, NULL));
    }
  g_assert_true (mc_outbox_mark_safe (self->outbox, 2, NULL));
  records = mc_outbox_list (self->outbox, NULL);
  for (guint i = 0; i < 5; i++)
    {
      static const guint64 positions[] = { 0, 0, 1, 2, 3 };
      McOutboxRecord *record = g_ptr_array_index (records, i);

      g_assert_cmpuint (record->sequence, ==, i + 1);
      g_assert_cmpuint (record->position, ==, positions[i]);
      g_assert_cmpint (
          record->state, ==, i == 2 || i == 3 ? MC_DELIVERY_SAFE : MC_DELIVERY_CONFIRMED);
    }
}

/* The first tap counts, the same again is no harm, another is refused; it goes out only after its
 * dossier. */
static void
test_ratings (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  g_autofree char *id = NULL;
  g_autofree char *language = NULL;
  g_autoptr (GError) error = NULL;
  guint score = 0;

  g_assert_true (mc_outbox_add_rating (self->outbox, draft->id, 4, &error));
  g_assert_true (mc_outbox_add_rating (self->outbox, draft->id, 4, &error));
  g_assert_false (mc_outbox_add_rating (self->outbox, draft->id, 5, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (mc_outbox_next_rating (self->outbox, 0, &id, &score, &language, &error));
  g_assert_null (id);
  mc_outbox_mark_confirmed (self->outbox, draft->id, &error);
  g_assert_true (mc_outbox_next_rating (self->outbox, 0, &id, &score, &language, &error));
  g_assert_cmpstr (id, ==, draft->id);
  g_assert_cmpuint (score, ==, 4);
  g_assert_cmpstr (language, ==, "vi");
  g_assert_true (mc_outbox_mark_rating_retry (self->outbox, id, 100, &error));
  g_clear_pointer (&id, g_free);
  g_clear_pointer (&language, g_free);
  g_assert_true (mc_outbox_next_rating (self->outbox, 99, &id, &score, &language, &error));
  g_assert_null (id);
  g_assert_true (mc_outbox_next_rating (self->outbox, 100, &id, &score, &language, &error));
  g_assert_nonnull (id);
  g_assert_true (mc_outbox_mark_rating_done (self->outbox, id, NULL, &error));
  g_clear_pointer (&id, g_free);
  g_clear_pointer (&language, g_free);
  g_assert_true (mc_outbox_next_rating (self->outbox, 999, &id, &score, &language, &error));
  g_assert_null (id);
}

/* The receipt is found by id, code and token in either case, and tells of the confirmation once it
 * came. */
static void
test_find (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  g_autofree char *lower = g_ascii_strdown (draft->status_token, -1);
  const char *keys[] = { draft->id, draft->code, draft->status_token, lower };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (McOutboxRecord) record = mc_outbox_find (self->outbox, keys[i], &error);
      g_autoptr (McReceipt) found = mc_outbox_dup_receipt (self->outbox, keys[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (record->id, ==, draft->id);
      g_assert_cmpstr (found->code, ==, draft->code);
      g_assert_cmpint (found->delivered, ==, i > 1);
      if (i == 1)
        mc_outbox_mark_confirmed (self->outbox, draft->id, &error);
    }
  g_assert_null (mc_outbox_find (self->outbox, "H26.107-250620-070009", &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND);
}

/* Key and enrolment: the pending key survives a restart, becomes the key with the answer, and the
 * old one serves until then. What waits for one central keeps the kiosk from moving to another. */
static void
test_identity (Storage *self, gconstpointer data)
{
  g_autoptr (McSigningKey) old = mc_outbox_dup_key (self->outbox, NULL);
  g_autoptr (McSigningKey) pending = mc_signing_key_new ();
  g_autoptr (McSigningKey) found = NULL;
  g_autoptr (McSigningKey) current = NULL;
  g_autoptr (McSigningKey) next = NULL;
  g_autoptr (McSigningKey) none = NULL;
  g_autoptr (McEnrolment) enrolment = storage_create_enrolment (self, 1, 9);
  g_autoptr (McEnrolment) loaded = NULL;
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_outbox_set_pending_key (self->outbox, pending, &error));
  storage_close (self);
  storage_open (self);
  found = mc_outbox_dup_pending_key (self->outbox, &error);
  current = mc_outbox_dup_key (self->outbox, &error);
  g_assert_cmpstr (mc_signing_key_get_id (found), ==, mc_signing_key_get_id (pending));
  g_assert_cmpstr (mc_signing_key_get_id (current), ==, mc_signing_key_get_id (old));
  g_assert_true (mc_outbox_set_enrolment (self->outbox, enrolment, STORAGE_URL, &error));
  next = mc_outbox_dup_key (self->outbox, &error);
  none = mc_outbox_dup_pending_key (self->outbox, &error);
  g_assert_cmpstr (mc_signing_key_get_id (next), ==, mc_signing_key_get_id (pending));
  g_assert_null (none);
  g_assert_no_error (error);

  g_assert_true (mc_outbox_set_public_url (self->outbox, "https://new.example.vn", &error));
  loaded = mc_outbox_dup_enrolment (self->outbox, &error);
  url = mc_outbox_dup_url (self->outbox, &error);
  g_assert_cmpstr (loaded->public_url, ==, "https://new.example.vn");
  g_assert_cmpuint (loaded->serial_last, ==, 9);
  g_assert_cmpstr (url, ==, STORAGE_URL);
  receipt = storage_commit (self, draft, NULL);
  g_assert_true (g_str_has_prefix (receipt->status_url, "HTTPS://NEW.EXAMPLE.VN/T/"));

  enrolment->signing_public[0] ^= 1;
  g_assert_false (mc_outbox_set_enrolment (self->outbox, enrolment, STORAGE_URL, &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT);
}

typedef struct
{
  GMainLoop *loop;
  McDossier *dossier;
  McReceipt *receipt;
  GError *error;
  gpointer result;
  guint changes;
} Waiting;

static void
on_commit_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->receipt =
      mc_outbox_commit_finish (MC_OUTBOX (source), result, &waiting->dossier, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
on_changed (McOutbox *outbox, Waiting *waiting)
{
  waiting->changes++;
}

static gpointer
count_records (McOutbox *outbox, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) records = mc_outbox_list (outbox, error);

  return records != NULL ? GUINT_TO_POINTER (records->len) : NULL;
}

static void
on_run_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->result = mc_outbox_run_finish (MC_OUTBOX (source), result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

/* Without blocking: the commit comes back with its dossier, "changed" is told on this context, work
 * in the outbox's thread may use every synchronous call, and a failure gives the draft back. */
static void
test_async (Storage *self, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };

  g_signal_connect (self->outbox, "changed", G_CALLBACK (on_changed), &waiting);
  mc_outbox_commit_async (self->outbox,
                          storage_create_draft (self),
                          NULL,
                          self->procedure,
                          self->calendar,
                          TRUE,
                          NULL,
                          on_commit_ready,
                          &waiting);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  g_assert_cmpstr (waiting.receipt->code, ==, waiting.dossier->code);
  g_clear_pointer (&waiting.receipt, mc_receipt_free);
  g_clear_pointer (&waiting.dossier, mc_dossier_free);
  while (waiting.changes == 0)
    g_main_context_iteration (NULL, TRUE);

  mc_outbox_run_async (self->outbox, count_records, NULL, NULL, NULL, NULL, on_run_ready, &waiting);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  g_assert_cmpuint (GPOINTER_TO_UINT (waiting.result), ==, 1);

  mc_outbox_set_reserve (self->outbox, G_MAXUINT64 / 2);
  mc_outbox_commit_async (self->outbox,
                          storage_create_draft (self),
                          NULL,
                          self->procedure,
                          self->calendar,
                          TRUE,
                          NULL,
                          on_commit_ready,
                          &waiting);
  g_main_loop_run (loop);
  g_assert_error (waiting.error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_FULL);
  g_assert_null (waiting.receipt);
  g_assert_nonnull (waiting.dossier->id);
  g_assert_null (waiting.dossier->code);
  mc_dossier_free (waiting.dossier);
  g_clear_error (&waiting.error);
}

/* The last reference may go with an answer, here or in the outbox's own thread: either way what was
 * still wanted is written, and the file can be opened again at once. */
static void
test_last_reference (Storage *self, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  g_autoptr (McOutboxRecord) record = NULL;

  storage_close (self);
  for (guint i = 0; i < 100; i++)
    {
      Waiting waiting = { .loop = loop };

      storage_open (self);
      mc_outbox_run_async (
          self->outbox, count_records, NULL, NULL, NULL, NULL, on_run_ready, &waiting);
      mc_outbox_mark_shown (self->outbox, draft->id);
      g_clear_object (&self->outbox);
      g_main_loop_run (loop);
      g_assert_no_error (waiting.error);
      g_assert_cmpuint (GPOINTER_TO_UINT (waiting.result), ==, 1);
    }
  storage_open (self);
  record = mc_outbox_find (self->outbox, draft->id, NULL);
  g_assert_true (record->shown);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Storage *self, gconstpointer data);
  } tests[] = {
    { "/store/outbox/commit/seals", test_commit_seals },
    { "/store/outbox/commit/again", test_commit_again },
    { "/store/outbox/commit/conflict", test_commit_conflict },
    { "/store/outbox/commit/conflict-after-restart", test_conflict_after_restart },
    { "/store/outbox/commit/refusals", test_refusals },
    { "/store/outbox/commit/async", test_async },
    { "/store/outbox/last-reference", test_last_reference },
    { "/store/outbox/code/serials", test_serials },
    { "/store/outbox/code/clock-back", test_clock_back },
    { "/store/outbox/code/build-date", test_build_date },
    { "/store/outbox/modes", test_modes },
    { "/store/outbox/delivery", test_delivery },
    { "/store/outbox/purge/overall", test_purge },
    { "/store/outbox/purge/only-safe", test_purge_only_safe },
    { "/store/outbox/purge/after-enrolment", test_safe_after_enrolment },
    { "/store/outbox/ratings", test_ratings },
    { "/store/outbox/find", test_find },
    { "/store/outbox/identity", test_identity },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Storage, NULL, storage_set_up, tests[i].run, storage_tear_down);
  return g_test_run ();
}
