import type { Store } from '../../electron/ports/store.ts';
import type { AuditEvent } from '../../shared/domain.ts';

export interface CountedTroubles {
  readonly standbyPeriods: number;
  readonly kills: number;
  readonly jumps: number;
  readonly longFloods: number;
}

/** What the audit log of a day must say, and what it must not say twice. */
export async function checkAuditLog(store: Store, counted: CountedTroubles): Promise<readonly string[]> {
  const events = await wholeLog(store);
  const objections: string[] = [];
  let pauseRows = 0;
  let standbyRows = 0;
  let floodRows = 0;
  const tokens = new Set<number>();
  const startedRuns = new Set<number>();
  const finishedRuns = new Set<number>();
  for (const event of events) {
    switch (event.type) {
      case 'schedule.paused':
        pauseRows = 0;
        break;
      case 'lease.taken':
        if (tokens.has(event.metadata.token)) objections.push('a lease was taken twice');
        tokens.add(event.metadata.token);
        break;
      case 'run.started':
        if (event.runId === null || startedRuns.has(event.runId)) objections.push('a run started twice');
        else startedRuns.add(event.runId);
        break;
      case 'run.finished':
        if (event.runId === null || finishedRuns.has(event.runId)) objections.push('a run finished twice');
        else finishedRuns.add(event.runId);
        break;
      case 'run.skipped':
        if (event.metadata.reason.startsWith('Paused')) pauseRows += 1;
        else if (event.metadata.reason.startsWith('Stood by')) standbyRows += 1;
        else floodRows += 1;
        if (pauseRows > 1) objections.push('one pause left more than one row');
        break;
    }
  }
  const { standbyPeriods, kills, jumps, longFloods } = counted;
  if (standbyRows < standbyPeriods || standbyRows > standbyPeriods + kills) {
    objections.push(`${standbyPeriods} standby periods left ${standbyRows} rows`);
  }
  if (floodRows > longFloods + jumps + kills) {
    objections.push(`${longFloods} flood waits left ${floodRows} rows`);
  }
  return objections;
}

async function wholeLog(store: Store): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (;;) {
    const before = events.at(-1)?.id;
    const page = await store.audit.list({
      types: ['schedule.paused', 'lease.taken', 'run.started', 'run.finished', 'run.skipped'],
      limit: 1000,
      ...(before === undefined ? {} : { beforeId: before }),
    });
    if (page.length === 0) return events.reverse();
    events.push(...page);
  }
}
