import { version3 } from './schema-3.ts';

/**
 * The database, one script per version: `migrations[n]` leads from version n to n + 1 (`user_version`).
 * A script that has been released is never changed; a new need is a new script.
 */

/** "Tidi": tells a database of Tidings from any other SQLite file. */
export const applicationId = 0x54696469;

/**
 * Why some of it is as it is:
 * - `posts.row_id`: a full-text index to come needs a row number that no VACUUM changes.
 * - `channels.position`: the order of adding, which neither Telegram's ids nor a wall clock gives.
 * - `channels.posts_held` and its like are kept by the transaction that writes posts, so that no figure
 *   ever counts a million rows.
 * - `covered_ranges`: between which ids of a channel nothing is missing. More than one range a channel: a
 *   catch-up was cut short between them. Merged in the transaction that writes the posts.
 * - `one_run_open`: whatever the code does, two runs are never open at once.
 * - `audit_events.run_id` refers to nothing: an event may outlive its run.
 * - `retention.removed_before`: no event at or after this line can be deleted.
 */
const version1 = `
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  username TEXT,
  masked_phone TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('signed-in', 'signed-out')),
  signed_out_reason TEXT,
  added_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE channel_access (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  access_hash TEXT NOT NULL,
  PRIMARY KEY (account_id, channel_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE covered_ranges (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL CHECK (to_id >= from_id),
  PRIMARY KEY (channel_id, from_id)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX runs_by_start ON runs (started_at);
CREATE UNIQUE INDEX one_run_open ON runs (status) WHERE status = 'running';

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
CREATE INDEX run_steps_by_run ON run_steps (run_id);
CREATE INDEX run_steps_failed ON run_steps (run_id) WHERE status = 'failed';
CREATE INDEX run_steps_succeeded ON run_steps (channel_id) WHERE status = 'succeeded';

CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  run_id INTEGER,
  metadata TEXT NOT NULL CHECK (json_valid(metadata))
) STRICT;
CREATE INDEX audit_events_by_time ON audit_events (at);
CREATE INDEX audit_events_by_type ON audit_events (type);
CREATE INDEX audit_events_by_run ON audit_events (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  removed_before INTEGER NOT NULL
) STRICT;
INSERT INTO retention VALUES (1, 0);

CREATE TRIGGER audit_events_are_never_changed BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event is never changed.'); END;
CREATE TRIGGER audit_events_go_by_retention_only BEFORE DELETE ON audit_events
WHEN old.at >= (SELECT removed_before FROM retention)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: only retention removes events.'); END;

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
INSERT INTO lease VALUES (1, NULL, NULL, NULL, 0, 0, 0);

PRAGMA application_id = ${applicationId};
`;

/**
 * Why some of it is as it is:
 * - `run_steps` is written anew without its reference to `channels`: a step outlives its channel. Its numbers go on
 *   where they were, also when the last ones were removed.
 * - `accounts.forgotten`: steps refer to the account, so its row stays, emptied of what is personal.
 * - `channels.removed`: to everybody who reads, the channel is gone. Its posts go in batches afterwards, and the row
 *   with the last of them, so that a kill in between leaves nothing but work to go on with.
 * - `channels.new_since_looked` is counted when posts are written, like `posts_held`. `looked_post_id` is null until
 *   the first step that succeeds: what was read until then is where the user begins.
 * - `channel_access_by_channel`: removing a channel would look through all of them otherwise.
 * - `run_steps_last_succeeded`: the last ones are found however many failed since.
 * - `retention.events` and `runs`: removed and not yet told of by an event of their own.
 */
const version2 = `
ALTER TABLE accounts ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1));

ALTER TABLE channels ADD COLUMN backfill INTEGER NOT NULL DEFAULT 0 CHECK (backfill IN (0, 1));
ALTER TABLE channels ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
ALTER TABLE channels ADD COLUMN looked_post_id INTEGER;
ALTER TABLE channels ADD COLUMN new_since_looked INTEGER NOT NULL DEFAULT 0 CHECK (new_since_looked >= 0);
UPDATE channels SET looked_post_id = coalesce((SELECT max(id) FROM posts WHERE channel_id = channels.id), 0)
  WHERE last_collected_at IS NOT NULL;

CREATE INDEX channel_access_by_channel ON channel_access (channel_id);

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

ALTER TABLE retention ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE retention ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;

CREATE TABLE run_steps_anew (
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
INSERT INTO run_steps_anew
  SELECT id, run_id, account_id, channel_id, channel_title, status, started_at, ended_at, messages,
    new_messages, updated_messages, requests, network_ms, flood_ms, database_ms, error
  FROM run_steps ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'run_steps_anew';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'run_steps_anew', seq FROM sqlite_sequence WHERE name = 'run_steps';
DROP TABLE run_steps;
ALTER TABLE run_steps_anew RENAME TO run_steps;
CREATE INDEX run_steps_by_run ON run_steps (run_id);
CREATE INDEX run_steps_failed ON run_steps (run_id) WHERE status = 'failed';
CREATE INDEX run_steps_succeeded ON run_steps (channel_id) WHERE status = 'succeeded';
CREATE INDEX run_steps_last_succeeded ON run_steps (id) WHERE status = 'succeeded';
`;

export const migrations: readonly string[] = [version1, version2, version3];
