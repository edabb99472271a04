import { formatCount } from '../../shared/format.ts';

/** How figures and their changes are written. */

const oneDigit: Intl.NumberFormatOptions = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** Whole numbers: views, posts, subscribers. */
export function countWords(value: number | null): string {
  return formatCount(value === null ? null : Math.round(value));
}

/** `38.2 %`, from a percentage. Small ones keep what tells them apart from nothing. */
export function percentWords(value: number | null): string {
  if (value === null) return formatCount(null);
  const digits = value !== 0 && Math.abs(value) < 0.1 ? { maximumSignificantDigits: 1 } : oneDigit;
  return `${value.toLocaleString(undefined, digits)} %`;
}

/** `6.8 a day`; `one in 30 days` where it is less than one a day. Null: of no day held. */
export function rateWords(perDay: number | null): string {
  if (perDay === null) return 'no whole day held';
  if (perDay === 0) return 'none a day';
  if (perDay < 0.95) return `one in ${countWords(1 / perDay)} days`;
  return `${perDay.toLocaleString(undefined, perDay >= 10 ? { maximumFractionDigits: 0 } : oneDigit)} a day`;
}

/** `+312`, `−40`, `0`: a true minus sign, so that both are as wide. */
export function signedWords(value: number | null): string {
  if (value === null) return formatCount(null);
  const rounded = Math.round(value);
  return rounded === 0 ? '0' : `${rounded > 0 ? '+' : '−'}${formatCount(Math.abs(rounded))}`;
}

export interface Change {
  readonly direction: 'up' | 'down' | 'same';
  readonly words: string;
}

/** How a count or a mean has changed, in percent of what it was. Null where there is nothing to compare. */
export function relativeChange(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) return null;
  if (before === 0)
    return now === 0 ? { direction: 'same', words: 'as before' } : { direction: 'up', words: 'none before' };
  return changeOf(((now - before) / before) * 100, '%');
}

/** How a percentage has changed, in percentage points. */
export function pointChange(now: number | null, before: number | null): Change | null {
  return now === null || before === null ? null : changeOf(now - before, 'points');
}

function changeOf(difference: number, unit: '%' | 'points'): Change {
  const size = Math.abs(difference);
  const digits = unit === '%' && size >= 10 ? 0 : 1;
  const rounded = Number(size.toFixed(digits));
  if (rounded === 0) return { direction: 'same', words: 'as before' };
  const direction = difference > 0 ? 'up' : 'down';
  const number = rounded.toLocaleString(undefined, { maximumFractionDigits: digits });
  return { direction, words: `${direction === 'up' ? '+' : '−'}${number} ${unit}` };
}
