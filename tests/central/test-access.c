/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "central/people/access.h"

#define WARD "00070"
#define OTHER "00004"
#define CITY "H26.STC"

/* What there is to see and do, each with a letter. */
static const struct
{
  char letter;
  const char *unit, *resolver, *department, *assignee;
  gboolean by_city;
} dossiers[] = {
  { 'W', WARD, WARD, "A", "me", FALSE },     /* the ward's own, with department A, with me */
  { 'F', WARD, WARD, NULL, NULL, FALSE },    /* the ward's own, fresh: with nobody yet */
  { 'O', OTHER, WARD, "A", "else", FALSE },  /* received elsewhere, decided in the ward */
  { 'T', WARD, OTHER, "A", "else", FALSE },  /* received in the ward, decided elsewhere */
  { 'C', WARD, CITY, "A", "me", TRUE },      /* received in the ward, decided by the city */
  { 'X', OTHER, OTHER, "A", "else", FALSE }, /* the other ward's own */
};

/* And where: reports, desks and trails of units. */
static const struct
{
  char letter;
  const char *unit; /* (nullable): the city */
} places[] = { { 'w', WARD }, { 'o', OTHER }, { 'c', CITY }, { 'a', NULL } };

/* Roles of the workflow table. */
static const struct
{
  char letter;
  McRole role;
} actors[] = { { 'r', MC_ROLE_RECEPTION },
               { 'h', MC_ROLE_CHAIRMAN },
               { 'd', MC_ROLE_DEPARTMENT },
               { 's', MC_ROLE_SPECIALIST } };

typedef struct
{
  const char *who;
  const char *login;
  struct
  {
    McRole role;
    const char *unit, *department;
  } posts[2];
  guint n_posts;
  const char *reads;   /* letters of the dossiers */
  const char *acts;    /* pairs: dossier, actor in the table */
  const char *reports; /* letters of the places */
  const char *serves;  /* letters of the places */
  const char *audits;  /* letters of the places */
  gboolean administers;
  const char *registers; /* (nullable): none; letters of the places */
} Row;

#define ONE(role, unit, department) { { role, unit, department } }, 1

/* clang-format off */
static const Row rows[] = {
  { "nobody's post", "me", { { 0 } }, 0, "", "", "", "", "", FALSE },
  { "a citizen", "me", ONE (MC_ROLE_CITIZEN, WARD, ""), "", "", "", "", "", FALSE },

  { "reception", "boss", ONE (MC_ROLE_RECEPTION, WARD, ""), "WFTC", "WrFrTrCr", "w", "w", "", FALSE, "w" },
  { "reception of the other ward", "boss", ONE (MC_ROLE_RECEPTION, OTHER, ""), "OX", "OrXr", "o", "o", "", FALSE, "o" },

  { "chairman", "boss", ONE (MC_ROLE_CHAIRMAN, WARD, ""), "WFO", "WhFhOh", "w", "", "", FALSE, "w" },
  { "chairman of the other ward", "boss", ONE (MC_ROLE_CHAIRMAN, OTHER, ""), "TX", "ThXh", "o", "", "", FALSE, "o" },
  { "chairman of a city department, which has none", "boss", ONE (MC_ROLE_CHAIRMAN, CITY, ""), "C", "", "c", "", "", FALSE, "c" },
  { "director", "boss", ONE (MC_ROLE_DIRECTOR, CITY, ""), "C", "Ch", "c", "", "", FALSE },
  { "director of a ward, which has none", "boss", ONE (MC_ROLE_DIRECTOR, WARD, ""), "WFO", "", "w", "", "", FALSE },

  { "head of department A", "boss", ONE (MC_ROLE_DEPARTMENT, WARD, "A"), "WFO", "WdFdOd", "w", "", "", FALSE },
  { "head of department B", "boss", ONE (MC_ROLE_DEPARTMENT, WARD, "B"), "F", "Fd", "w", "", "", FALSE },
  { "head of all departments", "boss", ONE (MC_ROLE_DEPARTMENT, WARD, ""), "WFO", "WdFdOd", "w", "", "", FALSE },
  { "head of department A of the other ward", "boss", ONE (MC_ROLE_DEPARTMENT, OTHER, "A"), "TX", "TdXd", "o", "", "", FALSE },
  { "division head A", "boss", ONE (MC_ROLE_DIVISION, CITY, "A"), "C", "Cd", "c", "", "", FALSE },
  { "division head B", "boss", ONE (MC_ROLE_DIVISION, CITY, "B"), "", "", "c", "", "", FALSE },
  { "division head of a ward, which has none", "boss", ONE (MC_ROLE_DIVISION, WARD, "A"), "WFO", "", "w", "", "", FALSE },

  { "specialist of A, assigned", "me", ONE (MC_ROLE_SPECIALIST, WARD, "A"), "WFO", "Ws", "w", "", "", FALSE },
  { "specialist of B, assigned all the same", "me", ONE (MC_ROLE_SPECIALIST, WARD, "B"), "WF", "Ws", "w", "", "", FALSE },
  { "specialist of A, not assigned", "boss", ONE (MC_ROLE_SPECIALIST, WARD, "A"), "WFO", "", "w", "", "", FALSE },
  { "specialist of B, not assigned", "boss", ONE (MC_ROLE_SPECIALIST, WARD, "B"), "F", "", "w", "", "", FALSE },
  { "specialist of no department", "me", ONE (MC_ROLE_SPECIALIST, WARD, ""), "WFO", "Ws", "w", "", "", FALSE },
  { "specialist of the other ward", "else", ONE (MC_ROLE_SPECIALIST, OTHER, "A"), "TX", "TsXs", "o", "", "", FALSE },
  { "specialist of the city, assigned", "me", ONE (MC_ROLE_SPECIALIST, CITY, "A"), "C", "Cs", "c", "", "", FALSE },
  { "specialist of the city, not assigned", "boss", ONE (MC_ROLE_SPECIALIST, CITY, "B"), "", "", "c", "", "", FALSE },

  { "auditor", "me", ONE (MC_ROLE_AUDITOR, WARD, ""), "WFOTC", "", "w", "", "w", FALSE, "w" },
  { "auditor of the other ward", "me", ONE (MC_ROLE_AUDITOR, OTHER, ""), "OTX", "", "o", "", "o", FALSE, "o" },
  { "auditor of a city department", "me", ONE (MC_ROLE_AUDITOR, CITY, ""), "C", "", "c", "", "c", FALSE, "c" },
  { "city reader", "me", ONE (MC_ROLE_CITY_READER, MC_UNIT_ALL, ""), "", "", "woca", "", "", FALSE },
  { "administrator", "me", ONE (MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, ""), "", "", "", "", "woca", TRUE },

  { "auditor of all units", "me", ONE (MC_ROLE_AUDITOR, MC_UNIT_ALL, ""), "WFOTCX", "", "", "", "woc", FALSE, "woc" },
  { "administrator of a ward, which has none", "me", ONE (MC_ROLE_ADMINISTRATOR, WARD, ""), "", "", "", "", "woca", TRUE },

  { "reception here, specialist there", "else",
    { { MC_ROLE_RECEPTION, WARD, "" }, { MC_ROLE_SPECIALIST, OTHER, "A" } }, 2,
    "WFTCX", "WrFrTrTsCrXs", "wo", "w", "", FALSE, "w" },
  { "chairman and administrator", "boss",
    { { MC_ROLE_CHAIRMAN, WARD, "" }, { MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, "" } }, 2,
    "WFO", "WhFhOh", "w", "", "woca", TRUE, "w" },
};
/* clang-format on */

static McUserRecord *
make_user (const Row *row)
{
  McUserRecord *user = mc_user_record_new ();

  user->login = g_strdup (row->login);
  for (guint i = 0; i < row->n_posts; i++)
    g_ptr_array_add (
        user->posts,
        mc_post_new (row->posts[i].role, row->posts[i].unit, row->posts[i].department));

  return user;
}

static McDossierRecord *
make_dossier (guint i)
{
  McDossierRecord *record = mc_dossier_record_new ();

  record->unit = g_strdup (dossiers[i].unit);
  record->resolver = g_strdup (dossiers[i].resolver);
  record->department = g_strdup (dossiers[i].department);
  record->assignee = g_strdup (dossiers[i].assignee);
  record->by_city = dossiers[i].by_city;

  return record;
}

/* What the table says about each role's dossiers: who sees them. */
static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (McUserRecord) user = make_user (&rows[i]);
      g_autoptr (GString) reads = g_string_new (NULL);

      for (guint d = 0; d < G_N_ELEMENTS (dossiers); d++)
        {
          g_autoptr (McDossierRecord) record = make_dossier (d);

          if (mc_access_may_read (user, record))
            g_string_append_c (reads, dossiers[d].letter);
        }
      g_test_message ("%s reads %s", rows[i].who, reads->str);
      g_assert_cmpstr (reads->str, ==, rows[i].reads);
    }
}

/* Those who carry a dossier write beside it; an auditor only looks. */
static void
test_work (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint d = 0; d < G_N_ELEMENTS (dossiers); d++)
      {
        g_autoptr (McUserRecord) user = make_user (&rows[i]);
        g_autoptr (McDossierRecord) record = make_dossier (d);
        gboolean audits = mc_access_has_role (user, MC_ROLE_AUDITOR);

        g_assert_cmpint (
            mc_access_may_work (user, record), ==, !audits && mc_access_may_read (user, record));
      }
}

static char
get_letter (McRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (actors); i++)
    if (actors[i].role == role)
      return actors[i].letter;

  return '-'; /* the citizen's: never an official's */
}

static gboolean
is_expected (const Row *row, char dossier, char actor)
{
  for (const char *p = row->acts; *p != '\0'; p += 2)
    if (p[0] == dossier && p[1] == actor)
      return TRUE;

  return FALSE;
}

/* Who may do what: every row of the workflow table, on every dossier. Whoever acts also reads, and
 * the post by which they act is theirs. */
static void
test_act (void)
{
  guint n_transitions, n_allowed = 0;
  const McTransition *table = mc_workflow_get_transitions (&n_transitions);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint d = 0; d < G_N_ELEMENTS (dossiers); d++)
      {
        g_autoptr (McUserRecord) user = make_user (&rows[i]);
        g_autoptr (McDossierRecord) record = make_dossier (d);

        for (guint t = 0; t < n_transitions; t++)
          {
            const McPost *post = mc_access_find_actor (user, record, &table[t]);
            gboolean expected =
                is_expected (&rows[i], dossiers[d].letter, get_letter (table[t].role));

            if ((post != NULL) != expected)
              g_error ("%s, dossier %c, %s from %s: %s",
                       rows[i].who,
                       dossiers[d].letter,
                       table[t].name,
                       mc_state_to_string (table[t].from),
                       expected ? "is refused" : "is allowed");
            if (post == NULL)
              continue;
            n_allowed++;
            g_assert_true (mc_access_may_read (user, record));
            g_assert_cmpint (mc_workflow_get_place (post->role), ==, table[t].role);
          }
      }
  g_assert_cmpuint (n_allowed, >, 100);
}

static void
check_places (const Row *row,
              const McUserRecord *user,
              const char *what,
              gboolean (*may) (const McUserRecord *, const char *),
              const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (may (user, places[i].unit))
      g_string_append_c (found, places[i].letter);
  g_test_message ("%s %s %s", row->who, what, found->str);
  g_assert_cmpstr (found->str, ==, expected);
}

/* Reports, desks, trails and accounts. */
static void
test_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (McUserRecord) user = make_user (&rows[i]);

      check_places (&rows[i], user, "reports", mc_access_may_report, rows[i].reports);
      check_places (&rows[i],
                    user,
                    "registers",
                    mc_access_may_register,
                    rows[i].registers == NULL ? "" : rows[i].registers);
      check_places (&rows[i], user, "serves", mc_access_may_serve, rows[i].serves);
      check_places (&rows[i], user, "audits", mc_access_may_audit, rows[i].audits);
      g_assert_cmpint (mc_access_may_administer (user), ==, rows[i].administers);
    }
}

/* The table above leaves no role out. */
static void
test_complete (void)
{
  gboolean seen[MC_N_ROLES] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint p = 0; p < rows[i].n_posts; p++)
      seen[rows[i].posts[p].role] = TRUE;
  for (guint i = 0; i < MC_N_ROLES; i++)
    g_assert_true (seen[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/access/read", test_read);
  g_test_add_func ("/access/work", test_work);
  g_test_add_func ("/access/act", test_act);
  g_test_add_func ("/access/places", test_places);
  g_test_add_func ("/access/complete", test_complete);

  return g_test_run ();
}
