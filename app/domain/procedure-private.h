/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/procedure.h"

G_BEGIN_DECLS

/* What the loader fills and the accessors read. Nothing outside field*.c and procedure*.c, and
 * their tests, includes this. */

/* One text in both languages. */
typedef struct
{
  char *vi; /* (owned) (nullable) when the text is not given */
  char *en; /* (owned) (nullable) when the text is not given */
} McWords;

/* All-of: a field, page or document with conditions is there when each of them holds. */
typedef struct
{
  char *field;      /* (owned), key of an earlier choice or yes/no field */
  gboolean negated; /* not_equals: holds also while the field has no answer */
  GStrv values;     /* (owned), the answer is one of them */
} McCondition;

typedef struct
{
  char *value; /* (owned) */
  McWords label;
} McChoiceRow;

/* A bound of a field: a number, a date, or a distance from the day of filing. */
typedef enum
{
  MC_BOUND_NONE,
  MC_BOUND_NUMBER,
  MC_BOUND_DATE,
  MC_BOUND_TODAY, /* today + number of units */
} McBoundKind;

typedef struct
{
  McBoundKind kind;
  gint64 number;
  char unit; /* 'd', 'm', 'y' */
  GDate date;
} McBound;

struct _McField
{
  char *key; /* (owned) */
  McFieldKind kind;
  McWords label;
  McWords question; /* may be empty */
  McWords help;     /* may be empty */
  char *prefill;    /* (owned) (nullable) */
  char *fallback;   /* (owned) (nullable), the member "default", canonical */
  gboolean required;
  gboolean masked;
  guint min_length, max_length;
  McBound min, max;
  GPtrArray *choices;    /* (owned) (element-type McChoiceRow) */
  GPtrArray *conditions; /* (owned) (element-type McCondition) */
};

struct _McFormPage
{
  guint section;
  McWords section_title;
  McWords title;         /* may be empty: the first field's question stands for it */
  McWords help;          /* may be empty */
  GPtrArray *fields;     /* (owned) (element-type McField) */
  GPtrArray *conditions; /* (owned) (element-type McCondition) */
};

struct _McDocument
{
  char *key; /* (owned) */
  McWords name;
  McWords help; /* may be empty */
  gboolean required;
  guint originals, certified, copies;
  guint signatures; /* on what is printed from the dossier; 0 = it is brought along */
  McScanRule scan;
  GPtrArray *conditions; /* (owned) (element-type McCondition) */
};

typedef struct
{
  char *name; /* (owned), "plain" */
  McWords title;
  McLimit limit;
} McLimitCase;

typedef enum
{
  MC_FEE_FREE,
  MC_FEE_FIXED,
  MC_FEE_PER_COPY,
  MC_FEE_PER_PAGE,
  MC_FEE_COUNTER, /* told at the counter */
} McFeeKind;

typedef struct
{
  McFeeKind kind;
  gint64 amount;       /* đồng: in all, a copy, or a page */
  gint64 reduced;      /* per page: from page number reduced_from on */
  gint64 reduced_from; /* 1-based */
  gint64 maximum;      /* per page: at most this a copy; 0 = no cap */
  char *pages_field;   /* (owned) (nullable) */
  char *copies_field;  /* (owned) (nullable) */
  char *free_within;   /* (owned) (nullable), key of a date field: free so many days from it on */
  gint64 free_days;
  McWords unit;    /* may be empty, "một trường hợp" */
  McWords waivers; /* may be empty */
} McFee;

struct _McProcedure
{
  GObject parent_instance;

  char *code;    /* (owned) */
  char *version; /* (owned) */
  GDate valid_from;
  GDate valid_to; /* invalid when it has no end */
  McWords name;
  McWords summary;
  char *field_code; /* (owned) */
  McWords field_name;
  McLevel level;
  char *agency_code;   /* (owned) (nullable) */
  McWords agency_name; /* may be empty */
  gboolean accepts_person, accepts_organisation;
  McResultKind result_kind;
  McWords result_name;
  gboolean delegate_may_collect;
  McFee fee;
  GPtrArray *legal_bases; /* (owned) (element-type McWords) */
  GStrv keywords_vi;      /* (owned) */
  GStrv keywords_en;      /* (owned) */
  GPtrArray *limits;      /* (owned) (element-type McLimitCase) */
  GPtrArray *documents;   /* (owned) (element-type McDocument) */
  GPtrArray *pages;       /* (owned) (element-type McFormPage) */
  GHashTable *fields;     /* (owned) (element-type utf8 McField), the fields belong to the pages */
  guint n_sections;
};

void mc_words_clear (McWords *self);
const char *mc_words_pick (const McWords *self, const char *language);

McCondition *mc_condition_new (void);
void mc_condition_free (McCondition *self);
gboolean mc_conditions_hold (const GPtrArray *conditions, const McAnswers *answers);

McField *mc_field_new (void);
void mc_field_free (McField *self);
const McChoiceRow *mc_field_find_choice (const McField *self, const char *value);
void mc_choice_row_free (McChoiceRow *self);
guint mc_field_kind_get_default_length (McFieldKind kind);
gboolean mc_bound_resolve_date (const McBound *self, const GDate *today, GDate *date);
gboolean mc_bound_resolve_number (const McBound *self, const GDate *today, gint64 *number);

void mc_form_page_free (McFormPage *self);
void mc_document_free (McDocument *self);
void mc_limit_case_free (McLimitCase *self);

G_END_DECLS
