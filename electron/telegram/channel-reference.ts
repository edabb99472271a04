/** What a person may write to name a channel. */
export type ChannelReference =
  | { readonly kind: 'username'; readonly username: string }
  | { readonly kind: 'invite'; readonly hash: string }
  /** A link that names a private channel by number, which says nothing to an account without its access hash. */
  | { readonly kind: 'private' };

const username = /^[a-z][a-z0-9_]{2,31}$/i;
const inviteHash = /^[a-z0-9_-]{8,}$/i;
const hosts = new Set(['t.me', 'telegram.me', 'telegram.dog']);
/** First parts of t.me addresses that are no names. */
const reservedNames = new Set([
  'addemoji',
  'addlist',
  'addstickers',
  'addtheme',
  'bg',
  'boost',
  'confirmphone',
  'contact',
  'giftcode',
  'invoice',
  'iv',
  'login',
  'proxy',
  'setlanguage',
  'share',
  'socks',
]);

/**
 * Reads `@name`, `name`, `t.me/name/123`, `t.me/s/name`, `name.t.me`, `t.me/+hash`, `t.me/joinchat/hash`,
 * `t.me/c/123/4`, `tg://resolve?domain=name` and `tg://join?invite=hash`. Null when it is none of these.
 */
export function parseChannelReference(text: string): ChannelReference | null {
  const trimmed = text.trim();
  if (/^tg:/i.test(trimmed)) return fromAppLink(trimmed);
  const withoutScheme = trimmed.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  const [host = '', ...rest] = withoutScheme.split(/[/?#]/);
  if (hosts.has(host.toLowerCase())) return fromPath(withoutScheme.slice(host.length));
  const subdomain = /^([a-z0-9_]+)\.t\.me$/i.exec(host)?.[1];
  if (subdomain !== undefined) return named(subdomain);
  return rest.length === 0 ? named(trimmed.replace(/^@/, '')) : null;
}

function fromPath(path: string): ChannelReference | null {
  const parts = (path.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '');
  const [first = '', second] = parts;
  if (first === 'c') return { kind: 'private' };
  if (first === 's') return named(second ?? '');
  if (first === 'joinchat') return invited(second ?? '');
  // The same form with digits alone is a link to a phone number.
  if (first.startsWith('+')) return /^\+\d+$/.test(first) ? null : invited(first.slice(1));
  return reservedNames.has(first.toLowerCase()) ? null : named(first.replace(/^@/, ''));
}

function fromAppLink(link: string): ChannelReference | null {
  const match = /^tg:(?:\/\/)?(resolve|join|privatepost)\/?\?(.*)$/i.exec(link);
  const parameters = new URLSearchParams(match?.[2] ?? '');
  switch (match?.[1]?.toLowerCase()) {
    case 'resolve':
      return named(parameters.get('domain') ?? '');
    case 'join':
      return invited(parameters.get('invite') ?? '');
    case 'privatepost':
      return { kind: 'private' };
    default:
      return null;
  }
}

function named(name: string): ChannelReference | null {
  return username.test(name) ? { kind: 'username', username: name } : null;
}

function invited(hash: string): ChannelReference | null {
  return inviteHash.test(hash) ? { kind: 'invite', hash } : null;
}
