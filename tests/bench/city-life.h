/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/accounting.h"
#include "app/domain/catalogue.h"
#include "app/domain/point.h"
#include "central/storage/records.h"

/* How dossiers of a city's wards might have gone: drawn by lot, lawful all the same (each goes
 * through McPath, with due times by the calendar). */
typedef struct _CityLife CityLife;

typedef struct
{
  McDossierRecord *record; /* (owned) */
  GPtrArray *events;       /* (owned) (element-type McEventRecord) */
  const McPoint *point;    /* (unowned) */
  guint rating;            /* 0 = not rated */
  gint64 rated_at;
} CityDossier;

CityLife *city_life_new (McCatalogue *catalogue,
                         GPtrArray *points, /* of McPoint */
                         McCalendar *calendar,
                         gint64 from,
                         gint64 now,
                         guint32 seed);
void city_life_free (CityLife *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CityLife, city_life_free)

/* The one of @index of @n that were filed in that time; an @unfinished one has gone some way only.
 */
CityDossier *city_life_draw (CityLife *self, guint index, guint n, gboolean unfinished);
void city_dossier_free (CityDossier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CityDossier, city_dossier_free)

guint city_life_get_random (CityLife *self, guint below);
