/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/domain/datetime.h"
#include "app/kiosk/submission.h"

#include <string.h>

/* mc_dossier_from_submission () has its own, smaller limit; this only bounds the memory. */
#define MAX_SUBMISSION_BYTES (4 * 1024 * 1024)
#define MAX_IMAGE_BYTES (1024 * 1024)

static char **option_pages = NULL;
static gboolean option_no_print = FALSE;

static GOptionEntry submit_options[] = {
  { "page",
    0,
    0,
    G_OPTION_ARG_FILENAME_ARRAY,
    &option_pages,
    "A scanned page, JPEG or PNG; may be given again",
    "DOCUMENT=IMAGE" },
  { "no-print", 0, 0, G_OPTION_ARG_NONE, &option_no_print, "Print no receipt", NULL },
  { NULL },
};

static const char *
guess_type (const char *data, gsize length)
{
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  return NULL;
}

static McPlainPage *
read_page (const char *argument, McProcedure *procedure, int *code)
{
  const char *equals = strchr (argument, '=');
  g_autofree char *document = NULL;
  g_autofree char *data = NULL;
  const char *type;
  McPlainPage *page;
  gsize length = 0;

  if (equals == NULL || equals == argument || equals[1] == '\0')
    {
      *code = mc_ctl_fail (EX_USAGE, "--page is written DOCUMENT=IMAGE, not %s", argument);
      return NULL;
    }
  document = g_strndup (argument, (gsize) (equals - argument));
  if (mc_procedure_find_document (procedure, document) == NULL)
    {
      *code = mc_ctl_fail (EX_DATAERR,
                           "%s is no document of procedure %s",
                           document,
                           mc_procedure_get_code (procedure));
      return NULL;
    }
  data = mc_ctl_read_input (equals + 1, MAX_IMAGE_BYTES, &length, code);
  if (data == NULL)
    return NULL;
  type = guess_type (data, length);
  if (type == NULL)
    {
      *code = mc_ctl_fail (EX_DATAERR, "%s: neither JPEG nor PNG", equals + 1);
      return NULL;
    }
  page = g_new0 (McPlainPage, 1);
  page->document = g_steal_pointer (&document);
  page->type = g_strdup (type);
  page->bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  return page;
}

/* The document is in the dossier as soon as a page of it is given. The page's place is taken for
 * the check; what it will be called is known once it is sealed. */
static void
add_page (McDossier *dossier, McProcedure *procedure, const McPlainPage *page)
{
  const McDocument *document = mc_procedure_find_document (procedure, page->document);
  McDossierDocument *entry = mc_dossier_find_document (dossier, page->document);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, page->bytes);

  if (entry == NULL)
    {
      entry = mc_dossier_add_document (dossier, page->document);
      entry->originals = mc_document_get_originals (document);
      entry->certified = mc_document_get_certified (document);
      entry->copies = mc_document_get_copies (document);
    }
  mc_dossier_document_add_page (entry, digest, page->type, g_bytes_get_size (page->bytes));
}

static GPtrArray *
read_pages (McDossier *dossier, McProcedure *procedure, int *code)
{
  g_autoptr (GPtrArray) pages =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_plain_page_free);

  for (guint i = 0; option_pages != NULL && option_pages[i] != NULL; i++)
    {
      McPlainPage *page = read_page (option_pages[i], procedure, code);

      if (page == NULL)
        return NULL;
      g_ptr_array_add (pages, page);
      add_page (dossier, procedure, page);
    }
  return g_steal_pointer (&pages);
}

static McDossier *
read_submission (McEngine *engine, const char *path, const GDate *today, int *code)
{
  gsize length = 0;
  g_autofree char *data = mc_ctl_read_input (path, MAX_SUBMISSION_BYTES, &length, code);
  g_autoptr (GError) error = NULL;
  McDossier *dossier;

  if (data == NULL)
    return NULL;
  dossier = mc_dossier_from_submission (
      data, length, path, mc_engine_get_catalogue (engine), today, &error);
  if (dossier == NULL)
    *code = mc_ctl_fail_error (error);
  explicit_bzero (data, length);
  return dossier;
}

static int
commit (McEngine *engine, McDossier *dossier, McProcedure *procedure, GPtrArray *pages)
{
  McOutbox *outbox = mc_engine_get_outbox (engine);
  gboolean want_print = !option_no_print && mc_engine_get_print_queue (engine) != NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McReceipt) receipt = mc_outbox_commit (
      outbox, dossier, pages, procedure, mc_engine_get_calendar (engine), want_print, &error);
  g_autoptr (McOutboxRecord) record = NULL;
  int code;

  if (receipt == NULL)
    return mc_ctl_fail_error (error);
  record = mc_outbox_find (outbox, dossier->id, NULL);
  code = mc_ctl_print_json (json_pack (
      "{s:s, s:s, s:s, s:s}",
      "id",
      dossier->id,
      "code",
      dossier->code,
      "url",
      receipt->status_url,
      "state",
      mc_delivery_state_to_string (record != NULL ? record->state : MC_DELIVERY_QUEUED)));
  /* Told is shown; not told is for the clerk to ask about. */
  if (code == EX_OK)
    mc_outbox_mark_shown (outbox, dossier->id);
  mc_state_lock_wake_owner (mc_engine_get_lock (engine));
  return code;
}

static int
run_submit (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = mc_ctl_create_engine (ctl, &code);
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  McProcedure *procedure;
  McEnrolment *enrolment;
  GDate today;

  if (engine == NULL)
    return code;
  g_date_clear (&today, 1);
  mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (engine)), &today);
  dossier = read_submission (engine, words[0], &today, &code);
  if (dossier == NULL)
    return code;
  procedure = mc_catalogue_find_version (
      mc_engine_get_catalogue (engine), dossier->procedure, dossier->version);
  if (procedure == NULL)
    return mc_ctl_fail (EX_DATAERR, "procedure %s is not on offer", dossier->procedure);
  pages = read_pages (dossier, procedure, &code);
  if (pages == NULL)
    return code;
  enrolment = mc_engine_get_enrolment (engine);
  if (enrolment == NULL)
    return mc_ctl_fail (EX_UNAVAILABLE, "this kiosk is not enrolled: see motcua-ctl enrol --help");
  mc_submission_begin (dossier, mc_engine_get_clock (engine));
  mc_dossier_stamp (dossier,
                    procedure,
                    enrolment->kiosk,
                    enrolment->point,
                    mc_engine_get_calendar (engine),
                    mc_engine_get_clock (engine));
  if (!mc_dossier_check (dossier, procedure, &today, &error))
    return mc_ctl_fail_error (error);
  return commit (engine, dossier, procedure, pages);
}

const McCtlCommand mc_ctl_submit_commands[] = {
  { "submit",
    "FILE [--page DOCUMENT=IMAGE]…",
    "File a dossier (submit.schema.json; - is stdin)",
    1,
    1,
    run_submit,
    submit_options },
  { NULL },
};
