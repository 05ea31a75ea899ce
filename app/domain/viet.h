/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Composing Vietnamese words: where a tone goes and how it moves (domain reference, section 11). */
typedef enum
{
  MC_TONE_NONE,
  MC_TONE_ACUTE, /* sắc */
  MC_TONE_GRAVE, /* huyền */
  MC_TONE_HOOK,  /* hỏi */
  MC_TONE_TILDE, /* ngã */
  MC_TONE_DOT,   /* nặng */
} McTone;

gsize mc_viet_word_start (const char *text);
McTone mc_viet_get_tone (const char *word);
char *mc_viet_set_tone (const char *word, McTone tone)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): no vowel to carry it */
char *mc_viet_settle (const char *word) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
