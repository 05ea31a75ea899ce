/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-words"

#include "config.h"

#include "ui/staff-words.h"

#include <glib/gi18n-lib.h>

static McWords *
describe_low (const char *reason)
{
  if (g_strcmp0 (reason, MC_HEALTH_REASON_ROLL_LOW) == 0)
    return mc_words_new (_ ("The printer prints, and its roll is nearly used up."),
                            _ ("By what was printed since the last new roll. Have another one at "
                            "hand."));
  if (g_strcmp0 (reason, "media-low") == 0)
    return mc_words_new (_ ("The printer prints, and says that paper is low."),
                            _ ("Have another roll at hand."));
  if (g_strcmp0 (reason, "marker-supply-low") == 0 || g_strcmp0 (reason, "toner-low") == 0)
    return mc_words_new (_ ("The printer prints, and says that ink is low."),
                            _ ("Have the next cartridge at hand."));
  return mc_words_new (_ ("The printer prints, and has something to tell."),
                          _ ("Please look at its own display."));
}

static const char *
get_remedy (const char *reason)
{
  static const struct
  {
    const char *reason;
    const char *remedy;
  } remedies[] = {
    { "media-empty", N_ ("Put in a new roll, close the cover, and say below that it is new.") },
      { "media-needed", N_ ("Put in a new roll, close the cover, and say below that it is new.") },
        { "media-jam",
          N_ ("Switch the printer off, take the paper out, cut it straight, put it in.") },
          { "cutter-jam", N_ ("Switch the printer off and free the knife, as its manual shows.") },
            { "cover-open", N_ ("Close the cover until it clicks.") },
              { "door-open", N_ ("Close the cover until it clicks.") },
                { "offline", N_ ("Look whether the printer is on, and its cable in place.") },
                  { "unreachable", N_ ("Look whether the printer is on, and its cable in place.") },
                    { "connecting-to-device",
                      N_ ("Look whether the printer is on, and its cable in place.") },
                      { "paused", N_ ("Somebody paused it. The technician starts it again.") },
                        { "stopped",
                          N_ ("Look at the printer's own display, or switch it off and on.") },
                          { "former-job",
                            N_ ("An earlier paper is still in the printer. Switch the printer off and on.") },
                        };

  for (guint i = 0; i < G_N_ELEMENTS (remedies); i++)
    if (g_strcmp0 (remedies[i].reason, reason) == 0)
      return _ (remedies[i].remedy);
  return _ ("Look at the printer's own display. If that does not help, call the technician.");
}

/**
 * mc_staff_words_for_printer:
 * @health: the machine
 *
 * Returns: (transfer full): how the printer is, and what to do
 */
McWords *
mc_staff_words_for_printer (McHealth *health)
{
  g_autofree char *fault = NULL;
  g_autofree char *sentence = NULL;

  switch (mc_health_get_printer (health))
    {
    case MC_HEALTH_PRINTER_NONE:
      return mc_words_new (_ ("This machine has no printer."),
                              _ ("Citizens photograph the code on the screen."));
    case MC_HEALTH_PRINTER_READY:
      return mc_words_new (_ ("The printer is ready."), NULL);
    case MC_HEALTH_PRINTER_LOW:
      return describe_low (mc_health_get_printer_reason (health));
    case MC_HEALTH_PRINTER_FAULT:
      fault = mc_words_for_printer_fault (mc_health_get_printer_reason (health));
      sentence = g_strdup_printf ("%s.", fault);
      return mc_words_new (sentence, get_remedy (mc_health_get_printer_reason (health)));
    case MC_HEALTH_PRINTER_UNKNOWN:
    default:
      return mc_words_new (_ ("The printer does not tell how it is."),
                              _ ("Print a test page to see whether it prints."));
    }
}

/**
 * mc_staff_words_for_roll:
 * @roll: (nullable): the roll in the printer
 *
 * Returns: (transfer full): how much paper is left
 */
char *
mc_staff_words_for_roll (McPaperRoll *roll)
{
  const McRoll *counted;

  if (roll == NULL)
    return g_strdup (_ ("Paper is not counted here."));
  counted = mc_paper_roll_get (roll);
  if (!counted->begun)
    return g_strdup (_ ("Nobody has said yet that a roll was put in."));
  return g_strdup_printf (_ ("About %.0f m of %.0f m of paper are left."),
                             mc_paper_roll_get_left_mm (roll) / 1000.0,
                             counted->length_mm / 1000.0);
}

static McWords *
describe_unknown (const McStaffPaper *paper)
{
  if (paper->copy > 1)
    return mc_words_new (_ ("It is not certain that the further copy came out."),
                            _ ("Look into the slot and ask the citizen, then say below what you "
                            "found."));
  return mc_words_new (_ ("It is not certain that the slip came out."),
                          _ ("Look into the slot and ask the citizen, then say below what you "
                          "found."));
}

/**
 * mc_staff_words_for_paper:
 * @paper: a dossier's papers
 *
 * Returns: (transfer full): what became of the latest one, and what to do
 */
McWords *
mc_staff_words_for_paper (const McStaffPaper *paper)
{
  if (paper->job == NULL)
    return mc_words_new (_ ("No slip was asked for: the printer could not print then."),
                            _ ("The citizen has the code from the screen. You can print it now."));
  switch (paper->print)
    {
    case MC_PRINT_QUEUED:
      return mc_words_new (_ ("The slip is about to be printed."), NULL);
    case MC_PRINT_OPEN:
      return mc_words_new (_ ("The slip is at the printer now."), NULL);
    case MC_PRINT_CONFIRMED:
      return mc_words_new (g_strcmp0 (paper->reason, "staff") == 0
                           ? _ ("The slip came out: staff saw it.")
                           : _ ("The slip came out."), NULL);
    case MC_PRINT_SENT:
      return mc_words_new (_ ("The slip went to the printer, which cannot tell more."),
                              _ ("Ask the citizen whether it came out."));
    case MC_PRINT_FAILED:
      if (!paper->unresolved)
        return mc_words_new (_ ("No slip came out, and none is wanted any more."), NULL);
      return mc_words_new (_ ("The slip did not come out."),
                              _ ("Print it again, or say that nobody waits for it any more."));
    case MC_PRINT_UNKNOWN:
    default:
      break;
    }
  return describe_unknown (paper);
}

/**
 * mc_staff_words_for_delivery:
 * @state: of a dossier
 *
 * Returns: whether the service centre has it
 */
const char *
mc_staff_words_for_delivery (McDeliveryState state)
{
  switch (state)
    {
    case MC_DELIVERY_QUEUED:
    case MC_DELIVERY_SENT:
      return _ ("Kept here, not sent yet.");
    case MC_DELIVERY_CONFIRMED:
      return _ ("The service centre has it.");
    case MC_DELIVERY_SAFE:
    case MC_DELIVERY_PURGED:
      return _ ("The service centre has it, and a backup, too.");
    case MC_DELIVERY_QUARANTINED:
    default:
      return _ ("Set aside: the technician must look at it.");
    }
}

/**
 * mc_staff_words_for_day:
 * @figures: (nullable): the day so far
 *
 * Returns: (transfer full): what became of today's slips, in one sentence
 */
char *
mc_staff_words_for_day (const McDayFigures *figures)
{
  if (figures == NULL || figures->dossiers == 0)
    return g_strdup (_ ("No dossier was filed here today."));
  return g_strdup_printf (_ ("%u dossiers today: %u with a slip, %u without, %u not certain."),
                             figures->dossiers,
                             figures->confirmed,
                             figures->failed + figures->not_asked,
                             figures->sent + figures->unknown + figures->waiting);
}
