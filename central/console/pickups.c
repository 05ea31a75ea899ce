/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/shell.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "central/storage/pickups.h"
#include "central/work/action.h"

#define FORM_MAX 1024
#define LIST_HINT (4 * 1024)

/* Seconds between two looks of a browser without script. */
#define RELOAD "5"

/* Who waits at one point. */
typedef struct
{
  const McPoint *point; /* (unowned) */
  GPtrArray *waiting;   /* (owned) (element-type McPickupRecord) */
} Queue;

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_ptr_array_unref (queue->waiting);
  g_free (queue);
}

static gboolean
serves_point (const McRequest *request, const McPoint *point)
{
  return mc_access_may_serve (request->user, mc_point_get_unit (point));
}

/* The points at whose desk the official stands, with who waits there since this morning; NULL when
 * the storage does not answer. */
static GPtrArray *
list_queues (McCentral *central, const McRequest *request)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new_with_free_func (queue_free);
  GDate today;

  mc_time_get_local_date (request->now, &today);
  for (guint i = 0; i < central->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (central->points, i);
      Queue *queue;

      if (!serves_point (request, point))
        continue;
      queue = g_new0 (Queue, 1);
      queue->point = point;
      queue->waiting = mc_pickups_list_waiting (
          MC_PICKUPS (central->storage), point->code, mc_time_from_local (&today, 0), NULL);
      if (queue->waiting == NULL)
        {
          g_free (queue);
          return NULL;
        }
      g_ptr_array_add (queues, queue);
    }

  return g_steal_pointer (&queues);
}

static guint
count_waiting (GPtrArray *queues)
{
  guint n = 0;

  for (guint i = 0; i < queues->len; i++)
    n += ((const Queue *) g_ptr_array_index (queues, i))->waiting->len;

  return n;
}

static char *
describe_count (guint n, const char *language)
{
  if (n == 0)
    return g_strdup (mc_pick (language, "Không có ai chờ", "Nobody waits"));
  if (n == 1)
    return g_strdup (mc_pick (language, "1 người đang chờ", "1 person waits"));
  return g_strdup_printf (mc_pick (language, "%u người đang chờ", "%u people wait"), n);
}

/* "từ 14:22, đã 3 phút" */
static char *
describe_wait (gint64 at, gint64 now, const char *language)
{
  g_autofree char *clock = mc_time_to_display_clock (at);
  gint64 minutes = MAX (now - at, 0) / 60;

  if (minutes == 0)
    return g_strdup_printf (mc_pick (language, "từ %s, vừa đến", "since %s, just now"), clock);
  if (minutes == 1)
    return g_strdup_printf (mc_pick (language, "từ %s, đã 1 phút", "since %s, 1 minute"), clock);
  return g_strdup_printf (
      mc_pick (language, "từ %s, đã %d phút", "since %s, %d minutes"), clock, (int) minutes);
}

/* Which paper the clerk looks for: "Giấy khai sinh, số 112/2025". */
static char *
describe_result (const McCase *dossier, const char *language)
{
  const McEventRecord *registered = mc_case_find_last (dossier, "register_result");
  g_autoptr (McEventData) data = mc_event_data_parse (registered == NULL ? NULL : registered->data);
  const char *name = mc_pick (language, "Kết quả giải quyết", "The result");

  if (dossier->path.refusal)
    name = mc_pick (language, "Văn bản trả lời từ chối", "The written refusal");
  else if (dossier->procedure != NULL)
    name = mc_procedure_get_result_name (dossier->procedure, language);

  return data->result_number == NULL
             ? g_strdup (name)
             : g_strdup_printf (
                   mc_pick (language, "%s, số %s", "%s, no. %s"), name, data->result_number);
}

static void
put_check (McHtml *html, const McPickupRecord *pickup, const char *language)
{
  if (pickup->check == MC_PICKUP_CARD_MATCHED)
    mc_shell_put_badge (
        html,
        MC_BADGE_GOOD,
        mc_pick (language, "Căn cước khớp với hồ sơ", "The card matches the dossier"));
  else
    mc_shell_put_badge (html,
                        MC_BADGE_CARE,
                        mc_pick (language,
                                 "Chưa đối chiếu, xin xem giấy tờ",
                                 "Not compared yet, please look at the papers"));
}

/* Whoever came first is called first. */
static void
put_buttons (McHtml *html, const McRequest *request, const McPickupRecord *pickup, gboolean first)
{
  g_autofree char *left = g_strdup_printf ("/console/pickups/%s/left", pickup->id);

  mc_html_put (html,
               "<div class=\"actions\"><a class=\"button{}\" id=\"return-{}\" "
               "href=\"/console/dossiers/{}?pickup={}\">{}</a>",
               first ? " main" : "",
               pickup->id,
               pickup->dossier,
               pickup->id,
               mc_pick (request->language, "Trả kết quả", "Hand over"));
  mc_shell_begin_form (html, request, left);
  mc_html_put (html,
               "<button class=\"button\" id=\"left-{}\">{}</button>",
               pickup->id,
               mc_pick (request->language, "Đã về, chưa nhận", "Left without it"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</div>");
}

static void
put_one (McHtml *html,
         McCentral *central,
         const McRequest *request,
         const McPickupRecord *pickup,
         const McCase *dossier,
         gboolean first)
{
  const char *language = request->language;
  const char *name = dossier->record->applicant_name;
  g_autofree char *masked = mc_text_mask_name (name == NULL ? "" : name);
  g_autofree char *result = describe_result (dossier, language);
  g_autofree char *wait = describe_wait (pickup->at, request->now, language);
  char number[8];

  g_snprintf (number, sizeof number, "%u", pickup->number);
  mc_html_put (html,
               "<li><b class=\"turn\"><span class=\"hide\">{} </span>{}</b><div><p>"
               "<span class=\"what\">{}</span>",
               mc_pick (language, "Số", "Number"),
               number,
               result);
  if (dossier->procedure != NULL)
    mc_html_put (html, "<small>{}</small>", mc_procedure_get_name (dossier->procedure, language));
  mc_html_put (html,
               "</p><p>{}<small class=\"code\">{}</small><small>{} · {}</small></p></div><p>",
               masked,
               pickup->code,
               wait,
               pickup->kiosk);
  put_check (html, pickup, language);
  mc_html_raw (html, "</p>");
  put_buttons (html, request, pickup, first);
  mc_html_raw (html, "</li>");
}

static void
put_queue (McHtml *html, McCentral *central, const McRequest *request, const Queue *queue)
{
  mc_html_raw (html, "<ol class=\"waiting\">");
  for (guint i = 0; i < queue->waiting->len; i++)
    {
      const McPickupRecord *pickup = g_ptr_array_index (queue->waiting, i);
      g_auto (McCase) dossier = { 0 };

      if (mc_case_load (&dossier, central, pickup->dossier, NULL))
        put_one (html, central, request, pickup, &dossier, i == 0);
    }
  mc_html_raw (html, "</ol>");
}

/* What changes by itself: how many wait, and who. */
static void
put_list (McHtml *html, McCentral *central, const McRequest *request, GPtrArray *queues)
{
  guint n = count_waiting (queues);
  g_autofree char *count = describe_count (n, request->language);

  mc_html_put (html, "<p class=\"lead\" data-title=\"{}\" role=\"status\">{}.</p>", count, count);
  if (n == 0)
    mc_html_put (html,
                 "<p class=\"card\">{}</p>",
                 mc_pick (request->language,
                          "Khi có người lấy số ở kiosk, số của họ hiện ra ở đây ngay.",
                          "When somebody takes a number at the kiosk, it shows here at once."));
  for (guint i = 0; i < queues->len; i++)
    {
      const Queue *queue = g_ptr_array_index (queues, i);

      if (queue->waiting->len == 0)
        continue;
      if (queues->len > 1)
        mc_html_put (html, "<h2 lang=\"vi\">{}</h2>", queue->point->name);
      put_queue (html, central, request, queue);
    }
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  const char *language = request->language;
  g_autoptr (GPtrArray) queues = NULL;
  McHtml *html;

  if (!mc_access_has_role (request->user, MC_ROLE_RECEPTION))
    return mc_shell_new_forbidden (central, request);
  queues = list_queues (central, request);
  if (queues == NULL)
    return mc_shell_new_busy (central, request);

  html = mc_shell_begin (central,
                         request,
                         MC_TAB_PICKUPS,
                         mc_pick (language, "Người đến nhận kết quả", "Who came for a result"));
  mc_html_raw (html, "<div data-refresh=\"/console/pickups/list\">");
  put_list (html, central, request, queues);
  mc_html_raw (html, "</div>");
  mc_html_put (html,
               "<noscript><meta http-equiv=\"refresh\" content=\"" RELOAD
               "; url=/console/pickups/again\"><p class=\"hint\">{} <a "
               "href=\"/console/pickups\">{}</a></p></noscript>",
               mc_pick (language,
                        "Trang tự xem lại sau mỗi " RELOAD " giây.",
                        "The page looks again every " RELOAD " seconds."),
               mc_pick (language, "Xem lại ngay", "Look again now"));

  return mc_shell_finish (html, request, 200);
}

/* Only the part that changes. Who may not see it gets nothing to show in its place. */
static McAnswer *
handle_list (McCentral *central, McRequest *request)
{
  g_autoptr (GPtrArray) queues = NULL;
  McHtml *html;

  if (!mc_access_has_role (request->user, MC_ROLE_RECEPTION))
    return mc_shell_new_forbidden (central, request);
  queues = list_queues (central, request);
  if (queues == NULL)
    return mc_shell_new_busy (central, request);

  html = mc_html_new (LIST_HINT);
  put_list (html, central, request, queues);

  return mc_shell_finish_part (html, request);
}

static gboolean
may_end (McCentral *central, const McRequest *request, const McPickupRecord *pickup)
{
  const McPoint *point = mc_central_find_point (central, pickup->point_code);

  return point != NULL && serves_point (request, point);
}

static McAnswer *
handle_left (McCentral *central, McRequest *request)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (McPickupRecord) pickup =
                 mc_pickups_find (MC_PICKUPS (central->storage), request->capture, &problem);

  if (problem != NULL)
    return mc_shell_new_busy (central, request);
  if (pickup == NULL || !may_end (central, request, pickup))
    return mc_shell_new_missing (central, request);

  mc_request_set_state (request, g_steal_pointer (&pickup->dossier), g_free);
  return NULL;
}

/* Somebody may have handed it over meanwhile: then nobody waits, and nothing changes. */
static McAnswer *
write_left (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const char *dossier = request->state;
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (storage, dossier, error);

  if (record == NULL ||
      !mc_pickups_end (MC_PICKUPS (storage), dossier, MC_PICKUP_ENDING_LEFT, request->now, error) ||
      !mc_trail_add (storage, request, "pickup-left", record, NULL, error))
    return NULL;

  return mc_answer_new_redirect ("/console/pickups");
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/pickups",           0,        MC_ROUTE_OFFICIAL, handle_page, NULL },
  { "GET",  "/console/pickups/again",     0,        MC_ROUTE_OFFICIAL | MC_ROUTE_QUIET, handle_page, NULL },
  { "GET",  "/console/pickups/list",      0,        MC_ROUTE_OFFICIAL | MC_ROUTE_QUIET, handle_list, NULL },
  { "POST", "/console/pickups/{id}/left", FORM_MAX, MC_ROUTE_OFFICIAL, handle_left, write_left },
};
/* clang-format on */

const McRouteTable mc_pickup_routes = { rows, G_N_ELEMENTS (rows) };
