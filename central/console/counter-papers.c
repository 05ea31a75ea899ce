/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "central/work/attachment.h"

#include <string.h>

#define MAX_COUNT 99
#define SEEN MC_COUNTER_PAPER_PREFIX "seen" /* no document's input: those have two dots */

static const char *const count_names[MC_COUNTER_N_COUNTS] = { "originals", "certified", "copies" };

static char *
make_name (const McDocument *document, const char *what)
{
  return g_strconcat (MC_COUNTER_PAPER_PREFIX, mc_document_get_key (document), ".", what, NULL);
}

static guint
get_usual (const McDocument *document, McCounterCount count)
{
  return count == MC_COUNTER_ORIGINALS   ? mc_document_get_originals (document)
         : count == MC_COUNTER_CERTIFIED ? mc_document_get_certified (document)
                                         : mc_document_get_copies (document);
}

/*
 * mc_counter_get_count:
 *
 * What was typed; the procedure's number before anything was.
 */
gboolean
mc_counter_get_count (McCounterDraft *draft,
                      const McDocument *document,
                      McCounterCount count,
                      guint *number)
{
  g_autofree char *name = make_name (document, count_names[count]);
  const char *typed = mc_counter_draft_get_typed (draft, name);
  guint64 value = 0;

  *number = get_usual (document, count);
  if (typed == NULL)
    return TRUE;
  if (*typed != '\0' && !g_ascii_string_to_unsigned (typed, 10, 0, MAX_COUNT, &value, NULL))
    return FALSE;

  *number = (guint) value;
  return TRUE;
}

/*
 * mc_counter_get_limit_case:
 */
const char *
mc_counter_get_limit_case (McCounterDraft *draft)
{
  return draft->limit_case != NULL
             ? draft->limit_case
             : mc_procedure_get_limit_name (mc_draft_get_procedure (draft->draft), 0);
}

static gboolean
are_counts_right (McCounterDraft *draft, const McDocument *document)
{
  guint number;

  for (McCounterCount i = 0; i < MC_COUNTER_N_COUNTS; i++)
    if (!mc_counter_get_count (draft, document, i, &number))
      return FALSE;

  return TRUE;
}

static gboolean
lacks_scan (McCounterDraft *draft, const McDocument *document)
{
  return mc_document_get_scan (document) == MC_SCAN_REQUIRED &&
         mc_counter_draft_get_scans (draft, mc_document_get_key (document))->len == 0;
}

/*
 * mc_counter_are_papers_done:
 *
 * The usual numbers stand there already: somebody must have looked at the papers all the same.
 */
gboolean
mc_counter_are_papers_done (McCounterDraft *draft)
{
  g_autoptr (GPtrArray) papers = mc_draft_list_papers (draft->draft);

  if (!mc_counter_draft_was_tried (draft, SEEN))
    return FALSE;

  for (guint i = 0; i < papers->len; i++)
    {
      const McDocument *document = g_ptr_array_index (papers, i);

      if (mc_draft_brings (draft->draft, document) &&
          (!are_counts_right (draft, document) || lacks_scan (draft, document)))
        return FALSE;
    }

  return TRUE;
}

static const char *
get_count_label (McCounterCount count, const char *language)
{
  static const char *const labels[MC_COUNTER_N_COUNTS][2] = {
    { "Bản chính", "Originals" },
    { "Bản chứng thực", "Certified copies" },
    { "Bản sao", "Plain copies" },
  };

  return mc_pick (language, labels[count][0], labels[count][1]);
}

static void
put_count (McHtml *html,
           const McRequest *request,
           McCounterDraft *draft,
           const McDocument *document,
           McCounterCount count)
{
  g_autofree char *name = make_name (document, count_names[count]);
  const char *typed = mc_counter_draft_get_typed (draft, name);
  char number[12];
  guint value;
  gboolean right = mc_counter_get_count (draft, document, count, &value);

  g_snprintf (number, sizeof number, "%u", value);
  mc_html_put (html,
               "<label>{}<input type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" "
               "maxlength=\"10\" name=\"{}\" value=\"{}\"",
               get_count_label (count, request->language),
               name,
               right || typed == NULL ? number : typed);
  if (!right)
    mc_html_raw (html, " aria-invalid=\"true\"");
  mc_html_raw (html, "></label>");
}

static void
put_scans (McHtml *html,
           const McRequest *request,
           McCounterDraft *draft,
           const McDocument *document)
{
  const char *key = mc_document_get_key (document);
  GPtrArray *scans = mc_counter_draft_get_scans (draft, key);
  g_autofree char *name = make_name (document, "scan");
  g_autofree char *limit = g_strdup_printf ("%u", (guint) MC_COUNTER_SCAN_MAX);

  for (guint i = 0; i < scans->len; i++)
    {
      const McCounterScan *scan = g_ptr_array_index (scans, i);
      g_autofree char *text =
          g_strdup_printf (mc_pick (request->language, "Trang %u · %u KB", "Page %u · %u KB"),
                           i + 1,
                           (guint) ((g_bytes_get_size (scan->image) + 1023) / 1024));
      char index[12];

      g_snprintf (index, sizeof index, "%u", i);
      mc_html_put (
          html,
          "<p class=\"strip scanned\"><span>{}</span><button class=\"button small\" name=\"go\" "
          "value=\"remove.{}.{}\">{}<span class=\"hide\"> {}: {}</span></button></p>",
          text,
          key,
          index,
          mc_pick (request->language, "Bỏ", "Remove"),
          mc_document_get_name (document, request->language),
          text);
    }

  mc_html_put (html,
               "<div class=\"strip\"><label class=\"file\">{}<input type=\"file\" name=\"{}\" "
               "accept=\"image/jpeg,image/png\" data-shrink=\"{}\" multiple></label>"
               "<button class=\"button\" name=\"go\" value=\"upload\">{}"
               "<span class=\"hide\">: {}</span></button></div>",
               mc_document_get_scan (document) == MC_SCAN_REQUIRED
                   ? mc_pick (request->language, "Ảnh quét (bắt buộc)", "Scans (required)")
                   : mc_pick (request->language, "Ảnh quét, nếu có", "Scans, if any"),
               name,
               limit,
               mc_pick (request->language, "Thêm ảnh", "Add"),
               mc_document_get_name (document, request->language));
}

static void
put_paper (McHtml *html,
           const McRequest *request,
           McCounterDraft *draft,
           const McDocument *document)
{
  const char *language = request->language;
  const char *help = mc_document_get_help (document, language);
  g_autofree char *brings = make_name (document, "brings");

  mc_html_put (html,
               "<fieldset class=\"paper\"><legend>{}</legend><div>",
               mc_document_get_name (document, language));
  if (help != NULL)
    mc_html_put (html, "<p class=\"hint\">{}</p>", help);
  if (!mc_document_is_required (document))
    {
      mc_html_put (html,
                   "<input type=\"hidden\" name=\"{}.asked\" value=\"1\"><label class=\"choice\">"
                   "<input type=\"checkbox\" name=\"{}\" value=\"yes\"",
                   brings,
                   brings);
      if (mc_draft_brings (draft->draft, document))
        mc_html_raw (html, " checked");
      mc_html_put (
          html, ">{}</label>", mc_pick (language, "Có nộp giấy này", "This paper is handed in"));
    }
  if (mc_draft_brings (draft->draft, document) && !are_counts_right (draft, document))
    mc_html_put (html,
                 "<p class=\"mistake\">{}</p>",
                 mc_pick (language,
                          "Số bản là một số từ 0 đến 99.",
                          "A number of copies is a number from 0 to 99."));
  if (mc_draft_brings (draft->draft, document) && lacks_scan (draft, document) &&
      mc_counter_draft_was_tried (draft, brings))
    mc_html_put (html,
                 "<p class=\"mistake\">{}</p>",
                 mc_pick (language,
                          "Thủ tục này cần ảnh quét của giấy này.",
                          "This procedure wants a scan of this paper."));

  mc_html_raw (html, "<div class=\"counts\">");
  for (McCounterCount i = 0; i < MC_COUNTER_N_COUNTS; i++)
    put_count (html, request, draft, document, i);
  mc_html_raw (html, "</div>");
  if (mc_document_get_scan (document) != MC_SCAN_NONE)
    put_scans (html, request, draft, document);
  mc_html_raw (html, "</div></fieldset>");
}

static void
put_limits (McHtml *html, const McRequest *request, McCounterDraft *draft)
{
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);

  if (mc_procedure_get_n_limits (procedure) < 2)
    return;

  mc_html_put (html,
               "<fieldset class=\"card\"><legend>{}</legend>",
               mc_pick (request->language, "Thời hạn nào áp dụng?", "Which time limit applies?"));
  for (guint i = 0; i < mc_procedure_get_n_limits (procedure); i++)
    {
      const char *name = mc_procedure_get_limit_name (procedure, i);
      const char *title = mc_procedure_get_limit_title (procedure, name, request->language);
      g_autofree char *limit = mc_procedure_describe_limit (procedure, name, request->language);

      mc_html_put (
          html, "<label class=\"choice\"><input type=\"radio\" name=\"limit\" value=\"{}\"", name);
      if (g_str_equal (name, mc_counter_get_limit_case (draft)))
        mc_html_raw (html, " checked");
      mc_html_put (html, ">{}: {}</label>", limit, title);
    }
  mc_html_raw (html, "</fieldset>");
}

/**
 * mc_counter_handle_papers:
 * @central: central
 * @request: GET /console/counter/{id}/papers
 *
 * Returns: (transfer full): which papers lie on the counter
 */
McAnswer *
mc_counter_handle_papers (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autoptr (GPtrArray) papers = draft == NULL ? NULL : mc_draft_list_papers (draft->draft);
  g_autofree char *path = NULL;
  McHtml *html;

  if (draft == NULL)
    return refusal;

  html = mc_counter_begin_page (
      central,
      request,
      draft,
      mc_pick (request->language, "Giấy tờ nào đã nộp?", "Which papers are handed in?"));
  path = mc_counter_make_path (draft, "papers");
  mc_shell_begin_upload (html, request, path);
  mc_counter_put_default (html, request);
  mc_counter_put_steps (html, request, draft, MC_COUNTER_PAPERS);
  mc_html_raw (html, "<div class=\"card\">");
  mc_html_put (
      html,
      "<p class=\"hint\">{}</p>",
      mc_pick (request->language,
               "Ghi số bản thực nhận. Ảnh quét là tệp JPEG hoặc PNG, mỗi trang nhiều nhất "
               "1 MB.",
               "Enter what was really taken. Scans are JPEG or PNG files of at most 1 MB a "
               "page."));
  for (guint i = 0; i < papers->len; i++)
    put_paper (html, request, draft, g_ptr_array_index (papers, i));
  if (papers->len == 0)
    mc_html_put (html,
                 "<p>{}</p>",
                 mc_pick (request->language,
                          "Thủ tục này không cần giấy tờ nào.",
                          "This procedure needs no papers."));
  mc_html_raw (html, "</div>");
  put_limits (html, request, draft);
  mc_counter_put_actions (html, request);
  mc_shell_end_form (html);

  return mc_counter_finish_page (html, central, request, draft);
}

/* NULL: taken. Else a sentence about the file. */
static const char *
take_scan (McCounterDraft *draft,
           const McRequest *request,
           const McDocument *document,
           const McFormPart *part)
{
  g_autoptr (GBytes) image = g_bytes_new (part->data->data, part->data->len);
  const char *type = mc_file_find_type (image);

  if (type == NULL || !g_str_has_prefix (type, "image/"))
    return mc_pick (
        request->language, "không phải ảnh JPEG hoặc PNG.", "is neither a JPEG nor a PNG picture.");
  if (part->data->len > MC_COUNTER_SCAN_MAX)
    return mc_pick (request->language,
                    "lớn hơn 1 MB. Xin quét ở độ phân giải thấp hơn (150 đến 200 dpi).",
                    "is larger than 1 MB. Please scan at a lower resolution (150 to 200 dpi).");

  if (!mc_counter_draft_add_scan (draft, mc_document_get_key (document), image, type))
    return mc_pick (request->language,
                    "không còn chỗ: ảnh của một hồ sơ nhiều nhất 12 MB.",
                    "has no room: the pictures of a dossier are 12 MB at most.");
  return NULL;
}

static void
take_scans (McCounterDraft *draft, const McRequest *request, const McDocument *document)
{
  g_autofree char *name = make_name (document, "scan");
  g_autoptr (GString) refused = g_string_new (NULL);

  for (guint i = 0; request->parts != NULL && i < request->parts->len; i++)
    {
      const McFormPart *part = g_ptr_array_index (request->parts, i);
      g_autofree char *file = NULL;
      const char *why;

      if (!g_str_equal (part->name, name) || part->data->len == 0)
        continue;
      why = take_scan (draft, request, document, part);
      if (why == NULL)
        continue;
      file = g_utf8_make_valid (part->file_name == NULL ? "?" : part->file_name, -1);
      g_string_append_printf (refused, "%s“%s” %s", refused->len > 0 ? " " : "", file, why);
    }

  if (refused->len > 0)
    mc_counter_draft_set_notice (draft, MC_BADGE_ALARM, refused->str);
}

static void
take_paper (McCounterDraft *draft,
            const McRequest *request,
            const McDocument *document,
            gboolean tried)
{
  g_autofree char *brings = make_name (document, "brings");
  g_autofree char *asked = g_strconcat (brings, ".asked", NULL);

  for (McCounterCount i = 0; i < MC_COUNTER_N_COUNTS; i++)
    {
      g_autofree char *name = make_name (document, count_names[i]);
      g_autofree char *sent = mc_counter_dup_text (request, name);

      if (sent != NULL)
        mc_counter_draft_set_typed (draft, name, g_strstrip (sent));
    }
  if (mc_request_find_part (request, asked) != NULL)
    mc_draft_set_brings (draft->draft, document, mc_request_find_part (request, brings) != NULL);
  if (mc_document_get_scan (document) != MC_SCAN_NONE)
    take_scans (draft, request, document);
  if (tried)
    mc_counter_draft_note_tried (draft, brings);
}

/* "remove.birth_notice.2" */
static gboolean
remove_scan (McCounterDraft *draft, const char *go)
{
  g_auto (GStrv) words = g_strsplit (go == NULL ? "" : go, ".", 3);
  guint64 index;

  if (g_strv_length (words) != 3 || !g_str_equal (words[0], "remove") ||
      mc_procedure_find_document (mc_draft_get_procedure (draft->draft), words[1]) == NULL ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXUINT, &index, NULL))
    return FALSE;

  mc_counter_draft_remove_scan (draft, words[1], (guint) index);
  return TRUE;
}

/**
 * mc_counter_handle_papers_post:
 * @central: central
 * @request: POST /console/counter/{id}/papers, in parts
 *
 * Returns: (transfer full): sends the browser on, or back while a picture was refused
 */
McAnswer *
mc_counter_handle_papers_post (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autoptr (GPtrArray) papers = draft == NULL ? NULL : mc_draft_list_papers (draft->draft);
  g_autofree char *go = mc_request_dup_form (request, "go");
  g_autofree char *limit = mc_counter_dup_text (request, "limit");
  gboolean next = g_strcmp0 (go, "next") == 0;
  McAnswer *answer;

  if (draft == NULL)
    return refusal;

  for (guint i = 0; i < papers->len; i++)
    take_paper (draft, request, g_ptr_array_index (papers, i), next);
  mc_counter_draft_note_tried (draft, SEEN);
  if (limit != NULL &&
      mc_procedure_get_limit (mc_draft_get_procedure (draft->draft), limit) != NULL)
    {
      g_free (draft->limit_case);
      draft->limit_case = g_steal_pointer (&limit);
    }

  if (g_strcmp0 (go, "back") == 0)
    return mc_counter_go_to_last_section (draft);
  answer = mc_counter_go_to_step (draft, go);
  if (answer != NULL)
    return answer;
  if (!remove_scan (draft, go) && next && draft->notice == NULL &&
      mc_counter_are_papers_done (draft))
    return mc_counter_go (draft, "review");
  return mc_counter_go (draft, "papers");
}
