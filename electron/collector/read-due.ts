import type { GatewayFailure, GatewayResult, MessagesById } from '../ports/gateway.ts';
import type { ChannelLedger } from './channel-ledger.ts';
import { isOfMethodAlone } from './failures.ts';

/** Messages one request may ask for. */
const mostPerRequest = 100;

export interface DueReading {
  readonly ledger: ChannelLedger;
  /** Posts whose counters are due, or which are suspected to be deleted. */
  readonly dueIds: readonly number[];
  readonly readMessages: (ids: readonly number[]) => Promise<GatewayResult<MessagesById>>;
}

/**
 * Reads again the posts that are due and that the step has not met already. `refused`: Telegram did not want it now,
 * which costs samples and nothing else. `failure`: what ended the reading of the channel.
 */
export async function readDue({ ledger, dueIds, readMessages }: DueReading): Promise<{
  readonly refused: GatewayFailure | null;
  readonly failure: GatewayFailure | null;
}> {
  const ids = ledger.unanswered(dueIds);
  for (let from = 0; from < ids.length; from += mostPerRequest) {
    const result = await readMessages(ids.slice(from, from + mostPerRequest));
    if (!result.ok) {
      const { failure } = result;
      return isOfMethodAlone(failure) ? { refused: failure, failure: null } : { refused: null, failure };
    }
    const { posts, missingIds } = result.value;
    await ledger.keep({ posts, ...(missingIds.length === 0 ? {} : { absentIds: missingIds }) });
  }
  return { refused: null, failure: null };
}
