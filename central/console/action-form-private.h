/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/action-form.h"

G_BEGIN_DECLS

#define MC_ACTION_TEXT_MAX 200 /* characters of a field that is no reason */

struct _McActionForm
{
  const McTransition *transition; /* (unowned) */
  McRole role;
  guint64 revision;
  GHashTable *values;   /* (owned), control's name → what was typed or suggested, valid UTF-8 */
  GHashTable *mistakes; /* (owned), control's name → a sentence */

  char *reason;       /* (owned) (nullable) */
  char *department;   /* (owned) (nullable) */
  char *assignee;     /* (owned) (nullable) */
  gint64 due_at;      /* or MC_TIME_NONE */
  McEventData *data;  /* (owned) */
  McSealedFile *file; /* (owned) (nullable) */
};

/* A group of controls. Those whose action wants it appear in the order of the table. */
typedef struct
{
  gboolean (*is_wanted) (const McTransition *transition);
  void (*suggest) (McActionForm *self, McDossierView *view); /* (nullable) */
  void (*put) (McActionForm *self, McHtml *html, McDossierView *view);
  void (*read) (McActionForm *self, McDossierView *view); /* (nullable): nothing is asked */
} McActionField;

/* action-papers.c */
extern const McActionField mc_action_field_checked;
extern const McActionField mc_action_field_missing;
/* action-people.c */
extern const McActionField mc_action_field_department;
extern const McActionField mc_action_field_assignee;
/* action-result.c */
extern const McActionField mc_action_field_result;
extern const McActionField mc_action_field_receiver;
/* action-fields.c */
extern const McActionField mc_action_field_due;
extern const McActionField mc_action_field_stop;
extern const McActionField mc_action_field_reason;

/* action-terms.c */
extern const McActionField mc_action_field_terms;

const char *mc_action_form_get (const McActionForm *self, const char *name); /* never NULL */
gboolean mc_action_form_is_ticked (const McActionForm *self, const char *name);
void mc_action_form_set (McActionForm *self, const char *name, const char *value);
void mc_action_form_complain (McActionForm *self, const char *name, const char *sentence);
void mc_action_form_take (McActionForm *self, const McRequest *request, const char *name);
char *mc_action_form_take_text (McActionForm *self,
                                const McRequest *request,
                                const char *name,
                                guint max) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

void mc_action_form_put_mistake (const McActionForm *self, McHtml *html, const char *name);
void mc_action_form_put_text (const McActionForm *self,
                              McHtml *html,
                              const char *name,
                              const char *label,
                              const char *hint, /* (nullable) */
                              guint rows);      /* 0 = a line */
void mc_action_form_begin_choices (const McActionForm *self,
                                   McHtml *html,
                                   const char *name,
                                   const char *legend);
void mc_action_form_put_choice (McHtml *html,
                                const char *name,
                                const char *value,
                                gboolean chosen,
                                const char *title,
                                const char *detail);

G_END_DECLS
