/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "app/domain/calendar.h"

G_BEGIN_DECLS

/* A receiving point and the competent agency behind it, as central tells them at enrolment. */
typedef struct
{
  char *code;        /* (owned), of assets/points.csv */
  char *name;        /* (owned) */
  char *unit_code;   /* (owned), five digits as text */
  char *unit_name;   /* (owned), "Phường Hoàn Kiếm" */
  char *agency_code; /* (owned), the prefix of dossier codes, "H26.107" */
  char *agency_name; /* (owned), "UBND phường Hoàn Kiếm" */
  char *address;     /* (owned) (nullable) */
  char *counter;     /* (owned) (nullable), "2" */
  char *phone;       /* (owned) (nullable) */
  McHours hours;
} McPoint;

McPoint *mc_point_copy (const McPoint *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_point_free (McPoint *self);
const char *mc_point_get_unit (const McPoint *self); /* whose desk it is */
json_t *mc_point_to_json (const McPoint *self) G_GNUC_WARN_UNUSED_RESULT;
McPoint *mc_point_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *mc_points_new_from_csv (const char *data,
                                   gssize length,
                                   const char *file_name,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McPoint */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPoint, mc_point_free)

G_END_DECLS
