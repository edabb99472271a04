import { localDay } from './schedule.ts';

/** The same words for spans, counts and times in tray, banner and terminal. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const unknown = '–';

/** A span as people say it: `4 s`, `2m 37s`, `1h 05m`, `3d 4h`. Never negative; null is a dash. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return unknown;
  const span = Math.max(0, ms);
  // Rounded down, as all of it is: 999 ms are not a second yet.
  if (span < second) return span === 0 ? '0 s' : `0.${Math.max(1, Math.floor(span / 100))} s`;
  if (span < minute) return `${Math.floor(span / second)} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (span < hour) return `${Math.floor(span / minute)}m ${two(Math.floor((span % minute) / second))}s`;
  if (span < day) return `${Math.floor(span / hour)}h ${two(Math.floor((span % hour) / minute))}m`;
  return `${Math.floor(span / day)}d ${Math.floor((span % day) / hour)}h`;
}

/** A countdown: rounds up, so that it reaches `due now` when it is due and not a second before. */
export function formatCountdown(remainingMs: number): string {
  return remainingMs <= 0 ? 'due now' : `in ${formatDuration(Math.ceil(remainingMs / second) * second)}`;
}

/** A setting as it was chosen: `10 min`, `1 h`, `90 s`, `1 h 30 min`. Exact for whole seconds. */
export function formatSetting(ms: number): string {
  const parts: [number, string][] = [
    [Math.floor(ms / day), 'd'],
    [Math.floor((ms % day) / hour), 'h'],
    [Math.floor((ms % hour) / minute), 'min'],
    [Math.floor((ms % minute) / second), 's'],
  ];
  const words = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return words.length > 0 ? words.join(' ') : '0 s';
}

/** `2m 37s ago`, `just now`; null is a dash. */
export function formatAgo(ageMs: number | null): string {
  if (ageMs === null) return unknown;
  return ageMs < second ? 'just now' : `${formatDuration(ageMs)} ago`;
}

/** A range of time left: `15–19 s left`, `1m 10s–2m 00s left`, and never less than `under 1 s left`. */
export function formatEta(eta: { readonly fromMs: number; readonly toMs: number } | null): string {
  if (eta === null) return unknown;
  const from = Math.max(0, Math.floor(eta.fromMs / second));
  const to = Math.max(from, Math.ceil(eta.toMs / second));
  if (from === 0) return `under ${to < 60 ? `${Math.max(1, to)} s` : formatDuration(to * second)} left`;
  if (to < 60) return from === to ? `${to} s left` : `${from}–${to} s left`;
  return `${formatDuration(from * second)}–${formatDuration(to * second)} left`;
}

/** A count in the user's locale. */
export function formatCount(value: number | null, locale?: string): string {
  return value === null ? unknown : value.toLocaleString(locale);
}

/** `42 / 100 (42 %)`. */
export function formatShare(done: number, total: number, locale?: string): string {
  const percent = total === 0 ? 0 : Math.floor((done * 100) / total);
  return `${formatCount(done, locale)} / ${formatCount(total, locale)} (${percent} %)`;
}

/** Local time of day: `14:02`, or `14:02:11` with seconds. */
export function formatTime(at: number, options: { readonly seconds?: boolean } = {}): string {
  const date = new Date(at);
  const parts = [
    date.getHours(),
    date.getMinutes(),
    ...(options.seconds === true ? [date.getSeconds()] : []),
  ];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** A local date: `3 Nov 2025`, or `Monday 3 Nov 2025` where the day of the week tells something. */
export function formatDate(at: number, options: { readonly weekday?: boolean } = {}): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  return options.weekday === true ? `${date.toLocaleDateString('en-GB', { weekday: 'long' })} ${day}` : day;
}

/** `3 Nov 2025, 14:02`, or with seconds `3 Nov 2025, 14:02:11`; local. */
export function formatDateTime(at: number, options: { readonly seconds?: boolean } = {}): string {
  return `${formatDate(at)}, ${formatTime(at, options)}`;
}

/** A moment to come as seen from `now`, local time: `14:02`, `tomorrow 09:00`, `28 Nov 09:00`. */
export function formatMoment(at: number, now: number): string {
  const time = formatTime(at);
  const { startedAt, endsAt } = localDay(now);
  if (at >= startedAt && at < endsAt) return time;
  if (at >= endsAt && at < localDay(endsAt).endsAt) return `tomorrow ${time}`;
  return `${new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
