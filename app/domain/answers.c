/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/answers.h"

#include "app/domain/json.h"
#include "app/domain/text.h"

typedef struct
{
  char *key;   /* (owned) */
  char *value; /* (owned) */
} Answer;

struct _McAnswers
{
  GPtrArray *list; /* (owned) (element-type Answer), in the order of their first setting */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->key);
  mc_text_free_secret (answer->value);
  g_free (answer);
}

/* A form has some dozens of fields: a walk is quicker than a hash here. */
static Answer *
find (const McAnswers *self, const char *key, guint *index)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      Answer *answer = g_ptr_array_index (self->list, i);

      if (g_str_equal (answer->key, key))
        {
          if (index != NULL)
            *index = i;
          return answer;
        }
    }

  return NULL;
}

/**
 * mc_answers_new:
 *
 * Returns: (transfer full): no answers yet. Not for use from two threads at once
 */
McAnswers *
mc_answers_new (void)
{
  McAnswers *self = g_new0 (McAnswers, 1);

  self->list = g_ptr_array_new_with_free_func (answer_free);
  return self;
}

/**
 * mc_answers_copy:
 * @self: answers
 *
 * Returns: (transfer full): the same answers in the same order
 */
McAnswers *
mc_answers_copy (const McAnswers *self)
{
  McAnswers *copy = mc_answers_new ();

  for (guint i = 0; i < self->list->len; i++)
    {
      const Answer *answer = g_ptr_array_index (self->list, i);

      mc_answers_set (copy, answer->key, answer->value);
    }

  return copy;
}

/**
 * mc_answers_free:
 * @self: (transfer full) (nullable): answers
 *
 * Overwrites the values before it frees them: they are personal data.
 */
void
mc_answers_free (McAnswers *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->list);
  g_free (self);
}

/**
 * mc_answers_get:
 * @self: answers
 * @key: a field's key
 *
 * Returns: (transfer none) (nullable): the canonical value until the next change, or %NULL
 */
const char *
mc_answers_get (const McAnswers *self, const char *key)
{
  const Answer *answer;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  answer = find (self, key, NULL);
  return answer != NULL ? answer->value : NULL;
}

/**
 * mc_answers_set:
 * @self: answers
 * @key: a field's key
 * @value: (nullable): the canonical value; %NULL takes the answer away
 *
 * A changed answer keeps its place in the order.
 */
void
mc_answers_set (McAnswers *self, const char *key, const char *value)
{
  Answer *answer;
  guint index;

  g_return_if_fail (self != NULL && key != NULL);

  answer = find (self, key, &index);
  if (value == NULL)
    {
      if (answer != NULL)
        g_ptr_array_remove_index (self->list, index);
      return;
    }

  if (answer == NULL)
    {
      answer = g_new0 (Answer, 1);
      answer->key = g_strdup (key);
      g_ptr_array_add (self->list, answer);
    }
  else if (answer->value == value)
    return;

  mc_text_free_secret (answer->value);
  answer->value = g_strdup (value);
}

/**
 * mc_answers_get_size:
 * @self: answers
 *
 * Returns: how many there are
 */
guint
mc_answers_get_size (const McAnswers *self)
{
  return self->list->len;
}

/**
 * mc_answers_to_json:
 * @self: answers
 *
 * Returns: (transfer full): an object of texts, in order
 */
json_t *
mc_answers_to_json (const McAnswers *self)
{
  json_t *object = json_object ();

  for (guint i = 0; i < self->list->len; i++)
    {
      const Answer *answer = g_ptr_array_index (self->list, i);

      json_object_set_new (object, answer->key, json_string (answer->value));
    }

  return object;
}

/**
 * mc_answers_from_json:
 * @object: (nullable): an object of texts
 * @error: return location for an #McJsonError
 *
 * Takes the values as they are: whether they fit the fields is for the procedure to say.
 *
 * Returns: (transfer full) (nullable): the answers, or %NULL with @error set
 */
McAnswers *
mc_answers_from_json (json_t *object, GError **error)
{
  g_autoptr (McAnswers) self = mc_answers_new ();
  const char *key;
  json_t *value;

  if (!json_is_object (object))
    {
      g_set_error_literal (
          error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "the answers are missing or not an object");
      return NULL;
    }

  json_object_foreach (object, key, value)
  {
    if (!json_is_string (value))
      {
        g_set_error (
            error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "the answer to “%s” is not a text", key);
        return NULL;
      }
    mc_answers_set (self, key, json_string_value (value));
  }

  return g_steal_pointer (&self);
}
