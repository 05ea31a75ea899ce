/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/city-life.h"

#include "app/domain/code.h"
#include "app/domain/identity.h"
#include "central/work/event-data.h"

#include <math.h>
#include <string.h>

#define DAY_S (8 * 3600)
#define N_SPECIALISTS 4

struct _CityLife
{
  McCatalogue *catalogue; /* (unowned) */
  McCalendar *calendar;   /* (unowned) */
  GPtrArray *points;      /* (owned) (element-type McPoint), wards and communes */
  GArray *days;           /* (owned) (element-type gint64), midnight of each open day */
  GHashTable *serials;    /* (owned) (element-type int guint), last serial of point and day */
  GHashTable *books;      /* (owned) (element-type int guint), last line of unit and year */
  GRand *random;          /* (owned) */
  gint64 from, now;       /* in working seconds since the first of the days */
  gint64 now_at;
};

/* One on its way. */
typedef struct
{
  CityLife *life;
  CityDossier *dossier;
  McProcedure *procedure;
  McPath path;
  gint64 at;        /* working seconds */
  double pace;      /* of its unit and procedure */
  guint steps_left; /* of an unfinished one */
  gboolean stands;  /* the rest is still to come */
} Way;

static const struct
{
  const char *procedure;
  guint weight;
  double pace; /* working hours that the specialist takes */
} MIX[] = {
  { "2.000815", 30, 1 }, { "2.000884", 12, 0.6 }, { "2.000635", 12, 1.5 }, { "1.001193", 10, 2 },
  { "1.004873", 8, 9 },  { "1.001612", 6, 10 },   { "1.000894", 5, 2 },    { "1.000656", 4, 1.5 },
  { "2.001583", 4, 12 }, { "1.014027", 3, 36 },   { "1.009998", 3, 20 },   { "2.000908", 3, 1 },
};

static const char *const DEPARTMENTS[] = { "Phòng Văn hóa - Xã hội",
                                           "Phòng Kinh tế, Hạ tầng và Đô thị",
                                           "Văn phòng HĐND và UBND" };
static const char *const FAMILIES[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh",
                                        "Phan",   "Vũ",   "Võ", "Đặng", "Bùi",   "Đỗ" };
static const char *const MIDDLES[] = { "Văn",   "Thị", "Minh", "Đức", "Ngọc", "Thanh",
                                       "Quang", "Thu", "Hữu",  "Kim", "Xuân", "Hồng" };
static const char *const GIVENS[] = { "An",   "Bình",  "Chi",   "Dũng",  "Giang",  "Hà",   "Hạnh",
                                      "Hoa",  "Hùng",  "Hương", "Khánh", "Lan",    "Linh", "Long",
                                      "Mai",  "Nam",   "Nga",   "Phúc",  "Phương", "Quân", "Sơn",
                                      "Thảo", "Trang", "Tú",    "Tuấn",  "Vân",    "Việt", "Yến" };

#define PICK(life, list) list[city_life_get_random (life, G_N_ELEMENTS (list))]

guint
city_life_get_random (CityLife *self, guint below)
{
  return g_rand_int_range (self->random, 0, below);
}

static gboolean
happens (CityLife *self, double share)
{
  return g_rand_double (self->random) < share;
}

/* Working time to the clock's, by the usual hours. */
static gint64
to_clock (CityLife *self, gint64 working)
{
  guint day = MIN (working / DAY_S, self->days->len - 1);
  gint64 second = working % DAY_S;

  return g_array_index (self->days, gint64, day) +
         (second < DAY_S / 2 ? MC_HOURS_DEFAULT.morning_open + second
                             : MC_HOURS_DEFAULT.afternoon_open + second - DAY_S / 2);
}

static gint64
to_working (CityLife *self, gint64 time)
{
  gint64 seconds = mc_calendar_working_seconds (
      self->calendar, NULL, g_array_index (self->days, gint64, 0), time, NULL);

  g_assert (seconds >= 0);
  return seconds;
}

CityLife *
city_life_new (McCatalogue *catalogue,
               GPtrArray *points,
               McCalendar *calendar,
               gint64 from,
               gint64 now,
               guint32 seed)
{
  CityLife *self = g_new0 (CityLife, 1);
  GDate date, last;

  self->catalogue = catalogue;
  self->calendar = calendar;
  self->random = g_rand_new_with_seed (seed);
  self->serials = g_hash_table_new (NULL, NULL);
  self->books = g_hash_table_new (NULL, NULL);
  self->points = g_ptr_array_new ();
  for (guint i = 0; i < points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (points, i);

      if (g_strcmp0 (point->code, point->unit_code) == 0)
        g_ptr_array_add (self->points, (gpointer) point);
    }

  self->days = g_array_new (FALSE, FALSE, sizeof (gint64));
  mc_time_get_local_date (from, &date);
  mc_time_get_local_date (now, &last);
  for (; g_date_compare (&date, &last) <= 0; g_date_add_days (&date, 1))
    {
      gint64 midnight = mc_time_from_local (&date, 0);
      gboolean open = FALSE;

      g_assert (mc_calendar_is_open (calendar, &date, &open, NULL));
      if (open)
        g_array_append_val (self->days, midnight);
    }
  g_assert (self->days->len > 1 && self->points->len > 0);
  self->from = to_working (self, from);
  self->now = to_working (self, now);
  self->now_at = now;
  return self;
}

void
city_life_free (CityLife *self)
{
  g_rand_free (self->random);
  g_hash_table_unref (self->serials);
  g_hash_table_unref (self->books);
  g_ptr_array_unref (self->points);
  g_array_unref (self->days);
  g_free (self);
}

void
city_dossier_free (CityDossier *self)
{
  if (self == NULL)
    return;

  mc_dossier_record_free (self->record);
  g_ptr_array_unref (self->events);
  g_free (self);
}

static char *
make_code (CityLife *self, const McPoint *point, gint64 time)
{
  guint index, serial;
  gpointer key;
  GDate date;

  mc_time_get_local_date (time, &date);
  g_ptr_array_find (self->points, point, &index);
  key = GUINT_TO_POINTER (g_date_get_julian (&date) * 1000 + index);
  serial = GPOINTER_TO_UINT (g_hash_table_lookup (self->serials, key)) + 1;
  g_hash_table_insert (self->serials, key, GUINT_TO_POINTER (serial));

  return mc_code_format (point->agency_code, &date, 100000 + serial, 6, NULL);
}

/* The first reception takes the next line of the desk's book. */
static char *
take_line (CityLife *self, const McPoint *point, gint64 time)
{
  g_autoptr (McEventData) data = mc_event_data_new ();
  gpointer key;
  guint index;
  GDate date;

  mc_time_get_local_date (time, &date);
  g_ptr_array_find (self->points, point, &index);
  key = GUINT_TO_POINTER (g_date_get_year (&date) * 1000 + index);
  data->register_number = GPOINTER_TO_UINT (g_hash_table_lookup (self->books, key)) + 1;
  g_hash_table_insert (self->books, key, GUINT_TO_POINTER (data->register_number));
  return mc_event_data_to_string (data);
}

/* A minute at least: people, not machines. */
static gint64
draw_delay (Way *way, double mean_hours)
{
  double hours = -log (1 - g_rand_double (way->life->random)) * mean_hours * way->pace;

  return 60 + (gint64) (MIN (hours, 400) * 3600);
}

static gint64
find_due (Way *way, const char *action, gint64 now)
{
  CityDossier *dossier = way->dossier;
  const McLimit *limit = mc_procedure_get_limit (way->procedure, dossier->record->limit_case);
  gint64 from = g_str_equal (action, "extend") ? dossier->record->due_at : now;
  gint64 due = MC_TIME_NONE;

  if (g_str_equal (action, "payment"))
    mc_limit_due_after_pause (limit,
                              way->life->calendar,
                              &dossier->point->hours,
                              dossier->record->due_at,
                              dossier->record->updated_at,
                              now,
                              &due,
                              NULL,
                              NULL);
  else if (g_str_equal (action, "receive") || g_str_equal (action, "supplement") ||
           g_str_equal (action, "extend"))
    mc_limit_due (limit, way->life->calendar, &dossier->point->hours, from, &due, NULL, NULL);

  return due;
}

static char *
make_actor (Way *way, const McTransition *row)
{
  McDossierRecord *record = way->dossier->record;

  switch (row->role)
    {
    case MC_ROLE_RECEPTION:
      return g_strdup_printf ("%s.tiepnhan", record->unit);
    case MC_ROLE_SPECIALIST:
      return g_strdup (record->assignee);
    case MC_ROLE_CITIZEN:
      return NULL;
    default:
      return g_strdup_printf ("%s.%s", record->resolver, mc_role_to_string (row->role));
    }
}

/* Goes on by @action after some working time, unless that is still to come. */
static gboolean
go (Way *way, const char *action, double mean_hours)
{
  McDossierRecord *record = way->dossier->record;
  const McTransition *row = mc_workflow_find (action, way->path.state);
  McEventRecord *event;
  McRole role;
  gint64 at, now;

  if (way->stands)
    return FALSE;
  g_assert (row != NULL);
  at = way->at + (way->path.state == MC_STATE_DRAFT ? 0 : draw_delay (way, mean_hours));
  if (at > way->life->now || way->steps_left == 0)
    {
      way->stands = TRUE;
      return FALSE;
    }

  way->steps_left--;
  way->at = at;
  now = to_clock (way->life, at);
  role = mc_workflow_get_actor (row->role, record->by_city);
  g_assert (mc_path_follow (&way->path, action, role, now, NULL, NULL));

  event = mc_event_record_new ();
  event->revision = way->dossier->events->len + 1;
  event->action = g_strdup (action);
  event->role = role;
  event->from = row->from;
  event->to = row->to;
  event->step = row->step;
  event->at = now;
  event->form = g_strdup (row->form);
  event->due_at = find_due (way, action, now);
  event->actor = make_actor (way, row);
  if ((row->rules & MC_RULE_TO_DEPARTMENT) != 0)
    event->department = g_strdup (PICK (way->life, DEPARTMENTS));
  if ((row->rules & MC_RULE_TO_PERSON) != 0)
    event->assignee = g_strdup_printf (
        "%s.chuyenvien%u", record->resolver, city_life_get_random (way->life, N_SPECIALISTS) + 1);
  if ((row->rules & MC_RULE_REASON) != 0)
    event->note = g_strdup ("Theo hồ sơ");
  event->place = g_strdup (row->role == MC_ROLE_CITIZEN || row->role == MC_ROLE_RECEPTION
                               ? way->dossier->point->name
                               : way->dossier->point->agency_name);
  if (row->step == 2 && record->due_at == MC_TIME_NONE)
    event->data = take_line (way->life, way->dossier->point, now);
  g_ptr_array_add (way->dossier->events, event);

  record->state = row->to;
  record->revision = event->revision;
  record->updated_at = now;
  if (event->due_at != MC_TIME_NONE)
    record->due_at = event->due_at;
  if (event->department != NULL)
    {
      g_free (record->department);
      record->department = g_strdup (event->department);
    }
  if (event->assignee != NULL)
    {
      g_free (record->assignee);
      record->assignee = g_strdup (event->assignee);
    }
  return TRUE;
}

static gboolean
is_day_before_due (Way *way)
{
  GDate today, due;

  mc_time_get_local_date (way->dossier->record->updated_at + DAY_S, &today);
  mc_time_get_local_date (way->dossier->record->due_at, &due);
  return g_date_compare (&today, &due) < 0;
}

/* From the desk to the specialist's table. */
static void
assign (Way *way)
{
  go (way, "chair_assign", 1.2);
  go (way, "dept_assign", 1);
}

static void
appraise (Way *way, double hours)
{
  CityLife *life = way->life;

  assign (way);
  if (!way->stands && happens (life, 0.03) && is_day_before_due (way))
    go (way, "extend", 1);
  if (happens (life, 0.02))
    {
      go (way, "ask_payment", hours / 2);
      go (way, "payment", 12);
    }
  go (way, happens (life, 0.015) ? "propose_refusal" : "process", hours);
  if (happens (life, 0.03))
    {
      go (way, "send_back", 1.5);
      go (way, way->path.refusal ? "propose_refusal" : "process", hours / 2);
    }
  go (way, "dept_approve", 1.4);
}

static void
live (Way *way, double hours)
{
  CityLife *life = way->life;

  go (way, "submit", 0);
  if (happens (life, 0.03))
    {
      go (way, "ask_supplement", 0.4);
      if (happens (life, 0.2))
        go (way, "refuse", 40);
      else
        go (way, "supplement", 20);
    }
  else if (happens (life, 0.01))
    go (way, "refuse", 0.4);
  else
    go (way, "receive", 0.4);
  if (way->stands || mc_state_is_over (way->path.state))
    return;

  if (happens (life, 0.02))
    {
      go (way, happens (life, 0.7) ? "withdraw" : "stop", 6);
      return;
    }
  appraise (way, hours);
  if (way->stands)
    return;
  go (way, way->path.refusal ? "chair_refuse" : "chair_approve", 1.6);
  go (way, "register_result", 0.6);
  go (way, "return", 10);
}

/* Of those that are on offer on that day. */
static McProcedure *
pick_procedure (CityLife *self, gint64 time, double *hours)
{
  McProcedure *procedure = NULL;
  guint total = 0;
  GDate date;

  for (guint i = 0; i < G_N_ELEMENTS (MIX); i++)
    total += MIX[i].weight;
  mc_time_get_local_date (time, &date);
  while (procedure == NULL)
    {
      guint lot = city_life_get_random (self, total), i = 0;

      for (; lot >= MIX[i].weight; i++)
        lot -= MIX[i].weight;
      *hours = MIX[i].pace;
      procedure = mc_catalogue_find (self->catalogue, MIX[i].procedure, &date);
    }

  return procedure;
}

static McDossierRecord *
make_record (CityLife *self, const McPoint *point, McProcedure *procedure, gint64 time)
{
  McDossierRecord *record = mc_dossier_record_new ();
  guint8 random[10];

  for (guint i = 0; i < sizeof random; i++)
    random[i] = city_life_get_random (self, 256);
  record->id = mc_uuid_new_v7 (time * 1000 + city_life_get_random (self, 1000), random);
  record->code = make_code (self, point, time);
  record->channel = g_strdup (happens (self, 0.8) ? "kiosk" : "assisted");
  record->kiosk = g_strdup_printf ("HK-%s", point->code);
  record->kiosk_key = g_strdup_printf ("KEY%s", point->code);
  record->received_at = time;
  record->submitted_at = time;
  record->procedure = g_strdup (mc_procedure_get_code (procedure));
  record->version = g_strdup (mc_procedure_get_version (procedure));
  record->limit_case = g_strdup (mc_procedure_get_limit_name (procedure, 0));
  record->point_code = g_strdup (point->code);
  record->agency_code = g_strdup (point->agency_code);
  record->unit = g_strdup (mc_point_get_unit (point));
  record->by_city = mc_procedure_get_level (procedure) == MC_LEVEL_CITY &&
                    mc_procedure_get_agency_code (procedure) != NULL;
  record->resolver =
      g_strdup (record->by_city ? mc_procedure_get_agency_code (procedure) : record->unit);
  record->language = g_strdup (happens (self, 0.97) ? "vi" : "en");
  record->applicant_name = g_strdup_printf (
      "%s %s %s", PICK (self, FAMILIES), PICK (self, MIDDLES), PICK (self, GIVENS));
  record->birth_year = 1940 + city_life_get_random (self, 66);
  record->id_number = g_strdup_printf ("001%u%02u%06u",
                                       record->birth_year < 2000 ? 0 : 2,
                                       record->birth_year % 100,
                                       city_life_get_random (self, 1000000));
  mc_limit_due (mc_procedure_get_limit (procedure, record->limit_case),
                self->calendar,
                &point->hours,
                time,
                &record->expected_due,
                NULL,
                NULL);
  return record;
}

/* Most who answer are content; a third answers. */
static void
rate (CityLife *self, CityDossier *dossier)
{
  static const guint shares[] = { 1, 2, 6, 27, 64 };
  guint lot = city_life_get_random (self, 100), score = 0;
  gint64 at = dossier->record->updated_at + city_life_get_random (self, 6 * 3600);

  if (dossier->record->state != MC_STATE_RETURNED || !happens (self, 0.35) || at > self->now_at)
    return;
  while (lot >= shares[score])
    lot -= shares[score++];
  dossier->rating = dossier->record->rating = score + 1;
  dossier->rated_at = at;
}

CityDossier *
city_life_draw (CityLife *self, guint index, guint n, gboolean unfinished)
{
  CityDossier *dossier = g_new0 (CityDossier, 1);
  Way way = { .life = self, .dossier = dossier, .steps_left = G_MAXUINT };
  guint unit = city_life_get_random (self, self->points->len);
  double hours;
  gint64 time;

  way.at =
      self->from + (gint64) ((index + g_rand_double (self->random)) / n * (self->now - self->from));
  /* Some units are quicker than others, and it shows. */
  way.pace = 0.5 + (unit * 37 % 100) / 100.0;
  time = to_clock (self, way.at);
  way.procedure = pick_procedure (self, time, &hours);
  if (hours < 3)
    way.pace *= 0.35; /* due the same day: everybody knows */
  dossier->point = g_ptr_array_index (self->points, unit);
  dossier->record = make_record (self, dossier->point, way.procedure, time);
  dossier->events = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);
  if (unfinished)
    way.steps_left = 1 + city_life_get_random (self, 7);

  mc_path_init (&way.path);
  live (&way, hours);
  mc_path_clear (&way.path);
  rate (self, dossier);
  return dossier;
}
