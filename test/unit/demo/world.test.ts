import { describe, expect, it } from 'vitest';
import { createWorldClock } from '../../../electron/demo/clock.ts';
import { planChannels } from '../../../electron/demo/world/catalogue.ts';
import type { WorldChannel } from '../../../electron/demo/world/channel.ts';
import { createWorld, type WorldShape } from '../../../electron/demo/world/world.ts';
import { noon } from './servers.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const epochAt = noon - 12 * hourMs;

function world(shape: Partial<WorldShape> = {}) {
  return createWorld({
    seed: 1,
    epochAt,
    channels: 12,
    postsPerChannel: null,
    withPrivate: false,
    isLive: true,
    liveSpacingMs: null,
    ...shape,
  });
}

function postsOf(channel: WorldChannel, now: number) {
  const ids = Array.from({ length: channel.topId(now) }, (_, index) => index + 1);
  return ids.flatMap((id) => channel.post(id, now) ?? []);
}

const first = ({ channels }: ReturnType<typeof world>): WorldChannel => {
  const [channel] = channels;
  if (channel === undefined) throw new Error('An empty world.');
  return channel;
};

describe('the world', () => {
  it('is a function of seed and time', () => {
    const now = noon + 5 * hourMs;
    const posts = (seed: number) => postsOf(first(world({ seed, postsPerChannel: 300 })), now);
    expect(posts(1)).toEqual(posts(1));
    expect(posts(2)).not.toEqual(posts(1));
  });

  it('has twelve channels of different kinds, some with thousands of posts', () => {
    const counts = world().channels.map((channel) => channel.count(noon));
    expect(counts).toHaveLength(12);
    expect(counts.filter((count) => count > 2000).length).toBeGreaterThanOrEqual(4);
    expect(new Set(world().channels.map(({ plan }) => plan.theme)).size).toBe(12);
  });

  it('brings something new every minute', () => {
    const { channels } = world();
    const tops = (now: number) => channels.reduce((sum, channel) => sum + channel.topId(now), 0);
    for (let minute = 0; minute < 120; minute += 1) {
      const now = noon + minute * 60_000;
      expect(tops(now + 60_000)).toBeGreaterThan(tops(now));
    }
  });

  it('can be of any size: the number of posts costs nothing', () => {
    const posts = 100_000_000;
    const channel = first(world({ postsPerChannel: posts, isLive: false }));
    expect(channel.topId(noon)).toBe(posts);
    expect(channel.count(noon)).toBe(posts - Math.floor(posts / 64));
    expect(channel.changesAfter(channel.pts(noon) - 10, noon)).toHaveLength(10);
    expect(channel.post(posts / 2 + 1, noon)?.id ?? channel.post(posts / 2, noon)?.id).toBeGreaterThan(0);
  });

  it('names a thousand channels differently', () => {
    const plans = planChannels(1, 1000, true);
    for (const field of ['id', 'title', 'username'] as const) {
      expect(new Set(plans.map((plan) => plan[field])).size).toBe(1001);
    }
    for (const { username } of plans) if (username !== null) expect(username).toMatch(/^[a-z]\w{4,31}$/);
  });
});

describe('a channel', () => {
  it('gives its posts in order of time, whole seconds, none from the future', () => {
    const channel = first(world({ postsPerChannel: 2000 }));
    const times = postsOf(channel, noon).map(({ postedAt }) => postedAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((at) => at % 1000 === 0 && at <= noon)).toBe(true);
    expect(channel.post(channel.topId(noon) + 1, noon)).toBeNull();
  });

  it('counts exactly the posts it serves, at any time', () => {
    const channel = first(world({ postsPerChannel: 500 }));
    for (let now = epochAt - 3 * dayMs; now < noon + dayMs; now += 5 * hourMs) {
      expect(channel.count(now)).toBe(postsOf(channel, now).length);
    }
  });

  it('edits and deletes some of its posts, each at a time after it appeared', () => {
    const channel = first(world({ postsPerChannel: 1000 }));
    const posts = postsOf(channel, noon);
    const edited = posts.flatMap(({ postedAt, editedAt }) =>
      editedAt === null ? [] : [editedAt - postedAt],
    );
    expect(edited.length).toBeGreaterThan(20);
    expect(Math.min(...edited)).toBeGreaterThan(0);
    expect(channel.topId(noon) - posts.length).toBeGreaterThan(10);
  });

  it('numbers its changes without gap, in the order in which they happen, and never anew', () => {
    const channel = first(world({ postsPerChannel: 200 }));
    const all = channel.changesAfter(0, noon + 8 * hourMs);
    expect(all.map(({ pts }) => pts)).toEqual(all.map((_, index) => index + 1));
    for (let now = epochAt - dayMs; now < noon + 8 * hourMs; now += 2 * hourMs + 1234) {
      const pts = channel.pts(now);
      expect(channel.changesAfter(0, now)).toEqual(all.slice(0, pts));
      expect(channel.changesAfter(pts, noon + 8 * hourMs)).toEqual(all.slice(pts));
    }
  });

  it('takes posts, edits and deletions on request among its own, without renumbering', () => {
    const channel = first(world({ postsPerChannel: 200 }));
    const kept = channel.changesAfter(0, noon);
    const said = { text: 'On request', media: null, textLink: null, author: null, forwardedFrom: null };
    const added = channel.add(said, noon);
    const next = channel.topId(noon + hourMs);
    expect(added).toBeLessThan(next);
    channel.edit(added, 'Once more', noon + hourMs);
    const again = channel.add(said, noon + hourMs);
    channel.remove(added, noon + 2 * hourMs);

    const now = noon + 3 * hourMs;
    const all = channel.changesAfter(0, now);
    expect(all.slice(0, kept.length)).toEqual(kept);
    expect(all.map(({ pts }) => pts)).toEqual(all.map((_, index) => index + 1));
    expect(all.at(-1)?.pts).toBe(channel.pts(now));
    const ofAdded = all.filter(({ id }) => id === added).map(({ kind }) => kind);
    expect(ofAdded).toEqual(['new', 'edit', 'delete']);
    const newIds = all.filter(({ kind }) => kind === 'new').map(({ id }) => id);
    expect(new Set(newIds).size).toBe(channel.topId(now));
    expect(channel.post(again, now)?.text).toBe('On request');
    expect(channel.count(now)).toBe(postsOf(channel, now).length);
    const times = postsOf(channel, now).map(({ postedAt }) => postedAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(() => channel.edit(added, 'Too late', now)).toThrow('has no post');
  });

  it('lets views, forwards, reactions and subscribers move: counters only upwards, fast first, then slowly', () => {
    const channel = first(world({ postsPerChannel: 50, isLive: false }));
    const at = channel.post(40, noon)?.postedAt ?? 0;
    const views = [0, 1, 6, 24, 24 * 30].map((hours) => channel.post(40, at + hours * hourMs)?.views ?? 0);
    expect(views).toEqual(views.toSorted((a, b) => a - b));
    expect(views[2]).toBeGreaterThan((views[4] ?? 0) / 2);
    expect(views[4]).toBeGreaterThan(views[3] ?? 0);
    expect(channel.post(40, at + 240 * hourMs)?.forwards).toBeGreaterThanOrEqual(
      channel.post(40, at + hourMs)?.forwards ?? 0,
    );
    expect(channel.subscribers(noon + 30 * dayMs)).not.toBe(channel.subscribers(noon));
  });
});

describe('the world’s clock', () => {
  it('stands until it is driven, and never goes back', () => {
    const clock = createWorldClock(noon);
    expect(clock.now()).toBe(noon);
    clock.advance(5);
    expect(clock.now()).toBe(noon + 5);
    expect(() => clock.set(noon)).toThrow('only goes forward');
  });

  it('is real time unless it is told otherwise', () => {
    const before = Date.now();
    const clock = createWorldClock(null);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    clock.set(before + dayMs);
    expect(clock.now()).toBe(before + dayMs);
  });
});
