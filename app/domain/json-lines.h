/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* On which line of a JSON text each value stands, by its JSON pointer (RFC 6901): jansson tells a
 * line for syntax errors only. Also finds what jansson does not: each duplicate key and the first
 * value that is nested too deep. */
typedef struct _McJsonLines McJsonLines;

McJsonLines *
mc_json_lines_new (const char *data, gsize length, guint max_depth) G_GNUC_WARN_UNUSED_RESULT;
void mc_json_lines_free (McJsonLines *self);
guint mc_json_lines_find (const McJsonLines *self, const char *pointer);
guint mc_json_lines_get_n_duplicates (const McJsonLines *self);
const char *mc_json_lines_get_duplicate (const McJsonLines *self, guint index, guint *line);
const char *mc_json_lines_get_too_deep (const McJsonLines *self, guint *line); /* (nullable) */
const char *mc_json_lines_get_stop (const McJsonLines *self, guint *line);     /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McJsonLines, mc_json_lines_free)

void mc_json_pointer_append (GString *pointer, const char *member);

G_END_DECLS
