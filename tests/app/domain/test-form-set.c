/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/form-set.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/workflow.h"

static GDate
day (const char *text)
{
  GDate date;

  g_assert_true (mc_date_from_iso (text, &date));
  return date;
}

static const char *
get_number (const char *key, const char *date_text)
{
  const GDate date = day (date_text);
  const McForm *form = mc_form_find (key, &date);

  g_assert_nonnull (form);
  return form->number;
}

/* Each first and last day of a set belongs to that set (domain reference 2). */
static void
test_boundaries (void)
{
  static const struct
  {
    const char *date, *set, *basis;
  } rows[] = {
    { "2018-11-23", "2018", "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP" },
    { "2025-06-30", "2018", "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP" },
    { "2025-07-01", "2025-07", "Nghị định 118/2025/NĐ-CP, Thông tư 01/2018/TT-VPCP" },
    { "2025-09-14", "2025-07", "Nghị định 118/2025/NĐ-CP, Thông tư 01/2018/TT-VPCP" },
    { "2025-09-15", "2025-09", "Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP" },
    { "2031-01-01", "2025-09", "Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const GDate date = day (rows[i].date);
      const McFormSet *set = mc_form_set_find (&date);

      g_assert_cmpstr (set->name, ==, rows[i].set);
      g_assert_cmpstr (set->basis, ==, rows[i].basis);
    }
}

/* The validity that a set tells is the one by which it is found, and there is no day between two.
 */
static void
test_validity (void)
{
  const GDate first = day ("2025-01-01");
  const McFormSet *previous = mc_form_set_find (&first);

  g_assert_null (previous->valid_from);
  for (guint i = 1; i < 400; i++)
    {
      GDate date = first, before;
      g_autofree char *text = NULL, *text_before = NULL;
      const McFormSet *set;

      g_date_add_days (&date, i);
      before = date;
      g_date_subtract_days (&before, 1);
      text = mc_date_to_iso (&date);
      text_before = mc_date_to_iso (&before);
      set = mc_form_set_find (&date);
      if (set != previous)
        {
          g_assert_cmpstr (set->valid_from, ==, text);
          g_assert_cmpstr (previous->valid_to, ==, text_before);
        }
      previous = set;
    }
  g_assert_null (previous->valid_to);
}

/* 05 is the control slip before 15 September 2025 and the stop notice from then on. */
static void
test_numbers (void)
{
  static const struct
  {
    const char *key, *before, *after;
  } rows[] = {
    { MC_FORM_RECEIPT, "01", "01" },     { MC_FORM_SUPPLEMENT, "02", "02" },
    { MC_FORM_REFUSAL, "03", "03" },     { MC_FORM_APOLOGY, "04", "04" },
    { MC_FORM_STOP, NULL, "05" },        { MC_FORM_CONTROL, "05", "06" },
    { MC_FORM_REGISTER, "06", "07" },    { MC_FORM_HANDOVER, NULL, NULL },
    { MC_FORM_DECLARATION, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (get_number (rows[i].key, "2025-06-30"), ==, rows[i].before);
      g_assert_cmpstr (get_number (rows[i].key, "2025-07-01"), ==, rows[i].before);
      g_assert_cmpstr (get_number (rows[i].key, "2025-09-14"), ==, rows[i].before);
      g_assert_cmpstr (get_number (rows[i].key, "2025-09-15"), ==, rows[i].after);
    }
}

/* No number names two forms of one set, and every form says what it is and on which paper. */
static void
test_complete (void)
{
  static const char *const days[] = { "2025-06-30", "2025-07-01", "2025-09-15" };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      const GDate date = day (days[i]);
      const McFormSet *set = mc_form_set_find (&date);

      g_assert_cmpuint (set->n_forms, ==, 9);
      for (guint j = 0; j < set->n_forms; j++)
        {
          const McForm *form = &set->forms[j];

          g_assert_true (mc_form_set_get_form (set, form->key) == form);
          g_assert_cmpuint (strlen (form->title), >, 0);
          g_assert_cmpuint (strlen (form->title_en), >, 0);
          g_assert_cmpint (form->paper,
                           ==,
                           g_str_equal (form->key, MC_FORM_REGISTER) ||
                                   g_str_equal (form->key, MC_FORM_DECLARATION)
                               ? MC_PAPER_A4
                               : MC_PAPER_A5);
          for (guint k = 0; k < j; k++)
            g_assert_true (form->number == NULL ||
                           g_strcmp0 (form->number, set->forms[k].number) != 0);
        }
      g_assert_null (mc_form_set_get_form (set, "05"));
      g_assert_null (mc_form_set_get_form (set, NULL));
    }
}

/* The apology has another title since Thông tư 03/2025/TT-VPCP. */
static void
test_titles (void)
{
  const GDate before = day ("2025-09-14"), after = day ("2025-09-15");

  g_assert_cmpstr (mc_form_find (MC_FORM_APOLOGY, &before)->title,
                   ==,
                   "Phiếu xin lỗi và hẹn lại ngày trả kết quả");
  g_assert_cmpstr (mc_form_find (MC_FORM_APOLOGY, &after)->title,
                   ==,
                   "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết");
}

/* What a house configures goes before the set's paper. */
static void
test_paper (void)
{
  const GDate date = day ("2025-09-15");
  const McForm *form = mc_form_find (MC_FORM_CONTROL, &date);

  g_assert_cmpint (mc_form_choose_paper (form, MC_PAPER_BY_LAW), ==, MC_PAPER_A5);
  g_assert_cmpint (mc_form_choose_paper (form, MC_PAPER_A4), ==, MC_PAPER_A4);
}

/* Every form that a step prints is one of the set; the kiosk's own slip is no form of the law. */
static void
test_workflow (void)
{
  const GDate date = day ("2025-09-15");
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);

  for (guint i = 0; i < n; i++)
    if (rows[i].form != NULL && !g_str_equal (rows[i].form, "slip"))
      g_assert_nonnull (mc_form_find (rows[i].form, &date));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/form-set/boundaries", test_boundaries);
  g_test_add_func ("/domain/form-set/validity", test_validity);
  g_test_add_func ("/domain/form-set/numbers", test_numbers);
  g_test_add_func ("/domain/form-set/complete", test_complete);
  g_test_add_func ("/domain/form-set/titles", test_titles);
  g_test_add_func ("/domain/form-set/paper", test_paper);
  g_test_add_func ("/domain/form-set/workflow", test_workflow);
  return g_test_run ();
}
