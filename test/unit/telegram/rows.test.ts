import { describe, expect, it } from 'vitest';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import { channelDescription, historyPage } from '../../../electron/telegram/rows.ts';

const { Api, toBigInteger } = loadLibrary();
const peerId = new Api.PeerChannel({ channelId: toBigInteger(77) });

function message(fields: Partial<ConstructorParameters<typeof Api.Message>[0]> = {}) {
  return new Api.Message({ id: 10, peerId, date: 1_700_000_000, message: 'Text', ...fields });
}

function page(...messages: InstanceType<typeof Api.Message | typeof Api.MessageService>[]) {
  const rest = { pts: 1, count: messages.length, topics: [], chats: [], users: [] };
  const read = historyPage(new Api.messages.ChannelMessages({ ...rest, messages }), 77);
  if (read === null) throw new Error('A page was expected.');
  return read;
}

function document(...attributes: ConstructorParameters<typeof Api.Document>[0]['attributes']) {
  const fields = { id: toBigInteger(1), accessHash: toBigInteger(1), fileReference: Buffer.alloc(0) };
  return new Api.MessageMediaDocument({
    document: new Api.Document({
      ...fields,
      date: 0,
      mimeType: 'x/y',
      size: toBigInteger(1),
      dcId: 2,
      attributes,
    }),
  });
}

describe('a page of history', () => {
  it('is plain rows: what Telegram gave, null where it gave nothing', () => {
    const full = message({
      id: 11,
      editDate: 1_700_000_100,
      views: 0,
      forwards: 3,
      replies: new Api.MessageReplies({ replies: 4, repliesPts: 1 }),
      reactions: new Api.MessageReactions({
        results: [
          new Api.ReactionCount({ reaction: new Api.ReactionEmoji({ emoticon: '👍' }), count: 5 }),
          new Api.ReactionCount({
            reaction: new Api.ReactionCustomEmoji({ documentId: toBigInteger('5368324170671202286') }),
            count: 6,
          }),
          new Api.ReactionCount({ reaction: new Api.ReactionPaid(), count: 7 }),
        ],
      }),
      groupedId: toBigInteger('13870000000000001'),
      postAuthor: 'Ada',
      pinned: true,
    });
    expect(page(full, message()).posts).toEqual([
      {
        channelId: 77,
        id: 11,
        postedAt: 1_700_000_000_000,
        editedAt: 1_700_000_100_000,
        text: 'Text',
        links: [],
        views: 0,
        forwards: 3,
        replies: 4,
        reactions: [
          { reaction: '👍', count: 5 },
          { reaction: 'custom:5368324170671202286', count: 6 },
          { reaction: 'paid', count: 7 },
        ],
        media: null,
        groupId: '13870000000000001',
        author: 'Ada',
        pinned: true,
      },
      {
        channelId: 77,
        id: 10,
        postedAt: 1_700_000_000_000,
        editedAt: null,
        text: 'Text',
        links: [],
        views: null,
        forwards: null,
        replies: null,
        reactions: [],
        media: null,
        groupId: null,
        author: null,
        pinned: false,
      },
    ]);
  });

  it('does not take a new reaction for an edit', () => {
    expect(page(message({ editDate: 1_700_000_100, editHide: true })).posts[0]?.editedAt).toBeNull();
  });

  it('leaves service messages out of the posts, and counts them as rows and for the oldest id', () => {
    const pinning = new Api.MessageService({
      id: 4,
      peerId,
      date: 1_700_000_000,
      action: new Api.MessageActionPinMessage(),
    });
    expect(page(message({ id: 5 }), pinning)).toMatchObject({ rows: 2, oldestId: 4, posts: [{ id: 5 }] });
    expect(page(pinning)).toEqual({ posts: [], rows: 1, oldestId: 4, pts: 1 });
  });

  it('has no oldest id when it is empty', () => {
    expect(page()).toEqual({ posts: [], rows: 0, oldestId: null, pts: 1 });
  });

  it.each([
    ['photo', new Api.MessageMediaPhoto({})],
    ['video', document(new Api.DocumentAttributeVideo({ duration: 1, w: 1, h: 1 }))],
    ['video', document(new Api.DocumentAttributeAnimated())],
    ['audio', document(new Api.DocumentAttributeAudio({ duration: 1 }))],
    ['voice', document(new Api.DocumentAttributeAudio({ duration: 1, voice: true }))],
    [
      'sticker',
      document(new Api.DocumentAttributeSticker({ alt: '', stickerset: new Api.InputStickerSetEmpty() })),
    ],
    ['document', document(new Api.DocumentAttributeFilename({ fileName: 'a.pdf' }))],
    ['link', new Api.MessageMediaWebPage({ webpage: new Api.WebPageEmpty({ id: toBigInteger(1) }) })],
    ['location', new Api.MessageMediaGeo({ geo: new Api.GeoPointEmpty() })],
    [
      'contact',
      new Api.MessageMediaContact({
        phoneNumber: '',
        firstName: '',
        lastName: '',
        vcard: '',
        userId: toBigInteger(1),
      }),
    ],
    ['other', new Api.MessageMediaDice({ value: 1, emoticon: '🎲' })],
    [null, new Api.MessageMediaEmpty()],
  ] as const)('knows the kind of media: %s', (kind, media) => {
    expect(page(message({ media })).posts[0]?.media).toBe(kind);
  });
});

describe('a channel', () => {
  const fields = {
    id: toBigInteger('2143567890'),
    accessHash: toBigInteger('-8123456789012345678'),
    title: 'News',
    photo: new Api.ChatPhotoEmpty(),
    date: 0,
  };

  it('is described with its access hash as text, and its active name', () => {
    const usernames = [
      new Api.Username({ username: 'old', active: false }),
      new Api.Username({ username: 'news', active: true }),
    ];
    expect(channelDescription(new Api.Channel({ ...fields, broadcast: true, usernames }))).toEqual({
      channelId: 2_143_567_890,
      accessHash: '-8123456789012345678',
      title: 'News',
      username: 'news',
      subscribers: null,
    });
  });

  it('is no group, and none that cannot be read', () => {
    expect(channelDescription(new Api.Channel({ ...fields, megagroup: true }))).toBeNull();
    expect(channelDescription(new Api.Channel({ ...fields, broadcast: true, min: true }))).toBeNull();
    expect(channelDescription(new Api.ChannelForbidden({ ...fields, broadcast: true }))).toBeNull();
  });
});

it('takes “nothing has changed” for no page at all: it says nothing of what is there', () => {
  expect(historyPage(new Api.messages.MessagesNotModified({ count: 3 }), 77)).toBeNull();
});
