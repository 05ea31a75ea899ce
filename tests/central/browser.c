/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/browser.h"

#include <string.h>

#define MAX_REDIRECTS 5
#define BOUNDARY "a-line-that-nobody-types"

typedef struct
{
  char *name, *value; /* (owned) */
  gboolean on;        /* it is sent */
  gboolean button;
  gboolean file;
} Control;

typedef struct
{
  char *action; /* (owned) */
  gboolean post, multipart;
  GPtrArray *controls; /* (owned) */
} Form;

typedef struct
{
  char *name, *file_name; /* (owned) */
  GBytes *data;           /* (owned) */
} File;

struct _Browser
{
  Desk *desk;          /* (unowned) (nullable) over the wire */
  char *login;         /* (owned) (nullable) over the wire */
  BrowserFetch fetch;  /* (nullable) in front of a desk */
  gpointer fetch_data; /* (unowned) */
  gboolean sent_on;
  const char *language; /* static */
  char *address;        /* (owned) (nullable) */
  char *page;           /* (owned) (nullable) */
  GPtrArray *forms;     /* (owned) */
  GPtrArray *files;     /* (owned), chosen on this page */
};

static void
control_free (gpointer data)
{
  Control *control = data;

  g_free (control->name);
  g_free (control->value);
  g_free (control);
}

static void
form_free (gpointer data)
{
  Form *form = data;

  g_free (form->action);
  g_ptr_array_unref (form->controls);
  g_free (form);
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->name);
  g_free (file->file_name);
  g_bytes_unref (file->data);
  g_free (file);
}

static Browser *
new_browser (void)
{
  Browser *self = g_new0 (Browser, 1);

  self->language = "vi";
  self->forms = g_ptr_array_new_with_free_func (form_free);
  self->files = g_ptr_array_new_with_free_func (file_free);
  return self;
}

Browser *
browser_new (Desk *desk, const char *login)
{
  Browser *self = new_browser ();

  self->desk = desk;
  self->login = g_strdup (login);
  return self;
}

Browser *
browser_new_over (BrowserFetch fetch, gpointer data)
{
  Browser *self = new_browser ();

  self->fetch = fetch;
  self->fetch_data = data;
  return self;
}

void
browser_free (Browser *self)
{
  g_free (self->login);
  g_free (self->address);
  g_free (self->page);
  g_ptr_array_unref (self->forms);
  g_ptr_array_unref (self->files);
  g_free (self);
}

void
browser_set_language (Browser *self, const char *language)
{
  self->language = language;
}

static char *
unescape (const char *text, gsize length)
{
  static const char *const entities[][2] = {
    { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }, { "&amp;", "&" },
  };
  g_autoptr (GString) plain = g_string_new_len (text, length);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (plain, entities[i][0], entities[i][1], 0);
  return g_strdup (plain->str);
}

/* The value of an attribute in a tag; "" for one without a value. */
static char *
dup_attribute (const char *tag, gsize length, const char *name)
{
  g_autofree char *text = g_strndup (tag, length);
  g_autofree char *with_value = g_strconcat (" ", name, "=\"", NULL);
  g_autofree char *bare = g_strconcat (" ", name, NULL);
  const char *start = strstr (text, with_value);

  if (start != NULL)
    {
      start += strlen (with_value);
      return unescape (start, strcspn (start, "\""));
    }
  start = strstr (text, bare);
  if (start != NULL && strchr (" >", start[strlen (bare)]) != NULL)
    return g_strdup ("");
  return NULL;
}

static gboolean
has_attribute (const char *tag, gsize length, const char *name)
{
  g_autofree char *value = dup_attribute (tag, length, name);

  return value != NULL;
}

static Control *
add_control (Form *form, char *name, char *value)
{
  Control *control = g_new0 (Control, 1);

  control->name = name;
  control->value = value;
  g_ptr_array_add (form->controls, control);
  return control;
}

static void
read_input (Form *form, const char *tag, gsize length)
{
  char *name = dup_attribute (tag, length, "name");
  g_autofree char *type = dup_attribute (tag, length, "type");
  char *value = dup_attribute (tag, length, "value");
  Control *control;

  if (name == NULL)
    {
      g_free (value);
      return;
    }
  control = add_control (form, name, value == NULL ? g_strdup ("") : value);
  control->file = g_strcmp0 (type, "file") == 0;
  control->on = g_strcmp0 (type, "radio") == 0 || g_strcmp0 (type, "checkbox") == 0
                    ? has_attribute (tag, length, "checked")
                    : !control->file;
}

/* Each option is a control of its own, of which one is on: the selected one, else the first. */
static void
read_select (Form *form, const char *tag, gsize length, const char *end)
{
  g_autofree char *name = dup_attribute (tag, length, "name");
  const char *option = tag;
  Control *first = NULL;
  gboolean selected = FALSE;

  while ((option = strstr (option, "<option")) != NULL && option < end)
    {
      gsize size = strcspn (option, ">") + 1;
      Control *control = add_control (form, g_strdup (name), dup_attribute (option, size, "value"));

      control->on = has_attribute (option, size, "selected");
      selected = selected || control->on;
      first = first == NULL ? control : first;
      option += size;
    }
  if (first != NULL && !selected)
    first->on = TRUE;
}

static void
read_form (Browser *self, const char *tag, gsize length, const char *end)
{
  Form *form = g_new0 (Form, 1);
  g_autofree char *method = dup_attribute (tag, length, "method");
  g_autofree char *encoding = dup_attribute (tag, length, "enctype");

  form->action = dup_attribute (tag, length, "action");
  form->post = g_strcmp0 (method, "post") == 0;
  form->multipart = g_strcmp0 (encoding, "multipart/form-data") == 0;
  form->controls = g_ptr_array_new_with_free_func (control_free);
  g_ptr_array_add (self->forms, form);
  for (const char *p = tag + length; (p = strchr (p, '<')) != NULL && p < end;)
    {
      gsize size = strcspn (p, ">") + 1;

      if (g_str_has_prefix (p, "<input"))
        read_input (form, p, size);
      else if (g_str_has_prefix (p, "<textarea"))
        {
          const char *text = p + size + (p[size] == '\n');

          add_control (form,
                       dup_attribute (p, size, "name"),
                       unescape (text, strstr (text, "</textarea>") - text))
              ->on = TRUE;
        }
      else if (g_str_has_prefix (p, "<select"))
        read_select (form, p, size, strstr (p, "</select>"));
      else if (g_str_has_prefix (p, "<button"))
        {
          char *name = dup_attribute (p, size, "name");
          char *value = dup_attribute (p, size, "value");

          add_control (
              form, name == NULL ? g_strdup ("") : name, value == NULL ? g_strdup ("") : value)
              ->button = TRUE;
        }
      p += size;
    }
}

static void
read_page (Browser *self)
{
  const char *p = self->page;

  g_ptr_array_set_size (self->forms, 0);
  g_ptr_array_set_size (self->files, 0);
  while ((p = strstr (p, "<form")) != NULL)
    {
      gsize length = strcspn (p, ">") + 1;
      const char *end = strstr (p, "</form>");

      g_assert_nonnull (end);
      read_form (self, p, length, end);
      p = end;
    }
}

/* What came back for one request, from wherever. */
typedef struct
{
  guint status; /* 0: the connection broke */
  char *location;
  GBytes *page;
} Reply;

static void
reply_clear (Reply *reply)
{
  g_clear_pointer (&reply->location, g_free);
  g_clear_pointer (&reply->page, g_bytes_unref);
  reply->status = 0;
}

static void
take_answer (Reply *reply, McAnswer *answer)
{
  g_autoptr (McAnswer) owned = answer;

  reply->status = answer->status;
  reply->location = g_strdup (answer_get_header (answer, "Location"));
  reply->page = g_bytes_ref (answer->body);
}

static void
fetch (Browser *self,
       const char *method,
       const char *target,
       const char *content_type,
       GBytes *body,
       Reply *reply)
{
  reply_clear (reply);
  if (self->fetch (self->fetch_data,
                   method,
                   target,
                   content_type,
                   body,
                   &reply->status,
                   &reply->location,
                   &reply->page))
    return;

  reply_clear (reply);
  reply->page = g_bytes_new_static ("", 0);
}

static void
get (Browser *self, const char *target, Reply *reply)
{
  Click *click;

  if (self->fetch != NULL)
    {
      fetch (self, "GET", target, NULL, NULL, reply);
      return;
    }
  click = click_new (self->desk, self->login, "GET", target);
  click_set_language (click, self->language);
  reply_clear (reply);
  take_answer (reply, click_finish (click));
}

static guint
follow (Browser *self, Reply *reply, const char *address)
{
  g_autofree char *here = g_strdup (address);

  for (guint i = 0; reply->status == 303; i++)
    {
      g_assert_cmpuint (i, <, MAX_REDIRECTS);
      g_free (here);
      here = g_steal_pointer (&reply->location);
      get (self, here, reply);
    }

  g_free (self->address);
  g_free (self->page);
  self->address = g_steal_pointer (&here);
  self->page = g_strndup (g_bytes_get_data (reply->page, NULL), g_bytes_get_size (reply->page));
  g_assert_true (g_utf8_validate (self->page, -1, NULL));
  read_page (self);
  return reply->status;
}

guint
browser_open (Browser *self, const char *target)
{
  Reply reply = { 0 };
  guint status;

  get (self, target, &reply);
  status = follow (self, &reply, target);
  reply_clear (&reply);
  return status;
}

gboolean
browser_was_sent_on (Browser *self)
{
  return self->sent_on;
}

const char *
browser_get_address (Browser *self)
{
  return self->address;
}

const char *
browser_get_page (Browser *self)
{
  return self->page;
}

static Form *
find_form (Browser *self, const char *control)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      Form *form = g_ptr_array_index (self->forms, i);

      for (guint j = 0; j < form->controls->len; j++)
        if (g_str_equal (((Control *) g_ptr_array_index (form->controls, j))->name, control))
          return form;
    }

  return NULL;
}

gboolean
browser_has (Browser *self, const char *control)
{
  return find_form (self, control) != NULL;
}

const char *
browser_read (Browser *self, const char *control)
{
  Form *form = find_form (self, control);

  for (guint i = 0; form != NULL && i < form->controls->len; i++)
    {
      Control *candidate = g_ptr_array_index (form->controls, i);

      if (candidate->on && g_str_equal (candidate->name, control))
        return candidate->value;
    }

  return NULL;
}

/* Ticks or chooses the control of that value, where there are some of one name; else types it. */
void
browser_type (Browser *self, const char *control, const char *value)
{
  Form *form = find_form (self, control);
  g_autoptr (GPtrArray) same = g_ptr_array_new ();
  Control *only;

  g_assert_nonnull (form);
  for (guint i = 0; i < form->controls->len; i++)
    if (g_str_equal (((Control *) g_ptr_array_index (form->controls, i))->name, control))
      g_ptr_array_add (same, g_ptr_array_index (form->controls, i));

  only = g_ptr_array_index (same, 0);
  if (same->len == 1 && only->on)
    {
      g_free (only->value);
      only->value = g_strdup (value);
      return;
    }
  only = NULL;
  for (guint i = 0; i < same->len; i++)
    {
      Control *candidate = g_ptr_array_index (same, i);

      candidate->on = g_str_equal (candidate->value, value);
      only = candidate->on ? candidate : only;
    }
  if (only == NULL && *value != '\0')
    g_error ("%s: there is no choice %s", control, value);
}

void
browser_choose_file (Browser *self,
                     const char *control,
                     const char *file_name,
                     const void *data,
                     gsize length)
{
  File *file = g_new0 (File, 1);

  g_assert_true (browser_has (self, control));
  file->name = g_strdup (control);
  file->file_name = g_strdup (file_name);
  file->data = g_bytes_new (data, length);
  g_ptr_array_add (self->files, file);
}

static gboolean
has_button (Form *form, const char *button, const char *value)
{
  for (guint i = 0; i < form->controls->len; i++)
    {
      Control *control = g_ptr_array_index (form->controls, i);

      if (control->button && g_str_equal (control->name, button) &&
          g_str_equal (control->value, value))
        return TRUE;
    }

  return FALSE;
}

/* An unnamed button is known by where its form goes. */
static Form *
find_form_of_button (Browser *self, const char *button, const char *value)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      Form *form = g_ptr_array_index (self->forms, i);

      if (*button == '\0' ? g_str_has_suffix (form->action, value)
                          : has_button (form, button, value))
        return form;
    }

  g_error ("%s: there is no button %s %s", self->address, button, value);
}

static Click *
make_click (Browser *self, Form *form, const char *button, const char *value)
{
  Click *click = click_new (self->desk, self->login, "POST", form->action);

  g_assert_true (form->post);
  click_set_language (click, self->language);
  for (guint i = 0; i < form->controls->len; i++)
    {
      Control *control = g_ptr_array_index (form->controls, i);

      if (control->on && !g_str_equal (control->name, "csrf"))
        click_add (click, control->name, control->value);
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);

      click_add_file (click,
                      file->name,
                      file->file_name,
                      g_bytes_get_data (file->data, NULL),
                      g_bytes_get_size (file->data));
    }
  if (*button != '\0')
    click_add (click, button, value);
  return click;
}

static void
append_control (Form *form, GString *body, const char *name, const char *value)
{
  g_autofree char *key = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *text = g_uri_escape_string (value, NULL, FALSE);

  if (form->multipart)
    g_string_append_printf (body,
                            "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"\r\n"
                            "\r\n%s\r\n",
                            name,
                            value);
  else
    g_string_append_printf (body, "%s%s=%s", body->len > 0 ? "&" : "", key, text);
}

static void
post (Browser *self, Form *form, const char *button, const char *value, Reply *reply)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < form->controls->len; i++)
    {
      Control *control = g_ptr_array_index (form->controls, i);

      if (control->on)
        append_control (form, body, control->name, control->value);
    }
  if (*button != '\0')
    append_control (form, body, button, value);
  if (form->multipart)
    g_string_append (body, "--" BOUNDARY "--\r\n");

  bytes = g_bytes_new (body->str, body->len);
  fetch (self,
         "POST",
         form->action,
         form->multipart ? "multipart/form-data; boundary=" BOUNDARY
                         : "application/x-www-form-urlencoded",
         bytes,
         reply);
}

guint
browser_press (Browser *self, const char *button, const char *value)
{
  Form *form = find_form_of_button (self, button, value);
  g_autofree char *action = g_strdup (form->action);
  Reply reply = { 0 };
  guint status;

  if (self->fetch != NULL)
    post (self, form, button, value, &reply);
  else
    take_answer (&reply, click_finish (make_click (self, form, button, value)));
  self->sent_on = reply.status == 303;
  status = follow (self, &reply, action);
  reply_clear (&reply);
  return status;
}

Click *
browser_begin_press (Browser *self, const char *button, const char *value)
{
  return make_click (self, find_form_of_button (self, button, value), button, value);
}

gboolean
browser_shows (Browser *self, const char *text)
{
  g_autofree char *plain = NULL;
  g_autoptr (GString) bare = g_string_new (NULL);
  gboolean inside = FALSE;

  for (const char *p = self->page; *p != '\0'; p++)
    {
      if (*p == '<')
        inside = TRUE;
      else if (*p == '>')
        inside = FALSE;
      else if (!inside)
        g_string_append_c (bare, *p);
    }
  plain = unescape (bare->str, bare->len);
  return strstr (plain, text) != NULL;
}

char *
browser_dup_mistake (Browser *self, const char *control)
{
  g_autofree char *mark = g_strconcat ("<p class=\"mistake\" id=\"", control, "-mistake\">", NULL);
  const char *start = strstr (self->page, mark);

  if (start == NULL)
    return NULL;
  start += strlen (mark);
  return unescape (start, strstr (start, "</p>") - start);
}
