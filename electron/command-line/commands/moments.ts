import { CommandError, exitCodes } from '../exit-codes.ts';

/**
 * A day of the local calendar (`2026-11-24`), of which the first millisecond is meant or the one after the last; or a
 * moment (`2026-11-24T14:02`, local unless it says otherwise). Milliseconds since the epoch.
 */
export function parseMoment(option: string, text: string, meant: 'begins' | 'ends'): number {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (day !== null) {
    const [year = 0, month = 0, date = 0] = day.slice(1).map(Number);
    const begins = new Date(year, month - 1, date);
    // A 31st of February would quietly be another day.
    if (begins.getMonth() === month - 1 && begins.getDate() === date) {
      return meant === 'begins' ? begins.getTime() : new Date(year, month - 1, date + 1).getTime();
    }
  }
  const at = day === null && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at) && at >= 0) return at;
  throw new CommandError(
    `${option} must be a day such as 2026-11-24 or a moment such as 2026-11-24T14:02, not "${text}".`,
    exitCodes.usage,
  );
}
