/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-receipt-screen"

#include "config.h"

#include "ui/screens/receipt-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/widgets/qr-view.h"
#include "ui/words.h"

/**
 * McReceiptScreen:
 *
 * The dossier counts as shown once a frame with its code was painted.
 */
struct _McReceiptScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GtkWidget *delivered; /* (unowned) (nullable), label in the content */
  GtkWidget *print;     /* (unowned) (nullable), McNotice in the content */
  GtkWidget *question;  /* (unowned) (nullable), label above the ratings */
  GtkWidget *faces[5];  /* (unowned) (nullable) */
  GSignalGroup *intake; /* (owned) */
  GSignalGroup *health; /* (owned) */
  GSignalGroup *frames; /* (owned), until the first frame */
};

G_DEFINE_FINAL_TYPE (McReceiptScreen, mc_receipt_screen, MC_TYPE_SCREEN)

static McIntakeController *
get_intake (McReceiptScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static gint64
get_now (McReceiptScreen *self)
{
  return mc_clock_now (mc_context_get_clock (mc_screen_get_context (MC_SCREEN (self))));
}

static void
refresh_delivered (McReceiptScreen *self)
{
  if (self->delivered == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->delivered),
                       mc_intake_controller_get_delivered (get_intake (self))
                       ? _ ("The service centre has it.")
                       : _ ("It is saved at this machine and will be sent by itself."));
}

static void
refresh_print (McReceiptScreen *self)
{
  McIntakeController *intake = get_intake (self);
  McHealth *health = mc_context_get_health (mc_screen_get_context (MC_SCREEN (self)));
  const McIntakePrint print = mc_intake_controller_get_print (intake);
  g_autoptr (McWords) words =
                 mc_words_for_print (print, health, mc_intake_controller_get_point (intake));
  static const struct
  {
    McNoticeKind kind;
    const char *icon;
  } looks[] = {
    [MC_INTAKE_PRINT_NONE] = { MC_NOTICE_CARE, "printer-off" },
    [MC_INTAKE_PRINT_WAITING] = { MC_NOTICE_INFO, "printer" },
    [MC_INTAKE_PRINT_PRINTING] = { MC_NOTICE_INFO, "printer" },
    [MC_INTAKE_PRINT_DONE] = { MC_NOTICE_OK, "printer" },
    [MC_INTAKE_PRINT_SENT] = { MC_NOTICE_CARE, "printer" },
    [MC_INTAKE_PRINT_FAILED] = { MC_NOTICE_CARE, "printer-off" },
    [MC_INTAKE_PRINT_UNKNOWN] = { MC_NOTICE_CARE, "printer" },
  };

  if (self->print == NULL)
    return;
  mc_notice_set (MC_NOTICE (self->print), looks[print].kind, words->what, words->how);
  mc_notice_set_icon (MC_NOTICE (self->print), looks[print].icon);
  mc_screen_set_secondary (MC_SCREEN (self),
                           "printer",
                           !mc_intake_controller_can_reprint (intake)
                               ? NULL
                               : print == MC_INTAKE_PRINT_DONE || print == MC_INTAKE_PRINT_SENT
                               ? _ ("Print again")
                               : _ ("Print the slip"));
}

static void
refresh_rating (McReceiptScreen *self)
{
  const guint rating = mc_intake_controller_get_rating (get_intake (self));

  gtk_label_set_label (GTK_LABEL (self->question),
                       rating == 0
                       ? _ ("How was filing here?")
                       : _ ("Thank you for your answer."));
  for (guint i = 0; i < G_N_ELEMENTS (self->faces); i++)
    {
      gtk_widget_set_sensitive (self->faces[i], rating == 0 || rating == i + 1);
      if (rating == i + 1)
        gtk_widget_add_css_class (self->faces[i], "chosen");
    }
}

static void
on_face_clicked (GtkButton *face, McReceiptScreen *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->faces); i++)
    if (GTK_WIDGET (face) == self->faces[i])
      mc_intake_controller_rate (get_intake (self), i + 1);
  refresh_rating (self);
}

static GtkWidget *
create_face (McReceiptScreen *self, guint score, const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *name = g_strdup_printf ("rate-%u", score);
  g_autofree char *icon = g_strdup_printf ("face-%u", score);
  GtkWidget *words = gtk_label_new (label);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "face");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), mc_icon_new (icon));
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (button), box);
  mc_accessible_set_label (button, label);
  g_signal_connect (button, "clicked", G_CALLBACK (on_face_clicked), self);

  return button;
}

static void
add_rating (McReceiptScreen *self, GtkWidget *column)
{
  const char *const labels[] = { _ ("Very hard"),
                                    _ ("Hard"), _ ("So-so"), _ ("Easy"), _ ("Very easy") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *faces = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  self->question = mc_parts_label ("", "strong");
  gtk_box_set_homogeneous (GTK_BOX (faces), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      self->faces[i] = create_face (self, i + 1, labels[i]);
      gtk_box_append (GTK_BOX (faces), self->faces[i]);
    }
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->question);
  gtk_box_append (GTK_BOX (box), faces);
  gtk_box_append (GTK_BOX (column), box);
  refresh_rating (self);
}

static GtkWidget *
create_qr (const McQr *qr)
{
  GtkWidget *view = mc_qr_view_new ();
  const guint size = qr != NULL ? mc_qr_get_modules (qr) : 0;
  g_autofree gboolean *modules = g_new (gboolean, size * size);

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      modules[y * size + x] = mc_qr_is_dark (qr, x, y);
  mc_qr_view_set_modules (MC_QR_VIEW (view), modules, size);
  mc_accessible_set_label (view, _ ("QR code of your dossier"));
  gtk_widget_set_name (view, "qr");
  gtk_widget_set_valign (view, GTK_ALIGN_CENTER);

  return view;
}

static void
add_code (McReceiptScreen *self, GtkWidget *column, const McReceipt *receipt)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *qr = create_qr (mc_intake_controller_get_qr (get_intake (self)));
  g_auto (GStrv) parts = NULL;
  g_autofree char *broken = NULL;
  GtkWidget *code;

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "receipt-card");
  gtk_widget_add_css_class (below, "receipt-scan");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  /* where a line must be broken, it is after a dash and never inside a number */
  parts = g_strsplit (receipt->code, "-", -1);
  broken = g_strjoinv ("-\u200b", parts);
  code = mc_parts_label (broken, "code");
  gtk_widget_set_name (code, "code");
  gtk_label_set_wrap_mode (GTK_LABEL (code), PANGO_WRAP_WORD);
  gtk_box_append (GTK_BOX (card), mc_parts_label (_ ("Dossier code"), "row-label"));
  gtk_box_append (GTK_BOX (card), code);
  self->delivered = mc_parts_label ("", "delivered");
  gtk_widget_set_name (self->delivered, "delivered");
  gtk_box_append (GTK_BOX (words), self->delivered);
  gtk_box_append (
      GTK_BOX (words),
      mc_parts_label (_ ("Scan it with a phone to see how far your dossier is. You may photograph "
                         "this screen."),
                         "row-text"));
  gtk_box_append (GTK_BOX (below), qr);
  gtk_box_append (GTK_BOX (below), words);
  gtk_box_append (GTK_BOX (card), below);
  gtk_box_append (GTK_BOX (column), card);
  refresh_delivered (self);
}

static GtkWidget *
create_step (guint number, const char *title, const char *text)
{
  GtkWidget *row = mc_parts_row (NULL, title, text);
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget *dot = gtk_label_new (digits);

  gtk_widget_add_css_class (dot, "number");
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (row), dot);

  return row;
}

/* The names alone, as far as they fit a line or two; the slip says what kind of copy each is. */
static char *
list_papers (McReceiptScreen *self, guint *n_papers)
{
  McIntakeController *intake = get_intake (self);
  const char *language = mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
  g_autoptr (GPtrArray) papers = mc_intake_controller_list_papers (intake);
  GString *text = g_string_new (NULL);

  *n_papers = 0;
  for (guint i = 0; i < papers->len; i++)
    {
      const McDocument *paper = g_ptr_array_index (papers, i);

      if (!mc_intake_controller_brings (intake, paper))
        continue;
      if (text->len > 0)
        g_string_append (text, "; ");
      g_string_append (text, mc_document_get_name (paper, language));
      (*n_papers)++;
    }

  return g_string_free (text, FALSE);
}

static void
add_steps (McReceiptScreen *self, GtkWidget *column, const McReceipt *receipt)
{
  const McPoint *point = mc_intake_controller_get_point (get_intake (self));
  GtkWidget *card = mc_parts_card ();
  guint n_papers;
  g_autofree char *papers = list_papers (self, &n_papers);
  g_autofree char *counter = mc_words_for_counter (point);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (n_papers > 0)
    first = g_strdup_printf (
        dngettext (GETTEXT_PACKAGE, "Hand in %u paper at %s", "Hand in %u papers at %s", n_papers),
        n_papers,
        counter);
  else
    first = g_strdup_printf (_ ("Show your identity card at %s"), counter);
  gtk_box_append (GTK_BOX (card),
                  create_step (1, first, n_papers > 0 ? papers : _ ("The officer checks it.")));

  if (receipt->expected_due != MC_TIME_NONE)
    {
      g_autofree char *when = mc_words_for_when (receipt->expected_due, get_now (self));

      second = g_strdup_printf (_ ("Come for the result: %s"), when);
    }
  else
    second = g_strdup (_ ("The officer tells you when to come back"));
  gtk_box_append (GTK_BOX (card),
                  create_step (2,
                               second,
                               receipt->expected_due != MC_TIME_NONE
                               ? _ ("Expected. Bring your slip and your identity card.")
                               : _ ("Bring your slip and your identity card.")));
  gtk_box_append (GTK_BOX (column), mc_parts_heading (_ ("What to do next")));
  gtk_box_append (GTK_BOX (column), card);
}

static void
refresh (McReceiptScreen *self)
{
  const McReceipt *receipt = mc_intake_controller_get_receipt (get_intake (self));
  GtkWidget *left;
  GtkWidget *right;

  mc_parts_clear (self->content);
  self->delivered = NULL;
  self->print = NULL;
  if (receipt == NULL)
    return;

  mc_screen_set_title (MC_SCREEN (self), _ ("Your dossier has been taken"));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("Done"));
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  gtk_widget_set_vexpand (right, TRUE);
  add_code (self, left, receipt);
  self->print = mc_notice_new (MC_NOTICE_INFO, NULL, NULL);
  gtk_widget_set_name (self->print, "print");
  gtk_box_append (GTK_BOX (left), self->print);
  refresh_print (self);
  add_steps (self, right, receipt);
  add_rating (self, right);
}

static void
on_painted (McReceiptScreen *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->delivered == NULL)
    return;
  g_signal_group_set_target (self->frames, NULL);
  mc_intake_controller_note_painted (get_intake (self));
}

static void
mc_receipt_screen_shown (McScreen *screen)
{
  McReceiptScreen *self = MC_RECEIPT_SCREEN (screen);

  refresh (self);
  g_signal_group_set_target (self->intake, get_intake (self));
  g_signal_group_set_target (self->health, mc_context_get_health (mc_screen_get_context (screen)));
  g_signal_group_set_target (self->frames, gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mc_receipt_screen_hidden (McScreen *screen)
{
  McReceiptScreen *self = MC_RECEIPT_SCREEN (screen);

  g_signal_group_set_target (self->intake, NULL);
  g_signal_group_set_target (self->health, NULL);
  g_signal_group_set_target (self->frames, NULL);
}

static void
mc_receipt_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_receipt_screen_parent_class)->locale_changed (screen);
  refresh (MC_RECEIPT_SCREEN (screen));
}

static void
mc_receipt_screen_secondary_activated (McScreen *screen)
{
  mc_intake_controller_reprint (get_intake (MC_RECEIPT_SCREEN (screen)));
}

static void
mc_receipt_screen_dispose (GObject *object)
{
  McReceiptScreen *self = MC_RECEIPT_SCREEN (object);

  g_clear_object (&self->intake);
  g_clear_object (&self->health);
  g_clear_object (&self->frames);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_RECEIPT_SCREEN);
  G_OBJECT_CLASS (mc_receipt_screen_parent_class)->dispose (object);
}

static void
mc_receipt_screen_class_init (McReceiptScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_receipt_screen_dispose;
  screen_class->shown = mc_receipt_screen_shown;
  screen_class->hidden = mc_receipt_screen_hidden;
  screen_class->locale_changed = mc_receipt_screen_locale_changed;
  screen_class->secondary_activated = mc_receipt_screen_secondary_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/receipt-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McReceiptScreen, content);
}

static void
mc_receipt_screen_init (McReceiptScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  mc_screen_set_back_visible (MC_SCREEN (self), FALSE);
  mc_screen_set_title_icon (MC_SCREEN (self), "check-circle");
  mc_screen_set_main_icon (MC_SCREEN (self), "");
  self->intake = g_signal_group_new (MC_TYPE_INTAKE_CONTROLLER);
  g_signal_group_connect_swapped (self->intake, "notify::print", G_CALLBACK (refresh_print), self);
  g_signal_group_connect_swapped (
      self->intake, "notify::delivered", G_CALLBACK (refresh_delivered), self);
  self->health = g_signal_group_new (MC_TYPE_HEALTH);
  g_signal_group_connect_swapped (
      self->health, "notify::printer", G_CALLBACK (refresh_print), self);
  self->frames = g_signal_group_new (GDK_TYPE_FRAME_CLOCK);
  g_signal_group_connect_swapped (self->frames, "after-paint", G_CALLBACK (on_painted), self);
}
