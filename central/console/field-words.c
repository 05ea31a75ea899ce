/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/field-words.h"

#include "app/domain/language.h"

/* What a field of this kind looks like when it is right. */
static const char *
describe_shape (McFieldKind kind, const char *language)
{
  switch (kind)
    {
    case MC_FIELD_ID_NUMBER:
      return mc_pick (language,
                      "Số định danh có đúng 12 chữ số. Xin so lại với thẻ.",
                      "An identity number has exactly 12 digits. Please compare it with the card.");
    case MC_FIELD_TAX_CODE:
      return mc_pick (language,
                      "Mã số thuế có 10 hoặc 13 chữ số. Xin đếm lại.",
                      "A tax code has 10 or 13 digits. Please count them again.");
    case MC_FIELD_PHONE:
      return mc_pick (language,
                      "Số điện thoại có 10 chữ số, bắt đầu bằng số 0.",
                      "A phone number has 10 digits and begins with 0.");
    case MC_FIELD_EMAIL:
      return mc_pick (language,
                      "Địa chỉ thư điện tử có dạng ten@vidu.vn. Xin xem lại dấu @ và dấu chấm.",
                      "An e-mail address looks like ten@vidu.vn. Please check the @ and the dots.");
    case MC_FIELD_YEAR:
      return mc_pick (
          language, "Năm có bốn chữ số, ví dụ 1985.", "A year has four digits, for example 1985.");
    case MC_FIELD_TIME:
      return mc_pick (language, "Giờ ghi như 07:30.", "A time of day is written like 07:30.");
    case MC_FIELD_DATE:
      return mc_pick (language,
                      "Ngày ghi đủ ngày, tháng, năm, ví dụ 14/6/2025.",
                      "A date needs day, month and year, for example 14/6/2025.");
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
      return mc_pick (language,
                      "Ở đây phải là số. Xin chỉ dùng chữ số.",
                      "This must be a number. Please use digits only.");
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_NAME:
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
    case MC_FIELD_ADDRESS:
    default:
      return mc_pick (language,
                      "Chỗ này chưa đúng. Xin xem lại.",
                      "This does not look right. Please check it again.");
    }
}

/* The lengths of these kinds are fixed: their shape says more than a count. */
static gboolean
has_fixed_length (McFieldKind kind)
{
  return kind == MC_FIELD_ID_NUMBER || kind == MC_FIELD_TAX_CODE || kind == MC_FIELD_PHONE ||
         kind == MC_FIELD_YEAR || kind == MC_FIELD_TIME || kind == MC_FIELD_DATE;
}

static char *
explain_character (McFieldKind kind, const char *character, const char *language)
{
  /* What cannot be seen comes as its number. */
  if (g_str_equal (character, "U+0020"))
    return g_strdup (mc_pick (language,
                              "Ở đây không có dấu cách. Xin bỏ dấu cách.",
                              "There can be no space here. Please remove it."));
  if (g_str_has_prefix (character, "U+"))
    return g_strdup (mc_pick (language,
                              "Ở đây có ký tự không nhìn thấy được. Xin xóa rồi gõ lại.",
                              "There is a character that cannot be seen. Please type it again."));

  switch (kind)
    {
    case MC_FIELD_NAME:
      return g_strdup_printf (mc_pick (language,
                                       "Tên chỉ gồm chữ cái. Xin bỏ “%s”.",
                                       "A name has letters only. Please remove “%s”."),
                              character);
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_TAX_CODE:
    case MC_FIELD_PHONE:
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
    case MC_FIELD_YEAR:
      return g_strdup_printf (mc_pick (language,
                                       "Ở đây chỉ ghi chữ số. Xin bỏ “%s”.",
                                       "Only digits can stand here. Please remove “%s”."),
                              character);
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_DATE:
    case MC_FIELD_TIME:
    case MC_FIELD_CHOICE:
    case MC_FIELD_YES_NO:
    case MC_FIELD_EMAIL:
    case MC_FIELD_ADDRESS:
    default:
      return g_strdup_printf (mc_pick (language,
                                       "Không ghi được “%s” ở đây. Xin bỏ ký tự đó.",
                                       "“%s” cannot stand here. Please remove it."),
                              character);
    }
}

/* With the bound that was passed. */
static char *
explain_bound (McFieldProblem problem, const char *bound, const char *language)
{
  switch (problem)
    {
    case MC_FIELD_PROBLEM_TOO_SHORT:
      return g_strdup_printf (mc_pick (language,
                                       "Chỗ này ngắn quá: ít nhất %s ký tự.",
                                       "This is too short: at least %s characters."),
                              bound);
    case MC_FIELD_PROBLEM_TOO_LONG:
      return g_strdup_printf (mc_pick (language,
                                       "Chỗ này dài quá: nhiều nhất %s ký tự.",
                                       "This is too long: at most %s characters."),
                              bound);
    case MC_FIELD_PROBLEM_TOO_EARLY:
      return g_strdup_printf (mc_pick (language,
                                       "Thời điểm này sớm quá. Sớm nhất là %s.",
                                       "This is too early. It can be %s at the earliest."),
                              bound);
    case MC_FIELD_PROBLEM_TOO_LATE:
      return g_strdup_printf (mc_pick (language,
                                       "Thời điểm này muộn quá. Muộn nhất là %s.",
                                       "This is too late. It can be %s at the latest."),
                              bound);
    case MC_FIELD_PROBLEM_TOO_SMALL:
      return g_strdup_printf (mc_pick (language,
                                       "Số này nhỏ quá. Nhỏ nhất là %s.",
                                       "This number is too small. It must be at least %s."),
                              bound);
    case MC_FIELD_PROBLEM_TOO_LARGE:
      return g_strdup_printf (mc_pick (language,
                                       "Số này lớn quá. Lớn nhất là %s.",
                                       "This number is too large. It must be at most %s."),
                              bound);
    case MC_FIELD_PROBLEM_NONE:
    case MC_FIELD_PROBLEM_REQUIRED:
    case MC_FIELD_PROBLEM_CHARACTERS:
    case MC_FIELD_PROBLEM_FORMAT:
    case MC_FIELD_PROBLEM_NO_SUCH_DATE:
    case MC_FIELD_PROBLEM_NOT_A_CHOICE:
    default:
      return NULL;
    }
}

static const char *
explain_empty (McFieldKind kind, const char *language)
{
  if (kind == MC_FIELD_CHOICE || kind == MC_FIELD_YES_NO)
    return mc_pick (
        language, "Chưa chọn. Xin chọn một mục.", "Nothing is chosen yet. Please choose one.");

  return mc_pick (language, "Ô này còn trống.", "This is still empty.");
}

/**
 * mc_field_words_explain:
 * @kind: what kind of field it is
 * @problem: why the value is refused
 * @detail: (nullable): see #McFieldProblem; may hold a character of what was typed
 * @language: (nullable): "vi" or "en"
 *
 * Any thread.
 *
 * Returns: (transfer full): what is wrong, and how it is put right
 */
char *
mc_field_words_explain (McFieldKind kind,
                        McFieldProblem problem,
                        const char *detail,
                        const char *language)
{
  gboolean is_length =
      problem == MC_FIELD_PROBLEM_TOO_SHORT || problem == MC_FIELD_PROBLEM_TOO_LONG;
  char *words = NULL;

  if (problem == MC_FIELD_PROBLEM_REQUIRED)
    return g_strdup (explain_empty (kind, language));
  if (problem == MC_FIELD_PROBLEM_NOT_A_CHOICE)
    return g_strdup (explain_empty (MC_FIELD_CHOICE, language));
  if (problem == MC_FIELD_PROBLEM_NO_SUCH_DATE)
    return g_strdup (mc_pick (language,
                              "Lịch không có ngày này. Xin xem lại ngày, tháng, năm.",
                              "There is no such day in the calendar. Please check it."));
  if (problem == MC_FIELD_PROBLEM_TOO_LATE && detail == NULL)
    return g_strdup (mc_pick (language,
                              "Ngày này chưa đến. Xin xem lại ngày, tháng, năm.",
                              "This day has not come yet. Please check it."));

  if (problem == MC_FIELD_PROBLEM_CHARACTERS && detail != NULL)
    words = explain_character (kind, detail, language);
  else if (detail != NULL && !(is_length && has_fixed_length (kind)))
    words = explain_bound (problem, detail, language);
  return words != NULL ? words : g_strdup (describe_shape (kind, language));
}

/**
 * mc_field_words_explain_card:
 * @error: (nullable): an #McCardError
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): why a card was not taken, and what to do instead. Any thread
 */
const char *
mc_field_words_explain_card (const GError *error, const char *language)
{
  switch (error != NULL && error->domain == MC_CARD_ERROR ? (McCardError) error->code
                                                          : MC_CARD_ERROR_FIELDS)
    {
    case MC_CARD_ERROR_NUMBER:
    case MC_CARD_ERROR_BIRTH_DATE:
    case MC_CARD_ERROR_SEX:
      return mc_pick (language,
                      "Số, ngày sinh và giới tính trong mã không khớp nhau. Xin xem thẻ và gõ tay.",
                      "Number, birth date and sex in the code do not fit together. Please look at "
                      "the card and type them.");
    case MC_CARD_ERROR_ENCODING:
    case MC_CARD_ERROR_FIELDS:
    case MC_CARD_ERROR_OLD_NUMBER:
    case MC_CARD_ERROR_NAME:
    case MC_CARD_ERROR_RESIDENCE:
    case MC_CARD_ERROR_ISSUE_DATE:
    default:
      return mc_pick (
          language,
          "Chưa đọc được mã trên thẻ. Xin tắt bộ gõ tiếng Việt rồi quét lại, hoặc gõ "
          "tay.",
          "The card's code could not be read. Please switch the Vietnamese input method "
          "off and scan again, or type by hand.");
    }
}
