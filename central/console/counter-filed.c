/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/form-set.h"
#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "app/domain/receipt.h"
#include "central/console/due.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "printing/documents/receipt-page.h"

#include <sodium.h>

#define SLIP_PURPOSE "slip"

/* A dossier of this desk, filed here: only then is there something to see. */
static McDossierRecord *
load (McCentral *central, const McRequest *request, McAnswer **refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record =
                 mc_storage_find_by_id (central->storage, request->capture, &error);

  *refusal = NULL;
  if (error != NULL)
    *refusal = mc_shell_new_busy (central, request);
  else if (record != NULL && (g_strcmp0 (record->channel, "assisted") != 0 ||
                              !mc_access_may_serve (request->user, record->unit)))
    *refusal = mc_shell_new_missing (central, request);

  return *refusal == NULL ? g_steal_pointer (&record) : NULL;
}

static void
put_line (McHtml *html, const char *label, const char *value)
{
  if (value != NULL)
    mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

static char *
format_fee (McCentral *central,
            const McDossierRecord *record,
            McProcedure *procedure,
            const char *language)
{
  g_autoptr (McDossier) dossier = mc_central_open_dossier (central, record->id, NULL);
  GDate day;

  mc_time_get_local_date (record->submitted_at, &day);
  return dossier == NULL ? NULL
                         : mc_procedure_format_fee (procedure, dossier->answers, &day, language);
}

static void
put_facts (McHtml *html,
           McCentral *central,
           const McRequest *request,
           const McDossierRecord *record)
{
  const char *language = request->language;
  McProcedure *procedure =
      mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  gint64 due = record->due_at != MC_TIME_NONE ? record->due_at : record->expected_due;
  g_autofree char *when =
      due == MC_TIME_NONE ? NULL : mc_due_describe_time (due, request->now, language);
  g_autofree char *fee =
      procedure == NULL ? NULL : format_fee (central, record, procedure, language);

  mc_html_put (html,
               "<section class=\"card counter\"><p class=\"filed\"><span>{}</span><b "
               "class=\"code\">{}</b></p><dl>",
               mc_pick (language, "Mã hồ sơ", "Dossier code"),
               record->code);
  if (procedure != NULL)
    put_line (html,
              mc_pick (language, "Thủ tục", "Procedure"),
              mc_procedure_get_name (procedure, language));
  put_line (html, mc_pick (language, "Người nộp", "Applicant"), record->applicant_name);
  put_line (html,
            record->due_at != MC_TIME_NONE ? mc_pick (language, "Hẹn trả kết quả", "Due")
                                           : mc_pick (language, "Dự kiến trả", "Expected"),
            when);
  put_line (html, mc_pick (language, "Lệ phí", "Fee"), fee);
  mc_html_raw (html, "</dl></section>");
}

static void
put_print (McHtml *html,
           const McRequest *request,
           const char *path,
           gboolean main,
           const char *label)
{
  mc_shell_begin_print (html, request, path);
  mc_html_put (html, "<button class=\"button{}\">{}</button>", main ? " main" : "", label);
  mc_shell_end_form (html);
}

/* On whatever stands at the counter: a roll, or an office printer. */
static void
put_slip (McHtml *html, const McRequest *request, const char *path)
{
  mc_shell_begin_print (html, request, path);
  mc_html_put (
      html,
      "<button class=\"button\">{}</button> "
      "<button class=\"button\" name=\"media\" value=\"a5\">{}</button>",
      mc_pick (request->language, "In phiếu đã nộp (cuộn 80 mm)", "Print the slip (80 mm roll)"),
      mc_pick (request->language, "In phiếu đã nộp (A5)", "Print the slip (A5)"));
  mc_shell_end_form (html);
}

/* The citizen reads it again and signs it before anything else is done. */
static void
put_declaration (McHtml *html,
                 McCentral *central,
                 const McRequest *request,
                 const McDossierRecord *record,
                 const char *path)
{
  const char *language = request->language;
  McProcedure *procedure =
      mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  const McDocument *document = procedure == NULL ? NULL : mc_procedure_find_declaration (procedure);
  g_autofree char *label = NULL;

  if (document == NULL)
    return;

  label = g_strdup_printf (mc_pick (language, "In để ký: %s", "Print to be signed: %s"),
                           mc_document_get_name (document, language));
  put_print (html, request, path, FALSE, label);
}

static void
put_next (McHtml *html, McCentral *central, const McRequest *request, const McDossierRecord *record)
{
  const char *language = request->language;
  gboolean waits = record->state == MC_STATE_SUBMITTED;
  g_autofree char *dossier = g_strconcat ("/console/dossiers/", record->id, NULL);
  g_autofree char *receive = g_strconcat (dossier, "/actions/receive", NULL);
  g_autofree char *receipt = g_strconcat (dossier, "/forms/" MC_FORM_RECEIPT, NULL);
  g_autofree char *control = g_strconcat (dossier, "/forms/" MC_FORM_CONTROL, NULL);
  g_autofree char *declaration = g_strconcat (dossier, "/forms/" MC_FORM_DECLARATION, NULL);
  g_autofree char *slip = g_strconcat ("/console/counter/", record->id, "/slip", NULL);

  mc_html_raw (html, "<div class=\"actions\">");
  if (waits)
    {
      mc_html_put (html,
                   "<a class=\"button main\" href=\"{}\">{}</a>",
                   receive,
                   mc_pick (language, "Kiểm tra và tiếp nhận", "Check and receive it"));
      put_slip (html, request, slip);
    }
  else
    {
      put_print (html,
                 request,
                 receipt,
                 TRUE,
                 mc_pick (language, "In giấy tiếp nhận và hẹn trả", "Print the receipt"));
      put_print (html,
                 request,
                 control,
                 FALSE,
                 mc_pick (language, "In phiếu kiểm soát", "Print the control slip"));
    }
  put_declaration (html, central, request, record, declaration);
  mc_html_put (html,
               "<a class=\"button\" href=\"{}\">{}</a>"
               "<a class=\"button\" href=\"/console/counter\">{}</a></div>",
               dossier,
               mc_pick (language, "Mở hồ sơ", "Open the dossier"),
               mc_pick (language, "Nộp hồ sơ khác", "File another dossier"));
}

/* An unfinished one goes on where it stands. */
static McAnswer *
resume (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);

  return draft == NULL ? refusal : mc_counter_go (draft, "applicant");
}

/**
 * mc_counter_handle_filed:
 * @central: central
 * @request: GET /console/counter/{id}
 *
 * Returns: (transfer full) (nullable): %NULL when it is filed, and the page that says so waits for
 *   its line of the trail; else what is there instead
 */
McAnswer *
mc_counter_handle_filed (McCentral *central, McRequest *request)
{
  McAnswer *refusal;
  g_autoptr (McDossierRecord) record = load (central, request, &refusal);
  McHtml *html;

  if (refusal != NULL)
    return refusal;
  if (record == NULL)
    return resume (central, request);

  mc_counter_drafts_drop (central->drafts, record->id, request->user->login);
  html = mc_shell_begin (
      central,
      request,
      MC_TAB_COUNTER,
      record->state == MC_STATE_SUBMITTED
          ? mc_pick (request->language, "Hồ sơ đã nộp, chờ tiếp nhận", "Filed; to be received")
          : mc_pick (request->language, "Hồ sơ đã nộp và tiếp nhận", "Filed and received"));
  mc_html_put (
      html,
      "<p class=\"lead\">{}</p>",
      mc_pick (request->language,
               "Xin báo cho người nộp mã hồ sơ và ngày hẹn, và đưa giấy.",
               "Please tell the applicant the code and the date, and hand the paper over."));
  put_facts (html, central, request, record);
  if (record->attention != NULL)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (request->language,
                                  "Nội dung có chỗ lạ: xin mở hồ sơ xem lại.",
                                  "Something in it is odd: please open and check it."));
  put_next (html, central, request, record);

  return mc_trail_keep_page (request, mc_shell_finish (html, request, 200), "view", record, NULL);
}

/* What the worker drew, for the writer. */
typedef struct
{
  McDossierRecord *record; /* (owned) */
  GBytes *pdf;             /* (owned) */
  char token[MC_TOKEN_LENGTH + 1];
} Slip;

static void
slip_free (gpointer data)
{
  Slip *slip = data;

  mc_dossier_record_free (slip->record);
  g_bytes_unref (slip->pdf);
  sodium_memzero (slip->token, sizeof slip->token);
  g_free (slip);
}

/* What lies on the counter already is not to be handed in once more. */
static void
list_missing_papers (McReceipt *receipt, const McDossier *dossier, McProcedure *procedure)
{
  g_ptr_array_set_size (receipt->papers, 0);
  for (guint i = 0; i < dossier->documents->len; i++)
    {
      const McDossierDocument *paper = g_ptr_array_index (dossier->documents, i);
      const McDocument *document = mc_procedure_find_document (procedure, paper->key);

      if (document != NULL && paper->originals + paper->certified + paper->copies == 0)
        g_ptr_array_add (receipt->papers,
                         g_strdup (mc_document_get_name (document, dossier->language)));
    }
}

static GBytes *
draw_slip (McCentral *central,
           const McDossierRecord *record,
           const char *token,
           McMedium medium,
           GError **error)
{
  g_autoptr (McDossier) dossier = mc_central_open_dossier (central, record->id, error);
  McProcedure *procedure =
      mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  const McPoint *point = mc_central_find_point (central, record->point_code);
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McPage) page = NULL;

  if (dossier == NULL)
    return NULL;
  if (procedure == NULL || point == NULL)
    {
      g_set_error_literal (error,
                           MC_DOSSIER_ERROR,
                           MC_DOSSIER_ERROR_INVALID,
                           "its procedure or point is not known here");
      return NULL;
    }

  /* Each paper its own token: whoever finds one does not hold the others. */
  g_free (dossier->status_token);
  dossier->status_token = g_strdup (token);
  receipt = mc_receipt_new (dossier, procedure, point, central->calendar, central->public_url);
  receipt->delivered = TRUE;
  list_missing_papers (receipt, dossier, procedure);
  page = mc_receipt_page_new (receipt, medium, error);

  return page == NULL ? NULL : g_bytes_ref (page->pdf);
}

/**
 * mc_counter_handle_slip:
 * @central: central
 * @request: POST /console/counter/{id}/slip
 *
 * Draws the slip of what was filed here and is not received yet, with a token of its own, for the
 * medium that the form names, else an 80 mm roll. A worker's thread.
 *
 * Returns: (transfer full) (nullable): why there is none, else %NULL
 */
McAnswer *
mc_counter_handle_slip (McCentral *central, McRequest *request)
{
  McAnswer *refusal;
  g_autoptr (McDossierRecord) record = load (central, request, &refusal);
  g_autoptr (GError) error = NULL;
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  g_autofree char *token = NULL;
  g_autofree char *media = mc_request_dup_form (request, "media");
  McMedium medium = MC_MEDIUM_ROLL_80;
  GBytes *pdf;
  Slip *slip;

  if (refusal != NULL)
    return refusal;
  if (record == NULL)
    return mc_shell_new_missing (central, request);
  if (record->state != MC_STATE_SUBMITTED) /* form 01 has taken its place */
    return mc_counter_go_to_filed (record->id);

  randombytes_buf (random, sizeof random);
  token = mc_token_new (random);
  mc_medium_from_string (media, &medium);
  pdf = draw_slip (central, record, token, medium, &error);
  if (pdf == NULL)
    return mc_shell_new_message (
        central,
        request,
        500,
        mc_pick (request->language, "Chưa in được phiếu này", "This slip could not be drawn"),
        mc_pick (
            request->language,
            "Hồ sơ vẫn an toàn. Xin in giấy tiếp nhận ở trang hồ sơ và báo người quản trị.",
            "The dossier is safe. Please print the receipt on the dossier's page, and tell the "
            "administrator."));

  slip = g_new0 (Slip, 1);
  slip->record = g_steal_pointer (&record);
  slip->pdf = pdf;
  g_strlcpy (slip->token, token, sizeof slip->token);
  sodium_memzero (token, MC_TOKEN_LENGTH);
  mc_request_set_state (request, slip, slip_free);
  return NULL;
}

/**
 * mc_counter_write_slip:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_counter_handle_slip () prepared
 * @error: return location for an error of the storage
 *
 * Returns: (transfer full) (nullable): the slip as PDF, after its token and its line of the trail
 *   are kept
 */
McAnswer *
mc_counter_write_slip (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Slip *slip = request->state;
  McAnswer *answer;

  if (!mc_storage_add_token (
          storage, slip->record->id, slip->token, SLIP_PURPOSE, request->now, error) ||
      !mc_trail_add (storage, request, "print", slip->record, SLIP_PURPOSE, error))
    return NULL;

  answer = mc_answer_new (200, "application/pdf", g_bytes_ref (slip->pdf));
  mc_answer_add_header (answer, "Content-Disposition", "inline; filename=\"phieu.pdf\"");
  return answer;
}
