import type { BackUpFile, DatabaseSize } from '../../shared/archive.ts';
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
  backUps: readonly BackUpFile[];
  size: DatabaseSize;
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

export function backUpOf(change: Partial<BackUpFile> & { readonly at: number }): BackUpFile {
  const name = `tidings-${new Date(change.at).toISOString().replaceAll(':', '-')}-${change.kind ?? 'daily'}.db`;
  return { name, bytes: 12_300_000, kind: 'daily', ...change };
}

const millionPosts: DatabaseSize = {
  total: 2_340_000_000,
  parts: [
    { name: 'Posts and their texts', bytes: 1_120_000_000, rows: 1_000_000 },
    { name: 'Search index', bytes: 640_000_000, rows: null },
    { name: 'Counters over time', bytes: 310_000_000, rows: 4_812_345 },
    { name: 'Earlier versions', bytes: 21_000_000, rows: 31_024 },
    { name: 'Audit log', bytes: 120_000_000, rows: 812_004 },
    { name: 'Runs', bytes: 64_000_000, rows: 402_118 },
    { name: 'Figures', bytes: 9_000_000, rows: 182_500 },
    { name: 'Everything else', bytes: 16_000_000, rows: null },
  ],
  free: 40_000_000,
  backUps: 6_900_000_000,
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
    backUps: [
      backUpOf({ at: Date.UTC(2026, 10, 24, 9, 30), kind: 'by-hand', bytes: 13_400_000 }),
      backUpOf({ at: Date.UTC(2026, 10, 24, 3, 2) }),
      backUpOf({ at: Date.UTC(2026, 10, 1, 8), kind: 'before-format', bytes: 812_000 }),
    ],
    size: millionPosts,
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
    'run.start': async (request) => (await take('run.start', request)) ?? { accepted: true, runId: 2 },
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
    'vault.get': async () => {
      await world.refusals.get('vault.get')?.();
      return world.vault;
    },
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
        protectedBy: [...world.vault.protectedBy.filter((kind) => kind !== 'key-file'), 'passphrase'],
      };
      screens.changed('vault');
      return accepted;
    },
    'backups.list': async () => world.backUps,
    'backups.make': async (request) => {
      const refusal = await take('backups.make', request);
      if (refusal !== null) return refusal;
      const backUp = backUpOf({ at: Date.UTC(2026, 10, 24, 12), kind: 'by-hand', bytes: 13_900_000 });
      world.backUps = [backUp, ...world.backUps];
      screens.changed('backups');
      return { accepted: true, backUp };
    },
    'backups.restore': async (request) => (await take('backups.restore', request)) ?? accepted,
    'database.size': async (request) => {
      const refusal = await take('database.size', request);
      if (refusal !== null) throw new RequestError({ code: 'failed', message: refusal.reason });
      return world.size;
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
