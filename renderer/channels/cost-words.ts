import { type CollectionPace, costOfRun, type RunCost, requestsOf } from '../../shared/collection-cost.ts';
import type { ChannelSettings } from '../../shared/contract.ts';
import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { formatCount, formatDuration, plural } from '../../shared/format.ts';

/** What collecting costs, always named as the estimate it is. */

/** Before an account is known nothing is read side by side. */
const oneAccount = 1;

/** Channels that are still to be added, as a run will first find them. */
export function costOfNew(
  count: number,
  settings: Pick<Channel, 'limit' | 'backfill'> & Partial<Pick<Channel, 'reread'>>,
  pace: CollectionPace,
): RunCost {
  return costOfRun(
    Array.from({ length: count }, () => ({ ...settings, covered: [] })),
    oneAccount,
    pace,
  );
}

/** Channels a list names, some with settings of their own. */
export function costOfPlanned(
  channels: readonly { readonly settings: ChannelSettings }[],
  defaultLimit: number,
  pace: CollectionPace,
): RunCost {
  const on = channels.filter(({ settings }) => settings.enabled !== false);
  return costOfRun(
    on.map(({ settings: { limit = defaultLimit, backfill = false, reread = false } }) => ({
      limit,
      backfill,
      reread,
      covered: [],
    })),
    oneAccount,
    pace,
  );
}

/** `at most about 12 requests a run, about 20 s`. */
export function costInWords({ requests, durationMs }: RunCost): string {
  const took =
    durationMs < 1000 ? 'under 1 s' : `about ${formatDuration(Math.round(durationMs / 1000) * 1000)}`;
  return `at most about ${plural(requests, 'request')} a run, ${took}`;
}

export function explainCost(pace: CollectionPace): string {
  return (
    'An estimate for a run in which every channel has moved, told before Telegram is asked anything: one request asks ' +
    'about a hundred channels, and one brings what has changed in a channel. Channels that have not moved cost nothing ' +
    'of their own. Re-reading brings 100 posts a request, and walking back through history reads ' +
    `${backfillPostsPerRun} a run. Tidings paces itself at ${plural(pace.burst, 'request')} at once and then ` +
    `${paceInWords(pace.intervalMs)} for each account. The daily re-reading and a pause Telegram asks for come on top.`
  );
}

/** `one every 1.5 s`, `about 20 a second`; without an interval `each as soon as the one before is answered`. */
export function paceInWords(intervalMs: number): string {
  if (intervalMs <= 0) return 'each as soon as the one before is answered';
  if (intervalMs > 500) return `one every ${Number((intervalMs / 1000).toFixed(1))} s`;
  return `about ${formatCount(Math.round(1000 / intervalMs))} a second`;
}

type Cost = Pick<Channel, 'limit' | 'backfill' | 'covered' | 'reread'>;

/** `This channel: at most about 6 requests a run instead of 1`; what stays as it is, is not compared. */
export function changeInWords(before: Cost, after: Partial<Omit<Cost, 'covered'>>): string {
  const was = requestsOf(before);
  const becomes = requestsOf({ ...before, ...after });
  const cost = `This channel: at most about ${plural(becomes, 'request')} a run`;
  return was === becomes ? cost : `${cost} instead of ${was}`;
}
