import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRawHeader } from '@electron/asar';
import { Arch, build, type CliOptions, type Configuration, Platform } from 'electron-builder';

export type Target = 'darwin' | 'win32' | 'linux';

export interface Packed {
  /** The program that starts it. */
  readonly program: string;
  /** Of the folder Electron calls resources. */
  readonly resources: string;
  readonly archive: string;
  /** Files within the archive, from its root, with `/`. */
  readonly files: readonly string[];
  /** Those of them that lie beside it. */
  readonly unpacked: readonly string[];
}

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const configurationFile = join(root, 'electron-builder.yml');
const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;

const targets = {
  darwin: {
    platform: Platform.MAC,
    program: 'Tidings.app/Contents/MacOS/Tidings',
    resources: 'Tidings.app/Contents/Resources',
  },
  win32: { platform: Platform.WINDOWS, program: 'Tidings.exe', resources: 'resources' },
  linux: { platform: Platform.LINUX, program: 'tidings', resources: 'resources' },
} as const;

/** electron-builder refuses to make an application for macOS on Windows. */
export const packable: readonly Target[] =
  process.platform === 'win32' ? ['win32', 'linux'] : ['darwin', 'win32', 'linux'];

/**
 * Lets electron-builder pack Tidings for `target` into `folder` by the project's own configuration, around a file
 * that has of Electron's program only the name and the fuses: nothing is downloaded. What needs the rest of it
 * (icon, signature, and on macOS the fuses, which are signed) is left out.
 */
export async function pack(target: Target, folder: string): Promise<Packed> {
  const output = join(folder, target);
  await build({
    ...inProject({
      electronDist: dummyElectron(target, folder),
      directories: { output },
      ...(target === 'win32' ? { disableAsarIntegrity: true } : {}),
      ...(target === 'darwin' ? { electronFuses: null } : {}),
      win: { signAndEditExecutable: false },
      mac: { identity: null },
    }),
    targets: targets[target].platform.createTarget('dir', arch),
  });
  const application = join(output, outputFolder(target));
  const resources = join(application, targets[target].resources);
  const archive = join(resources, 'app.asar');
  const entries = entriesOf(getRawHeader(archive).header as Entry, '');
  return {
    program: join(application, targets[target].program),
    resources,
    archive,
    files: entries.map(({ path }) => path),
    unpacked: entries.filter(({ entry }) => entry.unpacked).map(({ path }) => path),
  };
}

/** What electron-builder would tell the tools that make an AppImage and a Debian package, without running them. */
export async function linuxPackages(folder: string): Promise<{
  readonly appImageEntry: string;
  readonly debianEntry: string;
  readonly debianOptions: readonly string[];
}> {
  let appImageEntry = '';
  let debianEntry = '';
  let debianOptions: readonly string[] = [];
  await build({
    ...inProject({
      electronDist: dummyElectron('linux', folder),
      directories: { output: join(folder, 'packages') },
    }),
    targets: Platform.LINUX.createTarget(['AppImage', 'deb'], arch),
    async effectiveOptionComputed(options: { readonly desktop: string } | [string[], string]) {
      if (Array.isArray(options)) {
        const [given, entryFile] = options;
        debianOptions = given;
        debianEntry = await readFile(entryFile, 'utf8');
      } else {
        appImageEntry = options.desktop;
      }
      return true;
    },
  });
  return { appImageEntry, debianEntry, debianOptions };
}

function inProject(config: Configuration): CliOptions {
  return { projectDir: root, publish: 'never', config };
}

interface Entry {
  readonly unpacked?: boolean;
  readonly files?: Readonly<Record<string, Entry>>;
}

function entriesOf(entry: Entry, path: string): readonly { readonly path: string; readonly entry: Entry }[] {
  if (entry.files === undefined) return [{ path, entry }];
  return Object.entries(entry.files).flatMap(([name, child]) =>
    entriesOf(child, path === '' ? name : `${path}/${name}`),
  );
}

function outputFolder(target: Target): string {
  const suffix = arch === Arch.x64 ? '' : '-arm64';
  return target === 'darwin' ? `mac${suffix}` : `${target === 'win32' ? 'win' : 'linux'}${suffix}-unpacked`;
}

function dummyElectron(target: Target, folder: string): string {
  const distribution = join(folder, `electron-${target}`);
  mkdirSync(distribution, { recursive: true });
  if (target === 'darwin') dummyApplication(join(distribution, 'Electron.app'), 'Electron');
  else dummyProgram(join(distribution, target === 'win32' ? 'electron.exe' : 'electron'));
  return distribution;
}

function dummyApplication(path: string, name: string): void {
  const contents = join(path, 'Contents');
  for (const part of ['MacOS', 'Resources', 'Frameworks'])
    mkdirSync(join(contents, part), { recursive: true });
  dummyProgram(join(contents, 'MacOS', name));
  writeFileSync(
    join(contents, 'Info.plist'),
    `<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>`,
  );
  if (name !== 'Electron') return;
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const helper = `Electron Helper${kind}`;
    dummyApplication(join(contents, 'Frameworks', `${helper}.app`), helper);
  }
}

/** Where the fuses begin in Electron's program: a mark, the version of what follows, how many, one character each. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fusesAsDelivered = '10110001';

function dummyProgram(file: string): void {
  const fuses = [String.fromCharCode(1, fusesAsDelivered.length), fusesAsDelivered].join('');
  writeFileSync(file, `Not Electron.\n${fuseMark}${fuses}\n`);
  chmodSync(file, 0o755);
}
