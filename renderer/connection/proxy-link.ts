import { noProxy, type ProxyDraft } from './proxy-draft.ts';
import { readSecret } from './proxy-secret.ts';

/** What a pasted text says about a proxy. */
export type ReadLink =
  | { readonly kind: 'draft'; readonly draft: ProxyDraft }
  /** It is a link, but not one that can be used: why, as a sentence. */
  | { readonly kind: 'problem'; readonly problem: string };

const telegramLink =
  /^(?:tg:(?:\/\/)?|(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.(?:me|dog)\/)(proxy|socks)\/?\?(.*)$/i;
const socksLink = /^socks(?:5h?)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\[[^\]]+\]|[^:/@?#]+)(?::(\d+))?\/?$/i;
const usualSocksPort = '1080';

/** Null where the text is no link at all, but perhaps a host name. */
export function readProxyLink(text: string): ReadLink | null {
  const given = text.trim();
  const telegram = telegramLink.exec(given);
  if (telegram !== null) {
    const [, kind = '', query = ''] = telegram;
    const parameters = new URLSearchParams(query.replace(/#.*$/, ''));
    return kind.toLowerCase() === 'proxy' ? mtproxyOf(parameters) : socksOf(parameters);
  }
  const socks = socksLink.exec(given);
  if (socks !== null) {
    const [, username = '', password = '', host = '', port = usualSocksPort] = socks;
    return fromSocksLink({ username, password, host, port });
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
    return problem('This is not a link of a SOCKS5 proxy or an MTProxy, the two kinds Tidings knows.');
  }
  return null;
}

function mtproxyOf(parameters: URLSearchParams): ReadLink {
  // A plus sign of base64 is read as a space in an address.
  const secret = (parameters.get('secret') ?? '').replaceAll(' ', '+');
  const host = parameters.get('server') ?? '';
  if (host === '' || secret === '') {
    return problem('The link is not complete: it must name a server, a port and a secret.');
  }
  const read = readSecret(secret);
  if (read.kind === 'problem') return problem(read.problem);
  return draft({ kind: 'mtproxy', host, port: parameters.get('port') ?? '', secret: read.secret });
}

function socksOf(parameters: URLSearchParams): ReadLink {
  const host = parameters.get('server') ?? '';
  if (host === '') return problem('The link is not complete: it must name a server and a port.');
  return draft({
    kind: 'socks5',
    host,
    port: parameters.get('port') ?? usualSocksPort,
    username: parameters.get('user') ?? '',
    password: parameters.get('pass') ?? '',
  });
}

function fromSocksLink(given: Pick<ProxyDraft, 'username' | 'password' | 'host' | 'port'>): ReadLink {
  const username = decoded(given.username);
  const password = decoded(given.password);
  if (username === null || password === null) {
    return problem(
      'The user name or password in the link is not written as links want it (%20 for a space).',
    );
  }
  return draft({ ...given, kind: 'socks5', host: given.host.replace(/^\[|\]$/g, ''), username, password });
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function draft(given: Partial<ProxyDraft>): ReadLink {
  return { kind: 'draft', draft: { ...noProxy, ...given } };
}

function problem(words: string): ReadLink {
  return { kind: 'problem', problem: words };
}
