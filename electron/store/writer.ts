import type { StoreWriter } from '../ports/store.ts';
import { forgetAccount, markSignedIn, markSignedOut } from './accounts.ts';
import { appendEvent } from './audit.ts';
import type { FencedWrite } from './batches.ts';
import { finishRemovals, isBeingRemoved, removeChannels } from './channel-removal.ts';
import { addChannel, changeChannels, markLooked } from './channels.ts';
import type { Connection } from './connection.ts';
import { keepDialogPage } from './dialogs.ts';
import { recordFlood } from './floods.ts';
import { fenced } from './lease.ts';
import { upsertPosts } from './posts.ts';
import { repairInterrupted } from './repair.ts';
import { applyRetention } from './retention.ts';
import { beginRun, beginStep, endRun, endStep, keepProgress } from './runs.ts';
import { writeSchedule, writeSettings } from './settings.ts';

/**
 * Everything the holder of `token` can write: each call one fenced transaction, except what may delete a million
 * rows, which is a row of them.
 */
export function createWriter(connection: Connection, token: number): StoreWriter {
  const write: FencedWrite = async (work) => fenced(connection, token, work);

  const add: StoreWriter['channels']['add'] = async (channel, accountId, options) => {
    for (;;) {
      const added = await write(() =>
        isBeingRemoved(connection, channel.channelId)
          ? null
          : addChannel(connection, channel, accountId, options),
      );
      if (added !== null) return added;
      await finishRemovals(connection, write);
    }
  };

  return {
    token,
    accounts: {
      signedIn: (account, at) => write(() => markSignedIn(connection, account, at)),
      signedOut: (accountId, reason) => write(() => markSignedOut(connection, accountId, reason)),
      forget: (accountId) => write(() => forgetAccount(connection, accountId)),
    },
    channels: {
      add,
      change: (channelIds, change) => write(() => changeChannels(connection, channelIds, change)),
      remove: (channelIds) => removeChannels(connection, write, channelIds),
      looked: (channelIds) => write(() => markLooked(connection, channelIds)),
    },
    dialogs: {
      keepPage: (accountId, page, options) =>
        write(() => keepDialogPage(connection, accountId, page, options)),
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
      repairInterrupted: async () => {
        const repaired = await write(() => repairInterrupted(connection, token));
        await finishRemovals(connection, write);
        return repaired;
      },
    },
    posts: {
      upsert: (stepId, posts, seenAt, covers) =>
        write(() => upsertPosts(connection, stepId, posts, seenAt, covers)),
    },
    audit: {
      append: (event) => write(() => appendEvent(connection, event)),
      applyRetention: (before, at) => applyRetention(connection, write, before, at),
    },
    floods: { record: (entry) => write(() => recordFlood(connection, entry)) },
    settings: { write: (settings, at) => write(() => writeSettings(connection, settings, at)) },
    schedule: { write: (memory) => write(() => writeSchedule(connection, memory)) },
  };
}
