/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/store/storage.h"

#include <string.h>

/* reliability.md section 5 */
#define CANARY_NAME "NGUYỄN THỊ CANARY-7f3a"
#define CANARY_ID "001199912345"

/* One secret in every shape in which it could have reached the disk. */
static GPtrArray *
create_needles (const char *secret)
{
  GPtrArray *needles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *nfc = g_utf8_normalize (secret, -1, G_NORMALIZE_NFC);
  g_autofree char *nfd = g_utf8_normalize (secret, -1, G_NORMALIZE_NFD);
  const char *forms[] = { nfc, nfd };

  for (guint i = 0; i < 2; i++)
    {
      gsize length = strlen (forms[i]);
      glong units = 0;
      g_autofree gunichar2 *utf16 = g_utf8_to_utf16 (forms[i], -1, NULL, &units, NULL);
      GString *hex = g_string_new (NULL);
      GString *upper = g_string_new (NULL);

      g_ptr_array_add (needles, g_bytes_new (forms[i], length));
      g_ptr_array_add (needles, g_bytes_new (utf16, (gsize) units * 2));
      for (gsize j = 0; j < length; j++)
        {
          g_string_append_printf (hex, "%02x", (guint8) forms[i][j]);
          g_string_append_printf (upper, "%02X", (guint8) forms[i][j]);
        }
      g_ptr_array_add (needles, g_string_free_to_bytes (hex));
      g_ptr_array_add (needles, g_string_free_to_bytes (upper));
      /* base64 of a text that begins anywhere: three phases, their ragged ends left out */
      for (guint phase = 0; phase < 3 && phase + 3 < length; phase++)
        {
          gsize whole = (length - phase) / 3 * 3;
          char *base64 = g_base64_encode ((const guchar *) forms[i] + phase, whole);

          g_ptr_array_add (needles, g_bytes_new_take (base64, strlen (base64)));
        }
    }
  return needles;
}

static guint
count_hits (const char *dir, GPtrArray *needles)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;
  guint hits = 0;

  g_assert_nonnull (listing);
  while ((name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (!g_file_get_contents (path, &data, &length, NULL))
        continue;
      for (guint i = 0; i < needles->len; i++)
        {
          gsize n;
          const void *needle = g_bytes_get_data (g_ptr_array_index (needles, i), &n);

          if (memmem (data, length, needle, n) != NULL)
            hits++;
        }
    }
  return hits;
}

static guint
count_all (Storage *self)
{
  const char *secrets[] = { CANARY_NAME,  CANARY_ID,      "Canary Street 7f3a",
                            "0987654321", "Child Canary", "canary-page" };
  guint hits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (GPtrArray) needles = create_needles (secrets[i]);

      hits += count_hits (self->state_dir, needles);
    }
  return hits;
}

static McDossier *
create_canary (Storage *self)
{
  McDossier *draft = storage_create_draft (self);

  g_free (draft->applicant->name);
  draft->applicant->name = g_strdup (CANARY_NAME);
  g_free (draft->applicant->id_number);
  draft->applicant->id_number = g_strdup (CANARY_ID);
  g_free (draft->applicant->address);
  draft->applicant->address = g_strdup ("Canary Street 7f3a");
  g_free (draft->applicant->phone);
  draft->applicant->phone = g_strdup ("0987654321");
  mc_answers_set (draft->answers, "child_name", "Child Canary");
  return draft;
}

static GPtrArray *
create_canary_page (void)
{
  static const char text[] = "\xff\xd8\xff\xe0 canary-page canary-page";
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_plain_page_free);
  McPlainPage *page = g_new0 (McPlainPage, 1);

  page->document = g_strdup ("birth_notice");
  page->type = g_strdup ("image/jpeg");
  page->bytes = g_bytes_new_static (text, sizeof text);
  g_ptr_array_add (pages, page);
  return pages;
}

/* Nothing personal stands in any file of the state folder, in any usual encoding: while the log is
 * still open, after a failed commit, and after the file was closed. The search finds a planted
 * secret, so that it is known to work. */
static void
test_canary (Storage *self, gconstpointer data)
{
  g_autofree char *plant = g_build_filename (self->state_dir, "planted", NULL);
  g_autofree char *base64 =
      g_base64_encode ((const guchar *) "xx" CANARY_NAME "yyy", strlen (CANARY_NAME) + 5);
  g_autoptr (GPtrArray) pages = create_canary_page ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (McDossier) draft = create_canary (self);
      g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);
      g_autoptr (McDossier) other = storage_copy_draft (draft);

      if (i % 2 == 0)
        mc_outbox_mark_shown (self->outbox, draft->id);
      mc_answers_set (other->answers, "child_name", "Child Canary Two");
      g_assert_null (mc_outbox_commit (
          self->outbox, other, pages, self->procedure, self->calendar, TRUE, NULL));
      mc_outbox_mark_retry (self->outbox, draft->id, 5, "503", NULL);
    }
  g_assert_cmpuint (count_all (self), ==, 0);
  storage_close (self);
  g_assert_cmpuint (count_all (self), ==, 0);

  g_assert_true (g_file_set_contents (plant, "... " CANARY_ID " ...", -1, NULL));
  g_assert_cmpuint (count_all (self), >, 0);
  g_assert_true (g_file_set_contents (plant, base64, -1, NULL));
  g_assert_cmpuint (count_all (self), >, 0);
}

/* The control for the sealed bytes: the receipt, which is allowed in clear, is found. */
static void
test_clear_part (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  g_autoptr (GPtrArray) code = create_needles (receipt->code);
  g_autoptr (GPtrArray) masked = create_needles (receipt->masked_name);
  g_autoptr (GPtrArray) name = create_needles ("Trần Thị Bích Ngọc");

  g_assert_cmpuint (count_hits (self->state_dir, code), >, 0);
  g_assert_cmpuint (count_hits (self->state_dir, masked), >, 0);
  g_assert_cmpuint (count_hits (self->state_dir, name), ==, 0);
}

/* What is purged is overwritten: neither the sealed bytes nor the receipt can be found afterwards.
 */
static void
test_purge_overwrites (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 30000);
  g_autoptr (McReceipt) receipt = mc_outbox_commit (
      self->outbox, draft, pages, self->procedure, self->calendar, FALSE, NULL);
  g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (self->outbox, draft->id, NULL);
  g_autoptr (GPtrArray) needles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize length = g_bytes_get_size (sealed);

  g_ptr_array_add (needles, g_bytes_new_from_bytes (sealed, length / 2, 64));
  g_ptr_array_add (needles, g_bytes_new (receipt->masked_name, strlen (receipt->masked_name)));
  g_assert_cmpuint (count_hits (self->state_dir, needles), >=, 2);
  g_assert_true (mc_outbox_mark_confirmed (self->outbox, draft->id, NULL));
  g_assert_true (mc_outbox_mark_safe (self->outbox, 1, NULL));
  g_assert_cmpuint (
      mc_outbox_purge (self->outbox, mc_clock_now (MC_CLOCK (self->clock)) + 1, NULL), ==, 1);
  g_assert_cmpuint (count_hits (self->state_dir, needles), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add (
      "/store/secrecy/canary", Storage, NULL, storage_set_up, test_canary, storage_tear_down);
  g_test_add ("/store/secrecy/clear-part",
              Storage,
              NULL,
              storage_set_up,
              test_clear_part,
              storage_tear_down);
  g_test_add ("/store/secrecy/purge-overwrites",
              Storage,
              NULL,
              storage_set_up,
              test_purge_overwrites,
              storage_tear_down);
  return g_test_run ();
}
