/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "tests/central/browser.h"

/* A clerk who files what a citizen tells: an example of assets/examples, page by page. */
json_t *filing_load_example (const char *assets_dir, const char *name, char **data, gsize *length);
void filing_begin (Browser *browser, const char *procedure); /* up to the applicant's page */
void filing_fill (Browser *browser, json_t *example);        /* up to the review */
char *filing_dup_id (Browser *browser);
