/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/slip-samples.h"

#include "app/domain/datetime.h"
#include "printing/documents/password-slips-page.h"

const McSample mc_slip_samples[] = {
  { "password-slips", mc_sample_password_slips_page_new, 210, 297 },
};
const guint mc_n_slip_samples = G_N_ELEMENTS (mc_slip_samples);

McPage *
mc_sample_password_slips_page_new (const char *language, McSampleLength length, GError **error)
{
  static const char *const roles[] = {
    "Cán bộ tiếp nhận", "Trưởng phòng", "Chuyên viên", "Chủ tịch"
  };
  static const char *const passwords[] = { "kvmt-7w4p-dq9x", "hx3r-yt8n-c2fe", "w9pd-mm47-rkta" };
  static const char *const names[] = { "Lê Thu Hương", "Nguyễn Văn Hải", "Phạm Quang Minh" };
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) logins = g_ptr_array_new_with_free_func (g_free);
  const McPasswordSheet sheet = { .address = "https://motcua.hanoi.example/console",
                                  .valid_until = length == MC_SAMPLE_SHORT
                                                     ? mc_sample_time ("2025-12-04T17:00:00+07:00")
                                                     : MC_TIME_NONE,
                                  .language = language,
                                  .slips = slips };

  for (guint i = 0; i < (length == MC_SAMPLE_SHORT ? 4 : 19); i++)
    {
      McPasswordSlip *slip = g_new0 (McPasswordSlip, 1);
      char *login = g_strdup_printf ("hoankiem.%u", i + 1);

      g_ptr_array_add (logins, login);
      slip->login = login;
      slip->password = passwords[i % G_N_ELEMENTS (passwords)];
      slip->name = mc_sample_choose (
          length, names[i % G_N_ELEMENTS (names)], "Nguyễn Hoàng Phương Quỳnh Như");
      slip->unit = mc_sample_choose (
          length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội");
      slip->role = mc_sample_choose (length,
                                     roles[i % G_N_ELEMENTS (roles)],
                                     "Trưởng phòng, Chuyên viên phòng Kinh tế, Hạ tầng và Đô thị; "
                                     "Người xem báo cáo toàn thành phố");
      g_ptr_array_add (slips, slip);
    }
  return mc_password_slips_page_new (&sheet, error);
}
