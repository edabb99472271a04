import { styleText } from 'node:util';

/**
 * Standard output carries the answer and nothing else; everything said along the way goes to standard error,
 * so that `--json` can be piped.
 */
export interface Output {
  readonly json: boolean;
  /** The answer: a JSON document with `--json`, otherwise the text for people. */
  answer(document: unknown, text: () => string): void;
  /** Something worth knowing along the way. */
  note(message: string): void;
  /** The stream of a progress line; null where nobody watches (no terminal, or JSON asked for). */
  readonly progress: NodeJS.WriteStream | null;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    answer: (document, text) => {
      process.stdout.write(json ? `${harmlessJson(document)}\n` : `${printable(text())}\n`);
    },
    note: (message) => {
      process.stderr.write(`${printable(message)}\n`);
    },
    progress: process.stderr.isTTY && !json ? process.stderr : null,
  };
}

/** What we tell a terminal ourselves: the bold of a table's head. */
const ownStyles = ['\u001b[1m', '\u001b[22m'];
/** Control characters, and those that turn a line around. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The same text to whoever parses it, and nothing that a terminal obeys to whoever looks at it. */
function harmlessJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(unprintable, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What others wrote (posts, titles, names) must not command the reader's terminal: it is shown as code points. */
export function printable(text: string): string {
  return text.replace(unprintable, (character, at: number) => {
    const isOurs = '\n\t'.includes(character) || ownStyles.some((style) => text.startsWith(style, at));
    return isOurs ? character : `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: ReadonlySet<number> = new Set(),
): string {
  const widths = header.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
        return numeric.has(column) ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [styleText('bold', line(header), { stream: process.stdout }), ...rows.map(line)].join('\n');
}

/** Terminal columns of a text: wide for CJK and emoji, none for what joins or tints its neighbour. */
function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return width;
}

/** One line of at most `width` characters. */
export function shorten(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
