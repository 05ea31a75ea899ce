/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/filing.h"

#include "app/domain/json.h"
#include "central/console/counter-drafts.h"

#include <string.h>

static const char *
get_string (json_t *object, const char *member)
{
  const char *text = json_string_value (json_object_get (object, member));

  return text == NULL ? "" : text;
}

/* The id in /console/counter/{id}/… */
char *
filing_dup_id (Browser *browser)
{
  const char *address = browser_get_address (browser);

  g_assert_true (g_str_has_prefix (address, "/console/counter/"));
  address += strlen ("/console/counter/");
  return g_strndup (address, strcspn (address, "/?"));
}

void
filing_begin (Browser *browser, const char *procedure)
{
  g_assert_cmpuint (browser_open (browser, "/console/counter"), ==, 200);
  g_assert_cmpuint (browser_press (browser, "procedure", procedure), ==, 200);
  g_assert_true (g_str_has_suffix (browser_get_address (browser), "/applicant"));
}

/* What the card's QR code says. */
static char *
make_card (json_t *person)
{
  const char *born = get_string (person, "birth_date");

  return g_strdup_printf ("%s||%s|%.2s%.2s%.4s|%s|%s|01012022",
                          get_string (person, "id_number"),
                          get_string (person, "name"),
                          born + 8,
                          born + 5,
                          born,
                          g_str_equal (get_string (person, "sex"), "male") ? "Nam" : "Nữ",
                          get_string (person, "address"));
}

static void
type_person (Browser *browser, const char *who, json_t *person)
{
  static const char *const members[] = { "organisation", "tax_code",   "title", "name", "id_number",
                                         "address",      "birth_date", "phone", "email" };

  if (g_str_equal (get_string (person, "kind"), "organisation"))
    {
      g_autofree char *kind = g_strconcat (who, "-organisation", NULL);

      if (!g_str_equal (who, "applicant") || browser_has (browser, "applicant.tax_code") == FALSE)
        browser_press (browser, "go", kind);
    }
  if (json_is_true (json_object_get (person, "from_card")))
    {
      g_autofree char *control = g_strconcat (who, ".card", NULL);
      g_autofree char *card = make_card (person);

      browser_type (browser, control, card);
      browser_press (browser, "go", "next"); /* the scanner's Enter */
      g_assert_true (browser_shows (browser, get_string (person, "name")));
      g_assert_true (g_str_has_suffix (browser_get_address (browser), "/applicant"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *control = g_strconcat (who, ".", members[i], NULL);

      if (json_object_get (person, members[i]) != NULL && browser_has (browser, control) &&
          (!json_is_true (json_object_get (person, "from_card")) ||
           g_strcmp0 (browser_read (browser, control), "") == 0))
        browser_type (browser, control, get_string (person, members[i]));
    }
}

static void
tick_consents (Browser *browser, json_t *consent)
{
  if (json_is_true (json_object_get (consent, "sms")))
    browser_type (browser, "consent-sms", "yes");
  if (json_is_true (json_object_get (consent, "survey")))
    browser_type (browser, "consent-survey", "yes");
}

/* Section by section; a page comes again while its answers bring up more. */
static void
type_answers (Browser *browser, json_t *answers)
{
  for (guint presses = 0; strstr (browser_get_address (browser), "/form") != NULL; presses++)
    {
      const char *key;
      json_t *value;

      g_assert_cmpuint (presses, <, 20);
      json_object_foreach (answers, key, value)
      {
        g_autofree char *control = g_strconcat (MC_COUNTER_FIELD_PREFIX, key, NULL);

        if (browser_has (browser, control))
          browser_type (browser, control, json_string_value (value));
      }
      g_assert_cmpuint (browser_press (browser, "go", "next"), ==, 200);
    }
}

static void
type_papers (Browser *browser, json_t *documents, const char *limit_case)
{
  const char *key;
  json_t *value;

  json_object_foreach (documents, key, value)
  {
    static const char *const counts[] = { "originals", "certified", "copies" };
    g_autofree char *brings = g_strconcat ("n.", key, ".brings", NULL);

    if (browser_has (browser, brings))
      browser_type (browser, brings, "yes");
    for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
      {
        g_autofree char *control = g_strconcat ("n.", key, ".", counts[i], NULL);
        json_t *count = json_object_get (value, counts[i]);
        g_autofree char *text = g_strdup_printf ("%d", (int) json_integer_value (count));

        if (count != NULL)
          browser_type (browser, control, text);
      }
  }
  if (limit_case != NULL)
    browser_type (browser, "limit", limit_case);
}

json_t *
filing_load_example (const char *assets_dir, const char *name, char **data, gsize *length)
{
  g_autofree char *path = g_build_filename (assets_dir, "examples", name, NULL);
  json_t *example;

  g_assert_true (g_file_get_contents (path, data, length, NULL));
  example = mc_json_parse (*data, *length, 1 << 20, name, NULL);
  g_assert_nonnull (example);
  return example;
}

/* From the choice of the procedure to the review. */
void
filing_fill (Browser *browser, json_t *example)
{
  json_t *owner = json_object_get (example, "owner");

  filing_begin (browser, get_string (example, "procedure"));
  type_person (browser, "applicant", json_object_get (example, "applicant"));
  tick_consents (browser, json_object_get (example, "consent"));
  if (g_str_equal (get_string (example, "language"), "en"))
    browser_type (browser, "language", "en");
  if (owner != NULL)
    {
      g_assert_cmpuint (browser_press (browser, "go", "owner"), ==, 200);
      type_person (browser, "owner", owner);
    }
  g_assert_cmpuint (browser_press (browser, "go", "next"), ==, 200);
  type_answers (browser, json_object_get (example, "answers"));
  g_assert_true (g_str_has_suffix (browser_get_address (browser), "/papers"));
  type_papers (browser,
               json_object_get (example, "documents"),
               json_string_value (json_object_get (example, "limit_case")));
  g_assert_cmpuint (browser_press (browser, "go", "next"), ==, 200);
  g_assert_true (g_str_has_suffix (browser_get_address (browser), "/review"));
}
