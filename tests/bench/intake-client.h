/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/protocol/enrolment.h"

#include <gio/gio.h>

/* One request, sealed and signed beforehand. */
typedef struct
{
  GBytes *sealed;        /* (owned) */
  char *head;            /* (owned), request line and headers */
  char *path;            /* (owned) */
  char *query;           /* (owned) */
  char *digest;          /* (owned) */
  char *signature_input; /* (owned) */
  char *signature;       /* (owned) */
} McIntakeRow;

void mc_intake_row_free (McIntakeRow *self);

/* The real motcua-central in a process of its own, on plain HTTP, and a kiosk enrolled with it. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  char *data_dir;       /* (owned) */
  char authority[32];
  guint16 port;
} McIntakeCentral;

void mc_intake_central_start (McIntakeCentral *self,
                              const char *folder,
                              const McSigningKey *key,
                              McEnrolment **enrolment);
void mc_intake_central_stop (McIntakeCentral *self);

/* Sends all rows over `connections` kept-alive connections; seconds until the last answer. Ends the
 * process when an answer is not 201: a refused row would make the figure a lie. */
double mc_intake_client_run (McIntakeCentral *self, GPtrArray *rows, guint connections);
