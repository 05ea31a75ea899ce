/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/envelope.h"

#include <sodium.h>
#include <string.h>

#include "app/domain/json.h"
#include "app/protocol/base64.h"

#define MAGIC "MCE1"
#define MAGIC_LENGTH 4
#define PREFIX_LENGTH (MAGIC_LENGTH + 4)
#define VERSION 1

/* 12 MiB of pages of a few KiB each still fit. */
#define MAX_HEADER_LENGTH (256 * 1024)
#define MAX_ENVELOPE_LENGTH (16 * 1024 * 1024)
#define MAX_PAGES 2000
#define MAX_PAGE_NUMBER 9999
#define MAX_NAME_LENGTH 64
#define DIGEST_HEX_LENGTH 64

/* clang-format off */
G_DEFINE_QUARK (mc-envelope-error-quark, mc_envelope_error)
/* clang-format on */

/**
 * mc_envelope_new_dossier:
 * @id: the dossier's UUIDv7
 * @code: its official code
 * @page_digests: (array zero-terminated=1) (nullable): hex SHA-256 of its sealed pages, in order
 *
 * The clear part of a dossier's envelope, not yet sealed. Pure; any thread.
 *
 * Returns: (transfer full): an envelope; free with mc_envelope_free()
 */
McEnvelope *
mc_envelope_new_dossier (const char *id, const char *code, const char *const *page_digests)
{
  static const char *const none[] = { NULL };
  McEnvelope *self;

  g_return_val_if_fail (id != NULL && code != NULL, NULL);

  self = g_new0 (McEnvelope, 1);
  self->kind = MC_ENVELOPE_DOSSIER;
  self->id = g_strdup (id);
  self->code = g_strdup (code);
  self->page_digests = g_strdupv ((char **) (page_digests != NULL ? page_digests : none));
  return self;
}

/**
 * mc_envelope_new_page:
 * @id: the UUIDv7 of the dossier that the page belongs to
 * @document: the document's key in the procedure
 * @page: the page's number within the document, from 0
 *
 * The clear part of a page's envelope, not yet sealed. Pure; any thread.
 *
 * Returns: (transfer full): an envelope; free with mc_envelope_free()
 */
McEnvelope *
mc_envelope_new_page (const char *id, const char *document, guint page)
{
  McEnvelope *self;

  g_return_val_if_fail (id != NULL && document != NULL, NULL);

  self = g_new0 (McEnvelope, 1);
  self->kind = MC_ENVELOPE_PAGE;
  self->id = g_strdup (id);
  self->document = g_strdup (document);
  self->page = page;
  return self;
}

/**
 * mc_envelope_free:
 * @self: (nullable) (transfer full): an envelope
 */
void
mc_envelope_free (McEnvelope *self)
{
  if (self == NULL)
    return;
  g_free (self->seal_key_id);
  g_free (self->id);
  g_free (self->code);
  g_free (self->document);
  g_strfreev (self->page_digests);
  g_clear_pointer (&self->box, g_bytes_unref);
  g_free (self);
}

/* The one spelling of the header: sorted keys, no white space. Parsing insists on it, so the bytes
 * of a header follow from its members and one flipped bit never leaves the same envelope. */
static char *
header_to_string (const McEnvelope *self)
{
  g_autoptr (json_t) header = json_object ();

  json_object_set_new (header, "v", json_integer (VERSION));
  json_object_set_new (header, "seal_key_id", json_string (self->seal_key_id));
  json_object_set_new (header, "id", json_string (self->id));
  if (self->kind == MC_ENVELOPE_DOSSIER)
    {
      json_t *pages = json_array ();

      for (guint i = 0; self->page_digests[i] != NULL; i++)
        json_array_append_new (pages, json_string (self->page_digests[i]));
      json_object_set_new (header, "kind", json_string ("dossier"));
      json_object_set_new (header, "code", json_string (self->code));
      json_object_set_new (header, "pages", pages);
    }
  else
    {
      json_object_set_new (header, "kind", json_string ("page"));
      json_object_set_new (header, "document", json_string (self->document));
      json_object_set_new (header, "page", json_integer (self->page));
    }
  return mc_json_to_string (header);
}

/* A UUID as RFC 9562 writes it: lower case, 8-4-4-4-12. */
static gboolean
is_id (const char *text)
{
  if (strlen (text) != 36)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    {
      const gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
    }
  return TRUE;
}

/* What codes, document keys and key ids are made of: nothing that needs escaping anywhere. */
static gboolean
is_name (const char *text)
{
  const gsize length = strlen (text);

  if (length == 0 || length > MAX_NAME_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("._-", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_digest (const char *text)
{
  if (strlen (text) != DIGEST_HEX_LENGTH)
    return FALSE;
  for (guint i = 0; i < DIGEST_HEX_LENGTH; i++)
    if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
fail_format (GError **error, const char *message)
{
  g_set_error_literal (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_FORMAT, message);
  return FALSE;
}

/* The rules that both sealing and parsing hold to. */
static gboolean
check_header (const McEnvelope *self, GError **error)
{
  if (self->seal_key_id == NULL || !is_name (self->seal_key_id))
    return fail_format (error, "The envelope names no sealing key");
  if (self->id == NULL || !is_id (self->id))
    return fail_format (error, "The envelope's id is not a UUID in lower case");
  if (self->kind == MC_ENVELOPE_PAGE)
    {
      if (self->document == NULL || !is_name (self->document))
        return fail_format (error, "The envelope's document is not a document key");
      if (self->page > MAX_PAGE_NUMBER)
        return fail_format (error, "The envelope's page number is out of range");
      return TRUE;
    }
  if (self->code == NULL || !is_name (self->code))
    return fail_format (error, "The envelope's code is not a dossier code");
  if (g_strv_length (self->page_digests) > MAX_PAGES)
    return fail_format (error, "The envelope names too many pages");
  for (guint i = 0; self->page_digests[i] != NULL; i++)
    if (!is_digest (self->page_digests[i]))
      return fail_format (error, "The envelope's pages are not SHA-256 digests in lower case");
  return TRUE;
}

/**
 * mc_envelope_seal:
 * @self: an envelope that was not sealed yet; its seal_key_id and box are set
 * @sealing_public_key: (array fixed-size=32): central's X25519 key
 * @payload: the plain bytes
 * @error: return location for #McEnvelopeError
 *
 * Seals @payload so that only central can read it, and binds it to the clear header by holding the
 * header's digest inside the box. The plain copy that sealing needs is wiped before it is freed.
 * Any thread.
 *
 * Returns: (transfer full): the whole envelope, what is stored, digested and sent; %NULL with
 *   %MC_ENVELOPE_ERROR_FORMAT when the header or the size breaks a rule, or
 *   %MC_ENVELOPE_ERROR_SEAL when the key is not a usable one
 */
GBytes *
mc_envelope_seal (McEnvelope *self,
                  const guint8 sealing_public_key[32],
                  GBytes *payload,
                  GError **error)
{
  g_autofree char *header = NULL;
  g_autoptr (GByteArray) sealed = NULL;
  const guint8 *plain;
  guint8 *inside;
  gsize plain_length, inside_length, box_length, header_length;
  guint32 header_length_be;
  int failed;

  g_return_val_if_fail (self != NULL && self->box == NULL, NULL);
  g_return_val_if_fail (sealing_public_key != NULL && payload != NULL, NULL);

  g_free (self->seal_key_id);
  self->seal_key_id = mc_key_id_new (sealing_public_key);
  if (!check_header (self, error))
    return NULL;
  header = header_to_string (self);
  header_length = strlen (header);
  plain = g_bytes_get_data (payload, &plain_length);
  if (header_length > MAX_HEADER_LENGTH || plain_length > MAX_ENVELOPE_LENGTH)
    {
      fail_format (error, "What is to be sealed is too large");
      return NULL;
    }

  inside_length = crypto_hash_sha256_BYTES + plain_length;
  box_length = inside_length + crypto_box_SEALBYTES;
  inside = g_malloc (inside_length);
  crypto_hash_sha256 (inside, (const guint8 *) header, header_length);
  if (plain_length > 0)
    memcpy (inside + crypto_hash_sha256_BYTES, plain, plain_length);

  sealed = g_byte_array_sized_new ((guint) (PREFIX_LENGTH + header_length + box_length));
  header_length_be = GUINT32_TO_BE ((guint32) header_length);
  g_byte_array_append (sealed, (const guint8 *) MAGIC, MAGIC_LENGTH);
  g_byte_array_append (sealed, (const guint8 *) &header_length_be, 4);
  g_byte_array_append (sealed, (const guint8 *) header, (guint) header_length);
  g_byte_array_set_size (sealed, (guint) (PREFIX_LENGTH + header_length + box_length));
  failed = crypto_box_seal (
      sealed->data + PREFIX_LENGTH + header_length, inside, inside_length, sealing_public_key);
  sodium_memzero (inside, inside_length);
  g_free (inside);
  if (failed != 0)
    {
      g_set_error_literal (error,
                           MC_ENVELOPE_ERROR,
                           MC_ENVELOPE_ERROR_SEAL,
                           "The sealing key is not a usable X25519 key");
      return NULL;
    }
  self->box = g_bytes_new (sealed->data + PREFIX_LENGTH + header_length, box_length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&sealed));
}

static gboolean
read_header (McEnvelope *self, json_t *header, GError **error)
{
  const char *kind, *seal_key_id, *id;
  gint64 version;

  kind = mc_json_get_string (header, "kind", error);
  if (kind == NULL)
    return FALSE;
  seal_key_id = mc_json_get_string (header, "seal_key_id", error);
  if (seal_key_id == NULL)
    return FALSE;
  id = mc_json_get_string (header, "id", error);
  if (id == NULL)
    return FALSE;
  if (!mc_json_get_int (header, "v", &version, error))
    return FALSE;
  if (version != VERSION)
    return fail_format (error, "The envelope is of another version");
  self->seal_key_id = g_strdup (seal_key_id);
  self->id = g_strdup (id);

  if (strcmp (kind, "page") == 0)
    {
      const char *document = mc_json_get_string (header, "document", error);
      gint64 page = 0;

      if (document == NULL || !mc_json_get_int (header, "page", &page, error))
        return FALSE;
      if (page < 0 || page > MAX_PAGE_NUMBER)
        return fail_format (error, "The envelope's page number is out of range");
      self->kind = MC_ENVELOPE_PAGE;
      self->document = g_strdup (document);
      self->page = (guint) page;
    }
  else if (strcmp (kind, "dossier") == 0)
    {
      const char *code = mc_json_get_string (header, "code", error);
      json_t *pages = json_object_get (header, "pages");

      if (code == NULL)
        return FALSE;
      if (!json_is_array (pages) || json_array_size (pages) > MAX_PAGES)
        return fail_format (error, "The envelope's pages are not a list");
      self->kind = MC_ENVELOPE_DOSSIER;
      self->code = g_strdup (code);
      self->page_digests = g_new0 (char *, json_array_size (pages) + 1);
      for (gsize i = 0; i < json_array_size (pages); i++)
        {
          if (!json_is_string (json_array_get (pages, i)))
            return fail_format (error, "The envelope's pages are not text");
          self->page_digests[i] = g_strdup (json_string_value (json_array_get (pages, i)));
        }
    }
  else
    return fail_format (error, "The envelope is of an unknown kind");
  return check_header (self, error);
}

/**
 * mc_envelope_parse:
 * @sealed: a whole envelope, from anybody
 * @error: return location for %MC_ENVELOPE_ERROR_FORMAT
 *
 * Reads the clear part of an envelope and keeps its box unopened. The header must be spelled
 * exactly as mc_envelope_seal() spells it: members that it does not know, white space, another
 * order of keys are refused. Nothing is authenticated by this: only mc_envelope_open() tells
 * whether box and header belong together. Any thread.
 *
 * Returns: (transfer full): an envelope; free with mc_envelope_free()
 */
McEnvelope *
mc_envelope_parse (GBytes *sealed, GError **error)
{
  g_autoptr (McEnvelope) self = NULL;
  g_autoptr (json_t) header = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *canonical = NULL;
  const guint8 *data;
  gsize length;
  guint32 header_length;

  g_return_val_if_fail (sealed != NULL, NULL);

  data = g_bytes_get_data (sealed, &length);
  if (length < PREFIX_LENGTH || memcmp (data, MAGIC, MAGIC_LENGTH) != 0)
    {
      fail_format (error, "This is not an envelope");
      return NULL;
    }
  memcpy (&header_length, data + MAGIC_LENGTH, 4);
  header_length = GUINT32_FROM_BE (header_length);
  if (length > MAX_ENVELOPE_LENGTH + MAX_HEADER_LENGTH || header_length > MAX_HEADER_LENGTH ||
      length - PREFIX_LENGTH < header_length ||
      length - PREFIX_LENGTH - header_length < crypto_box_SEALBYTES + crypto_hash_sha256_BYTES)
    {
      fail_format (error, "The envelope's lengths do not fit");
      return NULL;
    }

  header = mc_json_parse ((const char *) data + PREFIX_LENGTH,
                          header_length,
                          MAX_HEADER_LENGTH,
                          "envelope header",
                          &local_error);
  self = g_new0 (McEnvelope, 1);
  if (header == NULL || !json_is_object (header) || !read_header (self, header, &local_error))
    {
      g_set_error (error,
                   MC_ENVELOPE_ERROR,
                   MC_ENVELOPE_ERROR_FORMAT,
                   "The envelope's header is wrong: %s",
                   local_error != NULL ? local_error->message : "it is not an object");
      return NULL;
    }
  canonical = header_to_string (self);
  if (strlen (canonical) != header_length ||
      memcmp (canonical, data + PREFIX_LENGTH, header_length) != 0)
    {
      fail_format (error, "The envelope's header is not in its one spelling");
      return NULL;
    }
  self->box = g_bytes_new_from_bytes (
      sealed, PREFIX_LENGTH + header_length, length - PREFIX_LENGTH - header_length);
  return g_steal_pointer (&self);
}

static void
wipe_and_free (gpointer data)
{
  GByteArray *plain = data;

  sodium_memzero (plain->data, plain->len);
  g_byte_array_unref (plain);
}

/**
 * mc_envelope_open:
 * @self: an envelope with its box, from mc_envelope_parse()
 * @key: central's key that the envelope was sealed to
 * @error: return location for #McEnvelopeError: KEY when it was sealed to another key, SEAL when
 * the box was altered, BINDING when the box belongs to another header
 *
 * Opens the box and checks that it holds the digest of the very header before it. Any thread.
 *
 * Returns: (transfer full): the payload; its memory is wiped when the last reference is gone
 */
GBytes *
mc_envelope_open (const McEnvelope *self, const McSealingKey *key, GError **error)
{
  g_autofree char *header = NULL;
  guint8 digest[crypto_hash_sha256_BYTES];
  GByteArray *plain;
  const guint8 *box;
  gsize box_length;

  g_return_val_if_fail (self != NULL && self->box != NULL && key != NULL, NULL);

  if (strcmp (self->seal_key_id, mc_sealing_key_get_id (key)) != 0)
    {
      g_set_error (error,
                   MC_ENVELOPE_ERROR,
                   MC_ENVELOPE_ERROR_KEY,
                   "The envelope is sealed to the key %s, not to %s",
                   self->seal_key_id,
                   mc_sealing_key_get_id (key));
      return NULL;
    }
  box = g_bytes_get_data (self->box, &box_length);
  g_return_val_if_fail (box_length >= crypto_box_SEALBYTES + sizeof digest, NULL);

  plain = g_byte_array_sized_new ((guint) (box_length - crypto_box_SEALBYTES));
  g_byte_array_set_size (plain, (guint) (box_length - crypto_box_SEALBYTES));
  if (crypto_box_seal_open (plain->data,
                            box,
                            box_length,
                            mc_sealing_key_get_public (key),
                            mc_sealing_key_get_secret (key)) != 0)
    {
      wipe_and_free (plain);
      g_set_error_literal (
          error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_SEAL, "The envelope's box does not open");
      return NULL;
    }
  header = header_to_string (self);
  crypto_hash_sha256 (digest, (const guint8 *) header, strlen (header));
  if (sodium_memcmp (digest, plain->data, sizeof digest) != 0)
    {
      wipe_and_free (plain);
      g_set_error_literal (
          error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_BINDING, "The box belongs to another header");
      return NULL;
    }
  return g_bytes_new_with_free_func (
      plain->data + sizeof digest, plain->len - sizeof digest, wipe_and_free, plain);
}

/**
 * mc_digest_hex:
 * @bytes: any bytes
 *
 * Returns: (transfer full): their SHA-256, 64 hexadecimal digits in lower case
 */
char *
mc_digest_hex (GBytes *bytes)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  char text[2 * crypto_hash_sha256_BYTES + 1];
  const guint8 *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  crypto_hash_sha256 (digest, data, length);
  return g_strdup (sodium_bin2hex (text, sizeof text, digest, sizeof digest));
}

/**
 * mc_digest_header_new:
 * @data: (array length=length) (nullable): a message body
 * @length: its bytes; 0 for an empty body
 *
 * Returns: (transfer full): the Content-Digest field value of RFC 9530, SHA-256 alone
 */
char *
mc_digest_header_new (const void *data, gsize length)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  g_autofree char *text = NULL;

  crypto_hash_sha256 (digest, data, length);
  text = mc_base64_encode (digest, sizeof digest);
  return g_strdup_printf ("sha-256=:%s:", text);
}

/**
 * mc_digest_header_check:
 * @header: (nullable): a Content-Digest field value
 * @data: (array length=length) (nullable): the message body
 * @length: its bytes
 *
 * Accepts what mc_digest_header_new() writes and nothing else: further algorithms beside SHA-256
 * are refused like wrong digests.
 *
 * Returns: whether @header is the digest of @data
 */
gboolean
mc_digest_header_check (const char *header, const void *data, gsize length)
{
  g_autofree char *expected = mc_digest_header_new (data, length);

  return g_strcmp0 (header, expected) == 0;
}
