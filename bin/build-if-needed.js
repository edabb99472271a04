import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const sources = ['shared', 'electron', 'renderer', 'vite.config.ts', 'package-lock.json'];
const stamp = 'dist/built';

/**
 * Builds into dist/ when sources are newer than the last build; does nothing in an installed copy, which has
 * no sources. Two processes that start at once build once: the second waits for the first.
 */
export async function buildIfNeeded(root) {
  if (!existsSync(join(root, 'vite.config.ts')) || isFresh(root)) return;
  const release = await takeLock(join(root, '.tsbuild/build.lock'));
  try {
    if (!isFresh(root)) build(root);
  } finally {
    release();
  }
}

function isFresh(root) {
  const builtAt = modifiedAt(join(root, stamp));
  return builtAt !== null && sources.every((source) => newestWithin(join(root, source)) <= builtAt);
}

function build(root) {
  const startedAt = new Date();
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) throw new Error('Tidings is not installed yet: run "npm ci" in its folder first.');
  const result = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`Building Tidings failed.\n${result.stdout}${result.stderr}`);
  // Stamped with the moment the build began: what was saved while it ran is built next time.
  writeFileSync(join(root, stamp), `${startedAt.toISOString()}\n`);
}

function newestWithin(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path, { withFileTypes: true }).reduce(
    (newest, entry) => Math.max(newest, newestWithin(join(path, entry.name))),
    0,
  );
}

function modifiedAt(path) {
  return existsSync(path) ? Date.parse(readFileSync(path, 'utf8').trim()) : null;
}

/** A folder is made by one process only; a lock whose owner is gone is taken over. */
async function takeLock(folder) {
  for (;;) {
    try {
      mkdirSync(folder, { recursive: false });
      writeFileSync(join(folder, 'pid'), String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code === 'ENOENT') mkdirSync(join(folder, '..'), { recursive: true });
      else if (error.code !== 'EEXIST') throw error;
      else if (ownerIsGone(folder)) rmSync(folder, { recursive: true, force: true });
      else await delay(100);
    }
  }
}

function ownerIsGone(folder) {
  const file = join(folder, 'pid');
  // Between making the folder and writing the pid there is a moment without one.
  if (!existsSync(file))
    return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 2000;
  const pid = Number(readFileSync(file, 'utf8'));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
