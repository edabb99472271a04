import { guarded, writeCsv } from '../../shared/csv.ts';
import type { Insights } from '../../shared/insights.ts';
import { bucketsOf } from './buckets.ts';
import { curvePoints } from './curve.ts';
import type { OverviewRow } from './overview-order.ts';

/** What is shown, as tables for a spreadsheet. Days are local; percentages are numbers; what is not known is empty. */

const number = (value: number | null): string =>
  value === null ? '' : String(Number(value.toPrecision(12)));

export function overviewAsCsv(rows: readonly OverviewRow[]): string {
  return writeCsv([
    [
      'channel',
      'title',
      'username',
      'posts',
      'reach',
      'er_percent',
      'err_percent',
      'subscribers',
      'growth',
      'held_from',
    ],
    ...rows.map((row) => [
      String(row.channelId),
      guarded(row.title),
      guarded(row.username ?? ''),
      number(row.posts),
      number(row.reach),
      number(row.er),
      number(row.err),
      number(row.subscribers),
      number(row.growth),
      row.heldFrom ?? '',
    ]),
  ]);
}

export function daysAsCsv({ from, to, days }: Insights): string {
  const er = new Map(days.map((day) => [day.day, day.er]));
  return writeCsv([
    ['day', 'posts', 'reach', 'er_percent', 'subscribers'],
    ...bucketsOf(from, to, days, 'day').map((day) => [
      day.from,
      number(day.posts),
      number(day.reach),
      number(er.get(day.from) ?? null),
      number(day.subscribers),
    ]),
  ]);
}

export function hoursAsCsv({ hours }: Insights): string {
  return writeCsv([
    ['hour', 'posts', 'reach'],
    ...hours.map(({ posts, reach }, hour) => [number(hour), number(posts), number(reach)]),
  ]);
}

export function curveAsCsv({ curve }: Insights): string {
  return writeCsv([
    ['age', 'share_of_views_at_7_days'],
    ...(curve === null ? [] : curvePoints(curve)).map(({ name, share }) => [name, number(share)]),
  ]);
}

export function bestAsCsv({ best }: Insights): string {
  return writeCsv([['post', 'views'], ...best.map(({ postId, views }) => [number(postId), number(views)])]);
}

export function anomaliesAsCsv({ anomalies }: Pick<Insights, 'anomalies'>): string {
  return writeCsv([
    ['day', 'figure', 'direction', 'value', 'usual', 'posts'],
    ...anomalies.map(({ day, figure, direction, value, usual, postIds }) => [
      day,
      figure,
      direction,
      number(value),
      number(usual),
      postIds.join(' '),
    ]),
  ]);
}
