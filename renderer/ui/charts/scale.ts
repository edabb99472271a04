/** Scales and ticks of charts: pure, in shares (0 to 1) of an axis. */

/** Ticks of an axis and its two ends, which are ticks as well. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const roundSteps = [1, 2, 2.5, 5, 10];

/** The smallest round step (1, 2, 2.5 or 5 times a power of ten) with which `span` takes at most `atMost` steps. */
export function roundStep(span: number, atMost: number, least = 0): number {
  const rough = Math.max(span / Math.max(1, atMost), least, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = roundSteps.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** From 0 to a round number that is at least `highest`. `whole`: of things that are counted, no halves. */
export function axisFromZero(highest: number, atMost: number, whole = false): Axis {
  return axisOver(0, highest > 0 ? highest : 1, atMost, whole);
}

/** Round numbers around [lowest, highest], which need not begin at 0; never below 0. */
export function axisAround(lowest: number, highest: number, atMost: number): Axis {
  const room = lowest === highest ? Math.max(1, Math.abs(lowest) * 0.01) : 0;
  return axisOver(Math.max(0, lowest - room), highest + room, atMost, true);
}

function axisOver(lowest: number, highest: number, atMost: number, whole: boolean): Axis {
  const rough = roundStep(highest - lowest, atMost, whole ? 1 : 0);
  const step = whole ? Math.ceil(rough) : rough;
  const from = Math.floor(lowest / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(highest / step - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => tidy((from + index) * step));
  return { low: tidy(from * step), high: tidy(to * step), ticks };
}

/** Without what binary fractions add: 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a value lies on an axis: 0 at its low end, 1 at its high end. */
export function shareOn({ low, high }: Pick<Axis, 'low' | 'high'>, value: number): number {
  return high === low ? 0 : (value - low) / (high - low);
}

/** Where a value greater than 0 lies between two others on a logarithmic axis; outside of it, the nearer end. */
export function logShare(value: number, low: number, high: number): number {
  const share = Math.log(Math.max(value, low) / low) / Math.log(high / low);
  return Math.min(1, Math.max(0, share));
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through points as SVG path data; it breaks off where there is none. */
export function linePath(points: readonly (Point | null)[]): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (point === null) pen = 'M';
    else {
      path += `${pen}${round(point.x)} ${round(point.y)}`;
      pen = 'L';
    }
  }
  return path;
}

/** Points without a neighbour, which a line does not show. */
export function lonePoints(points: readonly (Point | null)[]): readonly Point[] {
  return points.flatMap((point, at) =>
    point !== null && (points[at - 1] ?? null) === null && (points[at + 1] ?? null) === null ? [point] : [],
  );
}

/** A column that stands on `bottom`, as SVG path data; one that is not nothing is seen. */
export function columnPath(middle: number, width: number, top: number, bottom: number): string {
  const height = Math.max(1, bottom - top);
  return `M${round(middle - width / 2)} ${round(bottom)}v${round(-height)}h${round(width)}v${round(height)}z`;
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

/** `0`, `950`, `12.5K`, `1.2M`: as short as a tick has to be. */
export function tickWords(value: number): string {
  return value.toLocaleString(undefined, { notation: 'compact', maximumFractionDigits: 2 });
}

/** The place of the nearest of ascending positions; -1 of none. */
export function nearestOf(positions: readonly number[], position: number): number {
  let nearest = -1;
  positions.forEach((one, at) => {
    if (nearest < 0 || Math.abs(one - position) < Math.abs((positions[nearest] ?? 0) - position))
      nearest = at;
  });
  return nearest;
}
