/** Where a curve's points and ticks stand. Ages in ms; everything else is for a person. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type AgeScale = 'log' | 'linear';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

const ages: readonly Tick[] = [
  { value: minute, label: '1 min' },
  { value: 5 * minute, label: '5 min' },
  { value: 15 * minute, label: '15 min' },
  { value: hour, label: '1 h' },
  { value: 3 * hour, label: '3 h' },
  { value: 6 * hour, label: '6 h' },
  { value: day, label: '1 d' },
  { value: 3 * day, label: '3 d' },
  { value: 7 * day, label: '7 d' },
  { value: 30 * day, label: '30 d' },
  { value: 90 * day, label: '90 d' },
  { value: 365 * day, label: '1 y' },
  { value: 3 * 365 * day, label: '3 y' },
  { value: 10 * 365 * day, label: '10 y' },
];

const linearSteps: readonly number[] = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  30 * day,
  90 * day,
  365 * day,
  5 * 365 * day,
];

/** Maps an age to 0…1. Ages below the first of a log scale stand at its beginning. */
export function agePlace(scale: AgeScale, age: number, { from, to }: AgeSpan): number {
  const within = Math.min(to, Math.max(from, age));
  if (to <= from) return 0;
  return scale === 'linear' ? (within - from) / (to - from) : Math.log(within / from) / Math.log(to / from);
}

export interface AgeSpan {
  readonly from: number;
  readonly to: number;
}

/** The ages a curve spans: from the publication where the scale can show it, to a little beyond the last reading. */
export function ageSpan(scale: AgeScale, readings: readonly number[]): AgeSpan {
  const last = Math.max(hour, ...readings);
  if (scale === 'linear') return { from: 0, to: last * 1.02 };
  const first = Math.min(15 * minute, ...readings.filter((age) => age > 0));
  return { from: Math.max(minute / 2, first * 0.8), to: last * 1.15 };
}

/** Ticks that keep `apart` (a share of the axis) from each other. */
export function ageTicks(scale: AgeScale, span: AgeSpan, apart: number): readonly Tick[] {
  if (scale === 'linear') {
    const step = linearSteps.find((one) => one / (span.to - span.from) >= apart) ?? span.to;
    const count = Math.floor(span.to / step);
    return Array.from({ length: count + 1 }, (_, index) => ({
      value: index * step,
      label: index === 0 ? '0' : ageWords(index * step),
    }));
  }
  const ticks: Tick[] = [];
  for (const tick of ages) {
    if (tick.value < span.from || tick.value > span.to) continue;
    const before = ticks.at(-1);
    const distance =
      before === undefined ? 1 : agePlace(scale, tick.value, span) - agePlace(scale, before.value, span);
    if (distance >= apart) ticks.push(tick);
  }
  return ticks;
}

/** `45 min`, `6 h`, `1 h 30 min`, `3 d`: the two largest units. */
export function ageWords(age: number): string {
  const units: readonly (readonly [number, string])[] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
  ];
  const whole = Math.max(0, Math.round(age / minute)) * minute;
  const first = units.findIndex(([size]) => whole >= size);
  if (first === -1) return '0 min';
  return units
    .slice(first, first + 2)
    .map(([size, name], index) => {
      const above = units[first + index - 1];
      const count = Math.floor((index === 0 || above === undefined ? whole : whole % above[0]) / size);
      return count === 0 ? '' : `${count} ${name}`;
    })
    .filter((words) => words !== '')
    .join(' ');
}

/** Round steps from 0 to at least `largest`, three to five of them; whole numbers, as counters are. */
export function countTicks(largest: number): readonly number[] {
  const rough = Math.max(1, largest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power);
  const whole = Math.ceil(step);
  return Array.from({ length: Math.max(1, Math.ceil(largest / whole)) + 1 }, (_, index) => index * whole);
}

/** `950`, `12.5K`, `1.2M`. */
export function shortCount(value: number): string {
  return value.toLocaleString('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
}
