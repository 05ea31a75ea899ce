/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/metrics.h"
#include "central/storage/storage.h"

G_BEGIN_DECLS

/* One thread that does all writing of the service, in batches: what came while the last COMMIT ran
 * goes into the next one together (group commit). */
typedef struct _McBatchWriter McBatchWriter;

/* May run more than once, when another one spoils the batch. FALSE with error: keep nothing. */
typedef gboolean (*McWriteRun) (McStorage *storage, gpointer data, GError **error);

/* In the writer's thread, after COMMIT returned OK (error is NULL) or nothing was kept. */
typedef void (*McWriteDone) (gpointer data, const GError *error);

McBatchWriter *mc_batch_writer_new (McStorage *storage,
                                    McMetrics *metrics) G_GNUC_WARN_UNUSED_RESULT;
gboolean
mc_batch_writer_submit (McBatchWriter *self, McWriteRun run, McWriteDone done, gpointer data);
gboolean mc_batch_writer_run (McBatchWriter *self, McWriteRun run, gpointer data, GError **error);
void mc_batch_writer_stop (McBatchWriter *self); /* after the last one is done */
void mc_batch_writer_free (McBatchWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McBatchWriter, mc_batch_writer_free)

G_END_DECLS
