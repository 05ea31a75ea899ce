/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/signature-base.h"

#include <string.h>

#include "app/protocol/base64.h"

/* Ours are below 250 bytes. */
#define MAX_FIELD_LENGTH 1024

#define SIGNATURE_BASE64_LENGTH 88

/* Takes @literal off the front of *@cursor, or leaves *@cursor as it is. */
static gboolean
take (const char **cursor, const char *literal)
{
  const gsize length = strlen (literal);

  if (strncmp (*cursor, literal, length) != 0)
    return FALSE;
  *cursor += length;
  return TRUE;
}

/* RFC 8941 section 3.3.3 without the escapes: none of our values needs one, and a reader without
 * them cannot disagree with another reader about what they mean. */
static char *
take_string (const char **cursor)
{
  const char *start, *end;

  if (!take (cursor, "\""))
    return NULL;
  start = *cursor;
  for (end = start; *end != '"'; end++)
    if (*end < 0x20 || *end > 0x7e || *end == '\\')
      return NULL;
  *cursor = end + 1;
  return g_strndup (start, (gsize) (end - start));
}

/* RFC 8941 section 3.3.1, not negative and written one way only: no leading zero. */
static gboolean
take_integer (const char **cursor, gint64 *value)
{
  const char *start = *cursor;
  guint digits = 0;

  *value = 0;
  while (g_ascii_isdigit (start[digits]) && digits < 15)
    {
      *value = *value * 10 + (start[digits] - '0');
      digits++;
    }
  if (digits == 0 || g_ascii_isdigit (start[digits]) || (start[0] == '0' && digits > 1))
    return FALSE;
  *cursor += digits;
  return TRUE;
}

/* One covered component: a lower-case name, then "req" and "key" at most, in that order. */
static char *
take_identifier (const char **cursor)
{
  const char *start = *cursor;
  g_autofree char *name = take_string (cursor);

  if (name == NULL || name[0] == '\0')
    return NULL;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-' && !(*p == '@' && p == name))
      return NULL;
  take (cursor, ";req");
  if (take (cursor, ";key="))
    {
      g_autofree char *key = take_string (cursor);

      if (key == NULL)
        return NULL;
    }
  return g_strndup (start, (gsize) (*cursor - start));
}

static gboolean
take_components (const char **cursor, McSignatureInput *self)
{
  if (!take (cursor, "("))
    return FALSE;
  while (!take (cursor, ")"))
    {
      g_autofree char *identifier = NULL;

      if (self->n_identifiers == MC_SIGNATURE_MAX_COMPONENTS)
        return FALSE;
      if (self->n_identifiers > 0 && !take (cursor, " "))
        return FALSE;
      identifier = take_identifier (cursor);
      if (identifier == NULL)
        return FALSE;
      for (guint i = 0; i < self->n_identifiers; i++)
        if (strcmp (self->identifiers[i], identifier) == 0)
          return FALSE; /* RFC 9421 section 2: each component once */
      self->identifiers[self->n_identifiers++] = g_steal_pointer (&identifier);
    }
  return TRUE;
}

static gboolean
take_string_once (const char **cursor, char **value)
{
  if (*value != NULL)
    return FALSE;
  *value = take_string (cursor);
  return *value != NULL;
}

static gboolean
take_params (const char **cursor, McSignatureInput *self)
{
  while (**cursor != '\0')
    {
      if (take (cursor, ";created="))
        {
          if (self->has_created || !take_integer (cursor, &self->created))
            return FALSE;
          self->has_created = TRUE;
        }
      else if (take (cursor, ";keyid="))
        {
          if (!take_string_once (cursor, &self->keyid))
            return FALSE;
        }
      else if (take (cursor, ";alg="))
        {
          if (!take_string_once (cursor, &self->alg))
            return FALSE;
        }
      else if (take (cursor, ";tag="))
        {
          if (!take_string_once (cursor, &self->tag))
            return FALSE;
        }
      else
        return FALSE;
    }
  return TRUE;
}

/**
 * mc_signature_input_parse:
 * @field: a Signature-Input field value
 * @label: the one label that it may carry
 *
 * Reads the subset of RFC 8941 that a signature of ours needs, and only in the one spelling that a
 * serialiser writes: exactly one member, labelled @label; single spaces; no escapes; known
 * parameters, each at most once. Everything else is refused, so that no other reader of the same
 * field can understand something else. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): the member taken apart, or %NULL when @field is anything
 *   else
 */
McSignatureInput *
mc_signature_input_parse (const char *field, const char *label)
{
  g_autoptr (McSignatureInput) self = g_new0 (McSignatureInput, 1);
  const char *cursor = field;

  g_return_val_if_fail (label != NULL, NULL);

  if (field == NULL || strnlen (field, MAX_FIELD_LENGTH + 1) > MAX_FIELD_LENGTH)
    return NULL;
  if (!take (&cursor, label) || !take (&cursor, "="))
    return NULL;
  self->params = g_strdup (cursor);
  if (!take_components (&cursor, self) || !take_params (&cursor, self))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mc_signature_input_free:
 * @self: (nullable) (transfer full): a parsed member
 */
void
mc_signature_input_free (McSignatureInput *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_identifiers; i++)
    g_free (self->identifiers[i]);
  g_free (self->params);
  g_free (self->keyid);
  g_free (self->alg);
  g_free (self->tag);
  g_free (self);
}

/**
 * mc_signature_params_new:
 * @identifiers: (array length=n_identifiers): what is covered, in order
 * @n_identifiers: how many
 * @created: seconds UTC
 * @keyid: which key; printable ASCII without quote and backslash
 * @alg: (nullable): the algorithm's name in the HTTP signature registry
 * @tag: (nullable): the application's tag
 *
 * Serialises signature parameters (RFC 9421 section 2.3): the member's value in Signature-Input,
 * and the last line of the signature base. Pure; any thread.
 *
 * Returns: (transfer full): the text, without a label
 */
char *
mc_signature_params_new (const char *const *identifiers,
                         guint n_identifiers,
                         gint64 created,
                         const char *keyid,
                         const char *alg,
                         const char *tag)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < n_identifiers; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", identifiers[i]);
  g_string_append_printf (
      text, ");created=%" G_GINT64_FORMAT ";keyid=\"%s\"", MAX (created, 0), keyid);
  if (alg != NULL)
    g_string_append_printf (text, ";alg=\"%s\"", alg);
  if (tag != NULL)
    g_string_append_printf (text, ";tag=\"%s\"", tag);
  return g_string_free (text, FALSE);
}

/**
 * mc_signature_base_new:
 * @components: (array length=n_components): each covered component and its value, in order
 * @n_components: how many
 * @params: the serialised signature parameters
 *
 * The one place that builds what is signed (RFC 9421 section 2.5), for requests, answers and the
 * RFC's own test vectors alike. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): the signature base, or %NULL when a value is missing or
 *   holds a line break, which would let it pose as further lines
 */
char *
mc_signature_base_new (const McSignatureComponent *components,
                       guint n_components,
                       const char *params)
{
  g_autoptr (GString) base = g_string_new (NULL);

  for (guint i = 0; i < n_components; i++)
    {
      if (components[i].value == NULL || strpbrk (components[i].value, "\r\n") != NULL)
        return NULL;
      g_string_append_printf (base, "%s: %s\n", components[i].identifier, components[i].value);
    }
  g_string_append_printf (base, "\"@signature-params\": %s", params);
  return g_strdup (base->str);
}

/**
 * mc_signature_field_parse:
 * @field: (nullable): a Signature field value
 * @label: the one label that it may carry
 * @signature: (out) (array fixed-size=64): where the signature goes
 *
 * Reads `label=:base64:` and nothing else: one member, canonical base64, 64 bytes. Pure; any
 * thread.
 *
 * Returns: whether @field is exactly that
 */
gboolean
mc_signature_field_parse (const char *field, const char *label, guint8 signature[64])
{
  const char *cursor = field;

  g_return_val_if_fail (label != NULL && signature != NULL, FALSE);

  if (field == NULL || !take (&cursor, label) || !take (&cursor, "=:"))
    return FALSE;
  if (strnlen (cursor, SIGNATURE_BASE64_LENGTH + 2) != SIGNATURE_BASE64_LENGTH + 1 ||
      cursor[SIGNATURE_BASE64_LENGTH] != ':')
    return FALSE;
  return mc_base64_decode (cursor, SIGNATURE_BASE64_LENGTH, signature, 64);
}

/**
 * mc_signature_field_new:
 * @label: the label
 * @signature: (array fixed-size=64): a signature
 *
 * Returns: (transfer full): the Signature field value that mc_signature_field_parse() reads
 */
char *
mc_signature_field_new (const char *label, const guint8 signature[64])
{
  g_autofree char *text = mc_base64_encode (signature, 64);

  return g_strdup_printf ("%s=:%s:", label, text);
}
