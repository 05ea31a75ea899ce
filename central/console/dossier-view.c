/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "central/people/access.h"

static void
list_offers (McDossierView *self)
{
  const McRequest *request = self->request;
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    {
      McOffer offer = { .transition = &rows[i] };

      if (rows[i].from != self->base.path.state)
        continue;
      offer.post = mc_access_find_actor (request->user, self->base.record, &rows[i]);
      if (offer.post != NULL && mc_action_check (self->central,
                                                 &self->base,
                                                 rows[i].name,
                                                 offer.post->role,
                                                 request->user->login,
                                                 request->now,
                                                 NULL) != NULL)
        g_array_append_val (self->offers, offer);
    }
}

/**
 * mc_dossier_view_new:
 * @central: central
 * @request: (unowned): a request whose capture is a dossier's id; must live longer
 * @answer: (out) (transfer full): what to answer when there is nothing to see
 *
 * Reads a dossier for a page. Any thread; inside a transaction on its thread.
 *
 * Returns: (transfer full) (nullable): %NULL with @answer set when there is no such dossier, when
 *   this official may not see it (the very same answer), or when the storage does not answer
 */
McDossierView *
mc_dossier_view_new (McCentral *central, const McRequest *request, McAnswer **answer)
{
  g_autoptr (McDossierView) self = g_new0 (McDossierView, 1);
  g_autoptr (GError) error = NULL;

  self->central = central;
  self->request = request;
  self->offers = g_array_new (FALSE, FALSE, sizeof (McOffer));
  self->names = mc_names_new (central);
  if (!mc_uuid_is_valid (request->capture) ||
      !mc_case_load (&self->base, central, request->capture, &error))
    {
      *answer =
          error == NULL || g_error_matches (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN)
              ? mc_shell_new_missing (central, request)
              : mc_shell_new_busy (central, request);
      return NULL;
    }
  if (!mc_access_may_read (request->user, self->base.record))
    {
      *answer = mc_shell_new_missing (central, request);
      return NULL;
    }

  /* Contents that do not open are shown as such. */
  self->dossier = mc_central_open_dossier (central, request->capture, NULL);
  list_offers (self);
  return g_steal_pointer (&self);
}

/**
 * mc_dossier_view_new_for_work:
 * @central: central
 * @request: (unowned): as of mc_dossier_view_new ()
 * @answer: (out) (transfer full): what to answer when there is no view
 *
 * Returns: (transfer full) (nullable): as mc_dossier_view_new (), and only for those who carry the
 *   dossier: an auditor is told that it is not theirs
 */
McDossierView *
mc_dossier_view_new_for_work (McCentral *central, const McRequest *request, McAnswer **answer)
{
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, answer);

  if (view == NULL || mc_access_may_work (request->user, view->base.record))
    return g_steal_pointer (&view);

  *answer = mc_shell_new_forbidden (central, request);
  return NULL;
}

/**
 * mc_dossier_view_free:
 * @self: (transfer full) (nullable): a view
 */
void
mc_dossier_view_free (McDossierView *self)
{
  if (self == NULL)
    return;

  if (self->base.record != NULL)
    mc_case_clear (&self->base);
  g_clear_pointer (&self->dossier, mc_dossier_free);
  g_clear_pointer (&self->offers, g_array_unref);
  g_clear_pointer (&self->names, mc_names_free);
  g_free (self);
}

/**
 * mc_dossier_view_find_offer:
 * @self: a view
 * @action: an action's name
 *
 * Returns: (transfer none) (nullable): it, when this official may do it now
 */
const McOffer *
mc_dossier_view_find_offer (const McDossierView *self, const char *action)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      const McOffer *offer = &g_array_index (self->offers, McOffer, i);

      if (g_str_equal (offer->transition->name, action))
        return offer;
    }

  return NULL;
}

/**
 * mc_dossier_view_get_main:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what moves the dossier on, when it is this official's turn
 */
const McOffer *
mc_dossier_view_get_main (const McDossierView *self)
{
  const McTransition *row = mc_workflow_get_main (self->base.path.state);
  const McOffer *offer = row == NULL ? NULL : mc_dossier_view_find_offer (self, row->name);

  /* When the specialist proposed to refuse, that is what is signed. */
  if (offer == NULL && self->base.path.state == MC_STATE_DEPARTMENT_APPROVED)
    offer = mc_dossier_view_find_offer (self, "chair_refuse");
  return offer;
}

/**
 * mc_dossier_view_get_applicant_name:
 * @self: a view
 *
 * Returns: (transfer none): whose dossier it is; a dash when that cannot be read
 */
const char *
mc_dossier_view_get_applicant_name (const McDossierView *self)
{
  const char *name = self->base.record->applicant_name;

  return name == NULL || *name == '\0' ? "–" : name;
}

/**
 * mc_dossier_view_create_path:
 * @self: a view
 * @tail: "" or "/" and more
 *
 * Returns: (transfer full): the path of the dossier's page, or of something below it
 */
char *
mc_dossier_view_create_path (const McDossierView *self, const char *tail)
{
  return g_strconcat ("/console/dossiers/", self->base.record->id, tail, NULL);
}

static void
add_paper (const McDossierView *self, GArray *papers, const McDocument *document)
{
  const McDossier *dossier = self->dossier;
  McPaperRow row = { .key = mc_document_get_key (document) };
  gboolean needed = dossier == NULL || mc_document_is_needed (document, dossier->answers);

  if (dossier != NULL)
    row.given = mc_dossier_find_document (dossier, row.key);
  if (row.given == NULL && !needed)
    return;

  row.name = mc_document_get_name (document, self->request->language);
  row.required = needed && dossier != NULL && mc_document_is_required (document);
  row.originals = row.given != NULL ? row.given->originals : mc_document_get_originals (document);
  row.certified = row.given != NULL ? row.given->certified : mc_document_get_certified (document);
  row.copies = row.given != NULL ? row.given->copies : mc_document_get_copies (document);
  g_array_append_val (papers, row);
}

static void
number_pages (GArray *papers)
{
  guint next = 1;

  for (guint i = 0; i < papers->len; i++)
    {
      McPaperRow *row = &g_array_index (papers, McPaperRow, i);

      row->first_page = next;
      if (row->given != NULL)
        next += row->given->pages->len;
    }
}

/**
 * mc_dossier_view_list_papers:
 * @self: a view
 *
 * Returns: (transfer full) (element-type McPaperRow): the papers that the procedure wants with
 *   these answers, in its order, then what else was given. Of contents that cannot be read, all
 *   of the procedure's papers
 */
GArray *
mc_dossier_view_list_papers (const McDossierView *self)
{
  GArray *papers = g_array_new (FALSE, FALSE, sizeof (McPaperRow));
  McProcedure *procedure = self->base.procedure;

  for (guint i = 0; procedure != NULL && i < mc_procedure_get_n_documents (procedure); i++)
    add_paper (self, papers, mc_procedure_get_document (procedure, i));
  for (guint i = 0; self->dossier != NULL && i < self->dossier->documents->len; i++)
    {
      const McDossierDocument *given = g_ptr_array_index (self->dossier->documents, i);
      const McPaperRow row = { .key = given->key,
                               .name = given->key,
                               .originals = given->originals,
                               .certified = given->certified,
                               .copies = given->copies,
                               .given = given };

      if (procedure == NULL || mc_procedure_find_document (procedure, given->key) == NULL)
        g_array_append_val (papers, row);
    }
  number_pages (papers);
  return papers;
}

/**
 * mc_dossier_view_find_page:
 * @self: a view
 * @number: of a scanned page, from 1, as in #McPaperRow
 *
 * Returns: (transfer none) (nullable): the page
 */
const McPageRef *
mc_dossier_view_find_page (const McDossierView *self, guint number)
{
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (self);

  for (guint i = 0; i < papers->len; i++)
    {
      const McPaperRow *row = &g_array_index (papers, McPaperRow, i);

      if (row->given != NULL && number >= row->first_page &&
          number - row->first_page < row->given->pages->len)
        return g_ptr_array_index (row->given->pages, number - row->first_page);
    }

  return NULL;
}
