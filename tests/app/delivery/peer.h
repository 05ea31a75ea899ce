/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/protocol/enrolment.h"

/* A small central on libmicrohttpd that checks and signs with app/protocol, keeps what it takes in
 * memory, and misbehaves when it is told to. Runs in threads of its own. */
typedef struct _Peer Peer;

#define PEER_CARD "001198004321"                /* the one that may collect its result */
#define PEER_TOKEN "8Y3NQ0ZP5VJ2W7D4KTAX6MRB1C" /* the one that it knows */

typedef enum
{
  PEER_HONEST,
  PEER_UNSIGNED,         /* does its work, signs nothing */
  PEER_OTHER_KEY,        /* signs with another key */
  PEER_REPLAY,           /* gives the first answer again that it ever signed, but for heartbeats' */
  PEER_CHANGED_BODY,     /* changes a byte after signing */
  PEER_SIGNED_TWICE,     /* the Signature field comes twice */
  PEER_PROBLEM,          /* refuses, signed */
  PEER_PROBLEM_UNSIGNED, /* refuses, not signed */
  PEER_HUGE,             /* a genuine answer of 3 MiB */
  PEER_SLOW,             /* a genuine answer, one byte every 150 ms */
  PEER_CUT_BEFORE,       /* closes the connection and does nothing */
  PEER_CUT_AFTER,        /* does its work, then closes before it answers */
  PEER_REDIRECT,         /* sends elsewhere: to a path of its own that would answer */
  PEER_PORTAL,           /* 200 and a login page, as hotels do */
} PeerMode;

Peer *peer_new (const char *certificate, /* (nullable): plain HTTP */
                const char *key,
                const McSigningKey *signing,
                const McSealingKey *sealing);
void peer_free (Peer *self);
const char *peer_get_url (Peer *self);

void peer_set_kiosk (Peer *self, const guint8 public_key[32]);
void peer_set_code (Peer *self, const McEnrolmentCode *code); /* the one that it enrols */
void peer_set_clock_offset (Peer *self, gint64 seconds);
void peer_set_safe_up_to (Peer *self, guint64 sequence);
void peer_set_retry_after (Peer *self, guint seconds);
/* What requests whose path begins with @prefix meet, the next @times times (-1: for ever). */
void peer_misbehave (Peer *self, const char *prefix, PeerMode mode, int times);
/* The same with a problem. */
void peer_refuse (Peer *self, const char *prefix, PeerMode mode, guint status, const char *type);
void peer_behave (Peer *self);
void peer_forget_blobs (Peer *self);

guint peer_count (Peer *self, const char *prefix); /* requests that came to such paths */
guint peer_count_dossiers (Peer *self);
guint peer_count_blobs (Peer *self);
guint peer_get_rating (Peer *self, const char *id); /* 0: none */
gboolean peer_was_unseen (Peer *self, const char *id);
GBytes *peer_dup_dossier (Peer *self, const char *id); /* (nullable): the sealed bytes */
char **peer_dup_order (Peer *self);                    /* ids in the order of arrival */
gboolean peer_saw (Peer *self, const char *needle);    /* in any byte that came in */
