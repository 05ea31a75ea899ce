/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/batch.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/inbox.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"

#include <string.h>

#define FORM_MAX (16 * 1024)

/* What can be done with several at once: nobody's papers are looked at for it. */
static const char *const actions[] = {
  "chair_assign",
  "dept_assign",
  "dept_approve",
  "chair_approve",
};

static void
item_free (gpointer data)
{
  McBatchItem *item = data;

  g_clear_pointer (&item->record, mc_dossier_record_free);
  g_free (item->id);
  g_free (item->remark);
  g_free (item);
}

/**
 * mc_batch_free:
 * @self: (transfer full) (nullable): a batch
 */
void
mc_batch_free (McBatch *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->items);
  g_free (self->unit);
  g_free (self->post_department);
  g_free (self->department);
  g_free (self->assignee);
  g_free (self->typed);
  g_free (self->reason);
  g_free (self);
}

/**
 * mc_batch_count:
 * @self: a batch
 * @outcome: an outcome
 *
 * Returns: how many of its dossiers have it. Any thread
 */
guint
mc_batch_count (const McBatch *self, McBatchOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += ((const McBatchItem *) g_ptr_array_index (self->items, i))->outcome == outcome;

  return n;
}

/**
 * mc_batch_wants_department:
 * @self: a batch
 *
 * Returns: whether it is said which department takes them. Any thread
 */
gboolean
mc_batch_wants_department (const McBatch *self)
{
  return g_str_equal (self->action, "chair_assign");
}

/**
 * mc_batch_wants_specialist:
 * @self: a batch
 *
 * Returns: whether it is said which specialist takes them. Any thread
 */
gboolean
mc_batch_wants_specialist (const McBatch *self)
{
  return g_str_equal (self->action, "dept_assign");
}

/**
 * mc_batch_list_departments:
 * @self: a batch
 * @central: central
 *
 * Returns: (transfer full) (nullable) (element-type McDepartment): who can take them; %NULL when
 * the storage does not answer. Any thread
 */
GPtrArray *
mc_batch_list_departments (const McBatch *self, McCentral *central)
{
  return mc_staff_list_departments (
      central,
      self->unit,
      mc_workflow_get_actor (MC_ROLE_DEPARTMENT, self->role == MC_ROLE_DIRECTOR),
      NULL);
}

/**
 * mc_batch_list_specialists:
 * @self: a batch
 * @central: central
 *
 * Returns: (transfer full) (nullable) (element-type McUserRecord): who can take them; %NULL when
 * the storage does not answer. Any thread
 */
GPtrArray *
mc_batch_list_specialists (const McBatch *self, McCentral *central)
{
  return mc_staff_list_specialists (central, self->unit, self->post_department, NULL);
}

static McBatchItem *
find_item (const McBatch *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      McBatchItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->id, id))
        return item;
    }

  return NULL;
}

/* "ID.REVISION" */
static void
add_item (McBatch *self, const char *text)
{
  const char *dot = strrchr (text, '.');
  g_autofree char *id = dot == NULL ? NULL : g_strndup (text, dot - text);
  guint64 revision = 0;
  McBatchItem *item;

  if (id == NULL || find_item (self, id) != NULL ||
      !g_ascii_string_to_unsigned (dot + 1, 10, 1, G_MAXINT64, &revision, NULL))
    return;

  item = g_new0 (McBatchItem, 1);
  item->id = g_steal_pointer (&id);
  item->revision = revision;
  g_ptr_array_add (self->items, item);
}

static const char *
read_action (const McRequest *request)
{
  g_autofree char *text = mc_request_dup_form (request, "action");

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_strcmp0 (actions[i], text) == 0)
      return actions[i];

  return NULL;
}

static const McPost *
read_post (const McRequest *request, guint *number)
{
  g_autofree char *text = mc_request_dup_form (request, "post");
  const GPtrArray *posts = request->user->posts;
  guint64 wanted;

  if (text == NULL || posts->len == 0 ||
      !g_ascii_string_to_unsigned (text, 10, 0, posts->len - 1, &wanted, NULL))
    return NULL;

  *number = wanted;
  return g_ptr_array_index (posts, wanted);
}

/* %NULL: no form of ours. */
static McBatch *
read_batch (const McRequest *request)
{
  const char *action = read_action (request);
  guint number = 0;
  const McPost *post = read_post (request, &number);
  g_autoptr (GPtrArray) chosen = mc_request_list_form (request, "dossier");
  McBatch *self;

  if (action == NULL || post == NULL || !mc_inbox_is_work (post) || chosen->len > MC_BATCH_MAX)
    return NULL;

  self = g_new0 (McBatch, 1);
  self->action = action;
  self->role = post->role;
  self->unit = g_strdup (post->unit);
  self->post_department = g_strdup (post->department);
  self->post = number;
  self->items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < chosen->len; i++)
    add_item (self, g_ptr_array_index (chosen, i));

  return self;
}

/* Whether it may be done now, without doing it; @item gets its record. */
static McBatchOutcome
judge (const McBatch *self,
       McCentral *central,
       const McRequest *request,
       const McCase *work,
       McBatchItem *item)
{
  const McTransition *row = mc_workflow_find (self->action, work->path.state);
  const McPost *post;

  if (!mc_access_may_read (request->user, work->record))
    return MC_BATCH_MISSING;

  g_clear_pointer (&item->record, mc_dossier_record_free);
  item->record = mc_dossier_record_copy (work->record);
  if (row == NULL)
    return MC_BATCH_NOT_NOW;
  post = mc_access_find_actor (request->user, work->record, row);
  if (post == NULL || post->role != self->role ||
      g_strcmp0 (work->record->resolver, self->unit) != 0)
    return MC_BATCH_NOT_YOURS;
  if (mc_action_check (
          central, work, self->action, post->role, request->user->login, request->now, NULL) ==
      NULL)
    return MC_BATCH_RULE;

  return MC_BATCH_READY;
}

static const McEventRecord *
get_last (const McCase *work)
{
  return work->events->len == 0 ? NULL : g_ptr_array_index (work->events, work->events->len - 1);
}

/* As the official is to see it before anything is recorded: the present, with its revision. */
static gboolean
look (McBatch *self, McCentral *central, const McRequest *request, McBatchItem *item)
{
  g_autoptr (GError) error = NULL;
  g_auto (McCase) work = { 0 };
  const McEventRecord *last;

  if (!mc_case_load (&work, central, item->id, &error))
    {
      item->outcome = MC_BATCH_MISSING;
      return g_error_matches (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN);
    }

  item->outcome = judge (self, central, request, &work, item);
  item->revision = work.record->revision;
  last = get_last (&work);
  if (item->outcome == MC_BATCH_READY && last != NULL)
    item->remark = g_strdup (last->note);

  return TRUE;
}

static gboolean
look_at_all (McBatch *self, McCentral *central, const McRequest *request)
{
  for (guint i = 0; i < self->items->len; i++)
    if (!look (self, central, request, g_ptr_array_index (self->items, i)))
      return FALSE;

  return TRUE;
}

static McAnswer *
tell_nothing_chosen (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      422,
      mc_pick (request->language, "Ông, bà chưa chọn hồ sơ nào", "You have not chosen any dossier"),
      mc_pick (request->language,
               "Xin đánh dấu vào ô ở đầu dòng của các hồ sơ cần làm, rồi bấm lại nút bên dưới danh "
               "sách.",
               "Please tick the boxes of the dossiers, then press the button below the list "
               "again."));
}

/* From `handle` to `write`: what is to be done, or a page that shows it. */
typedef struct
{
  McBatch *batch;   /* (owned) */
  McAnswer *review; /* (owned) (nullable) */
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  mc_batch_free (pending->batch);
  mc_answer_free (pending->review);
  g_free (pending);
}

/* %NULL: on to `write`. */
static McAnswer *
keep (McRequest *request, McBatch *batch, McAnswer *review)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->batch = batch;
  pending->review = review;
  mc_request_set_state (request, pending, pending_free);

  return NULL;
}

static McAnswer *
show_review (McBatch *batch, McCentral *central, McRequest *request)
{
  return keep (request, batch, mc_batch_review_new (batch, central, request));
}

static McAnswer *
handle_review (McCentral *central, McRequest *request)
{
  g_autoptr (McBatch) batch = read_batch (request);

  if (batch == NULL)
    return mc_shell_new_stale (central, request);
  if (batch->items->len == 0)
    return tell_nothing_chosen (central, request);
  if (!look_at_all (batch, central, request))
    return mc_shell_new_busy (central, request);

  return show_review (g_steal_pointer (&batch), central, request);
}

static void
read_taker (McBatch *self, McCentral *central, const McRequest *request)
{
  g_autofree char *sent =
      mc_request_dup_form (request, mc_batch_wants_department (self) ? "department" : "assignee");
  g_autoptr (GPtrArray) takers = NULL;

  if (mc_batch_wants_department (self))
    {
      takers = mc_batch_list_departments (self, central);
      if (takers != NULL && sent != NULL && mc_staff_has_department (takers, sent))
        self->department = g_steal_pointer (&sent);
      else
        self->mistake = mc_pick (
            request->language, "Xin chọn phòng nhận hồ sơ.", "Please choose the department.");
    }
  else if (mc_batch_wants_specialist (self))
    {
      takers = mc_batch_list_specialists (self, central);
      for (guint i = 0; takers != NULL && i < takers->len; i++)
        if (g_strcmp0 (((const McUserRecord *) g_ptr_array_index (takers, i))->login, sent) == 0)
          self->assignee = g_strdup (sent);
      if (self->assignee == NULL)
        self->mistake = mc_pick (
            request->language, "Xin chọn chuyên viên thụ lý.", "Please choose the specialist.");
    }
}

static void
read_reason (McBatch *self, const McRequest *request)
{
  g_autofree char *sent = mc_request_dup_form (request, "reason");

  if (sent == NULL || *g_strstrip (sent) == '\0')
    return;
  if (g_utf8_validate (sent, -1, NULL))
    self->typed = g_strdup (sent);
  self->reason = mc_text_normalise (sent, -1, MC_REASON_MAX, NULL);
  if (self->reason == NULL)
    self->bad_reason = mc_pick (request->language,
                                "Ý kiến dài quá 500 ký tự, hoặc có ký tự không dùng được.",
                                "The remark is longer than 500 characters, or holds some that "
                                "cannot be used.");
}

static McAnswer *
handle_run (McCentral *central, McRequest *request)
{
  g_autoptr (McBatch) batch = read_batch (request);

  if (batch == NULL)
    return mc_shell_new_stale (central, request);
  if (batch->items->len == 0)
    return tell_nothing_chosen (central, request);

  read_taker (batch, central, request);
  read_reason (batch, request);
  if (batch->mistake != NULL || batch->bad_reason != NULL)
    return look_at_all (batch, central, request)
               ? show_review (g_steal_pointer (&batch), central, request)
               : mc_shell_new_busy (central, request);

  return keep (request, g_steal_pointer (&batch), NULL);
}

/* The form sent a second time finds its own work done. */
static gboolean
was_done_before (const McBatch *self,
                 const McRequest *request,
                 const McCase *work,
                 const McBatchItem *item)
{
  const McEventRecord *next =
      item->revision >= work->events->len ? NULL : g_ptr_array_index (work->events, item->revision);

  return next != NULL && g_str_equal (next->action, self->action) &&
         g_strcmp0 (next->actor, request->user->login) == 0;
}

static gboolean
is_stranger (const McBatch *self, const McUserRecord *taker, const McDossierRecord *record)
{
  return mc_batch_wants_specialist (self) &&
         (taker == NULL || !mc_staff_works_in (taker, record->resolver, record->department));
}

/* One dossier, by itself: what stands in the way of one is no matter of the others. All of that is
 * found before anything of it is written; an error of the storage ends the whole. */
static gboolean
run_one (const McBatch *self,
         McCentral *central,
         McStorage *storage,
         const McRequest *request,
         const McUserRecord *taker,
         McBatchItem *item,
         GError **error)
{
  const McOrder order = { .action = self->action,
                          .role = self->role,
                          .actor = request->user->login,
                          .reason = self->reason,
                          .department = self->department,
                          .assignee = self->assignee,
                          .due_at = MC_TIME_NONE };
  g_autoptr (GError) problem = NULL;
  g_auto (McCase) work = { 0 };

  g_clear_pointer (&item->record, mc_dossier_record_free);
  g_clear_pointer (&item->remark, g_free);
  item->outcome = MC_BATCH_MISSING;
  if (!mc_case_load (&work, central, item->id, &problem))
    {
      if (g_error_matches (problem, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  item->outcome = judge (self, central, request, &work, item);
  if (item->outcome == MC_BATCH_MISSING)
    return TRUE;
  if (was_done_before (self, request, &work, item))
    {
      item->outcome = MC_BATCH_DONE;
      return TRUE;
    }
  if (item->revision != work.record->revision)
    {
      const McEventRecord *last = get_last (&work);

      item->outcome = MC_BATCH_CHANGED;
      item->remark = g_strdup (last == NULL ? NULL : last->actor);
      return TRUE;
    }
  if (item->outcome != MC_BATCH_READY)
    return TRUE;
  if (is_stranger (self, taker, work.record))
    {
      item->outcome = MC_BATCH_STRANGER;
      return TRUE;
    }

  if (!mc_action_run (central, storage, &work, &order, request->now, error) ||
      !mc_trail_add (storage, request, "step", work.record, self->action, error))
    return FALSE;
  item->outcome = MC_BATCH_DONE;
  g_clear_pointer (&item->record, mc_dossier_record_free);
  item->record = mc_dossier_record_copy (work.record);

  return TRUE;
}

static McAnswer *
run (McBatch *self, McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  g_autoptr (McUserRecord) taker =
                 self->assignee == NULL
                     ? NULL
                     : mc_people_find_user (MC_PEOPLE (storage), self->assignee, NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (!run_one (
            self, central, storage, request, taker, g_ptr_array_index (self->items, i), error))
      return NULL;

  return mc_batch_result_new (self, central, request);
}

/* Of each dossier the page tells what the step before wrote: each gets its line of the trail. */
static gboolean
note_views (const McBatch *self, McStorage *storage, McRequest *request, GError **error)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const McBatchItem *item = g_ptr_array_index (self->items, i);

      if (item->record != NULL &&
          !mc_trail_add (storage, request, "view", item->record, self->action, error))
        return FALSE;
    }

  return TRUE;
}

static McAnswer *
write_batch (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Pending *pending = request->state;

  if (pending->review == NULL)
    return run (pending->batch, central, storage, request, error);

  return note_views (pending->batch, storage, request, error) ? mc_answer_copy (pending->review)
                                                              : NULL;
}

/* clang-format off */
static const McRoute rows[] = {
  { "POST", "/console/batch",     FORM_MAX, MC_ROUTE_OFFICIAL, handle_review, write_batch },
  { "POST", "/console/batch/run", FORM_MAX, MC_ROUTE_OFFICIAL, handle_run, write_batch },
};
/* clang-format on */

const McRouteTable mc_batch_routes = { rows, G_N_ELEMENTS (rows) };
