/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/paper-private.h"

#include "app/domain/form-set.h"
#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "app/domain/receipt.h"

#include <sodium.h>
#include <string.h>

typedef struct
{
  const char *key;
  const char *sign;   /* (nullable), after its number in its series */
  gboolean by_agency; /* a letter of who decides, not of the desk */
  gboolean stays;     /* in the folder: without a code for the citizen's phone */
  McPaperFunc draw;
} Kind;

/* In the order in which they go out. The signs are ours: the law asks for a number only. */
static const Kind KINDS[] = {
  { MC_FORM_DECLARATION, NULL, FALSE, TRUE, mc_paper_draw_declaration },
  { MC_FORM_RECEIPT, NULL, FALSE, FALSE, mc_paper_draw_receipt },
  { MC_FORM_CONTROL, NULL, FALSE, FALSE, mc_paper_draw_control },
  { MC_FORM_SUPPLEMENT, "PYCBS", FALSE, FALSE, mc_paper_draw_supplement },
  { MC_FORM_REFUSAL, "PTC", FALSE, FALSE, mc_paper_draw_refusal },
  { MC_FORM_APOLOGY, "PXL", TRUE, FALSE, mc_paper_draw_apology },
  { MC_FORM_STOP, "TBD", TRUE, FALSE, mc_paper_draw_stop },
  { MC_FORM_HANDOVER, NULL, FALSE, FALSE, mc_paper_draw_handover },
};

static const Kind *
find_kind (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    if (g_strcmp0 (KINDS[i].key, key) == 0)
      return &KINDS[i];

  return NULL;
}

/**
 * mc_paper_get_keys:
 *
 * Returns: (transfer none) (array zero-terminated=1): the keys of all papers that a dossier can
 *   have, in the order in which they go out. Any thread
 */
const char *const *
mc_paper_get_keys (void)
{
  static const char *const keys[] = { MC_FORM_DECLARATION, MC_FORM_RECEIPT,  MC_FORM_CONTROL,
                                      MC_FORM_SUPPLEMENT,  MC_FORM_REFUSAL,  MC_FORM_APOLOGY,
                                      MC_FORM_STOP,        MC_FORM_HANDOVER, NULL };

  G_STATIC_ASSERT (G_N_ELEMENTS (keys) == G_N_ELEMENTS (KINDS) + 1);
  return keys;
}

/* The paper that a dossier's citizen signs, in the words of its procedure. */
static const McDocument *
find_declaration (const McCase *self)
{
  return self->procedure == NULL ? NULL : mc_procedure_find_declaration (self->procedure);
}

/**
 * mc_paper_find_event:
 * @self: a dossier
 * @key: a paper's key
 *
 * Returns: (transfer none) (nullable): the latest event that the paper goes out with; %NULL when
 *   there is none that holds: what was undone, or came before the dossier was opened anew, is as
 *   if it had not been. The control slip goes with the folder from its reception on; the
 *   declaration is the citizen's and is there from the submission on, whatever happens, where the
 *   procedure has one. Any thread
 */
const McEventRecord *
mc_paper_find_event (const McCase *self, const char *key)
{
  const char *form = g_strcmp0 (key, MC_FORM_CONTROL) == 0 ? MC_FORM_RECEIPT : key;

  if (g_strcmp0 (key, MC_FORM_DECLARATION) == 0)
    return find_declaration (self) == NULL || self->events->len == 0
               ? NULL
               : g_ptr_array_index (self->events, 0);

  for (guint i = self->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i - 1);

      if (g_str_equal (event->action, "reopen"))
        return NULL;
      if (g_str_equal (event->action, "undo") && i > 1)
        i--;
      else if (g_strcmp0 (event->form, form) == 0)
        return event;
    }

  return NULL;
}

/**
 * mc_paper_get_title:
 * @self: a dossier
 * @event: that it goes out with
 * @key: its key
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what the law of that day calls it, or the dossier's procedure its
 *   declaration. Any thread
 */
const char *
mc_paper_get_title (const McCase *self,
                    const McEventRecord *event,
                    const char *key,
                    const char *language)
{
  const McDocument *declaration =
      g_str_equal (key, MC_FORM_DECLARATION) ? find_declaration (self) : NULL;
  const McForm *form;
  GDate day;

  if (declaration != NULL)
    return mc_document_get_name (declaration, language);
  mc_time_get_local_date (event->at, &day);
  form = mc_form_find (key, &day);
  return form == NULL ? key : mc_pick (language, form->title, form->title_en);
}

static void
make_token (char token[MC_TOKEN_LENGTH + 1])
{
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  g_autofree char *text = NULL;

  randombytes_buf (random, sizeof random);
  text = mc_token_new (random);
  g_strlcpy (token, text, MC_TOKEN_LENGTH + 1);
}

/* Who decides: a city department, or the commune, which need not be the one that received it. */
static const char *
find_agency (McCentral *central, const McCase *self)
{
  const McDossierRecord *record = self->record;

  if (record->by_city && self->procedure != NULL)
    return mc_procedure_get_agency_name (self->procedure, MC_LANGUAGE_VI);
  for (guint i = 0; record->resolver != NULL && i < central->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (central->points, i);

      if (g_str_equal (mc_point_get_unit (point), record->resolver))
        return point->agency_name;
    }

  return NULL;
}

static char *
find_name (McCentral *central, const char *login)
{
  g_autoptr (McUserRecord) user =
                 login == NULL ? NULL
                               : mc_people_find_user (MC_PEOPLE (central->storage), login, NULL);

  return user == NULL ? NULL : g_strdup (user->name);
}

static void
source_clear (McPaperSource *source)
{
  g_clear_pointer (&source->dossier, mc_dossier_free);
  g_clear_pointer (&source->data, mc_event_data_free);
  g_free (source->officer);
  g_free (source->number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McPaperSource, source_clear)

static gboolean
refuse (GError **error, McWorkflowError code, const char *message)
{
  g_set_error_literal (error, MC_WORKFLOW_ERROR, code, message);
  return FALSE;
}

static gboolean
prepare (McPaperSource *source,
         McCentral *central,
         const McCase *self,
         const Kind *kind,
         GError **error)
{
  source->central = central;
  source->base = self;
  source->event = mc_paper_find_event (self, kind->key);
  if (source->event == NULL)
    return refuse (
        error, MC_WORKFLOW_ERROR_ACTION, "nothing has happened that this paper goes out with");
  if (self->procedure == NULL || self->point == NULL)
    return refuse (error,
                   MC_WORKFLOW_ERROR_CONTENTS,
                   "the dossier's procedure or receiving point is not known here");
  source->dossier = mc_central_open_dossier (central, self->record->id, error);
  if (source->dossier == NULL)
    return FALSE;
  if (source->dossier->applicant == NULL)
    return refuse (error, MC_WORKFLOW_ERROR_CONTENTS, "the dossier does not say who filed it");

  source->data = mc_event_data_parse (source->event->data);
  source->officer = find_name (central, source->event->actor);
  source->agency = find_agency (central, self);
  source->procedure_name = mc_procedure_get_name (self->procedure, MC_LANGUAGE_VI);
  if (kind->sign != NULL && source->data->number > 0)
    source->number = g_strdup_printf ("%u/%s", source->data->number, kind->sign);
  return TRUE;
}

static void
fill_head (McPaperSource *source, const Kind *kind, const char *url)
{
  const McCase *self = source->base;

  source->status_url = url;
  source->head.parent_agency = MC_PARENT_AGENCY;
  source->head.point = self->point;
  source->head.agency = kind->by_agency ? source->agency : NULL;
  source->head.code = self->record->code;
  source->head.number = source->number;
  source->head.issued_at = source->event->at;
  source->head.status_url = url;
  source->head.language = source->dossier->language;
}

/**
 * mc_paper_issue:
 * @central: central
 * @self: a dossier
 * @key: the paper's key
 * @error: return location for an #McWorkflowError (there is no such paper of it, or its contents
 *   are not known), or an error of the storage, the envelope, the dossier or the page
 *
 * Draws an official paper as the law had it on the day of its event, from what the citizen sealed
 * and what the officials wrote down, with a status token minted for this copy alone
 * where the citizen takes it along. Reads the
 * storage, draws for some 50 ms: not in an HTTP thread.
 *
 * Returns: (transfer full) (nullable): the paper; nobody may have it before mc_paper_keep () is
 *   committed, for its QR leads nowhere until then
 */
McIssuedPaper *
mc_paper_issue (McCentral *central, const McCase *self, const char *key, GError **error)
{
  const Kind *kind = find_kind (key);
  g_auto (McPaperSource) source = { 0 };
  g_autoptr (McIssuedPaper) paper = NULL;
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *url = NULL;

  if (kind == NULL)
    {
      refuse (error, MC_WORKFLOW_ERROR_ACTION, "there is no such paper");
      return NULL;
    }
  if (!prepare (&source, central, self, kind, error))
    return NULL;

  paper = g_new0 (McIssuedPaper, 1);
  paper->key = kind->key;
  if (!kind->stays)
    {
      make_token (paper->token);
      url = mc_status_url_new (central->public_url, paper->token);
    }
  fill_head (&source, kind, url);
  page = kind->draw (&source, &problem);
  /* Without a word: the law of the day knows no such form. */
  if (page == NULL && problem == NULL)
    refuse (&problem, MC_WORKFLOW_ERROR_CONTENTS, "no form of that day is known");
  if (page == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  paper->pdf = g_bytes_ref (page->pdf);
  return g_steal_pointer (&paper);
}

/**
 * mc_paper_keep:
 * @self: a drawn paper; may be kept again when its batch was rolled back
 * @storage: in a transaction
 * @dossier: the dossier's id
 * @at: when it goes out
 * @error: return location for an error of the storage
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE when its token, if it has one, is part of the transaction
 */
gboolean
mc_paper_keep (const McIssuedPaper *self,
               McStorage *storage,
               const char *dossier,
               gint64 at,
               GError **error)
{
  return *self->token == '\0' ||
         mc_storage_add_token (storage, dossier, self->token, self->key, at, error);
}

/**
 * mc_paper_free:
 * @self: (transfer full) (nullable): a paper
 */
void
mc_paper_free (McIssuedPaper *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self->token, sizeof self->token);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_free (self);
}
