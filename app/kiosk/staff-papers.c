/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-papers"
#include "config.h"

#include "app/kiosk/staff-papers.h"

#include "app/domain/datetime.h"
#include "app/kiosk/staff-document.h"

/**
 * McStaffPapers:
 *
 * Looks at the outbox when the staff's screens open and whenever it changed while they are; forgets
 * it when they close.
 */
struct _McStaffPapers
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McStaffAccess *access;     /* (owned) */
  GCancellable *cancellable; /* (owned), of what is asked while it is open */
  GPtrArray *none;           /* (owned) (element-type McStaffPaper), empty */
  McDayFigures *figures;     /* (owned) (nullable), with the list */
  McOutboxSummary summary;
  char *selected; /* (owned) (nullable), a dossier's id */
  McStaffAct act;
  gboolean looking;
  gboolean look_again;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McStaffPapers, mc_staff_papers, G_TYPE_OBJECT)

/* One look, in the outbox's thread. */
typedef struct
{
  McDayFigures *figures; /* (owned) (nullable) */
  McOutboxSummary summary;
} Look;

typedef enum
{
  ACT_PRINT,
  ACT_OUT,
  ACT_DISCARD,
  ACT_DOCUMENT,
} ActKind;

typedef struct
{
  ActKind kind;
  char *key;  /* (owned): dossier's id, print job, or a document's kind */
  char *slip; /* (owned) (nullable): what the document says */
} Act;

static void look (McStaffPapers *self);

static void
look_free (gpointer data)
{
  Look *seen = data;

  g_clear_pointer (&seen->figures, mc_day_figures_free);
  g_free (seen);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
act_free (gpointer data)
{
  Act *act = data;

  g_free (act->key);
  g_free (act->slip);
  g_free (act);
}

static void
changed (McStaffPapers *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
get_today (McStaffPapers *self, GDate *today)
{
  g_date_clear (today, 1);
  mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (self->engine)), today);
}

static gpointer
read_papers (McOutbox *outbox, gpointer today, GError **error)
{
  g_autoptr (Look) seen = g_new0 (Look, 1);

  seen->figures = mc_day_figures_load (outbox, today, error);
  if (seen->figures == NULL || !mc_outbox_get_summary (outbox, &seen->summary, error))
    return NULL;
  return g_steal_pointer (&seen);
}

static void
take (McStaffPapers *self, Look *seen)
{
  g_clear_pointer (&self->figures, mc_day_figures_free);
  self->figures = g_steal_pointer (&seen->figures);
  self->summary = seen->summary;
  changed (self);
}

static void
on_papers_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Look) seen = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  g_autoptr (McStaffPapers) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* closed meanwhile, or gone */
  self = g_object_ref (user_data);
  self->looking = FALSE;
  if (seen != NULL)
    take (self, seen);
  else
    g_warning ("Cannot list the papers: %s", error->message);
  if (self->look_again)
    look (self);
}

/* One look at a time; what changes meanwhile makes one more. */
static void
look (McStaffPapers *self)
{
  GDate *today;

  if (mc_staff_access_get_state (self->access) != MC_STAFF_OPEN)
    return;
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  today = g_date_new ();
  get_today (self, today);
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       read_papers,
                       today,
                       (GDestroyNotify) g_date_free,
                       look_free,
                       self->cancellable,
                       on_papers_ready,
                       self);
}

static void
forget (McStaffPapers *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->looking = self->look_again = FALSE;
  g_clear_pointer (&self->figures, mc_day_figures_free);
  g_clear_pointer (&self->selected, g_free);
  self->act = MC_STAFF_ACT_NONE;
}

static void
on_access_changed (McStaffPapers *self)
{
  if (mc_staff_access_get_state (self->access) == MC_STAFF_OPEN)
    look (self);
  else
    forget (self);
}

static void
mc_staff_papers_dispose (GObject *object)
{
  McStaffPapers *self = MC_STAFF_PAPERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->access);

  G_OBJECT_CLASS (mc_staff_papers_parent_class)->dispose (object);
}

static void
mc_staff_papers_finalize (GObject *object)
{
  McStaffPapers *self = MC_STAFF_PAPERS (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->none);
  g_clear_pointer (&self->figures, mc_day_figures_free);
  g_free (self->selected);

  G_OBJECT_CLASS (mc_staff_papers_parent_class)->finalize (object);
}

static void
mc_staff_papers_class_init (McStaffPapersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_staff_papers_dispose;
  object_class->finalize = mc_staff_papers_finalize;

  /**
   * McStaffPapers::changed:
   *
   * The list, the figures, or what became of an act.
   */
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", MC_TYPE_STAFF_PAPERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mc_staff_papers_init (McStaffPapers *self)
{
  self->cancellable = g_cancellable_new ();
  self->none = g_ptr_array_new ();
}

/**
 * mc_staff_papers_new:
 * @engine: outbox, printer and clock
 * @access: while it is open there is something to see
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): what staff see
 */
McStaffPapers *
mc_staff_papers_new (McEngine *engine, McStaffAccess *access)
{
  McStaffPapers *self = g_object_new (MC_TYPE_STAFF_PAPERS, NULL);

  self->engine = g_object_ref (engine);
  self->access = g_object_ref (access);
  g_signal_connect_object (
      access, "notify::state", G_CALLBACK (on_access_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      mc_engine_get_outbox (engine), "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      mc_engine_get_lock (engine), "woken", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * mc_staff_papers_get_list:
 *
 * Returns: (transfer none) (element-type McStaffPaper): those that somebody has to see to, then
 *   the others of today
 */
GPtrArray *
mc_staff_papers_get_list (McStaffPapers *self)
{
  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), NULL);

  return self->figures != NULL ? self->figures->list : self->none;
}

/**
 * mc_staff_papers_get_n_unresolved:
 *
 * Returns: how many stand at the head of the list that somebody has to see to
 */
guint
mc_staff_papers_get_n_unresolved (McStaffPapers *self)
{
  GPtrArray *list;
  guint n = 0;

  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), 0);

  list = mc_staff_papers_get_list (self);
  while (n < list->len && ((const McStaffPaper *) g_ptr_array_index (list, n))->unresolved)
    n++;
  return n;
}

/**
 * mc_staff_papers_get_figures:
 *
 * Returns: (transfer none) (nullable): today; %NULL before the first look
 */
const McDayFigures *
mc_staff_papers_get_figures (McStaffPapers *self)
{
  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), NULL);

  return self->figures;
}

/**
 * mc_staff_papers_get_summary:
 *
 * Returns: (transfer none): what waits to be sent, of any day
 */
const McOutboxSummary *
mc_staff_papers_get_summary (McStaffPapers *self)
{
  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), NULL);

  return &self->summary;
}

/**
 * mc_staff_papers_select:
 * @id: a dossier's, of the list
 *
 * The acts below are about it.
 */
void
mc_staff_papers_select (McStaffPapers *self, const char *id)
{
  g_return_if_fail (MC_IS_STAFF_PAPERS (self));

  g_free (self->selected);
  self->selected = g_strdup (id);
  self->act = MC_STAFF_ACT_NONE;
  changed (self);
}

/**
 * mc_staff_papers_get_selected:
 *
 * Returns: (transfer none) (nullable): the one that was selected, as it is now; %NULL when it is
 * not in the list (any more)
 */
const McStaffPaper *
mc_staff_papers_get_selected (McStaffPapers *self)
{
  GPtrArray *list;

  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), NULL);

  list = mc_staff_papers_get_list (self);
  for (guint i = 0; self->selected != NULL && i < list->len; i++)
    {
      const McStaffPaper *paper = g_ptr_array_index (list, i);

      if (g_str_equal (paper->id, self->selected))
        return paper;
    }
  return NULL;
}

/**
 * mc_staff_papers_get_act:
 *
 * Returns: how it went with what was asked for last about the selected one
 */
McStaffAct
mc_staff_papers_get_act (McStaffPapers *self)
{
  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), MC_STAFF_ACT_NONE);

  return self->act;
}

/**
 * mc_staff_papers_has_printer:
 *
 * Returns: whether there is a printer that does not say that it cannot print
 */
gboolean
mc_staff_papers_has_printer (McStaffPapers *self)
{
  McPrintQueue *queue;

  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), FALSE);

  queue = mc_engine_get_print_queue (self->engine);
  return queue != NULL &&
         mc_printer_get_health (mc_print_queue_get_printer (queue)) != MC_PRINTER_FAULT;
}

/**
 * mc_staff_papers_can_print:
 *
 * Returns: whether a copy of the selected one makes sense: a printer, nothing of it under way, its
 *   receipt not purged
 */
gboolean
mc_staff_papers_can_print (McStaffPapers *self)
{
  const McStaffPaper *paper;

  g_return_val_if_fail (MC_IS_STAFF_PAPERS (self), FALSE);

  paper = mc_staff_papers_get_selected (self);
  return mc_staff_papers_has_printer (self) && paper != NULL &&
         paper->state != MC_DELIVERY_PURGED && self->act != MC_STAFF_ACT_UNDERWAY &&
         (paper->job == NULL || paper->print >= MC_PRINT_CONFIRMED);
}

static gpointer
do_act (McOutbox *outbox, gpointer data, GError **error)
{
  const Act *act = data;
  g_autofree char *job = NULL;

  switch (act->kind)
    {
    case ACT_PRINT:
      job = mc_outbox_add_print (outbox, act->key, error);
      break;
    case ACT_OUT:
      mc_outbox_note_paper_out (outbox, act->key, error);
      break;
    case ACT_DISCARD:
      mc_outbox_discard_paper (outbox, act->key, error);
      break;
    case ACT_DOCUMENT:
      job = mc_outbox_add_staff_print (outbox, act->key, act->slip, error);
      break;
    default:
      break;
    }
  return NULL;
}

static void
on_act_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (McStaffPapers) self = user_data;
  g_autoptr (GError) error = NULL;

  mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (error != NULL)
    g_message ("What staff asked for was not done: %s", error->message);
  if (self->engine == NULL)
    return;
  if (error == NULL && mc_engine_get_print_queue (self->engine) != NULL)
    mc_print_queue_kick (mc_engine_get_print_queue (self->engine));
  if (error == NULL && !mc_engine_is_owner (self->engine))
    mc_state_lock_wake_owner (mc_engine_get_lock (self->engine)); /* a motcua-ctl that prints now */
  if (self->act != MC_STAFF_ACT_UNDERWAY)
    return; /* closed meanwhile */
  self->act = error == NULL ? MC_STAFF_ACT_DONE
              : g_error_matches (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT)
                  ? MC_STAFF_ACT_OVERTAKEN
                  : MC_STAFF_ACT_FAILED;
  look (self);
  changed (self);
}

/* Once begun it is done, whoever leaves: nothing may be half said of a paper. */
static void
begin_act (McStaffPapers *self, ActKind kind, const char *key, char *slip)
{
  Act *act;

  if (key == NULL || self->act == MC_STAFF_ACT_UNDERWAY)
    {
      g_free (slip);
      return;
    }
  act = g_new0 (Act, 1);
  act->kind = kind;
  act->key = g_strdup (key);
  act->slip = slip;
  self->act = MC_STAFF_ACT_UNDERWAY;
  changed (self);
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       do_act,
                       act,
                       act_free,
                       NULL,
                       NULL,
                       on_act_ready,
                       g_object_ref (self));
}

/**
 * mc_staff_papers_print_again:
 *
 * One more copy of the selected one, with its number on its face when an earlier one may exist.
 * Nothing when mc_staff_papers_can_print () is %FALSE.
 */
void
mc_staff_papers_print_again (McStaffPapers *self)
{
  g_return_if_fail (MC_IS_STAFF_PAPERS (self));

  if (mc_staff_papers_can_print (self))
    begin_act (self, ACT_PRINT, mc_staff_papers_get_selected (self)->id, NULL);
}

/**
 * mc_staff_papers_note_out:
 *
 * The latest paper of the selected one, which is unknown, was seen.
 */
void
mc_staff_papers_note_out (McStaffPapers *self)
{
  const McStaffPaper *paper;

  g_return_if_fail (MC_IS_STAFF_PAPERS (self));

  paper = mc_staff_papers_get_selected (self);
  if (paper != NULL)
    begin_act (self, ACT_OUT, paper->job, NULL);
}

/**
 * mc_staff_papers_discard:
 *
 * The latest paper of the selected one did not come out, and nobody waits for it.
 */
void
mc_staff_papers_discard (McStaffPapers *self)
{
  const McStaffPaper *paper;

  g_return_if_fail (MC_IS_STAFF_PAPERS (self));

  paper = mc_staff_papers_get_selected (self);
  if (paper != NULL)
    begin_act (self, ACT_DISCARD, paper->job, NULL);
}

/**
 * mc_staff_papers_print_document:
 * @kind: %MC_STAFF_DOCUMENT_TEST, or %MC_STAFF_DOCUMENT_DAY of today
 * @language: "vi" or "en"
 *
 * Nothing when mc_staff_papers_has_printer () is %FALSE.
 */
void
mc_staff_papers_print_document (McStaffPapers *self, const char *kind, const char *language)
{
  GDate today;

  g_return_if_fail (MC_IS_STAFF_PAPERS (self));
  g_return_if_fail (kind != NULL);

  if (!mc_staff_papers_has_printer (self))
    return;
  get_today (self, &today);
  begin_act (self,
             ACT_DOCUMENT,
             kind,
             mc_staff_document_describe (
                 language, g_str_equal (kind, MC_STAFF_DOCUMENT_DAY) ? &today : NULL));
}
