import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { WorkerIdentity } from '../ports/store.ts';

/** Who this process is, for the lease. */
export function currentWorker(): WorkerIdentity {
  return { host: hostname(), boot: bootOf(process.platform), pid: process.pid };
}

/** `process 4711 on anna-laptop`: who collects, in words. */
export function describeWorker({ host, pid }: WorkerIdentity): string {
  return `process ${pid} on ${host}`;
}

/**
 * Whether a worker's process lives: false only when that is certain, null when it cannot be told from here
 * (another machine, another boot, another container). A reused pid reads as alive, which is the safe side.
 */
export function createLivenessCheck(self: WorkerIdentity): (worker: WorkerIdentity) => boolean | null {
  return (worker) => {
    if (worker.host !== self.host || worker.boot !== self.boot) return null;
    try {
      process.kill(worker.pid, 0);
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      // Anything but "no such process" (not permitted, most often) means that there is one.
      return code !== 'ESRCH';
    }
  };
}

/**
 * Tells one boot from the next, and one container from another: a pid means something only within both.
 * Where the kernel has no name for a boot, its minute stands for it. When the clock was set since then, two
 * processes of one boot may disagree; a takeover then waits for the lease's length instead of coming at once.
 */
function bootOf(platform: NodeJS.Platform): string {
  if (platform === 'linux') {
    try {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
    } catch (error) {
      // A sandbox without /proc: the minute of the boot below does as well.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return `started in minute ${Math.round((Date.now() - uptime() * 1000) / 60_000)}`;
}
