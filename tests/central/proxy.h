/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <jansson.h>

G_BEGIN_DECLS

/* Prism between test and service: it knows assets/openapi.yaml alone. A request that the file does
 * not allow it refuses; an answer that the file does not allow it makes an error. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  char *address;        /* (owned), "127.0.0.1:40123" */
} McTestProxy;

typedef enum
{
  MC_TEST_VERDICT_PASSED,  /* this is the service's own answer */
  MC_TEST_VERDICT_REFUSED, /* the file does not allow the request; the service never saw it */
  MC_TEST_VERDICT_BROKEN,  /* no answer came from the service */
  MC_TEST_VERDICT_BREACH,  /* the service answered what the file does not allow */
} McTestVerdict;

gboolean mc_test_proxy_is_wanted (void); /* MC_TEST_DESCRIBED */
McTestProxy *mc_test_proxy_new (const char *upstream, const char *ca);
void mc_test_proxy_free (McTestProxy *self);
McTestVerdict mc_test_proxy_judge (const json_t *body, const char *violations);

G_END_DECLS
