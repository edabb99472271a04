import type { PostFilter } from '../../shared/archive.ts';
import type { HeldPost } from '../../shared/domain.ts';
import type { Connection } from './connection.ts';
import { checkPageLimit } from './page-limit.ts';
import { type HeldPostRow, heldPostColumns, toHeldPost } from './post-rows.ts';
import { planSearch } from './search-plan.ts';

/** Finds posts, newest first. How a filter is gone about is in `search-plan.ts`. */

/** `limit` 1 to 1000. Throws `SearchTextError`. */
export function searchPosts(
  connection: Connection,
  filter: PostFilter,
  { limit, beforeKey }: { readonly limit: number; readonly beforeKey?: number },
): readonly HeldPost[] {
  const { keys } = planSearch(connection, filter, beforeKey);
  return readPosts(connection, keys(checkPageLimit(limit)));
}

/** At most `atMost`, with whether there are more. Throws `SearchTextError`. */
export function countPosts(
  connection: Connection,
  filter: PostFilter,
  atMost: number,
): { readonly count: number; readonly more: boolean } {
  const found = planSearch(connection, filter).count(atMost + 1);
  return { count: Math.min(found, atMost), more: found > atMost };
}

/** By primary key; never more than a page. */
function readPosts(connection: Connection, keys: readonly number[]): readonly HeldPost[] {
  if (keys.length === 0) return [];
  return connection
    .all<HeldPostRow>(
      `SELECT ${heldPostColumns} FROM posts WHERE row_id IN (SELECT value FROM json_each(?)) ORDER BY row_id DESC`,
      JSON.stringify(keys),
    )
    .map(toHeldPost);
}
