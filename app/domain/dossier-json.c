/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-dossier-json"

#include "config.h"
#include "app/domain/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/json-reader.h"

#include <string.h>

static const char *const MEMBERS[] = { "format",
                                       "id",
                                       "code",
                                       "status_token",
                                       "kiosk",
                                       "point",
                                       "agency",
                                       "procedure",
                                       "version",
                                       "channel",
                                       "language",
                                       "submitted_at",
                                       "clock_synchronised",
                                       "applicant",
                                       "owner",
                                       "answers",
                                       "documents",
                                       "limit_case",
                                       "expected_due",
                                       "return_way",
                                       "notice_version",
                                       "consent",
                                       "unseen",
                                       "scenario",
                                       NULL };

static void
set_string (json_t *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, member, json_string (value));
}

static void
set_time (json_t *object, const char *member, gint64 time)
{
  g_autofree char *text = NULL;

  if (time == MC_TIME_NONE)
    return;
  text = mc_time_to_rfc3339 (time);
  set_string (object, member, text);
}

static json_t *
document_to_json (const McDossierDocument *document)
{
  json_t *object = json_object ();
  json_t *pages = json_array ();

  set_string (object, "key", document->key);
  json_object_set_new (object, "originals", json_integer (document->originals));
  json_object_set_new (object, "certified", json_integer (document->certified));
  json_object_set_new (object, "copies", json_integer (document->copies));
  for (guint i = 0; i < document->pages->len; i++)
    {
      const McPageRef *ref = g_ptr_array_index (document->pages, i);
      json_t *page = json_object ();

      set_string (page, "sha256", ref->sha256);
      set_string (page, "type", ref->type);
      json_object_set_new (page, "size", json_integer ((json_int_t) ref->size));
      json_array_append_new (pages, page);
    }
  json_object_set_new (object, "pages", pages);
  return object;
}

/**
 * mc_dossier_to_json:
 * @self: a dossier
 *
 * Writes format %MC_DOSSIER_FORMAT. Members without a value are left out, so a draft can be
 * written too, though mc_dossier_from_json() takes whole dossiers only.
 *
 * Returns: (transfer full): the object
 */
json_t *
mc_dossier_to_json (const McDossier *self)
{
  json_t *object = json_object ();
  json_t *documents = json_array ();
  json_t *consent = json_object ();

  g_return_val_if_fail (self != NULL, object);

  json_object_set_new (object, "format", json_integer (MC_DOSSIER_FORMAT));
  set_string (object, "id", self->id);
  set_string (object, "code", self->code);
  set_string (object, "status_token", self->status_token);
  set_string (object, "kiosk", self->kiosk);
  set_string (object, "point", self->point_code);
  set_string (object, "agency", self->agency_code);
  set_string (object, "procedure", self->procedure);
  set_string (object, "version", self->version);
  set_string (object, "channel", self->channel);
  set_string (object, "language", self->language);
  set_time (object, "submitted_at", self->submitted_at);
  json_object_set_new (object, "clock_synchronised", json_boolean (self->clock_synchronised));
  if (self->applicant != NULL)
    json_object_set_new (object, "applicant", mc_applicant_to_json (self->applicant));
  if (self->owner != NULL)
    json_object_set_new (object, "owner", mc_applicant_to_json (self->owner));
  json_object_set_new (object, "answers", mc_answers_to_json (self->answers));
  for (guint i = 0; i < self->documents->len; i++)
    json_array_append_new (documents, document_to_json (g_ptr_array_index (self->documents, i)));
  json_object_set_new (object, "documents", documents);
  set_string (object, "limit_case", self->limit_case);
  set_time (object, "expected_due", self->expected_due);
  set_string (object, "return_way", self->return_way);
  set_string (object, "notice_version", self->notice_version);
  json_object_set_new (consent, "sms", json_boolean (self->consent_sms));
  json_object_set_new (consent, "survey", json_boolean (self->consent_survey));
  json_object_set_new (object, "consent", consent);
  json_object_set_new (object, "unseen", json_boolean (self->unseen));
  set_string (object, "scenario", self->scenario);
  return object;
}

static void
read_string (const McJsonNode *node, const char *member, guint max, char **target)
{
  g_free (*target);
  *target = g_strdup (mc_json_node_get_text (node, member, 1, max));
}

static void
read_optional_string (const McJsonNode *node, const char *member, guint max, char **target)
{
  g_free (*target);
  *target = g_strdup (mc_json_node_get_optional_text (node, member, 1, max));
}

static gboolean
read_boolean (const McJsonNode *node, const char *member)
{
  if (!mc_json_node_has (node, member))
    mc_json_node_mistake (node, member, "missing");
  return mc_json_node_get_boolean (node, member, FALSE);
}

static guint
read_count (const McJsonNode *node, const char *member)
{
  gint64 number = 0;

  if (!mc_json_node_has (node, member))
    mc_json_node_mistake (node, member, "missing");
  mc_json_node_get_int (node, member, 0, 99, &number);
  return (guint) number;
}

static void
read_time (const McJsonNode *node, const char *member, gboolean required, gint64 *time)
{
  const char *text = required ? mc_json_node_get_text (node, member, 20, 35)
                              : mc_json_node_get_optional_text (node, member, 20, 35);

  if (text != NULL && !mc_time_from_rfc3339 (text, time, NULL))
    mc_json_node_mistake (node, member, "is no time of RFC 3339");
}

static McApplicant *
read_applicant (const McJsonNode *node, const char *member, gboolean required)
{
  g_auto (McJsonNode) child = { 0 };
  g_autoptr (GError) error = NULL;
  McApplicant *applicant;

  if (!(required ? mc_json_node_get
                 : mc_json_node_get_optional) (node, member, JSON_OBJECT, &child))
    return NULL;
  applicant = mc_applicant_from_json (child.value, &error);
  if (applicant == NULL)
    mc_json_node_mistake (&child, NULL, "%s", error->message);
  return applicant;
}

static void
read_page (const McJsonNode *node, McDossierDocument *document)
{
  static const char *const PAGE[] = { "sha256", "type", "size", NULL };
  const char *sha256 = mc_json_node_get_text (node, "sha256", 64, 64);
  const char *type = mc_json_node_get_text (node, "type", 1, 40);
  gint64 size = 0;

  mc_json_node_allow (node, PAGE);
  if (!mc_json_node_has (node, "size"))
    mc_json_node_mistake (node, "size", "missing");
  mc_json_node_get_int (node, "size", 1, 16 * 1024 * 1024, &size);
  if (sha256 != NULL && strspn (sha256, "0123456789abcdef") != 64)
    mc_json_node_mistake (node, "sha256", "is no digest in small hexadecimal digits");
  if (sha256 != NULL && type != NULL)
    mc_dossier_document_add_page (document, sha256, type, (gsize) size);
}

static void
read_document (const McJsonNode *node, McDossier *self)
{
  static const char *const DOCUMENT[] = {
    "key", "originals", "certified", "copies", "pages", NULL
  };
  g_auto (McJsonNode) pages = { 0 };
  const char *key = mc_json_node_get_text (node, "key", 1, 40);
  McDossierDocument *document = mc_dossier_add_document (self, key != NULL ? key : "");

  mc_json_node_allow (node, DOCUMENT);
  document->originals = read_count (node, "originals");
  document->certified = read_count (node, "certified");
  document->copies = read_count (node, "copies");
  if (!mc_json_node_get (node, "pages", JSON_ARRAY, &pages))
    return;
  for (guint i = 0; i < json_array_size (pages.value); i++)
    {
      g_auto (McJsonNode) page = { 0 };

      if (mc_json_node_get_element (&pages, i, JSON_OBJECT, &page))
        read_page (&page, document);
    }
}

static void
read_documents (const McJsonNode *node, McDossier *self)
{
  g_auto (McJsonNode) documents = { 0 };

  if (!mc_json_node_get (node, "documents", JSON_ARRAY, &documents))
    return;
  for (guint i = 0; i < json_array_size (documents.value); i++)
    {
      g_auto (McJsonNode) document = { 0 };

      if (mc_json_node_get_element (&documents, i, JSON_OBJECT, &document))
        read_document (&document, self);
    }
}

static void
read_answers (const McJsonNode *node, McDossier *self)
{
  g_auto (McJsonNode) answers = { 0 };
  g_autoptr (GError) error = NULL;
  McAnswers *read;

  if (!mc_json_node_get (node, "answers", JSON_OBJECT, &answers))
    return;
  read = mc_answers_from_json (answers.value, &error);
  if (read == NULL)
    {
      mc_json_node_mistake (&answers, NULL, "%s", error->message);
      return;
    }
  mc_answers_free (self->answers);
  self->answers = read;
}

static void
read_consent (const McJsonNode *node, McDossier *self)
{
  static const char *const CONSENT[] = { "sms", "survey", NULL };
  g_auto (McJsonNode) consent = { 0 };

  if (!mc_json_node_get (node, "consent", JSON_OBJECT, &consent))
    return;
  mc_json_node_allow (&consent, CONSENT);
  self->consent_sms = read_boolean (&consent, "sms");
  self->consent_survey = read_boolean (&consent, "survey");
}

static void
read_head (const McJsonNode *node, McDossier *self)
{
  char token[MC_TOKEN_LENGTH + 1];

  read_string (node, "id", MC_UUID_LENGTH, &self->id);
  if (self->id != NULL && !mc_uuid_is_valid (self->id))
    mc_json_node_mistake (node, "id", "is no UUID of version 7");
  read_optional_string (node, "code", 50, &self->code);
  read_string (node, "status_token", MC_TOKEN_LENGTH, &self->status_token);
  if (self->status_token != NULL &&
      (!mc_token_parse (self->status_token, token) || !g_str_equal (token, self->status_token)))
    mc_json_node_mistake (node, "status_token", "is no token of 26 characters");
  read_string (node, "kiosk", 40, &self->kiosk);
  read_string (node, "point", 40, &self->point_code);
  read_string (node, "agency", 40, &self->agency_code);
  read_string (node, "procedure", 40, &self->procedure);
  read_string (node, "version", 20, &self->version);
  read_string (node, "channel", 20, &self->channel);
  read_string (node, "language", 2, &self->language);
  read_time (node, "submitted_at", TRUE, &self->submitted_at);
  self->clock_synchronised = read_boolean (node, "clock_synchronised");
}

static gboolean
check_format (json_t *object, GError **error)
{
  json_t *format = json_object_get (object, "format");

  if (json_is_integer (format) && json_integer_value (format) == MC_DOSSIER_FORMAT)
    return TRUE;
  if (json_is_integer (format) && json_integer_value (format) > MC_DOSSIER_FORMAT)
    g_set_error (error,
                 MC_DOSSIER_ERROR,
                 MC_DOSSIER_ERROR_FORMAT,
                 "/format: a newer dossier than this program knows (%d)",
                 MC_DOSSIER_FORMAT);
  else
    g_set_error_literal (
        error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_FORMAT, "/format: not a dossier");
  return FALSE;
}

/**
 * mc_dossier_from_json:
 * @object: a value
 * @error: %MC_DOSSIER_ERROR_FORMAT when it is no dossier or one of a newer format, else
 *   %MC_DOSSIER_ERROR_INVALID with every mistake as `/member: what is wrong`, one a line
 *
 * Reads a whole dossier, strictly: every member of the right type, none unknown. Whether it suits
 * its procedure is mc_dossier_check()'s to say. Any thread.
 *
 * Returns: (transfer full): a dossier, or %NULL
 */
McDossier *
mc_dossier_from_json (json_t *object, GError **error)
{
  g_autoptr (McDossier) self = NULL;
  g_autoptr (McJsonReader) reader = NULL;
  g_auto (McJsonNode) root = { 0 };

  if (!check_format (object, error))
    return NULL;

  self = mc_dossier_new ();
  reader = mc_json_reader_new_for_value (object);
  if (mc_json_reader_get_root (reader, &root))
    {
      mc_json_node_allow (&root, MEMBERS);
      read_head (&root, self);
      self->applicant = read_applicant (&root, "applicant", TRUE);
      self->owner = read_applicant (&root, "owner", FALSE);
      read_answers (&root, self);
      read_documents (&root, self);
      read_string (&root, "limit_case", 40, &self->limit_case);
      read_time (&root, "expected_due", FALSE, &self->expected_due);
      read_string (&root, "return_way", 20, &self->return_way);
      read_string (&root, "notice_version", 40, &self->notice_version);
      read_consent (&root, self);
      self->unseen = read_boolean (&root, "unseen");
      read_optional_string (&root, "scenario", 100, &self->scenario);
    }
  if (!mc_json_reader_finish (reader, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID, error))
    return NULL;
  return g_steal_pointer (&self);
}
