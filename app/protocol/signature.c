/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/signature.h"

#include <string.h>

#include "app/protocol/signature-base.h"

#define LABEL "mc"
#define ALGORITHM "ed25519"

static const char *const request_identifiers[] = {
  "\"@method\"", "\"@authority\"", "\"@path\"", "\"@query\"", "\"content-digest\"",
};

/* The request's own signature is covered: an answer fits one request and no other (RFC 9421,
 * section 2.4). */
static const char *const answer_identifiers[] = {
  "\"@status\"",
  "\"content-digest\"",
  "\"content-type\"",
  "\"signature\";req;key=\"" LABEL "\"",
};

#define MAX_VALUES 5
G_STATIC_ASSERT (G_N_ELEMENTS (request_identifiers) <= MAX_VALUES);
G_STATIC_ASSERT (G_N_ELEMENTS (answer_identifiers) <= MAX_VALUES);

/* clang-format off */
G_DEFINE_QUARK (mc-signature-error-quark, mc_signature_error)
/* clang-format on */

static guint
fill_request (McSignatureComponent components[MAX_VALUES], const McRequestParts *parts)
{
  const char *values[] = {
    parts->method, parts->authority, parts->path, parts->query, parts->content_digest,
  };

  for (guint i = 0; i < G_N_ELEMENTS (request_identifiers); i++)
    components[i] = (McSignatureComponent){ request_identifiers[i], values[i] };
  return G_N_ELEMENTS (request_identifiers);
}

/* @status and @request_signature are the caller's room for two of the values. */
static guint
fill_answer (McSignatureComponent components[MAX_VALUES],
             const McAnswerParts *parts,
             char **status,
             char **request_signature)
{
  guint8 signature[64];

  *status = g_strdup_printf ("%u", parts->status);
  *request_signature = NULL;
  if (mc_signature_field_parse (parts->request_signature, LABEL, signature))
    *request_signature = g_strdup (parts->request_signature + strlen (LABEL "="));
  components[0] = (McSignatureComponent){ answer_identifiers[0], *status };
  components[1] = (McSignatureComponent){ answer_identifiers[1], parts->content_digest };
  components[2] = (McSignatureComponent){ answer_identifiers[2], parts->content_type };
  components[3] = (McSignatureComponent){ answer_identifiers[3], *request_signature };
  return G_N_ELEMENTS (answer_identifiers);
}

static void
sign_components (const McSignatureComponent *components,
                 guint n_components,
                 const McSigningKey *key,
                 gint64 created,
                 char **signature_input,
                 char **signature)
{
  const char *identifiers[MAX_VALUES];
  g_autofree char *params = NULL;
  g_autofree char *base = NULL;
  guint8 bytes[64];

  for (guint i = 0; i < n_components; i++)
    identifiers[i] = components[i].identifier;
  params = mc_signature_params_new (
      identifiers, n_components, created, mc_signing_key_get_id (key), ALGORITHM, MC_SIGNATURE_TAG);
  base = mc_signature_base_new (components, n_components, params);
  *signature_input = NULL;
  *signature = NULL;
  if (base == NULL)
    return;

  mc_signing_key_sign (key, base, strlen (base), bytes);
  *signature_input = g_strdup_printf (LABEL "=%s", params);
  *signature = mc_signature_field_new (LABEL, bytes);
}

/* Parses @field and insists on what is ours in it: created, keyid, algorithm and tag. */
static McSignatureInput *
parse_own_input (const char *field, GError **error)
{
  g_autoptr (McSignatureInput) input = NULL;

  if (field == NULL)
    {
      g_set_error_literal (
          error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_MISSING, "There is no Signature-Input");
      return NULL;
    }
  input = mc_signature_input_parse (field, LABEL);
  if (input == NULL || !input->has_created || input->keyid == NULL)
    {
      g_set_error_literal (error,
                           MC_SIGNATURE_ERROR,
                           MC_SIGNATURE_ERROR_SYNTAX,
                           "Signature-Input is not one member \"" LABEL
                           "\" with created and keyid");
      return NULL;
    }
  if (g_strcmp0 (input->alg, ALGORITHM) != 0 || g_strcmp0 (input->tag, MC_SIGNATURE_TAG) != 0)
    {
      g_set_error_literal (error,
                           MC_SIGNATURE_ERROR,
                           MC_SIGNATURE_ERROR_SYNTAX,
                           "Signature-Input names another algorithm or tag than \"" ALGORITHM
                           "\" and \"" MC_SIGNATURE_TAG "\"");
      return NULL;
    }
  return g_steal_pointer (&input);
}

static int
find_component (const McSignatureComponent *components, guint n_components, const char *identifier)
{
  for (guint i = 0; i < n_components; i++)
    if (strcmp (components[i].identifier, identifier) == 0)
      return (int) i;
  return -1;
}

/* @components are those that must be covered, all of them; the signer may have chosen their order.
 * More than them is refused as well: this side could not tell what such a component's value is. */
static gboolean
verify_components (const McSignatureComponent *components,
                   guint n_components,
                   const McSignatureInput *input,
                   const char *signature_field,
                   const guint8 public_key[32],
                   GError **error)
{
  McSignatureComponent covered[MC_SIGNATURE_MAX_COMPONENTS];
  g_autofree char *base = NULL;
  guint8 signature[64];

  if (signature_field == NULL)
    {
      g_set_error_literal (
          error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_MISSING, "There is no Signature");
      return FALSE;
    }
  if (!mc_signature_field_parse (signature_field, LABEL, signature))
    {
      g_set_error_literal (error,
                           MC_SIGNATURE_ERROR,
                           MC_SIGNATURE_ERROR_SYNTAX,
                           "Signature is not one member \"" LABEL "\" of 64 bytes");
      return FALSE;
    }
  for (guint i = 0; i < n_components; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < input->n_identifiers; j++)
        found = found || strcmp (components[i].identifier, input->identifiers[j]) == 0;
      if (!found)
        {
          g_set_error (error,
                       MC_SIGNATURE_ERROR,
                       MC_SIGNATURE_ERROR_COVERAGE,
                       "The signature does not cover %s",
                       components[i].identifier);
          return FALSE;
        }
    }
  for (guint i = 0; i < input->n_identifiers; i++)
    {
      const int index = find_component (components, n_components, input->identifiers[i]);

      if (index < 0)
        {
          g_set_error (error,
                       MC_SIGNATURE_ERROR,
                       MC_SIGNATURE_ERROR_SYNTAX,
                       "The signature covers %s, which has no value here",
                       input->identifiers[i]);
          return FALSE;
        }
      covered[i] = components[index];
    }

  base = mc_signature_base_new (covered, input->n_identifiers, input->params);
  if (base == NULL || !mc_public_key_verify (public_key, base, strlen (base), signature))
    {
      g_set_error_literal (error,
                           MC_SIGNATURE_ERROR,
                           MC_SIGNATURE_ERROR_INVALID,
                           "The signature is not that of this key over this message");
      return FALSE;
    }
  return TRUE;
}

/**
 * mc_signature_sign_request:
 * @parts: what the signature covers; no member may be %NULL
 * @key: the sender's key
 * @created: seconds UTC, from 0
 * @signature_input: (out) (transfer full) (nullable): the Signature-Input field value
 * @signature: (out) (transfer full) (nullable): the Signature field value
 *
 * Signs a request as RFC 9421 says. Pure and deterministic; any thread. A part that is %NULL or
 * holds a line break cannot be signed: both fields are then %NULL.
 */
void
mc_signature_sign_request (const McRequestParts *parts,
                           const McSigningKey *key,
                           gint64 created,
                           char **signature_input,
                           char **signature)
{
  McSignatureComponent components[MAX_VALUES];
  guint n_components;

  g_return_if_fail (parts != NULL && key != NULL && signature_input != NULL && signature != NULL);

  n_components = fill_request (components, parts);
  sign_components (components, n_components, key, created, signature_input, signature);
}

/**
 * mc_signature_peek:
 * @signature_input: (nullable): a Signature-Input field value
 * @info: (out): filled on success; clear with mc_signature_info_clear()
 * @error: return location for #McSignatureError: MISSING or SYNTAX
 *
 * Reads which key a message claims to be signed with. Nothing is believed yet. Pure; any thread.
 *
 * Returns: whether @info was filled
 */
gboolean
mc_signature_peek (const char *signature_input, McSignatureInfo *info, GError **error)
{
  g_autoptr (McSignatureInput) input = NULL;

  g_return_val_if_fail (info != NULL, FALSE);

  *info = (McSignatureInfo){ 0 };
  input = parse_own_input (signature_input, error);
  if (input == NULL)
    return FALSE;
  info->keyid = g_steal_pointer (&input->keyid);
  info->created = input->created;
  return TRUE;
}

/**
 * mc_signature_info_clear:
 * @info: what mc_signature_peek() filled
 */
void
mc_signature_info_clear (McSignatureInfo *info)
{
  g_clear_pointer (&info->keyid, g_free);
}

/**
 * mc_signature_verify_request:
 * @parts: the request as it arrived. The caller has compared the body with @parts->content_digest
 *   (mc_digest_header_check())
 * @signature_input: (nullable): its Signature-Input field value
 * @signature: (nullable): its Signature field value
 * @public_key: (array fixed-size=32): the key that belongs to the claimed keyid
 * @now: seconds UTC
 * @error: return location for #McSignatureError
 *
 * Pure; any thread. %MC_SIGNATURE_ERROR_SKEW is given only when the signature itself verified: the
 * sender is who it says, its clock is not ours.
 *
 * Returns: whether the request is genuine and @now within %MC_SIGNATURE_MAX_SKEW_S of its making
 */
gboolean
mc_signature_verify_request (const McRequestParts *parts,
                             const char *signature_input,
                             const char *signature,
                             const guint8 public_key[32],
                             gint64 now,
                             GError **error)
{
  McSignatureComponent components[MAX_VALUES];
  g_autoptr (McSignatureInput) input = NULL;
  guint n_components;

  g_return_val_if_fail (parts != NULL && public_key != NULL, FALSE);

  input = parse_own_input (signature_input, error);
  if (input == NULL)
    return FALSE;
  n_components = fill_request (components, parts);
  if (!verify_components (components, n_components, input, signature, public_key, error))
    return FALSE;
  if (input->created < now - MC_SIGNATURE_MAX_SKEW_S ||
      input->created > now + MC_SIGNATURE_MAX_SKEW_S)
    {
      g_set_error (error,
                   MC_SIGNATURE_ERROR,
                   MC_SIGNATURE_ERROR_SKEW,
                   "The request was made %" G_GINT64_FORMAT " s away from this clock",
                   input->created - now);
      return FALSE;
    }
  return TRUE;
}

/**
 * mc_signature_sign_answer:
 * @parts: what the signature covers; @parts->request_signature is the Signature field of the
 *   request that is answered
 * @key: central's key
 * @created: seconds UTC, from 0
 * @signature_input: (out) (transfer full) (nullable): the Signature-Input field value
 * @signature: (out) (transfer full) (nullable): the Signature field value
 *
 * Signs an answer and binds it to its request. Pure and deterministic; any thread. Where a part is
 * %NULL or @parts->request_signature is no signature of ours, there is nothing to bind to and both
 * fields are %NULL.
 */
void
mc_signature_sign_answer (const McAnswerParts *parts,
                          const McSigningKey *key,
                          gint64 created,
                          char **signature_input,
                          char **signature)
{
  McSignatureComponent components[MAX_VALUES];
  g_autofree char *status = NULL;
  g_autofree char *request_signature = NULL;
  guint n_components;

  g_return_if_fail (parts != NULL && key != NULL && signature_input != NULL && signature != NULL);

  n_components = fill_answer (components, parts, &status, &request_signature);
  sign_components (components, n_components, key, created, signature_input, signature);
}

/**
 * mc_signature_verify_answer:
 * @parts: the answer as it arrived, and the Signature field of our own request. The caller has
 *   compared the body with @parts->content_digest (mc_digest_header_check())
 * @signature_input: (nullable): its Signature-Input field value
 * @signature: (nullable): its Signature field value
 * @public_key: (array fixed-size=32): central's key
 * @error: return location for #McSignatureError, never SKEW: being bound to our request makes an
 *   answer fresh whatever the clocks say
 *
 * Pure; any thread.
 *
 * Returns: whether central signed this answer to this very request
 */
gboolean
mc_signature_verify_answer (const McAnswerParts *parts,
                            const char *signature_input,
                            const char *signature,
                            const guint8 public_key[32],
                            GError **error)
{
  McSignatureComponent components[MAX_VALUES];
  g_autoptr (McSignatureInput) input = NULL;
  g_autofree char *status = NULL;
  g_autofree char *request_signature = NULL;
  guint n_components;

  g_return_val_if_fail (parts != NULL && public_key != NULL, FALSE);

  input = parse_own_input (signature_input, error);
  if (input == NULL)
    return FALSE;
  n_components = fill_answer (components, parts, &status, &request_signature);
  return verify_components (components, n_components, input, signature, public_key, error);
}
