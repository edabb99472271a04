import type { ContractClient, RequestName, ResponseOf } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import type { Answerer } from './answer.ts';
import type { EventFeed } from './publisher.ts';

/** The contract without a wire: the same parsing and the same failures as for everybody else. */
export function createLocalClient(answer: Answerer, events: Pick<EventFeed, 'on'>): ContractClient {
  return {
    request: async <Name extends RequestName>(name: Name, request: unknown) => {
      const result = await answer({ name, request });
      if ('failure' in result) throw new RequestError(result.failure);
      return result.response as ResponseOf<Name>;
    },
    on: (name, listener) =>
      events.on((message) => {
        if (message.event === name) listener(message.payload as Parameters<typeof listener>[0]);
      }),
  };
}
