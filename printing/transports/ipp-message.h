/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads an IPP answer value by value (RFC 8010 section 3), trusting nothing in it: a printer is a
 * stranger's computer. What stands in collections is passed over. */
typedef struct
{
  const guint8 *start, *at, *end; /* (unowned), the message */
  guint8 group;                   /* tag of the present group; 0 before the first */
  guint group_number;             /* 0 before the first */
  guint depth;                    /* of collections */
  const char *name;               /* (unowned) of the present attribute, not terminated */
  gsize name_length;
  gboolean whole; /* the end was reached where the message says it is */
} McIppReader;

typedef struct
{
  guint8 group;       /* MC_IPP_GROUP_… */
  guint group_number; /* groups count from 1: each job of a list has its own */
  guint8 tag;
  gboolean first;   /* of its attribute */
  const char *name; /* (unowned), not terminated */
  gsize name_length;
  const guint8 *data; /* (unowned), in the message */
  gsize length;
} McIppValue;

#define MC_IPP_GROUP_JOB 0x02
#define MC_IPP_GROUP_PRINTER 0x04

#define MC_IPP_STATUS_NONE (-1)
#define MC_IPP_STATUS_IS_ERROR(status) ((status) < 0 || (status) >= 0x0400)
#define MC_IPP_STATUS_NOT_POSSIBLE 0x0404
#define MC_IPP_STATUS_NOT_FOUND 0x0406
#define MC_IPP_STATUS_GONE 0x0407
#define MC_IPP_STATUS_NOT_SUPPORTED 0x0501

void mc_ipp_reader_init (McIppReader *self, GBytes *message);
int mc_ipp_reader_get_status (const McIppReader *self);
gboolean mc_ipp_reader_next (McIppReader *self, McIppValue *value);
gboolean mc_ipp_value_is (const McIppValue *self, guint8 group, const char *name);
gboolean mc_ipp_value_get_integer (const McIppValue *self, int *number);
gboolean mc_ipp_value_get_boolean (const McIppValue *self, gboolean *truth);
gboolean mc_ipp_value_get_resolution (const McIppValue *self, double *x_dpi, double *y_dpi);
gboolean mc_ipp_value_is_missing (const McIppValue *self);
gboolean mc_ipp_value_equals (const McIppValue *self, const char *text);
char *mc_ipp_value_dup_text (const McIppValue *self) G_GNUC_WARN_UNUSED_RESULT;
char *mc_ipp_value_dup_keyword (const McIppValue *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
