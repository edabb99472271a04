import { SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { isDay } from '../../shared/days.ts';
import type { Day } from '../../shared/insights.ts';
import classes from './insights.module.css';
import { type Period, periodDays, type Span, whyNoPeriod } from './insights-address.ts';

const labels: Readonly<Record<(typeof periodDays)[number], string>> = {
  7: '7 d',
  30: '30 d',
  90: '90 d',
  365: 'A year',
};

interface Props {
  readonly period: Period;
  readonly span: Span;
  readonly today: Day;
  readonly onChange: (period: Period) => void;
}

/** How far back, or from which day to which. */
export function PeriodChoice({ period, span, today, onChange }: Props) {
  return (
    <div className={classes.period}>
      <SegmentedControl
        aria-label="Period"
        size="xs"
        withItemsBorders={false}
        value={period.kind === 'custom' ? 'custom' : String(period.days)}
        onChange={(chosen) => {
          const days = periodDays.find((known) => String(known) === chosen);
          onChange(
            days === undefined ? { kind: 'custom', from: span.from, to: span.to } : { kind: 'last', days },
          );
        }}
        data={[
          ...periodDays.map((days) => ({ value: String(days), label: labels[days] })),
          { value: 'custom', label: 'Dates' },
        ]}
      />
      {period.kind === 'custom' ? (
        <Dates from={period.from} to={period.to} today={today} onChange={onChange} />
      ) : null}
    </div>
  );
}

/** Kept as typed until they are a period; what is wrong with them is said. */
function Dates({
  from,
  to,
  today,
  onChange,
}: {
  readonly from: Day;
  readonly to: Day;
  readonly today: Day;
  readonly onChange: (period: Period) => void;
}) {
  const [draft, setDraft] = useState({ from, to });
  // A year is typed digit by digit: what is wrong is said once the field is left.
  const [left, setLeft] = useState(false);
  const problemId = useId();
  useEffect(() => setDraft({ from, to }), [from, to]);
  const problem = left && isDay(draft.from) && isDay(draft.to) ? whyNoPeriod(draft.from, draft.to) : null;
  const settle = (next: { readonly from: string; readonly to: string }): void => {
    setDraft(next);
    setLeft(false);
    if (isDay(next.from) && isDay(next.to) && whyNoPeriod(next.from, next.to) === null)
      onChange({ kind: 'custom', ...next });
  };
  const field = {
    type: 'date',
    size: 'xs',
    'aria-describedby': problemId,
    'aria-invalid': problem !== null,
    onBlur: () => setLeft(true),
  } as const;
  return (
    <>
      <div className={classes.dates}>
        <TextInput
          {...field}
          aria-label="First day"
          value={draft.from}
          max={today}
          onChange={(event) => settle({ ...draft, from: event.currentTarget.value })}
        />
        <TextInput
          {...field}
          aria-label="Last day"
          value={draft.to}
          max={today}
          onChange={(event) => settle({ ...draft, to: event.currentTarget.value })}
        />
      </div>
      <span id={problemId} role="alert" className={classes.problem}>
        {problem}
      </span>
    </>
  );
}
