import { expect, onTestFinished, test } from 'vitest';
import type { Alert, NewWatch } from '../../../shared/archive.ts';
import type { Post } from '../../../shared/domain.ts';
import { openUntilEnd } from './kept-database.ts';
import { collecting } from './store-contract.ts';
import { aChannel, anAccount, aPost, dayMs, finishedStep, memory, newRun, noon } from './store-samples.ts';

const hourMs = 60 * 60_000;
/** Posts of the samples are published seconds after noon; what is watched was there before. */
const before = noon - hourMs;

/** Channel 1 is being collected, and this is watched. */
async function watching(watch: NewWatch, at = before) {
  const opened = await collecting((await openUntilEnd(':memory:')).store);
  const { store, writer, stepId } = opened;
  const { id: watchId } = await writer.watches.add(watch, at);
  return {
    ...opened,
    watchId,
    keep: (posts: readonly Post[], seenAt = noon + hourMs) => writer.posts.keep(stepId, { posts }, seenAt),
    /** The step ends, and with it the channel was read, at `at`. */
    readUntil: (at: number) => writer.runs.finishStep(stepId, { ...finishedStep, endedAt: at }),
    messages: async () => (await store.watches.alerts({ limit: 1000 })).map(({ message }) => message),
  };
}

const said = (text: string, id = 1): Post => ({ ...aPost(id), text });
const ofWords = (text: string, channelId: number | null = null): NewWatch => ({
  kind: 'words',
  text,
  channelId,
});

test.each([
  ['a word, whatever its case', 'FLOOD', 'The flood has come'],
  ['a phrase', '"heavy rain"', 'After heavy rain'],
  ['a beginning', 'floo*', 'Flooding downtown'],
  ['a word and not another', 'rain -sun', 'Only rain'],
  ['one of two', 'snow OR rain', 'Rain again'],
  ['no matter the accents', 'Zürich', 'Zurich reports'],
])('words are found as a search finds them: %s', async (_what, text, post) => {
  const { keep, messages } = await watching(ofWords(text));
  await keep([said(post), said('Nothing of that sort but sun', 2)]);
  expect(await messages()).toEqual([`“${text}” in Channel 1: ${post}`]);
});

test('what is missing is not found: a phrase out of order, a word that is excluded', async () => {
  const { keep, messages } = await watching(ofWords('"heavy rain" -sun'));
  await keep([said('rain, heavy'), said('heavy rain and sun', 2)]);
  expect(await messages()).toEqual([]);
});

test('of a post there is one alert a watch, also when it is read again or edited', async () => {
  const { keep, messages, store, watchId } = await watching(ofWords('flood'));
  await keep([said('flood')]);
  await keep([said('flood')]);
  await keep([{ ...said('flood, edited'), editedAt: noon + 5000 }]);
  expect(await messages()).toHaveLength(1);
  const raised = await store.audit.list({ types: ['alert.raised'], limit: 10 });
  expect(raised).toMatchObject([{ metadata: { alertId: 1, watchId, channelId: 1, postId: 1 } }]);
});

test('a post that was published before the watch was made is no news, whenever it is read', async () => {
  const { keep, messages } = await watching(ofWords('flood'), noon + 5200);
  await keep([said('flood', 4), said('flood in the very second', 5), said('flood', 6)]);
  expect(await messages()).toEqual([
    '“flood” in Channel 1: flood',
    '“flood” in Channel 1: flood in the very second',
  ]);
});

test('a watch of one channel does not look into another', async () => {
  const { keep, messages, writer, watchId } = await watching(ofWords('flood', 1));
  await writer.channels.add(aChannel(2), anAccount.id, { limit: 5, at: noon });
  await writer.watches.add(ofWords('flood', 2), before);
  await keep([said('flood')]);
  expect(await messages()).toHaveLength(1);
  expect(await writer.watches.remove(watchId, noon)).toBe(true);
  expect(await messages()).toEqual([]);
});

test('a long text is told on one line of 120 characters', async () => {
  const { keep, store } = await watching(ofWords('rain'));
  await keep([said(`rain\n\n over \t the docks ${'🌧'.repeat(200)}`)]);
  const [alert] = await store.watches.alerts({ limit: 1 });
  const quoted = alert?.message.slice('“rain” in Channel 1: '.length) ?? '';
  expect(quoted).toMatch(/^rain over the docks 🌧+…$/u);
  expect(Array.from(quoted)).toHaveLength(120);
});

test('what goes wrong after posts were kept takes the alert with it: both are one transaction', async () => {
  const { keep, messages, store } = await watching(ofWords('flood'));
  await expect(keep([said('flood'), { ...said('flood', 2), channelId: 2 }])).rejects.toThrow();
  expect(await messages()).toEqual([]);
  expect(await store.audit.list({ types: ['alert.raised'], limit: 1 })).toEqual([]);
});

test('a channel is silent once it was read so long after its last post, and told of once until a new one', async () => {
  const silence: NewWatch = { kind: 'silence', hours: 48, channelId: null };
  const { keep, readUntil, writer, store, runId } = await watching(silence);
  const lastPostAt = aPost(2).postedAt;
  await keep([aPost(1), aPost(2)]);
  await readUntil(lastPostAt + 48 * hourMs - 1);
  expect(await writer.watches.check(lastPostAt + 60 * hourMs)).toEqual([]);

  const readAgain = async (at: number, posts: readonly Post[] = []) => {
    const step = { runId, accountId: anAccount.id, channelId: 1, channelTitle: 'Channel 1', startedAt: at };
    const stepId = await writer.runs.beginStep(step);
    await writer.posts.keep(stepId, { posts }, at);
    await writer.runs.finishStep(stepId, { ...finishedStep, endedAt: at });
    return writer.watches.check(at);
  };
  const [alert, ...others] = await readAgain(lastPostAt + 49 * hourMs);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    channelId: 1,
    postId: 2,
    message: 'Channel 1 has been silent for 2 days (last post 14 Mar, 12:00)',
  });
  expect(await readAgain(lastPostAt + 100 * hourMs)).toEqual([]);
  const next = { ...aPost(3), postedAt: noon + 10 * dayMs };
  expect(await readAgain(next.postedAt, [next])).toEqual([]);
  expect(await readAgain(next.postedAt + 48 * hourMs)).toMatchObject([{ postId: 3 }]);
  expect(await store.watches.unseen()).toMatchObject({ count: 2, newest: { postId: 3 } });
});

test('a channel that is off, or could not be read, is not called silent', async () => {
  const { keep, readUntil, writer } = await watching({ kind: 'silence', hours: 1, channelId: null });
  await keep([aPost(1)]);
  expect(await writer.watches.check(noon + dayMs)).toEqual([]);
  await writer.channels.change([1], { enabled: false });
  await readUntil(noon + dayMs);
  expect(await writer.watches.check(noon + dayMs)).toEqual([]);
  await writer.channels.change([1], { enabled: true });
  expect(await writer.watches.check(noon + dayMs)).toHaveLength(1);
});

test('a channel without a post is silent since it was added', async () => {
  const { readUntil, writer } = await watching({ kind: 'silence', hours: 30, channelId: 1 });
  await readUntil(noon + 30 * hourMs);
  expect(await writer.watches.check(noon + 31 * hourMs)).toMatchObject([
    {
      postId: null,
      message: 'Channel 1 has been silent for 30 hours (no post since it was added, 14 Mar, 12:00)',
    },
  ]);
  expect(await writer.watches.check(noon + 40 * hourMs)).toEqual([]);
});

/** Counted at noon of days from the first on. */
async function checkAfterCounts(counts: Readonly<Record<number, number>>, percent = 3) {
  const { writer } = await watching({ kind: 'loss', percent, channelId: null });
  const found: Alert[] = [];
  for (const [day, subscribers] of Object.entries(counts)) {
    const at = noon + Number(day) * dayMs;
    await writer.stats.subscribers(1, subscribers, at);
    found.push(...(await writer.watches.check(at)));
    found.push(...(await writer.watches.check(at + 1)));
  }
  return found.map(({ message }) => message);
}

test('a loss is told once a day, with what it was measured against', async () => {
  expect(await checkAfterCounts({ 0: 48_200, 1: 46_650, 2: 46_600, 3: 40_000 })).toEqual([
    'Channel 1 lost 3.2 % of its subscribers in a day (48,200 → 46,650)',
    'Channel 1 lost 14.2 % of its subscribers in a day (46,600 → 40,000)',
  ]);
});

test('a loss is told once, whatever time zone its days are of by then, and however often it is counted that day', async () => {
  const zone = process.env.TZ;
  onTestFinished(() => {
    process.env.TZ = zone;
  });
  process.env.TZ = 'Asia/Tokyo';
  const { writer } = await watching({ kind: 'loss', percent: 3, channelId: null }, noon - 9 * dayMs);
  await writer.stats.subscribers(1, 1000, noon - dayMs);
  const told: number[] = [];
  // The same day in Tokyo, two days of UTC; the day after begins within the latter.
  for (const [hours, subscribers] of [
    [4, 900],
    [13, 890],
    [30, 700],
    [78, 600],
  ] as const) {
    const at = noon + hours * hourMs;
    await writer.stats.subscribers(1, subscribers, at);
    told.push((await writer.watches.check(at)).length);
  }
  expect(told).toEqual([1, 0, 1, 1]);
  process.env.TZ = 'Pacific/Honolulu';
  await writer.stats.settleTimeZone();
  expect(await writer.watches.check(noon + 79 * hourMs)).toEqual([]);
});

test('days that were not counted are bridged up to a week, and no further', async () => {
  expect(await checkAfterCounts({ 0: 1000, 7: 900 })).toEqual([
    'Channel 1 lost 10 % of its subscribers in 7 days (1,000 → 900)',
  ]);
  expect(await checkAfterCounts({ 0: 1000, 8: 900 })).toEqual([]);
});

test('exactly as much as was chosen is not more than that', async () => {
  expect(await checkAfterCounts({ 0: 1000, 1: 970 })).toEqual([]);
  expect(await checkAfterCounts({ 0: 1000, 1: 969 })).toHaveLength(1);
});

test('alerts are read newest first, page by page, and seen one by one or all', async () => {
  const { keep, store, writer } = await watching(ofWords('flood'));
  await keep([1, 2, 3].map((id) => said(`flood ${id}`, id)));
  const first = await store.watches.alerts({ limit: 2 });
  expect(first.map(({ postId }) => postId)).toEqual([3, 2]);
  const rest = await store.watches.alerts({ limit: 2, beforeId: first[1]?.id ?? 0 });
  expect(rest.map(({ postId, seenAt }) => [postId, seenAt])).toEqual([[1, null]]);
  await writer.watches.seen([first[0]?.id ?? 0], noon);
  expect(await store.watches.unseen()).toMatchObject({ count: 2, newest: { postId: 2 } });
  await writer.watches.seen('all', noon + 1);
  expect(await store.watches.unseen()).toEqual({ count: 0, newest: null });
  const seen = (await store.watches.alerts({ limit: 3 })).map(({ seenAt }) => seenAt);
  expect(seen).toEqual([noon, noon + 1, noon + 1]);
});

test('watches are listed in order of adding, and each has an event when it comes and goes', async () => {
  const { store, writer, watchId } = await watching({ kind: 'loss', percent: 0.5, channelId: 1 });
  const second = await writer.watches.add({ kind: 'silence', hours: 1.5, channelId: null }, noon);
  expect(await store.watches.list()).toEqual([
    { id: watchId, kind: 'loss', percent: 0.5, channelId: 1, createdAt: before },
    second,
  ]);
  expect(await writer.watches.remove(watchId, noon)).toBe(true);
  expect(await writer.watches.remove(watchId, noon)).toBe(false);
  await expect(writer.watches.add(ofWords('x', 404), noon)).rejects.toThrow(/404/);
  const events = await store.audit.list({ types: ['watch.added', 'watch.removed'], limit: 10 });
  expect(events.map(({ type, metadata }) => [type, metadata])).toEqual([
    ['watch.removed', { watchId }],
    ['watch.added', { watchId: second.id, kind: 'silence', hours: 1.5, channelId: null }],
    ['watch.added', { watchId, kind: 'loss', percent: 0.5, channelId: 1 }],
  ]);
});

test('with a channel go the watches of it; what was found in others stays', async () => {
  const { keep, store, writer, runId } = await watching(ofWords('flood', 1));
  await keep([said('flood')]);
  await writer.runs.finish(
    runId,
    { ...newRun.counts, status: 'succeeded', endedAt: noon, durationMs: 1, reason: null },
    memory,
  );
  await writer.channels.remove([1]);
  expect(await store.watches.list()).toEqual([]);
  expect(await store.watches.alerts({ limit: 1 })).toEqual([]);
});
