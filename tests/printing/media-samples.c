/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/media-samples.h"

#include "printing/documents/pickup-slip-page.h"
#include "printing/documents/receipt-page.h"

#define AT "2025-06-20T16:55:00+07:00"

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static McReceipt *
create_receipt (const char *language, McSampleLength length)
{
  McReceipt *receipt = mc_sample_receipt_new (
      language, length == MC_SAMPLE_SHORT ? MC_SAMPLE_SHORT : MC_SAMPLE_LONG);
  const char *hostile = mc_sample_choose (MC_SAMPLE_HOSTILE, "", "");

  if (length != MC_SAMPLE_HOSTILE)
    return receipt;
  set (&receipt->unit_name, hostile);
  set (&receipt->procedure_name, hostile);
  set (&receipt->masked_name, hostile);
  set (&receipt->fee_text, hostile);
  set (&receipt->kiosk, "MÁY-ẾỖỮẶ");
  g_ptr_array_set_size (receipt->papers, 2);
  g_ptr_array_add (receipt->papers, g_strdup (hostile));
  return receipt;
}

static McPage *
create_first (McMedium medium, const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McReceipt) receipt = create_receipt (language, length);

  return mc_receipt_page_new (receipt, medium, error);
}

static McPage *
create_copy (McMedium medium, const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McReceipt) receipt = create_receipt (language, length);

  receipt->copy = length == MC_SAMPLE_SHORT ? 2 : 12;
  return mc_receipt_page_new (receipt, medium, error);
}

static McPage *
create_pickup (McMedium medium, const char *language, McSampleLength length, GError **error)
{
  McPickupSlip slip = {
    .language = language,
    .unit_name =
        mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám"),
    .point_name = mc_sample_choose (length,
                                    "Điểm phục vụ hành chính công phường Hoàn Kiếm",
                                    "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung tâm Phục "
                                    "vụ hành chính công thành phố Hà Nội"),
    .number = length == MC_SAMPLE_SHORT ? "12" : "A-1024",
    .counter = length == MC_SAMPLE_SHORT ? "2" : NULL,
    .code = length == MC_SAMPLE_SHORT ? MC_SAMPLE_CODE : MC_SAMPLE_OLD_CODE,
    .masked_name = mc_sample_choose (
        length, "Trần Thị B•••", "Công ty Cổ phần Xây dựng và Thương mại Nguyễn Khuyến •••"),
    .at = mc_sample_time ("2025-11-20T10:05:00+07:00"),
    .check = length == MC_SAMPLE_SHORT ? MC_PICKUP_CARD_MATCHED : MC_PICKUP_CLERK_TO_LOOK,
    .kiosk = "HK-03",
    .copy = length == MC_SAMPLE_SHORT ? 1 : 2,
  };

  return mc_pickup_slip_page_new (&slip, medium, error);
}

/**
 * mc_sample_fill_test_sheet:
 * @sheet: (out caller-allocates): filled with static strings
 * @language: "vi" or "en"
 * @length: how much it says
 */
void
mc_sample_fill_test_sheet (McTestSheet *sheet, const char *language, McSampleLength length)
{
  *sheet = (McTestSheet){
    .language = language,
    .unit_name =
        mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám"),
    .point_name = mc_sample_choose (length,
                                    "Trung tâm Phục vụ hành chính công",
                                    "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung tâm Phục "
                                    "vụ hành chính công thành phố Hà Nội"),
    .kiosk = length == MC_SAMPLE_SHORT ? "HK-03" : "VANMIEU-QUOCTUGIAM-ENTRANCE-2",
    .printer = mc_sample_choose (length,
                                 "ipp://192.0.2.9/ipp/print",
                                 "ipps://receipt-printer-entrance-2.vanmieu-quoctugiam.hanoi."
                                 "example:8631/ipp/print/roll"),
    .at = mc_sample_time (AT),
  };
}

static McPage *
create_test (McMedium medium, const char *language, McSampleLength length, GError **error)
{
  McTestSheet sheet;

  mc_sample_fill_test_sheet (&sheet, language, length);
  return mc_test_page_new (&sheet, medium, error);
}

static void
add_watched (GPtrArray *array, guint n, gint64 at)
{
  static const char *const codes[] = { MC_SAMPLE_CODE, MC_SAMPLE_OLD_CODE };

  for (guint i = 0; i < n; i++)
    {
      McDossierToWatch *dossier = g_new0 (McDossierToWatch, 1);

      dossier->code = codes[i % 2];
      dossier->at = at + i * 60;
      g_ptr_array_add (array, dossier);
    }
}

/**
 * mc_sample_day_init:
 * @self: (out caller-allocates): a day whose numbers add up
 * @language: "vi" or "en"
 * @length: how much it says; a hostile one does not add up
 */
void
mc_sample_day_init (McSampleDay *self, const char *language, McSampleLength length)
{
  const gboolean is_short = length == MC_SAMPLE_SHORT;
  const McSerialGap one = { 500013, 500013 }, some = { 500020, 500026 };

  self->undelivered = g_ptr_array_new_with_free_func (g_free);
  self->unknown = g_ptr_array_new_with_free_func (g_free);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (McSerialGap));
  add_watched (self->unknown, is_short ? 1 : 45, mc_sample_time (AT) - 7200);
  add_watched (self->undelivered, is_short ? 0 : 15, mc_sample_time (AT) - 3600);
  if (!is_short)
    for (guint i = 0; i < 12; i++)
      {
        g_array_append_val (self->gaps, one);
        g_array_append_val (self->gaps, some);
      }
  self->day = (McReconciliation){
    .language = language,
    .unit_name =
        mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám"),
    .point_name = mc_sample_choose (length,
                                    "Trung tâm Phục vụ hành chính công",
                                    "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung tâm Phục "
                                    "vụ hành chính công thành phố Hà Nội"),
    .kiosk = is_short ? "HK-03" : "VANMIEU-QUOCTUGIAM-ENTRANCE-2",
    .day = mc_sample_time (AT),
    .at = mc_sample_time (AT),
    .n_dossiers = is_short                   ? 42
                  : length == MC_SAMPLE_LONG ? 1274
                                             : 1275,
    .n_confirmed = is_short ? 39 : 1200,
    .n_sent = is_short ? 0 : 7,
    .n_failed = is_short ? 2 : 12,
    .n_unknown = is_short ? 1 : 45,
    .n_waiting = is_short ? 0 : 3,
    .n_unasked = is_short ? 0 : 7,
    .n_reprints = is_short ? 3 : 118,
    .n_pickup_slips = is_short ? 17 : 0,
    .n_pages = is_short ? 60 : 1375,
    .paper_mm = is_short ? 7420 : 186541,
    .undelivered = self->undelivered,
    .unknown = self->unknown,
    .first_serial = 500001,
    .last_serial = is_short ? 500042 : 501300,
    .gaps = self->gaps,
  };
}

/**
 * mc_sample_day_clear:
 * @self: a day
 */
void
mc_sample_day_clear (McSampleDay *self)
{
  g_clear_pointer (&self->undelivered, g_ptr_array_unref);
  g_clear_pointer (&self->unknown, g_ptr_array_unref);
  g_clear_pointer (&self->gaps, g_array_unref);
}

static McPage *
create_day (McMedium medium, const char *language, McSampleLength length, GError **error)
{
  g_auto (McSampleDay) sample = { 0 };

  mc_sample_day_init (&sample, language, length);
  return mc_reconciliation_page_new (&sample.day, medium, error);
}

const McMediaSample mc_media_samples[] = {
  { "receipt", create_first },  { "receipt-copy", create_copy },  { "pickup", create_pickup },
  { "test-page", create_test }, { "reconciliation", create_day },
};
const guint mc_n_media_samples = G_N_ELEMENTS (mc_media_samples);
