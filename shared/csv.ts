/** Comma-separated values as RFC 4180 has them, read forgivingly: any line ending, any of the usual separators. */

export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** False where a quote was opened and never closed: the rest of the text is in its last cell. */
  readonly closed: boolean;
}

const separators = [',', ';', '\t'] as const;

/** What stands between the cells of a row, judged by one line: what it has most of outside quotes. */
export function separatorOf(line: string): string {
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (separator: string) => bare.split(separator).length;
  return separators.reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** Rows with nothing in them are left out. */
export function readCsv(text: string, separator: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begins = 1;

  function endRow(closed: boolean): void {
    cells.push(cell);
    if (cells.some((held) => held !== '')) rows.push({ line: begins, cells, closed });
    cells = [];
    cell = '';
  }

  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const endsLine = character === '\n' || (character === '\r' && text.charAt(at + 1) !== '\n');
    if (endsLine) line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (endsLine) {
      endRow(true);
      begins = line;
    } else if (character !== '\r') cell += character;
  }
  endRow(!quoted);
  return rows;
}

/** Rows end with CRLF, as the RFC wants it. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, which may do anything. An apostrophe in front
 * makes it text; one more is put where one stands already, so that `unguarded` gives back what was there.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

export function guarded(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

export function unguarded(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
