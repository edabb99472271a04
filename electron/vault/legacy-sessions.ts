import { z } from 'zod';
import { VaultError } from '../ports/vault.ts';
import type { OwnerOnlyFiles } from './owner-only-files.ts';

/** Secrets as they were kept before there was a vault: readable JSON. All methods throw `VaultError`. */
export interface LegacySessions {
  /** Null where there are none (any more). */
  read(): Promise<ReadonlyMap<string, string> | null>;
  remove(key: string): Promise<void>;
  /** Removes the file for good, once all that is in it is safe elsewhere. */
  discard(): Promise<void>;
}

const secrets = z.record(z.string(), z.string());

export function createLegacySessions(file: string, files: OwnerOnlyFiles): LegacySessions {
  // The new name says that the content is safe: what is found under it is removed without being read.
  const moved = `${file}.moved`;
  const read = async (): Promise<ReadonlyMap<string, string> | null> => {
    const text = await files.read(file);
    return text === null ? null : parse(text, file);
  };
  return {
    async read() {
      await files.erase(moved);
      return read();
    },
    async remove(key) {
      const kept = await read();
      if (kept?.has(key) !== true) return;
      const left = [...kept].filter(([name]) => name !== key);
      await files.write(file, `${JSON.stringify(Object.fromEntries(left), null, 2)}\n`);
    },
    async discard() {
      await files.rename(file, moved);
      await files.erase(moved);
    },
  };
}

/** The parser's own complaint is dropped: it quotes what it read. */
function parse(text: string, file: string): ReadonlyMap<string, string> {
  try {
    const parsed = secrets.safeParse(JSON.parse(text));
    if (parsed.success) return new Map(Object.entries(parsed.data));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new VaultError(
    `${file}, where sessions were kept before, is damaged. Nothing was changed. Restore the file, or move it away and sign in again.`,
  );
}
