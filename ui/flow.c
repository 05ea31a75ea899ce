/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-flow"

#include "config.h"

#include "ui/flow.h"

#include "ui/screens/applicant-screen.h"
#include "ui/screens/checklist-screen.h"
#include "ui/screens/collect-screen.h"
#include "ui/screens/consent-screen.h"
#include "ui/screens/dossier-screen.h"
#include "ui/screens/end-screen.h"
#include "ui/screens/form-screen.h"
#include "ui/screens/home-screen.h"
#include "ui/screens/identify-screen.h"
#include "ui/screens/lookup-code-screen.h"
#include "ui/screens/lookup-screen.h"
#include "ui/screens/no-paper-screen.h"
#include "ui/screens/number-screen.h"
#include "ui/screens/receipt-screen.h"
#include "ui/screens/review-screen.h"
#include "ui/screens/search-screen.h"
#include "ui/screens/staff-home-screen.h"
#include "ui/screens/staff-paper-screen.h"
#include "ui/screens/staff-papers-screen.h"
#include "ui/screens/staff-printer-screen.h"
#include "ui/screens/submit-screen.h"
#include "ui/screens/welcome-screen.h"

/* One row a screen: its id (also its widget name), its class, and where each outcome leads. */
static const McFlowScreen screens[] = {
  { "welcome", mc_welcome_screen_get_type, { { "next", "home" } } },
  { "home",
    mc_home_screen_get_type,
    { { "back", MC_FLOW_END },
      { "file", "consent" },
      { "file-no-paper", "no-paper" },
      { "collect", "lookup" },
      { "status", "lookup" },
      { "procedures", "search" } } },
  { "lookup",
    mc_lookup_screen_get_type,
    { { "next", "dossier" }, { "type", "lookup-code" }, { "back", MC_FLOW_BACK } } },
  { "lookup-code",
    mc_lookup_code_screen_get_type,
    { { "next", "dossier" }, { "back", MC_FLOW_BACK } } },
  { "dossier",
    mc_dossier_screen_get_type,
    { { "next", MC_FLOW_END }, { "collect", "collect" }, { "back", MC_FLOW_BACK } } },
  { "collect",
    mc_collect_screen_get_type,
    { { "next", "number" }, { "changed", MC_FLOW_BACK }, { "back", MC_FLOW_BACK } } },
  { "number", mc_number_screen_get_type, { { "next", MC_FLOW_END } } },
  { "no-paper", mc_no_paper_screen_get_type, { { "next", "consent" }, { "home", MC_FLOW_HOME } } },
  { "consent", mc_consent_screen_get_type, { { "next", "identify" }, { "back", MC_FLOW_BACK } } },
  { "identify",
    mc_identify_screen_get_type,
    { { "next", "search" },
      { "form", "form" },
      { "type", "applicant" },
      { "back", MC_FLOW_BACK } } },
  { "applicant",
    mc_applicant_screen_get_type,
    { { "next", "search" },
      { "form", "form" },
      { "review", "review" },
      { "back", MC_FLOW_BACK } } },
  { "search", mc_search_screen_get_type, { { "next", "checklist" }, { "back", MC_FLOW_BACK } } },
  { "checklist",
    mc_checklist_screen_get_type,
    { { "next", "form" },
      { "consent", "consent" },
      { "identify", "identify" },
      { "back", MC_FLOW_BACK } } },
  { "form",
    mc_form_screen_get_type,
    { { "next", "review" }, { "review", "review" }, { "back", MC_FLOW_BACK } } },
  { "review",
    mc_review_screen_get_type,
    { { "next", "submit" },
      { "change", "form" },
      { "change-applicant", "applicant" },
      { "back", "form" } } },
  { "submit", mc_submit_screen_get_type, { { "next", "receipt" }, { "back", "review" } } },
  { "receipt", mc_receipt_screen_get_type, { { "next", "end" } } },
  { "end", mc_end_screen_get_type, { { "next", MC_FLOW_END }, { "receipt", "receipt" } } },
  { "staff-home",
    mc_staff_home_screen_get_type,
    { { "next", MC_FLOW_END }, { "papers", "staff-papers" }, { "printer", "staff-printer" } } },
  { "staff-papers",
    mc_staff_papers_screen_get_type,
    { { "paper", "staff-paper" }, { "back", MC_FLOW_BACK } } },
  { "staff-paper", mc_staff_paper_screen_get_type, { { "back", MC_FLOW_BACK } } },
  { "staff-printer", mc_staff_printer_screen_get_type, { { "back", MC_FLOW_BACK } } },
};

/**
 * mc_flow_get_screens:
 * @n_screens: (out): how many there are
 *
 * Returns: (array length=n_screens): the whole table
 */
const McFlowScreen *
mc_flow_get_screens (guint *n_screens)
{
  *n_screens = G_N_ELEMENTS (screens);
  return screens;
}

/**
 * mc_flow_find:
 * @id: a screen's id
 *
 * Returns: (nullable): its row
 */
const McFlowScreen *
mc_flow_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    if (g_str_equal (screens[i].id, id))
      return &screens[i];
  return NULL;
}

/**
 * mc_flow_get_next:
 * @id: the screen that ended
 * @outcome: how
 *
 * Returns: (nullable): the next screen's id or one of MC_FLOW_…; %NULL when the table has no such
 *   outcome, which is a mistake of the program
 */
const char *
mc_flow_get_next (const char *id, const char *outcome)
{
  const McFlowScreen *screen = mc_flow_find (id);

  if (screen == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (screen->edges) && screen->edges[i].outcome != NULL; i++)
    if (g_str_equal (screen->edges[i].outcome, outcome))
      return screen->edges[i].next;
  return NULL;
}

/**
 * mc_flow_create_screen:
 * @id: a screen's id
 * @context: what all screens share
 *
 * Returns: (transfer floating): a new screen of that row
 */
McScreen *
mc_flow_create_screen (const char *id, McContext *context)
{
  const McFlowScreen *screen = mc_flow_find (id);

  g_return_val_if_fail (screen != NULL, NULL);

  return g_object_new (screen->get_type (), "context", context, "name", id, NULL);
}
