import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Channel } from '../../shared/domain.ts';
import { runCommand, runForDocument } from '../support/command.ts';
import { collectOnce, servedPosts, test } from '../support/tidings-fixture.ts';

interface ImportDocument {
  readonly added: number;
  readonly already: number;
  readonly failures: readonly { readonly line: number }[];
}

const channelsOf = (common: readonly string[]) => runForDocument<Channel[]>(['channels', 'list', ...common]);

test('a list that was exported brings its channels back, with their settings', async ({ tidings }) => {
  const { common, channels, folder } = tidings;
  await tidings.addThreeChannels();
  const [first = ''] = channels;
  await runForDocument(['channels', 'set', first, '--limit', '7', '--off', '--backfill', 'on', ...common]);
  const { text } = await runForDocument<{ text: string }>(['channels', 'export', '--csv', ...common]);
  const list = join(folder, '..', 'channels.csv');
  await writeFile(list, `${text}nobody here\r\n`);
  const again = await runForDocument<ImportDocument>(['channels', 'import', list, ...common], { code: 5 });
  expect(again).toMatchObject({ added: 0, already: 3, failures: [{ line: 5 }] });

  await runForDocument(['channels', 'remove', ...channels.slice(0, 3), ...common]);
  expect(await channelsOf(common)).toEqual([]);
  const back = await runForDocument<ImportDocument>(['channels', 'import', list, ...common], { code: 5 });
  expect(back).toMatchObject({ added: 3, already: 0 });
  expect(
    (await channelsOf(common)).map(({ limit, enabled, backfill }) => [limit, enabled, backfill]),
  ).toEqual([
    [7, false, true],
    [50, true, false],
    [50, true, false],
  ]);
});

test('a channel whose history is wanted too is read to its first message, and no post twice', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  const [first = ''] = channels;
  await runForDocument(['channels', 'set', first, '--backfill', 'on', ...common]);
  await collectOnce(common);
  const served = await servedPosts(dataCentre, first);
  const [channel] = await channelsOf(common);
  expect(channel?.postsHeld).toBe(served.length);
  expect(channel?.covered).toMatchObject([{ fromId: 0 }]);
  // With nothing left to walk back to, a run costs one request again.
  const next = await collectOnce(common);
  expect(next.newMessages).toBe(0);
});

test('posts are not thrown away by a slip: removing a channel that holds some must be meant', async ({
  tidings,
}) => {
  const { common, channels } = tidings;
  await tidings.addThreeChannels();
  await collectOnce(common);
  const [first = ''] = channels;
  const refused = await runCommand(['channels', 'remove', first, ...common]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--with-posts') });
  expect(await channelsOf(common)).toHaveLength(3);
  const removed = await runForDocument(['channels', 'remove', first, '--with-posts', ...common]);
  expect(removed).toMatchObject({ postsRemoved: 50 });
  expect(await channelsOf(common)).toHaveLength(2);
});
