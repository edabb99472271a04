import { createHash } from 'node:crypto';
import { z } from 'zod';
import { VaultError } from '../ports/vault.ts';
import { parseJson } from './parse-json.ts';

const base64 = z.base64();
const sealed = { nonce: base64, sealed: base64 };

/** scrypt needs 128·N·r bytes: a file must not be able to ask for more than this. */
const mostMemory = 256 * 1024 * 1024;

const scryptCost = z
  .object({
    // A power of two.
    N: z.int().refine((N) => N > 1 && N <= 2 ** 20 && (N & (N - 1)) === 0),
    r: z.int().min(1).max(32),
    p: z.int().min(1).max(4),
  })
  .refine(({ N, r }) => 128 * N * r <= mostMemory);

const wrap = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), sealed: base64 }),
  z.object({ kind: z.literal('passphrase'), scrypt: scryptCost, salt: base64, ...sealed }),
  z.object({ kind: z.literal('key-file'), ...sealed }),
]);

const vaultDocument = z
  .object({
    version: z.literal(1),
    id: z.uuid(),
    wraps: z.array(wrap).min(1),
    entries: z.array(z.object({ key: z.string(), ...sealed })),
  })
  .refine(({ wraps }) => new Set(wraps.map(({ kind }) => kind)).size === wraps.length)
  .refine(({ entries }) => new Set(entries.map(({ key }) => key)).size === entries.length);

export type ScryptCost = z.infer<typeof scryptCost>;
/** The master key, encrypted in one of the ways to get at it. */
export type Wrap = z.infer<typeof wrap>;
export type WrapOf<Kind extends Wrap['kind']> = Extract<Wrap, { kind: Kind }>;
export type VaultDocument = z.infer<typeof vaultDocument>;

export function wrapOf<Kind extends Wrap['kind']>(
  { wraps }: VaultDocument,
  kind: Kind,
): WrapOf<Kind> | undefined {
  return wraps.find((each): each is WrapOf<Kind> => each.kind === kind);
}

/** The document with these wraps instead of its own of the same kinds, and without those of the kinds to drop. */
export function withWraps(
  document: VaultDocument,
  wraps: readonly Wrap[],
  drop: readonly Wrap['kind'][] = [],
): VaultDocument {
  const replaced = new Set<string>([...wraps.map(({ kind }) => kind), ...drop]);
  return { ...document, wraps: [...document.wraps.filter(({ kind }) => !replaced.has(kind)), ...wraps] };
}

export function formatVaultDocument(document: VaultDocument): string {
  return `${JSON.stringify({ ...document, checksum: checksumOf(document) }, null, 2)}\n`;
}

/** Throws `VaultError`; the parser's own complaints are dropped, for they quote what they read. */
export function parseVaultDocument(text: string, file: string): VaultDocument {
  const value = parseJson(text);
  const version = z.object({ version: z.number() }).safeParse(value);
  if (version.success && version.data.version > 1) {
    throw new VaultError(
      `${file} was written by a newer Tidings. Nothing was changed. Use that version, or name another data folder.`,
    );
  }
  const parsed = vaultDocument.safeParse(value);
  const checksum = z.object({ checksum: z.string() }).safeParse(value);
  if (parsed.success && checksum.success && checksum.data.checksum === checksumOf(parsed.data)) {
    return parsed.data;
  }
  throw new VaultError(
    `${file} is damaged: it does not hold secrets as Tidings writes them. Nothing was changed. Restore the file, or move it away and sign in again.`,
  );
}

/** Tells damage from a wrong passphrase; against a forger the sealing stands. */
function checksumOf(document: VaultDocument): string {
  // Parsed, so that the members are in the schema's order whoever made the document.
  return createHash('sha256')
    .update(JSON.stringify(vaultDocument.parse(document)))
    .digest('base64');
}
