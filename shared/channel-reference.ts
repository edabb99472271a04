/** What a person may write to name a channel. */
export type WrittenReference =
  | { readonly kind: 'username'; readonly username: string }
  | { readonly kind: 'invite'; readonly hash: string }
  /** A link that names a private channel by number, which tells nothing to an account that is not in it. */
  | { readonly kind: 'private'; readonly channelId: number };

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
export function readReference(text: string): WrittenReference | null {
  const trimmed = text.trim();
  if (/^tg:/i.test(trimmed)) return fromAppLink(trimmed);
  const withoutScheme = trimmed.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  const [host = '', ...rest] = withoutScheme.split(/[/?#]/);
  if (hosts.has(host.toLowerCase())) return fromPath(withoutScheme.slice(host.length));
  const subdomain = /^([a-z0-9_]+)\.t\.me$/i.exec(host)?.[1];
  if (subdomain !== undefined) return named(subdomain);
  return rest.length === 0 ? named(trimmed.replace(/^@/, '')) : null;
}

/** How `channels.add` is told; null where a number is all there is. */
export function asText(reference: WrittenReference): string | null {
  if (reference.kind === 'private') return null;
  return reference.kind === 'username' ? `@${reference.username}` : `https://t.me/+${reference.hash}`;
}

/** The name, in lower case because Telegram ignores case; null where the text names a channel otherwise, or not at all. */
export function usernameIn(text: string): string | null {
  const reference = readReference(text);
  return reference?.kind === 'username' ? reference.username.toLowerCase() : null;
}

function fromPath(path: string): WrittenReference | null {
  const parts = (path.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '');
  const [first = '', second = ''] = parts;
  if (first === 'c') return numbered(second);
  if (first === 's') return named(second);
  if (first === 'joinchat') return invited(second);
  // The same form with digits alone is a link to a phone number.
  if (first.startsWith('+')) return /^\+\d+$/.test(first) ? null : invited(first.slice(1));
  return reservedNames.has(first.toLowerCase()) ? null : named(first.replace(/^@/, ''));
}

function fromAppLink(link: string): WrittenReference | null {
  const match = /^tg:(?:\/\/)?(resolve|join|privatepost)\/?\?(.*)$/i.exec(link);
  const parameter = (name: string) => new RegExp(`(?:^|&)${name}=([^&]*)`).exec(match?.[2] ?? '')?.[1] ?? '';
  switch (match?.[1]?.toLowerCase()) {
    case 'resolve':
      return named(parameter('domain'));
    case 'join':
      return invited(parameter('invite'));
    case 'privatepost':
      return numbered(parameter('channel'));
    default:
      return null;
  }
}

function named(name: string): WrittenReference | null {
  return username.test(name) ? { kind: 'username', username: name } : null;
}

function invited(hash: string): WrittenReference | null {
  return inviteHash.test(hash) ? { kind: 'invite', hash } : null;
}

function numbered(digits: string): WrittenReference | null {
  return /^\d{1,15}$/.test(digits) ? { kind: 'private', channelId: Number(digits) } : null;
}
