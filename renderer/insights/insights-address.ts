import { addDays, countDays, isDay } from '../../shared/days.ts';
import type { Day } from '../../shared/insights.ts';
import { hashOf } from '../state/place.ts';
import { type OverviewSort, overviewColumns } from './overview-order.ts';

/** What the Insights screen shows, as the address says it: one part, so that reload, back and a link lead to it. */
export interface InsightsView {
  /** Null: all channels. */
  readonly channelId: number | null;
  readonly period: Period;
  /** Tables in place of charts. */
  readonly table: boolean;
  readonly sort: OverviewSort;
}

export type Period =
  | { readonly kind: 'last'; readonly days: PeriodDays }
  | { readonly kind: 'custom'; readonly from: Day; readonly to: Day };

export const periodDays = [7, 30, 90, 365] as const;
export type PeriodDays = (typeof periodDays)[number];

export const mostDays = 3660;

/** The days of a period, both included. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly days: number;
}

export const firstView: InsightsView = {
  channelId: null,
  period: { kind: 'last', days: 30 },
  table: false,
  sort: { column: 'posts', descending: true },
};

export function insightsHash(view: InsightsView): string {
  return hashOf('insights', partOfView(view));
}

/** Null for the view that the screen opens with. */
export function partOfView({ channelId, period, table, sort }: InsightsView): string | null {
  const fields = new URLSearchParams();
  if (channelId !== null) fields.set('channel', String(channelId));
  if (period.kind === 'custom') {
    fields.set('from', period.from);
    fields.set('to', period.to);
  } else if (period.days !== 30) fields.set('days', String(period.days));
  if (table) fields.set('view', 'table');
  const order = `${sort.descending ? '-' : ''}${sort.column}`;
  if (order !== '-posts') fields.set('sort', order);
  return fields.size === 0 ? null : fields.toString();
}

/** What cannot be read of an address is passed over: an address may be typed. */
export function viewOfPart(part: string | null): InsightsView {
  const fields = new URLSearchParams(part ?? '');
  const channel = fields.get('channel') ?? '';
  const order = fields.get('sort') ?? '';
  const column = overviewColumns.find((known) => known === order.replace(/^-/, ''));
  return {
    channelId: /^-?\d{1,15}$/.test(channel) ? Number(channel) : null,
    period: periodOf(fields),
    table: fields.get('view') === 'table',
    sort: column === undefined ? firstView.sort : { column, descending: order.startsWith('-') },
  };
}

function periodOf(fields: URLSearchParams): Period {
  const [from, to] = [fields.get('from'), fields.get('to')];
  if (isDay(from) && isDay(to) && whyNoPeriod(from, to) === null) return { kind: 'custom', from, to };
  const days = periodDays.find((known) => String(known) === fields.get('days'));
  return days === undefined ? firstView.period : { kind: 'last', days };
}

/** Why these are not the ends of a period, for a person; null where they are. */
export function whyNoPeriod(from: Day, to: Day): string | null {
  const days = countDays(from, to);
  if (days < 1) return 'The first day must not be later than the last.';
  return days > mostDays ? `At most ${mostDays} days (ten years) at once.` : null;
}

/** Today is the last day of a period that is not chosen by hand; days to come are cut off. */
export function spanOf(period: Period, today: Day): Span {
  if (period.kind === 'last') return { from: addDays(today, 1 - period.days), to: today, days: period.days };
  const to = period.to > today && period.from <= today ? today : period.to;
  return { from: period.from, to, days: countDays(period.from, to) };
}

/** As many days, just before. */
export function spanBefore({ from, days }: Span): Span {
  return { from: addDays(from, -days), to: addDays(from, -1), days };
}
