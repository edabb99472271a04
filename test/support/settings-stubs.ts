import type {
  ChangedList,
  Handlers,
  ProxyServer,
  ProxySummary,
  SystemInfo,
  VaultState,
} from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import { explainIssues, settingsSchema } from '../../shared/contract-schemas.ts';
import { type Account, type AuditEvent, defaultSettings, type Settings } from '../../shared/domain.ts';
import { waitAfterRun } from '../../shared/schedule.ts';
import {
  initialState,
  reduce,
  type SnapshotChange,
  type SnapshotState,
  snapshotOf,
} from '../../shared/snapshot.ts';
import { runOf } from './screen-builders.ts';
import { serveStubbed } from './stubbed-screens.ts';

/** The built screens, fed by answers the test makes up. What is changed over the contract stays changed. */

export interface SettingsWorld {
  accounts: readonly Account[];
  events: readonly AuditEvent[];
  apiId: number | null;
  proxies: Map<number | null, ProxySummary>;
  vault: VaultState;
  system: SystemInfo;
  settings: Settings;
  /** By name of the request: why it is refused; may wait, and may let it pass. */
  refusals: Map<string, () => Promise<string | undefined> | string>;
}

export const ada: Account = {
  id: 1001,
  name: 'Ada Lovelace',
  username: 'ada',
  maskedPhone: '+99 ••• ••• 24',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: Date.UTC(2026, 10, 3, 14, 2),
};

export function settingsWorld(change: Partial<SettingsWorld> = {}): SettingsWorld {
  return {
    accounts: [ada],
    events: [],
    apiId: 12_345,
    proxies: new Map(),
    vault: {
      state: 'open',
      protectedBy: ['keychain'],
      sentence:
        "Sessions are kept in /home/ada/.local/share/tidings/vault.json, protected by this computer's keychain.",
    },
    system: {
      version: '0.1.0',
      mode: 'desktop',
      demo: false,
      dataFolder: '/home/ada/.local/share/tidings',
      launchAtLogin: { enabled: false, refusal: null },
      canOpenFolders: true,
      canStartDemo: true,
    },
    settings: defaultSettings,
    refusals: new Map(),
    ...change,
  };
}

export interface ServedWorld {
  readonly address: string;
  /** Everything asked that changes something, in order. */
  readonly asked: { readonly name: string; readonly request: unknown }[];
  publish(change: SnapshotChange): void;
  changed(...lists: ChangedList[]): void;
  close(): Promise<void>;
}

export async function serveWorld(world: SettingsWorld): Promise<ServedWorld> {
  const asked: ServedWorld['asked'] = [];
  const lastRun = runOf({ startedAt: Date.now() - 161_000, endedAt: Date.now() - 157_000 });

  let state: SnapshotState = initialState;

  function publish(change: SnapshotChange): void {
    state = reduce(state, change);
    screens.push();
  }

  function publishSchedule(): void {
    const { settings } = world;
    publish({ type: 'settings', settings });
    publish({
      type: 'schedule',
      pause: null,
      next: {
        dueAt: Math.max(Date.now(), (lastRun.endedAt ?? 0) + waitAfterRun(settings, 4000)),
        trigger: 'schedule',
        reason: { kind: 'policy', lastDurationMs: 4000, ...settings },
      },
    });
  }

  /** Notes what was asked, then refuses where the test says so. */
  async function take(name: string, request: unknown) {
    asked.push({ name, request });
    const reason = await world.refusals.get(name)?.();
    return reason === undefined ? null : ({ accepted: false, reason } as const);
  }

  const accepted = { accepted: true } as const;
  const handlers: Partial<Handlers> = {
    'runs.events': async () => ({ items: world.events, next: null }),
    'settings.set': async (change) => {
      const refusal = await take('settings.set', change);
      if (refusal !== null) throw new RequestError({ code: 'lease-lost', message: refusal.reason });
      const parsed = settingsSchema.safeParse({ ...world.settings, ...change });
      if (!parsed.success) {
        throw new RequestError({ code: 'bad-request', message: explainIssues(parsed.error) });
      }
      world.settings = parsed.data;
      publishSchedule();
      return parsed.data;
    },
    'accounts.list': async () => world.accounts,
    'accounts.signOut': async (request) => {
      const refusal = await take('accounts.signOut', request);
      if (refusal !== null && request.evenIfUnreachable !== true) return refusal;
      world.accounts = world.accounts.filter(({ id }) => id !== request.accountId);
      screens.changed('accounts');
      return accepted;
    },
    'api.get': async () => ({ apiId: world.apiId }),
    'api.set': async (request) => {
      const refusal = await take('api.set', request);
      if (refusal !== null) return refusal;
      world.apiId = request.apiId;
      screens.changed('accounts');
      return accepted;
    },
    'proxy.get': async ({ accountId }) => world.proxies.get(accountId) ?? null,
    'proxy.set': async (request) => {
      const refusal = await take('proxy.set', request);
      if (refusal !== null) return refusal;
      if (request.proxy === null) world.proxies.delete(request.accountId);
      else world.proxies.set(request.accountId, summaryOf(request.proxy));
      screens.changed('accounts');
      return accepted;
    },
    'vault.get': async () => world.vault,
    'vault.unlock': async (request) => {
      const refusal = await take('vault.unlock', request);
      if (refusal !== null) return refusal;
      world.vault = { ...world.vault, state: 'open' };
      screens.changed('vault');
      return accepted;
    },
    'vault.protect': async (request) => {
      const refusal = await take('vault.protect', request);
      if (refusal !== null) return refusal;
      world.vault = {
        ...world.vault,
        state: 'open',
        protectedBy: [...world.vault.protectedBy, 'passphrase'],
      };
      screens.changed('vault');
      return accepted;
    },
    'system.get': async () => world.system,
    'system.setLaunchAtLogin': async (request) => {
      const refusal = await take('system.setLaunchAtLogin', request);
      if (refusal !== null) return refusal;
      world.system = { ...world.system, launchAtLogin: { enabled: request.enabled, refusal: null } };
      return accepted;
    },
    'system.openFolder': async (request) => (await take('system.openFolder', request)) ?? accepted,
    'demo.start': async (request) => (await take('demo.start', request)) ?? accepted,
    'demo.leave': async (request) => (await take('demo.leave', request)) ?? accepted,
  };

  const screens = await serveStubbed(handlers, () =>
    snapshotOf(state, { now: Date.now(), monotonic: performance.now() }),
  );
  publish({ type: 'lease', lease: { kind: 'holding' } });
  publish({ type: 'last-run', run: lastRun });
  publishSchedule();
  return { address: screens.address, asked, publish, changed: screens.changed, close: screens.close };
}

function summaryOf(proxy: ProxyServer): ProxySummary {
  const { kind, host, port } = proxy;
  return { kind, host, port, username: proxy.kind === 'socks5' ? proxy.username : null };
}
