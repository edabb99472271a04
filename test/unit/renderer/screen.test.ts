import { describe, expect, it, vi } from 'vitest';
import { createScreen } from '../../../renderer/state/screen.ts';
import { finishedRuns } from '../../../renderer/state/todays-runs.ts';
import type { EventsQuery, RunsQuery } from '../../../shared/contract.ts';
import { RequestError } from '../../../shared/contract.ts';
import type { AuditEvent, Run } from '../../../shared/domain.ts';
import { fakeBridge, runningOf, runOf, snapshotOf } from '../../support/screen-builders.ts';

const day = { startedAt: 0, endsAt: 86_400_000 };
const minute = 60_000;

/** A server that holds these runs, newest first, and answers by page as the contract says. */
function holding(held: { runs: readonly Run[] }) {
  return (query: unknown) => {
    const { from = 0, to = Number.MAX_SAFE_INTEGER, before, limit } = query as RunsQuery;
    const matching = held.runs
      .filter((run) => run.startedAt >= from && run.startedAt < to)
      .filter((run) => before === undefined || run.id < before)
      .toSorted((one, other) => other.id - one.id);
    const items = matching.slice(0, limit);
    return { items, next: matching.length > limit ? (items.at(-1)?.id ?? null) : null };
  };
}

const manyRuns = (count: number): readonly Run[] =>
  Array.from({ length: count }, (_, place) => runOf({ id: place + 1, startedAt: place * minute }));

function screenWith(runs: readonly Run[], answers: Parameters<typeof fakeBridge>[0] = {}) {
  const held = { runs };
  const clock = { now: 100 };
  const fake = fakeBridge({
    'snapshot.get': () => snapshotOf(),
    'runs.list': holding(held),
    'runs.steps': () => [],
    'runs.events': () => ({ items: [], next: null }),
    ...answers,
  });
  const screen = createScreen(fake.bridge, () => clock.now);
  const count = (name: string) => fake.asked.filter((asked) => asked.name === name).length;
  return { ...fake, screen, held, clock, count, state: () => screen.store.getState() };
}

const settled = () => vi.waitFor(() => Promise.resolve());

describe('the feed', () => {
  it('is stamped with the moment of receipt', async () => {
    const { push, state, clock } = screenWith([]);
    clock.now = 250;
    const snapshot = snapshotOf();
    push(snapshot);
    expect(state().feed).toEqual({ snapshot, receivedAt: 250, cutAt: null });
  });

  it('asks for a snapshot in case the first push was missed, and never lets the answer undo a push', async () => {
    const missed = screenWith([], { 'snapshot.get': () => snapshotOf({ at: 1 }) });
    const pushed = screenWith([], { 'snapshot.get': () => snapshotOf({ at: 1 }) });
    pushed.push(snapshotOf({ at: 2 }));
    await vi.waitFor(() => expect(missed.state().feed?.snapshot.at).toBe(1));
    await settled();
    expect(pushed.state().feed?.snapshot.at).toBe(2);
  });

  it('stands still when cut and goes on with the next snapshot', () => {
    const { push, becomes, state, clock } = screenWith([]);
    push(snapshotOf());
    clock.now = 5000;
    becomes({ kind: 'disconnected', since: 1 });
    clock.now = 6000;
    becomes({ kind: 'refused', since: 1 });
    expect(state().feed?.cutAt).toBe(5000);
    becomes({ kind: 'connected' });
    push(snapshotOf());
    expect(state().feed).toMatchObject({ receivedAt: 6000, cutAt: null });
  });

  it('announces the same words twice as two announcements', () => {
    const { push, state } = screenWith([]);
    const end = (id: number) => push(snapshotOf({ lastRun: runOf({ id }), lastRunAgeMs: 0 }));
    end(1);
    const first = state().announcement;
    end(2);
    expect([state().announcement.text, state().announcement.number]).toEqual([first.text, first.number + 1]);
  });
});

describe("today's runs", () => {
  it('are all asked for, by page', async () => {
    const { screen, state, count } = screenWith(manyRuns(1440));
    screen.actions.showDay(day);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(1440));
    expect([count('runs.list'), state().today.runs[0]?.id, state().today.asked]).toEqual([
      2,
      1440,
      'answered',
    ]);
  });

  it('are asked for again when they change: only the newest page', async () => {
    const { screen, state, held, changed, count } = screenWith(manyRuns(1200));
    screen.actions.showDay(day);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(1200));
    const before = count('runs.list');
    held.runs = manyRuns(1203);
    changed(['runs']);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(1203));
    expect(count('runs.list') - before).toBe(1);
  });

  it('are asked for again when a run ends', async () => {
    const { screen, state, held, push } = screenWith(manyRuns(3));
    push(snapshotOf({ run: runningOf({ id: 4 }) }));
    screen.actions.showDay(day);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(3));
    held.runs = manyRuns(4);
    push(snapshotOf({ lastRun: runOf({ id: 4 }), lastRunAgeMs: 0 }));
    await vi.waitFor(() => expect(state().today.runs.length).toBe(4));
  });

  it('are asked for once more, not ten times, when ten changes come while asking', async () => {
    const { screen, state, changed, count } = screenWith(manyRuns(3));
    await vi.waitFor(() => expect(state().feed).not.toBe(null));
    screen.actions.showDay(day);
    for (let change = 0; change < 10; change += 1) changed(['runs']);
    await vi.waitFor(() => expect(count('runs.list')).toBe(2));
    changed(['runs']);
    await vi.waitFor(() => expect(count('runs.list')).toBe(3));
  });

  it('are those of the new day after midnight, and open rows close', async () => {
    const tomorrow = { startedAt: day.endsAt, endsAt: 2 * day.endsAt };
    const late = runOf({ id: 9, startedAt: day.endsAt + minute });
    const { screen, state } = screenWith([...manyRuns(3), late]);
    screen.actions.showDay(day);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(3));
    screen.actions.openRun(1);
    screen.actions.showDay(tomorrow);
    await vi.waitFor(() => expect(state().today.runs.map((run) => run.id)).toEqual([9]));
    expect(state().details).toEqual({});
  });

  it('stay on the screen with the reason when they cannot be read', async () => {
    const answers = { broken: false };
    const list = holding({ runs: manyRuns(3) });
    const { screen, state, changed } = screenWith([], {
      'runs.list': (query) => {
        if (answers.broken) throw new RequestError({ code: 'failed', message: 'The database is busy.' });
        return list(query);
      },
    });
    screen.actions.showDay(day);
    await vi.waitFor(() => expect(state().today.runs.length).toBe(3));
    answers.broken = true;
    changed(['runs']);
    await vi.waitFor(() => expect(state().today.problem).toBe('The database is busy.'));
    expect(state().today.runs.length).toBe(3);
  });

  it('have the last run of the snapshot before the list has it, and leave out what still runs', () => {
    const list = [runOf({ id: 2, status: 'running', startedAt: minute }), runOf({ id: 1, startedAt: 0 })];
    const last = runOf({ id: 2, startedAt: minute });
    expect(finishedRuns(list, last, day).map((run) => [run.id, run.status])).toEqual([
      [2, 'succeeded'],
      [1, 'succeeded'],
    ]);
    expect(finishedRuns(list, runOf({ id: 3, startedAt: day.endsAt }), day).map((run) => run.id)).toEqual([
      1,
    ]);
  });

  it('are the very same list when nothing is to be added, so that it is not drawn anew', () => {
    const list = manyRuns(3).toReversed();
    expect(finishedRuns(list, runOf({ id: 3, startedAt: 2 * minute }), day)).toBe(list);
  });
});

describe('an opened run', () => {
  const eventOf = (id: number): AuditEvent => ({
    id,
    at: id,
    type: 'channel.started',
    runId: 1,
    metadata: { accountId: 1, channelId: id, title: `Channel ${id}` },
  });
  const eventsPaged =
    (held: { total: number }) =>
    (query: unknown): { items: AuditEvent[]; next: number | null } => {
      const { before = Number.POSITIVE_INFINITY, limit } = query as EventsQuery;
      const all = Array.from({ length: held.total }, (_, place) => eventOf(held.total - place));
      const matching = all.filter((event) => event.id < before);
      const items = matching.slice(0, limit);
      return { items, next: matching.length > limit ? (items.at(-1)?.id ?? null) : null };
    };

  it('shows its events oldest first, goes back by page, and keeps the earlier ones when new ones come', async () => {
    const held = { total: 450 };
    const { screen, state, changed } = screenWith(manyRuns(1), { 'runs.events': eventsPaged(held) });
    const ids = () => state().details[1]?.events.map((event) => event.id) ?? [];
    screen.actions.openRun(1);
    await vi.waitFor(() => expect([ids()[0], ids().at(-1)]).toEqual([251, 450]));
    await screen.actions.earlierEvents(1);
    expect([ids()[0], ids().length]).toEqual([51, 400]);
    held.total = 460;
    changed(['events']);
    await vi.waitFor(() => expect(ids().at(-1)).toBe(460));
    expect(ids()).toEqual(Array.from({ length: 410 }, (_, place) => 51 + place));
    await screen.actions.earlierEvents(1);
    expect([ids()[0], state().details[1]?.earlier]).toEqual([1, null]);
  });

  it('is read again with each channel done while it runs, and forgotten when closed', async () => {
    const { screen, push, state, count } = screenWith([]);
    push(snapshotOf({ run: runningOf({ id: 1, channelsDone: 0 }) }));
    screen.actions.openRun(1);
    await vi.waitFor(() => expect(state().details[1]?.asked).toBe('answered'));
    push(snapshotOf({ run: runningOf({ id: 1, channelsDone: 1 }) }));
    await vi.waitFor(() => expect(count('runs.steps')).toBe(2));
    screen.actions.closeRun(1);
    push(snapshotOf({ run: runningOf({ id: 1, channelsDone: 2 }) }));
    await settled();
    expect([count('runs.steps'), state().details]).toEqual([2, {}]);
  });
});

describe('what the user asks for', () => {
  it('shows a refusal in the words it came in, until something is done or it is dismissed', async () => {
    const answers = [
      { accepted: false, reason: 'Already collecting since 14:02.' },
      { accepted: true, runId: 1 },
    ];
    const { screen, state } = screenWith([], { 'run.start': () => answers.shift() });
    await screen.actions.collectNow();
    expect(state().refusal).toBe('Already collecting since 14:02.');
    await screen.actions.collectNow();
    expect([state().refusal, state().underWay]).toEqual([null, null]);
  });

  it('shows why a request failed', async () => {
    const { screen, state } = screenWith([], {
      'schedule.pause': () => {
        throw new RequestError({ code: 'not-connected', message: 'Not connected.' });
      },
    });
    await screen.actions.pause({ kind: 'until-resumed' });
    expect(state().refusal).toBe('Not connected.');
    screen.actions.dismissRefusal();
    expect(state().refusal).toBe(null);
  });
});
