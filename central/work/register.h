/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* A line of the register of dossiers, which a desk keeps by year (domain reference 2). */
typedef struct
{
  McDossierRecord *record; /* (owned) */
  guint number;            /* in its year, from 1; 0 = none was given */
  char *procedure_name;    /* (owned), Vietnamese: it is an official's book */
  char *owner;             /* (owned) */
  char *address, *phone;   /* (owned) (nullable) */
  char *agency;            /* (owned), who decides */
  gint64 received_at;
  gint64 collected_at; /* or MC_TIME_NONE */
  char *officer;       /* (owned) (nullable), name of who received it */
  char *note;          /* (owned) (nullable) */
} McRegisterLine;

void mc_register_line_free (McRegisterLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McRegisterLine, mc_register_line_free)

GPtrArray *mc_register_read (McCentral *central,
                             const GPtrArray *records, /* of mc_facts_list_register () */
                             guint start,
                             guint n,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McRegisterLine */

G_END_DECLS
