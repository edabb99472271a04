import { Button, Select } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Channel } from '../../shared/domain.ts';
import type { Day } from '../../shared/insights.ts';
import { goTo } from '../state/place.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { type CsvFile, ExportMenu } from './ExportMenu.tsx';
import classes from './insights.module.css';
import { type InsightsView, partOfView, type Span } from './insights-address.ts';
import { PeriodChoice } from './PeriodChoice.tsx';

interface Props {
  readonly view: InsightsView;
  readonly span: Span;
  readonly today: Day;
  readonly channels: readonly Channel[];
  readonly files: readonly CsvFile[] | null;
  /** What is shown, in words. */
  readonly said: string;
  /** Why it could not be worked out; null where it was. */
  readonly problem: string | null;
}

/** Of what, how far back, and in what form. */
export function InsightsHeader({ view, span, today, channels, files, said, problem }: Props) {
  const show = (change: Partial<InsightsView>): void => goTo('insights', partOfView({ ...view, ...change }));
  const choices = useMemo(
    () => [
      { value: 'all', label: 'All channels' },
      ...channels.map(({ id, title }) => ({ value: String(id), label: title })),
    ],
    [channels],
  );
  const known = view.channelId === null || channels.some(({ id }) => id === view.channelId);
  return (
    <header className={classes.header}>
      <h1>Insights</h1>
      <Select
        aria-label="Channel"
        size="xs"
        className={classes.choice}
        data={choices}
        value={!known ? null : view.channelId === null ? 'all' : String(view.channelId)}
        placeholder="Choose a channel"
        searchable
        allowDeselect={false}
        limit={200}
        nothingFoundMessage="No channel has this in its name."
        onChange={(value) => {
          if (value !== null) show({ channelId: value === 'all' ? null : Number(value) });
        }}
      />
      <PeriodChoice period={view.period} span={span} today={today} onChange={(period) => show({ period })} />
      <div className={classes.tools}>
        {view.channelId === null ? null : (
          <Button
            variant="default"
            aria-pressed={view.table}
            data-pressed={view.table || undefined}
            className={classes.pressable}
            leftSection={<IconTable size={15} aria-hidden />}
            onClick={() => show({ table: !view.table })}
          >
            Table
          </Button>
        )}
        <ExportMenu files={files} />
      </div>
      <p className={classes.said}>
        <span role="status">{said}</span> Days are days of this computer’s time zone.
      </p>
      <Refusal reason={problem} />
    </header>
  );
}
