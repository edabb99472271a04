import { expect, test } from 'vitest';
import type { StoreWriter } from '../../../electron/ports/store.ts';
import type { LockableVault } from '../../../electron/ports/vault.ts';
import { createVaultHandlers } from '../../../electron/service/vault-handlers.ts';
import type { NewAuditEvent } from '../../../shared/domain.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const passphrase = 'a long passphrase';

function handlersFor(vault: Pick<LockableVault, 'unlock' | 'protect'>) {
  const events: NewAuditEvent[] = [];
  let changes = 0;
  const writer = {
    audit: {
      append: async (event: NewAuditEvent) => {
        events.push(event);
      },
    },
  } as unknown as StoreWriter;
  const handlers = createVaultHandlers({
    vault: {
      ...vault,
      state: () => ({ state: 'locked', protectedBy: ['passphrase'], sentence: 'Locked.' }),
      read: async () => null,
      write: async () => undefined,
      remove: async () => undefined,
    },
    writer: async () => writer,
    clock: createDrivenClock({ now: 1_000 }),
    onChanged: async () => {
      changes += 1;
    },
  });
  return { handlers, events, changes: () => changes };
}

test('a wrong passphrase changes nothing, the right one is told to the schedule', async () => {
  const { handlers, changes } = handlersFor({
    unlock: async (given) => given === passphrase,
    protect: async () => undefined,
  });
  expect(await handlers['vault.unlock']({ passphrase: 'another' })).toMatchObject({ accepted: false });
  expect(changes()).toBe(0);
  expect(await handlers['vault.unlock']({ passphrase })).toEqual({ accepted: true });
  expect(changes()).toBe(1);
});

test('that a passphrase was chosen is written down, the passphrase is not', async () => {
  const given: string[] = [];
  const { handlers, events } = handlersFor({
    unlock: async () => true,
    protect: async (chosen) => {
      given.push(chosen);
    },
  });
  expect(await handlers['vault.protect']({ passphrase })).toEqual({ accepted: true });
  expect(given).toEqual([passphrase]);
  expect(events).toEqual([{ at: 1_000, type: 'vault.protected', metadata: { by: 'passphrase' } }]);
});
