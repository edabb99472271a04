import type { Insights } from '../../shared/insights.ts';

export type Hours = Insights['hours'];

/** Of fewer posts an average says little: one that went far would make its hour the best. */
export const postsToTell = 3;

/** The best of one or two is no best. */
export const hoursToCompare = 3;

/** The hour with the greatest average, of those that can be told; null where they are too few to compare. */
export function bestHour(hours: Hours): number | null {
  if (hours.filter(({ posts }) => posts >= postsToTell).length < hoursToCompare) return null;
  let best: number | null = null;
  hours.forEach(({ posts, reach }, hour) => {
    if (reach === null || posts < postsToTell) return;
    if (best === null || reach > (hours[best]?.reach ?? 0)) best = hour;
  });
  return best;
}

/** `18:00–19:00`. */
export function hourWords(hour: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hour)}:00–${two((hour + 1) % 24)}:00`;
}
