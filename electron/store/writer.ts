import type { StoreWriter } from '../ports/store.ts';
import { markSignedIn, markSignedOut } from './accounts.ts';
import { appendEvent, applyRetention } from './audit.ts';
import { addChannel, changeChannel } from './channels.ts';
import type { Connection } from './connection.ts';
import { recordFlood } from './floods.ts';
import { fenced } from './lease.ts';
import { upsertPosts } from './posts.ts';
import { repairInterrupted } from './repair.ts';
import { beginRun, beginStep, endRun, endStep, keepProgress } from './runs.ts';
import { writeSchedule, writeSettings } from './settings.ts';

/** Everything the holder of `token` can write: each call one fenced transaction. */
export function createWriter(connection: Connection, token: number): StoreWriter {
  const write = async <Result>(work: () => Result): Promise<Result> => fenced(connection, token, work);
  return {
    token,
    accounts: {
      signedIn: (account, at) => write(() => markSignedIn(connection, account, at)),
      signedOut: (accountId, reason) => write(() => markSignedOut(connection, accountId, reason)),
    },
    channels: {
      add: (channel, accountId, options) => write(() => addChannel(connection, channel, accountId, options)),
      change: (channelId, change) => write(() => changeChannel(connection, channelId, change)),
    },
    runs: {
      begin: (run) => write(() => beginRun(connection, token, run)),
      progress: (runId, counts) => write(() => keepProgress(connection, runId, counts)),
      finish: (runId, end, next) =>
        write(() => {
          endRun(connection, runId, end);
          writeSchedule(connection, next);
        }),
      beginStep: (step) => write(() => beginStep(connection, step)),
      finishStep: (stepId, end) => write(() => endStep(connection, stepId, end)),
      repairInterrupted: () => write(() => repairInterrupted(connection, token)),
    },
    posts: {
      upsert: (stepId, posts, seenAt, covers) =>
        write(() => upsertPosts(connection, stepId, posts, seenAt, covers)),
    },
    audit: {
      append: (event) => write(() => appendEvent(connection, event)),
      applyRetention: (before, at) => write(() => applyRetention(connection, before, at)),
    },
    floods: { record: (entry) => write(() => recordFlood(connection, entry)) },
    settings: { write: (settings, at) => write(() => writeSettings(connection, settings, at)) },
    schedule: { write: (memory) => write(() => writeSchedule(connection, memory)) },
  };
}
