/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/desk.h"

#include "app/assets.h"
#include "app/domain/json.h"
#include "central/console/counter-drafts.h"
#include "central/kiosks/contents.h"
#include "central/storage/storage-memory.h"
#include "central/storage/storage-sqlite.h"
#include "central/work/workflow-engine.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#define TEST_TYPE_CLOCK (test_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestClock, test_clock, TEST, CLOCK, GObject)

struct _TestClock
{
  GObject parent_instance;

  gint64 now;
  GFunc act; /* (nullable) */
  gpointer act_data;
};

static gint64
test_clock_now_ms (McClock *clock)
{
  TestClock *self = TEST_CLOCK (clock);
  GFunc act = g_steal_pointer (&self->act);

  if (act != NULL)
    act (self->act_data, NULL);
  return self->now * 1000;
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

gint64
desk_time (const char *rfc3339)
{
  gint64 time = 0;

  g_assert_true (mc_time_from_rfc3339 (rfc3339, &time, NULL));
  return time;
}

void
desk_set_time (Desk *self, const char *rfc3339)
{
  TEST_CLOCK (self->central->clock)->now = desk_time (rfc3339);
}

void
desk_when_asked (Desk *self, GFunc act, gpointer data)
{
  TestClock *clock = TEST_CLOCK (self->central->clock);

  clock->act = act;
  clock->act_data = data;
}

static McDossier *
make_dossier (McCentral *central, const DeskFiling *filing)
{
  g_autofree char *path = g_build_filename (central->assets_dir, "examples", filing->example, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  McDossier *dossier;
  gsize length;
  GDate today;

  mc_time_get_local_date (mc_clock_now (central->clock), &today);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  dossier = mc_dossier_from_submission (data, length, path, central->catalogue, &today, &error);
  g_assert_no_error (error);
  dossier->id = g_strdup (filing->id);
  dossier->code = g_strdup (filing->code);
  dossier->status_token = g_strdup (filing->token);
  dossier->kiosk = g_strdup ("HK-03");
  dossier->point_code = g_strdup ("00070");
  dossier->agency_code = g_strdup ("H26.104");
  dossier->notice_version = g_strdup ("1");
  dossier->submitted_at = mc_clock_now (central->clock);
  dossier->expected_due = desk_time ("2025-06-20T17:00:00+07:00");
  return dossier;
}

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A sheet of paper as a scanner sees it, in small. */
static GBytes *
draw_page (guint number)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 210, 297);
  cairo_t *cairo = cairo_create (surface);
  GByteArray *png = g_byte_array_new ();

  cairo_set_source_rgb (cairo, 1, 1, 0.97);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0.2, 0.2, 0.3);
  for (guint line = 0; line < 14 - 4 * number; line++)
    {
      cairo_rectangle (cairo, 25, 40 + 15 * line, line % 4 == 3 ? 90 : 160, 3);
      cairo_fill (cairo);
    }
  g_assert_cmpint (
      cairo_surface_write_to_png_stream (surface, append, png), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (png);
}

/* Pages go before the dossier that names them. */
static void
send_pages (McCentral *central, McDossier *dossier, char *digests[DESK_PAGES + 1])
{
  McDossierDocument *document = mc_dossier_find_document (dossier, "birth_notice");
  g_autoptr (GError) error = NULL;
  gboolean created;

  if (document == NULL)
    return;

  g_assert_true (mc_storage_begin (central->storage, &error));
  for (guint i = 0; i < DESK_PAGES; i++)
    {
      g_autoptr (McEnvelope) envelope = mc_envelope_new_page (dossier->id, "birth_notice", i);
      g_autoptr (GBytes) page = draw_page (i);
      g_autoptr (GBytes) sealed = mc_envelope_seal (
          envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), page, &error);

      g_assert_no_error (error);
      digests[i] = mc_digest_hex (sealed);
      mc_dossier_document_add_page (document, digests[i], "image/png", g_bytes_get_size (sealed));
      g_assert_true (mc_storage_put_blob (central->storage,
                                          digests[i],
                                          sealed,
                                          "key",
                                          mc_clock_now (central->clock),
                                          &created,
                                          &error));
    }
  g_assert_true (mc_storage_commit (central->storage, &error));
}

/* What the envelope holds; of an example that there is none, what no program can read. */
static GBytes *
make_payload (McCentral *central, const DeskFiling *filing, char *digests[DESK_PAGES + 1])
{
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (json_t) json = NULL;
  g_autofree char *text = NULL;

  if (filing->example == NULL)
    return g_bytes_new ("{}", 2);

  dossier = make_dossier (central, filing);
  send_pages (central, dossier, digests);
  json = mc_dossier_to_json (dossier);
  text = mc_json_to_string (json);
  return g_bytes_new (text, strlen (text));
}

void
desk_file (Desk *self, const DeskFiling *filing)
{
  McCentral *central = self->central;
  g_auto (GStrv) digests = g_new0 (char *, DESK_PAGES + 1);
  g_autoptr (GBytes) payload = make_payload (central, filing, digests);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (McKioskRecord) kiosk = mc_kiosk_record_new ();
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_auto (McReceived) received = { 0 };

  envelope = mc_envelope_new_dossier (filing->id, filing->code, (const char *const *) digests);
  kiosk->name = g_strdup ("HK-03");
  kiosk->key_id = g_strdup ("key");
  kiosk->point_code = g_strdup ("00070");
  kiosk->agency_code = g_strdup ("H26.104");
  kiosk->serial_first = 200000;
  kiosk->serial_last = 209999;
  record->sealed = mc_envelope_seal (
      envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), payload, &error);
  g_assert_no_error (error);
  record->id = g_strdup (filing->id);
  record->code = g_strdup (filing->code);
  record->kiosk = g_strdup (kiosk->name);
  record->kiosk_key = g_strdup (kiosk->key_id);
  record->digest = mc_digest_hex (record->sealed);
  record->page_digests = g_strdupv (digests);
  record->sequence = filing->sequence;
  record->received_at = mc_clock_now (central->clock);
  token = mc_contents_read (central, payload, envelope, kiosk, record);
  g_assert_true ((record->attention != NULL) == (filing->example == NULL));
  g_assert_cmpstr (token, ==, filing->example == NULL ? NULL : filing->token);

  event->action = g_strdup ("submit");
  event->role = MC_ROLE_CITIZEN;
  event->from = MC_STATE_DRAFT;
  event->to = MC_STATE_SUBMITTED;
  event->step = 1;
  event->at = filing->example == NULL ? record->received_at : record->submitted_at;
  g_assert_true (mc_storage_begin (central->storage, &error));
  g_assert_true (
      mc_storage_receive_dossier (central->storage, record, token, event, &received, &error));
  g_assert_cmpint (received.outcome, ==, MC_RECEIVE_NEW);
  g_assert_true (mc_storage_commit (central->storage, &error));
  g_assert_no_error (error);
}

Desk *
desk_new (DeskStorage storage)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("motcua-desk-XXXXXX", &error);
  Desk *self;

  g_assert_no_error (error);
  self = desk_new_in (dir, storage);
  self->kept = FALSE;
  return self;
}

Desk *
desk_new_in (const char *dir, DeskStorage storage)
{
  Desk *self = g_new0 (Desk, 1);
  McCentral *central = g_new0 (McCentral, 1);
  g_autoptr (GError) error = NULL;

  self->central = central;
  self->dir = g_strdup (dir);
  self->kept = TRUE;
  central->data_dir = g_strdup (self->dir);
  central->assets_dir = g_strdup (mc_assets_get_default_dir ());
  central->public_url = g_strdup ("https://motcua.hanoi.gov.vn");
  central->clock = g_object_new (TEST_TYPE_CLOCK, NULL);
  central->metrics = mc_metrics_new ();
  central->pages = mc_page_cache_new (4);
  central->drafts = mc_counter_drafts_new ();
  desk_set_time (self, "2025-06-20T09:51:00+07:00");
  central->catalogue = mc_assets_load_catalogue (central->assets_dir, &error);
  g_assert_no_error (error);
  central->calendar = mc_assets_load_calendar (central->assets_dir, &error);
  g_assert_no_error (error);
  central->points = mc_assets_load_points (central->assets_dir, &error);
  g_assert_no_error (error);
  g_assert_true (mc_keys_init (&error));
  central->keys = mc_keys_open (central->data_dir, &error);
  g_assert_no_error (error);

  if (storage == DESK_SQLITE)
    {
      g_autofree char *path = g_build_filename (self->dir, "central.db", NULL);

      central->storage = mc_storage_sqlite_new (path, &error);
    }
  else
    central->storage = MC_STORAGE (mc_storage_memory_new ());
  g_assert_no_error (error);

  desk_file (self,
             &(const DeskFiling){
                 .id = DESK_ID,
                 .code = DESK_CODE,
                 .token = DESK_TOKEN,
                 .sequence = 1,
                 .example = "birth.json",
             });
  return self;
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_remove (path);
}

void
desk_free (Desk *self)
{
  if (self == NULL)
    return;

  mc_central_free (self->central);
  if (!self->kept)
    remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

json_t *
desk_step (Desk *self, const char *action, const char *role)
{
  g_autoptr (GError) error = NULL;
  json_t *result;
  McRole parsed;

  g_assert_true (mc_role_from_string (role, &parsed));
  result = mc_workflow_engine_run (self->central, DESK_CODE, action, parsed, "Theo hồ sơ", &error);
  g_assert_no_error (error);
  return result;
}

McDossierRecord *
desk_load (Desk *self)
{
  g_autoptr (GError) error = NULL;
  McDossierRecord *record = mc_storage_find_by_code (self->central->storage, DESK_CODE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  return record;
}
