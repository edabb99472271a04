import type { DialogChannel } from '../../shared/contract.ts';
import type { Account, Channel, HeldPost } from '../../shared/domain.ts';

/** Channels, dialogs and posts as a test may find them. */

export const at = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;
const day = 24 * 60 * minute;

export function channelOf(change: Partial<Channel> = {}): Channel {
  return {
    id: 1,
    title: 'Harbour Watch',
    username: 'harbourwatch',
    enabled: true,
    limit: 50,
    reread: false,
    keepDays: null,
    backfill: false,
    subscribers: 7930,
    addedAt: at - 40 * day,
    postsHeld: 9871,
    postsDeleted: 0,
    postsSuspect: 0,
    firstPostAt: at - 900 * day,
    lastPostAt: at - 7 * minute,
    covered: [{ fromId: 0, toId: 10_231 }],
    newSinceLooked: 0,
    lastCollectedAt: at - 2 * minute,
    lastError: null,
    ...change,
  };
}

/** One of each kind there is. */
export const sixChannels: readonly Channel[] = [
  channelOf({
    id: 1,
    title: 'ABC LEGACY NEWS',
    username: 'abc_legacy_news',
    postsHeld: 20_300,
    subscribers: 18_204,
  }),
  channelOf({
    id: 2,
    covered: [
      { fromId: 700, toId: 9600 },
      { fromId: 9900, toId: 10_231 },
    ],
    newSinceLooked: 3,
  }),
  channelOf({
    id: 3,
    title: 'Город сегодня',
    username: 'gorod_today',
    limit: 100,
    reread: true,
    backfill: true,
    postsHeld: 141_220,
    postsDeleted: 9240,
    postsSuspect: 2,
    subscribers: 212_400,
    covered: [{ fromId: 61_000, toId: 152_000 }],
  }),
  channelOf({
    id: 4,
    title: 'Market Bell',
    username: 'marketbell',
    postsHeld: 3412,
    subscribers: 44_018,
    lastError: 'Telegram asks for a pause: 1h 12m.',
    lastCollectedAt: at - 95 * minute,
  }),
  channelOf({
    id: 5,
    title: 'Night Desk',
    username: null,
    postsHeld: 611,
    subscribers: 1204,
    lastError: 'This channel is private, or has removed this account.',
    lastCollectedAt: at - 3 * day,
  }),
  channelOf({
    id: 6,
    title: 'Old Gazette, the weekly newspaper of the upper valley and all its neighbouring villages',
    username: 'old_gazette',
    enabled: false,
    postsHeld: 0,
    subscribers: null,
    covered: [],
    firstPostAt: null,
    lastPostAt: null,
    lastCollectedAt: null,
  }),
];

export const ada: Account = {
  id: 1001,
  name: 'Ada Lovelace',
  username: 'ada',
  maskedPhone: '+99 ••• ••• 24',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: at - 50 * day,
};

export function manyChannels(count: number): readonly Channel[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    return channelOf({
      id,
      title: `Channel number ${id}`,
      username: id % 9 === 0 ? null : `channel_${id}`,
      postsHeld: (id * 7919) % 50_000,
      subscribers: (id * 104_729) % 300_000,
      enabled: id % 7 !== 0,
      covered: [{ fromId: id % 3 === 0 ? 0 : (id * 31) % 4000, toId: 9000 }],
    });
  });
}

export function dialogsOf(count: number, collected: readonly number[] = []): DialogChannel[] {
  return Array.from({ length: count }, (_, index) => ({
    channelId: index + 1,
    title: `Followed channel ${index + 1}`,
    username: index % 5 === 4 ? null : `followed_${index + 1}`,
    subscribers: ((index + 1) * 104_729) % 300_000,
    collected: collected.includes(index + 1),
  }));
}

export function postOf(change: Partial<HeldPost>): HeldPost {
  return {
    channelId: 1,
    id: 500,
    postedAt: at - 30 * minute,
    editedAt: null,
    text: 'Text',
    views: 12_345,
    forwards: 3,
    replies: null,
    reactions: [],
    links: [],
    media: null,
    groupId: null,
    author: null,
    pinned: false,
    key: change.id ?? 500,
    firstSeenAt: at,
    lastSeenAt: at,
    deletedAt: null,
    deletedBy: null,
    suspectSince: null,
    revisions: 0,
    ...change,
  };
}
