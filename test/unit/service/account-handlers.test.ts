import { expect, onTestFinished, test } from 'vitest';
import type { SecretsOfAccounts } from '../../../electron/ports/account-secrets.ts';
import type { AccountSecrets, GatewayFailure, GatewayResult } from '../../../electron/ports/gateway.ts';
import { createAccountHandlers } from '../../../electron/service/account-handlers.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { createSecretsOfAccounts } from '../../../electron/vault/secrets-of-accounts.ts';
import { createTurns } from '../../../shared/in-turn.ts';
import { silentLog } from '../../support/collection.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const ada = { id: 1, name: 'Ada', username: null, maskedPhone: '+•••11' };
const secrets: AccountSecrets = { apiId: 5, apiHash: 'the hash', session: 'a session', proxy: null };
const socks = {
  kind: 'socks5',
  host: 'proxy.test',
  port: 1080,
  username: 'ada',
  password: 'canary-proxy',
} as const;
const unreachable: GatewayFailure = { kind: 'network', message: 'Telegram could not be reached.' };
const done: GatewayResult<null> = { ok: true, value: null };

/** Ada is signed in; `signOut` and `tryProxy` answer as given. */
async function stage({
  signOut = done,
  tryProxy = done,
  running = false,
  meanwhile = async () => undefined,
}: {
  readonly signOut?: GatewayResult<null>;
  readonly tryProxy?: GatewayResult<null>;
  readonly running?: boolean;
  /** What happens while a proxy is tried. */
  readonly meanwhile?: (kept: SecretsOfAccounts) => Promise<void>;
} = {}) {
  const { store } = await openStore({ file: ':memory:', log: silentLog, now: () => 1 });
  onTestFinished(() => store.close());
  const attempt = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, 1, null);
  if (!attempt.taken) throw new Error('The lease is taken.');
  const { writer } = attempt.lease;
  await writer.accounts.signedIn(ada, 1);
  const entries = new Map<string, string>();
  const kept = createSecretsOfAccounts({
    read: async (key) => entries.get(key) ?? null,
    write: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
  });
  await kept.write(ada.id, secrets);
  const forgotten: number[] = [];
  const handlers = createAccountHandlers({
    store,
    writer: async () => writer,
    gateway: {
      tryProxy: async () => {
        await meanwhile(kept);
        return tryProxy;
      },
    },
    connections: {
      gatewayOf: async () => ({ signOut: async () => signOut }) as never,
      forget: async (accountId) => void forgotten.push(accountId),
      closeAll: async () => undefined,
    },
    secrets: kept,
    clock: createDrivenClock({ now: 1_000 }),
    inTurn: createTurns(),
    whileIdle: async (task) => (running ? { idle: false } : { idle: true, value: await task(writer) }),
    onChanged: async () => undefined,
  });
  return { store, handlers, kept, forgotten };
}

test('signing out ends the session at Telegram, then forgets it here; it is no lost sign-in', async () => {
  const { store, handlers, kept, forgotten } = await stage();
  expect(await handlers['accounts.signOut']({ accountId: ada.id })).toEqual({ accepted: true });
  expect(await kept.read(ada.id)).toBeNull();
  expect(forgotten).toEqual([ada.id]);
  expect(await store.accounts.list()).toEqual([]);
  const [event] = await store.audit.list({ limit: 1 });
  expect(event).toMatchObject({ type: 'signin.ended', metadata: { accountId: ada.id, revoked: true } });
});

test('a session that Telegram did not end is kept, unless it is to be forgotten all the same', async () => {
  const { handlers, kept, store } = await stage({ signOut: { ok: false, failure: unreachable } });
  expect(await handlers['accounts.signOut']({ accountId: ada.id })).toMatchObject({
    accepted: false,
    reason: expect.stringContaining('Telegram could not be reached.'),
  });
  expect(await kept.read(ada.id)).toEqual(secrets);
  expect(await handlers['accounts.signOut']({ accountId: ada.id, evenIfUnreachable: true })).toEqual({
    accepted: true,
  });
  expect(await kept.read(ada.id)).toBeNull();
  const [event] = await store.audit.list({ limit: 1 });
  expect(event?.metadata).toEqual({ accountId: ada.id, revoked: false });
});

test('an account that a run may be reading with is not signed out under it', async () => {
  const { handlers, kept } = await stage({ running: true });
  expect(await handlers['accounts.signOut']({ accountId: ada.id })).toMatchObject({ accepted: false });
  expect(await kept.read(ada.id)).toEqual(secrets);
});

test('a proxy is kept only when Telegram was reached through it, and its password never comes back', async () => {
  const refusing = await stage({ tryProxy: { ok: false, failure: unreachable } });
  expect(await refusing.handlers['proxy.set']({ accountId: ada.id, proxy: socks })).toMatchObject({
    accepted: false,
  });
  expect((await refusing.kept.read(ada.id))?.proxy).toBeNull();

  const { handlers, kept, forgotten, store } = await stage();
  expect(await handlers['proxy.set']({ accountId: ada.id, proxy: socks })).toEqual({ accepted: true });
  expect(await kept.read(ada.id)).toEqual({ ...secrets, proxy: socks });
  expect(forgotten).toEqual([ada.id]);
  const summary = await handlers['proxy.get']({ accountId: ada.id });
  expect(summary).toEqual({ kind: 'socks5', host: 'proxy.test', port: 1080, username: 'ada' });
  expect(JSON.stringify(await store.audit.list({ limit: 10 }))).not.toContain('canary-proxy');
});

test('what is signed in or out while a proxy is tried is not undone by it', async () => {
  const again = await stage({
    meanwhile: (kept) => kept.write(ada.id, { ...secrets, session: 'a newer one' }),
  });
  expect(await again.handlers['proxy.set']({ accountId: ada.id, proxy: socks })).toEqual({ accepted: true });
  expect(await again.kept.read(ada.id)).toEqual({ ...secrets, session: 'a newer one', proxy: socks });

  const out = await stage({ meanwhile: (kept) => kept.remove(ada.id) });
  expect(await out.handlers['proxy.set']({ accountId: ada.id, proxy: socks })).toMatchObject({
    accepted: false,
  });
  expect(await out.kept.read(ada.id)).toBeNull();
});

test('a sign-out that was interrupted does not claim that nothing happened', async () => {
  const cancelled: GatewayFailure = { kind: 'cancelled', message: 'Stopped.' };
  const { handlers } = await stage({ signOut: { ok: false, failure: cancelled } });
  expect(await handlers['accounts.signOut']({ accountId: ada.id })).toEqual({
    accepted: false,
    reason: 'Signing out was interrupted, and Telegram may have ended the session already. Try again.',
  });
});

test('the proxy and the application of sign-ins to come are kept for themselves', async () => {
  const { handlers, kept, store } = await stage();
  await handlers['proxy.set']({ accountId: null, proxy: socks });
  expect(await kept.readProxy()).toEqual(socks);
  expect((await kept.read(ada.id))?.proxy).toBeNull();
  await handlers['proxy.set']({ accountId: null, proxy: null });
  expect(await handlers['proxy.get']({ accountId: null })).toBeNull();

  expect(await handlers['api.get']({})).toEqual({ apiId: null });
  const application = { apiId: 12_345, apiHash: '0123456789abcdef0123456789abcdef' };
  await handlers['api.set'](application);
  expect(await handlers['api.get']({})).toEqual({ apiId: 12_345 });
  const written = await store.audit.list({ limit: 1 });
  expect(written).toMatchObject([{ type: 'application.changed', metadata: { apiId: 12_345 } }]);
  expect(JSON.stringify(written)).not.toContain(application.apiHash);
});
