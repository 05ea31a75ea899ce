/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* Who in an office takes what is passed on. */
typedef struct
{
  char *name;  /* (owned), as the posts name it; "" = the unit has no departments */
  char *heads; /* (owned), their names: "Trần Văn Bình, Lê Thị Cúc" */
} McDepartment;

GPtrArray *mc_staff_list_departments (McCentral *central,
                                      const char *unit,
                                      McRole role, /* MC_ROLE_DEPARTMENT or MC_ROLE_DIVISION */
                                      GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of McDepartment that have a head, by its heads' names */
GPtrArray *
mc_staff_list_specialists (McCentral *central,
                           const char *unit,
                           const char *department,                    /* (nullable) */
                           GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McUserRecord, by name */
gboolean mc_staff_has_department (GPtrArray *departments, const char *name);
gboolean mc_staff_works_in (const McUserRecord *user, /* as a specialist */
                            const char *unit,
                            const char *department); /* (nullable) */
char *mc_staff_describe_department (const char *department,
                                    const char *language) G_GNUC_WARN_UNUSED_RESULT;

/* Names of officials, each looked up once. */
typedef struct _McNames McNames;

McNames *mc_names_new (McCentral *central) G_GNUC_WARN_UNUSED_RESULT;
void mc_names_free (McNames *self);
const char *mc_names_get (McNames *self, const char *login); /* (nullable) login: "" */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McNames, mc_names_free)

G_END_DECLS
