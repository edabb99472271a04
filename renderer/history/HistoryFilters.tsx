import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { addDays, dayOf } from '../../shared/days.ts';
import { runStatuses, runTriggers } from '../../shared/domain.ts';
import { runStatusWords, triggerWords } from '../ui/words.ts';
import classes from './history.module.css';
import {
  eventKinds,
  eventKindWords,
  type HistoryFilter,
  partOfFilter,
  wholeHistory,
} from './history-filter.ts';

interface Props {
  readonly filter: HistoryFilter;
  readonly onChange: (change: Partial<HistoryFilter>) => void;
}

/** Which days, which results, which triggers; for events, of which kind. */
export function HistoryFilters({ filter, onChange }: Props) {
  const { view, from, to, status, trigger, kind } = filter;
  const today = dayOf(Date.now());
  const narrowed = partOfFilter({ ...filter, view: 'runs' }) !== null;
  const anyOr = <Value extends string>(value: string, values: readonly Value[]): Value | null =>
    values.find((known) => known === value) ?? null;
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label="Show"
        size="xs"
        value={view}
        onChange={(chosen) => onChange({ view: chosen === 'events' ? 'events' : 'runs' })}
        data={[
          { value: 'runs', label: 'Runs' },
          { value: 'events', label: 'Everything' },
        ]}
      />
      <TextInput
        type="date"
        size="xs"
        aria-label="From"
        leftSection="from"
        leftSectionWidth={44}
        value={from ?? ''}
        max={to ?? today}
        onChange={(event) => onChange({ from: event.currentTarget.value || null })}
      />
      <TextInput
        type="date"
        size="xs"
        aria-label="To"
        leftSection="to"
        leftSectionWidth={30}
        value={to ?? ''}
        min={from ?? undefined}
        max={today}
        onChange={(event) => onChange({ to: event.currentTarget.value || null })}
      />
      <Button.Group>
        <Button variant="default" size="xs" onClick={() => onChange({ from: today, to: today })}>
          Today
        </Button>
        <Button variant="default" size="xs" onClick={() => onChange({ from: addDays(today, -6), to: null })}>
          7 days
        </Button>
      </Button.Group>
      {view === 'runs' ? (
        <>
          <NativeSelect
            size="xs"
            aria-label="Result"
            value={status ?? ''}
            onChange={(event) => onChange({ status: anyOr(event.currentTarget.value, runStatuses) })}
            data={[
              { value: '', label: 'Any result' },
              ...runStatuses
                .filter((value) => value !== 'running')
                .map((value) => ({ value, label: runStatusWords[value].label })),
            ]}
          />
          <NativeSelect
            size="xs"
            aria-label="Trigger"
            value={trigger ?? ''}
            onChange={(event) => onChange({ trigger: anyOr(event.currentTarget.value, runTriggers) })}
            data={[
              { value: '', label: 'Any trigger' },
              ...runTriggers.map((value) => ({ value, label: triggerWords[value] })),
            ]}
          />
        </>
      ) : (
        <NativeSelect
          size="xs"
          aria-label="Kind of event"
          value={kind ?? ''}
          onChange={(event) => onChange({ kind: anyOr(event.currentTarget.value, eventKinds) })}
          data={[
            { value: '', label: 'Any kind' },
            ...eventKinds.map((value) => ({ value, label: eventKindWords[value] })),
          ]}
        />
      )}
      {narrowed ? (
        <Button variant="subtle" size="xs" onClick={() => onChange({ ...wholeHistory, view })}>
          Show all
        </Button>
      ) : null}
    </div>
  );
}
