import type { Day } from './insights.ts';

/**
 * Local calendar days of this process (`TZ`). A day has 23, 24 or 25 hours, and in some zones begins at one o'clock;
 * days are counted on the calendar, never by adding 24 hours.
 */

/** The local day of an instant, ms since the epoch. */
export function dayOf(at: number): Day {
  const date = new Date(at);
  return written(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

/** The first millisecond of a local day, ms since the epoch. It ends where the next one starts. */
export function startOfDay(day: Day): number {
  const { year, month, date } = partsOf(day);
  return new Date(year, month - 1, date).getTime();
}

/** The day so many days later, or earlier where `count` is negative. */
export function addDays(day: Day, count: number): Day {
  const { year, month, date } = partsOf(day);
  const sum = new Date(Date.UTC(year, month - 1, date + count));
  return written(sum.getUTCFullYear(), sum.getUTCMonth() + 1, sum.getUTCDate());
}

/** How many days [from, to] are; 0 or less where `to` comes before `from`. */
export function countDays(from: Day, to: Day): number {
  return Math.round((utcOf(to) - utcOf(from)) / (24 * 60 * 60_000)) + 1;
}

/** Every day of [from, to], in order. */
export function daysBetween(from: Day, to: Day): readonly Day[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index));
}

/** The milliseconds of local days [from, to], as posts and the log are filtered: [from, to). */
export function instantsOf(from: Day, to: Day): { readonly from: number; readonly to: number } {
  return { from: startOfDay(from), to: startOfDay(addDays(to, 1)) };
}

/** Whether a text is a day of the calendar, written as days are here. */
export function isDay(text: string | null): text is Day {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
    ? addDays(text, 0) === text
    : false;
}

function utcOf(day: Day): number {
  const { year, month, date } = partsOf(day);
  return Date.UTC(year, month - 1, date);
}

function partsOf(day: Day): { readonly year: number; readonly month: number; readonly date: number } {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number);
  return { year, month, date };
}

function written(year: number, month: number, date: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
