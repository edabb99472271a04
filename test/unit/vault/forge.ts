import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import {
  formatVaultDocument,
  parseVaultDocument,
  type VaultDocument,
} from '../../../electron/vault/vault-document.ts';

/** What somebody could do who may write the file and knows how Tidings does: the checksum fits afterwards. */
export async function rewrite(
  file: string,
  change: (document: VaultDocument) => VaultDocument,
): Promise<void> {
  const document = parseVaultDocument(await readFile(file, 'utf8'), file);
  await writeFile(file, formatVaultDocument(change(document)));
}

/** The text in base64 with one of its bits turned over. */
export function turnBit(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}

/** The file with another cost, within what Tidings would write or not, and with the checksum that fits it. */
export async function rewriteCost(file: string, cost: object): Promise<void> {
  const text = await readFile(file, 'utf8');
  const forged = text.replace(/"scrypt": \{[^}]*\}/, `"scrypt": ${JSON.stringify(cost)}`);
  const { checksum: _checksum, ...document } = JSON.parse(forged);
  const checksum = createHash('sha256').update(JSON.stringify(document)).digest('base64');
  await writeFile(file, JSON.stringify({ ...document, checksum }, null, 2));
}
