import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PostFilter } from '../../shared/archive.ts';
import classes from './filters.module.css';
import { dayField, fieldEnd, fieldStart, periodStart, quickPeriods, withPeriod } from './post-words.ts';

interface Props {
  readonly filter: PostFilter;
  readonly onFilter: (filter: PostFilter) => void;
  readonly onDone: () => void;
}

/** Local days, both included. */
export function DatesChoice({ filter, onFilter, onDone }: Props) {
  const [from, setFrom] = useState(filter.from === undefined ? '' : dayField(filter.from));
  const [to, setTo] = useState(filter.to === undefined ? '' : dayField(filter.to - 1));
  const backwards = from !== '' && to !== '' && from > to;
  return (
    <form
      className={classes.dates}
      onSubmit={(event) => {
        event.preventDefault();
        if (backwards) return;
        onFilter(withPeriod(filter, fieldStart(from), fieldEnd(to)));
        onDone();
      }}
    >
      <div className={classes.quick}>
        {quickPeriods.map(({ label, days }) => (
          <Button
            key={days}
            variant="default"
            size="compact-sm"
            onClick={() => {
              onFilter(withPeriod(filter, periodStart(days, Date.now()), null));
              onDone();
            }}
          >
            {label}
          </Button>
        ))}
      </div>
      <TextInput
        type="date"
        size="xs"
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        size="xs"
        label="Up to and including"
        value={to}
        error={backwards ? 'Must not be before the first day.' : null}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className={classes.choiceFoot}>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            onFilter(withPeriod(filter, null, null));
            onDone();
          }}
        >
          Any date
        </Button>
        <Button type="submit" size="compact-sm">
          Apply
        </Button>
      </div>
    </form>
  );
}
