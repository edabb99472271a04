import { countDays, startOfDay } from '../../shared/days.ts';
import { formatDate } from '../../shared/format.ts';
import type { Day } from '../../shared/insights.ts';

/** Days as they are written. Their arithmetic is in `shared/days.ts`. */

/** 0 for Monday. */
export function weekday(day: Day): number {
  // 1 January 2001 was a Monday.
  return (((countDays('2001-01-01', day) - 1) % 7) + 7) % 7;
}

function written(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' });
}

/** `24 Nov 2026`. */
export function dayWords(day: Day): string {
  return formatDate(startOfDay(day));
}

/** `Tuesday 24 Nov 2026`. */
export function weekdayWords(day: Day): string {
  return formatDate(startOfDay(day), { weekday: true });
}

/** `24 Nov`. */
export function shortDay(day: Day): string {
  return written(day, { day: 'numeric', month: 'short' });
}

/** `Nov 2026`. */
export function monthWords(day: Day): string {
  return written(day, { month: 'short', year: 'numeric' });
}

/** `24 Nov 2026`, `3–9 Nov 2026` or `28 Oct – 3 Nov 2026`. */
export function rangeWords(from: Day, to: Day): string {
  if (from === to) return dayWords(from);
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}
