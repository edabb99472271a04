import { crc32 } from 'node:zlib';

/** One field of a TL constructor or method. */
export interface TlField {
  readonly name: string;
  /** Its type without the flag: `int`, `Vector<long>`, `Message`, `#` (a flags word) or `true` (a bare flag). */
  readonly type: string;
  /** Where its presence is written, when it is optional. */
  readonly flag: { readonly field: string; readonly bit: number } | null;
}

/** One line of a TL schema. */
export interface TlDefinition {
  readonly name: string;
  readonly id: number;
  readonly fields: readonly TlField[];
  readonly isMethod: boolean;
}

/**
 * Reads a TL schema. Throws when a definition's id is not the CRC32 of its text, so a misread schema is found
 * at start and not in a reply.
 */
export function parseSchema(text: string): TlDefinition[] {
  const definitions: TlDefinition[] = [];
  let isMethod = false;
  for (const rawLine of text.split('\n')) {
    const line = rawLine.trim();
    if (line === '---functions---') isMethod = true;
    else if (line === '---types---') isMethod = false;
    else if (line !== '' && !line.startsWith('//') && !line.startsWith('vector#')) {
      definitions.push(parseDefinition(line, isMethod));
    }
  }
  return definitions;
}

function parseDefinition(line: string, isMethod: boolean): TlDefinition {
  const match = /^([\w.]+)#([0-9a-f]+)(.*) = ([\w.<> ]+);$/.exec(line);
  if (match === null) throw new Error(`This line of the TL schema cannot be read: ${line}`);
  const [, name = '', hex = '', body = ''] = match;
  const id = Number.parseInt(hex, 16);
  if (checksumOf(line) !== id) throw new Error(`The TL definition ${name} does not match its id #${hex}.`);
  const fields = [...body.matchAll(/ (\w+):([^ ]+)/g)].map(([, field = '', type = '']) =>
    parseField(field, type),
  );
  return { name, id, fields, isMethod };
}

function parseField(name: string, text: string): TlField {
  const match = /^(\w+)\.(\d+)\?(.+)$/.exec(text);
  if (match === null) return { name, type: text, flag: null };
  const [, field = '', bit = '', type = ''] = match;
  return { name, type, flag: { field, bit: Number(bit) } };
}

/** The CRC32 that gives a definition its id: over its text with bytes as string and without bare flags. */
function checksumOf(line: string): number {
  const canonical = line
    .replace(/#[0-9a-f]+ /, ' ')
    .replace(/;$/, '')
    .replace(/([:?])bytes /g, '$1string ')
    .replace(/ \w+:\w+\.\d+\?true/g, '')
    .replaceAll('<', ' ')
    .replace(/[>{}]/g, '');
  return crc32(canonical);
}
