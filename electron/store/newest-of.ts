import type { Connection } from './connection.ts';
import type { Found, KeyRange } from './matching-posts.ts';

/** Read ahead of a channel, and then twice as many each time: a page is of many channels, or of few. */
const firstReading = 8;

/**
 * The newest posts of several channels. Each channel's are in order in the index `posts_by_channel`, which ends with the
 * key as every index does; they are merged, and of none more is read than the page needs.
 */
export function newestOf(
  connection: Connection,
  channelIds: readonly number[],
  { from, before }: KeyRange,
  limit: number,
): Found {
  const ofOne = (channelId: number, beforeKey: number, most: number): number[] =>
    connection
      .all<{ readonly key: number }>(
        `SELECT row_id AS key FROM posts INDEXED BY posts_by_channel
         WHERE channel_id = ? AND row_id >= ? AND row_id < ? ORDER BY row_id DESC LIMIT ?`,
        channelId,
        from,
        beforeKey,
        most,
      )
      .map(({ key }) => key);
  const [only] = channelIds;
  if (only !== undefined && channelIds.length === 1) return ofOne(only, before, limit);

  // All channels' newest in one go, newest last. No channel beyond the first `limit` has a post on the page.
  const heads = connection
    .all<{ readonly channelId: number; readonly key: number | null }>(
      `SELECT value AS channelId, (SELECT row_id FROM posts INDEXED BY posts_by_channel
         WHERE channel_id = value AND row_id >= ? AND row_id < ? ORDER BY row_id DESC LIMIT 1) AS key
       FROM json_each(?)`,
      from,
      before,
      JSON.stringify(channelIds),
    )
    .flatMap(({ channelId, key }) => (key === null ? [] : [{ channelId, key }]))
    .toSorted((one, other) => one.key - other.key)
    .slice(-limit);
  const readAhead = new Map<number, { readonly keys: number[]; readonly size: number }>();
  const found: number[] = [];
  for (let head = heads.pop(); head !== undefined && found.length < limit; head = heads.pop()) {
    const { channelId, key } = head;
    found.push(key);
    let ahead = readAhead.get(channelId) ?? { keys: [], size: firstReading };
    if (ahead.keys.length === 0) {
      ahead = { keys: ofOne(channelId, key, ahead.size).reverse(), size: ahead.size * 2 };
      readAhead.set(channelId, ahead);
    }
    const next = ahead.keys.pop();
    if (next !== undefined) heads.splice(placeOf(heads, next), 0, { channelId, key: next });
  }
  return found;
}

/** Counted no further than `atMost`, and by the index: without texts it is a fraction of the table. */
export function countOfChannels(
  connection: Connection,
  channelIds: readonly number[],
  { from, before }: KeyRange,
  atMost: number,
): number {
  const row = connection.get<{ readonly count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM json_each(?) AS chosen CROSS JOIN posts INDEXED BY posts_by_channel
         ON posts.channel_id = chosen.value
       WHERE row_id >= ? AND row_id < ? LIMIT ?)`,
    JSON.stringify(channelIds),
    from,
    before,
    atMost,
  );
  return row?.count ?? 0;
}

/** Where a key belongs among ascending ones. */
function placeOf(heads: readonly { readonly key: number }[], key: number): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((heads[middle]?.key ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
