/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-catalogue"

#include "config.h"
#include "app/domain/catalogue.h"

#include "app/domain/language.h"
#include "app/domain/text.h"

#include <string.h>

/* What a word of the query is worth, by where it is found. A code is typed in full or not at all.
 */
#define SCORE_CODE 100
#define SCORE_NAME_START 40
#define SCORE_NAME 20
#define SCORE_KEYWORD 12
#define SCORE_FIELD 4
#define SCORE_SUMMARY 2

/**
 * McCatalogue:
 *
 * The procedures on offer. Filled at start, then only read; one thread fills it, any may read.
 */
struct _McCatalogue
{
  GObject parent_instance;

  GPtrArray *procedures; /* (owned) (element-type McProcedure), ordered by Vietnamese name */
};

typedef struct
{
  McProcedure *procedure; /* (unowned) */
  guint score;
} Hit;

G_DEFINE_FINAL_TYPE (McCatalogue, mc_catalogue, G_TYPE_OBJECT)

static void
mc_catalogue_finalize (GObject *object)
{
  McCatalogue *self = MC_CATALOGUE (object);

  g_ptr_array_unref (self->procedures);

  G_OBJECT_CLASS (mc_catalogue_parent_class)->finalize (object);
}

static void
mc_catalogue_class_init (McCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mc_catalogue_finalize;
}

static void
mc_catalogue_init (McCatalogue *self)
{
  self->procedures = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * mc_catalogue_new:
 *
 * Returns: (transfer full): a catalogue without procedures
 */
McCatalogue *
mc_catalogue_new (void)
{
  return g_object_new (MC_TYPE_CATALOGUE, NULL);
}

/* By folded name (the locale's collation is not the domain's to know), newest version first. */
static int
compare_procedures (McProcedure *a, McProcedure *b, const char *language)
{
  g_autofree char *name_a = mc_text_fold (mc_procedure_get_name (a, language));
  g_autofree char *name_b = mc_text_fold (mc_procedure_get_name (b, language));
  int order = strcmp (name_a, name_b);

  if (order == 0)
    order = strcmp (mc_procedure_get_code (a), mc_procedure_get_code (b));
  if (order == 0)
    order = strcmp (mc_procedure_get_version (b), mc_procedure_get_version (a));
  return order;
}

/**
 * mc_catalogue_add:
 * @self: a catalogue
 * @procedure: a procedure; the catalogue takes a reference
 *
 * Adds a version of a procedure. The same code and version again replaces the former.
 */
void
mc_catalogue_add (McCatalogue *self, McProcedure *procedure)
{
  guint index = 0;

  g_return_if_fail (MC_IS_CATALOGUE (self) && MC_IS_PROCEDURE (procedure));

  for (guint i = 0; i < self->procedures->len; i++)
    {
      McProcedure *other = g_ptr_array_index (self->procedures, i);

      if (g_str_equal (mc_procedure_get_code (other), mc_procedure_get_code (procedure)) &&
          g_str_equal (mc_procedure_get_version (other), mc_procedure_get_version (procedure)))
        {
          g_ptr_array_remove_index (self->procedures, i);
          break;
        }
    }
  while (index < self->procedures->len &&
         compare_procedures (
             g_ptr_array_index (self->procedures, index), procedure, MC_LANGUAGE_VI) < 0)
    index++;
  g_ptr_array_insert (self->procedures, (int) index, g_object_ref (procedure));
}

/* Whether @a is to be taken before @b when both are in force: the later version wins. Versions
 * are compared as numbers when both are. */
static gboolean
is_newer (McProcedure *a, McProcedure *b)
{
  guint64 number_a, number_b;

  if (g_ascii_string_to_unsigned (
          mc_procedure_get_version (a), 10, 0, G_MAXUINT64, &number_a, NULL) &&
      g_ascii_string_to_unsigned (
          mc_procedure_get_version (b), 10, 0, G_MAXUINT64, &number_b, NULL))
    return number_a > number_b;
  return strcmp (mc_procedure_get_version (a), mc_procedure_get_version (b)) > 0;
}

/**
 * mc_catalogue_find:
 * @self: a catalogue
 * @code: a procedure's code
 * @date: (nullable): a day; %NULL for the latest version of all, in force or not
 *
 * Returns: (nullable) (transfer none): the latest version that is in force on that day
 */
McProcedure *
mc_catalogue_find (McCatalogue *self, const char *code, const GDate *date)
{
  McProcedure *best = NULL;

  g_return_val_if_fail (MC_IS_CATALOGUE (self) && code != NULL, NULL);

  for (guint i = 0; i < self->procedures->len; i++)
    {
      McProcedure *procedure = g_ptr_array_index (self->procedures, i);

      if (g_str_equal (mc_procedure_get_code (procedure), code) &&
          (date == NULL || mc_procedure_is_valid_on (procedure, date)) &&
          (best == NULL || is_newer (procedure, best)))
        best = procedure;
    }
  return best;
}

/**
 * mc_catalogue_find_version:
 * @self: a catalogue
 * @code: a procedure's code
 * @version: the version that a dossier pins
 *
 * Returns: (nullable) (transfer none): that version, in force or not
 */
McProcedure *
mc_catalogue_find_version (McCatalogue *self, const char *code, const char *version)
{
  g_return_val_if_fail (MC_IS_CATALOGUE (self) && code != NULL && version != NULL, NULL);

  for (guint i = 0; i < self->procedures->len; i++)
    {
      McProcedure *procedure = g_ptr_array_index (self->procedures, i);

      if (g_str_equal (mc_procedure_get_code (procedure), code) &&
          g_str_equal (mc_procedure_get_version (procedure), version))
        return procedure;
    }
  return NULL;
}

static gboolean
has_word (const char *folded, const char *word, gboolean *at_start)
{
  gsize length = strlen (word);

  *at_start = FALSE;
  for (const char *hit = strstr (folded, word); hit != NULL; hit = strstr (hit + 1, word))
    if (hit == folded || hit[-1] == ' ' || g_ascii_ispunct (hit[-1]))
      {
        *at_start = hit == folded;
        return TRUE;
      }
  /* inside a word only when enough was typed to mean it */
  return length >= 3 && strstr (folded, word) != NULL;
}

static guint
score_text (const char *text, const char *word, guint score)
{
  g_autofree char *folded = mc_text_fold (text);
  gboolean at_start;

  return has_word (folded, word, &at_start) ? score : 0;
}

/* The best place where one word of the query stands; 0 when it stands nowhere. */
static guint
score_word (McProcedure *procedure, const char *word, const char *language)
{
  static const char *const LANGUAGES[] = { MC_LANGUAGE_VI, MC_LANGUAGE_EN };
  guint best = 0;

  if (g_str_has_prefix (mc_procedure_get_code (procedure), word) && strlen (word) >= 3)
    return SCORE_CODE;
  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    {
      g_autofree char *name = mc_text_fold (mc_procedure_get_name (procedure, LANGUAGES[i]));
      const char *const *keywords = mc_procedure_get_keywords (procedure, LANGUAGES[i]);
      gboolean at_start;
      guint score = 0;

      if (has_word (name, word, &at_start))
        score = at_start ? SCORE_NAME_START : SCORE_NAME;
      for (guint j = 0; keywords[j] != NULL; j++)
        score = MAX (score, score_text (keywords[j], word, SCORE_KEYWORD));
      score = MAX (
          score,
          score_text (mc_procedure_get_field_name (procedure, LANGUAGES[i]), word, SCORE_FIELD));
      score = MAX (
          score,
          score_text (mc_procedure_get_summary (procedure, LANGUAGES[i]), word, SCORE_SUMMARY));
      /* the other language counts too, less: people mix them */
      if (!g_str_equal (LANGUAGES[i], language))
        score = (score + 1) / 2;
      best = MAX (best, score);
    }
  return best;
}

/* Words in their order are a better find than the same words apart. */
static guint
score_phrase (McProcedure *procedure, const char *query, const char *language)
{
  const char *const *keywords = mc_procedure_get_keywords (procedure, language);
  guint score;

  score = score_text (mc_procedure_get_name (procedure, language), query, SCORE_NAME);
  for (guint i = 0; keywords[i] != NULL; i++)
    score = MAX (score, score_text (keywords[i], query, SCORE_KEYWORD));
  return score;
}

static int
compare_hits (gconstpointer a, gconstpointer b, gpointer language)
{
  const Hit *one = a;
  const Hit *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return compare_procedures (one->procedure, other->procedure, language);
}

/**
 * mc_catalogue_find_agency_name:
 * @self: a catalogue
 * @agency: code of a city department's agency, as procedures name it
 * @language: (nullable): "vi" or "en"
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the agency's name, of any procedure that it decides
 */
const char *
mc_catalogue_find_agency_name (McCatalogue *self, const char *agency, const char *language)
{
  for (guint i = 0; i < self->procedures->len; i++)
    {
      McProcedure *procedure = g_ptr_array_index (self->procedures, i);

      if (g_strcmp0 (mc_procedure_get_agency_code (procedure), agency) == 0)
        return mc_procedure_get_agency_name (procedure, language);
    }

  return NULL;
}

/**
 * mc_catalogue_list_agencies:
 * @self: a catalogue
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type utf8): codes of the agencies that procedures name, each
 *   once; the catalogue's own texts
 */
GPtrArray *
mc_catalogue_list_agencies (McCatalogue *self)
{
  GPtrArray *agencies = g_ptr_array_new ();

  for (guint i = 0; i < self->procedures->len; i++)
    {
      const char *agency = mc_procedure_get_agency_code (g_ptr_array_index (self->procedures, i));

      if (agency != NULL && !g_ptr_array_find_with_equal_func (agencies, agency, g_str_equal, NULL))
        g_ptr_array_add (agencies, (gpointer) agency);
    }

  return agencies;
}

/**
 * mc_catalogue_search:
 * @self: a catalogue
 * @query: what was typed, with or without accents; blank finds everything
 * @language: "vi" or "en", the language that counts more
 * @date: the day: only versions in force are found, the latest of each
 *
 * Finds the procedures that have every word of @query in their name, keywords, field, summary or
 * code, accents and case aside. Best first, then by name.
 *
 * Returns: (transfer full) (element-type McProcedure): the procedures, maybe none
 */
GPtrArray *
mc_catalogue_search (McCatalogue *self, const char *query, const char *language, const GDate *date)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (MC_IS_CATALOGUE (self) && query != NULL && date != NULL, found);

  folded = g_strstrip (mc_text_fold (query));
  words = g_strsplit (folded, " ", 20);
  for (guint i = 0; i < self->procedures->len; i++)
    {
      McProcedure *procedure = g_ptr_array_index (self->procedures, i);
      Hit hit = { .procedure = procedure };
      gboolean all = TRUE;

      if (mc_catalogue_find (self, mc_procedure_get_code (procedure), date) != procedure)
        continue;
      for (guint j = 0; all && words[j] != NULL; j++)
        {
          guint score;

          if (*words[j] == '\0')
            continue;
          score = score_word (procedure, words[j], language);
          all = score > 0;
          hit.score += score;
        }
      if (!all)
        continue;
      if (*folded != '\0')
        hit.score += score_phrase (procedure, folded, language);
      g_array_append_val (hits, hit);
    }
  g_array_sort_with_data (hits, compare_hits, (gpointer) language);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (found, g_object_ref (g_array_index (hits, Hit, i).procedure));
  return found;
}
