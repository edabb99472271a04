import { describe, expect, it } from 'vitest';
import type { DataCentre } from '../../../electron/demo/data-centre.ts';
import { Api, type Client, inputChannel } from './client.ts';
import { noon, refusalOf, signIn, start } from './servers.ts';

const news = 'harbourview_news';
const still = { channels: 1, postsPerChannel: 200, live: false, epochAt: noon - 10 * 86_400_000 };

async function difference(client: Client, pts: number, limit = 100) {
  const channel = await inputChannel(client, news);
  const filter = new Api.ChannelMessagesFilterEmpty();
  return client.invoke(new Api.updates.GetChannelDifference({ channel, filter, pts, limit, force: false }));
}

const ptsOf = (dataCentre: DataCentre) => dataCentre.channels()[0]?.pts ?? 0;

/** A difference with content, in plain words. */
async function changes(client: Client, pts: number, limit?: number) {
  const answer = await difference(client, pts, limit);
  if (!(answer instanceof Api.updates.ChannelDifference)) throw new Error(answer.className);
  return {
    pts: answer.pts,
    final: answer.final === true,
    new: answer.newMessages.map(({ id }) => id),
    edited: answer.otherUpdates.flatMap((update) =>
      update instanceof Api.UpdateEditChannelMessage ? [update.message.id] : [],
    ),
    deleted: answer.otherUpdates.flatMap((update) =>
      update instanceof Api.UpdateDeleteChannelMessages ? update.messages : [],
    ),
  };
}

describe('updates.getChannelDifference', () => {
  it('is empty while nothing happens', async () => {
    const dataCentre = await start(still);
    const client = await signIn(dataCentre);
    const answer = await difference(client, ptsOf(dataCentre));
    expect(answer.className).toBe('updates.ChannelDifferenceEmpty');
  });

  it('tells of new, edited and deleted posts, and not of those that came and went', async () => {
    const dataCentre = await start(still);
    const client = await signIn(dataCentre);
    const before = ptsOf(dataCentre);
    const [newest, second] = [...dataCentre.posts(news)].filter(({ service }) => service === null);
    const added = dataCentre.addPost(news, { text: 'Extra! Extra!' });
    const fleeting = dataCentre.addPost(news, { text: 'Never mind' });
    dataCentre.editPost(news, newest?.id ?? 0, 'Corrected');
    dataCentre.editPost(news, added, 'Extra!');
    dataCentre.deletePost(news, second?.id ?? 0);
    dataCentre.deletePost(news, fleeting);
    expect(await changes(client, before)).toEqual({
      pts: before + 6,
      final: true,
      new: [added],
      edited: [newest?.id],
      deleted: [second?.id, fleeting],
    });
    expect(dataCentre.post(news, newest?.id ?? 0)?.text).toBe('Corrected');
    expect(dataCentre.post(news, second?.id ?? 0)).toBeNull();
  });

  it('comes in slices that join without gap, and ends where the channel stands', async () => {
    const dataCentre = await start({ channels: 1, postsPerChannel: 100, epochAt: noon });
    const client = await signIn(dataCentre);
    const top = dataCentre.channels()[0]?.topId ?? 0;
    let pts = ptsOf(dataCentre);
    dataCentre.advance(2 * 3_600_000);
    const seen: number[] = [];
    for (let final = false; !final; ) {
      const slice = await changes(client, pts, 30);
      expect(slice.pts).toBeGreaterThan(pts);
      ({ pts, final } = slice);
      seen.push(...slice.new);
    }
    expect(pts).toBe(ptsOf(dataCentre));
    const expected = [...dataCentre.posts(news)].map(({ id }) => id).filter((id) => id > top);
    expect(seen).toEqual(expected.toReversed());
    expect(seen.length).toBeGreaterThan(100);
  });

  it('is too long after more changes than it tells of', async () => {
    const dataCentre = await start({ ...still, longestDifference: 50 });
    const client = await signIn(dataCentre);
    const now = ptsOf(dataCentre);
    const answer = await difference(client, now - 51, 10);
    if (!(answer instanceof Api.updates.ChannelDifferenceTooLong)) throw new Error(answer.className);
    expect(answer.messages.map(({ id }) => id)).toEqual(
      [...dataCentre.posts(news)].slice(0, 10).map(({ id }) => id),
    );
    expect(answer.dialog instanceof Api.Dialog ? answer.dialog.pts : null).toBe(now);
    expect((await difference(client, now - 50)).className).toBe('updates.ChannelDifference');
  });

  it('refuses a pts that cannot be', async () => {
    const dataCentre = await start(still);
    const client = await signIn(dataCentre);
    expect(await refusalOf(difference(client, 0))).toBe('PERSISTENT_TIMESTAMP_EMPTY');
    expect(await refusalOf(difference(client, ptsOf(dataCentre) + 1))).toBe('PERSISTENT_TIMESTAMP_INVALID');
  });
});
