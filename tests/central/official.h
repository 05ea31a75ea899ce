/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/central/desk.h"

/* An official's browser in front of a desk: the same table of routes, the same handlers and the
 * same transaction as in the service, without a network and without the sign-in. */
#define OFFICIAL_CSRF "csrf-of-the-test"

void official_add (Desk *desk,
                   const char *login,
                   const char *name,
                   McRole role,
                   const char *unit,
                   const char *department); /* (nullable); again = a further post */

McAnswer *official_get (Desk *desk, const char *login, const char *target);
McAnswer *official_post (Desk *desk,
                         const char *login,
                         const char *target,
                         const char *body); /* urlencoded */

/* The same in two halves, for what happens in between. */
typedef struct _Click Click;

Click *click_new (Desk *desk, const char *login, const char *method, const char *target);
void click_add (Click *self, const char *name, const char *value); /* a field of the form */
void click_add_file (Click *self,
                     const char *name,
                     const char *file_name,
                     const void *data,
                     gsize length); /* then the form is multipart */
void click_set_language (Click *self, const char *language);
void click_handle (Click *self);      /* up to where the writer would take over */
McAnswer *click_finish (Click *self); /* (transfer full) self */

char *answer_dup_text (const McAnswer *self);
const char *answer_get_header (const McAnswer *self, const char *name); /* (nullable) */
