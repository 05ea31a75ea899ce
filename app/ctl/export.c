/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/export.h"

#include "app/ctl/ctl.h"
#include "app/domain/datetime.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 512

/* POSIX.1-1988, section 10.1.1 (ustar); all numbers are octal text. */
typedef struct
{
  char name[100];
  char mode[8];
  char uid[8];
  char gid[8];
  char size[12];
  char mtime[12];
  char checksum[8];
  char type;
  char link[100];
  char magic[6];
  char version[2];
  char user[32];
  char group[32];
  char device_major[8];
  char device_minor[8];
  char prefix[155];
  char padding[12];
} TarHeader;

G_STATIC_ASSERT (sizeof (TarHeader) == BLOCK);

static gboolean
write_member (FILE *file, const char *name, gint64 time, const void *data, gsize length)
{
  static const char zeros[BLOCK] = { 0 };
  TarHeader header = { .type = '0' };
  guint sum = 0;

  g_assert (strlen (name) < sizeof header.name);
  g_strlcpy (header.name, name, sizeof header.name);
  g_snprintf (header.mode, sizeof header.mode, "%07o", 0600);
  g_snprintf (header.uid, sizeof header.uid, "%07o", 0);
  g_snprintf (header.gid, sizeof header.gid, "%07o", 0);
  g_snprintf (header.size, sizeof header.size, "%011lo", (gulong) length);
  g_snprintf (header.mtime, sizeof header.mtime, "%011lo", (gulong) MAX (time, 0));
  memcpy (header.magic, "ustar", 6);
  memcpy (header.version, "00", 2);
  memset (header.checksum, ' ', sizeof header.checksum);
  for (guint i = 0; i < BLOCK; i++)
    sum += ((const guint8 *) &header)[i];
  g_snprintf (header.checksum, sizeof header.checksum, "%06o", sum);

  return fwrite (&header, BLOCK, 1, file) == 1 &&
         (length == 0 || fwrite (data, length, 1, file) == 1) &&
         (length % BLOCK == 0 || fwrite (zeros, BLOCK - length % BLOCK, 1, file) == 1);
}

static gboolean
write_bytes (FILE *file, const char *folder, const char *name, gint64 time, GBytes *bytes)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.mce", folder, name);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  return write_member (file, path, time, data, length);
}

/* FALSE with @error: the outbox failed; FALSE without: the file. A damaged one is left out and told
 * in the index. */
static gboolean
write_dossier (McOutbox *outbox,
               const McOutboxRecord *record,
               FILE *file,
               json_t *index,
               GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (outbox, record->id, &local_error);
  g_auto (GStrv) digests = NULL;
  json_t *pages = json_array ();
  json_t *entry = json_pack ("{s:s, s:s, s:I, s:s, s:s, s:b, s:o}",
                             "id",
                             record->id,
                             "code",
                             record->code,
                             "sequence",
                             (json_int_t) record->sequence,
                             "state",
                             mc_delivery_state_to_string (record->state),
                             "digest",
                             record->digest,
                             "shown",
                             record->shown,
                             "pages",
                             pages);

  json_array_append_new (index, entry);
  if (sealed == NULL)
    {
      json_object_set_new (entry, "problem", json_string (local_error->message));
      return TRUE;
    }
  if (!write_bytes (file, "dossiers", record->id, record->submitted_at, sealed))
    return FALSE;
  digests = mc_outbox_dup_page_digests (outbox, record->id, error);
  if (digests == NULL)
    return FALSE;
  for (guint i = 0; digests[i] != NULL; i++)
    {
      g_autoptr (GBytes) page = mc_outbox_dup_page (outbox, digests[i], &local_error);

      json_array_append_new (pages, json_string (digests[i]));
      if (page == NULL)
        {
          json_object_set_new (entry, "problem", json_string (local_error->message));
          return TRUE;
        }
      if (!write_bytes (file, "pages", digests[i], record->submitted_at, page))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_archive (McOutbox *outbox, FILE *file, guint *n_dossiers, GError **error)
{
  static const char end[2 * BLOCK] = { 0 };
  g_autoptr (GPtrArray) records = mc_outbox_list (outbox, error);
  json_t *index = json_array ();
  char *text;
  gboolean done = records != NULL;

  for (guint i = 0; done && i < records->len; i++)
    {
      const McOutboxRecord *record = g_ptr_array_index (records, i);

      if (record->state == MC_DELIVERY_PURGED)
        continue;
      done = write_dossier (outbox, record, file, index, error);
      (*n_dossiers)++;
    }
  text = json_dumps (index, JSON_INDENT (1));
  json_decref (index);
  done =
      done &&
      write_member (file, "index.json", g_get_real_time () / G_USEC_PER_SEC, text, strlen (text)) &&
      fwrite (end, sizeof end, 1, file) == 1;
  free (text);
  return done;
}

/**
 * mc_ctl_export:
 * @path: replaced as a whole or not at all; mode 600
 *
 * Writes every dossier that is not purged, in whatever state; nothing is unsealed and nothing
 * changes here.
 *
 * Returns: an exit code; failures were told
 */
int
mc_ctl_export (McOutbox *outbox, const char *path)
{
  g_autofree char *temporary = g_strdup_printf ("%s.XXXXXX", path);
  g_autoptr (GError) error = NULL;
  guint n_dossiers = 0;
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  FILE *file = fd >= 0 ? fdopen (fd, "w") : NULL;
  gboolean done;

  if (file == NULL)
    return mc_ctl_fail (EX_CANTCREAT, "%s: %s", path, g_strerror (errno));
  done = write_archive (outbox, file, &n_dossiers, &error);
  done = fflush (file) == 0 && done && fsync (fd) == 0;
  done = fclose (file) == 0 && done && g_rename (temporary, path) == 0;
  if (done)
    return mc_ctl_print_json (json_pack ("{s:s, s:i}", "file", path, "dossiers", (int) n_dossiers));
  g_unlink (temporary);
  if (error != NULL)
    return mc_ctl_fail_error (error);
  return mc_ctl_fail (EX_CANTCREAT, "%s: %s", path, g_strerror (errno));
}
