import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../ports/log.ts';
import { type Vault, VaultError } from '../ports/vault.ts';

type Secrets = Readonly<Record<string, string>>;

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
const anyoneElse = 0o077;
const othersMayWrite = 0o022;

/**
 * Keeps secrets as JSON in one file that only its owner can read: for machines without a keychain. Too
 * open permissions are mended, and `log` says so. Calls take turns; a write is whole or did not happen.
 * All methods throw `VaultError`.
 */
export function createFileVault({ file, log }: { readonly file: string; readonly log?: Log }): Vault {
  let lastTurn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = lastTurn.then(work);
    // A failure is for its own caller to see; whoever comes next starts afresh.
    lastTurn = turn.catch(() => undefined);
    return turn;
  };
  const load = async (): Promise<Secrets> => {
    await mendPermissions(file, log);
    return readSecrets(file);
  };

  return {
    read: (key) =>
      inTurn(async () => {
        const secrets = await load();
        return Object.hasOwn(secrets, key) ? (secrets[key] ?? null) : null;
      }),
    write: (key, value) => inTurn(async () => writeSecrets(file, { ...(await load()), [key]: value })),
    remove: (key) =>
      inTurn(async () => {
        const secrets = await load();
        if (!Object.hasOwn(secrets, key)) return;
        const left = Object.entries(secrets).filter(([name]) => name !== key);
        await writeSecrets(file, Object.fromEntries(left));
      }),
  };
}

async function readSecrets(file: string): Promise<Secrets> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return {};
    throw new VaultError(
      `The secrets in ${file} cannot be read (${codeOf(error)}). Nothing was changed. Check that the file belongs to you.`,
    );
  }
  const secrets = parse(text);
  if (secrets !== null) return secrets;
  throw new VaultError(
    `${file} is damaged: it does not hold secrets as Tidings writes them. Nothing was changed. Restore the file, or move it away and sign in again.`,
  );
}

/** Null for anything but an object of texts. The parser's own complaint is dropped: it quotes what it read. */
function parse(text: string): Secrets | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.values(value).every((secret) => typeof secret === 'string') ? (value as Secrets) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Written beside the file, flushed, then renamed over it: a crash leaves the old file or the new one. */
async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  const unfinished = `${file}.${process.pid}-${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: ownerOnlyFolder });
    const handle = await open(unfinished, 'wx', ownerOnlyFile);
    try {
      await handle.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new VaultError(
      `The secrets could not be written to ${file} (${codeOf(error)}). What was kept before is unchanged. Check that you may write there and that the disk is not full.`,
    );
  }
}

/** Modes mean nothing on Windows, where the profile folder is closed to other users. */
async function mendPermissions(file: string, log: Log | undefined): Promise<void> {
  if (process.platform === 'win32') return;
  await restrict(file, anyoneElse, ownerOnlyFile, log);
  await restrict(dirname(file), othersMayWrite, ownerOnlyFolder, log);
}

async function restrict(path: string, forbidden: number, mode: number, log: Log | undefined): Promise<void> {
  try {
    if (((await stat(path)).mode & forbidden) === 0) return;
    await chmod(path, mode);
  } catch (error) {
    if (isMissing(error)) return;
    throw new VaultError(
      `Others can get at ${path}, where secrets are kept, and that could not be changed (${codeOf(error)}). Nothing was read or written. Make it yours alone: chmod ${mode.toString(8)} "${path}".`,
    );
  }
  log?.warn(`Others could get at ${path}, where secrets are kept. It is now closed to everyone but you.`);
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
