/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/http/html.h"

G_BEGIN_DECLS

/* The frame of every page of the console: head, bar, rooms, and what all pages share. Works without
 * script; all markup is literals of the source. */
typedef enum
{
  MC_TAB_NONE, /* nobody is signed in, or the page belongs to no room */
  MC_TAB_INBOX,
  MC_TAB_COUNTER, /* filing for a citizen */
  MC_TAB_PICKUPS,
  MC_TAB_FOLDERS, /* the scan page */
  MC_TAB_SEARCH,
  MC_TAB_PROBLEMS,
  MC_TAB_REPORTS,
  MC_TAB_REGISTER,
  MC_TAB_USERS,
  MC_TAB_TRAIL,
} McTab;

typedef enum
{
  MC_BADGE_PLAIN,
  MC_BADGE_GOOD,
  MC_BADGE_CARE,  /* amber: due today, waits for the citizen */
  MC_BADGE_ALARM, /* red: overdue */
} McBadge;

McHtml *mc_shell_begin (McCentral *central, const McRequest *request, McTab tab, const char *title)
    G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_shell_finish (McHtml *html, /* (transfer full) */
                           const McRequest *request,
                           guint status) G_GNUC_WARN_UNUSED_RESULT;

McAnswer *mc_shell_finish_part (McHtml *html, /* (transfer full) */
                                const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;

void mc_shell_begin_form (McHtml *html, const McRequest *request, const char *action);
void mc_shell_begin_upload (McHtml *html, const McRequest *request, const char *action);
void mc_shell_begin_print (McHtml *html, const McRequest *request, const char *action);
void mc_shell_end_form (McHtml *html);
void mc_shell_put_badge (McHtml *html, McBadge badge, const char *text);
void mc_shell_put_notice (McHtml *html, McBadge badge, const char *text); /* a line above a page */

McAnswer *mc_shell_new_message (McCentral *central,
                                const McRequest *request,
                                guint status,
                                const char *title,
                                const char *text) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_shell_new_forbidden (McCentral *central,
                                  const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_shell_new_missing (McCentral *central,
                                const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_shell_new_stale (McCentral *central,
                              const McRequest *request) G_GNUC_WARN_UNUSED_RESULT; /* a form */
McAnswer *mc_shell_new_too_large (McCentral *central,
                                  const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_shell_new_busy (McCentral *central,
                             const McRequest *request) G_GNUC_WARN_UNUSED_RESULT; /* storage */

gboolean mc_shell_is_own_path (const char *path); /* safe to redirect to */
const char *mc_shell_describe_role (McRole role, const char *language);

G_END_DECLS
