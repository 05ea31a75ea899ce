/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "printing/documents/qr.h"
#include "printing/documents/receipt-page.h"

#include <errno.h>
#include <string.h>

/* Large enough for any phone to read from a screen: a version 4 code of 41 modules gives 328
 * pixels. */
#define PNG_DOTS 8

static char *option_pdf = NULL;
static char *option_png = NULL;
static double option_wait = 0;

static GOptionEntry receipt_options[] = {
  { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &option_pdf, "Where to write it", "FILE" },
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

static int
run_receipt (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const void *data;

  if (option_pdf == NULL)
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl receipt CODE --pdf FILE");
  engine = mc_ctl_create_engine (ctl, &code);
  receipt = engine != NULL ? find_receipt (engine, words[0], &code) : NULL;
  if (receipt == NULL)
    return code;
  page = mc_receipt_page_new (receipt, mc_engine_get_medium (engine), &error);
  if (page == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the receipt cannot be drawn: %s", error->message);
  data = g_bytes_get_data (page->pdf, &length);
  return mc_ctl_write_file (option_pdf, data, length);
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

  if (code != EX_OK || !waited || paper->outcome == MC_PRINT_CONFIRMED)
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
  { "receipt", "CODE --pdf FILE", "Draw a receipt as PDF", 1, 1, run_receipt, receipt_options },
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
