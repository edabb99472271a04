import { formatSetting } from '../../shared/format.ts';
import type { ViewCurve } from '../../shared/insights.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { logShare } from '../ui/charts/scale.ts';

/** The curve of views: what share of its views at 7 days a post has at each age it is read at. */

const ages = sampleWindows.map(({ ageMs }) => ageMs);
const youngestMs = ages[0] ?? 1;
const oldestMs = ages.at(-1) ?? 1;

/** Where an age lies on the curve's logarithmic axis, 0 to 1. */
export function agePlace(ageMs: number): number {
  return logShare(ageMs, youngestMs, oldestMs);
}

export interface CurvePoint {
  readonly name: string;
  readonly place: number;
  /** 0 to 1; null where no post was read at that age. */
  readonly share: number | null;
}

export function curvePoints(curve: ViewCurve): readonly CurvePoint[] {
  return sampleWindows.map(({ name, ageMs }, at) => ({
    name,
    place: agePlace(ageMs),
    share: curve.shares[at] ?? null,
  }));
}

/** `4 h 10 min`: to the minute below a day, to the hour above. */
export function halfLifeWords(ms: number): string {
  const grain = ms >= 24 * 60 * 60_000 ? 60 * 60_000 : 60_000;
  return formatSetting(Math.max(grain, Math.round(ms / grain) * grain));
}
