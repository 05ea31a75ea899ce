/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-words"

#include "config.h"

#include "ui/words.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"

/**
 * mc_words_new:
 * @what: what is the matter
 * @how: (nullable): what to do about it
 *
 * Returns: (transfer full): both
 */
McWords *
mc_words_new (const char *what, const char *how)
{
  McWords *self = g_new0 (McWords, 1);

  self->what = g_strdup (what);
  self->how = g_strdup (how);

  return self;
}

static McWords *
words_new_take (char *what, char *how)
{
  McWords *self = g_new0 (McWords, 1);

  self->what = what;
  self->how = how;

  return self;
}

/**
 * mc_words_free:
 * @self: (transfer full)
 */
void
mc_words_free (McWords *self)
{
  g_free (self->what);
  g_free (self->how);
  g_free (self);
}

/* What a field of this kind looks like when it is right. */
static McWords *
describe_shape (McFieldKind kind)
{
  switch (kind)
    {
    case MC_FIELD_ID_NUMBER:
      return mc_words_new (_ ("An identity number has exactly 12 digits."),
                              _ ("Please compare it with the card."));
    case MC_FIELD_TAX_CODE:
      return mc_words_new (_ ("A tax code has 10 or 13 digits."), _ ("Please count them again."));
    case MC_FIELD_PHONE:
      return mc_words_new (_ ("A phone number has 10 digits and begins with 0."),
                              _ ("Please compare it again."));
    case MC_FIELD_EMAIL:
      return mc_words_new (_ ("An e-mail address looks like ten@vidu.vn."),
                              _ ("Please check the @ and the dots."));
    case MC_FIELD_YEAR:
      return mc_words_new (_ ("A year has four digits."), _ ("For example 1985."));
    case MC_FIELD_TIME:
      return mc_words_new (_ ("A time of day looks like 07:30."),
                              _ ("Please enter hours and minutes."));
    case MC_FIELD_DATE:
      return mc_words_new (_ ("The date is not complete."),
                              _ ("Please enter day, month and year."));
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
      return mc_words_new (_ ("This must be a number."), _ ("Please use digits only."));
    default:
      return mc_words_new (_ ("This does not look right."), _ ("Please check it again."));
    }
}

static McWords *
describe_characters (McFieldKind kind, const char *character)
{
  switch (kind)
    {
    case MC_FIELD_NAME:
      return words_new_take (g_strdup (_ ("A name has letters only.")),
                                       g_strdup_printf (_ ("Please remove “%s”."), character));
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_TAX_CODE:
    case MC_FIELD_PHONE:
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
    case MC_FIELD_YEAR:
      return words_new_take (g_strdup (_ ("Only digits can stand here.")),
                                       g_strdup_printf (_ ("Please remove “%s”."), character));
    default:
      return words_new_take (g_strdup_printf (_ ("“%s” cannot stand here."), character),
                                              g_strdup (_ ("Please remove it.")));
    }
}

/* The lengths of these kinds are fixed: their shape says more than a count. */
static gboolean
has_fixed_length (McFieldKind kind)
{
  return kind == MC_FIELD_ID_NUMBER || kind == MC_FIELD_TAX_CODE || kind == MC_FIELD_PHONE ||
         kind == MC_FIELD_YEAR || kind == MC_FIELD_TIME || kind == MC_FIELD_DATE;
}

/**
 * mc_words_for_field:
 * @kind: what kind of field it is
 * @label: its name
 * @problem: why the value is refused
 * @detail: (nullable): see #McFieldProblem
 *
 * Returns: (transfer full): what is wrong, and how it is put right
 */
McWords *
mc_words_for_field (McFieldKind kind, const char *label, McFieldProblem problem, const char *detail)
{
  if (detail == NULL)
    detail = "";

  switch (problem)
    {
    case MC_FIELD_PROBLEM_REQUIRED:
      if (kind == MC_FIELD_CHOICE || kind == MC_FIELD_YES_NO)
        return mc_words_new (_ ("Nothing is chosen yet."), _ ("Please touch one of the lines."));
      return words_new_take (g_strdup (_ ("This is still empty.")),
                                       g_strdup_printf (_ ("Please enter: %s."), label));
    case MC_FIELD_PROBLEM_CHARACTERS:
      return describe_characters (kind, detail);
    case MC_FIELD_PROBLEM_TOO_SHORT:
      if (has_fixed_length (kind))
        return describe_shape (kind);
      return words_new_take (
          g_strdup (_ ("This is too short.")),
                    g_strdup_printf (_ ("Please enter at least %s characters."), detail));
    case MC_FIELD_PROBLEM_TOO_LONG:
      if (has_fixed_length (kind))
        return describe_shape (kind);
      return words_new_take (
          g_strdup (_ ("This is too long.")),
                    g_strdup_printf (_ ("Please enter at most %s characters."), detail));
    case MC_FIELD_PROBLEM_FORMAT:
      return describe_shape (kind);
    case MC_FIELD_PROBLEM_NO_SUCH_DATE:
      return mc_words_new (_ ("There is no such day in the calendar."),
                              _ ("Please check day, month and year."));
    case MC_FIELD_PROBLEM_TOO_EARLY:
      return words_new_take (
          g_strdup (_ ("This day is too early.")),
                    g_strdup_printf (_ ("It can be %s at the earliest."), detail));
    case MC_FIELD_PROBLEM_TOO_LATE:
      if (*detail == '\0')
        return mc_words_new (_ ("This day has not come yet."),
                                _ ("Please check day, month and year."));
      return words_new_take (g_strdup (_ ("This day is too late.")),
                                       g_strdup_printf (_ ("It can be %s at the latest."), detail));
    case MC_FIELD_PROBLEM_TOO_SMALL:
      return words_new_take (g_strdup (_ ("This number is too small.")),
                                       g_strdup_printf (_ ("It must be at least %s."), detail));
    case MC_FIELD_PROBLEM_TOO_LARGE:
      return words_new_take (g_strdup (_ ("This number is too large.")),
                                       g_strdup_printf (_ ("It must be at most %s."), detail));
    case MC_FIELD_PROBLEM_NOT_A_CHOICE:
      return mc_words_new (_ ("Nothing is chosen yet."), _ ("Please touch one of the lines."));
    case MC_FIELD_PROBLEM_NONE:
      break;
    }

  return describe_shape (kind);
}

/**
 * mc_words_for_card:
 * @error: (nullable): an #McCardError
 *
 * Returns: (transfer full): why the card was not taken, and what to do instead
 */
McWords *
mc_words_for_card (const GError *error)
{
  const int code =
      error != NULL && error->domain == MC_CARD_ERROR ? error->code : MC_CARD_ERROR_FIELDS;

  switch ((McCardError) code)
    {
    case MC_CARD_ERROR_NUMBER:
    case MC_CARD_ERROR_BIRTH_DATE:
    case MC_CARD_ERROR_SEX:
      return mc_words_new (
          _ ("Number, birth date and sex on this card do not fit together."),
             _ ("Please type your details instead. The officer will look at the card."));
    case MC_CARD_ERROR_ENCODING:
    case MC_CARD_ERROR_FIELDS:
    case MC_CARD_ERROR_OLD_NUMBER:
    case MC_CARD_ERROR_NAME:
    case MC_CARD_ERROR_RESIDENCE:
    case MC_CARD_ERROR_ISSUE_DATE:
      break;
    }

  return mc_words_new (_ ("The card could not be read completely."),
                          _ ("Please hold it still and try again, or type your details instead."));
}

/**
 * mc_words_for_counter:
 * @point: (nullable): where the machine stands
 *
 * Returns: (transfer full): "quầy số 2", or "quầy tiếp nhận" where the number is not known
 */
char *
mc_words_for_counter (const McPoint *point)
{
  if (point != NULL && point->counter != NULL && *point->counter != '\0')
    return g_strdup_printf (_ ("counter %s"), point->counter);

  return g_strdup (_ ("the reception counter"));
}

/**
 * mc_words_for_intake_problem:
 * @problem: why the dossier was not taken
 * @point: (nullable): where the machine stands
 *
 * Returns: (transfer full): a calm verdict for the title, and the next step
 */
McWords *
mc_words_for_intake_problem (McIntakeProblem problem, const McPoint *point)
{
  g_autofree char *counter = mc_words_for_counter (point);

  switch (problem)
    {
    case MC_INTAKE_PROBLEM_NOT_ENROLLED:
      return words_new_take (
          g_strdup (_ ("This machine cannot take dossiers yet")),
                    g_strdup_printf (_ ("It has not been set up. Please file at %s."), counter));
    case MC_INTAKE_PROBLEM_FULL:
      return words_new_take (g_strdup (
          _ ("This machine cannot take more dossiers now")),
          g_strdup_printf (_ ("Its storage is full. Nothing was sent. Please file at %s."),
                              counter));
    case MC_INTAKE_PROBLEM_SERIALS:
      return words_new_take (g_strdup (
          _ ("This machine has given out all its numbers for today")),
          g_strdup_printf (_ ("Nothing was sent. Please file at %s, or here tomorrow."), counter));
    case MC_INTAKE_PROBLEM_INCOMPLETE:
      return mc_words_new (_ ("Something is still missing"),
                              _ ("Please go back and look through your answers once more."));
    case MC_INTAKE_PROBLEM_STORAGE:
    case MC_INTAKE_PROBLEM_NONE:
      break;
    }

  return words_new_take (
      g_strdup (_ ("The dossier could not be saved")),
                g_strdup_printf (
                    _ ("What you entered is still here. Please try again. If it fails once more, "
                          "file at %s."),
                       counter));
}

/**
 * mc_words_for_printer_fault:
 * @reason: (nullable): an IPP printer-state-reasons keyword
 *
 * Returns: (transfer full): a verdict for a title, "Máy in đang hết giấy"
 */
char *
mc_words_for_printer_fault (const char *reason)
{
  if (reason == NULL)
    return g_strdup (_ ("The printer does not answer"));
  if (g_str_has_prefix (reason, "media-empty") || g_str_has_prefix (reason, "media-needed"))
    return g_strdup (_ ("The printer has run out of paper"));
  if (g_str_has_prefix (reason, "media-jam"))
    return g_strdup (_ ("Paper is stuck in the printer"));
  if (g_str_has_prefix (reason, "cover-open") || g_str_has_prefix (reason, "door-open") ||
      g_str_has_prefix (reason, "interlock-open"))
    return g_strdup (_ ("The printer's cover is open"));

  return g_strdup (_ ("The printer cannot print now"));
}

/**
 * mc_words_for_print:
 * @print: what became of the slip
 * @health: the machine
 * @point: (nullable): where the machine stands
 *
 * Returns: (transfer full): what became of the slip, and what to do; every outcome has words
 */
McWords *
mc_words_for_print (McIntakePrint print, McHealth *health, const McPoint *point)
{
  g_autofree char *counter = mc_words_for_counter (point);

  switch (print)
    {
    case MC_INTAKE_PRINT_WAITING:
      return mc_words_new (_ ("The slip is about to be printed."), _ ("Please wait a moment."));
    case MC_INTAKE_PRINT_PRINTING:
      return mc_words_new (_ ("The slip is being printed."), _ ("Please wait a moment."));
    case MC_INTAKE_PRINT_DONE:
      return mc_words_new (_ ("The slip has been printed."),
                              _ ("Please take it from the slot below."));
    case MC_INTAKE_PRINT_SENT:
      return words_new_take (
          g_strdup (_ ("The slip was sent to the printer.")),
                    g_strdup_printf (
                        _ ("Please take it from the slot below. If there is none, photograph this "
                              "screen, or ask for the slip at %s."),
                           counter));
    case MC_INTAKE_PRINT_FAILED:
      return words_new_take (g_strdup (
          _ ("The slip was not printed.")),
          g_strdup_printf (
              _ ("Your dossier is safe. Please photograph this screen, or ask for the slip at %s."),
                 counter));
    case MC_INTAKE_PRINT_UNKNOWN:
      return words_new_take (g_strdup (
          _ ("It is not certain that the slip was printed.")),
          g_strdup_printf (_ ("Please look at the slot below. If there is none, photograph this "
                              "screen, or ask for the slip at %s."),
                              counter));
    case MC_INTAKE_PRINT_NONE:
      break;
    }

  if (mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT)
    {
      g_autofree char *fault = mc_words_for_printer_fault (mc_health_get_printer_reason (health));

      return words_new_take (
          g_strdup_printf ("%s.", fault),
          g_strdup_printf (_ ("Please photograph this screen, or ask for the slip at %s."),
                              counter));
    }

  return words_new_take (g_strdup (
      _ ("This machine prints no slip.")),
      g_strdup_printf (_ ("Please photograph this screen, or ask for the slip at %s."), counter));
}

/**
 * mc_words_for_number_slip:
 * @print: what became of the slip with a number
 *
 * Returns: (transfer full): what became of it, and what to do; every outcome has words
 */
McWords *
mc_words_for_number_slip (McIntakePrint print)
{
  switch (print)
    {
    case MC_INTAKE_PRINT_WAITING:
    case MC_INTAKE_PRINT_PRINTING:
      return mc_words_new (_ ("The slip with your number is being printed."),
                              _ ("Please wait a moment."));
    case MC_INTAKE_PRINT_DONE:
      return mc_words_new (
          _ ("The slip with your number has been printed."),
             _ ("Please take it from the slot below and wait until the number is called."));
    case MC_INTAKE_PRINT_SENT:
      return mc_words_new (_ ("The slip with your number was sent to the printer."),
                              _ ("Please take it from the slot below. If there is none, remember the number: it is enough."));
    case MC_INTAKE_PRINT_UNKNOWN:
      return mc_words_new (_ ("It is not certain that the slip was printed."),
                              _ ("Please look at the slot below. If there is none, remember the number: it is enough."));
    case MC_INTAKE_PRINT_FAILED:
    case MC_INTAKE_PRINT_NONE:
    default:
      return mc_words_new (
          _ ("There is no slip now."),
             _ ("Please remember the number, or photograph this screen. It is enough."));
    }
}

/**
 * mc_words_for_applicant_key:
 * @key: key of a review line of the applicant
 *
 * Returns: (transfer none): its label
 */
const char *
mc_words_for_applicant_key (const char *key)
{
  static const struct
  {
    const char *key;
    const char *label;
  } labels[] = {
    { "applicant.name", N_ ("Full name") },
      { "applicant.id_number", N_ ("Identity number") },
        { "applicant.birth_date", N_ ("Date of birth") },
          { "applicant.sex", N_ ("Sex") },
            { "applicant.address", N_ ("Address") },
              { "applicant.phone", N_ ("Phone number") },
                { "applicant.email", N_ ("E-mail") },
                  { "applicant.organisation", N_ ("Name of the organisation") },
                    { "applicant.tax_code", N_ ("Tax code") },
                      { "applicant.title", N_ ("Position in the organisation") },
                    };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].key, key) == 0)
      return _ (labels[i].label);

  return key;
}

static void
add_copies (GString *text, char *words)
{
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append (text, words);
  g_free (words);
}

/**
 * mc_words_for_copies:
 * @document: a paper
 *
 * Returns: (transfer full): what kind of copy to bring: "1 bản chính, 1 bản photo"
 */
char *
mc_words_for_copies (const McDocument *document)
{
  GString *text = g_string_new (NULL);
  const guint originals = mc_document_get_originals (document);
  const guint certified = mc_document_get_certified (document);
  const guint copies = mc_document_get_copies (document);

  if (originals > 0)
    add_copies (
        text,
        g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u original", "%u originals", originals),
                         originals));
  if (certified > 0)
    add_copies (
        text,
        g_strdup_printf (
            dngettext (GETTEXT_PACKAGE, "%u certified copy", "%u certified copies", certified),
            certified));
  if (copies > 0)
    add_copies (
        text,
        g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u plain copy", "%u plain copies", copies),
                         copies));
  if (text->len == 0)
    g_string_append (text, _ ("to be shown at the counter"));

  return g_string_free (text, FALSE);
}

/**
 * mc_words_for_when:
 * @time: an instant
 * @now: the present
 *
 * Returns: (transfer full): "17:00 hôm nay", "08:00 ngày mai, 21/6/2025", "17:00 thứ Hai,
 * 23/6/2025"
 */
char *
mc_words_for_when (gint64 time, gint64 now)
{
  const char *const days[] = {
    C_ ("in a sentence", "Monday"),    C_ ("in a sentence", "Tuesday"),
                                           C_ ("in a sentence", "Wednesday"), C_ ("in a sentence", "Thursday"),
                                                                                  C_ ("in a sentence", "Friday"),    C_ ("in a sentence", "Saturday"),
                                                                                                                         C_ ("in a sentence", "Sunday") };
  g_autofree char *clock = mc_time_to_display_clock (time);
  g_autofree char *day = mc_time_to_display_date (time);
  GDate date;
  GDate today;
  int distance;

  mc_time_get_local_date (time, &date);
  mc_time_get_local_date (now, &today);
  distance = g_date_days_between (&today, &date);
  if (distance == 0)
    return g_strdup_printf (_ ("%s today"), clock);
  if (distance == 1)
    return g_strdup_printf (_ ("%s tomorrow, %s"), clock, day);

  /* Translators: time, day of the week, date. */
  return g_strdup_printf (
      _ ("%s on %s, %s"), clock, days[g_date_get_weekday (&date) - G_DATE_MONDAY], day);
}
