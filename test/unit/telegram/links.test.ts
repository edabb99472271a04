import { describe, expect, it } from 'vitest';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import { hiddenLinks } from '../../../electron/telegram/links.ts';

const { Api, toBigInteger } = loadLibrary();
const peerId = new Api.PeerChannel({ channelId: toBigInteger(77) });

/** The links of a message whose text has `words` linked to each address, and a preview of `preview`. */
function linksOf(text: string, beneathWords: readonly string[], preview?: string): string[] {
  const shown = [...text.matchAll(/\S+\.example\S*/g)].map(
    ({ index, 0: { length } }) => new Api.MessageEntityUrl({ offset: index, length }),
  );
  const beneath = beneathWords.map((url) => new Api.MessageEntityTextUrl({ offset: 0, length: 1, url }));
  const webpage = new Api.WebPage({
    id: toBigInteger(1),
    url: preview ?? '',
    displayUrl: '',
    hash: 0,
  });
  return hiddenLinks(
    new Api.Message({
      id: 1,
      peerId,
      date: 0,
      message: text,
      entities: [new Api.MessageEntityBold({ offset: 0, length: 1 }), ...beneath, ...shown],
      media: preview === undefined ? undefined : new Api.MessageMediaWebPage({ webpage }),
    }),
  );
}

describe('the links of a post', () => {
  it('are those beneath words and that of the preview, in order, each once', () => {
    const links = linksOf(
      'Words',
      ['https://b.example/', 'tg://resolve?domain=news', 'https://a.example/1', 'https://b.example'],
      'https://a.example/1',
    );
    expect(links).toEqual(['https://b.example/', 'tg://resolve?domain=news', 'https://a.example/1']);
  });

  it('do not repeat an address that the text shows', () => {
    expect(linksOf('See https://a.example/x', [], 'https://a.example/x')).toEqual([]);
    expect(linksOf('See A.example', ['https://a.example'], 'https://a.example/')).toEqual([]);
    expect(linksOf('See https://a.example/xy', [], 'https://a.example/x')).toEqual(['https://a.example/x']);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ftp://a.example',
    'a.example/page',
    '',
    'https://',
  ])('are none that a person should not open with a click: %s', (url) => {
    expect(linksOf('Words', [url], url)).toEqual([]);
  });

  it('are told also of a preview that is still being made, or that came to nothing', () => {
    const id = toBigInteger(1);
    const of = (webpage: ConstructorParameters<typeof Api.MessageMediaWebPage>[0]['webpage']) =>
      hiddenLinks(
        new Api.Message({
          id: 1,
          peerId,
          date: 0,
          message: 'Words',
          media: new Api.MessageMediaWebPage({ webpage }),
        }),
      );
    expect(of(new Api.WebPagePending({ id, date: 0, url: 'https://a.example/' }))).toEqual([
      'https://a.example/',
    ]);
    expect(of(new Api.WebPageEmpty({ id }))).toEqual([]);
    expect(of(new Api.WebPageNotModified({}))).toEqual([]);
  });
});
