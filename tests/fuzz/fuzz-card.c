/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/applicant.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* Any payload is a card whose parts are what they must be, or an error. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McCard) card = NULL;
  g_autoptr (McApplicant) applicant = mc_applicant_new (MC_APPLICANT_PERSON);
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, G_DATE_JUNE, 2025);
  card = mc_card_parse (size > 0 ? (const char *) data : "", size, &today, &error);
  g_assert_true ((card == NULL) == (error != NULL));
  if (card == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_cmpuint (strlen (card->number), ==, 12);
  g_assert_true (g_utf8_validate (card->name, -1, NULL));
  g_assert_cmpint (g_date_compare (&card->birth_date, &today), <=, 0);
  mc_applicant_take_card (applicant, card);
  g_assert_true (mc_applicant_check (applicant, &error));
  return 0;
}
