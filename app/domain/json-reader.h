/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/json-lines.h"

#include <jansson.h>

G_BEGIN_DECLS

/* Reads a JSON file that people write, and collects every mistake in it as
 * `file:line: /json/pointer: what is wrong` rather than stopping at the first. */
typedef struct _McJsonReader McJsonReader;

/* A value of the file with its place; cleared with g_auto (McJsonNode). */
typedef struct
{
  McJsonReader *reader; /* (unowned) */
  json_t *value;        /* (unowned) (nullable), held by the reader; NULL when not there */
  char *pointer;        /* (owned) */
} McJsonNode;

McJsonReader *mc_json_reader_new (const char *data,
                                  gsize length,
                                  gsize max_length,
                                  const char *file_name) G_GNUC_WARN_UNUSED_RESULT;
McJsonReader *mc_json_reader_new_for_value (json_t *value) G_GNUC_WARN_UNUSED_RESULT;
void mc_json_reader_free (McJsonReader *self);
gboolean mc_json_reader_get_root (McJsonReader *self, McJsonNode *root);
guint mc_json_reader_get_n_mistakes (McJsonReader *self);
gboolean mc_json_reader_finish (McJsonReader *self, GQuark domain, int code, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McJsonReader, mc_json_reader_free)

void mc_json_node_clear (McJsonNode *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McJsonNode, mc_json_node_clear)

void mc_json_node_mistake (const McJsonNode *self, const char *member, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void mc_json_node_allow (const McJsonNode *self, const char *const *members);
gboolean mc_json_node_has (const McJsonNode *self, const char *member);
gboolean
mc_json_node_get (const McJsonNode *self, const char *member, json_type type, McJsonNode *child);
gboolean mc_json_node_get_optional (const McJsonNode *self,
                                    const char *member,
                                    json_type type,
                                    McJsonNode *child);
gboolean
mc_json_node_get_element (const McJsonNode *self, guint index, json_type type, McJsonNode *child);
const char *
mc_json_node_get_text (const McJsonNode *self, const char *member, guint min, guint max);
const char *
mc_json_node_get_optional_text (const McJsonNode *self, const char *member, guint min, guint max);
gboolean mc_json_node_get_int (const McJsonNode *self,
                               const char *member,
                               gint64 min,
                               gint64 max,
                               gint64 *value);
gboolean mc_json_node_get_boolean (const McJsonNode *self, const char *member, gboolean fallback);
int mc_json_node_get_enum (const McJsonNode *self,
                           const char *member,
                           const char *const *names,
                           int fallback);

char *mc_json_suggest (const char *word, const char *const *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
