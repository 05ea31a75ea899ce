/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/report-samples.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"

const McSample mc_report_samples[] = {
  { "register", mc_sample_register_page_new, 297, 210 },
  { "report-06a", mc_sample_report_06a_page_new, 297, 210 },
  { "report-steps", mc_sample_report_steps_page_new, 210, 297 },
};
const guint mc_n_report_samples = G_N_ELEMENTS (mc_report_samples);

static void
row_free (gpointer data)
{
  McRegisterRow *row = data;

  g_free ((char *) row->code);
  g_free (row);
}

GPtrArray *
mc_sample_register_rows_new (guint n_rows, McSampleLength length)
{
  static const char *const owners[] = { "Trần Thị Bích Ngọc",
                                        "Nguyễn Văn Hải",
                                        "Đỗ Thị Ánh Tuyết" };
  static const char *const procedures[] = { "Đăng ký khai sinh",
                                            "Chứng thực bản sao từ bản chính",
                                            "Cấp Giấy xác nhận tình trạng hôn nhân" };
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  const gint64 first = mc_sample_time ("2025-11-03T08:10:00+07:00");

  for (guint i = 0; i < n_rows; i++)
    {
      McRegisterRow *row = g_new0 (McRegisterRow, 1);

      row->code = g_strdup_printf ("H26.104-251103-%06u", 500001 + i);
      row->procedure_name =
          mc_sample_choose (length,
                            procedures[i % G_N_ELEMENTS (procedures)],
                            "Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên");
      row->sets = 1;
      row->owner = mc_sample_choose (
          length,
          owners[i % G_N_ELEMENTS (owners)],
          i % 5 == 0 ? "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Nguyễn Khuyến"
                     : owners[i % G_N_ELEMENTS (owners)]);
      row->address = mc_sample_choose (
          length,
          "Số 15, ngõ 1 Đặng Thai Mai, Phường Tây Hồ",
          i % 7 == 0 ? "Lô CN-08, đường số 3, Khu công nghiệp Nam Thăng Long, Phường Thượng Cát, "
                       "thành phố Hà Nội, Việt Nam"
                     : "Thôn Đoài, Xã Sóc Sơn");
      row->phone = "0912 345 678";
      row->agency = mc_sample_choose (length, "UBND phường Hoàn Kiếm", "Sở Tài chính");
      row->received_at = first + i * 540;
      row->due_at = first + i * 540 + 3 * 86400;
      row->collected_at = i % 3 == 0 ? first + i * 540 + 2 * 86400 : MC_TIME_NONE;
      row->method = i % 3 == 0 ? "Tại quầy" : NULL;
      row->officer = "Lê Thu Hương";
      row->note = i % 4 == 3 ? mc_sample_choose (length, "Bổ sung", "Xin lỗi, hẹn lại") : NULL;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

McPage *
mc_sample_register_page_new (const char *language, McSampleLength length, GError **error)
{
  g_autoptr (GPtrArray) rows =
                 mc_sample_register_rows_new (length == MC_SAMPLE_LONG ? 90 : 9, length);
  McPoint point;
  const McRegisterBook book = { .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .book = "01",
                                .period = "Từ ngày 3/11/2025 đến ngày 30/11/2025",
                                .issued_at = mc_sample_time ("2025-12-01T08:00:00+07:00"),
                                .first_number = length == MC_SAMPLE_LONG ? 1201 : 1,
                                .rows = rows };

  mc_sample_fill_point (&point, length);
  return mc_register_page_new (&book, error);
}

static GPtrArray *
create_rows (guint n_rows, guint n_columns, const char *name)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < n_rows; i++)
    {
      char **texts = g_new0 (char *, n_columns + 1);

      texts[0] = g_strdup_printf ("%u", i + 1);
      texts[1] = g_strdup_printf ("%s %u", name, i + 1);
      for (guint j = 2; j < n_columns; j++)
        texts[j] = g_strdup_printf ("%u", (i * 37 + j * 11) % 1300);
      g_ptr_array_add (rows, texts);
    }
  return rows;
}

McPage *
mc_sample_report_06a_page_new (const char *language, McSampleLength length, GError **error)
{
  const gboolean english = mc_language_is_english (language);
  const char *received = english ? "Received" : "Số hồ sơ nhận";
  const char *solved = english ? "Settled" : "Số hồ sơ đã giải quyết";
  const char *open = english ? "Open" : "Số hồ sơ đang giải quyết";
  McReportColumn columns[] = {
    { "TT", NULL, "(1)", MC_FLOW_CENTRE, 0 },
    { english ? "Field, unit" : "Lĩnh vực, đơn vị", NULL, "(2)", MC_FLOW_LEFT, 0 },
    { english ? "Total" : "Tổng số", received, "(3)=(4)+(5)+(6)", MC_FLOW_RIGHT, 0 },
    { english ? "Online" : "Trực tuyến", received, "(4)", MC_FLOW_RIGHT, 0 },
    { english ? "Direct, post" : "Trực tiếp, bưu chính", received, "(5)", MC_FLOW_RIGHT, 0 },
    { english ? "Carried over" : "Từ kỳ trước", received, "(6)", MC_FLOW_RIGHT, 0 },
    { english ? "Total" : "Tổng số", solved, "(7)=(8)+(9)+(10)", MC_FLOW_RIGHT, 0 },
    { english ? "Early" : "Trước hạn", solved, "(8)", MC_FLOW_RIGHT, 0 },
    { english ? "On time" : "Đúng hạn", solved, "(9)", MC_FLOW_RIGHT, 0 },
    { english ? "Overdue" : "Quá hạn", solved, "(10)", MC_FLOW_RIGHT, 0 },
    { english ? "Total" : "Tổng số", open, "(11)=(12)+(13)", MC_FLOW_RIGHT, 0 },
    { english ? "In time" : "Trong hạn", open, "(12)", MC_FLOW_RIGHT, 0 },
    { english ? "Overdue" : "Quá hạn", open, "(13)", MC_FLOW_RIGHT, 0 },
  };
  static const char *const total[] = { "",    "Tổng cộng", "12.480", "8.210", "3.900",
                                       "370", "11.870",    "9.020",  "2.640", "210",
                                       "610", "580",       "30" };
  const char *names[] = { "Hộ tịch, phường Hoàn Kiếm",
                          "Phường Văn Miếu - Quốc Tử Giám, lĩnh vực Thành lập và hoạt động của "
                          "doanh nghiệp" };
  g_autoptr (GPtrArray) column_list = g_ptr_array_new (), sections = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = create_rows (length == MC_SAMPLE_LONG ? 126 : 6,
                                            G_N_ELEMENTS (columns),
                                            mc_sample_choose (length, names[0], names[1]));
  McReportSection section = { .caption = english
                                             ? "Received, settled and open"
                                             : "Tình hình, kết quả giải quyết thủ tục hành chính",
                              .columns = column_list,
                              .rows = rows,
                              .total = total,
                              .note = english ? "The total received contains what was carried over."
                                              : "Tổng số nhận đã gồm số từ kỳ trước chuyển qua." };
  const McReport report = {
    .agency = mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND thành phố Hà Nội"),
    .title = english ? "Report 06a" : "Báo cáo 06a",
    .subtitle =
        mc_sample_choose (length,
                          "Kỳ báo cáo: từ 1/11/2025 đến 30/11/2025 · Phường Hoàn Kiếm",
                          "Kỳ báo cáo: từ 1/1/2025 đến 31/12/2025 · Toàn thành phố, 126 xã, "
                          "phường, mọi lĩnh vực, mọi thủ tục, cả trực tuyến và trực tiếp"),
    .created_at = mc_sample_time ("2025-12-01T08:00:00+07:00"),
    .language = language,
    .landscape = TRUE,
    .sections = sections,
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (column_list, &columns[i]);
  g_ptr_array_add (sections, &section);
  return mc_report_page_new (&report, error);
}

McPage *
mc_sample_report_steps_page_new (const char *language, McSampleLength length, GError **error)
{
  static const char *const steps[] = { "Tiếp nhận tại địa điểm cấp xã",
                                       "Chủ tịch phường, xã phân công",
                                       "Lãnh đạo phòng chuyên môn phân công",
                                       "Chuyên viên thụ lý",
                                       "Lãnh đạo phòng phê duyệt",
                                       "Chủ tịch phường, xã phê duyệt",
                                       "Trả kết quả tại địa điểm tiếp nhận" };
  static const double hours[] = { 0.2, 1.4, 0.9, 9.6, 1.1, 2.3, 0 };
  static const char *const hour_texts[] = { "0,2 giờ", "1,4 giờ", "0,9 giờ", "9,6 giờ",
                                            "1,1 giờ", "2,3 giờ", "chưa có" };
  const gboolean english = mc_language_is_english (language);
  McReportColumn columns[] = {
    { "TT", NULL, NULL, MC_FLOW_CENTRE, 0 },
    { english ? "Step" : "Bước", NULL, NULL, MC_FLOW_LEFT, 0 },
    { english ? "Dossiers" : "Số hồ sơ", NULL, NULL, MC_FLOW_RIGHT, 0 },
    { english ? "Median, hours" : "Trung vị, giờ", NULL, NULL, MC_FLOW_RIGHT, 0 },
    { english ? "90 of 100, hours" : "90 trên 100, giờ", NULL, NULL, MC_FLOW_RIGHT, 0 },
  };
  McReportBar bars[G_N_ELEMENTS (steps)];
  g_autoptr (GPtrArray) column_list = g_ptr_array_new (),
                        sections = g_ptr_array_new (),
                        bar_list = g_ptr_array_new (),
                        none = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = create_rows (
      length == MC_SAMPLE_LONG ? 140 : 7,
      G_N_ELEMENTS (columns),
      mc_sample_choose (length, "Bước", "Phường Văn Miếu - Quốc Tử Giám, bước"));
  McReportSection plot = { .caption = english ? "Median time of each step, in working hours"
                                              : "Thời gian mỗi bước, trung vị, theo giờ làm việc",
                           .bars = bar_list };
  McReportSection table = { .caption = english ? "Times of the steps" : "Thời gian các bước",
                            .columns = column_list,
                            .rows = rows };
  McReportSection empty = { .caption = english ? "Overdue dossiers" : "Hồ sơ quá hạn",
                            .columns = column_list,
                            .rows = none };
  const McReport report = { .agency = "UBND phường Hoàn Kiếm",
                            .title =
                                english ? "Times of the steps" : "Thời gian giải quyết từng bước",
                            .subtitle = "Từ 1/11/2025 đến 30/11/2025",
                            .created_at = mc_sample_time ("2025-12-01T08:00:00+07:00"),
                            .language = language,
                            .sections = sections };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (column_list, &columns[i]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      bars[i] = (McReportBar){
        .label = length == MC_SAMPLE_HOSTILE ? mc_sample_choose (length, "", "") : steps[i],
        .value = hours[i],
        .text = hour_texts[i],
      };
      g_ptr_array_add (bar_list, &bars[i]);
    }
  g_ptr_array_add (sections, &plot);
  g_ptr_array_add (sections, &table);
  g_ptr_array_add (sections, &empty);
  return mc_report_page_new (&report, error);
}
