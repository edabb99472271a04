import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  heightShare,
  hourLines,
  markPath,
  marksOf,
  nearestMark,
  positionIn,
} from '../../../renderer/now/day-strip.ts';
import { runStatuses } from '../../../shared/domain.ts';
import { localDay } from '../../../shared/schedule.ts';
import { runOf } from '../../support/screen-builders.ts';

const hour = 3_600_000;
const size = { width: 1000, height: 60 };

describe('the hours of a day', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Europe/Berlin';
  });
  afterEach(() => {
    process.env.TZ = zone;
  });

  const hours = (at: number) => hourLines(at).map((line) => line.hour);

  it('are 24 on an ordinary day, midnight at the left end', () => {
    const lines = hourLines(new Date(2026, 5, 10, 14).getTime());
    expect(lines.map((line) => line.hour)).toEqual(Array.from({ length: 24 }, (_, index) => index));
    expect([lines[0]?.position, lines[12]?.position]).toEqual([0, 0.5]);
  });

  it('are 23 when clocks go forwards, and the skipped one is not told', () => {
    const spring = hours(new Date(2026, 2, 29, 14).getTime());
    expect([spring.length, spring.slice(0, 4)]).toEqual([23, [0, 1, 3, 4]]);
  });

  it('are 25 when clocks go back, and the repeated one is told twice', () => {
    const autumn = hours(new Date(2026, 9, 25, 14).getTime());
    expect([autumn.length, autumn.slice(0, 5)]).toEqual([25, [0, 1, 2, 2, 3]]);
  });

  it('stay full hours where clocks change by half an hour', () => {
    process.env.TZ = 'Australia/Lord_Howe';
    const day = new Date(2026, 3, 5, 14).getTime();
    const { startedAt, endsAt } = localDay(day);
    expect((endsAt - startedAt) / hour).toBe(24.5);
    expect(hours(day)).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });

  it('are spread over the true length of the day', () => {
    const day = localDay(new Date(2026, 9, 25, 14).getTime());
    expect(positionIn(day, day.startedAt + 12.5 * hour)).toBe(0.5);
    expect([positionIn(day, day.startedAt - 1), positionIn(day, day.endsAt + 1)]).toEqual([0, 1]);
  });
});

describe('the height of a mark', () => {
  it('grows with the duration, from a least height to the whole', () => {
    const heights = [0, 200, 4000, 60_000, 600_000, 1_800_000].map(heightShare);
    expect(heights).toEqual(heights.toSorted((one, other) => one - other));
    expect(new Set(heights).size).toBe(heights.length);
    expect([heights[0], heights.at(-1), heightShare(86_400_000), heightShare(-5)]).toEqual([
      0.22, 1, 1, 0.22,
    ]);
  });
});

describe('marks', () => {
  const day = localDay(Date.UTC(2026, 5, 10, 12));
  const none = () => 0;

  it('stand where their run started, oldest first, and within the strip', () => {
    const runs = [
      runOf({ id: 3, startedAt: day.endsAt - 1 }),
      runOf({ id: 2, startedAt: day.startedAt + 12 * hour }),
      runOf({ id: 1, startedAt: day.startedAt }),
    ];
    expect(marksOf(runs, day, size, none).map(({ run, x }) => [run.id, x])).toEqual([
      [1, 4],
      [2, 500],
      [3, 996],
    ]);
  });

  it('leave out runs of other days', () => {
    const runs = [runOf({ startedAt: day.startedAt - 1 }), runOf({ startedAt: day.endsAt })];
    expect(marksOf(runs, day, size, none)).toEqual([]);
  });

  it('take the time a run has been running for while it has no duration', () => {
    const run = runOf({ status: 'running', startedAt: day.startedAt + hour, durationMs: null });
    const [short, long] = [1000, 600_000].map((elapsed) => marksOf([run], day, size, () => elapsed)[0]?.top);
    expect(long).toBeLessThan(short ?? 0);
  });

  it('have another shape for each status, so that colour is not needed', () => {
    const shapes = runStatuses.map((status) => markPath({ status, x: 10, top: 10, bottom: 50 }));
    expect(new Set(shapes).size).toBe(runStatuses.length);
  });

  it('are found by the nearest x within reach', () => {
    const marks = marksOf(
      [1, 2, 3].map((id) => runOf({ id, startedAt: day.startedAt + id * 6 * hour })),
      day,
      size,
      none,
    );
    expect([240, 256, 380, 510, 745, 900].map((x) => nearestMark(marks, x, 12))).toEqual([
      0, 0, -1, 1, 2, -1,
    ]);
    expect(nearestMark([], 10, 12)).toBe(-1);
  });
});
