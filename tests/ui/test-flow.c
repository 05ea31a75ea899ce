/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/flow.h"

/* Every outcome leads to a screen of the table, or back, home or to the end. */
static void
test_outcomes_lead_somewhere (void)
{
  guint n;
  const McFlowScreen *screens = mc_flow_get_screens (&n);

  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (screens[i].edges[0].outcome);
      for (guint e = 0; e < G_N_ELEMENTS (screens[i].edges) && screens[i].edges[e].outcome != NULL;
           e++)
        {
          const char *next = screens[i].edges[e].next;

          if (*next == '@')
            g_assert_true (g_str_equal (next, MC_FLOW_BACK) || g_str_equal (next, MC_FLOW_HOME) ||
                           g_str_equal (next, MC_FLOW_END));
          else
            g_assert_nonnull (mc_flow_find (next));
          g_assert_cmpstr (mc_flow_get_next (screens[i].id, screens[i].edges[e].outcome), ==, next);
        }
    }
}

/* Ids and outcomes are named once. */
static void
test_names_are_unique (void)
{
  guint n;
  const McFlowScreen *screens = mc_flow_get_screens (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GHashTable) outcomes = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_true (mc_flow_find (screens[i].id) == &screens[i]);
      for (guint e = 0; e < G_N_ELEMENTS (screens[i].edges) && screens[i].edges[e].outcome != NULL;
           e++)
        g_assert_true (g_hash_table_add (outcomes, (gpointer) screens[i].edges[e].outcome));
    }
}

static void
visit (const char *id, GHashTable *seen)
{
  const McFlowScreen *screen = mc_flow_find (id);

  if (!g_hash_table_add (seen, (gpointer) screen->id))
    return;
  for (guint e = 0; e < G_N_ELEMENTS (screen->edges) && screen->edges[e].outcome != NULL; e++)
    if (*screen->edges[e].next != '@')
      visit (screen->edges[e].next, seen);
}

/* The staff's screens can be reached from theirs, and from no citizen's. */
static void
test_staff_apart (void)
{
  guint n, n_staff = 0;
  const McFlowScreen *screens = mc_flow_get_screens (&n);
  g_autoptr (GHashTable) citizens = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) staff = g_hash_table_new (g_str_hash, g_str_equal);

  visit (MC_FLOW_FIRST, citizens);
  visit (MC_FLOW_STAFF, staff);
  for (guint i = 0; i < n; i++)
    {
      const gboolean theirs = g_str_has_prefix (screens[i].id, "staff-");

      n_staff += theirs;
      g_assert_cmpint (g_hash_table_contains (staff, screens[i].id), ==, theirs);
      g_assert_cmpint (g_hash_table_contains (citizens, screens[i].id), ==, !theirs);
    }
  g_assert_cmpuint (n_staff, >=, 4);
}

/* Every screen can be reached from the first or the staff's, and the end from every screen. */
static void
test_all_reachable (void)
{
  guint n;
  const McFlowScreen *screens = mc_flow_get_screens (&n);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  visit (MC_FLOW_FIRST, seen);
  visit (MC_FLOW_STAFF, seen);
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GHashTable) from = g_hash_table_new (g_str_hash, g_str_equal);
      GHashTableIter iter;
      gpointer id;
      gboolean ends = FALSE;

      visit (screens[i].id, from);
      g_hash_table_iter_init (&iter, from);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        for (guint e = 0; e < 8 && mc_flow_find (id)->edges[e].outcome != NULL; e++)
          ends |= *mc_flow_find (id)->edges[e].next == '@';
      g_assert_true (ends);
    }
}

/* What the table does not know is no way. */
static void
test_unknown (void)
{
  g_assert_null (mc_flow_find ("nowhere"));
  g_assert_null (mc_flow_get_next ("nowhere", "next"));
  g_assert_null (mc_flow_get_next (MC_FLOW_FIRST, "sideways"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/flow/outcomes-lead-somewhere", test_outcomes_lead_somewhere);
  g_test_add_func ("/ui/flow/names-are-unique", test_names_are_unique);
  g_test_add_func ("/ui/flow/all-reachable", test_all_reachable);
  g_test_add_func ("/ui/flow/staff-apart", test_staff_apart);
  g_test_add_func ("/ui/flow/unknown", test_unknown);
  return g_test_run ();
}
