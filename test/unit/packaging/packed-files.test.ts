import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linuxPackages, type Packed, pack, packable, root, type Target } from './pack.ts';

/** What a package of the lock file says of itself, as far as it matters here. */
interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

let folder: string;
const packed = new Map<Target, Packed>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-pack-'));
  await buildIfNeeded();
  for (const target of packable) packed.set(target, await pack(target, folder));
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(packable)('what is packed for %s', (target) => {
  const files = (): readonly string[] => packedFor(target).files;

  test('are the programs, the screens and the icons', () => {
    expect(files()).toEqual(
      expect.arrayContaining([
        'package.json',
        'dist/electron/main.js',
        'dist/electron/preload.cjs',
        'dist/electron/headless.js',
        'dist/electron/back-up-worker.js',
        'dist/electron/data-centre-process.js',
        'dist/renderer/index.html',
        'dist/icons/app/256x256.png',
        'dist/icons/tray/idleTemplate@2x.png',
        'dist/icons/tray/idle.ico',
      ]),
    );
  });

  test('comes from the built folders and the packages in use, and from nowhere else', () => {
    const places = new Set(files().map((file) => file.split('/').slice(0, 2).join('/')));
    const own = [...places].filter((place) => !place.startsWith('node_modules/'));
    expect(own.sort()).toEqual(['dist/electron', 'dist/icons', 'dist/renderer', 'package.json']);
    expect(packagesIn(files())).toEqual(productionPackages());
  });

  test('holds no sources, no maps of sources, no tests, no secrets', () => {
    const unwanted = [
      /\.(ts|mts|cts|tsx|map|tsbuildinfo|c|cc|cpp|h|gyp|gypi|patch|sh)$/,
      /(^|\/)(test|tests|__tests__|coverage)\//,
      /\.(test|spec)\.[cm]?[jt]sx?$/,
      /(^|\/)\.env|sessions\.json$|\.(pem|key|p12|pfx|sqlite|log)$|(^|\/)\.npmrc$/,
    ];
    expect(files().filter((file) => unwanted.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  test('holds one native module, its own, and that one lies beside the archive', () => {
    const binary = `node_modules/better-sqlite3/prebuilds/${target}-${process.arch}.node`;
    expect(files().filter((file) => /\.(node|dll|so|dylib|exe)$/.test(file))).toEqual([binary]);
    expect(packedFor(target).unpacked).toEqual([binary]);
    expect(existsSync(join(packedFor(target).resources, 'app.asar.unpacked', binary))).toBe(true);
  });

  test('knows no address to look for updates', () => {
    expect(existsSync(join(packedFor(target).resources, 'app-update.yml'))).toBe(false);
  });

  test('says which program to start and which menu entry is its own, and nothing of its making', () => {
    extract(target);
    const said = JSON.parse(readFileSync(join(folder, `${target}-files`, 'package.json'), 'utf8'));
    expect(said).toMatchObject({
      name: 'tidings',
      main: 'dist/electron/main.js',
      type: 'module',
      desktopName: 'tidings.desktop',
    });
    expect(said).not.toHaveProperty('devDependencies');
    expect(said).not.toHaveProperty('scripts');
  });
});

test('what the main process imports by name is in the archive, but for Electron itself', () => {
  const target = packable[0] ?? 'linux';
  extract(target);
  const main = readFileSync(join(folder, `${target}-files`, 'dist/electron/main.js'), 'utf8');
  const names = [...main.matchAll(/(?:\bfrom|\bimport\()\s*["']([^"'.][^"']*)["']/g)].map(
    ([, name = '']) => name,
  );
  const packages = new Set(names.filter((name) => !name.startsWith('node:')).map(packageOf));
  expect(packages).toContain('electron');
  expect([...packages].filter((name) => !packagesIn(packedFor(target).files).includes(name))).toEqual([
    'electron',
  ]);
});

test('the packed program signs in and collects, with nothing but what was packed', () => {
  const target = packable.find((each) => each === process.platform) ?? 'linux';
  extract(target);
  const program = join(folder, `${target}-files`, 'dist/electron/headless.js');
  const result = spawnSync(process.execPath, [program, 'demo', '--once', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 50_000,
  });
  expect(result.status, result.stderr).toBe(0);
  expect(JSON.parse(result.stdout)).toMatchObject({ status: 'succeeded', newMessages: 600, errors: 0 });
});

test.each(['win32', 'linux'] as const)(
  'the fuses of the program for %s are set, whatever they were',
  async (target) => {
    const wire = await getCurrentFuseWire(packedFor(target).program);
    const on = '1'.charCodeAt(0);
    const set = Array.from({ length: 8 }, (_, fuse: FuseV1Options) => [
      FuseV1Options[fuse],
      wire[fuse] === on,
    ]);
    expect(Object.fromEntries(set)).toEqual({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      GrantFileProtocolExtraPrivileges: false,
      OnlyLoadAppFromAsar: true,
      EnableEmbeddedAsarIntegrityValidation: true,
      EnableCookieEncryption: true,
      // Left as delivered: there is no snapshot to load.
      LoadBrowserProcessSpecificV8Snapshot: false,
    });
  },
);

test.each(packable.filter((target) => target === 'darwin'))(
  'the application for %s names the digest its archive is checked against',
  (target) => {
    const plist = readFileSync(join(packedFor(target).resources, '../Info.plist'), 'utf8');
    expect(plist).toMatch(/ElectronAsarIntegrity[\s\S]*Resources\/app\.asar[\s\S]*SHA256/);
    expect(plist).not.toContain('LSUIElement');
  },
);

test('menus on Linux know the app by its icon, its windows and its words, and start it in its sandbox', async () => {
  const { appImageEntry, debianEntry, debianOptions } = await linuxPackages(folder);
  for (const entry of [appImageEntry, debianEntry]) {
    expect(entry).toMatch(/^Icon=tidings$/m);
    expect(entry).toMatch(/^StartupWMClass=tidings$/m);
    expect(entry).toMatch(/^Categories=Network;News;$/m);
    expect(entry).toMatch(/^Keywords=([^;]+;){3,}$/m);
    expect(entry).toMatch(/^Exec=\S+ %U$/m);
  }
  expect(debianOptions.join('\n')).toMatch(
    /128x128\.png=\/usr\/share\/icons\/hicolor\/128x128\/apps\/tidings\.png/,
  );
  expect(debianOptions.join('\n')).toContain('=/usr/share/applications/tidings.desktop');
}, 60_000);

/** What the command line does before each command: it has no types, being what runs on any Node. */
async function buildIfNeeded(): Promise<void> {
  const file = pathToFileURL(join(root, 'bin/build-if-needed.js')).href;
  const module: { readonly buildIfNeeded: (root: string) => Promise<void> } = await import(file);
  await module.buildIfNeeded(root);
}

function packedFor(target: Target): Packed {
  const found = packed.get(target);
  if (found === undefined) throw new Error(`Nothing was packed for ${target}.`);
  return found;
}

function extract(target: Target): void {
  const files = join(folder, `${target}-files`);
  if (!existsSync(files)) extractAll(packedFor(target).archive, files);
}

function packageOf(path: string): string {
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}

/** Packages at the top of `node_modules`, in order. */
function packagesIn(files: readonly string[]): string[] {
  const inPackages = files.filter((file) => file.startsWith('node_modules/'));
  return [...new Set(inPackages.map((file) => packageOf(file.slice('node_modules/'.length))))].sort();
}

/** What the lock file installs for use, but for what is only needed to compile. */
function productionPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const names = Object.entries(packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => name !== 'node-addon-api');
  return [...new Set(names)].sort();
}
