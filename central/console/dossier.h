/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"
#include "central/people/staff.h"
#include "central/work/action.h"

G_BEGIN_DECLS

/* Of a form with a file: more than a file may have, so that we can say so ourselves. */
#define MC_DOSSIER_UPLOAD_MAX (16 * 1024 * 1024)

/* Something that the official may do now, and by which post. */
typedef struct
{
  const McTransition *transition; /* (unowned) */
  const McPost *post;             /* (unowned), of the request's user */
} McOffer;

/* A dossier as one official sees it: read once for a page. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  McCase base;
  McDossier *dossier; /* (owned) (nullable): its contents cannot be read */
  GArray *offers;     /* (owned) (element-type McOffer), in the table's order */
  McNames *names;     /* (owned), of officials */
} McDossierView;

McDossierView *mc_dossier_view_new (McCentral *central,
                                    const McRequest *request,
                                    McAnswer **answer) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McDossierView *
mc_dossier_view_new_for_work (McCentral *central,
                              const McRequest *request,
                              McAnswer **answer) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_dossier_view_free (McDossierView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDossierView, mc_dossier_view_free)

const McOffer *mc_dossier_view_find_offer (const McDossierView *self,
                                           const char *action);      /* (nullable) */
const McOffer *mc_dossier_view_get_main (const McDossierView *self); /* (nullable) */
const char *mc_dossier_view_get_applicant_name (const McDossierView *self);
char *mc_dossier_view_create_path (const McDossierView *self, const char *tail)
    G_GNUC_WARN_UNUSED_RESULT; /* "/console/dossiers/…/actions/receive" */

/* One of the papers that belong to it. */
typedef struct
{
  const char *key;
  const char *name;
  gboolean required;
  guint originals, certified, copies; /* as promised, else as the procedure wants them */
  const McDossierDocument *given;     /* (unowned) (nullable), what was promised or scanned */
  guint first_page;                   /* number of its first scanned page, from 1 */
} McPaperRow;

GArray *mc_dossier_view_list_papers (const McDossierView *self)
    G_GNUC_WARN_UNUSED_RESULT; /* of McPaperRow */
const McPageRef *mc_dossier_view_find_page (const McDossierView *self,
                                            guint number); /* (nullable) */

/* dossier-words.c */
char *mc_dossier_words_describe_turn (McDossierView *self) G_GNUC_WARN_UNUSED_RESULT;
char *mc_dossier_words_describe_actor (McDossierView *self,
                                       const McEventRecord *event) G_GNUC_WARN_UNUSED_RESULT;

/* Parts of the page. */
McAnswer *mc_dossier_page_new (McDossierView *self,
                               guint status,
                               const char *notice) G_GNUC_WARN_UNUSED_RESULT; /* dossier-page.c */
void mc_dossier_put_summary (McHtml *html, McDossierView *self);              /* dossier-page.c */
void mc_dossier_put_message (McHtml *html, McDossierView *self);              /* dossier-page.c */
void mc_dossier_put_way_back (McHtml *html, McDossierView *self);             /* dossier-page.c */
void mc_dossier_put_contents (McHtml *html, McDossierView *self); /* dossier-contents.c */
void mc_dossier_put_page_links (McHtml *html, McDossierView *self, const McPaperRow *paper);
void mc_dossier_put_steps (McHtml *html, McDossierView *self); /* dossier-history.c */
void mc_dossier_put_missing (McHtml *html, McDossierView *self, const McEventData *data);
void mc_dossier_put_history (McHtml *html, McDossierView *self); /* dossier-history.c */
void mc_dossier_put_files (McHtml *html, McDossierView *self);   /* dossier-files.c */
const char *mc_dossier_get_file_attributes (const char *language);
const char *mc_dossier_describe_file_error (const GError *error, const char *language);
void mc_dossier_put_prints (McHtml *html, McDossierView *self); /* dossier-print.c */
void mc_dossier_put_print (McHtml *html, McDossierView *self, const char *key, gboolean main);
void mc_dossier_put_notes (McHtml *html, McDossierView *self); /* dossier-notes.c */
void mc_dossier_put_events (McHtml *html, McDossierView *self, guint64 after);

G_END_DECLS
