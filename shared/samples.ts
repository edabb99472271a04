/**
 * When a post's counters are read again. Telegram tells nobody how a view count moved; it has to be asked. A post is
 * sampled once in each of these windows of its age; every window that passed unread is marked as missed, never guessed.
 */
export interface SampleWindow {
  readonly name: string;
  /** The age the sample stands for, ms. */
  readonly ageMs: number;
  /** The ages between which a reading counts as that sample: [opensMs, closesMs). */
  readonly opensMs: number;
  readonly closesMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** In order of age, without overlap. Their places in this list are kept in databases: only ever add at the end. */
export const sampleWindows: readonly SampleWindow[] = [
  { name: '15 min', ageMs: 15 * minuteMs, opensMs: 10 * minuteMs, closesMs: 35 * minuteMs },
  { name: '1 h', ageMs: hourMs, opensMs: 45 * minuteMs, closesMs: 105 * minuteMs },
  { name: '3 h', ageMs: 3 * hourMs, opensMs: 150 * minuteMs, closesMs: 4 * hourMs },
  { name: '6 h', ageMs: 6 * hourMs, opensMs: 5 * hourMs, closesMs: 8 * hourMs },
  { name: '24 h', ageMs: dayMs, opensMs: 22 * hourMs, closesMs: 30 * hourMs },
  { name: '72 h', ageMs: 3 * dayMs, opensMs: 66 * hourMs, closesMs: 84 * hourMs },
  { name: '7 d', ageMs: 7 * dayMs, opensMs: 156 * hourMs, closesMs: 192 * hourMs },
];

/** The places in `sampleWindows` that figures refer to. */
export const window24h = 4;
export const window7d = 6;

/** What became of each window so far: two bits a window, as they are kept in the database. */
export type SampleState = number;

export type WindowOutcome = 'open' | 'taken' | 'missed';

const codes: Readonly<Record<WindowOutcome, number>> = { open: 0, taken: 1, missed: 2 };

export function outcomeOf(state: SampleState, window: number): WindowOutcome {
  const code = Math.floor(state / 4 ** window) % 4;
  return code === codes.taken ? 'taken' : code === codes.missed ? 'missed' : 'open';
}

function withOutcome(state: SampleState, window: number, outcome: WindowOutcome): SampleState {
  return state + (codes[outcome] - codes[outcomeOf(state, window)]) * 4 ** window;
}

/** Marks every window that has closed by `now` without a sample as missed. */
export function closeWindows(state: SampleState, postedAt: number, now: number): SampleState {
  return sampleWindows.reduce(
    (closed, { closesMs }, window) =>
      now - postedAt >= closesMs && outcomeOf(closed, window) === 'open'
        ? withOutcome(closed, window, 'missed')
        : closed,
    state,
  );
}

/**
 * A reading of the counters at `now`: what it makes of the state, and the window it is the sample of, null where it
 * falls between windows or into one that has its sample already.
 */
export function takeSample(
  state: SampleState,
  postedAt: number,
  now: number,
): { readonly state: SampleState; readonly window: number | null } {
  const closed = closeWindows(state, postedAt, now);
  const ageMs = now - postedAt;
  const window = sampleWindows.findIndex(({ opensMs, closesMs }) => ageMs >= opensMs && ageMs < closesMs);
  if (window === -1 || outcomeOf(closed, window) !== 'open') return { state: closed, window: null };
  return { state: withOutcome(closed, window, 'taken'), window };
}

/** When the next window without a sample opens (in the past: it is open now); null when none is left. */
export function nextSampleAt(state: SampleState, postedAt: number): number | null {
  const window = sampleWindows.findIndex((_, index) => outcomeOf(state, index) === 'open');
  const next = sampleWindows[window];
  return next === undefined ? null : postedAt + next.opensMs;
}

/**
 * Between samples a change of the counters is kept too, but not every one of a post that is read again and again:
 * the next is kept once the post is a quarter older than at the last.
 */
export function isWorthKeeping(postedAt: number, lastKeptAt: number | null, now: number): boolean {
  if (lastKeptAt === null) return true;
  return now - postedAt >= (lastKeptAt - postedAt) * 1.25 && now > lastKeptAt;
}
