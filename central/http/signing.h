/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/http/request-guard.h"

G_BEGIN_DECLS

McAnswer *mc_signing_check_request (McCentral *central,
                                    McRequest *request,
                                    const McRequestHead *head,
                                    McRouteFlags flags) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_signing_sign_answer (McCentral *central, McAnswer *answer, const char *request_signature);

G_END_DECLS
