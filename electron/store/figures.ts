import type { Figures, RunStatus } from '../../shared/domain.ts';
import type { Connection } from './connection.ts';

type Totals = Pick<
  Figures,
  'postsHeld' | 'channels' | 'channelsEnabled' | 'accountsSignedIn' | 'accountsSignedOut'
>;

interface RunOfToday {
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly messages: number;
}

/** Counts the figures: a day's runs at most are read, never posts. Call it within one read transaction. */
export function countFigures(
  connection: Connection,
  day: { readonly startedAt: number; readonly endsAt: number },
): Figures {
  const totals = connection.get<Totals>(
    `SELECT (SELECT coalesce(sum(posts_held), 0) FROM channels) AS postsHeld,
            (SELECT count(*) FROM channels WHERE removed = 0) AS channels,
            (SELECT count(*) FROM channels WHERE enabled = 1 AND removed = 0) AS channelsEnabled,
            (SELECT count(*) FROM accounts WHERE state = 'signed-in' AND forgotten = 0) AS accountsSignedIn,
            (SELECT count(*) FROM accounts WHERE state = 'signed-out' AND forgotten = 0) AS accountsSignedOut`,
  );
  if (totals === undefined) throw new Error('Counting gave no row.');
  const today = connection
    .all<RunOfToday & { readonly id: number }>(
      `SELECT id, status, started_at AS startedAt, duration_ms AS durationMs, messages FROM runs
       WHERE started_at >= ? AND started_at < ?`,
      day.startedAt,
      day.endsAt,
    )
    .toSorted((one, other) => one.id - other.id);
  const failedSteps = connection.get<{ readonly count: number }>(
    `SELECT count(*) AS count FROM runs JOIN run_steps ON run_id = runs.id AND run_steps.status = 'failed'
     WHERE runs.started_at >= ? AND runs.started_at < ?`,
    day.startedAt,
    day.endsAt,
  );
  const lastStarts = connection
    .all<{ readonly startedAt: number }>('SELECT started_at AS startedAt FROM runs ORDER BY id DESC LIMIT 2')
    .map((run) => run.startedAt)
    .toReversed();
  const finished = today.filter((run) => run.status !== 'running');
  return {
    ...totals,
    dayStartedAt: day.startedAt,
    runsToday: today.length,
    errorsToday: (failedSteps?.count ?? 0) + today.filter((run) => run.status === 'failed').length,
    postsPerRun: mean(finished.map((run) => run.messages)),
    averageDurationMs: mean(finished.flatMap((run) => run.durationMs ?? [])),
    actualGapMs: gapsBetween(lastStarts)[0] ?? null,
    medianGapMs: median(gapsBetween(today.map((run) => run.startedAt))),
  };
}

/** From each start to the one after it; 0 where the clock was set back in between. */
function gapsBetween(starts: readonly number[]): readonly number[] {
  return starts.slice(1).map((start, index) => Math.max(0, start - (starts[index] ?? start)));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return mean(sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle, middle + 1).slice(0, 2));
}
