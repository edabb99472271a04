import type { ChannelInsights, Day } from '../../shared/insights.ts';

/** The rows of the overview, and in what order they stand. */

export const overviewColumns = ['title', 'posts', 'reach', 'er', 'err', 'subscribers', 'growth'] as const;
export type OverviewColumn = (typeof overviewColumns)[number];

export interface OverviewSort {
  readonly column: OverviewColumn;
  readonly descending: boolean;
}

export interface OverviewRow extends Omit<ChannelInsights, 'posts'> {
  /** Null: nothing of the period is held. */
  readonly posts: number | null;
  readonly title: string;
  readonly username: string | null;
  /** The first day that is held, where it is within the period or after it; else null. */
  readonly heldFrom: Day | null;
  /** What of the period is held where not all of it is, in two words, and in full. */
  readonly heldMark: string | null;
  readonly heldWords: string | null;
}

/** What has no value stands last, whichever way is sorted. */
export function ordered(
  rows: readonly OverviewRow[],
  { column, descending }: OverviewSort,
): readonly OverviewRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const byTitle = one.title.localeCompare(other.title);
    if (column === 'title') return sign * byTitle;
    const [left, right] = [one[column], other[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byTitle;
    return sign * (left - right) || byTitle;
  });
}

/** Numbers begin with the greatest, names with A; a second press turns it round. */
export function nextOrder(sort: OverviewSort, column: OverviewColumn): OverviewSort {
  return sort.column === column
    ? { column, descending: !sort.descending }
    : { column, descending: column !== 'title' };
}
