import type { ContractClient, Handlers } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import { requestSchemas } from '../../shared/contract-schemas.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader } from '../ports/store.ts';
import { createAnswerer } from './answer.ts';
import { createLocalClient } from './local-client.ts';
import { createReadHandlers, type ReadPace } from './read-handlers.ts';

/** The part of the contract that a database alone can answer; everything else is refused in words. */
export function createReadOnlyClient(
  store: StoreReader,
  snapshot: () => Promise<Snapshot>,
  pace: ReadPace,
  log: Log,
): ContractClient {
  const refuse = async (): Promise<never> => {
    throw new RequestError({
      code: 'failed',
      message: 'No running Tidings answers, and reading the database cannot do this.',
    });
  };
  const refusals = Object.fromEntries(
    Object.keys(requestSchemas).map((name) => [name, refuse]),
  ) as unknown as Handlers;
  const handlers: Handlers = { ...refusals, ...createReadHandlers(store, snapshot, pace) };
  return createLocalClient(createAnswerer(handlers, log), { on: () => () => undefined });
}
