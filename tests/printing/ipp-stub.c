/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/ipp-stub.h"

#include <string.h>

typedef struct
{
  IppStubJob told;
  gboolean begun, canceling;
  gboolean lingers; /* called canceled, and goes on */
  gint64 left_us;   /* of printing */
} Job;

struct _IppStub
{
  StubLine *line;       /* (owned) */
  char *uri;            /* (owned) */
  GMutex mutex;         /* of all that follows */
  GPtrArray *jobs;      /* (owned) (element-type Job), oldest first */
  GPtrArray *papers;    /* (owned) (element-type utf8), names of jobs */
  GHashTable *requests; /* (owned), operation: count */
  int next_id;
  gint64 now; /* when jobs were moved on last */
  gint64 on_since;

  int state;
  char **reasons; /* (owned) (nullable) */
  gboolean accepting;
  char **formats;    /* (owned) */
  char **markers[4]; /* (owned) (nullable): types, levels, lows, highs */
  GBytes *raw;       /* (owned) (nullable) */
  gboolean raw_instead;
  guint print_ms;
  IppStubCancel cancel;
  IppStubTelling telling;
  gboolean prints_refused;
  gboolean forgetful, fickle;
  ipp_status_t refusal;
  guint refusals;
  ipp_jstate_t ending;
  char *ending_reason; /* (owned) (nullable) */
  int impressions;
};

static const char *const marker_names[] = { "marker-types",
                                            "marker-levels",
                                            "marker-low-levels",
                                            "marker-high-levels" };

void
ipp_stub_job_clear (IppStubJob *self)
{
  g_free (self->name);
  g_free (self->user);
  g_free (self->format);
  g_free (self->scaling);
  g_clear_pointer (&self->document, g_bytes_unref);
  memset (self, 0, sizeof *self);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  ipp_stub_job_clear (&job->told);
  g_free (job);
}

static gboolean
is_over (const Job *job)
{
  return job->told.state >= IPP_JSTATE_CANCELED;
}

static void
end (IppStub *self, Job *job)
{
  job->lingers = FALSE;
  job->told.state = job->canceling ? IPP_JSTATE_CANCELED
                    : self->fickle ? IPP_JSTATE_ABORTED
                                   : self->ending;
  if (job->canceling || self->fickle || self->ending == IPP_JSTATE_COMPLETED)
    g_ptr_array_add (self->papers, g_strdup (job->told.name));
}

/* Lets the time since the last look pass. */
static void
move_on (IppStub *self)
{
  gint64 now = g_get_monotonic_time (), passed = now - self->now;

  self->now = now;
  if (self->state == IPP_PSTATE_STOPPED)
    return;
  for (guint i = 0; i < self->jobs->len && passed > 0; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);
      gint64 used = MIN (passed, job->left_us);

      if ((is_over (job) && !job->lingers) || job->told.state == IPP_JSTATE_HELD)
        continue;
      job->begun = TRUE;
      if (!job->lingers)
        job->told.state = IPP_JSTATE_PROCESSING;
      job->left_us -= used;
      passed -= used;
      if (job->left_us > 0)
        break;
      end (self, job);
    }
  for (guint i = self->jobs->len; self->forgetful && i-- > 0;)
    if (is_over (g_ptr_array_index (self->jobs, i)))
      g_ptr_array_remove_index (self->jobs, i);
}

static Job *
add_job (IppStub *self)
{
  Job *job = g_new0 (Job, 1);

  job->told.id = self->next_id++;
  job->told.state = IPP_JSTATE_PENDING;
  job->left_us = self->print_ms * (gint64) 1000;
  g_ptr_array_add (self->jobs, job);
  return job;
}

static Job *
find_job (IppStub *self, ipp_t *request)
{
  ipp_attribute_t *id = ippFindAttribute (request, "job-id", IPP_TAG_INTEGER);

  for (guint i = self->jobs->len; id != NULL && i-- > 0;)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (job->told.id == ippGetInteger (id, 0))
        return job;
    }
  return NULL;
}

static char *
dup_string (ipp_t *request, const char *name)
{
  ipp_attribute_t *attribute = ippFindAttribute (request, name, IPP_TAG_ZERO);

  return attribute != NULL ? g_strdup (ippGetString (attribute, 0, NULL)) : NULL;
}

static int
get_integer (ipp_t *collection, const char *name)
{
  ipp_attribute_t *attribute = ippFindAttribute (collection, name, IPP_TAG_INTEGER);

  return attribute != NULL ? ippGetInteger (attribute, 0) : 0;
}

static void
describe_job (IppStub *self, ipp_t *answer, const Job *job)
{
  const char *reason = job->canceling && !is_over (job)               ? "processing-to-stop-point"
                       : is_over (job) && self->ending_reason != NULL ? self->ending_reason
                                                                      : "none";

  ippAddInteger (answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", job->told.id);
  ippAddStringf (
      answer, IPP_TAG_JOB, IPP_TAG_URI, "job-uri", NULL, "%s/%d", self->uri, job->told.id);
  if (job->told.name != NULL && (self->telling & IPP_STUB_NO_NAMES) == 0)
    ippAddStringf (answer,
                   IPP_TAG_JOB,
                   IPP_TAG_NAME,
                   "job-name",
                   NULL,
                   "%.*s",
                   (self->telling & IPP_STUB_CUTS_NAMES) != 0 ? 32 : 255,
                   job->told.name);
  if (job->told.user != NULL)
    ippAddString (
        answer, IPP_TAG_JOB, IPP_TAG_NAME, "job-originating-user-name", NULL, job->told.user);
  ippAddInteger (answer, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", (int) job->told.state);
  ippAddString (answer, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", NULL, reason);
  ippAddInteger (answer,
                 IPP_TAG_JOB,
                 IPP_TAG_INTEGER,
                 "job-impressions-completed",
                 is_over (job) && job->begun ? self->impressions : 0);
  if (job->begun && (self->telling & IPP_STUB_NO_TIMES) == 0)
    ippAddInteger (answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "time-at-processing", 1);
  else
    ippAddOutOfBand (answer, IPP_TAG_JOB, IPP_TAG_NOVALUE, "time-at-processing");
}

static void
describe_markers (IppStub *self, ipp_t *answer)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->markers); i++)
    {
      int n = self->markers[i] != NULL ? (int) g_strv_length (self->markers[i]) : 0;
      int numbers[16] = { 0 };

      if (n == 0)
        continue;
      for (int j = 0; j < n && j < 16; j++)
        numbers[j] = (int) g_ascii_strtoll (self->markers[i][j], NULL, 10);
      if (i == 0)
        ippAddStrings (answer,
                       IPP_TAG_PRINTER,
                       IPP_TAG_KEYWORD,
                       marker_names[i],
                       n,
                       NULL,
                       (const char *const *) self->markers[i]);
      else
        ippAddIntegers (answer, IPP_TAG_PRINTER, IPP_TAG_INTEGER, marker_names[i], n, numbers);
    }
}

static void
describe_printer (IppStub *self, ipp_t *answer)
{
  static const char *const raster_types[] = { "black_1", "sgray_8" };
  gboolean busy = FALSE;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (self->jobs, i);

      busy |= job->lingers || job->told.state == IPP_JSTATE_PROCESSING;
    }
  ippAddInteger (answer,
                 IPP_TAG_PRINTER,
                 IPP_TAG_ENUM,
                 "printer-state",
                 self->state == IPP_PSTATE_IDLE && busy ? IPP_PSTATE_PROCESSING : self->state);
  if (self->reasons != NULL)
    ippAddStrings (answer,
                   IPP_TAG_PRINTER,
                   IPP_TAG_KEYWORD,
                   "printer-state-reasons",
                   (int) g_strv_length (self->reasons),
                   NULL,
                   (const char *const *) self->reasons);
  ippAddBoolean (answer, IPP_TAG_PRINTER, "printer-is-accepting-jobs", (char) self->accepting);
  ippAddInteger (answer,
                 IPP_TAG_PRINTER,
                 IPP_TAG_INTEGER,
                 "printer-up-time",
                 1 + (int) ((self->now - self->on_since) / G_USEC_PER_SEC));
  ippAddStrings (answer,
                 IPP_TAG_PRINTER,
                 IPP_TAG_MIMETYPE,
                 "document-format-supported",
                 (int) g_strv_length (self->formats),
                 NULL,
                 (const char *const *) self->formats);
  ippAddStrings (answer,
                 IPP_TAG_PRINTER,
                 IPP_TAG_KEYWORD,
                 "pwg-raster-document-type-supported",
                 2,
                 NULL,
                 raster_types);
  ippAddResolution (answer,
                    IPP_TAG_PRINTER,
                    "pwg-raster-document-resolution-supported",
                    IPP_RES_PER_INCH,
                    203,
                    203);
  ippAddString (answer, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "urf-supported", NULL, "RS203");
  describe_markers (self, answer);
}

static void
take_media (IppStubJob *job, ipp_t *request)
{
  ipp_attribute_t *media = ippFindAttribute (request, "media-col", IPP_TAG_BEGIN_COLLECTION);
  ipp_attribute_t *size =
      media != NULL
          ? ippFindAttribute (ippGetCollection (media, 0), "media-size", IPP_TAG_BEGIN_COLLECTION)
          : NULL;

  if (size == NULL)
    return;
  job->x = get_integer (ippGetCollection (size, 0), "x-dimension");
  job->y = get_integer (ippGetCollection (size, 0), "y-dimension");
}

/* Of what was cut short a job is made, and given up at once, if it has a name by then. */
static ipp_status_t
print_job (IppStub *self, ipp_t *request, GBytes *document, gboolean whole, ipp_t *answer)
{
  Job *job;
  gboolean refused = self->refusals > 0;

  if (refused)
    self->refusals--;
  if (refused && !self->prints_refused)
    return self->refusal;
  if (!self->accepting)
    return IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS;
  job = add_job (self);
  job->told.name = dup_string (request, "job-name");
  job->told.user = dup_string (request, "requesting-user-name");
  job->told.format = dup_string (request, "document-format");
  job->told.scaling = dup_string (request, "print-scaling");
  job->told.document = g_bytes_ref (document);
  take_media (&job->told, request);
  if (!whole)
    job->told.state = IPP_JSTATE_ABORTED;
  move_on (self);
  if (refused)
    return self->refusal;
  describe_job (self, answer, job);
  return IPP_STATUS_OK;
}

static ipp_status_t
get_jobs (IppStub *self, ipp_t *request, ipp_t *answer)
{
  g_autofree char *which = dup_string (request, "which-jobs");
  gboolean over = g_strcmp0 (which, "completed") == 0;
  guint n_found = 0;

  for (guint i = self->jobs->len; i-- > 0;)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if ((self->telling & IPP_STUB_LISTS_NONE) != 0 ||
          ((self->telling & IPP_STUB_LISTS_MIXED) == 0 && is_over (job) != over))
        continue;
      if (n_found++ > 0)
        ippAddSeparator (answer);
      if ((self->telling & IPP_STUB_LISTS_NUMBERS) != 0)
        ippAddInteger (answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", job->told.id);
      else
        describe_job (self, answer, job);
    }
  return IPP_STATUS_OK;
}

static ipp_status_t
cancel_job (IppStub *self, ipp_t *request)
{
  Job *job = find_job (self, request);

  if (job == NULL)
    return IPP_STATUS_ERROR_NOT_FOUND;
  if (is_over (job) || (job->begun && self->cancel == IPP_STUB_STUBBORN))
    return IPP_STATUS_ERROR_NOT_POSSIBLE;
  job->canceling = TRUE;
  job->lingers = job->begun && self->cancel == IPP_STUB_LYING;
  if (!job->begun || self->cancel == IPP_STUB_OBEYS || self->cancel == IPP_STUB_LYING)
    job->told.state = IPP_JSTATE_CANCELED;
  return IPP_STATUS_OK;
}

static ipp_status_t
serve (IppStub *self, ipp_t *request, GBytes *document, gboolean whole, ipp_t *answer)
{
  ipp_op_t operation = ippGetOperation (request);
  gpointer key = GINT_TO_POINTER (operation);
  Job *job;

  g_hash_table_insert (
      self->requests,
      key,
      GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->requests, key)) + 1));
  switch (operation)
    {
    case IPP_OP_PRINT_JOB:
      return print_job (self, request, document, whole, answer);
    case IPP_OP_GET_PRINTER_ATTRIBUTES:
      if (self->raw == NULL || !self->raw_instead)
        describe_printer (self, answer);
      return IPP_STATUS_OK;
    case IPP_OP_GET_JOB_ATTRIBUTES:
      job = find_job (self, request);
      if (job == NULL)
        return IPP_STATUS_ERROR_NOT_FOUND;
      describe_job (self, answer, job);
      return IPP_STATUS_OK;
    case IPP_OP_GET_JOBS:
      return get_jobs (self, request, answer);
    case IPP_OP_CANCEL_JOB:
      return cancel_job (self, request);
    default:
      return IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED;
    }
}

/* libcups' reader and writer over bytes in memory. */

typedef struct
{
  const guint8 *at, *end;
} Input;

static ssize_t
on_read (void *context, ipp_uchar_t *buffer, size_t length)
{
  Input *input = context;
  size_t n = MIN (length, (size_t) (input->end - input->at));

  memcpy (buffer, input->at, n);
  input->at += n;
  return (ssize_t) n;
}

static ssize_t
on_write (void *context, ipp_uchar_t *data, size_t length)
{
  g_byte_array_append (context, data, (guint) length);
  return (ssize_t) length;
}

static GBytes *
write_answer (IppStub *self, ipp_t *answer, gboolean with_raw)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const guint8 printer_group = IPP_TAG_PRINTER, end_tag = IPP_TAG_END;

  ippSetState (answer, IPP_STATE_IDLE);
  while (ippWriteIO (bytes, on_write, 1, NULL, answer) != IPP_STATE_DATA)
    ;
  if (with_raw)
    {
      gsize length;
      const guint8 *raw = g_bytes_get_data (self->raw, &length);

      g_byte_array_set_size (bytes, bytes->len - 1); /* its end */
      if (self->raw_instead)
        g_byte_array_append (bytes, &printer_group, 1);
      g_byte_array_append (bytes, raw, (guint) length);
      g_byte_array_append (bytes, &end_tag, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static GBytes *
handle (gpointer data, GBytes *body, gboolean whole)
{
  IppStub *self = data;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  Input input = { bytes, bytes + length };
  ipp_t *request = ippNew (), *answer;
  g_autoptr (GBytes) document = NULL;
  GBytes *out;
  ipp_state_t state;
  ipp_status_t status = IPP_STATUS_ERROR_BAD_REQUEST;

  do
    state = ippReadIO (&input, on_read, 1, NULL, request);
  while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
  document = g_bytes_new (input.at, (gsize) (input.end - input.at));
  answer = ippNewResponse (request);
  g_mutex_lock (&self->mutex);
  move_on (self);
  if (state == IPP_STATE_DATA)
    status = serve (self, request, document, whole, answer);
  ippSetStatusCode (answer, status);
  out = write_answer (self,
                      answer,
                      self->raw != NULL &&
                          ippGetOperation (request) == IPP_OP_GET_PRINTER_ATTRIBUTES);
  g_mutex_unlock (&self->mutex);
  ippDelete (request);
  ippDelete (answer);
  return out;
}

IppStub *
ipp_stub_new (void)
{
  IppStub *self = g_new0 (IppStub, 1);

  g_mutex_init (&self->mutex);
  self->jobs = g_ptr_array_new_with_free_func (job_free);
  self->papers = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_hash_table_new (NULL, NULL);
  self->next_id = 1;
  self->now = self->on_since = g_get_monotonic_time ();
  self->state = IPP_PSTATE_IDLE;
  self->reasons = g_strsplit ("none", ",", -1);
  self->accepting = TRUE;
  self->formats = g_strsplit ("application/pdf,image/pwg-raster", ",", -1);
  self->print_ms = 100;
  self->ending = IPP_JSTATE_COMPLETED;
  self->impressions = 1;
  self->line = stub_line_new (handle, self);
  self->uri = g_strdup_printf ("ipp://127.0.0.1:%u/ipp/print", stub_line_get_port (self->line));
  return self;
}

void
ipp_stub_free (IppStub *self)
{
  stub_line_free (self->line);
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->papers);
  g_hash_table_unref (self->requests);
  g_strfreev (self->reasons);
  g_strfreev (self->formats);
  for (guint i = 0; i < G_N_ELEMENTS (self->markers); i++)
    g_strfreev (self->markers[i]);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->ending_reason);
  g_free (self->uri);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const char *
ipp_stub_get_uri (IppStub *self)
{
  return self->uri;
}

StubLine *
ipp_stub_get_line (IppStub *self)
{
  return self->line;
}

/* Each change is made to jobs that stand where the time has brought them. */
static void
lock (IppStub *self)
{
  g_mutex_lock (&self->mutex);
  move_on (self);
}

static void
set_words (char ***words, const char *text)
{
  g_strfreev (*words);
  *words = text != NULL ? g_strsplit (text, ",", -1) : NULL;
}

void
ipp_stub_set_state (IppStub *self, int state, const char *reasons)
{
  lock (self);
  self->state = state;
  set_words (&self->reasons, reasons);
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_accepting (IppStub *self, gboolean accepting)
{
  lock (self);
  self->accepting = accepting;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_formats (IppStub *self, const char *formats)
{
  lock (self);
  set_words (&self->formats, formats);
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_markers (IppStub *self,
                      const char *types,
                      const char *levels,
                      const char *lows,
                      const char *highs)
{
  lock (self);
  set_words (&self->markers[0], types);
  set_words (&self->markers[1], levels);
  set_words (&self->markers[2], lows);
  set_words (&self->markers[3], highs);
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_raw (IppStub *self, GBytes *attributes, gboolean instead)
{
  lock (self);
  g_clear_pointer (&self->raw, g_bytes_unref);
  self->raw = attributes != NULL ? g_bytes_ref (attributes) : NULL;
  self->raw_instead = instead;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_print_ms (IppStub *self, guint print_ms)
{
  lock (self);
  self->print_ms = print_ms;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_prolong (IppStub *self, int ms)
{
  lock (self);
  for (guint i = 0; i < self->jobs->len; i++)
    ((Job *) g_ptr_array_index (self->jobs, i))->left_us += ms * (gint64) 1000;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_cancel (IppStub *self, IppStubCancel cancel)
{
  lock (self);
  self->cancel = cancel;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_telling (IppStub *self, IppStubTelling telling)
{
  lock (self);
  self->telling = telling;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_false_refusal (IppStub *self, gboolean prints)
{
  lock (self);
  self->prints_refused = prints;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_fickle (IppStub *self, gboolean fickle)
{
  lock (self);
  self->fickle = fickle;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_forgetful (IppStub *self, gboolean forgetful)
{
  lock (self);
  self->forgetful = forgetful;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_refusal (IppStub *self, ipp_status_t status, guint times)
{
  lock (self);
  self->refusal = status;
  self->refusals = times;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_set_ending (IppStub *self, ipp_jstate_t state, const char *reason, int impressions)
{
  lock (self);
  self->ending = state;
  g_free (self->ending_reason);
  self->ending_reason = g_strdup (reason);
  self->impressions = impressions;
  g_mutex_unlock (&self->mutex);
}

void
ipp_stub_restart (IppStub *self, int next_id)
{
  lock (self);
  g_ptr_array_set_size (self->jobs, 0);
  self->next_id = next_id;
  self->on_since = self->now;
  g_mutex_unlock (&self->mutex);
}

int
ipp_stub_add_job (IppStub *self, const char *name, ipp_jstate_t state)
{
  Job *job;
  int id;

  lock (self);
  job = add_job (self);
  job->told.name = g_strdup (name);
  job->told.state = state;
  job->begun = state > IPP_JSTATE_HELD;
  id = job->told.id;
  g_mutex_unlock (&self->mutex);
  return id;
}

static gboolean
is_of (const char *name, const char *job_uuid)
{
  return job_uuid == NULL || (name != NULL && strstr (name, job_uuid) != NULL);
}

guint
ipp_stub_count_papers (IppStub *self, const char *job_uuid)
{
  guint n_papers = 0;

  lock (self);
  for (guint i = 0; i < self->papers->len; i++)
    n_papers += is_of (g_ptr_array_index (self->papers, i), job_uuid);
  g_mutex_unlock (&self->mutex);
  return n_papers;
}

guint
ipp_stub_count_requests (IppStub *self, ipp_op_t operation)
{
  guint n_requests;

  lock (self);
  n_requests = GPOINTER_TO_UINT (g_hash_table_lookup (self->requests, GINT_TO_POINTER (operation)));
  g_mutex_unlock (&self->mutex);
  return n_requests;
}

gboolean
ipp_stub_find_job (IppStub *self, const char *job_uuid, IppStubJob *out)
{
  gboolean found = FALSE;

  lock (self);
  for (guint i = 0; i < self->jobs->len && !found; i++)
    {
      const IppStubJob *job = &((Job *) g_ptr_array_index (self->jobs, i))->told;

      if (!is_of (job->name, job_uuid))
        continue;
      *out = *job;
      out->name = g_strdup (job->name);
      out->user = g_strdup (job->user);
      out->format = g_strdup (job->format);
      out->scaling = g_strdup (job->scaling);
      out->document = job->document != NULL ? g_bytes_ref (job->document) : NULL;
      found = TRUE;
    }
  g_mutex_unlock (&self->mutex);
  return found;
}
