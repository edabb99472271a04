import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

interface Call {
  readonly argv: readonly string[];
  readonly folder: string;
}

export interface SingleInstance {
  readonly first: boolean;
  /** Resolves when the first instance was told of this one. */
  readonly told: Promise<void>;
}

/**
 * One instance per profile, as Chromium keeps it: a file names the holder, and later ones tell it how they were
 * called through a socket beside it. A file left by a process that has ended is taken over.
 */
export function takeSingleInstance(profile: string, onSecond: (call: Call) => void): SingleInstance {
  mkdirSync(profile, { recursive: true });
  const lock = join(profile, 'StandInLock');
  const address =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\${Buffer.from(profile).toString('hex').slice(-100)}`
      : join(profile, 'StandInSocket');
  if (!takeLock(lock)) {
    return { first: false, told: tell(address, { argv: process.argv, folder: process.cwd() }) };
  }
  rmSync(address, { force: true });
  const server = createServer((socket) => {
    void text(socket).then((call) => onSecond(JSON.parse(call) as Call));
  });
  server.listen(address).unref();
  process.once('exit', () => {
    rmSync(lock, { force: true });
    rmSync(address, { force: true });
  });
  return { first: true, told: Promise.resolve() };
}

function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
  rmSync(lock, { force: true });
  return takeLock(lock);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

function tell(address: string, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.end(JSON.stringify(call));
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
