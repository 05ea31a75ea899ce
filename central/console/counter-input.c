/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "app/domain/text.h"

/* More than these do not stand one below the other. */
#define MAX_RADIOS 6

/* So few stand in one line. */
#define INLINE_RADIOS 2

/* Digits are typed with spaces and dots as on the paper: nothing is cut off that is only written
 * wide. */
#define SPARE_CHARACTERS 20

/**
 * mc_counter_input_new:
 * @kind: what is typed into it
 * @name: (transfer full): the control's name
 * @label: its label; must live longer
 *
 * Returns: (transfer full): an empty input
 */
McCounterInput *
mc_counter_input_new (McFieldKind kind, char *name, const char *label)
{
  McCounterInput *self = g_new0 (McCounterInput, 1);

  self->kind = kind;
  self->name = name;
  self->label = label;
  return self;
}

/**
 * mc_counter_input_free:
 * @self: (transfer full): an input
 */
void
mc_counter_input_free (McCounterInput *self)
{
  g_free (self->name);
  mc_text_free_secret (self->value);
  g_free (self->mistake);
  g_free (self);
}

/**
 * mc_counter_inputs_new:
 *
 * Returns: (transfer full) (element-type McCounterInput): an empty list
 */
GPtrArray *
mc_counter_inputs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mc_counter_input_free);
}

static gboolean
is_choice (McFieldKind kind)
{
  return kind == MC_FIELD_CHOICE || kind == MC_FIELD_YES_NO;
}

static const char *
get_type (McFieldKind kind)
{
  return kind == MC_FIELD_PHONE ? "tel" : "text";
}

static const char *
get_input_mode (McFieldKind kind)
{
  switch (kind)
    {
    case MC_FIELD_YEAR:
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_TAX_CODE:
      return "numeric";
    case MC_FIELD_PHONE:
      return "tel";
    case MC_FIELD_EMAIL:
      return "email";
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_NAME:
    case MC_FIELD_DATE:
    case MC_FIELD_TIME:
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
    case MC_FIELD_ADDRESS:
    default:
      return "text";
    }
}

/* How wide the answer usually is: what is short looks short. */
static const char *
get_width (McFieldKind kind)
{
  switch (kind)
    {
    case MC_FIELD_DATE:
    case MC_FIELD_YEAR:
    case MC_FIELD_TIME:
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_TAX_CODE:
    case MC_FIELD_PHONE:
      return "short";
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_NAME:
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
    case MC_FIELD_EMAIL:
    case MC_FIELD_ADDRESS:
    default:
      return "long";
    }
}

static const char *
get_shape (McFieldKind kind, const char *language)
{
  switch (kind)
    {
    case MC_FIELD_DATE:
      return mc_pick (language, "ngày/tháng/năm, ví dụ 14/6/2025", "day/month/year: 14/6/2025");
    case MC_FIELD_TIME:
      return mc_pick (language, "giờ:phút, ví dụ 07:30", "hours:minutes: 07:30");
    case MC_FIELD_MONEY:
      return mc_pick (language, "đồng", "đồng");
    case MC_FIELD_ID_NUMBER:
      return mc_pick (language, "12 chữ số", "12 digits");
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_NAME:
    case MC_FIELD_YEAR:
    case MC_FIELD_NUMBER:
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
    case MC_FIELD_TAX_CODE:
    case MC_FIELD_PHONE:
    case MC_FIELD_EMAIL:
    case MC_FIELD_ADDRESS:
    default:
      return NULL;
    }
}

static void
put_label (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  mc_html_text (html, input->label);
  if (input->optional)
    mc_html_put (html,
                 " <span class=\"optional\">{}</span>",
                 mc_pick (request->language, "(không bắt buộc)", "(optional)"));
}

/* Between label and input, where they are read before one types. */
static void
put_hints (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  const char *shape = get_shape (input->kind, request->language);
  const char *help = input->help != NULL ? input->help : shape;

  if (help != NULL)
    mc_html_put (html, "<p class=\"hint\" id=\"{}-hint\">{}</p>", input->name, help);
  if (input->mistake != NULL)
    mc_html_put (
        html, "<p class=\"mistake\" id=\"{}-mistake\">{}</p>", input->name, input->mistake);
}

static void
put_description (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  gboolean has_hint = input->help != NULL || get_shape (input->kind, request->language) != NULL;

  if (input->mistake != NULL)
    mc_html_raw (html, " aria-invalid=\"true\"");
  if (!has_hint && input->mistake == NULL)
    return;

  mc_html_raw (html, " aria-describedby=\"");
  if (has_hint)
    mc_html_put (html, "{}-hint", input->name);
  if (input->mistake != NULL)
    mc_html_put (html, "{}{}-mistake", has_hint ? " " : "", input->name);
  mc_html_raw (html, "\"");
}

static guint
count_choices (const McCounterInput *input)
{
  return input->kind == MC_FIELD_YES_NO ? 2 : mc_field_get_n_choices (input->field);
}

static McChoice
get_choice (const McCounterInput *input, guint index, const char *language)
{
  if (input->kind != MC_FIELD_YES_NO)
    return mc_field_get_choice (input->field, index, language);
  if (index == 0)
    return (McChoice){ .value = "yes", .label = mc_pick (language, "Có", "Yes") };
  return (McChoice){ .value = "no", .label = mc_pick (language, "Không", "No") };
}

static void
put_radios (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  mc_html_put (html,
               "<fieldset class=\"field{}\" id=\"{}\"",
               count_choices (input) <= INLINE_RADIOS ? " inline" : "",
               input->name);
  put_description (html, request, input);
  mc_html_raw (html, "><legend>");
  put_label (html, request, input);
  mc_html_raw (html, "</legend>");
  put_hints (html, request, input);
  for (guint i = 0; i < count_choices (input); i++)
    {
      McChoice choice = get_choice (input, i, request->language);

      mc_html_put (html,
                   "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"",
                   input->name,
                   choice.value);
      if (g_strcmp0 (choice.value, input->value) == 0)
        mc_html_raw (html, " checked");
      mc_html_put (html, ">{}</label>", choice.label);
    }
  mc_html_raw (html, "</fieldset>");
}

static void
put_select (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  mc_html_put (html, "<select name=\"{}\" id=\"{}\"", input->name, input->name);
  put_description (html, request, input);
  mc_html_put (
      html, "><option value=\"\">{}</option>", mc_pick (request->language, "Chọn…", "Choose…"));
  for (guint i = 0; i < count_choices (input); i++)
    {
      McChoice choice = get_choice (input, i, request->language);

      mc_html_put (html, "<option value=\"{}\"", choice.value);
      if (g_strcmp0 (choice.value, input->value) == 0)
        mc_html_raw (html, " selected");
      mc_html_put (html, ">{}</option>", choice.label);
    }
  mc_html_raw (html, "</select>");
}

static void
put_text (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  char maximum[16];

  g_snprintf (maximum, sizeof maximum, "%u", input->max_length + SPARE_CHARACTERS);
  if (input->kind == MC_FIELD_LONG_TEXT)
    mc_html_put (html,
                 "<textarea name=\"{}\" id=\"{}\" rows=\"4\" autocomplete=\"off\" maxlength=\"{}\"",
                 input->name,
                 input->name,
                 maximum);
  else
    {
      mc_html_put (html,
                   "<input type=\"{}\" name=\"{}\" id=\"{}\" class=\"{}\" inputmode=\"{}\"",
                   get_type (input->kind),
                   input->name,
                   input->name,
                   get_width (input->kind),
                   get_input_mode (input->kind));
      mc_html_put (html, " autocomplete=\"off\" maxlength=\"{}\"", maximum);
    }
  if (!input->optional)
    mc_html_raw (html, " aria-required=\"true\"");
  put_description (html, request, input);

  if (input->kind == MC_FIELD_LONG_TEXT)
    {
      mc_html_raw (html, ">\n");
      mc_html_lines (html, input->value);
      mc_html_raw (html, "</textarea>");
    }
  else
    mc_html_put (html, " value=\"{}\">", input->value == NULL ? "" : input->value);
}

/**
 * mc_counter_put_input:
 * @html: a page with an open form
 * @request: the request
 * @input: the input
 *
 * An input with its label, its help, and what is wrong with what stands in it. No browser remembers
 * what is typed, nor judges it: the words are ours, in the page's language.
 */
void
mc_counter_put_input (McHtml *html, const McRequest *request, const McCounterInput *input)
{
  if (is_choice (input->kind) && count_choices (input) <= MAX_RADIOS)
    {
      put_radios (html, request, input);
      return;
    }

  mc_html_put (html, "<div class=\"field\"><label for=\"{}\">", input->name);
  put_label (html, request, input);
  mc_html_raw (html, "</label>");
  put_hints (html, request, input);
  if (is_choice (input->kind))
    put_select (html, request, input);
  else
    put_text (html, request, input);
  mc_html_raw (html, "</div>");
}

/**
 * mc_counter_put_mistakes:
 * @html: a page
 * @request: the request
 * @inputs: (element-type McCounterInput): what stands on it
 *
 * Says at the top what is to be put right, each with the way to its input; nothing when all is
 * right.
 */
void
mc_counter_put_mistakes (McHtml *html, const McRequest *request, GPtrArray *inputs)
{
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < inputs->len; i++)
    n += ((McCounterInput *) g_ptr_array_index (inputs, i))->mistake != NULL;
  if (n == 0)
    return;

  title = g_strdup_printf (mc_pick (request->language,
                                    "Xin sửa %u chỗ. Những gì đã ghi vẫn còn.",
                                    n == 1 ? "Please correct %u answer. What was typed is kept."
                                           : "Please correct %u answers. What was typed is kept."),
                           n);
  mc_html_put (html,
               "<div class=\"notice alarm\" role=\"alert\" tabindex=\"-1\" autofocus><p>{}</p><ul>",
               title);
  for (guint i = 0; i < inputs->len; i++)
    {
      const McCounterInput *input = g_ptr_array_index (inputs, i);

      if (input->mistake != NULL)
        mc_html_put (
            html, "<li><a href=\"#{}\">{}</a>: {}</li>", input->name, input->label, input->mistake);
    }
  mc_html_raw (html, "</ul></div>");
}
