/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>
#include "central/storage/batch-writer.h"
#include "central/central.h"
#include "central/http/quota.h"
#include "central/http/request-guard.h"
#include "central/http/sweeper.h"

G_BEGIN_DECLS

/* What exchanges of one server share. */
typedef struct
{
  McCentral *central;    /* (unowned) */
  McBatchWriter *writer; /* (unowned) */
  GThreadPool *workers;  /* (unowned), runs what is slow: see mc_exchange_run_slow () */
  GThreadPool *hashers;  /* (unowned), the same for passwords */
  guint header_deadline_ms;
  guint idle_deadline_ms;
  McQuota *quota;     /* (unowned), of kiosks */
  guint body_percent; /* of mc_transfer_deadline_ms () */
  gint active;        /* (atomic), exchanges between header and answer */
  gint64 body_bytes;  /* (atomic), reserved for bodies */
} McExchangeShared;

/* One request and its answer on a connection. */
typedef struct _McExchange McExchange;

McExchange *mc_exchange_new (McExchangeShared *shared,
                             struct MHD_Connection *mhd,
                             McWatch *watch,
                             const char *target) G_GNUC_WARN_UNUSED_RESULT;
enum MHD_Result mc_exchange_go_on (McExchange *self,
                                   const char *method,
                                   const char *version,
                                   const char *data,
                                   size_t *length);
void mc_exchange_run_slow (gpointer exchange, gpointer data); /* the pool's function */
void mc_exchange_free (McExchange *self);

G_END_DECLS
