/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-ui-map"

#include "config.h"

#include "ui/ui-map.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon-button.h"

typedef struct
{
  McWindow *window; /* (unowned), lives as long as this */
  const char *path; /* (unowned), of the environment */
  char *last;       /* (owned) (nullable), the widgets as last written */
  guint64 serial;
} Map;

static const char *
role_name (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_BUTTON:
      return "button";
    case GTK_ACCESSIBLE_ROLE_RADIO:
      return "radio";
    case GTK_ACCESSIBLE_ROLE_CHECKBOX:
      return "checkbox";
    case GTK_ACCESSIBLE_ROLE_TEXT_BOX:
      return "textbox";
    case GTK_ACCESSIBLE_ROLE_LABEL:
      return "label";
    case GTK_ACCESSIBLE_ROLE_HEADING:
      return "heading";
    case GTK_ACCESSIBLE_ROLE_IMG:
      return "image";
    case GTK_ACCESSIBLE_ROLE_LIST:
      return "list";
    default:
      return "group";
    }
}

static char *
dup_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  if (MC_IS_ICON_BUTTON (widget))
    return g_strdup (mc_icon_button_get_text (MC_ICON_BUTTON (widget)));
  return g_strdup (mc_accessible_get_label (widget));
}

static gboolean
contains (GtkWidget *widget, GtkWidget *other)
{
  return other != NULL && (other == widget || gtk_widget_is_ancestor (other, widget));
}

/* Widgets that code or a template named; GTK names the others after their class. */
static gboolean
is_named (GtkWidget *widget)
{
  const char *name = gtk_widget_get_name (widget);

  return *name != '\0' && !g_str_equal (name, G_OBJECT_TYPE_NAME (widget)) &&
         !MC_IS_SCREEN (widget);
}

static void
add_widget (json_t *widgets, McWindow *window, GtkWidget *widget)
{
  g_autofree char *text = dup_text (widget);
  const char *name = mc_accessible_get_label (widget);
  graphene_rect_t bounds;
  GtkWidget *picked;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &bounds))
    return;
  picked = gtk_widget_pick (GTK_WIDGET (window),
                            bounds.origin.x + bounds.size.width / 2,
                            bounds.origin.y + bounds.size.height / 2,
                            GTK_PICK_INSENSITIVE);
  json_array_append_new (widgets,
                         json_pack ("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:b, s:b, s:b}",
                                    "id",
                                    gtk_widget_get_name (widget),
                                    "role",
                                    role_name (widget),
                                    "name",
                                    name != NULL ? name : (text != NULL ? text : ""),
                                    "text",
                                    text != NULL ? text : "",
                                    "x",
                                    (int) roundf (bounds.origin.x),
                                    "y",
                                    (int) roundf (bounds.origin.y),
                                    "w",
                                    (int) roundf (bounds.size.width),
                                    "h",
                                    (int) roundf (bounds.size.height),
                                    "sensitive",
                                    gtk_widget_is_sensitive (widget),
                                    "focused",
                                    contains (widget, gtk_window_get_focus (GTK_WINDOW (window))),
                                    /* its middle can be touched: not scrolled away, not covered */
                                    "visible",
                                    contains (widget, picked)));
}

static void
walk (json_t *widgets, McWindow *window, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  /* the page that is fading away is no page any more */
  if (MC_IS_SCREEN (widget) && MC_SCREEN (widget) != mc_window_get_screen (window))
    return;
  if (is_named (widget))
    add_widget (widgets, window, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (widgets, window, child);
}

static json_t *
create_object (McWindow *window)
{
  McScreen *screen = mc_window_get_screen (window);
  json_t *widgets = json_array ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (window)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (widgets, window, child);
  return json_pack ("{s:s, s:s, s:s, s:s, s:b, s:o}",
                    "screen",
                    gtk_widget_get_name (GTK_WIDGET (screen)),
                    "title",
                    mc_screen_get_title (screen),
                    "cover",
                    mc_window_get_cover (window),
                    "language",
                    mc_context_get_language (mc_window_get_context (window)),
                    "busy",
                    mc_screen_get_busy (screen) || mc_window_is_fading (window),
                    "widgets",
                    widgets);
}

/**
 * mc_ui_map_create:
 * @window: the window
 *
 * Returns: (transfer full): what it shows, as JSON, without a serial
 */
char *
mc_ui_map_create (McWindow *window)
{
  json_t *object = create_object (window);
  char *dumped = json_dumps (object, JSON_COMPACT);
  char *text = g_strdup (dumped);

  free (dumped);
  json_decref (object);
  return text;
}

#if MC_UI_MAP

static void
on_after_paint (GdkFrameClock *frame_clock, Map *map)
{
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (mc_window_get_screen (map->window) == NULL)
    return;
  shown = mc_ui_map_create (map->window);
  if (g_strcmp0 (shown, map->last) == 0)
    return;
  text = g_strdup_printf ("{\"serial\":%" G_GUINT64_FORMAT ",%s", ++map->serial, shown + 1);
  if (!g_file_set_contents (map->path, text, -1, &error))
    g_warning ("%s", error->message);
  g_free (map->last);
  map->last = g_steal_pointer (&shown);
}

static void
map_free (Map *map)
{
  g_free (map->last);
  g_free (map);
}

/**
 * mc_ui_map_start:
 * @window: the window, realized
 *
 * From now on writes the map after each frame in which something changed; nothing when
 * MOTCUA_UI_MAP is not set.
 */
void
mc_ui_map_start (McWindow *window)
{
  const char *path = g_getenv ("MOTCUA_UI_MAP");
  Map *map;

  if (path == NULL)
    return;
  map = g_new0 (Map, 1);
  map->window = window;
  map->path = path;
  g_object_set_data_full (G_OBJECT (window), "mc-ui-map", map, (GDestroyNotify) map_free);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)),
                    "after-paint",
                    G_CALLBACK (on_after_paint),
                    map);
}

#else

void
mc_ui_map_start (McWindow *window)
{
}

#endif
