/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-field-input"

#include "config.h"

#include "ui/widgets/field-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/widgets/accessible.h"
#include "ui/widgets/choice-list.h"

/* A date is typed as day, month, year: no calendar to page back through eighty years. */
enum
{
  PART_DAY,
  PART_MONTH,
  PART_YEAR,
  N_PARTS
};

/**
 * McFieldInput:
 *
 * One field of a form, of whatever kind.
 */
struct _McFieldInput
{
  GtkWidget parent_instance;

  char *key;   /* (owned) */
  char *label; /* (owned) */
  McFieldKind kind;
  GtkWidget *box;            /* (unowned), the only child */
  GtkWidget *entry;          /* (unowned) (nullable), one line */
  GtkWidget *view;           /* (unowned) (nullable), some lines */
  GtkWidget *parts[N_PARTS]; /* (unowned) (nullable), of a date */
  GtkWidget *choices;        /* (unowned) (nullable), McChoiceList */
  guint max_length;
  gboolean quiet; /* the program sets the value */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McFieldInput, mc_field_input, GTK_TYPE_WIDGET)

static void
emit_changed (McFieldInput *self)
{
  if (!self->quiet)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_entry_activate (McFieldInput *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static GtkInputPurpose
get_purpose (McFieldKind kind)
{
  switch (kind)
    {
    case MC_FIELD_YEAR:
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_TAX_CODE:
    case MC_FIELD_DATE:
      return GTK_INPUT_PURPOSE_DIGITS;
    case MC_FIELD_TIME:
      return GTK_INPUT_PURPOSE_NUMBER;
    case MC_FIELD_PHONE:
      return GTK_INPUT_PURPOSE_PHONE;
    case MC_FIELD_EMAIL:
      return GTK_INPUT_PURPOSE_EMAIL;
    case MC_FIELD_NAME:
      return GTK_INPUT_PURPOSE_NAME;
    default:
      return GTK_INPUT_PURPOSE_FREE_FORM;
    }
}

static GtkInputHints
get_hints (McFieldKind kind)
{
  const GtkInputHints hints = GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK;

  switch (kind)
    {
    case MC_FIELD_NAME:
      return hints | GTK_INPUT_HINT_UPPERCASE_WORDS;
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_ADDRESS:
      return hints | GTK_INPUT_HINT_UPPERCASE_SENTENCES;
    default:
      return hints;
    }
}

static GtkWidget *
create_entry (McFieldInput *self, const char *name, const char *label)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_name (entry, name);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), get_purpose (self->kind));
  gtk_entry_set_input_hints (GTK_ENTRY (entry), get_hints (self->kind));
  gtk_widget_add_css_class (entry, "field");
  mc_accessible_set_label (entry, label);

  return entry;
}

/* --- a date --- */

static void
on_part_changed (GtkEditable *part, McFieldInput *self)
{
  if (self->quiet)
    return;
  emit_changed (self);
  for (guint i = 0; i + 1 < N_PARTS; i++)
    if (GTK_WIDGET (part) == self->parts[i] &&
        g_utf8_strlen (gtk_editable_get_text (part), -1) == 2)
      gtk_widget_grab_focus (self->parts[i + 1]);
}

static void
on_part_activate (GtkEntry *part, McFieldInput *self)
{
  for (guint i = 0; i + 1 < N_PARTS; i++)
    if (GTK_WIDGET (part) == self->parts[i])
      {
        gtk_widget_grab_focus (self->parts[i + 1]);
        return;
      }
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static gboolean
select_part (gpointer part)
{
  if (gtk_widget_get_root (part) != NULL)
    gtk_editable_select_region (GTK_EDITABLE (part), 0, -1);

  return G_SOURCE_REMOVE;
}

/* A part that is full takes no further digit: whoever comes back to it means to write it anew. The
 * press itself places the caret after this, so it is done a moment later. */
static void
select_part_later (GtkWidget *part)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, select_part, g_object_ref (part), g_object_unref);
}

static void
select_on (GtkWidget *part, GtkEventController *controller, const char *signal)
{
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, signal, G_CALLBACK (select_part_later), part);
  gtk_widget_add_controller (part, controller);
}

static void
build_date (McFieldInput *self)
{
  const char *const suffixes[] = { "day", "month", "year" };
  const char *const labels[] = { _ ("Day"), _ ("Month"), _ ("Year") };

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (self->box, "date");
  for (guint i = 0; i < N_PARTS; i++)
    {
      const int width = i == PART_YEAR ? 6 : 4;
      g_autofree char *name = g_strdup_printf ("field-%s-%s", self->key, suffixes[i]);
      g_autofree char *spoken = g_strdup_printf ("%s: %s", self->label, labels[i]);
      GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
      GtkWidget *label = gtk_label_new (labels[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "field-label");
      self->parts[i] = create_entry (self, name, spoken);
      gtk_entry_set_max_length (GTK_ENTRY (self->parts[i]), i == PART_YEAR ? 4 : 2);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (self->parts[i]), width);
      gtk_editable_set_width_chars (GTK_EDITABLE (self->parts[i]), width);
      g_signal_connect (self->parts[i], "changed", G_CALLBACK (on_part_changed), self);
      g_signal_connect (self->parts[i], "activate", G_CALLBACK (on_part_activate), self);
      select_on (self->parts[i], gtk_event_controller_focus_new (), "enter");
      select_on (self->parts[i], GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()), "released");
      gtk_box_append (GTK_BOX (part), label);
      gtk_box_append (GTK_BOX (part), self->parts[i]);
      gtk_box_append (GTK_BOX (self->box), part);
    }
}

static char *
dup_date (McFieldInput *self)
{
  const char *day = gtk_editable_get_text (GTK_EDITABLE (self->parts[PART_DAY]));
  const char *month = gtk_editable_get_text (GTK_EDITABLE (self->parts[PART_MONTH]));
  const char *year = gtk_editable_get_text (GTK_EDITABLE (self->parts[PART_YEAR]));

  if (*day == '\0' && *month == '\0' && *year == '\0')
    return g_strdup ("");

  return g_strdup_printf ("%s/%s/%s", day, month, year);
}

/* What is kept is yyyy-mm-dd when it was right, and day/month/year as typed when it was not. */
static void
set_date (McFieldInput *self, const char *value)
{
  const gboolean typed = strchr (value, '/') != NULL;
  g_auto (GStrv) parts = g_strsplit (value, typed ? "/" : "-", N_PARTS);
  const gboolean whole = g_strv_length (parts) == N_PARTS;

  for (guint i = 0; i < N_PARTS; i++)
    gtk_editable_set_text (GTK_EDITABLE (self->parts[i]),
                           !whole ? "" : parts[typed ? i : N_PARTS - 1 - i]);
}

/* --- some lines --- */

static void
on_buffer_changed (GtkTextBuffer *buffer, McFieldInput *self)
{
  emit_changed (self);
}

/* A GtkTextBuffer has no limit of its own. */
static void
on_buffer_insert (GtkTextBuffer *buffer,
                  GtkTextIter *where,
                  const char *text,
                  int length,
                  McFieldInput *self)
{
  if (!self->quiet && self->max_length > 0 &&
      gtk_text_buffer_get_char_count (buffer) + g_utf8_strlen (text, length) >
          (glong) self->max_length)
    g_signal_stop_emission_by_name (buffer, "insert-text");
}

static void
build_view (McFieldInput *self)
{
  g_autofree char *name = g_strdup_printf ("field-%s", self->key);
  GtkTextBuffer *buffer;

  self->view = gtk_text_view_new ();
  gtk_widget_set_name (self->view, name);
  gtk_widget_add_css_class (self->view, "field");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_input_purpose (GTK_TEXT_VIEW (self->view), get_purpose (self->kind));
  gtk_text_view_set_input_hints (GTK_TEXT_VIEW (self->view), get_hints (self->kind));
  gtk_widget_set_hexpand (self->view, TRUE);
  mc_accessible_set_label (self->view, self->label);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  g_signal_connect (buffer, "changed", G_CALLBACK (on_buffer_changed), self);
  g_signal_connect (buffer, "insert-text", G_CALLBACK (on_buffer_insert), self);
  gtk_box_append (GTK_BOX (self->box), self->view);
}

static char *
dup_view (McFieldInput *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* --- choices --- */

static void
build_choices (McFieldInput *self)
{
  self->choices = mc_choice_list_new (self->key);
  gtk_widget_set_hexpand (self->choices, TRUE);
  mc_accessible_set_label (self->choices, self->label);
  g_signal_connect_swapped (self->choices, "notify::value", G_CALLBACK (emit_changed), self);
  gtk_box_append (GTK_BOX (self->box), self->choices);
  if (self->kind == MC_FIELD_YES_NO)
    {
      mc_field_input_add_choice (self, "yes", _ ("Yes"));
      mc_field_input_add_choice (self, "no", _ ("No"));
    }
}

/* --- widget --- */

static void
mc_field_input_dispose (GObject *object)
{
  McFieldInput *self = MC_FIELD_INPUT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (mc_field_input_parent_class)->dispose (object);
}

static void
mc_field_input_finalize (GObject *object)
{
  McFieldInput *self = MC_FIELD_INPUT (object);

  g_free (self->key);
  g_free (self->label);

  G_OBJECT_CLASS (mc_field_input_parent_class)->finalize (object);
}

static void
mc_field_input_class_init (McFieldInputClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mc_field_input_dispose;
  object_class->finalize = mc_field_input_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", MC_TYPE_FIELD_INPUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DONE] = g_signal_new (
      "done", MC_TYPE_FIELD_INPUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "fieldinput");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mc_field_input_init (McFieldInput *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
build (McFieldInput *self)
{
  g_autofree char *name = NULL;

  switch (self->kind)
    {
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
      build_choices (self);
      return;
    case MC_FIELD_DATE:
      build_date (self);
      return;
    case MC_FIELD_LONG_TEXT:
      build_view (self);
      return;
    default:
      break;
    }

  name = g_strdup_printf ("field-%s", self->key);
  self->entry = create_entry (self, name, self->label);
  gtk_widget_set_hexpand (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (emit_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activate), self);
  gtk_box_append (GTK_BOX (self->box), self->entry);
}

/**
 * mc_field_input_new:
 * @key: the field's key; widgets are named after it: `field-<key>`, `field-<key>-day`,
 *   `choice-<key>-<value>`
 * @kind: what is to be entered
 * @label: its spoken name
 *
 * Returns: (transfer floating): an empty input
 */
GtkWidget *
mc_field_input_new (const char *key, McFieldKind kind, const char *label)
{
  McFieldInput *self = g_object_new (MC_TYPE_FIELD_INPUT, NULL);

  self->key = g_strdup (key);
  self->kind = kind;
  self->label = g_strdup (label);
  build (self);

  return GTK_WIDGET (self);
}

/**
 * mc_field_input_add_choice:
 * @value: what it stands for
 * @label: what it says
 *
 * Adds a row to an input of kind %MC_FIELD_CHOICE.
 */
void
mc_field_input_add_choice (McFieldInput *self, const char *value, const char *label)
{
  g_return_if_fail (MC_IS_FIELD_INPUT (self));
  g_return_if_fail (self->choices != NULL);

  mc_choice_list_append (MC_CHOICE_LIST (self->choices), value, label, NULL);
}

/**
 * mc_field_input_set_columns:
 * @columns: 1 or 2; nothing for what is typed
 */
void
mc_field_input_set_columns (McFieldInput *self, guint columns)
{
  g_return_if_fail (MC_IS_FIELD_INPUT (self));

  if (self->choices != NULL)
    mc_choice_list_set_columns (MC_CHOICE_LIST (self->choices), columns);
}

/**
 * mc_field_input_set_max_length:
 * @max_length: in characters; 0 for no limit
 *
 * What is longer cannot be typed: better than an error afterwards.
 */
void
mc_field_input_set_max_length (McFieldInput *self, guint max_length)
{
  g_return_if_fail (MC_IS_FIELD_INPUT (self));

  self->max_length = max_length;
  if (self->entry != NULL)
    gtk_entry_set_max_length (GTK_ENTRY (self->entry), (int) max_length);
}

const char *
mc_field_input_get_key (McFieldInput *self)
{
  g_return_val_if_fail (MC_IS_FIELD_INPUT (self), NULL);

  return self->key;
}

McFieldKind
mc_field_input_get_kind (McFieldInput *self)
{
  g_return_val_if_fail (MC_IS_FIELD_INPUT (self), MC_FIELD_TEXT);

  return self->kind;
}

/**
 * mc_field_input_dup_value:
 *
 * Returns: (transfer full): as typed or chosen; "" when empty
 */
char *
mc_field_input_dup_value (McFieldInput *self)
{
  g_return_val_if_fail (MC_IS_FIELD_INPUT (self), NULL);

  if (self->entry != NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->view != NULL)
    return dup_view (self);
  if (self->kind == MC_FIELD_DATE)
    return dup_date (self);
  if (mc_choice_list_get_value (MC_CHOICE_LIST (self->choices)) != NULL)
    return g_strdup (mc_choice_list_get_value (MC_CHOICE_LIST (self->choices)));

  return g_strdup ("");
}

/**
 * mc_field_input_set_value:
 * @value: (nullable): canonical, or as it was typed
 *
 * Shows a value; emits nothing.
 */
void
mc_field_input_set_value (McFieldInput *self, const char *value)
{
  g_return_if_fail (MC_IS_FIELD_INPUT (self));

  if (value == NULL)
    value = "";
  self->quiet = TRUE;
  if (self->entry != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), value);
      gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    }
  else if (self->view != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), value, -1);
  else if (self->kind == MC_FIELD_DATE)
    set_date (self, value);
  else
    mc_choice_list_set_value (MC_CHOICE_LIST (self->choices), *value != '\0' ? value : NULL);
  self->quiet = FALSE;
}

static void
set_invalid (GtkWidget *widget, gboolean invalid)
{
  if (widget == NULL)
    return;
  if (invalid)
    gtk_widget_add_css_class (widget, "invalid");
  else
    gtk_widget_remove_css_class (widget, "invalid");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/**
 * mc_field_input_set_invalid:
 * @invalid: whether the value was refused; the words stand elsewhere
 */
void
mc_field_input_set_invalid (McFieldInput *self, gboolean invalid)
{
  g_return_if_fail (MC_IS_FIELD_INPUT (self));

  set_invalid (self->entry, invalid);
  set_invalid (self->view, invalid);
  for (guint i = 0; i < N_PARTS; i++)
    set_invalid (self->parts[i], invalid);
}

/**
 * mc_field_input_is_typed:
 *
 * Returns: whether it is filled with the keyboard
 */
gboolean
mc_field_input_is_typed (McFieldInput *self)
{
  g_return_val_if_fail (MC_IS_FIELD_INPUT (self), FALSE);

  return self->choices == NULL;
}

/**
 * mc_field_input_focus:
 *
 * Puts the caret where typing begins, behind what stands there.
 */
void
mc_field_input_focus (McFieldInput *self)
{
  GtkWidget *entry;

  g_return_if_fail (MC_IS_FIELD_INPUT (self));

  if (self->view != NULL)
    {
      gtk_widget_grab_focus (self->view);
      return;
    }
  entry = self->entry;
  if (self->kind == MC_FIELD_DATE)
    {
      entry = self->parts[PART_DAY];
      for (guint i = N_PARTS; i > 0; i--)
        if (*gtk_editable_get_text (GTK_EDITABLE (self->parts[i - 1])) == '\0')
          entry = self->parts[i - 1];
    }
  if (entry == NULL)
    return;
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (entry));
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}
