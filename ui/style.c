/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-style"

#include "config.h"

#include "ui/style.h"

#include <string.h>

/* How a size follows the citizen's size of text. */
typedef enum
{
  GROWS_NOT,    /* distances, borders */
  GROWS_HALF,   /* what is large already: titles, icons */
  GROWS_LITTLE, /* what must stand beside others in one line */
  GROWS,        /* what is read */
  SHRINKS,      /* room around words that makes way for larger ones */
} Growth;

typedef struct
{
  const char *name;
  int portrait, landscape; /* px at text scale 1, on the 21.5-inch panel */
  Growth growth;
} Token;

/* GTK 4.8's CSS has colours by name but no variables: sizes stand in style.css as {{name}}. */
static const Token tokens[] = {
  { "display", 150, 130, GROWS_HALF },
  { "hero", 120, 96, GROWS_HALF },
  { "hero-place", 46, 44, GROWS_HALF },
  { "ticket", 240, 190, GROWS_LITTLE },
  { "greeting", 84, 76, GROWS_LITTLE },
  { "title", 58, 50, GROWS_HALF },
  { "subtitle", 40, 38, GROWS_HALF },
  { "lead", 32, 30, GROWS },
  { "body", 32, 30, GROWS },
  { "strong", 36, 34, GROWS },
  { "hint", 28, 26, GROWS },
  { "button", 32, 32, GROWS_HALF },
  { "button-small", 28, 26, GROWS_HALF },
  { "small-pad", 28, 28, SHRINKS },
  { "action", 32, 32, GROWS_LITTLE },
  { "key", 38, 38, GROWS_NOT },
  { "key-hint", 20, 19, GROWS_NOT },
  { "key-word", 28, 26, GROWS_NOT },
  { "entry", 46, 44, GROWS_HALF },
  { "code", 60, 54, GROWS_HALF },
  { "bar-small", 26, 26, GROWS_NOT },
  { "bar-large", 34, 34, GROWS_NOT },
  { "bar-clock", 40, 40, GROWS_NOT },
  { "margin", 64, 48, GROWS_NOT },
  { "page-top", 56, 28, GROWS_NOT },
  { "section", 36, 20, GROWS_NOT },
  { "seal", 150, 84, SHRINKS },
  { "seal-pad", 40, 22, SHRINKS },
  { "icon", 40, 40, GROWS_HALF },
  { "icon-large", 64, 60, GROWS_HALF },
  { "icon-title", 84, 76, GROWS_HALF },
  { "action-pad", 20, 32, SHRINKS },
  { "action-main-pad", 36, 48, SHRINKS },
  { "step-title", 34, 32, GROWS },
  { "step-text", 28, 26, GROWS },
  { "step-gap", 12, 12, GROWS_NOT },
  { "dot", 48, 48, GROWS_HALF },
  { "dot-text", 28, 28, GROWS_HALF },
  { "number", 64, 64, GROWS_HALF },
  { "number-text", 36, 34, GROWS_HALF },
  { "steps-pad", 24, 16, GROWS_NOT },
  { "control", 96, 92, GROWS_HALF },
  { "control-small", 76, 72, GROWS_HALF },
  { "tile", 170, 92, GROWS_NOT },
  { "tile-main", 240, 190, GROWS_NOT },
  { "gap", 28, 18, GROWS_NOT },
  { "badge", 28, 18, SHRINKS },
  { "notice", 28, 14, GROWS_NOT },
  { "scan", 420, 250, GROWS_NOT },
  { "air", 28, 28, SHRINKS },
  { "scan-icon", 240, 150, GROWS_NOT },
  { "scan-pad", 100, 50, GROWS_NOT },
  { "centred-top", 200, 56, SHRINKS },
  { "icon-huge", 220, 130, SHRINKS },
  { "key-tone", 34, 34, GROWS_NOT },
};

static int
token_size (const Token *token, gboolean landscape, double text_scale)
{
  const double size = landscape ? token->landscape : token->portrait;

  switch (token->growth)
    {
    case GROWS:
      return (int) (size * text_scale + 0.5);
    case GROWS_HALF:
      return (int) (size * (1 + (text_scale - 1) / 2) + 0.5);
    case SHRINKS:
      return (int) (size / text_scale + 0.5);
    case GROWS_LITTLE:
      return (int) (size * (1 + (text_scale - 1) / 4) + 0.5);
    case GROWS_NOT:
    default:
      return (int) size;
    }
}

/**
 * mc_style_create:
 * @landscape: whether the window is wider than high
 * @text_scale: 1.0 to 2.0
 *
 * Returns: (transfer full): the style sheet with all sizes filled in
 */
char *
mc_style_create (gboolean landscape, double text_scale)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (
      "/vn/motcua/kiosk/style.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *at = g_bytes_get_data (bytes, NULL);
  GString *css = g_string_new (NULL);

  while (*at != '\0')
    {
      const char *open = strstr (at, "{{");
      const char *close = open != NULL ? strstr (open, "}}") : NULL;
      gboolean found = FALSE;

      if (close == NULL)
        {
          g_string_append (css, at);
          break;
        }
      g_string_append_len (css, at, open - at);
      for (guint i = 0; i < G_N_ELEMENTS (tokens) && !found; i++)
        if (strlen (tokens[i].name) == (gsize) (close - open - 2) &&
            strncmp (tokens[i].name, open + 2, close - open - 2) == 0)
          {
            g_string_append_printf (css, "%dpx", token_size (&tokens[i], landscape, text_scale));
            found = TRUE;
          }
      if (!found)
        g_critical ("style.css: no such size: %.*s", (int) (close - open - 2), open + 2);
      at = close + 2;
    }
  return g_string_free (css, FALSE);
}

static void
on_parsing_error (GtkCssProvider *provider, GtkCssSection *section, GError *error)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_critical ("style.css %s: %s", where, error->message);
}

/**
 * mc_style_install:
 * @landscape: whether the window is wider than high
 * @text_scale: 1.0 to 2.0
 *
 * Replaces the style of the display. GTK's own theme is switched off: what is not in our sheet
 * should not surprise a citizen.
 */
void
mc_style_install (gboolean landscape, double text_scale)
{
  static GtkCssProvider *installed; /* (owned) (nullable) */
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *css = mc_style_create (landscape, text_scale);
  GdkDisplay *display = gdk_display_get_default ();

  g_signal_connect (provider, "parsing-error", G_CALLBACK (on_parsing_error), NULL);
  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider_for_display (
      display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  if (installed != NULL)
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (installed));
  g_set_object (&installed, provider);
}
