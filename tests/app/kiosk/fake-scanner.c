/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/fake-scanner.h"

struct _FakeScanner
{
  GObject parent_instance;

  gboolean connected;
};

static void fake_scanner_scanner_init (McCodeScannerInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (FakeScanner, fake_scanner, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CODE_SCANNER,
                                                      fake_scanner_scanner_init))
/* clang-format on */

enum
{
  PROP_CONNECTED = 1,
};

static void
fake_scanner_start (McCodeScanner *scanner)
{
}

static void
fake_scanner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTED)
    g_value_set_boolean (value, FAKE_SCANNER (object)->connected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
fake_scanner_scanner_init (McCodeScannerInterface *iface)
{
  iface->start = fake_scanner_start;
}

static void
fake_scanner_class_init (FakeScannerClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = fake_scanner_get_property;
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_CONNECTED, "connected");
}

static void
fake_scanner_init (FakeScanner *self)
{
  self->connected = TRUE;
}

/* A scanner that is there. */
McCodeScanner *
fake_scanner_new (void)
{
  return g_object_new (FAKE_TYPE_SCANNER, NULL);
}

void
fake_scanner_set_connected (McCodeScanner *scanner, gboolean connected)
{
  FAKE_SCANNER (scanner)->connected = connected;
  g_object_notify (G_OBJECT (scanner), "connected");
}
