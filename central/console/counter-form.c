/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "central/console/field-words.h"

static char *
make_name (const McField *field)
{
  return g_strconcat (MC_COUNTER_FIELD_PREFIX, mc_field_get_key (field), NULL);
}

/* Calls @act for each field of a section, whether it is asked or not. */
typedef void (*FieldFunc) (McCounterDraft *draft,
                           const McFormPage *page,
                           const McField *field,
                           gpointer data);

static void
each_field (McCounterDraft *draft, guint section, FieldFunc act, gpointer data)
{
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      if (mc_form_page_get_section (page) != section)
        continue;
      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        act (draft, page, mc_form_page_get_field (page, j), data);
    }
}

static gboolean
is_asked (McCounterDraft *draft, const McFormPage *page, const McField *field)
{
  const McAnswers *answers = mc_draft_get_answers (draft->draft);

  return mc_form_page_is_visible (page, answers) && mc_field_is_visible (field, answers);
}

/* What stands in the field: as typed last, else as it is known, in the way one writes it. */
static char *
dup_value (McCounterDraft *draft, const McField *field, const char *language)
{
  const char *key = mc_field_get_key (field);
  const char *raw = mc_draft_get_raw (draft->draft, key);
  const char *answer = mc_answers_get (mc_draft_get_answers (draft->draft), key);

  if (raw != NULL || answer == NULL)
    return g_strdup (raw);
  if (mc_field_get_kind (field) == MC_FIELD_DATE)
    return mc_field_format_value (field, answer, language);
  return g_strdup (answer);
}

static McFieldProblem
judge (McCounterDraft *draft, const McField *field, const GDate *today, char **detail)
{
  const char *key = mc_field_get_key (field);
  const char *raw = mc_draft_get_raw (draft->draft, key);

  if (raw == NULL)
    raw = mc_answers_get (mc_draft_get_answers (draft->draft), key);
  return mc_field_validate (field, raw, today, NULL, detail);
}

typedef struct
{
  const GDate *today;
  gboolean done;
} Check;

static void
check_field (McCounterDraft *draft, const McFormPage *page, const McField *field, gpointer data)
{
  Check *check = data;

  if (is_asked (draft, page, field) &&
      judge (draft, field, check->today, NULL) != MC_FIELD_PROBLEM_NONE)
    check->done = FALSE;
}

/*
 * mc_counter_is_section_done:
 */
gboolean
mc_counter_is_section_done (McCounterDraft *draft, guint section, const GDate *today)
{
  Check check = { today, TRUE };

  each_field (draft, section, check_field, &check);
  return check.done;
}

/* The section that is asked for, or the first; -1 when the form asks nothing. */
static int
find_section (const McRequest *request, GArray *sections)
{
  g_autofree char *text = mc_request_dup_query (request, "section");
  guint64 number = 0;

  if (sections->len == 0)
    return -1;
  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &number, NULL);
  for (guint i = 0; i < sections->len; i++)
    if (g_array_index (sections, guint, i) + 1 == number)
      return (int) i;

  return 0;
}

static McAnswer *
go_to_section (McCounterDraft *draft, guint section)
{
  g_autofree char *page = g_strdup_printf ("form?section=%u", section + 1);

  return mc_counter_go (draft, page);
}

typedef struct
{
  const McRequest *request;
  GDate today;
  GPtrArray *inputs; /* (owned) */
} Listing;

static void
list_field (McCounterDraft *draft, const McFormPage *page, const McField *field, gpointer data)
{
  Listing *listing = data;
  const char *language = listing->request->language;
  McFieldKind kind = mc_field_get_kind (field);
  const char *label = mc_field_get_label (field, language);
  g_autofree char *detail = NULL;
  McCounterInput *input;
  McFieldProblem problem;

  if (!is_asked (draft, page, field))
    return;

  input = mc_counter_input_new (kind, make_name (field), label);
  input->help = mc_field_get_help (field, language);
  input->optional = !mc_field_is_required (field);
  input->max_length = mc_field_get_max_length (field);
  input->field = field;
  input->value = dup_value (draft, field, language);
  problem = judge (draft, field, &listing->today, &detail);
  if (problem != MC_FIELD_PROBLEM_NONE && mc_counter_draft_was_tried (draft, input->name))
    input->mistake = mc_field_words_explain (kind, problem, detail, language);
  g_ptr_array_add (listing->inputs, input);
}

static const char *
get_section_title (McCounterDraft *draft, guint section, const char *language)
{
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    if (mc_form_page_get_section (mc_procedure_get_page (procedure, i)) == section)
      return mc_form_page_get_section_title (mc_procedure_get_page (procedure, i), language);

  return "";
}

static void
put_progress (McHtml *html, const McRequest *request, guint index, guint n)
{
  g_autofree char *text = g_strdup_printf (
      mc_pick (request->language, "Phần %u trong %u", "Part %u of %u"), index + 1, n);

  if (n > 1)
    mc_html_put (html, "<p class=\"hint\">{}</p>", text);
}

/**
 * mc_counter_handle_form:
 * @central: central
 * @request: GET /console/counter/{id}/form[?section=N]
 *
 * Returns: (transfer full): a section of the form, with what is asked so far
 */
McAnswer *
mc_counter_handle_form (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autoptr (GArray) sections = draft == NULL ? NULL : mc_counter_list_sections (draft);
  g_autoptr (GPtrArray) inputs = mc_counter_inputs_new ();
  Listing listing = { .request = request, .inputs = inputs };
  g_autofree char *page = NULL;
  g_autofree char *path = NULL;
  guint section;
  McHtml *html;
  int index;

  if (draft == NULL)
    return refusal;
  index = find_section (request, sections);
  if (index < 0)
    return mc_counter_go (draft, "papers");

  section = g_array_index (sections, guint, index);
  mc_counter_get_today (request, &listing.today);
  each_field (draft, section, list_field, &listing);
  html = mc_counter_begin_page (
      central, request, draft, get_section_title (draft, section, request->language));
  page = g_strdup_printf ("form?section=%u", section + 1);
  path = mc_counter_make_path (draft, page);
  mc_shell_begin_form (html, request, path);
  mc_counter_put_default (html, request);
  mc_counter_put_steps (html, request, draft, MC_COUNTER_FORM);
  mc_counter_put_mistakes (html, request, inputs);
  mc_html_raw (html, "<div class=\"card\">");
  put_progress (html, request, index, sections->len);
  mc_html_raw (html, "<div class=\"grid\">");
  for (guint i = 0; i < inputs->len; i++)
    mc_counter_put_input (html, request, g_ptr_array_index (inputs, i));
  mc_html_raw (html, "</div></div>");
  mc_counter_put_actions (html, request);
  mc_shell_end_form (html);

  return mc_counter_finish_page (html, central, request, draft);
}

typedef struct
{
  const McRequest *request;
  GDate today;
  GHashTable *before; /* (owned), keys of the fields that stood on the page */
  gboolean tried;
  gboolean opened; /* an answer brought up questions that did not stand there */
} Taking;

static void
note_asked (McCounterDraft *draft, const McFormPage *page, const McField *field, gpointer data)
{
  Taking *taking = data;

  if (is_asked (draft, page, field))
    g_hash_table_add (taking->before, (gpointer) mc_field_get_key (field));
}

/* A browser sends nothing for choices of which none is chosen. */
static void
take_field (McCounterDraft *draft, const McFormPage *page, const McField *field, gpointer data)
{
  Taking *taking = data;
  g_autofree char *name = make_name (field);
  g_autofree char *sent = mc_counter_dup_text (taking->request, name);

  if (!g_hash_table_contains (taking->before, mc_field_get_key (field)))
    {
      taking->opened = taking->opened || is_asked (draft, page, field);
      return;
    }

  if (sent != NULL || mc_field_get_kind (field) == MC_FIELD_CHOICE ||
      mc_field_get_kind (field) == MC_FIELD_YES_NO)
    mc_draft_set_answer (draft->draft, field, sent, &taking->today, NULL);
  if (taking->tried)
    mc_counter_draft_note_tried (draft, name);
}

static McAnswer *
go_on (McCounterDraft *draft, const McRequest *request, guint section, gboolean opened)
{
  g_autoptr (GArray) sections = mc_counter_list_sections (draft);
  GDate today;

  mc_counter_get_today (request, &today);
  if (!mc_counter_is_section_done (draft, section, &today))
    {
      if (opened)
        mc_counter_draft_set_notice (draft,
                                     MC_BADGE_CARE,
                                     mc_pick (request->language,
                                              "Câu trả lời vừa chọn mở thêm câu hỏi: xin ghi tiếp.",
                                              "That answer brings up more questions: please go "
                                              "on."));
      return go_to_section (draft, section);
    }

  for (guint i = 0; i < sections->len; i++)
    if (g_array_index (sections, guint, i) > section)
      return go_to_section (draft, g_array_index (sections, guint, i));
  return mc_counter_go (draft, "papers");
}

static McAnswer *
go_back (McCounterDraft *draft, guint section)
{
  g_autoptr (GArray) sections = mc_counter_list_sections (draft);

  for (guint i = sections->len; i > 0; i--)
    if (g_array_index (sections, guint, i - 1) < section)
      return go_to_section (draft, g_array_index (sections, guint, i - 1));
  return mc_counter_go (draft, "applicant");
}

/*
 * mc_counter_go_to_last_section:
 */
McAnswer *
mc_counter_go_to_last_section (McCounterDraft *draft)
{
  return go_back (draft, G_MAXUINT);
}

/**
 * mc_counter_handle_form_post:
 * @central: central
 * @request: POST /console/counter/{id}/form?section=N
 *
 * Keeps the answers, right or wrong. The same page comes again while something of it is open, also
 * when an answer brought up another question.
 *
 * Returns: (transfer full): sends the browser on
 */
McAnswer *
mc_counter_handle_form_post (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autoptr (GArray) sections = draft == NULL ? NULL : mc_counter_list_sections (draft);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *go = mc_request_dup_form (request, "go");
  Taking taking = { .request = request, .before = before };
  McAnswer *answer;
  guint section;
  int index;

  if (draft == NULL)
    return refusal;
  index = find_section (request, sections);
  if (index < 0)
    return mc_counter_go (draft, "papers");

  section = g_array_index (sections, guint, index);
  mc_counter_get_today (request, &taking.today);
  taking.tried = g_strcmp0 (go, "next") == 0;
  each_field (draft, section, note_asked, &taking);
  each_field (draft, section, take_field, &taking);

  answer = mc_counter_go_to_step (draft, go);
  if (answer != NULL)
    return answer;
  if (g_strcmp0 (go, "back") == 0)
    return go_back (draft, section);
  return go_on (draft, request, section, taking.opened);
}
