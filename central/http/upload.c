/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/upload.h"

#include <string.h>

#define PROCESSOR_BUFFER (16 * 1024)
#define MAX_PARTS 256 /* each paper of a dossier has some, and each of its pages one */

static void
form_part_free (gpointer data)
{
  McFormPart *part = data;

  g_free (part->name);
  g_free (part->file_name);
  g_byte_array_unref (part->data);
  g_free (part);
}

/* The library gives a part in pieces; a piece with offset 0 begins a new one. */
static enum MHD_Result
on_piece (void *data,
          enum MHD_ValueKind kind,
          const char *key,
          const char *file_name,
          const char *content_type,
          const char *transfer_encoding,
          const char *bytes,
          uint64_t offset,
          size_t length)
{
  GPtrArray *parts = data;
  McFormPart *part;

  if (offset == 0)
    {
      if (key == NULL || parts->len >= MAX_PARTS)
        return MHD_NO;
      part = g_new0 (McFormPart, 1);
      part->name = g_strdup (key);
      part->file_name = g_strdup (file_name);
      part->data = g_byte_array_new ();
      g_ptr_array_add (parts, part);
    }
  if (parts->len == 0)
    return MHD_NO;
  part = g_ptr_array_index (parts, parts->len - 1);
  g_byte_array_append (part->data, (const guint8 *) bytes, length);

  return MHD_YES;
}

/**
 * mc_upload_parse:
 * @connection: the request's connection, whose Content-Type names the boundary
 * @request: (inout): a request with a complete multipart/form-data body; gets its `parts`
 *
 * Takes a form's body apart with the library's own parser. The body was bounded before it was read.
 * HTTP thread.
 *
 * Returns: (transfer full) (nullable): a refusal when it is no such body
 */
McAnswer *
mc_upload_parse (struct MHD_Connection *connection, McRequest *request)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (form_part_free);
  struct MHD_PostProcessor *processor =
      MHD_create_post_processor (connection, PROCESSOR_BUFFER, on_piece, parts);
  gboolean whole;

  if (processor == NULL)
    return mc_answer_new_problem (0, "bad-request", "the body is no form", NULL);

  whole = MHD_post_process (processor, (const char *) request->body, request->length) == MHD_YES;
  whole = MHD_destroy_post_processor (processor) == MHD_YES && whole;
  if (!whole)
    return mc_answer_new_problem (0, "bad-request", "the form is cut short or too long", NULL);

  request->parts = g_steal_pointer (&parts);
  return NULL;
}
