/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The entry that libFuzzer calls; each target defines it, and aborts when a promise is broken. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
