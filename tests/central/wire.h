/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/central/browser.h"
#include "tests/central/service.h"

/* An official's connection to the real service, with its cookies: they outlive a restart. */
typedef struct _Wire Wire;

Wire *wire_new (McTestService *service);
void wire_free (Wire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wire, wire_free)

gboolean wire_fetch (gpointer wire, /* a BrowserFetch */
                     const char *method,
                     const char *target,
                     const char *content_type,
                     GBytes *body,
                     guint *status,
                     char **location,
                     GBytes **page);

void wire_add_official (McTestService *service,
                        const char *login,
                        const char *name,
                        const char *post); /* ROLE:UNIT */
void wire_sign_in (Browser *browser, const char *login);
