/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/kiosks/contents.h"

#include <string.h>
#include "app/domain/code.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"

#define MAX_PAYLOAD (1024 * 1024)

/* Bytes of what is odd: every list of dossiers carries it, and a clerk needs no more. */
#define MAX_ATTENTION 500

static void
note (GString *attention, const char *words)
{
  g_string_append_printf (attention, "%s%s", attention->len > 0 ? "; " : "", words);
}

/* A kiosk's mistakes can be as many as its bytes. */
static char *
shorten (const GString *attention)
{
  const char *end;
  g_autofree char *begin = NULL;

  if (attention->len <= MAX_ATTENTION)
    return g_strdup (attention->str);

  end = g_utf8_find_prev_char (attention->str, attention->str + MAX_ATTENTION + 1);
  begin = g_strndup (attention->str, end - attention->str);
  return g_strconcat (begin, "…", NULL);
}

static void
compare_pages (const McEnvelope *envelope, const McDossier *dossier, GString *attention)
{
  guint n_named = envelope->page_digests == NULL ? 0 : g_strv_length (envelope->page_digests);
  guint n_inside = 0;

  for (guint i = 0; i < dossier->documents->len; i++)
    {
      const McDossierDocument *document = g_ptr_array_index (dossier->documents, i);

      n_inside += document->pages->len;
      for (guint page = 0; page < document->pages->len; page++)
        {
          const McPageRef *ref = g_ptr_array_index (document->pages, page);

          if (n_named == 0 ||
              !g_strv_contains ((const char *const *) envelope->page_digests, ref->sha256))
            {
              note (attention, "a page is not named outside");
              return;
            }
        }
    }
  if (n_inside != n_named)
    note (attention, "the number of pages differs outside");
}

/* A code that this kiosk could not have minted: held, for a clerk to look at. */
static void
check_code (const char *text, const McKioskRecord *kiosk, GString *attention)
{
  McCode code;

  if (!mc_code_parse (text, &code, NULL))
    note (attention, "the code is malformed");
  else if (strcmp (code.agency, kiosk->agency_code) != 0)
    note (attention, "the code is of another agency than the kiosk's");
  else if (code.serial < kiosk->serial_first || code.serial > kiosk->serial_last)
    note (attention, "the code is outside the kiosk's serial range");
}

static void
check_dossier (McCentral *central, const McDossier *dossier, gint64 now, GString *attention)
{
  McProcedure *procedure =
      mc_catalogue_find_version (central->catalogue, dossier->procedure, dossier->version);
  g_autoptr (GError) error = NULL;
  GDate day;

  if (procedure == NULL)
    {
      note (attention, "the procedure or its version is not known here");
      return;
    }

  mc_time_get_local_date (dossier->submitted_at, &day);
  if (!mc_dossier_check (dossier, procedure, &day, &error))
    note (attention, error->message);
}

static void
take_person (const McDossier *dossier, McDossierRecord *record)
{
  const McApplicant *applicant = dossier->applicant;

  if (applicant == NULL)
    return;

  record->applicant_name = g_strdup (mc_applicant_get_display_name (applicant));
  record->id_number = g_strdup (applicant->id_number);
  if (g_date_valid (&applicant->birth_date))
    record->birth_year = g_date_get_year (&applicant->birth_date);
}

/* Who received it and who decides: the commune of the competent agency, or a city department. */
static void
take_places (McCentral *central, McDossierRecord *record)
{
  const McPoint *point = mc_central_find_point (central, record->point_code);
  McProcedure *procedure =
      record->procedure == NULL || record->version == NULL
          ? NULL
          : mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  const char *unit = point != NULL ? mc_point_get_unit (point) : record->point_code;
  const char *resolver = NULL;

  record->unit = g_strdup (unit);
  record->by_city = procedure != NULL && mc_procedure_get_level (procedure) == MC_LEVEL_CITY &&
                    mc_procedure_get_agency_code (procedure) != NULL;
  if (record->by_city)
    resolver = mc_procedure_get_agency_code (procedure);
  else
    resolver = mc_central_find_unit_of_agency (central, record->agency_code);
  record->resolver = g_strdup (resolver != NULL ? resolver : unit);
}

/* Where the kiosk stands is where the citizen came to, and whose clerks must see the dossier. */
static void
take_point (const McKioskRecord *kiosk, McDossierRecord *record, GString *attention)
{
  if (g_strcmp0 (record->point_code, kiosk->point_code) == 0)
    return;

  if (record->point_code != NULL)
    note (attention, "another point inside");
  g_free (record->point_code);
  record->point_code = g_strdup (kiosk->point_code);
}

static char *
dup_member (json_t *object, const char *member, gsize max)
{
  const char *text = mc_json_get_optional_string (object, member);

  return text != NULL && *text != '\0' && strlen (text) <= max ? g_strdup (text) : NULL;
}

/* Of a dossier that is not one by our rules (perhaps by a newer program's): the citizen's receipt
 * must lead to it all the same, and a clerk must find it by name. */
static char *
salvage (json_t *object, McDossierRecord *record)
{
  json_t *applicant = json_object_get (object, "applicant");
  const char *born = mc_json_get_optional_string (applicant, "birth_date");
  const char *token_text = mc_json_get_optional_string (object, "status_token");
  char token[MC_TOKEN_LENGTH + 1];
  GDate date;

  record->procedure = dup_member (object, "procedure", 40);
  record->version = dup_member (object, "version", 40);
  record->point_code = dup_member (object, "point", 40);
  record->agency_code = dup_member (object, "agency", 40);
  record->language = dup_member (object, "language", 2);
  record->limit_case = dup_member (object, "limit_case", 40);
  record->channel = dup_member (object, "channel", 20);
  if (!mc_json_get_time (object, "submitted_at", &record->submitted_at, NULL))
    record->submitted_at = MC_TIME_NONE;
  if (!mc_json_get_time (object, "expected_due", &record->expected_due, NULL))
    record->expected_due = MC_TIME_NONE;
  record->applicant_name = dup_member (applicant, "name", 400);
  record->id_number = dup_member (applicant, "id_number", 40);
  if (born != NULL && mc_date_from_iso (born, &date))
    record->birth_year = g_date_get_year (&date);

  return token_text != NULL && mc_token_parse (token_text, token) ? g_strdup (token) : NULL;
}

static char *
take_dossier (McCentral *central,
              const McDossier *dossier,
              const McEnvelope *envelope,
              const McKioskRecord *kiosk,
              McDossierRecord *record,
              GString *attention)
{
  char token[MC_TOKEN_LENGTH + 1];

  record->procedure = g_strdup (dossier->procedure);
  record->version = g_strdup (dossier->version);
  record->point_code = g_strdup (dossier->point_code);
  record->agency_code = g_strdup (dossier->agency_code);
  record->language = g_strdup (dossier->language);
  record->limit_case = g_strdup (dossier->limit_case);
  record->channel = g_strdup (dossier->channel);
  record->submitted_at = dossier->submitted_at;
  record->expected_due = dossier->expected_due;
  take_person (dossier, record);

  if (g_strcmp0 (dossier->id, envelope->id) != 0)
    note (attention, "another id inside");
  if (g_strcmp0 (dossier->code, envelope->code) != 0)
    note (attention, "another code inside");
  if (g_strcmp0 (dossier->kiosk, kiosk->name) != 0)
    note (attention, "another kiosk inside");
  compare_pages (envelope, dossier, attention);
  check_dossier (central, dossier, record->received_at, attention);

  if (dossier->status_token != NULL && mc_token_parse (dossier->status_token, token))
    return g_strdup (token);
  note (attention, "no status token inside");

  return NULL;
}

/**
 * mc_contents_read:
 * @central: central
 * @payload: what the envelope held
 * @envelope: the envelope
 * @kiosk: who sent it
 * @record: (inout): the record to fill; its `attention` says in English what is odd
 *
 * The kiosk cannot open what it sealed, so contents are never a reason to refuse: whatever can be
 * read is taken and the rest is left to a clerk. Pure but for @central's data; any thread.
 *
 * Returns: (transfer full) (nullable): the status token
 */
char *
mc_contents_read (McCentral *central,
                  GBytes *payload,
                  const McEnvelope *envelope,
                  const McKioskRecord *kiosk,
                  McDossierRecord *record)
{
  g_autoptr (GString) attention = g_string_new (NULL);
  g_autoptr (json_t) object = NULL;
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  char *token = NULL;
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);

  check_code (envelope->code, kiosk, attention);
  object = mc_json_parse (data == NULL ? "" : data, length, MAX_PAYLOAD, "dossier", &error);
  if (object != NULL)
    dossier = mc_dossier_from_json (object, &error);
  if (dossier != NULL)
    token = take_dossier (central, dossier, envelope, kiosk, record, attention);
  else
    note (attention, error->message);
  if (dossier == NULL && json_is_object (object))
    token = salvage (object, record);

  take_point (kiosk, record, attention);
  if (record->agency_code == NULL)
    record->agency_code = g_strdup (kiosk->agency_code);
  take_places (central, record);
  if (attention->len > 0)
    record->attention = shorten (attention);

  return token;
}
