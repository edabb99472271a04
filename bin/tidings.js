#!/usr/bin/env node
// The command line as a person starts it. In a checkout it builds what is missing or out of date first, so
// that `npm run -s tidings -- status` prints the answer and nothing else. Plain Node, so that the process
// that prints its pid is the one that signals reach (npm does not pass them on).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build-if-needed.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const leastNodeVersion = 22;

if (Number(process.versions.node.split('.')[0]) < leastNodeVersion) {
  runWithOwnNode();
} else {
  try {
    await buildIfNeeded(root);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  await import('../dist/electron/headless.js');
}

/** The database driver needs Node 22 or newer; the package `node` brings one along. */
function runWithOwnNode() {
  const node = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
  if (!existsSync(node)) {
    process.stderr.write(
      `Tidings needs Node ${leastNodeVersion} or newer. Run "npm ci" once: it brings one along.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
