/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-icon"

#include "config.h"

#include "ui/widgets/icon.h"

#include <math.h>
#include <string.h>

/* All icons are drawn on a grid of this side, with lines of this weight. */
#define GRID 24.0
#define LINE 1.75

/**
 * McIcon:
 *
 * GTK 4.8 recolours symbolic SVG by forcing a fill on every shape, which ruins line icons, and
 * needs librsvg's loader at run time. Our icons are plain SVG files that hold nothing but `path`
 * elements; their outlines are read here and stroked by cairo with one weight and round ends.
 */
struct _McIcon
{
  GtkWidget parent_instance;

  char *name;       /* (owned) (nullable) */
  GPtrArray *paths; /* (owned) (element-type utf8), the `d` of each path */
};

typedef enum
{
  PROP_NAME = 1,
} McIconProperty;

G_DEFINE_FINAL_TYPE (McIcon, mc_icon, GTK_TYPE_WIDGET)

static GParamSpec *properties[PROP_NAME + 1];

/* The path grammar of SVG 1.1 (section 8.3), without the shorthand and quadratic curves that our
 * own files do not use. */
typedef struct
{
  const char *at;
  double x, y;             /* current point */
  double start_x, start_y; /* of the subpath */
} Reader;

static gboolean
read_number (Reader *reader, double *number)
{
  char *end;

  while (*reader->at == ' ' || *reader->at == ',' || *reader->at == '\n')
    reader->at++;
  if (strchr ("+-.0123456789", *reader->at) == NULL || *reader->at == '\0')
    return FALSE;
  *number = g_ascii_strtod (reader->at, &end);
  if (end == reader->at)
    return FALSE;
  reader->at = end;
  return TRUE;
}

static gboolean
read_numbers (Reader *reader, double *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!read_number (reader, &numbers[i]))
      return FALSE;
  return TRUE;
}

/* A circular arc from the current point, from end points to centre: SVG 1.1 appendix F.6.5. */
static void
draw_arc (Reader *reader,
          cairo_t *cr,
          double radius,
          gboolean large,
          gboolean sweep,
          double x,
          double y)
{
  const double dx = (reader->x - x) / 2, dy = (reader->y - y) / 2;
  const double half = sqrt (dx * dx + dy * dy);
  const double r = MAX (radius, half);
  const double height = sqrt (MAX (r * r - half * half, 0));
  const double sign = large == sweep ? -1 : 1;
  double cx, cy, from, to;

  if (half <= 0)
    return;
  cx = (reader->x + x) / 2 + sign * height * dy / half;
  cy = (reader->y + y) / 2 - sign * height * dx / half;
  from = atan2 (reader->y - cy, reader->x - cx);
  to = atan2 (y - cy, x - cx);
  if (sweep)
    cairo_arc (cr, cx, cy, r, from, to);
  else
    cairo_arc_negative (cr, cx, cy, r, from, to);
}

static gboolean
read_segment (Reader *reader, char command, cairo_t *cr)
{
  const gboolean relative = g_ascii_islower (command);
  const double ox = relative ? reader->x : 0, oy = relative ? reader->y : 0;
  double n[7];

  switch (g_ascii_toupper (command))
    {
    case 'M':
      if (!read_numbers (reader, n, 2))
        return FALSE;
      reader->start_x = ox + n[0];
      reader->start_y = oy + n[1];
      cairo_move_to (cr, reader->start_x, reader->start_y);
      break;
    case 'L':
      if (!read_numbers (reader, n, 2))
        return FALSE;
      cairo_line_to (cr, ox + n[0], oy + n[1]);
      break;
    case 'H':
      if (!read_numbers (reader, n, 1))
        return FALSE;
      cairo_line_to (cr, ox + n[0], reader->y);
      break;
    case 'V':
      if (!read_numbers (reader, n, 1))
        return FALSE;
      cairo_line_to (cr, reader->x, oy + n[0]);
      break;
    case 'C':
      if (!read_numbers (reader, n, 6))
        return FALSE;
      cairo_curve_to (cr, ox + n[0], oy + n[1], ox + n[2], oy + n[3], ox + n[4], oy + n[5]);
      break;
    case 'A':
      if (!read_numbers (reader, n, 7))
        return FALSE;
      draw_arc (reader, cr, n[0], n[3] != 0, n[4] != 0, ox + n[5], oy + n[6]);
      break;
    default:
      return FALSE;
    }
  cairo_get_current_point (cr, &reader->x, &reader->y);
  return TRUE;
}

/**
 * mc_icon_path_parse:
 * @data: the `d` attribute of an SVG path: M L H V C A Z, absolute or relative, circular arcs
 * @cr: where the path is added
 *
 * Returns: %FALSE when @data holds anything else; what was read before it stays in @cr
 */
gboolean
mc_icon_path_parse (const char *data, cairo_t *cr)
{
  Reader reader = { .at = data };
  char command = 'M';

  while (TRUE)
    {
      while (*reader.at == ' ' || *reader.at == ',' || *reader.at == '\n')
        reader.at++;
      if (*reader.at == '\0')
        return TRUE;
      if (g_ascii_isalpha (*reader.at))
        command = *reader.at++;
      else if (command == 'M' || command == 'm')
        command = command == 'M' ? 'L' : 'l';
      if (command == 'Z' || command == 'z')
        {
          cairo_close_path (cr);
          reader.x = reader.start_x;
          reader.y = reader.start_y;
          command = 'L';
        }
      else if (!read_segment (&reader, command, cr))
        return FALSE;
    }
}

static void
on_start_element (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  GPtrArray *paths = user_data;

  if (!g_str_equal (element, "path"))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], "d"))
      g_ptr_array_add (paths, g_strdup (values[i]));
}

static void
load (McIcon *self)
{
  static const GMarkupParser parser = { .start_element = on_start_element };
  g_autofree char *path = g_strdup_printf ("/vn/motcua/kiosk/icons/%s.svg", self->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);
  g_autoptr (GMarkupParseContext) context = NULL;

  if (bytes == NULL)
    {
      g_warning ("no such icon: %s", error->message);
      return;
    }
  context = g_markup_parse_context_new (&parser, 0, self->paths, NULL);
  if (!g_markup_parse_context_parse (
          context, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error))
    g_warning ("icon %s: %s", self->name, error->message);
}

static void
mc_icon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  McIcon *self = MC_ICON (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const double scale = MIN (width, height) / GRID;
  cairo_t *cr;
  GdkRGBA color;

  if (self->paths->len == 0 || scale <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, (width - GRID * scale) / 2, (height - GRID * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < self->paths->len; i++)
    {
      cairo_new_path (cr);
      if (!mc_icon_path_parse (g_ptr_array_index (self->paths, i), cr))
        g_warning ("icon %s: path %u cannot be read", self->name, i);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
mc_icon_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((McIconProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, MC_ICON (object)->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_icon_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((McIconProperty) id)
    {
    case PROP_NAME:
      mc_icon_set_name (MC_ICON (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_icon_finalize (GObject *object)
{
  McIcon *self = MC_ICON (object);

  g_free (self->name);
  g_ptr_array_unref (self->paths);
  G_OBJECT_CLASS (mc_icon_parent_class)->finalize (object);
}

static void
mc_icon_class_init (McIconClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = mc_icon_get_property;
  object_class->set_property = mc_icon_set_property;
  object_class->finalize = mc_icon_finalize;
  widget_class->snapshot = mc_icon_snapshot;

  /* not "name": that is the widget's own, by which tests find it */
  properties[PROP_NAME] =
      g_param_spec_string ("icon-name",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "icon");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mc_icon_init (McIcon *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * mc_icon_new:
 * @name: (nullable): a file of ui/icons, without its suffix
 *
 * Returns: (transfer full): a new icon; its size is the style's `min-width` and `min-height`
 */
GtkWidget *
mc_icon_new (const char *name)
{
  return g_object_new (MC_TYPE_ICON, "icon-name", name, NULL);
}

/**
 * mc_icon_get_name:
 * @self: an icon
 *
 * Returns: (nullable): which one
 */
const char *
mc_icon_get_name (McIcon *self)
{
  g_return_val_if_fail (MC_IS_ICON (self), NULL);

  return self->name;
}

/**
 * mc_icon_set_name:
 * @self: an icon
 * @name: (nullable): a file of ui/icons, without its suffix
 */
void
mc_icon_set_name (McIcon *self, const char *name)
{
  g_return_if_fail (MC_IS_ICON (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_ptr_array_set_size (self->paths, 0);
  if (name != NULL)
    load (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}
