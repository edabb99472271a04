/**
 * Cuts a stream of text into lines and gives each, without its end and unless it is empty, to `onLine`. Calls
 * `onOverflow` once, and `onLine` no more, when a line grows longer than `mostCharacters`.
 */
export function createLineReader(options: {
  readonly mostCharacters: number;
  readonly onLine: (line: string) => void;
  readonly onOverflow: () => void;
}): (chunk: string) => void {
  const { mostCharacters, onLine, onOverflow } = options;
  let begun = '';
  let overflown = false;

  return (chunk) => {
    if (overflown) return;
    // Only the chunk is searched: searching what was begun again would take quadratic time for a long line.
    const [first = '', ...others] = chunk.split('\n');
    const lines = [begun + first, ...others];
    begun = lines.pop() ?? '';
    for (const line of lines) {
      if (line.length > mostCharacters) break;
      if (line !== '') onLine(line);
    }
    if (begun.length > mostCharacters || lines.some((line) => line.length > mostCharacters)) {
      overflown = true;
      begun = '';
      onOverflow();
    }
  };
}
