import { type CollectionPace, costOfRun, type RunCost, requestsOf } from '../../shared/collection-cost.ts';
import type { ChannelSettings } from '../../shared/contract.ts';
import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { formatDuration, formatSetting, plural } from '../../shared/format.ts';

/** What collecting costs, always named as the estimate it is. */

/** Before an account is known nothing is read side by side. */
const oneAccount = 1;

/** Channels that are still to be added, as a run will first find them. */
export function costOfNew(
  count: number,
  settings: Pick<Channel, 'limit' | 'backfill'>,
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
    on.map(({ settings: { limit = defaultLimit, backfill = false } }) => ({ limit, backfill, covered: [] })),
    oneAccount,
    pace,
  );
}

/** `about 12 requests a run, about 20 s`. */
export function costInWords({ requests, durationMs }: RunCost): string {
  const took =
    durationMs < 1000 ? 'under 1 s' : `about ${formatDuration(Math.round(durationMs / 1000) * 1000)}`;
  return `about ${plural(requests, 'request')} a run, ${took}`;
}

export function explainCost(pace: CollectionPace): string {
  return (
    'An estimate, told before Telegram is asked anything: one request brings up to 100 posts, and walking back ' +
    `through history reads ${backfillPostsPerRun} more a run. Tidings paces itself at ${plural(pace.burst, 'request')} ` +
    `at once and then one every ${formatSetting(pace.intervalMs)} for each account; a pause Telegram asks for comes on top.`
  );
}

type Cost = Pick<Channel, 'limit' | 'backfill' | 'covered'>;

/** `This channel: about 6 requests a run instead of 1`; what stays as it is, is not compared. */
export function changeInWords(before: Cost, after: Pick<Channel, 'limit' | 'backfill'>): string {
  const was = requestsOf(before);
  const becomes = requestsOf({ ...before, ...after });
  const cost = `This channel: about ${plural(becomes, 'request')} a run`;
  return was === becomes ? cost : `${cost} instead of ${was}`;
}
