import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PauseRequest, Refused } from '../../shared/contract.ts';
import type { AuditEvent, Run, RunStep } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { type BannerState, initialBanner, nextBanner } from '../now/banner-state.ts';
import type { Day } from '../now/day-strip.ts';
import type { Bridge, Connection } from '../wire.ts';
import { messageOf } from './asked.ts';
import { askRuns } from './todays-runs.ts';

/** What a screen knows: fed by pushed snapshots, replaced whole, never ticking by itself. */
export interface ScreenState {
  readonly connection: Connection;
  readonly feed: Feed | null;
  readonly banner: BannerState;
  /** For screen readers. The number tells two announcements of the same words apart. */
  readonly announcement: { readonly number: number; readonly text: string };
  readonly today: Today;
  /** The runs whose rows are open. */
  readonly details: Readonly<Record<number, RunDetails>>;
  /** Why what the user last asked for was not done; null when it was. */
  readonly refusal: string | null;
  readonly underWay: ActionName | null;
}

export interface Feed {
  readonly snapshot: Snapshot;
  /** On the screen's own monotonic clock, in milliseconds. */
  readonly receivedAt: number;
  /** When the feed was cut, on the same clock: what it says is as of then. Null while it is fed. */
  readonly cutAt: number | null;
}

export interface Today {
  readonly day: Day | null;
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly asked: 'never' | 'answered';
  readonly problem: string | null;
}

export interface RunDetails {
  readonly asked: 'never' | 'answered';
  readonly steps: readonly RunStep[];
  /** Oldest first. */
  readonly events: readonly AuditEvent[];
  /** Where earlier events go on; null when all are here. */
  readonly earlier: number | null;
  readonly problem: string | null;
}

export type ActionName = 'collect' | 'stop' | 'pause' | 'resume';

export interface ScreenActions {
  collectNow(): Promise<void>;
  stop(): Promise<void>;
  pause(request: PauseRequest): Promise<void>;
  resume(): Promise<void>;
  dismissRefusal(): void;
  /** Shows the runs of this local day: asks for them when it is another than before. */
  showDay(day: Day): void;
  openRun(runId: number): void;
  closeRun(runId: number): void;
  earlierEvents(runId: number): Promise<void>;
}

export interface Screen {
  readonly bridge: Bridge;
  readonly store: StoreApi<ScreenState>;
  readonly actions: ScreenActions;
}

const eventsPage = 200;
const unasked: RunDetails = { asked: 'never', steps: [], events: [], earlier: null, problem: null };

/** Puts a store behind a bridge. `monotonic` reads the screen's own clock (`performance.now`), in milliseconds. */
export function createScreen(bridge: Bridge, monotonic: () => number): Screen {
  const store = createStore<ScreenState>(() => ({
    connection: bridge.connection(),
    feed: null,
    banner: initialBanner,
    announcement: { number: 0, text: '' },
    today: { day: null, runs: [], asked: 'never', problem: null },
    details: {},
    refusal: null,
    underWay: null,
  }));
  const { getState: get, setState: set } = store;
  const refreshRuns = coalesced(askToday);
  const refreshDetails = coalesced(async () => {
    await Promise.all(Object.keys(get().details).map((runId) => askDetails(Number(runId))));
  });

  function receive(snapshot: Snapshot): void {
    const receivedAt = monotonic();
    const earlier = get();
    const { state: banner, announcement } = nextBanner(earlier.banner, snapshot, receivedAt);
    set({
      feed: { snapshot, receivedAt, cutAt: null },
      banner,
      ...(announcement === null
        ? {}
        : { announcement: { number: earlier.announcement.number + 1, text: announcement } }),
    });
    const before = earlier.feed?.snapshot;
    if (before === undefined) return;
    const ended = snapshot.lastRun?.id !== before.lastRun?.id;
    if (ended) refreshRuns();
    if (ended || snapshot.run?.run.channelsDone !== before.run?.run.channelsDone) refreshDetails();
  }

  function connectionChanged(connection: Connection): void {
    const { feed } = get();
    const cut = connection.kind !== 'connected' && feed !== null && feed.cutAt === null;
    set({ connection, ...(cut ? { feed: { ...feed, cutAt: monotonic() } } : {}) });
    if (connection.kind === 'connected') void begin();
  }

  /** Whoever connects is sent a snapshot at once; a page that loaded late may have missed it, so it asks too. */
  async function begin(): Promise<void> {
    const receivedBefore = get().feed;
    refreshRuns();
    refreshDetails();
    try {
      const snapshot = await bridge.request('snapshot.get', {});
      if (get().feed === receivedBefore) receive(snapshot);
    } catch (error) {
      // Cut again: the next connection begins anew. Anything else is for the user to see.
      if (bridge.connection().kind === 'connected') set({ refusal: messageOf(error) });
    }
  }

  async function askToday(): Promise<void> {
    const { day, runs } = get().today;
    if (day === null || bridge.connection().kind !== 'connected') return;
    const change = await askRuns(bridge, day, runs).then(
      (fresh) => ({ runs: fresh, asked: 'answered' as const, problem: null }),
      (error: unknown) => ({ problem: messageOf(error) }),
    );
    if (get().today.day === day) set({ today: { ...get().today, ...change } });
  }

  async function askDetails(runId: number): Promise<void> {
    if (bridge.connection().kind !== 'connected') return;
    const change = await Promise.all([
      bridge.request('runs.steps', { runId }),
      bridge.request('runs.events', { runId, limit: eventsPage }),
    ]).then(
      ([steps, page]) => ({ asked: 'answered' as const, steps, problem: null, ...eventsFrom(runId, page) }),
      (error: unknown) => ({ problem: messageOf(error) }),
    );
    changeDetails(runId, change);
  }

  /** The newest page joined to the earlier pages already shown, where the two meet. */
  function eventsFrom(
    runId: number,
    page: { readonly items: readonly AuditEvent[]; readonly next: number | null },
  ): Pick<RunDetails, 'events' | 'earlier'> {
    const shown = get().details[runId] ?? unasked;
    const newest = oldestFirst(page.items);
    const first = newest[0]?.id ?? 0;
    const meets = shown.events.some((event) => event.id === first);
    return meets && page.next !== null
      ? { events: [...shown.events.filter((event) => event.id < first), ...newest], earlier: shown.earlier }
      : { events: newest, earlier: page.next };
  }

  function changeDetails(runId: number, change: Partial<RunDetails>): void {
    const { details } = get();
    const shown = details[runId];
    if (shown !== undefined) set({ details: { ...details, [runId]: { ...shown, ...change } } });
  }

  async function act(name: ActionName, ask: () => Promise<{ accepted: true } | Refused>): Promise<void> {
    set({ underWay: name, refusal: null });
    try {
      const answer = await ask();
      set({ underWay: null, refusal: answer.accepted ? null : answer.reason });
    } catch (error) {
      set({ underWay: null, refusal: messageOf(error) });
    }
  }

  bridge.on('snapshot', receive);
  bridge.on('changed', ({ lists }) => {
    if (lists.includes('runs')) refreshRuns();
    if (lists.includes('runs') || lists.includes('events')) refreshDetails();
  });
  bridge.onConnection(connectionChanged);
  if (bridge.connection().kind === 'connected') void begin();

  return {
    bridge,
    store,
    actions: {
      collectNow: () => act('collect', () => bridge.request('run.start', {})),
      stop: () => act('stop', () => bridge.request('run.stop', {})),
      pause: (request) => act('pause', () => bridge.request('schedule.pause', request)),
      resume: () => act('resume', () => bridge.request('schedule.resume', {})),
      dismissRefusal: () => set({ refusal: null }),
      showDay(day) {
        if (get().today.day?.startedAt === day.startedAt) return;
        set({ today: { day, runs: [], asked: 'never', problem: null }, details: {} });
        refreshRuns();
      },
      openRun(runId) {
        if (get().details[runId] !== undefined) return;
        set({ details: { ...get().details, [runId]: unasked } });
        void askDetails(runId);
      },
      closeRun(runId) {
        const { [runId]: _closed, ...others } = get().details;
        set({ details: others });
      },
      async earlierEvents(runId) {
        const before = get().details[runId]?.earlier;
        if (before == null) return;
        const change = await bridge.request('runs.events', { runId, before, limit: eventsPage }).then(
          (page) => ({
            events: [...oldestFirst(page.items), ...(get().details[runId]?.events ?? [])],
            earlier: page.next,
          }),
          (error: unknown) => ({ problem: messageOf(error) }),
        );
        changeDetails(runId, change);
      },
    },
  };
}

function oldestFirst(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events.toSorted((one, other) => one.id - other.id);
}

/** Work that is asked for while it is under way is done once more afterwards, not once per asking. */
function coalesced(work: () => Promise<void>): () => void {
  let state: 'idle' | 'busy' | 'again' = 'idle';
  return function ask(): void {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    state = 'busy';
    void work().finally(() => {
      const again = state === 'again';
      state = 'idle';
      if (again) ask();
    });
  };
}
