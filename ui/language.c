/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-language"

#include "config.h"

#include "ui/language.h"

#include <libintl.h>
#include <locale.h>

/* glibc's own counter: gettext keeps what it found until this changes (info gettext, "gettext
 * grok"). */
extern int _nl_msg_cat_cntr;

/**
 * mc_language_init:
 *
 * Fixes the locale and finds the translations: in MOTCUA_LOCALE_DIR when that is set (a build that
 * is not installed), else where they were installed. Called before the first thread starts and
 * before GTK.
 *
 * The locale is always C.UTF-8: numbers in style sheets and files must not change with a machine's
 * settings. Messages alone follow a real locale, for gettext ignores LANGUAGE in C, and newer C
 * libraries (Debian 13's) in C.UTF-8 too. It is one that the build makes (po/meson.build), so that
 * no machine has to have it. LANGUAGE is set here for the first time, so that later changes replace
 * its value in place while curl's threads read the environment.
 */
void
mc_language_init (void)
{
  const char *dir = g_getenv ("MOTCUA_LOCALE_DIR");

  if (setlocale (LC_ALL, "C.UTF-8") == NULL)
    g_warning ("the locale C.UTF-8 is missing: accents may be lost");
  g_setenv ("LOCPATH", dir != NULL ? dir : MC_OWN_LOCALE_DIR, TRUE);
  if (setlocale (LC_MESSAGES, "vi_VN.UTF-8") == NULL)
    g_warning ("the locale vi_VN.UTF-8 is missing: the screens may speak English only");
  g_unsetenv ("LOCPATH");
  g_setenv ("LANGUAGE", "vi", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : MC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/**
 * mc_language_set:
 * @language: "vi" or "en"
 *
 * From now on gettext speaks this language; labels have to be set again by whoever shows them.
 */
void
mc_language_set (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  ++_nl_msg_cat_cntr;
}
