import type { ContractClient } from '../../shared/contract.ts';
import type { Run } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Day } from '../now/day-strip.ts';

/** The runs of one local day: asked for by page, newest first, and kept current by what snapshots say. */

const firstPage = 1000;
const nextPages = 100;

/**
 * The runs of the day as they are now. With `known` from an earlier call only what is new is asked for: pages
 * from the newest on until one meets a finished run that is known. Rejects as the client does.
 */
export async function askRuns(
  client: Pick<ContractClient, 'request'>,
  day: Day,
  known: readonly Run[],
): Promise<readonly Run[]> {
  const finished = new Set(known.filter((run) => run.status !== 'running').map((run) => run.id));
  const limit = finished.size === 0 ? firstPage : nextPages;
  const fresh: Run[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await client.request('runs.list', {
      from: day.startedAt,
      to: day.endsAt,
      limit,
      ...(before === undefined ? {} : { before }),
    });
    fresh.push(...page.items);
    if (page.next === null) return newestFirst(fresh);
    if (page.items.some((run) => finished.has(run.id))) return merged(fresh, known);
    before = page.next;
  }
}

function merged(fresh: readonly Run[], known: readonly Run[]): readonly Run[] {
  const freshIds = new Set(fresh.map((run) => run.id));
  return newestFirst([...fresh, ...known.filter((run) => !freshIds.has(run.id))]);
}

function newestFirst(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((one, other) => other.startedAt - one.startedAt || other.id - one.id);
}

/**
 * The day's finished runs: the list, and the last run of the snapshot where the list does not have it yet.
 * The list itself is returned when it lacks nothing, so that what was drawn from it need not be drawn again.
 */
export function finishedRuns(list: readonly Run[], lastRun: Run | null, day: Day): readonly Run[] {
  const listed = list.every((run) => run.status !== 'running')
    ? list
    : list.filter((run) => run.status !== 'running');
  if (lastRun === null || lastRun.status === 'running' || !isOf(day, lastRun)) return listed;
  return listed.some((run) => run.id === lastRun.id) ? listed : newestFirst([lastRun, ...listed]);
}

/** The run under way, if it started on that day. */
export function runUnderWay(snapshot: Pick<Snapshot, 'run'>, day: Day): Run | null {
  const run = snapshot.run?.run ?? null;
  return run !== null && isOf(day, run) ? run : null;
}

function isOf(day: Day, run: Run): boolean {
  return run.startedAt >= day.startedAt && run.startedAt < day.endsAt;
}
