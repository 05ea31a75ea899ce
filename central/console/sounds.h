/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a scan sounds like, for eyes that are on the folder: made here, so that they are ours. */
typedef enum
{
  MC_SOUND_TAKEN,   /* one short high tone */
  MC_SOUND_MISTAKE, /* two low ones, the second longer and lower */
} McSound;

GBytes *mc_sound_create (McSound sound) G_GNUC_WARN_UNUSED_RESULT; /* a WAV file */

G_END_DECLS
