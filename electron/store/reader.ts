import type { StoreReader } from '../ports/store.ts';
import { listAccounts } from './accounts.ts';
import { listEvents } from './audit.ts';
import { addressesOf, listChannels } from './channels.ts';
import type { Connection } from './connection.ts';
import { describeDialogs, dialogCursor, findDialog, listDialogs } from './dialogs.ts';
import { duePosts } from './due-posts.ts';
import { countFigures } from './figures.ts';
import { listFloods } from './floods.ts';
import { readLease } from './lease.ts';
import { getPost, idsHeld, listPosts } from './posts.ts';
import { getRun, lastFinishedRun, listRuns, listSteps, meanRequestMs, recentStepDurations } from './runs.ts';
import { countPosts, searchPosts } from './search.ts';
import { readSchedule, readSettings } from './settings.ts';
import { dayStats, overview, subscriberCounts } from './stats.ts';
import { listAlerts, listWatches, unseenAlerts } from './watches.ts';

/** Everything that can be read over one connection. `async` turns what SQLite throws into rejections. */
export function createReader(connection: Connection): StoreReader {
  return {
    lease: { read: async () => readLease(connection) },
    accounts: { list: async () => listAccounts(connection) },
    channels: {
      list: async () => connection.read(() => listChannels(connection)),
      addressesOf: async (accountId) => connection.read(() => addressesOf(connection, accountId)),
      requestMs: async () => meanRequestMs(connection),
    },
    dialogs: {
      list: async (accountId) => connection.read(() => listDialogs(connection, accountId)),
      cursor: async (accountId) => dialogCursor(connection, accountId),
      describe: async (accountId, channelIds) => describeDialogs(connection, accountId, channelIds),
      findByUsername: async (accountId, username) => findDialog(connection, accountId, username),
    },
    posts: {
      list: async (channelId, page) => listPosts(connection, channelId, page),
      search: async (filter, page) => connection.read(() => searchPosts(connection, filter, page)),
      count: async (filter, atMost) => connection.read(() => countPosts(connection, filter, atMost)),
      get: async (channelId, postId) => connection.read(() => getPost(connection, channelId, postId)),
      idsHeld: async (channelId, range) => idsHeld(connection, channelId, range),
      due: async (now, perChannel) => duePosts(connection, now, perChannel),
    },
    stats: {
      days: async (channelId, from, to) => dayStats(connection, channelId, from, to),
      subscribers: async (channelId, from, to) => subscriberCounts(connection, channelId, from, to),
      overview: async (from, to) => connection.read(() => overview(connection, from, to)),
    },
    watches: {
      list: async () => listWatches(connection),
      alerts: async (page) => listAlerts(connection, page),
      unseen: async () => connection.read(() => unseenAlerts(connection)),
    },
    runs: {
      get: async (runId) => getRun(connection, runId),
      list: async (query) => listRuns(connection, query),
      lastFinished: async () => lastFinishedRun(connection),
      steps: async (runId) => listSteps(connection, runId),
      recentStepDurations: async (perChannel) => recentStepDurations(connection, perChannel),
    },
    audit: { list: async (query) => listEvents(connection, query) },
    floods: { list: async (now) => listFloods(connection, now) },
    settings: { read: async () => readSettings(connection) },
    schedule: { read: async () => readSchedule(connection) },
    figures: async (day) => connection.read(() => countFigures(connection, day)),
  };
}
