import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { formatCount, plural } from '../../shared/format.ts';
import { keptInWords } from '../../shared/post-expiry.ts';

/**
 * What of a channel is held, by its message ids: from the first message, on the left, to the newest one read. Which of
 * them are deleted at Telegram is known as a count only, so it is a share of what is held and has no place.
 */

export interface CoverageSegment {
  readonly kind: 'held' | 'gap' | 'unfetched';
  /** Where it begins and how much it is, 0 to 1; all of them together are 1. */
  readonly from: number;
  readonly share: number;
}

export interface Coverage {
  readonly segments: readonly CoverageSegment[];
  /** Of the ids up to the newest one read, 0 to 1. */
  readonly heldShare: number;
  /** Of the posts held, those deleted at Telegram, 0 to 1. */
  readonly deletedShare: number;
  readonly gaps: number;
  readonly reachesFirst: boolean;
  /** Runs the rest of the history takes at most; 0 where nothing is left of it. */
  readonly backfillRunsLeft: number;
}

type Covered = Pick<Channel, 'covered' | 'postsHeld' | 'postsDeleted'>;

export function coverageOf({ covered, postsHeld, postsDeleted }: Covered): Coverage {
  const newest = covered.at(-1)?.toId ?? 0;
  const first = covered[0];
  if (first === undefined || newest <= 0) {
    return {
      segments: [{ kind: 'unfetched', from: 0, share: 1 }],
      heldShare: 0,
      deletedShare: 0,
      gaps: 0,
      reachesFirst: first?.fromId === 0,
      backfillRunsLeft: 0,
    };
  }
  const segments: CoverageSegment[] = [];
  /** Up to which id it is told. */
  let told = 0;
  const add = (kind: CoverageSegment['kind'], upTo: number): void => {
    if (upTo > told) segments.push({ kind, from: told / newest, share: (upTo - told) / newest });
    told = Math.max(told, upTo);
  };
  const unfetched = Math.max(0, first.fromId - 1);
  add('unfetched', unfetched);
  for (const { fromId, toId } of covered) {
    add('gap', fromId - 1);
    add('held', toId);
  }
  const held = segments.filter(({ kind }) => kind === 'held').reduce((sum, { share }) => sum + share, 0);
  return {
    segments,
    heldShare: held,
    deletedShare: postsHeld === 0 ? 0 : Math.min(1, postsDeleted / postsHeld),
    gaps: covered.length - 1,
    reachesFirst: first.fromId === 0,
    backfillRunsLeft: Math.ceil(unfetched / backfillPostsPerRun),
  };
}

type Told = Covered & Pick<Channel, 'postsSuspect' | 'enabled' | 'backfill' | 'keepDays'>;

/** The bar in words: `9,871 posts held, 31 of them deleted at Telegram, 1 gap that …, older history never fetched`. */
export function coverageInWords(channel: Told): string {
  if (channel.covered.length === 0) return 'Nothing fetched yet';
  return [
    plural(channel.postsHeld, 'post held', 'posts held'),
    ...deletionWords(channel),
    ...(channel.keepDays === null ? [] : [`kept ${keptInWords(channel.keepDays)}`]),
    gapWords(channel),
    historyWords(channel),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** Suspected ones count as deleted once they are missing a second time. */
function deletionWords({ postsDeleted, postsSuspect }: Told): readonly string[] {
  return [
    ...(postsDeleted === 0 ? [] : [`${formatCount(postsDeleted)} of them deleted at Telegram`]),
    ...(postsSuspect === 0 ? [] : [`${formatCount(postsSuspect)} suspected to be`]),
  ];
}

function gapWords(channel: Told): string | null {
  const { gaps } = coverageOf(channel);
  if (gaps === 0) return null;
  const many = gaps > 1;
  const count = plural(gaps, 'gap');
  if (!channel.enabled) return `${count} to be filled once it is on again`;
  return `${count} that the next ${many ? 'runs fill' : 'run fills'}`;
}

function historyWords(channel: Told): string {
  const { reachesFirst, backfillRunsLeft } = coverageOf(channel);
  if (reachesFirst) return 'followed back to the first message';
  if (!channel.backfill) return 'older history never fetched';
  if (!channel.enabled) return 'older history fetched once it is on again';
  return `older history is being fetched, at most ${plural(Math.max(1, backfillRunsLeft), 'more run')}`;
}
