import type { Run, RunStatus } from '../../shared/domain.ts';
import { localDay } from '../../shared/schedule.ts';

/** The geometry of the day strip: pure, in pixels of a strip that is `width` wide and `height` high. */

export interface Day {
  readonly startedAt: number;
  /** 23 or 25 hours later when clocks change. */
  readonly endsAt: number;
}

export interface HourLine {
  readonly at: number;
  /** 0 at the day's start, 1 at its end. */
  readonly position: number;
  /** The hour on a wall clock: skipped or told twice when clocks change. */
  readonly hour: number;
}

const halfHourMs = 30 * 60_000;

/** Every full hour of the local day around `at`, midnight first. Some zones shift by half an hour, hence the step. */
export function hourLines(at: number): readonly HourLine[] {
  const day = localDay(at);
  const lines: HourLine[] = [];
  for (let instant = day.startedAt; instant < day.endsAt; instant += halfHourMs) {
    const date = new Date(instant);
    if (date.getMinutes() === 0)
      lines.push({ at: instant, position: positionIn(day, instant), hour: date.getHours() });
  }
  return lines;
}

/** Where an instant lies in the day, 0 to 1; outside of it, the nearer end. */
export function positionIn(day: Day, at: number): number {
  return Math.min(1, Math.max(0, (at - day.startedAt) / (day.endsAt - day.startedAt)));
}

const leastShare = 0.22;
const fullHeightMs = 30 * 60_000;

/**
 * How much of the strip's height a run takes: the logarithm of its duration, so that 1 s and 10 s differ as
 * 1 min and 10 min do; the least height for the shortest and the whole from half an hour on.
 */
export function heightShare(durationMs: number): number {
  const scaled = Math.log1p(Math.max(0, durationMs) / 1000) / Math.log1p(fullHeightMs / 1000);
  return Math.min(1, leastShare + (1 - leastShare) * scaled);
}

export interface Mark {
  readonly run: Run;
  /** Middle of the mark. */
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export interface StripSize {
  readonly width: number;
  readonly height: number;
}

const inset = 4;
const headRoom = 8;

/** A mark a run, oldest first, whole within the strip. Runs that started on another day are left out. */
export function marksOf(
  runs: readonly Run[],
  day: Day,
  size: StripSize,
  elapsedMs: (run: Run) => number,
): readonly Mark[] {
  return runs
    .filter((run) => run.startedAt >= day.startedAt && run.startedAt < day.endsAt)
    .toSorted((one, other) => one.startedAt - other.startedAt || one.id - other.id)
    .map((run) => {
      const middle = positionIn(day, run.startedAt) * size.width;
      const share = heightShare(run.durationMs ?? elapsedMs(run));
      const bottom = size.height - inset;
      return {
        run,
        x: round(Math.min(size.width - inset, Math.max(inset, middle))),
        top: round(bottom - share * (bottom - inset - headRoom)),
        bottom,
      };
    });
}

function round(pixels: number): number {
  return Math.round(pixels * 2) / 2;
}

/** A mark's outline, as SVG path data. Each status has its own shape, told apart without its colour. */
export function markPath({
  status,
  x,
  top,
  bottom,
}: { readonly status: RunStatus } & Pick<Mark, 'x' | 'top' | 'bottom'>): string {
  return shapes[status](x, top, bottom);
}

const bar = (x: number, top: number, bottom: number, width = 4): string =>
  `M${x - width / 2} ${bottom}V${top}h${width}V${bottom}z`;

const shapes: Readonly<Record<RunStatus, (x: number, top: number, bottom: number) => string>> = {
  /** A plain bar. */
  succeeded: (x, top, bottom) => bar(x, top, bottom),
  /** A bar under a triangle. */
  partial: (x, top, bottom) =>
    `${bar(x, top + 2, bottom)}M${x - 5} ${top + 4}L${x} ${top - 4}L${x + 5} ${top + 4}z`,
  /** A thin stem under a diamond. */
  failed: (x, top, bottom) => `${bar(x, top, bottom, 2)}M${x} ${top - 4}l5 5l-5 5l-5 -5z`,
  /** A bar under a square. */
  cancelled: (x, top, bottom) => `${bar(x, top, bottom, 2)}M${x - 4} ${top - 3}h8v8h-8z`,
  /** A bar broken in two. */
  interrupted: (x, top, bottom) => {
    const middle = (top + bottom) / 2;
    return bar(x, top - 2, middle - 2) + bar(x, middle + 1, bottom);
  },
  /** A bar under a disc. */
  running: (x, top, bottom) => `${bar(x, top, bottom)}M${x - 4} ${top}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0z`,
};

/** From least to most urgent: where a minute's marks overlap, a failure is never hidden under a success. */
export const drawingOrder: readonly RunStatus[] = [
  'succeeded',
  'cancelled',
  'interrupted',
  'partial',
  'failed',
  'running',
];

/** The place of the mark nearest to `x` among marks sorted by x; -1 without one within `reach` pixels. */
export function nearestMark(marks: readonly Mark[], x: number, reach: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const distance = (place: number): number => Math.abs((marks[place]?.x ?? Number.POSITIVE_INFINITY) - x);
  const nearest = low > 0 && distance(low - 1) <= distance(low) ? low - 1 : low;
  return distance(nearest) <= reach ? nearest : -1;
}
