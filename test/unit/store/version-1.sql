-- A database as version 1 of the format was written, kept so that what leads from it to later ones stays tested.
-- Step 3 was removed after it had been written: its number must not be given again.
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
) STRICT;
INSERT INTO accounts VALUES(1,'Ada','ada','+•• ••• ••42','signed-in',NULL,1773489600000);
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
) STRICT;
INSERT INTO channels VALUES(1,9,'Channel 9',NULL,1,50,90,1773489600000,0,NULL,NULL,NULL,NULL);
INSERT INTO channels VALUES(2,1,'Channel 1',NULL,1,50,90,1773489600000,5,1773489604000,1773489609000,1773490803000,NULL);
INSERT INTO channels VALUES(3,3,'Channel 3',NULL,0,7,90,1773489600000,0,NULL,NULL,NULL,NULL);
CREATE TABLE channel_access (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  access_hash TEXT NOT NULL,
  PRIMARY KEY (account_id, channel_id)
) STRICT, WITHOUT ROWID;
INSERT INTO channel_access VALUES(1,1,'hash 1');
INSERT INTO channel_access VALUES(1,3,'hash 3');
INSERT INTO channel_access VALUES(1,9,'hash 9');
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
INSERT INTO posts VALUES(1,1,4,1773489604000,NULL,'Post 4',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489600000,1773489600000);
INSERT INTO posts VALUES(2,1,5,1773489605000,NULL,'Post 5',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489600000,1773489600000);
INSERT INTO posts VALUES(3,1,6,1773489606000,NULL,'Post 6',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773489600000,1773489600000);
INSERT INTO posts VALUES(4,1,8,1773489608000,NULL,'Post 8',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773490800000,1773490800000);
INSERT INTO posts VALUES(5,1,9,1773489609000,NULL,'Post 9',10,NULL,NULL,'[]',NULL,NULL,NULL,0,1773490800000,1773490800000);
CREATE TABLE covered_ranges (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL CHECK (to_id >= from_id),
  PRIMARY KEY (channel_id, from_id)
) STRICT, WITHOUT ROWID;
INSERT INTO covered_ranges VALUES(1,4,6);
INSERT INTO covered_ranges VALUES(1,8,9);
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
INSERT INTO runs VALUES(1,'schedule','succeeded','adaptive',600000,1773489600000,1773489600000,1773489604000,4000,NULL,'here:1',1,1,1,3,0,0,0);
INSERT INTO runs VALUES(2,'schedule','failed','adaptive',600000,1773490200000,1773490200000,1773490204000,4000,NULL,'here:1',1,1,1,0,0,0,0);
INSERT INTO runs VALUES(3,'schedule','succeeded','adaptive',600000,1773490800000,1773490800000,1773490804000,4000,NULL,'here:1',1,1,1,2,0,0,0);
CREATE TABLE run_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL REFERENCES channels (id),
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
INSERT INTO run_steps VALUES(1,1,1,1,'Channel 1','succeeded',1773489600000,1773489603000,3,3,0,2,900,0,40,NULL);
INSERT INTO run_steps VALUES(2,2,1,1,'Channel 1','failed',1773490200000,1773490203000,0,0,0,2,900,0,40,'refused');
CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  run_id INTEGER,
  metadata TEXT NOT NULL CHECK (json_valid(metadata))
) STRICT;
INSERT INTO audit_events VALUES(1,1773489600000,'channel.started',1,'{"accountId":1,"channelId":1,"title":"Channel 1"}');
INSERT INTO audit_events VALUES(2,1773490200000,'channel.started',2,'{"accountId":1,"channelId":1,"title":"Channel 1"}');
INSERT INTO audit_events VALUES(3,1773490800000,'channel.started',3,'{"accountId":1,"channelId":1,"title":"Channel 1"}');
CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  removed_before INTEGER NOT NULL
) STRICT;
INSERT INTO retention VALUES(1,0);
CREATE TABLE flood_waits (
  account_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (account_id, method)
) STRICT, WITHOUT ROWID;
INSERT INTO flood_waits VALUES(1,'messages.getHistory',1773498600000);
CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  memory TEXT NOT NULL CHECK (json_valid(memory))
) STRICT;
INSERT INTO schedule VALUES(1,'{"dueAt":1773490200000,"trigger":"schedule","reason":{"kind":"policy","policy":"adaptive","intervalMs":600000,"cooldownMs":60000,"lastDurationMs":4000},"attempt":0,"jitterMs":17,"waitMs":596017,"lastEndedAt":1773489600000,"lastDurationMs":4000,"pause":{"since":1773489600000,"until":null}}');
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT,
  boot TEXT,
  pid INTEGER,
  heartbeat INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  token INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES(1,'here','this boot',1,1,1773489600000,1);
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES('run_steps','run_steps_succeeded','2 2');
INSERT INTO sqlite_stat1 VALUES('run_steps','run_steps_failed','1 1');
INSERT INTO sqlite_stat1 VALUES('run_steps','run_steps_by_run','3 1');
INSERT INTO sqlite_stat1 VALUES('runs','one_run_open','0 0');
INSERT INTO sqlite_stat1 VALUES('runs','runs_by_start','3 1');
INSERT INTO sqlite_stat1 VALUES('flood_waits','flood_waits','1 1 1');
INSERT INTO sqlite_stat1 VALUES('posts','sqlite_autoindex_posts_1','5 5 1');
INSERT INTO sqlite_stat1 VALUES('covered_ranges','covered_ranges','2 2 1');
INSERT INTO sqlite_stat1 VALUES('channels','sqlite_autoindex_channels_1','3 1');
INSERT INTO sqlite_stat1 VALUES('audit_events','audit_events_by_run','3 1');
INSERT INTO sqlite_stat1 VALUES('audit_events','audit_events_by_type','3 3');
INSERT INTO sqlite_stat1 VALUES('audit_events','audit_events_by_time','3 1');
INSERT INTO sqlite_stat1 VALUES('channel_access','channel_access','3 3 1');
ANALYZE sqlite_schema;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('runs',3);
INSERT INTO sqlite_sequence VALUES('run_steps',3);
INSERT INTO sqlite_sequence VALUES('audit_events',3);
CREATE INDEX runs_by_start ON runs (started_at);
CREATE UNIQUE INDEX one_run_open ON runs (status) WHERE status = 'running';
CREATE INDEX run_steps_by_run ON run_steps (run_id);
CREATE INDEX run_steps_failed ON run_steps (run_id) WHERE status = 'failed';
CREATE INDEX run_steps_succeeded ON run_steps (channel_id) WHERE status = 'succeeded';
CREATE INDEX audit_events_by_time ON audit_events (at);
CREATE INDEX audit_events_by_type ON audit_events (type);
CREATE INDEX audit_events_by_run ON audit_events (run_id) WHERE run_id IS NOT NULL;
CREATE TRIGGER audit_events_are_never_changed BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event is never changed.'); END;
CREATE TRIGGER audit_events_go_by_retention_only BEFORE DELETE ON audit_events
WHEN old.at >= (SELECT removed_before FROM retention)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: only retention removes events.'); END;
COMMIT;
PRAGMA application_id = 1416193129;
PRAGMA user_version = 1;
