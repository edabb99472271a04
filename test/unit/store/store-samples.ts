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
  return {
    lease: await store.lease.read(),
    accounts: await store.accounts.list(),
    channels,
    addresses: await store.channels.addressesOf(anAccount.id),
    dialogs: await store.dialogs.list(anAccount.id),
    dialogCursor: await store.dialogs.cursor(anAccount.id),
    posts: await Promise.all(channels.map(({ id }) => store.posts.list(id, { limit: 1000 }))),
    runs,
    steps: await Promise.all(runs.map(({ id }) => store.runs.steps(id))),
    events: await store.audit.list({ limit: 1000 }),
    floods: await store.floods.list(0),
    settings: await store.settings.read(),
    schedule: await store.schedule.read(),
  };
}

interface Target {
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
    repairInterrupted: (writer) => writer.runs.repairInterrupted(),
  },
  posts: { upsert: (writer, { stepId }) => writer.posts.upsert(stepId, [aPost(1)], noon) },
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
    changes: verb === 'repairInterrupted' ? 'after a takeover' : 'at once',
  })),
);

/** A channel that was collected once, and in the next run's open step has a post that nobody has looked at. */
async function prepareRun(writer: StoreWriter): Promise<Target> {
  await signInAndAdd(writer, 1);
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
  await writer.posts.upsert(stepId, [aPost(2)], noon);
  return { runId, stepId };
}
