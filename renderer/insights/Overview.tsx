import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import card from '../ui/card.module.css';
import { useWidth } from '../ui/use-width.ts';
import { countWords, percentWords, signedWords } from './figure-words.ts';
import { formulas } from './figures.ts';
import { OverviewRows } from './OverviewRows.tsx';
import classes from './overview.module.css';
import type { OverviewColumn, OverviewRow, OverviewSort } from './overview-order.ts';

export interface OverviewHead {
  readonly column: OverviewColumn;
  readonly head: string;
  /** In px; null takes what the others leave. */
  readonly width: number | null;
  /** Of the table, in px, from which on there is room for it. */
  readonly from: number;
  readonly words: (row: OverviewRow) => string;
  /** How it is worked out, where its head does not say. */
  readonly formula?: string;
}

const heads: readonly OverviewHead[] = [
  { column: 'title', head: 'Channel', width: null, from: 0, words: (row) => row.title },
  { column: 'posts', head: 'Posts', width: 82, from: 0, words: (row) => countWords(row.posts) },
  {
    column: 'reach',
    head: 'Reach',
    width: 98,
    from: 0,
    words: (row) => countWords(row.reach),
    formula: formulas.reach,
  },
  {
    column: 'er',
    head: 'ER',
    width: 84,
    from: 560,
    words: (row) => percentWords(row.er),
    formula: formulas.er,
  },
  {
    column: 'err',
    head: 'ERR',
    width: 84,
    from: 560,
    words: (row) => percentWords(row.err),
    formula: formulas.err,
  },
  {
    column: 'subscribers',
    head: 'Subscribers',
    width: 118,
    from: 680,
    words: (row) => countWords(row.subscribers),
  },
  { column: 'growth', head: 'Growth', width: 90, from: 420, words: (row) => signedWords(row.growth) },
];

interface Props {
  /** In order. */
  readonly rows: readonly OverviewRow[];
  readonly sort: OverviewSort;
  readonly onSort: (column: OverviewColumn) => void;
  readonly hrefOf: (channelId: number) => string;
}

/** All channels, a line each. */
export function Overview({ rows, sort, onSort, hrefOf }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const shown = heads.filter(({ from }) => width >= from);
  return (
    <section aria-label="All channels" className={`${card.card} ${classes.card}`}>
      <div ref={ref}>
        <table
          className={classes.table}
          aria-rowcount={rows.length + 1}
          aria-label="Channels over the period"
        >
          <colgroup>
            {shown.map(({ column, width: px }) => (
              <col key={column} style={px === null ? undefined : { width: px }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {shown.map(({ column, head, formula }) => (
                <th
                  key={column}
                  scope="col"
                  className={classes.head}
                  data-number={column !== 'title' || undefined}
                  aria-sort={
                    sort.column !== column ? undefined : sort.descending ? 'descending' : 'ascending'
                  }
                >
                  <Tooltip label={formula} disabled={formula === undefined} multiline maw={280} withinPortal>
                    <button
                      type="button"
                      className={classes.sort}
                      aria-label={formula === undefined ? undefined : `${head}: ${formula}`}
                      data-active={sort.column === column || undefined}
                      onClick={() => onSort(column)}
                    >
                      {head}
                      <SortGlyph active={sort.column === column} descending={sort.descending} />
                    </button>
                  </Tooltip>
                </th>
              ))}
            </tr>
          </thead>
          <OverviewRows rows={rows} heads={shown} hrefOf={hrefOf} />
        </table>
      </div>
    </section>
  );
}

function SortGlyph({ active, descending }: { readonly active: boolean; readonly descending: boolean }) {
  const Glyph = !active ? IconSelector : descending ? IconArrowDown : IconArrowUp;
  return <Glyph size={13} aria-hidden />;
}
