/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/http.h"

#include <string.h>

static char *
read_form (const char *body, const char *name)
{
  const McRequest request = { .body = (const guint8 *) body, .length = strlen (body) };

  return mc_request_dup_form (&request, name);
}

static char *
read_query (const char *query, const char *name)
{
  const McRequest request = { .query = query };

  return mc_request_dup_query (&request, name);
}

static void
assert_form (const char *body, const char *name, const char *expected)
{
  g_autofree char *value = read_form (body, name);

  g_assert_cmpstr (value, ==, expected);
}

/* The first value of a name, whichever way the name is written. */
static void
test_names (void)
{
  assert_form ("a=1&b=2&a=3", "a", "1");
  assert_form ("a=1&b=2&a=3", "b", "2");
  assert_form ("a=1", "c", NULL);
  assert_form ("", "a", NULL);
  assert_form ("a", "a", "");
  assert_form ("a=", "a", "");
  assert_form ("a==", "a", "=");
  assert_form ("ab=1&a=2", "a", "2");
  assert_form ("a=1&ab=2", "ab", "2");
  assert_form ("%61=1", "a", "1");
  assert_form ("%6=1&%zz=2&%=3&a=4", "a", "4");
  assert_form ("%61%=1", "a", NULL);
  assert_form ("a%00=1&a=2", "a", "2");
  assert_form ("two+words=1", "two words", "1");
  assert_form ("&&=&a=1&", "a", "1");
  assert_form ("h%E1%BB%93=1", "hồ", "1");
}

/* What a handler gets is text: other bytes would lead what walks along it out of its end. */
static void
test_values (void)
{
  static const char *const bad[] = { "%F0", "%FC%80", "a%ED%A0%80b", "%C3", "\xf0\x9f" };

  assert_form ("a=h%E1%BB%93+s%C6%A1+%26", "a", "hồ sơ &");
  assert_form ("a=%0D%0A", "a", "\r\n");
  assert_form ("a=%00", "a", NULL);
  assert_form ("a=%zz", "a", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *body = g_strconcat ("a=", bad[i], NULL);
      g_autofree char *query = g_strconcat ("?a=", bad[i], NULL);
      g_autofree char *sent = read_form (body, "a");
      g_autofree char *asked = read_query (query, "a");

      g_assert_true (g_utf8_validate (sent, -1, NULL));
      g_assert_nonnull (strstr (sent, "\xef\xbf\xbd"));
      g_assert_cmpstr (asked, ==, sent);
    }
}

static GPtrArray *
new_parts (const char *name, const char *first, const char *second)
{
  GPtrArray *parts = g_ptr_array_new ();
  const char *texts[] = { first, second };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      McFormPart *part = g_new0 (McFormPart, 1);

      part->name = g_strdup (name);
      part->data = g_byte_array_new ();
      g_byte_array_append (part->data, (const guint8 *) texts[i], strlen (texts[i]));
      g_ptr_array_add (parts, part);
    }
  return parts;
}

static void
free_parts (GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      McFormPart *part = g_ptr_array_index (parts, i);

      g_free (part->name);
      g_byte_array_unref (part->data);
      g_free (part);
    }
  g_ptr_array_unref (parts);
}

/* The same of a form that came in parts. */
static void
test_parts (void)
{
  GPtrArray *parts = new_parts ("a", "\xf0", "hồ");
  const McRequest request = { .body = (const guint8 *) "", .parts = parts };
  g_autofree char *first = mc_request_dup_form (&request, "a");
  g_autofree char *none = mc_request_dup_form (&request, "b");
  g_autoptr (GPtrArray) all = mc_request_list_form (&request, "a");

  g_assert_cmpstr (first, ==, "\xef\xbf\xbd");
  g_assert_cmpstr (none, ==, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (all, 1), ==, "hồ");
  free_parts (parts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/form/names", test_names);
  g_test_add_func ("/central/form/values", test_values);
  g_test_add_func ("/central/form/parts", test_parts);

  return g_test_run ();
}
