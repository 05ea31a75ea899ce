/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/sounds.h"

#include <string.h>

#define RATE 16000  /* samples a second, a byte each */
#define SILENCE 128 /* of unsigned samples */
#define VOLUME 100  /* of 127 */
#define EDGE_MS 8   /* a tone that begins or ends at once clicks */
#define HEADER_LENGTH 44

typedef struct
{
  guint frequency; /* Hz; 0 = a pause */
  guint ms;
} Tone;

static const Tone TAKEN[] = { { 1568, 110 } };
static const Tone MISTAKE[] = { { 330, 120 }, { 0, 60 }, { 247, 240 } };

static void
add_number (GByteArray *wav, guint32 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    {
      guint8 byte = number >> (8 * i);

      g_byte_array_append (wav, &byte, 1);
    }
}

static void
add_text (GByteArray *wav, const char *text)
{
  g_byte_array_append (wav, (const guint8 *) text, strlen (text));
}

/* RIFF with one fmt and one data chunk: PCM, mono, 8 bits. */
static void
add_header (GByteArray *wav, guint n_samples)
{
  add_text (wav, "RIFF");
  add_number (wav, HEADER_LENGTH - 8 + n_samples, 4);
  add_text (wav, "WAVEfmt ");
  add_number (wav, 16, 4);
  add_number (wav, 1, 2); /* PCM */
  add_number (wav, 1, 2); /* mono */
  add_number (wav, RATE, 4);
  add_number (wav, RATE, 4); /* bytes a second */
  add_number (wav, 1, 2);    /* bytes a sample */
  add_number (wav, 8, 2);
  add_text (wav, "data");
  add_number (wav, n_samples, 4);
}

/* A triangle wave, softer than a square one, that swells and fades at its edges. */
static guint8
get_sample (const Tone *tone, guint i, guint n)
{
  const guint edge = RATE * EDGE_MS / 1000;
  guint loud = MIN (MIN (i, n - 1 - i), edge);
  gint phase, height;

  if (tone->frequency == 0)
    return SILENCE;
  phase = (guint64) i * tone->frequency * 4 * VOLUME / RATE % (4 * VOLUME);
  height = phase < 2 * VOLUME ? phase - VOLUME : 3 * VOLUME - phase;

  return SILENCE + height * (gint) loud / (gint) edge;
}

static guint
count_samples (const Tone *tone)
{
  return RATE * tone->ms / 1000;
}

/**
 * mc_sound_create:
 * @sound: which
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): a WAV file of some kilobytes
 */
GBytes *
mc_sound_create (McSound sound)
{
  const Tone *tones = sound == MC_SOUND_TAKEN ? TAKEN : MISTAKE;
  guint n_tones = sound == MC_SOUND_TAKEN ? G_N_ELEMENTS (TAKEN) : G_N_ELEMENTS (MISTAKE);
  GByteArray *wav = g_byte_array_new ();
  guint n = 0;

  for (guint i = 0; i < n_tones; i++)
    n += count_samples (&tones[i]);
  add_header (wav, n);
  for (guint i = 0; i < n_tones; i++)
    for (guint j = 0; j < count_samples (&tones[i]); j++)
      add_number (wav, get_sample (&tones[i], j, count_samples (&tones[i])), 1);

  return g_byte_array_free_to_bytes (wav);
}
