import { useEffect, useMemo, useState } from 'react';
import { type RunStatus, runStatuses } from '../../shared/domain.ts';
import { formatCount, formatDate } from '../../shared/format.ts';
import { localDay } from '../../shared/schedule.ts';
import { RunTable } from '../runs/RunTable.tsx';
import { rowId } from '../runs/row-id.ts';
import type { Feed } from '../state/screen.ts';
import { useActions, useFeedAge, useScreen } from '../state/screen-context.ts';
import { finishedRuns, runUnderWay } from '../state/todays-runs.ts';
import card from '../ui/card.module.css';
import { toneClass } from '../ui/Tag.tsx';
import { runStatusWords } from '../ui/words.ts';
import { DayStrip } from './DayStrip.tsx';
import { markPath } from './day-strip.ts';
import classes from './today-card.module.css';

const rowsAtFirst = 30;
const rowsMore = 100;

/** The local day: a strip with every run as a mark, and the runs as a table. */
export function TodayCard({ feed }: { readonly feed: Feed }) {
  const { snapshot } = feed;
  const age = useFeedAge(feed, 1000);
  const { startedAt, endsAt } = localDay(snapshot.at + age);
  const day = useMemo(() => ({ startedAt, endsAt }), [startedAt, endsAt]);
  const { showDay, openRun } = useActions();
  useEffect(() => showDay(day), [showDay, day]);

  const today = useScreen((state) => state.today);
  const { lastRun } = snapshot;
  const finished = useMemo(() => finishedRuns(today.runs, lastRun, day), [today.runs, lastRun, day]);
  const running = runUnderWay(snapshot, day);
  const [shown, setShown] = useState(rowsAtFirst);
  const [sought, setSought] = useState<{ readonly runId: number } | null>(null);

  function find(runId: number): void {
    const place = finished.findIndex((run) => run.id === runId);
    if (place >= shown) setShown(place + rowsAtFirst);
    openRun(runId);
    setSought({ runId });
  }
  useEffect(() => {
    if (sought === null) return;
    const row = document.getElementById(rowId(sought.runId));
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'center' });
  }, [sought]);

  return (
    <section aria-label="Today" className={card.card}>
      <div className={card.header}>
        <h2>Today</h2>
        <span className={classes.date}>{formatDate(day.startedAt, { weekday: true })}</span>
        <span className={card.grow} />
        <Legend statuses={[...(running === null ? [] : [running]), ...finished].map((run) => run.status)} />
      </div>
      <DayStrip
        day={day}
        now={snapshot.at + age}
        finished={finished}
        running={running}
        elapsedMs={(snapshot.run?.elapsedMs ?? 0) + age}
        onOpen={find}
      />
      {today.problem === null ? null : <p className={classes.problem}>{today.problem}</p>}
      {finished.length === 0 && running === null ? (
        <p className={classes.none}>
          {today.asked === 'never' && today.problem === null
            ? 'Reading the runs of today…'
            : 'No run yet today.'}
        </p>
      ) : (
        <RunTable
          label="Runs of today as a table"
          feed={feed}
          running={running}
          finished={finished}
          shown={shown}
          onShowMore={() => setShown((rows) => rows + rowsMore)}
        />
      )}
    </section>
  );
}

/** How many runs ended how, beside the shape that stands for it in the strip. */
function Legend({ statuses }: { readonly statuses: readonly RunStatus[] }) {
  const counts = new Map<RunStatus, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return (
    <ul className={classes.legend} aria-label="Runs today by result">
      {runStatuses
        .filter((status) => counts.has(status))
        .map((status) => (
          <li key={status} className={toneClass(runStatusWords[status].tone)}>
            <svg width={12} height={16} aria-hidden>
              <path d={markPath({ status, x: 6, top: 5, bottom: 15 })} />
            </svg>
            {runStatusWords[status].label} {formatCount(counts.get(status) ?? 0)}
          </li>
        ))}
    </ul>
  );
}
