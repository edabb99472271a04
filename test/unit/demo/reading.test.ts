import type { Api as Tl } from 'telegram';
import { describe, expect, it } from 'vitest';
import type { DataCentre } from '../../../electron/demo/data-centre.ts';
import { privateInviteHash } from '../../../electron/demo/world/catalogue.ts';
import { Api, bigInteger, type Client, code, inputChannel, phone } from './client.ts';
import { refusalOf, signIn, start } from './servers.ts';

const news = 'harbourview_news';

/** A page of history. */
async function history(client: Client, parameters: Record<string, number> = {}, username = news) {
  const peer = await inputChannel(client, username);
  const page = await client.invoke(new Api.messages.GetHistory({ peer, limit: 100, ...parameters }));
  if (!(page instanceof Api.messages.ChannelMessages)) throw new Error(page.className);
  return page;
}

const idsOf = (page: { messages: { id: number }[] }) => page.messages.map(({ id }) => id);
const recordedIds = (dataCentre: DataCentre) => [...dataCentre.posts(news)].map(({ id }) => id);

describe('messages.getHistory', () => {
  it('gives, page by page, exactly the posts on record', async () => {
    const dataCentre = await start({ channels: 1, postsPerChannel: 450 });
    const client = await signIn(dataCentre);
    const peer = await inputChannel(client, news);
    const read: number[] = [];
    for (let offsetId = 0; ; offsetId = read.at(-1) ?? 0) {
      const page = await client.invoke(new Api.messages.GetHistory({ peer, limit: 100, offsetId }));
      if (!(page instanceof Api.messages.ChannelMessages)) throw new Error(page.className);
      expect(page.count).toBe(dataCentre.channels()[0]?.posts);
      if (page.messages.length === 0) break;
      read.push(...idsOf(page));
    }
    expect(read).toEqual(recordedIds(dataCentre));
  });

  it('slices as Telegram does: below the offset, moved by add_offset, filtered only afterwards', async () => {
    const dataCentre = await start({ channels: 1, postsPerChannel: 300, live: false });
    const client = await signIn(dataCentre);
    const ids = recordedIds(dataCentre);
    const at = (index: number) => ids[index] ?? 0;
    const page = async (parameters: Record<string, number>) => idsOf(await history(client, parameters));

    expect(await page({ limit: 1000 })).toEqual(ids.slice(0, 100));
    expect(await page({ limit: 5, offsetId: at(40) })).toEqual(ids.slice(41, 46));
    expect(await page({ limit: 5, offsetId: at(40), addOffset: 3 })).toEqual(ids.slice(44, 49));
    expect(await page({ limit: 5, offsetId: at(40), addOffset: -5 })).toEqual(ids.slice(36, 41));
    expect(await page({ limit: 6, offsetId: at(40), addOffset: -3 })).toEqual(ids.slice(38, 44));
    expect(await page({ limit: 10, offsetId: at(2), addOffset: -8 })).toEqual(ids.slice(0, 5));
    expect(await page({ limit: 10, minId: at(3) })).toEqual(ids.slice(0, 3));
    expect(await page({ limit: 10, maxId: at(3) })).toEqual(ids.slice(4, 10));
    expect(await page({ limit: 10, offsetId: at(50), minId: at(20) })).toEqual([]);
    expect(await page({ limit: 10, offsetId: 1 })).toEqual([]);
    expect(await page({ limit: 0 })).toEqual([]);
    const date = (dataCentre.post(news, at(60))?.postedAt ?? 0) / 1000;
    const before = ids.filter((id) => (dataCentre.post(news, id)?.postedAt ?? 0) < date * 1000);
    expect(await page({ limit: 3, offsetDate: date })).toEqual(before.slice(0, 3));
  });

  it('gives posts as they are on record: texts, times, counters, kinds of media', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const page = await history(client);
    for (const message of page.messages) {
      const record = dataCentre.post(news, message.id);
      if (message instanceof Api.MessageService) {
        expect(record?.service).not.toBeNull();
        continue;
      }
      if (!(message instanceof Api.Message)) throw new Error(message.className);
      expect({
        text: message.message,
        postedAt: message.date * 1000,
        editedAt: message.editDate ? message.editDate * 1000 : null,
        views: message.views,
        forwards: message.forwards,
        replies: message.replies?.replies ?? null,
        author: message.postAuthor ?? null,
        hasMedia: message.media !== undefined && message.media !== null,
        reactions: message.reactions?.results.map(({ count }) => count) ?? [],
      }).toEqual({
        text: record?.text,
        postedAt: record?.postedAt,
        editedAt: record?.editedAt,
        views: record?.views,
        forwards: record?.forwards,
        replies: record?.replies,
        author: record?.author,
        hasMedia: record?.media !== null,
        reactions: record?.reactions.map(({ count }) => count),
      });
    }
  });

  it('carries every kind of media and whole albums', async () => {
    const dataCentre = await start({ channels: 1, postsPerChannel: 900 });
    const client = await signIn(dataCentre);
    const kinds = new Set<string>();
    const albums = new Map<string, number>();
    for (let offsetId = 1_000_000; offsetId > 1; ) {
      const { messages } = await history(client, { offsetId });
      for (const message of messages) {
        if (!(message instanceof Api.Message)) continue;
        kinds.add(message.media?.className ?? 'none');
        const group = message.groupedId?.toString();
        if (group !== undefined) albums.set(group, (albums.get(group) ?? 0) + 1);
      }
      offsetId = messages.at(-1)?.id ?? 0;
    }
    expect([...kinds].sort()).toEqual(
      ['MessageMediaDocument', 'MessageMediaPhoto', 'MessageMediaPoll', 'MessageMediaWebPage', 'none'].sort(),
    );
    expect(albums.size).toBeGreaterThan(3);
    expect(Math.max(...albums.values())).toBe(3);
  });
});

describe('other ways to read posts', () => {
  it('finds posts by id, and says which are no more', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const channel = await inputChannel(client, news);
    const id = dataCentre.addPost(news, { text: 'Short-lived' });
    dataCentre.deletePost(news, id);
    const wanted = [1, id].map((each) => new Api.InputMessageID({ id: each }));
    const found = await client.invoke(new Api.channels.GetMessages({ channel, id: wanted }));
    if (!(found instanceof Api.messages.ChannelMessages)) throw new Error(found.className);
    expect(found.messages.map(({ className }) => className)).toEqual(['MessageService', 'MessageEmpty']);
    expect(await refusalOf(client.invoke(new Api.channels.GetMessages({ channel, id: [] })))).toBe(
      'MESSAGE_IDS_EMPTY',
    );
  });

  it('reads counters without raising them', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const peer = await inputChannel(client, news);
    const [newest] = [...dataCentre.posts(news)].slice(0, 1);
    const request = () =>
      client.invoke(new Api.messages.GetMessagesViews({ peer, id: [newest?.id ?? 0], increment: false }));
    expect((await request()).views[0]?.views).toBe(newest?.views);
    expect((await request()).views[0]?.views).toBe(newest?.views);
    dataCentre.advance(3_600_000);
    const later = dataCentre.post(news, newest?.id ?? 0)?.views ?? 0;
    expect(later).toBeGreaterThan(newest?.views ?? 0);
    expect((await request()).views[0]?.views).toBe(later);
  });
});

describe('messages.getDialogs', () => {
  it('pages through all of the account’s channels, each once', async () => {
    const dataCentre = await start({ channels: 30, live: false });
    const client = await signIn(dataCentre);
    const titles: string[] = [];
    let offset = { offsetDate: 0, offsetId: 0, offsetPeer: new Api.InputPeerEmpty() as Tl.TypeInputPeer };
    let total = 0;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await client.invoke(
        new Api.messages.GetDialogs({ ...offset, limit: 7, hash: bigInteger(0) }),
      );
      if (!(page instanceof Api.messages.DialogsSlice)) throw new Error(page.className);
      total = page.count;
      const last = page.messages.at(-1);
      if (last === undefined) break;
      const channels = new Map(
        page.chats.flatMap((chat) =>
          chat instanceof Api.Channel ? [[chat.id.toString(), chat] as const] : [],
        ),
      );
      for (const chat of channels.values()) titles.push(chat.title);
      if (!(last instanceof Api.Message || last instanceof Api.MessageService))
        throw new Error(last.className);
      offset = {
        offsetDate: last.date,
        offsetId: last.id,
        offsetPeer: await client.getInputEntity(last.peerId),
      };
    }
    expect(total).toBe(31);
    expect(titles.toSorted()).toEqual(
      dataCentre
        .channels()
        .map(({ title }) => title)
        .sort(),
    );
  });

  it('shows an account the channels it follows, and Telegram’s own chat', async () => {
    const dataCentre = await start({ accounts: [{ phone, code, channels: [news, 'Lantern Museum'] }] });
    const client = await signIn(dataCentre);
    const page = await client.invoke(
      new Api.messages.GetDialogs({
        offsetDate: 0,
        offsetId: 0,
        offsetPeer: new Api.InputPeerEmpty(),
        limit: 100,
        hash: bigInteger(0),
      }),
    );
    if (!(page instanceof Api.messages.Dialogs)) throw new Error(page.className);
    const titles = page.chats.map((chat) => (chat instanceof Api.Channel ? chat.title : chat.className));
    expect(titles.sort()).toEqual(['Harbourview News', 'Lantern Museum']);
    expect(page.users.map((user) => (user instanceof Api.User ? user.firstName : ''))).toEqual(['Telegram']);
  });
});

describe('channels', () => {
  it('are described with their subscribers and pts', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const channel = await inputChannel(client, news);
    const { fullChat } = await client.invoke(new Api.channels.GetFullChannel({ channel }));
    if (!(fullChat instanceof Api.ChannelFull)) throw new Error(fullChat.className);
    const record = dataCentre.channels()[0];
    expect([fullChat.participantsCount, fullChat.pts]).toEqual([record?.subscribers, record?.pts]);
    dataCentre.advance(3 * 86_400_000);
    expect(dataCentre.channels()[0]?.subscribers).not.toBe(record?.subscribers);
  });

  it('tell their pts and newest post together', async () => {
    const dataCentre = await start({ channels: 3 });
    const client = await signIn(dataCentre);
    const channels = dataCentre.channels();
    const peers = await Promise.all(channels.map(({ username }) => inputChannel(client, username ?? '')));
    const { dialogs } = await client.invoke(
      new Api.messages.GetPeerDialogs({ peers: peers.map((peer) => new Api.InputDialogPeer({ peer })) }),
    );
    const told = dialogs.map((dialog) => (dialog instanceof Api.Dialog ? dialog.pts : null));
    expect(told).toEqual(channels.map(({ pts }) => pts));
    const nobody = client.invoke(new Api.messages.GetPeerDialogs({ peers: [] }));
    expect(await refusalOf(nobody)).toBe('INPUT_PEERS_EMPTY');
  });

  it('are found by name, and Telegram’s words say when they are not', async () => {
    const client = await signIn(await start({ channels: 1 }));
    await inputChannel(client, 'HarbourView_News');
    expect(await refusalOf(inputChannel(client, 'no_such_channel'))).toBe('USERNAME_NOT_OCCUPIED');
    expect(await refusalOf(inputChannel(client, '!'))).toBe('USERNAME_INVALID');
  });

  it('answer only to the access hash of the account that asks', async () => {
    const other = { phone: '+999 66 2 0001', code };
    const dataCentre = await start({ accounts: [{ phone, code }, other] });
    const [first, second] = [await signIn(dataCentre), await signIn(dataCentre, other.phone)];
    const mine = await inputChannel(first, news);
    const theirs = await inputChannel(second, news);
    expect(mine.accessHash.toString()).not.toBe(theirs.accessHash.toString());
    const read = (client: Client, peer: Tl.InputPeerChannel) =>
      client.invoke(new Api.messages.GetHistory({ peer, limit: 1 }));
    await read(second, theirs);
    expect(await refusalOf(read(second, mine))).toBe('CHANNEL_INVALID');
  });

  it('may be private: readable for those who follow them, described by their invite for others', async () => {
    const other = { phone: '+999 66 2 0001', code, channels: [news] };
    const dataCentre = await start({ privateChannel: true, accounts: [{ phone, code }, other] });
    const check = new Api.messages.CheckChatInvite({ hash: privateInviteHash });
    const member = await (await signIn(dataCentre)).invoke(check);
    if (!(member instanceof Api.ChatInviteAlready)) throw new Error(member.className);
    const stranger = await signIn(dataCentre, other.phone);
    expect((await stranger.invoke(check)).className).toBe('ChatInvite');
    const unknown = new Api.messages.CheckChatInvite({ hash: 'AAAAAAAAAAAA' });
    expect(await refusalOf(stranger.invoke(unknown))).toBe('INVITE_HASH_EXPIRED');
  });
});

describe('what is not there', () => {
  it('is refused as unknown, and counted', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    expect(await refusalOf(client.invoke(new Api.help.GetSupport()))).toBe('METHOD_INVALID');
    const { methods, accounts } = dataCentre.counts();
    expect(methods['help.getSupport']).toBe(1);
    expect(accounts['9996612024']?.['help.getSupport']).toBe(1);
  });
});
