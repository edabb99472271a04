/** A span as it is typed: a number and its unit. */

const msOf = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export type SpanUnit = keyof typeof msOf;

export interface SpanDraft {
  readonly text: string;
  readonly unit: SpanUnit;
}

export function isSpanUnit(text: string): text is SpanUnit {
  return Object.hasOwn(msOf, text);
}

/** In the largest of the units (given smallest first) that says it in whole numbers, else in seconds. */
export function spanDraftOf(ms: number, units: readonly SpanUnit[]): SpanDraft {
  const unit = units.toReversed().find((candidate) => ms % msOf[candidate] === 0) ?? 's';
  return { text: String(ms / msOf[unit]), unit };
}

/** In whole milliseconds; null where the text is no number. A decimal comma is as good as a point. */
export function spanOf({ text, unit }: SpanDraft): number | null {
  const value = numberIn(text);
  return value === null ? null : Math.round(value * msOf[unit]);
}

/** Null where the text is no number of at least zero. */
export function numberIn(text: string): number | null {
  const given = text.trim().replace(',', '.');
  return /^(?:\d+\.?\d*|\.\d+)$/.test(given) ? Number(given) : null;
}
