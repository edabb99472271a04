/**
 * Which ids of a channel are held without a gap. Telegram numbers a channel's posts upwards but not densely
 * (deleted posts and service messages leave holes), so what is held cannot be told from the posts alone.
 */

/** From `fromId` to `toId`, both inclusive; every post that exists between them has been read. */
export interface IdRange {
  readonly fromId: number;
  readonly toId: number;
}

/** Adds a range to ranges that are ascending, disjoint and not adjacent, and returns such ranges again. */
export function addRange(ranges: readonly IdRange[], added: IdRange): readonly IdRange[] {
  const apart = (range: IdRange) => range.toId + 1 < added.fromId || added.toId + 1 < range.fromId;
  const touching = ranges.filter((range) => !apart(range));
  const merged = {
    fromId: Math.min(added.fromId, ...touching.map((range) => range.fromId)),
    toId: Math.max(added.toId, ...touching.map((range) => range.toId)),
  };
  return [...ranges.filter(apart), merged].sort((one, other) => one.fromId - other.fromId);
}
