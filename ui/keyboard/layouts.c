/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/keyboard/layouts.h"

#include "app/domain/viet.h"

/* clang-format off */
#define T(text) { MC_KEY_TEXT, text, 0, 1, NULL }
#define TW(text, units, name) { MC_KEY_TEXT, text, 0, units, name }
#define TONE(sign, tone, name) { MC_KEY_TONE, sign, tone, 1, name }
#define SHIFT(units) { MC_KEY_SHIFT, NULL, 0, units, "shift" }
#define BACKSPACE(units) { MC_KEY_BACKSPACE, NULL, 0, units, "backspace" }
#define CLEAR(units) { MC_KEY_CLEAR, NULL, 0, units, "clear" }
#define SPACE(units) { MC_KEY_SPACE, " ", 0, units, "space" }
#define DONE(units) { MC_KEY_DONE, NULL, 0, units, "done" }
#define LAYER(to, units) { MC_KEY_LAYER, to, 0, units, "layer" }

#define DIGITS { T ("1"), T ("2"), T ("3"), T ("4"), T ("5"), T ("6"), T ("7"), T ("8"), T ("9"), T ("0") }
#define QWERTY { T ("q"), T ("w"), T ("e"), T ("r"), T ("t"), T ("y"), T ("u"), T ("i"), T ("o"), T ("p") }

static const McLayout layouts[] = {
  { "letters", {
    { T ("ă"), T ("â"), T ("ê"), T ("ô"), T ("ơ"), T ("ư"),
      TONE ("\u0301", MC_TONE_ACUTE, "tone-acute"), TONE ("\u0300", MC_TONE_GRAVE, "tone-grave"),
      TONE ("\u0309", MC_TONE_HOOK, "tone-hook"), TONE ("\u0303", MC_TONE_TILDE, "tone-tilde"),
      TONE ("\u0323", MC_TONE_DOT, "tone-dot") },
    DIGITS,
    QWERTY,
    { T ("a"), T ("s"), T ("d"), T ("f"), T ("g"), T ("h"), T ("j"), T ("k"), T ("l"), T ("đ") },
    { SHIFT (1.5), T ("z"), T ("x"), T ("c"), T ("v"), T ("b"), T ("n"), T ("m"), BACKSPACE (1.5) },
    { LAYER ("symbols", 1.2), CLEAR (1.4), TW (",", 0.9, NULL), SPACE (2.8), TW (".", 0.9, NULL),
      TW ("-", 0.9, NULL), TW ("/", 0.9, NULL), DONE (1.6) },
  } },
  { "symbols", {
    DIGITS,
    { T ("("), T (")"), T ("/"), T ("-"), T ("."), T (","), T (":"), T (";"), T ("'"), T ("\"") },
    { T ("@"), T ("#"), T ("%"), T ("&"), T ("+"), T ("="), T ("*"), T ("?"), T ("!"), T ("_") },
    { LAYER ("letters", 1.5), CLEAR (1.5), SPACE (3.5), BACKSPACE (1.5), DONE (2) },
  } },
  { "number", {
    { T ("1"), T ("2"), T ("3") },
    { T ("4"), T ("5"), T ("6") },
    { T ("7"), T ("8"), T ("9") },
    { CLEAR (1), T ("0"), BACKSPACE (1) },
    { DONE (1) },
  } },
  { "email", {
    DIGITS,
    QWERTY,
    { T ("a"), T ("s"), T ("d"), T ("f"), T ("g"), T ("h"), T ("j"), T ("k"), T ("l"), T ("@") },
    { T ("_"), T ("z"), T ("x"), T ("c"), T ("v"), T ("b"), T ("n"), T ("m"), T ("-"), T (".") },
    { TW ("@gmail.com", 2.6, "gmail"), TW (".com", 1.4, "com"), TW (".vn", 1.2, "vn"), CLEAR (1.4),
      BACKSPACE (1.4), DONE (2) },
  } },
};
/* clang-format on */

/**
 * mc_layout_get_all:
 * @n_layouts: (out): how many there are
 *
 * Returns: (array length=n_layouts): every layout; letters come first
 */
const McLayout *
mc_layout_get_all (guint *n_layouts)
{
  *n_layouts = G_N_ELEMENTS (layouts);
  return layouts;
}
