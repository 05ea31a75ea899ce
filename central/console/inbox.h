/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"
#include "central/storage/work.h"

G_BEGIN_DECLS

/* What an official looks at: what waits for them, and what went on to whom. */
typedef enum
{
  MC_INBOX_MINE,
  MC_INBOX_HEADS,       /* a chairman's or director's: with the heads of department */
  MC_INBOX_SPECIALISTS, /* a head's: with specialists; a specialist's: the whole department's */
  MC_INBOX_CITIZEN,     /* waits for papers, a payment or to be collected */
} McInboxView;

#define MC_N_INBOX_VIEWS (MC_INBOX_CITIZEN + 1)

typedef enum
{
  MC_INBOX_ANY,
  MC_INBOX_OVERDUE,
  MC_INBOX_TODAY,
  MC_INBOX_LATER,
} McInboxSpan;

#define MC_N_INBOX_SPANS (MC_INBOX_LATER + 1)
#define MC_INBOX_PAGE 50 /* rows */

/* A list of one post's work as the address of the page names it. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  const McPost *post;       /* (unowned), of the request's user */
  guint number;             /* of the post among the user's */
  McInboxView view;
  const McState *state; /* (unowned) (nullable): one of the view's only */
  McInboxSpan span;
  gint64 after_due; /* where the page before ended; MC_TIME_NONE on the first */
  char *after_id;   /* (owned) (nullable) */
} McInbox;

gboolean mc_inbox_init (McInbox *self, McCentral *central, const McRequest *request);
void mc_inbox_clear (McInbox *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McInbox, mc_inbox_clear)

gboolean mc_inbox_is_work (const McPost *post);
gboolean mc_inbox_has_view (const McInbox *self, McInboxView view);
const McState *mc_inbox_get_states (const McInbox *self, McInboxView view, guint *n_states);
McInboxQuery mc_inbox_make_query (const McInbox *self);
char *mc_inbox_create_path (const McInbox *self,
                            const McDossierRecord *last) /* (nullable): the page after it */
    G_GNUC_WARN_UNUSED_RESULT;

McAnswer *mc_inbox_page_new (const McInbox *self) G_GNUC_WARN_UNUSED_RESULT; /* inbox-page.c */

G_END_DECLS
