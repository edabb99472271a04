import { expect, test } from 'vitest';
import { bareSurroundings, type Surroundings } from '../../../electron/ports/surroundings.ts';
import { createSystemHandlers } from '../../../electron/service/system-handlers.ts';

const facts = {
  version: '1.2.3',
  mode: 'desktop',
  folders: {
    data: '/home/ada/data',
    logs: '/home/ada/data/logs',
    exports: '/home/ada/data/exports',
    backups: '/home/ada/data/backups',
  },
} as const;

const noted: boolean[] = [];
const handlersIn = (surroundings: Partial<Surroundings>) =>
  createSystemHandlers(
    facts,
    () => ({ ...bareSurroundings, ...surroundings }),
    async (enabled) => {
      noted.push(enabled);
    },
  );

test('a process without a desktop says what it cannot do, and how it is done instead', async () => {
  const handlers = handlersIn({});
  expect(await handlers['system.get']({})).toEqual({
    version: '1.2.3',
    mode: 'desktop',
    demo: false,
    dataFolder: '/home/ada/data',
    launchAtLogin: null,
    canOpenFolders: false,
    canStartDemo: false,
  });
  expect(await handlers['system.openFolder']({ folder: 'logs' })).toMatchObject({
    accepted: false,
    reason: expect.stringContaining('/home/ada/data/logs'),
  });
  expect(await handlers['demo.start']({})).toMatchObject({
    accepted: false,
    reason: expect.stringContaining('npm run demo'),
  });
  expect(await handlers['screens.address']({})).toMatchObject({ accepted: false });
});

test('what the desktop can do is done, and what the system refuses is said', async () => {
  const done: string[] = [];
  const handlers = handlersIn({
    openFolder: async (folder) => {
      done.push(folder);
    },
    relaunch: (on) => done.push(on),
    loginItem: {
      read: () => ({ enabled: true, refusal: null }),
      change: () => {
        throw new Error('Allow Tidings in System Settings.');
      },
    },
  });
  expect(await handlers['system.openFolder']({ folder: 'data' })).toEqual({ accepted: true });
  expect(await handlers['demo.start']({})).toEqual({ accepted: true });
  expect(await handlers['demo.leave']({})).toEqual({ accepted: true });
  expect(done).toEqual(['/home/ada/data', 'demo', 'own-data']);
  expect(await handlers['system.setLaunchAtLogin']({ enabled: true })).toEqual({
    accepted: false,
    reason: 'Allow Tidings in System Settings.',
  });
  expect((await handlers['system.get']({})).launchAtLogin).toEqual({ enabled: true, refusal: null });
});
