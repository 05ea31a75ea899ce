/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/ui/fixture.h"
#include "ui/keyboard/keyboard.h"
#include "ui/keyboard/layouts.h"

typedef struct
{
  GtkWidget *window;   /* (unowned), a toplevel */
  GtkWidget *entry;    /* (unowned) */
  GtkWidget *keyboard; /* (unowned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  f->window = gtk_window_new ();
  f->entry = gtk_entry_new ();
  f->keyboard = mc_keyboard_new (0.2479);
  gtk_box_append (GTK_BOX (box), f->entry);
  gtk_box_append (GTK_BOX (box), f->keyboard);
  gtk_window_set_child (GTK_WINDOW (f->window), box);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static void
focus (Fixture *f, GtkInputPurpose purpose, GtkInputHints hints)
{
  gtk_entry_set_input_purpose (GTK_ENTRY (f->entry), purpose);
  gtk_entry_set_input_hints (GTK_ENTRY (f->entry), hints);
  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard),
                          GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (f->entry))));
}

static GtkWidget *
find_key (Fixture *f, const char *name)
{
  g_autofree char *wanted = g_strdup_printf ("key-%s", name);

  for (GtkWidget *key = gtk_widget_get_first_child (f->keyboard); key != NULL;
       key = gtk_widget_get_next_sibling (key))
    if (gtk_widget_get_visible (key) && g_str_equal (gtk_widget_get_name (key), wanted))
      return key;
  return NULL;
}

/* Presses keys, named one after the other with spaces between. */
static void
press (Fixture *f, const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *key = find_key (f, names[i]);

      if (key == NULL)
        g_error (
            "no key %s on layout %s", names[i], mc_keyboard_get_layout (MC_KEYBOARD (f->keyboard)));
      g_signal_emit_by_name (key, "clicked");
    }
}

#define assert_text(f, expected)                                                                   \
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE ((f)->entry)), ==, expected)

/* Whole Vietnamese words from letters and tones, the tone before or after the last letter. */
static void
test_words (Fixture *f, gconstpointer data)
{
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  press (f, "n g u y ê n tone-tilde space t o a tone-acute n space đ ư ơ c tone-dot");
  assert_text (f, "nguyễn toán được");
  press (f, "tone-dot");
  assert_text (f, "nguyễn toán đươc");
  press (f, "tone-acute backspace backspace");
  assert_text (f, "nguyễn toán đư");
}

/* Tones go on the word before the cursor, wherever the cursor stands. */
static void
test_cursor (Fixture *f, gconstpointer data)
{
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  press (f, "h o a space b i n h");
  gtk_editable_set_position (GTK_EDITABLE (f->entry), 3);
  press (f, "tone-grave");
  assert_text (f, "hòa binh");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (f->entry)), ==, 3);
  press (f, "space");
  press (f, "tone-acute");
  assert_text (f, "hòa  binh");
}

/* Names begin with capitals by themselves; shift once and locked works by hand. */
static void
test_shift (Fixture *f, gconstpointer data)
{
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_UPPERCASE_WORDS);
  press (f, "đ ê space a n h");
  assert_text (f, "Đê Anh");
  press (f, "clear");
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  press (f, "shift ư a shift shift b c shift d");
  assert_text (f, "ƯaBCd");
  press (f, "clear");
  assert_text (f, "");
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_UPPERCASE_CHARS);
  press (f, "h 2 6 . 1");
  assert_text (f, "H26.1");
}

/* Digits get a number pad, e-mail its own layout without tones, text the letters. */
static void
test_layouts (Fixture *f, gconstpointer data)
{
  focus (f, GTK_INPUT_PURPOSE_DIGITS, GTK_INPUT_HINT_NONE);
  g_assert_cmpstr (mc_keyboard_get_layout (MC_KEYBOARD (f->keyboard)), ==, "number");
  press (f, "1 2 0 backspace");
  assert_text (f, "12");
  g_assert_null (find_key (f, "a"));
  press (f, "clear");
  focus (f, GTK_INPUT_PURPOSE_EMAIL, GTK_INPUT_HINT_NONE);
  press (f, "b i n h @ v n p t vn");
  assert_text (f, "binh@vnpt.vn");
  g_assert_null (find_key (f, "tone-acute"));
  press (f, "clear b o n g gmail");
  assert_text (f, "bong@gmail.com");
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  g_assert_nonnull (find_key (f, "tone-acute"));
  press (f, "layer");
  g_assert_cmpstr (mc_keyboard_get_layout (MC_KEYBOARD (f->keyboard)), ==, "symbols");
  press (f, "( ) layer a");
  assert_text (f, "bong@gmail.com()a");
}

/* A limit of length holds for keys as for anything else; a selection is replaced. */
static void
test_limits (Fixture *f, gconstpointer data)
{
  gtk_entry_set_max_length (GTK_ENTRY (f->entry), 4);
  focus (f, GTK_INPUT_PURPOSE_DIGITS, GTK_INPUT_HINT_NONE);
  press (f, "1 9 5 5 7");
  assert_text (f, "1955");
  gtk_editable_select_region (GTK_EDITABLE (f->entry), 0, -1);
  press (f, "6");
  assert_text (f, "6");
}

/* The keyboard works into several lines, too. */
static void
test_text_view (Fixture *f, gconstpointer data)
{
  GtkWidget *view = g_object_ref_sink (gtk_text_view_new ());
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *text = NULL;

  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard), view);
  press (f, "n g o tone-tilde space 1 2 / 3 x backspace");
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "ngõ 12/3");
  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard), NULL);
  g_object_unref (view);
}

/* It is there when one can type and gone when not; keys never take the focus. */
static void
test_visible (Fixture *f, gconstpointer data)
{
  g_assert_false (gtk_widget_get_visible (f->keyboard));
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  g_assert_true (gtk_widget_get_visible (f->keyboard));
  for (GtkWidget *key = gtk_widget_get_first_child (f->keyboard); key != NULL;
       key = gtk_widget_get_next_sibling (key))
    {
      g_assert_false (gtk_widget_get_focusable (key));
      gtk_test_accessible_assert_role (key, GTK_ACCESSIBLE_ROLE_BUTTON);
    }
  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard), f->window);
  g_assert_false (gtk_widget_get_visible (f->keyboard));
  focus (f, GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE);
  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard), NULL);
  g_assert_false (gtk_widget_get_visible (f->keyboard));
}

/* A target that goes away while it is typed into is forgotten. */
static void
test_target_goes (Fixture *f, gconstpointer data)
{
  GtkWidget *view = g_object_ref_sink (gtk_text_view_new ());

  mc_keyboard_set_target (MC_KEYBOARD (f->keyboard), view);
  g_object_unref (view);
  press (f, "a");
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!ui_fixture_init_gtk ())
    return 77;
  add ("/ui/keyboard/words", test_words);
  add ("/ui/keyboard/cursor", test_cursor);
  add ("/ui/keyboard/shift", test_shift);
  add ("/ui/keyboard/layouts", test_layouts);
  add ("/ui/keyboard/limits", test_limits);
  add ("/ui/keyboard/text-view", test_text_view);
  add ("/ui/keyboard/visible", test_visible);
  add ("/ui/keyboard/target-goes", test_target_goes);
  return g_test_run ();
}
