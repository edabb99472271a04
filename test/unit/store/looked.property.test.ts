import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { randomly } from '../../support/seed.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { anAccount, aPost, finishedStep, noon } from './store-samples.ts';

const event = fc.oneof(
  fc.record({
    kind: fc.constant('page' as const),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant('end' as const),
    status: fc.constantFrom('succeeded' as const, 'failed' as const, 'cancelled' as const),
  }),
  fc.record({ kind: fc.constant('look' as const) }),
);

test('what counts as new is what is newer than the newest post held at the last look', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 20 }), async (events) => {
      const opened = await openStore({ file: ':memory:', log: silentLog, now: () => noon });
      const { store, writer, stepId, runId } = await collecting(opened.store);
      const held = new Set<number>();
      let open = stepId;
      let looked: number | null = null;
      for (const next of events) {
        const newest = Math.max(0, ...held);
        if (next.kind === 'page') {
          await writer.posts.keep(open, { posts: next.ids.map(aPost) }, noon);
          for (const id of next.ids) held.add(id);
        } else if (next.kind === 'look') {
          await writer.channels.looked([1]);
          looked = looked === null ? null : newest;
        } else {
          await writer.runs.finishStep(open, { ...finishedStep, status: next.status });
          if (next.status === 'succeeded') looked ??= newest;
          const step = { runId, accountId: anAccount.id, channelId: 1, channelTitle: 'Channel 1' };
          open = await writer.runs.beginStep({ ...step, startedAt: noon });
        }
        const seenTo = looked ?? Number.POSITIVE_INFINITY;
        const newSinceLooked = [...held].filter((id) => id > seenTo).length;
        expect(await store.channels.list()).toMatchObject([{ newSinceLooked, postsHeld: held.size }]);
      }
      await store.close();
    }),
    randomly({ numRuns: 200 }),
  );
});
