import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may see the screens: whoever opened an address with a token that nobody had used before. */
export interface Access {
  /** A new token for one use. The oldest unused one is forgotten when there are too many. */
  mintToken(): string;
  /** Exchanges a token for the `Set-Cookie` value of a new session; null when it is not, or no longer, valid. */
  redeem(token: string): string | null;
  /** Whether the request carries the cookie of a session. */
  isLetIn(headers: IncomingHttpHeaders): boolean;
  /** A new token that fetches this file, once. */
  mintDownload(file: string): string;
  /** The file of the token; null when it is not, or no longer, valid. */
  redeemDownload(token: string): string | null;
}

const mostTokens = 20;
const mostSessions = 100;
const mostDownloads = 20;
const cookieLifeSeconds = 30 * 24 * 60 * 60;

/**
 * Tokens and sessions live as long as the process. Only their digests are kept and looked up, so that
 * comparing takes the same time whatever was guessed. Browsers do not keep cookies apart by port, so the
 * cookie's name carries it: two data folders served at once do not sign each other out.
 */
export function createAccess(port: number): Access {
  const cookieName = `tidings-${port}`;
  const tokens = new Set<string>();
  const sessions = new Set<string>();
  const downloads = new Map<string, string>();

  return {
    mintToken() {
      const token = randomSecret();
      remember(tokens, token, mostTokens);
      return token;
    },
    redeem(token) {
      if (!tokens.delete(digest(token))) return null;
      const session = randomSecret();
      remember(sessions, session, mostSessions);
      return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieLifeSeconds}`;
    },
    isLetIn(headers) {
      const session = cookieIn(headers.cookie ?? '', cookieName);
      return session !== null && sessions.has(digest(session));
    },
    mintDownload(file) {
      const token = randomSecret();
      downloads.set(digest(token), file);
      const [oldest] = downloads.keys();
      if (downloads.size > mostDownloads && oldest !== undefined) downloads.delete(oldest);
      return token;
    },
    redeemDownload(token) {
      const file = downloads.get(digest(token)) ?? null;
      downloads.delete(digest(token));
      return file;
    },
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('hex');
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function remember(digests: Set<string>, secret: string, most: number): void {
  digests.add(digest(secret));
  const [oldest] = digests;
  if (digests.size > most && oldest !== undefined) digests.delete(oldest);
}

function cookieIn(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() === name && value !== undefined) return value.trim();
  }
  return null;
}

/**
 * Whether a request was meant for this server and, where it says so, came from one of its own pages. Keeps out
 * other sites' pages, also those that made their own name point to this machine (DNS rebinding).
 */
export function isOwnRequest(
  headers: IncomingHttpHeaders,
  port: number,
  options: { readonly originRequired: boolean },
): boolean {
  const { host, origin } = headers;
  // URL leaves out port 80, as browsers do.
  const ownHosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => new URL(`http://${name}:${port}`).host);
  if (host === undefined || !ownHosts.includes(host.toLowerCase())) return false;
  if (origin === undefined) return !options.originRequired;
  return origin === `http://${host.toLowerCase()}`;
}
