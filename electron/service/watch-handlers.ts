import type { NewWatch } from '../../shared/archive.ts';
import type { ChangedList, Handlers } from '../../shared/contract.ts';
import { createTurns } from '../../shared/in-turn.ts';
import { parseSearch } from '../../shared/search-query.ts';
import type { UnseenAlerts } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';

type WatchHandlers = Pick<
  Handlers,
  'watches.list' | 'watches.add' | 'watches.remove' | 'alerts.list' | 'alerts.seen'
>;

/** The part that only reads: answered by a process that collects and by one beside it alike. */
export function createWatchReadHandlers({
  watches,
}: Pick<StoreReader, 'watches'>): Pick<Handlers, 'watches.list' | 'alerts.list'> {
  return {
    'watches.list': () => watches.list(),
    'alerts.list': async ({ before, limit }) => {
      const items = await watches.alerts({ limit, ...(before === undefined ? {} : { beforeId: before }) });
      return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
    },
  };
}

/** Each is looked for in every new post. */
export const mostWatches = 100;

/** What the user wants to be told of, and what was found. */
export function createWatchHandlers(options: {
  readonly store: Pick<StoreReader, 'watches' | 'channels'>;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly clock: Pick<Clock, 'now'>;
  readonly changed: (lists: readonly ChangedList[]) => void;
  /** Tells the snapshot what has not been seen yet. */
  readonly onAlerts: (alerts: UnseenAlerts) => void;
}): WatchHandlers {
  const { store, writer, clock, changed, onAlerts } = options;
  /** Two that are added at once must not both be the last that may be. */
  const inTurn = createTurns();

  async function alertsChanged(): Promise<void> {
    onAlerts(await store.watches.unseen());
    changed(['alerts']);
  }

  async function refusalOf(watch: Parameters<Handlers['watches.add']>[0]): Promise<string | null> {
    if (watch.kind === 'words') {
      const parsed = parseSearch(watch.text);
      if (!parsed.ok) return parsed.reason;
      if (parsed.query.wanted.length === 0) {
        return `“${watch.text.trim()}” only says what must not be there, which would match nearly every post. Add a word that must be there.`;
      }
    }
    const isKnown = (await store.channels.list()).some(({ id }) => id === watch.channelId);
    if (watch.channelId !== null && !isKnown)
      return 'That channel is not collected, so it cannot be watched.';
    const held = await store.watches.list();
    const same = held.find((other) => isSame(other, watch));
    if (same !== undefined) return `That is watched already: it is watch ${same.id}. Nothing was added.`;
    return held.length < mostWatches
      ? null
      : `There are ${held.length} watches already, and no more are kept. Remove one first.`;
  }

  return {
    ...createWatchReadHandlers(store),
    'watches.add': (request) =>
      inTurn(async () => {
        const reason = await refusalOf(request);
        if (reason !== null) return { accepted: false, reason };
        const watch = await (await writer()).watches.add(request, clock.now());
        changed(['watches', 'events']);
        return { accepted: true, watch };
      }),
    'watches.remove': async ({ watchId }) => {
      if (!(await (await writer()).watches.remove(watchId, clock.now()))) {
        return { accepted: false, reason: 'There is no such watch any more.' };
      }
      changed(['watches', 'events']);
      // Its alerts went with it.
      await alertsChanged();
      return { accepted: true };
    },
    'alerts.seen': async ({ alertIds }) => {
      await (await writer()).watches.seen(alertIds, clock.now());
      await alertsChanged();
      return { accepted: true };
    },
  };
}

/** Two that are the same would tell of everything twice. */
function isSame(one: NewWatch, other: NewWatch): boolean {
  if (one.channelId !== other.channelId) return false;
  switch (one.kind) {
    case 'words':
      return other.kind === 'words' && one.text.trim() === other.text.trim();
    case 'silence':
      return other.kind === 'silence' && one.hours === other.hours;
    case 'loss':
      return other.kind === 'loss' && one.percent === other.percent;
  }
}
