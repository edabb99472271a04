import type { Api } from 'telegram';

/**
 * The addresses a message links to that its text does not show: those beneath words (`TextUrl`) and that of its
 * preview, each once, in order. Only http(s) and tg: addresses; what else a link may hold is nothing to open.
 */
export function hiddenLinks(message: Api.Message): string[] {
  const entities = message.entities ?? [];
  const shown = new Set(
    entities.flatMap((entity) =>
      entity.className === 'MessageEntityUrl'
        ? [comparable(message.message.slice(entity.offset, entity.offset + entity.length))]
        : [],
    ),
  );
  const beneathWords = entities.flatMap((entity) =>
    entity.className === 'MessageEntityTextUrl' ? [entity.url] : [],
  );
  const links = new Map<string, string>();
  for (const address of [...beneathWords, ...previewed(message.media)]) {
    const key = comparable(address);
    if (isOpenable(address) && !shown.has(key) && !links.has(key)) links.set(key, address);
  }
  return [...links.values()];
}

function previewed(media: Api.TypeMessageMedia | undefined): string[] {
  if (media?.className !== 'MessageMediaWebPage') return [];
  const { webpage } = media;
  const url = webpage.className === 'WebPageNotModified' ? undefined : webpage.url;
  return url == null ? [] : [url];
}

function isOpenable(address: string): boolean {
  return URL.canParse(address) && ['http:', 'https:', 'tg:'].includes(new URL(address).protocol);
}

/** Texts leave out the scheme, and previews add a slash or fold the host's case: the same address all the same. */
function comparable(address: string): string {
  const written = /^[a-z][a-z\d+.-]*:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(written) ? new URL(written).href : address;
}
