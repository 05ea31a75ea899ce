/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/language.h"

#include <string.h>

/**
 * mc_language_is_known:
 * @language: (nullable): a language code
 *
 * Returns: whether @language is exactly "vi" or "en". Any thread
 */
gboolean
mc_language_is_known (const char *language)
{
  return g_strcmp0 (language, MC_LANGUAGE_VI) == 0 || g_strcmp0 (language, MC_LANGUAGE_EN) == 0;
}

/**
 * mc_language_is_english:
 * @language: (nullable): a language code
 *
 * Returns: whether texts are wanted in English; anything but "en", %NULL too, means Vietnamese.
 *   Any thread
 */
gboolean
mc_language_is_english (const char *language)
{
  /* A hundred times a page. */
  return language != NULL && language[0] == MC_LANGUAGE_EN[0] &&
         strcmp (language, MC_LANGUAGE_EN) == 0;
}

/**
 * mc_pick:
 * @language: (nullable): "vi" or "en"
 * @vietnamese: the Vietnamese text
 * @english: the English text
 *
 * Chooses between two texts where one process serves both languages at once (gettext's locale is
 * the process's, so it cannot). Vietnamese is the official language and the fallback. Any thread.
 *
 * Returns: (transfer none): @english for "en", else @vietnamese
 */
const char *
mc_pick (const char *language, const char *vietnamese, const char *english)
{
  return mc_language_is_english (language) ? english : vietnamese;
}
