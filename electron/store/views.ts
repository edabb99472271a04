/** An instant twice: as ISO 8601 text, which people read, and in milliseconds, which arithmetic needs. */
const both = (column: string, name: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch') AS ${name}, ${column} AS ${name}_ms`;

/**
 * The views people may rely on, of which docs/database.md tells. Part of format 3, and so never changed once released:
 * a column to come is a migration that makes the view anew, with all that it had.
 * A channel that is being removed is in none of them, as everywhere else; what ran stays in the log.
 */
export const views = `
CREATE VIEW archive_channels AS SELECT
  id AS channel_id, title, username, enabled, post_limit, reread, backfill, keep_days, subscribers,
  posts_held, posts_deleted, posts_suspect,
  ${both('added_at', 'added_at')},
  ${both('first_post_at', 'first_post_at')},
  ${both('last_post_at', 'last_post_at')},
  ${both('last_collected_at', 'last_collected_at')},
  last_error
FROM channels WHERE removed = 0;

CREATE VIEW archive_posts AS SELECT
  posts.row_id AS post_key, posts.channel_id AS channel_id, channels.title AS channel_title,
  channels.username AS channel_username, posts.id AS post_id,
  ${both('posts.posted_at', 'posted_at')},
  ${both('posts.edited_at', 'edited_at')},
  posts.text AS text, posts.views AS views, posts.forwards AS forwards, posts.replies AS replies,
  (SELECT coalesce(sum(value ->> 'count'), 0) FROM json_each(posts.reactions)) AS reactions,
  posts.reactions AS reactions_json, posts.media AS media, posts.links AS links_json, posts.group_id AS group_id,
  posts.author AS author, posts.pinned AS pinned, posts.revisions AS earlier_versions,
  posts.deleted_at IS NOT NULL AS deleted,
  ${both('posts.deleted_at', 'deleted_at')},
  posts.deleted_by AS deleted_by,
  posts.suspect_since IS NOT NULL AS suspect,
  ${both('posts.suspect_since', 'suspect_since')},
  ${both('posts.first_seen_at', 'first_seen_at')},
  ${both('posts.last_seen_at', 'last_seen_at')}
FROM posts JOIN channels ON channels.id = posts.channel_id WHERE channels.removed = 0;

CREATE VIEW archive_versions AS SELECT
  posts.channel_id AS channel_id, posts.id AS post_id, post_revisions.number AS version,
  post_revisions.text AS text, post_revisions.media AS media, post_revisions.links AS links_json,
  ${both('post_revisions.edited_at', 'edited_at')},
  ${both('post_revisions.seen_at', 'seen_at')}
FROM post_revisions JOIN posts ON posts.row_id = post_revisions.row_id
  JOIN channels ON channels.id = posts.channel_id WHERE channels.removed = 0;

CREATE VIEW archive_metrics AS SELECT
  posts.channel_id AS channel_id, posts.id AS post_id,
  ${both('post_metrics.at', 'read_at')},
  post_metrics.at - posts.posted_at AS age_ms, post_metrics.views AS views, post_metrics.forwards AS forwards,
  post_metrics.replies AS replies, post_metrics.reactions AS reactions, post_metrics.sample AS sample
FROM post_metrics JOIN posts ON posts.row_id = post_metrics.row_id
  JOIN channels ON channels.id = posts.channel_id WHERE channels.removed = 0;

CREATE VIEW archive_subscribers AS SELECT
  subscriber_counts.channel_id AS channel_id, channels.title AS channel_title, day,
  ${both('subscriber_counts.at', 'counted_at')},
  subscriber_counts.subscribers AS subscribers
FROM subscriber_counts JOIN channels ON channels.id = subscriber_counts.channel_id WHERE channels.removed = 0;

CREATE VIEW archive_days AS SELECT
  day_stats.channel_id AS channel_id, channels.title AS channel_title, day, posts, edited, deleted,
  viewed_posts, views, forwards, replies, reactions, posts_24h, views_24h
FROM day_stats JOIN channels ON channels.id = day_stats.channel_id WHERE channels.removed = 0;

CREATE VIEW archive_runs AS SELECT
  id AS run_id, run_trigger AS trigger_reason, status, policy, interval_ms,
  ${both('started_at', 'started_at')},
  ${both('ended_at', 'ended_at')},
  duration_ms, reason, worker, channels_done, channels_total, messages, new_messages, updated_messages, errors
FROM runs;

CREATE VIEW archive_steps AS SELECT
  id AS step_id, run_id, account_id, channel_id, channel_title, status, skipped,
  ${both('started_at', 'started_at')},
  ${both('ended_at', 'ended_at')},
  messages, new_messages, updated_messages, deleted_messages, requests, network_ms, flood_ms, database_ms, error
FROM run_steps;

CREATE VIEW archive_events AS SELECT
  id AS event_id,
  ${both('at', 'happened_at')},
  type, run_id, metadata AS metadata_json
FROM audit_events;

CREATE VIEW archive_watches AS SELECT
  id AS watch_id, kind, channel_id, text, hours, percent,
  ${both('created_at', 'created_at')}
FROM watches WHERE channel_id IS NULL OR channel_id IN (SELECT id FROM channels WHERE removed = 0);

CREATE VIEW archive_alerts AS SELECT
  id AS alert_id, watch_id,
  ${both('at', 'raised_at')},
  channel_id, channel_title, post_id, message,
  ${both('seen_at', 'seen_at')}
FROM alerts;
`;
