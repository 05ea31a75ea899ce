/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/store/storage.h"

#include "app/assets.h"
#include "app/domain/clock.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/store/outbox-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>

struct _TestClock
{
  GObject parent_instance;

  gint64 now_ms;
};

static gint64
test_clock_now_ms (McClock *clock)
{
  return TEST_CLOCK (clock)->now_ms;
}

static gboolean
test_clock_is_synchronised (McClock *clock)
{
  return TRUE;
}

static void
clock_iface_init (McClockInterface *iface)
{
  iface->now_ms = test_clock_now_ms;
  iface->is_synchronised = test_clock_is_synchronised;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TestClock, test_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CLOCK, clock_iface_init))
/* clang-format on */

static void
test_clock_class_init (TestClockClass *klass)
{
}

static void
test_clock_init (TestClock *self)
{
}

TestClock *
test_clock_new (const char *rfc3339)
{
  TestClock *self = g_object_new (TEST_TYPE_CLOCK, NULL);

  test_clock_set (self, rfc3339);
  return self;
}

void
test_clock_set (TestClock *self, const char *rfc3339)
{
  gint64 time = 0;

  g_assert_true (mc_time_from_rfc3339 (rfc3339, &time, NULL));
  self->now_ms = time * 1000;
}

void
test_clock_advance (TestClock *self, gint64 seconds)
{
  self->now_ms += seconds * 1000;
}

char *
storage_get_path (Storage *self)
{
  return g_build_filename (self->state_dir, "outbox.db", NULL);
}

void
storage_open (Storage *self)
{
  g_autoptr (GError) error = NULL;
  GDate floor;

  g_assert_null (self->outbox);
  self->outbox = mc_outbox_open (self->state_dir, MC_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  g_assert_true (mc_date_from_iso ("2025-01-01", &floor));
  mc_outbox_set_date_floor (self->outbox, &floor);
  mc_outbox_set_reserve (self->outbox, 0); /* the machine that tests may be nearly full */
}

void
storage_close (Storage *self)
{
  const gint64 leaked = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  /* A thread lets go of an asynchronous call only a moment after the answer was given. */
  while (g_atomic_int_get (&G_OBJECT (self->outbox)->ref_count) > 1 &&
         g_get_monotonic_time () < leaked)
    g_thread_yield ();
  g_assert_finalize_object (g_steal_pointer (&self->outbox));
}

McEnrolment *
storage_create_enrolment (Storage *self, guint first, guint last)
{
  McEnrolment *enrolment = g_new0 (McEnrolment, 1);

  enrolment->kiosk = g_strdup ("HK-03");
  enrolment->point = g_new0 (McPoint, 1);
  enrolment->point->code = g_strdup ("00070");
  enrolment->point->name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  enrolment->point->unit_code = g_strdup ("00070");
  enrolment->point->unit_name = g_strdup ("Phường Hoàn Kiếm");
  enrolment->point->agency_code = g_strdup ("H26.107");
  enrolment->point->agency_name = g_strdup ("UBND phường Hoàn Kiếm");
  enrolment->point->hours = MC_HOURS_DEFAULT;
  enrolment->serial_first = first;
  enrolment->serial_last = last;
  memcpy (enrolment->signing_public, mc_signing_key_get_public (self->central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (self->sealing), 32);
  enrolment->public_url = g_strdup (STORAGE_PUBLIC_URL);
  enrolment->server_time = mc_clock_now (MC_CLOCK (self->clock));
  return enrolment;
}

void
storage_enrol (Storage *self, guint first, guint last)
{
  g_autoptr (McSigningKey) key = mc_signing_key_new ();
  g_autoptr (McEnrolment) enrolment = storage_create_enrolment (self, first, last);
  g_autoptr (GError) error = NULL;

  mc_outbox_set_pending_key (self->outbox, key, &error);
  g_assert_no_error (error);
  mc_outbox_set_enrolment (self->outbox, enrolment, STORAGE_URL, &error);
  g_assert_no_error (error);
}

void
storage_set_up (Storage *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GDate today;

  g_assert_true (mc_keys_init (&error));
  self->dir = g_dir_make_tmp ("motcua-storage-XXXXXX", &error);
  g_assert_no_error (error);
  self->state_dir = g_build_filename (self->dir, "state", NULL);
  self->clock = test_clock_new ("2025-06-20T09:00:00+07:00");
  self->central = mc_signing_key_new ();
  self->sealing = mc_sealing_key_new ();
  self->catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  self->calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  g_assert_true (mc_date_from_iso ("2025-06-20", &today));
  self->procedure = mc_catalogue_find (self->catalogue, "1.001193", &today);
  g_assert_nonnull (self->procedure);
  storage_open (self);
  storage_enrol (self, STORAGE_SERIAL_FIRST, STORAGE_SERIAL_LAST);
}

void
storage_remove_tree (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        storage_remove_tree (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

void
storage_tear_down (Storage *self, gconstpointer data)
{
  if (self->outbox != NULL)
    storage_close (self);
  storage_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self->state_dir);
  mc_signing_key_free (self->central);
  mc_sealing_key_free (self->sealing);
  g_object_unref (self->catalogue);
  g_object_unref (self->calendar);
  g_assert_finalize_object (self->clock);
}

McDossier *
storage_create_draft (Storage *self)
{
  g_autofree char *path =
      g_build_filename (mc_assets_get_default_dir (), "examples", "birth.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  McDossier *draft;
  gsize length;
  GDate today;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_true (mc_date_from_iso ("2025-06-20", &today));
  draft = mc_dossier_from_submission (text, length, path, self->catalogue, &today, &error);
  g_assert_no_error (error);
  g_assert_cmpint (getrandom (random, sizeof random, 0), ==, sizeof random);
  draft->id = mc_uuid_new_v7 (mc_clock_now_ms (MC_CLOCK (self->clock)), random);
  g_assert_cmpint (getrandom (random, sizeof random, 0), ==, sizeof random);
  draft->status_token = mc_token_new (random);
  draft->kiosk = g_strdup ("HK-03");
  draft->point_code = g_strdup ("00070");
  draft->agency_code = g_strdup ("H26.107");
  draft->notice_version = g_strdup ("2025-06");
  draft->submitted_at = mc_clock_now (MC_CLOCK (self->clock));
  draft->clock_synchronised = TRUE;
  return draft;
}

McDossier *
storage_copy_draft (const McDossier *draft)
{
  g_autoptr (json_t) json = mc_dossier_to_json (draft);
  g_autoptr (GError) error = NULL;
  McDossier *copy;

  /* Whole dossiers only are read back: lend it a code. */
  json_object_set_new (json, "code", json_string ("H26.107-250620-000001"));
  copy = mc_dossier_from_json (json, &error);
  g_assert_no_error (error);
  g_clear_pointer (&copy->code, g_free);
  return copy;
}

GPtrArray *
storage_create_pages (const char *document, guint n, gsize size)
{
  static const guint8 magic[] = { 0xff, 0xd8, 0xff, 0xe0 };
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_plain_page_free);

  for (guint i = 0; i < n; i++)
    {
      McPlainPage *page = g_new0 (McPlainPage, 1);
      guint8 *data = g_malloc0 (size);

      memcpy (data, magic, sizeof magic);
      for (gsize j = sizeof magic; j < size; j++)
        data[j] = (guint8) (j * (i + 7));
      page->document = g_strdup (document);
      page->type = g_strdup ("image/jpeg");
      page->bytes = g_bytes_new_take (data, size);
      g_ptr_array_add (pages, page);
    }
  return pages;
}

McReceipt *
storage_commit (Storage *self, McDossier *dossier, GPtrArray *pages)
{
  g_autoptr (GError) error = NULL;
  McReceipt *receipt = mc_outbox_commit (
      self->outbox, dossier, pages, self->procedure, self->calendar, TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (receipt);
  return receipt;
}
