import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import type { Run, RunStatus } from '../../shared/domain.ts';
import { formatCount, formatDuration, formatTime, plural } from '../../shared/format.ts';
import { RunStatusTag, toneClass } from '../ui/Tag.tsx';
import { runStatusWords, triggerWords } from '../ui/words.ts';
import classes from './day-strip.module.css';
import {
  type Day,
  drawingOrder,
  hourLines,
  type Mark,
  markPath,
  marksOf,
  nearestMark,
  positionIn,
  type StripSize,
} from './day-strip.ts';

const height = 60;
/** How far from a mark the pointer may be and still mean it. */
const reach = 12;

interface Props {
  readonly day: Day;
  readonly now: number;
  /** Newest first. */
  readonly finished: readonly Run[];
  readonly running: Run | null;
  readonly elapsedMs: number;
  readonly onOpen: (runId: number) => void;
}

/**
 * Every run of the day where it started on the clock. It is one control, like a slider over the runs: arrow keys
 * go from run to run, Enter opens one; so a day of 1,440 runs is one stop of the Tab key.
 */
export function DayStrip({ day, now, finished, running, elapsedMs, onOpen }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const size = useMemo(() => ({ width, height }), [width]);
  const marksDone = useMemo(() => marksOf(finished, day, size, () => 0), [finished, day, size]);
  const markRunning = running === null ? [] : marksOf([running], day, size, () => elapsedMs);
  const marks = [...marksDone, ...markRunning];
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState<{ readonly runId: number | null } | null>(null);

  const focusedPlace = marks.findIndex((mark) => mark.run.id === focused?.runId);
  const place = focusedPlace < 0 ? marks.length - 1 : focusedPlace;
  const chosen = marks[place];
  const told =
    hovered === null ? (focused === null ? undefined : chosen) : marks.find(({ run }) => run.id === hovered);

  function pointerMoved(event: PointerEvent<HTMLDivElement>): void {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setHovered(marks[nearestMark(marks, x, reach)]?.run.id ?? null);
  }

  function keyPressed(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: place - 1,
      ArrowDown: place - 1,
      ArrowRight: place + 1,
      ArrowUp: place + 1,
      PageUp: place + 10,
      PageDown: place - 10,
      Home: 0,
      End: marks.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const mark = marks[Math.min(marks.length - 1, Math.max(0, next))];
      setHovered(null);
      setFocused({ runId: mark?.run.id ?? null });
    } else if (event.key === 'Escape') {
      setHovered(null);
      setFocused(null);
    } else if ((event.key === 'Enter' || event.key === ' ') && chosen !== undefined) {
      event.preventDefault();
      onOpen(chosen.run.id);
    }
  }

  return (
    <div className={classes.strip}>
      <div
        ref={ref}
        className={classes.field}
        role="slider"
        tabIndex={marks.length === 0 ? -1 : 0}
        aria-label="Runs of today"
        aria-orientation="horizontal"
        aria-valuemin={marks.length === 0 ? 0 : 1}
        aria-valuemax={marks.length}
        aria-valuenow={place + 1}
        aria-valuetext={
          chosen === undefined ? 'No run yet' : `${inWords(chosen.run, elapsedMs)}. Enter opens it.`
        }
        onPointerMove={pointerMoved}
        onPointerDown={pointerMoved}
        onPointerLeave={() => setHovered(null)}
        onClick={() => {
          if (hovered !== null) onOpen(hovered);
        }}
        onKeyDown={keyPressed}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setFocused({ runId: focused?.runId ?? null });
        }}
        onBlur={() => setFocused(null)}
        data-pointed={hovered !== null || undefined}
      >
        <HourGrid day={day} />
        <div className={classes.past} style={{ width: `${positionIn(day, now) * 100}%` }} />
        <svg className={classes.marks} width={width} height={height} aria-hidden>
          {told === undefined ? null : (
            <line className={classes.pointer} x1={told.x} x2={told.x} y1={0} y2={height} />
          )}
          <Marks marks={marksDone} dense={marksDone.length * 6 > width} />
          <Marks marks={markRunning} dense={false} />
        </svg>
        <div className={classes.now} style={{ left: `${positionIn(day, now) * 100}%` }} />
        {told === undefined ? null : <Telling mark={told} size={size} elapsedMs={elapsedMs} />}
      </div>
      <HourLabels day={day} />
    </div>
  );
}

/** One path a status, however many runs there are. Where they run into one another the plain ones step back. */
const Marks = memo(function Marks({
  marks,
  dense,
}: {
  readonly marks: readonly Mark[];
  readonly dense: boolean;
}) {
  const paths = new Map<RunStatus, string>();
  for (const { run, x, top, bottom } of marks)
    paths.set(run.status, (paths.get(run.status) ?? '') + markPath({ status: run.status, x, top, bottom }));
  return drawingOrder.map((status) => (
    <path
      key={status}
      className={`${dense && status === 'succeeded' ? classes.crowd : classes.mark} ${toneClass(runStatusWords[status].tone)}`}
      d={paths.get(status) ?? ''}
    />
  ));
});

const HourGrid = memo(function HourGrid({ day }: { readonly day: Day }) {
  return hourLines(day.startedAt)
    .slice(1)
    .map(({ at, position, hour }) => (
      <div
        key={at}
        className={hour % 6 === 0 ? classes.lineStrong : classes.line}
        style={{ left: `${position * 100}%` }}
      />
    ));
});

const HourLabels = memo(function HourLabels({ day }: { readonly day: Day }) {
  return (
    <div className={classes.labels} aria-hidden>
      {hourLines(day.startedAt)
        .filter(({ hour }) => hour % 3 === 0)
        .map(({ at, position, hour }) => (
          <span key={at} data-odd={hour % 6 !== 0 || undefined} style={{ left: `${position * 100}%` }}>
            {String(hour).padStart(2, '0')}:00
          </span>
        ))}
    </div>
  );
});

const tellingWidth = 250;

function Telling({
  mark: { run, x },
  size,
  elapsedMs,
}: {
  readonly mark: Mark;
  readonly size: StripSize;
  readonly elapsedMs: number;
}) {
  const left = Math.min(Math.max(0, x - tellingWidth / 2), Math.max(0, size.width - tellingWidth));
  return (
    <div className={classes.telling} style={{ left, width: tellingWidth }} aria-hidden>
      <div className={classes.tellingHead}>
        <b>{formatTime(run.startedAt, { seconds: true })}</b> {triggerWords[run.trigger]}
        <span />
        <RunStatusTag status={run.status} />
      </div>
      <div>
        {run.durationMs === null
          ? `Running for ${formatDuration(elapsedMs)}`
          : `Took ${formatDuration(run.durationMs)}`}
        : {plural(run.messages, 'message')}, {formatCount(run.newMessages)} new
        {run.errors > 0 ? `, ${plural(run.errors, 'error')}` : ''}
      </div>
      {run.reason === null ? null : <div className={classes.reason}>{run.reason}</div>}
    </div>
  );
}

function inWords(run: Run, elapsedMs: number): string {
  return [
    formatTime(run.startedAt, { seconds: true }),
    triggerWords[run.trigger],
    runStatusWords[run.status].label,
    run.durationMs === null
      ? `running for ${formatDuration(elapsedMs)}`
      : `took ${formatDuration(run.durationMs)}`,
    plural(run.messages, 'message'),
    `${formatCount(run.newMessages)} new`,
    ...(run.reason === null ? [] : [run.reason]),
  ].join(', ');
}
