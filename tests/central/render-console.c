/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the console's pages of a dossier's life, as each official sees them and in both languages,
 * into a folder with the console's style: to look at them. */

#include "config.h"

#include "app/domain/form-set.h"
#include "tests/central/walk.h"

#include <string.h>

#define DOSSIER "/console/dossiers/" DESK_ID

typedef struct
{
  const char *login, *action;
  const char *fields[16]; /* name, value, …, NULL */
} Deed;

static const Deed DEEDS[] = {
  { "hoa",
    "receive",
    { "have-declaration",
      "yes",
      "originals-declaration",
      "1",
      "have-birth_notice",
      "yes",
      "originals-birth_notice",
      "1",
      "have-requester_id",
      "yes",
      "originals-requester_id",
      "1" } },
  { "an",
    "chair_assign",
    { "department", "Tư pháp – Hộ tịch", "reason", "Giải quyết trong ngày" } },
  { "binh", "dept_assign", { "assignee", "mai" } },
  { "mai", "process", { "reason", "Hồ sơ đầy đủ, thông tin khớp với giấy chứng sinh" } },
  { "binh", "dept_approve", { NULL } },
  { "an", "chair_approve", { NULL } },
  { "hoa", "register_result", { "result_number", "45/2025-TLKS" } },
  { "hoa",
    "return",
    { "who",
      "delegate",
      "receiver",
      "Nguyễn Văn Hải",
      "receiver_id",
      "001096001234",
      "authorisation",
      "Giấy ủy quyền số 12, ngày 20/6/2025" } },
};

static void
write_page (Desk *desk,
            const char *dir,
            const char *name,
            const char *login,
            const char *target,
            const Deed *deed)
{
  static const char *const languages[] = { "vi", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      Click *click = click_new (desk, login, deed == NULL ? "GET" : "POST", target);
      g_autoptr (McAnswer) answer = NULL;
      g_autoptr (GString) text = NULL;
      g_autofree char *path = g_strdup_printf ("%s/%s-%s.html", dir, name, languages[i]);
      g_autofree char *page = NULL;
      g_autoptr (GError) error = NULL;

      click_set_language (click, languages[i]);
      for (guint field = 0; deed != NULL && deed->fields[field] != NULL; field += 2)
        click_add (click, deed->fields[field], deed->fields[field + 1]);
      answer = click_finish (click);
      page = answer_dup_text (answer);
      text = g_string_new (page);
      g_string_replace (text, "/console/style.css", "style.css", 0);
      g_string_replace (text, DOSSIER "/pages/", "page-", 0);
      g_file_set_contents (path, text->str, text->len, &error);
      g_assert_no_error (error);
    }
}

static void
write_assets (Desk *desk, const char *dir)
{
  for (guint i = 1; i <= DESK_PAGES; i++)
    {
      g_autofree char *target = g_strdup_printf (DOSSIER "/pages/%u", i);
      g_autofree char *path = g_strdup_printf ("%s/page-%u", dir, i);
      g_autoptr (McAnswer) answer = official_get (desk, "hoa", target);

      g_file_set_contents (
          path, g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), NULL);
    }
}

static void
act (Desk *desk, const Deed *deed)
{
  g_autofree char *target = g_strconcat (DOSSIER "/actions/", deed->action, NULL);
  g_autoptr (McDossierRecord) record = desk_load (desk);
  g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, record->revision);
  Click *click = click_new (desk, deed->login, "POST", target);
  g_autoptr (McAnswer) answer = NULL;

  click_add (click, "revision", revision);
  for (guint field = 0; deed->fields[field] != NULL; field += 2)
    click_add (click, deed->fields[field], deed->fields[field + 1]);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, 303);
}

static void
write_paper (Desk *desk, const char *dir, const char *login, const char *key)
{
  g_autofree char *target = g_strconcat (DOSSIER "/forms/", key, NULL);
  g_autofree char *path = g_strdup_printf ("%s/%s.pdf", dir, key);
  g_autoptr (McAnswer) answer = official_post (desk, login, target, "");

  g_assert_cmpuint (answer->status, ==, 200);
  g_file_set_contents (
      path, g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), NULL);
}

/* The papers of side paths, each of a dossier of its own. */
static void
write_papers (const char *dir)
{
  static const struct
  {
    const char *key;
    guint steps;
    Deed deed;
  } papers[] = {
    { MC_FORM_SUPPLEMENT,
      0,
      { "hoa",
        "ask_supplement",
        { "missing-birth_notice",
          "yes",
          "why-birth_notice",
          "Dấu của bệnh viện bị mờ",
          "other-1",
          "Sổ tạm trú",
          "why-other-1",
          "Xác minh nơi ở của mẹ" } } },
    { MC_FORM_REFUSAL,
      0,
      { "hoa", "refuse", { "reason", "Trẻ đã được đăng ký khai sinh tại xã Sóc Sơn" } } },
    { MC_FORM_APOLOGY,
      1,
      { "an",
        "extend",
        { "due", "2025-06-26", "reason", "Phải xác minh nơi cư trú của người cha" } } },
    { MC_FORM_STOP,
      1,
      { "an",
        "stop",
        { "reason",
          "Có tranh chấp về quan hệ cha con, đang do Tòa án giải quyết",
          "decision",
          "Dừng giải quyết hồ sơ cho đến khi có bản án",
          "money",
          "Không thu lệ phí" } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr (Desk) desk = walk_desk_new (DESK_MEMORY);

      desk_set_time (desk, "2025-06-20T15:30:00+07:00");
      walk (desk, papers[i].steps);
      act (desk, &papers[i].deed);
      write_paper (desk, dir, papers[i].deed.login, papers[i].key);
    }
}

static void
write_side_pages (Desk *desk, const char *dir)
{
  static const Deed nothing = { "hoa", "receive", { "revision", "1", "have-declaration", "yes" } };
  static const Deed late = { "hoa", "refuse", { "revision", "9", "reason", "Trễ" } };
  static const Deed empty = { "hoa",
                              "ask_supplement",
                              { "revision", "1", "other-1", "Sổ hộ khẩu" } };
  static const char *const forms[] = { "ask_supplement", "refuse", "withdraw" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *target = g_strconcat (DOSSIER "/actions/", forms[i], NULL);
      g_autofree char *name = g_strconcat ("form-", forms[i], NULL);

      write_page (desk, dir, name, "hoa", target, NULL);
    }
  write_page (desk, dir, "mistake-receive", "hoa", DOSSIER "/actions/receive", &nothing);
  write_page (desk, dir, "mistake-supplement", "hoa", DOSSIER "/actions/ask_supplement", &empty);
  write_page (desk, dir, "conflict", "hoa", DOSSIER "/actions/refuse", &late);
}

static void
write_folders (Desk *desk, const char *dir)
{
  static const char *const hands[] = { "hoa", "an", "binh", "mai", "hoa" };

  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    mc_answer_free (official_post (desk, hands[i], "/console/folders", "scan=" DESK_CODE));
  write_page (
      desk, dir, "folders-taken", "hoa", "/console/folders?result=taken&dossier=" DESK_ID, NULL);
  write_page (desk, dir, "folders-unknown", "hoa", "/console/folders?result=unknown", NULL);
}

int
main (int argc, char **argv)
{
  static const char *const logins[] = { "hoa", "an", "binh", "mai" };
  g_autoptr (Desk) desk = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: render-console DIR\n");
      return 64;
    }

  write_papers (argv[1]);
  desk = desk_new (DESK_MEMORY);
  official_add (desk, "hoa", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00070", NULL);
  official_add (desk, "an", "Lê Văn An", MC_ROLE_CHAIRMAN, "00070", NULL);
  official_add (desk, "binh", "Trần Quốc Bình", MC_ROLE_DEPARTMENT, "00070", "Tư pháp – Hộ tịch");
  official_add (
      desk, "son", "Vũ Hồng Sơn", MC_ROLE_DEPARTMENT, "00070", "Kinh tế, Hạ tầng và Đô thị");
  official_add (desk, "mai", "Lê Thị Mai", MC_ROLE_SPECIALIST, "00070", "Tư pháp – Hộ tịch");
  official_add (desk, "duc", "Phạm Minh Đức", MC_ROLE_SPECIALIST, "00070", "Tư pháp – Hộ tịch");
  write_assets (desk, argv[1]);
  write_side_pages (desk, argv[1]);
  for (guint i = 0; i <= G_N_ELEMENTS (DEEDS); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (logins); j++)
        {
          g_autofree char *name = g_strdup_printf ("step%u-%s", i, logins[j]);

          write_page (desk, argv[1], name, logins[j], DOSSIER, NULL);
        }
      if (i < G_N_ELEMENTS (DEEDS))
        {
          g_autofree char *name = g_strdup_printf ("done%u", i + 2);
          g_autofree char *target = g_strdup_printf (DOSSIER "?done=%u", i + 2);

          act (desk, &DEEDS[i]);
          write_page (desk, argv[1], name, DEEDS[i].login, target, NULL);
        }
    }
  write_folders (desk, argv[1]);
  write_paper (desk, argv[1], "hoa", MC_FORM_RECEIPT);
  write_paper (desk, argv[1], "hoa", MC_FORM_CONTROL);
  write_paper (desk, argv[1], "hoa", MC_FORM_HANDOVER);

  return 0;
}
