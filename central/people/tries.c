/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/tries.h"

#include <sodium.h>
#include <string.h>
#include "app/domain/language.h"

static GMutex gate_lock;

/**
 * mc_try_gate_enter:
 * @self: (inout): how many there were; all zero at first
 * @now: central's clock
 *
 * Before anything costly is done for somebody whom nobody knows yet. Any thread.
 *
 * Returns: whether one more try may be made in this minute
 */
gboolean
mc_try_gate_enter (McTryGate *self, gint64 now)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gate_lock);

  if (self->minute != now / 60)
    *self = (McTryGate){ .minute = now / 60 };
  if (self->n_tries >= MC_TRIES_A_MINUTE)
    return FALSE;

  self->n_tries++;
  return TRUE;
}

/**
 * mc_try_gate_tell:
 * @self: (inout): the same
 * @now: central's clock
 *
 * Any thread.
 *
 * Returns: whether the trail has room in this minute for one more try with a login that nobody has
 */
gboolean
mc_try_gate_tell (McTryGate *self, gint64 now)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gate_lock);

  if (self->minute != now / 60)
    *self = (McTryGate){ .minute = now / 60 };
  if (self->n_told >= MC_TRIES_TOLD_A_MINUTE)
    return FALSE;

  self->n_told++;
  return TRUE;
}

/**
 * mc_tries_get_delay:
 * @failures: wrong tries in a row
 *
 * Returns: how long nothing is taken after the last of them, in seconds: 1 after the fifth,
 *   doubling with each up to 15 minutes. Pure
 */
gint64
mc_tries_get_delay (guint failures)
{
  guint doublings = failures - MC_TRIES_FREE - 1;

  if (failures <= MC_TRIES_FREE)
    return 0;

  return doublings > 10 ? MC_TRIES_MAX_DELAY_S
                        : MIN (G_GINT64_CONSTANT (1) << doublings, MC_TRIES_MAX_DELAY_S);
}

static void
make_name (const char *whose, guint8 name[MC_DIGEST_LENGTH])
{
  crypto_hash_sha256 (name, (const guint8 *) whose, strlen (whose));
}

/* A clock that was years ahead for a while must not have locked anybody out for as long. */
static gint64
get_lock (const McTries *tries, gint64 now)
{
  return tries->locked_until != MC_TIME_NONE && tries->locked_until > now &&
                 tries->locked_until <= now + MC_TRIES_MAX_DELAY_S
             ? tries->locked_until
             : MC_TIME_NONE;
}

/**
 * mc_tries_count:
 * @storage: in a transaction
 * @whose: the login that was typed, whether or not there is such an account; or of
 *   mc_browser_dup_tries ()
 * @now: central's clock
 * @locked_until: (out): %MC_TIME_NONE when the password may be looked at; else until when not
 * @error: return location for an error
 *
 * Counts a try as a wrong one, before the password is looked at: a crash in between then gives
 * nobody a free try. What is locked is not counted. The thread of the transaction.
 *
 * Returns: %TRUE on success; the try may be made only after the commit
 */
gboolean
mc_tries_count (McStorage *storage,
                const char *whose,
                gint64 now,
                gint64 *locked_until,
                GError **error)
{
  guint8 name[MC_DIGEST_LENGTH];
  gint64 delay;
  McTries tries;

  make_name (whose, name);
  if (!mc_people_forget_tries (MC_PEOPLE (storage), now - MC_TRIES_KEPT_S, error) ||
      !mc_people_get_tries (MC_PEOPLE (storage), name, &tries, error))
    return FALSE;

  *locked_until = get_lock (&tries, now);
  if (*locked_until != MC_TIME_NONE)
    return TRUE;

  tries.failures++;
  delay = mc_tries_get_delay (tries.failures);
  tries.locked_until = delay == 0 ? MC_TIME_NONE : now + delay;

  return mc_people_set_tries (MC_PEOPLE (storage), name, &tries, now, error);
}

/**
 * mc_tries_clear:
 * @storage: in a transaction
 * @whose: as in mc_tries_count (): who signed in, or got another password
 * @now: central's clock
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_tries_clear (McStorage *storage, const char *whose, gint64 now, GError **error)
{
  const McTries none = { .failures = 0, .locked_until = MC_TIME_NONE };
  guint8 name[MC_DIGEST_LENGTH];

  make_name (whose, name);

  return mc_people_set_tries (MC_PEOPLE (storage), name, &none, now, error);
}

/**
 * mc_tries_get_lock:
 * @people: a storage
 * @login: an account's
 * @now: central's clock
 *
 * For those who administer accounts. Any thread.
 *
 * Returns: until when nothing is taken from it, or %MC_TIME_NONE
 */
gint64
mc_tries_get_lock (McPeople *people, const char *login, gint64 now)
{
  guint8 name[MC_DIGEST_LENGTH];
  McTries tries;

  make_name (login, name);
  return mc_people_get_tries (people, name, &tries, NULL) ? get_lock (&tries, now) : MC_TIME_NONE;
}

/**
 * mc_tries_describe_lock:
 * @locked_until: until when, after @now
 * @now: central's clock
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): when to try again, as a sentence
 */
char *
mc_tries_describe_lock (gint64 locked_until, gint64 now, const char *language)
{
  int seconds = (int) (locked_until - now);
  g_autofree char *clock = NULL;

  if (seconds < 60)
    return mc_language_is_english (language)
               ? g_strdup_printf ("Too many wrong tries. Please wait %d seconds, then try again.",
                                  seconds)
               : g_strdup_printf ("Đã nhập sai nhiều lần. Xin ông, bà đợi %d giây rồi thử lại.",
                                  seconds);

  /* To the minute that is surely over. */
  clock = mc_time_to_display_clock (locked_until + 59);
  return mc_language_is_english (language)
             ? g_strdup_printf ("Too many wrong tries. Please try again at %s.", clock)
             : g_strdup_printf ("Đã nhập sai nhiều lần. Xin ông, bà thử lại lúc %s.", clock);
}
