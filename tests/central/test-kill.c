/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/service.h"

/* R15: the service is killed at a random instant under load; nothing that it acknowledged may be
 * missing, and nothing may be there twice. The oracle is this process: ok when 201 or 200 came back
 * signed, info when the connection broke. */

#define SENDERS 4
#define ROUNDS 100
#define ROUNDS_LONG 1000

typedef struct
{
  McTestKiosk *kiosk;  /* (unowned) */
  GAsyncQueue *todo;   /* (owned) (element-type McTestDossier) */
  GAsyncQueue *acked;  /* (owned) (element-type McTestDossier) */
  GAsyncQueue *broken; /* (owned) (element-type McTestDossier): info */
  GAsyncQueue *begun;  /* (owned): one word from each sender that has its first answer */
  gint stop;           /* (atomic) */
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

static guint
put_again (McTestKiosk *kiosk, const McTestDossier *dossier)
{
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (kiosk, "PUT", dossier->path, dossier->sealed, &answer);

  return answer.status;
}

/* After a restart: acknowledged ones are known (200, not 201); the others exist at most once. */
static void
check_round (Load *load, guint *n_acked, guint *n_info)
{
  g_autoptr (McTestDossier) dossier = NULL;

  while ((dossier = g_async_queue_try_pop (load->acked)) != NULL)
    {
      g_assert_cmpuint (put_again (load->kiosk, dossier), ==, 200);
      (*n_acked)++;
      g_clear_pointer (&dossier, mc_test_dossier_free);
    }
  while ((dossier = g_async_queue_try_pop (load->broken)) != NULL)
    {
      guint status = put_again (load->kiosk, dossier);

      g_assert_true (status == 200 || status == 201);
      g_assert_cmpuint (put_again (load->kiosk, dossier), ==, 200);
      (*n_info)++;
      g_clear_pointer (&dossier, mc_test_dossier_free);
    }
}

static void
run_round (Load *load, McTestService *service, guint *sequence)
{
  GThread *threads[SENDERS];

  while (g_async_queue_length (load->todo) < 200)
    g_async_queue_push (load->todo, mc_test_dossier_new (load->kiosk, ++*sequence));
  g_atomic_int_set (&load->stop, FALSE);
  for (guint i = 0; i < SENDERS; i++)
    threads[i] = g_thread_new ("sender", send_until_broken, load);
  for (guint i = 0; i < SENDERS; i++)
    g_async_queue_pop (load->begun);
  g_usleep (g_random_int_range (0, 30000)); /* the instant is the point: any will do */
  g_subprocess_force_exit (service->process);
  g_atomic_int_set (&load->stop, TRUE);
  for (guint i = 0; i < SENDERS; i++)
    g_thread_join (threads[i]);
  mc_test_service_kill (service);
  mc_test_service_start (service);
}

/* Killed a hundred times under load (MC_TEST_LONG=1: a thousand): 0 acknowledged ones are lost. */
static void
test_kill (void)
{
  g_autoptr (McTestService) service = mc_test_service_new ();
  g_autoptr (McTestKiosk) kiosk = mc_test_kiosk_new_enrolled (service, "HK-03");
  g_autoptr (McTestDossier) never_sent = mc_test_dossier_new (kiosk, 999999);
  Load load = { .kiosk = kiosk };
  guint rounds = g_strcmp0 (g_getenv ("MC_TEST_LONG"), "1") == 0 ? ROUNDS_LONG : ROUNDS;
  guint n_acked = 0, n_info = 0, sequence = 0;
  gint64 start = g_get_monotonic_time ();

  load.begun = g_async_queue_new ();
  load.todo = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  load.acked = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  load.broken = g_async_queue_new_full ((GDestroyNotify) mc_test_dossier_free);
  for (guint i = 0; i < rounds; i++)
    {
      run_round (&load, service, &sequence);
      check_round (&load, &n_acked, &n_info);
    }
  g_assert_cmpuint (n_acked, >, rounds);

  /* The control: a dossier that central does not have is told from one that it has. */
  g_assert_cmpuint (put_again (kiosk, never_sent), ==, 201);

  g_test_message ("%u kills, %u acknowledged, %u broken off, 0 lost in %.1f s; 95 %% bound %.2f %%",
                  rounds,
                  n_acked,
                  n_info,
                  (g_get_monotonic_time () - start) / 1e6,
                  300.0 / rounds);
  g_async_queue_unref (load.todo);
  g_async_queue_unref (load.acked);
  g_async_queue_unref (load.broken);
  g_async_queue_unref (load.begun);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  g_test_add_func ("/service/kill", test_kill);

  return g_test_run ();
}
