/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/official-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/receipt.h"

static gboolean
is_filled (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * mc_official_create_long_date:
 * @time: an instant
 *
 * Writes its day in Vietnam with two digits for days below 10 and months below 3, as Nghị định
 * 30/2020/NĐ-CP asks.
 *
 * Returns: (transfer full): "ngày 20 tháng 6 năm 2025"
 */
char *
mc_official_create_long_date (gint64 time)
{
  GDate date;

  mc_time_get_local_date (time, &date);
  return g_strdup_printf (g_date_get_month (&date) < 3 ? "ngày %02u tháng %02u năm %u"
                                                       : "ngày %02u tháng %u năm %u",
                          (guint) g_date_get_day (&date),
                          (guint) g_date_get_month (&date),
                          (guint) g_date_get_year (&date));
}

/**
 * mc_official_create_long_time:
 * @time: an instant
 *
 * Returns: (transfer full): "10 giờ 05 phút, ngày 20 tháng 6 năm 2025", in Vietnam
 */
char *
mc_official_create_long_time (gint64 time)
{
  g_autofree char *date = mc_official_create_long_date (time);
  guint second = mc_time_get_local_second (time);

  return g_strdup_printf ("%u giờ %02u phút, %s", second / 3600, second % 3600 / 60, date);
}

/* "Hoàn Kiếm" of "Phường Hoàn Kiếm": papers are dated at a place, not at an authority. */
static const char *
get_place (const McPoint *point)
{
  static const char *const kinds[] = { "Phường ", "Xã ", "Đặc khu " };
  const char *name = point->unit_name;

  if (name == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (name, kinds[i]))
      return name + strlen (kinds[i]);
  return name;
}

/**
 * mc_official_create_place_and_date:
 * @point: where it is written
 * @time: when
 *
 * Returns: (transfer full): "Hoàn Kiếm, ngày 20 tháng 6 năm 2025"; the day alone where no place is
 *   known
 */
char *
mc_official_create_place_and_date (const McPoint *point, gint64 time)
{
  const char *place = get_place (point);
  g_autofree char *date = mc_official_create_long_date (time);

  return place != NULL ? g_strdup_printf ("%s, %s", place, date) : g_steal_pointer (&date);
}

/**
 * mc_official_get_issuer:
 * @head: of a paper
 *
 * Returns: (transfer none): who issues it: the agency that it names, or the receiving point
 */
const char *
mc_official_get_issuer (const McOfficialHead *head)
{
  g_return_val_if_fail (head != NULL && head->point != NULL, NULL);
  return head->agency != NULL ? head->agency : head->point->name;
}

/**
 * mc_official_get_address:
 * @applicant: (nullable): who filed
 *
 * Returns: (transfer none): how a letter addresses them, within a sentence
 */
const char *
mc_official_get_address (const McApplicant *applicant)
{
  return applicant != NULL && applicant->kind == MC_APPLICANT_ORGANISATION ? "quý đơn vị"
                                                                           : "ông, bà";
}

/**
 * mc_official_create_person:
 * @applicant: (nullable): a person or an organisation
 *
 * Returns: (transfer full) (nullable): the name; of an organisation also who represents it
 */
char *
mc_official_create_person (const McApplicant *applicant)
{
  if (applicant == NULL)
    return NULL;
  if (applicant->kind != MC_APPLICANT_ORGANISATION)
    return g_strdup (applicant->name);
  if (applicant->name == NULL)
    return g_strdup (applicant->organisation);
  if (!is_filled (applicant->title))
    return g_strdup_printf ("%s (người đại diện: %s)", applicant->organisation, applicant->name);
  return g_strdup_printf (
      "%s (người đại diện: %s, %s)", applicant->organisation, applicant->name, applicant->title);
}

/**
 * mc_official_create_subject:
 * @name: of a procedure, in Vietnamese
 * @code: (nullable): its code
 *
 * Returns: (transfer full): "Đăng ký khai sinh (mã thủ tục 1.001193)"
 */
char *
mc_official_create_subject (const char *name, const char *code)
{
  g_return_val_if_fail (name != NULL, NULL);

  return code != NULL ? g_strdup_printf ("%s (mã thủ tục %s)", name, code) : g_strdup (name);
}

/**
 * mc_official_create_lookup:
 * @draft: a paper
 *
 * Returns: (transfer full): where its bearer finds out more, as whole sentences; empty where there
 *   is neither a page nor a phone
 */
char *
mc_official_create_lookup (const McOfficialDraft *draft)
{
  const char *phone = draft->head->point->phone, *url = draft->head->status_url;
  const gboolean has_phone = is_filled (phone);
  g_autofree char *host = NULL;

  if (url == NULL)
    return has_phone ? g_strdup_printf ("Tra cứu qua điện thoại %s.", phone) : g_strdup ("");
  host = mc_status_url_create_host (url);
  return g_strdup_printf ("Tra cứu tại %s hoặc quét mã QR ở trên%s%s.",
                          host,
                          has_phone ? "; điện thoại " : "",
                          has_phone ? phone : "");
}
