/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/language.h"
#include "central/console/due.h"
#include "central/console/inputs.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "central/work/attachment.h"

#include <string.h>

/* A browser shows it as what it is and as nothing else, whatever is in it. The style is the picture
 * viewer's own, which Chromium counts as the page's. */
#define FILE_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox"

static McAnswer *
serve (GBytes *plain, const char *type, const char *disposition)
{
  McAnswer *answer = mc_answer_new (200, type, g_bytes_ref (plain));

  mc_answer_add_header (answer, "Content-Security-Policy", FILE_POLICY);
  mc_answer_add_header (answer, "Content-Disposition", disposition);
  mc_answer_add_header (answer, "Cross-Origin-Resource-Policy", "same-origin");
  return answer;
}

static gboolean
read_number (const char *text, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, number, NULL);
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, &answer);
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;
  const McPageRef *page;
  const char *type;
  guint64 number;

  if (view == NULL)
    return answer;
  page = read_number (request->second, &number) ? mc_dossier_view_find_page (view, number) : NULL;
  if (page != NULL)
    picture = mc_file_open (central, page->sha256, &error);
  if (error != NULL)
    return mc_shell_new_busy (central, request);
  type = picture == NULL ? NULL : mc_file_find_type (picture);
  if (type == NULL || !g_str_has_prefix (type, "image/"))
    return mc_shell_new_missing (central, request);

  return mc_trail_keep_page (
      request, serve (picture, type, "inline"), "view-page", view->base.record, request->second);
}

/* The name for old browsers without what only new ones can read (RFC 6266 section 4.3). */
static char *
make_disposition (const McAttachmentRecord *attachment)
{
  g_autofree char *escaped = g_uri_escape_string (attachment->name, NULL, FALSE);
  const char *dot = strrchr (attachment->name, '.');

  return g_strdup_printf ("attachment; filename=\"%s-%" G_GUINT64_FORMAT
                          "%s\"; filename*=UTF-8''%s",
                          attachment->kind,
                          attachment->number,
                          dot == NULL || !g_str_is_ascii (dot) ? "" : dot,
                          escaped);
}

static McAnswer *
handle_attachment (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, &answer);
  g_autoptr (GPtrArray) attachments = NULL;
  const McAttachmentRecord *attachment = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *disposition = NULL;
  guint64 number;

  if (view == NULL)
    return answer;
  attachments =
      mc_work_list_attachments (MC_WORK (central->storage), view->base.record->id, &error);
  if (attachments == NULL)
    return mc_shell_new_busy (central, request);
  for (guint i = 0; i < attachments->len; i++)
    if (read_number (request->second, &number) &&
        ((const McAttachmentRecord *) g_ptr_array_index (attachments, i))->number == number)
      attachment = g_ptr_array_index (attachments, i);
  if (attachment != NULL)
    plain = mc_file_open (central, attachment->digest, &error);
  if (error != NULL)
    return mc_shell_new_busy (central, request);
  if (plain == NULL || mc_file_find_type (plain) == NULL)
    return mc_shell_new_missing (central, request);

  disposition = make_disposition (attachment);
  return mc_trail_keep_page (request,
                             serve (plain, mc_file_find_type (plain), disposition),
                             "download",
                             view->base.record,
                             request->second);
}

static char *
describe_size (guint64 size, const char *language)
{
  g_autofree char *text = g_strdup_printf ("%.1f MB", size / 1048576.0);

  if (size < 1048576)
    return g_strdup_printf ("%u KB", (guint) ((size + 1023) / 1024));
  if (!mc_language_is_english (language))
    g_strdelimit (text, ".", ',');
  return g_steal_pointer (&text);
}

static void
put_file_form (McHtml *html, McDossierView *self, const char *mistake)
{
  const char *language = self->request->language;
  g_autofree char *path = mc_dossier_view_create_path (self, "/attachments");
  const McInput file = { .name = "paper",
                         .label = mc_pick (language, "Tệp", "File"),
                         .hint = mc_pick (language,
                                          "PDF hoặc ảnh JPEG, PNG, không quá 10 MB",
                                          "A PDF, or a JPEG or PNG picture, of 10 MB at most"),
                         .mistake = mistake,
                         .type = "file",
                         .attributes = mc_dossier_get_file_attributes (language) };

  mc_shell_begin_upload (html, self->request, path);
  mc_input_put (html, &file);
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button\">{}</button></div>",
               mc_pick (language, "Đính kèm", "Attach"));
  mc_shell_end_form (html);
}

static void
put_file (McHtml *html, McDossierView *self, const McAttachmentRecord *file)
{
  const char *language = self->request->language;
  g_autofree char *tail = g_strdup_printf ("/attachments/%" G_GUINT64_FORMAT, file->number);
  g_autofree char *path = mc_dossier_view_create_path (self, tail);
  g_autofree char *when = mc_due_describe_time (file->at, self->request->now, language);
  g_autofree char *size = describe_size (file->size, language);

  mc_html_put (html,
               "<li><a href=\"{}\">{}</a><small>{} · {} · {} · {}</small></li>",
               path,
               file->name,
               g_str_equal (file->kind, MC_ATTACHMENT_RESULT)
                   ? mc_pick (language, "Kết quả", "Result")
                   : mc_pick (language, "Giấy tờ", "Paper"),
               size,
               when,
               mc_names_get (self->names, file->login));
}

/**
 * mc_dossier_get_file_attributes:
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): markup for the input of a file, which lets a browser with script say at
 *   once that it is too large
 */
const char *
mc_dossier_get_file_attributes (const char *language)
{
  return mc_pick (language,
                  "accept=\"application/pdf,image/jpeg,image/png\" data-max=\"10485760\" "
                  "data-too-large=\"Tệp này quá 10 MB, xin quét lại với độ phân giải thấp hơn.\"",
                  "accept=\"application/pdf,image/jpeg,image/png\" data-max=\"10485760\" "
                  "data-too-large=\"This file has more than 10 MB; please scan it again at a lower "
                  "resolution.\"");
}

/**
 * mc_dossier_put_files:
 * @html: a page
 * @self: a view
 *
 * Appends the files of the agency's side, newest first, and a form for one more.
 */
void
mc_dossier_put_files (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;
  g_autoptr (GPtrArray) files = mc_work_list_attachments (
      MC_WORK (self->central->storage), self->base.record->id, NULL);
  gboolean works = mc_access_may_work (self->request->user, self->base.record);

  if (!works && (files == NULL || files->len == 0))
    return;

  mc_html_put (html,
               "<section class=\"card\" id=\"files\"><h2>{}</h2><ul class=\"history\">",
               mc_pick (language, "Tệp của cơ quan", "Files of the agency"));
  for (guint i = files == NULL ? 0 : files->len; i > 0; i--)
    put_file (html, self, g_ptr_array_index (files, i - 1));
  mc_html_raw (html, "</ul>");
  if (works)
    {
      mc_html_put (html,
                   "<details><summary>{}</summary>",
                   mc_pick (language, "Đính kèm một tệp", "Attach a file"));
      put_file_form (html, self, NULL);
      mc_html_raw (html, "</details>");
    }
  mc_html_raw (html, "</section>");
}

/**
 * mc_dossier_describe_file_error:
 * @error: an #McAttachmentError
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what is wrong with a file, in a sentence. Any thread
 */
const char *
mc_dossier_describe_file_error (const GError *error, const char *language)
{
  if (g_error_matches (error, MC_ATTACHMENT_ERROR, MC_ATTACHMENT_ERROR_EMPTY))
    return mc_pick (language, "Xin chọn một tệp không trống.", "Please choose a file.");
  if (g_error_matches (error, MC_ATTACHMENT_ERROR, MC_ATTACHMENT_ERROR_TOO_LARGE))
    return mc_pick (language, "Tệp này quá 10 MB.", "This file has more than 10 MB.");
  return mc_pick (
      language, "Tệp này không phải PDF, JPEG hay PNG.", "This file is no PDF, JPEG or PNG.");
}

static void
free_file (gpointer file)
{
  mc_sealed_file_free (file);
}

static McAnswer *
show_again (McDossierView *view, const char *mistake)
{
  McHtml *html =
      mc_shell_begin (view->central,
                      view->request,
                      MC_TAB_NONE,
                      mc_pick (view->request->language, "Đính kèm một tệp", "Attach a file"));

  mc_dossier_put_summary (html, view);
  mc_html_raw (html, "<section class=\"card task\">");
  put_file_form (html, view, mistake);
  mc_html_raw (html, "</section>");
  mc_dossier_put_way_back (html, view);
  return mc_shell_finish (html, view->request, 422);
}

static McAnswer *
handle_file (McCentral *central, McRequest *request)
{
  const McFormPart *part = mc_request_find_part (request, "paper");
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;
  McSealedFile *file;

  if (view == NULL)
    return answer;

  plain = part == NULL ? g_bytes_new_static ("", 0)
                       : g_bytes_new_static (part->data->data, part->data->len);
  file = mc_sealed_file_new (central,
                             view->base.record->id,
                             MC_ATTACHMENT_PAPER,
                             part == NULL ? NULL : part->file_name,
                             plain,
                             &error);
  if (file == NULL)
    return show_again (view, mc_dossier_describe_file_error (error, request->language));

  mc_request_set_state (request, file, free_file);
  return NULL;
}

static McAnswer *
write_file (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const McSealedFile *file = request->state;
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autofree char *path = NULL;

  if (view == NULL)
    return answer;
  if (!mc_sealed_file_keep (
          file, storage, view->base.record->id, request->user->login, request->now, error) ||
      !mc_trail_add (storage, request, "attach", view->base.record, file->record->kind, error))
    return NULL;

  path = mc_dossier_view_create_path (view, "#files");
  return mc_answer_new_redirect (path);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/dossiers/{id}/pages/{number}",       0, MC_ROUTE_OFFICIAL, handle_page, mc_trail_write_page },
  { "GET", "/console/dossiers/{id}/attachments/{number}", 0, MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW, handle_attachment, mc_trail_write_page },
  { "POST", "/console/dossiers/{id}/attachments", MC_DOSSIER_UPLOAD_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_UPLOAD | MC_ROUTE_SLOW, handle_file, write_file },
};
/* clang-format on */

const McRouteTable mc_dossier_file_routes = { rows, G_N_ELEMENTS (rows) };
