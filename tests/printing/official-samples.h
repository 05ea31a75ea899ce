/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/printing/samples.h"

G_BEGIN_DECLS

/* Made-up official papers: each can be had in both languages and in every length. */
typedef McPage *(*McSampleFunc) (const char *language, McSampleLength length, GError **error);

typedef struct
{
  const char *name;
  McSampleFunc create;
  double width_mm, height_mm;
} McSample;

extern const McSample mc_official_samples[];
extern const guint mc_n_official_samples;

#define MC_SAMPLE_CODE "H26.104-251120-500012"
#define MC_SAMPLE_OLD_CODE "000.00.01.H26-251120-500012" /* of the others */
/* What a hand scanner reads on a folder's slip. */
#define MC_SAMPLE_FOLDER "MC:H26.104-251120-500012"
/* In every field of a hostile sample; on one line in print. */
#define MC_SAMPLE_MARKUP "<b>\"'&amp;</b>"

McPage *mc_sample_supplement_page_new (const char *language,
                                       McSampleLength length,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_refusal_page_new (const char *language,
                                    McSampleLength length,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_apology_page_new (const char *language,
                                    McSampleLength length,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_stop_notice_page_new (const char *language,
                                        McSampleLength length,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_control_slip_page_new (const char *language,
                                         McSampleLength length,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_declaration_page_new (const char *language,
                                        McSampleLength length,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPage *mc_sample_handover_slip_page_new (const char *language,
                                          McSampleLength length,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The parts that they share, for tests that change one thing. */
void mc_sample_fill_point (McPoint *point, McSampleLength length); /* strings are static */
McApplicant *mc_sample_applicant_new (McSampleLength length) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_sample_choose (McSampleLength length, const char *short_text, const char *long_text);
gint64 mc_sample_time (const char *text);

G_END_DECLS
