/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-compose"
#include "config.h"

#include "app/compose.h"

#include "app/assets.h"
#include "app/delivery/curl-transport.h"
#include "app/system-clock.h"
#include "printing/transports/printer-factory.h"

static McPrinter *
create_printer (McConfig *config, McOutbox *outbox)
{
  McPrinterSettings settings;

  mc_config_get_printer (config, &settings);
  return mc_printer_create (&settings, MC_PRINT_JOURNAL (outbox));
}

static gboolean
load_parts (McEngineParts *parts, const char *config_path, GError **error)
{
  const char *assets_dir;
  const char *state_dir;
  const char *device;

  parts->config = mc_config_load (config_path, error);
  if (parts->config == NULL)
    return FALSE;
  assets_dir = mc_config_get_string (parts->config, "kiosk", "assets-dir");
  if (assets_dir == NULL)
    assets_dir = mc_assets_get_default_dir ();
  parts->catalogue = mc_assets_load_catalogue (assets_dir, error);
  if (parts->catalogue == NULL)
    return FALSE;
  parts->calendar = mc_assets_load_calendar (assets_dir, error);
  if (parts->calendar == NULL)
    return FALSE;

  state_dir = mc_config_get_string (parts->config, "kiosk", "state-dir");
  parts->clock = mc_system_clock_new ();
  parts->outbox = mc_outbox_open (state_dir, parts->clock, error);
  if (parts->outbox == NULL)
    return FALSE;
  parts->lock = mc_state_lock_new (state_dir);
  parts->transport =
      mc_curl_transport_new (mc_config_get_string (parts->config, "central", "ca-file"));
  parts->printer = create_printer (parts->config, parts->outbox);
  device = mc_config_get_string (parts->config, "scanner", "device");
  if (device != NULL)
    parts->scanner = mc_serial_scanner_new (device);
  return TRUE;
}

/**
 * mc_compose_engine:
 * @config_path: (nullable): %NULL for /etc/motcua/kiosk.conf
 *
 * Chooses the concrete parts by the configuration and builds the engine of motcua-ctl and
 * motcua-kiosk. Nothing runs before mc_engine_own ().
 *
 * Returns: (transfer full): the engine, or %NULL with the first failure
 */
McEngine *
mc_compose_engine (const char *config_path, GError **error)
{
  McEngineParts parts = { NULL };

  if (load_parts (&parts, config_path, error))
    return mc_engine_new (&parts, error);
  g_clear_object (&parts.config);
  g_clear_object (&parts.catalogue);
  g_clear_object (&parts.calendar);
  g_clear_object (&parts.clock);
  g_clear_object (&parts.outbox);
  return NULL;
}
