/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>
#include "central/http/http.h"

G_BEGIN_DECLS

McAnswer *mc_upload_parse (struct MHD_Connection *connection,
                           McRequest *request) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

G_END_DECLS
