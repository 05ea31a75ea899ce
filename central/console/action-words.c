/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-words.h"

#include "app/domain/language.h"

typedef struct
{
  const char *vietnamese;
  const char *english;
} Words;

typedef struct
{
  const char *action;
  Words button; /* what one clicks */
  Words verb;   /* "Chờ ông, bà …"; only of what moves a dossier on */
  Words done;   /* of the history */
  Words effect; /* what the click does */
  Words reason; /* label of the reason, or of the note where none is needed */
} Row;

/* clang-format off */
static const Row ROWS[] = {
  { "submit", { NULL, NULL }, { NULL, NULL },
    { "Nộp hồ sơ", "Filed" },
    { NULL, NULL }, { NULL, NULL } },
  { "receive",
    { "Tiếp nhận hồ sơ", "Receive the dossier" },
    { "tiếp nhận", "receive it" },
    { "Tiếp nhận", "Received" },
    { "Hồ sơ được hẹn ngày trả và chuyển đi phân công. Ngay sau đó ông, bà in giấy tiếp nhận.",
      "The dossier gets its appointment and goes on to be assigned. You print the receipt right after." },
    { "Ghi chú", "Note" } },
  { "supplement",
    { "Nhận hồ sơ đã bổ sung", "Receive the completed dossier" },
    { "nhận hồ sơ bổ sung", "receive the completed dossier" },
    { "Nhận hồ sơ đã bổ sung", "Received as completed" },
    { "Thời hạn giải quyết tính lại từ lúc này. Ngay sau đó ông, bà in giấy tiếp nhận mới.",
      "The time limit starts anew from now. You print the new receipt right after." },
    { "Ghi chú", "Note" } },
  { "ask_supplement",
    { "Yêu cầu bổ sung giấy tờ", "Ask for more papers" }, { NULL, NULL },
    { "Yêu cầu bổ sung giấy tờ", "More papers asked for" },
    { "Chỉ yêu cầu được một lần, nên xin ghi đủ mọi giấy tờ. Thời hạn tạm dừng cho đến khi người nộp bổ sung.",
      "This can be asked once only, so please list everything. The limit's clock stops until the papers come." },
    { "Lý do", "Reason" } },
  { "refuse",
    { "Từ chối tiếp nhận", "Refuse the dossier" }, { NULL, NULL },
    { "Từ chối tiếp nhận", "Refused at the desk" },
    { "Hồ sơ kết thúc ở đây. Ngay sau đó ông, bà in phiếu từ chối cho người nộp.",
      "The dossier ends here. You print the refusal for the applicant right after." },
    { "Lý do từ chối, sẽ in trên phiếu", "Reason, printed on the refusal" } },
  { "withdraw",
    { "Ghi nhận rút hồ sơ", "Record a withdrawal" }, { NULL, NULL },
    { "Người nộp rút hồ sơ", "Withdrawn by the applicant" },
    { "Hồ sơ kết thúc theo yêu cầu của người nộp và không mở lại được; người nộp có thể nộp hồ sơ mới.",
      "The dossier ends at the applicant's request and cannot be reopened; a new one may be filed." },
    { "Lý do người nộp nêu", "Reason that the applicant gave" } },
  { "chair_assign",
    { "Phân công phòng", "Assign the department" },
    { "phân công phòng", "assign a department" },
    { "Phân công phòng", "Department assigned" },
    { "Hồ sơ vào mục Việc của tôi của lãnh đạo phòng được chọn.",
      "The dossier comes to the work list of the head whom you choose." },
    { "Ý kiến chỉ đạo", "Instruction" } },
  { "dept_assign",
    { "Giao chuyên viên", "Assign the specialist" },
    { "giao chuyên viên", "assign a specialist" },
    { "Giao chuyên viên", "Specialist assigned" },
    { "Hồ sơ vào mục Việc của tôi của chuyên viên được chọn.",
      "The dossier comes to the work list of the specialist whom you choose." },
    { "Ý kiến chỉ đạo", "Instruction" } },
  { "process",
    { "Trình lãnh đạo phòng: đề nghị giải quyết", "Propose to grant and submit" },
    { "thụ lý", "work on it" },
    { "Thụ lý, đề nghị giải quyết", "Worked on, proposed to grant" },
    { "Hồ sơ chuyển đến lãnh đạo phòng để duyệt.", "The dossier goes to the head of department for approval." },
    { "Kết quả thẩm định", "Findings" } },
  { "propose_refusal",
    { "Đề nghị từ chối giải quyết", "Propose to refuse" }, { NULL, NULL },
    { "Thụ lý, đề nghị từ chối", "Worked on, proposed to refuse" },
    { "Hồ sơ chuyển đến lãnh đạo phòng kèm đề nghị từ chối; lý do này sẽ in trên văn bản trả lời.",
      "The dossier goes to the head with the proposal to refuse; the reason is printed on the answer." },
    { "Lý do từ chối, sẽ in trên văn bản", "Reason, printed on the answer" } },
  { "dept_approve",
    { "Duyệt và trình lãnh đạo", "Approve and submit" },
    { "duyệt", "approve it" },
    { "Lãnh đạo phòng duyệt", "Approved by the head of department" },
    { "Hồ sơ chuyển đến lãnh đạo cơ quan để ký.", "The dossier goes up to be signed." },
    { "Ý kiến", "Remark" } },
  { "chair_approve",
    { "Ký duyệt kết quả", "Sign the result" },
    { "ký duyệt", "sign it" },
    { "Ký duyệt kết quả", "Result signed" },
    { "Thời hạn dừng tính. Hồ sơ về bộ phận một cửa để trả kết quả.",
      "The limit's clock stops. The dossier goes to the desk to be handed over." },
    { "Ý kiến", "Remark" } },
  { "chair_refuse",
    { "Ký văn bản từ chối", "Sign the refusal" },
    { "ký văn bản từ chối", "sign the refusal" },
    { "Ký văn bản từ chối", "Refusal signed" },
    { "Thời hạn dừng tính. Văn bản trả lời về bộ phận một cửa để trả cho người nộp.",
      "The limit's clock stops. The written answer goes to the desk to be handed over." },
    { "Ý kiến", "Remark" } },
  { "reassign",
    { "Giao chuyên viên khác", "Give it to another specialist" }, { NULL, NULL },
    { "Giao lại cho chuyên viên khác", "Given to another specialist" },
    { "Hồ sơ vào mục Việc của tôi của chuyên viên được chọn. Thời hạn vẫn tính.",
      "The dossier comes to the work list of the specialist whom you choose. The limit's clock runs on." },
    { "Lý do giao lại", "Why it is given to another one" } },
  { "send_back",
    { "Trả lại bước trước", "Send back" }, { NULL, NULL },
    { "Trả lại bước trước", "Sent back" },
    { "Hồ sơ trở về người làm bước trước cùng lý do này. Thời hạn vẫn tính.",
      "The dossier goes back one step, with this reason. The limit's clock runs on." },
    { "Lý do trả lại và việc cần làm", "Why, and what is to be done" } },
  { "register_result",
    { "Nhập kết quả về quầy", "Register the result at the desk" },
    { "nhập kết quả", "register the result" },
    { "Nhập kết quả về quầy", "Result registered at the desk" },
    { "Trang tra cứu của người nộp báo đã có kết quả, mời đến nhận.",
      "The applicant's status page now says that the result is ready to collect." },
    { "Ghi chú", "Note" } },
  { "return",
    { "Trả kết quả", "Hand over the result" },
    { "trả kết quả", "hand over the result" },
    { "Trả kết quả", "Result handed over" },
    { "Hồ sơ kết thúc. Ngay sau đó ông, bà in phiếu bàn giao để hai bên ký.",
      "The dossier is complete. You print the hand-over slip for both to sign right after." },
    { "Ghi chú", "Note" } },
  { "ask_payment",
    { "Yêu cầu nộp tiền", "Ask for a payment" }, { NULL, NULL },
    { "Yêu cầu nộp tiền", "Payment asked for" },
    { "Thời hạn tạm dừng cho đến khi người nộp nộp tiền tại quầy.",
      "The limit's clock stops until the applicant has paid at the desk." },
    { "Khoản phải nộp và số tiền", "What is to be paid, and how much" } },
  { "payment",
    { "Ghi nhận đã nộp tiền", "Record the payment" },
    { "ghi nhận nộp tiền", "record the payment" },
    { "Đã nộp tiền", "Paid" },
    { "Thời hạn tính tiếp, trừ thời gian chờ. Hồ sơ về chuyên viên đang thụ lý.",
      "The limit's clock goes on without the wait. The dossier returns to its specialist." },
    { "Số biên lai", "Number of the payment receipt" } },
  { "extend",
    { "Xin lỗi và hẹn lại ngày trả", "Apologise and set a new date" }, { NULL, NULL },
    { "Xin lỗi và hẹn lại", "Extended with an apology" },
    { "Chỉ hẹn lại được một lần. Ngay sau đó ông, bà in văn bản xin lỗi gửi người nộp.",
      "This can be done once only. You print the apology for the applicant right after." },
    { "Lý do chậm, sẽ in trên văn bản", "Reason of the delay, printed on the apology" } },
  { "stop",
    { "Dừng giải quyết", "Stop processing" }, { NULL, NULL },
    { "Dừng giải quyết", "Stopped" },
    { "Hồ sơ kết thúc ở đây. Ngay sau đó ông, bà in thông báo gửi người nộp.",
      "The dossier ends here. You print the notice for the applicant right after." },
    { "Lý do dừng, sẽ in trên thông báo", "Reason, printed on the notice" } },
  { "reopen",
    { "Mở lại hồ sơ", "Reopen the dossier" }, { NULL, NULL },
    { "Mở lại hồ sơ", "Reopened" },
    { "Hồ sơ trở về bộ phận một cửa để kiểm tra và tiếp nhận lại từ đầu.",
      "The dossier goes back to the desk, to be checked and received anew." },
    { "Lý do mở lại", "Reason" } },
  { "undo",
    { "Hoàn tác bước vừa làm", "Undo your last step" }, { NULL, NULL },
    { "Hoàn tác bước vừa làm", "Last step undone" },
    { "Hồ sơ trở về trước bước ông, bà vừa làm; lịch sử giữ cả hai việc.",
      "The dossier returns to before your last step; the history keeps both." },
    { "Lý do hoàn tác", "Reason" } },
};
/* clang-format on */

static const Row *
find (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (ROWS); i++)
    if (g_strcmp0 (ROWS[i].action, action) == 0)
      return &ROWS[i];

  return NULL;
}

static const char *
say (const Words *words, const char *fallback, const char *language)
{
  return words->vietnamese == NULL ? fallback
                                   : mc_pick (language, words->vietnamese, words->english);
}

/**
 * mc_action_words_get_button:
 * @action: an action of the workflow table
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what its button says. Any thread
 */
const char *
mc_action_words_get_button (const char *action, const char *language)
{
  const Row *row = find (action);

  return row == NULL ? action : say (&row->button, action, language);
}

/**
 * mc_action_words_get_verb:
 * @action: an action that moves a dossier on
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): it as the end of "Chờ ông, bà …", "Waiting for you to …". Any thread
 */
const char *
mc_action_words_get_verb (const char *action, const char *language)
{
  const Row *row = find (action);

  return row == NULL ? action : say (&row->verb, action, language);
}

/**
 * mc_action_words_get_done:
 * @action: an action, perhaps of an older table
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what the history calls it. Any thread
 */
const char *
mc_action_words_get_done (const char *action, const char *language)
{
  const Row *row = find (action);

  return row == NULL ? action : say (&row->done, action, language);
}

/**
 * mc_action_words_get_effect:
 * @action: an action of the workflow table
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what its click brings about, in a sentence or two. Any thread
 */
const char *
mc_action_words_get_effect (const char *action, const char *language)
{
  const Row *row = find (action);

  return row == NULL ? "" : say (&row->effect, "", language);
}

/**
 * mc_action_words_get_reason:
 * @action: an action of the workflow table
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): the label of its reason or note. Any thread
 */
const char *
mc_action_words_get_reason (const char *action, const char *language)
{
  const Row *row = find (action);

  return row == NULL ? mc_pick (language, "Lý do", "Reason") : say (&row->reason, "", language);
}

/**
 * mc_action_words_get_obstacle:
 * @action: an action that a rule forbids now
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): the rule, in a sentence. Any thread
 */
const char *
mc_action_words_get_obstacle (const char *action, const char *language)
{
  if (g_strcmp0 (action, "extend") == 0)
    return mc_pick (language,
                    "Chỉ hẹn lại được một lần, chậm nhất là một ngày trước ngày hẹn, và ngày hẹn "
                    "mới phải sau ngày hẹn cũ.",
                    "A new date can be set once only, at the latest a day before the promised one, "
                    "and must come after it.");
  if (g_strcmp0 (action, "ask_supplement") == 0)
    return mc_pick (language,
                    "Chỉ yêu cầu bổ sung được một lần, và trong 3 ngày làm việc từ khi tiếp nhận.",
                    "Papers can be asked for once only, within 3 working days of the reception.");
  if (g_strcmp0 (action, "undo") == 0)
    return mc_pick (language,
                    "Chỉ người vừa làm mới hoàn tác được, trong ngày, khi chưa ai xử lý tiếp.",
                    "Only who took the last step can undo it, on the same day, before anybody "
                    "went on.");
  if (g_strcmp0 (action, "chair_approve") == 0 || g_strcmp0 (action, "chair_refuse") == 0)
    return mc_pick (language,
                    "Việc ký phải theo đề nghị của chuyên viên; nếu không đồng ý, xin trả lại bước "
                    "trước.",
                    "What is signed must be what the specialist proposed; else send it back.");
  return mc_pick (language, "Việc này hiện không làm được.", "This is not possible now.");
}
