/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/status-words.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"

typedef struct
{
  const char *vietnamese;
  const char *english;
} Words;

static const char *
say (const Words *words, const char *language)
{
  return mc_pick (language, words->vietnamese, words->english);
}

static gboolean
is_in_process (McState state)
{
  return state >= MC_STATE_RECEIVED && state <= MC_STATE_DEPARTMENT_APPROVED;
}

/**
 * mc_status_words_get_tone:
 * @page: a dossier's page
 *
 * Returns: how the page feels. Any thread
 */
McTone
mc_status_words_get_tone (const McStatusPage *page)
{
  switch (page->status->state)
    {
    case MC_STATE_READY:
    case MC_STATE_RETURNED:
      return MC_TONE_GLAD;
    case MC_STATE_SUBMITTED:
    case MC_STATE_SUPPLEMENT_ASKED:
    case MC_STATE_PAYMENT_ASKED:
      return MC_TONE_ACT;
    case MC_STATE_REFUSED:
    case MC_STATE_WITHDRAWN:
    case MC_STATE_STOPPED:
      return MC_TONE_QUIET;
    default:
      return page->status->overdue ? MC_TONE_ACT : MC_TONE_CALM;
    }
}

/**
 * mc_status_words_get_verdict:
 * @page: a dossier's page
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): how it stands, in one sentence: the page's heading. Any thread
 */
const char *
mc_status_words_get_verdict (const McStatusPage *page, const char *language)
{
  switch (page->status->state)
    {
    case MC_STATE_SUBMITTED:
      return mc_pick (language,
                      "Hồ sơ đã đến nơi, đang chờ tiếp nhận",
                      "Your dossier has arrived and waits to be received");
    case MC_STATE_RECEIVED:
      if (!page->status->overdue)
        return mc_pick (language, "Đã tiếp nhận hồ sơ", "Your dossier has been received");
      break;
    case MC_STATE_APPROVED:
      return mc_pick (language,
                      "Đã ký kết quả, đang chuyển về quầy",
                      "The result is signed and on its way to the counter");
    case MC_STATE_READY:
      if (page->status->refusal)
        return mc_pick (language,
                        "Đã có văn bản trả lời, mời ông, bà đến nhận",
                        "The written answer is ready to collect");
      return mc_pick (
          language, "Đã có kết quả, mời ông, bà đến nhận", "Your result is ready to collect");
    case MC_STATE_RETURNED:
      if (page->status->refusal)
        return mc_pick (
            language, "Đã trao văn bản trả lời", "The written answer has been handed over");
      return mc_pick (language, "Đã trả kết quả", "The result has been handed over");
    case MC_STATE_SUPPLEMENT_ASKED:
      return mc_pick (language, "Hồ sơ cần bổ sung giấy tờ", "More papers are needed");
    case MC_STATE_PAYMENT_ASKED:
      return mc_pick (language, "Hồ sơ đang chờ nộp tiền", "A payment is needed");
    case MC_STATE_REFUSED:
      return mc_pick (language, "Hồ sơ chưa được tiếp nhận", "Your dossier was not accepted");
    case MC_STATE_WITHDRAWN:
      return mc_pick (language, "Hồ sơ đã được rút", "The dossier was withdrawn");
    case MC_STATE_STOPPED:
      return mc_pick (language, "Hồ sơ đã dừng giải quyết", "Processing has stopped");
    default:
      break;
    }

  if (page->status->overdue)
    return mc_pick (language, "Đang giải quyết, đã quá hẹn", "In progress, later than promised");
  if (page->extended)
    return mc_pick (language, "Đang giải quyết, đã hẹn lại", "In progress, with a new appointment");
  return mc_pick (language, "Đang giải quyết, đúng hạn", "In progress, on time");
}

/**
 * mc_status_words_get_advice:
 * @page: a dossier's page
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what the citizen should do now, or that there is nothing to do. Any
 *   thread
 */
const char *
mc_status_words_get_advice (const McStatusPage *page, const char *language)
{
  switch (page->status->state)
    {
    case MC_STATE_SUBMITTED:
      return mc_pick (language,
                      "Mời ông, bà mang giấy tờ gốc đến quầy để cán bộ kiểm tra và tiếp nhận. Giấy "
                      "hẹn trả kết quả được cấp khi đó.",
                      "Please bring the original papers to the counter. The officer checks them, "
                      "receives the dossier and gives you the appointment slip.");
    case MC_STATE_READY:
      return mc_pick (
          language,
          "Ông, bà mang theo giấy hẹn và thẻ căn cước. Người nhận thay mang thêm giấy ủy "
          "quyền.",
          "Bring the appointment slip and your identity card. Somebody who collects "
          "for you also brings an authorisation paper.");
    case MC_STATE_RETURNED:
      if (page->status->refusal)
        return mc_pick (language,
                        "Lý do ghi trong văn bản trả lời. Ông, bà có thể hỏi lại tại quầy nơi đã "
                        "nhận.",
                        "The written answer gives the reason. You may ask at the counter where you "
                        "collected it.");
      return mc_pick (
          language,
          "Cảm ơn ông, bà. Nếu thấy sai sót trong kết quả, ông, bà báo lại quầy nơi đã "
          "nhận.",
          "Thank you. If anything in the result is wrong, please tell the counter where "
          "you collected it.");
    case MC_STATE_SUPPLEMENT_ASKED:
      return mc_pick (
          language,
          "Giấy tờ còn thiếu và lý do ghi trong phiếu yêu cầu bổ sung. Ông, bà mang đến "
          "quầy nơi đã nộp. Thời hạn giải quyết tính lại từ khi hồ sơ đủ.",
          "The supplement notice says what is missing and why. Please bring it to the "
          "counter where you filed. The time limit starts again once it is complete.");
    case MC_STATE_PAYMENT_ASKED:
      return mc_pick (
          language,
          "Ông, bà nộp tiền theo thông báo bằng văn bản, hoặc hỏi tại quầy nơi đã nộp hồ "
          "sơ. Không chuyển tiền theo yêu cầu qua điện thoại hay tin nhắn.",
          "Please pay as the written notice says, or ask at the counter where you filed. "
          "Never send money because a call or a message asks for it.");
    case MC_STATE_REFUSED:
      return mc_pick (language,
                      "Lý do ghi trong phiếu từ chối tiếp nhận. Ông, bà có thể hỏi lại tại quầy và "
                      "nộp hồ sơ mới.",
                      "The refusal notice gives the reason. You may ask at the counter and file "
                      "again.");
    case MC_STATE_WITHDRAWN:
      return mc_pick (
          language,
          "Ông, bà nhận lại giấy tờ tại quầy nơi đã nộp. Nếu ông, bà không yêu cầu rút hồ "
          "sơ, hãy báo ngay cho quầy.",
          "Collect your papers at the counter where you filed. If you did not ask for "
          "this, tell the counter at once.");
    case MC_STATE_STOPPED:
      return mc_pick (
          language,
          "Lý do ghi trong thông báo dừng giải quyết. Ông, bà hỏi và nhận lại giấy tờ tại "
          "quầy nơi đã nộp.",
          "The stop notice gives the reason. Please ask and collect your papers at the "
          "counter where you filed.");
    default:
      break;
    }

  if (page->status->overdue)
    return mc_pick (language,
                    "Ông, bà có thể hỏi tại quầy nơi đã nộp hồ sơ. Không cần nộp lại.",
                    "You may ask at the counter where you filed. There is no need to file again.");
  return mc_pick (
      language, "Bây giờ ông, bà chưa cần làm gì.", "There is nothing you need to do now.");
}

/**
 * mc_status_words_get_apology:
 * @page: a dossier's page
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none) (nullable): a word about a broken or moved promise, if there was one.
 *   Any thread
 */
const char *
mc_status_words_get_apology (const McStatusPage *page, const char *language)
{
  if (page->status->overdue && page->status->state >= MC_STATE_APPROVED)
    return mc_pick (language,
                    "Kết quả có muộn hơn giờ đã hẹn. Chúng tôi xin lỗi ông, bà.",
                    "The result came later than promised. We are sorry.");
  if (page->status->overdue)
    return mc_pick (language,
                    "Chúng tôi xin lỗi vì chưa trả kết quả đúng hẹn.",
                    "We are sorry that we did not keep the appointment.");
  if (page->extended && is_in_process (page->status->state))
    return mc_pick (language,
                    "Giờ hẹn đã được lùi một lần. Chúng tôi xin lỗi ông, bà.",
                    "The appointment was moved once. We are sorry.");
  return NULL;
}

/**
 * mc_status_words_get_ending:
 * @page: a dossier's page
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none) (nullable): what took the place of the steps that will not come, for a
 *   dossier that ended on a side path. Any thread
 */
const char *
mc_status_words_get_ending (const McStatusPage *page, const char *language)
{
  switch (page->status->state)
    {
    case MC_STATE_REFUSED:
      return mc_pick (language, "Không tiếp nhận hồ sơ", "Not accepted");
    case MC_STATE_WITHDRAWN:
      return mc_pick (language, "Rút hồ sơ", "Withdrawn");
    case MC_STATE_STOPPED:
      return mc_pick (language, "Dừng giải quyết hồ sơ", "Stopped");
    default:
      return NULL;
    }
}

/**
 * mc_status_words_get_score:
 * @score: 1 to 5
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): the five levels of satisfaction (domain reference 8). Any thread
 */
const char *
mc_status_words_get_score (guint score, const char *language)
{
  static const Words scores[] = {
    { "Rất không hài lòng", "Very dissatisfied" },
    { "Không hài lòng", "Dissatisfied" },
    { "Bình thường", "Neither" },
    { "Hài lòng", "Satisfied" },
    { "Rất hài lòng", "Very satisfied" },
  };

  g_return_val_if_fail (score >= 1 && score <= 5, "");

  return say (&scores[score - 1], language);
}

/**
 * mc_status_words_get_steps_done:
 * @page: a dossier's page
 *
 * Returns: how many steps are done without a gap, by the dossier's own history. Any thread
 */
guint
mc_status_words_get_steps_done (const McStatusPage *page)
{
  guint done = 0;

  while (done < MC_N_STEPS && page->status->steps[done].done_at != MC_TIME_NONE)
    done++;
  return done;
}

/**
 * mc_status_words_get_current_step:
 * @page: a dossier's page
 *
 * Returns: the step that is under way or waited for, 2 to 8; 0 when nothing more will come. Any
 *   thread
 */
guint
mc_status_words_get_current_step (const McStatusPage *page)
{
  guint done = mc_status_words_get_steps_done (page);

  if (done == MC_N_STEPS || mc_status_words_get_ending (page, NULL) != NULL)
    return 0;
  return done + 1;
}

/**
 * mc_status_words_describe_current:
 * @page: a dossier's page
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): the line below the current step. Any thread
 */
char *
mc_status_words_describe_current (const McStatusPage *page, const char *language)
{
  guint done = mc_status_words_get_steps_done (page);
  g_autofree char *stamp = NULL;

  switch (page->status->state)
    {
    case MC_STATE_SUBMITTED:
      return g_strdup (mc_pick (language, "Chờ ông, bà đến quầy", "Waits for you at the counter"));
    case MC_STATE_SUPPLEMENT_ASKED:
      return g_strdup (mc_pick (language, "Chờ giấy tờ của ông, bà", "Waits for your papers"));
    case MC_STATE_PAYMENT_ASKED:
      return g_strdup (mc_pick (language, "Chờ ông, bà nộp tiền", "Waits for your payment"));
    case MC_STATE_READY:
      return g_strdup (mc_pick (language, "Mời ông, bà đến nhận", "Please come and collect it"));
    default:
      break;
    }

  stamp = mc_status_words_stamp (
      done > 0 ? page->status->steps[done - 1].done_at : page->status->updated_at, language);
  return g_strconcat (mc_pick (language, "Đang làm, từ ", "Under way since "), stamp, NULL);
}

static const Words WEEKDAYS[] = {
  [G_DATE_MONDAY] = { "thứ Hai", "Monday" },      [G_DATE_TUESDAY] = { "thứ Ba", "Tuesday" },
  [G_DATE_WEDNESDAY] = { "thứ Tư", "Wednesday" }, [G_DATE_THURSDAY] = { "thứ Năm", "Thursday" },
  [G_DATE_FRIDAY] = { "thứ Sáu", "Friday" },      [G_DATE_SATURDAY] = { "thứ Bảy", "Saturday" },
  [G_DATE_SUNDAY] = { "Chủ nhật", "Sunday" },
};

static const char *const MONTHS[] = {
  "",     "January", "February",  "March",   "April",    "May",      "June",
  "July", "August",  "September", "October", "November", "December",
};

/**
 * mc_status_words_when:
 * @time: an instant
 * @now: the present
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): `17:00 hôm nay`, `17:00 ngày mai`, else `17:00 thứ Hai`; a dash when
 *   there is no such time. Any thread
 */
char *
mc_status_words_when (gint64 time, gint64 now, const char *language)
{
  g_autofree char *clock = mc_time_to_display_clock (time);
  const char *day;
  GDate date, today;
  gint days;

  mc_time_get_local_date (time, &date);
  mc_time_get_local_date (now, &today);
  if (!g_date_valid (&date) || !g_date_valid (&today))
    return g_strdup ("–");

  days = g_date_days_between (&today, &date);
  if (days == 0)
    day = mc_pick (language, "hôm nay", "today");
  else if (days == 1)
    day = mc_pick (language, "ngày mai", "tomorrow");
  else if (days == -1)
    day = mc_pick (language, "hôm qua", "yesterday");
  else
    day = say (&WEEKDAYS[g_date_get_weekday (&date)], language);

  return g_strconcat (clock, " ", day, NULL);
}

/**
 * mc_status_words_describe_due:
 * @page: the page of a dossier with a binding due time
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): the line below the last step, `Hẹn 17:00 hôm nay`, or with the date
 * when the day is not next to today. Any thread
 */
char *
mc_status_words_describe_due (const McStatusPage *page, const char *language)
{
  gint64 due = page->status->due_at;
  g_autofree char *text = NULL;
  GDate date, today;

  mc_time_get_local_date (due, &date);
  mc_time_get_local_date (page->now, &today);
  if (g_date_valid (&date) && g_date_valid (&today) &&
      ABS (g_date_days_between (&today, &date)) <= 1)
    text = mc_status_words_when (due, page->now, language);
  else
    text = mc_status_words_stamp (due, language);

  return g_strconcat (mc_pick (language, "Hẹn ", "Due "), text, NULL);
}

/**
 * mc_status_words_day:
 * @time: an instant
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): `ngày 20/6/2025` or `20 June 2025`; a dash when there is no such time.
 *   Any thread
 */
char *
mc_status_words_day (gint64 time, const char *language)
{
  GDate date;

  mc_time_get_local_date (time, &date);
  if (!g_date_valid (&date))
    return g_strdup ("–");

  if (mc_language_is_english (language))
    return g_strdup_printf ("%u %s %u",
                            (guint) g_date_get_day (&date),
                            MONTHS[g_date_get_month (&date)],
                            (guint) g_date_get_year (&date));
  return g_strdup_printf ("ngày %u/%u/%u",
                          (guint) g_date_get_day (&date),
                          (guint) g_date_get_month (&date),
                          (guint) g_date_get_year (&date));
}

/**
 * mc_status_words_stamp:
 * @time: an instant
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): `09:51 · 20/6` or `09:51 · 20 June`; a dash when there is no such time.
 *   Any thread
 */
char *
mc_status_words_stamp (gint64 time, const char *language)
{
  g_autofree char *clock = mc_time_to_display_clock (time);
  g_autofree char *day = NULL;
  GDate date;

  mc_time_get_local_date (time, &date);
  if (!g_date_valid (&date))
    return g_strdup ("–");

  if (mc_language_is_english (language))
    return g_strdup_printf (
        "%s · %u %s", clock, (guint) g_date_get_day (&date), MONTHS[g_date_get_month (&date)]);

  day = mc_time_to_display_date (time);
  *strrchr (day, '/') = '\0'; /* without the year */
  return g_strconcat (clock, " · ", day, NULL);
}
