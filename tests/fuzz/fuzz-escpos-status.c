/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "printing/transports/escpos-status.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void
judge (const McEscposStatus *status)
{
  const char *reason = "never told";
  McPrinterHealth health = mc_escpos_status_judge (status, &reason);

  g_assert_true ((health == MC_PRINTER_READY) == (reason == NULL));
  g_assert_true (health != MC_PRINTER_UNKNOWN);
  if (mc_escpos_status_is_final (status) || mc_escpos_status_has_error (status))
    g_assert_cmpint (health, ==, MC_PRINTER_FAULT);
  /* a printer that is off line, out of paper or open is never ready */
  if ((status->answers[0] & 0x08) != 0 || (status->answers[1] & 0x24) != 0 ||
      (status->answers[3] & 0x60) != 0)
    g_assert_cmpint (health, ==, MC_PRINTER_FAULT);
}

/* Whatever comes from a line is one of the words, and each word is what it must be. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  McEscposReader reader = { { 0 } };
  McEscposStatus status = { { 0 } };
  guint n_answers = 0;

  for (gsize i = 0; i < size; i++)
    switch (mc_escpos_reader_take (&reader, data[i]))
      {
      case MC_ESCPOS_REAL_TIME:
        g_assert_cmpint (reader.value & 0x93, ==, 0x12);
        status.answers[n_answers++ % MC_ESCPOS_N_QUESTIONS] = reader.value;
        if (n_answers % MC_ESCPOS_N_QUESTIONS == 0)
          judge (&status);
        break;
      case MC_ESCPOS_IN_ORDER:
        g_assert_cmpint (reader.value & 0x90, ==, 0);
        break;
      case MC_ESCPOS_PROCESS_ID:
        g_assert_null (memchr (reader.id, '\0', sizeof reader.id));
        break;
      case MC_ESCPOS_CLEARED:
        g_assert_cmpint (data[i], ==, 0);
        break;
      case MC_ESCPOS_NOTHING:
      case MC_ESCPOS_GARBAGE:
      default:
        break;
      }
  g_assert_cmpuint (reader.n_block, <=, MC_ESCPOS_BLOCK_MAX);
  g_assert_cmpuint (reader.automatic_left, <=, 3);
  return 0;
}
