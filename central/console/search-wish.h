/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MC_SEARCH_NOTHING, /* by day only */
  MC_SEARCH_CODE,
  MC_SEARCH_NAME,
  MC_SEARCH_ID_NUMBER,
} McSearchKind;

#define MC_SEARCH_TEXT_MAX 100 /* characters */

/* What an official looks for. It may be somebody's name or number: addresses carry it sealed, for
 * browsers and proxies keep addresses. */
typedef struct
{
  char *text; /* (owned), as typed, normalised; "" = nothing */
  char *from; /* (owned), ISO dates, or "" */
  char *to;   /* (owned) */
} McSearchWish;

void mc_search_wish_free (McSearchWish *self);
void mc_search_wish_tidy (McSearchWish *self); /* once, after its text was typed */
McSearchKind mc_search_wish_get_kind (const McSearchWish *self);
char *mc_search_wish_seal (const McSearchWish *self,
                           const char *secret) G_GNUC_WARN_UNUSED_RESULT; /* safe in an address */
McSearchWish *mc_search_wish_open (const char *sealed,
                                   const char *secret) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSearchWish, mc_search_wish_free)

G_END_DECLS
