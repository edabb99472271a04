import type { Channel } from './domain.ts';
import { formatDate, plural } from './format.ts';

/** What keeping posts for so many days will remove, as far as dates tell it before anything is done. */

const dayMs = 24 * 60 * 60_000;

/** Posts published before this instant are removed; null where they are kept for ever. */
export function expiresBefore(keepDays: number | null, now: number): number | null {
  return keepDays === null ? null : now - keepDays * dayMs;
}

/** Whether posts that are held now would be removed. */
export function losesPosts(
  { firstPostAt }: Pick<Channel, 'firstPostAt'>,
  keepDays: number | null,
  now: number,
): boolean {
  const before = expiresBefore(keepDays, now);
  return before !== null && firstPostAt !== null && firstPostAt < before;
}

/** Of these channels, those that keep posts for less long than before and hold some that would go. */
export function losersAmong<One extends Pick<Channel, 'firstPostAt' | 'keepDays'>>(
  channels: readonly One[],
  keepDays: number | null,
  now: number,
): readonly One[] {
  return channels.filter(
    (channel) =>
      losesPosts(channel, keepDays, now) && (channel.keepDays === null || channel.keepDays > (keepDays ?? 0)),
  );
}

/** `for 90 days`, `for ever`. */
export function keptInWords(keepDays: number | null): string {
  return keepDays === null ? 'for ever' : `for ${plural(keepDays, 'day')}`;
}

/** `Posts from before 26 Aug 2026 will be removed; the oldest held is of 8 Jun 2024.` Null where none will. */
export function expiryInWords(
  channel: Pick<Channel, 'firstPostAt'>,
  keepDays: number | null,
  now: number,
): string | null {
  const before = expiresBefore(keepDays, now);
  if (before === null || channel.firstPostAt === null || !losesPosts(channel, keepDays, now)) return null;
  return `Posts from before ${formatDate(before)} will be removed; the oldest held is of ${formatDate(channel.firstPostAt)}.`;
}
