/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/escpos-paper.h"

#include <glib/gstdio.h>
#include <string.h>

EscposPaper *
escpos_paper_new (guint dots)
{
  EscposPaper *self = g_new0 (EscposPaper, 1);

  self->dots = dots;
  self->rows = g_byte_array_new ();
  return self;
}

void
escpos_paper_free (EscposPaper *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->rows);
  g_free (self);
}

/* What is beyond the head's last dot is lost. */
void
escpos_paper_add_row (EscposPaper *self, const guint8 *bytes, gsize length)
{
  gsize stride = (self->dots + 7) / 8;
  guint start = self->rows->len;

  g_byte_array_set_size (self->rows, start + (guint) stride);
  memset (self->rows->data + start, 0, stride);
  memcpy (self->rows->data + start, bytes, MIN (length, stride));
}

guint
escpos_paper_get_n_rows (const EscposPaper *self)
{
  return self->rows->len / ((self->dots + 7) / 8);
}

gboolean
escpos_paper_has_ink (const EscposPaper *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (self->rows->data[i] != 0)
      return TRUE;
  return FALSE;
}

/* With a white edge, as paper has on both sides of the head. */
void
escpos_paper_write (const EscposPaper *self, const char *path)
{
  gsize stride = (self->dots + 7) / 8, edge = 4;
  static const guint8 white[4];
  g_autoptr (GByteArray) picture = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf (
      "P4 %u %u\n", (guint) (8 * (stride + 2 * edge)), escpos_paper_get_n_rows (self));

  g_byte_array_append (picture, (const guint8 *) head, (guint) strlen (head));
  for (guint y = 0; y < escpos_paper_get_n_rows (self); y++)
    {
      g_byte_array_append (picture, white, (guint) edge);
      g_byte_array_append (picture, self->rows->data + y * stride, (guint) stride);
      g_byte_array_append (picture, white, (guint) edge);
    }
  g_assert_true (g_file_set_contents (path, (char *) picture->data, picture->len, NULL));
}

/* What zbar reads from it: each code a line; empty when there is none. */
char *
escpos_paper_decode (const EscposPaper *self)
{
  g_autofree char *path = NULL, *text = NULL;
  int fd = g_file_open_tmp ("motcua-XXXXXX.pbm", &path, NULL), status = 0;
  const char *argv[] = { "zbarimg",         "-q", "--nodbus", "--raw", "-Sdisable",
                         "-Sqrcode.enable", path, NULL };

  g_assert_true (g_close (fd, NULL));
  escpos_paper_write (self, path);
  /* its exit status is 4 when it finds none */
  g_assert_true (g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, NULL));
  g_remove (path);
  return g_strdup (g_strstrip (text));
}
