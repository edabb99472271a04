import { fraction } from './random.ts';

/** The counters a post shows. */
export interface Metrics {
  readonly views: number;
  readonly forwards: number;
  readonly replies: number | null;
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
}

/** What a post's counters follow from. */
export interface MetricsNeeds {
  readonly seed: number;
  readonly ordinal: number;
  readonly postedAt: number;
  readonly subscribers: number;
  readonly emojis: readonly string[];
  readonly hasComments: boolean;
}

const hourMs = 3_600_000;

/** The counters at a moment. They only ever grow: fast in the first hours, then for some days more slowly. */
export function metricsAt(needs: MetricsNeeds, now: number): Metrics {
  const { seed, ordinal, postedAt, subscribers, emojis, hasComments } = needs;
  const age = Math.max(0, now - postedAt);
  const appeal = fraction(seed, ordinal, 21);
  // A few posts travel much further than the channel itself.
  const reach = subscribers * (0.22 + 0.5 * appeal + (appeal > 0.97 ? 1.6 : 0));
  const quick = 1 - Math.exp(-age / (2 * hourMs));
  const slow = 1 - Math.exp(-age / (70 * hourMs));
  const views = 1 + Math.floor(reach * (0.7 * quick + 0.3 * slow));
  const forwards = Math.floor(views * (0.001 + 0.02 * fraction(seed, ordinal, 22) ** 3));
  const keenness = 0.004 + 0.05 * fraction(seed, ordinal, 23) ** 2;
  const reactions = emojis
    .map((emoji, place) => ({
      emoji,
      count: Math.floor(views * keenness * fraction(seed, ordinal, 30 + place) * 0.6 ** place),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const replies = hasComments ? Math.floor(views * 0.006 * fraction(seed, ordinal, 24)) : null;
  return { views, forwards, replies, reactions };
}

/** Subscribers at a moment: a steady growth with a weekly wave. */
export function subscribersAt(
  needs: { readonly seed: number; readonly subscribers: number; readonly epochAt: number },
  now: number,
): number {
  const days = (now - needs.epochAt) / (24 * hourMs);
  const daily = needs.subscribers * (0.0002 + 0.0012 * fraction(needs.seed, 41));
  const wave = Math.sin((days / 7 + fraction(needs.seed, 42)) * 2 * Math.PI) * daily * 0.8;
  return Math.max(3, Math.round(needs.subscribers + days * daily + wave));
}
