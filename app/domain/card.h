/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_CARD_ERROR (mc_card_error_quark ())
GQuark mc_card_error_quark (void);

typedef enum
{
  MC_CARD_ERROR_ENCODING,
  MC_CARD_ERROR_FIELDS,
  MC_CARD_ERROR_NUMBER,
  MC_CARD_ERROR_OLD_NUMBER,
  MC_CARD_ERROR_NAME,
  MC_CARD_ERROR_BIRTH_DATE,
  MC_CARD_ERROR_SEX,
  MC_CARD_ERROR_RESIDENCE,
  MC_CARD_ERROR_ISSUE_DATE,
} McCardError;

typedef enum
{
  MC_SEX_UNKNOWN,
  MC_SEX_MALE,
  MC_SEX_FEMALE,
} McSex;

typedef enum
{
  MC_CARD_WARNING_NONE = 0,
  MC_CARD_WARNING_PROVINCE = 1 << 0,     /* unknown province of birth registration */
  MC_CARD_WARNING_ISSUED_EARLY = 1 << 1, /* a 12-digit card issued before 2016 */
} McCardWarnings;

typedef struct
{
  char *number;     /* (owned), 12 digits */
  char *old_number; /* (owned) (nullable), 9 or 12 digits */
  char *name;       /* (owned), NFC */
  GDate birth_date;
  McSex sex;
  char *residence; /* (owned), NFC */
  GDate issue_date;
  McCardWarnings warnings;
} McCard;

McCard *mc_card_parse (const char *payload, gssize length, const GDate *today, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean
mc_card_check_number (const char *number, McSex sex, const GDate *birth_date, GError **error);
void mc_card_free (McCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McCard, mc_card_free)

G_END_DECLS
