import type { ChannelDescription } from '../../../electron/ports/gateway.ts';
import type {
  FinishedStep,
  Lease,
  NewRun,
  Store,
  StoreReader,
  StoreWriter,
  WorkerIdentity,
} from '../../../electron/ports/store.ts';
import { defaultSettings, noCounts, type Post, type RunCounts } from '../../../shared/domain.ts';
import type { ScheduleMemory } from '../../../shared/schedule.ts';

export const noon = Date.UTC(2026, 2, 14, 12);
export const dayMs = 24 * 60 * 60_000;

export const anAccount = { id: 1, name: 'Ada', username: 'ada', maskedPhone: '+•• ••• ••42' };

export const worker = (pid: number): WorkerIdentity => ({ host: 'here', boot: 'this boot', pid });

export function aChannel(id: number): ChannelDescription {
  return { channelId: id, accessHash: `hash ${id}`, title: `Channel ${id}`, username: null, subscribers: 90 };
}

export function aPost(id: number): Post {
  return {
    channelId: 1,
    id,
    postedAt: noon + id * 1000,
    editedAt: null,
    text: `Post ${id}`,
    views: 10,
    forwards: null,
    replies: null,
    reactions: [],
    links: [],
    media: null,
    groupId: null,
    author: null,
    pinned: false,
  };
}

export const newRun = {
  run: {
    trigger: 'schedule',
    policy: 'adaptive',
    intervalMs: 600_000,
    startedAt: noon,
    channelsTotal: 1,
    worker: 'here:1',
  } satisfies NewRun,
  counts: { ...noCounts, channelsDone: 1, channelsTotal: 1, messages: 5 } satisfies RunCounts,
};

export const finishedStep: FinishedStep = {
  status: 'succeeded',
  endedAt: noon + 3000,
  requests: 2,
  networkMs: 900,
  floodMs: 0,
  databaseMs: 40,
  error: null,
};

export const memory: ScheduleMemory = {
  dueAt: noon + 600_000,
  trigger: 'schedule',
  reason: {
    kind: 'policy',
    policy: 'adaptive',
    intervalMs: 600_000,
    cooldownMs: 60_000,
    lastDurationMs: 4000,
  },
  attempt: 0,
  jitterMs: 17,
  waitMs: 596_017,
  lastEndedAt: noon,
  lastDurationMs: 4000,
  pause: { since: noon, until: null },
};

/** The lease, taken from whoever holds it. */
export async function leaseOf(store: Store, pid: number): Promise<Lease> {
  const attempt = await store.takeLease(worker(pid), noon, await store.lease.read());
  if (!attempt.taken) throw new Error('Nobody else was to take the lease meanwhile.');
  return attempt.lease;
}

export async function writerOf(store: Store, pid: number): Promise<StoreWriter> {
  return (await leaseOf(store, pid)).writer;
}

export async function signInAndAdd(writer: StoreWriter, ...channelIds: readonly number[]): Promise<void> {
  await writer.accounts.signedIn(anAccount, noon);
  for (const id of channelIds) {
    await writer.channels.add(aChannel(id), anAccount.id, { limit: 50, at: noon });
  }
}

/** Everything a reader can see. */
export async function everythingIn(store: StoreReader) {
  const channels = await store.channels.list();
  const runs = await store.runs.list({ limit: 1000 });
  const lists = await Promise.all(channels.map(({ id }) => store.posts.list(id, { limit: 1000 })));
  const details = await Promise.all(
    lists
      .flat()
      .slice(0, 100)
      .map(({ channelId, id }) => store.posts.get(channelId, id)),
  );
  return {
    lease: await store.lease.read(),
    accounts: await store.accounts.list(),
    channels,
    addresses: await store.channels.addressesOf(anAccount.id),
    dialogs: await store.dialogs.list(anAccount.id),
    dialogCursor: await store.dialogs.cursor(anAccount.id),
    posts: lists,
    samples: details.map((detail) => detail?.samples),
    subscribers: await Promise.all(
      channels.map(({ id }) => store.stats.subscribers(id, '2000-01-01', '2100-01-01')),
    ),
    watches: await store.watches.list(),
    alerts: await store.watches.alerts({ limit: 1000 }),
    runs,
    steps: await Promise.all(runs.map(({ id }) => store.runs.steps(id))),
    events: await store.audit.list({ limit: 1000 }),
    floods: await store.floods.list(0),
    settings: await store.settings.read(),
    schedule: await store.schedule.read(),
  };
}

interface Target {
  /** Of new posts with the word "post", which has found one. */
  readonly watchId: number;
  readonly runId: number;
  readonly stepId: number;
}
type Write = (writer: StoreWriter, target: Target) => Promise<unknown>;
type Writes = {
  readonly [Noun in Exclude<keyof StoreWriter, 'token'>]: {
    readonly [Verb in keyof StoreWriter[Noun]]: Write;
  };
};

/** One call of every method a writer has: a new one does not compile until it is here too. */
const writes: Writes = {
  accounts: {
    signedIn: (writer) => writer.accounts.signedIn({ ...anAccount, name: 'Another' }, noon),
    signedOut: (writer) => writer.accounts.signedOut(anAccount.id, 'revoked'),
    forget: (writer) => writer.accounts.forget(anAccount.id),
  },
  channels: {
    add: (writer) => writer.channels.add(aChannel(2), anAccount.id, { limit: 5, at: noon }),
    change: (writer) => writer.channels.change([1], { enabled: false }),
    remove: (writer) => writer.channels.remove([1]),
    checked: (writer) => writer.channels.checked(1, noon + 7),
    looked: (writer) => writer.channels.looked([1]),
  },
  dialogs: {
    keepPage: (writer) =>
      writer.dialogs.keepPage(
        anAccount.id,
        { channels: [aChannel(1)], next: 'more' },
        { first: true, at: noon },
      ),
  },
  runs: {
    begin: async (writer, { runId }) => {
      const end = {
        ...newRun.counts,
        status: 'succeeded',
        endedAt: noon,
        durationMs: 1,
        reason: null,
      } as const;
      await writer.runs.finish(runId, end, memory);
      return writer.runs.begin(newRun.run);
    },
    progress: (writer, { runId }) => writer.runs.progress(runId, { ...noCounts, messages: 3 }),
    finish: (writer, { runId }) =>
      writer.runs.finish(
        runId,
        { ...newRun.counts, status: 'partial', endedAt: noon + 5, durationMs: 5, reason: 'half of it' },
        memory,
      ),
    beginStep: (writer, { runId }) =>
      writer.runs.beginStep({
        runId,
        accountId: anAccount.id,
        channelId: 1,
        channelTitle: 'Channel 1',
        startedAt: noon,
      }),
    finishStep: (writer, { stepId }) => writer.runs.finishStep(stepId, finishedStep),
    skipSteps: (writer, { runId }) =>
      writer.runs.skipSteps(runId, {
        accountId: anAccount.id,
        moved: 1,
        requests: 1,
        skipped: [{ channelId: 1, title: 'Channel 1' }],
        at: noon + 8,
      }),
    repairInterrupted: (writer) => writer.runs.repairInterrupted(),
  },
  posts: {
    keep: (writer, { stepId }) => writer.posts.keep(stepId, { posts: [aPost(1)] }, noon),
    closeWindows: (writer) => writer.posts.closeWindows(noon + 40 * dayMs),
    expire: (writer) => writer.posts.expire(noon + 40 * dayMs),
  },
  stats: {
    subscribers: (writer) => writer.stats.subscribers(1, 91, noon),
    settleTimeZone: (writer) => writer.stats.settleTimeZone(),
  },
  watches: {
    add: (writer) => writer.watches.add({ kind: 'silence', hours: 5, channelId: 1 }, noon),
    remove: (writer, { watchId }) => writer.watches.remove(watchId, noon),
    check: (writer) => writer.watches.check(noon + 40 * dayMs),
    seen: (writer) => writer.watches.seen('all', noon),
  },
  audit: {
    append: (writer) => writer.audit.append({ at: noon, type: 'app.stopped', metadata: { reason: 'quit' } }),
    applyRetention: (writer) => writer.audit.applyRetention(noon, noon),
  },
  floods: { record: (writer) => writer.floods.record({ accountId: 1, method: 'history', until: noon }) },
  settings: { write: (writer) => writer.settings.write({ ...defaultSettings, jitterPercent: 5 }, noon) },
  schedule: { write: (writer) => writer.schedule.write(memory) },
};

export const allWrites = Object.entries(writes).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Write>).map(([verb, write]) => ({
    name: `${noun}.${verb}`,
    write,
    prepare: prepareRun,
    changes: changesOf(`${noun}.${verb}`),
  })),
);

function changesOf(write: string): 'at once' | 'after a takeover' | 'nothing here' {
  if (write === 'runs.repairInterrupted') return 'after a takeover';
  // The days of what is held here are this time zone's already.
  return write === 'stats.settleTimeZone' ? 'nothing here' : 'at once';
}

/**
 * A channel that keeps thirty days and was collected once, and in the next run's open step has a post that nobody has
 * looked at, of which a watch has told. By what another channel has, that post is forty days old.
 */
async function prepareRun(writer: StoreWriter): Promise<Target> {
  await signInAndAdd(writer, 1, 3);
  await writer.channels.change([1], { keepDays: 30 });
  const watch = await writer.watches.add({ kind: 'words', text: 'post', channelId: null }, noon);
  await writer.watches.add({ kind: 'silence', hours: 0.5 / 3600, channelId: null }, noon);
  const runId = await writer.runs.begin(newRun.run);
  const step = {
    runId,
    accountId: anAccount.id,
    channelId: 1,
    channelTitle: 'Channel 1',
    startedAt: noon,
  };
  await writer.runs.finishStep(await writer.runs.beginStep(step), finishedStep);
  const stepId = await writer.runs.beginStep(step);
  await writer.posts.keep(stepId, { posts: [aPost(2)] }, noon);
  const later = { ...aPost(1), channelId: 3, postedAt: noon + 40 * dayMs, text: '' };
  const ofOther = { ...step, channelId: 3, channelTitle: 'Channel 3' };
  await writer.posts.keep(await writer.runs.beginStep(ofOther), { posts: [later] }, noon);
  return { watchId: watch.id, runId, stepId };
}
