-- A database as version 2 of the format was written, kept so that what leads from it to later ones stays tested.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  username TEXT,
  masked_phone TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('signed-in', 'signed-out')),
  signed_out_reason TEXT,
  added_at INTEGER NOT NULL
, forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))) STRICT;
INSERT INTO accounts VALUES(1,'Ada','ada','+•• ••• ••42','signed-in',NULL,1773489600000,0);
CREATE TABLE channels (
  position INTEGER PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,
  title TEXT NOT NULL,
  username TEXT,
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  post_limit INTEGER NOT NULL CHECK (post_limit BETWEEN 1 AND 1000),
  subscribers INTEGER,
  added_at INTEGER NOT NULL,
  posts_held INTEGER NOT NULL DEFAULT 0,
  first_post_at INTEGER,
  last_post_at INTEGER,
  last_collected_at INTEGER,
  last_error TEXT
, backfill INTEGER NOT NULL DEFAULT 0 CHECK (backfill IN (0, 1)), removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), looked_post_id INTEGER, new_since_looked INTEGER NOT NULL DEFAULT 0 CHECK (new_since_looked >= 0)) STRICT;
INSERT INTO channels VALUES(1,1,'Channel 1',NULL,1,50,90,1773489600000,4,1770033600000,1773489609000,1773489660000,NULL,0,0,8,1);
INSERT INTO channels VALUES(2,2,'Channel 2',NULL,0,7,NULL,1773489600000,2,1773489599000,1773489605000,1773489660000,NULL,1,0,2,0);
CREATE TABLE channel_access (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  access_hash TEXT NOT NULL,
  PRIMARY KEY (account_id, channel_id)
) STRICT, WITHOUT ROWID;
INSERT INTO channel_access VALUES(1,1,'hash 1');
INSERT INTO channel_access VALUES(1,2,'hash 2');
CREATE TABLE posts (
  row_id INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  id INTEGER NOT NULL,
  posted_at INTEGER NOT NULL,
  edited_at INTEGER,
  text TEXT NOT NULL,
  views INTEGER,
  forwards INTEGER,
  replies INTEGER,
  reactions TEXT NOT NULL CHECK (json_valid(reactions)),
  media TEXT,
  group_id TEXT,
  author TEXT,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  UNIQUE (channel_id, id)
) STRICT;
INSERT INTO posts VALUES(1,1,9,1773489609000,NULL,'The newest of all',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489660000,1773489660000);
INSERT INTO posts VALUES(2,1,8,1773489605000,1773489630000,'Façade of the harbour',12,3,NULL,'[{"reaction":"👍","count":2}]','photo','77','Someone',1,1773489610000,1773489660000);
INSERT INTO posts VALUES(3,1,5,1773230400000,NULL,'Three days old',400,1,2,'[]','video',NULL,NULL,0,1773489600000,1773489660000);
INSERT INTO posts VALUES(4,1,2,1770033600000,1770120000000,'Of old',900,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489600000,1773489600000);
INSERT INTO posts VALUES(5,2,2,1773489605000,NULL,'The harbour at the same second',5,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489660000,1773489660000);
INSERT INTO posts VALUES(6,2,1,1773489599000,NULL,'Just before noon',7,NULL,NULL,'[]','link',NULL,NULL,0,1773489660000,1773489660000);
CREATE TABLE covered_ranges (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL CHECK (to_id >= from_id),
  PRIMARY KEY (channel_id, from_id)
) STRICT, WITHOUT ROWID;
INSERT INTO covered_ranges VALUES(1,2,9);
INSERT INTO covered_ranges VALUES(2,0,2);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_trigger TEXT NOT NULL,
  status TEXT NOT NULL,
  policy TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  alive_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_ms INTEGER CHECK (duration_ms >= 0),
  reason TEXT,
  worker TEXT NOT NULL,
  token INTEGER NOT NULL,
  channels_done INTEGER NOT NULL DEFAULT 0,
  channels_total INTEGER NOT NULL,
  messages INTEGER NOT NULL DEFAULT 0,
  new_messages INTEGER NOT NULL DEFAULT 0,
  updated_messages INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  CHECK ((status = 'running') = (ended_at IS NULL))
) STRICT;
INSERT INTO runs VALUES(1,'schedule','succeeded','fixed',600000,1773489600000,1773489600000,1773489660000,60000,NULL,'here:1',1,2,2,6,6,0,0);
CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  run_id INTEGER,
  metadata TEXT NOT NULL CHECK (json_valid(metadata))
) STRICT;
INSERT INTO audit_events VALUES(1,1773489600000,'run.started',1,'{"trigger":"schedule","channelsTotal":2}');
CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  removed_before INTEGER NOT NULL
, events INTEGER NOT NULL DEFAULT 0, runs INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO retention VALUES(1,0,0,0);
CREATE TABLE flood_waits (
  account_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (account_id, method)
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  memory TEXT NOT NULL CHECK (json_valid(memory))
) STRICT;
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT,
  boot TEXT,
  pid INTEGER,
  heartbeat INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  token INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES(1,NULL,NULL,NULL,0,0,0);
CREATE TABLE dialogs (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  access_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  username TEXT,
  subscribers INTEGER,
  PRIMARY KEY (account_id, channel_id),
  UNIQUE (account_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE dialog_readings (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  next_page TEXT,
  read_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS "run_steps" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL,
  channel_title TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  messages INTEGER NOT NULL DEFAULT 0,
  new_messages INTEGER NOT NULL DEFAULT 0,
  updated_messages INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0,
  network_ms INTEGER NOT NULL DEFAULT 0,
  flood_ms INTEGER NOT NULL DEFAULT 0,
  database_ms INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  CHECK ((status = 'running') = (ended_at IS NULL))
) STRICT;
INSERT INTO run_steps VALUES(1,1,1,1,'Channel 1','succeeded',1773489600000,1773489640000,4,4,0,2,500,0,0,NULL);
INSERT INTO run_steps VALUES(2,1,1,2,'Channel 2','succeeded',1773489640000,1773489660000,2,2,0,1,300,0,0,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('runs',1);
INSERT INTO sqlite_sequence VALUES('run_steps',2);
INSERT INTO sqlite_sequence VALUES('audit_events',1);
CREATE INDEX runs_by_start ON runs (started_at);
CREATE UNIQUE INDEX one_run_open ON runs (status) WHERE status = 'running';
CREATE INDEX audit_events_by_time ON audit_events (at);
CREATE INDEX audit_events_by_type ON audit_events (type);
CREATE INDEX audit_events_by_run ON audit_events (run_id) WHERE run_id IS NOT NULL;
CREATE TRIGGER audit_events_are_never_changed BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event is never changed.'); END;
CREATE TRIGGER audit_events_go_by_retention_only BEFORE DELETE ON audit_events
WHEN old.at >= (SELECT removed_before FROM retention)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: only retention removes events.'); END;
CREATE INDEX channel_access_by_channel ON channel_access (channel_id);
CREATE INDEX run_steps_by_run ON run_steps (run_id);
CREATE INDEX run_steps_failed ON run_steps (run_id) WHERE status = 'failed';
CREATE INDEX run_steps_succeeded ON run_steps (channel_id) WHERE status = 'succeeded';
CREATE INDEX run_steps_last_succeeded ON run_steps (id) WHERE status = 'succeeded';
COMMIT;
PRAGMA application_id = 1416193129;
PRAGMA user_version = 2;
