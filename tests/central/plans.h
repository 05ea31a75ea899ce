/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How SQLite would answer what a program asked: whatever reads a whole table, or sorts one, fails
 * the test. Connections that are opened between begin and end are listened to. */
void plans_begin (void);
void plans_forget (void);                                    /* what was asked so far */
guint plans_end (const char *path, const char *const *scans) /* (nullable): allowed beginnings */
    G_GNUC_WARN_UNUSED_RESULT;                               /* how many were judged */
