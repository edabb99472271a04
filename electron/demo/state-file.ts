import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { KeptKey } from './auth-keys.ts';

/** What lets a data centre start again as the same: its RSA key, the clients' auth keys, and where its world began. */
export interface KeptState {
  /** PKCS#8 PEM */
  readonly serverKey: string;
  readonly epochAt: number;
  readonly keys: readonly KeptKey[];
}

const keptState = z.object({
  serverKey: z.string(),
  epochAt: z.number(),
  keys: z.array(z.object({ dataCentre: z.number(), key: z.base64(), accountId: z.number().nullable() })),
});

/** Null when there is no such file yet. Throws, in words, when it cannot be read or understood. */
export function readState(path: string): KeptState | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`The state of the demo cannot be read from ${path}.`, { cause: error });
  }
  try {
    return keptState.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is not a state of the demo; delete it to begin anew.`, { cause: error });
  }
}

/** Replaces the file in one step; only its owner may read it. */
export function writeState(path: string, state: KeptState): void {
  const next = `${path}.next`;
  writeFileSync(next, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, path);
}
