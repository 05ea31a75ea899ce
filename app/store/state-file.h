/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder and the file that hold the outbox: made durable, private, and never thrown away. */
#define MC_STATE_FILE_NAME "outbox.db"

gboolean mc_state_file_create (const char *state_dir, const char *path, GError **error);
gboolean mc_state_file_check_header (const char *path, GError **error);
char *mc_state_file_set_aside (const char *state_dir, const char *path, gint64 now, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_state_file_has_room (const char *path, guint64 reserve, guint64 more, GError **error);

G_END_DECLS
