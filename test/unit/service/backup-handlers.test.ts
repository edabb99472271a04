import { expect, test } from 'vitest';
import type { BackUps } from '../../../electron/ports/back-ups.ts';
import { StoreError, type StoreWriter } from '../../../electron/ports/store.ts';
import { bareSurroundings } from '../../../electron/ports/surroundings.ts';
import { createBackUpHandlers } from '../../../electron/service/backup-handlers.ts';
import type { BackUpFile } from '../../../shared/archive.ts';
import type { ChangedList } from '../../../shared/contract.ts';
import type { NewAuditEvent } from '../../../shared/domain.ts';

const made: BackUpFile = { name: 'tidings-x-by-hand.db', at: 5, bytes: 4096, kind: 'by-hand' };

function handlersWith(given: {
  readonly backUps?: Partial<BackUps>;
  readonly idle?: boolean;
  readonly canRestart?: boolean;
  readonly writer?: () => Promise<StoreWriter>;
}) {
  const events: NewAuditEvent[] = [];
  const changed: ChangedList[] = [];
  const asked: string[] = [];
  const { promise: restarted, resolve } = Promise.withResolvers<'restarted'>();
  const writer = {
    audit: { append: async (event: NewAuditEvent) => void events.push(event) },
  } as unknown as StoreWriter;
  const handlers = createBackUpHandlers({
    backUps: {
      list: async () => [made],
      make: async () => made,
      askToRestore: async (name) => {
        asked.push(name);
        return null;
      },
      measure: async () => ({ total: 0, parts: [], free: 0, backUps: 0 }),
      ...given.backUps,
    },
    writer: given.writer ?? (async () => writer),
    clock: { now: () => 7 },
    whileIdle: async (task) =>
      given.idle === false ? { idle: false } : { idle: true, value: await task(writer) },
    surroundings: () => ({
      ...bareSurroundings,
      restart: given.canRestart === false ? null : () => resolve('restarted'),
    }),
    changed: (lists) => changed.push(...lists),
  });
  return { handlers, events, changed, asked, restarted };
}

test('a copy that was made is told of and written down', async () => {
  const { handlers, events, changed } = handlersWith({});
  expect(await handlers['backups.make']({})).toEqual({ accepted: true, backUp: made });
  expect(events).toEqual([{ at: 7, type: 'backup.made', metadata: { name: made.name, bytes: 4096 } }]);
  expect(changed).toEqual(['backups', 'events']);
});

test('where none can be made, the words say why and nothing is written down', async () => {
  const { handlers, events } = handlersWith({
    backUps: { make: () => Promise.reject(new StoreError('disk-full', 'The disk is full.')) },
  });
  expect(await handlers['backups.make']({})).toEqual({ accepted: false, reason: 'The disk is full.' });
  expect(events).toEqual([]);
});

test('a restore is answered first, and then the process starts again', async () => {
  const { handlers, asked, restarted } = handlersWith({});
  expect(await handlers['backups.restore']({ name: made.name })).toEqual({ accepted: true });
  expect(asked).toEqual([made.name]);
  expect(await restarted).toBe('restarted');
});

test.each([
  ['while a run is under way', { idle: false }, /run is under way/],
  ['where the process cannot start again', { canRestart: false }, /tidings restore tidings-x-by-hand\.db/],
] as const)('%s it is refused and no copy is asked for', async (_when, given, words) => {
  const { handlers, asked } = handlersWith(given);
  const refused = await handlers['backups.restore']({ name: made.name });
  expect(refused).toEqual({ accepted: false, reason: expect.stringMatching(words) });
  expect(asked).toEqual([]);
});

test('a copy that is not sound is refused, and the process goes on', async () => {
  const { handlers, restarted } = handlersWith({ backUps: { askToRestore: async () => 'It is damaged.' } });
  expect(await handlers['backups.restore']({ name: 'x' })).toEqual({
    accepted: false,
    reason: 'It is damaged.',
  });
  const later = new Promise((resolve) => setImmediate(resolve, 'goes on'));
  expect(await Promise.race([restarted, later])).toBe('goes on');
});

test('who stands by neither copies nor restores', async () => {
  const { handlers, asked } = handlersWith({ writer: () => Promise.reject(new Error('no lease')) });
  await expect(handlers['backups.make']({})).rejects.toThrow('no lease');
  await expect(handlers['backups.restore']({ name: made.name })).rejects.toThrow('no lease');
  expect(asked).toEqual([]);
});
