/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "app/domain/datetime.h"
#include "app/domain/workflow.h"
#include "app/protocol/keys.h"

G_BEGIN_DECLS

#define MC_DIGEST_LENGTH 32 /* SHA-256 */

/* A dossier as central keeps it: what was received, sealed as it came; what intake read out of it
 * for search and work; and the current state, which is the sum of its events. */
typedef struct
{
  char *id;             /* (owned), UUIDv7 */
  char *code;           /* (owned), of the clear envelope */
  char *kiosk;          /* (owned), name of the kiosk that sent it */
  char *kiosk_key;      /* (owned), key id of that enrolment */
  char *digest;         /* (owned), hex SHA-256 of the sealed bytes */
  GBytes *sealed;       /* (owned) (nullable): only mc_storage_load_sealed () fills it */
  char **page_digests;  /* (owned) (nullable), hex, in order: only with `sealed` */
  guint64 sequence;     /* the kiosk's own, from 1; 0 = not said */
  gboolean unseen;      /* its code was never painted: the clerk asks */
  gint64 received_at;   /* central's clock */
  char *attention;      /* (owned) (nullable), why a clerk should look: contents are odd; English */
  char *procedure;      /* (owned) (nullable) when the contents do not tell */
  char *version;        /* (owned) (nullable) */
  char *point_code;     /* (owned) (nullable) */
  char *agency_code;    /* (owned) (nullable) */
  char *language;       /* (owned) (nullable) */
  char *limit_case;     /* (owned) (nullable) */
  char *applicant_name; /* (owned) (nullable), personal: never logged */
  char *id_number;      /* (owned) (nullable), personal: never logged */
  guint birth_year;     /* 0 = unknown */
  gint64 submitted_at;  /* or MC_TIME_NONE */
  gint64 expected_due;  /* or MC_TIME_NONE */
  char *channel;        /* (owned) (nullable), "kiosk" or "assisted" */
  char *unit;           /* (owned) (nullable), where it was received: see mc_point_get_unit () */
  char *resolver; /* (owned) (nullable), who decides: a unit, or a city department's agency code */
  gboolean by_city; /* a city department decides */

  McState state;
  guint64 revision;  /* number of its events; 1 after intake */
  gint64 due_at;     /* binding, from step 2; or MC_TIME_NONE */
  gint64 updated_at; /* time of the last event */
  guint rating;      /* 1 to 5; 0 = not rated */
  char *department;  /* (owned) (nullable), which one of the resolver has it, from step 3 */
  char *assignee;    /* (owned) (nullable), login of the specialist, from step 4 */
} McDossierRecord;

McDossierRecord *mc_dossier_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McDossierRecord *mc_dossier_record_copy (const McDossierRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_dossier_record_free (McDossierRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McDossierRecord, mc_dossier_record_free)

/* One line of a dossier's history. Never changed, never removed. */
typedef struct
{
  guint64 revision; /* 1, 2, 3…; set by the storage */
  char *action;     /* (owned), name of the workflow table: "submit", "receive", … */
  McRole role;
  McState from, to;
  guint step; /* 1 to 8; 0 for a side path */
  gint64 at;
  char *place;      /* (owned) (nullable), office or department, never a person */
  char *note;       /* (owned) (nullable), may be personal: never logged */
  char *form;       /* (owned) (nullable), key of the form that was printed */
  gint64 due_at;    /* new binding due time; MC_TIME_NONE = unchanged */
  char *limit_case; /* (owned) (nullable): new case of the limit; NULL = unchanged */
  char *actor;      /* (owned) (nullable), login of the official: never on a public page */
  char *department; /* (owned) (nullable): new department; NULL = unchanged */
  char *assignee;   /* (owned) (nullable): new specialist; NULL = unchanged */
  char *data;       /* (owned) (nullable), a JSON object, see work/event-data.h: may be personal */
} McEventRecord;

McEventRecord *mc_event_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McEventRecord *mc_event_record_copy (const McEventRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_event_record_free (McEventRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McEventRecord, mc_event_record_free)

/* One enrolment of a kiosk: a key pair, a place and a range of serials. A revoked one stays as a
 * tombstone; a replaced machine is a new enrolment under the same name. */
typedef struct
{
  char *name;        /* (owned), "HK-03" */
  char *key_id;      /* (owned) */
  char *point_code;  /* (owned) */
  char *agency_code; /* (owned), prefix of its dossier codes */
  guint8 public_key[32];
  guint serial_first, serial_last;
  gint64 enrolled_at;
  gint64 revoked_at;     /* or MC_TIME_NONE */
  gint64 seen_at;        /* last heartbeat, or MC_TIME_NONE */
  char *health;          /* (owned) (nullable), JSON of the last heartbeat */
  guint64 safe_sequence; /* all up to here are in a backup */
} McKioskRecord;

McKioskRecord *mc_kiosk_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McKioskRecord *mc_kiosk_record_copy (const McKioskRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_kiosk_record_free (McKioskRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McKioskRecord, mc_kiosk_record_free)

/* A one-time enrolment code that waits for its kiosk. The secret itself is not kept. */
typedef struct
{
  guint8 lookup_id[16];
  guint8 proof_key[32];
  char *name;        /* (owned) */
  char *point_code;  /* (owned) */
  char *agency_code; /* (owned) */
  gint64 expires_at;
  char *used_by; /* (owned) (nullable), key id that redeemed it */
} McEnrolmentRecord;

McEnrolmentRecord *mc_enrolment_record_new (void) G_GNUC_WARN_UNUSED_RESULT;
McEnrolmentRecord *
mc_enrolment_record_copy (const McEnrolmentRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_enrolment_record_free (McEnrolmentRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McEnrolmentRecord, mc_enrolment_record_free)

G_END_DECLS
