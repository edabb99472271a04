import type { Handlers } from '../../shared/contract.ts';
import { createTurns, type InTurn } from '../../shared/in-turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';

type DialogHandlers = Pick<Handlers, 'dialogs.read'>;

/**
 * Reads an account's list of dialogs page by page, and keeps each page with where the next begins: a long list
 * that was left half-way goes on there, also after a restart.
 */
export function createDialogHandlers(options: {
  readonly store: StoreReader;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly connections: AccountConnections;
  readonly clock: Clock;
  readonly onRead: () => void;
}): DialogHandlers {
  const { store, writer, connections, clock } = options;
  /** Pages of one account are read one after the other, whoever asks: each begins where the one before ended. */
  const turns = new Map<number, InTurn>();

  async function read(
    accountId: number,
    again: boolean,
  ): Promise<Awaited<ReturnType<DialogHandlers['dialogs.read']>>> {
    const { dialogs } = await writer();
    if (!again && (await store.dialogs.list(accountId)).complete) return { accepted: true, complete: true };
    const gateway = await connections.gatewayOf(accountId);
    if (gateway === null) {
      return { accepted: false, reason: 'This account is not signed in here: sign in again.' };
    }
    const cursor = again ? null : await store.dialogs.cursor(accountId);
    const page = await gateway.readDialogs(cursor);
    if (!page.ok) {
      return {
        accepted: false,
        reason: `The list was not read further: ${page.failure.message} What was read is kept.`,
      };
    }
    await dialogs.keepPage(accountId, page.value, { first: cursor === null, at: clock.now() });
    options.onRead();
    return { accepted: true, complete: page.value.next === null };
  }

  return {
    'dialogs.read': ({ accountId, again = false }) => {
      const inTurn = turns.get(accountId) ?? createTurns();
      turns.set(accountId, inTurn);
      return inTurn(() => read(accountId, again));
    },
  };
}
