/** What changed between two versions of a text, word by word. */

export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond this the comparison of every word with every other would be felt; the middle then counts as replaced. */
const cellsAtMost = 4_000_000;

export function wordDiff(before: string, after: string): readonly DiffPart[] {
  const [old, fresh] = [tokensOf(before), tokensOf(after)];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  )
    tail += 1;
  const parts: DiffPart[] = [
    { kind: 'same', text: old.slice(0, head).join('') },
    ...middleOf(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    { kind: 'same', text: old.slice(old.length - tail).join('') },
  ];
  return joined(parts);
}

function middleOf(old: readonly string[], fresh: readonly string[]): readonly DiffPart[] {
  if ((old.length + 1) * (fresh.length + 1) > cellsAtMost) {
    return [
      { kind: 'removed', text: old.join('') },
      { kind: 'added', text: fresh.join('') },
    ];
  }
  // lengths[i][j]: the longest run of words that old from i on and fresh from j on have in common.
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      parts.push({ kind: 'same', text: old[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: old[i] ?? '' });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: fresh[j] ?? '' });
      j += 1;
    }
  }
  return parts;
}

/** Neighbours of a kind are one; a lone space between two changes belongs to them, so that changes read as phrases. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const result: DiffPart[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  parts.forEach((part, index) => {
    if (part.text === '') return;
    if (part.kind === 'removed') removed += part.text;
    else if (part.kind === 'added') added += part.text;
    else {
      const between = removed !== '' && added !== '' && (parts[index + 1]?.kind ?? 'same') !== 'same';
      if (between && /^[ \t]$/.test(part.text)) {
        removed += part.text;
        added += part.text;
        return;
      }
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') result[result.length - 1] = { kind: 'same', text: last.text + part.text };
      else result.push(part);
    }
  });
  flush();
  return result;
}

function tokensOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

const contextLength = 90;

/** With long unchanged stretches cut to what stands next to a change. */
export function condensed(parts: readonly DiffPart[]): readonly DiffPart[] {
  return parts.map((part, index) => {
    if (part.kind !== 'same') return part;
    const [first, last] = [index === 0, index === parts.length - 1];
    if (first && last) return part;
    const room = first || last ? contextLength : 2 * contextLength;
    if (part.text.length <= room + 20) return part;
    const start = first ? '' : endAtWord(part.text.slice(0, contextLength));
    const end = last ? '' : beginAtWord(part.text.slice(-contextLength));
    return { kind: 'same', text: `${start}${first ? '' : ' '}…${last ? '' : ' '}${end}` };
  });
}

function endAtWord(text: string): string {
  return text.replace(/\s\S*$/, '');
}

function beginAtWord(text: string): string {
  return text.replace(/^\S*\s/, '');
}
