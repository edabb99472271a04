import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import { useMemo } from 'react';
import { formatCount } from '../../shared/format.ts';
import { useWidth } from '../ui/use-width.ts';
import { ChannelRows, type RowsProps } from './ChannelRows.tsx';
import classes from './channel-table.module.css';
import { nextSort, type Sort, type SortKey, sortWords } from './channel-view.ts';
import { type Column, columnsAt } from './columns.ts';

interface Props extends Omit<RowsProps, 'columns'> {
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
  readonly onSelectShown: () => void;
}

export function ChannelTable({ sort, onSort, onSelectShown, ...rows }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const columns = useMemo(() => columnsAt(width), [width]);
  const { channels, selected } = rows;
  const ticked = channels.filter(({ id }) => selected.has(id)).length;
  const heading = (column: Column) => {
    if (column.name === 'select') {
      return (
        <Checkbox
          size="xs"
          checked={ticked > 0 && ticked === channels.length}
          indeterminate={ticked > 0 && ticked < channels.length}
          aria-label={`Select all ${formatCount(channels.length)} channels shown`}
          onChange={onSelectShown}
        />
      );
    }
    return column.sorts.map((key) => (
      <SortButton key={key} sortKey={key} sort={sort} onPress={() => onSort(nextSort(sort, key))} />
    ));
  };
  return (
    <div ref={ref} className={classes.container}>
      <table className={classes.table} aria-rowcount={channels.length + 1}>
        <caption className={classes.caption}>Channels that are collected</caption>
        <colgroup>
          {columns.map(({ name, width: px }) => (
            <col key={name} style={px === null ? undefined : { width: px }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`${classes.head} ${column.number ? classes.number : ''}`}
                aria-sort={sortedBy(column, sort)}
              >
                {heading(column)}
              </th>
            ))}
          </tr>
        </thead>
        <ChannelRows {...rows} columns={columns} />
      </table>
    </div>
  );
}

function sortedBy(column: Column, sort: Sort | null): 'ascending' | 'descending' | undefined {
  if (sort === null || !column.sorts.includes(sort.key)) return undefined;
  return sort.descending ? 'descending' : 'ascending';
}

function SortButton({
  sortKey,
  sort,
  onPress,
}: {
  readonly sortKey: SortKey;
  readonly sort: Sort | null;
  readonly onPress: () => void;
}) {
  const active = sort?.key === sortKey;
  const Glyph = !active ? IconSelector : sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      className={classes.sort}
      data-active={active || undefined}
      title={`Sort by ${sortWords[sortKey].toLowerCase()}`}
      onClick={onPress}
    >
      {sortWords[sortKey]}
      <Glyph size={13} className={classes.sortIcon} aria-hidden />
    </button>
  );
}
