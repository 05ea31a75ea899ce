/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/central/official.h"

/* A browser without script: it follows redirects, knows what stands in a page's forms, and sends
 * them as a browser would. In front of a desk, or of a service over the wire. */
typedef struct _Browser Browser;

/* One request over the wire; FALSE: the connection broke. */
typedef gboolean (*BrowserFetch) (gpointer data,
                                  const char *method,
                                  const char *target,
                                  const char *content_type, /* (nullable) */
                                  GBytes *body,             /* (nullable) */
                                  guint *status,
                                  char **location, /* (out) (transfer full) (nullable) */
                                  GBytes **page);  /* (out) (transfer full) */

Browser *browser_new (Desk *desk, const char *login);
Browser *browser_new_over (BrowserFetch fetch, gpointer data);
void browser_free (Browser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Browser, browser_free)

void browser_set_language (Browser *self, const char *language);
guint browser_open (Browser *self,
                    const char *target); /* its status, after redirects; 0: the connection broke */
gboolean browser_was_sent_on (Browser *self); /* the last one that was pressed got its 303 */
const char *browser_get_address (Browser *self);
const char *browser_get_page (Browser *self); /* its HTML */

/* The form that has a control of a name, and its controls. */
gboolean browser_has (Browser *self, const char *control);
const char *browser_read (Browser *self, const char *control); /* (nullable): not there or not on */
void browser_type (Browser *self, const char *control, const char *value);
void browser_choose_file (Browser *self,
                          const char *control,
                          const char *file_name,
                          const void *data,
                          gsize length);
guint browser_press (Browser *self,
                     const char *button, /* "": an unnamed one */
                     const char *value); /* the button's; of an unnamed one the action's end */
Click *browser_begin_press (Browser *self,
                            const char *button,
                            const char *value); /* for what happens in between */

gboolean browser_shows (Browser *self, const char *text);       /* as text */
char *browser_dup_mistake (Browser *self, const char *control); /* (nullable), beside it */
