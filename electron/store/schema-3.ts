import { views } from './views.ts';

/**
 * Format 3: what becomes of posts. Why some of it is as it is:
 * - `posts.row_id` says when a post was published (`post-key.ts`): its seconds, then a number among those of the same
 *   second. Newest first is then the order of the table and of the full-text index, and a period is a range of both.
 * - `posts.due_at`: when the post is to be looked at next (a sample's window opens, or it is suspect); null when never.
 * - `posts.samples`: two bits for each of `sampleWindows`. `metrics_at`: the last row of `post_metrics`.
 * - `posts.links`: null of posts read before links were kept. `version_seen_at`: null while the version is the first.
 * - `channels.posts_expired`: removed for their age, and no audit event has told of them yet.
 * - Of posts of before it is not known when their version was first read: it was after the edit and before the post was
 *   last seen. Those that were older than the last window (192 h) when anything was last read have missed all seven.
 * - `post_search` keeps no text of its own. `tags` are those of `post-index.ts`: no post of before is known to have been
 *   edited or deleted. Beginnings of three letters have lists of their own (`beginnings.ts`).
 * - `day_stats` is always what the posts of that local day add up to: made anew for each day a transaction touches.
 *   `roll_up.time_zone` tells in which zone its days are; null: nothing has been rolled up yet.
 * - `alerts` has one row a cause: whatever looks twice, tells once.
 * - `channels.age_reached`: its history was followed to posts that are too old to be kept, and need not be any further.
 * - `channels.pts`: the next difference begins there. Null before the first page of a history was kept.
 */
export const version3 = `
ALTER TABLE channels ADD COLUMN pts INTEGER;
ALTER TABLE channels ADD COLUMN checked_at INTEGER;
ALTER TABLE channels ADD COLUMN subscribers_at INTEGER;
ALTER TABLE channels ADD COLUMN reread INTEGER NOT NULL DEFAULT 0 CHECK (reread IN (0, 1));
ALTER TABLE channels ADD COLUMN keep_days INTEGER CHECK (keep_days > 0);
ALTER TABLE channels ADD COLUMN posts_deleted INTEGER NOT NULL DEFAULT 0 CHECK (posts_deleted >= 0);
ALTER TABLE channels ADD COLUMN posts_suspect INTEGER NOT NULL DEFAULT 0 CHECK (posts_suspect >= 0);
ALTER TABLE channels ADD COLUMN posts_expired INTEGER NOT NULL DEFAULT 0 CHECK (posts_expired >= 0);
ALTER TABLE channels ADD COLUMN age_reached INTEGER NOT NULL DEFAULT 0 CHECK (age_reached IN (0, 1));

ALTER TABLE run_steps ADD COLUMN deleted_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run_steps ADD COLUMN skipped TEXT CHECK (skipped IN ('unmoved'));
DROP INDEX run_steps_succeeded;
DROP INDEX run_steps_last_succeeded;
CREATE INDEX run_steps_succeeded ON run_steps (channel_id) WHERE status = 'succeeded' AND skipped IS NULL;
CREATE INDEX run_steps_last_succeeded ON run_steps (id) WHERE status = 'succeeded' AND skipped IS NULL;

CREATE TABLE posts_anew (
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
  links TEXT CHECK (json_valid(links)),
  group_id TEXT,
  author TEXT,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  deleted_at INTEGER,
  deleted_by TEXT CHECK (deleted_by IN ('difference', 'absence')),
  suspect_since INTEGER,
  revisions INTEGER NOT NULL DEFAULT 0,
  version_seen_at INTEGER,
  samples INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  metrics_at INTEGER,
  UNIQUE (channel_id, id),
  CHECK ((deleted_at IS NULL) = (deleted_by IS NULL)),
  CHECK (deleted_at IS NULL OR suspect_since IS NULL)
) STRICT;
INSERT INTO posts_anew (row_id, channel_id, id, posted_at, edited_at, text, views, forwards, replies, reactions, media,
    group_id, author, pinned, first_seen_at, last_seen_at, version_seen_at, samples, due_at)
  SELECT (posted_at / 1000) * 2097152 + row_number() OVER (PARTITION BY posted_at / 1000 ORDER BY channel_id, id) - 1,
    channel_id, id, posted_at, edited_at, text, views, forwards, replies, reactions, media,
    group_id, author, pinned, first_seen_at, last_seen_at,
    nullif(max(first_seen_at, min(coalesce(edited_at, 0), last_seen_at)), first_seen_at),
    iif(posted_at > newest.seen_at - 691200000, 0, 10922),
    iif(posted_at > newest.seen_at - 691200000, posted_at + 600000, NULL)
  FROM posts, (SELECT max(last_seen_at) AS seen_at FROM posts) AS newest
  ORDER BY posted_at / 1000, channel_id, id;
DROP TABLE posts;
ALTER TABLE posts_anew RENAME TO posts;
CREATE INDEX posts_by_channel ON posts (channel_id);
CREATE INDEX posts_due ON posts (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE post_revisions (
  row_id INTEGER NOT NULL REFERENCES posts (row_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  text TEXT NOT NULL,
  media TEXT,
  links TEXT NOT NULL CHECK (json_valid(links)),
  edited_at INTEGER,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (row_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_metrics (
  row_id INTEGER NOT NULL REFERENCES posts (row_id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  views INTEGER,
  forwards INTEGER,
  replies INTEGER,
  reactions INTEGER NOT NULL,
  sample INTEGER CHECK (sample >= 0),
  PRIMARY KEY (row_id, at)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE post_search USING fts5 (
  text, tags, content='', contentless_delete=1, prefix='3', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO post_search (rowid, text, tags)
  SELECT row_id, without_punctuation(text), 
      'm' || coalesce(media, 'none') || ' c' || channel_id || ' c' || channel_id || 'm' || coalesce(media, 'none')
    FROM posts ORDER BY row_id;

CREATE TABLE day_stats (
  channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  posts INTEGER NOT NULL CHECK (posts > 0),
  edited INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  viewed_posts INTEGER NOT NULL,
  views INTEGER NOT NULL,
  forwards INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  reactions INTEGER NOT NULL,
  posts_24h INTEGER NOT NULL,
  views_24h INTEGER NOT NULL,
  hours TEXT NOT NULL CHECK (json_valid(hours)),
  curve TEXT NOT NULL CHECK (json_valid(curve)),
  best TEXT NOT NULL CHECK (json_valid(best)),
  PRIMARY KEY (channel_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriber_counts (
  channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  at INTEGER NOT NULL,
  subscribers INTEGER NOT NULL,
  PRIMARY KEY (channel_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE roll_up (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  time_zone TEXT
) STRICT;
INSERT INTO roll_up VALUES (1, NULL);

CREATE TABLE watches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('words', 'silence', 'loss')),
  channel_id INTEGER REFERENCES channels (id) ON DELETE CASCADE,
  text TEXT,
  hours REAL,
  percent REAL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
  cause TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel_id INTEGER NOT NULL,
  channel_title TEXT NOT NULL,
  post_id INTEGER,
  message TEXT NOT NULL,
  seen_at INTEGER,
  UNIQUE (watch_id, cause)
) STRICT;
CREATE INDEX alerts_unseen ON alerts (id) WHERE seen_at IS NULL;

${views}
`;
