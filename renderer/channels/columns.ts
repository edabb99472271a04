import type { SortKey } from './channel-view.ts';

/**
 * The columns of the list, and which of them there is room for: what gives way is in the open row. The name of the
 * channel comes first, so another column is shown only where about 160 px are left for it.
 */
export interface Column {
  readonly name:
    | 'select'
    | 'enabled'
    | 'channel'
    | 'limit'
    | 'postsHeld'
    | 'coverage'
    | 'backfill'
    | 'subscribers'
    | 'last';
  /** In px; null takes what the others leave. */
  readonly width: number | null;
  /** Of the list, in px, from which on the column is shown. */
  readonly from: number;
  /** What its heading sorts by. */
  readonly sorts: readonly SortKey[];
  readonly number?: true;
}

export const columns: readonly Column[] = [
  { name: 'select', width: 30, from: 0, sorts: [] },
  { name: 'enabled', width: 50, from: 0, sorts: ['enabled'] },
  { name: 'channel', width: null, from: 0, sorts: ['title'] },
  { name: 'limit', width: 84, from: 900, sorts: ['limit'], number: true },
  { name: 'postsHeld', width: 92, from: 0, sorts: ['postsHeld'], number: true },
  { name: 'coverage', width: 194, from: 720, sorts: ['coverage', 'lastPostAt'] },
  { name: 'backfill', width: 82, from: 960, sorts: ['backfill'] },
  { name: 'subscribers', width: 104, from: 1080, sorts: ['subscribers'], number: true },
  { name: 'last', width: 188, from: 520, sorts: ['lastCollectedAt'] },
];

/** On a telephone even these give a little, so that titles can be read. */
const tightBelow = 520;
const tightWidths: Partial<Readonly<Record<Column['name'], number>>> = { enabled: 44, postsHeld: 82 };

export function columnsAt(width: number): readonly Column[] {
  const shown = columns.filter(({ from }) => width >= from);
  if (width >= tightBelow) return shown;
  return shown.map((column) => ({ ...column, width: tightWidths[column.name] ?? column.width }));
}
