/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A page under construction. Whatever is put in as a value is escaped, for text and for attributes
 * in double quotes alike; what is markup must be a literal in the source. */
typedef struct _McHtml McHtml;

McHtml *mc_html_new (gsize size_hint) G_GNUC_WARN_UNUSED_RESULT;
void mc_html_free (McHtml *self);
GBytes *mc_html_free_to_bytes (McHtml *self) G_GNUC_WARN_UNUSED_RESULT;
gsize mc_html_get_length (const McHtml *self);

void mc_html_text (McHtml *self, const char *value);
void mc_html_lines (McHtml *self, const char *value); /* line ends stay, as in a textarea */
void mc_html_url_part (McHtml *self, const char *value);
void mc_html_put_values (McHtml *self, const char *const *parts, gsize n_parts);
void mc_html_raw_bytes (McHtml *self, const char *markup, gsize length);

/* Markup with a {} for each value, all of them texts: mc_html_put (html, "<p>{}</p>", name). */
#define mc_html_put(self, ...)                                                                     \
  mc_html_put_values ((self),                                                                      \
                      (const char *const[]){ "" __VA_ARGS__ },                                     \
                      sizeof ((const char *const[]){ "" __VA_ARGS__ }) / sizeof (char *))

/* Markup without values; braces stay braces. A literal only. */
#define mc_html_raw(self, literal) mc_html_raw_bytes ((self), "" literal, sizeof (literal) - 1)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McHtml, mc_html_free)

G_END_DECLS
