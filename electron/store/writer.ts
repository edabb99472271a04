import type { StoreWriter } from '../ports/store.ts';
import { forgetAccount, markSignedIn, markSignedOut } from './accounts.ts';
import { appendEvent } from './audit.ts';
import type { FencedWrite } from './batches.ts';
import { finishRemovals, isBeingRemoved, removeChannels } from './channel-removal.ts';
import { addChannel, changeChannels, markChecked, markLooked } from './channels.ts';
import type { Connection } from './connection.ts';
import { keepDialogPage } from './dialogs.ts';
import { closeWindows } from './due-posts.ts';
import { expirePosts } from './expiry.ts';
import { recordFlood } from './floods.ts';
import { keepPage } from './keep-page.ts';
import { fenced } from './lease.ts';
import { repairInterrupted } from './repair.ts';
import { applyRetention } from './retention.ts';
import { settleTimeZone } from './roll-up.ts';
import { beginRun, beginStep, endRun, endStep, keepProgress } from './runs.ts';
import { writeSchedule, writeSettings } from './settings.ts';
import { skipSteps } from './skipped-steps.ts';
import { keepSubscribers } from './stats.ts';
import { addWatch, checkWatches, markAlertsSeen, removeWatch } from './watches.ts';

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
      checked: (channelId, at) => write(() => markChecked(connection, channelId, at)),
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
      skipSteps: (runId, check) => write(() => skipSteps(connection, runId, check)),
      repairInterrupted: async () => {
        const repaired = await write(() => repairInterrupted(connection, token));
        await finishRemovals(connection, write);
        return repaired;
      },
    },
    posts: {
      keep: (stepId, page, seenAt) => write(() => keepPage(connection, stepId, page, seenAt)),
      closeWindows: (now) => closeWindows(connection, write, now),
      expire: (now) => expirePosts(connection, write, now),
    },
    stats: {
      subscribers: (channelId, subscribers, at) =>
        write(() => keepSubscribers(connection, channelId, subscribers, at)),
      settleTimeZone: (signal) =>
        settleTimeZone(connection, (work) => {
          signal?.throwIfAborted();
          return write(work);
        }),
    },
    watches: {
      add: (watch, at) => write(() => addWatch(connection, watch, at)),
      remove: (watchId, at) => write(() => removeWatch(connection, watchId, at)),
      check: (now) => write(() => checkWatches(connection, now)),
      seen: (alertIds, at) => write(() => markAlertsSeen(connection, alertIds, at)),
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
