/**
 * A post's place among all posts: the second it was published, then a number among the posts of that second. So newest
 * first is the order of the keys, whatever order posts were read in, and a period is a range of them. Stays below 2^53
 * until the year 2106.
 */
const keysPerSecond = 2 ** 21;

/** The lowest key of a post published at `at` (ms since the epoch) or later. */
export function firstKeyAt(at: number): number {
  return Math.ceil(at / 1000) * keysPerSecond;
}

/** The keys a post published at `postedAt` (ms) may have: [from, to). */
export function keysOfSecond(postedAt: number): { readonly from: number; readonly to: number } {
  const from = Math.floor(postedAt / 1000) * keysPerSecond;
  return { from, to: from + keysPerSecond };
}
