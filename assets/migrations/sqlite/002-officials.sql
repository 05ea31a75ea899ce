-- SPDX-License-Identifier: GPL-3.0-or-later
-- The officials' side: whose turn a dossier is, who works with it, and what they did.

ALTER TABLE dossiers ADD COLUMN channel TEXT;
-- Where it was received, and who decides: a unit of points.csv, or a city department's agency code.
ALTER TABLE dossiers ADD COLUMN unit TEXT;
ALTER TABLE dossiers ADD COLUMN resolver TEXT;
ALTER TABLE dossiers ADD COLUMN by_city INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossiers ADD COLUMN department TEXT;
ALTER TABLE dossiers ADD COLUMN assignee TEXT;
-- Role of the workflow table whose turn it is, 'citizen' where we wait for them; NULL when it is
-- over.
ALTER TABLE dossiers ADD COLUMN turn TEXT;

ALTER TABLE events ADD COLUMN actor TEXT;
ALTER TABLE events ADD COLUMN department TEXT;
ALTER TABLE events ADD COLUMN assignee TEXT;
ALTER TABLE events ADD COLUMN data TEXT;

-- Dossiers that came before this schema. A ward's points carry its code; branches stand for themselves.
UPDATE dossiers SET
  channel = 'kiosk', unit = point_code, resolver = point_code,
  turn = CASE state
    WHEN 'submitted' THEN 'reception' WHEN 'received' THEN 'chairman'
    WHEN 'chair_assigned' THEN 'department' WHEN 'department_assigned' THEN 'specialist'
    WHEN 'processed' THEN 'department' WHEN 'department_approved' THEN 'chairman'
    WHEN 'ready' THEN 'citizen' WHEN 'supplement_asked' THEN 'citizen'
    WHEN 'payment_asked' THEN 'citizen' END;

-- An inbox: what waits for a role of a unit, first what is due first. What has no binding due time
-- yet sorts by the expected one. Whatever narrows a list stands in its index: rows that are left out
-- are never read.
CREATE INDEX dossiers_at_desk ON dossiers
  (unit, turn, coalesce (due_at, expected_due, received_at), number, state)
  WHERE turn IS NOT NULL;
CREATE INDEX dossiers_in_office ON dossiers
  (resolver, turn, coalesce (due_at, expected_due, received_at), number, state, department, assignee)
  WHERE turn IS NOT NULL;
CREATE INDEX dossiers_of_person ON dossiers
  (assignee, turn, coalesce (due_at, expected_due, received_at), number, state, resolver, department)
  WHERE turn IS NOT NULL AND assignee IS NOT NULL;

-- What officials search by. Arrival times only grow: their indexes do so at one end.
CREATE INDEX dossiers_by_id_number ON dossiers (id_number) WHERE id_number IS NOT NULL;
CREATE INDEX dossiers_by_arrival ON dossiers (received_at);
CREATE INDEX dossiers_by_arrival_there ON dossiers (unit, received_at);
CREATE INDEX dossiers_by_arrival_for ON dossiers (resolver, received_at);
-- The words of the folded name, the groups of the code, and the units: of each its rows, newest
-- first, so that a ward's few are found among the city's many of the same name. Nothing is stored
-- twice; a row is written once, with its dossier, and never changes.
CREATE VIRTUAL TABLE dossier_words USING fts5
  (name, code, place, content = '', detail = column, columnsize = 0, tokenize = 'ascii');
INSERT INTO dossier_words (rowid, name, code, place)
  SELECT number, coalesce (applicant_fold, ''), code,
    coalesce ('u' || replace (replace (unit, '.', 'x'), '-', 'x'), '') || ' ' ||
    coalesce ('u' || replace (replace (resolver, '.', 'x'), '-', 'x'), '') FROM dossiers;
DROP INDEX dossiers_by_fold;
ALTER TABLE dossiers DROP COLUMN applicant_fold;

-- People. A login is kept folded to lower case. A password's hash is argon2id's own text.
CREATE TABLE users (
  login          TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  password       TEXT NOT NULL,
  must_change    INTEGER NOT NULL,
  disabled       INTEGER NOT NULL DEFAULT 0,
  created_at     INTEGER NOT NULL,
  signed_in_at   INTEGER
) STRICT, WITHOUT ROWID;

-- Wrong tries to sign in, also for logins that nobody has: what is told must not tell which exist.
-- People type a password in the wrong place, so only the digest of what was typed is kept.
CREATE TABLE tries (
  name           BLOB PRIMARY KEY,
  failures       INTEGER NOT NULL,
  locked_until   INTEGER,
  at             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tries_by_time ON tries (at);

-- A role holds in one unit ('*' for the city reader's and the administrator's), for heads and
-- specialists in one department ('' where a unit has none).
CREATE TABLE posts (
  login          TEXT NOT NULL REFERENCES users (login),
  role           TEXT NOT NULL,
  unit           TEXT NOT NULL,
  department     TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (login, role, unit, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_by_unit ON posts (unit, role);

-- Only the hash of a session's token is kept.
CREATE TABLE sessions (
  hash           BLOB PRIMARY KEY,
  login          TEXT NOT NULL REFERENCES users (login),
  created_at     INTEGER NOT NULL,
  seen_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_login ON sessions (login);

-- Who saw and did what.
CREATE TABLE trail (
  number         INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  login          TEXT NOT NULL,
  action         TEXT NOT NULL,
  dossier        TEXT,
  unit           TEXT,
  office         TEXT,
  detail         TEXT
) STRICT;
CREATE INDEX trail_by_dossier ON trail (dossier) WHERE dossier IS NOT NULL;
CREATE INDEX trail_by_login ON trail (login, number);
CREATE INDEX trail_by_unit ON trail (unit, number);
CREATE INDEX trail_by_office ON trail (office, number) WHERE office IS NOT NULL;
CREATE TRIGGER trail_stays_as_it_is BEFORE UPDATE ON trail
BEGIN
  SELECT RAISE (ABORT, 'the trail is append-only');
END;
-- REPLACE takes a row away without asking the trigger below.
CREATE TRIGGER trail_stays_itself BEFORE INSERT ON trail
WHEN EXISTS (SELECT 1 FROM trail WHERE number = NEW.number)
BEGIN
  SELECT RAISE (ABORT, 'the trail is append-only');
END;
CREATE TRIGGER trail_stays BEFORE DELETE ON trail
BEGIN
  SELECT RAISE (ABORT, 'the trail is append-only');
END;

-- Files of the agency's side: results, attached papers. Their sealed bytes stand in blobs.
CREATE TABLE attachments (
  number         INTEGER PRIMARY KEY,
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  kind           TEXT NOT NULL,
  name           TEXT NOT NULL,
  type           TEXT NOT NULL,
  size           INTEGER NOT NULL,
  digest         BLOB NOT NULL,
  login          TEXT NOT NULL,
  at             INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_of_dossier ON attachments (dossier);

-- The paper folder's way from hand to hand.
CREATE TABLE movements (
  number         INTEGER PRIMARY KEY,
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  giver          TEXT,
  taker          TEXT NOT NULL,
  at             INTEGER NOT NULL
) STRICT;
CREATE INDEX movements_of_dossier ON movements (dossier);
CREATE INDEX movements_of_taker ON movements (taker, number);

-- What hindered, as officials noted it.
CREATE TABLE problems (
  number         INTEGER PRIMARY KEY,
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  resolver       TEXT,
  step           INTEGER NOT NULL,
  login          TEXT NOT NULL,
  at             INTEGER NOT NULL,
  hindrance      TEXT NOT NULL,
  proposal       TEXT,
  solved_at      INTEGER,
  solution       TEXT
) STRICT;
CREATE INDEX problems_of_dossier ON problems (dossier, at);
CREATE INDEX problems_by_time ON problems (at);
CREATE INDEX problems_of_resolver ON problems (resolver, at);
CREATE INDEX problems_unsolved ON problems (resolver, at) WHERE solved_at IS NULL;

-- Citizens who came for a result: a number of the day at their point.
CREATE TABLE pickups (
  id             TEXT PRIMARY KEY,
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  point_code     TEXT NOT NULL,
  kiosk          TEXT NOT NULL,
  day            TEXT NOT NULL,
  number         INTEGER NOT NULL,
  checked        TEXT NOT NULL,
  at             INTEGER NOT NULL,
  ended_at       INTEGER,
  ending         TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pickups_numbers ON pickups (point_code, day, number);
CREATE INDEX pickups_of_dossier ON pickups (dossier);
CREATE INDEX pickups_waiting ON pickups (point_code, at) WHERE ended_at IS NULL;

-- One narrow row a dossier: all that reports read. Working minutes; NULL is "not there yet". The
-- numbers of `state` are those of McState and of `flags` those of McFactFlags: neither is renumbered.
-- What decides whether a report needs a row stands first: of the others no more is read.
CREATE TABLE facts (
  dossier        INTEGER PRIMARY KEY REFERENCES dossiers (number),
  filed_at       INTEGER NOT NULL,
  ended_at       INTEGER,
  rated_at       INTEGER,
  accepted_at    INTEGER,
  due_at         INTEGER,
  finished_at    INTEGER,
  paused_at      INTEGER,
  resumed_at     INTEGER,
  state          INTEGER NOT NULL,
  online         INTEGER NOT NULL,
  flags          INTEGER NOT NULL DEFAULT 0,
  rating         INTEGER NOT NULL DEFAULT 0,
  minutes_2      INTEGER,
  minutes_3      INTEGER,
  minutes_4      INTEGER,
  minutes_5      INTEGER,
  minutes_6      INTEGER,
  minutes_7      INTEGER,
  minutes_8      INTEGER,
  minutes_paused INTEGER NOT NULL DEFAULT 0,
  resolver       TEXT NOT NULL,
  unit           TEXT NOT NULL,
  procedure      TEXT NOT NULL
) STRICT;
CREATE INDEX facts_of_resolver ON facts (resolver, ended_at);
CREATE INDEX facts_in_register ON facts (unit, accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX facts_running ON facts (due_at, resolver, state) WHERE finished_at IS NULL;

-- Of dossiers that came before: their times, but no minutes, which take a calendar. The next step
-- brings those.
INSERT INTO facts (dossier, filed_at, ended_at, rated_at, accepted_at, due_at, finished_at, paused_at,
                   state, online, flags, rating, resolver, unit, procedure)
  SELECT d.number,
    coalesce ((SELECT min (at) FROM events e WHERE e.dossier = d.number), d.received_at),
    CASE WHEN d.state IN ('returned', 'refused', 'withdrawn', 'stopped') THEN d.updated_at END,
    r.rated_at,
    (SELECT min (at) FROM events e WHERE e.dossier = d.number AND e.to_state = 'received'),
    d.due_at,
    CASE
      WHEN d.state IN ('ready', 'returned') THEN
        (SELECT max (at) FROM events e WHERE e.dossier = d.number AND e.step = 7)
      WHEN d.state IN ('refused', 'withdrawn', 'stopped') THEN d.updated_at END,
    CASE WHEN d.state IN ('supplement_asked', 'payment_asked') THEN d.updated_at END,
    CASE d.state
      WHEN 'submitted' THEN 0 WHEN 'received' THEN 1 WHEN 'chair_assigned' THEN 2
      WHEN 'department_assigned' THEN 3 WHEN 'processed' THEN 4 WHEN 'department_approved' THEN 5
      WHEN 'ready' THEN 7 WHEN 'returned' THEN 8 WHEN 'supplement_asked' THEN 9 WHEN 'refused' THEN 10
      WHEN 'payment_asked' THEN 11 WHEN 'withdrawn' THEN 12 WHEN 'stopped' THEN 13 ELSE 0 END,
    1,
    CASE WHEN d.state = 'refused' THEN 4 ELSE 0 END +
      EXISTS (SELECT 1 FROM events e WHERE e.dossier = d.number AND e.action = 'extend') +
      2 * EXISTS (SELECT 1 FROM events e WHERE e.dossier = d.number
                  AND e.to_state = 'supplement_asked'),
    coalesce (r.score, 0), coalesce (d.resolver, ''), coalesce (d.unit, ''),
    coalesce (d.procedure, '')
  FROM dossiers d LEFT JOIN ratings r ON r.dossier = d.number;
