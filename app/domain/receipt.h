/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/dossier.h"

G_BEGIN_DECLS

/* What the 80 mm slip says. Holds a masked name only: it is kept in clear at the kiosk. */
typedef struct
{
  char *code;           /* (owned) */
  char *status_url;     /* (owned), HTTPS://HOST/T/TOKEN */
  char *language;       /* (owned) */
  char *unit_name;      /* (owned), header: "UBND phường Hoàn Kiếm" */
  char *point_name;     /* (owned) */
  char *procedure_name; /* (owned) */
  char *masked_name;    /* (owned) */
  gint64 submitted_at;
  gboolean clock_synchronised;
  gboolean delivered;  /* central confirmed: else "saved at this kiosk, will be sent" */
  gint64 expected_due; /* or MC_TIME_NONE */
  McDueReasons due_reasons;
  char *limit_text;  /* (owned), "Trong ngày" */
  char *fee_text;    /* (owned) */
  char *counter;     /* (owned) (nullable) */
  char *address;     /* (owned) (nullable) */
  GPtrArray *papers; /* (owned) (element-type utf8), to hand in at the counter */
  char *kiosk;       /* (owned), "HK-03" */
  guint copy;        /* 1 = the first; more says BẢN IN LẠI */
} McReceipt;

McReceipt *mc_receipt_new (const McDossier *dossier,
                           McProcedure *procedure,
                           const McPoint *point,
                           McCalendar *calendar,
                           const char *public_url) G_GNUC_WARN_UNUSED_RESULT;
McReceipt *mc_receipt_copy (const McReceipt *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_receipt_free (McReceipt *self);
json_t *mc_receipt_to_json (const McReceipt *self) G_GNUC_WARN_UNUSED_RESULT;
McReceipt *mc_receipt_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McReceipt, mc_receipt_free)

char *mc_status_url_new (const char *public_url, const char *token) G_GNUC_WARN_UNUSED_RESULT;
char *mc_status_url_create_host (const char *url) G_GNUC_WARN_UNUSED_RESULT; /* for people */
gboolean mc_status_url_parse (const char *url, const char *public_url, char token[27]);

G_END_DECLS
