/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A real cupsd and, behind it, a real IPP printer (packaging/virtual-printer), shared by all tests
 * of a program because they take half a second to start; each test leaves them as it found them. */
typedef struct
{
  char *dir;        /* everything of it lies below */
  char *server;     /* cupsd's socket */
  char *queue;      /* on that cupsd */
  char *device_uri; /* the printer's own */
  char *output;     /* folder where papers come out */
} PrintService;

extern PrintService print_service;

gboolean print_service_is_possible (void); /* else says which program is missing, in TAP */
void print_service_start (const char *const *options);
/* Another printer that is started alike, in a file below tests; without a spooler. */
void print_service_start_other (const char *program, const char *const *options);
void print_service_stop (void);

/* One word a line, see virtual-printer; "" heals everything. */
void print_service_set_faults (const char *words);
void print_service_heal (void); /* and waits until both servers are there and ready */

guint print_service_count_papers (void);
guint print_service_count_papers_of (const char *job_uuid);
char *print_service_find_paper (const char *job_uuid); /* (transfer full) (nullable): its path */

/* Somebody's document, sent to the printer itself; waits until the printer has taken it. */
void print_service_print_foreign (const char *uri, const char *title);

/* Conditions for print_wait_until (); the last takes a job's uuid. */
gboolean print_service_device_is_ready (gpointer unused);
gboolean print_service_device_is_gone (gpointer unused);
gboolean print_service_paper_is_out (gpointer job_uuid);

/* What stands on a paper, by tools that know nothing of ours. */
void print_service_read_page_size (const char *path, double *width, double *height);
char *print_service_decode (const char *path); /* (transfer full): the QR's text */
