import type { Protocol, Session, session as sessions } from 'electron';
import { app } from './app.ts';
import type { FetchAnswer } from './calls.ts';
import { asWhole } from './whole.ts';

type Handler = Parameters<Protocol['handle']>[1];

const handlers = new Map<string, Handler>();

/** Schemes that the application answers itself: https://electronjs.org/docs/api/protocol */
export const protocol = {
  registerSchemesAsPrivileged() {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
  },
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme) {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Partial<Protocol>;

/** What the handler of the address' scheme answers. */
export async function fetchFromHandler(given: {
  readonly url: string;
  readonly method: string;
}): Promise<FetchAnswer> {
  const handler = handlers.get(new URL(given.url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`net::ERR_UNKNOWN_URL_SCHEME for ${given.url}`);
  const response = await handler(new Request(given.url, { method: given.method }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

const defaultSession = asWhole<Session>({
  setPermissionCheckHandler: () => undefined,
  setPermissionRequestHandler: () => undefined,
});

/** The browser's state, of which the stand-in has one per start: https://electronjs.org/docs/api/session */
export const session = {
  get defaultSession(): Session {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
} satisfies Pick<typeof sessions, 'defaultSession'>;
