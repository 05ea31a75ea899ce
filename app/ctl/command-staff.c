/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/domain/datetime.h"
#include "app/domain/text.h"
#include "app/kiosk/day-figures.h"
#include "app/store/staff-pin.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_LINE 256

static char *option_pdf = NULL;

static GOptionEntry day_options[] = {
  { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &option_pdf, "Draw the reconciliation slip, too", "FILE" },
  { NULL },
};

/* One line, not shown while it is typed; a pipe is read as it is. */
static char *
read_secret (const char *prompt)
{
  struct termios kept, silent;
  const gboolean terminal = tcgetattr (STDIN_FILENO, &kept) == 0;
  char line[MAX_LINE] = "";
  char *secret = NULL;

  if (terminal)
    {
      silent = kept;
      silent.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
      fputs (prompt, stderr);
    }
  if (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\r\n")] = '\0';
      secret = g_strdup (line);
    }
  explicit_bzero (line, sizeof line);
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &kept);
      fputc ('\n', stderr);
    }
  return secret;
}

/* Returns: (transfer full) (nullable): twice the same, where somebody types it unseen */
static char *
read_pin (int *code)
{
  char *pin, *again = NULL;

  setvbuf (stdin, NULL, _IONBF, 0); /* no second copy of it in a buffer */
  pin = read_secret ("PIN of the staff: ");
  if (pin != NULL && isatty (STDIN_FILENO))
    {
      again = read_secret ("Once more: ");
      if (g_strcmp0 (pin, again) != 0)
        {
          *code = mc_ctl_fail (EX_DATAERR, "that was not the same; nothing was changed");
          g_clear_pointer (&pin, mc_text_free_secret);
        }
    }
  else if (pin == NULL)
    *code = mc_ctl_fail (EX_NOINPUT, "no PIN was given on standard input");
  mc_text_free_secret (again);
  return pin;
}

static int
set_pin (McEngine *engine)
{
  g_autoptr (GError) error = NULL;
  int code = EX_OK;
  char *pin = read_pin (&code);

  if (pin == NULL)
    return code;
  mc_staff_pin_set (mc_engine_get_outbox (engine), pin, &error);
  mc_text_free_secret (pin);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return mc_ctl_fail (EX_DATAERR, "%s", error->message);
  if (error != NULL)
    return mc_ctl_fail_error (error);
  return mc_ctl_print ("the PIN is set\n");
}

static int
clear_pin (McEngine *engine)
{
  g_autoptr (GError) error = NULL;

  if (!mc_staff_pin_clear (mc_engine_get_outbox (engine), &error))
    return mc_ctl_fail_error (error);
  return mc_ctl_print ("there is no PIN any more: the staff's screens do not open\n");
}

static int
run_staff_pin (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;
  const gboolean set = g_str_equal (words[0], "set");

  if (!set && !g_str_equal (words[0], "clear"))
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl staff-pin set|clear");
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL)
    return code;
  return set ? set_pin (engine) : clear_pin (engine);
}

static int
print_roll (McEngine *engine)
{
  g_autoptr (GError) error = NULL;
  McRoll roll;

  if (!mc_outbox_get_roll (mc_engine_get_outbox (engine), &roll, &error))
    return mc_ctl_fail_error (error);
  if (!roll.begun)
    return mc_ctl_fail (
        EX_UNAVAILABLE,
        "nobody has said that a roll was put in: motcua-ctl roll new, or the staff's screens");
  return mc_ctl_print_json (json_pack ("{s:i, s:i, s:i, s:b, s:I}",
                                       "length_mm",
                                       (int) roll.length_mm,
                                       "printed_mm",
                                       (int) roll.printed_mm,
                                       "left_mm",
                                       (int) mc_paper_roll_compute_left_mm (&roll),
                                       "low",
                                       mc_paper_roll_compute_low (&roll),
                                       "begun_at",
                                       (json_int_t) roll.begun_at));
}

static int
begin_roll (McEngine *engine, const char *metres)
{
  g_autoptr (GError) error = NULL;
  guint64 length_m =
      (guint64) mc_config_get_int (mc_engine_get_config (engine), "printer", "roll-length-m");

  if (length_m == 0)
    return mc_ctl_fail (EX_UNAVAILABLE,
                        "this printer has no roll ([printer] roll-length-m): nothing is counted");
  if (metres != NULL &&
      !g_ascii_string_to_unsigned (metres, 10, 1, MC_PAPER_ROLL_MAX_M, &length_m, NULL))
    return mc_ctl_fail (
        EX_USAGE, "a roll has 1 to %d metres, not \"%s\"", MC_PAPER_ROLL_MAX_M, metres);
  if (!mc_outbox_begin_roll (mc_engine_get_outbox (engine), (guint) length_m * 1000, &error))
    return mc_ctl_fail_error (error);
  mc_state_lock_wake_owner (mc_engine_get_lock (engine));
  return print_roll (engine);
}

static int
run_roll (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;

  if (n_words > 0 && !g_str_equal (words[0], "new"))
    return mc_ctl_fail (EX_USAGE, "usage: motcua-ctl roll [new [METRES]]");
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL)
    return code;
  return n_words > 0 ? begin_roll (engine, n_words > 1 ? words[1] : NULL) : print_roll (engine);
}

static int
draw_day (McEngine *engine, const McDayFigures *day)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_day_figures_draw (day,
                                                 "vi",
                                                 mc_engine_get_medium (engine),
                                                 mc_clock_now (mc_engine_get_clock (engine)),
                                                 &error);
  gsize length;
  const void *data;

  if (page == NULL)
    return mc_ctl_fail (EX_SOFTWARE, "the slip cannot be drawn: %s", error->message);
  data = g_bytes_get_data (page->pdf, &length);
  return mc_ctl_write_file (option_pdf, data, length);
}

static json_t *
gaps_to_json (const McDayFigures *day)
{
  json_t *gaps = json_array ();

  for (guint i = 0; i < day->gaps->len; i++)
    {
      const McSerialGap *gap = &g_array_index (day->gaps, McSerialGap, i);

      json_array_append_new (gaps, json_pack ("[i, i]", (int) gap->first, (int) gap->last));
    }
  return gaps;
}

static int
print_day (const McDayFigures *day)
{
  g_autofree char *date = mc_date_to_iso (&day->date);

  return mc_ctl_print_json (
      json_pack ("{s:s, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:f, s:i, s:i, s:o}",
                 "date",
                 date,
                 "dossiers",
                 (int) day->dossiers,
                 "confirmed",
                 (int) day->confirmed,
                 "sent",
                 (int) day->sent,
                 "unknown",
                 (int) day->unknown,
                 "waiting",
                 (int) day->waiting,
                 "failed",
                 (int) day->failed,
                 "not_asked",
                 (int) day->not_asked,
                 "reprints",
                 (int) day->reprints,
                 "pickup_slips",
                 (int) day->paper.pickup_slips,
                 "papers",
                 (int) day->paper.papers,
                 "paper_mm",
                 day->paper.length_mm,
                 "undelivered",
                 (int) day->undelivered->len,
                 "quarantined",
                 (int) day->quarantined,
                 "gaps",
                 gaps_to_json (day)));
}

static int
run_day (McCtl *ctl, int n_words, char **words)
{
  int code = EX_OK;
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (McDayFigures) day = NULL;
  g_autoptr (GError) error = NULL;
  GDate date;

  if (n_words > 0 && !mc_date_from_iso (words[0], &date))
    return mc_ctl_fail (EX_USAGE, "%s is no day like 2026-03-02", words[0]);
  engine = mc_ctl_create_engine (ctl, &code);
  if (engine == NULL)
    return code;
  if (n_words == 0)
    {
      g_date_clear (&date, 1);
      mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (engine)), &date);
    }
  day = mc_day_figures_load (mc_engine_get_outbox (engine), &date, &error);
  if (day == NULL)
    return mc_ctl_fail_error (error);
  if (option_pdf != NULL)
    code = draw_day (engine, day);
  return code == EX_OK ? print_day (day) : code;
}

const McCtlCommand mc_ctl_staff_commands[] = {
  { "day",
    "[DATE] [--pdf FILE]",
    "Reconcile a day: dossiers by what became of their papers (default: today)",
    0,
    1,
    run_day,
    day_options },
  { "staff-pin",
    "set|clear",
    "Set the PIN of the staff's screens, read from the terminal or stdin, or forget it",
    1,
    1,
    run_staff_pin,
    NULL },
  { "roll",
    "[new [METRES]]",
    "Tell how much paper is left, or that a new roll was put in",
    0,
    2,
    run_roll,
    NULL },
  { NULL },
};
