import { encode } from 'uqr';

/** Modules of white around a code that scanners need to find it. */
const quietZone = 4;

export interface QrDrawing {
  /** Modules of a side, quiet zone included. */
  readonly size: number;
  /** An SVG path over the dark modules, one run of a row each, in a square of `size`. */
  readonly path: string;
}

export function drawQr(text: string): QrDrawing {
  const { size, data } = encode(text, { ecc: 'L', boostEcc: true, border: quietZone });
  const path = data.flatMap((row, y) =>
    darkRuns(row).map(({ x, length }) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  return { size, path: path.join('') };
}

function darkRuns(row: readonly boolean[]): readonly { readonly x: number; readonly length: number }[] {
  const runs: { x: number; length: number }[] = [];
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1);
    if (!dark) continue;
    if (last !== undefined && last.x + last.length === x) last.length += 1;
    else runs.push({ x, length: 1 });
  }
  return runs;
}
