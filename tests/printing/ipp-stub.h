/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include "tests/printing/stub-line.h"

/* A printer on the loopback for what ippeveprinter cannot play: stopped, offline, marker levels,
 * job numbers used again, forgotten jobs, attributes that no printer should send, cut and slow
 * lines. One job at a time prints, for so many milliseconds in which nothing stands against it;
 * then there is one more paper. Any thread. */
typedef struct _IppStub IppStub;

IppStub *ipp_stub_new (void);
void ipp_stub_free (IppStub *self);
const char *ipp_stub_get_uri (IppStub *self);
StubLine *ipp_stub_get_line (IppStub *self);

/* What it says of itself. Stopped, it prints nothing. */
void
ipp_stub_set_state (IppStub *self, int state, const char *reasons /* (nullable), with commas */);
void ipp_stub_set_accepting (IppStub *self, gboolean accepting);
void ipp_stub_set_formats (IppStub *self, const char *formats /* with commas */);
void ipp_stub_set_markers (IppStub *self,
                           const char *types,
                           const char *levels,
                           const char *lows,
                           const char *highs);
/* Bytes of printer attributes, after the good ones or instead of them. */
void ipp_stub_set_raw (IppStub *self, GBytes *attributes, gboolean instead);

/* How it treats jobs. */
typedef enum
{
  IPP_STUB_OBEYS,    /* a canceled job ends at once, without paper */
  IPP_STUB_DEAF,     /* says yes and finishes the page */
  IPP_STUB_STUBBORN, /* refuses to cancel a job under way */
  IPP_STUB_LYING,    /* says yes, calls it canceled, and finishes the page */
} IppStubCancel;

/* What it tells of its jobs, bit by bit. */
typedef enum
{
  IPP_STUB_TELLS_ALL = 0,
  IPP_STUB_CUTS_NAMES = 1 << 0, /* after 32 octets */
  IPP_STUB_NO_NAMES = 1 << 1,
  IPP_STUB_NO_TIMES = 1 << 2,      /* nor when a job began */
  IPP_STUB_LISTS_NONE = 1 << 3,    /* Get-Jobs is always empty */
  IPP_STUB_LISTS_MIXED = 1 << 4,   /* Get-Jobs has all jobs, whichever are asked for */
  IPP_STUB_LISTS_NUMBERS = 1 << 5, /* Get-Jobs has nothing else */
} IppStubTelling;

void ipp_stub_set_telling (IppStub *self, IppStubTelling telling);
void ipp_stub_set_print_ms (IppStub *self, guint print_ms); /* of jobs to come */
void ipp_stub_prolong (IppStub *self, int ms);              /* those that are there */
void ipp_stub_set_cancel (IppStub *self, IppStubCancel cancel);
void ipp_stub_set_fickle (IppStub *self, gboolean fickle);       /* aborts what it has printed */
void ipp_stub_set_forgetful (IppStub *self, gboolean forgetful); /* of whatever has ended */
void ipp_stub_set_refusal (IppStub *self, ipp_status_t status, guint times); /* of Print-Job */
void ipp_stub_set_false_refusal (IppStub *self, gboolean prints);            /* what it refuses */
void ipp_stub_set_ending (IppStub *self, ipp_jstate_t state, const char *reason, int impressions);
void ipp_stub_restart (IppStub *self, int next_id); /* with an empty memory */
int ipp_stub_add_job (IppStub *self, const char *name, ipp_jstate_t state);

/* What became of it all. */
typedef struct
{
  int id;
  char *name, *user, *format, *scaling; /* (owned) (nullable) */
  int x, y;                             /* media size in hundredths of a millimetre; 0: not told */
  GBytes *document;                     /* (owned) (nullable) */
  ipp_jstate_t state;
} IppStubJob;

guint ipp_stub_count_papers (IppStub *self, const char *job_uuid /* (nullable): all */);
guint ipp_stub_count_requests (IppStub *self, ipp_op_t operation);
gboolean ipp_stub_find_job (IppStub *self, const char *job_uuid, IppStubJob *job /* (out) */);
void ipp_stub_job_clear (IppStubJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IppStub, ipp_stub_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IppStubJob, ipp_stub_job_clear)
