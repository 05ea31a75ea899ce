/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/due.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/staff.h"
#include "central/people/trail.h"
#include "central/storage/work.h"

#define FORM_MAX (8 * 1024)
#define TEXT_MAX 500
#define MAX_UNSOLVED 200 /* the oldest ones of a unit */
#define MAX_SOLVED 50
#define SOLVED_FOR_S (30 * 86400)

/* A solution as it was typed. */
typedef struct
{
  char *dossier; /* (owned), its id */
  guint64 number;
  char *text;          /* (owned), valid UTF-8 */
  const char *mistake; /* (nullable), a sentence */
} Solution;

static void
solution_free (gpointer data)
{
  Solution *solution = data;

  g_free (solution->dossier);
  g_free (solution->text);
  g_free (solution);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Solution, solution_free)

/* What was noted in one unit, as far as the official may see the dossiers. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  const Solution *typed;    /* (unowned) (nullable): a form that wants correction */
  McNames *names;           /* (owned) */
  GPtrArray *unsolved;      /* (owned) (element-type McProblemRecord) */
  GPtrArray *solved;        /* (owned) (element-type McProblemRecord) */
  GHashTable *dossiers;     /* (owned) (element-type utf8 McDossierRecord), by id: readable ones */
} Problems;

static void
problems_clear (Problems *self)
{
  mc_names_free (self->names);
  g_ptr_array_unref (self->unsolved);
  g_ptr_array_unref (self->solved);
  g_hash_table_unref (self->dossiers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Problems, problems_clear)

static void
problems_init (Problems *self, McCentral *central, const McRequest *request)
{
  *self = (Problems){ .central = central, .request = request };
  self->names = mc_names_new (central);
  self->unsolved = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_problem_record_free);
  self->solved = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_problem_record_free);
  self->dossiers = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) mc_dossier_record_free);
}

/* The problem's dossier, when the official may see it. */
static const McDossierRecord *
find_dossier (Problems *self, const char *id)
{
  const McDossierRecord *known = g_hash_table_lookup (self->dossiers, id);
  g_autoptr (McDossierRecord) record = NULL;

  if (known != NULL)
    return known;
  record = mc_storage_find_by_id (self->central->storage, id, NULL);
  if (record == NULL || !mc_access_may_read (self->request->user, record))
    return NULL;

  known = record;
  g_hash_table_insert (self->dossiers, g_strdup (id), g_steal_pointer (&record));
  return known;
}

static void
take (Problems *self, GPtrArray *from, GPtrArray *to, guint limit, gboolean solved)
{
  for (guint i = 0; i < from->len && to->len < limit; i++)
    {
      const McProblemRecord *problem = g_ptr_array_index (from, i);

      if ((problem->solved_at != MC_TIME_NONE) == solved &&
          find_dossier (self, problem->dossier) != NULL)
        g_ptr_array_add (to, mc_problem_record_copy (problem));
    }
}

static gboolean
read_unit (Problems *self, const char *unit)
{
  McWork *work = MC_WORK (self->central->storage);
  gint64 since = self->request->now - SOLVED_FOR_S;
  g_autoptr (GPtrArray) unsolved = mc_work_list_unsolved (work, unit, MAX_UNSOLVED, NULL);
  g_autoptr (GPtrArray) recent =
                 mc_work_list_problems (work, NULL, unit, since, MC_TIME_NONE, NULL);

  if (unsolved == NULL || recent == NULL)
    return FALSE;
  take (self, unsolved, self->unsolved, MAX_UNSOLVED, FALSE);
  take (self, recent, self->solved, MAX_SOLVED, TRUE);

  return TRUE;
}

static gboolean
read_all (Problems *self)
{
  g_autoptr (GPtrArray) units = mc_access_list_units (self->request->user);

  for (guint i = 0; i < units->len; i++)
    if (!read_unit (self, g_ptr_array_index (units, i)))
      return FALSE;

  return TRUE;
}

static void
put_form (McHtml *html, const Problems *self, const McProblemRecord *problem, const char *number)
{
  const char *language = self->request->language;
  const Solution *typed =
      self->typed != NULL && self->typed->number == problem->number ? self->typed : NULL;
  g_autofree char *action = g_strconcat ("/console/problems/", number, NULL);

  mc_html_put (html,
               "<details{}><summary>{}</summary>",
               typed != NULL ? " open" : "",
               mc_pick (language, "Ghi cách đã xử lý", "Note how it was solved"));
  mc_shell_begin_form (html, self->request, action);
  mc_html_put (html,
               "<input type=\"hidden\" name=\"dossier\" value=\"{}\"><div class=\"field\">"
               "<label for=\"solution-{}\">{}</label>",
               problem->dossier,
               number,
               mc_pick (language, "Đã xử lý thế nào", "How it was solved"));
  if (typed != NULL)
    mc_html_put (html, "<p class=\"mistake\" id=\"mistake-{}\">{}</p>", number, typed->mistake);
  mc_html_put (
      html, "<textarea id=\"solution-{}\" name=\"solution\" rows=\"2\" maxlength=\"500\"", number);
  if (typed != NULL)
    mc_html_put (html, " aria-invalid=\"true\" aria-describedby=\"mistake-{}\"", number);
  mc_html_put (html,
               ">{}</textarea></div><button class=\"button\">{}</button>",
               typed == NULL ? "" : typed->text,
               mc_pick (language, "Ghi đã xử lý", "Mark as solved"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</details>");
}

static void
put_problem (McHtml *html, Problems *self, const McProblemRecord *problem)
{
  const char *language = self->request->language;
  const McDossierRecord *record = find_dossier (self, problem->dossier);
  const char *unit = mc_central_get_unit_name (self->central, record->unit, language);
  g_autofree char *when = mc_due_describe_time (problem->at, self->request->now, language);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, problem->number);
  g_autofree char *step = g_strdup_printf ("%u", problem->step);

  mc_html_put (html,
               "<li class=\"card\" id=\"problem-{}\"><b>{}</b><small>"
               "<a href=\"/console/dossiers/{}\">{}</a> · {} {}, {} · {} · {}</small>",
               number,
               problem->hindrance,
               problem->dossier,
               problem->code,
               mc_pick (language, "bước", "step"),
               step,
               mc_workflow_get_step_title (problem->step, unit, record->by_city, language),
               mc_names_get (self->names, problem->login),
               when);
  if (problem->proposal != NULL)
    mc_html_put (
        html, "<p>{}: {}</p>", mc_pick (language, "Đề xuất", "Proposed"), problem->proposal);
  if (problem->solved_at != MC_TIME_NONE)
    {
      g_autofree char *solved =
          mc_due_describe_time (problem->solved_at, self->request->now, language);

      mc_html_put (html,
                   "<p><span class=\"badge good\">{} {}</span> {}</p>",
                   mc_pick (language, "Đã xử lý", "Solved"),
                   solved,
                   problem->solution);
    }
  else if (mc_access_may_work (self->request->user, record))
    put_form (html, self, problem, number);
  mc_html_raw (html, "</li>");
}

static void
put_list (McHtml *html, Problems *self, const GPtrArray *problems)
{
  mc_html_raw (html, "<ol class=\"problems\">");
  for (guint i = 0; i < problems->len; i++)
    put_problem (html, self, g_ptr_array_index (problems, i));
  mc_html_raw (html, "</ol>");
}

static char *
create_title (const Problems *self)
{
  const char *language = self->request->language;
  guint n = self->unsolved->len;
  const char *more = n == MAX_UNSOLVED ? "+" : "";

  if (n == 0)
    return g_strdup (
        mc_pick (language, "Không còn vướng mắc nào chưa xử lý", "No problem is left unsolved"));
  if (mc_language_is_english (language))
    return g_strdup_printf ("%u%s problem%s to be solved", n, more, n == 1 ? "" : "s");

  return g_strdup_printf ("%u%s vướng mắc chưa xử lý", n, more);
}

static McAnswer *
draw (Problems *self, guint status)
{
  const char *language = self->request->language;
  g_autofree char *title = create_title (self);
  g_autofree char *done = mc_request_dup_query (self->request, "solved");
  McHtml *html = mc_shell_begin (self->central, self->request, MC_TAB_PROBLEMS, title);

  mc_html_put (html,
               "<p class=\"lead\">{}</p>",
               mc_pick (language,
                        "Điều gì đang cản trở việc giải quyết hồ sơ, lâu nhất đứng đầu. Vướng mắc "
                        "mới được ghi ở trang của từng hồ sơ.",
                        "What stands in the way of dossiers, the oldest first. A new problem is "
                        "noted on the page of its dossier."));
  if (done != NULL)
    mc_shell_put_notice (
        html,
        MC_BADGE_GOOD,
        mc_pick (language, "Đã ghi cách xử lý vướng mắc.", "Recorded how the problem was solved."));
  if (self->typed != NULL)
    mc_shell_put_notice (
        html,
        MC_BADGE_ALARM,
        mc_pick (language,
                 "Chưa ghi được. Xin xem các chỗ được đánh dấu bên dưới.",
                 "Nothing was recorded yet. Please look at what is marked below."));
  put_list (html, self, self->unsolved);
  if (self->solved->len > 0)
    {
      mc_html_put (html,
                   "<h2>{}</h2>",
                   mc_pick (language,
                            "Đã xử lý, ghi trong 30 ngày qua",
                            "Solved, of those noted in the last 30 days"));
      put_list (html, self, self->solved);
    }

  return mc_shell_finish (html, self->request, status);
}

static McAnswer *
show (McCentral *central, McRequest *request, const Solution *typed)
{
  g_auto (Problems) self = { 0 };

  problems_init (&self, central, request);
  self.typed = typed;
  if (!read_all (&self))
    return mc_shell_new_busy (central, request);

  /* With a mistake it is the page that the official just had. */
  if (typed != NULL)
    return draw (&self, 422);

  return mc_trail_keep_page (request, draw (&self, 200), "problems", NULL, NULL);
}

static McAnswer *
handle_problems (McCentral *central, McRequest *request)
{
  g_autoptr (GPtrArray) units = mc_access_list_units (request->user);

  if (units->len == 0)
    return mc_shell_new_forbidden (central, request);

  return show (central, request, NULL);
}

static char *
read_text (const McRequest *request, const char **mistake)
{
  g_autofree char *raw = mc_request_dup_form (request, "solution");
  char *text;

  if (raw == NULL)
    raw = g_strdup ("");
  g_strdelimit (raw, "\r\n\t", ' ');
  text = mc_text_normalise (raw, -1, TEXT_MAX, NULL);
  if (text == NULL)
    {
      *mistake = mc_pick (request->language,
                          "Dài quá 500 ký tự, hoặc có ký tự không dùng được.",
                          "Longer than 500 characters, or with one that cannot be kept.");
      return g_utf8_make_valid (raw, -1);
    }
  if (*text == '\0')
    *mistake = mc_pick (
        request->language, "Xin ghi một câu đã xử lý thế nào.", "Please say how it was solved.");

  return text;
}

static McAnswer *
handle_solution (McCentral *central, McRequest *request)
{
  g_autoptr (Solution) solution = g_new0 (Solution, 1);
  g_autoptr (McDossierRecord) record = NULL;

  solution->dossier = mc_request_dup_form (request, "dossier");
  if (solution->dossier == NULL ||
      !g_ascii_string_to_unsigned (request->capture, 10, 1, G_MAXINT64, &solution->number, NULL))
    return mc_shell_new_missing (central, request);
  record = mc_storage_find_by_id (central->storage, solution->dossier, NULL);
  if (record == NULL || !mc_access_may_read (request->user, record))
    return mc_shell_new_missing (central, request);
  if (!mc_access_may_work (request->user, record))
    return mc_shell_new_forbidden (central, request);

  solution->text = read_text (request, &solution->mistake);
  if (solution->mistake != NULL)
    return show (central, request, solution);

  mc_request_set_state (request, g_steal_pointer (&solution), solution_free);
  return NULL;
}

/* The second click of a double one finds its own words. */
static gboolean
is_same (McStorage *storage, const Solution *solution)
{
  g_autoptr (GPtrArray) problems = mc_work_list_problems (
      MC_WORK (storage), solution->dossier, NULL, MC_TIME_NONE, MC_TIME_NONE, NULL);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const McProblemRecord *problem = g_ptr_array_index (problems, i);

      if (problem->number == solution->number)
        return g_strcmp0 (problem->solution, solution->text) == 0;
    }

  return FALSE;
}

static McAnswer *
tell_solved_before (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      409,
      mc_pick (request->language,
               "Vướng mắc này đã có người ghi cách xử lý",
               "Somebody has noted before how this was solved"),
      mc_pick (request->language,
               "Chưa ghi gì thêm. Cách xử lý đã ghi ở mục Vướng mắc và trang của hồ sơ.",
               "Nothing was added. How it was solved stands in Problems and on the dossier's "
               "page."));
}

static McAnswer *
write_solution (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Solution *solution = request->state;
  g_autoptr (GError) problem = NULL;
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (storage, solution->dossier, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (record == NULL)
    return mc_shell_new_missing (central, request);

  if (mc_work_solve_problem (MC_WORK (storage),
                             solution->dossier,
                             solution->number,
                             request->now,
                             solution->text,
                             &problem))
    return mc_trail_add (storage, request, "problem-solved", record, NULL, error)
               ? mc_answer_new_redirect ("/console/problems?solved=yes")
               : NULL;
  if (g_error_matches (problem, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND))
    return mc_shell_new_missing (central, request);
  if (g_error_matches (problem, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT))
    return is_same (storage, solution) ? mc_answer_new_redirect ("/console/problems?solved=yes")
                                       : tell_solved_before (central, request);

  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/problems",          0,        MC_ROUTE_OFFICIAL, handle_problems, mc_trail_write_page },
  { "POST", "/console/problems/{number}", FORM_MAX, MC_ROUTE_OFFICIAL, handle_solution, write_solution },
};
/* clang-format on */

const McRouteTable mc_problem_routes = { rows, G_N_ELEMENTS (rows) };
