import { plural } from '../../shared/format.ts';
import type { ChannelState, GatewayFailure, GatewayResult } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { ReachedChannel } from '../ports/store.ts';
import { isOfChannel, isOfMethodAlone } from './failures.ts';

/** Channels one request may ask about. */
const mostPerRequest = 100;
/** Requests spent on finding the one channel that makes a whole request fail; those never reached are read. */
const mostForSearch = 8;

export interface StatesSearch {
  readonly accountName: string;
  readonly channels: readonly ReachedChannel[];
  readonly ask: (channels: readonly ReachedChannel[]) => Promise<GatewayResult<readonly ChannelState[]>>;
  readonly log: Log;
}

/**
 * Where the channels stand, as far as Telegram tells: a channel that is missing is simply read. One that may not be
 * read makes Telegram refuse the whole request without saying which, so the request is halved until it is found.
 * `trouble`: what kept the account from asking at all.
 */
export async function readStates({ accountName, channels, ask, log }: StatesSearch): Promise<{
  readonly states: ReadonlyMap<number, ChannelState>;
  readonly trouble: GatewayFailure | null;
}> {
  const states = new Map<number, ChannelState>();
  const batches = batchesOf(channels);
  let searches = mostForSearch;
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const answer = await ask(batch);
    if (answer.ok) {
      for (const state of answer.value) states.set(state.channelId, state);
      continue;
    }
    const { failure } = answer;
    if (isOfMethodAlone(failure)) {
      log.info(
        `Which channels of ${accountName} have moved cannot be asked now, so all are read: ${failure.message}`,
      );
      break;
    }
    if (!isOfChannel(failure)) return { states, trouble: failure };
    if (batch.length > 1 && searches >= 2) {
      searches -= 2;
      const half = Math.ceil(batch.length / 2);
      batches.push(batch.slice(0, half), batch.slice(half));
      continue;
    }
    log.info(
      `Whether ${plural(batch.length, 'channel')} of ${accountName} moved is not known, so each is read: ${failure.message}`,
    );
  }
  return { states, trouble: null };
}

function batchesOf(channels: readonly ReachedChannel[]): (readonly ReachedChannel[])[] {
  return Array.from({ length: Math.ceil(channels.length / mostPerRequest) }, (_, index) =>
    channels.slice(index * mostPerRequest, (index + 1) * mostPerRequest),
  );
}
