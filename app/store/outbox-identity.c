/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/json.h"
#include "app/store/db.h"

#include <string.h>

/* Far above any enrolment that central writes */
#define MAX_ENROLMENT_BYTES (64 * 1024)

typedef struct
{
  const char *column;           /* (nullable): what to read */
  const McSigningKey *key;      /* (nullable): the pending key to write */
  const McEnrolment *enrolment; /* (nullable): to write */
  const char *url;              /* (nullable): to write */
  GBytes *bytes;                /* (owned) (nullable): what was read */
  char *text;                   /* (owned) (nullable): what was read */
  McEnrolment *loaded;          /* (owned) (nullable): what was read */
} Identity;

static gboolean
work_read_seed (McStoreThread *store, gpointer data, GError **error)
{
  Identity *identity = data;
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM identity", identity->column);
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store), error, sql, "");
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (row)
    identity->bytes = mc_db_dup_blob (statement, 0);
  return TRUE;
}

static McSigningKey *
dup_key (McOutbox *self, const char *column, GError **error)
{
  Identity identity = { .column = column };
  McSigningKey *key = NULL;
  guint8 seed[32];

  if (!mc_store_thread_run (self->store, work_read_seed, &identity, error))
    return NULL;
  if (identity.bytes == NULL)
    return NULL;
  if (g_bytes_get_size (identity.bytes) != sizeof seed)
    g_set_error_literal (
        error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED, "the kiosk's key has a wrong length");
  else
    {
      memcpy (seed, g_bytes_get_data (identity.bytes, NULL), sizeof seed);
      key = mc_signing_key_new_from_seed (seed);
      explicit_bzero (seed, sizeof seed);
    }
  explicit_bzero ((void *) g_bytes_get_data (identity.bytes, NULL),
                  g_bytes_get_size (identity.bytes));
  g_bytes_unref (identity.bytes);
  return key;
}

/**
 * mc_outbox_dup_pending_key:
 *
 * Returns: (transfer full) (nullable): the key of an enrolment whose answer has not come yet;
 *   %NULL without error when none is pending
 */
McSigningKey *
mc_outbox_dup_pending_key (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  return dup_key (self, "pending_seed", error);
}

/**
 * mc_outbox_dup_key:
 *
 * Returns: (transfer full) (nullable): the enrolled kiosk's key; %NULL without error when it is not
 *   enrolled
 */
McSigningKey *
mc_outbox_dup_key (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  return dup_key (self, "key_seed", error);
}

static gboolean
work_set_pending (McStoreThread *store, gpointer data, GError **error)
{
  Identity *identity = data;
  g_autoptr (GBytes) seed = g_bytes_new_static (mc_signing_key_get_seed (identity->key), 32);

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE identity SET pending_seed = ?",
                     "b",
                     seed) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_set_pending_key:
 * @key: the kiosk's new key
 *
 * Durable when it returns, so that an enrolment whose answer is lost can be repeated with the same
 * key. The key in use, if any, stays in use until mc_outbox_set_enrolment ().
 */
gboolean
mc_outbox_set_pending_key (McOutbox *self, const McSigningKey *key, GError **error)
{
  Identity identity = { .key = key };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return mc_store_thread_run (self->store, work_set_pending, &identity, error);
}

/**
 * mc_outbox_load_enrolment:
 * @enrolment: (out) (transfer full) (nullable): %NULL when not enrolled
 *
 * In the store's thread.
 */
gboolean
mc_outbox_load_enrolment (McStoreThread *store, McEnrolment **enrolment, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store), error, "SELECT enrolment FROM identity", "");
  g_autoptr (json_t) json = NULL;
  const char *text;
  gboolean row = FALSE;

  *enrolment = NULL;
  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  text = row ? (const char *) sqlite3_column_text (statement, 0) : NULL;
  if (text == NULL)
    return TRUE;
  json = mc_json_parse (text, strlen (text), MAX_ENROLMENT_BYTES, "enrolment", error);
  if (json != NULL)
    *enrolment = mc_enrolment_from_json (json, error);
  return *enrolment != NULL;
}

static gboolean
work_load_enrolment (McStoreThread *store, gpointer data, GError **error)
{
  return mc_outbox_load_enrolment (store, &((Identity *) data)->loaded, error);
}

/**
 * mc_outbox_dup_enrolment:
 *
 * Returns: (transfer full) (nullable): what central told at enrolment; %NULL without error when
 * this kiosk is not enrolled
 */
McEnrolment *
mc_outbox_dup_enrolment (McOutbox *self, GError **error)
{
  Identity identity = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_load_enrolment, &identity, error);
  return identity.loaded;
}

static gboolean
write_enrolment (McStoreThread *store, const McEnrolment *enrolment, GError **error)
{
  g_autoptr (json_t) json = mc_enrolment_to_json (enrolment);
  g_autofree char *text = mc_json_to_string (json);

  return mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE identity SET enrolment = ?, kiosk = ?",
                     "ss",
                     text,
                     enrolment->kiosk);
}

/* What waits here is sealed for one central and can be opened by no other. */
static gboolean
check_same_central (McStoreThread *store, const McEnrolment *enrolment, GError **error)
{
  g_autoptr (McEnrolment) old = NULL;
  gint64 waiting = 0;

  if (!mc_outbox_load_enrolment (store, &old, error))
    return FALSE;
  if (old == NULL || memcmp (old->signing_public, enrolment->signing_public, 32) == 0)
    return TRUE;
  if (!mc_db_get_int (mc_store_thread_get_db (store),
                      &waiting,
                      NULL,
                      error,
                      "SELECT count (*) FROM dossiers WHERE state IN ('queued', 'sent')",
                      ""))
    return FALSE;
  if (waiting == 0)
    return TRUE;
  g_set_error (error,
               MC_OUTBOX_ERROR,
               MC_OUTBOX_ERROR_CONFLICT,
               "%" G_GINT64_FORMAT " dossiers wait for another central service",
               waiting);
  return FALSE;
}

static gboolean
work_set_enrolment (McStoreThread *store, gpointer data, GError **error)
{
  Identity *identity = data;
  sqlite3 *db = mc_store_thread_get_db (store);
  gint64 keys = 0;

  if (!mc_store_thread_begin (store, error) ||
      !check_same_central (store, identity->enrolment, error) ||
      !mc_db_get_int (db,
                      &keys,
                      NULL,
                      error,
                      "SELECT (pending_seed IS NOT NULL) + (key_seed IS NOT NULL) FROM identity",
                      ""))
    return FALSE;
  if (keys == 0)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_ENROLLED, "no key was made before enrolling");
      return FALSE;
    }
  return write_enrolment (store, identity->enrolment, error) &&
         mc_db_exec (db,
                     error,
                     "UPDATE identity SET url = ?, base = iif (pending_seed IS NULL, base,"
                     " (SELECT coalesce (max (sequence), 0) FROM dossiers)),"
                     " key_seed = coalesce (pending_seed, key_seed), pending_seed = NULL",
                     "s",
                     identity->url) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_set_enrolment:
 * @enrolment: central's verified answer
 * @url: where central is reached
 *
 * Puts the enrolment and the pending key into use. To central a new key is a new kiosk, whose
 * positions begin at 1: what was committed before has none under it. Refused with
 * %MC_OUTBOX_ERROR_CONFLICT while dossiers wait that are sealed for another central.
 */
gboolean
mc_outbox_set_enrolment (McOutbox *self,
                         const McEnrolment *enrolment,
                         const char *url,
                         GError **error)
{
  Identity identity = { .enrolment = enrolment, .url = url };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (enrolment != NULL && url != NULL, FALSE);

  return mc_store_thread_run (self->store, work_set_enrolment, &identity, error);
}

static gboolean
work_read_url (McStoreThread *store, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store), error, "SELECT url FROM identity", "");
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (row)
    ((Identity *) data)->text = mc_db_dup_text (statement, 0);
  return TRUE;
}

/**
 * mc_outbox_dup_url:
 *
 * Returns: (transfer full) (nullable): where central is reached, as given at enrolment; %NULL
 *   without error when not enrolled
 */
char *
mc_outbox_dup_url (McOutbox *self, GError **error)
{
  Identity identity = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_read_url, &identity, error);
  return identity.text;
}

static gboolean
work_set_public_url (McStoreThread *store, gpointer data, GError **error)
{
  Identity *identity = data;
  g_autoptr (McEnrolment) enrolment = NULL;

  if (!mc_store_thread_begin (store, error) || !mc_outbox_load_enrolment (store, &enrolment, error))
    return FALSE;
  if (enrolment == NULL)
    {
      g_set_error_literal (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_ENROLLED, "not enrolled");
      return FALSE;
    }
  if (g_strcmp0 (enrolment->public_url, identity->url) == 0)
    return mc_db_exec (mc_store_thread_get_db (store), error, "ROLLBACK", "");
  g_free (enrolment->public_url);
  enrolment->public_url = g_strdup (identity->url);
  return write_enrolment (store, enrolment, error) && mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_set_public_url:
 * @public_url: what the QR codes of later receipts say, from central's signed heartbeat answer
 */
gboolean
mc_outbox_set_public_url (McOutbox *self, const char *public_url, GError **error)
{
  Identity identity = { .url = public_url };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (public_url != NULL, FALSE);

  return mc_store_thread_run (self->store, work_set_public_url, &identity, error);
}
