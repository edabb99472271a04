import { describe, expect, it } from 'vitest';
import { createServedRecord } from '../../../electron/demo/served.ts';
import { Api, type Client, inputChannel } from './client.ts';
import { noon, signIn, start } from './servers.ts';

const news = 'harbourview_news';
const still = {
  channels: 2,
  postsPerChannel: 200,
  live: false,
  epochAt: noon - 86_400_000,
  recordServed: true,
};

async function readNewest(client: Client, limit: number): Promise<void> {
  await client.invoke(new Api.messages.GetHistory({ peer: await inputChannel(client, news), limit }));
}

describe('the record of what was served', () => {
  it('has every state of a post once, with when it was first served', async () => {
    const dataCentre = await start(still);
    const client = await signIn(dataCentre);
    const url = 'https://harbourview.example/tides';
    const id = dataCentre.addPost(news, { text: 'The tides', textLink: { words: 'tides', url } });
    await readNewest(client, 1);
    dataCentre.advance(60_000);
    await readNewest(client, 1);
    dataCentre.editPost(news, id, 'Corrected');
    await readNewest(client, 1);

    const common = { media: null };
    expect(dataCentre.served(news)).toEqual([
      {
        id,
        states: [
          { ...common, text: 'The tides', editedAt: null, links: [url], firstServedAt: noon },
          {
            ...common,
            text: 'Corrected',
            editedAt: noon + 60_000,
            links: [],
            firstServedAt: noon + 60_000,
          },
        ],
      },
    ]);
    const [, other] = dataCentre.channels();
    expect(dataCentre.served(other?.id ?? 0)).toEqual([]);
  });

  it('has what came by id and in a difference, and nothing that did not', async () => {
    const dataCentre = await start(still);
    const client = await signIn(dataCentre);
    const channel = await inputChannel(client, news);
    const pts = dataCentre.channels()[0]?.pts ?? 0;
    const fresh = dataCentre.addPost(news, { text: 'Fresh' });
    const fleeting = dataCentre.addPost(news, { text: 'Never mind' });
    dataCentre.deletePost(news, fleeting);
    const filter = new Api.ChannelMessagesFilterEmpty();
    await client.invoke(new Api.updates.GetChannelDifference({ channel, filter, pts, limit: 100 }));
    const asked = [...dataCentre.posts(news)].find(({ service, id }) => service === null && id < fresh)?.id;
    await client.invoke(
      new Api.channels.GetMessages({
        channel,
        id: [1, asked ?? 0, fleeting].map((id) => new Api.InputMessageID({ id })),
      }),
    );
    expect(dataCentre.served(news).map(({ id }) => id)).toEqual([asked, fresh]);
  });

  it('is only kept where it is asked for', async () => {
    const dataCentre = await start({ ...still, recordServed: false });
    expect(() => dataCentre.served(news)).toThrow('recordServed');
  });

  it('tells a preview whose address the text shows from one whose address it does not', async () => {
    const dataCentre = await start(still);
    const record = createServedRecord(true);
    const posts = [...dataCentre.posts(news)];
    record.note(posts, noon);
    const states = new Map(record.of(posts[0]?.channelId ?? 0).map(({ id, states: [state] }) => [id, state]));
    const previews = posts.filter(({ media }) => media?.kind === 'link');
    const shown = previews.filter(({ text, media }) => media?.kind === 'link' && text.includes(media.url));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThan(previews.length);
    for (const post of previews) {
      const { url } = post.media?.kind === 'link' ? post.media : { url: '' };
      expect(states.get(post.id)?.links.includes(url)).toBe(!shown.includes(post));
    }
    expect(posts.some(({ textLink }) => textLink !== null)).toBe(true);
  });
});

describe('the record of deletions', () => {
  it('has those that happened by themselves and on request, each with its moment', async () => {
    const dataCentre = await start({ ...still, live: true, liveSpacingMs: 60_000 });
    const idsNow = () => [...dataCentre.posts(news)].map(({ id }) => id);
    const earlier = dataCentre.deletions(news).length;
    const vanished = new Map<number, { readonly after: number; readonly by: number }>();
    let there = idsNow();
    for (let hour = 0; hour < 24; hour += 1) {
      const after = dataCentre.now();
      dataCentre.advance(3_600_000);
      if (hour === 3) dataCentre.deletePost(news, there[0] ?? 0);
      const remaining = new Set(idsNow());
      for (const id of there) if (!remaining.has(id)) vanished.set(id, { after, by: dataCentre.now() });
      there = [...remaining];
    }
    expect(vanished.size).toBeGreaterThan(10);
    const deletions = new Map(dataCentre.deletions(news).map(({ id, at }) => [id, at]));
    for (const [id, { after, by }] of vanished) {
      expect(deletions.get(id)).toBeGreaterThan(after);
      expect(deletions.get(id)).toBeLessThanOrEqual(by);
    }
    // Whatever is not there was deleted: also what came and went within an hour.
    const topId = dataCentre.channels()[0]?.topId ?? 0;
    const ids = Array.from({ length: topId }, (_, index) => index + 1);
    expect([...deletions.keys()]).toEqual(ids.filter((id) => !there.includes(id)));
    expect(deletions.size).toBeGreaterThanOrEqual(earlier + vanished.size);
  });
});
