-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a citizen's page tells of a dossier's history, beside its state: a look-up among a million
-- reads one row for it, not eight of another table. Written with each event, in the transaction that
-- writes it; what is shorter than the revision is not believed, and the events are read themselves.
-- Of each event, oldest first: action, to_state, step, at, place and, where papers were asked for,
-- data; U+001F between them, U+001E after each event.
ALTER TABLE dossiers ADD COLUMN course TEXT NOT NULL DEFAULT '';
UPDATE dossiers SET course = coalesce (
  (SELECT group_concat (
     action || char (31) || to_state || char (31) || step || char (31) || at || char (31) ||
     coalesce (place, '') ||
     CASE WHEN to_state = 'supplement_asked' THEN char (31) || coalesce (data, '') ELSE '' END ||
     char (30), '')
   FROM (SELECT * FROM events WHERE dossier = dossiers.number ORDER BY revision)), '');
