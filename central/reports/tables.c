/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/tables.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/citizens/status-words.h"
#include "central/storage/work.h"

#include <string.h>

#define PICK(vietnamese, english) mc_pick (source->language, vietnamese, english)

static const char *
get_unit_name (const McReportSource *source, const char *unit)
{
  const char *name = mc_central_get_unit_name (source->central, unit, source->language);

  return name != NULL ? name : unit;
}

/**
 * mc_tables_describe_unit:
 * @source: a report
 *
 * Returns: (transfer full): whose report it is
 */
char *
mc_tables_describe_unit (const McReportSource *source)
{
  return g_strdup (get_unit_name (source, source->unit == NULL ? MC_UNIT_ALL : source->unit));
}

/**
 * mc_tables_get_on_time:
 * @tally: a line
 *
 * Returns: what share of the solved was not late, in thousandths; %MC_GRID_NONE when nothing was
 *   solved
 */
gint64
mc_tables_get_on_time (const McTally *tally)
{
  return mc_grid_get_share (tally->early + tally->on_time, mc_tally_get_solved (tally));
}

/* The columns of report 06a (domain reference 8), numbered from @first on. */
static void
add_tally_columns (McGrid *grid, const McReportSource *source)
{
  const char *received = PICK ("Số hồ sơ nhận giải quyết", "Received");
  const char *solved = PICK ("Số hồ sơ đã giải quyết", "Settled");
  const char *open = PICK ("Số hồ sơ đang giải quyết", "Open");
  const char *total = PICK ("Tổng số", "Total");

  mc_grid_add_column (grid, MC_GRID_COUNT, received, total, "(1)=(2)+(3)+(4)");
  mc_grid_add_column (grid, MC_GRID_COUNT, received, PICK ("Trực tuyến", "Online"), "(2)");
  mc_grid_add_column (
      grid, MC_GRID_COUNT, received, PICK ("Trực tiếp, bưu chính", "Counter, post"), "(3)");
  mc_grid_add_column (
      grid, MC_GRID_COUNT, received, PICK ("Kỳ trước chuyển sang", "Carried over"), "(4)");
  mc_grid_add_column (grid, MC_GRID_COUNT, solved, total, "(5)=(6)+(7)+(8)");
  mc_grid_add_column (grid, MC_GRID_COUNT, solved, PICK ("Trước hạn", "Early"), "(6)");
  mc_grid_add_column (grid, MC_GRID_COUNT, solved, PICK ("Đúng hạn", "On time"), "(7)");
  mc_grid_add_column (grid, MC_GRID_COUNT, solved, PICK ("Quá hạn", "Late"), "(8)");
  mc_grid_add_column (grid, MC_GRID_COUNT, open, total, "(9)=(10)+(11)");
  mc_grid_add_column (grid, MC_GRID_COUNT, open, PICK ("Trong hạn", "In time"), "(10)");
  mc_grid_add_column (grid, MC_GRID_COUNT, open, PICK ("Quá hạn", "Overdue"), "(11)");
  mc_grid_add_column (
      grid, MC_GRID_COUNT, NULL, PICK ("Chờ bổ sung, nộp tiền", "Waiting for the citizen"), "(12)");
  mc_grid_add_column (
      grid, MC_GRID_COUNT, NULL, PICK ("Rút, dừng, trả lại", "Ended without a result"), "(13)");
}

static void
put_tally (McGrid *grid, const McTally *tally)
{
  const guint64 counts[] = { mc_tally_get_received (tally),
                             tally->online,
                             tally->counter,
                             tally->carried,
                             mc_tally_get_solved (tally),
                             tally->early,
                             tally->on_time,
                             tally->late,
                             mc_tally_get_open (tally),
                             tally->in_time,
                             tally->overdue,
                             tally->paused,
                             tally->withdrawn };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    mc_grid_put_number (grid, counts[i]);
}

static void
set_identity_note (McGrid *grid, const McReportSource *source)
{
  grid->note = g_strdup (
      PICK ("(1) = (5) + (9) + (12) + (13). Hồ sơ nộp ở kiosk là trực tuyến, nộp tại quầy là "
            "trực tiếp. Hồ sơ được tính từ lúc tiếp nhận; (9) và (12) chuyển sang kỳ sau.",
            "(1) = (5) + (9) + (12) + (13). Filed at a kiosk counts as online, at the counter as "
            "direct. A dossier counts from its reception on; (9) and (12) carry over to the next "
            "period."));
}

/* A procedure and the lines that are of it, under its field of administration. */
typedef struct
{
  const char *procedure;  /* (unowned) */
  const char *name;       /* (unowned) */
  const char *field_name; /* (unowned) */
  char *order;            /* (owned), what it is sorted by */
  McTally tally;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->order);
  g_free (group);
}

static Group *
group_new (const McReportSource *source, const char *code)
{
  McProcedure *procedure = mc_catalogue_find (source->central->catalogue, code, NULL);
  Group *group = g_new0 (Group, 1);
  g_autofree char *field = NULL, *name = NULL;

  group->procedure = code;
  group->name = procedure == NULL
                    ? (*code == '\0' ? PICK ("Thủ tục chưa rõ", "Procedure not known") : code)
                    : mc_procedure_get_name (procedure, source->language);
  group->field_name = procedure == NULL ? PICK ("Lĩnh vực khác", "Other fields")
                                        : mc_procedure_get_field_name (procedure, source->language);
  field = mc_text_fold (group->field_name);
  name = mc_text_fold (group->name);
  group->order = g_strconcat (procedure == NULL ? "~" : "", field, "\n", name, NULL);
  return group;
}

static gint
compare_groups (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const Group *const *) a)->order, (*(const Group *const *) b)->order);
}

/* The lines of all units by procedure, fields and procedures in their alphabet. */
static GPtrArray *
group_procedures (const McReportSource *source)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < source->figures->lines->len; i++)
    {
      const McFiguresLine *line = g_ptr_array_index (source->figures->lines, i);
      Group *group = NULL;

      for (guint j = 0; group == NULL && j < groups->len; j++)
        if (g_str_equal (((Group *) g_ptr_array_index (groups, j))->procedure, line->procedure))
          group = g_ptr_array_index (groups, j);
      if (group == NULL)
        {
          group = group_new (source, line->procedure);
          g_ptr_array_add (groups, group);
        }
      mc_tally_add (&group->tally, &line->tally);
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

/* The sum of the groups from @start on that are of the same field. */
static McTally
sum_field (const GPtrArray *groups, guint start)
{
  const Group *first = g_ptr_array_index (groups, start);
  McTally sum = { 0 };

  for (guint i = start; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (!g_str_equal (group->field_name, first->field_name))
        break;
      mc_tally_add (&sum, &group->tally);
    }

  return sum;
}

static void
put_total (McGrid *grid, const McReportSource *source)
{
  mc_grid_begin_total (grid);
  mc_grid_put_text (grid, PICK ("Tổng cộng", "Total"));
  put_tally (grid, &source->figures->total);
}

/**
 * mc_tables_new_fields:
 * @source: a report
 *
 * Returns: (transfer full): report 06a by field of administration and procedure
 */
McGrid *
mc_tables_new_fields (const McReportSource *source)
{
  McGrid *grid = mc_grid_new ("06a",
                              PICK ("Tình hình giải quyết theo lĩnh vực và thủ tục (mẫu 06a)",
                                    "Dossiers by field and procedure (form 06a)"));
  g_autoptr (GPtrArray) groups = group_procedures (source);
  const char *field = "";

  mc_grid_add_column (
      grid, MC_GRID_TEXT, NULL, PICK ("Lĩnh vực, thủ tục", "Field, procedure"), NULL);
  add_tally_columns (grid, source);
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (!g_str_equal (group->field_name, field))
        {
          const McTally sum = sum_field (groups, i);

          field = group->field_name;
          mc_grid_begin_row (grid, TRUE);
          mc_grid_put_text (grid, field);
          put_tally (grid, &sum);
        }
      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, group->name);
      put_tally (grid, &group->tally);
    }
  put_total (grid, source);
  set_identity_note (grid, source);
  return grid;
}

static gint
compare_unit_names (gconstpointer a, gconstpointer b, gpointer source)
{
  const McFiguresUnit *left = *(const McFiguresUnit *const *) a;
  const McFiguresUnit *right = *(const McFiguresUnit *const *) b;
  g_autofree char *left_name = mc_text_fold (get_unit_name (source, left->resolver));
  g_autofree char *right_name = mc_text_fold (get_unit_name (source, right->resolver));

  return strcmp (left_name, right_name);
}

/* In their alphabet. */
static GPtrArray *
sort_units (const McReportSource *source)
{
  GPtrArray *units = g_ptr_array_copy (source->figures->units, NULL, NULL);

  g_ptr_array_set_free_func (units, NULL);
  g_ptr_array_sort_with_data (units, compare_unit_names, (gpointer) source);
  return units;
}

/**
 * mc_tables_new_units:
 * @source: the city's report
 *
 * Returns: (transfer full): report 06a by unit
 */
McGrid *
mc_tables_new_units (const McReportSource *source)
{
  McGrid *grid = mc_grid_new (
      "units", PICK ("Tình hình giải quyết theo đơn vị (mẫu 06a)", "Dossiers by unit (form 06a)"));
  g_autoptr (GPtrArray) units = sort_units (source);

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Đơn vị", "Unit"), NULL);
  add_tally_columns (grid, source);
  for (guint i = 0; i < units->len; i++)
    {
      const McFiguresUnit *unit = g_ptr_array_index (units, i);

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, get_unit_name (source, unit->resolver));
      put_tally (grid, &unit->tally);
    }
  put_total (grid, source);
  set_identity_note (grid, source);
  return grid;
}

/**
 * mc_tables_new_lines:
 * @source: a report
 *
 * Returns: (transfer full): report 06a, a line for each unit, field and procedure and no sums: what
 *   a spreadsheet turns as it likes
 */
McGrid *
mc_tables_new_lines (const McReportSource *source)
{
  McGrid *grid = mc_grid_new ("06a",
                              PICK ("Tình hình giải quyết theo đơn vị, lĩnh vực và thủ tục",
                                    "Dossiers by unit, field and procedure"));

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Đơn vị", "Unit"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Lĩnh vực", "Field"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Thủ tục", "Procedure"), NULL);
  add_tally_columns (grid, source);
  for (guint i = 0; i < source->figures->lines->len; i++)
    {
      const McFiguresLine *line = g_ptr_array_index (source->figures->lines, i);
      Group *group = group_new (source, line->procedure);
      /* By itself a code may look like a number. */
      g_autofree char *procedure = g_str_equal (group->name, line->procedure)
                                       ? g_strdup (group->name)
                                       : g_strdup_printf ("%s (%s)", group->name, line->procedure);

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, get_unit_name (source, line->resolver));
      mc_grid_put_text (grid, group->field_name);
      mc_grid_put_text (grid, procedure);
      put_tally (grid, &line->tally);
      group_free (group);
    }

  return grid;
}

/* "3. Chủ tịch phường phân công". The first one's title speaks to the citizen. */
static char *
name_step (const McReportSource *source, guint step)
{
  const char *unit_name = source->unit == NULL ? NULL : get_unit_name (source, source->unit);
  const char *title = step == 1 ? PICK ("Nộp hồ sơ", "Filing")
                                : mc_workflow_get_step_title (
                                      step,
                                      unit_name,
                                      mc_central_is_city_department (source->central, source->unit),
                                      source->language);

  return g_strdup_printf ("%u. %s", step, title);
}

static void
put_duration (McGrid *grid, const McDuration *duration)
{
  mc_grid_put_number (grid, duration->n);
  mc_grid_put_number (grid, duration->n == 0 ? MC_GRID_NONE : duration->median);
  mc_grid_put_number (grid, duration->n == 0 ? MC_GRID_NONE : duration->p90);
}

/**
 * mc_tables_new_steps:
 * @source: a report
 *
 * Returns: (transfer full): how long each step took
 */
McGrid *
mc_tables_new_steps (const McReportSource *source)
{
  McGrid *grid =
      mc_grid_new ("steps", PICK ("Thời gian của từng bước", "Time that each step took"));

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Bước", "Step"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Số hồ sơ", "Dossiers"), NULL);
  mc_grid_add_column (
      grid, MC_GRID_MINUTES, NULL, PICK ("Một nửa không quá", "Half took at most"), NULL);
  mc_grid_add_column (
      grid, MC_GRID_MINUTES, NULL, PICK ("90% không quá", "90% took at most"), NULL);
  for (guint step = 2; step <= MC_N_STEPS; step++)
    {
      g_autofree char *title = name_step (source, step);

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, title);
      put_duration (grid, &source->figures->steps[step]);
    }
  mc_grid_begin_row (grid, FALSE);
  mc_grid_put_text (grid, PICK ("Chờ người dân bổ sung, nộp tiền", "Waiting for the citizen"));
  put_duration (grid, &source->figures->citizen);
  mc_grid_begin_row (grid, TRUE);
  mc_grid_put_text (
      grid,
      PICK ("Từ lúc nộp đến lúc có kết quả (bước 2 đến 7)", "From filing to the result (2–7)"));
  put_duration (grid, &source->figures->whole);
  grid->bars = 2;
  grid->ghosts = 3;
  grid->note = g_strdup (
      PICK ("Một nửa không quá là trung vị. Giờ làm việc của hồ sơ có kết quả trong kỳ; bước 8 của "
            "hồ sơ đã trả trong kỳ. Một bước "
            "làm lại thì cộng dồn; thời gian chờ người dân tính riêng.",
            "Half is the median. Working hours of dossiers that got their result in the period; "
            "step 8 of those handed "
            "over in it. A step done again adds up; waiting for the citizen stands apart."));
  return grid;
}

/**
 * mc_tables_get_ratings:
 * @source: a report
 *
 * Which answers may be shown. A single answer must never be told: not by a sum of few, not by two
 * sums that differ by one, nor by a sum that grows while somebody at the desk watches it. So
 * whoever works with the citizens sees whole months that are over and have at least %MC_RATINGS_MIN
 * answers; who reads for the city, and sees no dossier, any period of at least so many.
 *
 * Returns: (transfer none) (nullable): the answers; %NULL when they are too few
 */
const McRatings *
mc_tables_get_ratings (const McReportSource *source)
{
  const McRatings *ratings =
      source->from_outside ? &source->figures->ratings : &source->figures->safe_ratings;

  return mc_ratings_get_n (ratings) >= MC_RATINGS_MIN ? ratings : NULL;
}

/* Who answers 4 or 5 is satisfied (domain reference 8). */
static void
put_satisfied (McGrid *grid, const McRatings *ratings)
{
  guint64 n = mc_ratings_get_n (ratings), satisfied = ratings->scores[4] + ratings->scores[5];

  mc_grid_put_number (grid, n);
  mc_grid_put_number (grid, n < MC_RATINGS_MIN ? MC_GRID_NONE : (gint64) satisfied);
  mc_grid_put_number (grid, n < MC_RATINGS_MIN ? MC_GRID_NONE : mc_grid_get_share (satisfied, n));
}

/**
 * mc_tables_new_services:
 * @source: the city's report
 *
 * Returns: (transfer full): how well each unit serves: on time, quick, to people's content
 */
McGrid *
mc_tables_new_services (const McReportSource *source)
{
  McGrid *grid =
      mc_grid_new ("services", PICK ("Chất lượng phục vụ của từng đơn vị", "How each unit serves"));
  g_autoptr (GPtrArray) units = sort_units (source);

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Đơn vị", "Unit"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Đã giải quyết", "Settled"), NULL);
  mc_grid_add_column (grid, MC_GRID_SHARE, NULL, PICK ("Không quá hạn", "Not late"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Đang quá hạn", "Overdue now"), NULL);
  mc_grid_add_column (
      grid, MC_GRID_MINUTES, NULL, PICK ("Một nửa có kết quả trong", "Half had a result in"), NULL);
  mc_grid_add_column (
      grid, MC_GRID_MINUTES, NULL, PICK ("90% có kết quả trong", "90% had a result in"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Lượt đánh giá", "Ratings"), NULL);
  mc_grid_add_column (
      grid, MC_GRID_COUNT, NULL, PICK ("Hài lòng trở lên", "Satisfied or more"), NULL);
  mc_grid_add_column (grid, MC_GRID_SHARE, NULL, PICK ("Tỷ lệ hài lòng", "Share of these"), NULL);
  for (guint i = 0; i < units->len; i++)
    {
      const McFiguresUnit *unit = g_ptr_array_index (units, i);

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, get_unit_name (source, unit->resolver));
      mc_grid_put_number (grid, mc_tally_get_solved (&unit->tally));
      mc_grid_put_number (grid, mc_tables_get_on_time (&unit->tally));
      mc_grid_put_number (grid, unit->tally.overdue);
      mc_grid_put_number (grid, unit->whole.n == 0 ? MC_GRID_NONE : unit->whole.median);
      mc_grid_put_number (grid, unit->whole.n == 0 ? MC_GRID_NONE : unit->whole.p90);
      put_satisfied (grid, &unit->ratings);
    }
  grid->note = g_strdup_printf (
      PICK ("Đơn vị có dưới %u lượt đánh giá không hiện mức hài lòng, để không ai đoán được ý kiến "
            "của một người.",
            "Of a unit with fewer than %u ratings no share is shown, so that nobody can guess a "
            "single answer."),
      MC_RATINGS_MIN);
  return grid;
}

/**
 * mc_tables_new_satisfaction:
 * @source: a report
 * @levels: 3 or 5
 *
 * Returns: (transfer full): how content people were, on one of the two scales; without rows when
 *   the answers are too few
 */
McGrid *
mc_tables_new_satisfaction (const McReportSource *source, guint levels)
{
  const McRatings *ratings = mc_tables_get_ratings (source);
  guint64 n = ratings == NULL ? 0 : mc_ratings_get_n (ratings);
  McGrid *grid =
      levels == 3
          ? mc_grid_new ("satisfaction-3", PICK ("Mức hài lòng, 3 mức", "Satisfaction, 3 levels"))
          : mc_grid_new ("satisfaction-5", PICK ("Mức hài lòng, 5 mức", "Satisfaction, 5 levels"));

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Mức", "Level"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Lượt đánh giá", "Ratings"), NULL);
  mc_grid_add_column (grid, MC_GRID_SHARE, NULL, PICK ("Tỷ lệ", "Share"), NULL);
  grid->bars = 2;
  if (ratings == NULL)
    return grid;

  for (guint level = 0; level < levels; level++)
    {
      const guint score = MC_N_SCORES - level;
      /* The lowest of three takes all that is below "satisfied" (domain reference 8). */
      const gboolean lowest = levels == 3 && level == 2;
      const guint64 count = lowest ? ratings->scores[1] + ratings->scores[2] + ratings->scores[3]
                                   : ratings->scores[score];

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid,
                        lowest ? PICK ("Chưa hài lòng", "Not satisfied")
                               : mc_status_words_get_score (score, source->language));
      mc_grid_put_number (grid, count);
      mc_grid_put_number (grid, mc_grid_get_share (count, n));
    }
  mc_grid_begin_total (grid);
  mc_grid_put_text (grid, PICK ("Tổng cộng", "Total"));
  mc_grid_put_number (grid, n);
  mc_grid_put_number (grid, 1000);
  return grid;
}

/**
 * mc_tables_new_problems:
 * @source: a report
 *
 * Returns: (transfer full): what hindered, by step; without rows when nothing did
 */
McGrid *
mc_tables_new_problems (const McReportSource *source)
{
  McGrid *grid = mc_grid_new ("problems", PICK ("Vướng mắc được ghi trong kỳ", "Problems noted"));
  guint64 noted[MC_N_STEPS + 1] = { 0 }, solved[MC_N_STEPS + 1] = { 0 };

  for (guint i = 0; i < source->problems->len; i++)
    {
      const McProblemRecord *problem = g_ptr_array_index (source->problems, i);
      guint step = CLAMP (problem->step, 1, MC_N_STEPS);

      noted[step]++;
      solved[step] += problem->solved_at != MC_TIME_NONE;
      noted[0]++;
      solved[0] += problem->solved_at != MC_TIME_NONE;
    }

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, PICK ("Ở bước", "At step"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Được ghi", "Noted"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Đã giải quyết", "Solved"), NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, NULL, PICK ("Còn lại", "Left"), NULL);
  for (guint step = 1; step <= MC_N_STEPS; step++)
    {
      g_autofree char *title = NULL;

      if (noted[step] == 0)
        continue;
      title = name_step (source, step);
      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_text (grid, title);
      mc_grid_put_number (grid, noted[step]);
      mc_grid_put_number (grid, solved[step]);
      mc_grid_put_number (grid, noted[step] - solved[step]);
    }
  if (noted[0] > 0)
    {
      mc_grid_begin_total (grid);
      mc_grid_put_text (grid, PICK ("Tổng cộng", "Total"));
      mc_grid_put_number (grid, noted[0]);
      mc_grid_put_number (grid, solved[0]);
      mc_grid_put_number (grid, noted[0] - solved[0]);
    }
  return grid;
}
