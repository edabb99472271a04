import { NativeSelect } from '@mantine/core';
import type { Channel } from '../../shared/domain.ts';
import { formatCount } from '../../shared/format.ts';
import {
  belongs,
  type ChannelFilter,
  channelFilters,
  filterWords,
  type Sort,
  sortKeys,
  sortWords,
} from './channel-view.ts';
import classes from './channels.module.css';

interface Props {
  readonly channels: readonly Channel[];
  readonly shown: number;
  readonly filter: ChannelFilter;
  readonly onFilter: (filter: ChannelFilter) => void;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

/** Which channels are shown, and, where the headings that sort are not, in what order. */
export function FilterBar({ channels, shown, filter, onFilter, sort, onSort }: Props) {
  return (
    <div className={classes.bar}>
      <fieldset className={classes.filters}>
        <legend>Show</legend>
        {channelFilters.map((name) => {
          const count = channels.filter((channel) => belongs(channel, name)).length;
          return (
            <label key={name} className={classes.filter} data-empty={count === 0 || undefined}>
              <input
                type="radio"
                name="channel-filter"
                checked={filter === name}
                onChange={() => onFilter(name)}
              />
              {filterWords[name]} <span>{formatCount(count)}</span>
            </label>
          );
        })}
      </fieldset>
      <NativeSelect
        className={classes.sortSelect}
        size="xs"
        aria-label="Sort by"
        value={sort?.key ?? ''}
        onChange={(event) => {
          const key = sortKeys.find((known) => known === event.currentTarget.value);
          onSort(key === undefined ? null : { key, descending: key !== 'title' });
        }}
        data={[
          { value: '', label: 'As added' },
          ...sortKeys.map((key) => ({ value: key, label: sortWords[key] })),
        ]}
      />
      <p className={classes.shown} role="status">
        {shown === channels.length ? '' : `${formatCount(shown)} shown`}
      </p>
    </div>
  );
}
