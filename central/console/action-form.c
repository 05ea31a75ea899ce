/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/action-words.h"
#include "central/console/inputs.h"
#include "central/people/staff.h"

/* In the order in which they stand on the page. */
static const McActionField *const FIELDS[] = {
  &mc_action_field_checked,  &mc_action_field_missing,  &mc_action_field_department,
  &mc_action_field_assignee, &mc_action_field_receiver, &mc_action_field_result,
  &mc_action_field_due,      &mc_action_field_stop,     &mc_action_field_reason,
  &mc_action_field_terms,
};

/**
 * mc_action_form_new:
 * @view: a dossier
 * @offer: what its official may do
 *
 * Any thread.
 *
 * Returns: (transfer full): the form of it, with what can be suggested filled in
 */
McActionForm *
mc_action_form_new (McDossierView *view, const McOffer *offer)
{
  McActionForm *self = g_new0 (McActionForm, 1);

  self->transition = offer->transition;
  self->role = offer->post->role;
  self->revision = view->base.record->revision;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->mistakes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->due_at = MC_TIME_NONE;
  self->data = mc_event_data_new ();
  for (guint i = 0; i < G_N_ELEMENTS (FIELDS); i++)
    if (FIELDS[i]->suggest != NULL && FIELDS[i]->is_wanted (self->transition))
      FIELDS[i]->suggest (self, view);

  return self;
}

/**
 * mc_action_form_free:
 * @self: (transfer full) (nullable): a form
 */
void
mc_action_form_free (McActionForm *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->mistakes, g_hash_table_unref);
  g_clear_pointer (&self->data, mc_event_data_free);
  g_clear_pointer (&self->file, mc_sealed_file_free);
  g_free (self->reason);
  g_free (self->department);
  g_free (self->assignee);
  g_free (self);
}

/**
 * mc_action_form_get:
 * @self: a form
 * @name: a control's name
 *
 * Returns: (transfer none): what stands in it
 */
const char *
mc_action_form_get (const McActionForm *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->values, name);

  return value == NULL ? "" : value;
}

/**
 * mc_action_form_is_ticked:
 * @self: a form
 * @name: a check box's name
 *
 * Returns: whether it is ticked
 */
gboolean
mc_action_form_is_ticked (const McActionForm *self, const char *name)
{
  return *mc_action_form_get (self, name) != '\0';
}

/**
 * mc_action_form_set:
 * @self: a form
 * @name: a control's name
 * @value: (nullable): what stands in it from now on; made valid UTF-8
 */
void
mc_action_form_set (McActionForm *self, const char *name, const char *value)
{
  g_hash_table_replace (
      self->values, g_strdup (name), value == NULL ? g_strdup ("") : g_utf8_make_valid (value, -1));
}

/**
 * mc_action_form_complain:
 * @self: a form
 * @name: the control
 * @sentence: what is wrong and what to do; of several the first one stays
 */
void
mc_action_form_complain (McActionForm *self, const char *name, const char *sentence)
{
  if (!g_hash_table_contains (self->mistakes, name))
    g_hash_table_insert (self->mistakes, g_strdup (name), g_strdup (sentence));
}

/**
 * mc_action_form_take:
 * @self: a form
 * @request: what was sent
 * @name: a control's name
 *
 * Keeps what was typed, whatever it is, so that nothing is lost when the form is shown again.
 */
void
mc_action_form_take (McActionForm *self, const McRequest *request, const char *name)
{
  g_autofree char *raw = mc_request_dup_form (request, name);

  mc_action_form_set (self, name, raw);
}

static const char *
describe_text_error (const GError *error, const char *language)
{
  if (g_error_matches (error, MC_TEXT_ERROR, MC_TEXT_ERROR_TOO_LONG))
    return mc_pick (language, "Dài quá, xin viết ngắn hơn.", "This is too long.");

  return mc_pick (language,
                  "Có ký tự không dùng được, xin gõ lại.",
                  "There is a character that cannot be kept; please type it again.");
}

/**
 * mc_action_form_take_text:
 * @self: a form
 * @request: what was sent
 * @name: a control's name
 * @max: characters that it may have
 *
 * Keeps what was typed, and makes one line of text of it; complains when that is not possible.
 *
 * Returns: (transfer full) (nullable): the line; %NULL when there is none
 */
char *
mc_action_form_take_text (McActionForm *self, const McRequest *request, const char *name, guint max)
{
  g_autofree char *raw = mc_request_dup_form (request, name);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  mc_action_form_set (self, name, raw);
  if (raw == NULL)
    return NULL;

  /* The lines of a text area are how it was typed, not what was said. */
  g_strdelimit (raw, "\r\n\t", ' ');
  text = mc_text_normalise (raw, -1, max, &error);
  if (text == NULL)
    mc_action_form_complain (self, name, describe_text_error (error, request->language));
  return text == NULL || *text == '\0' ? NULL : g_steal_pointer (&text);
}

/**
 * mc_action_form_put_mistake:
 * @self: a form
 * @html: a page
 * @name: a control's name
 *
 * Appends what is wrong with it, if anything is, under the id that its `aria-describedby` names.
 */
void
mc_action_form_put_mistake (const McActionForm *self, McHtml *html, const char *name)
{
  const char *mistake = g_hash_table_lookup (self->mistakes, name);

  if (mistake != NULL)
    mc_html_put (html, "<p class=\"mistake\" id=\"{}-mistake\">{}</p>", name, mistake);
}

/**
 * mc_action_form_put_text:
 * @self: a form
 * @html: a page
 * @name: a control's name
 * @label: what it is for
 * @hint: (nullable): how
 * @rows: of a text area, or 0 for a line
 *
 * Appends a control for a text.
 */
void
mc_action_form_put_text (const McActionForm *self,
                         McHtml *html,
                         const char *name,
                         const char *label,
                         const char *hint,
                         guint rows)
{
  const McInput input = { .name = name,
                          .label = label,
                          .value = mc_action_form_get (self, name),
                          .hint = hint,
                          .mistake = g_hash_table_lookup (self->mistakes, name),
                          .rows = rows };

  mc_input_put (html, &input);
}

/**
 * mc_action_form_begin_choices:
 * @self: a form
 * @html: a page
 * @name: of its radio buttons
 * @legend: what they decide
 *
 * Begins a `fieldset`; what is wrong stands above the choices.
 */
void
mc_action_form_begin_choices (const McActionForm *self,
                              McHtml *html,
                              const char *name,
                              const char *legend)
{
  mc_html_put (html, "<fieldset><legend>{}</legend>", legend);
  mc_action_form_put_mistake (self, html, name);
}

/**
 * mc_action_form_put_choice:
 * @html: a page
 * @name: of the radio buttons
 * @value: this one's
 * @chosen: whether it is the one
 * @title: what it is
 * @detail: more of it, in small; may be empty
 */
void
mc_action_form_put_choice (McHtml *html,
                           const char *name,
                           const char *value,
                           gboolean chosen,
                           const char *title,
                           const char *detail)
{
  mc_html_put (
      html, "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"", name, value);
  if (chosen)
    mc_html_raw (html, " checked");
  mc_html_put (html, "><span>{}<small>{}</small></span></label>", title, detail);
}

static gboolean
is_an_ending (const McTransition *transition)
{
  return transition->to == MC_STATE_REFUSED || transition->to == MC_STATE_STOPPED ||
         transition->to == MC_STATE_WITHDRAWN;
}

/* Of what goes back one step, whose it will be: the step's name does not tell. */
static void
put_recipient (const McActionForm *self, McHtml *html, const McDossierView *view)
{
  const char *language = view->request->language;
  const McDossierRecord *record = view->base.record;
  g_autoptr (McNames) names = NULL;
  g_autofree char *department = NULL;
  const char *who;

  if (!g_str_equal (self->transition->name, "send_back"))
    return;

  if (self->transition->to == MC_STATE_DEPARTMENT_ASSIGNED && record->assignee != NULL)
    {
      names = mc_names_new (view->central);
      who = mc_names_get (names, record->assignee);
    }
  else
    {
      department = mc_staff_describe_department (record->department, language);
      who = department;
    }
  mc_html_put (
      html, "<p>{} <b>{}</b></p>", mc_pick (language, "Hồ sơ trở về:", "It goes back to:"), who);
}

/**
 * mc_action_form_put:
 * @self: a form
 * @html: a page
 * @view: its dossier
 *
 * Appends it, with its button and what the button does. It carries the revision that the official
 * saw: a second click, or one after somebody else's, does nothing.
 */
void
mc_action_form_put (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  const char *action = self->transition->name;
  g_autofree char *tail = g_strconcat ("/actions/", action, NULL);
  g_autofree char *path = mc_dossier_view_create_path (view, tail);
  g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, self->revision);

  if (mc_action_form_has_file (self->transition))
    mc_shell_begin_upload (html, view->request, path);
  else
    mc_shell_begin_form (html, view->request, path);
  mc_html_put (html, "<input type=\"hidden\" name=\"revision\" value=\"{}\">", revision);
  mc_action_form_put_mistake (self, html, "form");
  put_recipient (self, html, view);
  for (guint i = 0; i < G_N_ELEMENTS (FIELDS); i++)
    if (FIELDS[i]->is_wanted (self->transition))
      FIELDS[i]->put (self, html, view);
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button {}\">{}</button>"
               "<p class=\"hint\">{}</p></div>",
               is_an_ending (self->transition) ? "danger" : "main",
               mc_action_words_get_button (action, language),
               mc_action_words_get_effect (action, language));
  mc_shell_end_form (html);
}

/**
 * mc_action_form_read:
 * @self: a form
 * @view: its dossier, whose request brings what was typed
 *
 * Any thread.
 *
 * Returns: whether there is an order in it; else each mistake stands by its field
 */
gboolean
mc_action_form_read (McActionForm *self, McDossierView *view)
{
  g_autofree char *revision = mc_request_dup_form (view->request, "revision");

  if (revision == NULL ||
      !g_ascii_string_to_unsigned (revision, 10, 1, G_MAXINT64, &self->revision, NULL))
    self->revision = 0; /* of no dossier: as if somebody had acted since */
  for (guint i = 0; i < G_N_ELEMENTS (FIELDS); i++)
    if (FIELDS[i]->read != NULL && FIELDS[i]->is_wanted (self->transition))
      FIELDS[i]->read (self, view);
  if (self->file != NULL && g_hash_table_size (self->mistakes) > 0)
    mc_action_form_complain (self,
                             "file",
                             mc_pick (view->request->language,
                                      "Xin chọn lại tệp: trình duyệt không giữ tệp đã chọn.",
                                      "Please choose the file again: browsers do not keep it."));

  return g_hash_table_size (self->mistakes) == 0;
}

/**
 * mc_action_form_get_revision:
 * @self: a form that was read
 *
 * Returns: which revision of the dossier the official had before their eyes
 */
guint64
mc_action_form_get_revision (const McActionForm *self)
{
  return self->revision;
}

/**
 * mc_action_form_make_order:
 * @self: (unowned): a form that was read without a mistake; must live longer than @order
 * @actor: (unowned): login of the official
 * @order: (out caller-allocates): the order
 */
void
mc_action_form_make_order (const McActionForm *self, const char *actor, McOrder *order)
{
  *order = (McOrder){
    .action = self->transition->name,
    .role = self->role,
    .actor = actor,
    .reason = self->reason,
    .department = self->department,
    .assignee = self->assignee,
    .due_at = self->due_at,
    .data = self->data,
  };
}

/**
 * mc_action_form_has_file:
 * @transition: an action
 *
 * Returns: whether its form may bring a file: then it comes in parts
 */
gboolean
mc_action_form_has_file (const McTransition *transition)
{
  return g_str_equal (transition->name, "register_result");
}

/**
 * mc_action_form_get_file:
 * @self: a form that was read
 *
 * Returns: (transfer none) (nullable): the file that came with it
 */
const McSealedFile *
mc_action_form_get_file (const McActionForm *self)
{
  return self->file;
}
