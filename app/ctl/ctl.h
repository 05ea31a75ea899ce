/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sysexits.h>
#include <jansson.h>
#include "app/kiosk/engine.h"

G_BEGIN_DECLS

/* What the commands of motcua-ctl share. Messages go to stderr, results to stdout, and the exit
 * code is one of sysexits.h. */
typedef struct
{
  const char *config_path; /* (nullable): the default */
} McCtl;

typedef struct
{
  const char *name;
  const char *arguments; /* for the usage line */
  const char *summary;
  int min_words, max_words; /* -1: any number */
  int (*run) (McCtl *ctl, int n_words, char **words);
  GOptionEntry *options; /* (nullable) */
} McCtlCommand;

/* One table per file of commands; the last row has no name. */
extern const McCtlCommand mc_ctl_check_commands[];
extern const McCtlCommand mc_ctl_enrol_commands[];
extern const McCtlCommand mc_ctl_outbox_commands[];
extern const McCtlCommand mc_ctl_paper_commands[];
extern const McCtlCommand mc_ctl_pickup_commands[];
extern const McCtlCommand mc_ctl_staff_commands[];
extern const McCtlCommand mc_ctl_submit_commands[];

int mc_ctl_fail (int code, const char *format, ...) G_GNUC_PRINTF (2, 3);
int mc_ctl_fail_error (const GError *error);
int mc_ctl_print_json (json_t *json); /* (transfer full) */
int mc_ctl_print (const char *text);

McEngine *mc_ctl_create_engine (McCtl *ctl, int *code) G_GNUC_WARN_UNUSED_RESULT;
char *mc_ctl_dup_assets_dir (McCtl *ctl, int *code) G_GNUC_WARN_UNUSED_RESULT;
char *mc_ctl_read_input (const char *path, gsize max, gsize *length, int *code)
    G_GNUC_WARN_UNUSED_RESULT;                                /* "-": stdin */
int mc_ctl_write_page (const char *path, const McPage *page); /* its PDF, in the same way */
int mc_ctl_write_file (const char *path, const void *data, gsize length); /* temp, fsync, rename */

/* Runs the main loop until `done` says so, or the time is over. */
gboolean mc_ctl_wait (gboolean (*done) (gpointer data), gpointer data, double seconds);

G_END_DECLS
