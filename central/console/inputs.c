/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/inputs.h"

#include <string.h>

/**
 * mc_input_put:
 * @html: a page with an open form
 * @input: an input; its `attributes` must be a literal of the source
 *
 * Any thread.
 */
void
mc_input_put (McHtml *html, const McInput *input)
{
  char rows[12];

  g_snprintf (rows, sizeof rows, "%u", input->rows);
  mc_html_put (
      html, "<div class=\"field\"><label for=\"{}\">{}</label>", input->name, input->label);
  if (input->hint != NULL)
    mc_html_put (html, "<p class=\"hint\" id=\"{}-hint\">{}</p>", input->name, input->hint);
  if (input->mistake != NULL)
    mc_html_put (
        html, "<p class=\"mistake\" id=\"{}-mistake\">{}</p>", input->name, input->mistake);

  if (input->rows == 0)
    mc_html_put (html,
                 "<input type=\"{}\" id=\"{}\" name=\"{}\"",
                 input->type == NULL ? "text" : input->type,
                 input->name,
                 input->name);
  else
    mc_html_put (
        html, "<textarea id=\"{}\" name=\"{}\" rows=\"{}\"", input->name, input->name, rows);
  if (input->rows == 0 && input->value != NULL)
    mc_html_put (html, " value=\"{}\"", input->value);
  if (input->mistake != NULL && input->hint != NULL)
    mc_html_put (html, " aria-describedby=\"{}-mistake {}-hint\"", input->name, input->name);
  else if (input->mistake != NULL || input->hint != NULL)
    mc_html_put (html,
                 " aria-describedby=\"{}-{}\"",
                 input->name,
                 input->mistake != NULL ? "mistake" : "hint");
  if (input->mistake != NULL)
    mc_html_raw (html, " aria-invalid=\"true\"");
  if (input->attributes != NULL)
    {
      mc_html_raw (html, " ");
      mc_html_raw_bytes (html, input->attributes, strlen (input->attributes));
    }
  if (input->rows == 0)
    mc_html_raw (html, "></div>");
  else
    mc_html_put (html, ">{}</textarea></div>", input->value == NULL ? "" : input->value);
}
