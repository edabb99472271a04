import { type Handlers, RequestError } from '../../shared/contract.ts';
import { addDays, countDays, dayOf } from '../../shared/days.ts';
import type { Day } from '../../shared/insights.ts';
import { heldOf, insightsOf } from '../../shared/insights-figures.ts';
import type { StoreReader } from '../ports/store.ts';
import { findChannel } from './read-handlers.ts';

export type InsightHandlers = Pick<Handlers, 'insights.get' | 'insights.overview'>;

const mostDays = 3660;
/** What a day is measured against; a change of subscribers takes one day more. */
const daysBefore = 28;

/** Answered by a process that collects and by one beside it alike. `now`: ms since the epoch, says which day today is. */
export function createInsightHandlers(
  store: Pick<StoreReader, 'stats' | 'channels'>,
  now: () => number = Date.now,
): InsightHandlers {
  return {
    'insights.get': async ({ channelId, from, to }) => {
      checkPeriod(from, to);
      const channel = findChannel(await store.channels.list(), { channelId });
      const [days, counts, before] = await Promise.all([
        store.stats.days(channelId, from, to),
        store.stats.subscribers(channelId, addDays(from, -daysBefore - 1), to),
        store.stats.days(channelId, addDays(from, -daysBefore), addDays(from, -1)),
      ]);
      return insightsOf(channelId, from, to, days, counts, before, heldOf(channel), dayOf(now()));
    },
    'insights.overview': async ({ from, to }) => {
      checkPeriod(from, to);
      return store.stats.overview(from, to);
    },
  };
}

/** Throws `RequestError`. */
function checkPeriod(from: Day, to: Day): void {
  const days = countDays(from, to);
  if (days < 1)
    refuse(`The period ends (${to}) before it begins (${from}). Choose an end that is not earlier.`);
  if (days > mostDays) {
    refuse(
      `The period from ${from} to ${to} has ${days} days; at most ${mostDays} can be looked at together.`,
    );
  }
}

function refuse(message: string): never {
  throw new RequestError({ code: 'bad-request', message });
}
