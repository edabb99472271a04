import { guarded, writeCsv } from '../../shared/csv.ts';
import type { AuditEvent, Run } from '../../shared/domain.ts';
import { eventInWords } from '../ui/event-words.ts';

/** The log as tables for a spreadsheet. Times are UTC, ISO 8601; spans are milliseconds. */

const isoTime = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
const number = (value: number | null): string => (value === null ? '' : String(value));

export function runsAsCsv(runs: readonly Run[]): string {
  const heads = [
    'run',
    'started',
    'ended',
    'trigger',
    'status',
    'duration_ms',
    'channels_done',
    'channels_total',
    'messages',
    'new',
    'updated',
    'errors',
    'policy',
    'interval_ms',
    'worker',
    'reason',
  ];
  const rows = runs.map((run) => [
    number(run.id),
    isoTime(run.startedAt),
    isoTime(run.endedAt),
    run.trigger,
    run.status,
    number(run.durationMs),
    number(run.channelsDone),
    number(run.channelsTotal),
    number(run.messages),
    number(run.newMessages),
    number(run.updatedMessages),
    number(run.errors),
    run.policy,
    number(run.intervalMs),
    guarded(run.worker),
    guarded(run.reason ?? ''),
  ]);
  return writeCsv([heads, ...rows]);
}

export function eventsAsCsv(events: readonly AuditEvent[]): string {
  return writeCsv([
    ['event', 'at', 'type', 'run', 'in_words', 'metadata'],
    ...events.map((event) => [
      number(event.id),
      isoTime(event.at),
      event.type,
      number(event.runId),
      guarded(eventInWords(event)),
      JSON.stringify(event.metadata),
    ]),
  ]);
}
