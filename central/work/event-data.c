/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/event-data.h"

#include <string.h>
#include "app/domain/json.h"

#define MAX_DATA (64 * 1024)

static void
missing_free (gpointer data)
{
  McMissingPaper *paper = data;

  g_free (paper->document);
  g_free (paper->name);
  g_free (paper->text);
  g_free (paper);
}

static void
checked_free (gpointer data)
{
  McCheckedPaper *paper = data;

  g_free (paper->document);
  g_free (paper);
}

/**
 * mc_event_data_new:
 *
 * Returns: (transfer full): nothing written down yet
 */
McEventData *
mc_event_data_new (void)
{
  return g_new0 (McEventData, 1);
}

/**
 * mc_event_data_free:
 * @self: (transfer full) (nullable): an event's data
 */
void
mc_event_data_free (McEventData *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->checked, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_free (self->result_number);
  g_free (self->receiver);
  g_free (self->receiver_id);
  g_free (self->authorisation);
  g_free (self->decision);
  g_free (self->money);
  g_free (self);
}

/**
 * mc_event_data_add_missing:
 * @self: an event's data
 * @document: (nullable): key of a document of the procedure
 * @name: (nullable): what another paper is called
 * @text: (nullable): what is wrong or wanted; one of the three is given
 */
void
mc_event_data_add_missing (McEventData *self,
                           const char *document,
                           const char *name,
                           const char *text)
{
  McMissingPaper *paper = g_new0 (McMissingPaper, 1);

  paper->document = g_strdup (document);
  paper->name = g_strdup (name);
  paper->text = g_strdup (text);
  if (self->missing == NULL)
    self->missing = g_ptr_array_new_with_free_func (missing_free);
  g_ptr_array_add (self->missing, paper);
}

/**
 * mc_missing_paper_get_name:
 * @self: a paper that is asked for
 * @procedure: (nullable): the procedure, of whatever version is known
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none) (nullable): what to call it; %NULL when there is nothing but its text
 */
const char *
mc_missing_paper_get_name (const McMissingPaper *self, McProcedure *procedure, const char *language)
{
  const McDocument *document = self->document == NULL || procedure == NULL
                                   ? NULL
                                   : mc_procedure_find_document (procedure, self->document);

  if (document != NULL)
    return mc_document_get_name (document, language);
  return self->document != NULL ? self->document : self->name;
}

/**
 * mc_event_data_says:
 * @self: an event's data
 * @note: (nullable): the reason of the whole, or those of all papers, joined
 *
 * Returns: whether each part of it stands beside a paper already. Any thread
 */
gboolean
mc_event_data_says (const McEventData *self, const char *note)
{
  g_auto (GStrv) parts = note == NULL ? NULL : g_strsplit (note, "; ", -1);

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; self->missing != NULL && j < self->missing->len; j++)
        {
          const McMissingPaper *paper = g_ptr_array_index (self->missing, j);

          found = found || (paper->text != NULL && strstr (paper->text, parts[i]) != NULL);
        }
      if (!found)
        return FALSE;
    }

  return TRUE;
}

/**
 * mc_event_data_add_checked:
 * @self: an event's data
 * @document: key of a document of the procedure
 * @originals: how many of each were handed in
 * @certified: how many certified copies
 * @copies: how many plain copies
 */
void
mc_event_data_add_checked (McEventData *self,
                           const char *document,
                           guint originals,
                           guint certified,
                           guint copies)
{
  McCheckedPaper *paper = g_new0 (McCheckedPaper, 1);

  paper->document = g_strdup (document);
  paper->originals = originals;
  paper->certified = certified;
  paper->copies = copies;
  if (self->checked == NULL)
    self->checked = g_ptr_array_new_with_free_func (checked_free);
  g_ptr_array_add (self->checked, paper);
}

static guint
get_count (json_t *object, const char *member)
{
  gint64 value;

  return mc_json_get_int (object, member, &value, NULL) && value > 0 && value <= G_MAXINT32 ? value
                                                                                            : 0;
}

static void
read_papers (McEventData *self, json_t *object)
{
  json_t *paper;
  gsize i;

  json_array_foreach (json_object_get (object, "missing"), i, paper)
      mc_event_data_add_missing (self,
                                 mc_json_get_optional_string (paper, "document"),
                                 mc_json_get_optional_string (paper, "name"),
                                 mc_json_get_optional_string (paper, "text"));
  json_array_foreach (json_object_get (object, "checked"), i, paper)
  {
    const char *document = mc_json_get_optional_string (paper, "document");

    if (document != NULL)
      mc_event_data_add_checked (self,
                                 document,
                                 get_count (paper, "originals"),
                                 get_count (paper, "certified"),
                                 get_count (paper, "copies"));
  }
}

static const struct
{
  const char *member;
  gsize offset;
} STRINGS[] = {
  { "result_number", G_STRUCT_OFFSET (McEventData, result_number) },
  { "receiver", G_STRUCT_OFFSET (McEventData, receiver) },
  { "receiver_id", G_STRUCT_OFFSET (McEventData, receiver_id) },
  { "authorisation", G_STRUCT_OFFSET (McEventData, authorisation) },
  { "decision", G_STRUCT_OFFSET (McEventData, decision) },
  { "money", G_STRUCT_OFFSET (McEventData, money) },
};

/**
 * mc_event_data_parse:
 * @text: (nullable): the `data` of an event
 *
 * Returns: (transfer full): what stands in it; members of a newer program are left out. Any thread
 */
McEventData *
mc_event_data_parse (const char *text)
{
  McEventData *self = mc_event_data_new ();
  g_autoptr (json_t) object =
                 text == NULL ? NULL : mc_json_parse (text, strlen (text), MAX_DATA, "event", NULL);

  if (!json_is_object (object))
    return self;

  self->number = get_count (object, "number");
  self->register_number = get_count (object, "register_number");
  read_papers (self, object);
  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    G_STRUCT_MEMBER (char *, self, STRINGS[i].offset) =
        g_strdup (mc_json_get_optional_string (object, STRINGS[i].member));

  return self;
}

static void
set_string (json_t *object, const char *member, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_new (object, member, json_string (value));
}

static void
set_count (json_t *object, const char *member, guint value)
{
  if (value > 0)
    json_object_set_new (object, member, json_integer (value));
}

static json_t *
describe_missing (const GPtrArray *papers)
{
  json_t *array = json_array ();

  for (guint i = 0; i < papers->len; i++)
    {
      const McMissingPaper *paper = g_ptr_array_index (papers, i);
      json_t *object = json_object ();

      set_string (object, "document", paper->document);
      set_string (object, "name", paper->name);
      set_string (object, "text", paper->text);
      json_array_append_new (array, object);
    }

  return array;
}

static json_t *
describe_checked (const GPtrArray *papers)
{
  json_t *array = json_array ();

  for (guint i = 0; i < papers->len; i++)
    {
      const McCheckedPaper *paper = g_ptr_array_index (papers, i);
      json_t *object = json_object ();

      set_string (object, "document", paper->document);
      set_count (object, "originals", paper->originals);
      set_count (object, "certified", paper->certified);
      set_count (object, "copies", paper->copies);
      json_array_append_new (array, object);
    }

  return array;
}

/**
 * mc_event_data_to_string:
 * @self: an event's data
 *
 * Returns: (transfer full) (nullable): it as JSON; %NULL when there is nothing in it. Any thread
 */
char *
mc_event_data_to_string (const McEventData *self)
{
  g_autoptr (json_t) object = json_object ();

  set_count (object, "number", self->number);
  set_count (object, "register_number", self->register_number);
  if (self->missing != NULL)
    json_object_set_new (object, "missing", describe_missing (self->missing));
  if (self->checked != NULL)
    json_object_set_new (object, "checked", describe_checked (self->checked));
  for (guint i = 0; i < G_N_ELEMENTS (STRINGS); i++)
    set_string (object, STRINGS[i].member, G_STRUCT_MEMBER (const char *, self, STRINGS[i].offset));

  return json_object_size (object) == 0 ? NULL : mc_json_to_string (object);
}
