/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/work.h"

#include "app/domain/text.h"

/**
 * mc_attachment_record_new:
 *
 * Returns: (transfer full): an empty record
 */
McAttachmentRecord *
mc_attachment_record_new (void)
{
  return g_new0 (McAttachmentRecord, 1);
}

/**
 * mc_attachment_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy
 */
McAttachmentRecord *
mc_attachment_record_copy (const McAttachmentRecord *self)
{
  McAttachmentRecord *copy = mc_attachment_record_new ();

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->name = g_strdup (self->name);
  copy->type = g_strdup (self->type);
  copy->digest = g_strdup (self->digest);
  copy->login = g_strdup (self->login);

  return copy;
}

/**
 * mc_attachment_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_attachment_record_free (McAttachmentRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->name);
  g_free (self->type);
  g_free (self->digest);
  g_free (self->login);
  g_free (self);
}

/**
 * mc_movement_record_new:
 *
 * Returns: (transfer full): an empty record
 */
McMovementRecord *
mc_movement_record_new (void)
{
  return g_new0 (McMovementRecord, 1);
}

/**
 * mc_movement_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy
 */
McMovementRecord *
mc_movement_record_copy (const McMovementRecord *self)
{
  McMovementRecord *copy = mc_movement_record_new ();

  copy->number = self->number;
  copy->dossier = g_strdup (self->dossier);
  copy->giver = g_strdup (self->giver);
  copy->taker = g_strdup (self->taker);
  copy->at = self->at;

  return copy;
}

/**
 * mc_movement_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_movement_record_free (McMovementRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->dossier);
  g_free (self->giver);
  g_free (self->taker);
  g_free (self);
}

/**
 * mc_problem_record_new:
 *
 * Returns: (transfer full): an empty record, not solved
 */
McProblemRecord *
mc_problem_record_new (void)
{
  McProblemRecord *self = g_new0 (McProblemRecord, 1);

  self->solved_at = MC_TIME_NONE;

  return self;
}

/**
 * mc_problem_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): an independent copy
 */
McProblemRecord *
mc_problem_record_copy (const McProblemRecord *self)
{
  McProblemRecord *copy = mc_problem_record_new ();

  *copy = *self;
  copy->dossier = g_strdup (self->dossier);
  copy->code = g_strdup (self->code);
  copy->unit = g_strdup (self->unit);
  copy->login = g_strdup (self->login);
  copy->hindrance = g_strdup (self->hindrance);
  copy->proposal = g_strdup (self->proposal);
  copy->solution = g_strdup (self->solution);

  return copy;
}

/**
 * mc_problem_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_problem_record_free (McProblemRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->dossier);
  g_free (self->code);
  g_free (self->unit);
  g_free (self->login);
  g_free (self->hindrance);
  g_free (self->proposal);
  g_free (self->solution);
  g_free (self);
}

/**
 * mc_work_get_due:
 * @record: a dossier
 *
 * Returns: the time by which an inbox is ordered: the binding due time, else the expected one, else
 *   the arrival. Any thread
 */
gint64
mc_work_get_due (const McDossierRecord *record)
{
  if (record->due_at != MC_TIME_NONE)
    return record->due_at;

  return record->expected_due != MC_TIME_NONE ? record->expected_due : record->received_at;
}

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/**
 * mc_work_split_words:
 * @text: (nullable): a name, a code, or what was typed to find one; valid UTF-8
 *
 * The rule by which all implementations compare: folded, then cut at what is neither letter nor
 * digit in ASCII. Any thread.
 *
 * Returns: (transfer full) (element-type utf8): the words in their order; none of %NULL and ""
 */
GPtrArray *
mc_work_split_words (const char *text)
{
  g_autofree char *folded = mc_text_fold (text == NULL ? "" : text);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *start = NULL;

  for (const char *p = folded;; p++)
    {
      if (start == NULL && is_of_word (*p))
        start = p;
      else if (start != NULL && !is_of_word (*p))
        {
          g_ptr_array_add (words, g_strndup (start, p - start));
          start = NULL;
        }
      if (*p == '\0')
        return words;
    }
}
