/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/assets.h"
#include "app/domain/json.h"
#include "central/storage/storage-sqlite.h"
#include "central/work/event-data.h"
#include "tests/central/filing.h"
#include "tests/central/wire.h"

#include <string.h>
#include <sys/resource.h>

/* R15: the service is killed at a random instant under load; nothing that it acknowledged may be
 * missing, and nothing may be there twice. The oracle is this process: for a kiosk ok is a 201 or
 * 200 that came back signed, for an official the 303 after a form; info when the connection broke.
 */

#define SENDERS 4
#define FILINGS 2 /* prepared up to the last click, a round */
#define ROUNDS 100
#define ROUNDS_LONG 1000
#define MAX_TO_RECEIVE 400
#define OOM_EVERY 5 /* rounds: it runs out of memory before it is killed */
#define RECEIVER "hoa"
#define FILER "lan"

typedef struct
{
  McTestService *service; /* (unowned) */
  McTestKiosk *kiosk;     /* (unowned) */
  GAsyncQueue *todo;      /* (owned) (element-type McTestDossier) */
  GAsyncQueue *acked;     /* (owned) (element-type McTestDossier) */
  GAsyncQueue *broken;    /* (owned) (element-type McTestDossier): info */
  GAsyncQueue *begun;     /* (owned): one word from each sender that has its first answer */
  GAsyncQueue *ready;     /* (owned): one word to who files, once all of them have */
  gint stop;              /* (atomic) */

  /* The officials' side; each of them is one thread's while it runs. */
  Browser *receiver, *filer; /* (owned) */
  GQueue to_receive;   /* (element-type McTestDossier), kept by central and not received yet */
  GPtrArray *received; /* (owned) (element-type McTestDossier), acknowledged this round */
  McTestDossier *half_received; /* (owned) (nullable): info */
  json_t *example;              /* (owned), of what is filed */
  GPtrArray *prepared;          /* (owned) (element-type utf8), ids of this round's drafts */
  GPtrArray *filed;             /* (owned) (element-type utf8), acknowledged, of all rounds */
  GPtrArray *half_filed;        /* (owned) (element-type utf8): info, of all rounds */
  GPtrArray *all;               /* (owned) (element-type utf8), ids that may have been received */
  guint n_received, n_received_info;
} Load;

static gpointer
send_until_broken (gpointer data)
{
  Load *load = data;
  McTestDossier *dossier;
  gboolean begun = FALSE;

  while (!g_atomic_int_get (&load->stop) && (dossier = g_async_queue_try_pop (load->todo)) != NULL)
    {
      g_auto (McTestAnswer) answer = { 0 };

      mc_test_kiosk_call (load->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
      if (answer.status == 201 || answer.status == 200)
        g_async_queue_push (load->acked, dossier);
      else
        {
          g_assert_cmpuint (answer.status, ==, 0);
          g_async_queue_push (load->broken, dossier);
          return NULL;
        }
      if (!begun)
        g_async_queue_push (load->begun, load);
      begun = TRUE;
    }

  return NULL;
}

/* Step 2 of one dossier after the other, by the form that the console shows. */
static gpointer
receive_until_broken (gpointer data)
{
  static const char *const papers[] = { "have-declaration",
                                        "have-birth_notice",
                                        "have-requester_id" };
  Load *load = data;
  McTestDossier *dossier;

  while (!g_atomic_int_get (&load->stop) &&
         (dossier = g_queue_pop_head (&load->to_receive)) != NULL)
    {
      g_autofree char *form = g_strdup_printf ("/console/dossiers/%s/actions/receive", dossier->id);
      guint status = browser_open (load->receiver, form);

      if (status == 0)
        {
          g_queue_push_head (&load->to_receive, dossier);
          return NULL;
        }
      g_assert_cmpuint (status, ==, 200);
      for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
        browser_type (load->receiver, papers[i], "yes");
      browser_press (load->receiver, "", "/actions/receive");
      if (browser_was_sent_on (load->receiver))
        g_ptr_array_add (load->received, dossier);
      else
        {
          load->half_received = dossier;
          return NULL;
        }
    }

  return NULL;
}

/* The last click of each draft that is ready. */
static gpointer
file_until_broken (gpointer data)
{
  Load *load = data;

  g_async_queue_pop (load->ready);
  for (guint i = 0; i < load->prepared->len && !g_atomic_int_get (&load->stop); i++)
    {
      const char *id = g_ptr_array_index (load->prepared, i);
      g_autofree char *review = g_strdup_printf ("/console/counter/%s/review", id);

      if (browser_open (load->filer, review) != 200)
        return NULL;
      g_usleep (g_random_int_range (0, 10000)); /* so that some are under way at the kill */
      if (i % 2 == 0)
        browser_type (load->filer, "receive", "yes");
      browser_press (load->filer, "", "/submit");
      if (!browser_was_sent_on (load->filer))
        {
          g_ptr_array_add (load->half_filed, g_strdup (id));
          return NULL;
        }
      g_ptr_array_add (load->filed, g_strdup (id));
    }

  return NULL;
}

static guint
put_again (McTestKiosk *kiosk, const McTestDossier *dossier)
{
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (kiosk, "PUT", dossier->path, dossier->sealed, &answer);

  return answer.status;
}

static void
keep_to_receive (Load *load, McTestDossier *dossier)
{
  if (g_queue_get_length (&load->to_receive) < MAX_TO_RECEIVE)
    {
      g_ptr_array_add (load->all, g_strdup (dossier->id));
      g_queue_push_tail (&load->to_receive, dossier);
    }
  else
    mc_test_dossier_free (dossier);
}

/* After a restart: acknowledged ones are known (200, not 201); the others exist at most once. */
static void
check_arrived (Load *load, guint *n_acked, guint *n_info)
{
  McTestDossier *dossier;

  while ((dossier = g_async_queue_try_pop (load->acked)) != NULL)
    {
      g_assert_cmpuint (put_again (load->kiosk, dossier), ==, 200);
      (*n_acked)++;
      keep_to_receive (load, dossier);
    }
  while ((dossier = g_async_queue_try_pop (load->broken)) != NULL)
    {
      guint status = put_again (load->kiosk, dossier);

      g_assert_true (status == 200 || status == 201);
      g_assert_cmpuint (put_again (load->kiosk, dossier), ==, 200);
      (*n_info)++;
      keep_to_receive (load, dossier);
    }
}

static gboolean
is_received (Load *load, const McTestDossier *dossier)
{
  g_autofree char *path = g_strconcat ("/v1/status/", dossier->token, NULL);
  guint status;
  g_autofree char *text = mc_test_service_get (load->service, path, &status);
  g_autoptr (json_t) object = mc_json_parse (text, strlen (text), 1 << 20, "", NULL);

  g_assert_cmpuint (status, ==, 200);
  return g_str_equal (mc_json_get_optional_string (object, "state"), "received");
}

/* A step whose 303 came back is done; one whose connection broke is done or not. */
static void
check_received (Load *load)
{
  for (guint i = 0; i < load->received->len; i++)
    g_assert_true (is_received (load, g_ptr_array_index (load->received, i)));
  load->n_received += load->received->len;
  g_ptr_array_set_size (load->received, 0);

  if (load->half_received == NULL)
    return;
  load->n_received_info++;
  if (is_received (load, load->half_received))
    mc_test_dossier_free (load->half_received);
  else
    g_queue_push_head (&load->to_receive, load->half_received);
  load->half_received = NULL;
}

/* Drafts are gone with the process; what was acknowledged has its page. */
static void
check_filed (Load *load, guint n_before)
{
  for (guint i = n_before; i < load->filed->len; i++)
    {
      g_autofree char *path =
          g_strconcat ("/console/counter/", g_ptr_array_index (load->filed, i), NULL);

      g_assert_cmpuint (browser_open (load->filer, path), ==, 200);
    }
}

static void
prepare_filings (Load *load)
{
  g_ptr_array_set_size (load->prepared, 0);
  for (guint i = 0; i < FILINGS; i++)
    {
      filing_fill (load->filer, load->example);
      g_ptr_array_add (load->prepared, filing_dup_id (load->filer));
    }
}

/* Not a byte more than it has: the next allocation that needs one fails, and GLib ends it. */
static void
run_out_of_memory (McTestService *service)
{
  const struct rlimit limit = { 1024 * 1024, 1024 * 1024 };
  pid_t pid = atoi (g_subprocess_get_identifier (service->process));

  g_assert_cmpint (prlimit (pid, RLIMIT_AS, &limit, NULL), ==, 0);
  g_usleep (g_random_int_range (0, 30000));
}

static void
run_round (Load *load, guint round, guint *sequence)
{
  McTestService *service = load->service;
  GThread *threads[SENDERS + 2];
  guint n = 0;

  while (g_async_queue_length (load->todo) < 200)
    g_async_queue_push (load->todo, mc_test_dossier_new (load->kiosk, ++*sequence));
  prepare_filings (load);
  g_atomic_int_set (&load->stop, FALSE);
  for (; n < SENDERS; n++)
    threads[n] = g_thread_new ("sender", send_until_broken, load);
  threads[n++] = g_thread_new ("receiver", receive_until_broken, load);
  threads[n++] = g_thread_new ("filer", file_until_broken, load);
  for (guint i = 0; i < SENDERS; i++)
    g_async_queue_pop (load->begun);
  g_async_queue_push (load->ready, load);
  g_usleep (g_random_int_range (0, 30000)); /* the instant is the point: any will do */
  if (round % OOM_EVERY == 0)
    run_out_of_memory (service);
  g_subprocess_force_exit (service->process);
  g_atomic_int_set (&load->stop, TRUE);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  mc_test_service_kill (service);
  mc_test_service_start (service);
}

static gpointer
copy_id (gconstpointer id, gpointer data)
{
  return g_strdup (id);
}

/* Each dossier once and each step once in what is on the disk; each code of the counter once; and
 * the register's lines run from 1 without a gap, as the law wants them. */
static void
check_storage (Load *load)
{
  g_autofree char *path = g_build_filename (load->service->data, "central.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McStorage) storage = mc_storage_sqlite_new (path, &error);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) lines = g_hash_table_new (NULL, NULL);

  g_assert_no_error (error);
  g_ptr_array_extend (load->all, load->filed, copy_id, NULL);
  g_ptr_array_extend (load->all, load->half_filed, copy_id, NULL);
  for (guint i = 0; i < load->all->len; i++)
    {
      const char *id = g_ptr_array_index (load->all, i);
      g_autoptr (McDossierRecord) record = mc_storage_find_by_id (storage, id, NULL);
      g_autoptr (GPtrArray) events = NULL;

      if (record == NULL) /* one whose last click broke */
        continue;
      if (g_strcmp0 (record->channel, "assisted") == 0) /* the kiosk's are the test's own */
        g_assert_true (g_hash_table_add (codes, g_strdup (record->code)));
      events = mc_storage_list_events (storage, id, NULL);
      g_assert_cmpuint (events->len, ==, record->state == MC_STATE_RECEIVED ? 2 : 1);
      if (events->len == 2)
        {
          const McEventRecord *event = g_ptr_array_index (events, 1);
          g_autoptr (McEventData) data = mc_event_data_parse (event->data);

          g_assert_cmpstr (event->action, ==, "receive");
          g_assert_true (g_hash_table_add (lines, GUINT_TO_POINTER (data->register_number)));
        }
    }

  for (guint i = 1; i <= g_hash_table_size (lines); i++)
    g_assert_true (g_hash_table_contains (lines, GUINT_TO_POINTER (i)));
  g_assert_cmpuint (g_hash_table_size (lines), >=, load->n_received);
}

static void
set_up_officials (Load *load, Wire *receiver, Wire *filer)
{
  g_autofree char *data = NULL;
  gsize length;

  wire_add_official (load->service, RECEIVER, "Nguyễn Thị Hoa", "reception:00070");
  wire_add_official (load->service, FILER, "Đỗ Thị Lan", "reception:00070");
  load->receiver = browser_new_over (wire_fetch, receiver);
  load->filer = browser_new_over (wire_fetch, filer);
  wire_sign_in (load->receiver, RECEIVER);
  wire_sign_in (load->filer, FILER);
  load->example =
      filing_load_example (mc_assets_get_default_dir (), "signature.json", &data, &length);
  load->received = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_test_dossier_free);
  load->prepared = g_ptr_array_new_with_free_func (g_free);
  load->filed = g_ptr_array_new_with_free_func (g_free);
  load->half_filed = g_ptr_array_new_with_free_func (g_free);
  load->all = g_ptr_array_new_with_free_func (g_free);
}

static void
clear_load (Load *load)
{
  g_async_queue_unref (load->todo);
  g_async_queue_unref (load->acked);
  g_async_queue_unref (load->broken);
  g_async_queue_unref (load->begun);
  g_async_queue_unref (load->ready);
  browser_free (load->receiver);
  browser_free (load->filer);
  g_queue_clear_full (&load->to_receive, (GDestroyNotify) mc_test_dossier_free);
  g_ptr_array_unref (load->received);
  json_decref (load->example);
  g_ptr_array_unref (load->prepared);
  g_ptr_array_unref (load->filed);
  g_ptr_array_unref (load->half_filed);
  g_ptr_array_unref (load->all);
}

/* Killed a hundred times under load of kiosks and officials (MC_TEST_LONG=1: a thousand), some of
 * them out of memory: 0 acknowledged ones are lost. */
static void
test_kill (void)
{
  g_autoptr (McTestService) service = mc_test_service_new ();
  g_autoptr (McTestKiosk) kiosk = mc_test_kiosk_new_enrolled (service, "HK-03");
  g_autoptr (McTestDossier) never_sent = mc_test_dossier_new (kiosk, 999999);
  g_autoptr (Wire) receiver = wire_new (service);
  g_autoptr (Wire) filer = wire_new (service);
  Load load = { .service = service, .kiosk = kiosk };
  guint rounds = g_strcmp0 (g_getenv ("MC_TEST_LONG"), "1") == 0 ? ROUNDS_LONG : ROUNDS;
  guint n_acked = 0, n_info = 0, sequence = 0;
  gint64 start = g_get_monotonic_time ();

  load.begun = g_async_queue_new ();
  load.ready = g_async_queue_new ();
  load.todo = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  load.acked = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  load.broken = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  set_up_officials (&load, receiver, filer);
  for (guint i = 1; i <= rounds; i++)
    {
      guint n_filed = load.filed->len;

      run_round (&load, i, &sequence);
      check_arrived (&load, &n_acked, &n_info);
      check_received (&load);
      check_filed (&load, n_filed);
    }
  g_assert_cmpuint (n_acked, >, rounds);
  g_assert_cmpuint (load.n_received, >, rounds / 4);
  g_assert_cmpuint (load.filed->len, >, rounds / 10);

  /* The controls: what central does not have, and what was not done, is told from what is. */
  g_assert_cmpuint (put_again (kiosk, never_sent), ==, 201);
  g_assert_false (is_received (&load, never_sent));
  g_assert_cmpuint (browser_open (load.filer, "/console/counter/" DESK_ID), ==, 404);

  mc_test_service_stop (service);
  check_storage (&load);
  g_test_message (
      "%u kills: of kiosks' dossiers %u acknowledged, %u broken off; of receptions %u and "
      "%u; filed at the counter %u and %u; 0 lost in %.1f s; 95 %% bound %.2f %%",
      rounds,
      n_acked,
      n_info,
      load.n_received,
      load.n_received_info,
      load.filed->len,
      load.half_filed->len,
      (g_get_monotonic_time () - start) / 1e6,
      300.0 / rounds);
  clear_load (&load);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  g_test_add_func ("/service/kill", test_kill);

  return g_test_run ();
}
