import type { EventsQuery, RunsQuery } from '../../shared/contract.ts';
import { dayOf, instantsOf, isDay, startOfDay } from '../../shared/days.ts';
import {
  type AuditEventType,
  type RunStatus,
  type RunTrigger,
  runStatuses,
  runTriggers,
} from '../../shared/domain.ts';
import type { Day } from '../../shared/insights.ts';

/** What of the audit log is shown. Kept in the address, so that reload, back and a link lead to the same. */
export interface HistoryFilter {
  readonly view: 'runs' | 'events';
  /** Local days, both included; null: without that end. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly status: RunStatus | null;
  readonly trigger: RunTrigger | null;
  readonly kind: EventKind | null;
}

export const wholeHistory: HistoryFilter = {
  view: 'runs',
  from: null,
  to: null,
  status: null,
  trigger: null,
  kind: null,
};

/** The types of events by what they are about. Every type is in one of them: a new one does not compile otherwise. */
const kindOfType: Readonly<Record<AuditEventType, string>> = {
  'app.started': 'process',
  'app.stopped': 'process',
  'lease.taken': 'process',
  'lease.lost': 'process',
  'run.started': 'runs',
  'run.progress': 'runs',
  'run.finished': 'runs',
  'run.skipped': 'runs',
  'channel.started': 'reading',
  'channel.finished': 'reading',
  'channel.failed': 'reading',
  'channels.checked': 'reading',
  'flood.waiting': 'pauses',
  'settings.changed': 'settings',
  'schedule.paused': 'settings',
  'schedule.resumed': 'settings',
  'launch-at-login.changed': 'settings',
  'signin.completed': 'accounts',
  'signin.lost': 'accounts',
  'signin.ended': 'accounts',
  'proxy.changed': 'accounts',
  'application.changed': 'accounts',
  'vault.protected': 'accounts',
  'channel.added': 'channels',
  'channel.changed': 'channels',
  'channel.removed': 'channels',
  'posts.expired': 'channels',
  'watch.added': 'alerts',
  'watch.removed': 'alerts',
  'alert.raised': 'alerts',
  'export.finished': 'database',
  'backup.made': 'database',
  'database.restored': 'database',
  'database.recovered': 'database',
  'retention.applied': 'database',
};

export const eventKinds = [
  'runs',
  'reading',
  'pauses',
  'channels',
  'accounts',
  'settings',
  'alerts',
  'database',
  'process',
] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventKindWords: Readonly<Record<EventKind, string>> = {
  runs: 'Runs',
  reading: 'Reading channels',
  pauses: 'Pauses Telegram asked for',
  channels: 'Channels',
  accounts: 'Accounts',
  settings: 'Settings and schedule',
  alerts: 'Watches and alerts',
  database: 'Database',
  process: 'Starts and stops',
};

export function typesOf(kind: EventKind): readonly AuditEventType[] {
  return (Object.keys(kindOfType) as AuditEventType[]).filter((type) => kindOfType[type] === kind);
}

/** The part of the address that stands for a filter; null for all of the history. */
export function partOfFilter(filter: HistoryFilter): string | null {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== null && value !== wholeHistory[name as keyof HistoryFilter]) search.set(name, value);
  }
  return search.size === 0 ? null : search.toString();
}

/** Anything in the address that is no filter is passed over: an address may be typed. */
export function filterOfPart(part: string | null): HistoryFilter {
  const search = new URLSearchParams(part ?? '');
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | null =>
    values.find((value) => value === search.get(name)) ?? null;
  return {
    view: oneOf('view', ['runs', 'events'] as const) ?? 'runs',
    from: dayIn(search.get('from')),
    to: dayIn(search.get('to')),
    status: oneOf('status', runStatuses),
    trigger: oneOf('trigger', runTriggers),
    kind: oneOf('kind', eventKinds),
  };
}

function dayIn(text: string | null): Day | null {
  return isDay(text) ? text : null;
}

/** The milliseconds a filter's days stand for: [from, to). */
function periodOf({ from, to }: HistoryFilter): { readonly from?: number; readonly to?: number } {
  return {
    ...(from === null ? {} : { from: startOfDay(from) }),
    ...(to === null ? {} : { to: instantsOf(to, to).to }),
  };
}

export function runsQuery(filter: HistoryFilter, limit: number): RunsQuery {
  return {
    ...periodOf(filter),
    ...(filter.status === null ? {} : { status: filter.status }),
    ...(filter.trigger === null ? {} : { trigger: filter.trigger }),
    limit,
  };
}

export function eventsQuery(filter: HistoryFilter, limit: number): EventsQuery {
  return {
    ...periodOf(filter),
    ...(filter.kind === null ? {} : { types: typesOf(filter.kind) }),
    limit,
  };
}

/** Puts what happened on the same local day together, in the order it comes in. */
export function byDay<Item>(
  items: readonly Item[],
  at: (item: Item) => number,
): readonly { readonly day: Day; readonly at: number; readonly items: readonly Item[] }[] {
  return [...Map.groupBy(items, (item) => dayOf(at(item)))].map(([day, group]) => ({
    day,
    at: group[0] === undefined ? 0 : at(group[0]),
    items: group,
  }));
}
