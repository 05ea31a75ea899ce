/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "app/domain/json.h"
#include "app/protocol/keys.h"

/* What the tests of app/protocol share: the published vectors and what every one of them needs. */

static inline json_t *
load_vectors (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", name, NULL);
  json_error_t problem;
  json_t *vectors = json_load_file (path, JSON_REJECT_DUPLICATES, &problem);

  if (vectors == NULL)
    g_error ("%s:%d: %s", path, problem.line, problem.text);
  return vectors;
}

static inline const char *
get_text (json_t *object, const char *member)
{
  return json_string_value (json_object_get (object, member));
}

static inline GBytes *
get_base64 (json_t *object, const char *member)
{
  const char *text = get_text (object, member);
  gsize length;
  guchar *data;

  g_assert_nonnull (text);
  if (text[0] == '\0')
    return g_bytes_new (NULL, 0);
  data = g_base64_decode (text, &length);
  return g_bytes_new_take (data, length);
}

static inline void
get_key (json_t *object, const char *member, guint8 key[32])
{
  g_assert_true (mc_key_from_base64 (get_text (object, member), key));
}
