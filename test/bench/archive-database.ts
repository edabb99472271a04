import { join } from 'node:path';
import { type Connection, configureWriter, openConnection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/migrate.ts';
import { indexPost } from '../../electron/store/post-index.ts';
import { keysOfSecond } from '../../electron/store/post-key.ts';
import { migrations } from '../../electron/store/schema.ts';
import { mediaKinds } from '../../shared/domain.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { createRandom } from '../support/random.ts';
import { wordsFrom } from './plausible-texts.ts';

const secondMs = 1000;
const dayMs = 24 * 60 * 60 * secondMs;
/** Posts are written, and so indexed, in portions such as collecting and expiring leave behind. */
const postsPerTransaction = 20_000;
/** Of this many posts one has been sampled in every window: a fifth keeps the making of the database bearable. */
const sampledOneOf = 5;

export interface ArchiveOf {
  readonly channels: number;
  readonly posts: number;
  /** The last post's day is the day before this one. */
  readonly until: number;
  readonly days: number;
}

export const channelIdOf = (index: number): number => 17_000 + index;

/** A database of that many posts, spread evenly over channels and days, in a folder that is the caller's. */
export function makeArchive(folder: string, { channels, posts, until, days }: ArchiveOf): Connection {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const connection = openConnection({ file: join(folder, `${posts}.db`), log });
  configureWriter(connection);
  connection.pragma('synchronous = OFF');
  migrate(connection, migrations, () => connection.file);
  const random = createRandom(posts);
  const words = wordsFrom(random);

  connection.write(() => {
    for (let index = 0; index < channels; index += 1) {
      connection.run(
        'INSERT INTO channels (id, title, post_limit, added_at, posts_held) VALUES (?, ?, 50, 0, ?)',
        channelIdOf(index),
        `Channel ${index}`,
        posts / channels,
      );
      for (let day = 0; day < days; day += 1) {
        const at = until - (days - day) * dayMs + dayMs / 2;
        connection.run(
          'INSERT INTO subscriber_counts (channel_id, day, at, subscribers) VALUES (?, ?, ?, ?)',
          channelIdOf(index),
          new Date(at).toISOString().slice(0, 10),
          at,
          10_000 + index * 100 + day,
        );
      }
    }
  });
  const gapMs = (days * dayMs) / posts;
  let lastKey = -1;
  for (let first = 0; first < posts; first += postsPerTransaction) {
    connection.write(() => {
      for (let number = first; number < Math.min(posts, first + postsPerTransaction); number += 1) {
        const postedAt = Math.floor((until - days * dayMs + number * gapMs) / secondMs) * secondMs;
        lastKey = Math.max(keysOfSecond(postedAt).from, lastKey + 1);
        const channelId = channelIdOf(Math.floor(random() * channels));
        const text = words(number / posts);
        insertPost(connection, { key: lastKey, id: number + 1, channelId, postedAt, random, text });
      }
    });
  }
  return connection;
}

interface Made {
  readonly key: number;
  readonly id: number;
  readonly channelId: number;
  readonly postedAt: number;
  readonly random: () => number;
  readonly text: string;
}

function insertPost(connection: Connection, { key, id, channelId, postedAt, random, text }: Made): void {
  const media =
    random() < 0.4 ? null : random() < 0.7 ? 'photo' : (mediaKinds[Math.floor(random() * 11)] ?? null);
  const views = Math.floor(10 ** (2 + 3 * random()));
  const edited = random() < 0.05 ? 1 : 0;
  const deletedAt = random() < 0.01 ? postedAt + dayMs : null;
  const suspect = deletedAt === null && random() < 0.0002 ? postedAt + dayMs : null;
  connection.run(
    `INSERT INTO posts (row_id, channel_id, id, posted_at, text, views, forwards, replies, reactions, media, links,
       pinned, first_seen_at, last_seen_at, deleted_at, deleted_by, suspect_since, revisions, samples, metrics_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 0, ?, ?, ?, ?, ?, ?, 0, ?)`,
    key,
    channelId,
    id,
    postedAt,
    text,
    views,
    Math.floor(views / 100),
    Math.floor(views / 300),
    `[{"reaction":"👍","count":${Math.floor(views / 50)}},{"reaction":"🔥","count":${Math.floor(views / 90)}}]`,
    media,
    postedAt,
    postedAt + dayMs,
    deletedAt,
    deletedAt === null ? null : 'difference',
    suspect,
    edited,
    postedAt + dayMs,
  );
  indexPost(connection, key);
  if (id % sampledOneOf !== 0) return;
  for (const [window, { ageMs }] of sampleWindows.entries()) {
    connection.run(
      'INSERT INTO post_metrics (row_id, at, views, forwards, replies, reactions, sample) VALUES (?, ?, ?, 0, 0, 0, ?)',
      key,
      postedAt + ageMs,
      Math.floor(views * ((window + 1) / sampleWindows.length)),
      window,
    );
  }
}
