import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { formatCount, plural } from '../../shared/format.ts';

/** What of a channel is held, by its message ids: from the first message, on the left, to the newest one read. */

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
  readonly gaps: number;
  readonly reachesFirst: boolean;
  /** Runs the rest of the history takes at most; 0 where nothing is left of it. */
  readonly backfillRunsLeft: number;
}

type Covered = Pick<Channel, 'covered'>;

export function coverageOf({ covered }: Covered): Coverage {
  const newest = covered.at(-1)?.toId ?? 0;
  const first = covered[0];
  if (first === undefined || newest <= 0) {
    return {
      segments: [{ kind: 'unfetched', from: 0, share: 1 }],
      heldShare: 0,
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
    gaps: covered.length - 1,
    reachesFirst: first.fromId === 0,
    backfillRunsLeft: Math.ceil(unfetched / backfillPostsPerRun),
  };
}

type Told = Pick<Channel, 'covered' | 'postsHeld' | 'enabled' | 'backfill'>;

/** The bar in words: `9,871 posts held, one gap that the next run fills, older history not fetched`. */
export function coverageInWords(channel: Told): string {
  if (channel.covered.length === 0) return 'Nothing fetched yet';
  return [plural(channel.postsHeld, 'post held', 'posts held'), gapWords(channel), historyWords(channel)]
    .filter((part) => part !== null)
    .join(', ');
}

function gapWords(channel: Told): string | null {
  const { gaps } = coverageOf(channel);
  if (gaps === 0) return null;
  const many = gaps > 1;
  const count = many ? `${formatCount(gaps)} gaps` : 'one gap';
  if (!channel.enabled) return `${count} to be filled once it is on again`;
  return `${count} that the next ${many ? 'runs fill' : 'run fills'}`;
}

function historyWords(channel: Told): string {
  const { reachesFirst, backfillRunsLeft } = coverageOf(channel);
  if (reachesFirst) return 'followed back to the first message';
  if (!channel.backfill) return 'older history not fetched';
  if (!channel.enabled) return 'older history fetched once it is on again';
  return `older history is being fetched, at most ${plural(Math.max(1, backfillRunsLeft), 'more run')}`;
}
