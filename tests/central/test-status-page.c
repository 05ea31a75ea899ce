/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/datetime.h"
#include "central/http/html.h"
#include "tests/central/sample-pages.h"

#include <string.h>

#define NASTY "<script>\"'&</script>"
#define NASTY_ESCAPED "&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;"

static char *
render (const SamplePage *sample, const char *language)
{
  g_autoptr (GBytes) bytes = mc_status_page_render (&sample->page, language);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

static void
replace (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* The writer escapes text, attributes and URL parts, and leaves only literals alone. */
static void
test_html (void)
{
  McHtml *html = mc_html_new (16);
  g_autoptr (GBytes) bytes = NULL;

  mc_html_raw (html, "<p title=\"{}\">");
  mc_html_put (html, "<b class=\"{}\">{}</b>", NASTY, "Đ\x01{}");
  mc_html_text (html, NULL);
  mc_html_url_part (html, "javascript:/..?&\"");
  g_assert_cmpuint (mc_html_get_length (html), >, 0);
  bytes = mc_html_free_to_bytes (html);
  {
    g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

    g_assert_cmpstr (text,
                     ==,
                     "<p title=\"{}\"><b class=\"" NASTY_ESCAPED "\">Đ {}</b>"
                     "javascript%3A%2F..%3F%26%22");
  }
}

/* A value that is missing in spite of all costs its place on one page, never the service. */
static void
test_html_missing (void)
{
  McHtml *html = mc_html_new (16);
  const char *nobody = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_test_expect_message ("mc-html", G_LOG_LEVEL_CRITICAL, "value 2 is missing in *");
  mc_html_put (html, "<b>{}</b><i>{}</i><u>{}</u>", "1", nobody, "3");
  g_test_expect_message ("mc-html", G_LOG_LEVEL_CRITICAL, "value 1 is missing in *");
  mc_html_put (html, "<b>{}</b>");
  g_test_expect_message ("mc-html", G_LOG_LEVEL_CRITICAL, "there are more values than places *");
  mc_html_put (html, "<b></b>", "1");
  g_test_assert_expected_messages ();
  bytes = mc_html_free_to_bytes (html);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   "<b>1</b><i></i><u>3</u><b></b><b></b>",
                   strlen ("<b>1</b><i></i><u>3</u><b></b><b></b>"));
}

static guint
count_missing (const SamplePage *sample)
{
  return sample->status->missing == NULL ? 0 : sample->status->missing->len;
}

/* Each moment has its own verdict in both languages, all eight steps or its ending, and the way to
 * the other language. */
static void
test_moments (void)
{
  static const struct
  {
    const char *moment, *vietnamese, *english;
    guint done;
  } cases[] = {
    { "submitted",
      "Hồ sơ đã đến nơi, đang chờ tiếp nhận",
      "Your dossier has arrived and waits",
      1 },
    { "received", "Đã tiếp nhận hồ sơ", "Your dossier has been received", 2 },
    { "processing", "Đang giải quyết, đúng hạn", "In progress, on time", 5 },
    { "overdue", "Đang giải quyết, đã quá hẹn", "In progress, later than promised", 5 },
    { "extended", "Đang giải quyết, đã hẹn lại", "In progress, with a new appointment", 4 },
    { "ready", "Đã có kết quả, mời ông, bà đến nhận", "Your result is ready to collect", 7 },
    { "ready-late", "Kết quả có muộn hơn giờ đã hẹn", "The result came later than promised", 7 },
    { "refusal", "Đã có văn bản trả lời", "The written answer is ready", 7 },
    { "returned", ">16:20 hôm nay<", "Handed over at", 8 },
    { "rated", "Cảm ơn ông, bà đã đánh giá", "Thank you for your rating", 8 },
    { "supplement", "<li>Giấy chứng sinh</li>", "Papers to bring", 4 },
    { "payment", "Hồ sơ đang chờ nộp tiền", "A payment is needed", 4 },
    { "refused", "Hồ sơ chưa được tiếp nhận", "Your dossier was not accepted", 1 },
    { "withdrawn", "Hồ sơ đã được rút", "The dossier was withdrawn", 3 },
    { "stopped", "Hồ sơ đã dừng giải quyết", "Processing has stopped", 4 },
    { "city", "Giám đốc sở phê duyệt", "Approved by the director", 6 },
    { "returned-commune", "Trả kết quả tại xã", "Result handed over at the commune", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SamplePage) sample = sample_page_new (cases[i].moment);
      g_autofree char *vi = render (sample, "vi");
      g_autofree char *en = render (sample, "en");
      gboolean ended = strstr (vi, ">–</span>") != NULL;

      if (strstr (vi, cases[i].vietnamese) == NULL || strstr (en, cases[i].english) == NULL)
        g_error (
            "%s: not “%s” or not “%s”", cases[i].moment, cases[i].vietnamese, cases[i].english);
      g_assert_nonnull (strstr (vi, "<html lang=\"vi\">"));
      g_assert_nonnull (strstr (en, "<html lang=\"en\">"));
      g_assert_nonnull (strstr (vi, "href=\"?lang=en\""));
      g_assert_nonnull (strstr (en, "href=\"?lang=vi\""));
      g_assert_cmpuint (count (vi, "<li class=\"done\">"), ==, cases[i].done);
      g_assert_cmpuint (
          count (vi, "<li") - count_missing (sample), ==, ended ? cases[i].done + 1 : 8);
      g_assert_cmpuint (count (vi, "<h1>"), ==, 1);
      g_assert_true (g_utf8_validate (vi, -1, NULL) && g_utf8_validate (en, -1, NULL));
    }
}

/* Texts from outside show as texts in every field, in both languages and at every moment. */
static void
test_escaping (void)
{
  for (guint i = 0; SAMPLE_MOMENTS[i] != NULL; i++)
    {
      g_autoptr (SamplePage) sample = sample_page_new (SAMPLE_MOMENTS[i]);
      McStatus *status = sample->status;
      g_autofree char *page = NULL;

      replace (&status->code, NASTY);
      replace (&status->procedure, NASTY);
      replace (&status->procedure_name, NASTY);
      replace (&status->unit_name, NASTY);
      replace (&status->point_name, NASTY);
      replace (&status->address, NASTY);
      replace (&status->counter, NASTY);
      replace (&sample->point->phone, NASTY);
      for (guint j = 0; j < 8; j++)
        if (status->steps[j].place != NULL)
          replace (&status->steps[j].place, NASTY);
      for (guint j = 0; j < count_missing (sample); j++)
        replace ((char **) &g_ptr_array_index (status->missing, j), NASTY);
      sample->page.token = NASTY;
      sample->page.host = NASTY;

      page = render (sample, i % 2 == 0 ? "vi" : "en");
      g_assert_null (strstr (page, "<script"));
      g_assert_null (strstr (page, "\"'&"));
      g_assert_cmpuint (count (page, NASTY_ESCAPED), >=, 5);
    }
}

/* The page asks the browser for nothing: no script, no picture, no font, no other host; and its
 * style is the one that the policy names by its hash. */
static void
test_self_contained (void)
{
  g_autoptr (SamplePage) sample = sample_page_new ("returned");
  g_autofree char *page = render (sample, "vi");
  const char *policy = mc_status_page_get_policy ();
  const char *style = strstr (page, "<style>") + strlen ("<style>");
  g_autofree char *css = g_strndup (style, strstr (style, "</style>") - style);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) css, -1);
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, sizeof digest);
  g_assert_nonnull (strstr (policy, hash));
  g_assert_nonnull (strstr (policy, "default-src 'none'"));
  g_assert_null (strstr (policy, "unsafe"));

  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "style=\""));
  g_assert_null (strstr (page, "src="));
  g_assert_null (strstr (page, "url("));
  g_assert_null (strstr (page, "http"));
  g_assert_null (strstr (page,
                         " on"
                         "click"));
  g_assert_null (strstr (css, "/*"));
}

/* The form is there once: after the return, until somebody rated. */
static void
test_rating (void)
{
  for (guint i = 0; SAMPLE_MOMENTS[i] != NULL; i++)
    {
      g_autoptr (SamplePage) sample = sample_page_new (SAMPLE_MOMENTS[i]);
      g_autofree char *page = render (sample, "en");
      gboolean open = sample->status->state == MC_STATE_RETURNED && !sample->status->rated;

      g_assert_cmpuint (count (page, "<form"), ==, open);
      g_assert_cmpuint (count (page, "<button"), ==, open ? 5 : 0);
      g_assert_cmpint (strstr (page, "action=\"/t/7ZK4M2PQ9RTV3WXY8N5B6CDEFG/rating?lang=en\"") !=
                           NULL,
                       ==,
                       open);
    }
}

/* Before step 2 the time is only expected and worded so; once that has passed it is not shown.
 * While the clock waits for the citizen no time is promised. */
static void
test_due (void)
{
  g_autoptr (SamplePage) submitted = sample_page_new ("submitted");
  g_autoptr (SamplePage) processing = sample_page_new ("processing");
  g_autoptr (SamplePage) payment = sample_page_new ("payment");
  g_autofree char *expected = render (submitted, "vi");
  g_autofree char *today = render (processing, "vi");
  g_autofree char *waiting = render (payment, "vi");
  g_autofree char *later = NULL;
  g_autofree char *tomorrow = NULL;

  g_assert_nonnull (strstr (expected, "Dự kiến trả kết quả, nếu tiếp nhận ngay"));
  g_assert_null (strstr (expected, ">Hẹn trả kết quả<"));
  g_assert_nonnull (strstr (today, ">Hẹn trả kết quả<"));
  g_assert_nonnull (strstr (today, ">17:00 hôm nay<"));
  g_assert_nonnull (strstr (today, "Hẹn 17:00 hôm nay"));
  g_assert_null (strstr (waiting, "17:00 hôm nay"));

  submitted->page.now = submitted->status->expected_due + 1;
  later = render (submitted, "vi");
  g_assert_null (strstr (later, "Dự kiến"));
  processing->status->due_at += 24 * 3600;
  tomorrow = render (processing, "en");
  g_assert_nonnull (strstr (tomorrow, ">17:00 tomorrow<"));
  g_assert_nonnull (strstr (tomorrow, ">21 June 2025<"));
}

/* A token that is not known gets a page that says what to do and whom to ask. */
static void
test_unknown (void)
{
  static const char *const languages[] = { "vi", "en", NULL };

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = mc_status_page_render_unknown (NASTY, languages[i]);
      g_autofree char *page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      g_assert_null (strstr (page, "<script"));
      g_assert_nonnull (strstr (page, NASTY_ESCAPED));
      g_assert_cmpuint (count (page, "<li>"), ==, 3);
      g_assert_nonnull (strstr (page, i == 0 ? "không cần nộp lại" : "no need to file again"));
    }
}

/* One page costs microseconds, so that a phone never waits for it. Told, and held to a bound that a
 * busy machine keeps too. */
static void
test_speed (void)
{
  g_autoptr (SamplePage) sample = sample_page_new ("processing");
  gint64 best = G_MAXINT64;

  for (guint round = 0; round < 20; round++)
    {
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < 100; i++)
        {
          g_autoptr (GBytes) bytes = mc_status_page_render (&sample->page, "vi");

          g_assert_cmpuint (g_bytes_get_size (bytes), >, 4096);
        }
      best = MIN (best, g_get_monotonic_time () - start);
    }

  g_test_minimized_result (best / 100.0, "%.1f µs a page", best / 100.0);
  g_assert_cmpint (best / 100, <, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/html", test_html);
  g_test_add_func ("/central/html-missing", test_html_missing);
  g_test_add_func ("/central/status-page/moments", test_moments);
  g_test_add_func ("/central/status-page/escaping", test_escaping);
  g_test_add_func ("/central/status-page/self-contained", test_self_contained);
  g_test_add_func ("/central/status-page/rating", test_rating);
  g_test_add_func ("/central/status-page/due", test_due);
  g_test_add_func ("/central/status-page/unknown", test_unknown);
  g_test_add_func ("/central/status-page/speed", test_speed);

  return g_test_run ();
}
