import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  createLivenessCheck,
  currentWorker,
  describeWorker,
} from '../../../electron/scheduler/process-identity.ts';

const self = currentWorker();
const isAlive = createLivenessCheck(self);

test('a process knows itself to be alive, and is the same each time it asks', () => {
  expect(isAlive(self)).toBe(true);
  expect(currentWorker()).toEqual(self);
  expect(self.pid).toBe(process.pid);
});

test('a process that has ended is known to be gone', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const { pid } = child;
  if (pid === undefined) throw new Error('No process was started.');
  await once(child, 'exit');
  expect(isAlive({ ...self, pid })).toBe(false);
});

test('a process that may not be signalled is alive', () => {
  expect(isAlive({ ...self, pid: 1 })).toBe(true);
});

test('of another host or another boot nothing is known', () => {
  expect(isAlive({ ...self, host: 'elsewhere' })).toBeNull();
  expect(isAlive({ ...self, boot: 'yesterday' })).toBeNull();
});

test('a worker is described by its process and its host', () => {
  expect(describeWorker({ host: 'anna', boot: 'today', pid: 4711 })).toBe('process 4711 on anna');
});
