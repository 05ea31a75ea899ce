/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"

G_BEGIN_DECLS

#define MC_STAFF_PIN_MIN 6
#define MC_STAFF_PIN_MAX 12
/* reliability.md T13: waits begin after so many wrong tries, and nothing is judged after so many.
 */
#define MC_STAFF_PIN_FREE_TRIES 5
#define MC_STAFF_PIN_TRIES 15
#define MC_STAFF_PIN_FIRST_WAIT_S 15

/* The staff's PIN of a kiosk: an argon2id hash in the outbox's file (mode 600). A try is counted
 * durably before it is judged, so that a power cut gives none back. */
typedef enum
{
  MC_STAFF_PIN_RIGHT,
  MC_STAFF_PIN_WRONG,
  MC_STAFF_PIN_WAIT,   /* not judged: too soon */
  MC_STAFF_PIN_LOCKED, /* not judged: until it is set anew */
  MC_STAFF_PIN_UNSET,  /* not judged: there is none */
} McStaffPinVerdict;

typedef struct
{
  gboolean set;
  guint tries;  /* wrong ones since the last right one */
  guint wait_s; /* until the next may be judged */
  gboolean locked;
} McStaffPinState;

gboolean mc_staff_pin_check_shape (const char *pin, GError **error);
gboolean mc_staff_pin_set (McOutbox *outbox, const char *pin, GError **error); /* slow */
gboolean mc_staff_pin_clear (McOutbox *outbox, GError **error);
gboolean mc_staff_pin_get_state (McOutbox *outbox, McStaffPinState *state, GError **error);
McStaffPinVerdict
mc_staff_pin_try (McOutbox *outbox, const char *pin, McStaffPinState *state, GError **error);
void mc_staff_pin_try_async (McOutbox *outbox,
                             char *pin, /* (transfer full) */
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
McStaffPinVerdict mc_staff_pin_try_finish (McOutbox *outbox,
                                           GAsyncResult *result,
                                           McStaffPinState *state,
                                           GError **error);

G_END_DECLS
