/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/domain/language.h"
#include "printing/documents/qr.h"
#include "printing/documents/receipt-page.h"
#include "printing/documents/test-page.h"

#include <errno.h>
#include <string.h>

/* Large enough for any phone to read from a screen: a version 4 code of 41 modules gives 328
 * pixels. */
#define PNG_DOTS 8

static char *option_pdf = NULL;
static char *option_media = NULL;
static char *option_language = NULL;
static char *option_png = NULL;
static double option_wait = 0;

#define PDF_OPTION                                                                                 \
  {                                                                                                \
    "pdf", 0, 0, G_OPTION_ARG_FILENAME, &option_pdf, "Where to write it", "FILE"                   \
  }
#define MEDIA_OPTION                                                                               \
  {                                                                                                \
    "media", 0, 0, G_OPTION_ARG_STRING, &option_media,                                             \
        "For what: roll-80, roll-58, a5 or a4 (default: what the printer holds)", "MEDIUM"         \
  }

static GOptionEntry receipt_options[] = {
  PDF_OPTION,
  MEDIA_OPTION,
  { NULL },
};

static GOptionEntry test_page_options[] = {
  PDF_OPTION,
  MEDIA_OPTION,
  { "language",
    0,
    0,
    G_OPTION_ARG_STRING,
    &option_language,
    "Of its words: vi or en (default: vi)",
    "LANGUAGE" },
  { NULL },
};

static GOptionEntry qr_options[] = {
  { "png", 0, 0, G_OPTION_ARG_FILENAME, &option_png, "Write it as an image, too", "FILE" },
  { NULL },
};

static GOptionEntry print_options[] = {
  { "wait",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &option_wait,
    "Wait for the paper at most so long (default: 0)",
    "SECONDS" },
  { NULL },
};

static McReceipt *
find_receipt (McEngine *engine, const char *key, int *code)
{
  g_autoptr (GError) error = NULL;
  McReceipt *receipt = mc_outbox_dup_receipt (mc_engine_get_outbox (engine), key, &error);

  if (receipt == NULL)
    *code = mc_ctl_fail_error (error);
  return receipt;
}

static gboolean
choose_medium (McEngine *engine, McMedium *medium, int *code)
{
  *medium = mc_engine_get_medium (engine);
  if (option_media == NULL || mc_medium_from_string (option_media, medium))
    return TRUE;
  *code = mc_ctl_fail (EX_USAGE, "--media takes roll-80, roll-58, a5 or a4");
  return FALSE;
}

static int
run_receipt (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;
  McMedium medium;

  if (option_pdf == NULL)
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl receipt CODE --pdf FILE");
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL || !choose_medium (engine, &medium, &code))
    return code;
  receipt = find_receipt (engine, words[0], &code);
  if (receipt == NULL)
    return code;
  page = mc_receipt_page_new (receipt, medium, &error);
  if (page == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the receipt cannot be drawn: %s", error->message);
  return mc_ctl_write_page (option_pdf, page);
}

static int
run_test_page (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;
  const McEnrolment *enrolment;
  McTestSheet sheet = { .language = option_language };
  McMedium medium;

  if (option_pdf == NULL)
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl test-page --pdf FILE");
  if (option_language != NULL && !mc_language_is_known (option_language))
    return mc_ctl_fail (EX_USAGE, "--language takes vi or en");
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL || !choose_medium (engine, &medium, &code))
    return code;
  enrolment = mc_engine_get_enrolment (engine);
  if (enrolment != NULL)
    {
      sheet.unit_name = enrolment->point->unit_name;
      sheet.point_name = enrolment->point->name;
      sheet.kiosk = enrolment->kiosk;
    }
  if (mc_engine_get_print_queue (engine) != NULL)
    sheet.printer = mc_config_get_string (mc_engine_get_config (engine), "printer", "uri");
  sheet.at = mc_clock_now (mc_engine_get_clock (engine));
  page = mc_test_page_new (&sheet, medium, &error);
  if (page == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the page cannot be drawn: %s", error->message);
  return mc_ctl_write_page (option_pdf, page);
}

/* Two rows of modules a line, dark on light whatever the terminal's colours are. */
static char *
draw_qr (const McQr *qr)
{
  static const char *const blocks[] = { "█", "▀", "▄", " " }; /* light = ink */
  guint n = mc_qr_get_modules (qr);
  GString *text = g_string_new (NULL);

  for (guint y = 0; y < n; y += 2)
    {
      g_string_append (text, "\033[97;40m");
      for (guint x = 0; x < n; x++)
        {
          gboolean lower_dark = y + 1 < n && mc_qr_is_dark (qr, x, y + 1);

          g_string_append (text, blocks[(mc_qr_is_dark (qr, x, y) ? 2 : 0) + (lower_dark ? 1 : 0)]);
        }
      g_string_append (text, "\033[0m\n");
    }
  return g_string_free (text, FALSE);
}

static cairo_status_t
collect_png (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static int
write_png (const McQr *qr, const char *path)
{
  int side = (int) (mc_qr_get_modules (qr) * PNG_DOTS);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_status_t status;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  mc_qr_draw (qr, cr, 0, 0, 1, PNG_DOTS);
  cairo_surface_flush (surface);
  status = cairo_surface_write_to_png_stream (surface, collect_png, png);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return mc_ctl_fail (EX_SOFTWARE, "%s: %s", path, cairo_status_to_string (status));
  return mc_ctl_write_file (path, png->data, png->len);
}

static int
run_qr (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = mc_ctl_create_engine (ctl, &code);
  g_autoptr (McReceipt) receipt = engine != NULL ? find_receipt (engine, words[0], &code) : NULL;
  g_autoptr (McQr) qr = NULL;
  g_autofree char *picture = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (receipt == NULL)
    return code;
  qr = mc_qr_new (receipt->status_url, &error);
  if (qr == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the QR cannot be drawn: %s", error->message);
  if (option_png != NULL)
    code = write_png (qr, option_png);
  if (code != EX_OK)
    return code;
  picture = draw_qr (qr);
  text = g_strdup_printf ("%s%s\n%s\n", picture, receipt->status_url, receipt->code);
  return mc_ctl_print (text);
}

typedef struct
{
  McOutbox *outbox; /* (unowned) */
  const char *job;  /* (unowned) */
  McPrintOutcome outcome;
  char *reason;  /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
} Paper;

static gboolean
is_settled (gpointer data)
{
  Paper *paper = data;

  g_clear_pointer (&paper->reason, g_free);
  paper->outcome = mc_outbox_get_print (paper->outbox, paper->job, &paper->reason, &paper->error);
  return paper->error != NULL || paper->outcome >= MC_PRINT_CONFIRMED;
}

static int
judge_paper (const Paper *paper, gboolean waited)
{
  int code = mc_ctl_print_json (json_pack ("{s:s, s:s, s:s?}",
                                           "job",
                                           paper->job,
                                           "outcome",
                                           mc_print_outcome_to_string (paper->outcome),
                                           "reason",
                                           paper->reason));

  if (code != EX_OK || !waited || paper->outcome == MC_PRINT_CONFIRMED ||
      paper->outcome == MC_PRINT_SENT)
    return code;
  return paper->outcome < MC_PRINT_CONFIRMED ? EX_TEMPFAIL : EX_UNAVAILABLE;
}

static int
run_print (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = mc_ctl_create_engine (ctl, &code);
  g_autoptr (GError) error = NULL;
  g_autofree char *job = NULL;
  Paper paper = { NULL };

  if (engine == NULL)
    return code;
  if (option_wait < 0 || option_wait > 86400)
    return mc_ctl_fail (EX_USAGE, "--wait takes 0 to 86400 seconds");
  if (mc_engine_get_print_queue (engine) == NULL)
    return mc_ctl_fail (EX_UNAVAILABLE, "no printer is configured ([printer] uri)");
  job = mc_outbox_add_print (mc_engine_get_outbox (engine), words[0], &error);
  if (job == NULL)
    return mc_ctl_fail_error (error);
  if (option_wait > 0 && !mc_engine_own (engine, &error) && error != NULL)
    return mc_ctl_fail_error (error);
  if (!mc_engine_is_owner (engine))
    mc_state_lock_wake_owner (mc_engine_get_lock (engine));

  paper.outbox = mc_engine_get_outbox (engine);
  paper.job = job;
  mc_ctl_wait (is_settled, &paper, option_wait);
  if (paper.error != NULL)
    code = mc_ctl_fail_error (paper.error);
  else
    code = judge_paper (&paper, option_wait > 0);
  g_free (paper.reason);
  g_clear_error (&paper.error);
  return code;
}

const McCtlCommand mc_ctl_paper_commands[] = {
  { "receipt",
    "CODE --pdf FILE [--media MEDIUM]",
    "Draw a receipt as PDF",
    1,
    1,
    run_receipt,
    receipt_options },
  { "test-page",
    "--pdf FILE [--media MEDIUM]",
    "Draw the page that a printer is tried with as PDF",
    0,
    0,
    run_test_page,
    test_page_options },
  { "print",
    "CODE [--wait S]",
    "Print a further copy of a receipt",
    1,
    1,
    run_print,
    print_options },
  { "qr", "CODE [--png FILE]", "Show a receipt's QR and its address", 1, 1, run_qr, qr_options },
  { NULL },
};
