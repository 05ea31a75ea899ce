/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/dossier.h"
#include "central/work/attachment.h"

G_BEGIN_DECLS

/* The form of one action: what is asked, what was typed, what is wrong with it, and in the end the
 * order. Outlives the view that it was made from. */
typedef struct _McActionForm McActionForm;

McActionForm *mc_action_form_new (McDossierView *view,
                                  const McOffer *offer) G_GNUC_WARN_UNUSED_RESULT;
void mc_action_form_free (McActionForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McActionForm, mc_action_form_free)

void mc_action_form_put (McActionForm *self, McHtml *html, McDossierView *view);
gboolean mc_action_form_read (McActionForm *self, McDossierView *view);
guint64 mc_action_form_get_revision (const McActionForm *self);         /* that the official saw */
const McSealedFile *mc_action_form_get_file (const McActionForm *self); /* (nullable) */
gboolean mc_action_form_has_file (const McTransition *transition);
void mc_action_form_make_order (const McActionForm *self, const char *actor, McOrder *order);

G_END_DECLS
