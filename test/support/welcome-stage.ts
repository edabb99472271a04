import { test as base } from '@playwright/test';
import type { Handlers, SignInAnswer, VaultState } from '../../shared/contract.ts';
import type { Account } from '../../shared/domain.ts';
import { noFigures } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { snapshotOf } from './screen-builders.ts';
import { type StubbedScreens, serveStubbed } from './stubbed-screens.ts';

/** A made-up Telegram for the screens of a first start: who signs in is the test's to say. */

export const ada: Account = {
  id: 7,
  name: 'Ada Lovelace',
  username: 'ada',
  maskedPhone: '+•••••••••89',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: 1_000_000,
};

const dialogs = [
  'Harbourview News',
  'Tide tables',
  'Lighthouse keepers of the northern coasts and isles',
].map((title, index) => ({
  channelId: index + 1,
  title,
  username: null,
  subscribers: 1200,
  collected: false,
}));

/** A QR code's link as Telegram makes them. */
export const link = `tg://login?token=${'A1b2C3d4'.repeat(6)}`;
export const inApp =
  'in the chat named “Telegram”, in the Telegram app on a device that is signed in (not by SMS)';

interface World {
  apiId: number | null;
  vault: VaultState;
  accounts: readonly Account[];
  channels: number;
  canStartDemo: boolean;
}

export interface WelcomeStage extends StubbedScreens {
  readonly world: World;
  /** What was asked, in order, without what is only read. */
  readonly asked: { readonly name: string; readonly request: unknown }[];
  /** The sign-ins begun and neither cancelled nor over. */
  readonly open: ReadonlySet<string>;
  /** Answers the long wait of the QR code on the screen. */
  scan(answer: (signInId: string) => SignInAnswer): void;
  /** The account is signed in, and everyone hears of it. */
  signedIn(account: Account): SignInAnswer;
}

const openVault: VaultState = { state: 'open', protectedBy: ['key-file'], sentence: 'Open.' };

type StageOptions = Partial<World> & { readonly handlers?: Partial<Handlers> };

async function welcomeStage({ handlers = {}, ...given }: StageOptions): Promise<WelcomeStage> {
  const world: World = {
    apiId: null,
    vault: openVault,
    accounts: [],
    channels: 0,
    canStartDemo: false,
    ...given,
  };
  const asked: WelcomeStage['asked'] = [];
  const open = new Set<string>();
  const scans = new Map<string, (answer: SignInAnswer) => void>();
  let begun = 0;
  const begin = (): string => {
    begun += 1;
    open.add(`sign-in-${begun}`);
    return `sign-in-${begun}`;
  };
  const noting =
    <Request, Answer>(name: string, answer: (request: Request) => Answer) =>
    async (request: Request): Promise<Answer> => {
      asked.push({ name, request });
      return answer(request);
    };

  let push = (): void => undefined;
  const screens = await serveStubbed(
    {
      'vault.get': async () => world.vault,
      'api.get': async () => ({ apiId: world.apiId }),
      'accounts.list': async () => world.accounts,
      'proxy.get': async () => null,
      'system.get': async () => ({
        version: '0.1.0',
        mode: 'serve',
        demo: false,
        dataFolder: '/home/ada/.local/share/tidings',
        launchAtLogin: null,
        canOpenFolders: false,
        canStartDemo: world.canStartDemo,
      }),
      'dialogs.list': async () => ({ channels: dialogs, complete: true, readAt: 1_000_000 }),
      'dialogs.read': async () => ({ accepted: true, complete: true }),
      'collection.pace': async () => ({ burst: 3, intervalMs: 1000, requestMs: null }),
      'api.set': noting('api.set', ({ apiId }) => {
        world.apiId = apiId;
        return { accepted: true };
      }),
      'signin.qr': noting('signin.qr', () => ({
        step: 'qr',
        signInId: begin(),
        link,
        expiresInMs: 30_000,
        problem: null,
      })),
      'signin.next': ({ signInId }) => new Promise((resolve) => scans.set(signInId, resolve)),
      'signin.begin': noting('signin.begin', () => ({
        step: 'code',
        signInId: begin(),
        sentTo: inApp,
        problem: null,
      })),
      'signin.cancel': noting('signin.cancel', ({ signInId }) => {
        open.delete(signInId);
        return { accepted: true };
      }),
      'channels.pick': noting('channels.pick', ({ channelIds }) => {
        world.channels += channelIds.length;
        push();
        return { accepted: true, channels: [] };
      }),
      ...Object.fromEntries(
        Object.entries(handlers).map(([name, answer]) => [name, noting(name, answer as never)]),
      ),
    },
    () => snapshotNow(world),
  );
  push = screens.push;

  return {
    ...screens,
    world,
    asked,
    open,
    scan(answer) {
      const [signInId] = [...open].slice(-1);
      const resolve = signInId === undefined ? undefined : scans.get(signInId);
      if (signInId === undefined || resolve === undefined) throw new Error('No QR code waits to be scanned.');
      resolve(answer(signInId));
    },
    signedIn(account) {
      world.accounts = [...world.accounts.filter(({ id }) => id !== account.id), account];
      open.clear();
      screens.push();
      screens.changed('accounts');
      return { step: 'done', account };
    },
  };
}

function snapshotNow({ accounts, channels }: World): Snapshot {
  const signedIn = accounts.filter(({ state }) => state === 'signed-in').length;
  const obstacle =
    accounts.length === 0
      ? ({ kind: 'no-account', message: 'Sign in to Telegram first.' } as const)
      : channels === 0
        ? ({ kind: 'no-channel', message: 'Pick a channel to collect.' } as const)
        : null;
  return snapshotOf({
    figures: { ...noFigures, channels, channelsEnabled: channels, accountsSignedIn: signedIn },
    ...(obstacle === null
      ? {}
      : {
          state: 'blocked',
          sentence: obstacle.message,
          next: {
            dueAt: null,
            trigger: 'schedule',
            reason: { kind: 'obstacle', obstacle },
            remainingMs: null,
            because: obstacle.message,
          },
        }),
  });
}

/** Opens stages and closes them with the test. */
export const test = base.extend<{ stage: (options?: StageOptions) => Promise<WelcomeStage> }>({
  stage: async ({ browserName: _browserName }, use) => {
    const opened: WelcomeStage[] = [];
    await use(async (options = {}) => {
      const stage = await welcomeStage(options);
      opened.push(stage);
      return stage;
    });
    await Promise.all(opened.map((stage) => stage.close()));
  },
});
