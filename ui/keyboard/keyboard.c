/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-keyboard"

#include "config.h"

#include "ui/keyboard/keyboard.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/domain/viet.h"
#include "ui/keyboard/layouts.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

/* README of the look: keys 84 px with gaps of 13 px (3 mm); screens reference, section 5: never
 * below 15 mm. */
#define KEY_HEIGHT 84
#define KEY_MINIMUM_MM 15.0
#define GAP 13
#define PADDING_X 16
#define PADDING_Y 22

/* Holding backspace goes on deleting at this pace. */
#define REPEAT_MS 120

typedef enum
{
  SHIFT_OFF,
  SHIFT_ONCE,
  SHIFT_LOCKED,
} Shift;

typedef struct
{
  GtkWidget *button;   /* (unowned), child of the keyboard */
  GtkWidget *label;    /* (unowned) (nullable), inside */
  GtkWidget *icon;     /* (unowned) (nullable), inside */
  const McKeyDef *def; /* (unowned), of the table */
  guint layout;
  guint row;
} Key;

/**
 * McKeyboard:
 *
 * All layouts are built once; the keys of one are visible. Text goes in through the target's own
 * interface, as one edit a key, so that limits of length and validation hold.
 */
struct _McKeyboard
{
  GtkWidget parent_instance;

  GArray *keys;      /* (owned) (element-type Key) */
  GtkWidget *target; /* (unowned) (nullable), weak */
  double pitch;
  guint layout;
  Shift shift;
  guint repeat; /* source id */
};

G_DEFINE_FINAL_TYPE (McKeyboard, mc_keyboard, GTK_TYPE_WIDGET)

static guint done_signal;

static char *
dup_text_before (McKeyboard *self)
{
  if (GTK_IS_EDITABLE (self->target))
    return gtk_editable_get_chars (
        GTK_EDITABLE (self->target), 0, gtk_editable_get_position (GTK_EDITABLE (self->target)));
  if (GTK_IS_TEXT_VIEW (self->target))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->target));
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
      start = end;
      gtk_text_iter_set_line_offset (&start, 0);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  return g_strdup ("");
}

/* Takes @n characters before the cursor away and puts @text there. */
static void
replace_before (McKeyboard *self, guint n, const char *text)
{
  if (GTK_IS_EDITABLE (self->target))
    {
      GtkEditable *editable = GTK_EDITABLE (self->target);
      int position;

      position = gtk_editable_get_position (editable);
      gtk_editable_delete_text (editable, MAX (position - (int) n, 0), position);
      position = MAX (position - (int) n, 0);
      gtk_editable_insert_text (editable, text, -1, &position);
      gtk_editable_set_position (editable, position);
    }
  else if (GTK_IS_TEXT_VIEW (self->target))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->target));
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
      start = end;
      gtk_text_iter_backward_chars (&start, (int) n);
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert_at_cursor (buffer, text, -1);
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->target),
                                          gtk_text_buffer_get_insert (buffer));
    }
}

static gboolean
delete_selection (McKeyboard *self)
{
  if (GTK_IS_EDITABLE (self->target))
    {
      if (!gtk_editable_get_selection_bounds (GTK_EDITABLE (self->target), NULL, NULL))
        return FALSE;
      gtk_editable_delete_selection (GTK_EDITABLE (self->target));
      return TRUE;
    }
  return GTK_IS_TEXT_VIEW (self->target) &&
         gtk_text_buffer_delete_selection (
             gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->target)), TRUE, TRUE);
}

static void
clear_target (McKeyboard *self)
{
  if (GTK_IS_EDITABLE (self->target))
    gtk_editable_set_text (GTK_EDITABLE (self->target), "");
  else if (GTK_IS_TEXT_VIEW (self->target))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->target)), "", -1);
}

static GtkInputPurpose
get_purpose (McKeyboard *self)
{
  GtkInputPurpose purpose = GTK_INPUT_PURPOSE_FREE_FORM;

  if (self->target != NULL)
    g_object_get (self->target, "input-purpose", &purpose, NULL);
  return purpose;
}

static GtkInputHints
get_hints (McKeyboard *self)
{
  GtkInputHints hints = GTK_INPUT_HINT_NONE;

  if (self->target != NULL)
    g_object_get (self->target, "input-hints", &hints, NULL);
  return hints;
}

static const McLayout *
current_layout (McKeyboard *self)
{
  guint n;

  return &mc_layout_get_all (&n)[self->layout];
}

static void
update_faces (McKeyboard *self)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      Key *key = &g_array_index (self->keys, Key, i);

      if (key->def->kind == MC_KEY_TEXT && g_utf8_strlen (key->def->text, -1) == 1)
        {
          g_autofree char *upper = g_utf8_strup (key->def->text, -1);
          const char *face = self->shift != SHIFT_OFF ? upper : key->def->text;

          gtk_label_set_label (GTK_LABEL (key->label), face);
          mc_accessible_set_label (key->button, face);
        }
      else if (key->def->kind == MC_KEY_SHIFT)
        {
          mc_icon_set_name (MC_ICON (key->icon),
                            self->shift == SHIFT_LOCKED ? "shift-locked" : "shift");
          if (self->shift != SHIFT_OFF)
            gtk_widget_add_css_class (key->button, "on");
          else
            gtk_widget_remove_css_class (key->button, "on");
        }
    }
}

static void
set_shift (McKeyboard *self, Shift shift)
{
  if (self->shift == shift)
    return;
  self->shift = shift;
  update_faces (self);
}

/* Names and sentences begin with a capital without anybody looking for the shift key. */
static void
update_automatic_shift (McKeyboard *self)
{
  const GtkInputHints hints = get_hints (self);
  g_autofree char *before = NULL;
  gboolean start;

  if (hints & GTK_INPUT_HINT_UPPERCASE_CHARS)
    {
      set_shift (self, SHIFT_LOCKED);
      return;
    }
  if (self->shift == SHIFT_LOCKED)
    return;
  before = dup_text_before (self);
  start = *before == '\0' ||
          ((hints & GTK_INPUT_HINT_UPPERCASE_WORDS) && g_str_has_suffix (before, " ")) ||
          ((hints & GTK_INPUT_HINT_UPPERCASE_SENTENCES) && g_str_has_suffix (before, ". "));
  set_shift (self,
             start &&
                     (hints & (GTK_INPUT_HINT_UPPERCASE_WORDS | GTK_INPUT_HINT_UPPERCASE_SENTENCES))
                 ? SHIFT_ONCE
                 : SHIFT_OFF);
}

static void
set_layout (McKeyboard *self, const char *name)
{
  guint n;
  const McLayout *layouts = mc_layout_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (layouts[i].name, name))
      self->layout = i;
  for (guint i = 0; i < self->keys->len; i++)
    {
      Key *key = &g_array_index (self->keys, Key, i);

      gtk_widget_set_visible (key->button, key->layout == self->layout);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The word grows or shrinks: its tone goes where it belongs now. */
static void
settle_word (McKeyboard *self)
{
  g_autofree char *before = dup_text_before (self);
  const char *word = before + mc_viet_word_start (before);
  g_autofree char *settled = mc_viet_settle (word);

  if (!g_str_equal (word, settled))
    replace_before (self, (guint) g_utf8_strlen (word, -1), settled);
}

static void
press_text (McKeyboard *self, const char *text)
{
  g_autofree char *upper = g_utf8_strup (text, -1);

  delete_selection (self);
  replace_before (
      self, 0, self->shift != SHIFT_OFF && g_utf8_strlen (text, -1) == 1 ? upper : text);
  if (g_str_equal (current_layout (self)->name, "letters"))
    settle_word (self);
}

static void
press_tone (McKeyboard *self, McTone tone)
{
  g_autofree char *before = NULL;
  g_autofree char *toned = NULL;
  const char *word;

  delete_selection (self);
  before = dup_text_before (self);
  word = before + mc_viet_word_start (before);
  /* the same tone again takes it away */
  toned = mc_viet_set_tone (word, mc_viet_get_tone (word) == tone ? MC_TONE_NONE : tone);
  if (toned != NULL && !g_str_equal (toned, word))
    replace_before (self, (guint) g_utf8_strlen (word, -1), toned);
}

static void
press_backspace (McKeyboard *self)
{
  g_autofree char *before = NULL;

  if (delete_selection (self))
    return;
  before = dup_text_before (self);
  if (*before != '\0')
    replace_before (self, 1, "");
  else if (GTK_IS_TEXT_VIEW (self->target))
    replace_before (self, 1, ""); /* the line end before this line */
}

static void
on_key_clicked (GtkWidget *button, McKeyboard *self)
{
  const McKeyDef *def = g_object_get_data (G_OBJECT (button), "mc-key");

  if (self->target == NULL)
    return;
  switch (def->kind)
    {
    case MC_KEY_TEXT:
    case MC_KEY_SPACE:
      press_text (self, def->text);
      break;
    case MC_KEY_TONE:
      press_tone (self, (McTone) def->tone);
      return;
    case MC_KEY_SHIFT:
      set_shift (self,
                 self->shift == SHIFT_OFF    ? SHIFT_ONCE
                 : self->shift == SHIFT_ONCE ? SHIFT_LOCKED
                                             : SHIFT_OFF);
      return;
    case MC_KEY_LAYER:
      set_layout (self, def->text);
      return;
    case MC_KEY_BACKSPACE:
      press_backspace (self);
      break;
    case MC_KEY_CLEAR:
      clear_target (self);
      break;
    case MC_KEY_DONE:
      g_signal_emit (self, done_signal, 0);
      return;
    default:
      g_assert_not_reached ();
    }
  update_automatic_shift (self);
}

static gboolean
on_repeat (gpointer user_data)
{
  McKeyboard *self = user_data;

  if (self->target == NULL)
    {
      self->repeat = 0;
      return G_SOURCE_REMOVE;
    }
  press_backspace (self);
  update_automatic_shift (self);
  return G_SOURCE_CONTINUE;
}

static void
stop_repeat (McKeyboard *self)
{
  g_clear_handle_id (&self->repeat, g_source_remove);
}

static void
on_backspace_held (McKeyboard *self)
{
  stop_repeat (self);
  self->repeat = g_timeout_add (REPEAT_MS, on_repeat, self);
}

static void
on_backspace_state_changed (McKeyboard *self, GtkStateFlags old, GtkWidget *button)
{
  if ((gtk_widget_get_state_flags (button) & GTK_STATE_FLAG_ACTIVE) == 0)
    stop_repeat (self);
}

static int
get_key_height (McKeyboard *self)
{
  return MAX (KEY_HEIGHT, (int) ceil (KEY_MINIMUM_MM / self->pitch));
}

static guint
count_rows (const McLayout *layout)
{
  guint n = 0;

  while (n < MC_LAYOUT_MAX_ROWS && layout->rows[n][0].units > 0)
    n++;
  return n;
}

static void
mc_keyboard_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  McKeyboard *self = MC_KEYBOARD (widget);
  const guint rows = count_rows (current_layout (self));

  /* children must be asked before they are allocated */
  for (guint i = 0; i < self->keys->len; i++)
    gtk_widget_measure (
        g_array_index (self->keys, Key, i).button, orientation, -1, minimum, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural =
        2 * PADDING_Y + (int) rows * get_key_height (self) + ((int) rows - 1) * GAP;
  else
    *minimum = *natural = 2 * PADDING_X + 11 * (int) ceil (KEY_MINIMUM_MM / self->pitch) + 10 * GAP;
}

static void
mc_keyboard_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  McKeyboard *self = MC_KEYBOARD (widget);
  const McLayout *layout = current_layout (self);
  const int rows = (int) count_rows (layout);
  const int key_height = get_key_height (self);
  /* in landscape the keyboard is as high as the page: keys stand at its lower end, near the hand */
  int y = height - PADDING_Y - rows * key_height - (rows - 1) * GAP;
  guint i = 0;

  for (int row = 0; row < rows; row++, y += key_height + GAP)
    {
      double units = 0, x = PADDING_X, unit;
      guint n = 0;

      while (n < MC_LAYOUT_MAX_KEYS && layout->rows[row][n].units > 0)
        units += layout->rows[row][n++].units;
      unit = (width - 2 * PADDING_X - GAP * ((int) n - 1)) / units;
      for (; i < self->keys->len; i++)
        {
          Key *key = &g_array_index (self->keys, Key, i);
          double right;

          if (key->layout != self->layout)
            continue;
          if (key->row != (guint) row)
            break;
          right = x + unit * key->def->units;
          gtk_widget_size_allocate (
              key->button,
              &(GtkAllocation){
                  (int) round (x), y, (int) round (right) - (int) round (x), key_height },
              -1);
          x = right + GAP;
        }
    }
}

static void
mc_keyboard_dispose (GObject *object)
{
  McKeyboard *self = MC_KEYBOARD (object);

  stop_repeat (self);
  if (self->target != NULL)
    g_clear_weak_pointer (&self->target);
  for (guint i = 0; i < self->keys->len; i++)
    gtk_widget_unparent (g_array_index (self->keys, Key, i).button);
  g_array_set_size (self->keys, 0);
  G_OBJECT_CLASS (mc_keyboard_parent_class)->dispose (object);
}

static void
mc_keyboard_finalize (GObject *object)
{
  McKeyboard *self = MC_KEYBOARD (object);

  g_array_unref (self->keys);
  G_OBJECT_CLASS (mc_keyboard_parent_class)->finalize (object);
}

static void
mc_keyboard_class_init (McKeyboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mc_keyboard_dispose;
  object_class->finalize = mc_keyboard_finalize;
  widget_class->measure = mc_keyboard_measure;
  widget_class->size_allocate = mc_keyboard_size_allocate;
  done_signal = g_signal_new (
      "done", MC_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "keyboard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static const char *
get_css_class (McKeyKind kind)
{
  switch (kind)
    {
    case MC_KEY_TONE:
      return "tone";
    case MC_KEY_SHIFT:
    case MC_KEY_LAYER:
    case MC_KEY_BACKSPACE:
    case MC_KEY_CLEAR:
      return "control";
    case MC_KEY_DONE:
      return "done";
    case MC_KEY_TEXT:
    case MC_KEY_SPACE:
    default:
      return "letter";
    }
}

static const char *
tone_name (McTone tone)
{
  switch (tone)
    {
    case MC_TONE_ACUTE:
      return "sắc";
    case MC_TONE_GRAVE:
      return "huyền";
    case MC_TONE_HOOK:
      return "hỏi";
    case MC_TONE_TILDE:
      return "ngã";
    case MC_TONE_DOT:
      return "nặng";
    case MC_TONE_NONE:
    default:
      return "";
    }
}

static void
add_key (McKeyboard *self, const McKeyDef *def, guint layout, guint row)
{
  Key key = { .def = def, .layout = layout, .row = row };
  g_autofree char *name = g_strdup_printf ("key-%s", def->name != NULL ? def->name : def->text);

  key.button = gtk_button_new ();
  gtk_widget_set_name (key.button, name);
  gtk_widget_set_focusable (key.button, FALSE);
  gtk_widget_set_focus_on_click (key.button, FALSE);
  gtk_widget_add_css_class (key.button, "key");
  gtk_widget_add_css_class (key.button, get_css_class (def->kind));
  if (def->kind == MC_KEY_TEXT && (guchar) def->text[0] > 0x7f)
    gtk_widget_add_css_class (key.button, "marked");
  if (def->kind == MC_KEY_SHIFT || def->kind == MC_KEY_BACKSPACE)
    {
      key.icon = mc_icon_new (def->kind == MC_KEY_SHIFT ? "shift" : "backspace");
      gtk_widget_set_halign (key.icon, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (key.icon, GTK_ALIGN_CENTER);
      gtk_button_set_child (GTK_BUTTON (key.button), key.icon);
    }
  else if (def->kind == MC_KEY_TONE)
    {
      /* the sign alone says little to whoever learned to write with a pen: its name stands below */
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *caption = gtk_label_new (tone_name ((McTone) def->tone));
      g_autofree char *sign = g_strdup_printf ("◌%s", def->text);

      gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (caption, "caption");
      gtk_box_append (GTK_BOX (box), gtk_label_new (sign));
      gtk_box_append (GTK_BOX (box), caption);
      gtk_button_set_child (GTK_BUTTON (key.button), box);
    }
  else
    {
      key.label = gtk_label_new (def->text);
      gtk_button_set_child (GTK_BUTTON (key.button), key.label);
    }
  if (def->kind == MC_KEY_BACKSPACE)
    {
      GtkGesture *hold = gtk_gesture_long_press_new ();

      g_signal_connect_object (
          hold, "pressed", G_CALLBACK (on_backspace_held), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (key.button, GTK_EVENT_CONTROLLER (hold));
      g_signal_connect_object (key.button,
                               "state-flags-changed",
                               G_CALLBACK (on_backspace_state_changed),
                               self,
                               G_CONNECT_SWAPPED);
    }
  g_object_set_data (G_OBJECT (key.button), "mc-key", (gpointer) def);
  g_signal_connect_object (
      key.button, "clicked", G_CALLBACK (on_key_clicked), self, G_CONNECT_DEFAULT);
  gtk_widget_set_parent (key.button, GTK_WIDGET (self));
  g_array_append_val (self->keys, key);
}

static void
mc_keyboard_init (McKeyboard *self)
{
  guint n;
  const McLayout *layouts = mc_layout_get_all (&n);

  self->pitch = 0.2479;
  self->keys = g_array_new (FALSE, FALSE, sizeof (Key));
  for (guint layout = 0; layout < n; layout++)
    for (guint row = 0; row < count_rows (&layouts[layout]); row++)
      for (guint i = 0; i < MC_LAYOUT_MAX_KEYS && layouts[layout].rows[row][i].units > 0; i++)
        add_key (self, &layouts[layout].rows[row][i], layout, row);
  set_layout (self, "letters");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  mc_keyboard_change_locale (self);
}

/**
 * mc_keyboard_new:
 * @pitch_mm: millimetres a pixel, so that keys are never below 15 mm high
 *
 * Returns: (transfer full): a keyboard without a target, invisible
 */
GtkWidget *
mc_keyboard_new (double pitch_mm)
{
  McKeyboard *self = g_object_new (MC_TYPE_KEYBOARD, NULL);

  self->pitch = pitch_mm;
  return GTK_WIDGET (self);
}

static const char *
layout_for (GtkInputPurpose purpose)
{
  switch (purpose)
    {
    case GTK_INPUT_PURPOSE_DIGITS:
    case GTK_INPUT_PURPOSE_NUMBER:
    case GTK_INPUT_PURPOSE_PHONE:
    case GTK_INPUT_PURPOSE_PIN:
      return "number";
    case GTK_INPUT_PURPOSE_EMAIL:
    case GTK_INPUT_PURPOSE_URL:
      return "email";
    case GTK_INPUT_PURPOSE_FREE_FORM:
    case GTK_INPUT_PURPOSE_ALPHA:
    case GTK_INPUT_PURPOSE_NAME:
    case GTK_INPUT_PURPOSE_PASSWORD:
    case GTK_INPUT_PURPOSE_TERMINAL:
    default:
      return "letters";
    }
}

/**
 * mc_keyboard_set_target:
 * @self: a keyboard
 * @target: (nullable): the widget that has the focus, whatever it is
 *
 * Shows the keyboard when one can type into @target, hides it otherwise. The target is not owned;
 * the keyboard forgets it when it goes.
 */
void
mc_keyboard_set_target (McKeyboard *self, GtkWidget *target)
{
  gboolean types;

  g_return_if_fail (MC_IS_KEYBOARD (self));

  types = target != NULL &&
          ((GTK_IS_EDITABLE (target) && gtk_editable_get_editable (GTK_EDITABLE (target))) ||
           (GTK_IS_TEXT_VIEW (target) && gtk_text_view_get_editable (GTK_TEXT_VIEW (target))));
  stop_repeat (self);
  if (!g_set_weak_pointer (&self->target, types ? target : NULL) && !types)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), types);
  if (!types)
    return;
  self->shift = SHIFT_OFF;
  set_layout (self, layout_for (get_purpose (self)));
  update_automatic_shift (self);
  update_faces (self);
}

/**
 * mc_keyboard_get_layout:
 * @self: a keyboard
 *
 * Returns: the name of the layout shown: "letters", "symbols", "number", "email"
 */
const char *
mc_keyboard_get_layout (McKeyboard *self)
{
  g_return_val_if_fail (MC_IS_KEYBOARD (self), NULL);

  return current_layout (self)->name;
}

/**
 * mc_keyboard_change_locale:
 * @self: a keyboard
 *
 * Sets the words on keys again. The tones keep their Vietnamese names in every language: they have
 * no others.
 */
void
mc_keyboard_change_locale (McKeyboard *self)
{
  g_return_if_fail (MC_IS_KEYBOARD (self));

  mc_accessible_set_label (GTK_WIDGET (self), _ ("Keyboard"));
  for (guint i = 0; i < self->keys->len; i++)
    {
      Key *key = &g_array_index (self->keys, Key, i);
      const char *face = key->def->text;
      const char *spoken = NULL;
      g_autofree char *tone = NULL;

      switch (key->def->kind)
        {
        case MC_KEY_TONE:
          tone = g_strdup_printf (_ ("Tone %s"), tone_name ((McTone) key->def->tone));
          spoken = tone;
          break;
        case MC_KEY_SHIFT:
          spoken = _ ("Capital letters");
          break;
        case MC_KEY_BACKSPACE:
          spoken = _ ("Delete one letter");
          break;
        case MC_KEY_LAYER:
          face = g_str_equal (key->def->text, "letters") ? "abc" : "#+=";
          spoken = g_str_equal (key->def->text, "letters") ? _ ("Letters") : _ ("Signs");
          break;
        case MC_KEY_CLEAR:
          face = spoken = _ ("Clear");
          break;
        case MC_KEY_SPACE:
          face = spoken = _ ("Space");
          break;
        case MC_KEY_DONE:
          face = spoken = _ ("Done");
          break;
        case MC_KEY_TEXT:
        default:
          spoken = face;
          break;
        }
      if (key->label != NULL)
        gtk_label_set_label (GTK_LABEL (key->label), face);
      mc_accessible_set_label (key->button, spoken);
    }
  update_faces (self);
}
