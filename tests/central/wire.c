/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/wire.h"

#include <curl/curl.h>

#define PASSWORD "mot-cua-thu-nghiem"

struct _Wire
{
  McTestService *service; /* (unowned) */
  CURL *curl;             /* (owned): keeps the cookies */
};

Wire *
wire_new (McTestService *service)
{
  Wire *self = g_new0 (Wire, 1);

  self->service = service;
  self->curl = curl_easy_init ();
  return self;
}

void
wire_free (Wire *self)
{
  curl_easy_cleanup (self->curl);
  g_free (self);
}

static size_t
take_body (char *data, size_t size, size_t count, void *body)
{
  g_byte_array_append (body, (const guint8 *) data, size * count);

  return size * count;
}

gboolean
wire_fetch (gpointer wire,
            const char *method,
            const char *target,
            const char *content_type,
            GBytes *body,
            guint *status,
            char **location,
            GBytes **page)
{
  Wire *self = wire;
  g_autofree char *url = g_strconcat (self->service->url, target, NULL);
  g_autofree char *type = g_strconcat ("Content-Type: ", content_type, NULL);
  GByteArray *received = g_byte_array_new ();
  struct curl_slist *headers = NULL;
  struct curl_header *header = NULL;
  CURLcode code;
  long number = 0;

  curl_easy_reset (self->curl); /* the cookies stay */
  curl_easy_setopt (self->curl, CURLOPT_URL, url);
  curl_easy_setopt (self->curl, CURLOPT_CAINFO, self->service->ca);
  curl_easy_setopt (self->curl, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->curl, CURLOPT_PROXY, "");
  curl_easy_setopt (self->curl, CURLOPT_TIMEOUT_MS, 60000L);
  curl_easy_setopt (self->curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt (self->curl, CURLOPT_WRITEDATA, received);
  if (body != NULL)
    {
      headers = curl_slist_append (headers, type);
      headers = curl_slist_append (headers, "Expect:");
      curl_easy_setopt (self->curl, CURLOPT_HTTPHEADER, headers);
      curl_easy_setopt (self->curl, CURLOPT_POSTFIELDS, g_bytes_get_data (body, NULL));
      curl_easy_setopt (
          self->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) g_bytes_get_size (body));
    }
  code = curl_easy_perform (self->curl);
  curl_slist_free_all (headers);
  *page = g_byte_array_free_to_bytes (received);
  if (code != CURLE_OK)
    {
      g_clear_pointer (page, g_bytes_unref);
      return FALSE;
    }

  curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &number);
  *status = number;
  if (curl_easy_header (self->curl, "Location", 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
    *location = g_strdup (header->value);
  return TRUE;
}

void
wire_add_official (McTestService *service, const char *login, const char *name, const char *post)
{
  g_autofree char *program =
      g_build_filename (g_getenv ("MC_TEST_BUILD"), "central", "motcua-central", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                          G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                                      &error,
                                                      program,
                                                      "--data",
                                                      service->data,
                                                      "user",
                                                      "add",
                                                      login,
                                                      "--name",
                                                      name,
                                                      "--post",
                                                      post,
                                                      "--password-stdin",
                                                      NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, PASSWORD "\n", NULL, NULL, NULL, &error));
  g_assert_true (g_subprocess_get_successful (process));
}

void
wire_sign_in (Browser *browser, const char *login)
{
  g_assert_cmpuint (browser_open (browser, "/console/sign-in"), ==, 200);
  browser_type (browser, "login", login);
  browser_type (browser, "password", PASSWORD);
  browser_press (browser, "", "/console/sign-in");
  g_assert_true (browser_was_sent_on (browser));
}
