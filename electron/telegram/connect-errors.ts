import type { ProxyServer } from '../../shared/contract.ts';

/** How far a proxy was of help before a connection failed. */
type ProxyTrouble = 'not-reached' | 'wrong-kind' | 'name-refused' | 'name-needed' | 'no-way-on' | 'hung-up';

/** Why there is no connection through a proxy. `detail` is a short word for a person; nothing in it is secret. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly trouble: ProxyTrouble;
  readonly detail: string | null;
  constructor(trouble: ProxyTrouble, detail: string | null = null) {
    super(`The proxy was of no help (${trouble}).`);
    this.trouble = trouble;
    this.detail = detail;
  }
}

/** What a failed attempt to connect means, by the system's own word for it; null where that says nothing. */
export function networkProblem(error: Error | null): string | null {
  const code = error !== null && 'code' in error ? String(error.code) : null;
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ETIMEDOUT':
      return 'no answer to the attempt to connect';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its address was not found. Is this computer online?';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return 'this computer seems to be offline';
    default:
      return null;
  }
}

/** Why Telegram could not be reached, in a sentence; `error` is what the attempt to connect failed with. */
export function unreachableWords(error: Error | null, proxy: ProxyServer | null): string {
  if (proxy === null) return sentence('Telegram could not be reached', networkProblem(error) ?? endedEarly);
  if (error instanceof ProxyError) return proxyWords(error, proxy);
  return sentence(
    `${placeOf(proxy)} was reached, but not Telegram through it`,
    proxy.kind === 'mtproxy' ? secretDoubted : endedEarly,
  );
}

/** That nothing was heard within `within` (a span in words). */
export function silentWords(within: string, proxy: ProxyServer | null): string {
  if (proxy === null) return `Telegram did not answer within ${within}.`;
  const silence = `Telegram did not answer within ${within} through the proxy at ${addressOf(proxy)}`;
  return proxy.kind === 'mtproxy' ? sentence(silence, secretDoubted) : `${silence}.`;
}

const endedEarly = 'the connection ended before it was ready';
const secretDoubted = 'it is down, or the secret is another one';

function proxyWords({ trouble, detail }: ProxyError, proxy: ProxyServer): string {
  const place = placeOf(proxy);
  switch (trouble) {
    case 'not-reached':
      return sentence(`${place} could not be reached`, detail ?? endedEarly);
    case 'wrong-kind':
      return `${place} does not answer as a SOCKS5 proxy. Check its port.`;
    case 'name-refused':
      return `${place} does not accept this name and password.`;
    case 'name-needed':
      return proxy.kind === 'socks5' && (proxy.username !== null || proxy.password !== null)
        ? `${place} wants another way of proving who asks than a name and a password.`
        : `${place} asks for a name and a password.`;
    case 'no-way-on':
      return sentence(`${place} was reached, but not Telegram through it`, detail ?? endedEarly);
    case 'hung-up':
      return `${place} hung up without saying why.`;
  }
}

function sentence(what: string, why: string): string {
  return `${what}: ${why}${why.endsWith('?') ? '' : '.'}`;
}

function placeOf(proxy: ProxyServer): string {
  return `The proxy at ${addressOf(proxy)}`;
}

function addressOf({ host, port }: ProxyServer): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
