-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are seconds UTC; digests and hashes are raw SHA-256; NULL is "not told".

CREATE TABLE kiosks (
  key_id         TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  point_code     TEXT NOT NULL,
  agency_code    TEXT NOT NULL,
  public_key     BLOB NOT NULL,
  serial_first   INTEGER NOT NULL,
  serial_last    INTEGER NOT NULL,
  enrolled_at    INTEGER NOT NULL,
  revoked_at     INTEGER,
  seen_at        INTEGER,
  health         TEXT,
  safe_sequence  INTEGER NOT NULL DEFAULT 0,
  -- no gap up to here: kept with every new position, so that nobody has to count
  contiguous     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX kiosks_by_name ON kiosks (name, enrolled_at);
-- One valid enrolment a name: the database itself refuses a second.
CREATE UNIQUE INDEX kiosks_valid ON kiosks (name) WHERE revoked_at IS NULL;

CREATE TABLE enrolments (
  lookup_id      BLOB PRIMARY KEY,
  proof_key      BLOB NOT NULL,
  name           TEXT NOT NULL,
  point_code     TEXT NOT NULL,
  agency_code    TEXT NOT NULL,
  expires_at     INTEGER NOT NULL,
  used_by        TEXT REFERENCES kiosks (key_id)
) STRICT, WITHOUT ROWID;

-- The next serial of each agency that nobody ever had. Rows are never removed or lowered.
CREATE TABLE serial_ranges (
  agency_code    TEXT PRIMARY KEY,
  next_serial    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sequence numbers that came in or were refused for good, above each kiosk's contiguous position.
CREATE TABLE positions (
  key_id         TEXT NOT NULL,
  sequence       INTEGER NOT NULL,
  PRIMARY KEY (key_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE dossiers (
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  code           TEXT NOT NULL,
  kiosk          TEXT NOT NULL,
  kiosk_key      TEXT NOT NULL,
  digest         BLOB NOT NULL,
  sequence       INTEGER NOT NULL,
  unseen         INTEGER NOT NULL,
  received_at    INTEGER NOT NULL,
  attention      TEXT,
  procedure      TEXT,
  version        TEXT,
  point_code     TEXT,
  agency_code    TEXT,
  language       TEXT,
  limit_case     TEXT,
  applicant_name TEXT,
  applicant_fold TEXT,
  id_number      TEXT,
  birth_year     INTEGER NOT NULL,
  submitted_at   INTEGER,
  expected_due   INTEGER,
  state          TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  due_at         INTEGER,
  updated_at     INTEGER NOT NULL
) STRICT;
-- Not unique: an odd dossier with a code already taken is held for a clerk, not refused.
CREATE INDEX dossiers_by_code ON dossiers (code);
CREATE INDEX dossiers_by_fold ON dossiers (applicant_fold) WHERE applicant_fold IS NOT NULL;
CREATE INDEX dossiers_by_state ON dossiers (state);
CREATE INDEX dossiers_with_attention ON dossiers (number) WHERE attention IS NOT NULL;

-- What came, as it came. Apart from the row above, which changes at every step.
CREATE TABLE contents (
  dossier        INTEGER PRIMARY KEY REFERENCES dossiers (number),
  pages          TEXT NOT NULL,
  sealed         BLOB NOT NULL
) STRICT;

CREATE TABLE blobs (
  number         INTEGER PRIMARY KEY,
  digest         BLOB NOT NULL UNIQUE,
  kiosk_key      TEXT NOT NULL,
  received_at    INTEGER NOT NULL,
  sealed         BLOB NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash           BLOB PRIMARY KEY,
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  purpose        TEXT NOT NULL,
  made_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  dossier        INTEGER NOT NULL REFERENCES dossiers (number),
  revision       INTEGER NOT NULL,
  action         TEXT NOT NULL,
  role           TEXT NOT NULL,
  from_state     TEXT NOT NULL,
  to_state       TEXT NOT NULL,
  step           INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  place          TEXT,
  note           TEXT,
  form           TEXT,
  due_at         INTEGER,
  limit_case     TEXT,
  PRIMARY KEY (dossier, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE ON events
BEGIN
  SELECT RAISE (ABORT, 'history is append-only');
END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN
  SELECT RAISE (ABORT, 'history is append-only');
END;

CREATE TABLE ratings (
  dossier        INTEGER PRIMARY KEY REFERENCES dossiers (number),
  score          INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  language       TEXT,
  kiosk          TEXT,
  rated_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE number_series (
  series         TEXT PRIMARY KEY,
  last           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE factor_failures (
  code           TEXT NOT NULL,
  day            TEXT NOT NULL,
  failures       INTEGER NOT NULL,
  PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;
