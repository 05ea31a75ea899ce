/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/http/http.h"

G_BEGIN_DECLS

typedef enum
{
  MC_ROUTE_FOUND,
  MC_ROUTE_UNKNOWN,      /* 404 */
  MC_ROUTE_OTHER_METHOD, /* 405 */
} McRouteMatch;

/* A room's own rows. */
typedef struct
{
  const McRoute *rows;
  guint n_rows;
} McRouteTable;

McRouteMatch mc_routes_match (const char *method,
                              const char *path,
                              const McRoute **route,
                              char *captures[MC_ROUTE_MAX_CAPTURES]) G_GNUC_WARN_UNUSED_RESULT;

/* The officials' rows, each table in the file that its comment names. */
extern const McRoute mc_shell_missing_route;      /* console/shell.c: no such page of the console */
extern const McRouteTable mc_shell_routes;        /* console/shell.c */
extern const McRouteTable mc_sign_in_routes;      /* people/sign-in.c */
extern const McRouteTable mc_password_routes;     /* people/password-page.c */
extern const McRouteTable mc_users_routes;        /* people/users-page.c */
extern const McRouteTable mc_user_add_routes;     /* people/user-add-page.c */
extern const McRouteTable mc_user_routes;         /* people/user-page.c */
extern const McRouteTable mc_trail_routes;        /* people/trail-page.c */
extern const McRouteTable mc_dossier_page_routes; /* console/dossier-page.c */
extern const McRouteTable mc_dossier_action_routes; /* console/dossier-actions.c */
extern const McRouteTable mc_pickup_routes;         /* console/pickups.c */
extern const McRouteTable mc_inbox_routes;          /* console/inbox.c */
extern const McRouteTable mc_dossier_file_routes;   /* console/dossier-files.c */
extern const McRouteTable mc_dossier_note_routes;   /* console/dossier-notes.c */
extern const McRouteTable mc_counter_routes;        /* console/counter.c */
extern const McRouteTable mc_search_routes;         /* console/search.c */
extern const McRouteTable mc_problem_routes;        /* console/problems.c */
extern const McRouteTable mc_batch_routes;          /* console/batch.c */
extern const McRouteTable mc_dossier_print_routes;  /* console/dossier-print.c */
extern const McRouteTable mc_folder_routes;         /* console/folders.c */
extern const McRouteTable mc_register_routes;       /* console/register.c */
extern const McRouteTable mc_reports_routes;        /* console/reports.c */

/* Handlers, each in the file that its comment names. */
McAnswer *mc_intake_handle (McCentral *central, McRequest *request); /* intake.c */
McAnswer *
mc_intake_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_blobs_handle (McCentral *central, McRequest *request); /* blobs.c */
McAnswer *
mc_blobs_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_enrolment_handle (McCentral *central, McRequest *request); /* enrolment.c */
McAnswer *
mc_enrolment_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_lookups_handle (McCentral *central, McRequest *request); /* lookups.c */
McAnswer *
mc_lookups_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_ratings_handle (McCentral *central, McRequest *request); /* ratings.c */
McAnswer *
mc_ratings_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_pickups_handle (McCentral *central, McRequest *request); /* kiosks/pickups.c */
McAnswer *
mc_pickups_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_heartbeats_handle (McCentral *central, McRequest *request); /* heartbeats.c */
McAnswer *
mc_heartbeats_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);
McAnswer *mc_health_handle (McCentral *central, McRequest *request);      /* operations.c */
McAnswer *mc_metrics_handle (McCentral *central, McRequest *request);     /* operations.c */
McAnswer *mc_openapi_handle (McCentral *central, McRequest *request);     /* operations.c */
McAnswer *mc_status_json_handle (McCentral *central, McRequest *request); /* lookups.c */

/* Citizens' pages: pages.c */
McAnswer *mc_status_page_handle (McCentral *central, McRequest *request);
McAnswer *mc_page_rating_handle (McCentral *central, McRequest *request);
McAnswer *
mc_page_rating_write (McCentral *central, McStorage *storage, McRequest *request, GError **error);

G_END_DECLS
